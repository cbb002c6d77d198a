//! What the DVLA says of a registration mark: asked on a tablet, answered by the council office in a book of its own, or typed
//! by whoever was told it. Rows of the finding under ids of their own; none of them changes what a warden saw.

use crate::state::Record;
use book::{GrantId, StandingWrite};
use domain::vrm;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rows of what was asked: `dvla_asked/<uuid>`, see [`DvlaAsked`].
pub const DVLA_ASKED: &str = "dvla_asked/";
/// Rows of the office's answers: `dvla_said/<uuid of the question>`, see [`DvlaSaid`]. Only the office writes them.
pub const DVLA_SAID: &str = "dvla_said/";
/// Rows of what somebody was told: `dvla_told/<uuid>`, see [`DvlaTold`].
pub const DVLA_TOLD: &str = "dvla_told/";
/// The council office as an author: no grant has this id.
pub const OFFICE: GrantId = GrantId([0; 32]);
/// The longest mark that is asked about.
pub const LONGEST_MARK: usize = 8;

/// That somebody asks. Who and when are those of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DvlaAsked {
    /// The mark, as normalised.
    pub mark: String,
    /// The lawful purpose, by its id in the catalogue.
    pub why: String,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DvlaOutcome {
    /// There is such a vehicle.
    Found,
    /// There is none.
    NotFound,
    /// It is no mark that the DVLA gives out.
    BadMark,
    /// The council office has no key to the service.
    NoKey,
    /// The service does not take the council office's key.
    KeyRefused,
    /// The service gave no answer for a day.
    NoAnswer,
}

/// What is known of a vehicle, as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vehicle {
    /// Its make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Its colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Whether it is taxed, in the DVLA's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_status: Option<String>,
    /// Until when, a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_due: Option<String>,
    /// Whether it has an MOT, in the DVLA's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mot_status: Option<String>,
    /// Until when, a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mot_expiry: Option<String>,
}

/// The council office's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DvlaSaid {
    /// The mark that was asked about.
    pub mark: String,
    /// What came of it.
    pub outcome: DvlaOutcome,
    /// The vehicle, if there is one.
    #[serde(default)]
    pub vehicle: Vehicle,
}

/// What somebody was told by other means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DvlaTold {
    /// The mark, as normalised.
    pub mark: String,
    /// The vehicle.
    pub vehicle: Vehicle,
}

/// Whether a mark can be asked about, as normalised.
pub fn can_be_asked(mark: &str) -> bool {
    !mark.is_empty() && mark.len() <= LONGEST_MARK && vrm::normalise(mark) == mark
}

impl Record {
    /// What was asked, with the question's id and its page.
    pub fn dvla_asked(&self) -> Vec<(&str, DvlaAsked, &StandingWrite<Value>)> {
        self.dvla_rows(DVLA_ASKED)
    }

    /// The office's answer to a question. What anybody else wrote there is none.
    pub fn dvla_said(&self, question: &str) -> Option<(DvlaSaid, &StandingWrite<Value>)> {
        let write = self.shown(&format!("{DVLA_SAID}{question}")).filter(|write| write.author == OFFICE)?;
        Some((serde_json::from_value(write.value.clone()).ok()?, write))
    }

    /// What people were told, with the page that says so.
    pub fn dvla_told(&self) -> Vec<(&str, DvlaTold, &StandingWrite<Value>)> {
        self.dvla_rows(DVLA_TOLD)
    }

    /// Rows that can be read, as they were written one after the other.
    fn dvla_rows<T: DeserializeOwned>(&self, prefix: &'static str) -> Vec<(&str, T, &StandingWrite<Value>)> {
        let mut rows: Vec<(&str, T, _)> = self
            .rows(prefix)
            .filter_map(|(id, write)| Some((id, serde_json::from_value(write.value.clone()).ok()?, write)))
            .collect();
        rows.sort_by_key(|(_, _, write)| write.clock);
        rows
    }
}

//! That a finding was seen again: a row of it, under an id of its own, so that nobody's sighting replaces another's. Who says
//! so is the author of its page. It is no finding, and counts nowhere.

use crate::fields::SIGHTING;
use crate::line::instant;
use crate::state::Record;
use book::StandingWrite;
use chrono::{DateTime, Utc};
use domain::place::Place;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// When and where it was seen again, or seen to be gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Whether it was still there.
    pub there: bool,
    /// Where whoever saw it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Sighting {
    /// The moment, if it can be read.
    pub fn moment(&self) -> Option<DateTime<Utc>> {
        instant(&self.at)
    }
}

impl Record {
    /// When it was seen again, oldest first, and the page that says so.
    pub fn sightings(&self) -> Vec<(Sighting, &StandingWrite<Value>)> {
        let mut all: Vec<(Sighting, _)> = self
            .rows(SIGHTING)
            .filter_map(|(_, write)| Some((serde_json::from_value(write.value.clone()).ok()?, write)))
            .collect();
        all.sort_by_key(|(seen, write)| (seen.moment(), write.clock));
        all
    }
}

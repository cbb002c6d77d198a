//! What a leader should look at in a record, of what it says itself. Kept with its line, so that a queue of thousands reads no
//! record.

use crate::Record;
use crate::fields::STATE;
use domain::catalogue::{Kind, Merge, NONE};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Danger, or someone at risk: what the question is called that says so.
    Danger(String),
    /// It came to a state for which an officer must be authorised.
    NeedsOfficer,
    /// What was counted was estimated.
    Estimated,
    /// The tablet's clock was wrong when it was begun. Whoever holds that page knows it; [`signs`] does not.
    DoubtfulClock,
    /// Its matter ended, or goes on, in two ways.
    TwoOutcomes,
    /// Another answer stands in two versions.
    TwoVersions,
}

/// What a record of this kind says that a leader should look at.
pub(crate) fn signs(record: &Record, kind: &Kind) -> Vec<Sign> {
    let dangers = kind.fields.iter().filter(|field| field.merge == Merge::Sticky && is_given(&record.answer(field)));
    let mut signs: Vec<Sign> = dangers.map(|field| Sign::Danger(field.noun().to_owned())).collect();
    let guarded = |authority: &_| {
        let guards = |state: &str| domain::catalogue::Authorisation::guards(authority, kind, state);
        record.stays(kind).iter().any(|stay| guards(&stay.state))
    };
    if kind.authority.as_ref().is_some_and(guarded) {
        signs.push(Sign::NeedsOfficer);
    }
    if record.text("count_method") == Some("estimated") {
        signs.push(Sign::Estimated);
    }
    let apart = record.two_versions(Some(kind));
    let is_outcome =
        |name: &&&str| **name == STATE || kind.field(name).is_some_and(|field| field.merge == Merge::Workflow);
    let outcomes = apart.iter().filter(is_outcome).count();
    if outcomes > 0 {
        signs.push(Sign::TwoOutcomes);
    }
    if apart.len() > outcomes {
        signs.push(Sign::TwoVersions);
    }
    signs
}

/// Whether somebody gave a warning sign.
fn is_given(sign: &Value) -> bool {
    sign.as_bool() == Some(true) || sign.as_str().is_some_and(|choice| choice != NONE)
}

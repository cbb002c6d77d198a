//! Where the matter of a record stands. A step is one value that only makes sense as a whole: from where to where, how it
//! ended and why. So two people who took different steps without knowing of each other wrote two versions of one field.

use crate::fields::STATE;
use crate::state::Record;
use domain::catalogue::{Kind, State};
use serde::{Deserialize, Serialize};

/// A step that was taken. Who and when are those of its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// The step, by its id in the catalogue.
    pub step: String,
    /// The state that it led from.
    pub from: String,
    /// The state that it led to.
    pub to: String,
    /// How the matter ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Record {
    /// The last step that was taken.
    pub fn stood(&self) -> Option<Stood> {
        serde_json::from_value(self.value(STATE)?.clone()).ok()
    }

    /// The state of its matter; none if nothing follows from its kind, or it is a state that this catalogue does not know.
    pub fn state_of<'a>(&self, kind: &'a Kind) -> Option<&'a State> {
        match self.stood() {
            Some(stood) => kind.state(&stood.to),
            None => kind.first_state(self.review().is_some_and(|review| review.outcome == "approved")),
        }
    }
}

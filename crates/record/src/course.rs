//! Where the matter of a record stands. A step is one value that only makes sense as a whole: which, to where, how it
//! ended and why. So two people who took different steps without knowing of each other wrote two versions of one field, and
//! two who took the same one agree, wherever each of them came from.

use crate::fields::STATE;
use crate::state::Record;
use domain::catalogue::{Kind, Standing, State};
use serde::{Deserialize, Serialize};

/// A step that was taken. Who and when are those of its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// The step, by its id in the catalogue.
    pub step: String,
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

    /// Whether the law took what became of it: from a gap nothing follows.
    pub fn matter_is_erased(&self) -> bool {
        self.is_gone() || self.is_erased(STATE)
    }

    /// Whether two steps of its matter stand side by side.
    pub fn has_two_outcomes(&self, kind: &Kind) -> bool {
        self.two_versions(Some(kind)).contains(&STATE)
    }

    /// What its matter means to whoever looks for work: what ended in two ways has not ended.
    pub fn standing(&self, kind: &Kind) -> Option<Standing> {
        let standing = self.state_of(kind)?.is.standing();
        Some(if self.has_two_outcomes(kind) { Standing::Open } else { standing })
    }

    /// The state of its matter; none if nothing follows from its kind, it was erased by law, or it is a state that this
    /// catalogue does not know.
    pub fn state_of<'a>(&self, kind: &'a Kind) -> Option<&'a State> {
        if self.matter_is_erased() {
            return None;
        }
        match self.stood() {
            Some(stood) => kind.state(&stood.to),
            None => kind.first_state(self.review().is_some_and(|review| review.outcome == "approved")),
        }
    }
}

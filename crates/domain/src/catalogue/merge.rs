//! How the answers of several people to one question go together. A question declares its rule; `record` carries it out.
//!
//! A rule never changes once its question is in use: what was written under it would mean something else. A changed rule
//! is a new question.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::definition::{Field, FieldType, Required};

/// The choice that means "nothing of the sort" where a choice is a warning sign.
pub const NONE: &str = "none";

/// What several answers to one question come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// One answer; different ones are two versions.
    #[default]
    Register,
    /// Counts of several people are added up.
    Tally,
    /// Each element for itself: what somebody added stays while another takes something else away.
    Set,
    /// Everybody's own note; no one replaces another's.
    Notes,
    /// One outcome; different ones are two outcomes.
    Workflow,
    /// A warning sign: once given, it stays until a leader takes it back.
    Sticky,
}

impl Merge {
    /// Every rule.
    pub const ALL: [Self; 6] = [Self::Register, Self::Tally, Self::Set, Self::Notes, Self::Workflow, Self::Sticky];

    /// Whether different answers stand side by side until a leader settles them.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Register | Self::Workflow | Self::Sticky)
    }

    /// What the rule asks of its question; none if it suits.
    pub(super) fn objection(self, field: &Field, is_column: bool) -> Option<&'static str> {
        let of = field.field_type;
        let (suits, objection) = match self {
            Self::Register => return None,
            _ if is_column || field.is_worked_out() => (false, "no merge rule goes with columns and what is computed"),
            Self::Tally => (of == FieldType::Count, "the merge rule tally goes with the type count"),
            Self::Set => (
                matches!(of, FieldType::Multi | FieldType::People | FieldType::Texts | FieldType::Records),
                "the merge rule set goes with the types multi, people, texts and records",
            ),
            Self::Notes => (
                of == FieldType::Longtext && field.required == Required::Never,
                "the merge rule notes goes with the type longtext, and nobody is required to write one",
            ),
            Self::Workflow => (of == FieldType::Choice, "the merge rule workflow goes with the type choice"),
            Self::Sticky => (
                of == FieldType::Bool || field.choice(NONE).is_some(),
                "the merge rule sticky goes with the type bool, or with a choice \"none\"",
            ),
        };
        (!suits).then_some(objection)
    }
}

//! Registration marks: advice only, never a barrier.

use crate::contract::Mark;
use domain::vrm;

pub(crate) fn mark(typed: &str) -> Mark {
    let typed: String = typed.chars().take(20).collect();
    Mark {
        normal: vrm::normalise(&typed),
        display: vrm::display(&typed),
        sentence: vrm::reading(&typed),
        known: vrm::style(&typed) != vrm::Style::Unrecognised,
        suggestions: vrm::suggestions(&typed),
    }
}

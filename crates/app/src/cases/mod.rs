//! Cases: which findings belong to them, and the story that their notes tell.

mod belongs;
mod list;
mod story;

/// The kind of a case, and the question of a finding to which ones it belongs.
pub(crate) const CASE: &str = "case";
const CASES: &str = "cases";

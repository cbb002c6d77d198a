//! PACT panels for leaders: where each stands, and "You said, we did" for its next meeting. Which issue is the same as an
//! earlier one is the catalogue's question; what this reads are the kinds of panels, meetings and issues by name.

mod panels;
mod sheet;

/// The kinds, and the questions by which one names the other.
pub(crate) const PANEL: &str = "pact_panel";
pub(crate) const MEETING: &str = "pact_meeting";
pub(crate) const ISSUE: &str = "pact_issue";

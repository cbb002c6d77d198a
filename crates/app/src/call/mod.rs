//! The daily multi-agency call, for leaders: what came since the last one, who is on it, its issues, what became of earlier
//! ones, and the sheet of a partner. What this reads are the kinds of the call, its issues and forums by name.

mod day;
mod hold;
mod issues;
mod news;
mod page;
mod said;
mod sheet;

pub(crate) use hold::{HELD, book_name, team_books_held};

/// The kind of a call, and its questions.
pub(crate) const CALL: &str = "call";
const CALL_DATE: &str = "call_date";
const CHAIR: &str = "chair";
const PRESENT: &str = "present";
const ENDED_AT: &str = "ended_at";
/// The kind of an issue, and its questions. Its day is asked as that of a call.
const ISSUE: &str = "tasking_issue";
const WHAT: &str = "summary";
const URGENCY: &str = "urgency";
const OWNER: &str = "owner_org";
const DUE: &str = "due_at";
const RESOURCE: &str = "resource";
const ABOUT: &str = "linked_findings";

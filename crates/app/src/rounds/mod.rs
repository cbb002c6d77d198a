//! Rounds and checks of hotspots. That nothing was found is recorded as well: it proves that somebody looked.

mod check;
mod due;
mod hotspots;
mod register;
mod visits;
mod walk;
mod walked;

pub(crate) use check::{VisitBefore, named_there, place_of};
pub(crate) use hotspots::{away, is_at, name_of};

/// The kinds of the catalogue that rounds are made of, and their questions, as far as this code must know them.
pub(crate) const HOTSPOT: &str = "hotspot";
pub(crate) const VISIT: &str = "hotspot_visit";
const KIND_OF_ROUND: &str = "round";
const RESULT: &str = "result";
const FINDINGS: &str = "findings";
const NOTHING: &str = "nil";
const FOUND: &str = "find";
/// How a finding of a check came to notice.
pub(crate) const BY_CHECK: &str = "hotspot_check";

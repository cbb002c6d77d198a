//! Findings as files: a list, or what makes up a figure, as a table or for programs of maps; the fly-tip return; and a redacted pack
//! for a request for information. Nothing of the restricted part is in
//! any: they ask the store for the team's records alone.

mod findings;
mod fly_tip;
mod foi;
mod months;
mod rows;
mod running;

pub(crate) use running::{Export, Running};

//! Findings as files: a list, or what makes up a figure; as a table, or for programs of maps. Nothing of the restricted part is in
//! any: they ask the store for the team's records alone.

mod findings;
mod rows;
mod running;

pub(crate) use running::{Export, Running};

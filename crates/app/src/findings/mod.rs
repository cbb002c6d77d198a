//! Findings: the list, one finding with its timeline, and what can be done to it.

mod beside;
pub(crate) mod course;
pub(crate) mod due;
mod lines;
pub(crate) mod list;
mod names;
mod questions;
mod settle;
mod timeline;
mod versions;
pub(crate) mod view;
mod withdraw;

pub(crate) use lines::named;

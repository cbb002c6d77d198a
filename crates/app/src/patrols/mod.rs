//! Patrols: start, show, end, hand in.

mod end;
mod notes;
mod start;
mod submit;
pub(crate) mod view;

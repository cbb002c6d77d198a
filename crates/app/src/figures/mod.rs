//! Figures: the council's report over a period, and any figure opened to what makes it up. For leaders.

mod file;
mod opened;
mod over;
mod report;

pub(crate) use over::period_view;

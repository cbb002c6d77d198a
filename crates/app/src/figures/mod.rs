//! Figures: the council's report over a period, and any figure opened to what makes it up. For leaders.

mod bars;
mod file;
mod opened;
mod over;
mod page;
mod publish;
mod report;
mod typed;
mod wardens;
mod wardens_file;

pub(crate) use bars::{month_bars, month_of};
pub(crate) use over::{Asked, filter_of, period_view};
pub(crate) use publish::FROZEN;

//! The leader's review: the queue, patrols not submitted, a patrol under review, approval, sending back, export, pages to check, tablets.

mod approve;
mod checks;
mod duplicates;
mod flags;
mod not_submitted;
mod queue;
mod reviewed;
mod tablets;
mod viewed;

//! The leader's review: the queue, a patrol under review, approval, sending back, export, pages to check, tablets.

mod approve;
mod checks;
mod duplicates;
mod export;
mod flags;
mod queue;
mod reviewed;
mod tablets;

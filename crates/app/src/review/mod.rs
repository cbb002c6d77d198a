//! The leader's review: the queue, a patrol under review, approval, sending back, export.

mod approve;
mod export;
mod flags;
mod queue;

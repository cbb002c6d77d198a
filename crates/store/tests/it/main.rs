//! The tablet's store, from outside: what was written is there again, what came is verified, nothing goes missing.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test whose store fails should stop")]

mod drafts;
mod editions;
mod exchange;
mod figures;
mod keys;
mod lists;
mod opening;
mod photos;
mod restricted;
mod tablet;
mod verify;
mod whole;

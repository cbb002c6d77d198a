//! Whole syncs between tablets' stores and a real council office, in one process and over HTTP, with every kind of bad
//! connection in between.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set its stage should stop")]

mod checkpoints;
mod engine;
mod erasures;
mod faults;
mod forks;
mod http;
mod opaque;
mod originals;
mod page;
mod photos;
mod restricted;
mod stories;
mod thumbnails;
mod wire;
mod withdrawn;
mod world;

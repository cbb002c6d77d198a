//! The centre over its real storage, told as stories: tablets enrol, exchange, send photos; disks go back in time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail")]

mod branches;
mod bundles;
mod catalogue;
mod checkpoints;
mod conformance;
mod deputies;
mod dvla;
mod enrol;
mod erasures;
mod exchange;
mod facts;
mod migrations;
mod passwords;
mod photos;
mod put_back;
mod references;
mod second_copy;
mod tablet;
mod verdicts;

/// The moment at which the stories are told.
const NOW: i64 = 1_760_000_000_000;

fn now() -> i64 {
    NOW
}

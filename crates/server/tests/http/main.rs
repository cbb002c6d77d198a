//! The centre over real sockets, and its command line as the operator uses it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail")]

#[cfg(unix)]
mod catalogue;
#[cfg(unix)]
mod cli;
mod client;
#[cfg(unix)]
mod export;
#[cfg(unix)]
mod import;
mod lanes;
#[cfg(unix)]
mod morning;
mod report;
mod routes;
#[allow(dead_code, reason = "the storage's stories use the rest")]
#[path = "../../../server-storage/tests/centre/tablet.rs"]
mod tablet;

/// The server has a clock of its own, so these stories are told today.
fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

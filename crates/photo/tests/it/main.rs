//! Photos as cameras write them, and as bad luck or bad will makes them. Every picture here is generated.
#![expect(clippy::expect_used, reason = "a test that cannot make its picture should stop")]

mod inspect;
mod samples;
mod thumbnail;

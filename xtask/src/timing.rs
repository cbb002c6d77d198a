//! What is being done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Says what is done, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("· {what}");
    let began = Instant::now();
    let done = work()?;
    let took = began.elapsed();
    if took > Duration::from_secs(1) {
        println!("  {}", seconds(took));
    }
    Ok(done)
}

/// Such as `7.4 s` or `2 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

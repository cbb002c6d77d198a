//! The simulator: built fast, with simulated signatures, and started. `docs/reliability.md` tells what it plays.

use anyhow::Result;

use crate::{program, project};

/// What continuous integration plays, more than 500 years of tablets: many histories of a quarter, every hundredth of them
/// on real disks, and a few of two years.
const SAMPLES: [&str; 2] =
    ["--seeds 480 --first-seed 1 --devices 4 --years 0.25", "--seeds 4 --first-seed 5001 --devices 4 --years 2"];

/// Builds it and starts it with these arguments.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build()?;
    program::run(program::command(project::path("target/sim/sim")).args(arguments))
}

/// The size of continuous integration, and every control.
pub(crate) fn sample() -> Result<()> {
    for sample in SAMPLES.into_iter().chain(["--controls --years 0.05"]) {
        run(&sample.split_whitespace().map(str::to_owned).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn build() -> Result<()> {
    program::run(program::command("cargo").args([
        "build",
        "--quiet",
        "--profile",
        "sim",
        "-p",
        "sim",
        "--features",
        "fast",
    ]))
}

//! The simulator: built fast, with simulated signatures, and started. `docs/reliability.md` tells what it plays.

use anyhow::Result;

use crate::{program, project};

/// What continuous integration plays: 500 years of tablets, with hundredth seeds, which lie on real disks, among them; and
/// every control.
const SAMPLES: [&str; 2] = ["--seeds 505 --first-seed 1 --devices 4 --years 0.25", "--controls --years 0.05"];

/// Builds it and starts it with these arguments.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build()?;
    let mut simulator = program::command(project::path("target/sim/sim"));
    // Its allocator keeps the memory that it has, for the next seed.
    program::run(simulator.args(arguments).env("MIMALLOC_PURGE_DELAY", "-1"))
}

/// The size of continuous integration.
pub(crate) fn sample() -> Result<()> {
    for sample in SAMPLES {
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

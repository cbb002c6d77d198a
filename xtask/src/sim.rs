//! The simulator: built fast, with simulated signatures, and started. `docs/reliability.md` tells what it plays.

use anyhow::Result;

use crate::{program, project};

/// What continuous integration plays: 500 years of tablets, of few and of many that write much at once, with hundredth seeds, which
/// lie on real disks, among them; whole years, in which books grow longer than a request; and every control.
const SAMPLES: [&str; 4] = [
    "--seeds 305 --first-seed 1 --devices 2 --years 0.5",
    "--seeds 163 --first-seed 1001 --devices 4 --years 0.25",
    "--seeds 10 --first-seed 300003 --devices 4 --years 1",
    "--controls --years 0.05",
];

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

/// Builds it. It gives way to whatever else runs.
pub(crate) fn build() -> Result<()> {
    const CARGO: &str = "-n 10 cargo build --quiet --profile sim -p sim --features fast";
    program::run(program::command("nice").args(CARGO.split(' ')))
}

//! The simulator: built fast, with simulated signatures, and started. `docs/reliability.md` tells what it plays.

use anyhow::Result;

use crate::{program, project};

/// What continuous integration plays: with a hundredth seed among them.
const SAMPLE: &[&str] = &["--seeds", "200", "--first-seed", "1", "--devices", "4", "--years", "0.05"];

/// Builds it and starts it with these arguments.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build()?;
    program::run(program::command(project::path("target/sim/sim")).args(arguments))
}

/// The size of continuous integration, and every control.
pub(crate) fn sample() -> Result<()> {
    run(&SAMPLE.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    run(&["--controls", "--years", "0.05"].map(str::to_owned))
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

//! Bit rot: builds the kit that flips bits, and starts it. `docs/reliability.md` tells what it reads back.

use anyhow::Result;
use std::process::Stdio;

use crate::{program, project};

/// So many flips of each, 10,000 if none are named.
pub(crate) fn run(sample: Option<usize>, seed: Option<u64>) -> Result<()> {
    // As the simulator: fast enough for ten thousand flips, quick enough to build.
    let build = ["build", "--quiet", "--profile", "sim", "-p", "tests", "--example", "flips"];
    program::run(program::command("cargo").args(build))?;
    let mut flips = program::command(project::path("target/sim/examples/flips"));
    if let Some(sample) = sample {
        flips.args(["--sample", &sample.to_string()]);
    }
    if let Some(seed) = seed {
        flips.args(["--seed", &seed.to_string()]);
    }
    program::run(&mut flips)
}

/// The size of continuous integration, on the kit as the tests have just built it. What SQLCipher says of each flip that it
/// notices is left out.
pub(crate) fn sample() -> Result<()> {
    let mut flips = program::command(project::path("target/debug/examples/flips"));
    program::run(flips.args(["--sample", "200"]).stderr(Stdio::null()))
}

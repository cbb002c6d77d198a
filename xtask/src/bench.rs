//! Measures speed and size: builds what is measured as it is released, then runs the bench, which prints each figure
//! beside its limit (`docs/performance.md`).

use anyhow::Result;

use crate::{build, program, project, timing};

/// Builds and measures; `parts` are the bench's own words, all parts when there are none. The window takes the longest to
/// build.
pub(crate) fn run(parts: &[String]) -> Result<()> {
    timing::step("Building for release (half an hour or more the first time)", || {
        let server = ["build", "--release", "-p", "server", "--bin", "patrolbook-server"];
        program::run(program::command("cargo").args(server))?;
        program::run(program::command("cargo").args(["build", "--release", "-p", "tests", "--example", "bench"]))?;
        if parts.is_empty() || parts.iter().any(|part| part == "window") {
            let window = ["build", "--release", "-p", "patrolbook", "--bin", "patrolbook", "--example", "empty-window"];
            program::run(program::command("cargo").args(window))?;
        }
        Ok(())
    })?;
    program::run(program::command(project::path("target/release/examples/bench")).args(parts))
}

/// Two thousand tablets within a minute, as released, with their figures; or so many all at once, as developed, where
/// nothing but a loss is judged.
pub(crate) fn herd(tablets: Option<u64>) -> Result<()> {
    let Some(tablets) = tablets else { return run(&["herd".to_owned()]) };
    build::programs()?;
    developed_herd(tablets)
}

/// The size of continuous integration, on the programs that the tests have just built.
pub(crate) fn small_herd() -> Result<()> {
    developed_herd(200)
}

fn developed_herd(tablets: u64) -> Result<()> {
    let bench = project::path("target/debug/examples/bench");
    program::run(program::command(bench).args(["herd", &tablets.to_string()]))
}

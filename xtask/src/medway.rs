//! The Medway year: builds the program that brings a council's known year in, and lets it compare each figure with the printed one.

use anyhow::Result;

use crate::{build, program, project};

/// Prints each figure; an error if one differs.
pub(crate) fn run() -> Result<()> {
    build::programs()?;
    program::run(&mut program::command(project::path("target/debug/medway")))
}

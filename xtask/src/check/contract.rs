//! The TypeScript that is generated from the commands' one declaration, and committed.

use std::fs;

use anyhow::{Context, Result};

use crate::{build, program, project};

const FILE: &str = "ui/src/lib/backend/generated/contract.ts";

/// Whether the committed file is the generated one.
pub(super) fn faults() -> Result<Vec<String>> {
    let committed = fs::read_to_string(project::path(FILE)).unwrap_or_default();
    let stale = format!("{FILE} is not what crates/app declares; run `cargo xtask check --fix`");
    Ok(if committed == generated()? { vec![] } else { vec![stale] })
}

/// Writes the generated file.
pub(super) fn rewrite() -> Result<()> {
    let file = project::path(FILE);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, generated()?).with_context(|| format!("{FILE} cannot be written"))
}

fn generated() -> Result<String> {
    program::run(program::command("cargo").args(["build", "--quiet", "--workspace", "--bins", "--examples"]))?;
    program::output(&mut program::command(build::program_path("examples/contract")))
}

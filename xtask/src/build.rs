//! Builds the pages, then the programs. One shape of cargo command everywhere, so that nothing is built twice.

use std::path::PathBuf;

use anyhow::Result;

use crate::{program, project, timing};

/// What the pages are made of.
const PAGES: &[&str] = &["ui/src", "ui/static", "ui/package-lock.json", "ui/vite.config.ts", "ui/tsconfig.json"];

/// Builds the pages if one of their sources is newer than the last build.
pub(crate) fn pages() -> Result<()> {
    let sources: Vec<PathBuf> = PAGES.iter().map(|source| project::path(source)).collect();
    let built = project::newest(&[project::path("ui/build/index.html")])?;
    if built.is_some() && built >= project::newest(&sources)? {
        return Ok(());
    }
    timing::step("Building the pages", || {
        let mut npm = program::command("npm");
        npm.args(["run", "build"]).current_dir(project::path("ui"));
        program::run_quietly("pages", &mut npm)
    })
}

/// Builds every program of the workspace. The examples are among them: with them the libraries are built as the tests build
/// them, and not once more.
pub(crate) fn programs() -> Result<()> {
    timing::step("Building the programs (some minutes the first time)", || {
        program::run(program::command("cargo").args(["build", "--workspace", "--bins", "--examples"]))
    })
}

/// Where a built program lies.
pub(crate) fn program_path(name: &str) -> PathBuf {
    project::path("target/debug").join(name)
}

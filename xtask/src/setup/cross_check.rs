//! DuckDB in the Python of `.tools`, by which a test and the bench add figures up a second time.

use std::process::{Command, Stdio};

use anyhow::Result;

use super::{Job, Purpose};
use crate::{program, project};

/// Its module, if this purpose needs it and it is not there.
pub(super) fn missing(purpose: Purpose) -> Result<Option<Job>> {
    let mut python = Command::new(project::path(".tools/bin/python3"));
    let there = python.args(["-c", "import duckdb"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if purpose < Purpose::Tests || there.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    Ok(Some(Job {
        what: "DuckDB for Python in .tools".into(),
        why: "adds the figures up a second time in a test, from the answers themselves",
        takes: "10 seconds",
        get: Box::new(|| {
            let tools = project::path(".tools");
            if !tools.join("bin/pip").exists() {
                program::run_quietly("python-venv", Command::new("python3").args(["-m", "venv"]).arg(&tools))?;
            }
            let mut pip = Command::new(tools.join("bin/pip"));
            pip.args(["install", "--quiet", "--disable-pip-version-check", "duckdb==1.*"]);
            program::run_quietly("duckdb", &mut pip)
        }),
    }))
}

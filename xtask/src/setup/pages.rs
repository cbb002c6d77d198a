//! The packages of the pages, as `ui/package-lock.json` names them.

use anyhow::Result;

use super::Job;
use crate::{program, project};

/// npm's packages, if they were never installed or the list has changed since.
pub(super) fn missing() -> Result<Option<Job>> {
    // npm writes this file when it has finished.
    let installed = project::newest(&[project::path("ui/node_modules/.package-lock.json")])?;
    let listed = project::newest(&[project::path("ui/package-lock.json")])?;
    if installed.is_some() && installed >= listed {
        return Ok(None);
    }
    Ok(Some(Job {
        what: "npm packages in ui/node_modules".into(),
        why: "what the pages are built with",
        takes: "20 seconds",
        get: Box::new(|| {
            let mut npm = program::command("npm");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(project::path("ui"));
            program::run_quietly("npm-ci", &mut npm)
        }),
    }))
}

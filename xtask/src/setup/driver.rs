//! `tauri-driver`, through which a test or the demo uses the real window.

use std::fs;

use anyhow::Result;

use super::{Job, Purpose};
use crate::{program, project};

/// Fixed: the newest one published belongs to an unfinished Tauri 3.
const VERSION: &str = "2.1.0";

/// The driver, if this purpose needs it and it is not in `.tools`.
pub(super) fn missing(purpose: Purpose) -> Result<Option<Job>> {
    // Cargo keeps a list of what it installed; without the file nothing was.
    let installed = fs::read_to_string(project::path(".tools/.crates.toml")).unwrap_or_default();
    if purpose < Purpose::NoScreen || installed.contains(&format!("\"tauri-driver {VERSION} ")) {
        return Ok(None);
    }
    Ok(Some(Job {
        what: format!("tauri-driver {VERSION} in .tools"),
        why: "drives the real window in tests and in the demo without a screen",
        takes: "40 seconds",
        get: Box::new(|| {
            let mut cargo = program::command("cargo");
            cargo.args(["install", "--locked", "--root", ".tools", "--version", VERSION, "tauri-driver"]);
            program::run_quietly("tauri-driver", &mut cargo)
        }),
    }))
}

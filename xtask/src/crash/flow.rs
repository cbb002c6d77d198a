//! The program that holds the flows: what to ask of it, and its verdict.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::flow_program;
use crate::program;

/// A flow.
pub(super) struct Flow {
    pub(super) name: String,
}

/// What the check found.
#[derive(Debug, Deserialize)]
pub(super) struct Verdict {
    pub(super) lost: usize,
    pub(super) orphaned: usize,
    pub(super) problems: Vec<String>,
}

impl Verdict {
    pub(super) fn is_good(&self) -> bool {
        self.lost == 0 && self.orphaned == 0 && self.problems.is_empty()
    }
}

/// All flows.
pub(super) fn all() -> Result<Vec<Flow>> {
    let names = program::output(Command::new(flow_program()).arg("flows"))?;
    Ok(names.lines().map(|name| Flow { name: name.to_owned() }).collect())
}

impl Flow {
    /// Makes what it starts from.
    pub(super) fn prepare(&self, folder: &Path) -> Result<()> {
        program::output(Command::new(flow_program()).args(["prepare", &self.name]).arg(folder)).map(drop)
    }

    /// The words of the command that runs it.
    pub(super) fn run(&self, folder: &Path) -> Command {
        let mut command = Command::new(flow_program());
        command.args(["run", &self.name]).arg(folder);
        command
    }

    /// Breaks what it starts from.
    pub(super) fn sabotage(&self, folder: &Path) -> Result<()> {
        program::output(Command::new(flow_program()).args(["sabotage", &self.name]).arg(folder)).map(drop)
    }

    /// Checks a folder against the promises in a file.
    pub(super) fn check(&self, folder: &Path, acks: &Path) -> Result<Verdict> {
        let mut check = Command::new(flow_program());
        check.args(["check", &self.name]).arg(folder).arg(acks);
        serde_json::from_str(&program::output(&mut check)?).context("the check's verdict cannot be read")
    }
}

/// Makes `folder` an empty folder.
pub(super) fn clear(folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// Removes a folder if it is there.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).context(format!("{}", folder.display())),
        _ => Ok(()),
    }
}

/// Copies a folder with all that is in it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    clear(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// A file for what a program prints.
pub(super) fn output_file(path: &Path) -> Result<File> {
    File::create(path).with_context(|| format!("{} cannot be written", path.display()))
}

//! What the demo remembers from one run to the next. Written last, so that its being there means a whole demo.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The memory.
#[derive(Serialize, Deserialize)]
pub(super) struct State {
    /// The council office's port, which the tablets know.
    pub(super) port: u16,
}

impl State {
    /// None if there is no whole demo.
    pub(super) fn load(folder: &Path) -> Result<Option<Self>> {
        match fs::read_to_string(file(folder)) {
            Ok(text) => Ok(Some(serde_json::from_str(&text).context("the demo's demo.json cannot be read")?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("the demo's demo.json cannot be read"),
        }
    }

    /// Keeps it.
    pub(super) fn save(&self, folder: &Path) -> Result<()> {
        fs::write(file(folder), serde_json::to_string(self)?).context("the demo's demo.json cannot be written")
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("demo.json")
}

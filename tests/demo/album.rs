//! The screenshots of a play, numbered in their order.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// Where screenshots go.
pub(crate) struct Album {
    folder: PathBuf,
    last: Cell<u32>,
}

impl Album {
    /// An empty one: those of the last play go.
    pub(crate) fn begin(folder: PathBuf) -> Result<Self> {
        let listed = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for file in listed {
            let path = file?.path();
            if path.extension().is_some_and(|end| end == "png") {
                fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
            }
        }
        Ok(Self { folder, last: Cell::new(0) })
    }

    /// Keeps one as `NN-name.png`.
    pub(crate) fn keep(&self, name: &str, png: &[u8]) -> Result<PathBuf> {
        let number = self.last.get() + 1;
        self.last.set(number);
        let path = self.folder.join(format!("{number:02}-{name}.png"));
        fs::write(&path, png).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    }
}

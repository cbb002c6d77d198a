//! The window: from the start of the program until its first page is painted, beside an empty one, and its size on disk.
//!
//! Nothing in the program helps with it: the bench looks at the pixels of a virtual screen.

use crate::bulk::{self, FINDINGS};
use crate::figures::{Figures, Times};
use crate::screen::Screen;
use crate::tablet::{self, bench_folder};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// Starts of each of the two, in turns; one more before them is not counted.
const STARTS: usize = 9;

fn program() -> PathBuf {
    bench_folder().join("../release/patrolbook")
}

fn empty() -> PathBuf {
    bench_folder().join("../release/examples/empty-window")
}

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let size = std::fs::metadata(program()).context("there is no release program")?.len();
    figures.add("The release program", size as f64 / 1e6, 40.0, "MB", "with its pages and the OSTN15 table");

    let folder = tablet::copy_of(&bulk::folder()?)?;
    let screen = Screen::start()?;
    let (mut ours, mut bare) = (Times::default(), Times::default());
    for number in 0..=STARTS {
        let of_bare = screen.painted(Command::new(empty()).arg(folder.path().join("empty")))?;
        let of_ours = screen.painted(Command::new(program()).env("PATROLBOOK_DATA_DIR", folder.path()))?;
        if number > 0 {
            bare.add(of_bare);
            ours.add(of_ours);
        }
    }
    figures.add(
        "Cold start to the PIN page ÷ an empty Tauri window",
        ours.share(0.5) / bare.share(0.5),
        1.3,
        "",
        format!(
            "{:.0} and {:.0} ms, medians of {STARTS} in turns at {FINDINGS} findings; the slowest {:.0} and {:.0} ms",
            ours.share(0.5),
            bare.share(0.5),
            ours.share(1.0),
            bare.share(1.0),
        ),
    );
    Ok(())
}

//! `export`: the copy for the council's central records, now.

use super::show;
use crate::export::{Counts, Extent, Manifest};
use crate::now;
use clap::Args;
use server_core::Centre;
use std::path::PathBuf;

/// What to export, and where to.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// A folder that is there; each export is a new folder in it.
    #[arg(long)]
    into: PathBuf,
    /// Everything, and not only what changed since the export before.
    #[arg(long)]
    full: bool,
    /// Print JSON: the manifest.
    #[arg(long)]
    json: bool,
}

pub(super) fn export(centre: &Centre, line: &Line) -> anyhow::Result<()> {
    let extent = if line.full { Extent::Full } else { Extent::Changes };
    let written = crate::export::export(centre, &line.into, extent, now(), &|| false)?;
    show(line.json, &written, || {
        let Manifest { since, counts, .. } = &written.manifest;
        let Counts { findings, new, changed, erased, gone, .. } = counts;
        let what = match since {
            None => format!("Everything: {findings} findings."),
            Some(since) => format!(
                "What changed since {}: {findings} findings, of which {new} new, {changed} changed, {erased} erased by law, \
                 {gone} no longer counted.",
                since.at
            ),
        };
        format!("{what}\nWritten into {}", written.folder.display())
    })
}

//! `import-bundle` and `policy bundle`.

use super::{moment, show};
use crate::now;
use clap::Subcommand;
use serde::Serialize;
use server_core::{Centre, ImportError, Imported};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Whether tablets may write bundles, which only this office can open: `on` or `off`; without a word, what holds.
    Bundle {
        /// `on` or `off`.
        #[arg(value_parser = ["on", "off"])]
        switch: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// What came of one file.
#[derive(Debug, Serialize)]
struct Came {
    file: PathBuf,
    /// What was taken.
    imported: Option<Imported>,
    /// Why nothing was.
    refused: Option<String>,
}

pub(super) fn policy(centre: &Centre, command: Policy) -> anyhow::Result<()> {
    let Policy::Bundle { switch, json } = command;
    if let Some(switch) = switch {
        centre.allow_bundles(switch == "on", now())?;
    }
    let policy = centre.bundle_policy()?;
    show(json, &policy, || match policy.allowed {
        true => "Tablets may write bundles. Only this office can open them.".into(),
        false => "Tablets may not write bundles. Each hears of it with its next sync.".into(),
    })
}

/// Takes each file by itself: one that is refused keeps no other out. Success only if all of all came in.
pub(super) fn import(centre: &Centre, files: &[PathBuf], whole_part: bool, json: bool) -> anyhow::Result<ExitCode> {
    let came: Vec<Came> = files.iter().map(|file| one(centre, file, whole_part)).collect();
    let all = came.iter().all(|came| came.imported.as_ref().is_some_and(is_all));
    show(json, &came, || came.iter().map(words).collect::<Vec<_>>().join("\n"))?;
    if let Err(fault) = centre.back_up(now()) {
        tracing::error!(error = &fault as &dyn std::error::Error, "the second copy is behind");
    }
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn one(centre: &Centre, path: &Path, whole_part: bool) -> Came {
    let taken = File::open(path)
        .map_err(ImportError::Read)
        .and_then(|file| centre.import_bundle(BufReader::new(file), whole_part, now()));
    let file = path.to_owned();
    match taken {
        Ok(imported) => Came { file, imported: Some(imported), refused: None },
        Err(error) => {
            let then = match error {
                ImportError::Bad(_) | ImportError::UnknownTablet(_) => "Nothing of it was taken.",
                _ => "Take the file again when that is mended; what it took already stays.",
            };
            let why = anyhow::Error::from(error);
            Came { file, imported: None, refused: Some(format!("{why:#}. {then}")) }
        }
    }
}

fn is_all(imported: &Imported) -> bool {
    imported.whole && imported.books_not_taken.is_empty() && imported.photos_not_taken.is_empty()
}

fn words(came: &Came) -> String {
    let file = came.file.display();
    let Some(imported) = &came.imported else {
        let why = came.refused.as_deref().unwrap_or_default();
        return format!("{file}: {why}");
    };
    let Imported { tablet, written_at, pages, new_pages, photos, new_photos, .. } = imported;
    let mut words = format!(
        "{file}: tablet {tablet}, written {}: {pages} pages ({new_pages} new), {photos} photos ({new_photos} new).",
        moment(*written_at)
    );
    if !imported.whole {
        words += "\n  The file is damaged further on: this is what was whole in front of it.";
    }
    for stopped in &imported.books_not_taken {
        words += &format!("\n  Book {} could not be taken from page {} on.", stopped.book, stopped.page);
    }
    for photo in &imported.photos_not_taken {
        words += &format!("\n  Photo {photo} could not be taken.");
    }
    words
}

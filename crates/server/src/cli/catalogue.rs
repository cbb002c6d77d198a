//! `catalogue`: the council's own kinds of finding, from a folder of files: check what they would change, and publish them.

use super::show;
use crate::now;
use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use server_core::{Affected, CatalogueError, Centre, Preview};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Most files of a catalogue.
const MOST_FILES: usize = 500;
/// Largest file of a kind, in bytes.
const LARGEST: u64 = 256 * 1024;
/// Largest file of areas, in bytes.
const LARGEST_AREAS: u64 = 1024 * 1024;
/// How the files of areas end.
const AREAS: &str = ".geojson";

/// What to do with the catalogue.
#[derive(Debug, Subcommand)]
pub(super) enum Catalogue {
    /// Write the files of the catalogue in use into a new folder, to be changed there.
    Export {
        /// The folder; it must not be there yet.
        folder: PathBuf,
    },
    /// Say every mistake with its file and line; or, without any, what would change, also for the records that are here.
    /// Exit code 1 if there is a mistake.
    Check {
        /// The folder with `common.toml`, a file for each kind, and the areas.
        folder: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check, and publish to every team. Tablets get it with their next sync. It cannot be taken back; a newer one can be
    /// published.
    Publish {
        /// The folder with `common.toml`, a file for each kind, and the areas.
        folder: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn catalogue(centre: &Centre, command: Catalogue) -> anyhow::Result<ExitCode> {
    match command {
        Catalogue::Export { folder } => export(centre, &folder)?,
        Catalogue::Check { folder, json } => {
            let files = read(&folder)?;
            let _ = writeln!(std::io::stderr(), "Looking at the records that are here …");
            let Some(preview) = or_mistakes(centre.preview_catalogue(&files, now()))? else {
                return Ok(ExitCode::FAILURE);
            };
            show(json, &preview, || {
                format!("{}\nNothing was published. `catalogue publish` does it.", words(&preview))
            })?;
        }
        Catalogue::Publish { folder, json } => {
            let files = read(&folder)?;
            let Some(preview) = or_mistakes(centre.publish_catalogue(&files, now()))? else {
                return Ok(ExitCode::FAILURE);
            };
            show(json, &preview, || {
                format!(
                    "{}\nVersion {} is published. Tablets get it with their next sync.",
                    words(&preview),
                    preview.version
                )
            })?;
            let report = centre.back_up(now()).context("it is published, but not yet in the second copy")?;
            ensure!(
                report.failed == 0,
                "it is published, but not all is in the second copy yet; the log above says why"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn export(centre: &Centre, folder: &Path) -> anyhow::Result<()> {
    let files = centre.catalogue_files()?;
    std::fs::create_dir(folder).with_context(|| format!("{} cannot be made; name a new folder", folder.display()))?;
    for (name, text) in &files {
        ensure!(Path::new(name).file_name().is_some_and(|own| own == name.as_str()), "{name} is no name of a file");
        std::fs::write(folder.join(name), text).with_context(|| format!("{name} cannot be written"))?;
    }
    let _ = writeln!(
        std::io::stdout(),
        "{} files are in {}. Raise `version` in common.toml when you change one.",
        files.len(),
        folder.display()
    );
    Ok(())
}

/// Every catalogue file of a folder, by name.
fn read(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_of_a_catalogue(name)) else {
            continue;
        };
        let size = std::fs::metadata(&path).with_context(|| format!("{name} cannot be read"))?.len();
        let largest = if name.ends_with(AREAS) { LARGEST_AREAS } else { LARGEST };
        ensure!(size <= largest, "{name} is larger than {} KB", largest / 1024);
        ensure!(files.len() < MOST_FILES, "there are more than {MOST_FILES} files in {}", folder.display());
        let text = std::fs::read_to_string(&path).with_context(|| format!("{name} is not text in UTF-8"))?;
        files.push((name.to_owned(), text));
    }
    if files.is_empty() {
        bail!("there is no .toml file in {}; `catalogue export` writes the ones in use", folder.display());
    }
    files.sort();
    Ok(files)
}

fn is_of_a_catalogue(name: &str) -> bool {
    name.ends_with(".toml") || name.ends_with(AREAS)
}

/// Prints mistakes, a line each.
fn or_mistakes(result: Result<Preview, CatalogueError>) -> anyhow::Result<Option<Preview>> {
    match result {
        Ok(preview) => Ok(Some(preview)),
        Err(CatalogueError::Mistakes(mistakes)) => {
            let mut out = std::io::stderr();
            for mistake in &mistakes {
                writeln!(out, "{mistake}")?;
            }
            writeln!(out, "{}", CatalogueError::Mistakes(mistakes))?;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn words(preview: &Preview) -> String {
    let mut words = format!("Version {} becomes version {}.", preview.before, preview.version);
    if preview.changes.is_empty() {
        words += " Nothing else changes.";
    }
    for change in &preview.changes {
        let about = change.about.iter().map(|id| format!(" {id}")).collect::<String>();
        let _ = write!(words, "\n{}:{about} {}", change.kind, change.says);
    }
    for (kind, affected) in preview.records.iter().filter(|(_, affected)| affected.records > 0) {
        let _ = write!(words, "\n{kind}, {}", records(affected));
    }
    words
}

/// "120 records are here: 3 read otherwise in lists; nothing else changes for them".
fn records(affected: &Affected) -> String {
    let Affected {
        records,
        other_words,
        more_to_finish,
        less_to_finish,
        other_limits,
        other_standing,
        to_review_again,
        other_areas,
    } = *affected;
    let said: Vec<_> = [
        (other_words, "read otherwise in lists"),
        (more_to_finish, "have more to finish"),
        (less_to_finish, "have less to finish"),
        (other_limits, "have other time limits"),
        (other_standing, "are open or closed otherwise"),
        (to_review_again, "that were approved wait for their leader again"),
        (other_areas, "are in another ward or in other order areas"),
    ]
    .into_iter()
    .filter(|(many, _)| *many > 0)
    .map(|(many, what)| format!("{many} {what}"))
    .collect();
    let here = if records == 1 { "1 record is here".to_owned() } else { format!("{records} records are here") };
    if said.is_empty() { format!("{here}: nothing changes for them") } else { format!("{here}: {}", said.join(", ")) }
}

//! The export for the council's central records: a folder a night with what changed since the one before, or with everything.
//!
//! A folder is written beside its place under another name, made durable, and only then renamed: who looks into the export
//! folder never sees half of one. Findings come one after the other from the database and go to the disk, so the memory does not
//! grow with them. `last.json` says which folder was the last; if it is another than the office knows of (the office was put back,
//! the folder was emptied), or the catalogue changed, everything is written anew.

mod manifest;
mod points;
mod row;
mod table;

pub use manifest::{Counts, File, Manifest, Since};

use crate::disk::in_words;
use crate::morning::{evening_before, words};
use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use domain::catalogue::Catalogue;
use points::Points;
use row::Row;
use serde::{Deserialize, Serialize};
use server_core::{Became, Centre, Export};
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use table::Table;
use uuid::Uuid;

const LOCK: &str = ".lock";
const LAST: &str = "last.json";
/// How the name of a folder begins while it is written.
const UNFINISHED: &str = ".unfinished-";
const MANIFEST: &str = "manifest.json";
const TABLE: &str = "findings.csv";
const LINES: &str = "findings.jsonl";
const POINTS: &str = "findings.gpkg";
const MORNING: &str = "morning.txt";

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What changed since the export before; everything if there was none.
    Changes,
    /// Everything.
    Full,
}

/// What was written.
#[derive(Debug, Serialize)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// What stands in its manifest.
    #[serde(flatten)]
    pub manifest: Manifest,
}

/// What `last.json` says.
#[derive(Serialize, Deserialize)]
struct Last {
    id: Uuid,
    folder: String,
}

/// Writes an export into `into`, which must be there. `stops` is asked again and again whether to break off.
///
/// # Errors
/// In plain words, and nothing of it is left. That it failed is kept, for whoever watches the office.
pub fn export(
    centre: &Centre,
    into: &Path,
    extent: Extent,
    now: i64,
    stops: &dyn Fn() -> bool,
) -> anyhow::Result<Written> {
    let written = begin(centre, into, extent, now, stops);
    if written.is_err() {
        centre.export_failed(now)?;
    }
    written.map_err(|error| in_words(error, into))
}

fn begin(centre: &Centre, into: &Path, extent: Extent, now: i64, stops: &dyn Fn() -> bool) -> anyhow::Result<Written> {
    ensure!(into.is_dir(), "there is no folder {}; make it, or mount the disk that has it", into.display());
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(into.join(LOCK))?;
    if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
        bail!("another export into {} is under way; let it end first", into.display());
    }
    remove_unfinished(into)?;
    let catalogue = centre.catalogue()?;
    let since = since(centre, into, extent, &catalogue)?;
    let moment = DateTime::from_timestamp_millis(now).unwrap_or_default();
    let ending = if since.is_some() { "changes" } else { "full" };
    let name = free_name(into, moment, ending);
    let unfinished = into.join(format!("{UNFINISHED}{name}"));
    private_folder(&unfinished)?;
    let made = write(centre, &unfinished, &catalogue, since, moment, stops);
    let made = made.and_then(|(manifest, change)| {
        server_storage::rename(&unfinished, &into.join(&name))?;
        Ok((manifest, change))
    });
    let (manifest, change) = match made {
        Ok(made) => made,
        Err(error) => {
            let _ = fs::remove_dir_all(&unfinished);
            return Err(error);
        }
    };
    let last = serde_json::to_vec(&Last { id: manifest.id, folder: name.clone() })?;
    server_storage::replace(&into.join(LAST), &last)?;
    centre.exported(Export { id: manifest.id, at: now, change, catalogue: catalogue.version() })?;
    Ok(Written { folder: into.join(name), manifest })
}

/// The export before, on which this one can stand; none: everything is to be written.
fn since(centre: &Centre, into: &Path, extent: Extent, catalogue: &Catalogue) -> anyhow::Result<Option<Export>> {
    let last: Option<Last> = match fs::read(into.join(LAST)) {
        Ok(said) => serde_json::from_slice(&said).ok(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let written = centre.exports()?.written;
    let known = last.and_then(|last| written.into_iter().find(|export| export.id == last.id));
    Ok(known.filter(|export| extent == Extent::Changes && export.catalogue == catalogue.version() && export.change > 0))
}

/// Writes every file of a folder, durably, and gives its manifest and the last change that it has.
fn write(
    centre: &Centre,
    folder: &Path,
    catalogue: &Catalogue,
    since: Option<Export>,
    moment: DateTime<Utc>,
    stops: &dyn Fn() -> bool,
) -> anyhow::Result<(Manifest, u64)> {
    let mut files = Files::create(folder, catalogue, moment)?;
    let mut failed = None;
    let after = since.as_ref().map_or(0, |since| since.change);
    let stretch =
        centre.each_changed_finding(after, catalogue, &mut |became| match files.take(&became, catalogue) {
            Ok(()) if stops() => ControlFlow::Break(()),
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let stretch = stretch.context("the export was broken off because the office stops")?;
    let counts = files.finish()?;
    let now = moment.timestamp_millis();
    let morning = words(&centre.morning(catalogue, evening_before(now), now)?);
    durable(&folder.join(MORNING), morning.as_bytes())?;
    let files =
        [TABLE, LINES, POINTS, MORNING].iter().map(|name| File::of(folder, name)).collect::<anyhow::Result<_>>()?;
    let manifest = Manifest::new(centre, catalogue, since.as_ref(), moment, counts, files)?;
    let mut said = serde_json::to_vec_pretty(&manifest)?;
    said.push(b'\n');
    durable(&folder.join(MANIFEST), &said)?;
    server_storage::sync_folder(folder)?;
    Ok((manifest, stretch.last))
}

/// The three files, while findings come.
struct Files {
    table: Table,
    lines: BufWriter<fs::File>,
    points: Points,
    counts: Counts,
}

impl Files {
    fn create(folder: &Path, catalogue: &Catalogue, moment: DateTime<Utc>) -> anyhow::Result<Self> {
        let attributions = catalogue.areas().attributions().join("; ");
        Ok(Self {
            table: Table::create(&folder.join(TABLE))?,
            lines: BufWriter::new(fs::File::create_new(folder.join(LINES))?),
            points: Points::create(&folder.join(POINTS), &to_millis(moment), &attributions)?,
            counts: Counts::default(),
        })
    }

    fn take(&mut self, became: &Became<'_>, catalogue: &Catalogue) -> anyhow::Result<()> {
        let row = Row::of(became, catalogue);
        self.table.write(&row)?;
        serde_json::to_writer(&mut self.lines, &row).map_err(io::Error::from)?;
        self.lines.write_all(b"\n")?;
        self.points.write(&row)?;
        self.counts.take(&row);
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Counts> {
        self.table.finish()?;
        self.lines.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        self.points.finish()?;
        Ok(self.counts)
    }
}

fn durable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// What a stopped export left.
fn remove_unfinished(into: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(into)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED)) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// A name by the time, which no folder has yet: on every system, and in the order in which they were written.
fn free_name(into: &Path, moment: DateTime<Utc>, ending: &str) -> String {
    let name = |second: i64| {
        let at = moment + Duration::seconds(second);
        format!("{}-{ending}", at.format("%Y-%m-%dT%H%M%SZ"))
    };
    let taken = |name: &String| into.join(name).exists();
    (0..).map(name).find(|name| !taken(name)).unwrap_or_default()
}

/// Its group may read it: who takes it over is seldom the account that writes it.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    builder.create(path)
}

fn to_millis(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

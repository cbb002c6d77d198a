//! `backup`, `checkpoint`, `restore`, `verify`, `summary`.

use super::show;
use crate::now;
use anyhow::{Context, bail};
use server_core::{Centre, CouncilKey};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn backup(centre: &Centre, key: Option<&Path>, json: bool) -> anyhow::Result<()> {
    if let Some(path) = key {
        if path.exists() {
            bail!("{} is there already and was left as it is; back up without --key", path.display());
        }
        write_key(path, &centre.council_key()?).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let report = centre.back_up(now())?;
    show(json, &report, || {
        let mut words = format!("Backed up {} pages and {} photos that were not yet.", report.pages, report.photos);
        if report.erased > 0 {
            words += &format!(" What was erased went out of {} books and photos.", report.erased);
        }
        words
    })?;
    if report.failed > 0 {
        bail!("{} books or photos could not be backed up; the log above says why", report.failed);
    }
    Ok(())
}

pub(super) fn restore(data: &Path, archive: Option<&Path>, key: &Path, json: bool) -> anyhow::Result<()> {
    let Some(archive) = archive else { bail!("name the folder of the second copy with --archive") };
    if !archive.is_dir() {
        bail!("there is no folder {}: is the disk of the second copy mounted?", archive.display());
    }
    if server_storage::exists(data) && server_storage::open(data, None)?.council().is_ok() {
        bail!("{} already holds a council office; restore into an empty folder with --data", data.display());
    }
    let text = std::fs::read_to_string(key).with_context(|| format!("cannot read {}", key.display()))?;
    let key: CouncilKey = serde_json::from_str(&text).context("this is not a council key")?;
    let centre = server_storage::open(data, Some(archive))?;
    let restored = centre.restore(&key, now())?;
    summary(&centre, json)?;
    if restored.damaged > 0 {
        bail!(
            "restored, but {} of the second copy came damaged; the log above names what. What is whole was taken, and the \
             tablets bring what they still hold: start the office, let every tablet sync, then run `verify`",
            match restored.damaged {
                1 => "a book or a photo".to_owned(),
                many => format!("{many} books or photos"),
            }
        );
    }
    Ok(())
}

pub(super) fn checkpoint(centre: &Centre, json: bool) -> anyhow::Result<()> {
    let signed = centre.checkpoint(i64::MAX, now())?;
    show(json, &serde_json::json!({ "signed": signed }), || {
        format!("{signed} signed. A team whose books stand as they stood, or lack what was confirmed, gets none.")
    })
}

pub(super) fn verify(centre: &Centre, json: bool) -> anyhow::Result<ExitCode> {
    let found = centre.verify()?;
    show(json, &found, || {
        let mut words = format!(
            "{} books, {} pages ({} backed up), {} photos ({} backed up), {} checkpoints.",
            found.books, found.pages, found.pages_backed_up, found.photos, found.photos_backed_up, found.checkpoints
        );
        if found.erased > 0 {
            words += &format!(" Of {} pages values were erased by law.", found.erased);
        }
        for problem in &found.problems {
            words += &format!("\n{problem}");
        }
        if found.problems.is_empty() { words + "\nNothing is wrong." } else { words }
    })?;
    Ok(if found.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) fn summary(centre: &Centre, json: bool) -> anyhow::Result<()> {
    let summary = centre.summary()?;
    show(json, &summary, || {
        format!(
            "{} patrols, {} findings, {} restricted, {} photos; backed up: {}.",
            summary.patrols, summary.findings, summary.restricted, summary.photos, summary.backed_up
        )
    })
}

/// A new file that only this account can read; an older key is never overwritten.
fn write_key(path: &Path, key: &CouncilKey) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(serde_json::to_string_pretty(key)?.as_bytes())?;
    Ok(file.sync_all()?)
}

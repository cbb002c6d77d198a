//! The council office's files: the report as PDF, the annual report and the export for central records at 1,000,000 findings, of a day
//! and whole, by the program as it is installed. The office's records are built once and kept, since that takes minutes: they are put
//! with the office's own `put_record` in large transactions, as they add up, without the pages that they would come from.

use crate::author::{DAY, ON_A_PATROL};
use crate::bulk::{colleague, size};
use crate::figures::{Figures, ms};
use crate::{office, tablet};
use anyhow::{Context, Result, ensure};
use book::{RecordId, ScopeId};
use domain::catalogue::Catalogue;
use serde_json::Value;
use server_core::Storage;
use server_storage::Database;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use tests::MORNING;
use uuid::Uuid;

const FINDINGS: u64 = 1_000_000;
/// Another whenever what is written here changes.
const VERSION: u32 = 1;
const TEAM: &str = "Demo team";
const TIMES: usize = 3;
/// Patrols of a day.
const PATROLS: u64 = 16;
/// Records stored in one transaction.
const AT_ONCE: u64 = 100;

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    paper(figures)?;
    let findings = size(FINDINGS);
    let data = folder(findings)?;
    annual(figures, &data, findings)?;
    let into = tablet::scratch()?;
    let full = export(&data, into.path(), &["--full"])?;
    let beside = format!("{} findings, {:.0} s", full.findings, full.took.as_secs_f64());
    figures.add("A full export for central records, memory", full.memory as f64 / 1e6, 300.0, "MB", beside);
    let (mut worst, mut after) = (Duration::ZERO, Duration::ZERO);
    let mut last = 0;
    for time in 0..TIMES {
        a_day(&data, time as u64)?;
        after = after.max(report(&data)?.0);
        let day = export(&data, into.path(), &[])?;
        (worst, last) = (worst.max(day.took), day.findings);
    }
    let beside =
        format!("{last} findings that changed, of {findings}; the slowest of {TIMES}, the program's start included");
    figures.add("The export of a day", worst.as_secs_f64(), 5.0, "s", beside);
    let beside = format!("the facts of that day's records are worked out for it; the slowest of {TIMES}");
    figures.add("The annual report after a day", after.as_secs_f64(), 1.0, "s", beside);
    Ok(())
}

/// The annual report of the Medway year.
fn paper(figures: &mut Figures) -> Result<()> {
    let folder = tablet::scratch()?;
    let centre = server_storage::open(&folder.path().join("centre"), None)?;
    centre.init("Demo council", true)?;
    centre.add_team(TEAM)?;
    centre.add_user("Demo leader", "leader")?;
    let catalogue = Catalogue::built_in().ok().context("the catalogue")?;
    let brought = centre.bring_in((TEAM, "Demo leader"), &catalogue, tests::medway::records(), &mut |_| {}, MORNING)?;
    drop(centre);
    let mut worst = Duration::ZERO;
    for time in 0..TIMES {
        let out = folder.path().join(format!("report-{time}.pdf"));
        let out = out.to_str().context("a path")?;
        let year = ["--from", "2017-11-01", "--to", "2018-10-31", "--format", "pdf", "--out", out];
        let began = Instant::now();
        office::run(folder.path(), &[&["report", "--team", TEAM][..], &year].concat())?;
        worst = worst.max(began.elapsed());
    }
    let beside =
        format!("the Medway year, {} records; the slowest of {TIMES}, the program's start included", brought.new);
    figures.add("The annual report as PDF", ms(worst) / 1000.0, 3.0, "s", beside);
    Ok(())
}

/// The report of a year: the first, for which what every record contributes is worked out, and those after it.
fn annual(figures: &mut Figures, data: &Path, findings: u64) -> Result<()> {
    // Whatever an earlier run had worked out is forgotten.
    drop(open(data)?);
    let database = rusqlite::Connection::open(data.join("centre").join("patrolbook.sqlite"))?;
    database.execute_batch("DELETE FROM fact_team; DELETE FROM fact; DELETE FROM fact_line;")?;
    drop(database);
    let (first, memory) = report(data)?;
    let mut worst = Duration::ZERO;
    for _ in 0..TIMES {
        worst = worst.max(report(data)?.0);
    }
    let beside = format!(
        "{findings} findings, the program's start included; the slowest of {TIMES}; the very first, for which the facts are worked \
         out, {:.0} s and {:.0} MB",
        first.as_secs_f64(),
        memory as f64 / 1e6
    );
    figures.add("The annual report at the office", worst.as_secs_f64(), 1.0, "s", beside);
    Ok(())
}

fn report(data: &Path) -> Result<(Duration, u64)> {
    let year = ["report", "--team", TEAM, "--from", "2024-03-18", "--to", "2025-03-17"];
    let began = Instant::now();
    let mut process = office::server(data, &year)?.stdout(Stdio::null()).spawn()?;
    let memory = peak(&mut process)?;
    ensure!(process.wait()?.success(), "the report failed");
    Ok((began.elapsed(), memory))
}

/// The folder of the built office. It is built if an earlier run has not.
fn folder(findings: u64) -> Result<PathBuf> {
    let kept = tablet::bench_folder().join(format!("centre-{findings}-v{VERSION}"));
    if kept.exists() {
        return Ok(kept);
    }
    eprintln!("· Building an office of {findings} findings (some minutes, once)");
    let building = kept.with_extension("part");
    if building.exists() {
        std::fs::remove_dir_all(&building)?;
    }
    office::run(&building, &["init", "--council", "Demo council", "--demo"])?;
    office::run(&building, &["team", "add", TEAM])?;
    let (database, scope) = open(&building)?;
    let patrols = findings.div_ceil(ON_A_PATROL);
    for number in (0..patrols).step_by(AT_ONCE as usize) {
        walk(&database, scope, number, (number..(number + AT_ONCE).min(patrols)).collect())?;
        if number.is_multiple_of(2_000) {
            eprintln!("  {} of {findings}", number * ON_A_PATROL);
        }
    }
    drop(database);
    std::fs::rename(&building, &kept)?;
    Ok(kept)
}

fn open(folder: &Path) -> Result<(Database, ScopeId)> {
    let database = Database::open(&folder.join("centre").join("patrolbook.sqlite"))?;
    let scope = database.read()?.teams()?.first().context("the team")?.scope;
    Ok((database, scope))
}

/// Stores patrols with their findings, as they add up.
fn walk(database: &Database, scope: ScopeId, seed: u64, patrols: Vec<u64>) -> Result<()> {
    let mut warden = colleague(1_000 + seed, scope);
    let mut writing = database.write()?;
    for patrol in patrols {
        let findings: Vec<u64> = (patrol * ON_A_PATROL..(patrol + 1) * ON_A_PATROL).collect();
        let begins = MORNING - 395 * DAY + (patrol as i64 % 395) * DAY;
        for record in warden.patrol(begins, &findings, RecordId(Uuid::from_u128(1)))? {
            writing.put_record(scope, &record)?;
        }
        let _ = warden.run(usize::MAX);
    }
    Ok(writing.commit()?)
}

/// A day's patrols more, each of which nobody has seen before.
fn a_day(folder: &Path, day: u64) -> Result<()> {
    let (database, scope) = open(folder)?;
    let fresh = Uuid::now_v7().as_u128() as u64 % 1_000_000_000;
    walk(&database, scope, fresh + day, (0..PATROLS).collect())
}

/// What an export took.
struct Export {
    findings: u64,
    took: Duration,
    memory: u64,
}

fn export(data: &Path, into: &Path, more: &[&str]) -> Result<Export> {
    let into = into.to_str().context("a path")?;
    let began = Instant::now();
    let mut program = office::server(data, &[&["export", "--json", "--into", into], more].concat())?;
    let mut process = program.stdout(Stdio::piped()).spawn()?;
    let memory = peak(&mut process)?;
    let output = process.wait_with_output()?;
    let took = began.elapsed();
    ensure!(output.status.success(), "the export failed");
    let said: Value = serde_json::from_slice(&output.stdout)?;
    let findings = said.pointer("/counts/findings").and_then(Value::as_u64).context("a count")?;
    Ok(Export { findings, took, memory })
}

/// The most memory that a program has held until it ended, in bytes.
fn peak(process: &mut Child) -> Result<u64> {
    let mut peak = 0;
    while process.try_wait()?.is_none() {
        if let Ok(memory) = office::memory_of(process.id()) {
            peak = peak.max(memory);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(peak)
}

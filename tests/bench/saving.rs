//! A save: its CPU beside the bare commit of the same bytes, its fsyncs, and the whole way with three photos.

use crate::bulk::{self, FINDINGS};
use crate::figures::{Figures, Times, all_cpu, cost};
use crate::findings::finding;
use crate::{photos, tablet};
use anyhow::{Context, Result};
use app::contract::{Form, PatrolView, Saved};
use app::{App, PhotoMeta};
use chrono::DateTime;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::panic::resume_unwind;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const SAVES: usize = 200;
const TRACED: usize = 20;
const WITH_PHOTOS: usize = 40;
/// Photos of one finding.
const PHOTOS: usize = 3;
/// So many of them does the page hand over at a time.
const AT_ONCE: usize = 2;

/// Seen in a trace, these say where a save begins and ends.
const BEGINS: &str = "bench-save-begins";
const ENDS: &str = "bench-save-ends";

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    cpu(figures)?;
    fsyncs(figures)?;
    with_photos(figures)
}

/// CPU of `save_form` and of a bare commit, in turns on one disk.
fn cpu(figures: &mut Figures) -> Result<()> {
    let folder = tablet::copy_of(&bulk::folder()?)?;
    let app = on_patrol(folder.path())?;
    let bare = Bare::open(folder.path())?;
    let (mut save, mut commit) = (Times::default(), Times::default());
    let (mut took, mut bare_took) = (Times::default(), Times::default());
    let bytes = 1200;
    for number in 0..SAVES as u64 {
        let form = filled_form(&app, number)?;
        let (_, cpu, time) = cost(|| tablet::call::<Saved>(&app, "save_form", json!({ "id": form.draft })))?;
        save.add(cpu);
        took.add(time);
        let (_, cpu, time) = cost(|| bare.commit(number, bytes))?;
        commit.add(cpu);
        bare_took.add(time);
    }
    drop(app);
    let held = tablet::open_store(folder.path())?;
    let own = held.own_book()?.context("the own book")?;
    let run = held.run(own.book, own.tip.number - SAVES as u64, SAVES, usize::MAX)?.context("what was saved")?;
    let mean_entry = run.entries.iter().map(Vec::len).sum::<usize>() / run.entries.len();
    figures.add(
        "Save a finding: CPU beyond the bare SQLCipher commit",
        save.mean() - commit.mean(),
        3.0,
        "ms",
        format!(
            "save {:.2} ms CPU, bare commit of {bytes} bytes (an entry has {mean_entry}) {:.2} ms CPU; by the clock {:.1} \
             and {:.1} ms, p99 {:.1} and {:.1}; mean of {SAVES} at {FINDINGS} findings",
            save.mean(),
            commit.mean(),
            took.mean(),
            bare_took.mean(),
            took.share(0.99),
            bare_took.share(0.99),
        ),
    );
    Ok(())
}

/// Counts the fsyncs of the database within saves, in a run of this program under strace.
fn fsyncs(figures: &mut Figures) -> Result<()> {
    let folder = tablet::scratch()?;
    let trace = folder.path().join("trace");
    let output = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync,stat,statx,newfstatat", "-o"])
        .arg(&trace)
        .arg(std::env::current_exe()?)
        .args(["traced-saves".as_ref(), folder.path().join("tablet").as_os_str()])
        .output()
        .context("strace cannot be started (apt-get install strace)")?;
    anyhow::ensure!(output.status.success(), "the traced run failed: {}", String::from_utf8_lossy(&output.stderr));
    let (mut saves, mut log, mut database, mut most, mut other) = (0, 0, 0, 0, 0);
    let mut inside = None;
    for line in std::fs::read_to_string(trace)?.lines() {
        match inside {
            None if line.contains(BEGINS) => inside = Some((0, 0)),
            Some((of_log, of_database)) if line.contains(ENDS) => {
                saves += 1;
                log += of_log;
                database += of_database;
                // The save in which SQLite also moves its log into the database says nothing of the others.
                most = if of_database == 0 { most.max(of_log) } else { most };
                inside = None;
            }
            Some((of_log, of_database)) if line.contains("sync(") => {
                inside = Some(match line {
                    line if line.contains("patrolbook.db-wal>") => (of_log + 1, of_database),
                    line if line.contains("patrolbook.db>") => (of_log, of_database + 1),
                    _ => {
                        other += 1;
                        (of_log, of_database)
                    }
                });
            }
            _ => {}
        }
    }
    anyhow::ensure!(saves == TRACED, "{saves} saves were traced instead of {TRACED}");
    figures.add(
        "Save a finding: fsyncs of the database",
        f64::from(most),
        1.0,
        "",
        format!(
            "the most in one save, by strace; in all {saves} saves {log} of the log, {database} of the database file \
             (checkpoints), {other} of other files"
        ),
    );
    Ok(())
}

/// The program under strace: saves on a new tablet, with a mark before and after each.
pub(crate) fn traced_saves(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    tablet::enrol(folder)?;
    let app = on_patrol(folder)?;
    for number in 0..TRACED as u64 {
        let form = filled_form(&app, number)?;
        let _ = std::fs::metadata(BEGINS);
        let _: Saved = tablet::call(&app, "save_form", json!({ "id": form.draft }))?;
        let _ = std::fs::metadata(ENDS);
    }
    Ok(())
}

/// Three photos of 4 MB and the save: from the tap on Save, and from the tap that picks the photos when Save is tapped at
/// once, done as the page does it: two photos at a time, the form asked for anew after each, one question after the other,
/// then the save.
fn with_photos(figures: &mut Figures) -> Result<()> {
    let folder = tablet::copy_of(&bulk::folder()?)?;
    let app = on_patrol(folder.path())?;
    let photo = photos::four_megabytes()?;
    let (mut whole, mut save, mut disk) = (Times::default(), Times::default(), Times::default());
    let (mut each, mut busy) = (Times::default(), Times::default());
    for number in 0..WITH_PHOTOS as u64 {
        let form = filled_form(&app, 10_000 + number)?;
        let photos = (0..PHOTOS as u64).map(|place| photos::another(&photo, number * PHOTOS as u64 + place));
        let photos: Vec<_> = photos.collect();
        let (began, cpu) = (Instant::now(), all_cpu());
        hand_over(&app, &form, photos)?.into_iter().for_each(|took| each.add(took));
        let tapped = Instant::now();
        let _: Saved = tablet::call(&app, "save_form", json!({ "id": form.draft }))?;
        save.add(tapped.elapsed());
        whole.add(began.elapsed());
        busy.add(all_cpu() - cpu);
        let began = Instant::now();
        photos::write_bare(&folder.path().join("bare"), &photo, PHOTOS)?;
        disk.add(began.elapsed());
    }
    let beside = |times: &Times| format!("p50 {:.0}, p99 {:.0} ms", times.share(0.5), times.share(0.99));
    let size = format!("{} times, {:.1} MB each", whole.many(), photo.len() as f64 / 1e6);
    figures.add(
        "Save with three 4 MB photos added before, tap on Save to on this tablet, p99",
        save.share(0.99),
        300.0,
        "ms",
        format!("p50 {:.0} ms; {size}", save.share(0.5)),
    );
    figures.add(
        "Three 4 MB photos picked and Save tapped at once, to on this tablet, p99",
        whole.share(0.99),
        300.0,
        "ms",
        format!(
            "p50 {:.0} ms, of it {:.0} ms CPU on all threads; a photo {}; writing and fsyncing three such files bare {}; \
             {size}",
            whole.share(0.5),
            busy.share(0.5),
            beside(&each),
            beside(&disk),
        ),
    );
    Ok(())
}

/// Hands photos over, two at a time, and says what each took.
fn hand_over(app: &App, form: &Form, photos: Vec<Vec<u8>>) -> Result<Vec<Duration>> {
    let waiting = Mutex::new((1_742_281_920_000_i64..).zip(photos));
    let (asking, next) = (Mutex::new(()), || waiting.lock().unwrap_or_else(PoisonError::into_inner).next());
    let hand = || -> Result<Vec<Duration>> {
        let mut took = Vec::new();
        while let Some((picked, bytes)) = next() {
            let began = Instant::now();
            let picked_at = DateTime::from_timestamp_millis(picked).map(|at| at.to_rfc3339());
            let meta = PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at };
            app.add_photo(bytes, meta).map_err(|refusal| anyhow::anyhow!("the photo was refused: {refusal:?}"))?;
            took.push(began.elapsed());
            let _one = asking.lock().unwrap_or_else(PoisonError::into_inner);
            let _: Form = tablet::call(app, "set_answers", json!({ "draft": form.draft, "answers": {} }))?;
        }
        Ok(took)
    };
    let took: Result<Vec<_>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    Ok(took?.into_iter().flatten().collect())
}

/// The app with the warden unlocked and a patrol under way.
pub(crate) fn on_patrol(folder: &Path) -> Result<std::sync::Arc<App>> {
    let app = tablet::open(folder)?;
    tablet::unlock(&app, "warden")?;
    let patrol = json!({ "mode": "foot", "area": "Chatham town centre", "with": [], "weather": null });
    let _: PatrolView = tablet::call(&app, "start_patrol", patrol)?;
    Ok(app)
}

/// A form with a place and all that drug litter or a vehicle asks.
pub(crate) fn filled_form(app: &App, number: u64) -> Result<Form> {
    let found = finding(number, "2025-03-18T07:12:00Z", "")?;
    let kind = if found.kind == "pact_issue" { "drug_litter" } else { found.kind };
    let form = json!({ "kind": kind, "draft": null, "finding": null, "stage": null });
    let form: Form = tablet::call(app, "open_form", form)?;
    let place = found.place;
    let device = json!({ "lon": place.get("lon"), "lat": place.get("lat"), "accuracy_m": place.get("accuracy_m") });
    let _: Form = tablet::call(app, "set_place", json!({ "draft": form.draft, "device": device, "typed": null }))?;
    let mut answers = found.now;
    answers.extend(found.finish);
    if found.kind == "pact_issue" {
        answers = serde_json::Map::from_iter([("n_needle".to_owned(), Value::from(1))]);
    }
    tablet::call(app, "set_answers", json!({ "draft": form.draft, "answers": answers }))
}

/// A SQLCipher database set up as the store's, that does nothing but commit.
struct Bare(Connection);

impl Bare {
    fn open(folder: &Path) -> Result<Self> {
        let db = Connection::open(folder.join("bare.db"))?;
        db.pragma_update(None, "key", format!("x'{}'", "07".repeat(32)))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.execute_batch("CREATE TABLE entry (number INTEGER PRIMARY KEY, wire BLOB NOT NULL) STRICT")?;
        Ok(Self(db))
    }

    fn commit(&self, number: u64, bytes: usize) -> Result<()> {
        let wire = vec![number as u8; bytes];
        self.0.prepare_cached("INSERT INTO entry VALUES (?1, ?2)")?.execute(rusqlite::params![number as i64, wire])?;
        Ok(())
    }
}

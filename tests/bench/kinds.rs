//! The catalogue: reading many kinds, one answer on the form of the largest, and bringing in older records.

use crate::bulk::{self, FINDINGS};
use crate::figures::{Figures, Times, cost};
use crate::{office, tablet};
use anyhow::{Context, Result, anyhow};
use app::contract::{Form, PatrolView, Saved};
use domain::catalogue::{Catalogue, Kind, Mistake};
use serde_json::json;
use std::time::Instant;

/// Kinds of a council that keeps everything in Patrolbook.
const KINDS: usize = 200;
const READS: usize = 20;
const ANSWERS: usize = 300;
const ROWS: usize = 100_000;

type Read = fn(&[(&str, &str)]) -> Result<Catalogue, Vec<Mistake>>;

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    reading(figures)?;
    answering(figures)?;
    importing(figures)
}

fn reading(figures: &mut Figures) -> Result<()> {
    let files = many();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    // What is published is tried when it comes, and read at each start.
    let (mut tried, mut times) = (Times::default(), Times::default());
    for (read, times) in
        [(Catalogue::from_files as Read, &mut tried), (Catalogue::from_tried_files as Read, &mut times)]
    {
        for _ in 0..READS {
            let (read, _, time) = cost(|| read(&files).map_err(|wrong| anyhow!("{wrong:?}")))?;
            anyhow::ensure!(read.kinds().len() == KINDS, "{} kinds", read.kinds().len());
            times.add(time);
        }
    }
    figures.add(
        format!("A catalogue of {KINDS} kinds is read, median"),
        times.share(0.5),
        50.0,
        "ms",
        format!(
            "{} KB in {} files; the slowest of {READS} {:.0} ms; when it comes, each expression tried once: {:.0} ms",
            bytes / 1000,
            files.len(),
            times.share(1.0),
            tried.share(0.5)
        ),
    );
    Ok(())
}

/// The built-in kinds, and copies of them under other ids until there are enough.
fn many() -> Vec<(String, String)> {
    let built_in = Catalogue::built_in_files();
    let mut files: Vec<_> = built_in.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let toml = || {
        built_in.iter().filter(|(name, _)| {
            name.ends_with(".toml") && !["common.toml", "report.toml", "task_forces.toml"].contains(name)
        })
    };
    let lacking = KINDS.saturating_sub(toml().count());
    for (number, (name, text)) in toml().cycle().enumerate().take(lacking) {
        let id = name.trim_end_matches(".toml");
        let copy = format!("{id}_{number}");
        let tile = text.lines().find(|line| line.starts_with("tile = ")).unwrap_or_default();
        let text = text.replacen(&format!("id = \"{id}\""), &format!("id = \"{copy}\""), 1);
        // What names an earlier one of its own kind.
        let text = text.replace(&format!("of = \"{id}\""), &format!("of = \"{copy}\""));
        // A figure has one kind.
        let text = text.replace("[[figure]]\nid = \"", &format!("[[figure]]\nid = \"N{number}."));
        files.push((format!("{copy}.toml"), text.replacen(tile, &format!("tile = {}", 10_000 + number), 1)));
    }
    files
}

/// The kind that asks most, when what it lacks is finished, on a tablet with a year of findings.
fn answering(figures: &mut Figures) -> Result<()> {
    let catalogue = Catalogue::built_in().map_err(|wrong| anyhow!("{wrong:?}"))?;
    let asks = |kind: &&Kind| kind.fields.len();
    let kind = catalogue.kinds().iter().filter(|kind| kind.finding && !kind.restricted).max_by_key(asks);
    let kind = kind.context("a kind")?;
    let folder = tablet::copy_of(&bulk::folder()?)?;
    let app = tablet::open(folder.path())?;
    tablet::unlock(&app, "warden")?;
    let _: PatrolView =
        tablet::call(&app, "start_patrol", json!({ "mode": "foot", "area": "Luton", "with": ["A colleague"] }))?;
    let mut form: Form = tablet::call(&app, "open_form", json!({ "kind": kind.id }))?;
    form = tablet::call(&app, "set_place", json!({ "draft": form.draft, "typed": "TQ 758 682" }))?;
    let needed: serde_json::Map<_, _> = form
        .missing
        .iter()
        .filter_map(|missing| {
            let field = form.fields.iter().find(|field| field.id == missing.field)?;
            Some((field.id.clone(), field.choices.first().map_or(json!("Unknown"), |choice| json!(choice.id))))
        })
        .collect();
    form = tablet::call(&app, "set_answers", json!({ "draft": form.draft, "answers": needed }))?;
    let saved: Saved = tablet::call(&app, "save_form", json!({ "id": form.draft })).context(form.missing.len())?;
    let finish: Form = tablet::call(&app, "open_form", json!({ "finding": saved.finding, "stage": "finish" }))?;
    let (mut times, mut used) = (Times::default(), Times::default());
    for number in 0..ANSWERS {
        let answers = json!({ "description": format!("By the kerb, {number}") });
        let request = json!({ "draft": finish.draft, "answers": answers });
        let (_, cpu, time) = cost(|| tablet::call::<Form>(&app, "set_answers", request))?;
        times.add(time);
        used.add(cpu);
    }
    figures.add(
        "One answer on the largest form, p99",
        times.share(0.99),
        16.0,
        "ms",
        format!(
            "{} with {} questions, to finish, at {FINDINGS} findings; CPU {:.1} ms, p99 {:.1}; {ANSWERS} times, each kept",
            kind.name,
            kind.fields.len(),
            used.mean(),
            used.share(0.99)
        ),
    );
    Ok(())
}

fn importing(figures: &mut Figures) -> Result<()> {
    let folder = tablet::scratch()?;
    office::run(folder.path(), &["init", "--council", "Demo council"])?;
    office::run(folder.path(), &["team", "add", "Demo team"])?;
    office::run(folder.path(), &["user", "add", "Demo leader", "--role", "leader"])?;
    let mut rows = String::from("reference,occurred_at,Loose needles,place,What was done\n");
    for row in 0..ROWS {
        let (day, month) = (1 + row % 28, 1 + row / 28 % 12);
        rows += &format!("D/{row},{day:02}/{month:02}/2019 09:41,{},Rope Walk,Removed it\n", 1 + row % 9);
    }
    let file = folder.path().join("old.csv");
    std::fs::write(&file, &rows)?;
    let file = file.to_str().context("a path")?;
    let began = Instant::now();
    let line = ["import", "--kind", "drug_litter", "--team", "Demo team", "--by", "Demo leader", file, "--yes"];
    office::run(folder.path(), &line)?;
    let took = began.elapsed().as_secs_f64();
    figures.add_rate(
        "Older records brought in, rows a second",
        ROWS as f64 / took,
        5_000.0,
        "",
        format!("{ROWS} rows of {} KB in {took:.1} s, judged, signed, kept, and in the second copy", rows.len() / 1000),
    );
    Ok(())
}

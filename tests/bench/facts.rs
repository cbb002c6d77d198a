//! What facts add to a save: the same findings written with the catalogue's figures and without any, in turns, on two copies of one
//! store, beside the whole of a save.

use crate::figures::{Figures, Times, cost};
use crate::findings::{finding, outcome};
use crate::{saving, tablet};
use anyhow::{Context, Result, anyhow};
use app::contract::Saved;
use book::RecordId;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use store::{Action, Change, Entropy, Store, StoreError};
use tests::MORNING;
use uuid::Uuid;

const SAVES: u64 = 300;

pub(crate) fn measure(figures: &mut Figures, folder: &Path) -> Result<()> {
    let (with, without) = (tablet::copy_of(folder)?, tablet::copy_of(folder)?);
    let (counting, plain) = (open(with.path(), built_in()?)?, open(without.path(), without_figures()?)?);
    let author = counting.people()?.into_iter().find(|person| person.role == "leader").context("a leader")?.grant;
    let (mut with_facts, mut without_any, mut facts) = (Times::default(), Times::default(), 0);
    for number in 0..SAVES {
        let changes = changes(number)?;
        for (store, times) in [(&counting, &mut with_facts), (&plain, &mut without_any)] {
            let action = Action { author, changes: changes.clone(), completes: None };
            let (_, cpu, _) = cost(|| Ok(store.write(action, MORNING + number as i64)?))?;
            times.add(cpu);
        }
        let id = changes.first().context("a change")?.record;
        let record = counting.record(id)?.context("the record")?;
        facts += record::line(&record, counting.catalogue()).facts.len();
    }
    drop((counting, plain));
    let app = saving::on_patrol(with.path())?;
    let mut saves = Times::default();
    for number in 0..SAVES {
        let form = saving::filled_form(&app, 50_000 + number)?;
        let (_, cpu, _) = cost(|| tablet::call::<Saved>(&app, "save_form", json!({ "id": form.draft })))?;
        saves.add(cpu);
    }
    let without = without_any.mean();
    let (added, save) = (with_facts.mean() - without, saves.mean());
    let share = 100.0 * added / (save - added);
    let beside = format!(
        "{:.1} facts a finding add {added:.3} ms to {without:.3} ms of the store's own part ({:.0} %), of a save of {save:.2} ms; mean CPU of \
         {SAVES} each, in turns",
        facts as f64 / SAVES as f64,
        100.0 * added / without
    );
    figures.add("CPU that facts add to a save", share, 15.0, "%", beside);
    Ok(())
}

fn built_in() -> Result<Catalogue> {
    Catalogue::built_in().map_err(|mistakes| anyhow!("the built-in catalogue: {mistakes:?}"))
}

/// The same catalogue, in which nothing is counted.
fn without_figures() -> Result<Catalogue> {
    let mut files = Vec::new();
    for (name, text) in Catalogue::built_in_files().iter().filter(|(name, _)| *name != "report.toml") {
        let text = match name.strip_suffix(".toml") {
            Some(_) => {
                let mut table: toml::Table = text.parse()?;
                table.remove("figure");
                for field in table.get_mut("field").and_then(toml::Value::as_array_mut).into_iter().flatten() {
                    field.as_table_mut().map(|field| field.remove("counted_in"));
                }
                table.to_string()
            }
            None => (*text).to_owned(),
        };
        files.push((*name, text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::from_files(&files).map_err(|mistakes| anyhow!("a catalogue without figures: {mistakes:?}"))
}

fn open(folder: &Path, catalogue: Catalogue) -> Result<Store> {
    let entropy: Entropy = Arc::new(|bytes| getrandom::fill(bytes).map_err(|_| StoreError::NoEntropy));
    Ok(Store::open(folder, Arc::new(catalogue), entropy)?)
}

/// A whole finding, as a save writes it.
fn changes(number: u64) -> Result<Vec<Change>> {
    let when = "2025-03-18T06:40:00Z";
    let made = finding(number, when, "")?;
    let id = RecordId(Uuid::now_v7());
    let mut answers = made.now;
    answers.extend(made.finish);
    answers.extend(outcome(number, made.kind, when));
    let mut changes = vec![
        Change::new(id, record::KIND, made.kind),
        Change::new(id, record::OCCURRED_AT, when),
        Change::new(id, record::PLACE, made.place),
    ];
    for (field, value) in answers {
        match value {
            Value::Array(items) => {
                let row = |(at, item)| Change::new(id, format!("{field}/{at:03}-00000000"), item);
                changes.extend(items.into_iter().enumerate().map(row));
            }
            value => changes.push(Change::new(id, field, value)),
        }
    }
    Ok(changes)
}

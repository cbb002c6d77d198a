//! What a batch of pages comes to on the wire: findings just saved, and corrections of one field. Counted between a tablet's
//! store and the real server program, with HTTP headers, signatures and receipts, both ways.

use crate::figures::Figures;
use crate::findings::finding;
use crate::office::{CouncilOffice, Counter};
use crate::tablet;
use crate::wire::{enrol, open, save, set_place, sync, what_was_sent};
use anyhow::{Context, Result, ensure};
use app::contract::{Form, PatrolView, Status};
use serde_json::{Value, json};
use std::path::Path;

const BATCH: usize = 50;

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let office = CouncilOffice::start()?;
    let counter = Counter::before(&office.address)?;
    let folder = tablet::scratch()?;
    let folder = folder.path();
    enrol(folder, &office.address, &office.code()?)?;
    start_patrol(folder)?;
    sync(folder, &counter)?;

    let (before, findings) = save_findings(folder)?;
    let (sent, traffic) = sync(folder, &counter)?;
    let (pages, entries, values) = what_was_sent(folder, before)?;
    ensure!(sent.converged && pages == BATCH as u64, "{pages} pages were sent: {sent:?}");
    figures.add(
        "50 new findings: wire ÷ their uncompressed values",
        (traffic.up + traffic.down) as f64 / values as f64,
        1.0,
        "x",
        format!(
            "saved with what is asked at once, a page each, signed; {} bytes up, {} down in {} requests; values {values}, \
             whole entries {entries}",
            traffic.up, traffic.down, traffic.requests
        ),
    );

    // The first time it is a new answer; the second time it replaces one.
    correct(folder, &findings, "at the")?;
    sync(folder, &counter)?;
    let before = correct(folder, &findings, "behind the")?;
    let (sent, traffic) = sync(folder, &counter)?;
    let (pages, entries, values) = what_was_sent(folder, before)?;
    ensure!(sent.converged && pages == BATCH as u64, "{pages} corrections were sent: {sent:?}");
    figures.add(
        "A batch of 50 one-field updates: bytes of each over its value",
        (traffic.up + traffic.down).saturating_sub(values) as f64 / BATCH as f64,
        130.0,
        "bytes",
        format!(
            "{} bytes up, {} down in {} requests; values {values}, whole entries {entries}",
            traffic.up, traffic.down, traffic.requests
        ),
    );

    office.back_up()?;
    for _ in 0..3 {
        sync(folder, &counter)?;
    }
    let (_, traffic) = sync(folder, &counter)?;
    ensure!(traffic.requests == 1, "nothing new took {} requests", traffic.requests);
    figures.add(
        "Nothing new, in one request: bytes both ways",
        (traffic.up + traffic.down) as f64,
        700.0,
        "bytes",
        format!("{} up, {} down", traffic.up, traffic.down),
    );
    Ok(())
}

fn start_patrol(folder: &Path) -> Result<()> {
    let app = open(folder)?;
    tablet::unlock(&app, "warden")?;
    let start = json!({ "mode": "foot", "area": "Chatham town centre", "with": [], "weather": "rain" });
    tablet::call::<PatrolView>(&app, "start_patrol", start).map(drop)
}

/// Saves findings as a warden does in the rain: with what is asked at once. Gives the pages held before, and the findings.
fn save_findings(folder: &Path) -> Result<(u64, Vec<String>)> {
    let app = open(folder)?;
    let status: Status = tablet::unlock(&app, "warden")?;
    let mut saved = Vec::new();
    let found = (0..).filter_map(|number| finding(number, "2025-03-18T07:12:00Z", "").ok());
    for found in found.filter(|found| found.kind != "pact_issue").take(BATCH) {
        let form: Form = tablet::call(
            &app,
            "open_form",
            json!({ "kind": found.kind, "draft": null, "finding": null, "stage": null }),
        )?;
        set_place(&app, &form, &found.place)?;
        saved.push(save(&app, &form, Value::Object(found.now))?.finding);
    }
    Ok((u64::from(status.next_page) - 1, saved))
}

/// Describes each finding: one field of each finding. Gives the pages held before.
fn correct(folder: &Path, findings: &[String], where_it_is: &str) -> Result<u64> {
    let app = open(folder)?;
    let status: Status = tablet::unlock(&app, "warden")?;
    for (number, finding) in findings.iter().enumerate() {
        let form: Form = tablet::call(
            &app,
            "open_form",
            json!({ "kind": null, "draft": null, "finding": finding, "stage": "correct" }),
        )?;
        let text = format!("{where_it_is} {} bin, by the gate", number + 2);
        save(&app, &form, json!({ "description": text })).context("a correction")?;
    }
    Ok(u64::from(status.next_page) - 1)
}

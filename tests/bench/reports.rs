//! Figures and the report at 200,000 findings: each from the command to its answer, the spreadsheet with what stands behind, and the
//! same sums by other means.

use crate::bulk::{self, size};
use crate::figures::{Figures, Times, all_cpu, cost, ms};
use crate::{facts, tablet};
use anyhow::{Context, Result, ensure};
use app::contract::{DataPage, Exported, FigureFindings, FigureView, FiguresView, ReviewQueue};
use domain::catalogue::Catalogue;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use store::{Filter, Over};
use tests::cross_check::{self, Compared, CrossCheck};

/// Findings on the tablet.
const FINDINGS: u64 = 200_000;
/// From here on half of them, and a little more, were found: what a spreadsheet of 100,000 has.
const HALF: &str = "2024-08-29";
const FROM: &str = "2024-03-18";
const TO: &str = "2025-03-17";
const TIMES: usize = 20;
const WARD: &str = "E05002261";

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let findings = size(FINDINGS);
    let folder = tablet::copy_of(&bulk::folder_of(findings, true)?)?;
    let app = tablet::open(folder.path())?;
    tablet::unlock(&app, "leader")?;
    let catalogue = Catalogue::built_in().ok().context("the catalogue")?;
    let year = |more: Value| {
        let mut request = json!({ "from": FROM, "to": TO });
        if let (Value::Object(request), Value::Object(more)) = (&mut request, more) {
            request.extend(more);
        }
        request
    };
    let (mut times, mut waiting) = (Times::default(), String::new());
    for _ in 0..TIMES {
        let (queue, _, time) = cost(|| tablet::call::<ReviewQueue>(&app, "review_queue", json!({})))?;
        times.add(time);
        waiting = queue.sentence;
    }
    figures.add("The review queue, p95", times.share(0.95), 100.0, "ms", format!("{waiting}; {TIMES} times"));

    // The slowest figure that anything contributes to, with its months and wards.
    let mut worst = (0.0, String::new());
    let mut counted = 0;
    for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        let mut times = Times::default();
        let mut records = 0;
        for _ in 0..TIMES {
            let request = year(json!({ "figure": figure.id, "ward": WARD }));
            let (view, _, time) = cost(|| tablet::call::<FigureView>(&app, "figure", request))?;
            times.add(time);
            records = view.findings;
        }
        counted += usize::from(records > 0);
        if times.share(0.95) > worst.0 {
            worst = (times.share(0.95), format!("{} ({records} findings)", figure.id));
        }
    }
    let beside =
        format!("{findings} findings; the slowest of all: {}; {counted} came to anything; {TIMES} times each", worst.1);
    figures.add("Any figure of a year in a ward, p95", worst.0, 50.0, "ms", beside);

    let (mut times, mut cpu_times) = (Times::default(), Times::default());
    for _ in 0..TIMES {
        let (_, cpu, time) = cost(|| tablet::call::<FiguresView>(&app, "figures", year(json!({}))))?;
        times.add(time);
        cpu_times.add(cpu);
    }
    let beside = format!(
        "its paragraphs and its table, with the year before; CPU p50 {:.0} ms; {TIMES} times",
        cpu_times.share(0.5)
    );
    figures.add("The whole report of a year, p95", times.share(0.95), 1_000.0, "ms", beside);

    let (mut times, mut after) = (Times::default(), Value::Null);
    for _ in 0..TIMES {
        let request = year(json!({ "figure": "LITTER.DRUG.ITEMS", "after": after }));
        let (page, _, time) = cost(|| tablet::call::<FigureFindings>(&app, "figure_findings", request))?;
        times.add(time);
        after = json!(page.next);
    }
    let beside = format!("drug litter, ever further on; {TIMES} times");
    figures.add("A page of a figure's findings, p95", times.share(0.95), 100.0, "ms", beside);

    let mut times = Times::default();
    for _ in 0..TIMES {
        let (_, _, time) = cost(|| tablet::call::<DataPage>(&app, "data_page", year(json!({}))))?;
        times.add(time);
    }
    figures.add("Data on a page of a year, p95", times.share(0.95), 1_000.0, "ms", format!("{TIMES} times"));

    let cpu_before = all_cpu();
    let (written, _, time) =
        cost(|| tablet::call::<Exported>(&app, "write_report", year(json!({ "format": "xlsx" }))))?;
    let beside = format!("{} rows; CPU {:.0} ms; the limit is for 100,000", written.rows, ms(all_cpu() - cpu_before));
    figures.add("The report as a spreadsheet", time.as_secs_f64(), 10.0, "s", beside);
    drop(app);
    exports(figures, folder.path())?;
    let (compared, facts) = compare(folder.path())?;
    let beside = format!(
        "{} figures of a year in all, by month and by ward over {} findings with {facts} facts, {} of them more than nothing; SQLite \
         over JSON {:.1} s, DuckDB over {:.0} MB of Parquet {:.2} s{}",
        cross_check::FIGURES.len(),
        compared.rows,
        compared.nonzero,
        compared.sqlite_s,
        compared.parquet_bytes as f64 / 1e6,
        compared.duckdb_s,
        compared.different.first().map(|first| format!("; DIFFERENT: {first}")).unwrap_or_default(),
    );
    let (equal, all) = (compared.equal as f64, compared.compared as f64);
    figures.add_rate("Sums by facts, by plain SQL and by DuckDB that are equal", equal, all, "", beside);
    let least = 3.0 * findings as f64;
    figures.add_rate("Facts in the store", facts as f64, least, "", format!("of {} findings", compared.rows));
    facts::measure(figures, folder.path())
}

/// Half of the findings as a file in each form, by a process that does nothing else.
fn exports(figures: &mut Figures, folder: &Path) -> Result<()> {
    for (format, called) in
        [("xlsx", "a spreadsheet"), ("csv", "CSV"), ("geojson", "GeoJSON"), ("gpkg", "a GeoPackage")]
    {
        let folder = folder.to_str().context("a path")?;
        let output = Command::new(std::env::current_exe()?).args([EXPORT, folder, format]).output()?;
        ensure!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
        let Took { rows, seconds, cpu_ms, bytes, memory, peak } = serde_json::from_slice(&output.stdout)?;
        let beside = format!(
            "{rows} rows, {:.0} MB; CPU {cpu_ms:.0} ms; the program held {memory:.0} MB before and {peak:.0} MB at most",
            bytes as f64 / 1e6
        );
        figures.add(format!("Half of the findings as {called}"), seconds, 10.0, "s", beside);
        if format == "xlsx" {
            figures.add("The same, memory at its peak", peak, 300.0, "MB", "a program of its own, with the store open");
        }
    }
    Ok(())
}

/// What a file took.
#[derive(Serialize, Deserialize)]
struct Took {
    rows: u32,
    seconds: f64,
    cpu_ms: f64,
    bytes: u64,
    /// Megabytes, before it and at most.
    memory: f64,
    peak: f64,
}

/// The word by which this program is called for one file alone.
pub(crate) const EXPORT: &str = "export-of";

/// Writes half of the findings of a store as a file, and says on standard output what it took.
pub(crate) fn export_of(folder: &Path, format: &str) -> Result<()> {
    let app = tablet::open(folder)?;
    tablet::unlock(&app, "leader")?;
    let (memory, cpu_before) = (memory("VmRSS")?, all_cpu());
    let request = json!({ "filter": { "from": HALF }, "format": format });
    let (written, _, time) = cost(|| tablet::call::<Exported>(&app, "export_findings", request))?;
    let took = Took {
        rows: written.rows,
        seconds: time.as_secs_f64(),
        cpu_ms: ms(all_cpu() - cpu_before),
        bytes: std::fs::metadata(&written.path)?.len(),
        memory,
        peak: self::memory("VmHWM")?,
    };
    println!("{}", serde_json::to_string(&took)?);
    Ok(())
}

/// The sums of the store's facts beside those of its findings' answers, and how many facts there are.
fn compare(folder: &Path) -> Result<(Compared, usize)> {
    let store = tablet::open_store(folder)?;
    let catalogue = store.catalogue();
    let scratch = tablet::scratch()?;
    let mut check = CrossCheck::new(scratch.path());
    let (mut filter, mut facts) = (Filter::default(), 0);
    loop {
        let found = store.find(&filter, 500)?;
        for one in &found {
            let record = store.record(one.id)?.context("a record")?;
            let line = record::line(&record, catalogue);
            facts += line.facts.len();
            check.take(catalogue, &record, &line);
        }
        filter.after = found.last().map(|last| last.cursor);
        if found.len() < 500 {
            break;
        }
    }
    for id in cross_check::FIGURES {
        let (_, figure) = catalogue.figure(id).context("a figure")?;
        let over = Over::of(figure, FROM.parse()?, TO.parse()?, None);
        check.said(id, "total|", store.sum(&over)?.value.unwrap_or_default());
        for (month, sum) in store.sum_by_month(&over)? {
            check.said(id, &format!("month|{month}"), sum.value.unwrap_or_default());
        }
        for (ward, sum) in store.sum_by_ward(&over)? {
            check.said(id, &format!("ward|{}", ward.unwrap_or_default()), sum.value.unwrap_or_default());
        }
    }
    Ok((check.run(FROM, TO), facts))
}

/// Megabytes of this program's memory, as the system counts them.
fn memory(what: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).context("the memory")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1e3)
}

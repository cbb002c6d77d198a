//! Figures and the report at 100,000 findings: each from the command to its answer, and the spreadsheet with what stands behind.

use crate::bulk::{self, FINDINGS};
use crate::figures::{Figures, Times, all_cpu, cost, ms};
use crate::tablet;
use anyhow::{Context, Result};
use app::contract::{Exported, FigureFindings, FigureView, FiguresView};
use domain::catalogue::Catalogue;
use serde_json::{Value, json};

const TIMES: usize = 20;
const WARD: &str = "E05002261";

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let folder = tablet::copy_of(&bulk::folder()?)?;
    let app = tablet::open(folder.path())?;
    tablet::unlock(&app, "leader")?;
    let catalogue = Catalogue::built_in().ok().context("the catalogue")?;
    let year = |more: Value| {
        let mut request = json!({ "from": "2024-03-18", "to": "2025-03-17" });
        if let (Value::Object(request), Value::Object(more)) = (&mut request, more) {
            request.extend(more);
        }
        request
    };
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
        format!("{FINDINGS} findings; the slowest of all: {}; {counted} came to anything; {TIMES} times each", worst.1);
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

    let cpu_before = all_cpu();
    let (written, _, time) =
        cost(|| tablet::call::<Exported>(&app, "write_report", year(json!({ "format": "xlsx" }))))?;
    let beside = format!("{} rows; CPU {:.0} ms; the limit is for 100,000", written.rows, ms(all_cpu() - cpu_before));
    figures.add("The report as a spreadsheet", time.as_secs_f64(), 10.0, "s", beside);
    for (format, called) in
        [("xlsx", "a spreadsheet"), ("csv", "CSV"), ("geojson", "GeoJSON"), ("gpkg", "a GeoPackage")]
    {
        let cpu_before = all_cpu();
        let before = memory("VmRSS")?;
        // From here on the peak is that of the file.
        std::fs::write("/proc/self/clear_refs", "5")?;
        let request = json!({ "filter": {}, "format": format });
        let (written, _, time) = cost(|| tablet::call::<Exported>(&app, "export_findings", request))?;
        let (peak, size) = (memory("VmHWM")?, std::fs::metadata(&written.path)?.len());
        let beside = format!(
            "{} rows, {:.0} MB; CPU {:.0} ms; memory {before:.0} MB before, {peak:.0} MB at most",
            written.rows,
            size as f64 / 1e6,
            ms(all_cpu() - cpu_before)
        );
        figures.add(format!("All findings as {called}"), time.as_secs_f64(), 10.0, "s", beside);
        if format == "xlsx" {
            figures.add("The same, memory at its peak", peak, 300.0, "MB", "the whole program, with the store open");
        }
    }
    Ok(())
}

/// Megabytes of this program's memory, as the system counts them.
fn memory(what: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).context("the memory")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1e3)
}

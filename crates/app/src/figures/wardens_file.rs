//! The monthly warden report as a file in the downloads folder.

use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, FigureBar, WardenDid, WardenMonth, WardenReport};
use crate::files::{document_failed, not_written};
use crate::refusals::refuse;
use domain::roles::Action as Right;
use report::{Cell, Column, Sheet, Table, workbook};

impl App {
    pub(crate) fn wardens_as_file(&self, request: &WardenMonth) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = request.format.as_deref().unwrap_or_default();
        if !["xlsx", "csv"].contains(&format) {
            return Err(refuse(ErrorCode::BadRequest, "The report cannot be written in that form."));
        }
        let report = self.month_of_wardens(request)?;
        let (did, seen) = (did(&report), seen(&report));
        let rows = u32::try_from(did.rows.len()).unwrap_or(u32::MAX);
        let name = format!("wardens-{}", report.month);
        let mut file = self.new_file(&name, format).map_err(|error| not_written(&error))?;
        // A table has room for what each did alone.
        let written = match format {
            "csv" => did.table.csv(&mut file, did.rows.into_iter().map(Ok)).map(drop),
            _ => workbook(&mut file, vec![did, seen]),
        };
        written.map_err(document_failed)?;
        file.finish(rows).map_err(|error| not_written(&error))
    }
}

/// What each did, by people in columns.
fn did(report: &WardenReport) -> Sheet {
    let all: Vec<&WardenDid> = report.people.iter().chain([&report.team]).collect();
    let row = |name: &str, digits: u8, number: fn(&WardenDid) -> f64| {
        let numbers = all.iter().map(|did| Cell::Number(number(did), digits));
        std::iter::once(Cell::from(name.to_owned())).chain(numbers).collect::<Vec<_>>()
    };
    let mut rows = vec![
        row("Patrols", 0, |did| f64::from(did.patrols)),
        row("Days on patrol", 0, |did| f64::from(did.days)),
        row("Patrol hours", 2, |did| (f64::from(did.minutes) / 0.6).round() / 100.0),
        row("Hotspots checked", 0, |did| f64::from(did.checks)),
        row("Nothing found there", 0, |did| f64::from(did.nothing_found)),
        row("Findings", 0, |did| f64::from(did.findings)),
    ];
    for kind in &report.kinds {
        let counts = kind.counts.iter().chain([&kind.total]).map(|many| Cell::from(i64::from(*many)));
        rows.push(std::iter::once(Cell::from(kind.name.clone())).chain(counts).collect());
    }
    let people = all.iter().map(|did| Column::new(did.name.clone(), 18.0));
    let columns = std::iter::once(Column::new("What", 34.0)).chain(people).collect();
    Sheet { table: Table { name: "Wardens".into(), columns }, about: about("Warden report", report), rows }
}

/// Where the team was seen.
fn seen(report: &WardenReport) -> Sheet {
    let hours = report.areas.iter().map(|bar| ("Patrol hours in the area", bar));
    let patrols = report.wards.iter().map(|bar| ("Patrols seen in the ward", bar));
    let forces = report.task_forces.iter().map(|bar| ("Patrols seen in the task-force area", bar));
    let row = |(what, bar): (&str, &FigureBar)| [what, &bar.label, &bar.said].map(|text| Cell::from(text.to_owned()));
    let rows = hours.chain(patrols).chain(forces).map(|place| row(place).to_vec()).collect();
    let widths = [("What", 34.0), ("Where", 34.0), ("How much", 18.0)];
    let columns = widths.into_iter().map(|(head, width)| Column::new(head, width)).collect();
    Sheet { table: Table { name: "Where".into(), columns }, about: about("Where the team was seen", report), rows }
}

fn about(title: &str, report: &WardenReport) -> Vec<String> {
    let head = format!("{title}, {} · data as at {}", report.title, report.as_at);
    std::iter::once(head).chain(report.notes.iter().cloned()).collect()
}

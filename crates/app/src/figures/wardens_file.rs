//! The monthly warden report as a file in the downloads folder.

use super::file::failed;
use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, WardenDid, WardenMonth, WardenReport};
use crate::files::not_written;
use crate::refusals::refuse;
use domain::roles::Action as Right;
use report::{Cell, DocumentError, Table, table_csv, tables_xlsx};
use std::fs::File;
use std::io::{BufWriter, Write as _};

impl App {
    pub(crate) fn wardens_as_file(&self, request: &WardenMonth) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = request.format.as_deref().unwrap_or_default();
        if !["xlsx", "csv"].contains(&format) {
            return Err(refuse(ErrorCode::BadRequest, "The report cannot be written in that form."));
        }
        let report = self.month_of_wardens(request)?;
        let tables = tables(&report);
        let (path, file) =
            self.new_export(&format!("wardens-{}", report.month), format).map_err(|error| not_written(&error))?;
        let written = if format == "csv" { as_csv(file, &tables) } else { as_xlsx(file, &tables) };
        if written.is_err() {
            // Half a report must not be taken for a whole one.
            let _ = std::fs::remove_file(&path);
        }
        written.map_err(failed)?;
        let rows = tables.first().map_or(0, |table| table.rows.len());
        Ok(Exported { path: path.display().to_string(), rows: u32::try_from(rows).unwrap_or(u32::MAX) })
    }
}

fn as_xlsx(file: File, tables: &[Table]) -> Result<(), DocumentError<CallError>> {
    let mut file = BufWriter::new(file);
    tables_xlsx(&mut file, tables)?;
    Ok(file.flush().and_then(|()| file.get_ref().sync_all())?)
}

fn as_csv(file: File, tables: &[Table]) -> Result<(), DocumentError<CallError>> {
    let mut file = BufWriter::new(file);
    // The mark tells spreadsheets that the text is UTF-8.
    file.write_all("\u{feff}".as_bytes())?;
    if let Some(table) = tables.first() {
        table_csv(&mut file, table).map_err(std::io::Error::from)?;
    }
    Ok(file.flush().and_then(|()| file.get_ref().sync_all())?)
}

/// What each did, by people in columns; and where the team was seen.
fn tables(report: &WardenReport) -> Vec<Table> {
    let about = |title: &str| {
        let head = format!("{title}, {} · data as at {}", report.title, report.as_at);
        std::iter::once(head).chain(report.notes.iter().cloned()).collect::<Vec<_>>()
    };
    let text = |words: &str| Cell::Text(words.to_owned());
    let all: Vec<&WardenDid> = report.people.iter().chain([&report.team]).collect();
    let row = |name: &str, number: fn(&WardenDid) -> f64| {
        std::iter::once(text(name)).chain(all.iter().map(|did| Cell::Number(number(did)))).collect::<Vec<_>>()
    };
    let mut rows = vec![
        row("Patrols", |did| f64::from(did.patrols)),
        row("Days on patrol", |did| f64::from(did.days)),
        row("Patrol hours", |did| (f64::from(did.minutes) / 0.6).round() / 100.0),
        row("Hotspots checked", |did| f64::from(did.checks)),
        row("Nothing found there", |did| f64::from(did.nothing_found)),
        row("Findings", |did| f64::from(did.findings)),
    ];
    for kind in &report.kinds {
        let counts = kind.counts.iter().chain([&kind.total]).map(|many| Cell::Number(f64::from(*many)));
        rows.push(std::iter::once(text(&kind.name)).chain(counts).collect());
    }
    let heads = std::iter::once("What".to_owned()).chain(all.iter().map(|did| did.name.clone()));
    let places = report.areas.iter().map(|bar| ("Patrol hours in the area", bar));
    let places = places.chain(report.wards.iter().map(|bar| ("Patrols seen in the ward", bar)));
    vec![
        Table { name: "Wardens".into(), about: about("Warden report"), heads: heads.collect(), rows },
        Table {
            name: "Where".into(),
            about: about("Where the team was seen"),
            heads: ["What", "Where", "How much"].map(str::to_owned).to_vec(),
            rows: places.map(|(what, bar)| vec![text(what), text(&bar.label), text(&bar.said)]).collect(),
        },
    ]
}

//! The lists as a file for the panel. Persons are in none: a sheet that leaves the team says nothing of them.

use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, RepeatLine, WriteRepeats};
use crate::files::{document_failed, not_written};
use crate::refusals::refuse;
use domain::roles::Action as Right;
use report::{Cell, Column, Table};

impl App {
    pub(crate) fn repeats_as_file(&self, request: &WriteRepeats) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = request.format.as_str();
        if !["xlsx", "csv"].contains(&format) {
            return Err(refuse(ErrorCode::BadRequest, "The list cannot be written in that form."));
        }
        let view = self.list_repeats(&request.over)?;
        let before = view.before.as_ref().map_or("The days before: not recorded", |before| &before.words);
        let heads = [
            "What",
            "Called",
            "",
            &view.period.words,
            before,
            "Change",
            "Kinds",
            "First seen",
            "Last seen",
            "Open case",
        ];
        let widths = [10.0, 36.0, 44.0, 24.0, 24.0, 10.0, 60.0, 14.0, 14.0, 36.0];
        let columns = heads.into_iter().zip(widths).map(|(name, width)| Column::new(name, width)).collect();
        let table = Table { name: "Repeats".into(), columns };
        let lines = |what: &'static str, lines: Vec<RepeatLine>| lines.into_iter().map(move |line| row(what, line));
        let rows = lines("Place", view.places.lines).chain(lines("Vehicle", view.vehicles.lines));
        let mut file = self.new_file("repeats", format).map_err(|error| not_written(&error))?;
        let rows = rows.map(Ok::<_, CallError>);
        let written = match format {
            "csv" => table.csv(&mut file, rows),
            _ => table.xlsx(&mut file, rows),
        }
        .map_err(document_failed)?;
        file.finish(written).map_err(|error| not_written(&error))
    }
}

fn row(what: &str, line: RepeatLine) -> Vec<Cell> {
    let kinds: Vec<_> = line.kinds.iter().map(|kind| format!("{} {}", kind.count, kind.name)).collect();
    vec![
        Cell::from(what.to_owned()),
        Cell::from(line.title),
        Cell::from(line.second),
        Cell::from(i64::from(line.count)),
        line.before.map_or(Cell::Empty, |before| Cell::from(i64::from(before))),
        Cell::from(line.change.unwrap_or_default()),
        Cell::from(kinds.join(", ")),
        Cell::from(line.first),
        Cell::from(line.last),
        Cell::from(line.case.map(|case| case.name).unwrap_or_default()),
    ]
}

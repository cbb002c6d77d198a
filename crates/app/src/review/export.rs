//! The team's findings as CSV that no spreadsheet runs.

use crate::App;
use crate::contract::{CallError, ErrorCode, ExportRequest, Exported};
use crate::files::not_written;
use crate::refusals::refuse;
use crate::words::{clock, local};
use domain::catalogue::{Field, FieldType, Kind};
use domain::roles::Action as Right;
use record::Record;
use report::safe;
use std::fs::File;
use std::io::{BufWriter, Write};
use store::{Filter, Found};

/// Findings read at a time.
const STRETCH: u32 = 500;

impl App {
    pub(crate) fn export_findings(&self, request: ExportRequest) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let mut filter = self.filter(&request.filter)?;
        filter.after = None;
        let (path, file) = self.new_export("findings", "csv").map_err(|error| not_written(&error))?;
        let written = self.write_rows(BufWriter::new(file), filter);
        if written.is_err() {
            // Half a table must not be taken for a whole one.
            let _ = std::fs::remove_file(&path);
        }
        Ok(Exported { path: path.display().to_string(), rows: written? })
    }

    /// Writes row by row: a table may be larger than the memory that there is.
    fn write_rows(&self, mut file: BufWriter<File>, mut filter: Filter) -> Result<u32, CallError> {
        let kind = filter.kind.as_deref().and_then(|kind| self.store.catalogue().kind(kind));
        // The mark tells spreadsheets that the text is UTF-8.
        file.write_all("\u{feff}".as_bytes()).map_err(|error| not_written(&error))?;
        let mut table = csv::Writer::from_writer(file);
        let mut rows = 0;
        table.write_record(heads(kind)).map_err(failed)?;
        loop {
            let found = self.store.find(&filter, STRETCH)?;
            for one in &found {
                table.write_record(self.export_row(one, kind)?.iter().map(|cell| safe(cell))).map_err(failed)?;
                rows += 1;
            }
            match found.last() {
                Some(last) if found.len() == STRETCH as usize => filter.after = Some(last.cursor),
                _ => break,
            }
        }
        let file = table.into_inner().map_err(|error| not_written(error.error()))?;
        let file = file.into_inner().map_err(|error| not_written(error.error()))?;
        file.sync_all().map_err(|error| not_written(&error))?;
        Ok(rows)
    }

    fn export_row(&self, found: &Found, kind: Option<&Kind>) -> Result<Vec<String>, CallError> {
        let record = self.store.record(found.id)?;
        let place =
            record.as_ref().and_then(|record| record.value(record::PLACE)).and_then(crate::recording::read_place);
        let position = place.as_ref().and_then(|place| place.position());
        let number =
            |value: Option<f64>, digits: usize| value.map(|value| format!("{value:.digits$}")).unwrap_or_default();
        let name = self.store.catalogue().kind(&found.kind).map_or(found.kind.as_str(), |kind| &kind.name);
        let of = self.store.catalogue().kind(&found.kind);
        let state = record.as_ref().zip(of).and_then(|(record, of)| Some(record.state_of(of)?.label.clone()));
        let outcome = record.as_ref().and_then(record::Record::stood).and_then(|stood| stood.outcome);
        let outcome = outcome.map(|outcome| crate::words::capital(&outcome.replace('_', " ")));
        let [ward, orders] = self.area_cells(place.as_ref(), record::local_date(found.occurred));
        let mut row = vec![
            found.reference.clone(),
            name.to_owned(),
            local(found.occurred).format("%Y-%m-%d").to_string(),
            clock(found.occurred),
            found.place.clone(),
            place.as_ref().and_then(|place| place.grid()).unwrap_or_default().to_owned(),
            number(position.map(|position| position.lon), 6),
            number(position.map(|position| position.lat), 6),
            number(position.map(|position| position.accuracy_m), 0),
            ward,
            orders,
            found.summary.clone(),
            found.by.clone(),
            format!("{} p. {}", found.book_code, found.page),
            found.photos.to_string(),
            found.review.clone().unwrap_or_else(|| "not reviewed".into()),
            if found.withdrawn { "yes" } else { "no" }.into(),
            if found.duplicate { "yes" } else { "no" }.into(),
            state.unwrap_or_default(),
            outcome.unwrap_or_default(),
            record.as_ref().map(|record| self.judged(record, of).marking).unwrap_or_default(),
            of.map(|of| of.lgsl.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")).unwrap_or_default(),
        ];
        for field in kind.into_iter().flat_map(|kind| &kind.fields) {
            row.push(match &record {
                Some(record) => self.export_cell(record, field)?,
                None => String::new(),
            });
        }
        Ok(row)
    }

    /// What a record answers to a question of its kind, in words.
    fn export_cell(&self, record: &Record, field: &Field) -> Result<String, CallError> {
        if field.field_type != FieldType::Rows {
            return self.field_words(field, &record.answer(field));
        }
        let rows = record.rows_of(&field.id).filter_map(|(_, row)| Some(&row.shown()?.value));
        let words: Vec<_> = rows.filter(|row| !row.is_null()).map(|row| field.row_words(row)).collect();
        Ok(words.join("; "))
    }
}

fn heads(kind: Option<&Kind>) -> Vec<String> {
    let common = [
        "Reference",
        "Kind",
        "Date",
        "Time",
        "Place",
        "Grid reference",
        "Longitude",
        "Latitude",
        "Good to (m)",
        "Ward",
        "Order areas",
        "Summary",
        "Recorded by",
        "Page",
        "Photos",
        "Review",
        "Recorded by mistake",
        "Same as another",
        "State",
        "Outcome",
        "Marking",
        "Service (LGSL)",
    ];
    let own = kind.into_iter().flat_map(|kind| &kind.fields).map(|field| field.noun().to_owned());
    common.into_iter().map(str::to_owned).chain(own).map(|head| safe(&head)).collect()
}

fn failed(error: csv::Error) -> CallError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => not_written(&error),
        other => CallError {
            detail: Some(format!("{other:?}")),
            ..refuse(ErrorCode::Fault, "The file could not be made. Nothing saved is lost. Try again.")
        },
    }
}

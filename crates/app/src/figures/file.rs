//! The report as a file in the downloads folder.

use super::over::Sums;
use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, WriteReport};
use crate::files::not_written;
use crate::refusals::refuse;
use domain::catalogue::{Catalogue, Figure};
use domain::roles::Action as Right;
use report::{Behind, DocumentError, Head, Period, Report};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use store::BehindRow;

impl App {
    pub(crate) fn report_as_file(&self, request: &WriteReport) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        if !["xlsx", "csv"].contains(&request.format.as_str()) {
            return Err(refuse(ErrorCode::BadRequest, "The report cannot be written in that form."));
        }
        let asked = self.asked(&request.over)?;
        let (catalogue, ward) = (self.store.catalogue(), asked.ward.as_ref().map(|ward| ward.id.as_str()));
        let sums = Sums { store: &self.store, ward };
        let report = report::write(catalogue, &sums, &asked.period, &asked.before, asked.compares)?;
        let of = asked.ward.as_ref().map(|ward| format!(", {}", ward.name)).unwrap_or_default();
        let head = Head {
            title: format!("{}{of}", catalogue.plan().title),
            period: asked.period,
            before: asked.compares.then_some(asked.before),
            as_at: self.as_at(),
            notes: self.doubts(&asked)?.into_iter().flatten().collect(),
        };
        let (path, file) = self.new_export("report", &request.format).map_err(|error| not_written(&error))?;
        let written = match request.format.as_str() {
            "csv" => write_csv(file, &head, &report),
            _ => self.write_xlsx(file, (&head, &report), &sums, catalogue),
        };
        if written.is_err() {
            // Half a report must not be taken for a whole one.
            let _ = std::fs::remove_file(&path);
        }
        Ok(Exported { path: path.display().to_string(), rows: written? })
    }

    fn write_xlsx(
        &self,
        file: File,
        (head, report): (&Head, &Report),
        sums: &Sums<'_>,
        catalogue: &Catalogue,
    ) -> Result<u32, CallError> {
        let wards: BTreeMap<String, String> =
            self.ward_choices().into_iter().map(|ward| (ward.id, ward.name)).collect();
        let mut rows = 0;
        let mut file = BufWriter::new(file);
        report::xlsx(&mut file, head, report, |write| {
            for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
                let measured = report::measure(catalogue, sums, &figure.id, &head.period);
                if measured.map_err(|error| DocumentError::Findings(error.into()))?.amount.is_hidden() {
                    continue;
                }
                rows +=
                    self.rows_behind(figure, &head.period, sums, |row| write(behind(figure, row, catalogue, &wards)))?;
            }
            Ok(())
        })
        .map_err(failed)?;
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(|error| not_written(&error))?;
        Ok(rows)
    }

    fn rows_behind(
        &self,
        figure: &Figure,
        period: &Period,
        sums: &Sums<'_>,
        mut each: impl FnMut(BehindRow) -> Result<(), DocumentError<CallError>>,
    ) -> Result<u32, DocumentError<CallError>> {
        let mut rows = 0;
        let read = self.store.behind(&sums.over(figure, period), |row| {
            rows += 1;
            each(row).map_err(Stopped::Document)
        });
        match read {
            Ok(()) => Ok(rows),
            Err(Stopped::Document(error)) => Err(error),
            Err(Stopped::Store(error)) => Err(DocumentError::Findings(error.into())),
        }
    }
}

/// Why reading ended.
enum Stopped {
    Store(store::StoreError),
    Document(DocumentError<CallError>),
}

impl From<store::StoreError> for Stopped {
    fn from(error: store::StoreError) -> Self {
        Self::Store(error)
    }
}

fn behind(figure: &Figure, row: BehindRow, catalogue: &Catalogue, wards: &BTreeMap<String, String>) -> Behind {
    Behind {
        figure: figure.id.clone(),
        day: row.day,
        reference: row.reference,
        kind: match catalogue.kind(&row.kind) {
            Some(kind) => kind.name.clone(),
            None => "Erased by law".to_owned(),
        },
        place: row.place,
        ward: row.ward.map(|code| wards.get(&code).cloned().unwrap_or(code)).unwrap_or_default(),
        value: row.value,
        money: figure.money,
        reviewed: !row.unreviewed,
    }
}

fn write_csv(file: File, head: &Head, report: &Report) -> Result<u32, CallError> {
    let mut file = BufWriter::new(file);
    // The mark tells spreadsheets that the text is UTF-8.
    let written = file.write_all("\u{feff}".as_bytes()).map_err(DocumentError::File);
    let written = written.and_then(|()| Ok(report::csv(&mut file, head, report).map_err(std::io::Error::from)?));
    written.and_then(|()| Ok(file.flush().and_then(|()| file.get_ref().sync_all())?)).map_err(failed)?;
    Ok(u32::try_from(report.table.len()).unwrap_or(u32::MAX))
}

pub(super) fn failed(error: DocumentError<CallError>) -> CallError {
    match error {
        DocumentError::Findings(error) => error,
        DocumentError::File(error) => not_written(&error),
        DocumentError::TooMany => refuse(
            ErrorCode::BadRequest,
            "A spreadsheet has no room for so many findings. Choose a shorter period, or the table as CSV.",
        ),
        DocumentError::Spreadsheet(error) => {
            CallError { detail: Some(error.to_string()), ..not_written(&std::io::ErrorKind::Other.into()) }
        }
    }
}

//! The report as a file in the downloads folder.

use super::over::Sums;
use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, WriteReport};
use crate::exports::Running;
use crate::files::{NewFile, not_written};
use crate::refusals::refuse;
use domain::catalogue::{Catalogue, Figure};
use domain::roles::Action as Right;
use report::{Behind, DocumentError, Head, Period, Report};
use std::collections::BTreeMap;
use std::io::Write as _;
use store::BehindRow;

impl App {
    pub(crate) fn report_as_file(&self, request: &WriteReport) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        if !["xlsx", "csv"].contains(&request.format.as_str()) {
            return Err(refuse(ErrorCode::BadRequest, "The report cannot be written in that form."));
        }
        let asked = self.asked(&request.over)?;
        let catalogue = self.store.catalogue();
        let sums = Sums::new(&self.store, asked.part.as_ref());
        let report = report::write(catalogue, &sums, &asked.period, &asked.before, asked.compares)?;
        let of = asked.area.as_ref().map(|area| format!(", {}", area.name)).unwrap_or_default();
        let head = Head {
            title: format!("{}{of}", catalogue.plan().title),
            period: asked.period,
            before: asked.compares.then_some(asked.before),
            as_at: self.as_at(),
            notes: self.doubts(&asked)?.into_iter().flatten().collect(),
        };
        let figures = self.figures_to_write(&sums, &head.period, &request.format)?;
        let running = self.begin_export(figures.iter().map(|(_, records)| records).sum())?;
        let mut file = running.new_file("report", &request.format)?;
        let written = match request.format.as_str() {
            "csv" => write_csv(&mut file, &head, &report),
            _ => self.write_xlsx(&mut file, (&head, &report), &sums, &figures, &running),
        };
        file.finish(written.map_err(|error| running.failed(error))?).map_err(|error| not_written(&error))
    }

    /// The figures of which a file has the findings, and how many records make each up. Few people are told nowhere.
    fn figures_to_write(
        &self,
        sums: &Sums<'_>,
        period: &Period,
        format: &str,
    ) -> Result<Vec<(&'static Figure, u64)>, CallError> {
        let catalogue = self.store.catalogue();
        let mut figures = Vec::new();
        for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures).filter(|_| format == "xlsx") {
            let measured = report::measure(catalogue, sums, &figure.id, period, &period.before())?;
            if !measured.amount.is_hidden() {
                figures.push((figure, measured.sum.records));
            }
        }
        Ok(figures)
    }

    fn write_xlsx(
        &self,
        file: &mut NewFile,
        (head, report): (&Head, &Report),
        sums: &Sums<'_>,
        figures: &[(&Figure, u64)],
        running: &Running<'_>,
    ) -> Result<u32, DocumentError<CallError>> {
        let catalogue = self.store.catalogue();
        let wards: BTreeMap<String, String> =
            self.ward_choices().into_iter().map(|ward| (ward.id, ward.name)).collect();
        let mut rows = 0;
        report::xlsx(file, head, report, |write| {
            for (figure, _) in figures {
                rows += self.rows_behind(figure, &head.period, sums, |row| {
                    running.step().map_err(DocumentError::Findings)?;
                    write(behind(figure, row, catalogue, &wards))
                })?;
            }
            Ok(())
        })?;
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
        answers: catalogue
            .figure(&figure.id)
            .map(|(kind, figure)| kind.parts_in_words(figure, &row.parts))
            .unwrap_or_default(),
        ward: row.ward.map(|code| wards.get(&code).cloned().unwrap_or(code)).unwrap_or_default(),
        value: row.value,
        money: figure.money,
        reviewed: !row.unreviewed,
    }
}

fn write_csv(file: &mut NewFile, head: &Head, report: &Report) -> Result<u32, DocumentError<CallError>> {
    // The mark tells spreadsheets that the text is UTF-8.
    file.write_all("\u{feff}".as_bytes())?;
    report::csv(file, head, report)?;
    Ok(u32::try_from(report.table.len()).unwrap_or(u32::MAX))
}

//! A list of findings as a file in the downloads folder, or what makes up a figure.

use super::rows::{fields, table, with_rows};
use crate::App;
use crate::contract::{CallError, ErrorCode, ExportFigure, ExportRequest, Exported};
use crate::files::not_written;
use crate::refusals::refuse;
use domain::roles::Action as Right;
use report::{DocumentError, Layer, geojson, write_gpkg};
use store::Filter;

/// The forms that a list of findings has.
const FORMATS: [&str; 4] = ["csv", "xlsx", "geojson", "gpkg"];

impl App {
    pub(crate) fn export_list(&self, request: &ExportRequest) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = format_of(request.format.as_deref())?;
        let filter = Filter { after: None, ..self.filter(&request.filter)? };
        self.write_findings("findings", "Findings", format, filter)
    }

    pub(crate) fn export_findings_of_figure(&self, request: &ExportFigure) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = format_of(Some(&request.format))?;
        let (label, over) = self.figure_to_export(&request.figure, &request.over)?;
        let name = format!("figure-{}", request.figure.to_lowercase().replace('.', "-"));
        self.write_findings(&name, &label, format, Filter { figure: Some(over), ..Filter::default() })
    }

    fn write_findings(&self, name: &str, title: &str, format: &str, filter: Filter) -> Result<Exported, CallError> {
        let kind = filter.kind.as_deref().and_then(|kind| self.store.catalogue().kind(kind));
        let running = self.begin_export(self.store.count(&filter, u32::MAX)?.into())?;
        let mut file = running.new_file(name, format)?;
        let layer = || Layer {
            name: "findings".into(),
            title: title.to_owned(),
            fields: fields(kind),
            at: crate::words::local(self.now()).to_utc(),
        };
        let cells = |row: Result<report::Feature, CallError>| row.map(|row| row.cells);
        let written: Result<u32, DocumentError<CallError>> = with_rows(self, filter, kind, |rows| {
            let rows = rows.map(|row| running.step().and(row));
            match format {
                "xlsx" => table(kind).xlsx(&mut file, rows.map(cells)),
                "geojson" => geojson(&mut file, &layer(), rows),
                "gpkg" => write_gpkg(file.part(), &layer(), rows),
                _ => table(kind).csv(&mut file, rows.map(cells)),
            }
        });
        file.finish(written.map_err(|error| running.failed(error))?).map_err(|error| not_written(&error))
    }
}

fn format_of(format: Option<&str>) -> Result<&str, CallError> {
    let format = format.unwrap_or("csv");
    if FORMATS.contains(&format) {
        return Ok(format);
    }
    Err(refuse(ErrorCode::BadRequest, "Findings cannot be written in that form."))
}

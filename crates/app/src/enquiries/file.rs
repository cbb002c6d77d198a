//! The page as text, and as a file in the downloads folder.

use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, PlaceTold, WritePlaceTold};
use crate::files::{NewFile, document_failed, not_written};
use crate::refusals::{invalid, refuse};
use report::{Cell, Column, Table};
use std::io::Write as _;

/// The marking of a page that leaves the team.
const MARKING: &str = "OFFICIAL";

impl App {
    pub(crate) fn place_as_file(&self, request: &WritePlaceTold) -> Result<Exported, CallError> {
        let begin = || self.new_file("place", &request.format).map_err(|error| not_written(&error));
        match (&request.enquiry, request.format.as_str()) {
            (Some(enquiry), "txt") => {
                let sent = self.show_enquiry(enquiry)?.sent;
                let sent = sent.ok_or_else(|| invalid("enquiry", "No answer to this enquiry was sent yet"))?;
                write_text(begin()?, &sent, 1)
            }
            (None, "txt") => {
                let told = self.tell_of_place(&request.over)?;
                write_text(begin()?, &told.text, told.kinds.len())
            }
            (None, "csv") => {
                let told = self.tell_of_place(&request.over)?;
                write_table(begin()?, &told)
            }
            _ => Err(refuse(ErrorCode::BadRequest, "The page cannot be written in that form.")),
        }
    }
}

fn write_text(mut file: NewFile, text: &str, rows: usize) -> Result<Exported, CallError> {
    let written = file.write_all(text.as_bytes());
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    written.and_then(|()| file.finish(rows)).map_err(|error| not_written(&error))
}

/// The page as text, as it goes into an e-mail.
pub(super) fn text(told: &PlaceTold) -> String {
    let mut lines = vec![told.title.clone(), format!("{} · data as at {}", told.period.words, told.as_at)];
    lines.extend(told.unreviewed.clone());
    if told.kinds.is_empty() {
        lines.extend([String::new(), "Nothing was recorded there in this period.".to_owned()]);
    }
    for kind in &told.kinds {
        lines.extend([String::new(), format!("{}: {}", kind.name, kind.said)]);
        lines.extend(
            [&kind.done, &kind.dates].into_iter().filter(|said| !said.is_empty()).map(|said| format!("   {said}")),
        );
    }
    if told.total > 0 && !told.months.is_empty() {
        lines.extend([String::new(), "By month".to_owned()]);
        lines.extend(told.months.iter().map(|bar| format!("   {}: {}", bar.label, bar.said)));
    }
    lines.extend(told.nothing_of.iter().flat_map(|nothing| [String::new(), nothing.clone()]));
    lines.push(String::new());
    lines.push(told.how.clone());
    lines.extend(told.left_out.iter().cloned());
    lines.extend([String::new(), MARKING.to_owned(), String::new()]);
    lines.join("\n")
}

fn write_table(mut file: NewFile, told: &PlaceTold) -> Result<Exported, CallError> {
    let heads = ["Part", "What", "Findings", "What was done", "When"];
    let columns = heads.into_iter().map(|head| Column::new(head, 30.0)).collect();
    let table = Table { name: "Place".into(), columns };
    let kinds = told.kinds.iter().map(|kind| ["By kind", &kind.name, &kind.said, &kind.done, &kind.dates]);
    let months = told.months.iter().map(|bar| ["By month", &bar.label, &bar.said, "", ""]);
    let about = format!("{}, {}, data as at {}", told.title, told.period.words, told.as_at);
    let rows = kinds.chain(months).chain([["About", &about, "", "", ""]]);
    let rows = rows.map(|row| Ok(row.map(|text| Cell::from(text.to_owned())).to_vec()));
    table.csv(&mut file, rows).map_err(document_failed)?;
    let rows = u32::try_from(told.kinds.len() + told.months.len()).unwrap_or(u32::MAX);
    file.finish(rows).map_err(|error| not_written(&error))
}

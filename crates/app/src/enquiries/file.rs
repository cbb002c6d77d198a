//! The page as text, and as a file in the downloads folder.

use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, PlaceTold, WritePlaceTold};
use crate::files::not_written;
use crate::refusals::{invalid, refuse};
use report::safe;
use std::io::Write as _;

/// The marking of a page that leaves the team.
const MARKING: &str = "OFFICIAL";

impl App {
    pub(crate) fn place_as_file(&self, request: &WritePlaceTold) -> Result<Exported, CallError> {
        let (bytes, rows) = match (&request.enquiry, request.format.as_str()) {
            (Some(enquiry), "txt") => {
                let sent = self.show_enquiry(enquiry)?.sent;
                let sent = sent.ok_or_else(|| invalid("enquiry", "No answer to this enquiry was sent yet"))?;
                (sent.into_bytes(), 1)
            }
            (None, "txt") => {
                let told = self.tell_of_place(&request.over)?;
                (told.text.into_bytes(), told.kinds.len())
            }
            (None, "csv") => {
                let told = self.tell_of_place(&request.over)?;
                let table = csv(&told).map_err(|error| not_written(&error))?;
                (table, told.kinds.len() + told.months.len())
            }
            _ => return Err(refuse(ErrorCode::BadRequest, "The page cannot be written in that form.")),
        };
        let written = self.new_export("place", &request.format).and_then(|(path, mut file)| {
            let written = file.write_all(&bytes).and_then(|()| file.sync_all());
            if written.is_err() {
                // Half a page must not be taken for a whole one.
                let _ = std::fs::remove_file(&path);
            }
            written.map(|()| path)
        });
        let path = written.map_err(|error| not_written(&error))?;
        Ok(Exported { path: path.display().to_string(), rows: u32::try_from(rows).unwrap_or(u32::MAX) })
    }
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

fn csv(told: &PlaceTold) -> std::io::Result<Vec<u8>> {
    // The mark tells spreadsheets that the text is UTF-8.
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(["Part", "What", "Findings", "What was done", "When"])?;
    for kind in &told.kinds {
        table.write_record(["By kind", &kind.name, &kind.said, &kind.done, &kind.dates].map(safe))?;
    }
    for bar in &told.months {
        table.write_record(["By month", &bar.label, &bar.said, "", ""].map(safe))?;
    }
    let about = format!("{}, {}, data as at {}", told.title, told.period.words, told.as_at);
    table.write_record(["About", &about, "", "", ""].map(safe))?;
    table.into_inner().map_err(|error| error.into_error())
}

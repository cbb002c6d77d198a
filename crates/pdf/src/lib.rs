//! The council's report as a PDF that a screen reader can read (PDF/UA-1) and that an archive takes (PDF/A-2a).
//!
//! The page is a template of ours (`report.typ`); what it says is passed to it as values, so that no text of a finding is ever
//! read as markup. Fonts come with the program: the letters of the app, then those of typst for other scripts. Nothing is fetched.
//! Only the council office's server knows this crate: typst is larger than the tablet's whole app.

mod letters;
mod values;

pub use values::{Bar, Chart, Definition, Paper};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use letters::Letters;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_as_lib::{TypstAsLibError, TypstEngine};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// Typst could not set it.
    #[error("the report could not be typeset")]
    Typeset(#[source] Box<TypstAsLibError>),
    /// It would not be what a screen reader or an archive needs.
    #[error("the report could not be written as PDF: {0}")]
    Standard(String),
}

/// Writes the report. `now` is when it is written.
///
/// # Errors
/// [`PdfError`]: a fault of this program, not of what it was asked.
pub fn write(paper: &Paper<'_>, now: DateTime<Utc>) -> Result<Vec<u8>, PdfError> {
    let letters = Letters::of_program();
    let inputs = values::inputs(paper, &letters);
    let engine = TypstEngine::builder().main_file(include_str!("report.typ")).fonts(letters.fonts().to_vec()).build();
    let document: PagedDocument =
        engine.compile_with_input(inputs).output.map_err(|error| PdfError::Typeset(Box::new(error)))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| PdfError::Standard(error.message().to_string()))?;
    let timestamp = Datetime::from_ymd_hms(
        now.year(),
        now.month() as u8,
        now.day() as u8,
        now.hour() as u8,
        now.minute() as u8,
        now.second() as u8,
    );
    let options = PdfOptions {
        creator: Smart::Custom(Some("Patrolbook".to_owned())),
        timestamp: timestamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| {
        let said = |fault: &SourceDiagnostic| fault.message.to_string();
        PdfError::Standard(faults.iter().map(said).collect::<Vec<_>>().join("; "))
    })
}

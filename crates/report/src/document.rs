//! The report as files: a spreadsheet with its text, its figures as numbers and the findings behind each; a table of its figures
//! as CSV; and plain text. No cell of them is ever run as a formula.

use crate::amount::Amount;
use crate::period::Period;
use crate::write::Report;
use chrono::NaiveDate;
use domain::catalogue::THOUSAND;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::fmt::Write as _;
use std::io::{Seek, Write};

/// Rows in one sheet of a spreadsheet, without its head.
pub(crate) const MOST_ROWS: u32 = 1_048_575;

/// How pounds are written.
pub(crate) const POUNDS: &str = "£#,##0.00";

/// What stands over a report.
#[derive(Debug, Clone)]
pub struct Head {
    /// Whose it is, and of which council or team.
    pub title: String,
    /// Its period.
    pub period: Period,
    /// What it is compared with.
    pub before: Option<Period>,
    /// How new the data are.
    pub as_at: String,
    /// "Including 14 not yet reviewed".
    pub notes: Vec<String>,
}

/// A finding behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The figure.
    pub figure: String,
    /// The day on which it counts; none: since ever.
    pub day: Option<NaiveDate>,
    /// Its reference.
    pub reference: String,
    /// Its kind, in words.
    pub kind: String,
    /// Where.
    pub place: String,
    /// The ward's name.
    pub ward: String,
    /// The answers by which the figure is told apart, in words.
    pub answers: String,
    /// How much it contributes, in thousandths.
    pub value: i64,
    /// That is in pence.
    pub money: bool,
    /// Whether a leader has approved it.
    pub reviewed: bool,
}

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError<E> {
    /// The file cannot be written.
    #[error("the file cannot be written: {0}")]
    File(#[from] std::io::Error),
    /// The spreadsheet cannot be made.
    #[error("the spreadsheet cannot be made: {0}")]
    Spreadsheet(#[from] XlsxError),
    /// The GeoPackage cannot be written.
    #[error("the GeoPackage cannot be written")]
    Map(#[source] geopackage::GeoPackageError),
    /// A GeoPackage cannot call anything so.
    #[error("a GeoPackage has no name such as {0:?}")]
    Name(String),
    /// More findings than a sheet has rows.
    #[error("more than {MOST_ROWS} findings stand behind these figures; choose a shorter period")]
    TooMany,
    /// The findings cannot be read.
    #[error("the findings cannot be read")]
    Findings(E),
}

/// Writes the spreadsheet: the report, its figures, and what stands behind each.
///
/// # Errors
/// Then the file is not whole, and must not be taken for a report.
pub fn xlsx<E>(
    file: impl Write + Seek + Send,
    head: &Head,
    report: &Report,
    behind: impl FnOnce(&mut dyn FnMut(Behind) -> Result<(), DocumentError<E>>) -> Result<(), DocumentError<E>>,
) -> Result<(), DocumentError<E>> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    text_sheet(book.add_worksheet(), head, report, &bold, &wrapped)?;
    figures_sheet(book.add_worksheet(), head, report, &bold)?;

    // Row after row goes to the disk: the memory does not grow with the findings.
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("Findings")?;
    for (column, (name, width)) in [
        ("Figure", 28.0),
        ("Day", 12.0),
        ("Reference", 20.0),
        ("Kind", 26.0),
        ("Place", 34.0),
        ("Ward", 26.0),
        ("Counts", 10.0),
        ("Reviewed", 10.0),
        ("Told apart by", 40.0),
    ]
    .into_iter()
    .enumerate()
    {
        let column = column as u16;
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    let date = Format::new().set_num_format("d mmm yyyy");
    let money = Format::new().set_num_format(POUNDS);
    let mut row = 0;
    behind(&mut |one| {
        row += 1;
        if row > MOST_ROWS {
            return Err(DocumentError::TooMany);
        }
        sheet.write_string(row, 0, &one.figure)?;
        if let Some(day) = one.day {
            sheet.write_datetime_with_format(row, 1, day, &date)?;
        }
        for (column, words) in (2..).zip([&one.reference, &one.kind, &one.place, &one.ward]) {
            sheet.write_string(row, column, words)?;
        }
        if one.money {
            sheet.write_number_with_format(row, 6, number(one.value) / 100.0, &money)?;
        } else {
            sheet.write_number(row, 6, number(one.value))?;
        }
        sheet.write_boolean(row, 7, one.reviewed)?;
        sheet.write_string(row, 8, &one.answers)?;
        Ok(())
    })?;
    let last = row.max(1);
    sheet.autofilter(0, 0, last, 8)?;
    Ok(book.save_to_writer(file)?)
}

fn text_sheet(
    sheet: &mut Worksheet,
    head: &Head,
    report: &Report,
    bold: &Format,
    wrapped: &Format,
) -> Result<(), XlsxError> {
    sheet.set_name("Report")?;
    sheet.set_column_width(0, 8.0)?;
    sheet.set_column_width(1, 110.0)?;
    sheet.write_string_with_format(0, 1, &head.title, bold)?;
    let mut row = 1;
    for line in lines_of(head) {
        sheet.write_string(row, 1, &line)?;
        row += 1;
    }
    for paragraph in &report.paragraphs {
        row += 1;
        if !paragraph.heading.is_empty() {
            sheet.write_string_with_format(row, 1, &paragraph.heading, bold)?;
            row += 1;
        }
        sheet.write_string(row, 0, &paragraph.id)?;
        sheet.write_string_with_format(row, 1, paragraph.text(), wrapped)?;
        for entered in &paragraph.entered {
            row += 1;
            sheet.write_string_with_format(row, 1, entered, wrapped)?;
        }
    }
    Ok(())
}

fn figures_sheet(sheet: &mut Worksheet, head: &Head, report: &Report, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name("Figures")?;
    let before = head.before.map(|before| before.words());
    let heads = ["Figure", "What it is", &head.period.words(), "In words"];
    let before = before.unwrap_or_default();
    let heads: Vec<String> = heads.into_iter().map(str::to_owned).chain([before, "Typed in".to_owned()]).collect();
    for (column, (name, width)) in heads.iter().zip([28.0, 44.0, 26.0, 20.0, 26.0, 44.0]).enumerate() {
        sheet.set_column_width(column as u16, width)?;
        sheet.write_string_with_format(0, column as u16, name, bold)?;
    }
    let money = Format::new().set_num_format(POUNDS);
    for (row, line) in (1..).zip(&report.table) {
        sheet.write_string(row, 0, &line.figure)?;
        sheet.write_string(row, 1, &line.label)?;
        sheet.write_string(row, 3, line.now.in_table())?;
        if let Some(entered) = &line.entered {
            sheet.write_string(row, 5, entered)?;
        }
        for (column, amount) in [(2, Some(&line.now)), (4, line.before.as_ref())] {
            match amount {
                None => {}
                Some(amount) if amount.is_hidden() => drop(sheet.write_string(row, column, amount.in_table())?),
                Some(Amount::Number(value, measured)) if measured.money => {
                    sheet.write_number_with_format(row, column, number(*value) / 100.0, &money)?;
                }
                Some(Amount::Number(value, _)) => drop(sheet.write_number(row, column, number(*value))?),
                Some(other) => drop(sheet.write_string(row, column, other.in_table())?),
            }
        }
    }
    sheet.set_freeze_panes(1, 0).map(drop)
}

/// Writes the table of figures as CSV.
///
/// # Errors
/// Then the file is not whole.
pub fn csv(file: impl Write, head: &Head, report: &Report) -> Result<(), std::io::Error> {
    csv_table(file, head, report).map_err(io_of)
}

/// What went wrong on the disk, as it was: a full one is said to be full.
pub(crate) fn io_of(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

fn csv_table(file: impl Write, head: &Head, report: &Report) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_writer(file);
    let before = head.before.map(|before| before.words()).unwrap_or_default();
    table.write_record(["Figure", "What it is", &head.period.words(), &before, "Change", "Typed in"])?;
    for line in &report.table {
        let then = line.before.as_ref();
        let change = then.map(|then| line.now.against(then)).unwrap_or_default();
        let then = then.map(Amount::in_table).unwrap_or_default();
        let entered = line.entered.clone().unwrap_or_default();
        let cells = [&line.figure, &line.label, &line.now.in_table(), &then, &change, &entered];
        table.write_record(cells.map(|cell| safe(cell)))?;
    }
    Ok(table.flush()?)
}

/// The report as plain text.
pub fn text(head: &Head, report: &Report) -> String {
    let mut text = format!("{}\n", head.title);
    for line in lines_of(head) {
        let _ = writeln!(text, "{line}");
    }
    for paragraph in &report.paragraphs {
        let _ = match paragraph.heading.as_str() {
            "" => writeln!(text),
            heading => writeln!(text, "\n{heading}"),
        };
        let _ = writeln!(text, "{:5} {}", paragraph.id, paragraph.text());
        for entered in &paragraph.entered {
            let _ = writeln!(text, "      {entered}");
        }
    }
    text.push('\n');
    let widest = report.table.iter().map(|line| line.label.chars().count()).max().unwrap_or_default();
    for line in &report.table {
        let then = line.before.as_ref();
        let change = then.map(|then| line.now.against(then)).unwrap_or_default();
        let then = then.map(Amount::in_table).unwrap_or_default();
        let _ = writeln!(text, "{:widest$} {:>14} {then:>14} {change:>9}", line.label, line.now.in_table());
        if let Some(entered) = &line.entered {
            let _ = writeln!(text, "  {entered}");
        }
    }
    text
}

fn lines_of(head: &Head) -> Vec<String> {
    let compared = head.before.map(|before| format!("Compared with {}", before.words()));
    let period = format!("{} · data as at {}", head.period.words(), head.as_at);
    std::iter::once(period).chain(compared).chain(head.notes.iter().cloned()).collect()
}

fn number(thousandths: i64) -> f64 {
    thousandths as f64 / THOUSAND as f64
}

/// A cell that a spreadsheet shows and never runs: an apostrophe goes before what could begin a formula.
pub fn safe(cell: &str) -> String {
    let is_number = cell.strip_suffix('%').unwrap_or(cell).parse::<f64>().is_ok();
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    if risky && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for formula in ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1"] {
            assert!(safe(formula).starts_with('\''), "{formula} would run");
        }
        for number in ["-0.52", "+61.5%", "-3%"] {
            assert_eq!(safe(number), number);
        }
        assert!(safe("+A1%").starts_with('\''));
        assert_eq!(safe("Rope Walk"), "Rope Walk");
    }
}

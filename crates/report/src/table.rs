//! A table as a file: CSV that no spreadsheet runs, or a spreadsheet with numbers as numbers and days as days. Row after row goes
//! to the file: the memory does not grow with them.

use crate::document::{DocumentError, MOST_ROWS, POUNDS, io_of, safe};
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Seek, Write};

/// A table's name and columns.
#[derive(Debug, Clone)]
pub struct Table {
    /// What its sheet is called, at most 31 characters.
    pub name: String,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
}

/// A table as a sheet of a workbook, with what stands over it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The table.
    pub table: Table,
    /// What it is of, a line each.
    pub about: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    name: String,
    width: f64,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing was recorded.
    Empty,
    /// Words; never a formula.
    Text(String),
    /// A number, and how many digits behind its point are known.
    Number(f64, u8),
    /// A sum in pence.
    Pence(i64),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Yes(bool),
}

impl Column {
    /// A column of that name, so many characters wide.
    pub fn new(name: impl Into<String>, width: f64) -> Self {
        Self { name: name.into(), width }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number as f64, 0)
    }
}

impl Cell {
    /// As it stands in a CSV file.
    fn in_csv(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => safe(text),
            Self::Number(number, digits) => {
                let known = 10_f64.powi(i32::from(*digits));
                format!("{}", (number * known).round() / known)
            }
            Self::Pence(pence) => {
                let sign = if *pence < 0 { "-" } else { "" };
                format!("{sign}{}.{:02}", pence.unsigned_abs() / 100, pence.unsigned_abs() % 100)
            }
            Self::Day(day) => day.to_string(),
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }
}

impl Table {
    /// Writes it as CSV in UTF-8, and says so to spreadsheets; gives how many rows there are.
    ///
    /// # Errors
    /// Then the file is not whole, and must not be taken for the table.
    pub fn csv<E>(
        &self,
        mut file: impl Write,
        rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
    ) -> Result<u32, DocumentError<E>> {
        file.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(file);
        let failed = |error| DocumentError::File(io_of(error));
        table.write_record(self.columns.iter().map(|column| safe(&column.name))).map_err(failed)?;
        let mut written = 0;
        for row in rows {
            table.write_record(row.map_err(DocumentError::Findings)?.iter().map(Cell::in_csv)).map_err(failed)?;
            written += 1;
        }
        table.flush()?;
        Ok(written)
    }

    /// Writes it as a spreadsheet; gives how many rows there are.
    ///
    /// # Errors
    /// Then the file is not whole, and must not be taken for the table.
    pub fn xlsx<E>(
        &self,
        file: impl Write + Seek + Send,
        rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
    ) -> Result<u32, DocumentError<E>> {
        let mut book = Workbook::new();
        let written = self.add_to(&mut book, &[], rows)?;
        book.save_to_writer(file)?;
        Ok(written)
    }

    /// Adds it as a sheet, below these lines.
    fn add_to<E>(
        &self,
        book: &mut Workbook,
        about: &[String],
        rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
    ) -> Result<u32, DocumentError<E>> {
        let bold = Format::new().set_bold();
        let date = Format::new().set_num_format("d mmm yyyy");
        let money = Format::new().set_num_format(POUNDS);
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(&self.name)?;
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(at, column.width)?;
        }
        let mut head = 0;
        for line in about {
            sheet.write_string(head, 0, line)?;
            head += 1;
        }
        if !about.is_empty() {
            head += 1;
        }
        sheet.set_freeze_panes(head + 1, 0)?;
        for (at, column) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(head, at, &column.name, &bold)?;
        }
        let mut row = head;
        for cells in rows {
            row += 1;
            if row > MOST_ROWS {
                return Err(DocumentError::TooMany);
            }
            for (at, cell) in (0..).zip(cells.map_err(DocumentError::Findings)?) {
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => sheet.write_string(row, at, text)?,
                    Cell::Number(number, _) => sheet.write_number(row, at, number)?,
                    Cell::Pence(pence) => sheet.write_number_with_format(row, at, pence as f64 / 100.0, &money)?,
                    Cell::Day(day) => sheet.write_datetime_with_format(row, at, day, &date)?,
                    Cell::Yes(yes) => sheet.write_boolean(row, at, yes)?,
                };
            }
        }
        if let Some(last) = self.columns.len().checked_sub(1) {
            sheet.autofilter(head, 0, row.max(head + 1), last as u16)?;
        }
        Ok(row - head)
    }
}

/// Writes several tables as one spreadsheet, a sheet each.
///
/// # Errors
/// Then the file is not whole, and must not be taken for the tables.
pub fn workbook<E>(file: impl Write + Seek + Send, sheets: Vec<Sheet>) -> Result<(), DocumentError<E>> {
    let mut book = Workbook::new();
    for sheet in sheets {
        sheet.table.add_to(&mut book, &sheet.about, sheet.rows.into_iter().map(Ok))?;
    }
    Ok(book.save_to_writer(file)?)
}

//! Any table as a file: a spreadsheet with numbers as numbers, or CSV. No cell of them is ever run as a formula.

use crate::document::{DocumentError, safe};
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Seek, Write};

/// A table with what stands over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name of its sheet.
    pub name: String,
    /// What it is of, a line each.
    pub about: Vec<String>,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
}

/// Writes tables as a spreadsheet, a sheet each.
///
/// # Errors
/// Then the file is not whole.
pub fn tables_xlsx<E>(file: impl Write + Seek + Send, tables: &[Table]) -> Result<(), DocumentError<E>> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        let mut row = 0;
        for about in &table.about {
            sheet.write_string(row, 0, about)?;
            row += 1;
        }
        row += 1;
        sheet.set_column_width(0, 34.0)?;
        for (column, head) in (0_u16..).zip(&table.heads) {
            if column > 0 {
                sheet.set_column_width(column, 18.0)?;
            }
            sheet.write_string_with_format(row, column, head, &bold)?;
        }
        for cells in &table.rows {
            row += 1;
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
                    Cell::Number(number) => drop(sheet.write_number(row, column, *number)?),
                }
            }
        }
    }
    Ok(book.save_to_writer(file)?)
}

/// Writes a table as CSV.
///
/// # Errors
/// Then the file is not whole.
pub fn table_csv(file: impl Write, table: &Table) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_writer(file);
    out.write_record(table.heads.iter().map(|head| safe(head)))?;
    for row in &table.rows {
        out.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => safe(text),
            Cell::Number(number) => number.to_string(),
        }))?;
    }
    Ok(out.flush()?)
}

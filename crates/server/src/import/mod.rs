//! Records of before, from a CSV file: read twice, once to judge every row and once to bring them in. Nothing is brought in
//! unless all of it can be, and the same file twice adds nothing: a row's id follows from its reference, or from what it
//! says.

mod cell;
mod columns;
mod row;
mod table;

pub(crate) use columns::{Map, takes};
pub(crate) use table::Encoding;

use anyhow::Context;
use columns::Columns;
use domain::catalogue::{Catalogue, Kind};
use row::Rows;
use serde::Serialize;
use server_core::{Brought, Centre};
use std::path::Path;

/// Rows of one file.
const MOST_ROWS: u64 = 2_000_000;
/// What is wrong with so many rows is said; of the others only how many there are.
const MOST_SAID: usize = 1_000;

/// What is wrong with a row, where and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RowError {
    /// The line of the file on which the row begins; the heads are on line 1.
    pub(crate) line: u64,
    /// The column's head, where it is one column.
    pub(crate) column: String,
    /// What stands there.
    pub(crate) value: String,
    /// What is wrong with it, and what to do.
    pub(crate) reason: String,
}

/// What a file holds.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Judged {
    /// Rows in it.
    pub(crate) rows: u64,
    /// Those that cannot be brought in.
    pub(crate) wrong: u64,
    /// Those that lack an answer which finishing needs. They can be brought in.
    pub(crate) unfinished: u64,
    /// What is wrong, in the order of the file.
    pub(crate) errors: Vec<RowError>,
    /// Which column answers which question.
    pub(crate) columns: Vec<(String, String)>,
    /// Columns that are left out, as the map says.
    pub(crate) left_out: Vec<String>,
}

/// A file with its kind and map.
pub(crate) struct Import<'a> {
    /// The file.
    pub(crate) file: &'a Path,
    /// How its letters are written.
    pub(crate) encoding: Encoding,
    /// The kind of all its rows.
    pub(crate) kind: &'a Kind,
    /// What its columns mean, beyond what their heads say.
    pub(crate) map: &'a Map,
    /// Now, milliseconds since 1970.
    pub(crate) now: i64,
}

impl Import<'_> {
    /// Judges every row. `progress` is told how many were read.
    pub(crate) fn judge(&self, progress: &mut dyn FnMut(u64)) -> anyhow::Result<Judged> {
        let mut table = table::open(self.file, self.encoding)?;
        let columns = Columns::of(table.headers()?, self.kind, self.map)?;
        let mut rows = Rows::new(self.kind, self.map, &columns, self.now)?;
        let mut judged = Judged { columns: columns.said(), left_out: columns.left_out(), ..Judged::default() };
        let mut record = csv::StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            judged.rows += 1;
            anyhow::ensure!(judged.rows <= MOST_ROWS, "the file has more than {MOST_ROWS} rows; cut it into several");
            let read = rows.read(line, &record);
            judged.unfinished += u64::from(read.unfinished);
            judged.wrong += u64::from(!read.errors.is_empty());
            let room = MOST_SAID.saturating_sub(judged.errors.len());
            judged.errors.extend(read.errors.into_iter().take(room));
            progress(judged.rows);
        }
        anyhow::ensure!(judged.rows > 0, "{} has no rows under its heads", self.file.display());
        Ok(judged)
    }

    /// Brings every row in. The file must have been judged, and be good.
    pub(crate) fn bring(
        &self,
        centre: &Centre,
        (team, leader): (&str, &str),
        catalogue: &Catalogue,
        progress: &mut dyn FnMut(u64),
    ) -> anyhow::Result<Brought> {
        let mut table = table::open(self.file, self.encoding)?;
        let columns = Columns::of(table.headers()?, self.kind, self.map)?;
        let mut rows = Rows::new(self.kind, self.map, &columns, self.now)?;
        let mut record = csv::StringRecord::new();
        let mut stopped = None;
        let records = std::iter::from_fn(|| {
            let line = match table.next(&mut record) {
                Ok(line) => line?,
                Err(error) => {
                    stopped = Some(error);
                    return None;
                }
            };
            let read = rows.read(line, &record);
            match read.errors.into_iter().next() {
                None => Some((read.id, read.fields)),
                Some(error) => {
                    stopped = Some(anyhow::anyhow!("line {}: {}", error.line, error.reason));
                    None
                }
            }
        });
        let brought = centre.bring_in((team, leader), catalogue, records, progress, self.now)?;
        match stopped {
            Some(error) => Err(error).context("the file was changed while it was read; import it again"),
            None => Ok(brought),
        }
    }
}

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
use server_core::{Brought, Centre, OldRecord};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use table::Table;

/// Rows of one file. Of each so much is remembered that the same one is known again: 100 MB at most.
pub(crate) const MOST_ROWS: u64 = 2_000_000;
/// Lists of rows that are read ahead of those that are being kept.
const AHEAD: usize = 2;
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
    /// Rows that it may have.
    pub(crate) most: u64,
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
        loop {
            let some = table.some(|| {
                judged.rows += 1;
                let most = self.most;
                anyhow::ensure!(judged.rows <= most, "the file has more than {most} rows; cut it into several files");
                progress(judged.rows);
                Ok(())
            })?;
            if some.is_empty() {
                break;
            }
            for read in rows.read(&some) {
                judged.unfinished += u64::from(read.unfinished);
                judged.wrong += u64::from(!read.errors.is_empty());
                let room = MOST_SAID.saturating_sub(judged.errors.len());
                judged.errors.extend(read.errors.into_iter().take(room));
            }
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
        let mut stopped = None;
        // Rows are read and judged while those before them are signed and kept.
        let brought = std::thread::scope(|scope| {
            let (some, come) = sync_channel(AHEAD);
            scope.spawn(move || {
                while let Some(records) = of_next_rows(&mut table, &mut rows).transpose() {
                    let last = records.is_err();
                    // Nobody listens any more once the office refused one.
                    if some.send(records).is_err() || last {
                        break;
                    }
                }
            });
            let records = come.into_iter().map_while(|records| match records {
                Ok(records) => Some(records),
                Err(error) => {
                    stopped = Some(error);
                    None
                }
            });
            centre.bring_in((team, leader), catalogue, records.flatten(), progress, self.now)
        })?;
        match stopped {
            Some(error) => Err(error).context("the file was changed while it was read; import it again"),
            None => Ok(brought),
        }
    }
}

/// The records of the next rows; none at the end of the file.
fn of_next_rows(table: &mut Table, rows: &mut Rows<'_>) -> anyhow::Result<Option<Vec<OldRecord>>> {
    let some = table.some(|| Ok(()))?;
    let record = |read: row::Read| match read.errors.into_iter().next() {
        None => Ok((read.id, read.fields)),
        Some(error) => Err(anyhow::anyhow!("line {}: {}", error.line, error.reason)),
    };
    let records = rows.read(&some).into_iter().map(record).collect::<anyhow::Result<Vec<_>>>()?;
    Ok((!records.is_empty()).then_some(records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_more_rows_than_are_taken_is_refused_at_the_first_too_many() {
        let catalogue = Catalogue::built_in().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.csv");
        let row = |at: u32| format!("R{at},2019-05-0{at}T09:00:00Z,1\n");
        let text: String = (1..=4).map(row).collect();
        std::fs::write(&file, format!("reference,occurred_at,n_needle\n{text}")).unwrap();
        let (kind, map) = (catalogue.kind("drug_litter").unwrap(), Map::default());
        let mut import =
            Import { file: &file, encoding: Encoding::Utf8, kind, map: &map, most: 4, now: 1_742_281_920_000 };
        assert_eq!(import.judge(&mut |_| ()).unwrap().rows, 4);
        import.most = 2;
        let mut read = 0;
        let refused = import.judge(&mut |rows| read = rows).unwrap_err();
        assert_eq!(refused.to_string(), "the file has more than 2 rows; cut it into several files");
        assert_eq!(read, 2, "what comes after is not read");
    }
}

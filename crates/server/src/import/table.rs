//! A CSV file, row by row: its encoding, its separator, and rows that are too long.

use anyhow::Context;
use clap::ValueEnum;
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The longest row, in bytes: more is a file with a quote that is never closed.
const LONGEST_ROW: u64 = 1024 * 1024;

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    /// UTF-8, or UTF-16 with its mark, as spreadsheets save "CSV UTF-8" and "Unicode text".
    Utf8,
    /// What spreadsheets in Britain save as plain "CSV".
    Windows1252,
}

/// A file that is open.
pub(super) struct Table {
    reader: csv::Reader<Bounded>,
}

/// Opens a file. The separator is the one of comma, semicolon and tab that its first line has most of.
pub(super) fn open(path: &Path, encoding: Encoding) -> anyhow::Result<Table> {
    let decoded = || -> anyhow::Result<_> {
        let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let known = (encoding == Encoding::Windows1252).then_some(encoding_rs::WINDOWS_1252);
        Ok(DecodeReaderBytesBuilder::new().encoding(known).bom_sniffing(true).strip_bom(true).build(file))
    };
    let mut first = Vec::new();
    BufReader::new(decoded()?.take(LONGEST_ROW)).read_until(b'\n', &mut first)?;
    let many = |sign: &u8| first.iter().filter(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (many(sign), *sign == b',')).unwrap_or(b',');
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(Bounded { inner: decoded()?, since_end: 0 });
    Ok(Table { reader })
}

impl Table {
    /// The heads of its columns.
    pub(super) fn headers(&mut self) -> anyhow::Result<&csv::StringRecord> {
        self.reader.headers().map_err(plain)
    }

    /// Reads the next row; gives the line on which it begins.
    fn next(&mut self, record: &mut csv::StringRecord) -> anyhow::Result<Option<u64>> {
        loop {
            if !self.reader.read_record(record).map_err(plain)? {
                return Ok(None);
            }
            // A row of nothing but separators, as spreadsheets leave them at the end.
            if record.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(record.position().map_or(0, csv::Position::line)));
            }
        }
    }
}

/// Rows that are read at once, and bytes of them.
const SOME_ROWS: usize = 1_024;
const SOME_BYTES: usize = 8 * 1024 * 1024;

impl Table {
    /// Reads the next rows, each with the line on which it begins; none at the end. `each` is told of every one, and may refuse it.
    pub(super) fn some(
        &mut self,
        mut each: impl FnMut() -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<(u64, csv::StringRecord)>> {
        let (mut some, mut bytes) = (Vec::new(), 0);
        while some.len() < SOME_ROWS && bytes < SOME_BYTES {
            let mut record = csv::StringRecord::new();
            let Some(line) = self.next(&mut record)? else { break };
            each()?;
            bytes += record.as_slice().len();
            some.push((line, record));
        }
        Ok(some)
    }
}

/// Ends with an error where a row is too long.
struct Bounded {
    inner: DecodeReaderBytes<File, Vec<u8>>,
    since_end: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let after = buffer.get(..read).unwrap_or_default().iter().rev().position(|byte| *byte == b'\n');
        self.since_end = after.map_or(self.since_end + read as u64, |after| after as u64);
        if self.since_end > LONGEST_ROW {
            let why = "a row is longer than a mebibyte: look for a quotation mark that is never closed";
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, why));
        }
        Ok(read)
    }
}

/// What the reader says, in plain words.
fn plain(error: csv::Error) -> anyhow::Error {
    let line = |at: Option<&csv::Position>| at.map(|at| format!("line {}: ", at.line())).unwrap_or_default();
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => anyhow::anyhow!(
            "{}these letters are not UTF-8. Save the file as \"CSV UTF-8\", or say --encoding windows1252",
            line(pos.as_ref())
        ),
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => anyhow::anyhow!(
            "{}{len} cells where the heads have {expected_len}. Look for a comma or a quotation mark inside a cell",
            line(pos.as_ref())
        ),
        _ => match error.into_kind() {
            csv::ErrorKind::Io(error) => anyhow::anyhow!("{error}"),
            other => anyhow::anyhow!("the file is no CSV: {other:?}"),
        },
    }
}

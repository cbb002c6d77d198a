//! GeoPackages (OGC 12-128r17, version 1.3, which older programs read too): tables of points, and tables without, in one SQLite file that any geographic
//! program opens.
//!
//! [`GeoPackage::create`] makes a new file with its tables, [`GeoPackage::add`] adds a row, and only [`GeoPackage::finish`] makes
//! the file whole and durable: what was not finished must be thrown away. Rows go to the disk as they come, so the memory does not
//! grow with them. There is no clock here: the time of the last change is passed in.

mod layer;

pub use layer::{Cell, Column, Layer, Srs, Type};

use layer::{Extent, Table, point};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};

/// "GPKG", by which the file is told from any other SQLite file.
const APPLICATION: i32 = 0x4750_4B47;
/// Version 1.3.0.
const VERSION: i32 = 10_300;

/// Why a GeoPackage was not made.
#[derive(Debug, thiserror::Error)]
pub enum GeoPackageError {
    /// A name that a GeoPackage does not take.
    #[error("{0:?} is no name of a table or a column: small letters, digits and _ only, a letter first")]
    Name(String),
    /// A row for a table that there is not, or of another width.
    #[error("a row does not fit its table")]
    Row,
    /// The disk is full.
    #[error("there is no room left on the disk")]
    Full,
    /// SQLite failed.
    #[error("the GeoPackage cannot be written")]
    Database(#[source] rusqlite::Error),
    /// The file could not be made durable.
    #[error("the GeoPackage cannot be written")]
    File(#[from] std::io::Error),
}

/// A GeoPackage that is being written.
pub struct GeoPackage {
    connection: Connection,
    path: PathBuf,
    tables: Vec<Table>,
}

impl GeoPackage {
    /// Makes a file with these tables, where there is none or an empty one. `changed` is the time of the last change, such as `2026-11-30T05:30:00.000Z`.
    ///
    /// # Errors
    /// [`GeoPackageError`]; also if there is anything in the file already.
    pub fn create(path: &Path, changed: &str, layers: &[Layer<'_>]) -> Result<Self, GeoPackageError> {
        let names = layers.iter().flat_map(|layer| layer.columns.iter().map(|(name, _)| *name).chain([layer.name]));
        if let Some(wrong) = names.into_iter().find(|name| !layer::is_name(name)) {
            return Err(GeoPackageError::Name(wrong.to_owned()));
        }
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        if file.metadata()?.len() > 0 {
            return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into());
        }
        drop(file);
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Until it is finished it is thrown away if anything fails, so nothing is journalled.
        for (pragma, value) in [("journal_mode", "OFF"), ("synchronous", "OFF"), ("locking_mode", "EXCLUSIVE")] {
            connection.pragma_update(None, pragma, value)?;
        }
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        connection.execute_batch("BEGIN")?;
        connection.execute_batch(include_str!("base.sql"))?;
        let mut tables = Vec::new();
        for layer in layers {
            tables.push(Table::create(&connection, layer, changed)?);
        }
        Ok(Self { connection, path: path.to_owned(), tables })
    }

    /// Adds a row to the table of this number. `at` is east and north in the table's reference system; none: it has no place.
    ///
    /// # Errors
    /// [`GeoPackageError`]; then the file is to be thrown away.
    pub fn add(&mut self, table: usize, at: Option<(f64, f64)>, cells: &[Cell<'_>]) -> Result<(), GeoPackageError> {
        let table = self.tables.get_mut(table).ok_or(GeoPackageError::Row)?;
        if cells.len() != table.columns || (at.is_some() && table.srs.is_none()) {
            return Err(GeoPackageError::Row);
        }
        let place = at.zip(table.srs).map(|(at, srs)| point(at, srs));
        let mut insert = self.connection.prepare_cached(&table.insert)?;
        let first = usize::from(table.srs.is_some());
        if first == 1 {
            insert.raw_bind_parameter(1, place)?;
        }
        for (number, cell) in (first + 1..).zip(cells) {
            insert.raw_bind_parameter(number, cell)?;
        }
        insert.raw_execute()?;
        if let Some((east, north)) = at {
            let index = [self.connection.last_insert_rowid() as f64, east, east, north, north];
            self.connection.prepare_cached(&table.index)?.execute(index)?;
            table.extent.get_or_insert(Extent::at(east, north)).take(east, north);
        }
        Ok(())
    }

    /// Makes the file whole and durable.
    ///
    /// # Errors
    /// [`GeoPackageError`]; then the file is to be thrown away.
    pub fn finish(self) -> Result<(), GeoPackageError> {
        let Self { connection, path, tables } = self;
        tables.iter().try_for_each(|table| table.finish(&connection))?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(File::options().write(true).open(path)?.sync_all()?)
    }
}

impl From<rusqlite::Error> for GeoPackageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error),
        }
    }
}

//! Connections: one writer behind a lock, a few readers, WAL, every commit through fsync.

use crate::folder::{failed, private};
use crate::migrate::migrate;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use server_core::{Fault, Reading, Storage, Writing};
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

/// More readers than the server has threads at work at once would only wait for the disk.
const READERS: usize = 8;
/// How long to wait for a writer of another process, such as an admin command beside the server.
const BUSY: Duration = Duration::from_secs(30);

/// The database of one council office.
pub struct Database {
    writer: Mutex<Connection>,
    readers: Vec<Mutex<Connection>>,
    next: AtomicUsize,
}

impl Database {
    /// Opens the file, makes it if it is missing, and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        // The root key lies in it: SQLite would let others on this machine read it.
        private().truncate(false).open(path).map_err(|error| failed("open", path, error))?;
        let mut writer = connect(path)?;
        migrate(&mut writer)?;
        let readers = (0..READERS).map(|_| connect(path).map(Mutex::new)).collect::<Result<_, _>>()?;
        Ok(Self { writer: Mutex::new(writer), readers, next: AtomicUsize::new(0) })
    }

    /// A setting of this installation.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Fault> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let sql = "SELECT value FROM settings WHERE name = ?1";
        writer.query_row(sql, [name], |row| row.get(0)).optional().map_err(database)
    }

    /// Changes a setting of this installation.
    pub fn set(&self, name: &str, value: &str) -> Result<(), Fault> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let sql = "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        writer.execute(sql, [name, value]).map_err(database).map(drop)
    }

    fn reader(&self) -> Result<MutexGuard<'_, Connection>, Fault> {
        for reader in &self.readers {
            match reader.try_lock() {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let index = self.next.fetch_add(1, Ordering::Relaxed) % READERS;
        let reader = self.readers.get(index).ok_or_else(|| Fault::Damaged("no reader".into()))?;
        Ok(reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Storage for Database {
    fn read(&self) -> Result<Box<dyn Reading + '_>, Fault> {
        let tx = Tx::begin(self.reader()?, "BEGIN")?;
        // A deferred transaction takes its view with the first read.
        tx.one("SELECT 1 FROM sqlite_schema LIMIT 1", [], |_| Ok(()))?;
        Ok(Box::new(tx))
    }

    fn write(&self) -> Result<Box<dyn Writing + '_>, Fault> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Box::new(Tx::begin(writer, "BEGIN IMMEDIATE")?))
    }

    fn forget(&self) -> Result<(), Fault> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // `secure_delete` overwrites what is deleted. A page of the file that was divided can hold a second copy of a row in
        // its unused part, which only writing the file anew removes.
        writer.execute_batch("VACUUM").map_err(database)?;
        let busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(database)?;
        if busy {
            return Err(Fault::Damaged("the database is in use, so its log still holds what was deleted".into()));
        }
        Ok(())
    }
}

fn connect(path: &Path) -> Result<Connection, Fault> {
    let connection = Connection::open(path).map_err(database)?;
    connection.busy_timeout(BUSY).map_err(database)?;
    connection.set_prepared_statement_cache_capacity(64);
    // secure_delete leaves nothing of erased values in free pages.
    for (pragma, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON"), ("foreign_keys", "ON")]
    {
        connection.pragma_update(None, pragma, value).map_err(database)?;
    }
    Ok(connection)
}

/// A transaction on a connection; rolled back if dropped before it is committed.
pub(crate) struct Tx<'a> {
    connection: MutexGuard<'a, Connection>,
    open: bool,
}

impl<'a> Tx<'a> {
    fn begin(connection: MutexGuard<'a, Connection>, sql: &str) -> Result<Self, Fault> {
        connection.execute_batch(sql).map_err(database)?;
        Ok(Self { connection, open: true })
    }

    pub(crate) fn end(mut self) -> Result<(), Fault> {
        self.connection.execute_batch("COMMIT").map_err(database)?;
        self.open = false;
        Ok(())
    }

    /// The first row, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Fault> {
        self.prepare_cached(sql).and_then(|mut found| found.query_row(params, map).optional()).map_err(database)
    }

    /// All rows.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        self.prepare_cached(sql).and_then(|mut found| found.query_map(params, map)?.collect()).map_err(database)
    }

    /// Changes rows.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<(), Fault> {
        self.prepare_cached(sql).and_then(|mut change| change.execute(params)).map_err(database).map(drop)
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(error = &error as &dyn std::error::Error, "a transaction was not rolled back");
        }
    }
}

pub(crate) fn database(error: rusqlite::Error) -> Fault {
    Fault::Database(Box::new(error))
}

//! Reading ids and hashes out of rows; a column of another length is an error, never a panic.

use crate::StoreError;
use book::{BookId, EntryHash, GrantId, RecordId, Tip};
use rusqlite::Row;
use uuid::Uuid;

pub(crate) fn bytes<const N: usize>(row: &Row<'_>, column: &str) -> Result<[u8; N], StoreError> {
    row.get_ref(column)?
        .as_blob()
        .ok()
        .and_then(|blob| blob.try_into().ok())
        .ok_or(StoreError::Unreadable("an id or a hash"))
}

pub(crate) fn record_id(row: &Row<'_>, column: &str) -> Result<RecordId, StoreError> {
    Ok(RecordId(Uuid::from_bytes(bytes(row, column)?)))
}

pub(crate) fn book_id(row: &Row<'_>, column: &str) -> Result<BookId, StoreError> {
    Ok(BookId(bytes(row, column)?))
}

pub(crate) fn entry_hash(row: &Row<'_>, column: &str) -> Result<EntryHash, StoreError> {
    Ok(EntryHash(bytes(row, column)?))
}

pub(crate) fn grant_id(row: &Row<'_>, column: &str) -> Result<GrantId, StoreError> {
    Ok(GrantId(bytes(row, column)?))
}

pub(crate) fn number(row: &Row<'_>, column: &str) -> Result<u64, StoreError> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| StoreError::Unreadable("a number below zero"))
}

pub(crate) fn tip(row: &Row<'_>) -> Result<Tip, StoreError> {
    Ok(Tip { number: number(row, "tip_number")?, hash: entry_hash(row, "tip_hash")? })
}

/// Runs a query and collects what `map` makes of each row.
pub(crate) fn all<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(map(row)?);
    }
    Ok(found)
}

/// The first row, if there is one.
pub(crate) fn one<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    map: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    rows.next()?.map(map).transpose()
}

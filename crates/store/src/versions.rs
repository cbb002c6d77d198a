//! Which two versions a person has opened, so that they are told of each once.

use crate::columns::one;
use crate::{Store, StoreError};
use book::{RecordId, UserId};
use rusqlite::params;

impl Store {
    /// The versions of a record that a person opened last, as [`Store::keep_versions_opened`] was given them.
    pub fn versions_opened(&self, user: UserId, record: RecordId) -> Result<Option<String>, StoreError> {
        self.read(|db| {
            let sql = "SELECT versions FROM versions_opened WHERE user = ?1 AND record = ?2";
            one(db, sql, params![user.0.as_bytes(), record.0.as_bytes()], |row| Ok(row.get("versions")?))
        })
    }

    /// Keeps that a person opened these versions of a record.
    pub fn keep_versions_opened(&self, user: UserId, record: RecordId, versions: &str) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO versions_opened VALUES (?1, ?2, ?3)")?.execute(params![
                user.0.as_bytes(),
                record.0.as_bytes(),
                versions
            ])?;
            Ok(())
        })
    }
}

//! The last checkpoint of the council office that this tablet saw: what the office may not show less of.

use crate::columns::one;
use crate::{Store, StoreError};
use book::{BookId, Content, Reader, ScopeId, SignedGrant, Writer};
use protocol::Checkpoint;
use rusqlite::params;

impl Store {
    /// The checkpoint kept for a scope.
    pub fn checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, StoreError> {
        self.read(|db| {
            one(db, "SELECT encoded FROM checkpoint WHERE scope = ?1", [scope.0.as_bytes()], |row| {
                let encoded: Vec<u8> = row.get("encoded")?;
                Checkpoint::decode(&mut Reader::new(&encoded)).map_err(|_| StoreError::Unreadable("a checkpoint"))
            })
        })
    }

    /// Keeps a checkpoint whose signature was verified, in place of the one before.
    pub fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        let mut encoded = Writer::new();
        checkpoint.encode(&mut encoded);
        let encoded = encoded.finish();
        self.transact(|tx| {
            let sql = "INSERT INTO checkpoint VALUES (?1, ?2) ON CONFLICT (scope) DO UPDATE SET encoded = ?2";
            tx.execute(sql, params![checkpoint.scope.0.as_bytes(), encoded])?;
            Ok(())
        })
    }

    /// The short code of a book, such as `W07`, if its first page and a grant of its tablet are here.
    pub fn book_code(&self, book: BookId) -> Result<Option<String>, StoreError> {
        let Some(Content::Opening(opening)) = self.entry(book, 1)?.map(|first| first.header.content) else {
            return Ok(None);
        };
        let code = |signed: SignedGrant| (signed.grant.device_key == opening.device_key).then_some(signed.grant.code);
        Ok(self.grants()?.into_iter().find_map(code))
    }
}

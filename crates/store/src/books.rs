//! Books as held: tips, single entries, and the chain of a book.

use crate::columns::{all, book_id, entry_hash, number, one, tip};
use crate::{OwnBook, Store, StoreError};
use book::{BookId, Chain, Content, Entry, EntryHash, ScopeId};
use rusqlite::{Connection, params};

impl Store {
    /// How far each book of a scope is held.
    pub fn tips(&self, scope: ScopeId) -> Result<protocol::Tips, StoreError> {
        self.read(|db| {
            Ok(all(db, "SELECT * FROM book WHERE scope = ?1", [scope.0.as_bytes()], |row| {
                Ok((book_id(row, "id")?, tip(row)?))
            })?
            .into_iter()
            .collect())
        })
    }

    /// The number that the next page of this tablet's book gets; 0 when there is no book.
    pub fn next_page(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            Ok(one(db, "SELECT tip_number FROM book WHERE own = 1", [], |row| number(row, "tip_number"))?
                .map_or(0, |number| number + 1))
        })
    }

    /// One entry of a book.
    pub fn entry(&self, book: BookId, at: u64) -> Result<Option<Entry>, StoreError> {
        self.read(|db| entry(db, book, at))
    }

    /// The entries about a record, newest first.
    pub fn entries_about(&self, record: book::RecordId) -> Result<Vec<Entry>, StoreError> {
        self.read(|db| {
            let pages = all(
                db,
                "SELECT book, number FROM about WHERE record = ?1 ORDER BY clock DESC, number DESC LIMIT 500",
                [record.0.as_bytes()],
                |row| Ok((book_id(row, "book")?, number(row, "number")?)),
            )?;
            pages.into_iter().filter_map(|(book, number)| entry(db, book, number).transpose()).collect()
        })
    }

    /// A book as its last entry leaves it.
    pub(crate) fn chain(&self, db: &Connection, book: BookId) -> Result<Option<Chain>, StoreError> {
        let Some(tip) = one(db, "SELECT * FROM book WHERE id = ?1", [book.0], tip)? else { return Ok(None) };
        let first = entry(db, book, 1)?.ok_or(StoreError::Unreadable("a book without its first page"))?;
        let Content::Opening(opening) = first.header.content else {
            return Err(StoreError::Unreadable("a book that does not begin with its opening"));
        };
        Ok(Some(Chain { book, opening, tip }))
    }
}

pub(crate) fn hash_at(db: &Connection, book: BookId, at: u64) -> Result<Option<EntryHash>, StoreError> {
    one(db, "SELECT hash FROM entry WHERE book = ?1 AND number = ?2", params![book.0, at as i64], |row| {
        entry_hash(row, "hash")
    })
}

pub(crate) fn entry(db: &Connection, book: BookId, at: u64) -> Result<Option<Entry>, StoreError> {
    let wire = one(db, "SELECT wire FROM entry WHERE book = ?1 AND number = ?2", params![book.0, at as i64], |row| {
        Ok(row.get::<_, Vec<u8>>("wire")?)
    })?;
    let Some(wire) = wire else { return Ok(None) };
    let previous = match at {
        0 | 1 => EntryHash([0; 32]),
        _ => hash_at(db, book, at - 1)?.ok_or(StoreError::Unreadable("a page whose predecessor is missing"))?,
    };
    Entry::decode_wire(&wire, book, at, previous).map(Some).map_err(|_| StoreError::Unreadable("a page"))
}

/// This tablet's own book.
pub(crate) fn own_book(db: &Connection) -> Result<Option<OwnBook>, StoreError> {
    one(db, "SELECT * FROM book WHERE own = 1", [], |row| {
        Ok(OwnBook {
            book: book_id(row, "id")?,
            tip: tip(row)?,
            arrived: number(row, "arrived")?,
            backed_up: number(row, "backed_up")?,
        })
    })
}

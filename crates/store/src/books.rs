//! Books as held: tips, single entries, and the chain of a book.

use crate::columns::{all, book_id, entry_hash, number, one, tip};
use crate::restricted::open;
use crate::{OwnBook, Store, StoreError};
use book::{Base, BookId, Chain, Content, Entry, EntryHash, Line, Page, ScopeId, Tip};
use record::Opened;
use record::sealed::is_sealed;
use rusqlite::{Connection, Row, params};

impl Store {
    /// How far each book of a scope is held.
    pub fn tips(&self, scope: ScopeId) -> Result<protocol::Tips, StoreError> {
        Ok(self.lines(scope)?.iter().collect())
    }

    /// All lines of a scope's books.
    pub fn lines(&self, scope: ScopeId) -> Result<Vec<Line>, StoreError> {
        self.read(|db| all(db, "SELECT * FROM book WHERE scope = ?1", [scope.0.as_bytes()], line))
    }

    /// The line on which a page of a book is held, if it is.
    pub fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError> {
        self.read(|db| line_of(db, book, page))
    }

    /// The number that the next page of this tablet's book gets; 0 when there is no book.
    pub fn next_page(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            Ok(one(db, "SELECT tip_number FROM book WHERE own = 1", [], |row| number(row, "tip_number"))?
                .map_or(0, |number| number + 1))
        })
    }

    /// The hash of a page of a line, if it is held.
    pub fn hash_at(&self, line: BookId, at: u64) -> Result<Option<EntryHash>, StoreError> {
        self.read(|db| hash_at(db, line, at))
    }

    /// One entry of a line, if it can be read.
    pub fn entry(&self, line: BookId, at: u64) -> Result<Option<Entry>, StoreError> {
        self.read(|db| entry(db, line, at))
    }

    /// An entry by its hash, if it can be read.
    pub fn entry_of(&self, hash: EntryHash) -> Result<Option<Entry>, StoreError> {
        self.read(|db| {
            let sql = "SELECT book, number FROM entry WHERE hash = ?1";
            let place = one(db, sql, [hash.0], |row| Ok((book_id(row, "book")?, number(row, "number")?)))?;
            place.map_or(Ok(None), |(line, at)| entry(db, line, at))
        })
    }

    /// The entries about a record as this tablet can read them, newest first.
    pub fn entries_about(&self, record: book::RecordId) -> Result<Vec<Opened>, StoreError> {
        self.read(|db| {
            let pages = all(
                db,
                "SELECT book, number FROM about WHERE record = ?1 ORDER BY clock DESC, number DESC LIMIT 500",
                [record.0.as_bytes()],
                |row| Ok((book_id(row, "book")?, number(row, "number")?)),
            )?;
            let mut entries = Vec::with_capacity(pages.len());
            for (book, number) in pages {
                let Some(entry) = entry(db, book, number)? else { continue };
                entries.extend(match is_sealed(&entry) {
                    true => open(db, &entry)?,
                    false => Some(Opened { hash: entry.hash(), entry }),
                });
            }
            Ok(entries)
        })
    }
}

/// A line as its last page leaves it.
pub(crate) fn chain(db: &Connection, id: BookId) -> Result<Option<Chain>, StoreError> {
    let found = one(db, "SELECT * FROM book WHERE id = ?1", [id.0], line)?;
    found.map(|line| with_opening(db, line)).transpose()
}

/// All lines of a book, the one with the opening first.
pub(crate) fn chains(db: &Connection, book: BookId) -> Result<Vec<Chain>, StoreError> {
    let lines = all(db, "SELECT * FROM book WHERE trunk = ?1 ORDER BY base_number", [book.0], line)?;
    lines.into_iter().map(|line| with_opening(db, line)).collect()
}

fn with_opening(db: &Connection, Line { book, line, base, tip }: Line) -> Result<Chain, StoreError> {
    let first = entry(db, book, 1)?.ok_or(StoreError::Unreadable("a book without its first page"))?;
    match first.header.content {
        Content::Opening(opening) => Ok(Chain { book, line, base, opening, tip }),
        Content::Writes(_) => Err(StoreError::Unreadable("a book that does not begin with its opening")),
    }
}

/// A line as it stood after its page `number`; for a branch, at the least after the page that it shares.
pub(crate) fn chain_at(db: &Connection, line: BookId, number: u64) -> Result<Option<Chain>, StoreError> {
    let Some(chain) = chain(db, line)? else { return Ok(None) };
    let tip = match chain.base {
        Some(base) if number <= base.tip.number => Some(base.tip),
        _ if number == 0 => Some(Tip { number, hash: EntryHash([0; 32]) }),
        _ => hash_at(db, line, number)?.map(|hash| Tip { number, hash }),
    };
    Ok(tip.map(|tip| Chain { tip, ..chain }))
}

pub(crate) fn line_of(db: &Connection, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError> {
    let sql =
        "SELECT b.id FROM entry e JOIN book b ON b.id = e.book WHERE e.hash = ?1 AND e.number = ?2 AND b.trunk = ?3";
    one(db, sql, params![page.hash.0, page.number as i64, book.0], |row| book_id(row, "id"))
}

pub(crate) fn hash_at(db: &Connection, line: BookId, at: u64) -> Result<Option<EntryHash>, StoreError> {
    one(db, "SELECT hash FROM entry WHERE book = ?1 AND number = ?2", params![line.0, at as i64], |row| {
        entry_hash(row, "hash")
    })
}

/// A page of a line.
pub(crate) fn page(db: &Connection, line: BookId, at: u64) -> Result<Option<Page>, StoreError> {
    let sql = "SELECT e.wire, b.trunk FROM entry e JOIN book b ON b.id = e.book WHERE e.book = ?1 AND e.number = ?2";
    let found =
        one(db, sql, params![line.0, at as i64], |row| Ok((row.get::<_, Vec<u8>>("wire")?, book_id(row, "trunk")?)))?;
    let Some((wire, book)) = found else { return Ok(None) };
    let page = match Page::place(&wire) {
        None => {
            let previous = match at {
                0 | 1 => EntryHash([0; 32]),
                _ => hash_at(db, line, at - 1)?.ok_or(StoreError::Unreadable("a page whose predecessor is missing"))?,
            };
            Entry::decode_wire(&wire, book, at, previous).map(Page::from)
        }
        Some((_, before)) => {
            let key = chain(db, book)?.ok_or(StoreError::Unreadable("a branch without its book"))?.opening.device_key;
            Page::decode_wire(&wire, book, at, before.hash, &key)
        }
    };
    page.map(Some).map_err(|_| StoreError::Unreadable("a page"))
}

/// An entry of a line, if it can be read.
pub(crate) fn entry(db: &Connection, line: BookId, at: u64) -> Result<Option<Entry>, StoreError> {
    Ok(match page(db, line, at)? {
        Some(Page::Entry(entry)) => Some(entry),
        Some(Page::Opaque(_)) | None => None,
    })
}

fn line(row: &Row<'_>) -> Result<Line, StoreError> {
    let base = match row.get_ref("base_line")? {
        rusqlite::types::ValueRef::Null => None,
        _ => {
            let tip = Tip { number: number(row, "base_number")?, hash: entry_hash(row, "base_hash")? };
            Some(Base { line: book_id(row, "base_line")?, tip })
        }
    };
    Ok(Line { book: book_id(row, "trunk")?, line: book_id(row, "id")?, base, tip: tip(row)? })
}

/// A book in which this tablet writes, by the number that marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// The team's.
    Team = 1,
    /// Of the team's restricted part.
    Restricted = 3,
}

/// This tablet's own book in its team.
pub(crate) fn own_book(db: &Connection) -> Result<Option<OwnBook>, StoreError> {
    book_of(db, Own::Team)
}

/// This tablet's own book there.
pub(crate) fn book_of(db: &Connection, own: Own) -> Result<Option<OwnBook>, StoreError> {
    one(db, "SELECT * FROM book WHERE own = ?1", [own as i64], |row| {
        Ok(OwnBook {
            book: book_id(row, "id")?,
            tip: tip(row)?,
            arrived: number(row, "arrived")?,
            backed_up: number(row, "backed_up")?,
        })
    })
}

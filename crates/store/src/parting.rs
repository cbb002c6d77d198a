//! Books that part: a tablet's disk was put back to an earlier state, or cloned. Nothing is overwritten and nothing is
//! written again: both branches stay as they are, the tablet opens a new book, and the parting is listed for the leader.

use crate::books::{Own, book_of, chain};
use crate::columns::{all, book_id, entry_hash, number};
use crate::project::BookOf;
use crate::restricted::part;
use crate::settings::{get, put};
use crate::{Store, StoreError};
use book::{BookId, Chain, Clock, Entry, Opening, Predecessor, PublicKey, SignedGrant, Tip};
use rusqlite::Transaction;

/// The setting that holds the last page of an own book that the other branch shares.
fn parted_setting(own: Own) -> &'static str {
    match own {
        Own::Team => "parted",
        Own::Restricted => "parted_restricted",
    }
}

/// A book that went on in two ways, or whose tablet was put back and began a new book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// The book.
    pub book: BookId,
    /// The short code of the tablet, if its grants are held.
    pub code: String,
    /// When it was noticed here, milliseconds since 1970.
    pub noticed: i64,
    /// The last page that both have.
    pub shared: u64,
    /// Pages after that on the line that was held first.
    pub pages: u64,
    /// Pages after that on the branch; none if the tablet was put back and wrote nothing before it was noticed.
    pub other_pages: u64,
}

impl Store {
    /// Opens this tablet's next book, once its book has parted and all of it has arrived; until then the tablet writes on
    /// in its own branch, which travels as it is. Gives the place where the book parted.
    pub fn turn_over(&self, now: i64) -> Result<Option<Predecessor>, StoreError> {
        let team = self.turn_over_one(Own::Team, now)?;
        Ok(team.or(self.turn_over_one(Own::Restricted, now)?))
    }

    fn turn_over_one(&self, which: Own, now: i64) -> Result<Option<Predecessor>, StoreError> {
        let setting = parted_setting(which);
        if self.setting::<Option<Tip>>(setting)?.flatten().is_none() {
            return Ok(None);
        }
        let (nonce, body_key) = (self.random()?, self.random()?);
        self.transact(|tx| {
            let parted: Option<Tip> = get(tx, setting)?.flatten();
            let Some(own) = book_of(tx, which)?.filter(|own| own.arrived >= own.tip.number) else { return Ok(None) };
            let (Some(tip), Some(before)) = (parted, chain(tx, own.book)?) else { return Ok(None) };
            let key = self.keys.signing();
            let predecessor = Some(Predecessor { book: own.book, tip });
            let opening = Opening { device_key: key.public(), scope: before.opening.scope, nonce, predecessor };
            let clock = get::<Clock>(tx, "clock")?.unwrap_or_default().tick(u64::try_from(now).unwrap_or_default());
            let entry = Entry::open(&key, opening, clock, now, body_key);
            let chain = Chain::begin(&entry).map_err(|_| StoreError::Unreadable("the book just opened"))?;
            tx.execute("UPDATE book SET own = 2 WHERE own = ?1", [which as i64])?;
            // Where a record stands is told by the page of the book that is written in; what went before has arrived.
            let (restricted, of) = match which {
                Own::Team => (false, BookOf::Own),
                Own::Restricted => (true, BookOf::OwnRestricted),
            };
            tx.execute("UPDATE record SET own_last = 0 WHERE own_last > 0 AND (finding = 2) = ?1", [restricted])?;
            self.append(tx, &chain, &[entry.into()], of, now)?;
            // What waits for a check is shown only in the book that is written in.
            let waiting = "SELECT e.hash FROM held_back h JOIN entry e ON e.hash = h.entry WHERE e.book = ?1";
            for hash in all(tx, waiting, [own.book.0], |row| entry_hash(row, "hash"))? {
                self.merge_anew(tx, hash)?;
            }
            put(tx, "clock", &clock)?;
            put(tx, setting, &None::<Tip>)?;
            Ok(predecessor)
        })
    }

    /// The books of this tablet's key, each with the page up to which it is known to be backed up.
    pub fn books_backed_up(&self) -> Result<Vec<(BookId, u64)>, StoreError> {
        self.read(|db| {
            all(db, "SELECT trunk, backed_up FROM book WHERE own > 0", [], |row| {
                Ok((book_id(row, "trunk")?, number(row, "backed_up")?))
            })
        })
    }

    /// Every parting of the team's books of which a page is held, the newest first. Those of the restricted part would tell
    /// that there is something of it.
    pub fn partings(&self) -> Result<Vec<Parting>, StoreError> {
        let grants = self.grants()?;
        self.read(|db| {
            let restricted = part(db)?.map(|part| *part.scope.0.as_bytes());
            let sql = "
                SELECT b.trunk, b.noticed, b.base_number AS shared, p.tip_number - b.base_number AS pages,
                       b.tip_number - b.base_number AS other_pages
                FROM book b JOIN book p ON p.id = b.base_line WHERE b.scope IS NOT ?1
                UNION ALL
                SELECT p.id, b.noticed, b.follows_number, p.tip_number - b.follows_number, 0
                FROM book b JOIN book p ON p.id = b.follows
                WHERE b.scope IS NOT ?1
                AND NOT EXISTS (SELECT 1 FROM book WHERE trunk = b.follows AND base_number = b.follows_number)
                ORDER BY 2 DESC";
            let rows = all(db, sql, [restricted], |row| {
                Ok(Parting {
                    book: book_id(row, "trunk")?,
                    code: String::new(),
                    noticed: row.get("noticed")?,
                    shared: number(row, "shared")?,
                    pages: number(row, "pages")?,
                    other_pages: number(row, "other_pages")?,
                })
            })?;
            rows.into_iter()
                .map(|row| {
                    let key = chain(db, row.book)?.map(|chain| chain.opening.device_key);
                    Ok(Parting { code: key.map(|key| code(&grants, &key)).unwrap_or_default(), ..row })
                })
                .collect()
        })
    }
}

/// Notes that the own book has parted after the page `shared`; the earliest such page stays noted.
pub(crate) fn note_parting(tx: &Transaction<'_>, which: Own, shared: Option<Tip>) -> Result<(), StoreError> {
    let setting = parted_setting(which);
    let noted: Option<Tip> = get(tx, setting)?.flatten();
    let first = noted.into_iter().chain(shared).min();
    put(tx, setting, &first)
}

fn code(grants: &[SignedGrant], key: &PublicKey) -> String {
    let of = grants.iter().find(|signed| signed.grant.device_key == *key);
    of.map(|signed| signed.grant.code.clone()).unwrap_or_default()
}

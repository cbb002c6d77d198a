//! Lawful erasure on the tablet. An order in a book of the council office takes values out of the stored pages, the current
//! records and their lines, the search words, the drafts that quote them, and photos; and out of what comes later, before it
//! is stored. Nothing else deletes anything here, and this goes before the rule that only what is backed up may go.

use crate::columns::{all, book_id, bytes, entry_hash, number, one, record_id};
use crate::open::held;
use crate::project::BookOf;
use crate::settings::{get, put};
use crate::{Draft, Store, StoreError};
use book::{EntryHash, Page, RecordId};
use protocol::PhotoHash;
use record::{Erasure, Ground, Order};
use rusqlite::{Connection, Transaction, params};

/// The setting that says that files may still hold what was erased.
const TO_FORGET: &str = "to_forget";

/// A value that the law took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedValue {
    /// The entry that had written it.
    pub entry: EntryHash,
    /// The field or row.
    pub field: String,
    /// When it was ordered, milliseconds since 1970.
    pub at: i64,
    /// Why.
    pub ground: Ground,
}

impl Store {
    /// What was erased of a record, the latest order first.
    pub fn erased(&self, record: RecordId) -> Result<Vec<ErasedValue>, StoreError> {
        self.read(|db| {
            let sql = "SELECT entry, field, at, ground FROM erased WHERE record = ?1 ORDER BY at DESC, field";
            all(db, sql, [record.0.as_bytes()], |row| {
                let ground: String = row.get("ground")?;
                Ok(ErasedValue {
                    entry: entry_hash(row, "entry")?,
                    field: row.get("field")?,
                    at: row.get("at")?,
                    ground: Ground::named(&ground).ok_or(StoreError::Unreadable("a ground"))?,
                })
            })
        })
    }

    /// Follows what the office ordered at these times.
    pub(crate) fn erase(&self, tx: &Transaction<'_>, erasures: &[(i64, Erasure)]) -> Result<(), StoreError> {
        for (at, Erasure { order, gone, .. }) in erasures {
            let said = serde_json::to_string(order).map_err(|_| StoreError::Unreadable("an order"))?;
            tx.prepare_cached("INSERT OR IGNORE INTO erasure_order VALUES (?1, ?2)")?
                .execute(params![order.record.0.as_bytes(), said])?;
            for (gone, field) in gone.iter().flat_map(|gone| gone.fields.iter().map(move |field| (gone, field))) {
                tx.prepare_cached("INSERT OR IGNORE INTO erased VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                    gone.entry.0,
                    order.record.0.as_bytes(),
                    field,
                    at,
                    order.ground.word()
                ])?;
            }
            for gone in gone {
                self.erase_page(tx, gone.entry)?;
            }
            self.erase_in_drafts(tx, order)?;
            self.merge_record(tx, order.record)?;
            let photos = gone.iter().flat_map(|gone| &gone.fields);
            for photo in photos.filter_map(|field| PhotoHash::from_hex(field.strip_prefix(record::PHOTO)?)) {
                self.let_go_of_photo(tx, order.record, photo)?;
            }
        }
        if erasures.is_empty() { Ok(()) } else { put(tx, TO_FORGET, &true) }
    }

    fn erase_page(&self, tx: &Transaction<'_>, entry: EntryHash) -> Result<(), StoreError> {
        let sql = "SELECT e.book, e.number FROM entry e WHERE e.hash = ?1";
        let place = one(tx, sql, [entry.0], |row| Ok((book_id(row, "book")?, number(row, "number")?)))?;
        let Some((line, at)) = place else { return Ok(()) };
        let Some(page) = crate::books::page(tx, line, at)? else { return Ok(()) };
        if let Some(left) = without(tx, &page, entry)? {
            tx.prepare_cached("UPDATE entry SET wire = ?3 WHERE book = ?1 AND number = ?2")?.execute(params![
                line.0,
                at as i64,
                left.encode_wire()
            ])?;
        }
        Ok(())
    }

    /// A form that quotes the record may go on, without what was erased.
    fn erase_in_drafts(&self, tx: &Transaction<'_>, order: &Order) -> Result<(), StoreError> {
        let bodies = all(tx, "SELECT body FROM draft", [], |row| Ok(row.get::<_, String>("body")?))?;
        for body in bodies {
            let draft: Draft = serde_json::from_str(&body).map_err(|_| StoreError::Unreadable("a draft"))?;
            if draft.record != Some(order.record) {
                continue;
            }
            let mut left = draft;
            if let Some(begun) = left.begun_as.take() {
                // It said that a new find is the same as that record. The find, with its photos, is another matter.
                let whole = Draft { id: left.id, photos: left.photos, ..*begun };
                let body = serde_json::to_string(&whole).map_err(|_| StoreError::Unreadable("a draft"))?;
                tx.execute("UPDATE draft SET body = ?2 WHERE id = ?1", params![whole.id.as_bytes(), body])?;
                continue;
            }
            left.answers.retain(|field, _| !order.names(field));
            left.opened.retain(|field, _| !order.names(field));
            left.photos.retain(|photo| !order.names(&format!("{}{}", record::PHOTO, photo.row.sha256)));
            if left.answers.is_empty() && left.photos.is_empty() {
                tx.execute("DELETE FROM draft WHERE id = ?1", params![left.id.as_bytes()])?;
            } else {
                let body = serde_json::to_string(&left).map_err(|_| StoreError::Unreadable("a draft"))?;
                tx.execute("UPDATE draft SET body = ?2 WHERE id = ?1", params![left.id.as_bytes(), body])?;
            }
        }
        Ok(())
    }

    /// The photo is no longer on the record; its bytes go if nothing else has it.
    fn let_go_of_photo(&self, tx: &Transaction<'_>, record: RecordId, photo: PhotoHash) -> Result<(), StoreError> {
        let name = photo.to_string();
        if self.state(tx, record)?.is_some_and(|state| state.photos().iter().any(|row| row.sha256 == name)) {
            return Ok(());
        }
        tx.execute("DELETE FROM photo_on WHERE record = ?1 AND photo = ?2", params![record.0.as_bytes(), photo.0])?;
        let elsewhere = "SELECT 1 FROM photo_on WHERE photo = ?1
                         UNION ALL SELECT 1 FROM draft WHERE instr(body, lower(hex(?1))) > 0";
        if one(tx, elsewhere, [photo.0], |_| Ok(()))?.is_none() {
            tx.execute("DELETE FROM photo WHERE hash = ?1", [photo.0])?;
            tx.execute("INSERT OR IGNORE INTO photo_to_erase VALUES (?1)", [photo.0])?;
        }
        Ok(())
    }

    /// Takes what was erased out of the files: photos, what the search index still holds, and the database's log. Stopped
    /// anywhere, it does the rest the next time.
    pub(crate) fn finish_erasures(&self) -> Result<(), StoreError> {
        if !self.read(|db| Ok(get::<bool>(db, TO_FORGET)?.unwrap_or_default()))? {
            return Ok(());
        }
        {
            let _alone = held(&self.photo_files);
            let photos = self
                .read(|db| all(db, "SELECT hash FROM photo_to_erase", [], |row| Ok(PhotoHash(bytes(row, "hash")?))))?;
            for photo in photos {
                // Taken in again meanwhile, it is another finding's.
                let known =
                    self.read(|db| one(db, "SELECT 1 FROM photo WHERE hash = ?1 AND here = 1", [photo.0], |_| Ok(())))?;
                if known.is_none() {
                    self.remove_photo(photo)?;
                }
                self.transact(|tx| Ok(tx.execute("DELETE FROM photo_to_erase WHERE hash = ?1", [photo.0])?))?;
            }
        }
        // A word that is no longer in any text stays in the index until its parts are merged.
        self.transact(|tx| Ok(tx.execute("INSERT INTO words (words) VALUES ('optimize')", [])?))?;
        if self.truncate_log()? {
            self.transact(|tx| put(tx, TO_FORGET, &false))?;
        }
        Ok(())
    }

    /// Values that are missing of a page without an order.
    pub(crate) fn missing_without_order(&self, page: &Page) -> Result<Vec<String>, StoreError> {
        if !page.is_erased() {
            return Ok(Vec::new());
        }
        let named = self.read(|db| ordered(db, page.hash()))?;
        Ok(match page {
            Page::Entry(entry) => {
                let gaps = entry
                    .gaps()
                    .filter(|(record, write)| !named.iter().any(|(of, field)| of == record && *field == write.field));
                gaps.map(|(_, write)| write.field.clone()).collect()
            }
            Page::Opaque(_) if named.is_empty() => vec!["all".into()],
            Page::Opaque(_) => Vec::new(),
        })
    }
}

/// The erasures in a page of a book of the office, with their time.
pub(crate) fn orders(of: BookOf, page: &Page) -> Vec<(i64, Erasure)> {
    let entry = page.entry().filter(|_| of == BookOf::Office);
    let read = |entry: &book::Entry| Erasure::read(entry).into_iter().map(|one| (entry.header.wall, one)).collect();
    entry.map(read).unwrap_or_default()
}

/// What a write to this field says of the orders that are known here: that they were.
pub(crate) fn marks(db: &Connection, record: RecordId, field: &str) -> Result<Vec<EntryHash>, StoreError> {
    let said = all(db, "SELECT said FROM erasure_order WHERE record = ?1", [record.0.as_bytes()], |row| {
        let said: String = row.get("said")?;
        serde_json::from_str::<Order>(&said).map_err(|_| StoreError::Unreadable("an order"))
    })?;
    Ok(said.iter().filter(|order| order.names(field)).map(Order::mark).collect())
}

/// What orders leave of a page; none if they leave all that there is.
pub(crate) fn without(db: &Connection, page: &Page, hash: EntryHash) -> Result<Option<Page>, StoreError> {
    let ordered = ordered(db, hash)?;
    if ordered.is_empty() {
        return Ok(None);
    }
    let names = |record: RecordId, field: &str| ordered.iter().any(|(of, named)| *of == record && named == field);
    let left = page.clone().erase(names);
    Ok((left != *page).then_some(left))
}

fn ordered(db: &Connection, entry: EntryHash) -> Result<Vec<(RecordId, String)>, StoreError> {
    all(db, "SELECT record, field FROM erased WHERE entry = ?1", [entry.0], |row| {
        Ok((record_id(row, "record")?, row.get("field")?))
    })
}

#[cfg(test)]
mod tests;

//! When the second copy and the office differ: the longer one heals the shorter. This is also how an office is restored.
//!
//! An office put back from an older copy of its folder finds pages in the archive that it lacks, and takes them. An
//! archive that was emptied, moved or damaged falls back to what can be proved, visibly, and is written anew. A damaged
//! file is set aside, never deleted.

use crate::backup::follow;
use crate::centre::Centre;
use crate::storage::{Archived, Fault, PhotoRow};
use crate::take::Staged;
use book::{BookId, Chain, Entry, ScopeId};
use protocol::PhotoHash;
use std::collections::{BTreeMap, BTreeSet};

impl Centre {
    /// Compares every book's second copy with the office by length and heals what differs. To be called at each start.
    /// Gives the number of pages that the office took out of the archive.
    pub fn recover(&self, now: i64) -> Result<u64, Fault> {
        let _alone = self.archive.lock()?;
        let mut held: BTreeMap<BookId, u64> =
            self.storage.read()?.books()?.into_iter().map(|row| (row.book, row.archived.bytes)).collect();
        for book in self.archive.books()? {
            held.entry(book).or_insert(0);
        }
        let mut differing = Vec::new();
        for (book, bytes) in held {
            if self.archive.length(book)? != bytes {
                differing.push(book);
            }
        }
        // The office's own books go first: the verdicts in them say which of the others' pages count.
        let root = self.council()?.root.public();
        let mut others = Vec::new();
        let mut taken = 0;
        for book in differing {
            let (chain, _, _) = self.archived_book(book)?;
            if chain.is_some_and(|chain| chain.opening.device_key == root) {
                taken += self.reconcile(book, now)?;
            } else {
                others.push(book);
            }
        }
        for book in others {
            taken += self.reconcile(book, now)?;
        }
        self.forget_lost_photos()?;
        if taken > 0 {
            tracing::warn!(pages = taken, "pages were taken back out of the second copy");
        }
        Ok(taken)
    }

    /// What of a book's file is true, page by page, and whether anything else is in it.
    fn archived_book(&self, book: BookId) -> Result<(Option<Chain>, Vec<Entry>, bool), Fault> {
        let pages = self.archive.read(book, 0)?;
        let verified = follow(None, book, pages.wires);
        let damaged = pages.torn || verified.problem.is_some();
        Ok((verified.chain, verified.entries, damaged))
    }

    /// Heals one book and its file. The archive must be locked.
    pub(crate) fn reconcile(&self, book: BookId, now: i64) -> Result<u64, Fault> {
        let (chain, entries, mut damaged) = self.archived_book(book)?;
        let held = self.storage.read()?.book(book)?.map_or(0, |held| held.tip.number);
        let mut good = entries.len() as u64;
        let shared = good.min(held);
        if shared > 0 {
            let here = self.storage.read()?.hash_at(book, shared)?;
            let there = usize::try_from(shared - 1).ok().and_then(|index| entries.get(index)).map(Entry::hash);
            if here != there {
                (good, damaged) = (0, true);
            }
        }
        let wires: Vec<Vec<u8>> =
            entries.iter().take(usize::try_from(good).unwrap_or(0)).map(Entry::encode_wire).collect();
        let mut taken = 0;
        if let Some(chain) = chain.filter(|_| good > held) {
            let entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.header.number > held).collect();
            taken = entries.len() as u64;
            let staged = [(book, Staged { chain, base: held, entries })].into();
            if !self.keep(&self.council()?.root, &staged, false, now)? {
                return Err(Fault::Damaged(format!("book {book} moved while it was healed")));
            }
        }
        // Only now: until the office held its pages, the damaged file was all that there was of them.
        let bytes = if damaged {
            tracing::error!(book = %book, pages = good, "the second copy of a book is damaged and was set aside");
            self.archive.set_aside(book)?;
            self.archive.append(book, 0, &wires)?
        } else {
            self.archive.length(book)?
        };
        let mut writing = self.storage.write()?;
        if writing.book(book)?.is_some() {
            writing.put_archived(book, Archived { number: good, bytes })?;
            writing.commit()?;
        }
        Ok(taken)
    }

    /// Photos whose second copy is gone are no longer backed up.
    fn forget_lost_photos(&self) -> Result<(), Fault> {
        let photos = self.storage.read()?.photos()?;
        for row in photos.into_iter().filter(|row| row.archived) {
            if self.archive.photo_length(row.hash)? != Some(row.length) {
                let mut writing = self.storage.write()?;
                writing.put_photo(&PhotoRow { archived: false, ..row })?;
                writing.commit()?;
            }
        }
        Ok(())
    }

    /// Takes every photo that a page names and the office lacks out of the archive, if it is there and whole. To be
    /// called at each start, after [`Self::recover`].
    pub fn recover_photos(&self) -> Result<u64, Fault> {
        let _alone = self.archive.lock()?;
        let mut taken = 0;
        for (scope, hash) in self.named_photos()? {
            let known = self.storage.read()?.photo(scope, hash)?.is_some_and(|row| row.whole);
            if known && self.photos.length(hash)?.is_some() {
                continue;
            }
            let (Some(length), Some(mut bytes)) = (self.archive.photo_length(hash)?, self.archive.open_photo(hash)?)
            else {
                continue;
            };
            if self.photos.restore(hash, &mut bytes)? {
                let mut writing = self.storage.write()?;
                writing.put_photo(&PhotoRow { scope, hash, length, whole: true, archived: true })?;
                writing.commit()?;
                taken += 1;
            } else {
                tracing::error!(photo = %hash, "a photo in the second copy has another hash");
            }
        }
        Ok(taken)
    }

    /// Every photo that a record names, or a page that is waiting for a check.
    fn named_photos(&self) -> Result<BTreeSet<(ScopeId, PhotoHash)>, Fault> {
        let mut named = BTreeSet::new();
        let reading = self.storage.read()?;
        reading.each_record(&mut |scope, record| {
            let photos = record.photos();
            named.extend(photos.iter().filter_map(|row| Some((scope, PhotoHash::from_hex(&row.sha256)?))));
        })?;
        for (book, number) in reading.waiting()? {
            let damaged = || Fault::Damaged(format!("page {number} of book {book}"));
            let scope = reading.book(book)?.ok_or_else(damaged)?.opening.scope;
            let before = number.checked_sub(1).ok_or_else(damaged)?;
            let previous = reading.hash_at(book, before)?.ok_or_else(damaged)?;
            for wire in reading.pages(book, before, 1, 0)? {
                let entry = Entry::decode_wire(&wire, book, number, previous).map_err(|_| damaged())?;
                let photos = entry.header.writes().filter_map(|(_, write)| write.field.strip_prefix(record::PHOTO));
                named.extend(photos.filter_map(|name| Some((scope, PhotoHash::from_hex(name)?))));
            }
        }
        Ok(named)
    }
}

//! When the second copy and the office differ: the longer one heals the shorter. This is also how an office is restored.
//!
//! An office put back from an older copy of its folder finds pages in the archive that it lacks, and takes them. An
//! archive that was emptied, moved or damaged falls back to what can be proved, visibly, and is written anew. A damaged
//! file is set aside, never deleted.

use crate::backup::follow;
use crate::centre::Centre;
use crate::erase;
use crate::projection::{line_at, page};
use crate::storage::{Archived, Fault, PhotoRow, Reading};
use crate::take::Staged;
use book::{BookId, Chain, Content, Entry, EntryHash, Page, PublicKey, ScopeId, Tip};
use protocol::PhotoHash;
use std::collections::{BTreeMap, BTreeSet};

/// Pages looked through at once.
const PAGES: usize = 500;
const BYTES: usize = 4 * 1024 * 1024;

/// What the office got out of its second copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Pages that the office lacked.
    pub pages: u64,
    /// Photos that it lacked.
    pub photos: u64,
    /// Books and photos whose second copy is damaged; the log says which.
    pub damaged: u64,
}

impl Centre {
    /// Compares every book's second copy with the office by length and heals what differs. To be called at each start.
    pub fn recover(&self, now: i64) -> Result<Recovered, Fault> {
        let _alone = self.archive.lock()?;
        // First: the grants say which pages count.
        self.recover_accounts()?;
        let mut held: BTreeMap<BookId, u64> =
            self.storage.read()?.books()?.into_iter().map(|row| (row.line, row.archived.bytes)).collect();
        for book in self.archive.books()? {
            held.entry(book).or_insert(0);
        }
        let mut differing = Vec::new();
        for (book, bytes) in held {
            if self.archive.length(book)? != bytes {
                differing.push(book);
            }
        }
        // The office's own books go first: the verdicts in them say which of the others' pages count. Branches go last,
        // since each begins on a page of another line.
        let root = self.council()?.root.public();
        let mut ranked = Vec::new();
        for line in differing {
            let wires = self.archive.read(line, 0)?.wires;
            ranked.push((wires.first().map(|wire| rank(line, wire, &root)), line));
        }
        ranked.sort();
        let mut recovered = Recovered::default();
        for (_, line) in ranked {
            let of_line = self.reconcile(line, now)?;
            recovered.pages += of_line.pages;
            recovered.damaged += of_line.damaged;
        }
        self.forget_lost_photos()?;
        if recovered.pages > 0 {
            tracing::warn!(pages = recovered.pages, "pages were taken back out of the second copy");
            self.act_on_namings(now)?;
        }
        Ok(recovered)
    }

    /// Heals one line and its file. The archive must be locked.
    pub(crate) fn reconcile(&self, line: BookId, now: i64) -> Result<Recovered, Fault> {
        let file = self.archive.read(line, 0)?;
        let begin = match file.wires.first().and_then(|wire| Some((wire, Page::place(wire)?))) {
            None => None,
            Some((wire, (book, tip))) => match self.branch(book, tip, wire)? {
                Some(chain) => Some(chain),
                None => {
                    tracing::error!(book = %line, "a branch in the second copy begins on a page that is not held");
                    return Ok(Recovered { damaged: 1, ..Recovered::default() });
                }
            },
        };
        let before = begin.as_ref().map_or(0, |chain| chain.tip.number);
        let compact: Vec<bool> = file.wires.iter().map(|wire| Page::is_compact(wire)).collect();
        let verified = follow(begin, line, file.wires);
        // A page that came damaged is stored whole. One in the compact form was good, and its signature rotted since.
        let rotted = |(page, compact): (&Page, bool)| compact && matches!(page, Page::Opaque(_));
        let mut damaged = file.torn || verified.problem.is_some() || verified.pages.iter().zip(compact).any(rotted);
        let (chain, pages) = (verified.chain, verified.pages);
        let held = self.storage.read()?.line(line)?.map(|held| held.tip);
        let reached = held.map_or(before, |tip| tip.number);
        let mut good = before + pages.len() as u64;
        let index = |number: u64| usize::try_from(number - before).unwrap_or(0);
        let shared = good.min(reached);
        if shared > before {
            let here = self.storage.read()?.hash_at(line, shared)?;
            let there = pages.get(index(shared) - 1).map(Page::hash);
            if here != there {
                (good, damaged) = (before, true);
            }
        }
        let mut taken = 0;
        let fuller = {
            let reading = self.storage.read()?;
            // What cannot be read of a damaged file may hold what was erased of the line.
            let mut fuller = damaged && lacks_values(&*reading, line)?;
            for page in &pages {
                fuller = fuller || erase::without(&*reading, page)?.is_some();
            }
            fuller
        };
        if let Some(chain) = chain.filter(|_| good > reached) {
            let pages: Vec<Page> = pages.into_iter().filter(|page| page.number() > reached).collect();
            taken = pages.len() as u64;
            let staged = [(line, Staged { chain, held, pages })].into();
            if !self.keep(&self.council()?.root, &staged, false, now)? {
                return Err(Fault::Damaged(format!("book {line} moved while it was healed")));
            }
        }
        // Only now: until the office held its pages, the damaged file was all that there was of them. From now on its own are
        // the better ones.
        let bytes = if damaged {
            tracing::error!(book = %line, pages = good, "the second copy of a book is damaged and was set aside");
            let wires = self.storage.read()?.pages(line, before, index(good), usize::MAX)?;
            self.archive.set_aside(line)?;
            self.archive.append(line, 0, &wires)?
        } else {
            self.archive.length(line)?
        };
        let mut writing = self.storage.write()?;
        if writing.line(line)?.is_some() {
            writing.put_archived(line, Archived { number: good, bytes })?;
            if fuller {
                writing.put_line_to_erase(line, true)?;
            }
            writing.commit()?;
        }
        Ok(Recovered { pages: taken, damaged: damaged.into(), ..Recovered::default() })
    }

    /// The branch that begins with `wire` after the page `tip` of a book, if that page is held.
    fn branch(&self, book: BookId, tip: Tip, wire: &[u8]) -> Result<Option<Chain>, Fault> {
        let reading = self.storage.read()?;
        let Some(on) = reading.line_of(book, tip)? else { return Ok(None) };
        let Some(at) = line_at(&*reading, on, tip.number)? else { return Ok(None) };
        Ok(page(&at, wire).ok().map(|first| at.branch(tip, &first)))
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
    pub fn recover_photos(&self) -> Result<Recovered, Fault> {
        let _alone = self.archive.lock()?;
        self.find_erased_photos()?;
        let mut recovered = Recovered::default();
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
                recovered.photos += 1;
            } else {
                recovered.damaged += 1;
                tracing::error!(photo = %hash, "a photo in the second copy has another hash");
            }
        }
        Ok(recovered)
    }

    /// Erased photos whose bytes came back with an older copy of a folder go again with the next pass.
    fn find_erased_photos(&self) -> Result<(), Fault> {
        let erased = self.storage.read()?.erased_photos()?;
        for (scope, hash, _) in erased.into_iter().filter(|(.., open)| !open) {
            if self.photos.length(hash)?.is_some() || self.archive.photo_length(hash)?.is_some() {
                let mut writing = self.storage.write()?;
                writing.put_erased_photo(scope, hash, true)?;
                writing.commit()?;
            }
        }
        Ok(())
    }

    /// Every photo that a record names, or a page that is waiting for a check.
    pub(crate) fn named_photos(&self) -> Result<BTreeSet<(ScopeId, PhotoHash)>, Fault> {
        let mut named = BTreeSet::new();
        let reading = self.storage.read()?;
        reading.each_record(&mut |scope, record| {
            let photos = record.rows(record::PHOTO).map(|(name, _)| name);
            named.extend(photos.filter_map(|name| Some((scope, PhotoHash::from_hex(name)?))));
        })?;
        for (line, number) in reading.waiting()? {
            let damaged = || Fault::Damaged(format!("page {number} of book {line}"));
            let before = number.checked_sub(1).ok_or_else(damaged)?;
            let at = line_at(&*reading, line, before)?.ok_or_else(damaged)?;
            for wire in reading.pages(line, before, 1, 0)? {
                let page = page(&at, &wire).map_err(|_| damaged())?;
                let writes = page.entry().into_iter().flat_map(Entry::values);
                let photos = writes.filter_map(|(_, write, _)| write.field.strip_prefix(record::PHOTO));
                named.extend(photos.filter_map(|name| Some((at.opening.scope, PhotoHash::from_hex(name)?))));
            }
        }
        Ok(named)
    }
}

/// Whether a value was erased of a page of a line.
fn lacks_values(reading: &dyn Reading, line: BookId) -> Result<bool, Fault> {
    let mut after = line_at(reading, line, 0)?.map_or(0, |at| at.tip.number);
    loop {
        let wires = reading.pages(line, after, PAGES, BYTES)?;
        if wires.is_empty() || wires.iter().any(|wire| Page::lacks_values(wire)) {
            return Ok(!wires.is_empty());
        }
        after += wires.len() as u64;
    }
}

/// In which order lines are taken out of the second copy, by their first page.
fn rank(line: BookId, first: &[u8], root: &PublicKey) -> (u8, u64) {
    if let Some((_, base)) = Page::place(first) {
        return (2, base.number);
    }
    match Entry::decode_wire(first, line, 1, EntryHash([0; 32])).map(|entry| entry.header.content) {
        Ok(Content::Opening(opening)) if opening.device_key == *root => (0, 0),
        _ => (1, 0),
    }
}

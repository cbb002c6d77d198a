//! The second copy: after the fact, page by page, written through fsync, read back, verified; only then *backed up*.

use crate::centre::Centre;
use crate::projection::line_at;
use crate::storage::{Archived, BookRow, Fault, PhotoRow};
use book::{BookId, Chain, EntryHash, Tip};
use protocol::{Run, Verified, verify_run};
use serde::Serialize;
use std::collections::BTreeSet;

/// Pages and bytes appended at once.
const PAGES: usize = 2_000;
const BYTES: usize = 8 * 1024 * 1024;

/// What a pass did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct BackUpReport {
    /// Pages newly backed up.
    pub pages: u64,
    /// Photos newly backed up.
    pub photos: u64,
    /// Books and photos out of which went what was erased.
    pub erased: u64,
    /// Books and photos that could not be; the log says why.
    pub failed: u64,
}

impl Centre {
    /// Brings the second copy up to date. What fails is logged, counted and tried again in the next pass; it does not
    /// hold up the rest, but for a book of the office's own.
    pub fn back_up(&self, now: i64) -> Result<BackUpReport, Fault> {
        let _alone = self.archive.lock()?;
        self.back_up_accounts()?;
        let mut report = BackUpReport::default();
        // The office's own books go first: no page may lie there without a value before the order that says so. Where one
        // cannot be written, the others of its scope wait.
        let (own, others) = self.behind()?;
        let mut held_up = BTreeSet::new();
        for row in own {
            if !self.back_up_and_count(row, now, &mut report) {
                held_up.insert(row.scope);
            }
        }
        for row in others.into_iter().filter(|row| !held_up.contains(&row.scope)) {
            self.back_up_and_count(row, now, &mut report);
        }
        let photos = self.storage.read()?.photos_behind()?;
        for row in photos {
            match self.back_up_photo(row) {
                Ok(()) => report.photos += 1,
                Err(fault) => {
                    tracing::error!(photo = %row.hash, error = &fault as &dyn std::error::Error, "not backed up");
                    report.failed += 1;
                }
            }
        }
        // Only now: the orders are in the second copy before what they name goes out of it.
        match self.finish_erasures() {
            Ok(erased) => report.erased = erased,
            Err(fault) => {
                tracing::error!(error = &fault as &dyn std::error::Error, "an erasure is not finished");
                report.failed += 1;
            }
        }
        Ok(report)
    }

    /// The books of which pages are to be written: the office's own, and the others.
    fn behind(&self) -> Result<(Vec<BookRow>, Vec<BookRow>), Fault> {
        let root = self.council()?.root.public();
        let reading = self.storage.read()?;
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for row in reading.books_behind()? {
            match reading.line(row.line)?.is_some_and(|chain| chain.opening.device_key == root) {
                true => own.push(row),
                false => others.push(row),
            }
        }
        Ok((own, others))
    }

    /// Whether a book is backed up now. What fails is logged and counted.
    fn back_up_and_count(&self, row: BookRow, now: i64, report: &mut BackUpReport) -> bool {
        match self.back_up_book(row, now) {
            Ok(pages) => report.pages += pages,
            Err(fault) => {
                tracing::error!(book = %row.line, error = &fault as &dyn std::error::Error, "not backed up");
                report.failed += 1;
                return false;
            }
        }
        true
    }

    fn back_up_book(&self, mut row: BookRow, now: i64) -> Result<u64, Fault> {
        if self.archive.length(row.line)? != row.archived.bytes {
            if self.reconcile(row.line, now)?.pages > 0 {
                self.act_on_namings(now)?;
            }
            row = self.storage.read()?.book_row(row.line)?.unwrap_or(row);
        }
        let mut pages = 0;
        let mut chain = self.chain_at(&row)?;
        while row.archived.number < row.tip.number {
            let wires = self.storage.read()?.pages(row.line, row.archived.number, PAGES, BYTES)?;
            if wires.is_empty() {
                return Err(Fault::Damaged(format!("page {} of book {}", row.archived.number + 1, row.line)));
            }
            let at = row.archived.bytes;
            let bytes = self.archive.append(row.line, at, &wires)?;
            let back = self.archive.read(row.line, at)?;
            let verified = follow(chain, row.line, back.wires);
            match verified.chain {
                Some(held) if !back.torn && verified.problem.is_none() => {
                    pages += verified.pages.len() as u64;
                    row.archived = Archived { number: held.tip.number, bytes };
                    chain = Some(held);
                }
                _ => return Err(Fault::Damaged(format!("book {} did not read back as it was written", row.line))),
            }
            let mut writing = self.storage.write()?;
            writing.put_archived(row.line, row.archived)?;
            writing.commit()?;
        }
        Ok(pages)
    }

    /// The line as its second copy ends; none before the opening.
    fn chain_at(&self, row: &BookRow) -> Result<Option<Chain>, Fault> {
        let chain = line_at(&*self.storage.read()?, row.line, row.archived.number)?;
        Ok(chain.filter(|chain| chain.tip.number > 0))
    }

    fn back_up_photo(&self, row: PhotoRow) -> Result<(), Fault> {
        let missing = || Fault::Damaged(format!("photo {} is missing or has another hash", row.hash));
        if self.archive.photo_length(row.hash)? != Some(row.length) || !self.archive.check_photo(row.hash)? {
            let mut bytes = self.photos.open(row.hash)?.ok_or_else(missing)?;
            if !self.archive.put_photo(row.hash, &mut bytes)? {
                return Err(missing());
            }
        }
        let mut writing = self.storage.write()?;
        writing.put_photo(&PhotoRow { archived: true, ..row })?;
        writing.commit()
    }
}

/// Verifies pages that should follow `chain`, or begin the book.
pub(crate) fn follow(chain: Option<Chain>, line: BookId, wires: Vec<Vec<u8>>) -> Verified {
    let start = (line, Tip { number: 0, hash: EntryHash([0; 32]) });
    let (book, tip) = chain.as_ref().map_or(start, |chain| (chain.book, chain.tip));
    let run = Run { book, first: tip.number + 1, previous: tip.hash, entries: wires };
    verify_run(chain.as_slice(), &run, |_, number| (number == tip.number).then_some(tip.hash))
}

//! Proving the office whole: every page's link and signature, every photo's hash, here and in the second copy.

use crate::backup::follow;
use crate::centre::Centre;
use crate::checkpoint;
use crate::erase::lacks;
use crate::projection::line_at;
use crate::storage::{BookRow, Fault};
use book::{Chain, Page};
use serde::Serialize;
use std::collections::BTreeSet;

const PAGES: usize = 2_000;
const BYTES: usize = 8 * 1024 * 1024;

/// What a check of everything found.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Findings {
    /// Books held.
    pub books: u64,
    /// Pages held and true.
    pub pages: u64,
    /// Those of them of which something was erased by law.
    pub erased: u64,
    /// Pages in the second copy and true.
    pub pages_backed_up: u64,
    /// Photos held and true.
    pub photos: u64,
    /// Photos in the second copy and true.
    pub photos_backed_up: u64,
    /// Checkpoints held.
    pub checkpoints: u64,
    /// What is wrong, a sentence each.
    pub problems: Vec<String>,
}

impl Centre {
    /// Reads and verifies everything. Changes nothing.
    pub fn verify(&self) -> Result<Findings, Fault> {
        let mut found = Findings::default();
        let rows = self.storage.read()?.books()?;
        for row in &rows {
            found.books += 1;
            self.verify_here(row, &mut found)?;
            self.verify_there(row, &mut found)?;
        }
        for book in self.archive.books()? {
            if !rows.iter().any(|row| row.line == book) {
                found.problems.push(format!("Book {book} is in the second copy but not in the office."));
            }
        }
        let (checkpoints, problems) = checkpoint::verify(&*self.storage.read()?, &self.council()?.root.public())?;
        found.checkpoints = checkpoints;
        found.problems.extend(problems);
        for line in self.storage.read()?.lines_to_erase()? {
            found
                .problems
                .push(format!("What was erased of book {line} has not yet gone out of every file; run `backup`."));
        }
        let photos = self.storage.read()?.photos()?;
        for row in photos {
            if self.photos.check(row.hash)? {
                found.photos += 1;
            } else {
                found.problems.push(format!("Photo {} is missing or damaged.", row.hash));
            }
            if row.archived {
                if self.archive.check_photo(row.hash)? {
                    found.photos_backed_up += 1;
                } else {
                    found.problems.push(format!("Photo {} is missing or damaged in the second copy.", row.hash));
                }
            }
        }
        Ok(found)
    }

    fn verify_here(&self, row: &BookRow, found: &mut Findings) -> Result<(), Fault> {
        let mut chain = self.beginning(row)?;
        loop {
            let after = chain.as_ref().map_or(0, |chain| chain.tip.number);
            let wires = self.storage.read()?.pages(row.line, after, PAGES, BYTES)?;
            if wires.is_empty() || after >= row.tip.number {
                break;
            }
            let verified = follow(chain, row.line, wires);
            found.pages += verified.pages.len() as u64;
            self.without_order(row, &verified.pages, "", found)?;
            chain = verified.chain;
            if let Some(problem) = verified.problem {
                found.problems.push(format!("Book {}: {problem}.", row.line));
                return Ok(());
            }
        }
        if chain.is_none_or(|chain| chain.tip != row.tip) {
            found.problems.push(format!("Book {} does not end where it is said to.", row.line));
        }
        Ok(())
    }

    /// Where a branch begins, if the page that it shares is held; for any other line, nothing.
    fn beginning(&self, row: &BookRow) -> Result<Option<Chain>, Fault> {
        let reading = self.storage.read()?;
        let Some(chain) = line_at(&*reading, row.line, 0)? else { return Ok(None) };
        let Some(base) = chain.base else { return Ok(None) };
        Ok((reading.line_of(row.book, base.tip)? == Some(base.line)).then_some(chain))
    }

    /// The second copy must be true by itself, and byte for byte the same as far as both go.
    fn verify_there(&self, row: &BookRow, found: &mut Findings) -> Result<(), Fault> {
        let pages = self.archive.read(row.line, 0)?;
        let begin = self.beginning(row)?;
        let before = begin.as_ref().map_or(0, |chain| chain.tip.number);
        let differs = self.first_difference(row, before, &pages.wires)?;
        let verified = follow(begin, row.line, pages.wires);
        let good = verified.pages.len() as u64;
        self.without_order(row, &verified.pages, " in the second copy", found)?;
        found.pages_backed_up += good;
        let good = before + good;
        if let Some(problem) = verified.problem {
            found.problems.push(format!("Book {} in the second copy: {problem}.", row.line));
        } else if pages.torn || good < row.archived.number {
            found.problems.push(format!("Book {} in the second copy breaks off after page {good}.", row.line));
        } else if let Some(page) = differs {
            found.problems.push(format!("Book {} in the second copy differs from page {page} on.", row.line));
        }
        Ok(())
    }

    /// Only an order of the council erases.
    fn without_order(&self, row: &BookRow, pages: &[Page], place: &str, found: &mut Findings) -> Result<(), Fault> {
        let reading = self.storage.read()?;
        for page in pages.iter().filter(|page| page.is_erased()) {
            found.erased += u64::from(place.is_empty());
            let lacking = lacks(&*reading, page, &BTreeSet::new())?;
            if !lacking.is_empty() {
                let (number, what) = (page.number(), lacking.join(", "));
                found
                    .problems
                    .push(format!("Page {number} of book {}{place} lacks, without an order: {what}.", row.line));
            }
        }
        Ok(())
    }

    fn first_difference(&self, row: &BookRow, before: u64, there: &[Vec<u8>]) -> Result<Option<u64>, Fault> {
        let reading = self.storage.read()?;
        let mut there = (before + 1..).zip(there).peekable();
        while let Some((next, _)) = there.peek() {
            let here = reading.pages(row.line, next - 1, PAGES, BYTES)?;
            if here.is_empty() {
                break;
            }
            // The office's page goes first: what it has no counterpart for must stay for the next round.
            for (here, (page, there)) in here.iter().zip(there.by_ref()) {
                if here != there {
                    return Ok(Some(page));
                }
            }
        }
        Ok(None)
    }
}

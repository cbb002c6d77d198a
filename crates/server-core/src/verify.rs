//! Proving the office whole: every page's link and signature, every photo's hash, here and in the second copy.

use crate::backup::follow;
use crate::centre::Centre;
use crate::storage::{BookRow, Fault};
use serde::Serialize;

const PAGES: usize = 2_000;
const BYTES: usize = 8 * 1024 * 1024;

/// What a check of everything found.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Findings {
    /// Books held.
    pub books: u64,
    /// Pages held and true.
    pub pages: u64,
    /// Pages in the second copy and true.
    pub pages_backed_up: u64,
    /// Photos held and true.
    pub photos: u64,
    /// Photos in the second copy and true.
    pub photos_backed_up: u64,
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
            if !rows.iter().any(|row| row.book == book) {
                found.problems.push(format!("Book {book} is in the second copy but not in the office."));
            }
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
        let mut chain = None;
        loop {
            let after = chain.as_ref().map_or(0, |chain: &book::Chain| chain.tip.number);
            let wires = self.storage.read()?.pages(row.book, after, PAGES, BYTES)?;
            if wires.is_empty() || after >= row.tip.number {
                break;
            }
            let verified = follow(chain, row.book, wires);
            found.pages += verified.entries.len() as u64;
            chain = verified.chain;
            if let Some(problem) = verified.problem {
                found.problems.push(format!("Book {}: {problem}.", row.book));
                return Ok(());
            }
        }
        if chain.is_none_or(|chain| chain.tip != row.tip) {
            found.problems.push(format!("Book {} does not end where it is said to.", row.book));
        }
        Ok(())
    }

    fn verify_there(&self, row: &BookRow, found: &mut Findings) -> Result<(), Fault> {
        let pages = self.archive.read(row.book, 0)?;
        let verified = follow(None, row.book, pages.wires);
        let good = verified.entries.len() as u64;
        found.pages_backed_up += good;
        if let Some(problem) = verified.problem {
            found.problems.push(format!("Book {} in the second copy: {problem}.", row.book));
        } else if pages.torn || good < row.archived.number {
            found.problems.push(format!("Book {} in the second copy breaks off after page {good}.", row.book));
        } else if let Some(chain) = verified.chain {
            let here = self.storage.read()?.hash_at(row.book, chain.tip.number)?;
            if here.is_some_and(|hash| hash != chain.tip.hash) {
                found.problems.push(format!("Book {} in the second copy is another than the office's.", row.book));
            }
        }
        Ok(())
    }
}

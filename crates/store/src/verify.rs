//! Proving the tablet whole: the database itself, every page's link and signature, every photo's bytes.

use crate::books::{chain_at, hash_at};
use crate::columns::{all, book_id, bytes, one, tip};
use crate::{Store, StoreError};
use protocol::{PhotoHash, verify_run};

const PAGES: usize = 500;
const BYTES: usize = 1024 * 1024;

impl Store {
    /// Reads and checks everything, changing nothing. Gives what is wrong, a sentence each.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = self.read(|db| {
            let text = |row: &rusqlite::Row<'_>| Ok(row.get::<_, String>(0)?);
            // A search makes this connection see how the search index stands now. The check alone would go by what the
            // connection last knew of it, and take what was merged since for damage. Damage that fails the search is found below.
            one(db, "SELECT rowid FROM words WHERE words MATCH 'a'", [], |_| Ok(())).ok();
            let mut found = all(db, "PRAGMA cipher_integrity_check", [], text)?;
            found.extend(all(db, "PRAGMA integrity_check", [], text)?.into_iter().filter(|line| line != "ok"));
            Ok(found)
        })?;
        let books = self.read(|db| all(db, "SELECT * FROM book", [], |row| Ok((book_id(row, "id")?, tip(row)?))))?;
        for (book, tip) in books {
            let mut chain = self.read(|db| chain_at(db, book, 0))?.filter(|chain| chain.base.is_some());
            while let Some(run) = self.run(book, chain.as_ref().map_or(0, |chain| chain.tip.number), PAGES, BYTES)? {
                let before = chain.as_ref().map(|chain| chain.tip);
                let verified = self.read(|db| {
                    Ok(verify_run(chain.as_slice(), &run, |line, at| hash_at(db, line, at).ok().flatten()))
                })?;
                for page in &verified.pages {
                    let missing = self.missing_without_order(page)?;
                    if !missing.is_empty() {
                        let (number, what) = (page.number(), missing.join(", "));
                        problems.push(format!("Page {number} of book {book} lacks, without an order: {what}."));
                    }
                }
                chain = verified.chain;
                if let Some(problem) = verified.problem {
                    problems.push(format!("Book {book}: {problem}."));
                }
                if chain.as_ref().map(|chain| chain.tip) == before {
                    break;
                }
            }
            if chain.is_none_or(|chain| chain.tip != tip) {
                problems.push(format!("Book {book} does not end where it is said to."));
            }
        }
        let here = self.read(|db| {
            all(db, "SELECT hash FROM photo WHERE here = 1", [], |row| Ok(PhotoHash(bytes(row, "hash")?)))
        })?;
        let damaged = here.into_iter().filter(|hash| self.photo_bytes(*hash).is_err());
        problems.extend(damaged.map(|hash| format!("Photo {hash} is missing or damaged.")));
        Ok(problems)
    }
}

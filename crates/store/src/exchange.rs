//! What sync asks of the store: what to send, what came, what was signed for.

use crate::books::{Own, book_of, chain_at, chains, hash_at, line_of, own_book};
use crate::columns::{all, bytes, one};
use crate::parting::note_parting;
use crate::people::{keep_grant, renew_person};
use crate::project::BookOf;
use crate::restricted::part;
use crate::settings::{get, put};
use crate::{Enrolment, Store, StoreError};
use book::{BookId, Clock, ClockQuality, Page, ScopeId, SignedGrant, Tip, Writer};
use protocol::{PhotoHash, Problem, Promise, Receipt, Run, Subject, verify_run};
use rusqlite::params;

/// This tablet's own book and how far the office has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnBook {
    /// The book.
    pub book: BookId,
    /// Its last page here.
    pub tip: Tip,
    /// The page up to which it has arrived.
    pub arrived: u64,
    /// The page up to which it is backed up.
    pub backed_up: u64,
}

/// A photo that the office does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoToSend {
    /// Its name.
    pub hash: PhotoHash,
    /// Its length.
    pub bytes: u64,
}

impl Store {
    /// This tablet's own book.
    pub fn own_book(&self) -> Result<Option<OwnBook>, StoreError> {
        self.read(own_book)
    }

    /// Pages of a line after number `after`, as they travel, within a budget of pages and bytes. None if there are none.
    pub fn run(&self, line: BookId, after: u64, pages: usize, bytes: usize) -> Result<Option<Run>, StoreError> {
        self.read(|db| {
            let Some(at) = chain_at(db, line, after)?.filter(|at| at.tip.number == after) else { return Ok(None) };
            let mut statement =
                db.prepare_cached("SELECT wire FROM entry WHERE book = ?1 AND number > ?2 ORDER BY number LIMIT ?3")?;
            let mut rows = statement.query(params![line.0, after as i64, pages as i64])?;
            let mut entries: Vec<Vec<u8>> = Vec::new();
            let mut size = 0;
            while let Some(row) = rows.next()? {
                let wire: Vec<u8> = row.get("wire")?;
                size += wire.len();
                if size > bytes && !entries.is_empty() {
                    break;
                }
                entries.push(wire);
            }
            Ok((!entries.is_empty()).then_some(Run { book: at.book, first: after + 1, previous: at.tip.hash, entries }))
        })
    }

    /// Takes runs from the office: everything is verified first, then applied in one transaction. Gives the books that
    /// could not be taken whole, and why.
    pub fn receive(&self, scope: ScopeId, runs: &[Run], now: i64) -> Result<Vec<(BookId, Problem)>, StoreError> {
        let problems = self.transact(|tx| {
            let mut problems = Vec::new();
            let mut clock: Clock = get(tx, "clock")?.unwrap_or_default();
            let own_key = self.keys.signing().public();
            let root = get::<Enrolment>(tx, "enrolment")?.map(|enrolment| enrolment.root);
            for run in runs {
                let mut fault = None;
                let held = chains(tx, run.book)?;
                let verified = verify_run(&held, run, |line, number| match hash_at(tx, line, number) {
                    Ok(hash) => hash,
                    Err(error) => {
                        fault = Some(error);
                        None
                    }
                });
                if let Some(fault) = fault {
                    return Err(fault);
                }
                if let Some(problem) = verified.problem {
                    problems.push((run.book, problem));
                }
                let Some(chain) = verified.chain.filter(|chain| chain.opening.scope == scope) else { continue };
                let which = match part(tx)? {
                    Some(part) if part.scope == scope => Own::Restricted,
                    _ => Own::Team,
                };
                let own = book_of(tx, which)?;
                let of = match chain.opening.device_key {
                    key if key == own_key && own.is_none_or(|own| own.book == chain.line) => match which {
                        Own::Team => BookOf::Own,
                        Own::Restricted => BookOf::OwnRestricted,
                    },
                    // The other branch, or an earlier book come back from the office, is read and no longer written.
                    key if key == own_key => BookOf::Earlier,
                    key if Some(key) == root => BookOf::Office,
                    _ => BookOf::Colleague,
                };
                for entry in verified.pages.iter().filter_map(Page::entry) {
                    clock = clock.seen(entry.header.clock, u64::try_from(now).unwrap_or_default());
                }
                if own.is_some_and(|own| own.book == chain.book) && !verified.pages.is_empty() {
                    let before = held.iter().find(|line| line.line == chain.line).map(|line| line.tip);
                    note_parting(tx, which, chain.base.map(|base| base.tip).or(before))?;
                }
                self.append(tx, &chain, &verified.pages, of, now)?;
            }
            put(tx, "clock", &clock)?;
            Ok(problems)
        })?;
        self.finish_erasures()?;
        self.follow_newest_edition()?;
        Ok(problems)
    }

    /// Keeps receipts whose signature was verified, and moves what they promise. A receipt for a page that is held with
    /// another hash moves nothing.
    pub fn keep_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError> {
        self.transact(|tx| {
            for receipt in receipts {
                let mut subject = Writer::new();
                let mut encoded = Writer::new();
                receipt.encode(&mut encoded);
                match receipt.subject {
                    Subject::Book(book, tip) => {
                        let Some(line) = line_of(tx, book, tip)? else { continue };
                        subject.fixed(&line.0);
                        let sql = match receipt.promise {
                            Promise::Arrived => "UPDATE book SET arrived = max(arrived, ?2) WHERE id = ?1",
                            Promise::BackedUp => "UPDATE book SET backed_up = ?2, arrived = max(arrived, ?2) WHERE id = ?1",
                        };
                        tx.prepare_cached(sql)?.execute(params![line.0, tip.number as i64])?;
                    }
                    Subject::Photo(photo, length) => {
                        subject.fixed(&photo.0);
                        tx.prepare_cached(
                            "UPDATE photo SET state = ?3, sent = bytes, trouble = NULL, failures = 0 WHERE hash = ?1 AND bytes = ?2",
                        )?
                        .execute(params![photo.0, length as i64, receipt.promise as i64])?;
                    }
                }
                tx.prepare_cached(
                    "INSERT INTO receipt VALUES (?1, ?2, ?3) ON CONFLICT (subject, promise) DO UPDATE SET encoded = ?3",
                )?
                .execute(params![subject.finish(), receipt.promise as i64, encoded.finish()])?;
            }
            Ok(())
        })
    }

    /// All grants held.
    pub fn grants(&self) -> Result<Vec<SignedGrant>, StoreError> {
        self.read(|db| {
            all(db, "SELECT encoded FROM grant_held", [], |row| {
                SignedGrant::decode(&row.get::<_, Vec<u8>>("encoded")?).map_err(|_| StoreError::Unreadable("a grant"))
            })
        })
    }

    /// Keeps grants whose signature was verified. People of this tablet write under the newest that is for them here.
    pub fn keep_grants(&self, grants: &[SignedGrant]) -> Result<(), StoreError> {
        let own = self.keys.signing().public();
        self.transact(|tx| {
            let scope = get::<Enrolment>(tx, "enrolment")?.map(|enrolment| enrolment.scope);
            for signed in grants {
                keep_grant(tx, signed)?;
                if signed.grant.device_key == own && Some(signed.grant.scope) == scope {
                    renew_person(tx, signed)?;
                }
            }
            Ok(())
        })
    }

    /// Keeps how far the tablet's clock was found off (milliseconds; positive = ahead of the office).
    pub fn clock_was_compared(&self, ahead_ms: i64) -> Result<(), StoreError> {
        let quality = if ahead_ms.abs() <= 60_000 { ClockQuality::Checked } else { ClockQuality::Doubtful };
        self.transact(|tx| {
            put(tx, "clock_quality", &quality)?;
            put(tx, "clock_ahead_ms", &ahead_ms)
        })
    }

    /// Photos of this tablet that stand on a record and have not arrived. Fewest failures first, then the oldest.
    pub fn photos_to_send(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash, bytes FROM photo WHERE own = 1 AND state = 0 AND here = 1
                 AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash)
                 ORDER BY failures, (SELECT min(r.occurred) FROM photo_on o JOIN record r ON r.id = o.record
                                     WHERE o.photo = hash), hash LIMIT 1000",
                [],
                |row| {
                    Ok(PhotoToSend { hash: PhotoHash(bytes(row, "hash")?), bytes: row.get::<_, i64>("bytes")? as u64 })
                },
            )
        })
    }

    /// Photos that are not known to be backed up, to ask about.
    pub fn photos_to_ask(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash FROM photo WHERE own = 1 AND state < 2
                 AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash) ORDER BY state, hash LIMIT ?1",
                [most as i64],
                |row| Ok(PhotoHash(bytes(row, "hash")?)),
            )
        })
    }

    /// All photos of this tablet, and those of others whose bytes are here, that stand on a record: to ask about now and
    /// then, since an office can lose what it had. This tablet's first, and of these those not backed up.
    pub fn photos_held(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash FROM photo WHERE (own = 1 OR here = 1) AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash)
                 ORDER BY own DESC, state, hash LIMIT ?1",
                [most as i64],
                |row| Ok(PhotoHash(bytes(row, "hash")?)),
            )
        })
    }

    /// Photos of others that are on records here but whose bytes are not. Those whose original has left are not fetched by
    /// themselves.
    pub fn photos_to_fetch(&self, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash, bytes FROM photo WHERE own = 0 AND here = 0 AND left_at IS NULL
                 ORDER BY failures, hash LIMIT ?1",
                [most as i64],
                |row| {
                    Ok(PhotoToSend { hash: PhotoHash(bytes(row, "hash")?), bytes: row.get::<_, i64>("bytes")? as u64 })
                },
            )
        })
    }

    /// Notes how much of a photo the office has, or why it did not get on.
    pub fn photo_progress(&self, hash: PhotoHash, sent: u64, trouble: Option<&str>) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.prepare_cached(
                "UPDATE photo SET sent = ?2, trouble = ?3, failures = CASE WHEN ?3 IS NULL THEN failures ELSE failures + 1 END
                 WHERE hash = ?1",
            )?
            .execute(params![hash.0, sent as i64, trouble])?;
            Ok(())
        })
    }

    /// How often a photo has failed and why, for those that have.
    pub fn photos_in_trouble(&self) -> Result<Vec<(PhotoHash, u64, u64, String)>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash, bytes, sent, trouble FROM photo WHERE own = 1 AND trouble IS NOT NULL AND failures >= 3 LIMIT 50",
                [],
                |row| {
                    Ok((
                        PhotoHash(bytes(row, "hash")?),
                        row.get::<_, i64>("bytes")? as u64,
                        row.get::<_, i64>("sent")? as u64,
                        row.get("trouble")?,
                    ))
                },
            )
        })
    }

    /// The latest receipt held for a book or a photo.
    pub fn receipt(&self, subject: &[u8; 32], promise: Promise) -> Result<Option<Receipt>, StoreError> {
        self.read(|db| {
            one(
                db,
                "SELECT encoded FROM receipt WHERE subject = ?1 AND promise = ?2",
                params![subject, promise as i64],
                |row| {
                    let encoded: Vec<u8> = row.get("encoded")?;
                    Receipt::decode(&mut book::Reader::new(&encoded)).map_err(|_| StoreError::Unreadable("a receipt"))
                },
            )
        })
    }
}

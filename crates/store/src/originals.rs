//! Originals that leave the tablet. Only what the council office has signed for as *backed up* may, by a receipt that is held
//! and verified here once more; the thumbnail stays. There is no other door: nothing else removes an original that a record
//! names.

use crate::columns::{all, bytes, number};
use crate::open::held;
use crate::photos::remove;
use crate::settings::get;
use crate::{Enrolment, PhotoToSend, Store, StoreError};
use protocol::{PhotoHash, Promise, Subject};
use rusqlite::params;

impl Store {
    /// Free space where the store lies, in bytes; none if it cannot be told.
    pub fn free_space(&self) -> Option<u64> {
        fs4::available_space(&self.folder).ok()
    }

    /// Originals that may be asked to leave: here since before `before`, own ones only as *backed up*. The oldest first.
    pub fn originals_to_let_go(&self, before: i64, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash, bytes FROM photo WHERE here = 1 AND since < ?1 AND (own = 0 OR state = 2)
                 AND length(thumbnail) > 0 ORDER BY since, hash LIMIT ?2",
                params![before, most as i64],
                |row| Ok(PhotoToSend { hash: PhotoHash(bytes(row, "hash")?), bytes: number(row, "bytes")? }),
            )
        })
    }

    /// Removes an original, if the office's receipt that it is *backed up* is held, verifies, and is its last word. Gives
    /// whether it left.
    pub fn let_original_go(&self, hash: PhotoHash, now: i64) -> Result<bool, StoreError> {
        let Some(receipt) = self.receipt(&hash.0, Promise::BackedUp)? else { return Ok(false) };
        let _alone = held(&self.photo_files);
        let left = self.transact(|tx| {
            let Some(enrolment) = get::<Enrolment>(tx, "enrolment")? else { return Ok(false) };
            let Subject::Photo(photo, length) = receipt.subject else { return Ok(false) };
            if photo != hash || receipt.promise != Promise::BackedUp || !receipt.verifies(&enrolment.root) {
                return Ok(false);
            }
            // What fell back to *arrived* has a state below 2, whatever was signed before.
            let left = tx.execute(
                "UPDATE photo SET here = 0, left_at = ?3 WHERE hash = ?1 AND bytes = ?2 AND state = 2 AND here = 1
                 AND length(thumbnail) > 0 AND EXISTS (SELECT 1 FROM photo_on WHERE photo = ?1)",
                params![hash.0, length as i64, now],
            )?;
            Ok(left == 1)
        })?;
        // A crash before this leaves the file to the sweep of the next start.
        if left {
            remove(&self.photo_path(hash))?;
        }
        Ok(left)
    }

    /// Notes that a person wants an original back; it is fetched with the next sync, and its days here begin anew.
    pub fn ask_for_original(&self, hash: PhotoHash, now: i64) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute("UPDATE photo SET asked = 1, since = ?2 WHERE hash = ?1 AND here = 0", params![hash.0, now])?;
            Ok(())
        })
    }

    /// Originals that a person asked for.
    pub fn originals_asked_for(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        self.read(|db| {
            all(db, "SELECT hash, bytes FROM photo WHERE asked = 1 AND here = 0 ORDER BY failures, hash", [], |row| {
                Ok(PhotoToSend { hash: PhotoHash(bytes(row, "hash")?), bytes: number(row, "bytes")? })
            })
        })
    }

    /// Notes that the office says that it lacks a photo of this tablet: what it promised of it no longer holds.
    pub fn photo_is_lacking(&self, hash: PhotoHash) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.prepare_cached(
                "UPDATE photo SET state = 0, sent = 0, thumbnail_sent = 0 WHERE hash = ?1 AND own = 1 AND state > 0",
            )?
            .execute([hash.0])?;
            Ok(())
        })
    }

    /// Photos of this tablet that the office lost after their original had left: hash, and when it left.
    pub fn photos_lost(&self) -> Result<Vec<(PhotoHash, i64)>, StoreError> {
        self.read(|db| {
            let sql = "SELECT hash, left_at FROM photo WHERE own = 1 AND state = 0 AND here = 0 AND left_at IS NOT NULL LIMIT 50";
            all(db, sql, [], |row| Ok((PhotoHash(bytes(row, "hash")?), row.get("left_at")?)))
        })
    }

    /// Removes the files of originals that had left when the tablet was stopped.
    pub(crate) fn sweep_originals(&self) -> Result<(), StoreError> {
        let left = self.read(|db| {
            let sql = "SELECT hash FROM photo WHERE here = 0 AND left_at IS NOT NULL";
            all(db, sql, [], |row| Ok(PhotoHash(bytes(row, "hash")?)))
        })?;
        left.into_iter().try_for_each(|hash| remove(&self.photo_path(hash)))
    }
}

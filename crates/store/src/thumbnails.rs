//! Thumbnails on their way: which go ahead of their photos, and which are lacking here. They are derived; nothing is promised
//! about them.

use crate::columns::{all, bytes};
use crate::{Store, StoreError};
use protocol::{PhotoHash, Thumbnail, limits};
use rusqlite::params;

impl Store {
    /// Thumbnails of own photos that have not arrived, which the office was not given yet. The newest first.
    pub fn thumbnails_to_send(&self, most: usize) -> Result<Vec<Thumbnail>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash, thumbnail FROM photo WHERE own = 1 AND state = 0 AND thumbnail_sent = 0
                 AND length(thumbnail) BETWEEN 1 AND ?1 AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash)
                 ORDER BY since DESC, hash LIMIT ?2",
                params![limits::THUMBNAIL_BYTES as i64, most as i64],
                |row| Ok(Thumbnail { of: PhotoHash(bytes(row, "hash")?), jpeg: row.get("thumbnail")? }),
            )
        })
    }

    /// Notes that the office was given these.
    pub fn thumbnails_were_sent(&self, of: &[PhotoHash]) -> Result<(), StoreError> {
        self.transact(|tx| {
            for hash in of {
                tx.prepare_cached("UPDATE photo SET thumbnail_sent = 1 WHERE hash = ?1")?.execute([hash.0])?;
            }
            Ok(())
        })
    }

    /// Offers anew the thumbnails of what has not arrived: an office can lose what it had.
    pub fn offer_thumbnails_anew(&self) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute("UPDATE photo SET thumbnail_sent = 0 WHERE own = 1 AND state = 0 AND thumbnail_sent = 1", [])?;
            Ok(())
        })
    }

    /// Photos of others of which not even a thumbnail is here. The newest first.
    pub fn thumbnails_to_fetch(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT hash FROM photo WHERE own = 0 AND here = 0 AND thumbnail IS NULL ORDER BY since DESC, hash LIMIT ?1",
                [most as i64],
                |row| Ok(PhotoHash(bytes(row, "hash")?)),
            )
        })
    }

    /// Of them, those of findings that are open: what a warden may come upon again. The newest first.
    pub fn thumbnails_of_open(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.read(|db| {
            let mut wanted = Vec::new();
            for (index, standing) in [("record_open_matter", "open"), ("record_waiting", "waiting")] {
                let sql = format!(
                    "SELECT p.hash AS hash FROM record r INDEXED BY {index} JOIN photo_on o ON o.record = r.id
                     JOIN photo p ON p.hash = o.photo WHERE r.standing = '{standing}' AND r.withdrawn = 0 AND p.own = 0
                     AND p.here = 0 AND p.thumbnail IS NULL ORDER BY r.occurred DESC, r.seq DESC LIMIT ?1"
                );
                let left = most.saturating_sub(wanted.len());
                wanted.extend(all(db, &sql, [left as i64], |row| Ok(PhotoHash(bytes(row, "hash")?)))?);
            }
            Ok(wanted)
        })
    }

    /// Keeps a thumbnail of a photo whose original is not here and that has none.
    pub fn keep_thumbnail(&self, thumbnail: &Thumbnail) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.prepare_cached("UPDATE photo SET thumbnail = ?2 WHERE hash = ?1 AND here = 0 AND thumbnail IS NULL")?
                .execute(params![thumbnail.of.0, thumbnail.jpeg])?;
            Ok(())
        })
    }
}

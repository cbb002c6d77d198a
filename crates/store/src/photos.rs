//! Photos on disk: original bytes, sealed with the tablet's key, named by their hash. A photo's bytes are fsynced, renamed
//! and their folder fsynced *before* the page that names it commits, so no page can name a photo that is not there. They
//! can be written while they are still being looked at: until they are kept, they lie under a name that nobody looks for.

use crate::columns::{all, bytes, one};
use crate::open::{held, sync_folder};
use crate::{Store, StoreError};
use book::RecordId;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use protocol::PhotoHash;
use rusqlite::params;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

const NONCE: usize = 24;

/// A photo to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewPhoto<'a> {
    /// The original bytes.
    pub bytes: &'a [u8],
    /// Such as `image/jpeg`.
    pub mime: &'a str,
    /// A small JPEG for lists.
    pub thumbnail: &'a [u8],
    /// Whether it was taken on this tablet (or fetched from the office).
    pub own: bool,
}

/// Where a photo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhotoAt {
    /// Only on this tablet.
    OnThisTablet,
    /// The office has signed that it holds it.
    Arrived,
    /// It also holds it in a second place.
    BackedUp,
}

/// What is known of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoInfo {
    /// Its length.
    pub bytes: u64,
    /// Such as `image/jpeg`.
    pub mime: String,
    /// Whether its bytes are here.
    pub here: bool,
    /// Where it is.
    pub at: PhotoAt,
    /// How many of its bytes the office has.
    pub sent: u64,
    /// Why it did not get on, if it did not.
    pub trouble: Option<String>,
    /// How often it failed.
    pub failures: u32,
    /// Whether it was taken on this tablet.
    pub own: bool,
    /// When its original left this tablet, if it did; milliseconds since 1970.
    pub left_at: Option<i64>,
    /// Whether a person asked for its original.
    pub asked: bool,
}

/// A photo's bytes, sealed and through fsync, but not kept: dropped, they are gone again. [`Store::keep_photo`] keeps them.
#[derive(Debug)]
pub struct SealedPhoto {
    part: PathBuf,
    hash: PhotoHash,
    bytes: u64,
}

impl Drop for SealedPhoto {
    fn drop(&mut self) {
        // After it was kept there is none. What cannot be removed is swept at the next start.
        let _ = std::fs::remove_file(&self.part);
    }
}

impl Store {
    /// Keeps a photo's bytes, through fsync. The same photo twice is kept once; a damaged one is mended. A photo of others
    /// that is then taken here too has not arrived until the office signs for it.
    pub fn add_photo(&self, photo: NewPhoto<'_>) -> Result<PhotoHash, StoreError> {
        self.keep_photo(&self.seal_photo(photo.bytes)?, photo.mime, photo.thumbnail, photo.own)
    }

    /// The part of [`Store::add_photo`] that takes time: bytes to the disk, sealed and through fsync.
    pub fn seal_photo(&self, plain: &[u8]) -> Result<SealedPhoto, StoreError> {
        let hash = PhotoHash(Sha256::digest(plain).into());
        let nonce: [u8; NONCE] = self.random()?;
        // Two that take the same photo in at once must not mix their bytes: each has a file of its own.
        let part = self.folder.join("photos").join(format!("{}.part", hex::encode(nonce)));
        let text = XChaCha20Poly1305::new(&self.keys.photos().into())
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &hash.0 })
            .map_err(|_| StoreError::PhotoDamaged(hash.to_string()))?;
        let sealed = SealedPhoto { part, hash, bytes: plain.len() as u64 };
        std::fs::File::create(&sealed.part)
            .and_then(|mut file| {
                file.write_all(&nonce)?;
                file.write_all(&text)?;
                file.sync_all()
            })
            .map_err(StoreError::file("written", &sealed.part))?;
        Ok(sealed)
    }

    /// The rest of [`Store::add_photo`]: the bytes get their name.
    pub fn keep_photo(
        &self,
        sealed: &SealedPhoto,
        mime: &str,
        thumbnail: &[u8],
        own: bool,
    ) -> Result<PhotoHash, StoreError> {
        let path = self.photo_path(sealed.hash);
        let _alone = held(&self.photo_files);
        std::fs::rename(&sealed.part, &path).map_err(StoreError::file("renamed", &path))?;
        sync_folder(&self.folder.join("photos"))?;
        self.transact(|tx| {
            tx.prepare_cached(
                "INSERT INTO photo (hash, bytes, mime, here, own, state, thumbnail) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
                 ON CONFLICT (hash) DO UPDATE SET here = 1, own = max(own, ?4), failures = 0, trouble = NULL,
                 thumbnail = CASE WHEN length(?6) > 0 THEN ?6 ELSE thumbnail END, left_at = NULL, asked = 0,
                 state = CASE WHEN own < ?4 THEN 0 ELSE state END",
            )?
            .execute(params![
                sealed.hash.0,
                sealed.bytes as i64,
                mime,
                own,
                if own { 0 } else { 1 },
                thumbnail
            ])?;
            Ok(())
        })?;
        remove(&self.coming_path(sealed.hash))?;
        Ok(sealed.hash)
    }

    /// A photo's original bytes, checked against its name.
    pub fn photo_bytes(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        let path = self.photo_path(hash);
        let damaged = || StoreError::PhotoDamaged(hash.to_string());
        let sealed = std::fs::read(&path).map_err(|_| damaged())?;
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let plain = XChaCha20Poly1305::new(&self.keys.photos().into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: &hash.0 })
            .map_err(|_| damaged())?;
        if <[u8; 32]>::from(Sha256::digest(&plain)) != hash.0 {
            return Err(damaged());
        }
        Ok(plain)
    }

    /// What is known of a photo.
    pub fn photo_info(&self, hash: PhotoHash) -> Result<Option<PhotoInfo>, StoreError> {
        self.read(|db| {
            one(db, "SELECT * FROM photo WHERE hash = ?1", [hash.0], |row| {
                Ok(PhotoInfo {
                    bytes: row.get::<_, i64>("bytes")? as u64,
                    mime: row.get("mime")?,
                    here: row.get("here")?,
                    at: match row.get::<_, i64>("state")? {
                        0 => PhotoAt::OnThisTablet,
                        1 => PhotoAt::Arrived,
                        _ => PhotoAt::BackedUp,
                    },
                    sent: row.get::<_, i64>("sent")? as u64,
                    trouble: row.get("trouble")?,
                    failures: row.get::<_, i64>("failures")? as u32,
                    own: row.get("own")?,
                    left_at: row.get("left_at")?,
                    asked: row.get("asked")?,
                })
            })
        })
    }

    /// A photo's thumbnail, if one was kept.
    pub fn thumbnail(&self, hash: PhotoHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| {
            Ok(one(db, "SELECT thumbnail FROM photo WHERE hash = ?1", [hash.0], |row| {
                Ok(row.get::<_, Option<Vec<u8>>>("thumbnail")?)
            })?
            .flatten())
        })
    }

    /// The records that a photo is on.
    pub fn records_with(&self, hash: PhotoHash) -> Result<Vec<RecordId>, StoreError> {
        self.read(|db| {
            all(db, "SELECT record FROM photo_on WHERE photo = ?1", [hash.0], |row| {
                crate::columns::record_id(row, "record")
            })
        })
    }

    /// Removes half-written files, and photos that neither a record nor a draft names. A whole photo that the database does
    /// not know stays: the database may have been put back to an earlier state.
    pub(crate) fn sweep_photos(&self) -> Result<(), StoreError> {
        let orphans = self.read(|db| {
            // What has arrived, or is another's, stands on a record.
            let sql = "SELECT hash FROM photo WHERE own = 1 AND state = 0
                       AND NOT EXISTS (SELECT 1 FROM photo_on WHERE photo = hash)
                       AND NOT EXISTS (SELECT 1 FROM draft WHERE instr(body, lower(hex(hash))) > 0)";
            all(db, sql, [], |row| Ok(PhotoHash(bytes(row, "hash")?)))
        })?;
        for hash in orphans {
            remove(&self.photo_path(hash))?;
            self.transact(|tx| {
                tx.execute("DELETE FROM photo WHERE hash = ?1", [hash.0])?;
                Ok(())
            })?;
        }
        self.sweep_originals()?;
        let folder = self.folder.join("photos");
        for file in std::fs::read_dir(&folder).map_err(StoreError::file("read", &folder))? {
            let path = file.map_err(StoreError::file("read", &folder))?.path();
            let is = |what| path.extension().is_some_and(|extension| extension == what);
            // Of a photo that is here whole, nothing is on its way any more.
            if is("part") || is("coming") && path.with_extension("").exists() {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Removes a photo's bytes, durably.
    pub(crate) fn remove_photo(&self, hash: PhotoHash) -> Result<(), StoreError> {
        remove(&self.photo_path(hash))?;
        sync_folder(&self.folder.join("photos"))
    }

    pub(crate) fn photo_path(&self, hash: PhotoHash) -> PathBuf {
        self.folder.join("photos").join(hash.to_string())
    }
}

pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::file("removed", path)(error)),
        _ => Ok(()),
    }
}

//! Photos as they come in: parts by scope and hash, whole ones by hash.

use crate::chance::below;
use book::ScopeId;
use protocol::PhotoHash;
use server_core::{Fault, Photos, Put};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Photos in memory. Clones are the same photos.
#[derive(Clone, Default)]
pub struct MemoryPhotos(Arc<Mutex<Files>>);

#[derive(Clone, Default)]
struct Files {
    parts: BTreeMap<(ScopeId, PhotoHash), Vec<u8>>,
    whole: BTreeMap<PhotoHash, Arc<[u8]>>,
    small: BTreeMap<(ScopeId, PhotoHash), Vec<u8>>,
}

impl MemoryPhotos {
    /// A copy of what is on the disk.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.files().clone())))
    }

    /// Loses one.
    pub fn lose(&self) {
        let mut files = self.files();
        let hash = files.whole.keys().nth(below(files.whole.len())).copied();
        hash.and_then(|hash| files.whole.remove(&hash));
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All bytes of `from`, and whether they have this hash.
pub(super) fn read(hash: PhotoHash, from: &mut dyn Read) -> Result<(Vec<u8>, bool), Fault> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(|source| Fault::File { what: "read a photo".into(), source })?;
    let right = has(hash, &bytes);
    Ok((bytes, right))
}

/// Whether bytes have this hash.
pub(super) fn has(hash: PhotoHash, bytes: &[u8]) -> bool {
    <[u8; 32]>::from(Sha256::digest(bytes)) == hash.0
}

impl Photos for MemoryPhotos {
    fn held(&self, scope: ScopeId, hash: PhotoHash) -> Result<u64, Fault> {
        Ok(self.files().parts.get(&(scope, hash)).map_or(0, |part| part.len() as u64))
    }

    fn put(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<Put, Fault> {
        let mut files = self.files();
        let part = files.parts.entry((scope, hash)).or_default();
        let held = part.len() as u64;
        if held != offset {
            return Ok(Put::WrongOffset(held));
        }
        part.extend(bytes);
        Ok(Put::At(part.len() as u64))
    }

    fn discard(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        self.files().parts.remove(&(scope, hash));
        Ok(())
    }

    fn finish(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault> {
        let mut files = self.files();
        let Some(part) = files.parts.remove(&(scope, hash)) else {
            return Ok(files.whole.get(&hash).is_some_and(|bytes| has(hash, bytes)));
        };
        let right = has(hash, &part);
        if right {
            files.whole.insert(hash, part.into());
        }
        Ok(right)
    }

    fn thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.files().small.get(&(scope, hash)).cloned())
    }

    fn put_thumbnail(&self, scope: ScopeId, hash: PhotoHash, jpeg: &[u8]) -> Result<(), Fault> {
        self.files().small.entry((scope, hash)).or_insert_with(|| jpeg.to_vec());
        Ok(())
    }

    fn drop_thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        self.files().small.remove(&(scope, hash));
        Ok(())
    }

    fn restore(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault> {
        let (bytes, right) = read(hash, bytes)?;
        if right {
            self.files().whole.insert(hash, bytes.into());
        }
        Ok(right)
    }

    fn length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault> {
        Ok(self.files().whole.get(&hash).map(|bytes| bytes.len() as u64))
    }

    fn read(&self, hash: PhotoHash, from: u64, most: usize) -> Result<Vec<u8>, Fault> {
        let files = self.files();
        let bytes = files.whole.get(&hash).ok_or_else(|| Fault::Damaged(format!("photo {hash}")))?;
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(bytes.iter().skip(from).take(most).copied().collect())
    }

    fn open(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault> {
        let bytes = self.files().whole.get(&hash).cloned();
        Ok(bytes.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>))
    }

    fn erase(&self, hash: PhotoHash) -> Result<(), Fault> {
        let mut files = self.files();
        files.whole.remove(&hash);
        files.parts.retain(|(_, part), _| *part != hash);
        Ok(())
    }

    fn check(&self, hash: PhotoHash) -> Result<bool, Fault> {
        Ok(self.files().whole.get(&hash).is_some_and(|bytes| has(hash, bytes)))
    }
}

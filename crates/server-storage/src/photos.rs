//! Photos as they come in: `<aa>/<hash>` when whole, `<aa>/<hash>.<scope>.part` before. The offset of an upload is the
//! length of the part itself; there is no second place that could say otherwise. Thumbnails lie beside them, as
//! `<aa>/<hash>.<scope>.small`.

use crate::folder::{
    HashFolder, discard, ensure, failed, hash as hash_of, length, open, private, rename, replace, sync_folder,
};
use book::ScopeId;
use protocol::{PhotoHash, limits};
use server_core::{Fault, Photos, Put};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Photos in a folder.
pub struct FolderPhotos {
    whole: HashFolder,
    /// One piece at a time for each photo; photos of different first bytes don't wait for each other.
    busy: [Mutex<()>; 16],
}

impl FolderPhotos {
    /// Opens the folder, making it if it is missing.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        ensure(folder)?;
        Ok(Self { whole: HashFolder(folder.to_owned()), busy: std::array::from_fn(|_| Mutex::new(())) })
    }

    fn part(&self, scope: ScopeId, hash: PhotoHash) -> PathBuf {
        self.whole.path(hash).with_extension(format!("{scope}.part"))
    }

    fn small(&self, scope: ScopeId, hash: PhotoHash) -> PathBuf {
        self.whole.path(hash).with_extension(format!("{scope}.small"))
    }

    fn alone(&self, hash: PhotoHash) -> Option<MutexGuard<'_, ()>> {
        let [first, ..] = hash.0;
        self.busy.get(usize::from(first % 16)).map(|busy| busy.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Photos for FolderPhotos {
    fn held(&self, scope: ScopeId, hash: PhotoHash) -> Result<u64, Fault> {
        let _alone = self.alone(hash);
        Ok(length(&self.part(scope, hash))?.unwrap_or(0))
    }

    fn put(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<Put, Fault> {
        let _alone = self.alone(hash);
        let path = self.part(scope, hash);
        let held = length(&path)?;
        if held.unwrap_or(0) != offset {
            return Ok(Put::WrongOffset(held.unwrap_or(0)));
        }
        let folder = path.parent().unwrap_or(&self.whole.0);
        ensure(folder)?;
        let mut file = private().append(true).open(&path).map_err(|error| failed("open", &path, error))?;
        if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_all()) {
            // Bytes that may not be on the disk must not count as held.
            file.set_len(offset).map_err(|error| failed("cut", &path, error))?;
            return Err(failed("write", &path, error));
        }
        if held.is_none() {
            sync_folder(folder)?;
        }
        Ok(Put::At(offset + bytes.len() as u64))
    }

    fn discard(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        let _alone = self.alone(hash);
        discard(&self.part(scope, hash))
    }

    fn finish(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault> {
        let _alone = self.alone(hash);
        let part = self.part(scope, hash);
        let Some(file) = open(&part)? else { return self.whole.check(hash) };
        if hash_of(file).map_err(|error| failed("read", &part, error))? != hash {
            discard(&part)?;
            return Ok(false);
        }
        rename(&part, &self.whole.path(hash))?;
        Ok(true)
    }

    fn thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<Vec<u8>>, Fault> {
        let path = self.small(scope, hash);
        let Some(file) = open(&path)? else { return Ok(None) };
        let mut jpeg = Vec::new();
        // Never more than was taken in, whatever lies there.
        let read = file.take(limits::THUMBNAIL_BYTES as u64).read_to_end(&mut jpeg);
        read.map_err(|error| failed("read", &path, error))?;
        Ok(Some(jpeg))
    }

    fn put_thumbnail(&self, scope: ScopeId, hash: PhotoHash, jpeg: &[u8]) -> Result<(), Fault> {
        let _alone = self.alone(hash);
        let path = self.small(scope, hash);
        if length(&path)?.is_some() {
            return Ok(());
        }
        path.parent().map_or(Ok(()), ensure)?;
        replace(&path, jpeg)
    }

    fn drop_thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        let _alone = self.alone(hash);
        discard(&self.small(scope, hash))
    }

    fn restore(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault> {
        self.whole.put(hash, bytes)
    }

    fn length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault> {
        self.whole.length(hash)
    }

    fn read(&self, hash: PhotoHash, from: u64, most: usize) -> Result<Vec<u8>, Fault> {
        let path = self.whole.path(hash);
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|mut file| {
                file.seek(SeekFrom::Start(from))?;
                file.take(most as u64).read_to_end(&mut bytes)
            })
            .map_err(|error| failed("read", &path, error))?;
        Ok(bytes)
    }

    fn open(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault> {
        Ok(self.whole.open(hash)?.map(|file| Box::new(file) as Box<dyn Read + Send>))
    }

    fn erase(&self, hash: PhotoHash) -> Result<(), Fault> {
        let _alone = self.alone(hash);
        self.whole.erase(hash)
    }

    fn check(&self, hash: PhotoHash) -> Result<bool, Fault> {
        self.whole.check(hash)
    }
}

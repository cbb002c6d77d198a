//! The tablet's real store: SQLCipher in a folder, with the randomness of the seed.

use super::{Machine, Write};
use crate::chance;
use book::{EntryHash, GrantId, RecordId, SecretKey, SignedGrant};
use domain::catalogue::Catalogue;
use record::Record;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use store::{Action, Change, DeviceKeys, Enrolment, Entropy, Store, StoreError};
use sync::{BundleTrouble, Notebook, write_bundle};
use tempfile::TempDir;

/// A tablet with its real store.
pub struct Real {
    folder: TempDir,
    copy: Option<TempDir>,
    catalogue: Arc<Catalogue>,
    store: Option<Store>,
}

impl Real {
    /// An empty one; its key comes from the chance of the seed.
    pub fn new(catalogue: Arc<Catalogue>) -> Result<Self, StoreError> {
        let mut real = Self { folder: TempDir::new().map_err(failed)?, copy: None, catalogue, store: None };
        real.restart()?;
        Ok(real)
    }

    fn store(&self) -> Result<&Store, StoreError> {
        self.store.as_ref().ok_or(StoreError::NoBook)
    }
}

fn entropy() -> Entropy {
    Arc::new(|buffer| {
        chance::fill(buffer);
        Ok(())
    })
}

fn failed(source: io::Error) -> StoreError {
    StoreError::File { verb: "copied", path: std::env::temp_dir(), source }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let target = to.join(file.file_name());
        if file.file_type()?.is_dir() {
            copy_folder(&file.path(), &target)?;
        } else {
            fs::copy(file.path(), target)?;
        }
    }
    Ok(())
}

impl Machine for Real {
    fn notebook(&self) -> Result<&dyn Notebook, StoreError> {
        Ok(self.store()?)
    }

    fn enrol(&self, enrolment: &Enrolment, grant: &SignedGrant, now: i64) -> Result<(), StoreError> {
        self.store()?.enrol(enrolment, grant, "no PIN", 4, now)
    }

    fn write(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        let changes = writes.into_iter().map(|(record, field, value)| Change::new(record, field, value)).collect();
        Ok(self.store()?.write(Action { author, changes, completes: None }, now)?.entry)
    }

    fn write_restricted(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        let changes = writes.into_iter().map(|(record, field, value)| Change::new(record, field, value)).collect();
        Ok(self.store()?.write_restricted(Action { author, changes, completes: None }, now)?.entry)
    }

    fn bundle(&self, now: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let folder = TempDir::new().map_err(failed)?;
        let path = folder.path().join("bundle");
        match write_bundle(self.store()?, &path, now, &|_| {}) {
            Ok(_) => Ok(Some(fs::read(&path).map_err(failed)?)),
            Err(BundleTrouble::NoNotice) => Ok(None),
            Err(BundleTrouble::Store(error)) => Err(error),
            Err(trouble) => Err(failed(io::Error::other(trouble.to_string()))),
        }
    }

    fn record(&self, id: RecordId) -> Result<Option<Arc<Record>>, StoreError> {
        let held = self.store()?.record(id)?;
        Ok(held.or(self.store()?.restricted_record(id)?).map(Arc::new))
    }

    fn key(&self) -> Result<SecretKey, StoreError> {
        Ok(DeviceKeys::load_or_make(self.folder.path(), &entropy())?.signing())
    }

    fn catalogue(&self) -> Result<Option<u32>, StoreError> {
        Ok(Some(self.store()?.catalogue().version()))
    }

    fn restart(&mut self) -> Result<(), StoreError> {
        self.store = None;
        self.store = Some(Store::open(self.folder.path(), self.catalogue.clone(), entropy())?);
        Ok(())
    }

    fn cloned(&self) -> Result<Option<Box<dyn Machine>>, StoreError> {
        let folder = TempDir::new().map_err(failed)?;
        copy_folder(self.folder.path(), folder.path()).map_err(failed)?;
        let mut other = Self { folder, copy: None, catalogue: self.catalogue.clone(), store: None };
        other.restart()?;
        Ok(Some(Box::new(other)))
    }

    fn copy(&mut self) -> Result<(), StoreError> {
        self.store = None;
        let copy = TempDir::new().map_err(failed)?;
        copy_folder(self.folder.path(), copy.path()).map_err(failed)?;
        self.copy = Some(copy);
        self.restart()
    }

    fn put_back(&mut self) -> Result<bool, StoreError> {
        let Some(copy) = &self.copy else { return Ok(false) };
        self.store = None;
        let folder = TempDir::new().map_err(failed)?;
        copy_folder(copy.path(), folder.path()).map_err(failed)?;
        self.folder = folder;
        self.restart()?;
        Ok(true)
    }
}

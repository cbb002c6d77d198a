//! Files that survive a power cut: written, fsynced, renamed, the folder fsynced. And whole photos by their hash.

use protocol::PhotoHash;
use server_core::Fault;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The fault of doing something with a path.
pub(crate) fn failed(verb: &str, path: &Path, source: io::Error) -> Fault {
    Fault::File { what: format!("to {verb} {}", path.display()), source }
}

/// Makes a folder that only this account can open, and everything above it.
pub(crate) fn ensure(folder: &Path) -> Result<(), Fault> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| failed("make", folder, error))?;
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

/// Makes the names within a folder durable. Windows has no such thing; there a rename is durable by itself.
pub fn sync_folder(folder: &Path) -> Result<(), Fault> {
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| failed("sync", folder, error))?;
    let _ = folder;
    Ok(())
}

/// The length of a file; none if it is not there.
pub(crate) fn length(path: &Path) -> Result<Option<u64>, Fault> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("look at", path, error)),
    }
}

/// Opens a file to read; none if it is not there.
pub(crate) fn open(path: &Path) -> Result<Option<File>, Fault> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("open", path, error)),
    }
}

/// Opens a file to write that only this account can read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Replaces a file: never half of it is seen, not even after a power cut.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let temporary = beside(path);
    let mut file = private().truncate(true).open(&temporary).map_err(|error| failed("make", &temporary, error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| failed("write", &temporary, error))?;
    rename(&temporary, path)
}

/// Renames, durably.
pub fn rename(from: &Path, to: &Path) -> Result<(), Fault> {
    fs::rename(from, to).map_err(|error| failed("rename", from, error))?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// Where a file is made before it gets its name. One place for each, so that what a stopped program left there is used
/// again; the archive's lock keeps two writers apart.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("tmp")
}

/// The SHA-256 of what can be read.
pub(crate) fn hash(mut bytes: impl Read) -> io::Result<PhotoHash> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match bytes.read(&mut buffer)? {
            0 => return Ok(PhotoHash(digest.finalize().into())),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// Whole photos under `<first two digits>/<hash>`.
pub(crate) struct HashFolder(pub(crate) PathBuf);

impl HashFolder {
    /// Where a photo lies.
    pub(crate) fn path(&self, hash: PhotoHash) -> PathBuf {
        let name = hash.to_string();
        self.0.join(name.get(..2).unwrap_or_default()).join(&name)
    }

    /// The length of a photo.
    pub(crate) fn length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault> {
        length(&self.path(hash))
    }

    /// A photo to read.
    pub(crate) fn open(&self, hash: PhotoHash) -> Result<Option<File>, Fault> {
        open(&self.path(hash))
    }

    /// Whether a photo is there and its bytes have its hash.
    pub(crate) fn check(&self, name: PhotoHash) -> Result<bool, Fault> {
        let path = self.path(name);
        let Some(file) = open(&path)? else { return Ok(false) };
        Ok(hash(file).map_err(|error| failed("read", &path, error))? == name)
    }

    /// Removes a photo and everything that is named after it, such as what a stopped program left, durably.
    pub(crate) fn erase(&self, hash: PhotoHash) -> Result<(), Fault> {
        let path = self.path(hash);
        let Some(folder) = path.parent().filter(|folder| folder.is_dir()) else { return Ok(()) };
        let called = hash.to_string();
        for file in names(folder)? {
            let rest = name(&file).strip_prefix(&called);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                discard(&file)?;
            }
        }
        sync_folder(folder)
    }

    /// Copies a photo in and reads it back from the disk; false, and nothing kept, if its bytes have another hash.
    pub(crate) fn put(&self, name: PhotoHash, mut bytes: &mut dyn Read) -> Result<bool, Fault> {
        let path = self.path(name);
        path.parent().map_or(Ok(()), ensure)?;
        let temporary = beside(&path);
        let copied = private().truncate(true).open(&temporary).and_then(|mut file| {
            io::copy(&mut bytes, &mut file)?;
            file.sync_all()?;
            hash(File::open(&temporary)?)
        });
        let right = match copied {
            Ok(found) => found == name,
            Err(error) => {
                discard(&temporary)?;
                return Err(failed("write", &temporary, error));
            }
        };
        if right {
            rename(&temporary, &path)?
        } else {
            discard(&temporary)?
        }
        Ok(right)
    }
}

/// The last part of a path; nothing if it is not UTF-8.
pub(crate) fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Everything in a folder.
pub(crate) fn names(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = fs::read_dir(folder).map_err(|error| failed("list", folder, error))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(|error| failed("list", folder, error))).collect()
}

/// Deletes a file if it is there.
pub(crate) fn discard(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("delete", path, error)),
        _ => Ok(()),
    }
}

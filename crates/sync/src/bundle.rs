//! Writes a bundle: everything that is not known to be backed up, sealed so that only the council office opens it, in one
//! file for a stick. For the tablet that cannot reach the office. The file gets its name when it is whole and through to
//! the disk; before, it is called `.part`, and if it cannot be finished it is removed.

use protocol::bundle::{BundleSealer, Part};
use protocol::{PhotoHash, Request, limits};
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::{Store, StoreError};

/// How far a bundle is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BundleProgress {
    /// Pages written.
    pub pages: u64,
    /// Pages in all.
    pub of_pages: u64,
    /// Bytes of photos written.
    pub bytes: u64,
    /// Bytes of photos in all.
    pub of_bytes: u64,
}

/// A bundle that is whole and on its disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundled {
    /// The file.
    pub path: PathBuf,
    /// Pages in it.
    pub pages: u64,
    /// Photos in it.
    pub photos: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// Photos that are damaged or missing here and so are not in it.
    pub left_out: Vec<PhotoHash>,
}

/// Why there is no bundle. Nothing on the tablet has changed, and there is no half file.
#[derive(Debug, thiserror::Error)]
pub enum BundleTrouble {
    /// The tablet has no book.
    #[error("This tablet is not enrolled, so there is nothing to put into a bundle.")]
    NotEnrolled,
    /// The office's key has not come yet.
    #[error("The council office has not told this tablet yet how to seal a bundle. It does with the first sync.")]
    NoNotice,
    /// The office forbids it.
    #[error("The council office has switched bundles off. Ask your team leader.")]
    NotAllowed,
    /// There is a file of that name.
    #[error("There is already a file {}. It was left alone: choose another name.", .0.display())]
    Exists(PathBuf),
    /// No room.
    #[error("There is no room for the bundle at {}. No half file was left. Free some space, or choose another place.", .0.display())]
    DiskFull(PathBuf),
    /// The file cannot be written.
    #[error("The bundle could not be written to {}. No half file was left. Choose another place.", .path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The store failed.
    #[error("This tablet's book could not be read. Nothing was changed. Try again.")]
    Store(#[from] StoreError),
}

/// Writes a bundle to `path`, where no file may be yet.
pub fn write_bundle(
    store: &Store,
    path: &Path,
    now: i64,
    progress: &dyn Fn(BundleProgress),
) -> Result<Bundled, BundleTrouble> {
    if store.enrolment()?.is_none() {
        return Err(BundleTrouble::NotEnrolled);
    }
    let notice = store.notice()?.ok_or(BundleTrouble::NoNotice)?;
    if !notice.bundles {
        return Err(BundleTrouble::NotAllowed);
    }
    if path.try_exists().map_err(failed(path))? {
        return Err(BundleTrouble::Exists(path.to_owned()));
    }
    let (sealer, head) = store.begin_bundle(&notice, now)?;
    let mut half = Half::create(path)?;
    half.write(&head)?;
    let mut writing = Writing { store, sealer, half, progress, done: BundleProgress::default(), left_out: Vec::new() };
    let (pages, photos) = writing.all()?;
    let Writing { half, left_out, .. } = writing;
    Ok(Bundled { path: path.to_owned(), pages, photos, bytes: half.keep()?, left_out })
}

struct Writing<'a> {
    store: &'a Store,
    sealer: BundleSealer,
    half: Half<'a>,
    progress: &'a dyn Fn(BundleProgress),
    done: BundleProgress,
    left_out: Vec<PhotoHash>,
}

impl Writing<'_> {
    /// Gives the number of pages and photos.
    fn all(&mut self) -> Result<(u64, u64), BundleTrouble> {
        let what = self.store.not_backed_up()?;
        self.done.of_pages = what.lines.iter().map(|(_, after, last)| last - after).sum();
        self.done.of_bytes = what.photos.iter().map(|photo| photo.bytes).sum();
        for (line, after, last) in what.lines {
            self.line(line, after, last)?;
        }
        let mut photos = 0;
        for photo in what.photos {
            photos += u64::from(self.photo(photo.hash)?);
        }
        self.part(&Part::End)?;
        Ok((self.done.pages, photos))
    }

    fn line(&mut self, line: book::BookId, mut after: u64, last: u64) -> Result<(), BundleTrouble> {
        while after < last
            && let Some(run) = self.store.run(line, after, limits::PAGE_ENTRIES, limits::PAGE_BYTES)?
        {
            let pages = run.entries.len() as u64;
            self.part(&Part::Pages(Request { runs: vec![run], ..Request::default() }))?;
            after += pages;
            self.done.pages += pages;
            (self.progress)(self.done);
        }
        Ok(())
    }

    /// Whether it is in the bundle. One that is damaged here keeps nothing else out.
    fn photo(&mut self, hash: PhotoHash) -> Result<bool, BundleTrouble> {
        let bytes = match self.store.photo_bytes(hash) {
            Ok(bytes) => bytes,
            Err(StoreError::PhotoDamaged(_)) => {
                self.left_out.push(hash);
                return Ok(false);
            }
            Err(other) => return Err(other.into()),
        };
        let scope = self.store.enrolment()?.ok_or(BundleTrouble::NotEnrolled)?.scope;
        self.part(&Part::Photo { scope, hash, length: bytes.len() as u64 })?;
        for piece in bytes.chunks(limits::PHOTO_PIECE) {
            self.part(&Part::PhotoBytes(piece.to_vec()))?;
            self.done.bytes += piece.len() as u64;
            (self.progress)(self.done);
        }
        Ok(true)
    }

    fn part(&mut self, part: &Part) -> Result<(), BundleTrouble> {
        let sealed = self.sealer.part(part).map_err(|_| StoreError::Unreadable("the council office's key"))?;
        self.half.write(&sealed)
    }
}

/// A file that is removed again unless it is kept.
struct Half<'a> {
    path: &'a Path,
    part: PathBuf,
    file: Option<BufWriter<File>>,
    bytes: u64,
}

impl<'a> Half<'a> {
    fn create(path: &'a Path) -> Result<Self, BundleTrouble> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed(path))?;
        }
        let mut part = OsString::from(path);
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).map_err(failed(path))?;
        Ok(Self { path, part, file: Some(BufWriter::new(file)), bytes: 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), BundleTrouble> {
        self.bytes += bytes.len() as u64;
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes)).map_err(failed(self.path))
    }

    /// Through to the disk, then its name. Gives its length.
    fn keep(mut self) -> Result<u64, BundleTrouble> {
        if let Some(file) = self.file.take() {
            let file = file.into_inner().map_err(|error| failed(self.path)(error.into_error()))?;
            file.sync_all().map_err(failed(self.path))?;
        }
        std::fs::rename(&self.part, self.path).map_err(failed(self.path))?;
        // Windows has no such thing; there a rename is durable by itself.
        #[cfg(unix)]
        if let Some(folder) = self.path.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(self.path))?;
        }
        Ok(self.bytes)
    }
}

impl Drop for Half<'_> {
    fn drop(&mut self) {
        // After it was kept there is none. One that cannot be removed is named so that nobody takes it for a whole one.
        drop(self.file.take());
        let _ = std::fs::remove_file(&self.part);
    }
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> BundleTrouble {
    let path = path.to_owned();
    move |source| match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => BundleTrouble::DiskFull(path),
        _ => BundleTrouble::File { path, source },
    }
}

//! Files that leave the tablet: new ones in the downloads folder, and what is said when one cannot be written.

use crate::App;
use crate::contract::{CallError, ErrorCode, Exported};
use crate::refusals::refuse;
use crate::words::local;
use report::DocumentError;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files begun in one second.
const MOST_A_SECOND: u32 = 100;

impl App {
    /// A new file, named by the time, to be written to its end; the second within a second says so.
    pub(crate) fn new_file(&self, what: &str, ending: &str) -> Result<NewFile, std::io::Error> {
        let (path, part, file) = self.begin_new(what, &format!(".{ending}"), |part| File::create_new(part))?;
        Ok(NewFile { path, part, file: BufWriter::new(file), whole: false, stop: Arc::default() })
    }

    /// A new folder in the same way.
    pub(crate) fn new_folder(&self, what: &str) -> Result<NewFolder, std::io::Error> {
        let (path, part, ()) = self.begin_new(what, "", |part| std::fs::create_dir(part))?;
        Ok(NewFolder { path, part, whole: false })
    }

    /// The name of something new, and under which it is begun.
    fn begin_new<T>(
        &self,
        what: &str,
        ending: &str,
        make: impl Fn(&Path) -> Result<T, std::io::Error>,
    ) -> Result<(PathBuf, PathBuf, T), std::io::Error> {
        std::fs::create_dir_all(&self.exports)?;
        let stamp = local(self.now()).format("%Y-%m-%d-%H%M%S").to_string();
        let mut again = 1;
        loop {
            let end = if again == 1 { String::new() } else { format!("-{again}") };
            let path = self.exports.join(format!("patrolbook-{what}-{stamp}{end}{ending}"));
            let part = self.exports.join(format!("patrolbook-{what}-{stamp}{end}{ending}.part"));
            let more = again < MOST_A_SECOND;
            again += 1;
            if path.exists() && more {
                continue;
            }
            match make(&part) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && more => {}
                made => return made.map(|made| (path, part, made)),
            }
        }
    }
}

/// A file of the downloads folder that is being written: under another name until it is whole, and gone if it never is.
pub(crate) struct NewFile {
    path: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
    whole: bool,
    /// Set when somebody stops it.
    stop: Arc<AtomicBool>,
}

impl NewFile {
    /// Where it lies until it is whole, for what writes files itself.
    pub(crate) fn part(&self) -> &Path {
        &self.part
    }

    /// The same file, that ends when this is set.
    pub(crate) fn until(self, stop: &Arc<AtomicBool>) -> Self {
        let mut file = self;
        file.stop = Arc::clone(stop);
        file
    }

    /// It is whole, with so many rows: through fsync, and under its name.
    pub(crate) fn finish(mut self, rows: u32) -> Result<Exported, std::io::Error> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        std::fs::rename(&self.part, &self.path)?;
        self.whole = true;
        Ok(Exported { path: self.path.display().to_string(), rows })
    }
}

/// A folder of several files, under another name until all of them are whole, and gone if they never are.
pub(crate) struct NewFolder {
    path: PathBuf,
    part: PathBuf,
    whole: bool,
}

impl NewFolder {
    /// A new file in it.
    pub(crate) fn file(&self, name: &str) -> Result<NewFile, std::io::Error> {
        let part = self.part.join(format!("{name}.part"));
        let file = BufWriter::new(File::create_new(&part)?);
        Ok(NewFile { path: self.part.join(name), part, file, whole: false, stop: Arc::default() })
    }

    /// All of it is whole, with so many rows.
    pub(crate) fn finish(mut self, rows: u32) -> Result<Exported, std::io::Error> {
        std::fs::rename(&self.part, &self.path)?;
        self.whole = true;
        Ok(Exported { path: self.path.display().to_string(), rows })
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.whole {
            let _ = std::fs::remove_dir_all(&self.part);
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.whole {
            // Half a table must not be taken for a whole one.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(std::io::Error::other("stopped"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Seek for NewFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// Why a document was not made, in words.
pub(crate) fn document_failed(error: DocumentError<CallError>) -> CallError {
    match error {
        DocumentError::Findings(error) => error,
        DocumentError::File(error) => not_written(&error),
        DocumentError::TooMany => refuse(
            ErrorCode::BadRequest,
            "A spreadsheet has no room for so many findings. Choose a shorter period, or the table as CSV.",
        ),
        other => {
            let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&other);
            while let Some(error) = cause {
                if let Some(error) = error.downcast_ref::<std::io::Error>() {
                    return not_written(error);
                }
                cause = error.source();
            }
            CallError { detail: Some(other.to_string()), ..not_written(&ErrorKind::Other.into()) }
        }
    }
}

pub(crate) fn not_written(error: &std::io::Error) -> CallError {
    let (code, message) = match error.kind() {
        ErrorKind::StorageFull => (
            ErrorCode::DiskFull,
            "The tablet is full. The file was not written; everything saved is safe. Free some space and try again.",
        ),
        _ => (
            ErrorCode::Fault,
            "The file could not be written to this tablet's disk. Everything saved is safe. Try again.",
        ),
    };
    CallError { detail: Some(error.to_string()), ..refuse(code, message) }
}

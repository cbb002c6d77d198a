//! Where things lie in the project, and how old they are.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A path in the project.
pub(crate) fn path(relative: &str) -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.pop();
    path.push(relative);
    path
}

/// A path as a person would type it from the top of the project.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(self::path("")).unwrap_or(path).display().to_string()
}

/// When the newest of `files` and folders (with all that is in them) was changed; none if there is not one of them. A
/// folder's own time counts, since that is what a removed file leaves behind.
pub(crate) fn newest(files: &[PathBuf]) -> io::Result<Option<SystemTime>> {
    let mut newest = None;
    let mut open = files.to_vec();
    while let Some(path) = open.pop() {
        let Some(about) = missing_is_none(path.metadata())? else { continue };
        newest = newest.max(Some(about.modified()?));
        if about.is_dir() {
            for inside in path.read_dir()? {
                open.push(inside?.path());
            }
        }
    }
    Ok(newest)
}

fn missing_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

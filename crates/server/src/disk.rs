//! What an operator can do about a disk that is full or barred, said before what went wrong.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// The same fault, of writing to `path`, in words that help. Whoever calls has left nothing of it.
pub(crate) fn in_words(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let path = path.display();
    let is = |kinds: &[ErrorKind]| {
        let kind = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<Error>().map(Error::kind);
        error.chain().filter_map(kind).any(|kind| kinds.contains(&kind))
    };
    let full = error.chain().any(|cause| matches!(cause.downcast_ref(), Some(geopackage::GeoPackageError::Full)));
    if full || is(&[ErrorKind::StorageFull]) {
        error.context(format!("there is no room left for {path}, and nothing was written; free some and do it again"))
    } else if is(&[ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied]) {
        error.context(format!(
            "nothing may be written to {path}, and nothing was; is its disk mounted to be read only, or is it another account's?"
        ))
    } else {
        error
    }
}

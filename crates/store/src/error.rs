//! Why the store could not do something. Each variant is one thing for a person; the cause is its source.

use std::path::PathBuf;

/// A failure of the store. What was reported as saved stays saved.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another running Patrolbook has the folder.
    #[error("another Patrolbook is using {0}")]
    InUse(PathBuf),
    /// The disk is full. Nothing of the action was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The database was written by a newer version.
    #[error("the store was written by a newer version of Patrolbook (format {found}, this one knows {known})")]
    TooNew {
        /// The format found.
        found: i64,
        /// The newest format that this build knows.
        known: i64,
    },
    /// The key does not open the database, or the database is damaged.
    #[error("the store cannot be opened with this tablet's key")]
    WrongKey,
    /// The key file is not one.
    #[error("the key file {0} is damaged")]
    BadKeyFile(PathBuf),
    /// There is a book and its key is not there. No new one is made: it would not open the book.
    #[error("the key of this tablet's book is gone")]
    KeyGone,
    /// The keychain cannot be reached, is locked, or did not do as it was asked.
    #[error("the keychain cannot be used: {0}")]
    Keychain(String),
    /// The database failed.
    #[error("the store's database failed")]
    Database(#[source] rusqlite::Error),
    /// A file or folder failed.
    #[error("{path} could not be {verb}")]
    File {
        /// What was tried: "read", "written", ….
        verb: &'static str,
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Something in the database is not what this build wrote.
    #[error("the store holds something unreadable: {0}")]
    Unreadable(&'static str),
    /// A photo's file is missing or its bytes have changed.
    #[error("the photo {0} is missing or damaged")]
    PhotoDamaged(String),
    /// The tablet has no book yet.
    #[error("the tablet is not enrolled")]
    NoBook,
    /// The office has not yet said how to seal what is recorded in the restricted part.
    #[error("the tablet does not know the restricted part yet")]
    NoRestrictedPart,
    /// The action is over a limit of the book.
    #[error("that is too much for one page of the book")]
    TooMuch(#[source] book::Malformed),
    /// The random source failed.
    #[error("no random bytes could be had")]
    NoEntropy,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            Some(rusqlite::ErrorCode::NotADatabase) => Self::WrongKey,
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// For `map_err`: what was tried on which path.
    pub(crate) fn file(verb: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::FileTooLarge => Self::DiskFull,
            _ => Self::File { verb, path, source },
        }
    }
}

//! Why the app cannot be opened, in a sentence each for the person in front of it.

use store::StoreError;
use sync::Trouble;

/// Why the app cannot be opened. The sentence is for the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another Patrolbook has the folder.
    #[error("Patrolbook is already open on this tablet. Use the window that is open, or close it first.")]
    AlreadyOpen,
    /// The store was written by a newer version.
    #[error("This tablet's book was written by a newer Patrolbook. Install the newest version; nothing is lost.")]
    TooNew(#[source] StoreError),
    /// The key is not where it was.
    #[error(
        "This tablet has a book, but its key is not where it was kept. Nothing was changed and no new key was made. If \
         the folder came from another computer or account, open it there. Otherwise ask for support before you do \
         anything else."
    )]
    KeyGone,
    /// The keychain does not give the key, or does not take it.
    #[error(
        "Patrolbook needs this computer's keychain for the key of this tablet's book, and the keychain is locked or does \
         not answer. Nothing was changed. Sign in to the computer as usual, unlock the keychain, and try again."
    )]
    Keychain(#[source] StoreError),
    /// There is no room to bring the book up to date.
    #[error(
        "The disk of this computer is full. Nothing that was saved is lost. Make room on it and open Patrolbook again."
    )]
    DiskFull,
    /// The store cannot be opened.
    #[error(
        "This tablet's book cannot be opened. Nothing that was saved is lost. Ask for support before you do anything else."
    )]
    Store(#[source] StoreError),
    /// The sync engine cannot start.
    #[error("Patrolbook cannot start its sync. Nothing was changed. Close it and open it again.")]
    Engine(#[source] Trouble),
    /// The built-in catalogue is wrong: a fault of the build.
    #[error("The catalogue of kinds cannot be read. Install Patrolbook again.")]
    Catalogue,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InUse(_) => Self::AlreadyOpen,
            StoreError::TooNew { .. } => Self::TooNew(error),
            StoreError::DiskFull => Self::DiskFull,
            StoreError::KeyGone => Self::KeyGone,
            StoreError::Keychain(_) => Self::Keychain(error),
            other => Self::Store(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_of_a_newer_patrolbook_says_to_install_it_and_that_nothing_is_lost() {
        let error = Error::from(StoreError::TooNew { found: 99, known: 7 });
        let said = error.to_string();
        assert!(said.contains("Install the newest version") && said.contains("nothing is lost"), "{said}");
    }
}

//! The tablet's key: in the keychain or in a file, moved from one to the other, and never made anew for a book that is there.

use crate::tablet::{Tablet, entropy};
use domain::catalogue::Catalogue;
use keyring_core::{CredentialStore, Error, mock};
use std::path::Path;
use std::sync::Arc;
use store::{Keychain, Moved, Store, StoreError, move_key_to_keychain};

/// A keychain in memory, which outlives the stores that it has keys of.
fn in_memory() -> (Keychain, Arc<CredentialStore>) {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    let given = Arc::clone(&store);
    (Keychain::new(move || Ok(Arc::clone(&given))), store)
}

fn locked() -> Keychain {
    Keychain::new(|| Err(Error::NoStorageAccess("locked".into())))
}

fn open_with(folder: &Path, keychain: &Keychain) -> Result<Store, StoreError> {
    Store::open_with(folder, Arc::new(Catalogue::built_in().unwrap()), entropy(1), keychain, &|_| ())
}

/// Every file of the folder that holds the key as it is.
fn files_with(folder: &Path, secret: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    files
        .filter(|path| std::fs::read(path).unwrap().windows(secret.len()).any(|bytes| bytes == secret))
        .map(|path| path.display().to_string())
        .collect()
}

fn name_in_keychain(folder: &Path) -> String {
    hex::encode(std::fs::read(folder.join("tablet.keychain")).unwrap())
}

#[test]
fn a_new_tablet_has_its_key_in_the_keychain_and_in_no_file() {
    let (keychain, chain) = in_memory();
    let folder = tempfile::tempdir().unwrap();
    let store = open_with(folder.path(), &keychain).unwrap();
    assert!(store.key_in_keychain());
    drop(store);
    assert!(!folder.path().join("tablet.key").exists());
    let secret = chain.build("Patrolbook", &name_in_keychain(folder.path()), None).unwrap().get_secret().unwrap();
    assert_eq!(secret.len(), 32);
    assert_eq!(files_with(folder.path(), &secret), Vec::<String>::new());
    assert!(open_with(folder.path(), &keychain).unwrap().key_in_keychain(), "it opens again");
}

#[test]
fn without_a_keychain_or_with_one_that_refuses_a_new_key_is_a_file() {
    for keychain in [Keychain::none(), locked(), in_memory().0.for_keys_it_has()] {
        let folder = tempfile::tempdir().unwrap();
        assert!(!open_with(folder.path(), &keychain).unwrap().key_in_keychain());
        assert!(folder.path().join("tablet.key").exists());
        assert!(!folder.path().join("tablet.keychain").exists());
        assert!(open_with(folder.path(), &keychain).is_ok(), "it opens again");
    }
}

#[test]
fn an_existing_key_file_is_used_although_there_is_a_keychain() {
    let tablet = Tablet::new(1);
    let folder = tablet.folder;
    drop(tablet.store);
    let store = open_with(folder.path(), &in_memory().0).unwrap();
    assert!(!store.key_in_keychain());
    assert!(store.own_book().unwrap().is_some());
}

#[test]
fn no_new_key_is_ever_made_for_a_book_that_is_there() {
    let (keychain, _) = in_memory();
    let folder = tempfile::tempdir().unwrap();
    drop(open_with(folder.path(), &keychain).unwrap());
    let before = std::fs::read(folder.path().join("patrolbook.db")).unwrap();

    // Another computer's keychain, one that is locked, and none.
    assert!(matches!(open_with(folder.path(), &in_memory().0), Err(StoreError::KeyGone)));
    assert!(matches!(open_with(folder.path(), &locked()), Err(StoreError::Keychain(_))));
    assert!(matches!(open_with(folder.path(), &Keychain::none()), Err(StoreError::Keychain(_))));
    // The name of the entry is lost, too.
    let name = folder.path().join("tablet.keychain");
    let kept = std::fs::read(&name).unwrap();
    std::fs::remove_file(&name).unwrap();
    assert!(matches!(open_with(folder.path(), &keychain), Err(StoreError::KeyGone)));
    assert!(!folder.path().join("tablet.key").exists(), "a new key was made");
    assert!(!name.exists(), "a new key was made");
    std::fs::write(&name, b"short").unwrap();
    assert!(matches!(open_with(folder.path(), &keychain), Err(StoreError::BadKeyFile(_))));

    assert_eq!(std::fs::read(folder.path().join("patrolbook.db")).unwrap(), before, "the book was touched");
    std::fs::write(&name, kept).unwrap();
    assert!(open_with(folder.path(), &keychain).is_ok(), "with its key back the book opens");
}

#[test]
fn a_key_file_moves_into_the_keychain_and_the_book_opens_as_before() {
    let (keychain, _) = in_memory();
    let tablet = Tablet::new(1);
    let book = tablet.store.own_book().unwrap();
    let folder = tablet.folder;
    assert!(matches!(move_key_to_keychain(folder.path(), &keychain, &entropy(2)), Err(StoreError::InUse(_))));
    drop(tablet.store);
    let secret = std::fs::read(folder.path().join("tablet.key")).unwrap();
    assert_eq!(move_key_to_keychain(folder.path(), &keychain, &entropy(2)).unwrap(), Moved::Now);
    assert_eq!(files_with(folder.path(), &secret), Vec::<String>::new());
    let store = open_with(folder.path(), &keychain).unwrap();
    assert!(store.key_in_keychain());
    assert_eq!(store.own_book().unwrap(), book);
    drop(store);
    assert_eq!(move_key_to_keychain(folder.path(), &keychain, &entropy(3)).unwrap(), Moved::Before);
    assert!(open_with(folder.path(), &keychain).is_ok(), "asking twice does no harm");
    let nothing = tempfile::tempdir().unwrap();
    assert!(matches!(move_key_to_keychain(nothing.path(), &keychain, &entropy(4)), Err(StoreError::KeyGone)));
}

#[test]
fn a_move_that_fails_or_is_cut_short_leaves_the_key_where_it_was() {
    let (keychain, _) = in_memory();
    let tablet = Tablet::new(1);
    let folder = tablet.folder;
    drop(tablet.store);
    let key = folder.path().join("tablet.key");
    let secret = std::fs::read(&key).unwrap();
    assert!(matches!(move_key_to_keychain(folder.path(), &locked(), &entropy(2)), Err(StoreError::Keychain(_))));
    assert!(!open_with(folder.path(), &keychain).unwrap().key_in_keychain());
    // Cut short after the keychain had it: both are there, and the file is what counts.
    move_key_to_keychain(folder.path(), &keychain, &entropy(2)).unwrap();
    std::fs::write(&key, secret).unwrap();
    assert!(!open_with(folder.path(), &locked()).unwrap().key_in_keychain());
    move_key_to_keychain(folder.path(), &keychain, &entropy(3)).unwrap();
    assert!(open_with(folder.path(), &keychain).unwrap().key_in_keychain());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_key_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    drop(open_with(folder.path(), &Keychain::none()).unwrap());
    let mode = std::fs::metadata(folder.path().join("tablet.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

//! The tablet's keys. One secret opens the store without a PIN, so that a closed app can sync at night; the PIN opens a
//! person's session. The secret is in the computer's keychain, under a name that the file `tablet.keychain` holds, or
//! where there is no keychain in the file `tablet.key`, which only its owner may read.
//!
//! A key is made for a new book and never for one that is there: that would lock it for good.

use crate::StoreError;
use crate::keychain::Keychain;
use crate::open::{DATABASE, Entropy, lock, sync_folder};
use book::SecretKey;
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Write};
use std::path::Path;
use zeroize::Zeroizing;

const KEY_FILE: &str = "tablet.key";
const NAME_FILE: &str = "tablet.keychain";

/// 32 secret bytes and what derives from them.
#[derive(Clone)]
pub struct DeviceKeys {
    secret: Zeroizing<[u8; 32]>,
    pub(crate) in_keychain: bool,
}

impl DeviceKeys {
    /// Reads the key file of a data folder, or makes one if the folder has no book.
    ///
    /// # Errors
    /// As [`DeviceKeys::load_or_make_with`].
    pub fn load_or_make(folder: &Path, entropy: &Entropy) -> Result<Self, StoreError> {
        Self::load_or_make_with(folder, &Keychain::none(), entropy)
    }

    /// Reads the key of a data folder, or makes one if the folder has no book.
    ///
    /// # Errors
    /// [`StoreError::KeyGone`] and [`StoreError::Keychain`] say that there is a key, which cannot be had now;
    /// [`StoreError::BadKeyFile`] that it is damaged.
    pub fn load_or_make_with(folder: &Path, keychain: &Keychain, entropy: &Entropy) -> Result<Self, StoreError> {
        // A file beside a name is a move into the keychain that was cut short: the file is the key until it is gone.
        if let Some(secret) = read(folder, KEY_FILE)? {
            return Ok(Self { secret: Zeroizing::new(secret), in_keychain: false });
        }
        if let Some(name) = read(folder, NAME_FILE)? {
            let secret = keychain.secret(&hex::encode::<[u8; 16]>(name))?;
            return Ok(Self { secret: Zeroizing::new(secret), in_keychain: true });
        }
        let database = folder.join(DATABASE);
        if database.try_exists().map_err(StoreError::file("looked for", &database))? {
            return Err(StoreError::KeyGone);
        }
        let mut secret = Zeroizing::new([0; 32]);
        entropy(secret.as_mut())?;
        let in_keychain = keychain.takes_new_keys
            && match keep_in_keychain(folder, keychain, &secret, entropy) {
                Ok(()) => true,
                Err(StoreError::Keychain(why)) => {
                    tracing::warn!(why, "the keychain does not take the key, so it is kept in a file");
                    false
                }
                Err(error) => return Err(error),
            };
        if !in_keychain {
            write(folder, KEY_FILE, secret.as_ref())?;
        }
        Ok(Self { secret, in_keychain })
    }

    /// The key that signs the tablet's entries.
    pub fn signing(&self) -> SecretKey {
        SecretKey::from_bytes(&self.derived("signing"))
    }

    /// The raw key of the database, as SQLCipher takes it.
    pub(crate) fn database(&self) -> String {
        let key = self.derived("database");
        key.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key that seals photos on disk.
    pub(crate) fn photos(&self) -> [u8; 32] {
        self.derived("photos")
    }

    fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"patrolbook/v1/tablet/")
            .chain_update(purpose)
            .chain_update(b"\0")
            .chain_update(self.secret.as_ref())
            .finalize()
            .into()
    }
}

/// When a key went into the keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Just now.
    Now,
    /// It was there.
    Before,
}

/// Moves the key of a folder from its file into the keychain, which has it, read back, before the file goes. The folder
/// must not be open.
///
/// # Errors
/// [`StoreError::KeyGone`] if there is no key. Whatever fails, the key is where it was.
pub fn move_key_to_keychain(folder: &Path, keychain: &Keychain, entropy: &Entropy) -> Result<Moved, StoreError> {
    let _lock = lock(folder)?;
    let Some(secret) = read(folder, KEY_FILE)?.map(Zeroizing::new) else {
        let name: Option<[u8; 16]> = read(folder, NAME_FILE)?;
        return name.map(|_| Moved::Before).ok_or(StoreError::KeyGone);
    };
    keep_in_keychain(folder, keychain, &secret, entropy)?;
    let path = folder.join(KEY_FILE);
    std::fs::remove_file(&path).map_err(StoreError::file("removed", &path))?;
    sync_folder(folder)?;
    Ok(Moved::Now)
}

fn keep_in_keychain(
    folder: &Path,
    keychain: &Keychain,
    secret: &[u8; 32],
    entropy: &Entropy,
) -> Result<(), StoreError> {
    // Its own name for each key: two books on one computer, or one begun anew, never share an entry of the keychain.
    let mut name = [0; 16];
    entropy(&mut name)?;
    keychain.keep(&hex::encode(name), *secret)?;
    write(folder, NAME_FILE, &name)
}

/// A file of exactly `N` bytes; none if there is no file.
fn read<const N: usize>(folder: &Path, name: &str) -> Result<Option<[u8; N]>, StoreError> {
    let path = folder.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => bytes.try_into().map(Some).map_err(|_| StoreError::BadKeyFile(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::file("read", &path)(error)),
    }
}

/// Writes a file that only its owner may read: whole and through fsync, or not at all.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part).map_err(StoreError::file("created", &part))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(StoreError::file("written", &part))?;
    std::fs::rename(&part, &path).map_err(StoreError::file("renamed", &path))?;
    sync_folder(folder)
}

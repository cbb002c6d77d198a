//! The tablet's keys, in a file that only its owner may read. They open the store without a PIN, so that a closed app
//! can sync at night; the PIN opens a person's session.

use crate::StoreError;
use crate::open::{Entropy, sync_folder};
use book::SecretKey;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// 32 secret bytes and what derives from them.
#[derive(Clone)]
pub struct DeviceKeys {
    secret: [u8; 32],
}

impl DeviceKeys {
    /// Reads the key file of a data folder, or makes one.
    pub fn load_or_make(folder: &Path, entropy: &Entropy) -> Result<Self, StoreError> {
        let path = folder.join("tablet.key");
        match std::fs::read(&path) {
            Ok(bytes) => {
                let secret = bytes.try_into().map_err(|_| StoreError::BadKeyFile(path))?;
                Ok(Self { secret })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::make(folder, &path, entropy),
            Err(error) => Err(StoreError::file("read", &path)(error)),
        }
    }

    fn make(folder: &Path, path: &Path, entropy: &Entropy) -> Result<Self, StoreError> {
        let mut secret = [0; 32];
        entropy(&mut secret)?;
        let part = folder.join("tablet.key.part");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part).map_err(StoreError::file("created", &part))?;
        file.write_all(&secret).and_then(|()| file.sync_all()).map_err(StoreError::file("written", &part))?;
        std::fs::rename(&part, path).map_err(StoreError::file("renamed", path))?;
        sync_folder(folder)?;
        Ok(Self { secret })
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
            .chain_update(self.secret)
            .finalize()
            .into()
    }
}

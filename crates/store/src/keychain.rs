//! The keychain of the computer: Credential Manager on Windows, the Secret Service on a Linux desktop. It is asked only
//! when a key is there or is to go there, and never for longer than a person takes to unlock it.

use crate::StoreError;
use keyring_core::{CredentialStore, Entry, Error};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// The name under which a person finds Patrolbook's keys in the keychain.
const SERVICE: &str = "Patrolbook";
/// A locked keychain asks for its password; at night there is nobody to type it.
const PATIENCE: Duration = Duration::from_secs(120);

type Connect = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// Whether and how the computer's keychain is reached.
#[derive(Clone, Default)]
pub struct Keychain {
    connect: Option<Arc<Connect>>,
    pub(crate) takes_new_keys: bool,
}

impl Keychain {
    /// The keychain that `connect` reaches. A new tablet's key goes there if it can.
    pub fn new(connect: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static) -> Self {
        Self { connect: Some(Arc::new(connect)), takes_new_keys: true }
    }

    /// No keychain: keys are files.
    pub fn none() -> Self {
        Self::default()
    }

    /// The same keychain, which keeps the keys that it has, while new ones are files.
    pub fn for_keys_it_has(self) -> Self {
        Self { takes_new_keys: false, ..self }
    }

    /// Keeps a secret under a name, and reads it back.
    pub(crate) fn keep(&self, name: &str, secret: [u8; 32]) -> Result<(), StoreError> {
        let back = self.ask(name, move |entry| {
            entry.set_secret(&secret)?;
            entry.get_secret()
        })?;
        if back == secret { Ok(()) } else { Err(StoreError::Keychain("it gave back something else".into())) }
    }

    /// The secret that is kept under a name.
    pub(crate) fn secret(&self, name: &str) -> Result<[u8; 32], StoreError> {
        let bytes = self.ask(name, Entry::get_secret)?;
        bytes.try_into().map_err(|_| StoreError::Keychain("what it holds is not a tablet's key".into()))
    }

    fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connect = self.connect.clone().ok_or_else(|| StoreError::Keychain("there is none".into()))?;
        let name = name.to_owned();
        let (reply, answer) = channel();
        std::thread::spawn(move || {
            let asked = connect().and_then(|keychain| question(&keychain.build(SERVICE, &name, None)?));
            let _ = reply.send(asked);
        });
        match answer.recv_timeout(PATIENCE) {
            Ok(Ok(answered)) => Ok(answered),
            Ok(Err(Error::NoEntry)) => Err(StoreError::KeyGone),
            // Only the words: some of these errors carry what was read.
            Ok(Err(error)) => Err(StoreError::Keychain(error.to_string())),
            Err(_) => Err(StoreError::Keychain("it did not answer".into())),
        }
    }
}

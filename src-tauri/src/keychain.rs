//! The keychain of this computer and user: Credential Manager on Windows, the Secret Service on a Linux desktop.

use app::Keychain;
use keyring_core::Error;

/// The keychain, which takes new keys unless those are to be files. It is reached when it is first needed.
pub fn of_this_computer(new_keys_in_files: bool) -> Keychain {
    let keychain = Keychain::new(|| match keyring::Entry::store_status() {
        Ok(()) => keyring_core::get_default_store().ok_or(Error::NoDefaultStore),
        Err(error) => Err(Error::PlatformFailure(error.to_string().into())),
    });
    if new_keys_in_files { keychain.for_keys_it_has() } else { keychain }
}

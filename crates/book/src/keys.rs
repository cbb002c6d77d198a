//! Ed25519 keys and signatures, strictly verified, each signature bound to what it is for.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;

/// The secret half of a device's or the council's key. 32 random bytes; never in a log, never in a backup of the book.
#[derive(Clone)]
pub struct SecretKey(SigningKey);

/// The public half, by which anyone can check a signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl SecretKey {
    /// The key of these 32 random bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bytes))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `message` for one `purpose`, so that a signature made for one thing never passes for another.
    pub fn sign(&self, purpose: &str, message: &[u8]) -> Signature {
        #[cfg(feature = "simulated-signatures")]
        if simulated::on() {
            return simulated::sign(&self.public(), &bound(purpose, message));
        }
        Signature(self.0.sign(&bound(purpose, message)).to_bytes())
    }

    /// A secret for one `purpose` that follows from this key, and from which the key cannot be found.
    pub fn secret_for(&self, purpose: &str) -> [u8; 32] {
        // HMAC takes a key of any length, so this never fails.
        Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .map(|mac| mac.chain_update(bound("secret", purpose.as_bytes())).finalize().into_bytes().into())
            .unwrap_or_default()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

impl PublicKey {
    /// Whether `signature` is this key's over `message` for `purpose`. Strict: malleable and small-order forms fail.
    pub fn verifies(&self, purpose: &str, message: &[u8], signature: &Signature) -> bool {
        self.ready().verifies(purpose, message, signature)
    }

    /// Parses 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The key made ready for many signatures.
    pub fn ready(&self) -> ReadyKey {
        #[cfg(feature = "simulated-signatures")]
        if simulated::on() {
            return ReadyKey { key: *self, point: None };
        }
        ReadyKey { key: *self, point: VerifyingKey::from_bytes(&self.0).ok() }
    }
}

/// A public key of which the costly part, finding its point on the curve, is done.
#[derive(Debug, Clone)]
pub struct ReadyKey {
    #[cfg_attr(
        not(feature = "simulated-signatures"),
        expect(dead_code, reason = "simulated signatures are made from it")
    )]
    key: PublicKey,
    /// None if the bytes are no key: then nothing verifies.
    point: Option<VerifyingKey>,
}

impl ReadyKey {
    /// See [`PublicKey::verifies`].
    pub fn verifies(&self, purpose: &str, message: &[u8], signature: &Signature) -> bool {
        #[cfg(feature = "simulated-signatures")]
        if simulated::on() {
            return *signature == simulated::sign(&self.key, &bound(purpose, message));
        }
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.point.as_ref().is_some_and(|point| point.verify_strict(&bound(purpose, message), &signature).is_ok())
    }
}

/// Hashes in place of signatures, for the simulator alone, to which Ed25519 is too slow. Anyone can make them: the programs
/// do not compile with this feature ([`crate::SIMULATED`]), and `cargo xtask check` lets no other manifest name it.
#[cfg(feature = "simulated-signatures")]
pub mod simulated {
    use super::{PublicKey, Signature};
    use sha2::{Digest, Sha512};
    use std::cell::Cell;

    thread_local!(static ON: Cell<bool> = const { Cell::new(false) });

    /// Turns simulated signatures on or off in this thread. At first they are off.
    pub fn turn(on: bool) {
        ON.set(on);
    }

    pub(super) fn on() -> bool {
        ON.get()
    }

    pub(super) fn sign(key: &PublicKey, message: &[u8]) -> Signature {
        Signature(Sha512::new().chain_update(key.0).chain_update(message).finalize().into())
    }
}

fn bound(purpose: &str, message: &[u8]) -> Vec<u8> {
    [b"patrolbook/v1/", purpose.as_bytes(), b"\0", message].concat()
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({})", hex::encode(self.0))
    }
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not a public key of 64 hexadecimal digits"))
    }
}

impl Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let mut bytes = [0; 64];
        hex::decode_to_slice(&text, &mut bytes).map_err(|_| serde::de::Error::custom("not a signature"))?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_for_one_purpose_does_not_pass_for_another() {
        let key = SecretKey::from_bytes(&[7; 32]);
        let signature = key.sign("entry", b"text");
        assert!(key.public().verifies("entry", b"text", &signature));
        assert!(!key.public().verifies("receipt", b"text", &signature));
        assert!(!key.public().verifies("entry", b"texts", &signature));
        assert!(!SecretKey::from_bytes(&[8; 32]).public().verifies("entry", b"text", &signature));
    }
}

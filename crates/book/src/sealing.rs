//! Sealing: what only the holder of one key can open, not even the one who sealed it. HPKE (RFC 9180, base mode) with
//! X25519, HKDF-SHA-256 and ChaCha20-Poly1305; a sealed stream of pieces, of which none can be changed, dropped, moved or
//! left off the end unnoticed. Who sealed it is not proved: whoever must know puts a signature inside.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use hpke::aead::{AeadCtxR, AeadCtxS, ChaCha20Poly1305};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender_with_rng};
use sha2::{Digest, Sha256};
use std::fmt;

type Scheme = X25519HkdfSha256;

/// What a piece gains in length by being sealed, in bytes.
pub const SEAL_BYTES: usize = 16;

/// The secret half: opens. Never in a log.
pub struct OpeningKey(<Scheme as Kem>::PrivateKey);

/// The public half: seals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SealingKey(pub [u8; 32]);

/// What the receiver needs beside the key to open a stream: the encapsulated key. No secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun(pub [u8; 32]);

/// Why something sealed cannot be opened, or a key cannot seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are no key.
    #[error("these bytes are no key to seal with")]
    NotAKey,
    /// It is sealed to another key or for another purpose, or was changed.
    #[error("it is sealed to another key, or was changed")]
    NotOpened,
}

/// Seals a stream, piece by piece.
pub struct Sealer(AeadCtxS<ChaCha20Poly1305, HkdfSha256, Scheme>);

/// Opens a stream, piece by piece, in order.
pub struct Opener(AeadCtxR<ChaCha20Poly1305, HkdfSha256, Scheme>);

impl OpeningKey {
    /// The key that belongs to a secret of 32 random bytes for one `purpose`. The same each time.
    pub fn of(secret: &[u8; 32], purpose: &str) -> Self {
        let material = Sha256::new().chain_update(bound(purpose)).chain_update(secret).finalize();
        Self(Scheme::derive_keypair(&material).0)
    }

    /// The public half.
    pub fn public(&self) -> SealingKey {
        SealingKey(Scheme::sk_to_pk(&self.0).to_bytes().into())
    }

    /// Begins to open what was sealed for `purpose`.
    pub fn open(&self, purpose: &str, begun: &Begun) -> Result<Opener, SealError> {
        let begun = <Scheme as Kem>::EncappedKey::from_bytes(&begun.0).map_err(|_| SealError::NotOpened)?;
        setup_receiver(&OpModeR::Base, &self.0, &begun, &bound(purpose)).map(Opener).map_err(|_| SealError::NotOpened)
    }
}

impl SealingKey {
    /// Begins to seal for `purpose`, with 32 fresh random bytes.
    pub fn seal(&self, purpose: &str, entropy: [u8; 32]) -> Result<(Sealer, Begun), SealError> {
        let key = <Scheme as Kem>::PublicKey::from_bytes(&self.0).map_err(|_| SealError::NotAKey)?;
        let mut random = ChaCha20Rng::from_seed(entropy);
        let (begun, sealer) = setup_sender_with_rng(&OpModeS::Base, &key, &bound(purpose), &mut random)
            .map_err(|_| SealError::NotAKey)?;
        Ok((Sealer(sealer), Begun(begun.to_bytes().into())))
    }
}

impl SealingKey {
    /// Seals one piece that stands by itself, and gives what [`OpeningKey::open_one`] opens: the encapsulated key and the
    /// piece.
    pub fn seal_one(&self, purpose: &str, entropy: [u8; 32], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let (mut sealer, begun) = self.seal(purpose, entropy)?;
        Ok([&begun.0[..], &sealer.piece(plain, &[])?].concat())
    }
}

impl OpeningKey {
    /// Opens what [`SealingKey::seal_one`] sealed.
    pub fn open_one(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (begun, piece) = sealed.split_first_chunk().ok_or(SealError::NotOpened)?;
        self.open(purpose, &Begun(*begun))?.piece(piece, &[])
    }
}

impl Sealer {
    /// Seals the next piece, [`SEAL_BYTES`] longer. `beside` is what the reader must see unchanged in the clear.
    pub fn piece(&mut self, plain: &[u8], beside: &[u8]) -> Result<Vec<u8>, SealError> {
        self.0.seal(plain, beside).map_err(|_| SealError::NotAKey)
    }
}

impl Opener {
    /// Opens the next piece. One that fails can be followed by no other.
    pub fn piece(&mut self, sealed: &[u8], beside: &[u8]) -> Result<Vec<u8>, SealError> {
        self.0.open(sealed, beside).map_err(|_| SealError::NotOpened)
    }
}

fn bound(purpose: &str) -> Vec<u8> {
    [b"patrolbook/v1/sealing/", purpose.as_bytes(), b"\0"].concat()
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(..)")
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", hex::encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_holder_of_the_key_opens_it_and_only_for_its_purpose() {
        let key = OpeningKey::of(&[1; 32], "bundle");
        let (mut sealer, begun) = key.public().seal("bundle", [2; 32]).unwrap();
        let sealed = sealer.piece(b"Rope Walk", b"last").unwrap();
        assert_eq!(sealed.len(), 9 + SEAL_BYTES);
        assert_eq!(key.open("bundle", &begun).unwrap().piece(&sealed, b"last").unwrap(), b"Rope Walk");
        for other in [OpeningKey::of(&[3; 32], "bundle"), OpeningKey::of(&[1; 32], "scope")] {
            assert_ne!(other.public(), key.public());
            assert_eq!(other.open("bundle", &begun).unwrap().piece(&sealed, b"last"), Err(SealError::NotOpened));
        }
        assert_eq!(key.open("scope", &begun).unwrap().piece(&sealed, b"last"), Err(SealError::NotOpened));
        assert_eq!(key.open("bundle", &begun).unwrap().piece(&sealed, b"more"), Err(SealError::NotOpened));
    }

    #[test]
    fn a_piece_that_is_changed_or_out_of_its_place_does_not_open() {
        let key = OpeningKey::of(&[1; 32], "bundle");
        let (mut sealer, begun) = key.public().seal("bundle", [2; 32]).unwrap();
        let pieces = [sealer.piece(b"one", b"").unwrap(), sealer.piece(b"two", b"").unwrap()];
        let mut opener = key.open("bundle", &begun).unwrap();
        assert_eq!(opener.piece(&pieces[1], b""), Err(SealError::NotOpened), "the second is not the first");
        let mut changed = pieces[0].clone();
        changed[1] ^= 1;
        let mut opener = key.open("bundle", &begun).unwrap();
        assert_eq!(opener.piece(&changed, b""), Err(SealError::NotOpened));
        let mut opener = key.open("bundle", &begun).unwrap();
        assert_eq!(opener.piece(&pieces[0], b"").unwrap(), b"one");
        assert_eq!(opener.piece(&pieces[1], b"").unwrap(), b"two");
    }

    #[test]
    fn one_piece_stands_by_itself() {
        let key = OpeningKey::of(&[1; 32], "restricted");
        let sealed = key.public().seal_one("record", [3; 32], b"Rope Walk").unwrap();
        assert_eq!(key.open_one("record", &sealed).unwrap(), b"Rope Walk");
        assert_eq!(key.open_one("another", &sealed), Err(SealError::NotOpened));
        assert_eq!(key.open_one("record", sealed.get(..40).unwrap()), Err(SealError::NotOpened));
        assert_eq!(key.open_one("record", &[]), Err(SealError::NotOpened));
    }

    #[test]
    fn bytes_that_are_no_key_seal_nothing() {
        assert_eq!(SealingKey([0; 32]).seal("bundle", [2; 32]).err(), Some(SealError::NotAKey));
    }
}

//! A photo on its way from the office, as far as it has come: `<hash>.coming`, piece after piece, each sealed as it came and
//! bound to its place. It is never counted as held; a damaged or torn end is cut off and fetched again.

use crate::{Store, StoreError};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use protocol::{PhotoHash, limits};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;

const NONCE: usize = 24;
/// What sealing adds to a piece.
const TAG: usize = 16;
/// The most that a file of pieces may hold: they may be as small as a bad connection makes them.
const MOST: u64 = 2 * limits::PHOTO_BYTES;

impl Store {
    /// The bytes of a photo that have come so far, from its beginning.
    pub fn photo_so_far(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        let path = self.coming_path(hash);
        let mut sealed = Vec::new();
        match File::open(&path) {
            Ok(file) => file.take(MOST).read_to_end(&mut sealed).map_err(StoreError::file("read", &path))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::file("opened", &path)(error)),
        };
        let (mut plain, mut rest) = (Vec::new(), &sealed[..]);
        while let Some((piece, after)) = self.first_piece(hash, plain.len(), rest) {
            plain.extend(piece);
            rest = after;
        }
        if !rest.is_empty() {
            let good = (sealed.len() - rest.len()) as u64;
            let cut = File::options().write(true).open(&path).and_then(|file| file.set_len(good));
            cut.map_err(StoreError::file("cut", &path))?;
        }
        Ok(plain)
    }

    /// Keeps bytes that came after the first `at`.
    pub fn more_of_photo(&self, hash: PhotoHash, at: usize, plain: &[u8]) -> Result<(), StoreError> {
        let path = self.coming_path(hash);
        let nonce: [u8; NONCE] = self.random()?;
        let sealed = XChaCha20Poly1305::new(&self.keys.photos().into())
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &place(hash, at) })
            .map_err(|_| StoreError::PhotoDamaged(hash.to_string()))?;
        let piece = [&(plain.len() as u64).to_le_bytes()[..], &nonce, &sealed].concat();
        let file = File::options().create(true).append(true).open(&path);
        file.and_then(|mut file| file.write_all(&piece)).map_err(StoreError::file("written", &path))
    }

    /// Throws away what has come of a photo.
    pub fn forget_photo_so_far(&self, hash: PhotoHash) -> Result<(), StoreError> {
        crate::photos::remove(&self.coming_path(hash))
    }

    fn first_piece<'a>(&self, hash: PhotoHash, at: usize, bytes: &'a [u8]) -> Option<(Vec<u8>, &'a [u8])> {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok().filter(|length| *length > 0)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let (sealed, after) = rest.split_at_checked(length.checked_add(TAG)?)?;
        let cipher = XChaCha20Poly1305::new(&self.keys.photos().into());
        let piece = Payload { msg: sealed, aad: &place(hash, at) };
        Some((cipher.decrypt(&XNonce::from(*nonce), piece).ok()?, after))
    }

    pub(crate) fn coming_path(&self, hash: PhotoHash) -> PathBuf {
        self.folder.join("photos").join(format!("{hash}.coming"))
    }
}

fn place(hash: PhotoHash, at: usize) -> Vec<u8> {
    [&hash.0[..], &(at as u64).to_le_bytes()].concat()
}

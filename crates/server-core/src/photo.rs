//! Photos: begun or resumed by their hash within a scope, taken piece by piece, whole only when the bytes have the hash.

use crate::centre::{Centre, not_found, refusal};
use crate::files::Put;
use crate::policy::{Action, Caller};
use crate::storage::{Fault, PhotoRow};
use book::ScopeId;
use protocol::{PhotoHash, Refusal, RefusalCode, limits};

/// Where a photo's upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Whether it was not known before.
    pub created: bool,
    /// How many bytes are durable here; equal to `length` when it is whole.
    pub offset: u64,
    /// Its length when whole.
    pub length: u64,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// It is durable; so many bytes are held now.
    Taken(u64),
    /// It does not begin where the held bytes end; so many are held.
    WrongOffset(u64),
}

impl Centre {
    /// Begins a photo of `length` bytes, or says how far it has come.
    pub fn open_photo(
        &self,
        caller: &Caller,
        scope: ScopeId,
        hash: PhotoHash,
        length: u64,
        now: i64,
    ) -> Result<Opened, Refusal> {
        allowed(caller, Action::SendPhotos, scope, now)?;
        if length == 0 {
            return Err(refusal(RefusalCode::Malformed, "A photo has at least one byte."));
        }
        if length > limits::PHOTO_BYTES {
            return Err(refusal(RefusalCode::TooLarge, "The photo is too large for the council office."));
        }
        let known = {
            let reading = self.storage.read()?;
            if reading.photo_is_erased(scope, hash)? {
                return Err(refusal(RefusalCode::NotFound, "This photo was erased by law and is not taken."));
            }
            reading.photo(scope, hash)?
        };
        if let Some(row) = known
            && (row.length == length || self.is_whole(&row)?)
        {
            return Ok(Opened { created: false, offset: self.offset(&row)?, length: row.length });
        }
        // Another length than before: one of the two is wrong, so what was held can't be trusted.
        self.photos.discard(scope, hash)?;
        let mut writing = self.storage.write()?;
        writing.put_photo(&PhotoRow { scope, hash, length, whole: false, archived: false })?;
        writing.commit()?;
        Ok(Opened { created: known.is_none(), offset: 0, length })
    }

    /// How far a photo has come.
    pub fn photo(&self, caller: &Caller, scope: ScopeId, hash: PhotoHash, now: i64) -> Result<Opened, Refusal> {
        allowed(caller, Action::SendPhotos, scope, now)?;
        let row = self.storage.read()?.photo(scope, hash)?.ok_or_else(not_found)?;
        Ok(Opened { created: false, offset: self.offset(&row)?, length: row.length })
    }

    /// Takes the bytes from `offset` on. With the last of them the whole is checked against the hash; bytes of another
    /// hash are thrown away.
    pub fn put_piece(
        &self,
        caller: &Caller,
        scope: ScopeId,
        hash: PhotoHash,
        offset: u64,
        bytes: &[u8],
        now: i64,
    ) -> Result<Piece, Refusal> {
        allowed(caller, Action::SendPhotos, scope, now)?;
        let row = self.storage.read()?.photo(scope, hash)?.ok_or_else(not_found)?;
        if self.is_whole(&row)? {
            return Ok(if offset == row.length && bytes.is_empty() {
                Piece::Taken(row.length)
            } else {
                Piece::WrongOffset(row.length)
            });
        }
        if bytes.len() > limits::PHOTO_PIECE || offset.saturating_add(bytes.len() as u64) > row.length {
            return Err(refusal(RefusalCode::TooLarge, "The piece is larger than what is left of the photo."));
        }
        let held = match self.photos.put(scope, hash, offset, bytes)? {
            Put::At(held) => held,
            Put::WrongOffset(held) => return Ok(Piece::WrongOffset(held)),
        };
        if held == row.length && !self.finish(row)? {
            return Err(refusal(RefusalCode::WrongHash, "The photo's bytes are not those of its name."));
        }
        Ok(Piece::Taken(held))
    }

    /// The length of a whole photo that the tablet may read.
    pub fn photo_length(&self, caller: &Caller, scope: ScopeId, hash: PhotoHash, now: i64) -> Result<u64, Refusal> {
        allowed(caller, Action::ReadPhotos, scope, now)?;
        let row = self.storage.read()?.photo(scope, hash)?.ok_or_else(not_found)?;
        if self.is_whole(&row)? { Ok(row.length) } else { Err(not_found()) }
    }

    /// Bytes of a whole photo that the tablet may read, at most [`limits::PHOTO_PIECE`].
    pub fn photo_bytes(
        &self,
        caller: &Caller,
        (scope, hash): (ScopeId, PhotoHash),
        from: u64,
        most: u64,
        now: i64,
    ) -> Result<Vec<u8>, Refusal> {
        self.photo_length(caller, scope, hash, now)?;
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(limits::PHOTO_PIECE);
        Ok(self.photos.read(hash, from, most)?)
    }

    fn is_whole(&self, row: &PhotoRow) -> Result<bool, Refusal> {
        Ok(row.whole && self.photos.length(row.hash)? == Some(row.length))
    }

    /// How far it has come. If its last piece came but the office was stopped before it looked at the whole, it does so
    /// now: the tablet, which has nothing left to send, would ask for ever.
    fn offset(&self, row: &PhotoRow) -> Result<u64, Refusal> {
        if self.is_whole(row)? {
            return Ok(row.length);
        }
        let held = self.photos.held(row.scope, row.hash)?;
        Ok(if held < row.length || self.finish(*row)? { held } else { 0 })
    }

    /// Makes a photo whole of which all bytes are held; false, and nothing of it kept, if they have another hash.
    fn finish(&self, row: PhotoRow) -> Result<bool, Fault> {
        if !self.photos.finish(row.scope, row.hash)? {
            tracing::warn!(scope = %row.scope, "a photo's bytes had another hash and were thrown away");
            return Ok(false);
        }
        let mut writing = self.storage.write()?;
        writing.put_photo(&PhotoRow { whole: true, ..row })?;
        writing.commit()?;
        Ok(true)
    }
}

fn allowed(caller: &Caller, action: Action, scope: ScopeId, now: i64) -> Result<(), Refusal> {
    if caller.may(action, scope, now) { Ok(()) } else { Err(not_found()) }
}

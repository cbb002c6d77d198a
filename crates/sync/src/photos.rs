//! Photos: own ones go up piece by piece from wherever the office has got to, others' come down and are checked against
//! their name, each from wherever it was cut off. One photo that fails is noted and the next goes on; only a signed receipt counts as *arrived*.

use crate::exchange::{Sync, untrue};
use crate::{Problem, Progress, Trouble};
use protocol::{PhotoHash, RefusalCode, limits};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::{NewPhoto, PhotoToSend};

/// The smallest piece: a connection slower than this allows cannot carry photos.
const SMALLEST_PIECE: usize = 256 * 1024;
/// A piece should take about so long; gateways cut requests at a minute.
const PIECE_TAKES: Duration = Duration::from_secs(4);
/// Pieces in a row that may be lost before the next photo gets its turn.
const LOST_PIECES: u32 = 3;
/// Photos of others fetched in one sync.
const FETCHED: usize = 500;

impl Sync<'_> {
    /// Sends the tablet's photos that the office lacks, then asks it to sign for them.
    pub(crate) fn send_photos(&mut self, wanted: &[PhotoHash]) -> Result<(), Trouble> {
        let mut queue: Vec<PhotoHash> = self.store.photos_to_send()?.into_iter().map(|photo| photo.hash).collect();
        let queued: BTreeSet<PhotoHash> = queue.iter().copied().collect();
        for hash in wanted.iter().filter(|hash| !queued.contains(hash)) {
            if self.store.photo_info(*hash)?.is_some_and(|info| info.here) {
                queue.push(*hash);
            }
        }
        let mut sent = Vec::new();
        for hash in queue {
            if !(self.options.originals)() {
                break;
            }
            match self.send_photo(hash) {
                Ok(()) => sent.push(hash),
                Err(trouble) if trouble.ends_the_sync() => return Err(trouble),
                Err(trouble) => self.photo_failed(hash, trouble.sentence())?,
            }
        }
        let lacking = self.ask(&sent)?.lacking;
        for hash in &sent {
            if lacking.contains(hash) {
                self.photo_failed(*hash, "The council office does not have the whole photo yet.".into())?;
            } else {
                self.outcome.photos_sent += 1;
            }
        }
        Ok(())
    }

    fn send_photo(&mut self, hash: PhotoHash) -> Result<(), Trouble> {
        let bytes = self.store.photo_bytes(hash)?;
        let length = bytes.len() as u64;
        let mut piece = SMALLEST_PIECE;
        let (mut furthest, mut lost) = (0, 0);
        loop {
            // The office says from where to go on.
            let mut offset = self.office.photo_begin(self.scope, hash, length)?;
            loop {
                self.store.photo_progress(hash, offset, None)?;
                (self.options.progress)(Progress::Photo { hash, done: offset, of: length });
                if offset == length {
                    return Ok(());
                }
                self.check_stop()?;
                if offset > furthest {
                    (furthest, lost) = (offset, 0);
                }
                let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..));
                let rest = rest.ok_or_else(|| untrue("photo offset"))?;
                let next = rest.get(..piece).unwrap_or(rest);
                let begun = Instant::now();
                match self.office.photo_piece(self.scope, hash, offset, next) {
                    Ok(held) if held > offset => {
                        piece = next_piece(next.len(), begun.elapsed());
                        offset = held;
                    }
                    Ok(_) | Err(Trouble::NoSignal) => break,
                    Err(trouble) => return Err(trouble),
                }
            }
            piece = SMALLEST_PIECE;
            lost += 1;
            if lost == LOST_PIECES {
                return Err(Trouble::CutOff);
            }
        }
    }

    fn photo_failed(&mut self, hash: PhotoHash, why: String) -> Result<(), Trouble> {
        let sent = self.store.photo_info(hash)?.map_or(0, |info| info.sent);
        self.store.photo_progress(hash, sent, Some(&why))?;
        self.problem(Problem::Photo { hash, why });
        Ok(())
    }

    /// Fetches photos of others that stand on records here.
    pub(crate) fn fetch_photos(&mut self) -> Result<(), Trouble> {
        for photo in self.store.photos_to_fetch(FETCHED)? {
            if !(self.options.originals)() {
                break;
            }
            self.try_to_fetch(&photo)?;
        }
        Ok(())
    }

    /// Fetches the originals that a person asked for, whatever the policy is.
    pub(crate) fn fetch_asked_for(&mut self) -> Result<(), Trouble> {
        self.store.originals_asked_for()?.iter().try_for_each(|photo| self.try_to_fetch(photo))
    }

    fn try_to_fetch(&mut self, photo: &PhotoToSend) -> Result<(), Trouble> {
        match self.fetch_photo(photo.hash, photo.bytes) {
            Ok(()) => self.outcome.photos_fetched += 1,
            Err(trouble) if trouble.ends_the_sync() => return Err(trouble),
            Err(Trouble::Refused(refusal)) if refusal.code == RefusalCode::NotFound => {
                self.store.photo_progress(photo.hash, 0, Some("The council office does not have it yet."))?;
            }
            Err(trouble) => self.photo_failed(photo.hash, trouble.sentence())?,
        }
        Ok(())
    }

    fn fetch_photo(&mut self, hash: PhotoHash, length: u64) -> Result<(), Trouble> {
        if length > limits::PHOTO_BYTES {
            return Err(untrue("photo length"));
        }
        let mut bytes = self.store.photo_so_far(hash)?;
        while (bytes.len() as u64) < length {
            self.check_stop()?;
            let from = bytes.len() as u64;
            let up_to = length.min(from + limits::PHOTO_PIECE as u64);
            let piece = self.office.photo_get(self.scope, hash, from, up_to)?;
            if piece.is_empty() || piece.len() as u64 > up_to - from {
                return Err(untrue("photo piece"));
            }
            self.store.more_of_photo(hash, bytes.len(), &piece)?;
            bytes.extend(piece);
            (self.options.progress)(Progress::Photo { hash, done: bytes.len() as u64, of: length });
        }
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != hash.0 {
            self.store.forget_photo_so_far(hash)?;
            return Err(Trouble::WrongPhoto);
        }
        let mime = self.store.photo_info(hash)?.map(|info| info.mime).unwrap_or_default();
        let thumbnail = (self.options.thumbnailer)(&bytes);
        self.store.add_photo(NewPhoto { bytes: &bytes, mime: &mime, thumbnail: &thumbnail, own: false })?;
        Ok(())
    }
}

/// The next piece's size, after one of `bytes` took so long.
fn next_piece(bytes: usize, took: Duration) -> usize {
    let fits = bytes as u128 * PIECE_TAKES.as_millis() / took.as_millis().max(1);
    usize::try_from(fits).unwrap_or(usize::MAX).clamp(SMALLEST_PIECE, limits::PHOTO_PIECE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_connection_gets_large_pieces_and_a_slow_one_small_ones() {
        assert_eq!(next_piece(256 * 1024, Duration::from_millis(100)), limits::PHOTO_PIECE);
        assert_eq!(next_piece(1024 * 1024, Duration::from_secs(40)), SMALLEST_PIECE);
        assert_eq!(next_piece(512 * 1024, Duration::from_secs(4)), 512 * 1024);
    }
}

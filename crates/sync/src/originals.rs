//! Originals that leave the tablet: a week old and *backed up*, or, when the disk is short of space, *backed up*. Each only on
//! the office's word in this very sync, since what it held once it may have lost.

use crate::exchange::Sync;
use crate::{Problem, Trouble};
use protocol::{PhotoHash, limits};
use store::PhotoAt;

/// How long an original stays after it was recorded.
pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Below so much free space the disk is short.
pub const SPACE_SHORT: u64 = 1024 * 1024 * 1024;
/// Stretches of originals let go in one sync.
const STRETCHES: usize = 20;

impl Sync<'_> {
    /// Notes what the office no longer has, and says of each whose original has left that it is gone.
    pub(crate) fn note_lacking(&mut self, wanted: &[PhotoHash]) -> Result<(), Trouble> {
        for hash in wanted {
            let Some(info) = self.store.photo_info(*hash)?.filter(|info| info.own) else { continue };
            if info.at > PhotoAt::OnThisTablet {
                self.store.photo_is_lacking(*hash)?;
            }
            if !info.here && info.left_at.is_some() {
                self.problem(Problem::Lost { hash: *hash });
            }
        }
        Ok(())
    }

    /// Once a day, and whenever space is short: asks about the originals that may leave, and lets go of those for which the
    /// office signs *backed up* now.
    pub(crate) fn let_originals_go(&mut self) -> Result<(), Trouble> {
        if self.daily {
            let before = (self.now)() - KEPT_MS;
            for _ in 0..STRETCHES {
                if self.let_go(before, u64::MAX)? == 0 {
                    break;
                }
            }
        }
        let mut short = self.options.short_of;
        for _ in 0..STRETCHES {
            let freed = if short == 0 { 0 } else { self.let_go(i64::MAX, short)? };
            if freed == 0 {
                break;
            }
            short = short.saturating_sub(freed);
        }
        Ok(())
    }

    /// Gives the bytes that were freed.
    fn let_go(&mut self, before: i64, enough: u64) -> Result<u64, Trouble> {
        let mut freed = 0;
        let old = self.store.originals_to_let_go(before, limits::PHOTOS)?;
        if old.is_empty() {
            return Ok(0);
        }
        let hashes: Vec<PhotoHash> = old.iter().map(|photo| photo.hash).collect();
        let answered = self.ask(&hashes)?;
        self.note_lacking(&answered.lacking.into_iter().collect::<Vec<_>>())?;
        for photo in old.iter().filter(|photo| answered.backed_up.contains(&photo.hash)) {
            if freed >= enough {
                break;
            }
            if self.store.let_original_go(photo.hash, (self.now)())? {
                self.outcome.originals_left += 1;
                freed += photo.bytes;
            }
        }
        Ok(freed)
    }
}

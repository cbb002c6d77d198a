//! Thumbnails: small pictures that go ahead of their photos. They are derived, and nothing is promised about them: an office
//! that lost one gets it again, or the photo itself.

use crate::centre::{Centre, not_found};
use crate::policy::{Action, Caller};
use book::ScopeId;
use protocol::{Refusal, Thumbnail, Thumbnails, limits};

impl Centre {
    /// Keeps the thumbnails that a tablet brings, and gives those that it wants and that are here, as many as fit. What is
    /// no small JPEG is left out, and what was erased by law. What the disk refuses holds up nothing else: it is wanted again.
    pub fn thumbnails(
        &self,
        caller: &Caller,
        scope: ScopeId,
        said: &Thumbnails,
        now: i64,
    ) -> Result<Thumbnails, Refusal> {
        let may = |action| caller.may(action, scope, now);
        if !(said.brought.is_empty() || may(Action::SendPhotos)) || !(said.wanted.is_empty() || may(Action::ReadPhotos))
        {
            return Err(not_found());
        }
        let reading = self.storage.read()?;
        let mut reply = Thumbnails::default();
        for brought in &said.brought {
            if reading.photo_is_erased(scope, brought.of)? {
                continue;
            }
            if photo::is_thumbnail(&brought.jpeg) {
                if let Err(fault) = self.photos.put_thumbnail(scope, brought.of, &brought.jpeg) {
                    tracing::error!(photo = %brought.of, error = &fault as &dyn std::error::Error, "no thumbnail kept");
                    reply.wanted.push(brought.of);
                }
            } else {
                tracing::warn!(%scope, "what a tablet called a thumbnail is none and was not kept");
            }
        }
        let mut room = limits::THUMBNAILS_BYTES;
        for of in &said.wanted {
            let held = self.photos.thumbnail(scope, *of).unwrap_or_else(|fault| {
                tracing::error!(photo = %of, error = &fault as &dyn std::error::Error, "a thumbnail cannot be read");
                None
            });
            let Some(jpeg) = held else { continue };
            if jpeg.len() > room {
                break;
            }
            room -= jpeg.len();
            reply.brought.push(Thumbnail { of: *of, jpeg });
        }
        Ok(reply)
    }
}

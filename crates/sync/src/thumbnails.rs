//! Thumbnails: after the books and before any original, many in one request, so that a leader sees the shift's photos while
//! the photos themselves wait for a better connection.

use crate::Trouble;
use crate::exchange::{Sync, untrue};
use protocol::{PhotoHash, RefusalCode, Thumbnail, Thumbnails, limits, pack, unpack};

/// Thumbnails wanted in one sync at most.
const WANTED: usize = 2 * limits::PHOTOS;

impl Sync<'_> {
    /// Sends the thumbnails that the office was not given, and fetches those that a leader's tablet lacks; a warden's, those of
    /// what is open.
    pub(crate) fn thumbnails(&mut self) -> Result<(), Trouble> {
        let mut wanted = match self.options.fetch_photos {
            true => self.store.thumbnails_to_fetch(WANTED)?,
            false => self.store.thumbnails_of_open(WANTED)?,
        };
        let mut send = true;
        loop {
            let brought = match send {
                true => fitting(self.store.thumbnails_to_send(limits::PHOTOS)?),
                false => Vec::new(),
            };
            let asked: Vec<PhotoHash> = wanted.iter().take(limits::PHOTOS).copied().collect();
            if brought.is_empty() && asked.is_empty() {
                return Ok(());
            }
            self.check_stop()?;
            let sent: Vec<PhotoHash> = brought.iter().map(|thumbnail| thumbnail.of).collect();
            let said = Thumbnails { brought, wanted: asked.clone() };
            let answer = match self.office.thumbnails(self.scope, &pack(&said.encode())) {
                Ok(answer) => answer,
                // An office of an earlier version has none.
                Err(Trouble::Refused(refusal)) if refusal.code == RefusalCode::NotFound => return Ok(()),
                Err(trouble) => return Err(trouble),
            };
            let reply = Thumbnails::decode(&unpack(&answer)?).map_err(Trouble::BadReply)?;
            let sent: Vec<PhotoHash> = sent.into_iter().filter(|hash| !reply.wanted.contains(hash)).collect();
            self.store.thumbnails_were_sent(&sent)?;
            // What the office could not keep would be brought for ever. It goes again with the next sync.
            send = reply.wanted.is_empty();
            self.outcome.thumbnails_sent += sent.len() as u64;
            let mut answered = 0;
            for thumbnail in &reply.brought {
                let place = asked.iter().position(|hash| *hash == thumbnail.of);
                answered = answered.max(place.ok_or_else(|| untrue("thumbnail"))? + 1);
                if (self.options.is_thumbnail)(&thumbnail.jpeg) {
                    self.store.keep_thumbnail(thumbnail)?;
                    self.outcome.thumbnails_fetched += 1;
                }
            }
            // They come in the order in which they were asked for; of those before the last that came, the office has none.
            wanted.drain(..if answered == 0 { asked.len() } else { answered });
        }
    }
}

/// As many, from the first on, as one message carries.
fn fitting(thumbnails: Vec<Thumbnail>) -> Vec<Thumbnail> {
    let mut room = limits::THUMBNAILS_BYTES;
    let fits = |thumbnail: &Thumbnail| {
        let left = room.checked_sub(thumbnail.jpeg.len());
        room = left.unwrap_or(room);
        left.is_some()
    };
    thumbnails.into_iter().take_while(fits).collect()
}

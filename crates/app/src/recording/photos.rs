//! Photos of a draft: checked, kept whole, shown small.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Form, RemovePhoto};
use crate::recording::rfc3339;
use crate::refusals::{not_found, refuse};
use protocol::PhotoHash;
use record::PhotoRow;
use std::panic::resume_unwind;
use std::thread;
use store::{Draft, DraftPhoto};

/// Pixels on the longer side of a thumbnail.
pub(crate) const THUMBNAIL: u32 = 480;

/// What belongs to a photo beside its bytes.
#[derive(Debug, Clone)]
pub struct PhotoMeta {
    /// The draft that it is for.
    pub draft: String,
    /// The slot of the kind that it is for.
    pub slot: Option<String>,
    /// When it was taken, RFC 3339, if the page knows.
    pub taken_at: Option<String>,
    /// When it was picked, RFC 3339: several come at once, and stand in the order in which they were picked.
    pub picked_at: Option<String>,
}

/// Which form of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoSize {
    /// A small JPEG.
    Thumb,
    /// The original bytes.
    Full,
}

fn bad_photo(refused: photo::Refused) -> CallError {
    CallError {
        detail: std::error::Error::source(&refused).map(ToString::to_string),
        ..refuse(ErrorCode::BadPhoto, refused.to_string())
    }
}

impl App {
    /// Takes a photo in for a draft: through fsync before it answers with the form.
    ///
    /// # Errors
    /// When it is not a photo that can be used; the sentence says why.
    pub fn add_photo(&self, bytes: Vec<u8>, meta: PhotoMeta) -> Result<serde_json::Value, CallError> {
        self.lock_if_idle();
        self.someone_acts();
        let form = self.take_photo(&bytes, &meta)?;
        serde_json::to_value(form).map_err(|error| CallError {
            detail: Some(error.to_string()),
            ..refuse(ErrorCode::Fault, "The photo is kept, but cannot be shown. Open the form again.")
        })
    }

    fn take_photo(&self, bytes: &[u8], meta: &PhotoMeta) -> Result<Form, CallError> {
        self.room_for_photo(&self.my_draft(&meta.draft)?)?;
        // What is no photo at all is never written. Whether the pixels are whole too takes a while; the bytes go to the disk
        // meanwhile, and away again if they are not.
        let examined = photo::examine(bytes).map_err(bad_photo)?;
        let (drawn, sealed) = thread::scope(|scope| {
            let sealing = scope.spawn(|| self.store.seal_photo(bytes));
            (examined.draw(THUMBNAIL), sealing.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (checked, thumbnail) = drawn.map_err(bad_photo)?;
        let hash = self.store.keep_photo(&sealed?, checked.mime, &thumbnail, true)?;
        let sha256 = hash.to_string();
        // Checking takes a while, in which the warden taps on: the draft is read anew, and kept by nobody else meanwhile.
        let _alone = held(&self.writing);
        let mut draft = self.my_draft(&meta.draft)?;
        let taken_out = draft.answers.remove(&format!("{}{sha256}", record::PHOTO)).is_some();
        let saved = draft.record.map(|id| self.store.record(id)).transpose()?.flatten();
        let saved = saved.is_some_and(|record| record.photos().iter().any(|row| row.sha256 == sha256));
        if saved {
            // One that the record has stays as it is; taken out and added again, it was never out.
            if taken_out {
                self.store.keep_draft(&draft, self.now())?;
            }
        } else if !draft.photos.iter().any(|photo| photo.row.sha256 == sha256) {
            self.room_for_photo(&draft)?;
            let now = self.now();
            let [taken, picked] = [&meta.taken_at, &meta.picked_at]
                .map(|at| at.as_deref().and_then(record::instant).map(|at| at.timestamp_millis()));
            let said = [taken, picked].into_iter().flatten().find(|at| *at <= now);
            let kind = self.store.catalogue().kind(&draft.kind);
            // By its id, so that it stays where it is when the view is called otherwise.
            let slot = meta.slot.as_deref().filter(|slot| slot.chars().count() <= 60);
            let slot =
                slot.map(|slot| kind.and_then(|kind| kind.photos.slot(slot)).map_or(slot, |view| &view.id).to_owned());
            let before = draft.photos.iter().rposition(|photo| photo.picked <= picked || picked.is_none());
            let photo = DraftPhoto {
                row: PhotoRow {
                    sha256,
                    bytes: checked.bytes,
                    mime: checked.mime.into(),
                    width: checked.width,
                    height: checked.height,
                    slot,
                    taken_at: rfc3339(said.unwrap_or(now)),
                },
                picked,
            };
            draft.photos.insert(before.map_or(0, |at| at + 1), photo);
            self.store.keep_draft(&draft, now)?;
        }
        self.form(&draft)
    }

    /// Refuses one photo too many.
    fn room_for_photo(&self, draft: &Draft) -> Result<(), CallError> {
        if self.store.catalogue().kind(&draft.kind).is_some_and(|kind| kind.restricted) {
            return Err(refuse(ErrorCode::BadPhoto, "This is recorded without photos."));
        }
        let drafted = self.drafted(draft)?;
        let most = drafted.kind.photos.most as usize;
        if drafted.photos.len() < most {
            return Ok(());
        }
        let sentence = match most {
            0 => "No photos are kept of this.".into(),
            most => format!("At most {most} photos are kept of this. Remove one to add another."),
        };
        Err(refuse(ErrorCode::BadPhoto, sentence))
    }

    pub(crate) fn drop_photo(&self, request: RemovePhoto) -> Result<Form, CallError> {
        let mut draft = self.my_draft(&request.draft)?;
        draft.photos.retain(|photo| photo.row.sha256 != request.sha256);
        // One that the record has already goes by the save, as a page that removes its row.
        let saved = draft.record.map(|id| self.record(id)).transpose()?.flatten();
        if saved.is_some_and(|record| record.photos().iter().any(|row| row.sha256 == request.sha256)) {
            draft.answers.insert(format!("{}{}", record::PHOTO, request.sha256), serde_json::Value::Null);
        }
        self.store.keep_draft(&draft, self.now())?;
        self.form(&draft)
    }

    /// A photo's type and bytes. While the tablet is locked only those of a draft begun on the lock page are shown.
    ///
    /// # Errors
    /// When there is no such photo here, or the tablet is locked.
    pub fn photo(&self, sha256: &str, size: PhotoSize) -> Result<(String, Vec<u8>), CallError> {
        let hash = PhotoHash::from_hex(sha256).ok_or_else(|| not_found("photo"))?;
        self.lock_if_idle();
        if self.session().is_none() {
            let mut drafts = self.store.drafts()?.into_iter().filter(|draft| draft.user.is_none());
            if !drafts.any(|draft| draft.photos.iter().any(|photo| photo.row.sha256 == sha256)) {
                return Err(refuse(ErrorCode::Locked, "Enter your PIN to go on."));
            }
        }
        let info = self.store.photo_info(hash)?.ok_or_else(|| not_found("photo"))?;
        match size {
            PhotoSize::Full if !info.here => Err(not_found("photo")),
            PhotoSize::Full => Ok((info.mime, self.store.photo_bytes(hash)?)),
            PhotoSize::Thumb => {
                let kept = self.store.thumbnail(hash)?.filter(|thumbnail| !thumbnail.is_empty());
                Ok(("image/jpeg".into(), kept.ok_or_else(|| not_found("photo"))?))
            }
        }
    }
}

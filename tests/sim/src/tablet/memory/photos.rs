//! The photos that records name, and which of them are this tablet's.

use super::{Photo, State};
use book::RecordId;
use protocol::PhotoHash;
use store::PhotoAt;

impl State {
    pub(super) fn note_photos(&mut self, id: RecordId) {
        let rows = self.records.get(&id).map(|record| record.photos()).unwrap_or_default();
        for row in rows {
            let Some(hash) = PhotoHash::from_hex(&row.sha256) else { continue };
            self.photo_on.entry(hash).or_default().insert(id);
            self.photos.entry(hash).or_insert_with(|| Photo {
                bytes: None,
                length: row.bytes,
                mime: row.mime,
                own: false,
                at: PhotoAt::Arrived,
                sent: 0,
                trouble: None,
                failures: 0,
            });
        }
    }

    /// Photos of this tablet that stand on a record, by how far they are, then by name.
    pub(super) fn own_photos(&self) -> Vec<(PhotoHash, &Photo)> {
        let stands = |hash: &PhotoHash| self.photo_on.contains_key(hash);
        let mut own: Vec<_> =
            self.photos.iter().filter(|(hash, photo)| photo.own && stands(hash)).map(|(h, p)| (*h, p)).collect();
        own.sort_by_key(|(hash, photo)| (photo.at, *hash));
        own
    }
}

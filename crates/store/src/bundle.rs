//! What a bundle is made of: everything here that is not known to be backed up, whoever's book it is in, and the office's
//! notice by which it is sealed. Writing one changes nothing: only receipts do.

use crate::books::chain;
use crate::columns::{all, book_id, bytes, number};
use crate::settings::{get, put};
use crate::{Enrolment, PhotoToSend, Store, StoreError};
use book::BookId;
use protocol::bundle::BundleSealer;
use protocol::{Notice, PhotoHash};

/// The setting that holds the notice, hexadecimal.
const NOTICE: &str = "notice";

/// What a bundle has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBackedUp {
    /// Each line of a book, the page after which it is not known to be backed up, and its last page; a line goes before its
    /// branches, and the office's own books before all: their orders say of which pages values may be missing.
    pub lines: Vec<(BookId, u64, u64)>,
    /// Photos of this tablet that stand on a record.
    pub photos: Vec<PhotoToSend>,
}

impl Store {
    /// The newest notice of the office that was kept.
    pub fn notice(&self) -> Result<Option<Notice>, StoreError> {
        self.read(|db| notice(get(db, NOTICE)?))
    }

    /// Keeps a notice whose signature was verified, unless a later one is held.
    pub fn keep_notice(&self, new: &Notice) -> Result<(), StoreError> {
        self.transact(|tx| {
            let held = notice(get(tx, NOTICE)?)?;
            if held.is_none_or(|held| held.at < new.at) { put(tx, NOTICE, &hex::encode(new.encode())) } else { Ok(()) }
        })
    }

    /// What a bundle has to hold now.
    pub fn not_backed_up(&self) -> Result<NotBackedUp, StoreError> {
        self.read(|db| {
            // A branch begins behind the page at which it leaves its line.
            let lines = "SELECT id, max(backed_up, coalesce(base_number, 0)) AS after, tip_number FROM book
                         WHERE backed_up < tip_number ORDER BY coalesce(base_number, 0), own <> 1, id";
            let photos = "SELECT hash, bytes FROM photo WHERE own = 1 AND state < 2 AND here = 1
                          AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash) ORDER BY state, hash";
            let lines =
                all(db, lines, [], |row| Ok((book_id(row, "id")?, number(row, "after")?, number(row, "tip_number")?)))?;
            let root = get::<Enrolment>(db, "enrolment")?.map(|enrolment| enrolment.root);
            let (mut of_office, mut others) = (Vec::new(), Vec::new());
            for line in lines {
                let key = chain(db, line.0)?.map(|chain| chain.opening.device_key);
                if key.is_some() && key == root { of_office.push(line) } else { others.push(line) }
            }
            Ok(NotBackedUp {
                lines: [of_office, others].concat(),
                photos: all(db, photos, [], |row| {
                    Ok(PhotoToSend { hash: PhotoHash(bytes(row, "hash")?), bytes: number(row, "bytes")? })
                })?,
            })
        })
    }

    /// Begins a bundle that this tablet signs. Gives what is to be written first.
    pub fn begin_bundle(&self, notice: &Notice, now: i64) -> Result<(BundleSealer, Vec<u8>), StoreError> {
        let enrolment = self.enrolment()?.ok_or(StoreError::NoBook)?;
        let to = (&enrolment.root, &notice.sealing);
        BundleSealer::begin(to, &self.keys.signing(), &enrolment.book_code, now, self.random()?)
            .map_err(|_| StoreError::Unreadable("the council office's key"))
    }
}

fn notice(kept: Option<String>) -> Result<Option<Notice>, StoreError> {
    let read = |text: String| Notice::decode(&hex::decode(text).ok()?).ok();
    kept.map(|text| read(text).ok_or(StoreError::Unreadable("the council office's notice"))).transpose()
}

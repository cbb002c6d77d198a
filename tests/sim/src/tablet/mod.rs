//! A tablet as the simulator needs it: the store that the exchange sees, the writing that the app does, and the machine
//! under it, whose power goes and whose disk is put back.

mod crashing;
mod memory;
mod real;
mod unreadable;

pub use crashing::{Crash, Tablet};
pub use memory::Memory;
pub use real::Real;

use book::{Entry, EntryHash, GrantId, Opacity, RecordId, SecretKey, SignedGrant};
use record::{Edition, Record};
use serde_json::Value;
use std::sync::Arc;
use store::{Enrolment, StoreError};
use sync::Notebook;

/// One field's new value; it replaces what stands.
pub type Write = (RecordId, String, Value);

/// A tablet's store and the machine that it lies on. What a method reports as done is durable.
pub trait Machine {
    /// What the exchange sees of it.
    fn notebook(&self) -> Result<&dyn Notebook, StoreError>;
    /// Enrols the tablet and opens its book.
    fn enrol(&self, enrolment: &Enrolment, grant: &SignedGrant, now: i64) -> Result<(), StoreError>;
    /// Writes one action as one page.
    fn write(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError>;
    /// Writes one action on one record into the restricted part, sealed. An error before the office named that part.
    fn write_restricted(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError>;
    /// Writes a page that this build cannot read, as a build that was on the tablet for a day would. None where that cannot
    /// be done.
    fn write_unreadable(&self, _why: Opacity, _now: i64) -> Result<Option<EntryHash>, StoreError> {
        Ok(None)
    }
    /// A bundle, as the person at the tablet would save it on a stick; none before the office said how to seal one.
    fn bundle(&self, now: i64) -> Result<Option<Vec<u8>>, StoreError>;
    /// A record, if anything of it is held.
    fn record(&self, id: RecordId) -> Result<Option<Arc<Record>>, StoreError>;
    /// The tablet's key.
    fn key(&self) -> Result<SecretKey, StoreError>;
    /// The power goes and comes back.
    fn restart(&mut self) -> Result<(), StoreError>;
    /// Keeps a copy of the disk.
    fn copy(&mut self) -> Result<(), StoreError>;
    /// Puts the kept copy back, if there is one; false if there is none.
    fn put_back(&mut self) -> Result<bool, StoreError>;
    /// Another machine with the same disk, as when an image is put on two.
    fn cloned(&self) -> Result<Option<Box<dyn Machine>>, StoreError>;
    /// The version of the catalogue that it works by; none where it works by none.
    fn catalogue(&self) -> Result<Option<u32>, StoreError> {
        Ok(None)
    }
    /// Deletes photos that nobody signed for: what no real store can do, for a control.
    fn forget_photos(&mut self) {}
}

/// The version of the catalogue that a page of the office's own book publishes, if it does.
pub fn edition_of(entry: &Entry) -> Option<u32> {
    entry.header.writes().find(|(_, write)| write.field == "piece/00")?;
    Edition::read(entry).map(|edition| edition.version)
}

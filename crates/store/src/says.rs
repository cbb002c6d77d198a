//! What an entry says to this tablet: what stands in it, or what is sealed in it, if the key is here.

use crate::StoreError;
use crate::filter::Part;
use crate::restricted::{kind_of, open, part};
use book::{Entry, EntryHash, RecordId, ScopeId};
use record::sealed::is_sealed;
use record::{Opened, Record};
use rusqlite::Connection;

/// What an entry says, and of which part.
pub(crate) enum Says<'a> {
    Plain(&'a Entry),
    Opened(Box<Opened>),
}

impl<'a> Says<'a> {
    /// What an entry of a book in `scope` says; none if it is sealed and does not open here.
    pub(crate) fn of(db: &Connection, entry: &'a Entry, scope: ScopeId) -> Result<Option<Self>, StoreError> {
        if !is_sealed(entry) {
            return Ok(Some(Self::Plain(entry)));
        }
        let here = part(db)?.is_some_and(|part| part.scope == scope);
        Ok(if here { open(db, entry)?.map(Box::new).map(Self::Opened) } else { None })
    }

    /// Of which part its records are.
    pub(crate) fn part(&self) -> Part {
        match self {
            Self::Plain(_) => Part::Team,
            Self::Opened(_) => Part::Restricted,
        }
    }

    /// The records that it writes to.
    pub(crate) fn records(&self) -> Vec<RecordId> {
        let entry = match self {
            Self::Plain(entry) => entry,
            Self::Opened(opened) => &opened.entry,
        };
        crate::restricted::records_of(entry)
    }

    /// Whether a record can be of its part: a record never goes from one to the other.
    pub(crate) fn may_be_of(&self, db: &Connection, id: RecordId) -> Result<bool, StoreError> {
        Ok(kind_of(db, id)?.is_none_or(|kind| Part::of_kind(&kind) == self.part()))
    }

    /// Takes it into a record; `hash` is the entry's.
    pub(crate) fn add_to(&self, record: &mut Record, hash: EntryHash) {
        match self {
            Self::Plain(entry) => record.take_of(entry, hash),
            Self::Opened(opened) => record.take_opened(opened),
        }
    }
}

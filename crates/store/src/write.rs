//! The one door for change: one user action is one entry of the tablet's own book, or
//! several in one transaction where a page does not hold it.

use crate::books::{chain, own_book};
use crate::erase;
use crate::project::BookOf;
use crate::restricted::is_restricted;
use crate::settings::{get, put};
use crate::{Enrolment, Store, StoreError};
use book::entry::{MAX_REPLACES, MAX_WRITES};
use book::{Chain, Clock, ClockQuality, Entry, EntryHash, FieldWrite, GrantId, RecordId};
use chrono::NaiveDate;
use domain::reference::Reference;
use record::Record;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

/// The setting that holds the day and number of the last short reference.
const LAST_REFERENCE: &str = "last_reference";

/// One user action.
#[derive(Debug, Clone)]
pub struct Action {
    /// The grant of the person who acts.
    pub author: GrantId,
    /// What is written.
    pub changes: Vec<Change>,
    /// The draft that this completes; it goes in the same transaction.
    pub completes: Option<Uuid>,
}

/// One field's new value.
#[derive(Debug, Clone)]
pub struct Change {
    /// The record; a new id begins a new record.
    pub record: RecordId,
    /// The field.
    pub field: String,
    /// The value; null clears the field.
    pub value: Value,
    /// The standing writes that the author saw; none = those that stand now.
    pub saw: Option<Vec<EntryHash>>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The page.
    pub page: u64,
    /// The entry.
    pub entry: EntryHash,
}

impl Change {
    /// A change by someone who sees what stands now.
    pub fn new(record: RecordId, field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { record, field: field.into(), value: value.into(), saw: None }
    }
}

impl Store {
    /// Writes one action as one page. When this returns, the page is *on this tablet*: through fsync.
    pub fn write(&self, action: Action, now: i64) -> Result<Written, StoreError> {
        let body_key = self.random()?;
        self.transact(|tx| self.write_in(tx, action, body_key, now))
    }

    /// Writes one action that may be more than a page holds: on as many pages as their limits demand, all of them or none.
    pub fn write_whole(&self, author: GrantId, changes: &[Change], now: i64) -> Result<(), StoreError> {
        self.transact(|tx| {
            let mut left: Vec<&[Change]> = changes.chunks(MAX_WRITES).rev().collect();
            while let Some(changes) = left.pop() {
                let page = Action { author, changes: changes.to_vec(), completes: None };
                match self.write_in(tx, page, self.random()?, now) {
                    Err(StoreError::TooMuch(_)) if changes.len() > 1 => {
                        let (first, rest) = changes.split_at(changes.len() / 2);
                        left.extend([rest, first]);
                    }
                    written => drop(written?),
                }
            }
            Ok(())
        })
    }

    /// Writes an action that begins a record, which in the same transaction gets the tablet's next short reference of
    /// the local date `day`: no two findings get one reference, and none is lost to a save that failed.
    pub fn write_referred(
        &self,
        mut action: Action,
        record: RecordId,
        day: NaiveDate,
        now: i64,
    ) -> Result<Written, StoreError> {
        let body_key = self.random()?;
        self.transact(|tx| {
            let reference = next_reference(tx, day)?;
            action.changes.push(Change::new(record, record::REFERENCE, reference));
            self.write_in(tx, action, body_key, now)
        })
    }

    fn write_in(
        &self,
        tx: &Transaction<'_>,
        action: Action,
        body_key: [u8; 16],
        now: i64,
    ) -> Result<Written, StoreError> {
        let own = own_book(tx)?.ok_or(StoreError::NoBook)?;
        let chain = chain(tx, own.book)?.ok_or(StoreError::NoBook)?;
        let mut writes = Vec::with_capacity(action.changes.len());
        for change in action.changes {
            // What belongs to the restricted part is never said in the team's book.
            if is_restricted(tx, change.record)? {
                return Err(StoreError::Unreadable("a record of the team"));
            }
            writes.push(replaced(tx, change, |id| self.state(tx, id))?);
        }
        let writing = Writing { author: action.author, writes, body_key, completes: action.completes };
        self.write_page(tx, chain, writing, BookOf::Own, now)
    }

    /// Writes the next page of one of this tablet's books.
    pub(crate) fn write_page(
        &self,
        tx: &Transaction<'_>,
        mut chain: Chain,
        writing: Writing,
        of: BookOf,
        now: i64,
    ) -> Result<Written, StoreError> {
        let last: Clock = get(tx, "clock")?.unwrap_or_default();
        let clock = last.tick(u64::try_from(now).unwrap_or_default());
        let quality: ClockQuality = get(tx, "clock_quality")?.unwrap_or(ClockQuality::Unchecked);
        let draft = book::Draft {
            clock,
            wall: now,
            quality,
            author: writing.author,
            catalogue: self.catalogue().version(),
            writes: writing.writes,
            key: writing.body_key,
        };
        let entry = Entry::write(&self.keys.signing(), chain.book, chain.tip, draft).map_err(StoreError::TooMuch)?;
        // What is kept and sent is what others will verify: a page that this tablet cannot verify is never saved.
        let kept = Entry::decode_wire(&entry.encode_wire(), chain.book, chain.tip.number + 1, chain.tip.hash);
        kept.map_err(StoreError::TooMuch)
            .and_then(|kept| chain.extend(&kept).map_err(|_| StoreError::Unreadable("the page just written")))?;
        self.append(tx, &chain, &[entry.clone().into()], of, now)?;
        put(tx, "clock", &clock)?;
        if let Some(draft) = writing.completes {
            tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute(params![draft.as_bytes()])?;
        }
        Ok(Written { page: entry.header.number, entry: entry.hash() })
    }
}

/// What a page is to say.
pub(crate) struct Writing {
    pub(crate) author: GrantId,
    pub(crate) writes: Vec<(RecordId, FieldWrite, Vec<u8>)>,
    pub(crate) body_key: [u8; 16],
    pub(crate) completes: Option<Uuid>,
}

/// A change as a write, with what it replaces: what its author saw, or what stands now. If the law took something of it, the
/// write says that this is known.
pub(crate) fn replaced(
    tx: &Transaction<'_>,
    change: Change,
    state: impl FnOnce(RecordId) -> Result<Option<Record>, StoreError>,
) -> Result<(RecordId, FieldWrite, Vec<u8>), StoreError> {
    let mut replaces = match change.saw {
        Some(saw) => saw,
        None => state(change.record)?.map(|state| state.heads(&change.field)).unwrap_or_default(),
    };
    let room = MAX_REPLACES.saturating_sub(replaces.len());
    replaces.extend(erase::marks(tx, change.record, &change.field)?.into_iter().take(room));
    let value = serde_json::to_vec(&change.value).map_err(|_| StoreError::Unreadable("a value"))?;
    Ok((change.record, FieldWrite { field: change.field, replaces }, value))
}

/// The next short reference: the book's code, the date, and a number within the day.
fn next_reference(tx: &Transaction<'_>, day: NaiveDate) -> Result<String, StoreError> {
    let last: Option<(NaiveDate, u32)> = get(tx, LAST_REFERENCE)?;
    let number = last.filter(|(of, _)| *of == day).map_or(0, |(_, number)| number) + 1;
    put(tx, LAST_REFERENCE, &(day, number))?;
    let code = get::<Enrolment>(tx, "enrolment")?.map(|enrolment| enrolment.book_code).unwrap_or_default();
    Ok(Reference::new(&code, day, number).map(|reference| reference.to_string()).unwrap_or_default())
}

//! What the entries add up to, kept beside them: one row a record, changed in the transaction that takes the entry.

use crate::storage::{Fault, Reading, Writing};
use book::{Entry, RecordId, ScopeId};
use record::{Decision, Record};
use std::collections::BTreeMap;

/// Pages read at once while adding up anew.
const PAGES: usize = 500;
const BYTES: usize = 4 * 1024 * 1024;

/// Records touched by one transaction.
#[derive(Debug, Default)]
pub(crate) struct Projection(BTreeMap<(ScopeId, RecordId), Record>);

impl Projection {
    /// Adds an entry to the records that it writes to.
    pub(crate) fn take(&mut self, writing: &dyn Writing, scope: ScopeId, entry: &Entry) -> Result<(), Fault> {
        let mut last = None;
        for (id, _) in entry.header.writes() {
            // Writes are in ascending order of record.
            if last.replace(id) == Some(id) {
                continue;
            }
            let record = match self.0.entry((scope, id)) {
                std::collections::btree_map::Entry::Occupied(held) => held.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(writing.record(scope, id)?.unwrap_or_else(|| Record::new(id)))
                }
            };
            record.take(entry);
        }
        Ok(())
    }

    /// Stores every record touched.
    pub(crate) fn store(self, writing: &mut dyn Writing) -> Result<(), Fault> {
        self.0.into_iter().try_for_each(|((scope, _), record)| writing.put_record(scope, &record))
    }
}

/// Whether an entry stays out of the state: a verdict says so, and no leader's decision lets it in.
pub(crate) fn kept_out(reading: &(impl Reading + ?Sized), scope: ScopeId, entry: &Entry) -> Result<bool, Fault> {
    let hash = entry.hash();
    if !reading.has_verdict(scope, hash)? {
        return Ok(false);
    }
    Ok(!Decision::lets_in(entry, reading.record(scope, Decision::record_of(hash))?.as_ref()))
}

/// Adds a scope up anew from its pages, leaving out those that wait for a check. What leaders decided comes first: it says
/// which of the others count.
pub(crate) fn add_up(writing: &mut dyn Writing, scope: ScopeId) -> Result<(), Fault> {
    writing.clear_records(scope)?;
    add_those(writing, scope, |entry| !Decision::decided_by(entry).is_empty())?;
    add_those(writing, scope, |entry| Decision::decided_by(entry).is_empty())
}

fn add_those(writing: &mut dyn Writing, scope: ScopeId, wanted: impl Fn(&Entry) -> bool) -> Result<(), Fault> {
    let books: Vec<_> = writing.tips(scope)?.into_keys().collect();
    for book in books {
        let mut at = book::Tip { number: 0, hash: book::EntryHash([0; 32]) };
        loop {
            let wires = writing.pages(book, at.number, PAGES, BYTES)?;
            if wires.is_empty() {
                break;
            }
            let mut projection = Projection::default();
            for wire in &wires {
                let entry = Entry::decode_wire(wire, book, at.number + 1, at.hash)
                    .map_err(|error| Fault::Damaged(format!("page {} of book {book}: {error}", at.number + 1)))?;
                at = book::Tip { number: at.number + 1, hash: entry.hash() };
                if wanted(&entry) && !kept_out(writing, scope, &entry)? {
                    projection.take(writing, scope, &entry)?;
                }
            }
            projection.store(writing)?;
        }
    }
    Ok(())
}

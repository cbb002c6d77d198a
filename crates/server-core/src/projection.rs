//! What the entries add up to, kept beside them: one row a record, changed in the transaction that takes the entry.

use crate::restricted::{Keys, take_counted};
use crate::storage::{Fault, Reading, Writing};
use book::{BookId, Chain, Entry, EntryHash, Malformed, Page, RecordId, ScopeId, SecretKey, Tip};
use record::sealed::is_sealed;
use record::{Decision, Edition, Opened, Record};
use std::collections::BTreeMap;

/// Pages read at once while adding up anew.
const PAGES: usize = 500;
const BYTES: usize = 4 * 1024 * 1024;

/// Records touched by one transaction.
pub(crate) struct Projection<'a> {
    records: BTreeMap<(ScopeId, RecordId), Record>,
    keys: Keys<'a>,
}

impl<'a> Projection<'a> {
    /// Of a council's books, nothing yet.
    pub(crate) fn new(root: &'a SecretKey) -> Self {
        Self { records: BTreeMap::new(), keys: Keys::new(root) }
    }

    /// A sealed entry of a restricted part, opened; none if it is none or does not open.
    pub(crate) fn open(
        &mut self,
        writing: &dyn Writing,
        scope: ScopeId,
        entry: &Entry,
    ) -> Result<Option<Opened>, Fault> {
        self.keys.open(writing, scope, entry)
    }

    /// Adds an entry to the records that it writes to.
    pub(crate) fn take(&mut self, writing: &dyn Writing, scope: ScopeId, entry: &Entry) -> Result<(), Fault> {
        let opened = self.open(writing, scope, entry)?;
        if opened.is_none() && is_sealed(entry) {
            return Ok(());
        }
        // Worked out once: it is a hash over all that the page writes, and one page may write to hundreds of records.
        let hash = entry.hash();
        let mut last = None;
        for (id, _) in entry.header.writes() {
            // Writes are in ascending order of record.
            if last.replace(id) == Some(id) {
                continue;
            }
            let record = match self.records.entry((scope, id)) {
                std::collections::btree_map::Entry::Occupied(held) => held.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(writing.record(scope, id)?.unwrap_or_else(|| Record::new(id)))
                }
            };
            match &opened {
                Some(opened) => take_counted(record, opened),
                None => record.take_of(entry, hash),
            }
        }
        Ok(())
    }

    /// A record that was touched.
    pub(crate) fn record(&self, scope: ScopeId, id: RecordId) -> Option<&Record> {
        self.records.get(&(scope, id))
    }

    /// Stores every record touched.
    pub(crate) fn store(self, writing: &mut dyn Writing) -> Result<(), Fault> {
        self.records.into_iter().try_for_each(|((scope, _), record)| writing.put_record(scope, &record))
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
pub(crate) fn add_up(writing: &mut dyn Writing, root: &SecretKey, scope: ScopeId) -> Result<(), Fault> {
    writing.clear_records(scope)?;
    add_those(writing, root, scope, |entry| !Decision::decided_by(entry).is_empty())?;
    add_those(writing, root, scope, |entry| Decision::decided_by(entry).is_empty())?;
    writing.settle_records(scope)
}

fn add_those(
    writing: &mut dyn Writing,
    root: &SecretKey,
    scope: ScopeId,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<(), Fault> {
    for line in writing.lines_of_scope(scope)? {
        let damaged = |what: String| Fault::Damaged(format!("{what} of book {}", line.line));
        let mut at = line_at(&*writing, line.line, 0)?.ok_or_else(|| damaged("the opening".into()))?;
        loop {
            let wires = writing.pages(line.line, at.tip.number, PAGES, BYTES)?;
            if wires.is_empty() {
                break;
            }
            let mut projection = Projection::new(root);
            let own = at.opening.device_key == root.public();
            for wire in &wires {
                let number = at.tip.number + 1;
                let page = page(&at, wire).map_err(|error| damaged(format!("page {number}: {error}")))?;
                at.tip = Tip { number, hash: page.hash() };
                if let Some(entry) = page.entry()
                    && wanted(entry)
                    && !(own && Edition::read(entry).is_some())
                    && !kept_out(writing, scope, entry)?
                {
                    projection.take(writing, scope, entry)?;
                    crate::dvla::note(writing, scope, entry)?;
                }
            }
            projection.store(writing)?;
        }
    }
    Ok(())
}

/// A line as it stood after its page `number`; for a branch, at the least after the page that it shares.
pub(crate) fn line_at(reading: &(impl Reading + ?Sized), line: BookId, number: u64) -> Result<Option<Chain>, Fault> {
    let Some(chain) = reading.line(line)? else { return Ok(None) };
    let tip = match chain.base {
        Some(base) if number <= base.tip.number => Some(base.tip),
        _ if number == 0 => Some(Tip { number, hash: EntryHash([0; 32]) }),
        _ => reading.hash_at(line, number)?.map(|hash| Tip { number, hash }),
    };
    Ok(tip.map(|tip| Chain { tip, ..chain }))
}

/// Reads the page stored after the tip of a line.
pub(crate) fn page(at: &Chain, wire: &[u8]) -> Result<Page, Malformed> {
    let (number, key) = (at.tip.number + 1, &at.opening.device_key);
    match number {
        1 => Entry::decode_wire(wire, at.book, number, at.tip.hash).map(Page::from),
        _ => Page::decode_wire(wire, at.book, number, at.tip.hash, key),
    }
}

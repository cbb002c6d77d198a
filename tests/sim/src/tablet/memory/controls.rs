//! Faults that a control puts into the store.

use super::{Machine, Memory, State};
use book::{EntryHash, FieldWrite, RecordId};
use record::Record;
use store::StoreError;

/// The control *last writer wins*.
pub(super) fn hide_all_but_the_last(record: &mut Record) {
    for field in record.fields.values_mut() {
        let hidden: Vec<EntryHash> = field.standing().iter().skip(1).map(|write| write.entry).collect();
        if let Some(last) = field.shown().cloned().filter(|_| !hidden.is_empty()) {
            field.take(last, &hidden);
        }
    }
}

impl Memory {
    /// The control *re-issued branch*: what the copy lacks is written again.
    pub(super) fn write_again(&self, gone: &State) -> Result<(), StoreError> {
        let Some(own) = self.state.borrow().own_book() else { return Ok(()) };
        let Some(held) = gone.books.get(&own.book) else { return Ok(()) };
        for number in own.tip.number + 1..=held.chain.tip.number {
            let Some(entry) = held.entry(number)? else { continue };
            let again = |(id, write, value): (RecordId, &FieldWrite, &[u8])| {
                Some((id, write.field.clone(), serde_json::from_slice(value).ok()?))
            };
            self.write(entry.header.author, entry.values().filter_map(again).collect(), entry.header.wall)?;
        }
        Ok(())
    }
}

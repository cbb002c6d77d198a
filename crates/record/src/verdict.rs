//! The council office's verdict on an entry: kept and chained, but out of the state until a leader accepts it. Tablets
//! and centre read verdicts the same way: a record of kind [`VERDICT`] in a book that the council's root key signs. A
//! leader's [`Decision`] on it stands in the leader's own book.

use crate::fields::KIND;
use crate::state::Record;
use book::{BookId, Entry, EntryHash, FieldWrite, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The kind of a verdict record.
pub const VERDICT: &str = "verdict";

/// The kind of the record that holds what leaders decided on an entry.
pub const DECISION: &str = "verdict_decision";
/// The field of a decision. Writing it needs a leader's role.
pub const DECIDED: &str = "decided_check";

/// Which entry is waiting for a check, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The entry.
    pub entry: EntryHash,
    /// Its book.
    pub book: BookId,
    /// Its page.
    pub page: u64,
    /// One word of the council office's policy, such as `unknown_grant`.
    pub reason: String,
}

impl Verdict {
    /// The verdicts that `entry` writes. The caller must know that the book is the council office's own.
    pub fn read(entry: &Entry) -> Vec<Self> {
        let mut records: BTreeMap<RecordId, BTreeMap<&str, Value>> = BTreeMap::new();
        for (record, write, bytes) in entry.values() {
            if let Ok(value) = serde_json::from_slice(bytes) {
                records.entry(record).or_default().insert(&write.field, value);
            }
        }
        records.values().filter_map(Self::of_fields).collect()
    }

    fn of_fields(fields: &BTreeMap<&str, Value>) -> Option<Self> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        (text(KIND) == Some(VERDICT)).then_some(())?;
        Some(Self {
            entry: EntryHash::from_hex(text("entry")?)?,
            book: BookId::from_hex(text("book")?)?,
            page: fields.get("page")?.as_u64()?,
            reason: text("reason")?.to_owned(),
        })
    }

    /// The writes that say so, as a new record.
    pub fn writes(&self, record: RecordId) -> Vec<(RecordId, FieldWrite, Vec<u8>)> {
        [
            (KIND, Value::from(VERDICT)),
            ("entry", self.entry.to_string().into()),
            ("book", self.book.to_string().into()),
            ("page", self.page.into()),
            ("reason", self.reason.as_str().into()),
        ]
        .map(|(field, value)| {
            (record, FieldWrite { field: field.into(), replaces: Vec::new() }, value.to_string().into_bytes())
        })
        .into()
    }
}

/// A leader's word on an entry that is waiting for a check. It is an entry of the leader's own book; all decisions on one
/// entry write one field of one record, so a later one replaces those that it knew of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The entry, by its hash in hexadecimal.
    pub entry: String,
    /// Whether it counts from now on.
    pub accepted: bool,
    /// Why.
    pub reason: String,
}

impl Decision {
    /// The record that holds the decisions on an entry.
    pub fn record_of(entry: EntryHash) -> RecordId {
        let mut id = [0; 16];
        id.iter_mut().zip(entry.0).for_each(|(to, from)| *to = from);
        RecordId(uuid::Builder::from_custom_bytes(id).into_uuid())
    }

    /// The entries on which `entry` decides.
    pub fn decided_by(entry: &Entry) -> Vec<EntryHash> {
        let decided = entry.values().filter(|(_, write, _)| write.field == DECIDED);
        let read = |(record, _, value): (RecordId, &FieldWrite, &[u8])| {
            let decision: Self = serde_json::from_slice(value).ok()?;
            EntryHash::from_hex(&decision.entry).filter(|hash| Self::record_of(*hash) == record)
        };
        decided.filter_map(read).collect()
    }

    /// The decision on `entry` that stands, of the record that holds them.
    pub fn on(entry: EntryHash, record: &Record) -> Option<Self> {
        let decision: Self = serde_json::from_value(record.value(DECIDED)?.clone()).ok()?;
        (decision.entry == entry.to_string()).then_some(decision)
    }

    /// Whether the decisions in `record` let `entry`, which a verdict keeps out, count. A page that itself decides never
    /// does: whoever may decide does so anew, and no two pages can accept each other.
    pub fn lets_in(entry: &Entry, record: Option<&Record>) -> bool {
        let accepted =
            record.and_then(|record| Self::on(entry.hash(), record)).is_some_and(|decision| decision.accepted);
        accepted && Self::decided_by(entry).is_empty()
    }

    /// The fields that say so, of [`Decision::record_of`] the entry.
    pub fn values(&self) -> [(&'static str, Value); 2] {
        [(KIND, Value::from(DECISION)), (DECIDED, json!(self))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::{Clock, ClockQuality, Draft, GrantId, SecretKey, Tip};
    use uuid::Uuid;

    #[test]
    fn verdicts_come_back_as_they_were_written_and_half_a_verdict_is_none() {
        let verdict =
            Verdict { entry: EntryHash([1; 32]), book: BookId([2; 32]), page: 7, reason: "unknown_grant".into() };
        let mut writes = verdict.writes(RecordId(Uuid::from_u128(1)));
        let mut half = verdict.writes(RecordId(Uuid::from_u128(2)));
        half.retain(|(_, write, _)| write.field != "entry");
        writes.extend(half);
        let draft = Draft {
            clock: Clock(1),
            wall: 0,
            quality: ClockQuality::Unchecked,
            author: GrantId([0; 32]),
            catalogue: 1,
            writes,
            key: [0; 16],
        };
        let key = SecretKey::from_bytes(&[1; 32]);
        let tip = Tip { number: 1, hash: EntryHash([9; 32]) };
        let entry = Entry::write(&key, BookId([3; 32]), tip, draft).unwrap();
        assert_eq!(Verdict::read(&entry), [verdict]);
    }
}

//! The council office's verdict on an entry: kept and chained, but out of the state until a leader accepts it. Tablets
//! and centre read verdicts the same way: a record of kind [`VERDICT`] in a book that the council's root key signs.

use crate::fields::KIND;
use book::{BookId, Entry, EntryHash, FieldWrite, RecordId};
use serde_json::Value;
use std::collections::BTreeMap;

/// The kind of a verdict record.
pub const VERDICT: &str = "verdict";

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

//! An erasure: the council's order that values of named pages go, in one of the office's own books. Tablets and office read
//! it the same way, as a record of kind [`ERASURE`], and whoever holds a page that it names, or gets it later, takes the
//! values out of it for good. It says on what ground and by whose order, and nothing of what was erased.

use crate::dvla::OFFICE;
use crate::fields::{KIND, OFFICE_REFERENCE, ON_PATROL, REFERENCE, REVIEW, STATUS};
use crate::line::line;
use crate::state::{Record, Review};
use book::{BookId, Entry, EntryHash, Field as Held, FieldWrite, RecordId, StandingWrite};
use chrono::Datelike as _;
use domain::catalogue::{Catalogue, Fact, Tally};
use domain::erasure::Ground;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The kind of an erasure record.
pub const ERASURE: &str = "erasure";
const COUNTED: &str = "counted";
/// The most bytes of one list of what goes; a value of the book may have 64 KiB.
const LIST_BYTES: usize = 48 * 1024;

/// What says that there was something, and where: an erasure of a whole finding leaves it, so that the gap can be seen.
pub(crate) const NAMES_THE_GAP: [&str; 5] = [KIND, ON_PATROL, REFERENCE, OFFICE_REFERENCE, STATUS];

/// What is to be erased, and why.
///
/// Whoever writes to what an order names, and knows of the order, says so: the write names [`Order::mark`] among those that it
/// replaces. So a page that was written in ignorance of the order, and comes after it, is told from one that says anew,
/// lawfully, what was erased. No clock has a say in that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its own.
    pub id: Uuid,
    /// Why.
    pub ground: Ground,
    /// By whose order: an office or a function, no private person.
    pub ordered_by: String,
    /// The record.
    pub record: RecordId,
    /// The fields, each with its rows; none = the whole record.
    pub fields: Option<Vec<String>>,
}

/// An order, with every value that went by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// What was ordered.
    pub order: Order,
    /// What goes.
    pub gone: Vec<Gone>,
    /// What the record contributed to figures by it, and nothing of what it said: the figures go on counting it.
    pub counted: Vec<Fact>,
}

/// Values that go: what one page wrote to the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gone {
    /// The entry.
    pub entry: EntryHash,
    /// Its book.
    pub book: BookId,
    /// Its page.
    pub page: u64,
    /// The fields and rows.
    pub fields: Vec<String>,
}

impl Order {
    /// Whether it is about this field or row.
    pub fn names(&self, field: &str) -> bool {
        match &self.fields {
            None => !NAMES_THE_GAP.contains(&field),
            Some(fields) => fields.iter().any(|named| {
                field.strip_prefix(named.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }),
        }
    }

    /// What a write names that was made in knowledge of it.
    pub fn mark(&self) -> EntryHash {
        EntryHash::of_order(&self.id)
    }

    /// What of an `entry` that came after it goes by it: what was written in ignorance of it.
    pub fn overlooked(&self, entry: &Entry) -> Vec<String> {
        let mark = self.mark();
        let names = |field: &String| {
            let mut writes = entry.header.writes();
            writes
                .any(|(record, write)| record == self.record && write.field == *field && write.replaces.contains(&mark))
        };
        self.takes(entry).into_iter().filter(|field| !names(field)).collect()
    }

    /// What of `entry` goes by it; nothing, if nothing is left of that. An answer that was cleared says nothing, and goes on
    /// saying so; and an approval of the whole says nothing about anybody.
    pub fn takes(&self, entry: &Entry) -> Vec<String> {
        let named = entry.values().filter(|(record, write, _)| *record == self.record && self.names(&write.field));
        let approval = |field: &str, value: &[u8]| {
            let review = || serde_json::from_slice::<Review>(value).ok();
            self.fields.is_none() && field == REVIEW && review().is_some_and(|review| review.reason.is_none())
        };
        let says = named.filter(|(_, write, value)| *value != b"null" && !approval(&write.field, value));
        says.map(|(_, write, _)| write.field.clone()).collect()
    }
}

impl Erasure {
    /// The erasures that `entry` orders. The caller must know that the book is the council office's own.
    pub fn read(entry: &Entry) -> Vec<Self> {
        let mut records: BTreeMap<RecordId, BTreeMap<&str, Value>> = BTreeMap::new();
        for (record, write, bytes) in entry.values() {
            if let Ok(value) = serde_json::from_slice(bytes) {
                records.entry(record).or_default().insert(&write.field, value);
            }
        }
        records.into_values().filter_map(Self::of_fields).collect()
    }

    fn of_fields(mut fields: BTreeMap<&str, Value>) -> Option<Self> {
        (fields.remove(KIND)? == ERASURE).then_some(())?;
        let (order, gone) = (fields.remove("order")?, fields.remove("gone")?);
        let counted = fields.remove(COUNTED).and_then(|counted| serde_json::from_value(counted).ok());
        let (order, gone) = (serde_json::from_value(order).ok()?, serde_json::from_value(gone).ok()?);
        Some(Self { order, gone, counted: counted.unwrap_or_default() })
    }

    /// The same erasure in parts of which each fits into a record.
    pub fn parts(self) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        let (mut gone, mut size) = (Vec::new(), 0);
        let part = |gone| Self { order: self.order.clone(), gone, counted: Vec::new() };
        for one in self.gone.into_iter().flat_map(split) {
            let bytes = bytes(&one);
            if size + bytes > LIST_BYTES && !gone.is_empty() {
                parts.push(part(std::mem::take(&mut gone)));
                size = 0;
            }
            size += bytes;
            gone.push(one);
        }
        if !gone.is_empty() {
            parts.push(part(gone));
        }
        if let Some(first) = parts.first_mut() {
            first.counted = self.counted;
        }
        parts
    }

    /// The writes that say so, as a new record.
    pub fn writes(&self, record: RecordId) -> Vec<(RecordId, FieldWrite, Vec<u8>)> {
        [
            (KIND, Value::from(ERASURE)),
            ("order", serde_json::to_value(&self.order).unwrap_or_default()),
            ("gone", serde_json::to_value(&self.gone).unwrap_or_default()),
            (COUNTED, serde_json::to_value(&self.counted).unwrap_or_default()),
        ]
        .into_iter()
        .filter(|(field, _)| *field != COUNTED || !self.counted.is_empty())
        .map(|(field, value)| {
            (record, FieldWrite { field: field.into(), replaces: Vec::new() }, value.to_string().into_bytes())
        })
        .collect()
    }
}

/// What an erasure record says that the figures go on counting. What anybody but the office wrote there counts nothing.
pub(crate) fn counted(erasure: &Record) -> Vec<Fact> {
    let said = erasure.shown(COUNTED).filter(|write| write.author == OFFICE);
    said.and_then(|write| serde_json::from_value(write.value.clone()).ok()).unwrap_or_default()
}

impl Order {
    /// What a record no longer contributes to figures once this order is followed, without any word that it said. `others` are
    /// what the other records of its kind contribute: where one of them bears the same answer in the same year, a figure of
    /// different answers has it still.
    pub fn counted(&self, record: &Record, catalogue: &Catalogue, others: &[Fact]) -> Vec<Fact> {
        let mut after = record.clone();
        for (_, held) in after.fields.iter_mut().filter(|(field, _)| self.names(field)) {
            let gone = held.standing().iter().cloned();
            let gone = gone.map(|write| StandingWrite { erased: true, value: Value::Null, ..write }).collect();
            *held = Held::kept(gone, held.replaced().clone());
        }
        let left = line(&after, catalogue).facts;
        let mut lost = line(record, catalogue).facts;
        // What still counts counts once, also where it is no longer known in which ward or until when.
        lost.retain(|fact| !left.iter().any(|one| one.figure == fact.figure));
        let tally = |fact: &Fact| catalogue.figure(&fact.figure).map(|(_, figure)| figure.tally);
        let borne = |fact: &Fact| {
            let same = |other: &Fact| {
                other.figure == fact.figure && other.key == fact.key && other.day.year() == fact.day.year()
            };
            tally(fact) == Some(Tally::Different) && others.iter().any(same)
        };
        lost.retain(|fact| ![None, Some(Tally::Names)].contains(&tally(fact)) && !borne(fact));
        lost.sort();
        for (number, fact) in lost.iter_mut().enumerate() {
            fact.stands_for = Some(record.id.0.to_string());
            fact.parts.clear();
            if !fact.key.is_empty() {
                // One of its own, which says nothing.
                fact.key = format!("erased {} {number}", self.id);
            }
        }
        lost
    }
}

/// Many fields of one page, a list that fits at a time.
fn split(gone: Gone) -> Vec<Gone> {
    if bytes(&gone) <= LIST_BYTES {
        return vec![gone];
    }
    gone.fields.chunks(200).map(|some| Gone { fields: some.to_vec(), ..gone.clone() }).collect()
}

/// No less than it takes in a list.
fn bytes(gone: &Gone) -> usize {
    300 + gone.fields.iter().map(|field| 2 * field.len() + 3).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::entry::MAX_VALUE;
    use book::{Clock, ClockQuality, Draft, GrantId, SecretKey, Tip};
    use uuid::Uuid;

    const RECORD: RecordId = RecordId(Uuid::from_u128(9));

    fn gone(page: u64, fields: Vec<String>) -> Gone {
        Gone { entry: EntryHash([1; 32]), book: BookId([2; 32]), page, fields }
    }

    fn order(fields: Option<&[&str]>) -> Order {
        let fields = fields.map(|fields| fields.iter().map(|field| (*field).into()).collect());
        let id = Uuid::from_u128(77);
        Order {
            id,
            ground: Ground::RightToErasure,
            ordered_by: "Information governance".into(),
            record: RECORD,
            fields,
        }
    }

    fn erasure(gone: Vec<Gone>) -> Erasure {
        Erasure { order: order(None), gone, counted: Vec::new() }
    }

    fn written(writes: Vec<(RecordId, FieldWrite, Vec<u8>)>) -> Entry {
        by(GrantId([0; 32]), writes)
    }

    fn by(author: GrantId, writes: Vec<(RecordId, FieldWrite, Vec<u8>)>) -> Entry {
        let draft = Draft {
            clock: Clock(1),
            wall: 0,
            quality: ClockQuality::Unchecked,
            author,
            catalogue: 1,
            writes,
            key: [0; 16],
        };
        let tip = Tip { number: 1, hash: EntryHash([9; 32]) };
        Entry::write(&SecretKey::from_bytes(&[1; 32]), BookId([3; 32]), tip, draft).unwrap()
    }

    #[test]
    fn an_erasure_comes_back_as_it_was_written_and_half_a_one_orders_nothing() {
        let whole = erasure(vec![gone(7, vec!["description".into()]), gone(8, vec![])]);
        let mut writes = whole.writes(RecordId(Uuid::from_u128(1)));
        for (number, left_out) in (2..).zip(["kind", "order", "gone"]) {
            let mut half = whole.writes(RecordId(Uuid::from_u128(number)));
            half.retain(|(_, write, _)| write.field != left_out);
            writes.extend(half);
        }
        assert_eq!(Erasure::read(&written(writes)), [whole]);
    }

    #[test]
    fn only_what_the_office_itself_wrote_goes_on_counting() {
        let day = "2025-03-18".parse().unwrap();
        let fact = Fact {
            figure: "LITTER.DRUG.ITEMS".into(),
            day,
            until: None,
            value: 3_000,
            key: String::new(),
            through: None,
            ward: None,
            parts: String::new(),
            stands_for: None,
        };
        let erasure = Erasure { counted: vec![fact.clone()], ..erasure(vec![gone(7, vec!["n_needle".into()])]) };
        let catalogue = Catalogue::built_in().unwrap();
        let counts = |author: GrantId| {
            let id = RecordId(Uuid::from_u128(1));
            let mut record = Record::new(id);
            record.take(&by(author, erasure.writes(id)));
            line(&record, &catalogue).facts
        };
        assert_eq!(counts(OFFICE), [fact]);
        assert_eq!(counts(GrantId([7; 32])), [], "a tablet that writes such a record counts nothing by it");
    }

    #[test]
    fn a_long_order_goes_into_parts_that_fit_and_nothing_of_it_is_lost() {
        let many: Vec<Gone> = (0..400).map(|page| gone(page, vec![])).collect();
        let names: Vec<String> = (0..2_000).map(|number| format!("{number:0>120}")).collect();
        let whole = erasure([many.clone(), vec![gone(400, names.clone())]].concat());
        let parts = whole.clone().parts();
        assert!(parts.len() > 5);
        let mut back = Vec::new();
        for part in &parts {
            let writes = part.writes(RecordId(Uuid::from_u128(1)));
            assert!(writes.iter().all(|(.., value)| value.len() < MAX_VALUE));
            assert_eq!(Erasure::read(&written(writes)), std::slice::from_ref(part));
            back.extend(part.gone.clone());
        }
        assert_eq!(back.iter().filter(|gone| gone.fields.is_empty()).cloned().collect::<Vec<_>>(), many);
        let fields: Vec<String> = back.into_iter().flat_map(|gone| gone.fields).collect();
        assert_eq!(fields, names);
    }

    #[test]
    fn a_whole_finding_goes_but_for_what_names_the_gap_and_a_field_goes_with_its_rows() {
        let write = |record, field: &str, value: &str| {
            (record, FieldWrite { field: field.into(), replaces: vec![] }, value.as_bytes().to_vec())
        };
        let entry = written(vec![
            write(RECORD, "kind", "\"drug_litter\""),
            write(RECORD, "reference", "\"W07-250318-004\""),
            write(RECORD, "description", "\"two men\""),
            write(RECORD, "people/000-1", "\"a name\""),
            write(RECORD, "people_seen", "2"),
            write(RECORD, "action", "null"),
            write(RECORD, "review", "{\"outcome\":\"approved\",\"seen\":\"\"}"),
            write(RecordId(Uuid::from_u128(8)), "description", "\"another finding\""),
        ]);
        assert_eq!(order(None).takes(&entry), ["description", "people/000-1", "people_seen"]);
        assert_eq!(order(Some(&["people"])).takes(&entry), ["people/000-1"]);
        assert_eq!(order(Some(&["kind", "review"])).takes(&entry), ["kind", "review"], "what is named goes");
        let again = entry.erase(|record, field| record == RECORD && field == "description");
        assert_eq!(order(Some(&["description"])).takes(&again), [""; 0], "nothing is left of it");

        let (ignorant, mut knowing) = (write(RECORD, "description", "1"), write(RECORD, "people/000-1", "2"));
        knowing.1.replaces.push(order(None).mark());
        let late = written(vec![ignorant, knowing]);
        assert_eq!(order(None).overlooked(&late), ["description"]);
    }
}

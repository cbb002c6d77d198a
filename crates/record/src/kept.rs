//! The form in which a record is kept beside the pages: JSON in which each page that wrote to it is named once. Most fields of
//! a record were written by one page or two, and the hash, the book and the author of a page are far longer than most
//! values.

use crate::course::Came;
use crate::state::Record;
use book::{BookId, Clock, EntryHash, Field, GrantId, RecordId, StandingWrite};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A page: its hash, book and number, its clock and wall time, and its author.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Page(EntryHash, BookId, u64, Clock, i64, GrantId);

/// A standing value, and the place of its page in the list.
#[derive(Serialize)]
struct Standing<'a>(usize, &'a Value);

/// What may be kept: the form above, or the first one, in which each value named its page.
#[derive(Deserialize)]
struct Kept {
    id: RecordId,
    #[serde(default)]
    fields: BTreeMap<String, Field<Value>>,
    #[serde(default)]
    pages: Vec<Page>,
    #[serde(default)]
    values: BTreeMap<String, Vec<(usize, Value)>>,
    #[serde(default)]
    replaced: BTreeMap<String, BTreeSet<EntryHash>>,
    /// The places of pages whose value of the field was erased by law.
    #[serde(default)]
    erased: BTreeMap<String, BTreeSet<usize>>,
    #[serde(default)]
    course: BTreeMap<EntryHash, Came>,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut pages: Vec<Page> = Vec::new();
        let mut values: BTreeMap<&str, Vec<Standing<'_>>> = BTreeMap::new();
        let mut replaced: BTreeMap<&str, &BTreeSet<EntryHash>> = BTreeMap::new();
        let mut erased: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (name, field) in &self.fields {
            let mut place = |write: &StandingWrite<Value>| {
                let page = Page(write.entry, write.book, write.number, write.clock, write.wall, write.author);
                pages.iter().position(|known| *known == page).unwrap_or_else(|| {
                    pages.push(page);
                    pages.len() - 1
                })
            };
            let standing = field.standing().iter().map(|write| {
                let place = place(write);
                if write.erased {
                    erased.entry(name).or_default().insert(place);
                }
                Standing(place, &write.value)
            });
            values.insert(name, standing.collect());
            if !field.replaced().is_empty() {
                replaced.insert(name, field.replaced());
            }
        }
        let mut kept = to.serialize_struct("Record", 6)?;
        kept.serialize_field("id", &self.id)?;
        kept.serialize_field("pages", &pages)?;
        kept.serialize_field("values", &values)?;
        kept.serialize_field("replaced", &replaced)?;
        if erased.is_empty() {
            kept.skip_field("erased")?;
        } else {
            kept.serialize_field("erased", &erased)?;
        }
        if self.course.is_empty() {
            kept.skip_field("course")?;
        } else {
            kept.serialize_field("course", &self.course)?;
        }
        kept.end()
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Kept { id, mut fields, pages, values, mut replaced, erased, course } = Kept::deserialize(from)?;
        for (name, standing) in values {
            let standing = standing.into_iter().map(|(place, value)| {
                let page = pages.get(place).ok_or_else(|| de::Error::custom("a value of no page"))?;
                let Page(entry, book, number, clock, wall, author) = *page;
                let erased = erased.get(&name).is_some_and(|places| places.contains(&place));
                Ok(StandingWrite { entry, book, number, clock, wall, author, value, erased })
            });
            let field =
                Field::kept(standing.collect::<Result<_, D::Error>>()?, replaced.remove(&name).unwrap_or_default());
            fields.insert(name, field);
        }
        Ok(Self { id, fields, course })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn write(page: u8, value: Value) -> StandingWrite<Value> {
        StandingWrite {
            entry: EntryHash([page; 32]),
            book: BookId([page / 2; 32]),
            number: page.into(),
            clock: Clock(page.into()),
            wall: 5,
            author: GrantId([1; 32]),
            erased: value == "erased",
            value,
        }
    }

    fn record() -> Record {
        let mut record = Record::new(RecordId(Uuid::from_u128(1)));
        for (name, page, value, replaces) in [
            ("kind", 2, json!("drug_litter"), vec![]),
            ("description", 2, json!("by the gate"), vec![]),
            ("description", 3, json!("behind the gate"), vec![EntryHash([2; 32])]),
            ("description", 4, json!(null), vec![EntryHash([2; 32])]),
            ("n_needle", 3, json!(7), vec![EntryHash([9; 32])]),
            ("action", 3, json!("erased"), vec![]),
        ] {
            record.fields.entry(name.to_owned()).or_default().take(write(page, value), &replaces);
        }
        record
    }

    #[test]
    fn a_record_comes_back_as_it_was_and_names_each_page_once() {
        let record = record();
        assert_eq!(record.fields["description"].standing().len(), 2, "two versions are among what is kept");
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
        assert_eq!(text.matches(&EntryHash([3; 32]).to_string()).count(), 1, "{text}");
    }

    #[test]
    fn a_record_kept_in_the_first_form_is_read_as_before() {
        let record = record();
        let first = json!({ "id": record.id, "fields": record.fields });
        assert_eq!(serde_json::from_value::<Record>(first).unwrap(), record);
    }

    #[test]
    fn a_value_of_a_page_that_is_not_listed_is_damage() {
        let text = json!({ "id": record().id, "pages": [], "values": { "kind": [[0, "drug_litter"]] } });
        assert!(serde_json::from_value::<Record>(text).is_err());
    }
}

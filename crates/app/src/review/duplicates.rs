//! Findings that may have been recorded twice: the same registration mark within four weeks, or the same kind within 25
//! metres on one day. The later of two is flagged and names the earlier.

use crate::App;
use crate::contract::CallError;
use book::RecordId;
use chrono::{Days, NaiveDate};
use domain::catalogue::FieldType;
use domain::place::Position;
use domain::vrm;
use record::Record;
use std::collections::HashMap;
use store::{Filter, Found};

/// Findings of one kind in one day, or with one mark, that are compared.
const MOST: u32 = 200;
/// Closer than this it may be the same.
const NEAR_M: f64 = 25.0;
/// A mark seen again within this time may be the same vehicle, recorded again.
const MARK_DAYS: u64 = 28;

/// What was compared with so far: the findings of a day are read once, however many are compared with them.
#[derive(Default)]
pub(crate) struct Compared {
    days: HashMap<(String, NaiveDate), Vec<Beside>>,
}

struct Beside {
    id: RecordId,
    at: (i64, i64),
    page: String,
    position: Position,
}

impl App {
    /// The earlier finding that this one may be a duplicate of, and its page: "W05 p. 218".
    pub(crate) fn duplicate_of(
        &self,
        found: &Found,
        record: &Record,
        compared: &mut Compared,
    ) -> Result<Option<(RecordId, String)>, CallError> {
        // What names its original already needs no flag.
        if !found.counts() {
            return Ok(None);
        }
        let day = record::local_date(found.occurred);
        if let Some(mark) = self.mark_of(record) {
            return self.same_mark(found, &mark, day);
        }
        let Some(position) = good_position(record) else { return Ok(None) };
        let key = (found.kind.clone(), day);
        if !compared.days.contains_key(&key) {
            compared.days.insert(key.clone(), self.beside(&found.kind, day)?);
        }
        let beside = compared.days.get(&key).into_iter().flatten();
        let near = |other: &&Beside| other.at < found.cursor && other.position.metres_to(&position) <= NEAR_M;
        // What it may repeat is the first record of it, not the last repetition.
        let first = beside.filter(near).min_by_key(|other| other.at);
        Ok(first.map(|other| (other.id, other.page.clone())))
    }

    fn beside(&self, kind: &str, day: NaiveDate) -> Result<Vec<Beside>, CallError> {
        let of_day = Filter { kind: Some(kind.into()), from: Some(day), to: Some(day), ..Filter::default() };
        let mut beside = Vec::new();
        for other in self.store.find(&of_day, MOST)?.into_iter().filter(Found::counts) {
            let record = self.store.record(other.id)?;
            if let Some(position) = record.as_ref().and_then(good_position) {
                beside.push(Beside { id: other.id, at: other.cursor, page: page_of(&other), position });
            }
        }
        Ok(beside)
    }

    fn same_mark(&self, found: &Found, mark: &str, day: NaiveDate) -> Result<Option<(RecordId, String)>, CallError> {
        let mut first: Option<Found> = None;
        // A mark is found as it was typed: with its space or without.
        for typed in [mark.to_owned(), vrm::display(mark)] {
            let filter = Filter {
                kind: Some(found.kind.clone()),
                search: Some(typed),
                from: day.checked_sub_days(Days::new(MARK_DAYS)),
                to: Some(day),
                ..Filter::default()
            };
            for other in self.store.find(&filter, MOST)? {
                let earlier = other.cursor < found.cursor && other.counts();
                if earlier && first.as_ref().is_none_or(|first| other.cursor < first.cursor) {
                    let record = self.store.record(other.id)?;
                    if record.and_then(|record| self.mark_of(&record)).as_deref() == Some(mark) {
                        first = Some(other);
                    }
                }
            }
        }
        Ok(first.map(|first| (first.id, page_of(&first))))
    }

    /// The registration mark, in the form to compare by.
    fn mark_of(&self, record: &Record) -> Option<String> {
        let kind = self.store.catalogue().kind(record.kind()?)?;
        let mut marks = kind.fields.iter().filter(|field| field.field_type == FieldType::Vrm);
        let mark = marks.find_map(|field| record.text(&field.id)).map(vrm::normalise);
        mark.filter(|mark| !mark.is_empty())
    }
}

fn page_of(found: &Found) -> String {
    format!("{} p. {}", found.book_code, found.page)
}

/// Its position, if that is good enough to compare.
fn good_position(record: &Record) -> Option<Position> {
    let place = record.value(record::PLACE).and_then(crate::recording::read_place)?;
    place.position().filter(|_| !place.is_rough())
}

//! Findings that may have been recorded twice: the same registration mark within four weeks, or the same kind within 25
//! metres on one day. The later of two is flagged and names the earlier.

use crate::App;
use crate::contract::CallError;
use book::RecordId;
use chrono::{Days, NaiveDate};
use domain::place::{Position, ROUGH_M};
use std::collections::HashMap;
use store::{Filter, Found};

/// Findings of one kind in one day that are compared.
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
        compared: &mut Compared,
    ) -> Result<Option<(RecordId, String)>, CallError> {
        // What names its original already needs no flag.
        if !found.counts() {
            return Ok(None);
        }
        let day = record::local_date(found.occurred);
        if let Some(mark) = &found.mark {
            return self.same_mark(found, mark, day);
        }
        let Some(position) = good_position(found) else { return Ok(None) };
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
        let others = self.store.find(&of_day, MOST)?.into_iter().filter(Found::counts);
        let beside = others.filter_map(|other| {
            let position = good_position(&other)?;
            Some(Beside { id: other.id, at: other.cursor, page: page_of(&other), position })
        });
        Ok(beside.collect())
    }

    fn same_mark(&self, found: &Found, mark: &str, day: NaiveDate) -> Result<Option<(RecordId, String)>, CallError> {
        let alike = self.with_mark(&found.kind, mark, day.checked_sub_days(Days::new(MARK_DAYS)), day)?;
        let earlier = alike.into_iter().filter(|other| other.cursor < found.cursor);
        let first = earlier.filter(Found::counts).min_by_key(|other| other.cursor);
        Ok(first.map(|first| (first.id, page_of(&first))))
    }
}

fn page_of(found: &Found) -> String {
    format!("{} p. {}", found.book_code, found.page)
}

/// Its position, if that is good enough to compare.
fn good_position(found: &Found) -> Option<Position> {
    found.position.filter(|position| position.accuracy_m <= ROUGH_M)
}

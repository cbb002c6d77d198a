//! Findings that may have been recorded twice: the same registration mark within four weeks, or the same kind within 25
//! metres on one day. The later of two is flagged and names the earlier.

use crate::App;
use crate::contract::CallError;
use book::RecordId;
use chrono::{Days, NaiveDate};
use domain::place::{Position, ROUGH_M};
use std::collections::HashMap;
use store::{Beside, UnderReview};

/// Findings of one kind in one day that are compared.
const MOST: u32 = 200;
/// Closer than this it may be the same.
const NEAR_M: f64 = 25.0;
/// A mark seen again within this time may be the same vehicle, recorded again.
const MARK_DAYS: u64 = 28;

/// What was compared with so far: the findings of a day are read once, however many are compared with them.
#[derive(Default)]
pub(crate) struct Compared {
    days: HashMap<NaiveDate, HashMap<String, Vec<(Beside, Position)>>>,
}

impl App {
    /// The earlier finding that this one may be a duplicate of, and its page: "W05 p. 218".
    pub(crate) fn duplicate_of(
        &self,
        found: &UnderReview,
        compared: &mut Compared,
    ) -> Result<Option<(RecordId, String)>, CallError> {
        // What names its original already needs no flag.
        if !found.counts {
            return Ok(None);
        }
        let day = record::local_date(found.cursor.0);
        if let Some(mark) = &found.mark {
            let since = day.checked_sub_days(Days::new(MARK_DAYS));
            let first = self.store.first_with_mark(&found.kind, mark, since, found.cursor)?;
            return Ok(first.map(|first| (first.id, page_of(&first))));
        }
        let Some(position) = good(found.position) else { return Ok(None) };
        let kinds = compared.days.entry(day).or_default();
        if !kinds.contains_key(&found.kind) {
            let others = self.store.of_a_day(&found.kind, day, MOST)?.into_iter();
            kinds.insert(found.kind.clone(), others.filter_map(|one| good(one.position).map(|at| (one, at))).collect());
        }
        let near = |(other, at): &&(Beside, Position)| {
            // How far north it is costs next to nothing, and of a town's findings it leaves few.
            let north = (at.lat - position.lat).abs() * Position::DEGREE_M;
            other.cursor < found.cursor && north <= NEAR_M && at.metres_to(&position) <= NEAR_M
        };
        // What it may repeat is the first record of it, not the last repetition.
        let beside = kinds.get(&found.kind).into_iter().flatten();
        let first = beside.filter(near).min_by_key(|(other, _)| other.cursor);
        Ok(first.map(|(other, _)| (other.id, page_of(other))))
    }
}

fn page_of(finding: &Beside) -> String {
    format!("{} p. {}", finding.book_code, finding.page)
}

/// A position, if it is good enough to compare.
fn good(position: Option<Position>) -> Option<Position> {
    position.filter(|position| position.accuracy_m <= ROUGH_M)
}

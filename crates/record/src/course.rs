//! Where the matter of a record stands. A step is one value that only makes sense as a whole: which, to where, how it
//! ended and why. So two people who took different steps without knowing of each other wrote two versions of one field, and
//! two who took the same one agree, wherever each of them came from.

use crate::fields::{BROUGHT_IN, DUPLICATE_OF, KIND, REVIEW, STATE};
use crate::state::Record;
use book::{Clock, EntryHash, Header};
use chrono::{DateTime, Utc};
use domain::catalogue::{self, FormAnswer, Kind, Reading, Standing, State, Stay};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A step that was taken. Who and when are those of its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// The step, by its id in the catalogue.
    pub step: String,
    /// The state that it led to.
    pub to: String,
    /// How the matter ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// That its matter came into a state: the clock and wall time of that page, and the state ("" is where it began), unless the law
/// took it. What a time limit goes by is all of them, so a record keeps them also when another step has come after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Came(Clock, i64, Option<String>);

/// A state that was left again so soon, milliseconds, for the one before was taken back, and never was.
const TAKEN_BACK: i64 = 13_000;

impl Came {
    pub(crate) fn read(header: &Header, value: Option<&Value>) -> Self {
        let to = value.map(|value| value.get("to").and_then(Value::as_str).unwrap_or_default().to_owned());
        Self(header.clock, header.wall, to)
    }
}

impl Record {
    /// Takes a step. Once it is known to be erased it stays so, whichever form of its page comes later.
    pub(crate) fn came(&mut self, page: EntryHash, came: Came) {
        let held = self.course.entry(page).or_insert_with(|| came.clone());
        if came.2.is_none() {
            held.2 = None;
        }
    }

    /// The states that its matter was in, oldest first; the last is where it stands. Nothing of a matter that cannot be read.
    pub fn stays(&self, kind: &Kind) -> Vec<Stay> {
        let (Some(now), Some(first)) = (self.state_of(kind), self.shown(KIND)) else { return Vec::new() };
        let at = |wall| DateTime::<Utc>::from_timestamp_millis(wall).unwrap_or_default();
        let mut came: Vec<(&str, i64)> = Vec::new();
        came.extend(kind.first_state(false).map(|state| (state.id.as_str(), first.wall)));
        let last = self.shown(STATE).filter(|write| !write.value.is_null());
        let mut steps: Vec<_> = self.course.iter().collect();
        steps.sort_by_key(|(page, came)| (last.is_some_and(|write| write.entry == **page), came.0, **page));
        let approved = self.review().filter(|review| review.outcome == "approved").and(self.shown(REVIEW));
        let approved = approved.filter(|write| steps.first().is_none_or(|(_, step)| write.clock < step.0));
        let accepted = kind.first_state(true).zip(approved).map(|(state, write)| (state.id.as_str(), write.wall));
        came.extend(accepted);
        let began = came.last().map_or("", |(state, _)| state);
        for (_, step) in steps {
            let Some(to) = &step.2 else { continue };
            let to = if to.is_empty() { began } else { to };
            match came.as_slice() {
                [.., (before, _), (_, left)] if *before == to && step.1 - left <= TAKEN_BACK => drop(came.pop()),
                _ => came.push((to, step.1)),
            }
        }
        if came.last().is_none_or(|(state, _)| *state != now.id) {
            came.push((&now.id, last.unwrap_or(first).wall));
        }
        // A tablet's clock may have been set back between two pages.
        let mut since = DateTime::<Utc>::MIN_UTC;
        let stay = |(state, wall): (&str, i64)| {
            since = since.max(at(wall));
            Stay { state: state.to_owned(), since }
        };
        came.into_iter().map(stay).collect()
    }

    /// How each time limit of its matter stands. Nothing is due of what was recorded by mistake, is the same as another, or was
    /// brought in from before.
    pub fn readings<'a>(&self, kind: &'a Kind, answer: &FormAnswer) -> Vec<(&'a catalogue::Clock, Reading)> {
        if self.withdrawn().is_some() || self.is_duplicate() || self.value(BROUGHT_IN).is_some() {
            return Vec::new();
        }
        kind.readings(&self.stays(kind), answer)
    }

    /// Whether it is the same as another finding, and so is not counted.
    pub fn is_duplicate(&self) -> bool {
        self.text(DUPLICATE_OF).is_some() || self.is_erased(DUPLICATE_OF)
    }

    /// The last step that was taken.
    pub fn stood(&self) -> Option<Stood> {
        serde_json::from_value(self.value(STATE)?.clone()).ok()
    }

    /// Whether the law took what became of it: from a gap nothing follows.
    pub fn matter_is_erased(&self) -> bool {
        self.is_gone() || self.is_erased(STATE)
    }

    /// Whether two steps of its matter stand side by side.
    pub fn has_two_outcomes(&self, kind: &Kind) -> bool {
        self.two_versions(Some(kind)).contains(&STATE)
    }

    /// What its matter means to whoever looks for work: what ended in two ways has not ended.
    pub fn standing(&self, kind: &Kind) -> Option<Standing> {
        let standing = self.state_of(kind)?.is.standing();
        Some(if self.has_two_outcomes(kind) { Standing::Open } else { standing })
    }

    /// The state of its matter; none if nothing follows from its kind, it was erased by law, or it is a state that this
    /// catalogue does not know.
    pub fn state_of<'a>(&self, kind: &'a Kind) -> Option<&'a State> {
        if self.matter_is_erased() {
            return None;
        }
        match self.stood() {
            Some(stood) => kind.state(&stood.to),
            None => kind.first_state(self.review().is_some_and(|review| review.outcome == "approved")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::{BookId, GrantId, RecordId, StandingWrite};
    use domain::catalogue::Catalogue;
    use serde_json::json;

    /// A write of a field by the page of that number, a minute after the page before.
    fn write(record: &mut Record, page: u8, field: &str, value: &Value, replaces: &[u8]) {
        let hash = |page: u8| EntryHash([page; 32]);
        let erased = value == "erased";
        let write = StandingWrite {
            entry: hash(page),
            book: BookId([0; 32]),
            number: page.into(),
            clock: Clock(page.into()),
            wall: i64::from(page) * 60_000,
            author: GrantId([0; 32]),
            value: if erased { Value::Null } else { value.clone() },
            erased,
        };
        if field == STATE {
            let to = (!erased).then(|| value.get("to").and_then(Value::as_str).unwrap_or_default().to_owned());
            record.came(write.entry, Came(write.clock, write.wall, to));
        }
        let replaces: Vec<_> = replaces.iter().map(|page| hash(*page)).collect();
        record.fields.entry(field.to_owned()).or_default().take(write, &replaces);
    }

    #[test]
    fn a_step_that_was_taken_back_at_once_never_was() {
        let catalogue = Catalogue::built_in().unwrap();
        let kind = catalogue.kind("abandoned_vehicle").unwrap();
        let stays = |walls: [i64; 5]| -> Vec<_> {
            let mut record = Record::new(RecordId(uuid::Uuid::nil()));
            write(&mut record, 1, KIND, &json!("abandoned_vehicle"), &[]);
            for (page, to) in (2..).zip(["assessed", "", "assessed", "notice_served", "assessed"]) {
                let value = if to.is_empty() { Value::Null } else { json!({ "step": "s", "to": to }) };
                write(&mut record, page, STATE, &value, &[page - 1]);
                let came = Came(Clock(page.into()), walls[usize::from(page) - 2], Some(to.to_owned()));
                record.course.insert(EntryHash([page; 32]), came);
            }
            record.stays(kind).into_iter().map(|stay| stay.state).collect()
        };
        assert_eq!(stays([100_000, 110_000, 200_000, 300_000, 313_000]), ["recorded", "assessed"]);
        let both = ["recorded", "assessed", "recorded", "assessed", "notice_served", "assessed"];
        assert_eq!(stays([100_000, 200_000, 300_000, 400_000, 500_000]), both, "that was no taking back");
    }

    /// The states and the minutes at which a vehicle came into them, its pages taken in this order.
    fn stays(order: &[usize], gone: Option<u8>) -> Vec<(String, i64)> {
        let step = |to: &str| json!({ "step": "s", "to": to });
        let pages = [
            (1, "kind", json!("abandoned_vehicle"), 0),
            (2, "review", json!({ "outcome": "approved", "seen": "" }), 0),
            (3, STATE, step("assessed"), 0),
            (4, STATE, step("watched"), 3),
            (5, STATE, step("assessed"), 4),
        ];
        let mut record = Record::new(RecordId(uuid::Uuid::nil()));
        for at in order {
            let (page, field, value, replaces) = &pages[*at];
            if gone == Some(*page) {
                write(&mut record, *page, field, &json!("erased"), &[*replaces]);
            }
            write(&mut record, *page, field, value, &[*replaces]);
        }
        let kept: Record = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
        assert_eq!(kept, record, "it is kept as it is");
        let catalogue = Catalogue::built_in().unwrap();
        let stays = record.stays(catalogue.kind("abandoned_vehicle").unwrap()).into_iter();
        stays.map(|stay| (stay.state, stay.since.timestamp() / 60)).collect()
    }

    #[test]
    fn every_state_that_it_was_in_is_known_in_whichever_order_its_pages_come() {
        let all = [("recorded", 1), ("accepted", 2), ("assessed", 3), ("watched", 4), ("assessed", 5)];
        let all = all.map(|(state, since)| (state.to_owned(), since));
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 4, 2, 1], [2, 4, 1, 0, 3]] {
            assert_eq!(stays(&order, None), all, "{order:?}");
        }
        let twice = [0, 1, 2, 3, 4, 3, 2, 1, 0];
        assert_eq!(stays(&twice, None), all);
    }

    #[test]
    fn a_step_that_the_law_took_is_no_stay_and_does_not_come_back() {
        let without: Vec<_> = stays(&[0, 1, 2, 3, 4, 3], Some(4)).into_iter().map(|(state, _)| state).collect();
        assert_eq!(without, ["recorded", "accepted", "assessed", "assessed"]);
    }
}

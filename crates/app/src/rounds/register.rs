//! A round as its register has it: which places in which order, and on which days until when.

use crate::App;
use crate::contract::CallError;
use crate::rounds::{KIND_OF_ROUND, is_at};
use crate::words::local;
use book::RecordId;
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use record::Record;
use serde_json::Value;
use store::Filter;

/// Rounds that are looked at.
const MOST: u32 = 200;

/// One round.
pub(crate) struct Round {
    pub(crate) id: RecordId,
    pub(crate) name: String,
    /// Its hotspots, also those that are not looked at any more.
    pub(crate) places: Vec<RecordId>,
    /// By what time it is walked.
    pub(crate) by: Option<NaiveTime>,
    /// Whose it is; none: anybody's.
    pub(crate) walked_by: Option<String>,
    /// Whether it is walked at all.
    pub(crate) active: bool,
    days: Vec<Weekday>,
    pub(crate) since: NaiveDate,
}

impl Round {
    fn read(record: &Record, since: i64) -> Self {
        let all = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        let chosen = texts(record.value("on_days"));
        let on = |day: &Weekday| match record.text("days") {
            Some("every_day") => true,
            Some("weekdays") => !matches!(day, Weekday::Sat | Weekday::Sun),
            _ => chosen.contains(&day.to_string().to_lowercase().as_str()),
        };
        Self {
            id: record.id,
            name: record.text("name").unwrap_or_default().to_owned(),
            places: ids(record.value("places")),
            by: record.text("by_time").and_then(|time| NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()),
            walked_by: record.text("walked_by").map(str::to_owned),
            active: is_active(record) && record.withdrawn().is_none(),
            days: all.into_iter().filter(on).collect(),
            since: local(since).date_naive(),
        }
    }

    /// Whether it is to be walked on a day.
    pub(crate) fn is_due(&self, day: NaiveDate) -> bool {
        self.active && self.since <= day && self.days.contains(&day.weekday())
    }

    /// "before 12:00".
    pub(crate) fn before(&self) -> Option<String> {
        self.by.map(|by| format!("before {}", by.format("%H:%M")))
    }
}

impl App {
    /// Every round that is kept, by name.
    pub(crate) fn rounds_kept(&self) -> Result<Vec<Round>, CallError> {
        let filter = Filter { kind: Some(KIND_OF_ROUND.into()), ..Filter::default() };
        let mut rounds = Vec::new();
        for found in self.store.find(&filter, MOST)? {
            rounds.extend(self.store.record(found.id)?.map(|record| Round::read(&record, found.occurred)));
        }
        rounds.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(rounds)
    }

    /// One round by its id.
    pub(crate) fn round_kept(&self, id: RecordId) -> Result<Option<Round>, CallError> {
        let found = self.store.found(id)?.filter(|found| found.kind == KIND_OF_ROUND);
        let Some(found) = found else { return Ok(None) };
        Ok(self.store.record(id)?.map(|record| Round::read(&record, found.occurred)))
    }

    /// Its places that are looked at on a day.
    pub(crate) fn places_to_check(&self, round: &Round, day: NaiveDate) -> Result<Vec<RecordId>, CallError> {
        let mut places = Vec::new();
        for id in &round.places {
            if self.hotspot(*id)?.is_some_and(|hotspot| is_at(&hotspot, day)) {
                places.push(*id);
            }
        }
        Ok(places)
    }
}

/// Whether the register says that it goes on. Where it says nothing, it does.
pub(crate) fn is_active(record: &Record) -> bool {
    record.text(record::STATUS).is_none_or(|status| status == "active")
}

/// The ids of a list, each once.
pub(crate) fn ids(value: Option<&Value>) -> Vec<RecordId> {
    let mut ids = Vec::new();
    for id in texts(value).into_iter().filter_map(RecordId::parse) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

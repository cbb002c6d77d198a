//! Which day's call it is, and what it covers: everything since the last one that was held. A weekend or a bank holiday has no
//! call, so the next working day's covers it.

use super::hold::{self, HELD};
use super::{CALL, CALL_DATE, ENDED_AT};
use crate::App;
use crate::contract::CallError;
use crate::words::local;
use book::RecordId;
use chrono::{DateTime, Datelike as _, NaiveDate};
use domain::working_day::{begin_of, is_working_day};
use record::Record;
use std::collections::BTreeMap;
use store::{Filter, StoreError};
use uuid::Uuid;

/// When the call begins, and until when an issue comes to that day's: milliseconds after midnight. Clocks change on Sundays.
const BEGINS_MS: i64 = (9 * 60 + 15) * 60_000;
const READY_MS: i64 = (8 * 60 + 45) * 60_000;
/// Calls that are looked at, the last first.
const LOOKED_AT: u32 = 10;

/// The call of a day.
pub(super) struct Call {
    pub(super) day: NaiveDate,
    pub(super) id: RecordId,
    /// Its record, if it was begun.
    pub(super) record: Option<Record>,
    /// The last one before it that was held.
    pub(super) last: Option<Held>,
    /// All that are looked at, the last first.
    pub(super) calls: Vec<Record>,
}

/// A call that was held.
pub(super) struct Held {
    pub(super) day: NaiveDate,
    /// When it ended, milliseconds since 1970.
    pub(super) ended: i64,
    /// How far each book was held then.
    pub(super) books: BTreeMap<String, u64>,
}

impl Call {
    /// When it is to begin.
    pub(super) fn begins(&self) -> i64 {
        begins(self.day)
    }

    /// Since when it covers; before the first call, since that of the working day before would have begun.
    pub(super) fn since(&self) -> i64 {
        let before = || begins(working_day(self.day.pred_opt().unwrap_or(self.day), NaiveDate::pred_opt));
        self.last.as_ref().map_or_else(before, |last| last.ended)
    }

    /// Whether it was begun and has not ended.
    pub(super) fn under_way(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.value(ENDED_AT).is_none())
    }
}

impl App {
    /// Today's call, or that of the next working day.
    pub(super) fn call_of_today(&self) -> Result<Call, CallError> {
        let day = working_day(local(self.now()).date_naive(), NaiveDate::succ_opt);
        let scope = self.store.enrolment()?.ok_or(StoreError::NoBook)?.scope;
        let id = id_of(scope.0, day);
        let mut calls = Vec::new();
        for found in self.store.find(&Filter { kind: Some(CALL.into()), ..Filter::default() }, LOOKED_AT)? {
            calls.extend(self.store.record(found.id)?.filter(|_| found.counts()));
        }
        let record = calls.iter().find(|call| call.id == id).cloned();
        let last = calls.iter().filter_map(held_before(day)).max_by_key(|held| held.ended);
        Ok(Call { day, id, record, last, calls })
    }
}

/// The record of a day's call: the same on every tablet of the team, so that what a leader and a deputy write of one call, each
/// without signal, is one record.
fn id_of(team: Uuid, day: NaiveDate) -> RecordId {
    let day = u128::try_from(day.num_days_from_ce()).unwrap_or_default();
    RecordId(Uuid::from_u128(team.as_u128() ^ day))
}

/// A call as one that was held before a day.
fn held_before(day: NaiveDate) -> impl Fn(&Record) -> Option<Held> {
    move |call| {
        let held = day_of(call).filter(|held| *held < day)?;
        Some(Held { day: held, ended: moment(call, ENDED_AT)?, books: hold::books_of(call.value(HELD)) })
    }
}

/// The day that a call, or an issue, says it is for.
pub(super) fn day_of(record: &Record) -> Option<NaiveDate> {
    record.text(CALL_DATE)?.parse().ok()
}

/// To which day's call an issue comes of which nobody said that.
pub(super) fn day_for(raised: i64) -> NaiveDate {
    let day = local(raised).date_naive();
    let in_time = raised <= begin_of(day).timestamp_millis() + READY_MS;
    working_day(if in_time { day } else { day.succ_opt().unwrap_or(day) }, NaiveDate::succ_opt)
}

/// The first working day from one on, in a direction.
pub(super) fn working_day(from: NaiveDate, step: fn(&NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
    let days = std::iter::successors(Some(from), step);
    days.take(30).find(|day| is_working_day(*day)).unwrap_or(from)
}

/// An answer that is a moment, milliseconds since 1970.
pub(super) fn moment(record: &Record, field: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(record.text(field)?).ok().map(|at| at.timestamp_millis())
}

fn begins(day: NaiveDate) -> i64 {
    begin_of(day).timestamp_millis() + BEGINS_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> i64 {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        local.and_local_timezone(domain::catalogue::ZONE).earliest().unwrap().timestamp_millis()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn call(day: NaiveDate) -> Call {
        Call { day, id: RecordId(Uuid::nil()), record: None, last: None, calls: Vec::new() }
    }

    #[test]
    fn an_issue_comes_to_the_call_for_which_it_is_in_time() {
        assert_eq!(day_for(millis("2025-03-18 08:45")), day("2025-03-18"));
        assert_eq!(day_for(millis("2025-03-18 08:46")), day("2025-03-19"));
        assert_eq!(day_for(millis("2025-03-21 12:00")), day("2025-03-24"), "over the weekend");
        assert_eq!(day_for(millis("2025-04-17 12:00")), day("2025-04-22"), "over Easter");
    }

    #[test]
    fn the_first_call_covers_the_working_day_before_it() {
        assert_eq!(call(day("2025-03-18")).since(), millis("2025-03-17 09:15"));
        assert_eq!(call(day("2025-03-24")).since(), millis("2025-03-21 09:15"), "Monday covers the weekend");
        assert_eq!(call(day("2025-04-22")).since(), millis("2025-04-17 09:15"), "and Tuesday covers Easter");
        assert_eq!(call(day("2025-06-17")).begins(), millis("2025-06-17 09:15"), "in summer time too");
    }

    #[test]
    fn a_call_has_one_id_in_a_team_and_another_on_another_day() {
        let team = Uuid::from_u128(7);
        assert_eq!(id_of(team, day("2025-03-18")), id_of(team, day("2025-03-18")));
        assert_ne!(id_of(team, day("2025-03-18")), id_of(team, day("2025-03-19")));
        assert_ne!(id_of(team, day("2025-03-18")), id_of(Uuid::from_u128(8 << 64), day("2025-03-18")));
    }
}

//! How long what follows a finding may take: time limits as data, and when each is due.
//!
//! A limit runs while a matter is in some states, stands still in others, and is met when the matter leaves them all or a
//! question is answered. What is due follows from when the matter came into each state and from the answers alone; only
//! whether it has run out needs to know what time it is.
//!
//! **Days are counted at their end**, or at the time of the day that the limit names. A day counts if the limit runs at its midnight in London: so a pause from one noon to
//! the next takes one day, a pause within a day takes none, and one over a weekend takes no working day from a limit that was
//! not counting those days. What is due on a day is due until its midnight, also where the clocks of the country change.
//! **Working hours** are the office's hours of working days: outside them nothing is counted.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::answer::FormAnswer;
use super::course::CommonState;
use super::definition::{FieldType, Kind};
use super::figure::{Days, rows_of_days};
use super::value::ZONE;
use crate::working_day::{begin_of, is_working_day};

/// On whose word a limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The law's.
    Statute,
    /// A code of practice's.
    Code,
    /// The council's own.
    Local,
    /// Patrolbook's, until the council sets its own.
    Default,
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Its name for ever.
    pub id: String,
    /// What is due, as an order: "Look at it for the first time".
    pub label: String,
    /// It takes so many hours.
    #[serde(default)]
    pub hours: Option<u32>,
    /// It takes so many days.
    #[serde(default)]
    pub days: Option<u32>,
    /// It takes so many working days.
    #[serde(default)]
    pub working_days: Option<u32>,
    /// It takes so many hours in which the office is open.
    #[serde(default)]
    pub working_hours: Option<u32>,
    /// When the office is open; unless said, as `common.toml` has it.
    #[serde(default)]
    pub office: Option<OfficeHours>,
    /// The day on which it starts is the first that counts; unless said, that is the day after.
    #[serde(default)]
    pub first_day: bool,
    /// Counted back: it is due so many days before the day of its question.
    #[serde(default)]
    pub before: bool,
    /// With days: until this time of the day on which it is due, "18:00" in London; unless said, until its end.
    #[serde(default)]
    pub at: Option<String>,
    /// The question whose answer starts it; none: coming into one of its states does.
    #[serde(default)]
    pub from: Option<String>,
    /// The states in which it runs.
    #[serde(default)]
    pub runs: Vec<String>,
    /// And all those that are one of these.
    #[serde(default)]
    pub is: Vec<CommonState>,
    /// The states in which it stands still.
    #[serde(default)]
    pub pauses: Vec<String>,
    /// The question whose rows, from one date until another, say when it stood still too: those days do not count.
    #[serde(default)]
    pub without: Option<String>,
    /// The question whose answer meets it, beside leaving its states.
    #[serde(default)]
    pub until: Option<String>,
    /// CEL: there is such a limit only while this is true.
    #[serde(default)]
    pub when: Option<String>,
    /// Only a team leader can do what is due.
    #[serde(default)]
    pub leader: bool,
    /// On whose word it stands.
    pub rule: Authority,
    /// Where that is written.
    pub source: String,
}

/// When people are at the office on a working day, in London.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// From this time, "09:00".
    pub from: String,
    /// Until this one.
    pub until: String,
}

/// Since when a matter was in a state; it was there until the next began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// The state.
    pub state: String,
    /// When it came there.
    pub since: DateTime<Utc>,
}

/// How a limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It runs, until this moment: from then on it has run out.
    Due(DateTime<Utc>),
    /// It stands still since then.
    Paused(DateTime<Utc>),
    /// What was due was done.
    Met {
        /// When.
        at: DateTime<Utc>,
        /// Whether that was after it had run out.
        late: bool,
    },
}

impl Reading {
    /// Whether it has run out.
    pub fn has_run_out(self, now: DateTime<Utc>) -> bool {
        matches!(self, Self::Due(due) if due <= now)
    }
}

/// A stretch of time in which a limit runs: from, and up to when.
type Stretch = (DateTime<Utc>, DateTime<Utc>);

impl Kind {
    /// The limit with this id.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }

    /// How each limit stands that has begun, for a matter that was in these states, oldest first, and has these answers.
    pub fn readings(&self, stays: &[Stay], answer: &FormAnswer) -> Vec<(&Clock, Reading)> {
        let there = self.clocks.iter().filter(|clock| answer.clocks.contains(&clock.id));
        there.filter_map(|clock| Some((clock, self.reading(clock, stays, answer)?))).collect()
    }

    fn reading(&self, clock: &Clock, stays: &[Stay], answer: &FormAnswer) -> Option<Reading> {
        let pauses = |stay: &Stay| clock.pauses.contains(&stay.state);
        let runs = |stay: &Stay| {
            let named = clock.runs.contains(&stay.state);
            named || !pauses(stay) && self.state(&stay.state).is_some_and(|state| clock.is.contains(&state.is))
        };
        // The last time that the matter was in its states without a break. It begins where it runs: in a pause nothing starts.
        let end = stays.iter().rposition(|stay| runs(stay) || pauses(stay))? + 1;
        let reached = stays.get(..end)?;
        let before = reached.iter().rposition(|stay| !runs(stay) && !pauses(stay)).map_or(0, |at| at + 1);
        let begin = before + stays.get(before..end)?.iter().position(runs)?;
        let (spell, left) = (stays.get(begin..end)?, stays.get(end));
        let again = stays.get(..begin)?.iter().any(runs);
        let entered = spell.first()?.since;
        let start = match &clock.from {
            None => entered,
            // What began anew goes on from there, whatever was answered before.
            Some(question) if again && !clock.before => self.moment(question, answer)?.max(entered),
            Some(question) => self.moment(question, answer)?,
        };
        let held_up = clock.without.as_deref().map(|rows| rows_of_days(answer, rows)).unwrap_or_default();
        let stretches: Vec<Stretch> = (spell.iter().enumerate().filter(|(_, stay)| runs(stay)))
            .map(|(at, stay)| {
                let from = if at == 0 { start } else { stay.since.max(start) };
                (from, spell.get(at + 1).map_or(DateTime::<Utc>::MAX_UTC, |next| next.since))
            })
            .filter(|(from, to)| from < to)
            .collect();
        let due = if clock.before { clock.due_before(start) } else { clock.due(start, &stretches, &held_up) };
        let late = |at| due.is_some_and(|due| at >= due);
        let answered = clock.until.as_ref().and_then(|question| self.moment(question, answer));
        let met = match (answered.filter(|at| !again || *at >= start), left) {
            (Some(answered), Some(left)) => Some(answered.min(left.since)),
            (answered, left) => answered.or(left.map(|left| left.since)),
        };
        // Where it stands still by a row that has no end, it does since that row began.
        let open = held_up.iter().filter(|(_, until)| until.is_none()).map(|(from, _)| begin_of(*from)).min();
        Some(match (met, due, spell.last()) {
            (Some(at), ..) => Reading::Met { at, late: late(at) },
            (None, Some(due), _) => Reading::Due(due),
            (None, None, Some(last)) if pauses(last) => Reading::Paused(last.since),
            (None, None, last) => Reading::Paused(open.or(last.map(|last| last.since))?),
        })
    }

    /// The moment that a question was answered with; of a date its beginning. What is no time was answered from the start.
    fn moment(&self, question: &str, answer: &FormAnswer) -> Option<DateTime<Utc>> {
        let judged = answer.fields.iter().find(|judged| judged.id == question && judged.shown)?;
        let text = match &judged.value {
            Value::Null => return None,
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => text.trim(),
            _ => "",
        };
        let moment = match self.field(question)?.field_type {
            FieldType::Date => text.parse().ok().map(begin_of),
            FieldType::Datetime => DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()),
            _ => return Some(DateTime::<Utc>::MIN_UTC),
        };
        // Calendars end; nothing that wardens date comes near that.
        moment.filter(|at| (1900..=9999).contains(&at.year()))
    }
}

impl Clock {
    /// When it is due that is due so long before then.
    fn due_before(&self, day: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = day.with_timezone(&ZONE).date_naive();
        let (many, only_working) = self.length_in_days();
        let back = std::iter::successors(Some(day), |day| day.pred_opt()).skip(1);
        let mut counted = back.filter(|day| !only_working || is_working_day(*day));
        self.end_of(match many.checked_sub(1) {
            None => day,
            Some(nth) => counted.nth(nth as usize)?,
        })
    }

    /// How many days, and whether only working days count.
    fn length_in_days(&self) -> (u32, bool) {
        match (self.days, self.working_days) {
            (_, Some(days)) => (days, true),
            (days, None) => (days.unwrap_or_default(), false),
        }
    }

    /// When it is due that started then, runs in these stretches, and stood still on these days; none if it stands still before
    /// that.
    fn due(&self, start: DateTime<Utc>, stretches: &[Stretch], held_up: &[Days]) -> Option<DateTime<Utc>> {
        if let Some(hours) = self.hours {
            let mut left = TimeDelta::hours(hours.into());
            for (from, to) in stretches {
                if to.signed_duration_since(from) >= left {
                    return from.checked_add_signed(left);
                }
                left -= to.signed_duration_since(from);
            }
            return None;
        }
        if let Some(hours) = self.working_hours {
            return self.office.as_ref()?.after(TimeDelta::hours(hours.into()), stretches);
        }
        let (days, only_working) = self.length_in_days();
        let first = start.with_timezone(&ZONE).date_naive();
        let first = if self.first_day || days == 0 { first } else { first.succ_opt()? };
        let mut left = days.max(1);
        for (from, to) in stretches {
            for day in from_day(first.max(from.with_timezone(&ZONE).date_naive())) {
                let ends = self.end_of(day)?;
                if ends > *to {
                    break;
                }
                if held_up.iter().any(|(from, until)| *from <= day && until.is_none()) {
                    return None;
                }
                let stood = held_up.iter().any(|(from, until)| *from <= day && until.is_none_or(|until| day <= until));
                if ends <= *from || only_working && !is_working_day(day) || stood {
                    continue;
                }
                left -= 1;
                if left == 0 {
                    return Some(ends);
                }
            }
        }
        None
    }
}

impl Clock {
    /// When a day is over for this limit.
    fn end_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        match self.time() {
            Some(time) => Some(day.and_time(time).and_local_timezone(ZONE).earliest()?.to_utc()),
            None => day.succ_opt().map(begin_of),
        }
    }

    /// The time of the day until which it is due.
    pub(super) fn time(&self) -> Option<NaiveTime> {
        NaiveTime::parse_from_str(self.at.as_deref()?, "%H:%M").ok()
    }
}

impl OfficeHours {
    /// From when and until when people are at the office, if those are times of a day and the second comes after the first.
    pub(super) fn times(&self) -> Option<(NaiveTime, NaiveTime)> {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        Some((time(&self.from)?, time(&self.until)?)).filter(|(from, until)| from < until)
    }

    /// When the office was open so long in these stretches; none if it never was.
    fn after(&self, mut left: TimeDelta, stretches: &[Stretch]) -> Option<DateTime<Utc>> {
        let (opens, closes) = self.times()?;
        let at = |day: NaiveDate, time| Some(day.and_time(time).and_local_timezone(ZONE).earliest()?.to_utc());
        for (from, to) in stretches {
            for day in from_day(from.with_timezone(&ZONE).date_naive()).filter(|day| is_working_day(*day)) {
                let (opens, closes) = (at(day, opens)?, at(day, closes)?);
                if opens >= *to {
                    break;
                }
                let begins = opens.max(*from);
                let worked = closes.min(*to).signed_duration_since(begins);
                if worked <= TimeDelta::zero() {
                    continue;
                }
                if worked >= left {
                    return begins.checked_add_signed(left);
                }
                left -= worked;
            }
        }
        None
    }
}

/// That day and those after it.
fn from_day(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), |day| day.succ_opt())
}

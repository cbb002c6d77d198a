//! What is due of a finding, until when, and how long that is, in plain words.

use crate::App;
use crate::contract::{CallError, ClockView, DueView, FindingLine, RunningOut};
use crate::tasks::doers;
use crate::words::{local, plural};
use book::UserId;
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{FormAnswer, Kind, Reading};
use domain::roles::{Action, may};
use domain::working_day::{begin_of, end_of_working_day};
use record::Record;
use std::collections::BTreeSet;
use store::{Filter, Found, StateFilter};

/// How many working days ahead a warden sees what is due of their own findings.
const AHEAD: usize = 2;
/// Shown on a first page; the list has them all, counted no further than this.
const SHOWN: u32 = 4;
const COUNTED: u32 = 1000;
/// A minute and an hour, in milliseconds.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

impl App {
    /// What is due first of a finding, for the person at the tablet.
    pub(crate) fn due_of(&self, found: &Found) -> Option<DueView> {
        // Whoever reads what is restricted decides on it as well.
        let decides = found.restricted || self.leads();
        let due = if decides { found.due_to_leader.as_ref()? } else { found.due.as_ref()? };
        let what = self.store.catalogue().kind(&found.kind)?.clock(&due.clock)?.label.clone();
        let now = self.now();
        Some(DueView { what, until: until(due.at, now), left: left(due.at, now), state: state(due.at, now).into() })
    }

    /// Each time limit that runs or stands still, what is due first on top.
    pub(crate) fn clocks(&self, record: &Record, kind: &Kind, answer: &FormAnswer) -> Vec<ClockView> {
        let now = self.now();
        let mut shown: Vec<(i64, ClockView)> = Vec::new();
        for (clock, reading) in record.readings(kind, answer) {
            let (at, until, left, state) = match reading {
                Reading::Due(due) => {
                    let due = due.timestamp_millis();
                    (due, until(due, now), left(due, now), state(due, now))
                }
                Reading::Paused(since) => {
                    let since = local(since.timestamp_millis()).date_naive();
                    (i64::MAX, String::new(), format!("Paused since {}", day(since, now)), "clock_paused")
                }
                Reading::Met { .. } => continue,
            };
            let (id, what, source) = (clock.id.clone(), clock.label.clone(), clock.source.clone());
            shown.push((at, ClockView { id, what, until, left, state: state.into(), leader: clock.leader, source }));
        }
        shown.sort_by_key(|(at, _)| *at);
        shown.into_iter().map(|(_, clock)| clock).collect()
    }

    /// What the first page tells of: what a warden began, and what somebody did whom they cover for, some days ahead; for a leader
    /// the team's, on the day; of the restricted part everything, for who may read it.
    pub(crate) fn running_out(&self) -> Result<RunningOut, CallError> {
        let session = self.unlocked()?;
        let today = local(self.now()).date_naive();
        let (to, leader) = match self.leads() {
            true => (end_of(today) + 1, true),
            false => (end_of_working_day(today, AHEAD).timestamp_millis() + 1, false),
        };
        let mut filter = Filter { state: Some(StateFilter::Due { to, leader }), ..Filter::default() };
        if !leader {
            filter.user = Some(session.person.user);
            filter.or_users = self.covered_by(&session.person.name)?;
        }
        let (mut found, total) = self.store.find_and_count(&filter, SHOWN, COUNTED)?;
        let (sealed, sealed_total) = self.sealed_due(to, SHOWN, COUNTED)?;
        found.extend(sealed);
        found.sort_by_key(|found| found.cursor);
        found.truncate(SHOWN as usize);
        Ok(RunningOut {
            clocks: self.finding_lines(&found)?,
            clocks_total: total.saturating_add(sealed_total).min(COUNTED),
            also_due: self.also_due(&filter)?,
            clocks_state: if leader { "clock_soon" } else { "clock" }.into(),
        })
    }

    /// What is due of what is no finding, such as a referral or a meeting; tasks have a list of their own.
    fn also_due(&self, running_out: &Filter) -> Result<Vec<FindingLine>, CallError> {
        let state = running_out.state.map(|state| match state {
            StateFilter::Due { to, leader } => StateFilter::AlsoDue { to, leader },
            other => other,
        });
        let due = self.store.find(&Filter { state, ..running_out.clone() }, SHOWN)?;
        self.finding_lines(&due)
    }

    /// Whose findings are somebody's to see to, beside their own: theirs for whom they cover today.
    fn covered_by(&self, name: &str) -> Result<Vec<UserId>, CallError> {
        let covers = self.covers_today()?;
        if covers.is_empty() {
            return Ok(Vec::new());
        }
        let grants = self.store.grants()?.into_iter().map(|held| held.grant);
        let theirs =
            grants.filter(|grant| grant.name != name && doers(&covers, &grant.name).iter().any(|doer| doer == name));
        Ok(theirs.map(|grant| grant.user).collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// The findings of which something is due that a list asks for by this state.
    pub(crate) fn due_by(&self, state: &str) -> Option<StateFilter> {
        let now = self.now();
        let to = match state {
            "clock" => i64::MAX,
            "clock_soon" => end_of(local(now).date_naive()) + 1,
            "clock_passed" => now + 1,
            _ => return None,
        };
        Some(StateFilter::Due { to, leader: self.leads() })
    }

    /// Whether the person at the tablet does what only a leader can do.
    fn leads(&self) -> bool {
        self.unlocked().is_ok_and(|session| may(session.role, Action::DecideMatter))
    }
}

/// `clock_passed`, `clock_soon` on its last day, or `clock`.
pub(crate) fn state(due: i64, now: i64) -> &'static str {
    if due <= now {
        "clock_passed"
    } else if due <= end_of(local(now).date_naive()) {
        "clock_soon"
    } else {
        "clock"
    }
}

fn end_of(day: NaiveDate) -> i64 {
    day.succ_opt().map_or(i64::MAX - 1, |next| begin_of(next).timestamp_millis())
}

/// "By 16:00 today", "By the end of Thursday 20 March", "Was due by the end of yesterday".
pub(crate) fn until(due: i64, now: i64) -> String {
    // What is due at a midnight is due on the day before.
    let last = local(due - 1).date_naive();
    let by = if due <= now { "Was due by" } else { "By" };
    if end_of(last) == due {
        return format!("{by} the end of {}", day(last, now));
    }
    let (time, named) = (local(due).format("%H:%M"), day(last, now));
    let on = if named.contains(' ') { "on " } else { "" };
    format!("{by} {time} {on}{named}")
}

/// "40 minutes left", "9 hours left", "2 days left", "Ran out yesterday".
fn left(due: i64, now: i64) -> String {
    let days = local(due - 1).date_naive().signed_duration_since(local(now).date_naive()).num_days();
    match due - now {
        ..=0 => match -days {
            0 => "Ran out today".to_owned(),
            1 => "Ran out yesterday".to_owned(),
            ago => format!("Ran out {} ago", plural(ago.unsigned_abs(), "day", "days")),
        },
        left if left < HOUR => format!("{} left", plural((left / MINUTE).max(1).unsigned_abs(), "minute", "minutes")),
        left if days == 0 || left < 12 * HOUR => {
            format!("{} left", plural((left / HOUR).unsigned_abs(), "hour", "hours"))
        }
        _ => format!("{} left", plural(days.unsigned_abs(), "day", "days")),
    }
}

/// "today", "tomorrow", "yesterday", "Thursday 20 March", with the year if it is another.
pub(crate) fn day(day: NaiveDate, now: i64) -> String {
    let today = local(now).date_naive();
    match day.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ if day.year() == today.year() => day.format("%A %-d %B").to_string(),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> i64 {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        local.and_local_timezone(domain::catalogue::ZONE).earliest().unwrap().timestamp_millis()
    }

    #[test]
    fn what_is_due_is_said_in_plain_words() {
        let now = millis("2025-03-18 07:00");
        for (due, said, how_long, named) in [
            ("2025-03-18 16:00", "By 16:00 today", "9 hours left", "clock_soon"),
            ("2025-03-18 07:40", "By 07:40 today", "40 minutes left", "clock_soon"),
            ("2025-03-19 00:00", "By the end of today", "17 hours left", "clock_soon"),
            ("2025-03-19 12:00", "By 12:00 tomorrow", "1 day left", "clock"),
            ("2025-03-20 00:00", "By the end of tomorrow", "1 day left", "clock"),
            ("2025-03-20 16:00", "By 16:00 on Thursday 20 March", "2 days left", "clock"),
            ("2025-03-22 00:00", "By the end of Friday 21 March", "3 days left", "clock"),
            ("2026-01-03 00:00", "By the end of 2 January 2026", "290 days left", "clock"),
            ("2025-03-18 07:00", "Was due by 07:00 today", "Ran out today", "clock_passed"),
            ("2025-03-18 00:00", "Was due by the end of yesterday", "Ran out yesterday", "clock_passed"),
            ("2025-03-15 00:00", "Was due by the end of Friday 14 March", "Ran out 4 days ago", "clock_passed"),
        ] {
            let due = millis(due);
            assert_eq!((until(due, now).as_str(), left(due, now).as_str(), state(due, now)), (said, how_long, named));
        }
    }
}

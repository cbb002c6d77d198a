//! The team's tablets: which need someone, and why. What each said of itself came with the last sync.

use crate::App;
use crate::contract::{CallError, TabletRow, Tablets};
use crate::words::{at, local, plural, short};
use domain::roles::Action as Right;
use domain::working_day::working_days_between;
use protocol::{TabletReport, TabletState};
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, Parting};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Silence after a patrol's end, or after its shift should have ended, that is no longer a gap in the signal.
const SILENT_MS: i64 = 2 * HOUR_MS;
/// The longest shift.
const SHIFT_MS: i64 = 10 * HOUR_MS;
/// Patrols under way that are looked at.
const MOST: u32 = 200;
/// A clock further off than this is wrong.
const CLOCK_MS: i64 = MINUTE_MS;
/// Of the tablets that were put back or copied, the latest are told.
const PARTINGS: usize = 20;
/// Less free space than this does not last a shift.
const NEARLY_FULL_MB: u64 = 1_000;

impl App {
    pub(crate) fn list_tablets(&self) -> Result<Tablets, CallError> {
        self.allowed(Right::SeeTablets)?;
        let partings = self.store.partings()?;
        let partings = partings.iter().take(PARTINGS).map(|parting| parted(parting, self.now())).collect();
        let Some(told) = self.store.tablets()? else {
            return Ok(Tablets { told: None, tablets: Vec::new(), alarms: Vec::new(), partings });
        };
        let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for held in self.store.grants()?.into_iter().filter(|held| self.now() < held.grant.until) {
            people.entry(held.grant.code).or_default().insert(held.grant.name);
        }
        let now = self.now();
        let patrols = self.patrols_under_way()?;
        let row = |tablet: &TabletReport| {
            let names: Vec<_> = people.get(&tablet.code).into_iter().flatten().cloned().collect();
            let people = if tablet.standing { names.join(", ") } else { String::new() };
            row(tablet, people, patrols.get(&tablet.code).copied(), now)
        };
        let mut tablets: Vec<_> = told.tablets.iter().map(row).collect();
        tablets.sort_by_key(|row| (urgency(&row.state), row.code.clone()));
        let alarms = tablets.iter().filter_map(alarm).collect();
        Ok(Tablets { told: Some(at(told.at, now)), tablets, alarms, partings })
    }

    /// How many tablets need someone.
    pub(crate) fn count_tablets_in_need(&self) -> Result<u32, CallError> {
        let told = self.store.tablets()?;
        let patrols = self.patrols_under_way()?;
        let state = |tablet: &TabletReport| judge(tablet, patrols.get(&tablet.code).copied(), self.now()).0;
        let need = told.iter().flat_map(|told| &told.tablets).filter(|tablet| urgency(state(tablet)) == 0).count();
        Ok(u32::try_from(need).unwrap_or(u32::MAX))
    }

    /// When the patrol of each book began whose end has not arrived.
    fn patrols_under_way(&self) -> Result<BTreeMap<String, i64>, CallError> {
        let active = Filter { kind: Some(record::PATROL.into()), status: Some("active".into()), ..Filter::default() };
        // The newest first: of several the oldest is kept.
        Ok(self.store.find(&active, MOST)?.into_iter().map(|patrol| (patrol.book_code, patrol.occurred)).collect())
    }
}

/// The order on the page: what needs someone, what is to be watched, all well, withdrawn.
fn urgency(state: &str) -> u8 {
    match state {
        "nothing_arrived" | "not_heard" => 0,
        "clock_wrong" | "nearly_full" | "photos_waiting" => 1,
        "withdrawn" => 3,
        _ => 2,
    }
}

/// How a tablet is, in the page's word, and in words of its own where they say more. `patrol`: when one began whose end has
/// not arrived.
fn judge(tablet: &TabletReport, patrol: Option<i64>, now: i64) -> (&'static str, Option<String>) {
    if !tablet.standing {
        return ("withdrawn", None);
    }
    if working_days_between(local(tablet.heard_at).date_naive(), local(now).date_naive()) > 0 {
        return ("not_heard", None);
    }
    if now - tablet.heard_at >= SILENT_MS && patrol.is_some_and(|began| now - began >= SHIFT_MS) {
        return ("nothing_arrived", None);
    }
    let Some((ahead_ms, said)) = &tablet.said else { return ("all_well", None) };
    if said.pages > 0 && said.patrol_ended.is_some_and(|ended| now - ended >= SILENT_MS) {
        return ("nothing_arrived", None);
    }
    if ahead_ms.abs() > CLOCK_MS {
        return ("clock_wrong", Some(format!("Clock {} wrong", lasted(ahead_ms.abs()))));
    }
    if said.free_mb.is_some_and(|free| free < NEARLY_FULL_MB) {
        return ("nearly_full", None);
    }
    let ended = said.patrol_ended.is_some_and(|ended| now - ended >= SILENT_MS);
    if said.photos > 0 && (ended || said.oldest.is_some_and(|oldest| now - oldest >= DAY_MS)) {
        return ("photos_waiting", Some(plural(said.photos, "photo waiting", "photos waiting")));
    }
    ("all_well", None)
}

fn row(tablet: &TabletReport, people: String, patrol: Option<i64>, now: i64) -> TabletRow {
    let (state, text) = judge(tablet, patrol, now);
    let said = tablet.said.as_ref().map(|(_, said)| said);
    let small = |of: fn(&TabletState) -> u64| u32::try_from(said.map(of).unwrap_or_default()).unwrap_or(u32::MAX);
    let oldest = said.and_then(|said| match said.patrol_ended {
        Some(ended) => Some(format!("Patrol ended {} ago", lasted(now - ended))),
        _ => said.oldest.map(|oldest| lasted(now - oldest)),
    });
    let oldest = match patrol {
        Some(began) if state == "nothing_arrived" => Some(format!("Patrol began {} ago", lasted(now - began))),
        _ => oldest,
    };
    TabletRow {
        code: tablet.code.clone(),
        people,
        heard: short(tablet.heard_at, now),
        oldest: oldest.unwrap_or_else(|| "nothing waiting".into()),
        pages: small(|said| said.pages),
        photos: small(|said| said.photos),
        free: said.and_then(|said| said.free_mb).map(|mb| format!("{:.1} GB", mb as f64 / 1e3)),
        clock: tablet.said.as_ref().map(|(ahead_ms, _)| off(*ahead_ms)),
        version: said.map(|said| said.version.clone()).unwrap_or_default(),
        state: state.into(),
        text,
    }
}

/// How far a clock is off.
fn off(ahead_ms: i64) -> String {
    match ahead_ms.abs() {
        few @ ..MINUTE_MS => format!("{} s", few / 1_000),
        many => format!("{} {}", lasted(many), if ahead_ms > 0 { "fast" } else { "slow" }),
    }
}

/// What a leader should do about a tablet, if anything.
fn alarm(row: &TabletRow) -> Option<String> {
    let who = if row.people.is_empty() { "whoever has it" } else { &row.people };
    match row.state.as_str() {
        "nothing_arrived" => Some(format!(
            "{}: {}, and nothing has arrived since {}. What was recorded is safe on the tablet. Phone {who}.",
            row.code,
            row.oldest.replacen("Patrol", "its patrol", 1),
            row.heard,
        )),
        "not_heard" => Some(format!(
            "{}: not heard from since {}. What was recorded on it is safe there. Phone {who}.",
            row.code, row.heard
        )),
        _ => None,
    }
}

/// What became of a tablet that was put back to an earlier state or copied, and what to do.
fn parted(parting: &Parting, now: i64) -> String {
    let Parting { code, shared, other_pages, .. } = parting;
    let code = if code.is_empty() { "A tablet" } else { code };
    let noticed = at(parting.noticed, now);
    if *other_pages == 0 {
        return format!(
            "{code} was put back to how it was at its page {shared} (noticed {noticed}). Every later page had arrived and is kept; \
             the tablet goes on in a new book."
        );
    }
    format!(
        "{code} went on in two ways after its page {shared} (noticed {noticed}): it was put back to an earlier day, or copied. All \
         pages of both are kept, and each counts once. If two tablets are called {code}, take one of them out of use."
    )
}

/// "4 hours", "3 days, 16 hours", "12 minutes".
fn lasted(millis: i64) -> String {
    let minutes = u64::try_from(millis / MINUTE_MS).unwrap_or_default();
    let (days, hours) = (minutes / (24 * 60), minutes / 60 % 24);
    match (days, hours) {
        (0, 0) => plural(minutes, "minute", "minutes"),
        (0, hours) => plural(hours, "hour", "hours"),
        (days, 0) => plural(days, "day", "days"),
        (days, hours) => format!("{}, {}", plural(days, "day", "days"), plural(hours, "hour", "hours")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday 18 March 2025, 08:58.
    const NOW: i64 = 1_742_288_280_000;

    fn tablet(heard_ago: i64, said: TabletState) -> TabletReport {
        TabletReport {
            code: "W12".into(),
            heard_at: NOW - heard_ago,
            standing: true,
            said: Some((0, said)),
            unlock: None,
        }
    }

    fn state(tablet: &TabletReport) -> &'static str {
        judge(tablet, None, NOW).0
    }

    #[test]
    fn what_needs_someone_goes_before_what_is_to_be_watched() {
        let well = TabletState { free_mb: Some(9_000), ..TabletState::default() };
        assert_eq!(state(&tablet(0, well.clone())), "all_well");
        let ended = TabletState { pages: 19, patrol_ended: Some(NOW - SILENT_MS), free_mb: Some(10), ..well.clone() };
        assert_eq!(state(&tablet(0, ended.clone())), "nothing_arrived");
        assert_eq!(state(&tablet(0, TabletState { patrol_ended: Some(NOW - HOUR_MS), ..ended })), "nearly_full");
        let clock = TabletReport { said: Some((-184_000, well.clone())), ..tablet(0, well.clone()) };
        assert_eq!(judge(&clock, None, NOW), ("clock_wrong", Some("Clock 3 minutes wrong".into())));
        assert_eq!(state(&TabletReport { standing: false, ..tablet(0, well) }), "withdrawn");
    }

    #[test]
    fn a_patrol_that_should_have_ended_and_a_silent_tablet_need_someone() {
        let silent = tablet(SILENT_MS, TabletState::default());
        assert_eq!(judge(&silent, Some(NOW - SHIFT_MS), NOW).0, "nothing_arrived");
        assert_eq!(judge(&silent, Some(NOW - SHIFT_MS + 1), NOW).0, "all_well", "a whole shift may be without signal");
        assert_eq!(judge(&tablet(0, TabletState::default()), Some(NOW - SHIFT_MS), NOW).0, "all_well");
        let alarm = alarm(&row(&silent, "Demo warden A".into(), Some(NOW - SHIFT_MS), NOW));
        assert!(alarm.is_some_and(|said| said.starts_with("W12: its patrol began 10 hours ago, and nothing")));
    }

    #[test]
    fn the_alarm_rings_after_one_whole_working_day_and_not_over_a_weekend() {
        let heard = |days: i64| state(&tablet(days * DAY_MS, TabletState::default()));
        assert_eq!((heard(1), heard(2)), ("all_well", "not_heard"), "heard from on Monday; on Sunday");
        let on_monday = |days: i64| judge(&tablet((days + 1) * DAY_MS, TabletState::default()), None, NOW - DAY_MS).0;
        assert_eq!((on_monday(3), on_monday(4)), ("all_well", "not_heard"), "heard from on Friday; on Thursday");
    }

    #[test]
    fn a_length_of_time_is_as_exact_as_it_needs_to_be() {
        assert_eq!(lasted(3 * DAY_MS + 16 * HOUR_MS), "3 days, 16 hours");
        assert_eq!(lasted(4 * HOUR_MS + 59 * MINUTE_MS), "4 hours");
        assert_eq!(lasted(-5), "0 minutes");
    }

    #[test]
    fn how_far_a_clock_is_off_is_said_with_its_direction() {
        assert_eq!([0, 1_400, -59_999].map(off), ["0 s", "1 s", "59 s"]);
        assert_eq!([184_000, -7_200_000].map(off), ["3 minutes fast", "2 hours slow"]);
    }
}

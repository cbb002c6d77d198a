//! When each time limit of each kind is due that starts before Easter, before summer time begins and before it ends: a table
//! that is kept as a file. Each moment in it was worked out by hand, or by another program, from the calendar.

use chrono::{DateTime, TimeZone as _, Utc};

use super::*;

/// Thursday before Easter 2025; the Saturdays on which the clocks are changed in the night that follows, 2026. In London.
fn starts() -> [DateTime<Utc>; 3] {
    let at = |year, month, day, hour| ZONE.with_ymd_and_hms(year, month, day, hour, 0, 0).unwrap().to_utc();
    [at(2025, 4, 17, 15), at(2026, 3, 28, 12), at(2026, 10, 24, 12)]
}

/// When a clock is due whose matter comes into one of its states then, and whose question is answered so.
fn due(kind: &Kind, clock: &Clock, start: DateTime<Utc>) -> String {
    let runs = |state: &&State| clock.runs.contains(&state.id) || clock.is.contains(&state.is);
    let state = kind.states.iter().find(runs).unwrap_or_else(|| panic!("{} of {} never runs", clock.id, kind.id));
    let stays = [Stay { state: state.id.clone(), since: start }];
    let found = BTreeMap::from([("occurred_at".to_owned(), json!(start.to_rfc3339()))]);
    let mut answer = kind.answer(&found, &Moment { now: start }, 0);
    // Whatever else it goes by: it is there, and what starts it was answered.
    answer.clocks = vec![clock.id.clone()];
    if let Some(from) = &clock.from {
        let field = kind.field(from).unwrap();
        let judged = answer.fields.iter_mut().find(|judged| judged.id == *from).unwrap();
        judged.shown = true;
        judged.value = match field.field_type {
            FieldType::Date => json!(start.with_timezone(&ZONE).date_naive()),
            _ => json!(start.to_rfc3339()),
        };
    }
    match kind.readings(&stays, &answer).as_slice() {
        [(_, Reading::Due(due))] => due.with_timezone(&ZONE).format("%a %-d %b %Y %H:%M").to_string(),
        other => format!("{other:?}"),
    }
}

/// How long it takes, in words.
fn length(clock: &Clock) -> String {
    let long = match (clock.hours, clock.days, clock.working_days, clock.working_hours) {
        (Some(hours), ..) => format!("{hours} h"),
        (_, Some(days), ..) => format!("{days} d"),
        (_, _, Some(days), _) => format!("{days} wd"),
        (.., Some(hours)) => format!("{hours} wh"),
        _ => "?".to_owned(),
    };
    let first = if clock.first_day { ", that day counts" } else { "" };
    let at = clock.at.as_ref().map(|at| format!(", by {at}")).unwrap_or_default();
    let before = if clock.before { " before" } else { "" };
    format!("{long}{before}{first}{at}")
}

fn table() -> String {
    let mut table = String::from(
        "kind clock | how long | Thursday 17 April 2025 15:00 | Saturday 28 March 2026 12:00 | Saturday 24 October 2026 12:00\n",
    );
    for kind in built_in().kinds() {
        for clock in &kind.clocks {
            let [easter, summer, winter] = starts().map(|start| due(kind, clock, start));
            table += &format!("{} {} | {} | {easter} | {summer} | {winter}\n", kind.id, clock.id, length(clock));
        }
    }
    table
}

#[test]
fn every_time_limit_is_due_when_it_was_worked_out_to_be() {
    let (now, agreed) = (table(), include_str!("clocks.txt"));
    let new: Vec<_> = now.lines().filter(|line| !agreed.lines().any(|one| one == *line)).collect();
    let gone: Vec<_> = agreed.lines().filter(|line| !now.lines().any(|one| one == *line)).collect();
    assert!(
        now == agreed,
        "time limits changed: work them out, and put the lines into crates/domain/src/catalogue/tests/clocks.txt\nnew:\n{}\ngone:\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}

//! The time limits of a kind: each by itself, held to the kind's states and questions, and joined by the common ones.

use super::Step::{Item, Key};
use super::{Common, Mistake, Source, fields};
use crate::catalogue::clock::Clock;
use crate::catalogue::course::{Standing, State};
use crate::catalogue::definition::{Field, FieldType, Kind};

/// The longest: ten years, however it is counted.
const LONGEST: [(&str, u32); 4] =
    [("hours", 87_600), ("days", 3_650), ("working_days", 2_600), ("working_hours", 20_800)];

/// What office hours have to be.
const NO_HOURS: &str =
    "office hours are two times such as from = \"09:00\" and until = \"17:00\", the second after the first";

/// Gives the limits in working hours the council's office hours, where they have none of their own.
pub(super) fn name_hours(source: &Source<'_>, kind: &mut Kind, common: &Common, mistakes: &mut Vec<Mistake>) {
    for (at, clock) in kind.clocks.iter_mut().enumerate().filter(|(_, clock)| clock.working_hours.is_some()) {
        if clock.office.is_none() {
            clock.office.clone_from(&common.office_hours);
        }
        if clock.office.is_none() {
            let reason = "common.toml has no office_hours, and the clock none of its own";
            mistakes.push(source.mistake(&[Key("clock"), Item(at), Key("working_hours")], reason));
        }
    }
}

/// Checks the limits of a kind that has all its questions and states, but not yet the common limits.
pub(super) fn check(source: &Source<'_>, kind: &Kind, mistakes: &mut Vec<Mistake>) {
    check_all(source, &kind.clocks, &kind.states, &|id| kind.field(id), mistakes);
    for (at, clock) in kind.clocks.iter().enumerate() {
        if clock.runs.is_empty()
            && !clock.is.is_empty()
            && !kind.states.iter().any(|state| clock.is.contains(&state.is))
        {
            mistakes.push(source.mistake(&[Key("clock"), Item(at), Key("is")], "the kind has no such state"));
        }
    }
}

/// Checks the limits that kinds share.
pub(super) fn check_common(source: &Source<'_>, common: &Common, mistakes: &mut Vec<Mistake>) {
    let asked = |id: &str| common.first.iter().chain(&common.last).find(|field| field.id == id);
    if common.office_hours.as_ref().is_some_and(|hours| hours.times().is_none()) {
        mistakes.push(source.mistake(&[Key("office_hours")], NO_HOURS));
    }
    check_all(source, &common.clocks, &common.states, &asked, mistakes);
}

/// Adds the common limits: but for one of the same id, one that the kind leaves out, one that runs in no state of the kind, and one that goes by a question
/// that the kind does not ask.
pub(super) fn complete(kind: &mut Kind, common: &[Clock]) {
    let suits = |clock: &&Clock| {
        let runs = kind.states.iter().any(|state| clock.runs.contains(&state.id) || clock.is.contains(&state.is));
        let asked = clock.from.iter().chain(&clock.until).all(|question| kind.field(question).is_some());
        runs && asked && kind.clock(&clock.id).is_none() && !kind.leaves_out(&clock.id)
    };
    let suits: Vec<Clock> = common.iter().filter(suits).cloned().collect();
    kind.clocks.extend(suits);
}

/// Whether it asks for rows with the dates `from` and `until`.
pub(super) fn has_days(field: &Field) -> bool {
    let has = |id: &str| field.columns.iter().any(|column| column.id == id && column.field_type == FieldType::Date);
    field.field_type == FieldType::Rows && has("from") && has("until")
}

fn check_all<'f>(
    source: &Source<'_>,
    clocks: &[Clock],
    states: &[State],
    asked: &dyn Fn(&str) -> Option<&'f Field>,
    mistakes: &mut Vec<Mistake>,
) {
    for (at, clock) in clocks.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("clock"), Item(at), Key(key)], reason));
        if clocks.iter().take(at).any(|other| other.id == clock.id) {
            refuse("id", format!("the clock \"{}\" exists already", clock.id));
        }
        if !fields::is_name(&clock.id) {
            refuse("id", format!("\"{}\" is not a name of lower-case letters, digits and _", clock.id));
        }
        for (key, words) in [("label", &clock.label), ("source", &clock.source)] {
            if words.trim().is_empty() {
                refuse(key, format!("the {key} is empty"));
            }
        }
        check_length(clock, &mut refuse);
        check_states(clock, states, &mut refuse);
        check_questions(clock, asked, &mut refuse);
    }
}

fn check_length(clock: &Clock, refuse: &mut impl FnMut(&'static str, String)) {
    let given = [clock.hours, clock.days, clock.working_days, clock.working_hours];
    if given.iter().flatten().count() != 1 {
        refuse("id", "a clock takes exactly one of hours, working_hours, days and working_days".to_owned());
    }
    let in_hours = clock.hours.or(clock.working_hours).is_some();
    if clock.working_hours == Some(0) {
        refuse("working_hours", "working_hours is 1 or more; 0 hours is that very moment".to_owned());
    }
    if clock.office.as_ref().is_some_and(|office| office.times().is_none()) {
        refuse("office", NO_HOURS.to_owned());
    }
    if clock.office.is_some() && clock.working_hours.is_none() {
        refuse("office", "office goes with working_hours".to_owned());
    }
    for ((key, most), given) in LONGEST.into_iter().zip(given) {
        if given.is_some_and(|given| given > most) {
            refuse(key, format!("{key} is at most {most}"));
        }
    }
    if clock.at.is_some() && (in_hours || clock.time().is_none()) {
        refuse("at", "at is a time such as \"18:00\", and goes with days and working_days".to_owned());
    }
    if clock.first_day && in_hours {
        refuse("first_day", "first_day goes with days and working_days".to_owned());
    }
    if clock.before && (in_hours || clock.first_day || clock.from.is_none()) {
        refuse("before", "what is counted back is days or working_days before a question".to_owned());
    }
    if clock.without.is_some() && (in_hours || clock.before) {
        refuse("without", "without goes with days and working_days that are not counted back".to_owned());
    }
}

fn check_states(clock: &Clock, states: &[State], refuse: &mut impl FnMut(&'static str, String)) {
    if clock.runs.is_empty() && clock.is.is_empty() {
        refuse("id", "a clock needs states to run in: runs, or is".to_owned());
    }
    for (key, named) in [("runs", &clock.runs), ("pauses", &clock.pauses)] {
        for id in named {
            match states.iter().find(|state| state.id == *id) {
                None => refuse(key, format!("there is no state \"{id}\"")),
                Some(state) if state.is.standing() == Standing::Closed => {
                    refuse(key, format!("\"{id}\" is closed: no clock runs or waits there"));
                }
                Some(_) => {}
            }
        }
    }
    if let Some(both) = clock.runs.iter().find(|id| clock.pauses.contains(id)) {
        refuse("pauses", format!("it cannot both run and stand still in \"{both}\""));
    }
    if clock.is.iter().any(|is| is.standing() == Standing::Closed) {
        refuse("is", "no clock runs in what is closed".to_owned());
    }
}

fn check_questions<'f>(
    clock: &Clock,
    asked: &dyn Fn(&str) -> Option<&'f Field>,
    refuse: &mut impl FnMut(&'static str, String),
) {
    for (key, question) in [("from", &clock.from), ("until", &clock.until)] {
        let Some(question) = question else { continue };
        match asked(question).map(|field| field.field_type) {
            None => refuse(key, format!("there is no field \"{question}\"")),
            Some(FieldType::Date) if key == "from" && clock.hours.or(clock.working_hours).is_some() => {
                refuse(key, "hours start at a datetime: a date has none".to_owned());
            }
            Some(kind) if key == "from" && !matches!(kind, FieldType::Date | FieldType::Datetime) => {
                refuse(key, format!("a clock starts at a date or datetime, and \"{question}\" is none"));
            }
            Some(_) => {}
        }
    }
    if let Some(rows) = &clock.without
        && !asked(rows).is_some_and(has_days)
    {
        refuse("without", format!("\"{rows}\" is no question for rows with the dates from and until"));
    }
    if clock.from.is_some() && clock.from == clock.until {
        refuse("until", "the answer that starts it cannot meet it".to_owned());
    }
}

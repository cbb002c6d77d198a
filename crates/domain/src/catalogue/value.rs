//! One answer: read from JSON and checked against its question.
//!
//! An absent value, null, blank text and an empty list all mean *unanswered*. A value that does not fit its question
//! gives a [`Problem`] in words for the warden; the value itself is never altered or dropped.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::definition::{Field, FieldType};
use super::held::{Held, plain, pounds, thousands};
use super::merge::Merge;
use crate::place::Place;

/// The zone in which dates are counted and shown (domain rules C13).
pub const ZONE: chrono_tz::Tz = chrono_tz::Europe::London;
/// Most names in a list of people, or rows in a repeated group, where the question sets no other limit.
pub(super) const MOST_ROWS: u32 = 100;
const MOST_COUNT: f64 = 9_999.0;
/// No number may be farther from zero, whatever a catalogue says: sums of such numbers stay whole.
const WIDEST: f64 = 1e9;
const LONGEST_TEXT: u32 = 200;
const LONGEST_LONGTEXT: u32 = 2_000;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Not the sort of value that the question takes.
    WrongShape,
    /// A decimal where only whole numbers fit.
    NotWhole,
    /// Below the smallest number.
    TooSmall,
    /// Above the largest number.
    TooLarge,
    /// More characters than there is room for.
    TooLong,
    /// More names or rows than there is room for.
    TooMany,
    /// Does not look as it must (a VIN of 17 characters).
    WrongPattern,
    /// Not one of the choices.
    UnknownChoice,
    /// "None of these" together with another.
    NotTogether,
    /// Not a calendar date or time.
    NotADate,
    /// Later than now.
    InTheFuture,
    /// Columns of a row that do not go together.
    AgainstARule,
    /// Could not be worked out from the other answers.
    NotWorkedOut,
}

/// Something wrong with an answer, in words for the warden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// What is wrong.
    pub code: ProblemCode,
    /// How it is said.
    pub message: String,
    /// The row that it is about, if it is about one.
    pub row: Option<String>,
}

/// Reads one answer. Rows are read one by one by the caller.
pub(super) fn read(field: &Field, value: &Value, now: DateTime<Utc>) -> Result<Held, Problem> {
    if is_unanswered(value) {
        return Ok(Held::Unanswered);
    }
    let noun = field.noun();
    match field.field_type {
        FieldType::Count | FieldType::Int => whole(field, value),
        FieldType::Decimal => {
            let number = value.as_f64().ok_or_else(|| wrong_shape(format!("{noun} must be a number, like 2.5")))?;
            in_range(field, number)?;
            Ok(Held::Decimal(number))
        }
        // Several people's notes, oldest first; each may have the full length.
        FieldType::Longtext if field.merge == Merge::Notes && value.is_array() => {
            let notes = value.as_array().into_iter().flatten().map(|note| text(field, note));
            Ok(Held::Text(notes.collect::<Result<Vec<_>, _>>()?.join("\n\n")))
        }
        FieldType::Money => {
            let amount = value.as_i64();
            let pence = amount.ok_or_else(|| wrong_shape(format!("{noun} must be an amount in pounds, like 12.50")))?;
            in_range(field, pence as f64)?;
            Ok(Held::Whole(pence))
        }
        FieldType::Text | FieldType::Longtext | FieldType::Vrm | FieldType::Person => {
            text(field, value).map(Held::Text)
        }
        FieldType::Record => match value.as_str().filter(|id| uuid::Uuid::parse_str(id).is_ok()) {
            Some(id) => Ok(Held::Text(id.to_owned())),
            None => Err(wrong_shape(format!("{noun} must be one of the list"))),
        },
        FieldType::Records => records(field, value),
        FieldType::Bool => {
            value.as_bool().map(Held::Bool).ok_or_else(|| wrong_shape(format!("{noun} must be yes or no")))
        }
        FieldType::Choice => match value.as_str() {
            Some(id) if field.choice(id).is_some() => Ok(Held::Text(id.to_owned())),
            _ => Err(problem(ProblemCode::UnknownChoice, format!("{noun} must be one of the answers shown"))),
        },
        FieldType::Multi => multi(field, value),
        FieldType::Date => date(field, value, now),
        FieldType::Datetime => moment(field, value, now),
        FieldType::People | FieldType::Texts => texts(field, value),
        FieldType::Place => match serde_json::from_value::<Place>(value.clone()) {
            Ok(place) => Ok(Held::Place(Box::new(place))),
            Err(error) => Err(wrong_shape(error.to_string())),
        },
        FieldType::Rows => Err(wrong_shape(format!("{noun} must be kept row by row"))),
    }
}

/// Reads an answer that is of the right sort without regard to limits: what was recorded under wider ones still counts, and is
/// still shown, beside the problem that it now has.
pub(super) fn beyond_limits(field: &Field, value: &Value) -> Held {
    let mut wide = field.clone();
    // No limit was ever below zero for what is counted or paid: two who took the same away come to less than nothing.
    let least = if matches!(field.field_type, FieldType::Count | FieldType::Money) { 0.0 } else { -WIDEST };
    (wide.min, wide.max) = (Some(least), Some(WIDEST));
    (wide.max_length, wide.pattern, wide.future) = (Some(u32::MAX), None, true);
    wide.choices.iter_mut().for_each(|choice| choice.exclusive = false);
    read(&wide, value, DateTime::<Utc>::MIN_UTC).unwrap_or(Held::Unanswered)
}

/// Whether a stored value says nothing.
pub(super) fn is_unanswered(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn whole(field: &Field, value: &Value) -> Result<Held, Problem> {
    let noun = field.noun();
    let number = value.as_f64().ok_or_else(|| wrong_shape(format!("{noun} must be a number, like 12")))?;
    if number.fract() != 0.0 {
        return Err(problem(ProblemCode::NotWhole, format!("{noun} must be a whole number, like 12")));
    }
    in_range(field, number)?;
    // Whole and within a range that the catalogue keeps far below 2^53.
    Ok(Held::Whole(number as i64))
}

/// The smallest and largest number that a question takes.
pub(super) fn bounds(field: &Field) -> (f64, f64) {
    let (min, max) = match field.field_type {
        FieldType::Count => (0.0, MOST_COUNT),
        FieldType::Money => (0.0, WIDEST),
        _ => (-WIDEST, WIDEST),
    };
    (field.min.unwrap_or(min), field.max.unwrap_or(max))
}

fn in_range(field: &Field, number: f64) -> Result<(), Problem> {
    let (min, max) = bounds(field);
    let unit = field.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let noun = field.noun();
    let (said, fewer): (fn(f64) -> String, _) = match field.field_type {
        FieldType::Money => (|pence| pounds(pence as i64), "less"),
        FieldType::Decimal => (plain, "less"),
        _ => (plain, "fewer"),
    };
    if number < min {
        return Err(problem(ProblemCode::TooSmall, format!("{noun} must be {}{unit} or more", said(min))));
    }
    if number > max {
        return Err(problem(ProblemCode::TooLarge, format!("{noun} must be {}{unit} or {fewer}", said(max))));
    }
    Ok(())
}

fn text(field: &Field, value: &Value) -> Result<String, Problem> {
    let noun = field.noun();
    let text = value.as_str().ok_or_else(|| wrong_shape(format!("{noun} must be text")))?;
    let most = field.max_length.unwrap_or(match field.field_type {
        FieldType::Longtext => LONGEST_LONGTEXT,
        _ => LONGEST_TEXT,
    });
    if text.chars().count() > most as usize {
        let most = thousands(i64::from(most));
        return Err(problem(ProblemCode::TooLong, format!("{noun} must be {most} characters or fewer")));
    }
    if let Some(pattern) = &field.pattern {
        let fits = regex::Regex::new(&format!("^(?:{pattern})$"))
            .is_ok_and(|pattern| pattern.is_match(&text.trim().to_uppercase()));
        if !fits {
            let hint = field.hint.as_deref().map(|hint| format!(". {hint}")).unwrap_or_default();
            return Err(problem(ProblemCode::WrongPattern, format!("{noun} does not look right{hint}")));
        }
    }
    Ok(text.to_owned())
}

fn multi(field: &Field, value: &Value) -> Result<Held, Problem> {
    let unknown = || problem(ProblemCode::UnknownChoice, format!("{} must be from the answers shown", field.noun()));
    let mut chosen: Vec<String> = Vec::new();
    for id in value.as_array().ok_or_else(unknown)? {
        let choice = id.as_str().and_then(|id| field.choice(id)).ok_or_else(unknown)?;
        if !chosen.contains(&choice.id) {
            chosen.push(choice.id.clone());
        }
    }
    let alone = chosen.iter().filter_map(|id| field.choice(id)).find(|choice| choice.exclusive);
    match alone {
        Some(choice) if chosen.len() > 1 => Err(problem(
            ProblemCode::NotTogether,
            format!("{}: choose \"{}\" alone, or choose the others", field.noun(), choice.label),
        )),
        _ => Ok(Held::Multi(chosen)),
    }
}

fn date(field: &Field, value: &Value, now: DateTime<Utc>) -> Result<Held, Problem> {
    let date = value.as_str().and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
    match date.filter(|date| (1900..2200).contains(&date.year())) {
        None => Err(problem(ProblemCode::NotADate, format!("{} must be a real date", field.noun()))),
        Some(date) if !field.future && date > now.with_timezone(&ZONE).date_naive() => {
            Err(problem(ProblemCode::InTheFuture, format!("{} must be today or in the past", field.noun())))
        }
        Some(date) => Ok(Held::Date(date)),
    }
}

fn moment(field: &Field, value: &Value, now: DateTime<Utc>) -> Result<Held, Problem> {
    let moment = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    match moment.filter(|moment| (1900..2200).contains(&moment.year())) {
        None => Err(problem(ProblemCode::NotADate, format!("{} must be a real date and time", field.noun()))),
        Some(moment) if !field.future && moment > now => {
            Err(problem(ProblemCode::InTheFuture, format!("{} must be now or in the past", field.noun())))
        }
        Some(moment) => Ok(Held::Moment(moment.to_utc())),
    }
}

fn records(field: &Field, value: &Value) -> Result<Held, Problem> {
    let unknown = || wrong_shape(format!("{} must be from the list", field.noun()));
    let ids = value.as_array().ok_or_else(unknown)?.iter();
    let ids = ids.map(|id| id.as_str().filter(|id| uuid::Uuid::parse_str(id).is_ok()).map(str::to_owned));
    let ids = ids.collect::<Option<Vec<_>>>().ok_or_else(unknown)?;
    if ids.len() > MOST_ROWS as usize {
        return Err(problem(ProblemCode::TooMany, format!("{}: choose {MOST_ROWS} or fewer", field.noun())));
    }
    Ok(Held::People(ids))
}

fn texts(field: &Field, value: &Value) -> Result<Held, Problem> {
    let noun = field.noun();
    let (what, noun_of) = match field.field_type {
        FieldType::People => ("a list of names", " names"),
        _ => ("a list of texts", ""),
    };
    let list = value.as_array().ok_or_else(|| wrong_shape(format!("{noun} must be {what}")))?;
    let most = field.max_length.unwrap_or(MOST_ROWS);
    if list.len() > most as usize {
        return Err(problem(ProblemCode::TooMany, format!("{noun}: enter {most}{noun_of} or fewer")));
    }
    let names = list
        .iter()
        .map(|name| name.as_str().filter(|name| name.chars().count() <= LONGEST_TEXT as usize).map(str::to_owned))
        .collect::<Option<Vec<_>>>();
    let names = names.ok_or_else(|| wrong_shape(format!("{noun} must be {what}")))?;
    Ok(Held::People(names))
}

pub(super) fn problem(code: ProblemCode, message: String) -> Problem {
    Problem { code, message, row: None }
}

fn wrong_shape(message: String) -> Problem {
    problem(ProblemCode::WrongShape, message)
}

//! Figures as data: what a record contributes to each figure of its kind, and the council's report, which is made of them.
//!
//! A record's *facts* follow from its answers and its state alone, so they are kept beside it and worked out anew when the
//! catalogue changes. Days are those of London. Whether a record counts at all (it was recorded by mistake, it is the same as
//! another, it was called off) is for `record` to say.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cel::Value as CelValue;
use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::answer::{FieldAnswer, FormAnswer, Moment};
use super::course::STEP_OUTCOME;
use super::definition::{Field, FieldType, Kind};
use super::value::ZONE;
use crate::working_day::is_working_day;

/// What an expression of a figure sees besides: the state of the record's matter, by its id, how that ended, and the states
/// that it was ever in.
pub(super) const SEEN: [&str; 3] = [STATE, STEP_OUTCOME, STOOD];
const STATE: &str = "state";
/// Every state that a matter was in, also where it stands now.
pub(super) const STOOD: &str = "stood";
/// So many of the unit of a fact's value make one.
pub const THOUSAND: i64 = 1_000;
/// The longest stretch whose working days are counted.
const LONGEST_DAYS: i64 = 36_600;

/// How facts become a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tally {
    /// How many records.
    #[default]
    Records,
    /// What their values add up to.
    Sum,
    /// On how many different days.
    Days,
    /// How many different answers to the question `key`.
    Different,
    /// Which answers to the question `key`, the most frequent first.
    Names,
    /// The value in the middle, of two the lower.
    Median,
    /// What another service says, typed in: the value of the record that was begun last of exactly the period from the day of
    /// the question `day` to that of `until`. The question `key` says who entered it, and from which source.
    Typed,
    /// How many there are on a date: since the day of the question `day`, until that of `until`, included.
    OnADate,
}

/// A figure to which the records of a kind contribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name for ever: `LITTER.DRUG.ITEMS`.
    pub id: String,
    /// What it is called: "Drug-related items removed".
    pub label: String,
    /// What is counted, as a sentence, for whoever opens it.
    pub counts: String,
    /// How facts become the figure.
    #[serde(default)]
    pub tally: Tally,
    /// CEL: a record contributes only while this is true.
    #[serde(default)]
    pub when: Option<String>,
    /// CEL: how much it contributes; 1 unless said, nothing where it is null.
    #[serde(default)]
    pub value: Option<String>,
    /// It contributes the working days between two questions.
    #[serde(default)]
    pub working_days: Option<WorkingDays>,
    /// The date or time on whose day it counts; unless said, when it was found or held.
    #[serde(default)]
    pub day: Option<String>,
    /// The date up to which it counts, of what is counted on a date.
    #[serde(default)]
    pub until: Option<String>,
    /// The question by which answers are told apart.
    #[serde(default)]
    pub key: Option<String>,
    /// It counts only if the record that this question names contributes to another figure, and on that one's day.
    #[serde(default)]
    pub within: Option<Within>,
    /// One of it, and several: `["item", "items"]`.
    #[serde(default)]
    pub unit: Option<[String; 2]>,
    /// Its values are pence.
    #[serde(default)]
    pub money: bool,
    /// Said as "just over 1 tonne" (values are kilograms).
    #[serde(default)]
    pub tonnes: bool,
    /// It is about people: fewer than five are not printed.
    #[serde(default)]
    pub people: bool,
    /// The questions by whose answers it is told apart as well: "by size", "by land". Each has bars of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
}

/// See [`Figure::within`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// The question of the type `record`.
    pub field: String,
    /// The other figure.
    pub figure: String,
}

/// See [`Figure::working_days`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkingDays {
    /// The day after this one is the first.
    pub from: String,
    /// The last.
    pub to: String,
    /// Rows with the dates `from` and `until`, the days of which do not count.
    #[serde(default)]
    pub without: Option<String>,
    /// It counts only if there are at most so many, and then as one.
    #[serde(default)]
    pub most: Option<u32>,
}

/// What one record contributes to one figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// The figure.
    pub figure: String,
    /// The day on which it counts, or since which.
    pub day: NaiveDate,
    /// Until which day it counts, included; none: without end.
    pub until: Option<NaiveDate>,
    /// How much, in thousandths.
    pub value: i64,
    /// What tells it apart.
    pub key: String,
    /// The id of the record through which it counts.
    pub through: Option<String>,
    /// The code of the ward in which it lies, where that is known.
    pub ward: Option<String>,
    /// What was answered to the questions of [`Figure::by`], as [`parts_of`] reads it; "" where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parts: String,
    /// Of what the law erased: the id of the record that contributed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<String>,
}

/// Between what was answered to one question of [`Figure::by`] and to the next, and between several answers to one.
const NEXT_QUESTION: char = '\u{1f}';
const NEXT_ANSWER: char = '\u{1e}';

/// What of [`Fact::parts`] was answered to the question with this place in [`Figure::by`]: an answer, or several; none: it was
/// not answered.
pub fn parts_of(parts: &str, at: usize) -> impl Iterator<Item = &str> {
    let of_question = parts.split(NEXT_QUESTION).nth(at).unwrap_or_default();
    of_question.split(NEXT_ANSWER).filter(|part| !part.is_empty())
}

/// `report.toml`: the council's report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Whose report it is: "Community wardens".
    #[serde(default)]
    pub title: String,
    /// Figures that follow from others.
    #[serde(default, alias = "figure")]
    pub figures: Vec<Derived>,
    /// Its paragraphs, in their order.
    #[serde(default, alias = "paragraph")]
    pub paragraphs: Vec<Paragraph>,
    /// The figures of its table, in their order.
    #[serde(default)]
    pub table: Vec<String>,
    /// The figure that is drawn beside it, unless another is chosen.
    #[serde(default)]
    pub chart: Option<String>,
    /// The main figures, for a page that has room for few; none: the first of the table.
    #[serde(default)]
    pub page: Vec<String>,
    /// What was printed before.
    #[serde(default)]
    pub published: Vec<Published>,
}

/// A figure that follows from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Its name for ever.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What it is, as a sentence.
    pub counts: String,
    /// The first as a share of the second.
    #[serde(default)]
    pub share: Option<[String; 2]>,
    /// By how much it differs from the period before, as a share of that.
    #[serde(default)]
    pub change: Option<String>,
}

/// A paragraph. In its text `{LITTER.DRUG.ITEMS}` is a figure, `{LITTER.DRUG.ITEMS:before}` the same of the period before,
/// `{year}` and `{year:before}` the year in which the period ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Its number.
    pub id: String,
    /// The heading over it; none if it goes on under the one before.
    #[serde(default)]
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// A figure as it was printed, where that differs from what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The figure.
    pub figure: String,
    /// Its period.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What was printed: "65%".
    pub said: String,
    /// Where and when: "in 2018".
    pub printed: String,
}

impl Field {
    /// One answer to it, by which a figure is told apart, in words.
    pub fn part_in_words(&self, part: &str) -> String {
        match (self.choice(part), part) {
            (Some(choice), _) => choice.short.as_ref().unwrap_or(&choice.label).clone(),
            (None, "true") if self.field_type == FieldType::Bool => "Yes".to_owned(),
            (None, "false") if self.field_type == FieldType::Bool => "No".to_owned(),
            (None, other) => other.to_owned(),
        }
    }
}

impl Kind {
    /// All answers by which a fact's figure is told apart: "Small van load, Household, Highway".
    pub fn parts_in_words(&self, figure: &Figure, parts: &str) -> String {
        let asked = figure.by.iter().enumerate().filter_map(|(at, id)| Some((at, self.field(id)?)));
        let words = asked.flat_map(|(at, field)| parts_of(parts, at).map(|part| field.part_in_words(part)));
        words.collect::<Vec<_>>().join(", ")
    }
}

impl Plan {
    /// The figure of this name that follows from others.
    pub fn derived(&self, id: &str) -> Option<&Derived> {
        self.figures.iter().find(|figure| figure.id == id)
    }
}

impl Kind {
    /// What a record with these answers contributes, whose matter stands in `state`, ended so ("" where that is not known) and
    /// was in these states, and how its form stands.
    pub fn answer_and_facts(
        &self,
        values: &BTreeMap<String, Value>,
        moment: &Moment,
        photos: usize,
        [state, outcome]: [&str; 2],
        stood: &[String],
    ) -> (FormAnswer, Vec<Fact>) {
        let (answer, scope) = self.judge(values, moment, photos);
        let (counted, mut scope) = match self.as_counted(values) {
            None => (Cow::Borrowed(&answer), scope),
            Some(values) => {
                let (counted, scope) = self.judge(&values, moment, photos);
                (Cow::Owned(counted), scope)
            }
        };
        scope.set(STATE, CelValue::from(state));
        scope.set(STEP_OUTCOME, CelValue::from(outcome));
        scope.set(STOOD, CelValue::from(stood.to_vec()));
        let mut facts = Vec::new();
        for (figure, [when, value]) in self.figures.iter().chain(&self.sealed_figures).zip(&self.compiled().figures) {
            if when.as_ref().is_some_and(|when| when.holds(&scope) != Ok(true)) {
                continue;
            }
            let value = match (value, &figure.working_days) {
                (Some(value), _) => value.evaluate(&scope).ok().and_then(|value| thousandths(&value)),
                (None, Some(days)) => working_days(&counted, days).and_then(|took| match days.most {
                    None => Some(took),
                    Some(most) => (took <= i64::from(most) * THOUSAND).then_some(THOUSAND),
                }),
                (None, None) => Some(THOUSAND),
            };
            facts.extend(value.into_iter().flat_map(|value| self.facts_of(figure, &counted, value)));
        }
        (answer, facts)
    }

    /// The facts of one figure: one, or one for each answer by which it is told apart.
    fn facts_of(&self, figure: &Figure, answer: &FormAnswer, value: i64) -> Vec<Fact> {
        let asked = |id: &Option<String>| id.as_deref().and_then(|id| shown(answer, id));
        let stock = figure.tally == Tally::OnADate;
        let day = match (&figure.day, shown(answer, figure.day.as_deref().unwrap_or("occurred_at")).and_then(day_of)) {
            (_, Some(day)) => day,
            // Nobody knows since when: since ever.
            (Some(_), None) if stock => NaiveDate::MIN,
            _ => return Vec::new(),
        };
        let until = asked(&figure.until).and_then(day_of);
        if figure.tally == Tally::Typed && until.is_none() {
            return Vec::new();
        }
        let through = match &figure.within {
            None => None,
            Some(within) => match shown(answer, &within.field).and_then(|named| named.value.as_str()) {
                Some(id) => Some(id.to_owned()),
                None => return Vec::new(),
            },
        };
        let keys = match (&figure.key, asked(&figure.key)) {
            (None, _) => vec![String::new()],
            (Some(_), None) => return Vec::new(),
            (Some(_), Some(said)) if figure.tally == Tally::Names => self.names(said),
            (Some(_), Some(said)) if figure.tally == Tally::Typed => vec![said.text.trim().to_owned()],
            (Some(_), Some(said)) => {
                vec![said.text.trim().to_lowercase()].into_iter().filter(|key| !key.is_empty()).collect()
            }
        };
        let parts = parts(figure, answer);
        let fact = |key| Fact {
            figure: figure.id.clone(),
            day,
            until,
            value,
            key,
            through: through.clone(),
            ward: None,
            parts: parts.clone(),
            stands_for: None,
        };
        keys.into_iter().map(fact).collect()
    }

    /// Each of several answers in words.
    fn names(&self, answer: &FieldAnswer) -> Vec<String> {
        let choice = |id: &str| self.field(&answer.id).and_then(|field| field.choice(id));
        let word = |said: &Value| match said.as_str() {
            Some(id) => {
                choice(id).map_or(id, |choice| choice.short.as_deref().unwrap_or(&choice.label)).trim().to_owned()
            }
            None => String::new(),
        };
        let several =
            answer.value.as_array().map_or_else(|| vec![word(&answer.value)], |all| all.iter().map(word).collect());
        several.into_iter().filter(|word| !word.is_empty()).collect()
    }
}

/// What was answered to the questions by which a figure is told apart.
fn parts(figure: &Figure, answer: &FormAnswer) -> String {
    let plain = |text: &str| text.replace([NEXT_QUESTION, NEXT_ANSWER], " ").trim().to_owned();
    let said = |id: &String| match shown(answer, id).map(|said| &said.value) {
        Some(Value::String(text)) => plain(text),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).map(plain).collect::<Vec<_>>().join(&NEXT_ANSWER.to_string())
        }
        _ => String::new(),
    };
    let all: Vec<String> = figure.by.iter().map(said).collect();
    if all.iter().all(String::is_empty) { String::new() } else { all.join(&NEXT_QUESTION.to_string()) }
}

/// An answer that is asked for and given.
fn shown<'a>(answer: &'a FormAnswer, id: &str) -> Option<&'a FieldAnswer> {
    answer.fields.iter().find(|field| field.id == id && field.shown && !field.value.is_null())
}

/// The day of a date or a moment in London.
fn day_of(answer: &FieldAnswer) -> Option<NaiveDate> {
    day(answer.value.as_str()?)
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let moment = || DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&ZONE).date_naive());
    text.parse().ok().or_else(moment)
}

/// A number in thousandths; nothing of what is none, or too large to be added up.
fn thousandths(value: &CelValue) -> Option<i64> {
    const MOST: f64 = 1e12;
    match value {
        CelValue::Int(number) => number.checked_mul(THOUSAND),
        CelValue::UInt(number) => i64::try_from(*number).ok()?.checked_mul(THOUSAND),
        CelValue::Float(number) if number.abs() < MOST => Some((number * 1e3).round() as i64),
        _ => None,
    }
}

/// From a day until another, both included; none: without end.
pub(super) type Days = (NaiveDate, Option<NaiveDate>);

/// The days `from` and `until` of the rows of a question, of each row that has a first one.
pub(super) fn rows_of_days(answer: &FormAnswer, rows: &str) -> Vec<Days> {
    let rows = shown(answer, rows).and_then(|rows| rows.value.as_object());
    let at = |row: &Value, column: &str| row.get(column).and_then(Value::as_str).and_then(day);
    rows.into_iter()
        .flat_map(|rows| rows.values())
        .filter_map(|row| Some((at(row, "from")?, at(row, "until"))))
        .collect()
}

/// Working days between two answers, but for those of the rows that do not count.
fn working_days(answer: &FormAnswer, days: &WorkingDays) -> Option<i64> {
    let at = |id: &str| shown(answer, id).and_then(day_of);
    let (from, to) = (at(&days.from)?, at(&days.to)?);
    if to.signed_duration_since(from).num_days() > LONGEST_DAYS {
        return None;
    }
    let pauses = days.without.as_deref().map(|rows| rows_of_days(answer, rows)).unwrap_or_default();
    let paused = |day: NaiveDate| pauses.iter().any(|(from, until)| *from <= day && day <= until.unwrap_or(to));
    let counts = |day: &NaiveDate| is_working_day(*day) && !paused(*day);
    let inside = from.iter_days().skip(1).take_while(|day| *day <= to).filter(counts);
    i64::try_from(inside.count()).ok()?.checked_mul(THOUSAND)
}

//! An answer that fits its question: as expressions see it and as people read it.

use std::collections::HashMap;

use cel::Value as CelValue;
use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use serde_json::Value;

use super::definition::{Field, FieldType};
use super::value::{self, ZONE};
use crate::place::Place;
use crate::vrm;

/// An answer that fits its question.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Unanswered,
    Whole(i64),
    Decimal(f64),
    Text(String),
    Bool(bool),
    /// Ids of the chosen answers.
    Multi(Vec<String>),
    Date(NaiveDate),
    Moment(DateTime<Utc>),
    /// Names, ids of records, or other short texts.
    People(Vec<String>),
    Rows(Rows),
    Place(Box<Place>),
}

/// The rows of a repeated group.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Each row in words.
    pub(super) words: Vec<String>,
    /// What each column of whole numbers adds up to; of yes or no, how many a yes.
    pub(super) sums: HashMap<String, i64>,
}

impl Rows {
    /// As an expression sees them: how many, and the sums by column.
    fn for_conditions(&self, field: &Field) -> CelValue {
        let sums = field.columns.iter().filter(|column| adds_up(column));
        let mut seen: HashMap<String, i64> =
            sums.map(|column| (column.id.clone(), self.sums.get(&column.id).copied().unwrap_or_default())).collect();
        seen.insert(ROWS.to_owned(), i64::try_from(self.words.len()).unwrap_or(i64::MAX));
        CelValue::from(seen)
    }
}

/// How many rows there are, in an expression: `equipment.rows`.
pub(super) const ROWS: &str = "rows";

/// Whether a column adds up: whole numbers, and yes as 1.
pub(super) fn adds_up(column: &Field) -> bool {
    matches!(column.field_type, FieldType::Count | FieldType::Int | FieldType::Bool)
}

impl Held {
    pub(super) fn is_answered(&self) -> bool {
        match self {
            Self::Unanswered => false,
            Self::Rows(rows) => !rows.words.is_empty(),
            _ => true,
        }
    }

    /// The answer as an expression sees it: an unanswered count or computed whole number is 0, an unanswered list is
    /// empty, anything else null. Rows are seen as how many they are and what each column that adds up comes to.
    pub(super) fn for_conditions(&self, field: &Field) -> CelValue {
        let list = |items: &[String]| CelValue::from(items.to_vec());
        match self {
            Self::Unanswered => match field.field_type {
                FieldType::Count => CelValue::Int(0),
                FieldType::Rows => Rows::default().for_conditions(field),
                FieldType::Int if field.computed.is_some() => CelValue::Int(0),
                FieldType::Multi | FieldType::People | FieldType::Texts | FieldType::Records => list(&[]),
                _ => CelValue::Null,
            },
            Self::Whole(number) => CelValue::Int(*number),
            Self::Decimal(number) => CelValue::Float(*number),
            Self::Text(text) => CelValue::from(text.as_str()),
            Self::Bool(answer) => CelValue::Bool(*answer),
            Self::Multi(items) | Self::People(items) => list(items),
            Self::Date(date) => CelValue::Timestamp(Utc.from_utc_datetime(&(*date).into()).fixed_offset()),
            Self::Moment(moment) => CelValue::Timestamp(moment.fixed_offset()),
            Self::Rows(rows) => rows.for_conditions(field),
            Self::Place(place) => CelValue::from(place.words()),
        }
    }

    /// The answer in words, as lists, timelines and files show it.
    pub(super) fn words(&self, field: &Field) -> String {
        let label = |id: &String| field.choice(id).map_or_else(|| id.clone(), |choice| choice.label.clone());
        let unit = |number: String| match &field.unit {
            Some(unit) => format!("{number} {unit}"),
            None => number,
        };
        match self {
            Self::Unanswered => String::new(),
            Self::Whole(pence) if field.field_type == FieldType::Money => pounds(*pence),
            Self::Whole(number) => unit(thousands(*number)),
            Self::Decimal(number) => unit(plain(*number)),
            Self::Text(text) => match field.field_type {
                FieldType::Vrm => vrm::display(text),
                FieldType::Choice => label(text),
                _ => text.clone(),
            },
            Self::Bool(true) => "Yes".to_owned(),
            Self::Bool(false) => "No".to_owned(),
            Self::Multi(ids) => ids.iter().map(label).collect::<Vec<_>>().join(", "),
            Self::Date(date) => date.format("%-d %B %Y").to_string(),
            Self::Moment(moment) => moment.with_timezone(&ZONE).format("%-d %B %Y, %H:%M").to_string(),
            Self::People(names) => names.join(", "),
            Self::Rows(rows) => rows.words.join("; "),
            Self::Place(place) => place.words(),
        }
    }
}

impl Field {
    /// Any stored value of this question in words, however old: a correction shows the value that it replaced. What
    /// does not fit the question is shown as it is stored.
    pub fn words(&self, value: &Value) -> String {
        if let (FieldType::Rows, Value::Object(rows)) = (self.field_type, value) {
            return rows
                .values()
                .filter(|row| !row.is_null())
                .map(|row| self.row_words(row))
                .collect::<Vec<_>>()
                .join("; ");
        }
        match (value::read(self, value, DateTime::<Utc>::MAX_UTC), value) {
            (Ok(held), _) => held.words(self),
            (Err(_), Value::String(text)) => text.clone(),
            (Err(_), other) => other.to_string(),
        }
    }

    /// One stored row of a repeated group in words: "Litter picker, out 20, back 19". What the columns do not know is
    /// left out.
    pub fn row_words(&self, row: &Value) -> String {
        let cell = |column: &Field| {
            let words = column.words(row.get(&column.id)?);
            use FieldType::{Count, Decimal, Int, Money};
            let named = matches!(column.field_type, Count | Int | Decimal | Money);
            let name = |words: String| if named { format!("{} {words}", column.noun().to_lowercase()) } else { words };
            (!words.is_empty()).then(|| name(words))
        };
        self.columns.iter().filter_map(cell).collect::<Vec<_>>().join(", ")
    }
}

/// A number with commas between thousands.
pub(super) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount of pence as it is written in a sentence.
pub(super) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let amount = pence.unsigned_abs();
    let pounds = thousands(i64::try_from(amount / 100).unwrap_or(i64::MAX));
    match amount % 100 {
        0 => format!("{sign}£{pounds}"),
        odd => format!("{sign}£{pounds}.{odd:02}"),
    }
}

/// A number as it is written in a sentence.
pub(super) fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { thousands(number as i64) } else { number.to_string() }
}

//! The rows of a repeated group (equipment given out, notices served).
//!
//! Each row is a value of its own under `<field>/<row id>`, so that two wardens can add rows without a clash; a null row
//! has been removed. What is wrong in a row is said at that row.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::condition::{Condition, Scope};
use super::definition::{Field, Required};
use super::held::{Held, Rows, adds_up};
use super::value::{self, MOST_ROWS, Problem, ProblemCode, problem};

/// Rows that are added up, however many a question allows.
const MOST_KEPT: usize = 10_000;

/// The rows that stand, with their ids, in the order of the ids (which is that of their making).
fn standing<'a>(field: &Field, values: &'a BTreeMap<String, Value>) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let start = format!("{}/", field.id);
    values
        .range(start.clone()..)
        .map_while(move |(key, row)| Some((key.strip_prefix(&start)?, row)))
        .filter(|(_, row)| !row.is_null())
}

/// The rows as one object; null when there are none.
pub(super) fn collect(field: &Field, values: &BTreeMap<String, Value>) -> Value {
    let rows: serde_json::Map<String, Value> =
        standing(field, values).map(|(id, row)| (id.to_owned(), row.clone())).collect();
    if rows.is_empty() { Value::Null } else { Value::Object(rows) }
}

impl Rows {
    /// Adds a cell to the sum of its column, if it has one.
    fn add(&mut self, column: &Field, cell: &Held) {
        let adds = match cell {
            Held::Whole(number) if adds_up(column) => *number,
            Held::Bool(true) => 1,
            _ => return,
        };
        let sum = self.sums.entry(column.id.clone()).or_default();
        *sum = sum.saturating_add(adds);
    }
}

/// Checks the rows of a repeated group, each by itself and against `rules`, which stand beside the field's.
pub(super) fn read(
    field: &Field,
    rules: &[Condition],
    values: &BTreeMap<String, Value>,
    now: DateTime<Utc>,
) -> Result<Held, Problem> {
    let mut rows = Rows::default();
    for (at, (id, row)) in standing(field, values).enumerate() {
        let cells = read_row(field, rules, row, now).map_err(|wrong| Problem {
            message: format!("{}, row {}: {}", field.noun(), at + 1, wrong.message),
            row: Some(id.to_owned()),
            ..wrong
        })?;
        for (column, cell) in field.columns.iter().zip(cells) {
            rows.add(column, &cell);
        }
        rows.words.push(field.row_words(row));
    }
    let most = field.max_length.unwrap_or(MOST_ROWS) as usize;
    if rows.words.len() > most {
        return Err(problem(ProblemCode::TooMany, format!("{}: enter {most} rows or fewer", field.noun())));
    }
    Ok(Held::Rows(rows))
}

/// The rows without regard to limits and rules; see [`value::beyond_limits`].
pub(super) fn beyond_limits(field: &Field, values: &BTreeMap<String, Value>) -> Held {
    let mut rows = Rows::default();
    for (_, row) in standing(field, values).take(MOST_KEPT) {
        for column in &field.columns {
            rows.add(column, &value::beyond_limits(column, row.get(&column.id).unwrap_or(&Value::Null)));
        }
        rows.words.push(field.row_words(row));
    }
    Held::Rows(rows)
}

/// The cells of one row, in the order of the columns.
fn read_row(field: &Field, rules: &[Condition], row: &Value, now: DateTime<Utc>) -> Result<Vec<Held>, Problem> {
    let wrong = |message: &str| problem(ProblemCode::WrongShape, message.to_owned());
    let Value::Object(cells) = row else { return Err(wrong("it cannot be read")) };
    let mut read = Vec::with_capacity(field.columns.len());
    for column in &field.columns {
        let held = value::read(column, cells.get(&column.id).unwrap_or(&Value::Null), now)?;
        if column.required != Required::Never && !held.is_answered() {
            return Err(wrong(column.missing.as_deref().unwrap_or(&column.label)));
        }
        read.push(held);
    }
    if !rules.is_empty() {
        let mut scope = Scope::new();
        for (column, held) in field.columns.iter().zip(&read) {
            scope.set(&column.id, held.for_conditions(column));
        }
        let broken = field.row_rules.iter().zip(rules).find(|(_, holds)| holds.holds(&scope) != Ok(true));
        if let Some((rule, _)) = broken {
            return Err(problem(ProblemCode::AgainstARule, rule.message.clone()));
        }
    }
    Ok(read)
}

//! The rows of a repeated group (equipment given out, notices served).
//!
//! Each row is a value of its own under `<field>/<row id>`, so that two wardens can add rows without a clash; a null row
//! has been removed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::definition::{Field, Required};
use super::held::Held;
use super::value::{self, MOST_ROWS, Problem, ProblemCode, problem};

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

/// Checks the rows of a repeated group.
pub(super) fn read(field: &Field, values: &BTreeMap<String, Value>, now: DateTime<Utc>) -> Result<Held, Problem> {
    let mut count = 0;
    let mut words = Vec::new();
    for (_, row) in standing(field, values) {
        count += 1;
        let Value::Object(cells) = row else {
            return Err(problem(ProblemCode::WrongShape, format!("{}: row {count} cannot be read", field.noun())));
        };
        for column in &field.columns {
            let cell = cells.get(&column.id).unwrap_or(&Value::Null);
            let at_row = |message: &str| format!("{}, row {count}: {message}", field.noun());
            match value::read(column, cell, now) {
                Ok(held) if column.required != Required::Never && !held.is_answered() => {
                    let message = column.missing.as_deref().unwrap_or(&column.label);
                    return Err(problem(ProblemCode::WrongShape, at_row(message)));
                }
                Ok(_) => {}
                Err(wrong) => return Err(problem(wrong.code, at_row(&wrong.message))),
            }
        }
        words.push(field.row_words(row));
    }
    let most = field.max_length.unwrap_or(MOST_ROWS) as usize;
    if count > most {
        return Err(problem(ProblemCode::TooMany, format!("{}: enter {most} rows or fewer", field.noun())));
    }
    Ok(Held::Rows(words))
}

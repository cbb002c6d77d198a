//! Counts of several people.
//!
//! **Law.** The answer is the sum of the standing writes that are whole numbers, each once; none standing, no answer. An
//! answer writes what it adds, or takes off, to what its author saw, and replaces nothing; so two people who count side
//! by side are added up, and a sum that a leader writes over all that stands is the new beginning.

use super::Step;
use book::StandingWrite;
use serde_json::Value;

pub(super) fn answer(standing: &[StandingWrite<Value>]) -> Value {
    // Wide enough that no order of adding up can run over.
    let numbers: Vec<i128> = standing.iter().filter_map(|write| whole(&write.value)).map(i128::from).collect();
    if numbers.is_empty() {
        return Value::Null;
    }
    let sum: i128 = numbers.iter().sum();
    Value::from(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
}

pub(super) fn steps(field: &str, answer: &Value, seen: &Value) -> Vec<Step> {
    let added = whole(answer).unwrap_or_default().saturating_sub(whole(seen).unwrap_or_default());
    // A count of none is an answer too, the first time.
    let first = seen.is_null() && !answer.is_null();
    if added == 0 && !first {
        return Vec::new();
    }
    vec![Step { field: field.to_owned(), value: Value::from(added), replaces: Vec::new(), before: Value::Null }]
}

fn whole(value: &Value) -> Option<i64> {
    let decimal = || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15);
    value.as_i64().or_else(|| decimal().map(|number| number as i64))
}

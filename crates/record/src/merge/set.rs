//! Elements, each for itself.
//!
//! **Law.** An element is in the set if a standing write of any row says it. Adding an element writes a row of its own and
//! replaces nothing; taking one away writes null over exactly those rows in which its author saw it. So an element added
//! without knowing of a removal stays, and two changes to different elements never meet. A row is named by a number and a
//! mark, never by its element: names of people stay in bodies, which the law may have erased.

use super::{Author, Seen, Step};
use crate::state::Record;
use book::StandingWrite;
use domain::catalogue::Field;
use serde_json::Value;

/// The elements in the order in which they were written; null if there are none.
pub(super) fn answer<'a>(standing: impl Iterator<Item = &'a StandingWrite<Value>>) -> Value {
    let mut writes: Vec<_> = standing.filter(|write| !write.value.is_null()).collect();
    // Writes come row by row, and rows of one entry are numbered: the order within an entry stays.
    writes.sort_by_key(|write| (write.clock, write.book, write.entry));
    let mut elements: Vec<Value> = Vec::new();
    for write in writes {
        if !elements.contains(&write.value) {
            elements.push(write.value.clone());
        }
    }
    if elements.is_empty() { Value::Null } else { Value::Array(elements) }
}

pub(super) fn steps(record: &Record, field: &Field, answer: &Value, seen: &Seen<'_>, author: &Author<'_>) -> Vec<Step> {
    let elements = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (old, new) = (elements(seen.value), elements(answer));
    let mut steps = Vec::new();
    for (row, held) in record.rows_of(&field.id) {
        let saw = seen.heads.get(row).map(Vec::as_slice).unwrap_or_default();
        let gone = held.standing().iter().filter(|write| {
            saw.contains(&write.entry)
                && !write.value.is_null()
                && old.contains(&write.value)
                && !new.contains(&write.value)
        });
        let gone: Vec<_> = gone.collect();
        if let Some(first) = gone.first() {
            let replaces = gone.iter().map(|write| write.entry).collect();
            steps.push(Step { field: row.clone(), value: Value::Null, replaces, before: first.value.clone() });
        }
    }
    let rows = record.rows_of(&field.id).count();
    let mut added: Vec<&Value> = Vec::new();
    for element in &new {
        if !old.contains(element) && !added.contains(&element) {
            added.push(element);
        }
    }
    for (index, element) in added.into_iter().enumerate() {
        let row = format!("{}/{:03}-{:08x}", field.id, rows + index, author.mark);
        steps.push(Step { field: row, value: element.clone(), replaces: Vec::new(), before: Value::Null });
    }
    steps
}

//! The catalogue: what each built-in kind asks for, which files are refused, and that no value makes it panic.

mod any_value;
mod areas;
mod bad_files;
mod changes;
mod clock_table;
mod clocks;
mod conditions;
mod counts_as;
mod edges;
mod fits;
mod kinds;
mod people;
mod rates;
mod steps;
mod street;
mod values;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{TimeZone as _, Utc};
use serde_json::{Value, json};

use super::*;

/// 18 March 2025, 09:45 in Chatham.
fn moment() -> Moment {
    Moment { now: Utc.with_ymd_and_hms(2025, 3, 18, 9, 45, 0).unwrap() }
}

fn built_in() -> &'static Catalogue {
    static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
        Catalogue::from_files(Catalogue::built_in_files()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
    });
    &BUILT_IN
}

/// The values of a JSON object, found a minute ago where it does not say when.
fn values(object: Value) -> BTreeMap<String, Value> {
    let Value::Object(object) = object else { panic!("values are an object") };
    let mut values: BTreeMap<String, Value> = object.into_iter().collect();
    values.entry("occurred_at".to_owned()).or_insert_with(|| json!("2025-03-18T09:44:00Z"));
    values
}

/// A finding of a built-in kind, judged.
fn answer(kind: &str, object: Value, photos: usize) -> FormAnswer {
    built_in().kind(kind).unwrap().answer(&values(object), &moment(), photos)
}

fn field<'a>(answer: &'a FormAnswer, id: &str) -> &'a FieldAnswer {
    answer.fields.iter().find(|field| field.id == id).unwrap_or_else(|| panic!("no field {id}"))
}

fn names(missing: &[Missing]) -> Vec<&str> {
    missing.iter().map(|missing| missing.field.as_str()).collect()
}

fn words(missing: &[Missing]) -> Vec<&str> {
    missing.iter().map(|missing| missing.message.as_str()).collect()
}

fn place() -> Value {
    json!({"lon": 0.5257, "lat": 51.3857, "accuracy_m": 8, "method": "device"})
}

//! A warning sign.
//!
//! **Law.** The answer is the latest standing write that gives the sign; if none does, the latest that stands. A warden who
//! answers that there is no sign replaces no write that gives one: both then stand, as two versions, until a leader
//! settles them. So a sign that somebody gave is never out of sight because somebody else knew of none.

use super::Author;
use book::{EntryHash, StandingWrite};
use domain::catalogue::NONE;
use serde_json::Value;

pub(super) fn answer(standing: &[StandingWrite<Value>]) -> Value {
    let given = standing.iter().find(|write| is_given(&write.value));
    given.or(standing.first()).map(|write| write.value.clone()).unwrap_or_default()
}

pub(super) fn replaced(
    standing: &[StandingWrite<Value>],
    mut heads: Vec<EntryHash>,
    answer: &Value,
    author: &Author<'_>,
) -> Vec<EntryHash> {
    if !is_given(answer) && !author.settles {
        heads.retain(|head| !standing.iter().any(|write| write.entry == *head && is_given(&write.value)));
    }
    heads
}

fn is_given(value: &Value) -> bool {
    match value {
        Value::Bool(answer) => *answer,
        Value::String(choice) => choice != NONE,
        _ => false,
    }
}

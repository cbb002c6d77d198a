//! Everybody's own note.
//!
//! **Law.** The answer is every standing write that says something, oldest first by clock: one as its text, several as a
//! list. A person's answer replaces what stands of that person and of no one else. So nobody's words are ever replaced by
//! another's, and a person's own older note stays legible in the book.

use super::{Author, Step};
use book::{EntryHash, StandingWrite};
use serde_json::Value;

pub(super) fn answer(standing: &[StandingWrite<Value>]) -> Value {
    // Standing writes come with the latest in front.
    let notes = standing.iter().rev().map(|write| &write.value).filter(|value| !value.is_null());
    let notes: Vec<_> = notes.cloned().collect();
    match notes.as_slice() {
        [] => Value::Null,
        [one] => one.clone(),
        _ => Value::Array(notes),
    }
}

/// A person's own note, the latest of several, and the writes that it stands in.
pub(super) fn own(standing: &[StandingWrite<Value>], author: &Author<'_>) -> (Value, Vec<EntryHash>) {
    let own: Vec<_> = standing.iter().filter(|write| author.grants.contains(&write.author)).collect();
    let note = own.first().map(|write| write.value.clone()).unwrap_or_default();
    (note, own.iter().map(|write| write.entry).collect())
}

pub(super) fn steps(field: &str, standing: &[StandingWrite<Value>], answer: &Value, author: &Author<'_>) -> Vec<Step> {
    let (before, replaces) = own(standing, author);
    let step = Step { field: field.to_owned(), value: answer.clone(), replaces, before };
    Vec::from_iter((step.before != *answer).then_some(step))
}

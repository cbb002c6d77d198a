//! The expressions of a kind: read, held against the fields that exist, and tried on a form with nothing answered.

use std::collections::{BTreeSet, HashMap};

use cel::Value as CelValue;

use super::Step::{Item, Key};
use super::{Mistake, Source, Step};
use crate::catalogue::condition::{Compiled, Condition, ConditionError, FieldConditions, Scope};
use crate::catalogue::definition::{Field, Kind};
use crate::catalogue::value::Held;

/// Which file each field of an assembled kind comes from: `first` shared ones, `own` of the kind, then shared again.
pub(super) struct Origins<'a> {
    pub(super) kind: &'a Source<'a>,
    pub(super) common: &'a Source<'a>,
    pub(super) first: usize,
    pub(super) own: usize,
}

impl Origins<'_> {
    /// The mistake at a key of the field with this place in the kind.
    fn mistake(&self, kind: &Kind, at: usize, key: &str, reason: String) -> Mistake {
        let own = self.first..self.first + self.own;
        if own.contains(&at) {
            return self.kind.mistake(&[Key("field"), Item(at - self.first), Key(key)], reason);
        }
        let list = if at < self.first { "first" } else { "last" };
        let id = kind.fields.get(at).map_or("", |field| field.id.as_str());
        self.common.mistake(&[Key(list), Item(self.common.lines.index_of(list, id)), Key(key)], reason)
    }
}

/// What an expression has to give.
#[derive(Clone, Copy)]
enum Wanted {
    YesOrNo,
    Words,
    Value,
}

/// Compiles every expression of an assembled kind into it.
pub(super) fn compile(kind: &mut Kind, origins: &Origins<'_>, mistakes: &mut Vec<Mistake>) {
    let scope = match blank(&kind.fields) {
        Ok(scope) => scope,
        Err(error) => return mistakes.push(origins.kind.mistake(&[], error.to_string())),
    };
    let all: BTreeSet<&str> = kind.fields.iter().map(|field| field.id.as_str()).collect();
    let mut earlier = BTreeSet::new();
    let mut compiled = Compiled::default();
    for (at, field) in kind.fields.iter().enumerate() {
        let mut read = |key: &str, source: &Option<String>, known: &BTreeSet<&str>, wanted| {
            let outcome = tried(source.as_deref()?, known, wanted, &scope);
            outcome.map_err(|error| mistakes.push(origins.mistake(kind, at, key, error.to_string()))).ok()
        };
        compiled.fields.push(FieldConditions {
            shown_when: read("shown_when", &field.shown_when, &earlier, Wanted::YesOrNo),
            required_when: read("required_when", &field.required_when, &all, Wanted::YesOrNo),
            because: read("because", &field.because, &all, Wanted::Words),
            computed: read("computed", &field.computed, &earlier, Wanted::Value),
        });
        earlier.insert(field.id.as_str());
    }
    for (at, rule) in kind.rules.iter().enumerate() {
        let mut refuse = |key, reason| mistakes.push(origins.kind.mistake(&[Key("rule"), Item(at), Key(key)], reason));
        if !all.contains(rule.field.as_str()) {
            refuse("field", format!("there is no field \"{}\"", rule.field));
        }
        match tried(&rule.holds, &all, Wanted::YesOrNo, &scope) {
            Ok(condition) => compiled.rules.push(condition),
            Err(error) => refuse("holds", error.to_string()),
        }
    }
    match tried(&kind.summary, &all, Wanted::Words, &scope) {
        Ok(summary) => compiled.summary = Some(summary),
        Err(error) => mistakes.push(origins.kind.mistake(&[Step::Key("summary")], error.to_string())),
    }
    kind.compiled = compiled;
}

/// Reads an expression and tries it.
fn tried(source: &str, known: &BTreeSet<&str>, wanted: Wanted, scope: &Scope) -> Result<Condition, ConditionError> {
    let condition = Condition::parse(source, known)?;
    match wanted {
        Wanted::YesOrNo => condition.holds(scope).map(drop)?,
        Wanted::Words => condition.words(scope).map(drop)?,
        Wanted::Value => condition.evaluate(scope).map(drop)?,
    }
    Ok(condition)
}

/// A form with nothing answered.
fn blank(fields: &[Field]) -> Result<Scope, ConditionError> {
    let mut scope = Scope::new()?;
    scope.set("photos", CelValue::Int(0));
    let texts: HashMap<String, String> = fields.iter().map(|field| (field.id.clone(), String::new())).collect();
    scope.set("text", CelValue::from(texts));
    for field in fields {
        scope.set(&field.id, Held::Unanswered.for_conditions(field));
    }
    Ok(scope)
}

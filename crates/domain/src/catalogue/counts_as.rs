//! "Counts as": in figures, what an earlier question was told is an answer to the question that took its place.
//!
//! A question whose meaning changes is retired and a new one asked (ids are never used again). So that a figure over the day of
//! the change is still one figure, the retired question says what its answers count as, up to which day. A record itself shows
//! what was asked and answered, for ever.

use super::Kind;
use super::definition::{Field, FieldType};
use super::figure::day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the answers to a retired question count as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountsAs {
    /// The question that took its place, of the same kind and type.
    pub field: String,
    /// The first day on which the new question was asked; records of days before it are read so.
    #[ts(type = "string")]
    pub before: NaiveDate,
    /// Each choice that the new question calls by another id, with that id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, String>,
}

impl CountsAs {
    /// The answer to the old question as one to the new.
    fn read(&self, told: &Value) -> Value {
        match told {
            Value::String(id) => self.choices.get(id).unwrap_or(id).clone().into(),
            Value::Array(all) => all.iter().map(|one| self.read(one)).collect(),
            other => other.clone(),
        }
    }

    /// Why a question of `fields` cannot count so.
    pub(super) fn objection(&self, old: &Field, fields: &[Field]) -> Option<String> {
        let Some(new) = fields.iter().find(|field| field.id == self.field) else {
            return Some(format!("there is no field \"{}\"", self.field));
        };
        if !old.retired || new.retired || new.is_worked_out() {
            return Some("what counts as another question is retired, and that other is asked".to_owned());
        }
        if old.field_type != new.field_type || old.field_type == FieldType::Rows {
            return Some(format!("\"{}\" takes another sort of answer", self.field));
        }
        if let Some(id) = self.choices.keys().find(|id| old.choice(id).is_none()) {
            return Some(format!("\"{}\" has no choice \"{id}\"", old.id));
        }
        let nowhere = |id: &&str| new.choice(self.choices.get(*id).map_or(id, String::as_str)).is_none();
        let lost = old.choices.iter().map(|choice| choice.id.as_str()).find(nowhere);
        lost.map(|id| format!("say which choice of \"{}\" \"{id}\" counts as", self.field))
    }
}

impl Kind {
    /// The values as figures read them; none if they are read as they stand.
    pub(super) fn as_counted(&self, values: &BTreeMap<String, Value>) -> Option<BTreeMap<String, Value>> {
        let told = |id: &str| values.get(id).filter(|told| !told.is_null());
        let rules = self.fields.iter().filter_map(|old| Some((told(&old.id)?, old.counts_as.as_ref()?)));
        let mut rules = rules.filter(|(_, rule)| told(&rule.field).is_none()).peekable();
        rules.peek()?;
        let on = told("occurred_at").and_then(Value::as_str).and_then(day)?;
        let read: Vec<_> = rules
            .filter(|(_, rule)| on < rule.before)
            .map(|(told, rule)| (rule.field.clone(), rule.read(told)))
            .collect();
        (!read.is_empty()).then(|| values.clone().into_iter().chain(read).collect())
    }
}

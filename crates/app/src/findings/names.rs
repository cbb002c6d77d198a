//! Answers in words, also those that name another record.

use crate::App;
use crate::contract::CallError;
use crate::findings::course::step_words;
use crate::words::local;
use book::RecordId;
use domain::catalogue::{Field, FieldType, Kind, Merge};
use serde_json::Value;
use store::Found;

impl App {
    /// A record as another one names it: an entry of a register by its words, anything else with its day too.
    pub(crate) fn name_of(&self, found: &Found) -> String {
        let kind = self.store.catalogue().kind(&found.kind);
        let words = match kind {
            Some(kind) if found.summary.is_empty() => &kind.name,
            _ => &found.summary,
        };
        if kind.is_some_and(|kind| kind.register) {
            return words.clone();
        }
        format!("{words}, {}", local(found.occurred).format("%-d %B %Y"))
    }

    /// A stored value of a question in words.
    pub(crate) fn field_words(&self, field: &Field, value: &Value) -> Result<String, CallError> {
        if let (FieldType::Records, Some(ids)) = (field.field_type, value.as_array()) {
            let one = Field { field_type: FieldType::Record, ..field.clone() };
            let names = ids.iter().map(|id| self.field_words(&one, id)).collect::<Result<Vec<_>, _>>()?;
            return Ok(names.join("; "));
        }
        let Some(id) = value.as_str().filter(|_| field.field_type == FieldType::Record).and_then(RecordId::parse)
        else {
            return Ok(field.words(value));
        };
        let named = self.store.found(id)?.filter(|found| !found.kind.is_empty());
        match named {
            None => Ok("Not on this tablet".into()),
            Some(found) if field.links() => self.linked_name(&found),
            Some(found) => Ok(self.name_of(&found)),
        }
    }

    /// What one page wrote to a question, in words. A page writes a set element by element.
    pub(crate) fn written(&self, field: &Field, value: &Value) -> Result<String, CallError> {
        match field.merge {
            Merge::Set if value.is_string() => self.field_words(field, &Value::Array(vec![value.clone()])),
            _ => self.field_words(field, value),
        }
    }

    /// What a page wrote to a field or a row, in words; "nothing" when it was cleared.
    pub(crate) fn value_words(&self, kind: Option<&Kind>, name: &str, value: &Value) -> Result<String, CallError> {
        let base = name.split_once('/').map_or(name, |(base, _)| base);
        let text = match kind.and_then(|kind| kind.field(base)) {
            None if name == record::STATE => step_words(kind, value),
            Some(field) if base != name && field.field_type == FieldType::Rows => field.row_words(value),
            Some(field) if base == name || field.merge == Merge::Set => self.written(field, value)?,
            _ => match value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                Value::Object(parts) => parts.values().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
                other => other.to_string(),
            },
        };
        Ok(if text.is_empty() { "nothing".into() } else { text })
    }
}

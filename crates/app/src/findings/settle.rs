//! A leader settles two versions by choosing one; the choice replaces those that the leader saw. (A third is written with
//! the form that corrects a finding.)

use crate::App;
use crate::contract::{CallError, FindingView, Settle};
use crate::refusals::not_found;
use book::{EntryHash, RecordId, StandingWrite};
use domain::roles::Action as Right;
use record::{Record, Stood};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Change;

impl App {
    pub(crate) fn settle_versions(&self, request: Settle) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::SettleVersions, RecordId::parse(&request.id))?;
        let record = self.record_named(&request.id)?;
        let chosen = EntryHash::from_hex(&request.entry);
        let seen: Vec<_> = request.versions.iter().filter_map(|entry| EntryHash::from_hex(entry)).collect();
        let standing = record.fields.get(&request.field).map(|field| field.standing()).unwrap_or_default();
        let right = standing.iter().find(|write| Some(write.entry) == chosen).ok_or_else(|| not_found("version"))?;
        // A version that came in since the page was drawn stays: nobody has looked at it.
        let saw =
            standing.iter().map(|write| write.entry).filter(|entry| *entry == right.entry || seen.contains(entry));
        let change = Change {
            record: record.id,
            field: request.field.clone(),
            value: right.value.clone(),
            saw: Some(saw.collect()),
        };
        let mut changes = vec![change];
        if request.field == record::STATE {
            changes.extend(self.said_by(&record, right)?);
        }
        self.write_as(&acting, changes)?;
        self.changed("finding");
        self.show_finding(&request.id)
    }

    /// What the chosen step says by being taken; and what another one said goes back to what it was before.
    fn said_by(&self, record: &Record, chosen: &StandingWrite<Value>) -> Result<Vec<Change>, CallError> {
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        let sets = |write: &StandingWrite<Value>| {
            let stood: Option<Stood> = serde_json::from_value(write.value.clone()).ok();
            let step = stood.zip(kind).and_then(|(stood, kind)| kind.step(&stood.step));
            step.map(|step| step.sets.clone()).unwrap_or_default()
        };
        let mut said: BTreeMap<String, Value> = BTreeMap::new();
        let standing = record.fields.get(record::STATE).map(|field| field.standing()).unwrap_or_default();
        for write in standing.iter().filter(|write| write.entry != chosen.entry) {
            for field in sets(write).into_keys() {
                if record.shown(&field).is_some_and(|shown| shown.entry == write.entry) {
                    said.insert(field.clone(), self.before(record.id, &field, write.entry)?);
                }
            }
        }
        said.extend(sets(chosen));
        let change = |(field, value): (String, Value)| Change {
            record: record.id,
            saw: Some(record.heads(&field)),
            field,
            value,
        };
        said.retain(|field, value| {
            record.value(field) != (!value.is_null()).then_some(&*value) || record.heads(field).len() > 1
        });
        Ok(said.into_iter().map(change).collect())
    }

    /// What a field held before that entry wrote to it; null if nothing, or if it cannot be read here.
    fn before(&self, record: RecordId, field: &str, entry: EntryHash) -> Result<Value, CallError> {
        let Some(page) = self.store.entry_of(entry)? else { return Ok(Value::Null) };
        let replaced = page.writes().find(|(of, write, _)| *of == record && write.field == field);
        let replaced = replaced.and_then(|(_, write, _)| write.replaces.first().copied());
        let Some(page) = replaced.map(|entry| self.store.entry_of(entry)).transpose()?.flatten() else {
            return Ok(Value::Null);
        };
        let write = page.values().find(|(of, write, _)| *of == record && write.field == field);
        Ok(write.and_then(|(.., bytes)| serde_json::from_slice(bytes).ok()).unwrap_or_default())
    }
}

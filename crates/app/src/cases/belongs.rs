//! To which cases a finding belongs.

use crate::App;
use crate::cases::{CASE, CASES};
use crate::contract::{CallError, ErrorCode, FindingView, Named, PutInCase};
use crate::refusals::{invalid, not_found, refuse};
use book::RecordId;
use domain::catalogue::{Field, Kind};
use domain::roles::{Action as Right, may};
use record::{Record, Seen};
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Change, Filter, StateFilter};

/// Open cases that are offered.
const OFFERED: u32 = 200;

impl App {
    /// The cases that a finding names.
    pub(crate) fn cases_of(&self, record: &Record, kind: Option<&Kind>) -> Result<Vec<Named>, CallError> {
        let Some(field) = kind.and_then(|kind| kind.field(CASES)) else { return Ok(Vec::new()) };
        let answer = record.answer(field);
        let ids = answer.as_array().into_iter().flatten().filter_map(Value::as_str).filter_map(RecordId::parse);
        let named = ids.map(|id| self.named_case(id)).collect::<Result<Vec<_>, _>>()?;
        Ok(named.into_iter().flatten().collect())
    }

    /// The open cases into which it can be put; none if it can be put into none.
    pub(crate) fn cases_for(&self, record: &Record, kind: Option<&Kind>) -> Result<Vec<Named>, CallError> {
        let asks = kind.is_some_and(|kind| kind.field(CASES).is_some()) && record.withdrawn().is_none();
        if !asks || !may(self.unlocked()?.role, Right::CorrectFinding) {
            return Ok(Vec::new());
        }
        let open = Filter { kind: Some(CASE.into()), state: Some(StateFilter::Open), ..Filter::default() };
        let has = self.cases_of(record, kind)?;
        let found = self.store.find(&open, OFFERED)?;
        let named = found.iter().map(|found| Named { id: found.id.to_string(), name: self.name_of(found) });
        Ok(named.filter(|one| !has.contains(one)).collect())
    }

    pub(crate) fn put_into_case(&self, request: PutInCase) -> Result<FindingView, CallError> {
        let id = RecordId::parse(&request.id).ok_or_else(|| not_found("finding"))?;
        let acting = self.acting(Right::CorrectFinding, Some(id))?;
        let record = self.store.record(id)?.ok_or_else(|| not_found("finding"))?;
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        let field = kind.and_then(|kind| kind.field(CASES));
        let field =
            field.ok_or_else(|| refuse(ErrorCode::Invalid, "Only findings belong to a case, and this is none."))?;
        let case = RecordId::parse(&request.case).map(|case| self.store.found(case)).transpose()?.flatten();
        let case = case.filter(|case| case.kind == CASE && !case.withdrawn).ok_or_else(|| not_found("case"))?;
        if request.belongs && case.standing.as_deref() == Some("closed") {
            return Err(invalid("case", "This case is closed. A team leader can reopen it"));
        }
        let changes = self.moved(&record, field, &case.id.to_string(), request.belongs)?;
        if changes.is_empty() {
            let belongs =
                if request.belongs { "It belongs to this case already" } else { "It does not belong to this case" };
            return Err(invalid("case", belongs));
        }
        self.write_as(&acting, changes)?;
        self.changed("finding");
        self.show_finding(&request.id)
    }

    /// What puts a finding into a case; nothing if it belongs there, or can belong to none.
    pub(crate) fn put_in_change(&self, record: &Record, case: &str) -> Result<Vec<Change>, CallError> {
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        match kind.and_then(|kind| kind.field(CASES)) {
            Some(field) => self.moved(record, field, case, true),
            None => Ok(Vec::new()),
        }
    }

    /// What puts it in or takes it out.
    fn moved(&self, record: &Record, field: &Field, case: &str, belongs: bool) -> Result<Vec<Change>, CallError> {
        let held = record.answer(field);
        let mut cases: Vec<Value> = held.as_array().cloned().unwrap_or_default();
        cases.retain(|one| one.as_str() != Some(case));
        if belongs {
            cases.push(case.into());
        }
        let answering = self.answering()?;
        let heads: BTreeMap<_, _> = record.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect();
        let seen = Seen { value: &held, heads: &heads };
        let answer = if cases.is_empty() { Value::Null } else { cases.into() };
        let steps = record.steps(field, &answer, &seen, &answering.author());
        let change = |step: record::Step| Change {
            record: record.id,
            field: step.field,
            value: step.value,
            saw: Some(step.replaces),
        };
        Ok(steps.into_iter().map(change).collect())
    }

    /// A case by its name, unless it is not on this tablet.
    pub(super) fn named_case(&self, id: RecordId) -> Result<Option<Named>, CallError> {
        let found = self.store.found(id)?.filter(|found| found.kind == CASE);
        Ok(found.map(|found| Named { id: found.id.to_string(), name: self.name_of(&found) }))
    }
}

//! A hotspot is checked: nothing was found, by one tap; or something was, and the check is recorded with the finding.

use crate::App;
use crate::app::held;
use crate::contract::{CallError, ErrorCode, Nothing, Saved};
use crate::recording::{LastSaved, TAKEN_BACK, UNDO_SECONDS, rfc3339};
use crate::refusals::{not_found, refuse};
use crate::rounds::hotspots::name_of;
use crate::rounds::visits::Visit;
use crate::rounds::walk::Walk;
use crate::rounds::{BY_CHECK, FINDINGS, FOUND, HOTSPOT, KIND_OF_ROUND, NOTHING, RESULT, VISIT, is_at};
use crate::words::{clock, local};
use book::RecordId;
use domain::place::{Method, Place};
use domain::roles::Action as Right;
use record::{Record, Seen};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Action, Change, Draft, Found};
use uuid::Uuid;

/// For so long a patrol that looks at a place is at the same check of it.
const ONE_CHECK_MINUTES: i64 = 60;

/// A find so near belongs to the place by its name, in metres.
const THERE_M: f64 = 250.0;

/// What a save did to the check that its finding belongs to.
pub(crate) struct VisitBefore {
    pub(crate) id: RecordId,
    /// Whether the save began the check.
    pub(crate) begun: bool,
    /// What each field of it held before.
    pub(crate) before: Vec<(String, Value)>,
}

impl App {
    /// Records that nothing was found at a hotspot.
    pub(crate) fn check_hotspot(&self, id: &str) -> Result<Saved, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        let (patrol, hotspot) = self.at_hotspot(id)?;
        if let Some(visit) = self.check_about(&patrol, hotspot.id, self.now())? {
            let what = if visit.found { "something was found" } else { "nothing was found" };
            let again = format!(
                "This patrol checked {} at {}: {what}. Open that check to correct it.",
                name_of(&hotspot),
                clock(visit.at)
            );
            return Err(refuse(ErrorCode::Invalid, again));
        }
        let now = self.now();
        let record = RecordId(Uuid::now_v7());
        let changes = self.begin_check(record, &hotspot, &patrol, &rfc3339(now), NOTHING)?;
        let written = self.store.write(Action { author: session.person.grant, changes, completes: None }, now)?;
        *held(&self.last_saved) = Some(LastSaved {
            record,
            draft: None,
            before: Vec::new(),
            visit: None,
            entry: written.entry,
            at: now,
            by: Some(session.person.user),
        });
        self.changed("finding");
        Ok(Saved {
            finding: record.to_string(),
            page: u32::try_from(written.page).unwrap_or(u32::MAX),
            sentence: format!("{}: nothing found. Page {} is on this tablet", name_of(&hotspot), written.page),
            undo_seconds: UNDO_SECONDS,
        })
    }

    /// Takes the check of the last ten seconds back.
    pub(crate) fn take_check_back(&self, id: &str) -> Result<Nothing, CallError> {
        let session = self.allowed(Right::RecordFinding)?;
        let last = self.last_save(id)?;
        if last.draft.is_some() {
            return Err(not_found("check"));
        }
        let changes = vec![Change::new(last.record, record::WITHDRAWN, json!({ "reason": TAKEN_BACK }))];
        self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
        self.changed("finding");
        Ok(Nothing {})
    }

    /// The patrol under way and a hotspot that is looked at.
    pub(crate) fn at_hotspot(&self, id: &str) -> Result<(Found, Record), CallError> {
        let patrol = self.patrol_under_way()?.ok_or_else(|| {
            refuse(ErrorCode::PatrolState, "No patrol is under way. Start one from Today, then check hotspots.")
        })?;
        let hotspot = RecordId::parse(id).map(|id| self.hotspot(id)).transpose()?.flatten();
        let hotspot = hotspot.ok_or_else(|| not_found("hotspot"))?;
        if !is_at(&hotspot, local(self.now()).date_naive()) {
            let ended = format!("{} is not looked at any more: it was paused or has ended.", name_of(&hotspot));
            return Err(refuse(ErrorCode::Invalid, format!("{ended} What you find there can still be recorded.")));
        }
        Ok((patrol, hotspot))
    }

    /// The check of a hotspot at which a patrol was at that moment: the nearest.
    fn check_about(&self, patrol: &Found, hotspot: RecordId, at: i64) -> Result<Option<Visit>, CallError> {
        let away = |visit: &Visit| (visit.at - at).abs();
        let there = |visit: &Visit| visit.hotspot == hotspot && away(visit) < ONE_CHECK_MINUTES * 60_000;
        Ok(self.visits_on(patrol)?.into_iter().filter(there).min_by_key(away))
    }

    fn begin_check(
        &self,
        check: RecordId,
        hotspot: &Record,
        patrol: &Found,
        at: &str,
        result: &str,
    ) -> Result<Vec<Change>, CallError> {
        let mut changes = vec![
            Change::new(check, record::KIND, VISIT),
            Change::new(check, record::OCCURRED_AT, at),
            Change::new(check, record::ON_PATROL, patrol.id.to_string()),
            Change::new(check, record::PLACE, place_of(hotspot)),
            Change::new(check, HOTSPOT, hotspot.id.to_string()),
            Change::new(check, RESULT, result),
        ];
        let walk = self.store.record(patrol.id)?.and_then(|patrol| Walk::of(&patrol));
        let walk = walk.filter(|walk| walk.places.contains(&hotspot.id));
        changes.extend(walk.map(|walk| Change::new(check, KIND_OF_ROUND, walk.round.to_string())));
        Ok(changes)
    }

    /// What a finding that a check came upon changes in that check. None if it was found otherwise, or on no patrol.
    pub(crate) fn found_at_check(
        &self,
        finding: RecordId,
        draft: &Draft,
        values: &BTreeMap<String, Value>,
    ) -> Result<Option<(VisitBefore, Vec<Change>)>, CallError> {
        let Some(hotspot) = self.hotspot_of(values)? else { return Ok(None) };
        let Some(patrol) = draft.patrol.map(|id| self.store.found(id)).transpose()?.flatten() else { return Ok(None) };
        // A find that is typed in later belongs to the check of its own time.
        let at = values.get(record::OCCURRED_AT).and_then(Value::as_str).and_then(record::instant);
        let at = at.map_or_else(|| self.now(), |at| at.timestamp_millis());
        let under_way = self.check_about(&patrol, hotspot.id, at)?;
        let held = under_way.as_ref().map(|visit| self.store.record(visit.id)).transpose()?.flatten();
        let check = held.as_ref().map_or_else(|| RecordId(Uuid::now_v7()), |held| held.id);
        let mut before = Vec::new();
        let mut changes = match &held {
            None => self.begin_check(check, &hotspot, &patrol, &rfc3339(at), FOUND)?,
            Some(held) if held.text(RESULT) == Some(FOUND) => Vec::new(),
            Some(held) => {
                before.push((RESULT.to_owned(), held.value(RESULT).cloned().unwrap_or_default()));
                vec![Change::new(check, RESULT, FOUND)]
            }
        };
        let kind = self.store.catalogue().kind(VISIT);
        if let Some(field) = kind.and_then(|kind| kind.field(FINDINGS)) {
            let record = held.clone().unwrap_or_else(|| Record::new(check));
            let seen = record.answer(field);
            let mut findings = seen.as_array().cloned().unwrap_or_default();
            findings.push(finding.to_string().into());
            let heads = BTreeMap::new();
            let answering = self.answering()?;
            let seen = Seen { value: &seen, heads: &heads };
            for step in record.steps(field, &Value::Array(findings), &seen, &answering.author()) {
                before.push((step.field.clone(), step.before));
                changes.push(Change { record: check, field: step.field, value: step.value, saw: Some(step.replaces) });
            }
        }
        Ok(Some((VisitBefore { id: check, begun: held.is_none(), before }, changes)))
    }

    /// The hotspot that answers name, if a check of it is how the finding came to notice.
    pub(crate) fn hotspot_of(&self, values: &BTreeMap<String, Value>) -> Result<Option<Record>, CallError> {
        let by_check = values.get("source").and_then(Value::as_str) == Some(BY_CHECK);
        let named = values.get(HOTSPOT).and_then(Value::as_str).filter(|_| by_check).and_then(RecordId::parse);
        Ok(named.map(|id| self.hotspot(id)).transpose()?.flatten())
    }
}

/// A position that has no name of its own under the name of the hotspot at which it lies.
pub(crate) fn named_there(place: &Value, hotspot: &Record) -> Option<Value> {
    let place = crate::recording::read_place(place).filter(|place| place.name().is_none())?;
    let at = hotspot.value(record::PLACE).and_then(crate::recording::read_place)?.position()?;
    let is_there = place.position().is_some_and(|position| position.metres_to(&at) <= THERE_M);
    is_there.then(|| place.with_name(name_of(hotspot)).ok()).flatten().map(|place| json!(place))
}

/// Where a hotspot is, for what was found or not found there: its position under its own name.
pub(crate) fn place_of(hotspot: &Record) -> Value {
    let name = name_of(hotspot);
    let held = hotspot.value(record::PLACE).and_then(crate::recording::read_place);
    let position = held.as_ref().and_then(Place::position);
    let placed = position.and_then(|position| Place::at(position, Method::Named, None).ok()?.with_name(name).ok());
    json!(placed.or_else(|| Place::named(name).ok()))
}

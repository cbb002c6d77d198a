//! A patrol as its warden sees it.

use crate::App;
use crate::contract::{CallError, ErrorCode, KindCount, PatrolLine, PatrolRequest, PatrolView, Whereabouts};
use crate::recording::TILES;
use crate::refusals::{not_found, refuse};
use crate::words::{clock, local};
use book::RecordId;
use domain::catalogue::{FieldType, Kind, Moment};
use record::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Counts, Filter, Found, KnownPerson};

/// The most findings that one patrol shows and adds up: more than a shift can hold.
const MOST: u32 = 10_000;

impl App {
    pub(crate) fn show_patrol(&self, request: PatrolRequest) -> Result<PatrolView, CallError> {
        self.unlocked()?;
        match request.id {
            Some(id) => self.view_by_id(RecordId::parse(&id).ok_or_else(|| not_found("patrol"))?),
            None => {
                let found = self.patrol_under_way()?;
                let found = found
                    .ok_or_else(|| refuse(ErrorCode::PatrolState, "No patrol is under way. Start one from Today."))?;
                self.patrol_view(&found)
            }
        }
    }

    /// The patrol under way, of whoever has unlocked the tablet; while it is locked, of whoever had it last.
    pub(crate) fn patrol_under_way(&self) -> Result<Option<Found>, CallError> {
        let Some(writer) = self.writer()? else { return Ok(None) };
        let active = Filter {
            kind: Some(record::PATROL.into()),
            status: Some("active".into()),
            user: Some(writer.user),
            ..Filter::default()
        };
        Ok(self.store.find(&active, 1)?.into_iter().next())
    }

    /// Who writes now: the session's person, or while locked whoever had the tablet last.
    pub(crate) fn writer(&self) -> Result<Option<KnownPerson>, CallError> {
        if let Some(session) = self.session() {
            return Ok(Some(session.person));
        }
        let last: Option<book::UserId> = self.store.setting("last_user")?;
        let people = self.store.people()?;
        let person = people.iter().find(|person| Some(person.user) == last).or(people.first());
        Ok(person.cloned())
    }

    pub(crate) fn view_by_id(&self, id: RecordId) -> Result<PatrolView, CallError> {
        let found = self.store.found(id)?.filter(|found| found.kind == record::PATROL);
        self.patrol_view(&found.ok_or_else(|| not_found("patrol"))?)
    }

    pub(crate) fn patrol_view(&self, found: &Found) -> Result<PatrolView, CallError> {
        let patrol = self.store.record(found.id)?.ok_or_else(|| not_found("patrol"))?;
        let on_it = Filter { patrol: Some(found.id), ..Filter::default() };
        let findings = self.store.find(&on_it, MOST)?;
        let lines = self.finding_lines(&findings)?;
        let started = found.occurred;
        let ended = patrol.text(record::ENDED_AT).and_then(record::instant).map(|at| at.timestamp_millis());
        let until = ended.unwrap_or_else(|| self.now());
        let review = patrol.review();
        let (rounds, checks) = self.rounds_of(found)?;
        let counts = self.counts(found.id, &findings)?;
        Ok(PatrolView {
            id: found.id.to_string(),
            status: found.status.clone().unwrap_or_default(),
            started_at: local(started).to_rfc3339(),
            ended_at: ended.map(|ended| local(ended).to_rfc3339()),
            times: match ended {
                Some(ended) => format!("{} to {}", clock(started), clock(ended)),
                None => format!("since {}", clock(started)),
            },
            minutes: u32::try_from((until - started) / 60_000).unwrap_or_default(),
            mode: patrol.text(record::MODE).unwrap_or_default().into(),
            area: found.place.clone(),
            with: texts(patrol.value(record::WITH)),
            by: found.by.clone(),
            rounds,
            checks,
            missed: self.missed_on(found, &patrol)?,
            other_kinds: u32::try_from(self.finding_kinds(Some(found.id))?.len().saturating_sub(counts.len()))
                .unwrap_or_default(),
            counts,
            metres: metres(&findings),
            photos: findings.iter().filter(|found| found.counts()).map(|found| found.photos).sum(),
            to_finish: lines
                .iter()
                .filter(|line| line.states.iter().any(|state| state == "to_finish" || state == "question"))
                .cloned()
                .collect(),
            findings: lines,
            whereabouts: whereabouts(self.store.whereabouts_of(found.id)?),
            note: patrol.text(record::NOTE_FOR_NEXT).map(Into::into),
            review: review.as_ref().map(|review| review.outcome.clone()),
            review_reason: review.and_then(|review| review.reason),
        })
    }

    pub(crate) fn patrol_line(&self, found: &Found) -> Result<PatrolLine, CallError> {
        let patrol = self.store.record(found.id)?;
        let sent_back = patrol.as_ref().and_then(Record::review).filter(|review| review.outcome == "sent_back");
        let is_finding = |kind: &str| self.store.catalogue().kind(kind).is_some_and(|kind| kind.finding);
        let counts = self.store.counts_by_kind(Some(found.id))?;
        Ok(PatrolLine {
            id: found.id.to_string(),
            area: found.place.clone(),
            when: when(found, patrol.as_ref()),
            findings: counts.iter().filter(|(kind, _)| is_finding(kind)).map(|(_, many)| many).sum(),
            sent_back: sent_back.and_then(|review| review.reason),
        })
    }

    /// Counts by kind, most used first: zeros of the kinds with a tile, the others where there are any. What was recorded
    /// by mistake does not count, nor a duplicate.
    fn counts(&self, patrol: RecordId, findings: &[Found]) -> Result<Vec<KindCount>, CallError> {
        let mut counts = Vec::new();
        for (at, kind) in self.finding_kinds(Some(patrol))?.into_iter().enumerate() {
            let of_kind: Vec<_> = findings.iter().filter(|found| found.kind == kind.id && found.counts()).collect();
            if at < TILES && !kind.retired || !of_kind.is_empty() {
                counts.push(KindCount {
                    kind: kind.id.clone(),
                    name: kind.name.clone(),
                    icon: kind.icon.clone(),
                    count: of_kind.len() as u32,
                    detail: self.added_up(kind, &of_kind)?,
                });
            }
        }
        Ok(counts)
    }

    /// Every kind of finding that is not restricted, most used first; on a patrol in the order that it began with.
    pub(crate) fn finding_kinds(&self, patrol: Option<RecordId>) -> Result<Vec<&Kind>, CallError> {
        let kinds = self.kinds_by_use(patrol)?.into_iter();
        Ok(kinds.filter(|kind| kind.finding && !kind.restricted).collect())
    }

    /// The kind's own summary over the sums of its counters: "21 items, 6 sharps". None for kinds without counters.
    fn added_up(&self, kind: &Kind, findings: &[&Found]) -> Result<Option<String>, CallError> {
        let counters: Vec<_> =
            kind.fields.iter().filter(|field| field.field_type == FieldType::Count && !field.is_worked_out()).collect();
        let counts_first = kind.fields.iter().find(|field| field.id != record::OCCURRED_AT);
        if findings.is_empty() || counts_first.is_none_or(|field| !counters.contains(&field)) {
            return Ok(None);
        }
        let mut sums: BTreeMap<String, Value> = BTreeMap::new();
        for found in findings {
            let Some(record) = self.store.record(found.id)? else { continue };
            for counter in &counters {
                let held = sums.get(&counter.id).and_then(Value::as_u64).unwrap_or_default();
                let counted = record.answer(counter).as_u64().unwrap_or_default();
                sums.insert(counter.id.clone(), Value::from(held + counted));
            }
        }
        let moment = Moment { now: local(self.now()).to_utc() };
        Ok(Some(kind.answer(&sums, &moment, 0).summary).filter(|summary| !summary.is_empty()))
    }
}

/// "Mon 17 Mar, 13:00 to 18:40".
pub(crate) fn when(found: &Found, patrol: Option<&Record>) -> String {
    let ended = patrol.and_then(|patrol| patrol.text(record::ENDED_AT)).and_then(record::instant);
    let to = ended.map(|ended| format!(" to {}", clock(ended.timestamp_millis()))).unwrap_or_default();
    format!("{}{to}", local(found.occurred).format("%a %-d %b, %H:%M"))
}

/// The straight lines between the places of findings that count, in the order of their times: what was walked at least,
/// so of each as much less as both its ends may be off.
fn metres(findings: &[Found]) -> Option<u32> {
    let counting = findings.iter().filter(|found| found.counts());
    let mut at: Vec<_> = counting.filter_map(|found| Some((found.occurred, found.position?))).collect();
    at.sort_by_key(|(when, _)| *when);
    let walked = at.windows(2).filter_map(|pair| match pair {
        [(_, from), (_, to)] => Some((from.metres_to(to) - from.accuracy_m - to.accuracy_m).max(0.0)),
        _ => None,
    });
    // Far below the largest whole number; a patrol shows 500 findings at most.
    (at.len() > 1).then(|| walked.sum::<f64>().round() as u32)
}

pub(crate) fn texts(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(Into::into).collect()
}

pub(crate) fn whereabouts(counts: Counts) -> Whereabouts {
    let small = |many: u64| u32::try_from(many).unwrap_or(u32::MAX);
    let ([pages_on_tablet, pages_arrived, pages_backed_up], [photos_on_tablet, photos_arrived, photos_backed_up]) =
        (counts.pages.map(small), counts.photos.map(small));
    Whereabouts { pages_on_tablet, photos_on_tablet, pages_arrived, photos_arrived, pages_backed_up, photos_backed_up }
}

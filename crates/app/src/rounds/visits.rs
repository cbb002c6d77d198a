//! Checks of hotspots as they were recorded.

use crate::App;
use crate::contract::{CallError, CheckView};
use crate::rounds::register::ids;
use crate::rounds::{FINDINGS, FOUND, HOTSPOT, KIND_OF_ROUND, RESULT, VISIT};
use crate::words::{clock, local};
use book::RecordId;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use store::{Filter, Found};

/// Checks that are looked at: of a team in a week, and more than a patrol has.
const MOST: u32 = 3000;
/// Days after which a patrol that ended has no more of them.
const LASTS_DAYS: u64 = 7;

/// One check, not recorded by mistake.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) id: RecordId,
    pub(crate) hotspot: RecordId,
    pub(crate) round: Option<RecordId>,
    pub(crate) patrol: Option<RecordId>,
    pub(crate) at: i64,
    /// The day of the round: what a patrol checks after midnight is of the day on which it began.
    pub(crate) day: NaiveDate,
    pub(crate) found: bool,
    findings: Vec<RecordId>,
    by: String,
}

impl App {
    /// The checks on a patrol, newest first. The list goes by days, so that it does not go through those of years.
    pub(crate) fn visits_on(&self, patrol: &Found) -> Result<Vec<Visit>, CallError> {
        let from = local(patrol.occurred).date_naive();
        let to = if patrol.status.as_deref() == Some("active") {
            None
        } else {
            from.checked_add_days(Days::new(LASTS_DAYS))
        };
        self.visits(Filter { patrol: Some(patrol.id), from: Some(from), to, ..Filter::default() })
    }

    /// The checks of some days, newest first.
    pub(crate) fn visits_of_days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Visit>, CallError> {
        let mut visits = self.visits(Filter { from: Some(from), to: to.succ_opt(), ..Filter::default() })?;
        visits.retain(|visit| (from..=to).contains(&visit.day));
        Ok(visits)
    }

    fn visits(&self, filter: Filter) -> Result<Vec<Visit>, CallError> {
        let kind = self.store.catalogue().kind(VISIT);
        let mut visits = Vec::new();
        let mut began: BTreeMap<RecordId, Option<i64>> = BTreeMap::new();
        for found in self.store.find(&Filter { kind: Some(VISIT.into()), ..filter }, MOST)? {
            let record = if found.withdrawn { None } else { self.store.record(found.id)? };
            let Some(record) = record else { continue };
            let Some(hotspot) = record.text(HOTSPOT).and_then(RecordId::parse) else { continue };
            let patrol_began = match found.patrol.map(|id| (id, began.get(&id).copied())) {
                Some((_, Some(known))) => known,
                Some((id, None)) => {
                    let at = self.store.found(id)?.map(|patrol| patrol.occurred);
                    began.insert(id, at);
                    at
                }
                None => None,
            };
            let findings = kind.and_then(|kind| kind.field(FINDINGS)).map(|field| record.answer(field));
            visits.push(Visit {
                id: found.id,
                hotspot,
                round: record.text(KIND_OF_ROUND).and_then(RecordId::parse),
                patrol: found.patrol,
                at: found.occurred,
                day: local(patrol_began.unwrap_or(found.occurred)).date_naive(),
                found: record.text(RESULT) == Some(FOUND),
                findings: ids(findings.as_ref()),
                by: found.by,
            });
        }
        Ok(visits)
    }

    /// How many of its findings count.
    pub(crate) fn finds_of(&self, visit: &Visit) -> Result<u32, CallError> {
        let mut finds = 0;
        for id in visit.findings.iter().filter(|_| visit.found) {
            finds += u32::from(self.store.found(*id)?.is_some_and(|found| found.counts()));
        }
        Ok(finds)
    }

    /// A check as it is shown.
    pub(crate) fn check_view(&self, visit: &Visit, name: &str) -> Result<CheckView, CallError> {
        Ok(CheckView {
            id: visit.id.to_string(),
            name: name.into(),
            result: if visit.found { "find" } else { "nothing" }.into(),
            finds: self.finds_of(visit)?,
            when: [clock(visit.at), visit.by.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}

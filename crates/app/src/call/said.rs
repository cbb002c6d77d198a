//! What is said on the call: an issue is added, somebody takes it on, and what became of it. Each goes the way of the form that
//! asks the same, so that no step is taken that the catalogue does not allow.

use super::issues::{Stands, stands};
use super::{ABOUT, CALL_DATE, DUE, ISSUE, OWNER, URGENCY, WHAT};
use crate::App;
use crate::contract::{AddIssue, AllocateIssue, CallError, CallView, SayOutcome};
use crate::recording::rfc3339;
use crate::refusals::{invalid, not_found};
use book::RecordId;
use chrono::NaiveDate;
use domain::catalogue::{Kind, STEP_OUTCOME};
use domain::roles::Action as Right;
use domain::working_day::begin_of;
use record::Record;
use serde_json::{Value, json};
use store::Found;

/// The longest issue.
const LONGEST: usize = 300;
/// The partner that the team is itself.
const OURSELVES: &str = "community_wardens";

impl App {
    pub(crate) fn raise_issue(&self, request: AddIssue) -> Result<CallView, CallError> {
        self.allowed(Right::HoldCall)?;
        let call = self.call_of_today()?;
        let about = request.finding.as_deref().map(|id| self.finding_for_call(id)).transpose()?;
        if let Some(found) = &about
            && self.in_issues(&call, &self.issues()?).contains(&found.id.to_string())
        {
            return Err(invalid("finding", "This finding is an issue of this call already"));
        }
        let typed = request.what.trim();
        let what = match &about {
            Some(found) if typed.is_empty() => self.said_of(found)?,
            _ => typed.to_owned(),
        };
        if what.is_empty() || what.chars().count() > LONGEST {
            return Err(invalid("what", "Enter what the issue is, in 300 characters or less"));
        }
        let mut answers = vec![
            (WHAT, json!(what)),
            (CALL_DATE, json!(call.day.to_string())),
            ("call_time", json!("09:15")),
            (URGENCY, json!(request.urgency)),
        ];
        answers.extend(about.map(|found| (ABOUT, json!([found.id.to_string()]))));
        let owner = request.owner.filter(|owner| !owner.is_empty());
        if let Some(owner) = &owner {
            answers.push((OWNER, json!(owner)));
        }
        let saved = self.fill_in_new(ISSUE, answers)?;
        match owner {
            // What is said before the call is a proposal: it is taken on when it was discussed.
            Some(owner) if call.under_way() => {
                self.give_issue(AllocateIssue { id: saved.finding, owner: Some(owner), due: None })
            }
            _ => self.call_page(),
        }
    }

    pub(crate) fn give_issue(&self, request: AllocateIssue) -> Result<CallView, CallError> {
        self.allowed(Right::HoldCall)?;
        let (record, kind) = self.discussed(&request.id)?;
        let Some(owner) = request.owner.filter(|owner| !owner.is_empty()) else { return self.call_page() };
        let due = match request.due.as_deref().filter(|due| !due.is_empty()) {
            None => Value::Null,
            Some(day) => {
                let end = day.parse().ok().and_then(|day: NaiveDate| day.succ_opt());
                let end = end.ok_or_else(|| invalid("due", "Select by which day it is to be done"))?;
                json!(rfc3339(begin_of(end).timestamp_millis()))
            }
        };
        let step = kind.step(if owner == OURSELVES { "allocate" } else { "refer" });
        let step = step.filter(|step| record.state_of(kind).is_none_or(|state| state.id != step.to));
        // Who has it already is asked for again, and not passed on.
        let stage = step.map_or("correct".to_owned(), |step| format!("step/{}", step.id));
        self.fill_in(&request.id, &stage, vec![(OWNER, json!(owner)), (DUE, due)])?;
        self.call_page()
    }

    pub(crate) fn close_issue(&self, request: SayOutcome) -> Result<CallView, CallError> {
        self.allowed(Right::HoldCall)?;
        self.discussed(&request.id)?;
        let ended = vec![("resolved_at", json!(rfc3339(self.now()))), (STEP_OUTCOME, json!(request.outcome))];
        self.fill_in(&request.id, "step/resolve", ended)?;
        self.call_page()
    }

    /// The issue, which was discussed by now.
    fn discussed(&self, id: &str) -> Result<(Record, &Kind), CallError> {
        let unknown = || not_found("issue");
        let kind = self.store.catalogue().kind(ISSUE).ok_or_else(unknown)?;
        let record = self.issue(id)?.ok_or_else(unknown)?;
        if stands(&record, kind) > Stands::Raised {
            return Ok((record, kind));
        }
        let day = self.call_of_today()?.day;
        self.fill_in(id, "step/discuss", vec![(CALL_DATE, json!(day.to_string()))])?;
        Ok((self.issue(id)?.ok_or_else(unknown)?, kind))
    }

    /// A finding of the team that can be taken into the call.
    fn finding_for_call(&self, id: &str) -> Result<Found, CallError> {
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        let finding = |found: &Found| self.store.catalogue().kind(&found.kind).is_some_and(|kind| kind.finding);
        found
            .filter(|found| finding(found) && !found.withdrawn && found.kind != ISSUE)
            .ok_or_else(|| not_found("finding"))
    }

    /// Whether words begin as the finding's own do, also after it was corrected: with its kind and its place.
    pub(super) fn begins_as_said_of(&self, found: &Found, what: &str) -> Result<bool, CallError> {
        let said = self.said_of(found)?;
        let head = said.split(": ").next().unwrap_or(&said);
        Ok(what.starts_with(head))
    }

    /// "Drug litter, Medway Street underpass: 6 items".
    fn said_of(&self, found: &Found) -> Result<String, CallError> {
        let name = self.store.catalogue().kind(&found.kind).map_or(found.kind.as_str(), |kind| &kind.name);
        let place = self.place_named(found)?;
        let head = if place.is_empty() { name.to_owned() } else { format!("{name}, {place}") };
        let said = if found.summary.is_empty() { head } else { format!("{head}: {}", found.summary) };
        Ok(said.chars().take(LONGEST).collect())
    }
}

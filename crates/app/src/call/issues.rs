//! The issues of the call: those that are for it, and what earlier calls agreed.

use super::day::{Call, day_for, day_of, moment};
use super::{ABOUT, DUE, ISSUE, OWNER, URGENCY, WHAT};
use crate::App;
use crate::contract::{CallError, CallIssue, Named};
use crate::findings::due::until;
use crate::words::local;
use book::RecordId;
use chrono::{Days, NaiveDate};
use domain::catalogue::{Choice, Field, Kind, Standing};
use record::Record;
use serde_json::Value;
use std::collections::BTreeSet;
use store::{Filter, Found, StateFilter};

/// Issues that are looked at of each sort, and for how many days a closed one is.
const LOOKED_AT: u32 = 300;
const CLOSED_DAYS: u64 = 60;

/// An issue with what the page goes by.
pub(super) struct Issue {
    found: Found,
    pub(super) record: Record,
    /// For which day's call it is.
    day: NaiveDate,
    pub(super) stands: Stands,
}

/// Where an issue stands, in the order in which a call has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    Raised,
    Discussed,
    Allocated,
    Done,
}

impl Issue {
    pub(super) fn owner(&self) -> Option<&str> {
        self.record.text(OWNER)
    }

    /// Until when it is due, milliseconds since 1970.
    pub(super) fn due(&self) -> Option<i64> {
        moment(&self.record, DUE)
    }

    /// Whether it is one of this call's.
    fn is_of(&self, call: &Call) -> bool {
        self.day == call.day || self.day < call.day && self.stands == Stands::Raised
    }

    /// Whether it is what an earlier call agreed: still open, or done since, or at the last call's.
    fn is_earlier(&self, call: &Call) -> bool {
        let lately = || {
            let closed = self.record.shown(record::STATE).is_some_and(|step| step.wall >= call.since());
            closed || call.last.as_ref().is_some_and(|last| last.day == self.day)
        };
        self.day < call.day && self.stands > Stands::Raised && (self.stands < Stands::Done || lately())
    }

    /// The findings that it is about.
    pub(super) fn about(&self, kind: &Kind) -> Vec<String> {
        let answer = kind.field(ABOUT).map(|field| self.record.answer(field)).unwrap_or_default();
        answer.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl App {
    /// All issues that a call may have to do with.
    pub(super) fn issues(&self) -> Result<Vec<Issue>, CallError> {
        let Some(kind) = self.store.catalogue().kind(ISSUE) else { return Ok(Vec::new()) };
        let of = |state| Filter { kind: Some(ISSUE.into()), state: Some(state), ..Filter::default() };
        let from = local(self.now()).date_naive().checked_sub_days(Days::new(CLOSED_DAYS));
        let mut issues = Vec::new();
        for filter in [of(StateFilter::Open), of(StateFilter::Waiting), Filter { from, ..of(StateFilter::Closed) }] {
            for found in self.store.find(&filter, LOOKED_AT)?.into_iter().filter(Found::counts) {
                let Some(record) = self.store.record(found.id)? else { continue };
                let day = day_of(&record).unwrap_or_else(|| day_for(found.occurred));
                issues.push(Issue { stands: stands(&record, kind), day, record, found });
            }
        }
        Ok(issues)
    }

    /// An issue by its id.
    pub(super) fn issue(&self, id: &str) -> Result<Option<Record>, CallError> {
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        let found = found.filter(|found| found.kind == ISSUE && !found.withdrawn);
        Ok(found.map(|found| self.store.record(found.id)).transpose()?.flatten())
    }

    /// The issues of a call, those not discussed yet first, and what earlier ones agreed, what is open first.
    pub(super) fn issues_of(&self, call: &Call, issues: &[Issue]) -> Result<[Vec<CallIssue>; 2], CallError> {
        let part = |of: &dyn Fn(&Issue) -> bool| {
            let mut part: Vec<_> = issues.iter().filter(|issue| of(issue)).collect();
            part.sort_by_key(|issue| (issue.stands, issue.due().unwrap_or(i64::MAX), issue.found.cursor));
            part.into_iter().map(|issue| self.call_issue(issue)).collect::<Result<Vec<_>, _>>()
        };
        Ok([part(&|issue| issue.is_of(call))?, part(&|issue| !issue.is_of(call) && issue.is_earlier(call))?])
    }

    /// The findings that issues of a call are about.
    pub(super) fn in_issues(&self, call: &Call, issues: &[Issue]) -> BTreeSet<String> {
        let kind = self.store.catalogue().kind(ISSUE);
        let own = issues.iter().filter(|issue| issue.is_of(call));
        own.flat_map(|issue| kind.map(|kind| issue.about(kind)).unwrap_or_default()).collect()
    }

    fn call_issue(&self, issue: &Issue) -> Result<CallIssue, CallError> {
        let Issue { record, found, stands, .. } = issue;
        let kind = self.store.catalogue().kind(ISSUE);
        let what = record.text(WHAT).unwrap_or_default().to_owned();
        let due = issue.due();
        let now = self.now();
        let state = kind.and_then(|kind| record.state_of(kind)).map(|state| state.label.clone()).unwrap_or_default();
        let outcome = record.stood().and_then(|stood| stood.outcome);
        let outcome = outcome.and_then(|id| serde_json::from_value::<domain::catalogue::Outcome>(id.into()).ok());
        let state = outcome.filter(|_| *stands == Stands::Done).map_or(state, |outcome| outcome.label().to_owned());
        Ok(CallIssue {
            id: found.id.to_string(),
            stands: match stands {
                Stands::Raised => "raised",
                Stands::Discussed => "discussed",
                Stands::Allocated => "allocated",
                Stands::Done => "done",
            }
            .into(),
            state,
            urgency: record.text(URGENCY).map(str::to_owned),
            owner: issue.owner().map(|id| self.partner(id)),
            due: due.map(|due| local(due - 1).date_naive().to_string()),
            due_text: due.map(|due| until(due, now)),
            late: *stands < Stands::Done && due.is_some_and(|due| due <= now),
            two_versions: found.two_versions,
            findings: u32::try_from(kind.map(|kind| issue.about(kind).len()).unwrap_or_default()).unwrap_or(u32::MAX),
            names: self.named_in(&[&what])?,
            what,
        })
    }

    /// A partner by its name.
    pub(super) fn partner(&self, id: &str) -> Named {
        let field = self.question(ISSUE, OWNER);
        let name = field.and_then(|field| field.choice(id)).map_or(id, |choice| &choice.label);
        Named { id: id.to_owned(), name: name.to_owned() }
    }

    /// The choices of a question of a kind that are there today.
    pub(super) fn choices(&self, kind: &str, field: &str) -> Vec<Named> {
        let today = local(self.now()).date_naive();
        let choices = self.question(kind, field).map(|field| field.choices.as_slice()).unwrap_or_default();
        choices.iter().filter(|choice| choice.is_there(today)).map(named).collect()
    }

    /// The partners that can take an issue on, or could, of which this holds.
    pub(super) fn owners_among(&self, of: impl Fn(&str) -> bool) -> Vec<Named> {
        let choices = self.question(ISSUE, OWNER).map(|field| field.choices.as_slice()).unwrap_or_default();
        choices.iter().filter(|choice| of(&choice.id)).map(named).collect()
    }

    fn question(&self, kind: &str, field: &str) -> Option<&Field> {
        self.store.catalogue().kind(kind)?.field(field)
    }
}

fn named(choice: &Choice) -> Named {
    Named { id: choice.id.clone(), name: choice.label.clone() }
}

/// Where an issue stands. One that a later version took on is left as discussed.
pub(super) fn stands(record: &Record, kind: &Kind) -> Stands {
    let state = record.state_of(kind).map(|state| state.id.as_str());
    match (record.standing(kind), state) {
        (Some(Standing::Closed), _) => Stands::Done,
        (_, Some("allocated" | "referred" | "updated")) => Stands::Allocated,
        (_, Some("recorded" | "accepted" | "reopened")) => Stands::Raised,
        _ => Stands::Discussed,
    }
}

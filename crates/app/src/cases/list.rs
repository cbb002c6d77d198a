//! The team's cases: open ones, the review that is due first on top, then closed ones.

use crate::App;
use crate::cases::CASE;
use crate::contract::{CallError, CaseLine, Cases, FindingLine};
use domain::roles::{Action as Right, may};
use store::{Filter, Found, StateFilter};

/// Open cases, and closed ones, that are listed.
const OPEN: u32 = 200;
const CLOSED: u32 = 50;
/// Cases that a search shows beside the findings.
const SEARCHED: u32 = 5;
/// Findings of a case are counted no further than this.
const COUNTED: u32 = 1_000;

impl App {
    pub(crate) fn list_cases(&self) -> Result<Cases, CallError> {
        let role = self.unlocked()?.role;
        let of = |state| Filter { kind: Some(CASE.into()), state: Some(state), ..Filter::default() };
        let mut open = self.store.find(&of(StateFilter::Open), OPEN)?;
        open.sort_by_key(|found| found.due_to_leader.as_ref().map_or(i64::MAX, |due| due.at));
        let mut closed = self.store.find(&of(StateFilter::Closed), CLOSED)?;
        closed.retain(|found| !found.withdrawn);
        Ok(Cases {
            open: self.case_lines(&open)?,
            closed: self.case_lines(&closed)?,
            may_open: may(role, Right::KeepRegister),
        })
    }

    /// The cases that a search finds.
    pub(crate) fn cases_searched(&self, search: &str) -> Result<Vec<FindingLine>, CallError> {
        let filter = Filter { kind: Some(CASE.into()), search: Some(search.to_owned()), ..Filter::default() };
        let mut found = self.store.find(&filter, SEARCHED)?;
        found.retain(|found| !found.withdrawn);
        self.finding_lines(&found)
    }

    fn case_lines(&self, found: &[Found]) -> Result<Vec<CaseLine>, CallError> {
        let kind = self.store.catalogue().kind(CASE);
        let lines = self.finding_lines(found)?.into_iter().zip(found);
        lines
            .map(|(line, found)| {
                let record = self.store.record(found.id)?;
                let text = |field: &str| record.as_ref().and_then(|record| record.text(field));
                let about = kind.and_then(|kind| kind.field("case_type")?.choice(text("case_type")?));
                let state = record.as_ref().zip(kind).and_then(|(record, kind)| record.state_of(kind));
                let findings = Filter { refers_to: Some(found.id), ..Filter::default() };
                Ok(CaseLine {
                    line,
                    about: about.map(|about| about.label.clone()).unwrap_or_default(),
                    lead: text("lead_officer").unwrap_or_default().to_owned(),
                    state: state.map(|state| state.label.clone()).unwrap_or_default(),
                    findings: self.store.count(&findings, COUNTED)?,
                })
            })
            .collect()
    }
}

//! Gives an open task to somebody else. To whom it was given before stays legible, and so does whatever they did.

use crate::App;
use crate::contract::{CallError, ErrorCode, FindingView, HandOver};
use crate::refusals::{invalid, not_found, refuse};
use crate::tasks::given::{ASSIGNED_TO, TASK};
use book::RecordId;
use domain::catalogue::{Kind, Standing};
use domain::roles::{Action as Right, may};
use record::Record;

impl App {
    pub(crate) fn hand_task_over(&self, request: HandOver) -> Result<FindingView, CallError> {
        self.allowed(Right::GiveTasks)?;
        let id = RecordId::parse(&request.id).ok_or_else(|| not_found("task"))?;
        let record = self.store.record(id)?.filter(|record| record.kind() == Some(TASK));
        let record = record.ok_or_else(|| not_found("task"))?;
        if !is_open(&record, self.store.catalogue().kind(TASK)) {
            return Err(refuse(ErrorCode::Invalid, "This task is closed. Reopen it first."));
        }
        if !self.team()?.contains(&request.to) {
            return Err(invalid("to", "Select somebody of your team"));
        }
        if record.text(ASSIGNED_TO) == Some(request.to.as_str()) {
            return Err(invalid("to", format!("It is given to {} already. Select somebody else", request.to)));
        }
        let acting = self.acting(Right::CorrectFinding, Some(id))?;
        self.change_finding(&request.id, &acting, ASSIGNED_TO, request.to.into())
    }

    /// To whom a task can be handed over; nobody if it is none, or the person at the tablet may not.
    pub(crate) fn hand_over_to(&self, record: &Record) -> Result<Vec<String>, CallError> {
        let gives = may(self.unlocked()?.role, Right::GiveTasks);
        if record.kind() != Some(TASK) || !gives || !is_open(record, self.store.catalogue().kind(TASK)) {
            return Ok(Vec::new());
        }
        let mut team = self.team()?;
        team.retain(|name| record.text(ASSIGNED_TO) != Some(name));
        Ok(team)
    }

    /// The names of everybody of the team, as far as the council office has told of them.
    pub(crate) fn team(&self) -> Result<Vec<String>, CallError> {
        let mut names: Vec<_> = self.store.grants()?.into_iter().map(|held| held.grant.name).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn is_open(record: &Record, kind: Option<&Kind>) -> bool {
    record.withdrawn().is_none() && kind.is_some_and(|kind| record.standing(kind) != Some(Standing::Closed))
}

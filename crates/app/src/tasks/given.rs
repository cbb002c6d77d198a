//! Tasks as they stand today: who is to do each, and in what words a list has it.

use crate::App;
use crate::contract::{CallError, TaskLine};
use crate::tasks::cover::{Cover, doers};
use crate::words::{at, list};
use book::RecordId;
use record::Record;
use store::{Filter, Found, StateFilter};

/// The kind of a task, and its question for whom it is.
pub(crate) const TASK: &str = "task";
pub(crate) const ASSIGNED_TO: &str = "assigned_to";
/// Open tasks that are looked at.
const MOST: u32 = 500;
/// Tasks that the page of a finding has.
const ABOUT: u32 = 20;

/// A task with what its lists go by.
pub(crate) struct Given {
    pub(crate) found: Found,
    record: Record,
    /// To whom it was given.
    to: String,
    /// Who does it today: they, or whoever covers for them.
    pub(crate) doers: Vec<String>,
}

impl Given {
    /// Until when it is to be done, milliseconds since 1970.
    pub(crate) fn due(&self) -> Option<i64> {
        self.found.due.as_ref().map(|due| due.at)
    }

    /// When its last step was taken.
    pub(crate) fn stepped(&self) -> Option<i64> {
        let step = self.record.shown(record::STATE)?;
        (!step.value.is_null()).then_some(step.wall)
    }

    /// Whether it is, or was, that person's to do.
    pub(crate) fn is_for(&self, name: &str) -> bool {
        self.to == name || self.doers.iter().any(|doer| doer == name)
    }
}

impl App {
    /// The open tasks, what is due first on top.
    pub(crate) fn open_tasks(&self) -> Result<Vec<Given>, CallError> {
        let open = Filter { kind: Some(TASK.into()), state: Some(StateFilter::Open), ..Filter::default() };
        let mut given = self.given(self.store.find(&open, MOST)?, &self.covers_today()?)?;
        given.sort_by_key(|given| (given.due().unwrap_or(i64::MAX), given.found.occurred));
        Ok(given)
    }

    /// What somebody is to do today, what is due first on top.
    pub(crate) fn tasks_of(&self, name: &str) -> Result<Vec<TaskLine>, CallError> {
        let mut open = self.open_tasks()?;
        open.retain(|given| given.doers.iter().any(|doer| doer == name));
        self.task_lines(&open)
    }

    /// The tasks that are about a finding, the last given first.
    pub(crate) fn tasks_about(&self, id: RecordId) -> Result<Vec<TaskLine>, CallError> {
        let about = Filter { kind: Some(TASK.into()), refers_to: Some(id), ..Filter::default() };
        let mut found = self.store.find(&about, ABOUT)?;
        found.retain(|one| !one.withdrawn);
        self.task_lines(&self.given(found, &self.covers_today()?)?)
    }

    pub(super) fn given(&self, found: Vec<Found>, covers: &[Cover]) -> Result<Vec<Given>, CallError> {
        let mut given = Vec::new();
        for found in found {
            let Some(record) = self.store.record(found.id)? else { continue };
            let to = record.text(ASSIGNED_TO).unwrap_or_default().to_owned();
            given.push(Given { doers: doers(covers, &to), to, record, found });
        }
        Ok(given)
    }

    pub(super) fn task_lines(&self, given: &[Given]) -> Result<Vec<TaskLine>, CallError> {
        let found: Vec<_> = given.iter().map(|given| given.found.clone()).collect();
        let lines = self.finding_lines(&found)?.into_iter().zip(given);
        lines
            .map(|(line, given)| {
                let who = match given.doers.as_slice() {
                    [only] if *only == given.to => given.to.clone(),
                    doers => format!("{} for {}", list(doers), given.to),
                };
                let stood = given.record.stood();
                let detail = stood.and_then(|stood| stood.reason).unwrap_or_default();
                Ok(TaskLine { line, who, stands: self.stands(given)?, detail })
            })
            .collect()
    }

    /// "Taken on by Demo warden A, today 09:12".
    fn stands(&self, given: &Given) -> Result<String, CallError> {
        let kind = self.store.catalogue().kind(TASK);
        let state = kind.and_then(|kind| given.record.state_of(kind)).map(|state| state.label.clone());
        let state = state.unwrap_or_default();
        match given.record.shown(record::STATE).filter(|write| !write.value.is_null()) {
            None => Ok(state),
            Some(write) => {
                Ok(format!("{state} by {}, {}", self.author_name(write.author)?.0, at(write.wall, self.now())))
            }
        }
    }
}

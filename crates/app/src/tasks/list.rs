//! The leader's page of the team's tasks: what is open, by whom, what was done lately, who covers for whom.

use crate::App;
use crate::contract::{CallError, Tasks, TasksRequest, WardenTasks};
use crate::tasks::given::{Given, TASK};
use domain::roles::Action as Right;
use std::cmp::Reverse;
use store::{Filter, StateFilter};

/// For how long a closed task is listed.
const LATELY_MS: i64 = 14 * 24 * 60 * 60_000;
/// Closed tasks that are looked at, those given last first, and that are listed.
const LOOKED_AT: u32 = 300;
const LISTED: usize = 50;

impl App {
    pub(crate) fn list_tasks(&self, request: TasksRequest) -> Result<Tasks, CallError> {
        self.allowed(Right::GiveTasks)?;
        let now = self.now();
        let mut open = self.open_tasks()?;
        let late = |given: &&Given| given.due().is_some_and(|due| due <= now);
        let wardens = self.team()?.into_iter().map(|name| {
            let theirs: Vec<_> = open.iter().filter(|given| given.doers.contains(&name)).collect();
            let late = theirs.iter().copied().filter(late).count();
            let counted = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
            WardenTasks { open: counted(theirs.len()), late: counted(late), name }
        });
        let wardens: Vec<_> = wardens.collect();
        let closed = Filter { kind: Some(TASK.into()), state: Some(StateFilter::Closed), ..Filter::default() };
        let mut done = self.given(self.store.find(&closed, LOOKED_AT)?, &[])?;
        done.retain(|given| !given.found.withdrawn && given.stepped().is_some_and(|at| now - at < LATELY_MS));
        done.sort_by_key(|given| Reverse(given.stepped()));
        if let Some(warden) = request.warden.filter(|warden| !warden.is_empty()) {
            open.retain(|given| given.doers.contains(&warden));
            done.retain(|given| given.is_for(&warden));
        }
        done.truncate(LISTED);
        Ok(Tasks {
            open: self.task_lines(&open)?,
            done: self.task_lines(&done)?,
            wardens,
            covers: self.cover_lines()?,
            deputies: self.deputy_lines()?,
        })
    }
}

//! Tasks: what somebody of the team is to do by when, and who covers for whom.

use super::*;

/// A task in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskLine {
    /// As in any list; its summary is what is to be done.
    pub line: FindingLine,
    /// Who is to do it: "Demo warden B", or "Demo warden B for Demo warden A" while somebody covers.
    pub who: String,
    /// Where it stands, and by whom: "Given", "Taken on by Demo warden A, today 09:12", "Done by Demo warden A, today 10:30".
    pub stands: String,
    /// Why it could not be done or was called off; "" if there is nothing to say.
    pub detail: String,
}

/// See `tasks`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct TasksRequest {
    /// Only what this warden is to do, or did.
    pub warden: Option<String>,
}

/// The team's tasks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Tasks {
    /// Open ones, what is late on top; at most 500.
    pub open: Vec<TaskLine>,
    /// Those that were closed in the last 14 days, the last first.
    pub done: Vec<TaskLine>,
    /// Everybody of the team.
    pub wardens: Vec<WardenTasks>,
    /// Who covers for whom, now and later.
    pub covers: Vec<CoverLine>,
    /// Who leads as a deputy, now and later; null if this person names none, being a deputy.
    pub deputies: Option<Vec<CoverLine>>,
}

/// How much somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WardenTasks {
    /// The person.
    pub name: String,
    /// Open tasks that they are to do, as covers stand today.
    pub open: u32,
    /// Of these, what has run out.
    pub late: u32,
}

/// Who covers for whom, or leads as a deputy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverLine {
    /// Its record.
    pub id: String,
    /// "Demo warden B covers for Demo warden A", "Demo warden B".
    pub who: String,
    /// "From today until Friday 21 March", "From tomorrow, no end set".
    pub when: String,
    /// Whether it is in force today.
    pub now: bool,
}

/// See `hand_over`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandOver {
    /// The task.
    pub id: String,
    /// To whom.
    pub to: String,
}

//! What follows once a finding is recorded: the states of its matter, and the steps from one to the next.
//!
//! A kind's own states each are one of the common ones, so that every list and figure can say what is open, what waits for
//! somebody else and what is closed, whatever the kind. How long a state may last is said by [`super::Clock`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::answer::{FormAnswer, Missing};
use super::definition::Kind;

/// Under this name a step's form asks how it ended.
pub const STEP_OUTCOME: &str = "state_outcome";
/// Under this name it asks why.
pub const STEP_REASON: &str = "state_reason";

/// The states that all kinds share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CommonState {
    /// Recorded, and nothing more.
    Recorded,
    /// A leader has accepted it.
    Triaged,
    /// Wardens acted, and work remains.
    Actioned,
    /// Passed on to a department or partner.
    Referred,
    /// To be looked at again on a day.
    Monitoring,
    /// Over, with an outcome.
    Resolved,
    /// Closed: nothing is to be done.
    NoFurtherAction,
    /// Closed: it is the same as another.
    Duplicate,
    /// Closed: somebody else's.
    NotOurResponsibility,
    /// Closed: called off.
    Withdrawn,
    /// Closed once, and open again.
    Reopened,
}

/// What a state means to whoever looks for work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Something is to be done by the team.
    Open,
    /// It waits for somebody else, or for a day.
    Waiting,
    /// Nothing is to be done any more.
    Closed,
}

impl Standing {
    /// Its name in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }
}

impl CommonState {
    /// What it means to whoever looks for work.
    pub fn standing(self) -> Standing {
        use CommonState::*;
        match self {
            Recorded | Triaged | Actioned | Reopened => Standing::Open,
            Referred | Monitoring => Standing::Waiting,
            Resolved | NoFurtherAction | Duplicate | NotOurResponsibility | Withdrawn => Standing::Closed,
        }
    }

    /// Whether it closes without an outcome, which needs a reason.
    pub fn wants_reason(self) -> bool {
        self.standing() == Standing::Closed && self != Self::Resolved
    }

    /// Whether one may follow on the other, whatever the kind.
    pub fn may_become(self, next: Self) -> bool {
        use CommonState::*;
        match self {
            Recorded => matches!(next, Triaged | Actioned | Referred | Resolved | Withdrawn),
            Reopened if next == Triaged => true,
            Triaged | Reopened => !matches!(next, Recorded | Triaged | Reopened),
            Actioned | Referred => matches!(next, Actioned | Referred | Monitoring | Resolved | Withdrawn),
            Monitoring => matches!(next, Actioned | Referred | Resolved),
            Resolved | NoFurtherAction | Duplicate | NotOurResponsibility | Withdrawn => next == Reopened,
        }
    }
}

/// How a matter ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The wardens resolved it.
    ResolvedByWardens,
    /// The wardens removed it.
    RemovedByWardens,
    /// A contractor removed it.
    RemovedByContractor,
    /// A department of the council resolved it.
    ResolvedByDepartment,
    /// A partner resolved it.
    ResolvedByPartner,
    /// Advice was given.
    AdviceGiven,
    /// Somebody was taught better.
    EducationGiven,
    /// Somebody was warned.
    WarningGiven,
    /// A notice was served.
    NoticeServed,
    /// Whoever had to act did.
    Complied,
    /// It was not there on a visit.
    NotFoundOnVisit,
    /// It ended without anybody's doing.
    ResolvedItself,
    /// It was passed on, and that was all.
    ReferredAndClosed,
    /// Nothing of it could be found.
    NoTrace,
    /// Nobody could resolve it.
    UnableToResolve,
}

impl Outcome {
    /// Its id, as it is stored.
    pub fn id(self) -> String {
        serde_json::to_value(self).ok().and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::ResolvedByWardens => "Resolved by wardens",
            Self::RemovedByWardens => "Removed by wardens",
            Self::RemovedByContractor => "Removed by a contractor",
            Self::ResolvedByDepartment => "Resolved by a department",
            Self::ResolvedByPartner => "Resolved by a partner",
            Self::AdviceGiven => "Advice given",
            Self::EducationGiven => "Education given",
            Self::WarningGiven => "Warning given",
            Self::NoticeServed => "Notice served",
            Self::Complied => "Complied",
            Self::NotFoundOnVisit => "Not found on a visit",
            Self::ResolvedItself => "Resolved itself",
            Self::ReferredAndClosed => "Passed on and closed",
            Self::NoTrace => "No trace",
            Self::UnableToResolve => "Could not be resolved",
        }
    }
}

/// A state of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Stored value; never reused for another meaning.
    pub id: String,
    /// Which of the common states it is.
    pub is: CommonState,
    /// Words on screen.
    pub label: String,
}

/// A step from one state to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stored value; never reused for another meaning.
    pub id: String,
    /// Words on its button.
    pub label: String,
    /// The states that it leads from; none named: every one from which the common table lets it go.
    #[serde(default)]
    pub from: Vec<String>,
    /// The state that it leads to.
    pub to: String,
    /// Questions that it needs answered.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Questions that it shows and that may stay open.
    #[serde(default)]
    pub may_ask: Vec<String>,
    /// Answers that are given by taking it.
    #[serde(default)]
    #[ts(type = "Record<string, unknown>")]
    pub sets: BTreeMap<String, Value>,
    /// How the matter can have ended; asked if there are several.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    /// Asks why.
    #[serde(default)]
    pub reason: bool,
    /// Only a team leader takes it.
    #[serde(default)]
    pub leader: bool,
    /// Its form takes photos.
    #[serde(default)]
    pub photos: bool,
    /// Closes although the file is not complete, since it never can be.
    #[serde(default)]
    pub incomplete: bool,
    /// CEL: it can be taken only while this is true.
    #[serde(default)]
    pub when: Option<String>,
    /// CEL: it was taken already by who records this, and is written with the answers that say so ("removed" on the spot).
    #[serde(default)]
    pub at_once: Option<String>,
    /// Then an unanswered question takes over the answer of another one: when it was removed is when it was found.
    #[serde(default)]
    pub fills: BTreeMap<String, String>,
}

impl Step {
    /// Whether it shows a question of the kind.
    pub fn shows(&self, field: &str) -> bool {
        self.asks.iter().chain(&self.may_ask).any(|one| one == field)
    }
}

impl Kind {
    /// The state with this id.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Where a record stands of which no step was taken; none if nothing follows from this kind. A leader's approval is
    /// the word that it is accepted.
    pub fn first_state(&self, approved: bool) -> Option<&State> {
        let first = if approved { CommonState::Triaged } else { CommonState::Recorded };
        self.states.iter().find(|state| state.is == first)
    }

    /// Whether a step follows on a state, whatever the answers are.
    pub fn follows(&self, step: &Step, state: &State) -> bool {
        match self.state(&step.to) {
            Some(to) if step.from.is_empty() => state.id != to.id && state.is.may_become(to.is),
            Some(_) => step.from.contains(&state.id),
            None => false,
        }
    }

    /// Whether a step waits for everything that closing needs.
    pub fn completes(&self, step: &Step) -> bool {
        !step.incomplete && self.state(&step.to).is_some_and(|to| to.is == CommonState::Resolved)
    }

    /// What a step still waits for, of the answers as judged and of its own two questions.
    pub fn missing_for(
        &self,
        step: &Step,
        answer: &FormAnswer,
        outcome: Option<Outcome>,
        reason: Option<&str>,
    ) -> Vec<Missing> {
        let mut missing: Vec<Missing> = Vec::new();
        let mut add = |one: Missing| {
            if !missing.contains(&one) {
                missing.push(one);
            }
        };
        for (field, judged) in self.fields.iter().zip(&answer.fields) {
            let unanswered = judged.shown && judged.text.is_empty() && judged.problem.is_none();
            if step.asks.contains(&field.id) && unanswered {
                let message = field.missing.clone().unwrap_or_else(|| format!("Answer: {}", field.label));
                add(Missing { field: field.id.clone(), message });
            }
        }
        let completes = self.completes(step);
        let waits = |one: &&Missing| {
            let open = answer
                .fields
                .iter()
                .any(|judged| judged.id == one.field && judged.text.is_empty() && judged.problem.is_none());
            completes || step.asks.contains(&one.field) || step.may_ask.contains(&one.field) && !open
        };
        answer.missing_to_close.iter().filter(waits).cloned().for_each(&mut add);
        if step.outcomes.len() > 1 && !outcome.is_some_and(|outcome| step.outcomes.contains(&outcome)) {
            add(Missing { field: STEP_OUTCOME.to_owned(), message: "Select how it ended".to_owned() });
        }
        if step.reason && reason.is_none_or(|reason| reason.trim().is_empty()) {
            add(Missing { field: STEP_REASON.to_owned(), message: "Enter why".to_owned() });
        }
        missing
    }
}

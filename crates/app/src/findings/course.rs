//! What happens next to a finding: where its matter stands, which steps can be taken now, and why another cannot.

use crate::App;
use crate::contract::{CallError, ErrorCode, Matter, NextStep};
use crate::refusals::refuse;
use crate::words::{at, capital, list};
use domain::catalogue::{Field, FormAnswer, Kind, Outcome, Standing, State, Step};
use domain::roles::{Action, Role, may};
use record::{Record, Stood};

impl App {
    /// Where the matter of a finding stands.
    pub(crate) fn matter(
        &self,
        record: &Record,
        kind: Option<&Kind>,
        answer: &FormAnswer,
    ) -> Result<Option<Matter>, CallError> {
        let Some((kind, state)) = kind.and_then(|kind| Some((kind, record.state_of(kind)?))) else { return Ok(None) };
        let by = match record.shown(record::STATE).filter(|write| !write.value.is_null()) {
            Some(write) => format!("{} · {}", self.author_name(write.author)?.0, at(write.wall, self.now())),
            None => String::new(),
        };
        Ok(Some(Matter {
            state: state.label.clone(),
            standing: record.standing(kind).unwrap_or(Standing::Open).name().into(),
            detail: record.stood().map(|stood| detail(&stood)).unwrap_or_default(),
            by,
            clocks: self.clocks(record, kind, answer),
        }))
    }

    /// The steps that the person at the tablet can take now.
    pub(crate) fn next_steps(
        &self,
        record: &Record,
        kind: Option<&Kind>,
        answer: &FormAnswer,
        restricted: bool,
    ) -> Result<Vec<NextStep>, CallError> {
        let Some(kind) = kind else { return Ok(Vec::new()) };
        let role = if restricted { Role::Safeguarding } else { self.unlocked()?.role };
        let legal = kind.steps.iter().filter(|step| refusal(record, kind, answer, step, role).is_none());
        Ok(legal.map(|step| next(kind, step, answer)).collect())
    }

    /// The step of that name, if it can be taken now.
    pub(crate) fn step_now<'a>(
        &self,
        record: &Record,
        kind: &'a Kind,
        answer: &FormAnswer,
        step: &str,
    ) -> Result<(&'a Step, &'a State), CallError> {
        let restricted = self.store.is_restricted(record.id)?;
        let role = if restricted { Role::Safeguarding } else { self.unlocked()?.role };
        let unknown = || refuse(ErrorCode::BadRequest, "The page asked for a step that this kind does not have.");
        let step = kind.step(step).ok_or_else(unknown)?;
        match (refusal(record, kind, answer, step, role), record.state_of(kind)) {
            (Some((code, message)), _) => Err(refuse(code, message)),
            (None, Some(state)) => Ok((step, state)),
            (None, None) => Err(unknown()),
        }
    }
}

/// Why a step cannot be taken; none if it can.
fn refusal(record: &Record, kind: &Kind, answer: &FormAnswer, step: &Step, role: Role) -> Option<(ErrorCode, String)> {
    let no = |message: &str| Some((ErrorCode::Invalid, message.to_owned()));
    if record.withdrawn().is_some() {
        return no("This finding was recorded by mistake. Restore it first.");
    }
    if record.matter_is_erased() {
        return no("What became of this was erased by law. Nothing more follows from it.");
    }
    let closes = kind.state(&step.to).is_some_and(|to| to.is.standing() == Standing::Closed);
    if closes && record.has_two_outcomes(kind) {
        return no("Two people took this on in different ways. A team leader settles that first.");
    }
    let Some(state) = record.state_of(kind) else {
        return no("A later version of Patrolbook took this on. Update this tablet first.");
    };
    if !kind.follows(step, state) {
        return Some((
            ErrorCode::Invalid,
            match state.is.standing() {
                Standing::Closed => format!("This is closed: {}. Reopen it first.", state.label.to_lowercase()),
                _ => format!(
                    "\u{201c}{}\u{201d} does not follow on \u{201c}{}\u{201d}. Choose one of the steps shown.",
                    step.label, state.label
                ),
            },
        ));
    }
    if !answer.steps.contains(&step.id) {
        let message =
            format!("\u{201c}{}\u{201d} does not go with the answers of this finding. Correct them first.", step.label);
        return Some((ErrorCode::Invalid, message));
    }
    let right = if step.leader { Action::DecideMatter } else { Action::CorrectFinding };
    (!may(role, right)).then(|| (ErrorCode::NotAllowed, "Only a team leader can do that.".to_owned()))
}

fn next(kind: &Kind, step: &Step, answer: &FormAnswer) -> NextStep {
    let open = |field: &&String| answer.fields.iter().any(|judged| judged.id == **field && judged.text.is_empty());
    let nouns = step.asks.iter().filter(open).filter_map(|id| kind.field(id)).map(Field::noun);
    let mut asks: Vec<String> = nouns.map(str::to_lowercase).collect();
    asks.extend((step.outcomes.len() > 1).then(|| "how it ended".to_owned()));
    asks.extend(step.reason.then(|| "why".to_owned()));
    NextStep {
        id: step.id.clone(),
        label: step.label.clone(),
        asks: if asks.is_empty() { String::new() } else { capital(&list(&asks)) },
        closes: kind.state(&step.to).is_some_and(|to| to.is.standing() == Standing::Closed),
    }
}

/// "Removed by wardens. The reason".
fn detail(stood: &Stood) -> String {
    let outcome = stood.outcome.as_ref().map(|id| outcome_words(id));
    [outcome, stood.reason.clone()].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn outcome_words(id: &str) -> String {
    serde_json::from_value::<Outcome>(id.into()).map_or_else(|_| id.to_owned(), |outcome| outcome.label().to_owned())
}

/// A step that was taken, in words: "Removed by the contractor: removed by a contractor. The reason".
pub(crate) fn step_words(kind: Option<&Kind>, value: &serde_json::Value) -> String {
    let Ok(stood) = serde_json::from_value::<Stood>(value.clone()) else { return String::new() };
    let step = kind.and_then(|kind| kind.step(&stood.step)).map(|step| step.label.clone());
    let state = kind.and_then(|kind| kind.state(&stood.to)).map(|state| state.label.clone());
    let label = step.or(state).unwrap_or(stood.to.clone());
    let detail = detail(&stood);
    if detail.is_empty() || detail == label { label } else { format!("{label}: {detail}") }
}

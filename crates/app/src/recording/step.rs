//! The short form of a step: what the step needs, how the matter ended if that is to be said, and why.

use crate::App;
use crate::contract::{CallError, ChoiceView, FormField, FormProblem};
use crate::recording::drafted::Drafted;
use crate::refusals::not_found;
use crate::words::local;
use book::RecordId;
use domain::catalogue::{FieldAnswer, Missing, Moment, Outcome, STEP_OUTCOME, STEP_REASON, Standing, Step};
use record::{Record, Stood};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Change, Draft};

/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

/// The step that a draft is for.
pub(crate) fn step_of(draft: &Draft) -> Option<&str> {
    draft.stage.strip_prefix("step/")
}

/// Whether a step's form asks this beside the questions of the kind.
pub(crate) fn is_its_own(field: &str) -> bool {
    [STEP_OUTCOME, STEP_REASON].contains(&field)
}

impl Drafted<'_> {
    /// The step that the draft is for, as the catalogue has it.
    pub(crate) fn step(&self, draft: &Draft) -> Option<&Step> {
        self.kind.step(step_of(draft)?)
    }

    /// What the step still waits for.
    pub(crate) fn missing_for_step(&self, draft: &Draft, step: &Step) -> Vec<Missing> {
        let mut missing = self.kind.missing_for(step, &self.answer, outcome(draft, step), reason(draft));
        for one in missing.iter_mut().filter(|one| one.field == STEP_REASON && is_too_long(draft)) {
            one.message = too_long();
        }
        missing
    }

    /// Whether a form takes an answer to a question: a step's only to what it draws, and not to what it says itself.
    pub(crate) fn takes(&self, draft: &Draft, field: &str) -> bool {
        let Some(step) = self.step(draft) else { return true };
        let judged = self.answer.fields.iter().find(|judged| judged.id == field);
        !step.sets.contains_key(field) && judged.is_some_and(|judged| self.draws(draft, step, judged))
    }

    /// Whether the step's form draws a question of the kind.
    pub(crate) fn draws(&self, draft: &Draft, step: &Step, judged: &FieldAnswer) -> bool {
        let given = draft.answers.contains_key(&judged.id) && !step.sets.contains_key(&judged.id);
        let waits = self.missing_for_step(draft, step).iter().any(|one| one.field == judged.id);
        step.shows(&judged.id) || waits || given
    }
}

impl App {
    /// What a change to a closed finding would take from under the step that closed it. What was open before may stay so.
    pub(crate) fn loosened(&self, drafted: &Drafted<'_>) -> Vec<FormProblem> {
        let Drafted { kind, record: Some(record), values, answer, .. } = drafted else { return Vec::new() };
        let stood = record.stood().filter(|_| record.standing(kind) == Some(Standing::Closed));
        let Some((step, stood)) = stood.and_then(|stood| Some((kind.step(&stood.step)?, stood))) else {
            return Vec::new();
        };
        let outcome = stood.outcome.and_then(|id| serde_json::from_value(id.into()).ok());
        let waits = |answer| kind.missing_for(step, answer, outcome, stood.reason.as_deref());
        let judged = self.judged(record, Some(kind));
        let before = waits(&judged);
        let now = waits(answer).into_iter().filter(|one| !before.contains(one));
        let mut loosened: Vec<_> = now.map(|one| FormProblem { field: one.field, message: one.message }).collect();
        let said = |field: &str, given| record.value(field) == Some(given) && values.get(field) != Some(given);
        loosened.extend(step.sets.iter().filter(|(field, given)| said(field, given)).map(|(field, _)| FormProblem {
            field: field.clone(),
            message: "This says how it was closed. Reopen it to change it".to_owned(),
        }));
        loosened
    }

    /// The write that takes the step of a draft, if it still can be taken.
    pub(crate) fn step_taken(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<Option<Change>, CallError> {
        let Some(id) = step_of(draft) else { return Ok(None) };
        let record = drafted.record.as_ref().ok_or_else(|| not_found("finding"))?;
        // Held against the record as it stands, not as its step would make it.
        let (step, _) = self.step_now(record, drafted.kind, &self.judged(record, Some(drafted.kind)), id)?;
        let stood = Stood {
            step: step.id.clone(),
            to: step.to.clone(),
            outcome: outcome(draft, step).map(Outcome::id),
            reason: reason(draft).map(|reason| reason.trim().to_owned()),
        };
        let saw = draft.heads.get(record::STATE).cloned().unwrap_or_default();
        Ok(Some(Change { record: record.id, field: record::STATE.into(), value: json!(stood), saw: Some(saw) }))
    }
}

impl App {
    /// The writes of a step that the answers say was taken with them, such as *removed* on the spot: if it is the first one,
    /// and leaves nothing open.
    pub(crate) fn step_at_once(&self, id: RecordId, drafted: &Drafted<'_>) -> Vec<Change> {
        let Drafted { kind, record, values, photos, answer, .. } = drafted;
        let blank = Record::new(id);
        let record = record.as_ref().unwrap_or(&blank);
        let Some(step) = answer.at_once.as_ref().filter(|_| record.value(record::STATE).is_none()) else {
            return Vec::new();
        };
        let Ok((step, _)) = self.step_now(record, kind, answer, step) else { return Vec::new() };
        let open = |field: &str| values.get(field).is_none_or(Value::is_null);
        let filled = step.fills.iter().filter(|(field, _)| open(field));
        let filled: BTreeMap<String, Value> =
            filled.filter_map(|(field, from)| Some((field.clone(), values.get(from)?.clone()))).collect();
        let mut whole = values.clone();
        whole.extend(filled.clone());
        let moment = Moment { now: local(self.now()).to_utc() };
        let outcome = step.outcomes.first().copied();
        if !kind.missing_for(step, &kind.answer(&whole, &moment, photos.len()), outcome, None).is_empty() {
            return Vec::new();
        }
        let stood =
            Stood { step: step.id.clone(), to: step.to.clone(), outcome: outcome.map(Outcome::id), reason: None };
        let mut changes: Vec<_> = filled.into_iter().map(|(field, value)| Change::new(id, &field, value)).collect();
        changes.push(Change::new(id, record::STATE, json!(stood)));
        changes
    }
}

/// How it ended: as chosen, or as there is only one way.
fn outcome(draft: &Draft, step: &Step) -> Option<Outcome> {
    match step.outcomes.as_slice() {
        [only] => Some(*only),
        several => {
            let chosen = draft.answers.get(STEP_OUTCOME)?.clone();
            serde_json::from_value(chosen).ok().filter(|outcome| several.contains(outcome))
        }
    }
}

/// Why, if it was said.
fn reason(draft: &Draft) -> Option<&str> {
    let said = draft.answers.get(STEP_REASON)?.as_str()?;
    (!said.trim().is_empty() && said.chars().count() <= LONGEST_REASON).then_some(said)
}

/// Whether it was said in too many words.
fn is_too_long(draft: &Draft) -> bool {
    let said = draft.answers.get(STEP_REASON).and_then(Value::as_str);
    said.is_some_and(|said| said.chars().count() > LONGEST_REASON)
}

fn too_long() -> String {
    format!("Say why in {LONGEST_REASON} characters or less")
}

/// The step's own questions.
pub(crate) fn own_fields(draft: &Draft, step: &Step) -> Vec<FormField> {
    let question = |id: &str, label: &str, short: &str, field_type: &str| FormField {
        id: id.into(),
        label: label.into(),
        short: short.into(),
        hint: None,
        field_type: field_type.into(),
        unit: None,
        choices: Vec::new(),
        of: None,
        ordered: false,
        other_allowed: false,
        columns: Vec::new(),
        group: "main".into(),
        min: None,
        max: None,
        max_length: None,
        shown: true,
        because: None,
        advice: None,
        required: true,
        computed: false,
        value: draft.answers.get(id).cloned().unwrap_or(Value::Null),
        problem: None,
        problem_row: None,
        all: true,
    };
    let choice = |outcome: &Outcome| ChoiceView::plain(outcome.id(), outcome.label().into());
    let mut fields = Vec::new();
    if step.outcomes.len() > 1 {
        let choices = step.outcomes.iter().map(choice).collect();
        fields.push(FormField { choices, ..question(STEP_OUTCOME, "How did it end?", "Outcome", "choice") });
    }
    if step.reason {
        let most = u32::try_from(LONGEST_REASON).unwrap_or(u32::MAX);
        fields.push(FormField {
            max_length: Some(most),
            problem: is_too_long(draft).then(too_long),
            ..question(STEP_REASON, "Why?", "Reason", "longtext")
        });
    }
    fields
}

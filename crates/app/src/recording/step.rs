//! The short form of a step: what the step needs, how the matter ended if that is to be said, and why.

use crate::App;
use crate::contract::{CallError, ChoiceView, FormField};
use crate::recording::form::Drafted;
use crate::refusals::not_found;
use domain::catalogue::{FieldAnswer, Missing, Outcome, STEP_OUTCOME, STEP_REASON, Step};
use record::Stood;
use serde_json::{Value, json};
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
        self.kind.missing_for(step, &self.answer, outcome(draft, step), reason(draft))
    }

    /// Whether the step's form draws a question of the kind.
    pub(crate) fn draws(&self, draft: &Draft, step: &Step, judged: &FieldAnswer) -> bool {
        let given = draft.answers.contains_key(&judged.id) && !step.sets.contains_key(&judged.id);
        let waits = self.missing_for_step(draft, step).iter().any(|one| one.field == judged.id);
        step.shows(&judged.id) || waits || given
    }
}

impl App {
    /// The write that takes the step of a draft, if it still can be taken.
    pub(crate) fn step_taken(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<Option<Change>, CallError> {
        let Some(id) = step_of(draft) else { return Ok(None) };
        let record = drafted.record.as_ref().ok_or_else(|| not_found("finding"))?;
        // Held against the record as it stands, not as its step would make it.
        let (step, state) = self.step_now(record, drafted.kind, &self.judged(record, Some(drafted.kind)), id)?;
        let stood = Stood {
            step: step.id.clone(),
            from: state.id.clone(),
            to: step.to.clone(),
            outcome: outcome(draft, step).map(Outcome::id),
            reason: reason(draft).map(|reason| reason.trim().to_owned()),
        };
        let saw = draft.heads.get(record::STATE).cloned().unwrap_or_default();
        Ok(Some(Change { record: record.id, field: record::STATE.into(), value: json!(stood), saw: Some(saw) }))
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
        other_allowed: false,
        columns: Vec::new(),
        group: "main".into(),
        min: None,
        max: None,
        max_length: None,
        shown: true,
        because: None,
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
        let problem = draft.answers.get(STEP_REASON).and_then(Value::as_str);
        let problem = problem.filter(|said| said.chars().count() > LONGEST_REASON);
        fields.push(FormField {
            max_length: Some(most),
            problem: problem.map(|_| format!("Say why in {LONGEST_REASON} characters or less")),
            ..question(STEP_REASON, "Why?", "Reason", "longtext")
        });
    }
    fields
}

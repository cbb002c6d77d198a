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

#[cfg(test)]
mod tests {
    use super::*;
    use book::{BookId, Clock, EntryHash, GrantId, RecordId, StandingWrite};
    use domain::catalogue::{Catalogue, Moment};
    use serde_json::{Value, json};
    use std::collections::{BTreeMap, BTreeSet};

    /// Kind, state and step: what may follow, as it was agreed.
    fn agreed() -> BTreeSet<[&'static str; 3]> {
        let mut kind = "";
        let mut agreed = BTreeSet::new();
        for line in include_str!("../../../domain/src/catalogue/tests/steps.txt").lines() {
            let Some((state, steps)) = line.trim().split_once(": ").filter(|_| line.starts_with(' ')) else {
                kind = line;
                continue;
            };
            let state = state.split_once(' ').unwrap().0;
            let steps = steps.split(", ").filter_map(|step| Some(step.split_once(" > ")?.0));
            agreed.extend(steps.map(|step| [kind, state, step]));
        }
        agreed
    }

    /// A record of a kind whose matter stands there.
    fn standing(kind: &Kind, state: &str) -> Record {
        let mut record = Record::new(RecordId(uuid::Uuid::nil()));
        let values = [("kind", json!(kind.id)), (record::STATE, json!({ "step": "s", "to": state }))];
        for (number, (field, value)) in (1u8..).zip(values) {
            let write = StandingWrite {
                entry: EntryHash([number; 32]),
                book: BookId([0; 32]),
                number: number.into(),
                clock: Clock(number.into()),
                wall: i64::from(number) * 60_000,
                author: GrantId([0; 32]),
                value,
                erased: false,
            };
            record.fields.entry(field.to_owned()).or_default().take(write, &[]);
        }
        record
    }

    #[test]
    fn in_every_state_of_every_kind_only_the_agreed_steps_can_be_taken_and_the_others_are_refused_with_a_sentence() {
        let catalogue = Catalogue::built_in().unwrap();
        let (agreed, mut taken, mut refused) = (agreed(), BTreeSet::new(), 0);
        for kind in catalogue.kinds() {
            let values = BTreeMap::from([("occurred_at".to_owned(), Value::from("2025-03-18T09:44:00Z"))]);
            let mut answer = kind.answer(&values, &Moment { now: chrono::DateTime::UNIX_EPOCH }, 0);
            // Whatever the answers are.
            answer.steps = kind.steps.iter().map(|step| step.id.clone()).collect();
            for state in &kind.states {
                let record = standing(kind, &state.id);
                for step in &kind.steps {
                    match refusal(&record, kind, &answer, step, Role::Leader) {
                        None => drop(taken.insert([kind.id.as_str(), &state.id, &step.id].map(str::to_owned))),
                        Some((code, message)) => {
                            refused += 1;
                            assert_eq!(code, ErrorCode::Invalid, "{} {}: {}", kind.id, state.id, step.id);
                            assert!(message.ends_with('.') && message.split_whitespace().count() > 4, "{message}");
                        }
                    }
                    let by_a_warden = refusal(&record, kind, &answer, step, Role::Warden);
                    let only_a_leader = matches!(by_a_warden, Some((ErrorCode::NotAllowed, _)));
                    let follows = agreed.contains(&[kind.id.as_str(), &state.id, &step.id]);
                    assert_eq!(only_a_leader, follows && step.leader, "{} {}: {}", kind.id, state.id, step.id);
                }
            }
        }
        let taken: BTreeSet<_> = taken.iter().map(|one| one.each_ref().map(String::as_str)).collect();
        let surplus: Vec<_> = taken.difference(&agreed).collect();
        let lacking: Vec<_> = agreed.difference(&taken).collect();
        assert!(surplus.is_empty() && lacking.is_empty(), "not agreed: {surplus:?}; refused: {lacking:?}");
        assert!(refused > 2_000, "only {refused} were refused");
    }
}

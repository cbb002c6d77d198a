//! The states and steps of a kind: joined with the common ones, and held to the common table and to the kind's questions.

use chrono::DateTime;

use super::Step::{Item, Key};
use super::{Mistake, Source};
use crate::catalogue::PHOTOS;
use crate::catalogue::course::{CommonState, State, Step};
use crate::catalogue::definition::Kind;
use crate::catalogue::value;

/// The question that a state in which one waits for a day needs.
const REVISIT: &str = "revisit_on";

/// Adds the common states and steps to a kind that has states of its own. A common step that asks what the kind does not
/// is none of it, nor one that it leaves out, nor a common state that no step reaches; a state of the kind's own goes before a common one of that name.
pub(super) fn complete(kind: &mut Kind, states: &[State], steps: &[Step]) {
    if kind.states.is_empty() {
        return;
    }
    let asked = |step: &&Step| step.asks.iter().all(|field| kind.field(field).is_some());
    let lacks = |step: &&Step| kind.step(&step.id).is_none() && !kind.leaves_out(&step.id);
    let suits = steps.iter().filter(lacks).filter(asked);
    let suits: Vec<Step> = suits.cloned().collect();
    kind.steps.extend(suits);
    let reached =
        |state: &&State| state.is == CommonState::Recorded || kind.steps.iter().any(|step| step.to == state.id);
    let lacking = states.iter().filter(|state| kind.state(&state.id).is_none()).filter(reached);
    let lacking: Vec<State> = lacking.cloned().collect();
    kind.states.extend(lacking);
}

/// Checks a kind that has them all.
pub(super) fn check(source: &Source<'_>, kind: &Kind, mistakes: &mut Vec<Mistake>) {
    for (at, state) in kind.states.iter().enumerate() {
        if kind.states.iter().take(at).any(|other| other.id == state.id) {
            let reason = format!("the state \"{}\" exists already", state.id);
            mistakes.push(source.mistake(&[Key("state"), Item(at)], reason));
        }
    }
    for (at, step) in kind.steps.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("step"), Item(at), Key(key)], reason));
        if kind.steps.iter().take(at).any(|other| other.id == step.id) {
            refuse("id", format!("the step \"{}\" exists already", step.id));
        }
        let Some(to) = kind.state(&step.to) else {
            refuse("to", format!("there is no state \"{}\"", step.to));
            continue;
        };
        for from in &step.from {
            match kind.state(from) {
                None => refuse("from", format!("there is no state \"{from}\"")),
                Some(from) if !from.is.may_become(to.is) => {
                    refuse("from", format!("\"{}\" cannot follow on \"{}\"", to.id, from.id));
                }
                Some(_) => {}
            }
        }
        for field in
            step.asks.iter().chain(&step.may_ask).filter(|field| *field != PHOTOS && kind.field(field).is_none())
        {
            refuse("asks", format!("there is no field \"{field}\""));
        }
        for (field, given) in &step.sets {
            let fits = kind.field(field).is_some_and(|field| value::read(field, given, DateTime::UNIX_EPOCH).is_ok());
            if !fits {
                refuse("sets", format!("\"{field}\" does not take that answer"));
            }
        }
        for (field, from) in &step.fills {
            let of_type = |id| kind.field(id).map(|field| field.field_type);
            if step.at_once.is_none() || of_type(field).is_none() || of_type(field) != of_type(from) {
                refuse("fills", format!("\"{field}\" cannot take over the answer of \"{from}\""));
            }
        }
        if step.at_once.is_some() && (step.outcomes.len() > 1 || step.reason || step.leader) {
            refuse("at_once", "a step that asks how or why, or is a leader's, is not taken by answers".to_owned());
        }
        if step.photos && kind.photos.most == 0 {
            refuse("photos", "the kind takes no photos".to_owned());
        }
        if to.is == CommonState::Resolved && step.outcomes.is_empty() {
            refuse("outcomes", "a step that resolves needs an outcome".to_owned());
        }
        if to.is.wants_reason() && !step.reason {
            refuse("reason", "a step that closes without an outcome needs reason = true".to_owned());
        }
        if to.is == CommonState::Monitoring && !step.asks.iter().any(|field| field == REVISIT) {
            refuse("asks", format!("a step to a state in which one waits for a day asks {REVISIT}"));
        }
    }
}

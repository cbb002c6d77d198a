//! Every state of every kind against every step: which follow is a table that is kept as a file, and laws hold for it.

use std::collections::BTreeSet;

use super::*;

/// A line for each state: the steps that follow on it, whatever the answers are.
fn table() -> String {
    let mut table = String::new();
    for kind in built_in().kinds().iter().filter(|kind| !kind.states.is_empty()) {
        table += &format!("{}\n", kind.id);
        for state in &kind.states {
            let steps = kind.steps.iter().filter(|step| kind.follows(step, state));
            let steps: Vec<_> = steps.map(|step| format!("{} > {}", step.id, step.to)).collect();
            let shown = if steps.is_empty() { "-".to_owned() } else { steps.join(", ") };
            table += &format!("  {} ({}): {shown}\n", state.id, state.is.standing().name());
        }
    }
    table
}

#[test]
fn which_step_follows_on_which_state_is_as_it_was_read_and_agreed() {
    let (now, agreed) = (table(), include_str!("steps.txt"));
    assert!(
        now == agreed,
        "steps changed: read what is new, and put it into crates/domain/src/catalogue/tests/steps.txt\n{now}"
    );
}

/// The states of a kind that can be reached from one, with it.
fn reached<'a>(kind: &'a Kind, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::from([from]);
    loop {
        let here: Vec<_> = kind.states.iter().filter(|state| reached.contains(state.id.as_str())).collect();
        let next = here.iter().flat_map(|state| kind.steps.iter().filter(|step| kind.follows(step, state)));
        let before = reached.len();
        reached.extend(next.map(|step| step.to.as_str()).collect::<Vec<_>>());
        if reached.len() == before {
            return reached;
        }
    }
}

#[test]
fn every_state_can_be_come_to_every_matter_can_end_and_what_is_closed_is_only_reopened() {
    let mut tried = 0;
    for kind in built_in().kinds().iter().filter(|kind| !kind.states.is_empty()) {
        let first = kind.first_state(false).unwrap_or_else(|| panic!("{} begins nowhere", kind.id));
        let all: BTreeSet<_> = kind.states.iter().map(|state| state.id.as_str()).collect();
        let mut from_start = reached(kind, &first.id);
        // A leader's approval is the word that it is accepted.
        from_start.extend(kind.first_state(true).into_iter().flat_map(|accepted| reached(kind, &accepted.id)));
        let apart: Vec<_> = all.difference(&from_start).collect();
        assert!(apart.is_empty(), "{}: no step leads to {apart:?}", kind.id);
        let closed = |id: &str| kind.state(id).is_some_and(|state| state.is.standing() == Standing::Closed);
        for state in &kind.states {
            tried += kind.steps.len();
            let ends = reached(kind, &state.id).into_iter().any(closed);
            assert!(ends, "{}: from \"{}\" nothing closes it", kind.id, state.id);
            for step in kind.steps.iter().filter(|step| kind.follows(step, state)) {
                let to = kind.state(&step.to).unwrap();
                assert!(state.is.may_become(to.is), "{}: {} from {}", kind.id, step.id, state.id);
                assert!(
                    !closed(&state.id) || to.is == CommonState::Reopened,
                    "{}: {} from {}",
                    kind.id,
                    step.id,
                    state.id
                );
            }
        }
    }
    assert!(tried > 3_000, "only {tried} were tried");
}

/// A step that the answers rule out is not among those that can be taken, and one without a condition always is.
#[test]
fn a_blank_form_allows_every_step_without_a_condition() {
    for kind in built_in().kinds() {
        let blank = kind.answer(&values(json!({})), &moment(), 0);
        for step in kind.steps.iter().filter(|step| step.when.is_none()) {
            assert!(blank.steps.contains(&step.id), "{}: {}", kind.id, step.id);
        }
        for step in &kind.steps {
            let missing = kind.missing_for(step, &blank, None, None);
            let waits = step.reason || step.outcomes.len() > 1;
            assert!(
                !waits || missing.iter().any(|one| [STEP_OUTCOME, STEP_REASON].contains(&one.field.as_str())),
                "{}: {}",
                kind.id,
                step.id
            );
            assert!(missing.iter().all(|one| one.message.split_whitespace().count() > 1), "{}: {missing:?}", kind.id);
        }
    }
}

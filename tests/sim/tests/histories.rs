//! Short histories by hand, of what a seed reaches only now and then.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use sim::history::Kind::{self, *};
use sim::history::{Plan, Step};
use sim::play_safely;

/// Plays these steps of two tablets; whatever chance says in them, nothing may be wrong. `real`: on real disks.
#[track_caller]
fn clean(real: bool, kinds: &[Kind]) {
    for seed in 1..=if real { 1 } else { 3 } {
        let plan = Plan { seed, devices: 2, years: 0.01, real, control: None };
        let steps: Vec<Step> = (seed..).zip(kinds).map(|(seed, kind)| Step { kind: *kind, seed }).collect();
        let tally = play_safely(&plan, &steps);
        assert!(tally.is_clean(), "seed {seed}: {tally}: {:#?}", tally.wrong);
    }
}

#[test]
fn an_office_put_back_knows_a_tablet_that_was_enrolled_since_from_its_second_copy() {
    clean(false, &[CopyOffice, Enrol, Shift(2), BackUp, PutOfficeBack, Sync(2), Shift(0), Sync(0)]);
    clean(false, &[BackUp, Enrol, Shift(2), Sync(2), BackUp, RestoreOffice, Shift(2), Sync(2)]);
    // Here no copy has it, and its operator enrols it once more.
    clean(false, &[CopyOffice, Enrol, Shift(2), PutOfficeBack, Shift(2), Sync(2), Sync(0)]);
}

#[test]
fn a_catalogue_reaches_tablets_that_were_out_and_comes_back_to_an_office_that_lost_it() {
    clean(true, &[Shift(0), Sync(0), Publish, Sync(0), Shift(1), Sync(1), CopyOffice, Publish, Sync(0), PutOfficeBack]);
}

#[test]
fn the_facts_of_an_office_are_those_worked_out_anew_whatever_became_of_its_records() {
    // A night may be stopped before all is worked out; the next goes on.
    let night = [BackUp; 4];
    let shift = [Shift(0), Sync(0), Sync(0), Shift(1), Sync(1), Sync(1)];
    let after = |what: &[Kind]| [&shift, &night[..], what, &night[..]].concat();
    clean(true, &after(&[Erase, Shift(0), Sync(0), Erase]));
    clean(true, &after(&[CopyOffice, Shift(0), Sync(0), Publish, BackUp, PutOfficeBack, RestoreOffice]));
}

//! Drops steps from a failing history while it goes on failing, so that a person can read what is left.

use crate::history::{Plan, Step};
use crate::{Tally, play_safely};

/// The most histories that are played for it.
const PLAYS: usize = 400;

/// The numbers of the steps without which it no longer fails as `tally` shows.
pub fn shrunk(plan: &Plan, steps: &[Step], tally: &Tally) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..steps.len()).collect();
    let mut size = kept.len() / 2;
    let mut plays = 0;
    while size > 0 {
        let mut from = 0;
        while from < kept.len() && plays < PLAYS {
            let without: Vec<usize> = kept
                .iter()
                .enumerate()
                .filter(|(at, _)| !(from..from + size).contains(at))
                .map(|(_, one)| *one)
                .collect();
            let history: Vec<Step> = without.iter().filter_map(|index| steps.get(*index).copied()).collect();
            plays += 1;
            if play_safely(plan, &history).fails_like(tally) {
                kept = without;
            } else {
                from += size;
            }
        }
        size /= 2;
    }
    kept
}

//! One flow, killed at many points: each time from the same start, and checked after.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::flow::{self, Flow};
use super::strace::{self, Point};
use super::{Tally, ground};
use crate::timing;

/// Which points.
#[derive(Clone)]
pub(super) enum Choice {
    /// Every one.
    All,
    /// So many, one in each of as many stretches of equal length.
    Spread { points: usize, seed: u64 },
    /// This call.
    One(Point),
}

/// Kills a flow at the chosen points and prints what is wrong.
pub(super) fn sweep(flow: &Flow, choice: &Choice) -> Result<Tally> {
    let began = Instant::now();
    let ground = ground(&flow.name)?;
    let start = ground.join("start");
    flow::clear(&start)?;
    flow.prepare(&start)?;

    let whole = ground.join("whole");
    flow::copy(&start, &whole)?;
    let acks = ground.join("whole.acks");
    let points = strace::points(&flow.run(&whole), &acks, &ground.join("whole.trace"))?;
    let verdict = flow.check(&whole, &acks)?;
    ensure!(verdict.is_good(), "{} fails without any kill: {}", flow.name, verdict.problems.join("\n"));

    // The control: where the run left nothing, its promises cannot hold. A check that is content with that proves nothing.
    let broken = ground.join("broken");
    flow::copy(&start, &broken)?;
    flow.sabotage(&broken)?;
    let control = flow.check(&broken, &acks)?;
    ensure!(!control.is_good(), "the check of {} does not see that nothing was kept", flow.name);

    let chosen: Vec<Point> = match choice {
        Choice::All => points.clone(),
        Choice::Spread { points: most, seed } => spread(&points, *most, *seed),
        Choice::One(at) => vec![at.clone()],
    };
    let tally = Mutex::new(Tally::default());
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = |worker: usize| {
            let (next, chosen, tally, ground, start) = (&next, &chosen, &tally, &ground, &start);
            move || -> Result<()> {
                while let Some(at) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let folder = ground.join(format!("worker-{worker}"));
                    flow::copy(start, &folder)?;
                    let (acks, trace) = (ground.join(format!("{worker}.acks")), ground.join(format!("{worker}.trace")));
                    if !strace::killed(&flow.run(&folder), at, &acks, &trace)? {
                        continue; // it came to its end before this call
                    }
                    let verdict = flow.check(&folder, &acks)?;
                    let mut tally = tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    tally.points += 1;
                    tally.lost += verdict.lost;
                    tally.orphaned += verdict.orphaned;
                    if !verdict.is_good() {
                        tally.failed += 1;
                        println!("{} killed at {at}:", flow.name);
                        verdict.problems.iter().take(5).for_each(|problem| println!("  {problem}"));
                        println!("  repeat it with: cargo xtask crash --flow {} --at {at}", flow.name);
                    }
                }
                Ok(())
            }
        };
        let workers: Vec<_> = (0..workers).map(|worker| scope.spawn(work(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().ok().context("a sweep stopped by itself")?)
    })?;
    let tally = *tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    println!(
        "{:<8} points={:<4} of {:<4} lost={} orphaned={} failed={}  control: lost={} problems={}  {}",
        flow.name,
        tally.points,
        points.len(),
        tally.lost,
        tally.orphaned,
        tally.failed,
        control.lost,
        control.problems.len(),
        timing::seconds(began.elapsed())
    );
    flow::remove(&ground)?;
    Ok(tally)
}

/// One of each of `most` stretches of equal length.
fn spread<T: Clone>(points: &[T], most: usize, seed: u64) -> Vec<T> {
    let most = most.min(points.len());
    let mut random = Random(seed);
    let one_of = |stretch| {
        let (from, to) = (stretch * points.len() / most, (stretch + 1) * points.len() / most);
        points.get(from + random.below(to - from)).cloned()
    };
    (0..most).filter_map(one_of).collect()
}

/// SplitMix64: enough to choose points by, and the same for the same seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number below `limit`, which must not be 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit.max(1) as u64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread_and_the_same_for_the_same_seed() {
        let points: Vec<usize> = (1..=100).map(|number| number * 2).collect();
        let some = spread(&points, 10, 7);
        assert_eq!(some, spread(&points, 10, 7));
        assert_ne!(some, spread(&points, 10, 8), "another seed should choose others");
        for (stretch, point) in some.iter().enumerate() {
            assert!((stretch * 20 + 2..=stretch * 20 + 20).contains(point), "{some:?}");
        }
        assert_eq!(some.len(), 10);
    }

    #[test]
    fn a_sample_that_is_larger_than_the_flow_is_all_of_it() {
        assert_eq!(spread(&[3, 5, 9], 25, 1), [3, 5, 9]);
        assert_eq!(spread(&[0; 0], 25, 1), [0; 0]);
    }
}

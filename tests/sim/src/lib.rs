//! Years of tablets and a council office in minutes. The merge, the exchange and the office's rules are the real ones; disks,
//! network, clocks and chance are made here, and go wrong by the number of a seed. `docs/reliability.md` tells what is
//! promised and what was run.

pub mod centre;
pub mod chance;
pub mod history;
pub mod link;
pub mod office;
pub mod shrink;
pub mod tablet;
mod world;

pub use world::Tally;

use anyhow::Result;
use history::{Plan, Step};
use world::World;

/// Plays a history and counts.
pub fn play(plan: &Plan, steps: &[Step]) -> Result<Tally> {
    #[cfg(feature = "fast")]
    book::keys::simulated::turn(!plan.real);
    let mut world = World::new(plan)?;
    steps.iter().try_for_each(|step| world.step(*step))?;
    world.end()
}

/// The same; what could not even be played to its end failed.
pub fn play_safely(plan: &Plan, steps: &[Step]) -> Tally {
    play(plan, steps).unwrap_or_else(|error| {
        let mut tally = Tally { seeds: 1, ..Tally::default() };
        tally.fail(format!("seed {}: {error:#}", plan.seed));
        tally
    })
}

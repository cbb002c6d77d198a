//! The simulator's program; `cargo xtask sim` builds it fast and starts it.

use anyhow::{Result, bail};
use clap::Parser;
use sim::history::{Control, Plan, Step};
use sim::shrink::shrunk;
use sim::{Tally, play_safely};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;

/// Simulates years of tablets and a council office with everything going wrong.
#[derive(Parser)]
struct Arguments {
    /// Seeds to play.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// Tablets in each.
    #[arg(long, default_value_t = 4)]
    devices: usize,
    /// Years of 250 shifts for each tablet.
    #[arg(long, default_value_t = 0.25)]
    years: f64,
    /// Breaks the simulated tablets in this way, which must be caught.
    #[arg(long)]
    control: Option<String>,
    /// Breaks them in every known way, each until it is caught.
    #[arg(long)]
    controls: bool,
    /// Every seed on real disks, in the real databases, with real signatures. Without it every hundredth.
    #[arg(long)]
    real: bool,
    /// Only these steps of the history, by their number.
    #[arg(long, value_delimiter = ',')]
    keep: Vec<usize>,
}

/// Seeds that a control gets to be caught in.
const CHANCES: u64 = 40;
/// Every so many seeds one is played on real disks, twice.
const REAL_EVERY: u64 = 100;
/// A seed on real disks is slow: shifts of at most so much of a year.
const REAL_YEARS: f64 = 0.02;

/// A fifth of the time went into finding memory; this finds it faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if arguments.controls {
        return controls(&arguments);
    }
    let next = AtomicU64::new(0);
    let total = Mutex::new(Tally::default());
    std::thread::scope(|threads| {
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            threads.spawn(|| {
                loop {
                    let seed = arguments.first_seed + next.fetch_add(1, Ordering::Relaxed);
                    if seed >= arguments.first_seed + arguments.seeds {
                        return;
                    }
                    let tally = one_seed(&arguments, seed);
                    *total.lock().unwrap_or_else(PoisonError::into_inner) += tally;
                }
            });
        }
    });
    let total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{total}");
    Ok(if total.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Plays a seed and, if it fails, shows how.
fn one_seed(arguments: &Arguments, seed: u64) -> Tally {
    let plan = arguments.plan(seed);
    let steps = arguments.steps(&plan);
    let mut tally = play_safely(&plan, &steps);
    if plan.real {
        let again = play_safely(&plan, &steps);
        if again.digest != tally.digest {
            tally.fail(format!("seed {seed} ended otherwise the second time"));
        }
    }
    if !tally.is_clean() {
        println!("seed {seed} failed: {tally}");
        tally.wrong.iter().for_each(|wrong| println!("    {wrong}"));
        if plan.control.is_none() && arguments.keep.is_empty() {
            show_shrunk(&plan, &steps, &tally);
        }
    }
    tally
}

fn show_shrunk(plan: &Plan, steps: &[Step], tally: &Tally) {
    let kept = shrunk(plan, steps, tally);
    println!("  the same with {} of {} steps:", kept.len(), steps.len());
    for index in &kept {
        if let Some(step) = steps.get(*index) {
            println!("    {index}: {step}");
        }
    }
    let kept: Vec<String> = kept.iter().map(usize::to_string).collect();
    println!(
        "  cargo xtask sim --first-seed {} --devices {} --years {}{} --keep {}",
        plan.seed,
        plan.devices,
        plan.years,
        if plan.real { " --real" } else { "" },
        kept.join(",")
    );
}

/// Each control until it is caught.
fn controls(arguments: &Arguments) -> Result<ExitCode> {
    let mut caught = 0;
    for (control, name) in Control::ALL {
        let tries = arguments.first_seed..arguments.first_seed + CHANCES;
        let failing = tries.into_iter().find_map(|seed| {
            let plan = Plan { control: Some(control), real: false, ..arguments.plan(seed) };
            let steps = plan.history();
            let tally = play_safely(&plan, &steps);
            let whole = Plan { control: None, ..plan };
            // Caught is what shows the fault that was put in, in a history that is otherwise clean.
            (control.shows(&tally) && play_safely(&whole, &steps).is_clean()).then_some((seed, tally))
        });
        match failing {
            Some((seed, tally)) => {
                caught += 1;
                println!("{name}: caught by seed {seed}: {tally}");
            }
            None => println!("{name}: NOT caught in {CHANCES} seeds"),
        }
    }
    let controls = Control::ALL.len();
    println!("controls={controls} caught={caught}");
    if caught != controls {
        bail!("a fault that must be caught was not");
    }
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn plan(&self, seed: u64) -> Plan {
        let control = self.control.as_deref().and_then(Control::named);
        let real = self.real || (seed.is_multiple_of(REAL_EVERY) && control.is_none() && !self.controls);
        let years = if real { self.years.min(REAL_YEARS) } else { self.years };
        Plan { seed, devices: self.devices, years, real, control }
    }

    fn steps(&self, plan: &Plan) -> Vec<Step> {
        let steps = plan.history();
        match self.keep.is_empty() {
            true => steps,
            false => self.keep.iter().filter_map(|index| steps.get(*index).copied()).collect(),
        }
    }
}

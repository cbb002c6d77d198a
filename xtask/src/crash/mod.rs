//! Kills the flows of saving and syncing at every system call that changes something, and cuts the power under them.
//!
//! The flows are the program `crash-flow` of the `tests` package; it also checks what a kill left. Here they are run under
//! strace, which delivers the kill, and on a file system in a file, whose copy is what a power cut leaves.

mod flow;
mod power;
mod strace;
mod sweep;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::{build, project, timing};
use flow::Flow;
use strace::Point;

/// A kill keeps what the kernel has, so that memory shows the same as a disk, and is faster.
const MEMORY: &str = "/dev/shm";

/// Which kills and cuts; without any, every point of every flow.
#[derive(Args)]
pub(crate) struct Arguments {
    /// So many points of each flow, spread over it, instead of all.
    #[arg(long)]
    sample: Option<usize>,
    /// Only this flow.
    #[arg(long)]
    flow: Option<String>,
    /// Only the kill at this call of the flow, such as `pwrite64:17`.
    #[arg(long, requires = "flow")]
    at: Option<Point>,
    /// So many power cuts, instead of kills. Needs root and a loop device.
    #[arg(long)]
    power: Option<usize>,
    /// Repeats the choice of an earlier run.
    #[arg(long)]
    seed: Option<u64>,
}

/// Everything that was counted.
#[derive(Default, Clone, Copy)]
struct Tally {
    flows: usize,
    points: usize,
    lost: usize,
    orphaned: usize,
    /// Points that something is wrong with, also if nothing was lost.
    failed: usize,
}

/// Does what is asked.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build::programs()?;
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs(),
    };
    match arguments.power {
        Some(cuts) => power::run(cuts, seed),
        None => kills(arguments, seed),
    }
}

/// What continuous integration runs: a sample of the kills, and the power cuts.
pub(crate) fn sample() -> Result<()> {
    let arguments = Arguments { sample: Some(12), flow: None, at: None, power: None, seed: None };
    run(&arguments)?;
    run(&Arguments { power: Some(10), ..arguments })
}

fn kills(arguments: &Arguments, seed: u64) -> Result<()> {
    ensure!(Command::new("strace").arg("--version").output().is_ok(), "strace is missing; run: cargo xtask setup");
    let flows = flow::all()?;
    let flows: Vec<Flow> = match &arguments.flow {
        Some(name) => flows.into_iter().filter(|flow| flow.name == *name).collect(),
        None => flows,
    };
    if flows.is_empty() {
        bail!("there is no such flow");
    }
    let choice = match (&arguments.at, arguments.sample) {
        (Some(at), _) => sweep::Choice::One(at.clone()),
        (None, Some(points)) => sweep::Choice::Spread { points, seed },
        (None, None) => sweep::Choice::All,
    };
    if arguments.sample.is_some() {
        println!("seed={seed}");
    }
    let began = Instant::now();
    let mut tally = Tally::default();
    for flow in &flows {
        let one = sweep::sweep(flow, &choice)?;
        tally.flows += 1;
        tally.points += one.points;
        tally.lost += one.lost;
        tally.orphaned += one.orphaned;
        tally.failed += one.failed;
    }
    println!("{}", timing::seconds(began.elapsed()));
    println!("flows={} points={} lost={} orphaned={}", tally.flows, tally.points, tally.lost, tally.orphaned);
    ensure!(tally.points > 0, "no flow died: nothing was tested");
    ensure!(tally.lost + tally.orphaned + tally.failed == 0, "{} points failed", tally.failed);
    Ok(())
}

/// An empty folder for one flow.
fn ground(name: &str) -> Result<PathBuf> {
    let memory = PathBuf::from(MEMORY);
    let base = if memory.is_dir() { memory } else { project::path("target") };
    let folder = base.join(format!("patrolbook-crash-{}-{name}", std::process::id()));
    flow::clear(&folder)?;
    Ok(folder)
}

fn flow_program() -> PathBuf {
    build::program_path("crash-flow")
}

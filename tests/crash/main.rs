//! The flows that `cargo xtask crash` kills: saving, photos, sync, receiving, enrolling, and the council office itself.
//!
//! Single-threaded, so that the Nth system call is always the same one. `prepare` makes what a flow starts from, `run`
//! runs it and says what was promised after each call that promised it, `check` opens everything after the kill, looks
//! for each promise, runs the flow to its end and lets both sides meet.

mod acks;
mod check;
mod flows;
mod ground;
mod office;
mod plan;

use acks::Acks;
use anyhow::Result;
use clap::Parser;
use flows::Flow;
use ground::Ground;
use std::path::PathBuf;

/// A flow to kill.
#[derive(Parser)]
enum Mode {
    /// Prints the names of the flows.
    Flows,
    /// Makes what a flow starts from.
    Prepare {
        /// Which flow.
        flow: Flow,
        /// An empty folder.
        folder: PathBuf,
    },
    /// Runs a flow to its end and prints each promise.
    Run {
        /// Which flow.
        flow: Flow,
        /// What `prepare` made.
        folder: PathBuf,
        /// Waits for a line of input after each promise.
        #[arg(long)]
        step: bool,
    },
    /// Breaks what a flow starts from, so that the check of a whole run's promises must fail.
    Sabotage {
        /// Which flow.
        flow: Flow,
        /// What `prepare` made.
        folder: PathBuf,
    },
    /// Looks for each promise, and prints what is wrong.
    Check {
        /// Which flow.
        flow: Flow,
        /// The folder after the kill.
        folder: PathBuf,
        /// What `run` printed.
        acks: PathBuf,
    },
}

fn main() -> Result<()> {
    match Mode::parse() {
        Mode::Flows => Flow::names().for_each(|name| println!("{name}")),
        Mode::Prepare { flow, folder } => flow.prepare(&Ground::new(folder))?,
        Mode::Run { flow, folder, step } => flow.run(&Ground::new(folder), &Acks::aloud(step))?,
        Mode::Sabotage { flow, folder } => flow.sabotage(&Ground::new(folder))?,
        Mode::Check { flow, folder, acks } => {
            let verdict = check::check(flow, &Ground::new(folder), &acks::read(&acks)?);
            println!("{}", serde_json::to_string(&verdict)?);
        }
    }
    Ok(())
}

//! The one command menu of the project: `cargo xtask setup | run | check | test`.
//!
//! It starts other programs and tells what they did; it holds no rule of Patrolbook. Made for Debian and Ubuntu.

mod bench;
mod build;
mod check;
mod crash;
mod demo;
mod display;
mod flips;
mod medway;
mod program;
mod project;
mod run;
mod setup;
mod sim;
mod test;
mod timing;

use std::process::ExitCode;

use clap::Parser;

/// Patrolbook's commands.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
enum Menu {
    /// Installs what is missing for building, running and testing.
    Setup {
        /// Installs without asking.
        #[arg(long)]
        yes: bool,
    },
    /// Builds everything and opens the demo: a council office and enrolled tablets on this computer.
    Run(run::Arguments),
    /// Looks at the sources: format, lints, which crate knows which, sizes, words, generated files.
    Check {
        /// Rewrites what can be rewritten: the format and the generated TypeScript.
        #[arg(long)]
        fix: bool,
    },
    /// Kills saving and syncing at every system call that changes something, or cuts the power, and looks for losses.
    Crash(crash::Arguments),
    /// Measures speed and size and prints each figure beside its limit.
    Bench {
        /// Only these parts: `save`, `lists`, `kinds`, `figures`, `central`, `wire`, `photos-cut`, `sync`, `rates`, `herd`, `window`.
        parts: Vec<String>,
    },
    /// Flips single bits in a tablet's database and in the second copy, and looks for one that nobody notices.
    Flips {
        /// So many of each, instead of 10,000.
        #[arg(long)]
        sample: Option<usize>,
        /// Repeats the choice of an earlier run.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Brings a council's known year in and compares each figure of the report with the printed one.
    Medway,
    /// Lets two thousand tablets come to one council office within a minute, and looks for losses.
    Herd {
        /// So many, all at once; then only a loss is judged, and no time.
        #[arg(long)]
        tablets: Option<u64>,
    },
    /// Plays years of tablets and a council office with everything going wrong; `sim --help` tells more.
    Sim {
        /// The simulator's own arguments, such as `--seeds 20 --first-seed 1 --devices 4 --years 0.25` or `--controls`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Everything that continuous integration runs.
    Test {
        /// Leaves out the slow steps.
        #[arg(long)]
        quick: bool,
        /// Installs without asking.
        #[arg(long)]
        yes: bool,
    },
}

fn main() -> ExitCode {
    match choose(Menu::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn choose(menu: Menu) -> anyhow::Result<()> {
    program::listen_for_interrupt()?;
    match menu {
        Menu::Setup { yes } => setup::run(setup::Purpose::Tests, setup::Consent::from_flag(yes)),
        Menu::Run(arguments) => run::run(&arguments),
        Menu::Check { fix: true } => check::fix(),
        Menu::Check { fix: false } => check::run(),
        Menu::Crash(arguments) => crash::run(&arguments),
        Menu::Bench { parts } => bench::run(&parts),
        Menu::Flips { sample, seed } => flips::run(sample, seed),
        Menu::Medway => medway::run(),
        Menu::Herd { tablets } => bench::herd(tablets),
        Menu::Sim { arguments } => sim::run(&arguments),
        Menu::Test { quick, yes } => test::run(quick, setup::Consent::from_flag(yes)),
    }
}

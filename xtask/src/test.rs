//! Everything that continuous integration runs, in one order, stopping at the first step that fails.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::demo::Demo;
use crate::setup::{self, Consent, Purpose};
use crate::{bench, build, check, crash, flips, medway, program, project, run, sim, timing};

/// One step.
struct Step {
    name: &'static str,
    /// What repeats it alone.
    command: &'static str,
    /// Left out by `--quick`.
    slow: bool,
    run: fn() -> Result<()>,
}

// The pages come before the check: the app does not compile without them.
const STEPS: &[Step] = &[
    Step { name: "pages", command: "npm run build (in ui)", slow: false, run: build::pages },
    Step { name: "check", command: "cargo xtask check", slow: false, run: check::run },
    Step { name: "page units", command: "npm test (in ui)", slow: false, run: page_units },
    Step { name: "tests", command: "cargo test --workspace", slow: false, run: tests },
    // These two use what the tests have built.
    Step { name: "bit rot", command: "cargo xtask flips --sample 200", slow: true, run: flips::sample },
    Step { name: "herd", command: "cargo xtask herd --tablets 200", slow: true, run: bench::small_herd },
    Step { name: "the Medway year", command: "cargo xtask medway", slow: true, run: medway::run },
    Step { name: "page tests", command: "npm run e2e (in ui)", slow: true, run: page_tests },
    Step { name: "the demo, through the real window", command: "cargo xtask run --headless", slow: true, run: play },
    Step { name: "simulator", command: "cargo xtask sim (see xtask/src/sim.rs)", slow: true, run: sim::sample },
    Step { name: "crashes", command: "cargo xtask crash --sample 12 (or --power 10)", slow: true, run: crash::sample },
];

/// Runs the steps and prints what each took.
pub(crate) fn run(quick: bool, consent: Consent) -> Result<()> {
    let mut took = vec![];
    let began = Instant::now();
    setup::run(Purpose::Tests, consent)?;
    took.push(("setup", began.elapsed()));
    for step in STEPS.iter().filter(|step| !(quick && step.slow)) {
        println!("\n== {}", step.name);
        let began = Instant::now();
        if let Err(error) = (step.run)() {
            print_table(&took);
            bail!("{} failed: {error:#}\nrepeat it with: {}", step.name, step.command);
        }
        took.push((step.name, began.elapsed()));
    }
    print_table(&took);
    println!("all good");
    Ok(())
}

fn print_table(took: &[(&str, Duration)]) {
    println!();
    let width = took.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, time) in took {
        println!("{name:<width$}{:>14}", timing::seconds(*time));
    }
}

fn page_units() -> Result<()> {
    program::run_quietly("page-units", program::command("npm").arg("test").current_dir(project::path("ui")))
}

fn tests() -> Result<()> {
    program::run(program::command("cargo").args(["test", "--workspace"]))
}

/// The pages in a headless browser, on the programs as they are now. The pictures go to `target/screens`. A browser waits more
/// than it works: meanwhile the simulator is built, which takes minutes of one processor.
fn page_tests() -> Result<()> {
    build::programs()?;
    thread::scope(|scope| {
        let simulator = scope.spawn(sim::build);
        let pages = program::run(program::command("npm").args(["run", "e2e"]).current_dir(project::path("ui")));
        // Said at once: the build goes on for minutes.
        let _ = pages.as_ref().map_err(|error| eprintln!("\npage tests failed: {error:#}"));
        let simulator = simulator.join().map_err(|_| anyhow!("the simulator's build panicked"))?;
        pages.and(simulator)
    })
}

/// A demo of its own, from nothing, on the way that a person's takes.
fn play() -> Result<()> {
    build::programs()?;
    run::play(&Demo::of_the_test()?)
}

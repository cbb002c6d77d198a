//! Finds what is missing, says what and why, asks, and installs it.
//!
//! Each part looks first and answers quickly when there is nothing to do, so that every command can begin here.

mod cross_check;
mod debian;
mod driver;
mod node;
mod pages;

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};

use crate::timing;

/// What the tools are wanted for. Each needs what the one before it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// To build the app and open its window.
    Window,
    /// To drive the window where there is no screen.
    NoScreen,
    /// To run every test.
    Tests,
}

/// Whether to ask before installing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Somebody said yes, or nobody is there to ask.
    Given,
    /// Ask on the terminal.
    Ask,
}

impl Consent {
    /// From `--yes`, the terminal and the `CI` variable.
    pub(crate) fn from_flag(yes: bool) -> Self {
        let nobody_there = !io::stdin().is_terminal() || std::env::var_os("CI").is_some_and(|value| value == "true");
        if yes || nobody_there { Self::Given } else { Self::Ask }
    }
}

/// Something that is missing, and how to get it.
struct Job {
    what: String,
    why: &'static str,
    takes: &'static str,
    get: Box<dyn FnOnce() -> Result<()>>,
}

/// Installs what `purpose` needs and this computer lacks.
pub(crate) fn run(purpose: Purpose, consent: Consent) -> Result<()> {
    let missing = [
        debian::missing(purpose)?,
        node::missing()?,
        cross_check::missing(purpose)?,
        pages::missing()?,
        driver::missing(purpose)?,
    ];
    let jobs: Vec<Job> = missing.into_iter().flatten().collect();
    if jobs.is_empty() {
        println!("· Nothing is missing");
        return Ok(());
    }
    println!("Missing on this computer:");
    for job in &jobs {
        println!("  {}\n      {}; takes {}", job.what, job.why, job.takes);
    }
    if consent == Consent::Ask && !agreed()? {
        bail!("nothing was installed");
    }
    for job in jobs {
        timing::step(&job.what, job.get)?;
    }
    Ok(())
}

fn agreed() -> Result<bool> {
    print!("Install all of this now? [Y/n] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

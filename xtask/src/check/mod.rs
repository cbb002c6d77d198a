//! What a machine can see in the sources. Every look is taken even when an earlier one found faults, unless we are asked to
//! stop.

mod contract;
mod edges;
mod files;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::{program, project, timing};

/// One look: its name, and the faults that it sees, each in one line that says where.
type Look = (&'static str, fn() -> Result<Vec<String>>);

const LOOKS: &[Look] = &[
    ("format", format),
    ("which crate may know which", edges::faults),
    ("sizes, first lines and words", files::faults),
    ("lints", lints),
    ("generated TypeScript", contract::faults),
    ("types and warnings of the pages", pages),
];

/// Looks at everything.
pub(crate) fn run() -> Result<()> {
    let mut total = 0;
    for (name, look) in LOOKS {
        let began = Instant::now();
        let faults = look().unwrap_or_else(|error| vec![format!("{error:#}")]);
        program::go_on()?;
        let outcome = if faults.is_empty() { "good" } else { "NOT GOOD" };
        println!("· {name}: {outcome} ({})", timing::seconds(began.elapsed()));
        for fault in &faults {
            println!("    {fault}");
        }
        total += faults.len();
    }
    match total {
        0 => Ok(()),
        1 => bail!("1 fault; `cargo xtask check --fix` mends format and generated files"),
        _ => bail!("{total} faults; `cargo xtask check --fix` mends format and generated files"),
    }
}

/// Rewrites what needs no judgement.
pub(crate) fn fix() -> Result<()> {
    program::run(program::command("cargo").args(["fmt", "--all"]))?;
    contract::rewrite()
}

fn format() -> Result<Vec<String>> {
    Ok(fault_unless(program::run(program::command("cargo").args(["fmt", "--all", "--", "--check", "-l"]))))
}

fn lints() -> Result<Vec<String>> {
    let lints = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    Ok(fault_unless(program::run(program::command("cargo").args(lints))))
}

fn pages() -> Result<Vec<String>> {
    let mut npm = program::command("npm");
    npm.args(["run", "check"]).current_dir(project::path("ui"));
    Ok(fault_unless(program::run_quietly("pages-check", &mut npm)))
}

/// The tool has shown its own findings; here stands only that there are some.
fn fault_unless(outcome: Result<()>) -> Vec<String> {
    outcome.err().map(|error| format!("{error:#}")).into_iter().collect()
}

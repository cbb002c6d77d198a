//! The demo's tablets: the app itself, each with a folder of its own.

use std::process::Command;

use anyhow::Result;

use super::{Demo, Person};
use crate::build;
use crate::program::{self, Running};

/// Enrols the tablet of `person`, or adds them to it.
pub(super) fn enrol(demo: &Demo, person: &Person, office: &str, code: &str) -> Result<()> {
    let mut app = app(demo, person);
    // The PIN goes by the environment, as every user of this computer can read a command line.
    app.args(["enrol", "--office", office, "--code", code]).env("PATROLBOOK_PIN", person.pin);
    program::run_quietly("enrol", &mut app)
}

/// Writes demo findings into the tablet's book, by the way that a person's go, and sends them: a leader's panels, a
/// warden's weeks of patrols. What the others sent before is fetched first.
pub(super) fn record_findings(demo: &Demo, person: &Person) -> Result<()> {
    program::run_quietly("demo-sync", app(demo, person).arg("sync"))?;
    program::run_quietly("demo-findings", app(demo, person).arg("demo-findings"))?;
    program::run_quietly("demo-sync", app(demo, person).arg("sync"))
}

/// Opens the window, unlocked, and returns when it is closed or on Ctrl-C.
pub(super) fn window(demo: &Demo, person: &Person) -> Result<()> {
    let log = demo.folder.join(format!("{}.log", person.tablet));
    Running::start("the window", &mut unlocked(demo, person), log)?.wait()
}

/// The command that opens the window as that person.
fn unlocked(demo: &Demo, person: &Person) -> Command {
    let mut app = app(demo, person);
    app.env("PATROLBOOK_DEMO_UNLOCK", format!("{}:{}", person.place, person.pin));
    app
}

fn app(demo: &Demo, person: &Person) -> Command {
    let mut app = program::command(build::program_path("patrolbook"));
    app.arg("--data-dir").arg(demo.tablet_of(person));
    // What a demo makes goes with its folder; nothing of it stays in the keychain of whoever tries it.
    app.env("PATROLBOOK_KEY_FILE", "true");
    app
}

//! `cargo xtask run`: from a fresh checkout to an open window, or to a played demo where there is no screen.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::demo::{Centre, Demo, PEOPLE, Summary, Who};
use crate::display::Display;
use crate::setup::{self, Consent, Purpose};
use crate::{build, program, project};

/// How long the second copy may take to be made.
const BACKUP: Duration = Duration::from_secs(120);

/// What can be said to `run`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Plays the demo on a virtual screen and prints what the central record then holds.
    #[arg(long)]
    headless: bool,
    /// Installs what is missing without asking.
    #[arg(long)]
    yes: bool,
    /// Whose window to open.
    #[arg(long = "as", value_enum, default_value = "warden")]
    who: Who,
    /// Throws the demo's data away and begins anew.
    #[arg(long)]
    reset: bool,
}

/// Does it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let headless = arguments.headless || !Display::exists();
    let purpose = if headless { Purpose::NoScreen } else { Purpose::Window };
    setup::run(purpose, Consent::from_flag(arguments.yes))?;
    build::pages()?;
    build::programs()?;
    let demo = Demo::usual();
    if arguments.reset {
        demo.reset()?;
    }
    if headless {
        if !arguments.headless {
            println!("· This computer shows no windows: the demo is played on a virtual screen");
        }
        return play(&demo);
    }
    let centre = demo.open()?;
    explain(arguments.who, &demo, &centre);
    demo.window(arguments.who)
}

/// Plays the demo without a screen, and prints what the central record then holds.
pub(crate) fn play(demo: &Demo) -> Result<()> {
    let centre = demo.open()?;
    let before = centre.summary()?;
    demo.play(&centre)?;
    println!("pictures of the play: {}", project::shown(demo.folder()));
    println!("once more from the start: cargo xtask run --headless --reset; with a screen: cargo xtask run");
    show_central_record(&centre, &before)
}

fn explain(who: Who, demo: &Demo, centre: &Centre) {
    let other = match who {
        Who::Warden => "leader",
        Who::Leader => "warden",
    };
    println!("\nPatrolbook opens as {}. Nothing leaves this computer.", who.person().name);
    for person in PEOPLE {
        println!("  PIN       {}  {}", person.pin, person.name);
    }
    println!("  office    {}", centre.address());
    println!("  data      {}", project::shown(demo.folder()));
    println!("  more      cargo xtask run --as {other}   (in another terminal)");
    println!("  figures   as the leader: Figures, then other dates, 1 11 2017 to 31 10 2018");
    match centre.process() {
        Some(_) => println!("  stop      close the window, or Ctrl-C here; the council office stops too"),
        None => println!("  stop      close the window, or Ctrl-C here; the other terminal keeps the council office"),
    }
    println!("  anew      cargo xtask run --reset\n");
}

/// Prints the last line of the played demo. Anything not backed up in good time is a failure, and so is a central record
/// that has not grown by what was played: one patrol with a finding of each of four kinds and six photos, one of them a sample.
fn show_central_record(centre: &Centre, before: &Summary) -> Result<()> {
    let began = Instant::now();
    let mut summary = centre.summary()?;
    while summary.backed_up != "all" && began.elapsed() < BACKUP {
        program::pause()?;
        summary = centre.summary()?;
    }
    println!(
        "central record: patrols={} findings={} photos={} backed_up={}",
        summary.patrols, summary.findings, summary.photos, summary.backed_up
    );
    let grown = [
        summary.patrols.checked_sub(before.patrols),
        summary.findings.checked_sub(before.findings),
        summary.photos.checked_sub(before.photos),
    ];
    if summary.backed_up != "all" || grown != [Some(1), Some(4), Some(6)] {
        bail!("the demo patrol is not whole in the central record");
    }
    Ok(())
}

//! The demo without a screen: a program of the `tests` package uses the real window as a warden and a leader would.

use anyhow::Result;

use super::{Centre, Demo, Who};
use crate::display::Display;
use crate::{build, program, timing};

/// The program that plays. It gets what it needs in its environment, so that it can be started by hand too.
const PLAYER: &str = "demo-play";

/// Plays the demo patrol. Screenshots go to the demo's folder.
pub(super) fn play(demo: &Demo, centre: &Centre) -> Result<()> {
    let display = Display::start()?;
    timing::step("Playing the demo patrol through the window", || {
        let mut player = program::command(build::program_path(PLAYER));
        player
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("PATROLBOOK_APP", build::program_path("patrolbook"))
            .env("PATROLBOOK_OFFICE", centre.address())
            .env("PATROLBOOK_DEMO", &demo.folder)
            .env("PATROLBOOK_WARDEN_PIN", Who::Warden.person().pin)
            .env("PATROLBOOK_LEADER_PIN", Who::Leader.person().pin);
        program::run(&mut player)
    })
}

//! The demo: a council office on loopback and tablets enrolled with it, all in one folder under `target`.

mod centre;
mod play;
mod state;
mod tablet;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

pub(crate) use centre::{Centre, Summary};
use state::State;

use crate::{project, timing};

/// The demo's council.
const COUNCIL: &str = "Demo council";
/// The demo's team: a real place with invented wardens.
const TEAM: &str = "Chatham and Rochester";

/// Somebody of the demo.
pub(crate) struct Person {
    /// The name, on screen and at the office.
    pub(crate) name: &'static str,
    /// The role at the office.
    role: &'static str,
    /// The folder of the tablet that this person uses.
    tablet: &'static str,
    /// Where the tablet lists this person, from 0.
    place: usize,
    /// The PIN.
    pub(crate) pin: &'static str,
}

const WARDEN_A: Person = Person { name: "Demo warden A", role: "warden", tablet: "tablet-a", place: 0, pin: "135790" };
const WARDEN_B: Person = Person { name: "Demo warden B", role: "warden", tablet: "tablet-a", place: 1, pin: "864209" };
const LEADER: Person = Person { name: "Demo leader", role: "leader", tablet: "tablet-leader", place: 0, pin: "246813" };

/// Everybody of the demo; the two wardens share one tablet, as wardens do.
pub(crate) const PEOPLE: [&Person; 3] = [&WARDEN_A, &WARDEN_B, &LEADER];

/// Whose window to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Who {
    /// Demo warden A, on patrol.
    Warden,
    /// Demo leader, who reviews.
    Leader,
}

impl Who {
    /// The person.
    pub(crate) fn person(self) -> &'static Person {
        match self {
            Self::Warden => &WARDEN_A,
            Self::Leader => &LEADER,
        }
    }
}

/// Where all of one demo is.
pub(crate) struct Demo {
    folder: PathBuf,
    /// The office's port if it is free.
    port: u16,
}

impl Demo {
    /// The one that `cargo xtask run` opens.
    pub(crate) fn usual() -> Self {
        Self { folder: project::path("target/demo"), port: 8460 }
    }

    /// A new one for the test, which leaves alone the one that somebody may be using.
    pub(crate) fn of_the_test() -> Result<Self> {
        let demo = Self { folder: project::path("target/demo-test"), port: 0 };
        demo.reset()?;
        Ok(demo)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of a person's tablet.
    fn tablet_of(&self, person: &Person) -> PathBuf {
        self.folder.join(person.tablet)
    }

    /// Begins anew. Refused while its council office runs.
    pub(crate) fn reset(&self) -> Result<()> {
        if State::load(&self.folder)?.is_some_and(|state| centre::answers(state.port)) {
            bail!("the demo is running in another terminal; stop it there with Ctrl-C, then reset");
        }
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be removed", project::shown(&self.folder)))
            }
            _ => Ok(()),
        }
    }

    /// A running council office with its tablets enrolled: made if new, else the one of last time.
    pub(crate) fn open(&self) -> Result<Centre> {
        if let Some(state) = State::load(&self.folder)? {
            return Centre::start(&self.folder, state.port);
        }
        // Half a demo, of a first run that was stopped, is of no use to anyone.
        self.reset()?;
        let port = centre::free_port(self.port)?;
        let codes = timing::step("Setting up the council office", || centre::init(&self.folder, &PEOPLE))?;
        let centre = Centre::start(&self.folder, port)?;
        timing::step("Bringing in the year of a known report", || centre::bring_year(&self.folder, &LEADER))?;
        timing::step("Enrolling the tablets", || {
            let mut all = PEOPLE.iter().zip(&codes);
            all.try_for_each(|(person, code)| tablet::enrol(self, person, &centre.address(), code))
        })?;
        timing::step("Recording some weeks of demo findings", || {
            // The leader's panels first: a warden's meeting is of one. At the end the leader approves.
            [&LEADER, &WARDEN_A, &LEADER].into_iter().try_for_each(|person| tablet::record_findings(self, person))
        })?;
        State { port }.save(&self.folder)?;
        Ok(centre)
    }

    /// Opens the window of `who`, unlocked, and returns when it is closed.
    pub(crate) fn window(&self, who: Who) -> Result<()> {
        tablet::window(self, who.person())
    }

    /// Plays the demo patrol through the real window on a virtual screen.
    pub(crate) fn play(&self, centre: &Centre) -> Result<()> {
        play::play(self, centre)
    }
}

//! The World: a centre and several tablets in one process, as real as they come (SQLCipher, signatures, photos on disk),
//! joined without a network, with a clock that the test moves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is a kit for tests: a step that fails is a test that fails"
)]

pub mod cross_check;
pub mod medway;
mod office;
mod photos;
mod tablet;

pub use office::Link;
pub use photos::jpeg;
pub use tablet::{Carrier, Tablet, by_people};

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// Tuesday 18 March 2025, 07:12 in Europe/London.
pub const MORNING: i64 = 1_742_281_920_000;
/// The PIN of everyone in the World.
pub const PIN: &str = "135790";

/// A clock that stands until it is moved.
#[derive(Debug, Clone)]
pub struct TestClock {
    now: Arc<AtomicI64>,
    steady: Arc<AtomicI64>,
}

impl TestClock {
    /// A clock that stands at this moment, milliseconds since 1970.
    pub fn at(now: i64) -> Self {
        Self { now: Arc::new(AtomicI64::new(now)), steady: Arc::default() }
    }

    /// Somebody sets it, forward or back.
    pub fn set_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// The time passes, whatever the clock was set to.
    pub fn pass_minutes(&self, minutes: i64) {
        self.set_minutes(minutes);
        self.steady.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

impl app::Clock for TestClock {
    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn steady(&self) -> i64 {
        self.steady.load(Ordering::SeqCst)
    }
}

/// A council office and its tablets.
pub struct World {
    /// The centre.
    pub centre: Arc<server_core::Centre>,
    /// The time everywhere.
    pub clock: TestClock,
    folder: TempDir,
}

impl World {
    /// A centre with one team, "Chatham and Rochester".
    pub fn new() -> Self {
        Self::of_office(true)
    }

    /// The same of an office that is no demo: its tablets ask their own location receivers.
    pub fn in_use() -> Self {
        Self::of_office(false)
    }

    fn of_office(demo: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the World");
        let centre = server_storage::open(&folder.path().join("centre"), None).expect("the centre opens");
        centre.init("Medway Council", demo).expect("the centre is set up");
        centre.add_team("Chatham and Rochester").expect("a team");
        Self { centre: Arc::new(centre), clock: TestClock::at(MORNING), folder }
    }

    /// The centre's data folder.
    pub fn centre_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("centre")
    }

    /// Moves the clock on. Nobody leaves a tablet alone for it.
    pub fn wait_minutes(&self, minutes: i64) {
        self.clock.set_minutes(minutes);
    }

    /// The time passes, and nobody touches a tablet.
    pub fn leave_alone_minutes(&self, minutes: i64) {
        self.clock.pass_minutes(minutes);
    }

    /// A one-time code for a new member of the team.
    pub fn code_for(&self, name: &str, role: &str) -> String {
        let _ = self.centre.add_user(name, role);
        let now = app::Clock::now(&self.clock);
        self.centre.new_code("Chatham and Rochester", name, 86_400_000, now).expect("a code").code
    }

    /// A tablet, enrolled for a new member of the team and unlocked.
    pub fn tablet(&self, name: &str, role: &str) -> Tablet {
        let tablet = self.blank_tablet(name);
        tablet.enrol(&self.code_for(name, role));
        tablet
    }

    /// A tablet that is not enrolled.
    pub fn blank_tablet(&self, name: &str) -> Tablet {
        self.blank_tablet_by(&self.clock, name)
    }

    /// A tablet that goes by a clock of its own, enrolled and unlocked. The office goes by the World's.
    pub fn tablet_by(&self, clock: &TestClock, name: &str, role: &str) -> Tablet {
        let tablet = self.blank_tablet_by(clock, name);
        tablet.enrol(&self.code_for(name, role));
        tablet
    }

    fn blank_tablet_by(&self, clock: &TestClock, name: &str) -> Tablet {
        let folder = self.folder.path().join(name.replace(' ', "-"));
        Tablet::open(folder, clock.clone(), Link::new(Arc::clone(&self.centre), self.clock.clone()))
    }

    /// Lets the centre make its second copy.
    pub fn back_up(&self) {
        self.centre.back_up(app::Clock::now(&self.clock)).expect("the second copy");
    }
}

impl World {
    /// The council office asks the DVLA what tablets want to know, so far as `asking` can.
    pub fn ask_the_dvla(&self, asking: &mut server_core::Asking) -> u32 {
        asking.pass(&self.centre, app::Clock::now(&self.clock)).expect("a pass")
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

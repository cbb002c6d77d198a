//! Locks the tablet by itself when nobody has used it for a while. The page has a timer, too, but that is a courtesy: the
//! page is not trusted, and sleeps when the tablet does.
//!
//! What a person does is told from what a page asks by itself in the list of commands (`contract`).

use crate::App;
use crate::app::held;
use std::sync::atomic::Ordering;

const ON_PATROL_MINUTES: u32 = 15;
const OFF_PATROL_MINUTES: u32 = 5;

/// Minutes without a person after which the tablet locks.
pub(crate) fn lock_after_minutes(on_patrol: bool) -> u32 {
    if on_patrol { ON_PATROL_MINUTES } else { OFF_PATROL_MINUTES }
}

impl App {
    /// A person did something just now.
    pub(crate) fn someone_acts(&self) {
        self.acted.store(self.clock.steady(), Ordering::SeqCst);
    }

    /// Closes the session if nobody has acted for too long. Drafts and everything recorded stay.
    pub(crate) fn lock_if_idle(&self) {
        let acted = self.acted.load(Ordering::SeqCst);
        let idle_minutes = (self.clock.steady() - acted) / 60_000;
        if idle_minutes < OFF_PATROL_MINUTES.into() || self.session().is_none() {
            return;
        }
        let on_patrol = self.patrol_under_way().is_ok_and(|patrol| patrol.is_some());
        if idle_minutes < lock_after_minutes(on_patrol).into() {
            return;
        }
        // Someone may have unlocked it meanwhile.
        let locked = self.acted.load(Ordering::SeqCst) == acted && held(&self.session).take().is_some();
        if locked {
            tracing::info!(idle_minutes, "locked, as nobody used the tablet");
            *held(&self.last_saved) = None;
            self.told("session");
        }
    }
}

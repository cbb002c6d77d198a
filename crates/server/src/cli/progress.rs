//! How far a command is that takes more than a moment, on standard error: what it says goes to standard output alone.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What is over sooner is not told.
const QUIET: Duration = Duration::from_secs(1);
/// How often a person is told, and how often a file.
const SOON: Duration = Duration::from_millis(200);
const SELDOM: Duration = Duration::from_secs(10);

/// How far it is.
pub(super) struct Progress {
    what: &'static str,
    began: Instant,
    told: Option<Instant>,
}

impl Progress {
    pub(super) fn of(what: &'static str) -> Self {
        Self { what, began: Instant::now(), told: None }
    }

    /// So many of so many are done.
    pub(super) fn tell(&mut self, done: u64, of: u64) -> ControlFlow<()> {
        let terminal = stderr().is_terminal();
        let pause = if terminal { SOON } else { SELDOM };
        let due = self.told.map_or(self.began.elapsed() >= QUIET, |told| told.elapsed() >= pause);
        if due {
            let percent = (done * 100).checked_div(of).unwrap_or(100);
            let (begins, ends) = if terminal { ("\r", "") } else { ("", "\n") };
            // Nobody may be there to read it.
            let _ = write!(stderr(), "{begins}{}: {percent} % ({done} of {of} records){ends}", self.what);
            self.told = Some(Instant::now());
        }
        ControlFlow::Continue(())
    }

    /// It is done.
    pub(super) fn end(self) {
        if self.told.is_some() && stderr().is_terminal() {
            let _ = writeln!(stderr());
        }
    }
}

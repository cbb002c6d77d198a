//! Sync when asked to, and the demo's signal switch.

use crate::App;
use crate::contract::{CallError, DemoSignal, ErrorCode, Status, SyncOutcome};
use crate::refusals::refuse;
use crate::words::plural;
use sync::{Outcome, Trouble};

/// What came of a sync that no page asked for: whether everything was exchanged, and the sentence that says so; or why
/// there was none.
pub type Synced = Result<(bool, String), String>;

impl App {
    /// Syncs at once and says in words what came of it.
    pub fn sync_and_say(&self) -> Synced {
        match self.sync_at_once() {
            Ok(outcome) => Ok((outcome.complete, outcome.sentence)),
            Err(refusal) => {
                tracing::warn!(detail = refusal.detail, "not synced");
                Err(refusal.message)
            }
        }
    }

    /// Syncs at once. No session is needed: what is sent and fetched does not depend on who asks.
    pub(crate) fn sync_at_once(&self) -> Result<SyncOutcome, CallError> {
        self.say_of(sync::Engine::sync_now)
    }

    /// As [`App::sync_at_once`], and photos go whatever they wait for.
    pub(crate) fn sync_with_photos(&self) -> Result<SyncOutcome, CallError> {
        self.say_of(sync::Engine::send_originals_now)
    }

    fn say_of(&self, sync: impl FnOnce(&sync::Engine) -> Result<Outcome, Trouble>) -> Result<SyncOutcome, CallError> {
        if self.store.enrolment()?.is_none() {
            return Err(refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."));
        }
        let outcome = sync(&self.engine);
        self.told("sync");
        let status = self.session_status()?;
        let waiting = self.photos_wait()?;
        let (complete, sentence, [pages_sent, pages_received, photos_sent]) = match outcome {
            Err(trouble) => (false, trouble.sentence(), Default::default()),
            Ok(outcome) => {
                let sentence = match (outcome.problems.first(), outcome.converged) {
                    (Some(problem), _) => problem.sentence(),
                    (None, false) => "The council office was reached, but not everything is exchanged yet. The rest goes on by itself.".into(),
                    (None, true) if waiting.is_some() => waiting.clone().unwrap_or_default(),
                    (None, true) if status.to_arrive > 0 => format!(
                        "Everything but {} has arrived at the council office.",
                        plural(status.to_arrive.into(), "page or photo", "pages and photos")
                    ),
                    (None, true) => "Everything on this tablet has arrived at the council office.".into(),
                };
                let complete = outcome.converged && outcome.problems.is_empty() && status.to_arrive == 0;
                (complete, sentence, [outcome.pages_sent, outcome.pages_received, outcome.photos_sent].map(small))
            }
        };
        Ok(SyncOutcome { complete, sentence, pages_sent, pages_received, photos_sent, status })
    }

    pub(crate) fn switch_signal(&self, request: DemoSignal) -> Result<Status, CallError> {
        if !self.store.enrolment()?.is_some_and(|enrolment| enrolment.demo) {
            return Err(refuse(ErrorCode::NotAllowed, "Only the demo has a switch for the signal."));
        }
        self.engine.set_signal(request.on);
        self.session_status()
    }
}

fn small(many: u64) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

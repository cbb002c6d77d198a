//! The engine: one thread that syncs after each save, while something waits, in the tablet's slot of the night, and when
//! asked. When to try next is [`crate::schedule`]'s; here is only the thread.

use crate::originals::SPACE_SHORT;
use crate::schedule::{self, IDLE, Last};
use crate::{Office, Options, Outcome, Progress, Trouble, Waits, sync_once};
use chrono::{DateTime, Utc};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{Enrolment, Store};

/// Dropping the engine waits so long for a running request; the store is whole whenever it is cut off.
const FAREWELL: Duration = Duration::from_secs(5);
const LAST_REACHED: &str = "last_reached";
const AGAIN: &str = "Sync had a fault and will try again. Everything is kept on this tablet.";
/// Faults in a row after which the engine no longer tries.
const MOST_FAULTS: u32 = 3;
const STOPPED: &str = "Sync has stopped. Close Patrolbook and open it again. Everything is kept on this tablet; if it \
                       happens again, tell your team leader.";

/// What the engine needs from outside.
pub trait Hooks: Send + Sync {
    /// The time, milliseconds since 1970.
    fn now(&self) -> i64;
    /// The office of an enrolment.
    fn office(&self, enrolment: &Enrolment) -> Result<Box<dyn Office + Send>, Trouble>;
    /// A small picture of a fetched photo.
    fn thumbnail(&self, photo: &[u8]) -> Vec<u8>;
    /// Whether this tablet fetches the photos of others.
    fn fetches_photos(&self) -> bool;
    /// Whether bytes that the office calls a thumbnail are one.
    fn is_thumbnail(&self, bytes: &[u8]) -> bool;
    /// What originals wait for now, if they wait.
    fn originals_wait(&self) -> Option<Waits>;
    /// Told after [`Engine::state`], or what has arrived, changed.
    fn changed(&self);
}

/// What the engine is doing, for a line at the top of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Whether a sync runs now.
    pub syncing: bool,
    /// When the council office last answered, milliseconds since 1970.
    pub last_reached: Option<i64>,
    /// Why the last sync did not get to its end, in one sentence.
    pub last_trouble_sentence: Option<String>,
    /// What the last sync could not do and a person should know, a sentence each.
    pub problems: Vec<String>,
    /// Whether the demo's signal switch is off.
    pub signal_off: bool,
    /// Whether syncing has ended for good, by a fault that came back each time.
    pub stopped: bool,
}

/// Syncs in the background until it is dropped.
pub struct Engine {
    shared: Arc<Shared>,
    orders: Sender<Order>,
    /// Locked only so that threads can share the engine.
    finished: Mutex<Receiver<()>>,
}

enum Order {
    Nudge,
    SyncNow(Sender<Result<Outcome, Trouble>>),
    Stop,
}

struct Shared {
    store: Arc<Store>,
    hooks: Box<dyn Hooks>,
    state: Mutex<State>,
    nudged: AtomicBool,
    /// A person said that originals go now, whatever they wait for; until a sync has got to its end.
    originals_now: AtomicBool,
    stop: AtomicBool,
}

impl Engine {
    /// Starts the thread.
    pub fn start(store: Arc<Store>, hooks: Box<dyn Hooks>) -> Result<Self, Trouble> {
        let state = State { last_reached: store.setting(LAST_REACHED)?, ..State::default() };
        let shared = Arc::new(Shared {
            store,
            hooks,
            state: Mutex::new(state),
            nudged: AtomicBool::new(false),
            originals_now: AtomicBool::new(false),
            stop: AtomicBool::new(false),
        });
        let (orders, inbox) = channel();
        let (done, finished) = channel();
        let theirs = shared.clone();
        std::thread::spawn(move || {
            Runner { shared: theirs, office: None, last: Last::SomethingWaits, failures: 0 }.run_on(&inbox);
            let _ = done.send(());
        });
        Ok(Self { shared, orders, finished: Mutex::new(finished) })
    }

    /// Something was saved: send it soon. Never waits.
    pub fn nudge(&self) {
        if !self.shared.nudged.swap(true, Ordering::AcqRel) {
            let _ = self.orders.send(Order::Nudge);
        }
    }

    /// Syncs now and waits for the end.
    pub fn sync_now(&self) -> Result<Outcome, Trouble> {
        let (reply, outcome) = channel();
        self.orders.send(Order::SyncNow(reply)).map_err(|_| Trouble::Stopped)?;
        outcome.recv().map_err(|_| Trouble::Stopped)?
    }

    /// As [`Engine::sync_now`], and originals go whatever they wait for: until one sync has got to its end.
    pub fn send_originals_now(&self) -> Result<Outcome, Trouble> {
        self.shared.originals_now.store(true, Ordering::Relaxed);
        self.sync_now()
    }

    /// The demo's switch: without signal the office cannot be reached. Turning it on syncs.
    pub fn set_signal(&self, on: bool) {
        self.shared.update(|state| state.signal_off = !on);
        if on {
            self.nudge();
        }
    }

    /// What the engine is doing.
    pub fn state(&self) -> State {
        self.shared.state().clone()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let _ = self.orders.send(Order::Stop);
        let finished = self.finished.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = finished.recv_timeout(FAREWELL);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.hooks.changed();
    }
}

/// An office and what it was made from.
type Known = (Enrolment, Box<dyn Office + Send>);

struct Runner {
    shared: Arc<Shared>,
    office: Option<Known>,
    last: Last,
    failures: u32,
}

impl Runner {
    /// Runs until it is told to stop, and goes on after a panic, which would otherwise end syncing with no word of it.
    fn run_on(&mut self, inbox: &Receiver<Order>) {
        let mut due = Instant::now();
        let mut faults = 0;
        // What a panic leaves half done is taken up anew: the store is whole, and the office is made again.
        while catch_unwind(AssertUnwindSafe(|| self.run(inbox, due, &mut faults))).is_err() {
            faults += 1;
            self.failures = self.failures.saturating_add(1);
            self.last = Last::Failed;
            tracing::error!(faults, "a sync ended by a fault of Patrolbook");
            self.shared.update(|state| {
                state.syncing = false;
                state.stopped = faults >= MOST_FAULTS;
                state.last_trouble_sentence = Some(if state.stopped { STOPPED } else { AGAIN }.into());
            });
            if faults >= MOST_FAULTS {
                return;
            }
            due = Instant::now() + self.wait();
        }
    }

    fn run(&mut self, inbox: &Receiver<Order>, mut due: Instant, faults: &mut u32) {
        loop {
            let order = match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                // A busy office is left alone until its time has come, whatever is saved meanwhile.
                Ok(Order::Nudge) if matches!(self.last, Last::Busy(_)) => {
                    self.shared.nudged.store(false, Ordering::Release);
                    continue;
                }
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
            };
            self.shared.nudged.store(false, Ordering::Release);
            let outcome = self.attempt();
            *faults = 0;
            if let Some(Order::SyncNow(reply)) = order {
                let _ = reply.send(outcome);
            }
            due = Instant::now() + self.wait();
        }
    }

    fn attempt(&mut self) -> Result<Outcome, Trouble> {
        self.shared.update(|state| state.syncing = true);
        let told = Mutex::new(Vec::new());
        let outcome = self.sync(&told);
        self.failures = if outcome.is_ok() { 0 } else { self.failures.saturating_add(1) };
        self.last = match &outcome {
            Ok(_) if self.something_waits() => Last::SomethingWaits,
            Ok(_) => Last::AllArrived,
            Err(Trouble::NotEnrolled) => Last::AllArrived,
            Err(Trouble::Busy { retry_after }) => Last::Busy(*retry_after),
            Err(_) => Last::Failed,
        };
        if outcome.is_ok() {
            self.shared.originals_now.store(false, Ordering::Relaxed);
        }
        if let Err(trouble) = &outcome {
            tracing::info!(trouble = trouble as &dyn std::error::Error, "sync ended early");
        }
        self.shared.update(|state| {
            state.syncing = false;
            state.last_trouble_sentence = match &outcome {
                Ok(_) | Err(Trouble::NotEnrolled | Trouble::Stopped) => None,
                Err(trouble) => Some(trouble.sentence()),
            };
            // What a sync that ended early did not come to may still be so.
            if outcome.is_ok() {
                state.problems.clear();
            }
            let told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
            for sentence in told {
                if !state.problems.contains(&sentence) {
                    state.problems.push(sentence);
                }
            }
        });
        outcome
    }

    /// `told` gets what people are told of, in words.
    fn sync(&mut self, told: &Mutex<Vec<String>>) -> Result<Outcome, Trouble> {
        let shared = &*self.shared;
        let enrolment = shared.store.enrolment()?.ok_or(Trouble::NotEnrolled)?;
        if shared.state().signal_off {
            return Err(Trouble::NoSignal);
        }
        // Kept between syncs, so that its connection is.
        let office = match self.office.take().filter(|(known, _)| *known == enrolment) {
            Some((_, office)) => office,
            None => shared.hooks.office(&enrolment)?,
        };
        let reached = AtomicBool::new(false);
        let options = Options {
            photos: true,
            fetch_photos: shared.hooks.fetches_photos(),
            originals: &|| shared.originals_now.load(Ordering::Relaxed) || shared.hooks.originals_wait().is_none(),
            short_of: shared.store.free_space().map_or(0, |free| SPACE_SHORT.saturating_sub(free)),
            is_thumbnail: &|bytes| shared.hooks.is_thumbnail(bytes),
            thumbnailer: &|photo| shared.hooks.thumbnail(photo),
            stop: &shared.stop,
            progress: &|progress| match progress {
                Progress::Reached => reached.store(true, Ordering::Relaxed),
                Progress::Problem(problem) => {
                    told.lock().unwrap_or_else(PoisonError::into_inner).push(problem.sentence());
                }
                Progress::Pages { .. } | Progress::Photo { .. } => shared.hooks.changed(),
            },
        };
        let outcome = sync_once(&*shared.store, &*office, &|| shared.hooks.now(), &options);
        if reached.load(Ordering::Relaxed) {
            let now = shared.hooks.now();
            shared.update(|state| state.last_reached = Some(now));
            shared.store.set_setting(LAST_REACHED, &now)?;
        }
        self.office = Some((enrolment, office));
        outcome
    }

    fn something_waits(&self) -> bool {
        // Photos that wait for Wi-Fi or the night are no reason to ask each minute.
        let photos = self.shared.hooks.originals_wait().is_none();
        let store = &self.shared.store;
        store.whereabouts().is_ok_and(|counts| counts.pages[0] > 0 || photos && counts.photos[0] > 0)
            || store.restricted_book().is_ok_and(|own| own.is_some_and(|own| own.arrived < own.tip.number))
    }

    fn wait(&self) -> Duration {
        let Ok(Some(Enrolment { device, .. })) = self.shared.store.enrolment() else { return IDLE };
        let now = DateTime::<Utc>::from_timestamp_millis(self.shared.hooks.now()).unwrap_or_default();
        schedule::wait(device, self.last, self.failures, now)
    }
}

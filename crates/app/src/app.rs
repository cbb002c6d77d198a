//! The app itself: the open store, who has unlocked it, and the sync engine.

use crate::contract::{self, CallError, ErrorCode};
use crate::error::Error;
use crate::location::{Gpsd, Location};
use crate::photos::originals_wait;
use crate::recording::{LastSaved, THUMBNAIL};
use crate::refusals::refuse;
#[cfg(unix)]
use crate::session::beside::Door;
use book::UserId;
use domain::catalogue::Catalogue;
use domain::roles::{Action, Role, may};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use store::{Anew, Enrolment, Entropy, Keychain, KnownPerson, Moved, Store, StoreError};
use sync::{Engine, HttpOffice, Network, Office, SystemNetwork, Trouble, Waits};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970.
    fn now(&self) -> i64;
    /// Milliseconds since some moment. Nobody sets it, and it goes on while the tablet sleeps.
    fn steady(&self) -> i64;
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn steady(&self) -> i64 {
        let since_boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        since_boot.tv_sec * 1000 + since_boot.tv_nsec / 1_000_000
    }

    /// On Windows it counts sleep, too.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn steady(&self) -> i64 {
        static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
        i64::try_from(START.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

/// Makes the way to the council office at an address, with the tablet's token if it has one.
pub type OfficeMaker = Arc<dyn Fn(&str, Option<&str>) -> Result<Box<dyn Office + Send>, Trouble> + Send + Sync>;

/// How to open the app.
pub struct Options {
    /// The folder of this tablet's book, key and photos.
    pub data_dir: PathBuf,
    /// Where exported files go.
    pub exports: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The way to the council office.
    pub office: OfficeMaker,
    /// Where the device is.
    pub location: Arc<dyn Location>,
    /// The computer's keychain.
    pub keychain: Keychain,
    /// What carries the connection.
    pub network: Arc<dyn Network>,
    /// In a demo, who has unlocked the tablet when it opens: `PLACE:PIN`, the place in the list of people, from 0. Elsewhere it
    /// does nothing.
    pub demo_unlock: Option<String>,
    /// Hears how far the book is that is brought up to date while it is opened.
    pub opening: Box<dyn Fn(Anew) + Send>,
}

impl Options {
    /// As a tablet without a keychain runs: its own clock, the office over HTTP, exports beside the data.
    pub fn at(data_dir: PathBuf) -> Self {
        let office: OfficeMaker = Arc::new(|address, token| Ok(Box::new(HttpOffice::new(address, token)?)));
        Self {
            exports: data_dir.join("exports"),
            data_dir,
            clock: Arc::new(SystemClock),
            office,
            location: Arc::new(Gpsd::default()),
            keychain: Keychain::none(),
            network: Arc::new(SystemNetwork::default()),
            demo_unlock: None,
            opening: Box::new(|_| ()),
        }
    }
}

/// An unlocked session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) person: KnownPerson,
    pub(crate) role: Role,
    /// Until which moment they lead as a deputy, if they do.
    pub(crate) deputy_until: Option<i64>,
}

type Listener = Box<dyn Fn(&str) + Send + Sync>;

/// The app. One per data folder.
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) exports: PathBuf,
    pub(crate) engine: Engine,
    pub(crate) office: OfficeMaker,
    pub(crate) location: Arc<dyn Location>,
    pub(crate) network: Arc<dyn Network>,
    pub(crate) last_saved: Mutex<Option<LastSaved>>,
    /// Held from reading a draft until it is kept again: the page's calls run side by side, and none may undo another.
    pub(crate) writing: Mutex<()>,
    /// How far the bundle that is being written is, in hundredths.
    pub(crate) bundle: Mutex<Option<u32>>,
    /// The file that is being written.
    pub(crate) export: Mutex<Option<crate::exports::Export>>,
    pub(crate) session: Mutex<Option<Session>>,
    /// When a person last acted, by the steady clock.
    pub(crate) acted: AtomicI64,
    /// From when on a check-in may have to be judged, milliseconds since 1970.
    pub(crate) check_in_at: AtomicI64,
    /// The same by the steady clock.
    pub(crate) check_in_steady: AtomicI64,
    /// When something was last written, by the steady clock.
    pub(crate) wrote: AtomicI64,
    /// Each person's last sign of life by its page's clock, and when it was by the steady clock.
    pub(crate) signs: Mutex<BTreeMap<UserId, (book::Clock, i64)>>,
    listeners: Arc<Mutex<Vec<Listener>>>,
    #[cfg(unix)]
    door: OnceLock<Door>,
}

impl App {
    /// Opens the app on its folder.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn open(options: Options) -> Result<Arc<Self>, Error> {
        let catalogue = Arc::new(Catalogue::built_in().map_err(|mistakes| {
            tracing::error!(?mistakes, "the built-in catalogue is wrong");
            Error::Catalogue
        })?);
        let opened = Store::open_with(&options.data_dir, catalogue, entropy(), &options.keychain, &options.opening);
        let store = Arc::new(opened?);
        let listeners: Arc<Mutex<Vec<Listener>>> = Arc::default();
        let hooks = EngineHooks {
            store: Arc::clone(&store),
            clock: Arc::clone(&options.clock),
            office: Arc::clone(&options.office),
            network: Arc::clone(&options.network),
            listeners: Arc::clone(&listeners),
        };
        let engine = Engine::start(Arc::clone(&store), Box::new(hooks)).map_err(Error::Engine)?;
        let app = Arc::new(Self {
            store,
            wrote: AtomicI64::new(options.clock.steady()),
            clock: options.clock,
            exports: options.exports,
            engine,
            office: options.office,
            location: options.location,
            network: options.network,
            last_saved: Mutex::default(),
            writing: Mutex::default(),
            bundle: Mutex::default(),
            export: Mutex::default(),
            session: Mutex::default(),
            acted: AtomicI64::default(),
            check_in_at: AtomicI64::default(),
            check_in_steady: AtomicI64::default(),
            signs: Mutex::default(),
            listeners,
            #[cfg(unix)]
            door: OnceLock::new(),
        });
        #[cfg(unix)]
        match Door::open(&app, &options.data_dir) {
            Ok(door) => drop(app.door.set(door)),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "no other Patrolbook can ask this one")
            }
        }
        if let Some(asked) = options.demo_unlock {
            app.unlock_demo(&asked);
        }
        Ok(app)
    }

    /// Runs the command called `name`.
    ///
    /// # Errors
    /// What the page shows; see [`CallError`].
    pub fn call(&self, name: &str, request: serde_json::Value) -> Result<serde_json::Value, CallError> {
        self.lock_if_idle();
        self.judge_check_in();
        if contract::by_a_person(name) {
            self.someone_acts();
        }
        let answered = contract::dispatch(self, name, request);
        if let Err(refusal) = &answered {
            tracing::info!(command = name, code = ?refusal.code, detail = refusal.detail, "refused");
        }
        answered
    }

    /// Calls `listener` whenever something that a page may be showing has changed.
    pub fn subscribe(&self, listener: Box<dyn Fn(&str) + Send + Sync>) {
        held(&self.listeners).push(listener);
    }

    /// Tells the listeners, and wakes the sync engine for what was saved.
    pub(crate) fn changed(&self, what: &str) {
        self.wrote.store(self.clock.steady(), Ordering::SeqCst);
        self.judge_check_in_anew();
        self.engine.nudge();
        tell(&self.listeners, what);
    }

    /// Tells the listeners of what nothing was saved by.
    pub(crate) fn told(&self, what: &str) {
        tell(&self.listeners, what);
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Who has unlocked the tablet, in the role that is theirs now.
    pub(crate) fn session(&self) -> Option<Session> {
        let session = held(&self.session).clone()?;
        Some(self.as_deputy(session))
    }

    pub(crate) fn set_session(&self, session: Option<Session>) {
        self.someone_acts();
        // Whoever had the tablet last writes while it is locked, and their check-in goes on.
        if let Some(session) = &session
            && let Err(error) = self.store.set_setting("last_user", &session.person.user)
        {
            tracing::error!(error = &error as &dyn std::error::Error, "who has the tablet was not kept");
        }
        // Another person may be on a patrol of their own.
        self.judge_check_in_anew();
        *held(&self.session) = session;
    }

    /// The session, if its role may do this.
    pub(crate) fn allowed(&self, action: Action) -> Result<Session, CallError> {
        let session = self.unlocked()?;
        if may(session.role, action) {
            return Ok(session);
        }
        Err(refuse(ErrorCode::NotAllowed, "Your role does not allow this. Ask your team leader."))
    }

    /// The session.
    pub(crate) fn unlocked(&self) -> Result<Session, CallError> {
        self.session().ok_or_else(|| refuse(ErrorCode::Locked, "Enter your PIN to go on."))
    }
}

/// The system's random bytes.
fn entropy() -> Entropy {
    Arc::new(|bytes| getrandom::fill(bytes).map_err(|_| StoreError::NoEntropy))
}

/// Moves the key of a closed tablet's book from its file into the computer's keychain.
///
/// # Errors
/// See [`Error`]. The key is then where it was.
pub fn move_key_to_keychain(options: &Options) -> Result<Moved, Error> {
    Ok(store::move_key_to_keychain(&options.data_dir, &options.keychain, &entropy())?)
}

/// What the sync engine asks of the app.
struct EngineHooks {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    office: OfficeMaker,
    network: Arc<dyn Network>,
    listeners: Arc<Mutex<Vec<Listener>>>,
}

impl sync::Hooks for EngineHooks {
    fn now(&self) -> i64 {
        self.clock.now()
    }

    fn office(&self, enrolment: &Enrolment) -> Result<Box<dyn Office + Send>, Trouble> {
        (self.office)(&enrolment.office, Some(&enrolment.token))
    }

    fn thumbnail(&self, bytes: &[u8]) -> Vec<u8> {
        photo::thumbnail(bytes, THUMBNAIL).unwrap_or_default()
    }

    fn is_thumbnail(&self, bytes: &[u8]) -> bool {
        photo::is_thumbnail(bytes)
    }

    /// A policy that cannot be read holds nothing up.
    fn originals_wait(&self) -> Option<Waits> {
        originals_wait(&self.store, &*self.network, self.clock.now()).ok().flatten()
    }

    /// A leader's tablet shows the team's photos; a warden's keeps to its own.
    fn fetches_photos(&self) -> bool {
        let leads = |person: &KnownPerson| {
            let deputy = self.store.deputy_grants(person.user, self.clock.now());
            person.role == "leader" || deputy.is_ok_and(|grants| !grants.is_empty())
        };
        self.store.people().is_ok_and(|people| people.iter().any(leads))
    }

    fn changed(&self) {
        tell(&self.listeners, "sync");
    }
}

fn tell(listeners: &Mutex<Vec<Listener>>, what: &str) {
    held(listeners).iter().for_each(|listener| listener(what));
}

/// What a lock guards stays whole when a thread panics: each is set in one step.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

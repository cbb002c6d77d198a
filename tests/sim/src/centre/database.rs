//! The database: a state that a writer changes in place with a way back, and that a reader holds as it was. A commit is
//! durable; a writer that is dropped before takes everything back.

use book::{BookId, Chain, Clock, DeviceId, EntryHash, GrantId, RecordId, ScopeId, UserId};
use protocol::{Checkpoint, PhotoHash, TabletState};
use record::{Edition, Order, Record};
use server_core::{
    Archived, BundlePolicy, Code, Council, Device, Fault, HeldGrant, PhotoRow, Reading, Storage, Team, User, Writing,
};
use std::collections::{BTreeMap, HashSet};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A database in memory. Clones are the same database.
#[derive(Clone, Default)]
pub struct MemoryDatabase(Arc<Mutex<Disk>>);

#[derive(Default)]
struct Disk {
    state: Arc<State>,
    /// After how many more commits the power goes, and whether that commit is kept.
    crash: Option<(u32, bool)>,
    dead: bool,
}

/// Everything in it.
#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) council: Option<Council>,
    pub(super) half_restored: bool,
    pub(super) bundles: BundlePolicy,
    pub(super) teams: BTreeMap<ScopeId, Team>,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) passwords: BTreeMap<UserId, String>,
    pub(super) devices: BTreeMap<DeviceId, Device>,
    pub(super) tablet_states: BTreeMap<DeviceId, (i64, TabletState)>,
    pub(super) grants: BTreeMap<GrantId, HeldGrant>,
    pub(super) codes: BTreeMap<[u8; 32], Code>,
    pub(super) books: BTreeMap<BookId, Held>,
    pub(super) records: BTreeMap<(ScopeId, RecordId), Arc<Record>>,
    pub(super) verdicts: HashSet<(ScopeId, EntryHash)>,
    pub(super) editions: BTreeMap<(ScopeId, u32), (Clock, Edition)>,
    pub(super) last_references: BTreeMap<u32, u32>,
    pub(super) dvla_questions: BTreeMap<(ScopeId, RecordId, String), ()>,
    pub(super) checkpoints: BTreeMap<(ScopeId, i64), Checkpoint>,
    pub(super) photos: BTreeMap<(ScopeId, PhotoHash), PhotoRow>,
    pub(super) erased: BTreeMap<(EntryHash, RecordId, String), ()>,
    pub(super) orders: BTreeMap<(ScopeId, RecordId), Vec<Order>>,
    pub(super) to_erase: BTreeMap<BookId, ()>,
    pub(super) erased_photos: BTreeMap<(ScopeId, PhotoHash), bool>,
}

/// A line of a book.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) chain: Chain,
    pub(super) archived: Archived,
    pub(super) pages: Vec<(EntryHash, Arc<[u8]>)>,
}

/// A way back from one change.
type Undo = Box<dyn FnOnce(&mut State)>;

/// A state to look at.
pub(super) struct View<S>(pub(super) S);

/// The state while it is written.
pub(super) struct Open<'a> {
    disk: MutexGuard<'a, Disk>,
    back: Vec<Undo>,
}

impl MemoryDatabase {
    /// After `commits` more commits the power goes; the last of them is `kept` or not.
    pub fn plan_crash(&self, plan: Option<(u32, bool)>) {
        self.disk().crash = plan;
    }

    /// Whether the power went.
    pub fn is_dead(&self) -> bool {
        self.disk().dead
    }

    /// Starts it again.
    pub fn restart(&self) {
        let mut disk = self.disk();
        (disk.crash, disk.dead) = (None, false);
    }

    /// A copy of what is on the disk.
    pub fn copy(&self) -> Self {
        let state = self.disk().state.clone();
        Self(Arc::new(Mutex::new(Disk { state, ..Disk::default() })))
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a figure is answered with.
pub(super) fn no_facts() -> Fault {
    Fault::Damaged("the simulator adds no figures up".into())
}

fn no_power() -> Fault {
    Fault::Damaged("the power went".into())
}

impl Storage for MemoryDatabase {
    fn read(&self) -> Result<Box<dyn Reading + '_>, Fault> {
        let disk = self.disk();
        if disk.dead { Err(no_power()) } else { Ok(Box::new(View(disk.state.clone()))) }
    }

    fn write(&self) -> Result<Box<dyn Writing + '_>, Fault> {
        let disk = self.disk();
        if disk.dead { Err(no_power()) } else { Ok(Box::new(View(Open { disk, back: Vec::new() }))) }
    }

    fn forget(&self) -> Result<(), Fault> {
        if self.disk().dead { Err(no_power()) } else { Ok(()) }
    }
}

impl Open<'_> {
    /// The state, to be changed. It is copied only if a reader still holds it.
    pub(super) fn state(&mut self) -> &mut State {
        Arc::make_mut(&mut self.disk.state)
    }

    /// How to take the last change back.
    pub(super) fn or_back(&mut self, undo: impl FnOnce(&mut State) + 'static) {
        self.back.push(Box::new(undo));
    }

    /// Keeps everything, unless the power goes now.
    pub(super) fn commit(mut self) -> Result<(), Fault> {
        let (goes, kept) = match &mut self.disk.crash {
            Some((0, kept)) => (true, *kept),
            Some((left, _)) => {
                *left -= 1;
                (false, true)
            }
            None => (false, true),
        };
        if kept {
            self.back.clear();
        }
        self.disk.dead = goes;
        if goes { Err(no_power()) } else { Ok(()) }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        while let Some(undo) = self.back.pop() {
            undo(Arc::make_mut(&mut self.disk.state));
        }
    }
}

impl Deref for Open<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.disk.state
    }
}

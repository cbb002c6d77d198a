//! Lanes: how much of each kind of work is admitted at once, so that text never waits for photos. First what tablets send
//! as pages, then what they fetch, then photos. A full lane answers 503 and when to come back.

use super::refused::Refused;
use protocol::RefusalCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory for bodies is counted in units of so many bytes.
const UNIT: usize = 1024;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Pages that come, enrolment, and whatever costs next to nothing.
    Entries,
    /// Pages that a tablet lacks.
    Deltas,
    /// Photos, either way.
    Photos,
}

/// How much a server takes in at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections; more wait in the system's queue.
    pub connections: usize,
    /// Those of them that may be busy with photos.
    pub photo_connections: usize,
    /// And besides those with photos that are sent away, and of which what still comes is taken for a while.
    pub leaving: usize,
    /// Memory for the bodies of text, KiB.
    pub text_room: usize,
    /// Requests with pages, or that cost next to nothing, that are worked on; the disk serves no more.
    pub entries: usize,
    /// Requests for pages that are.
    pub deltas: usize,
    /// Memory for the bodies of photos, KiB.
    pub photo_room: usize,
    /// Requests about photos that are worked on.
    pub photos: usize,
    /// How long a request waits for room or to be worked on, but for a photo's body, which waits a fifth of it.
    pub patience: Duration,
}

impl Default for Limits {
    /// A shift's pages take some 10 KB, a piece of a photo up to 1 MiB: 96 of these come in at once at most.
    fn default() -> Self {
        Self {
            connections: 1_024,
            photo_connections: 768,
            leaving: 64,
            text_room: 128 * 1024,
            entries: 32,
            deltas: 16,
            photo_room: 96 * 1024,
            photos: 16,
            patience: Duration::from_secs(10),
        }
    }
}

/// The lanes of a server.
#[derive(Clone)]
pub(crate) struct Lanes {
    text: Way,
    deltas: Arc<Semaphore>,
    photos: Way,
    patience: Duration,
}

#[derive(Clone)]
struct Way {
    /// Memory for bodies, from before they come until they are answered.
    room: Arc<Semaphore>,
    /// Threads at work.
    at_work: Arc<Semaphore>,
}

impl Way {
    fn new(room: usize, at_work: usize) -> Self {
        Self { room: Arc::new(Semaphore::new(room)), at_work: Arc::new(Semaphore::new(at_work)) }
    }
}

impl Lanes {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            text: Way::new(limits.text_room, limits.entries),
            deltas: Arc::new(Semaphore::new(limits.deltas)),
            photos: Way::new(limits.photo_room, limits.photos),
            patience: limits.patience,
        }
    }

    /// Waits for room for a body of so many bytes. It is kept until the permit is dropped.
    pub(crate) async fn room(&self, lane: Lane, bytes: usize) -> Result<OwnedSemaphorePermit, Refused> {
        let (way, patience) = match lane {
            Lane::Photos => (&self.photos, self.patience / 5),
            Lane::Entries | Lane::Deltas => (&self.text, self.patience),
        };
        let units = u32::try_from(bytes.div_ceil(UNIT)).map_err(|_| busy())?;
        within(patience, way.room.clone().acquire_many_owned(units)).await
    }

    /// Waits for a thread.
    pub(crate) async fn work(&self, lane: Lane) -> Result<OwnedSemaphorePermit, Refused> {
        let at_work = match lane {
            Lane::Entries => &self.text.at_work,
            Lane::Deltas => &self.deltas,
            Lane::Photos => &self.photos.at_work,
        };
        within(self.patience, at_work.clone().acquire_owned()).await
    }
}

async fn within<E>(
    patience: Duration,
    permit: impl Future<Output = Result<OwnedSemaphorePermit, E>>,
) -> Result<OwnedSemaphorePermit, Refused> {
    match tokio::time::timeout(patience, permit).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(busy()),
    }
}

pub(super) fn busy() -> Refused {
    Refused::new(RefusalCode::Busy, "The council office is busy. It will be tried again.")
}

//! Lanes: how much of each kind of work is admitted at once, so that text never waits for photos. First what tablets send
//! as pages, then what they fetch, then photos. A full lane answers 503 and when to come back.

use super::refused::Refused;
use protocol::RefusalCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory for bodies is counted in units of so many bytes.
const UNIT: usize = 1024;
/// How long a request waits to be worked on.
const WAIT: Duration = Duration::from_secs(10);

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

/// The lanes of a server.
#[derive(Clone)]
pub(crate) struct Lanes {
    text: Way,
    deltas: Arc<Semaphore>,
    photos: Way,
}

#[derive(Clone)]
struct Way {
    /// Memory for bodies, from before they come until they are answered.
    room: Arc<Semaphore>,
    /// How long a request waits for room.
    patience: Duration,
    /// Threads at work; the disk serves no more.
    at_work: Arc<Semaphore>,
}

impl Way {
    fn new(mib: usize, patience: u64, at_work: usize) -> Self {
        let room = Arc::new(Semaphore::new(mib * (1024 * 1024 / UNIT)));
        Self { room, patience: Duration::from_secs(patience), at_work: Arc::new(Semaphore::new(at_work)) }
    }
}

impl Default for Lanes {
    /// A shift's pages take some 10 KB, a piece of a photo up to 1 MiB: 96 of these come in at once at most.
    fn default() -> Self {
        Self { text: Way::new(128, 10, 32), deltas: Arc::new(Semaphore::new(16)), photos: Way::new(96, 2, 16) }
    }
}

impl Lanes {
    /// Waits for room for a body of so many bytes. It is kept until the permit is dropped.
    pub(crate) async fn room(&self, lane: Lane, bytes: usize) -> Result<OwnedSemaphorePermit, Refused> {
        let way = if lane == Lane::Photos { &self.photos } else { &self.text };
        let units = u32::try_from(bytes.div_ceil(UNIT)).map_err(|_| busy())?;
        within(way.patience, way.room.clone().acquire_many_owned(units)).await
    }

    /// Waits for a thread.
    pub(crate) async fn work(&self, lane: Lane) -> Result<OwnedSemaphorePermit, Refused> {
        let at_work = match lane {
            Lane::Entries => &self.text.at_work,
            Lane::Deltas => &self.deltas,
            Lane::Photos => &self.photos.at_work,
        };
        within(WAIT, at_work.clone().acquire_owned()).await
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

fn busy() -> Refused {
    Refused::new(RefusalCode::Busy, "The council office is busy. It will be tried again.")
}

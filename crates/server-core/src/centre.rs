//! The centre: its storage, its keys, and what every use case needs of them.

use crate::files::{Archive, Photos};
use crate::own_book::{Entropy, OwnBooks};
use crate::password::Tries;
use crate::policy::Caller;
use crate::registers::Kept;
use crate::storage::{Council, Fault, Storage};
use protocol::unlock::token_hash;
use protocol::{Refusal, RefusalCode};
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use subtle::ConstantTimeEq;

/// The council office. All its methods are blocking; each is one transaction unless it says otherwise.
pub struct Centre {
    pub(crate) storage: Box<dyn Storage>,
    pub(crate) photos: Box<dyn Photos>,
    pub(crate) archive: Box<dyn Archive>,
    pub(crate) own: Mutex<OwnBooks>,
    /// Never changes once it is set up.
    council: OnceLock<Council>,
    /// Wrong enrolment codes of late: from where, and when.
    pub(crate) wrong_codes: Mutex<VecDeque<(IpAddr, i64)>>,
    /// Wrong passwords of late.
    pub(crate) tries: Mutex<Tries>,
    /// Which kinds are registers, once that was asked.
    pub(crate) kept: Mutex<Option<Kept>>,
}

impl Centre {
    /// A centre over these.
    pub fn new(storage: Box<dyn Storage>, photos: Box<dyn Photos>, archive: Box<dyn Archive>) -> Self {
        Self {
            storage,
            photos,
            archive,
            own: Mutex::default(),
            council: OnceLock::new(),
            wrong_codes: Mutex::default(),
            tries: Mutex::default(),
            kept: Mutex::default(),
        }
    }

    /// The same with another source of randomness for the centre's own books, so that a simulation can be repeated.
    #[must_use]
    pub fn with_entropy(self, entropy: Entropy) -> Self {
        lock(&self.own).entropy = entropy;
        self
    }

    /// The council that was set up here. While a restore is not finished it can be used by nothing else.
    pub fn council(&self) -> Result<Council, Fault> {
        if let Some(council) = self.council.get() {
            return Ok(council.clone());
        }
        let reading = self.storage.read()?;
        let council = reading.council()?.ok_or(Fault::NoCouncil)?;
        if reading.half_restored()? {
            return Err(Fault::HalfRestored);
        }
        Ok(self.know(council))
    }

    /// The council from now on, also while it is being restored.
    pub(crate) fn know(&self, council: Council) -> Council {
        self.council.get_or_init(|| council).clone()
    }

    /// Who shows this token, with every grant that it ever had.
    pub fn authorise(&self, token: &str) -> Result<Caller, Refusal> {
        let hash = token_hash(token).ok_or_else(unknown_tablet)?;
        let reading = self.storage.read()?;
        let device = reading.device_by_token(&hash)?.ok_or_else(unknown_tablet)?;
        if !bool::from(device.token.ct_eq(&hash)) {
            return Err(unknown_tablet());
        }
        let grants = reading.grants_of_device(device.id)?;
        Ok(Caller { device, grants })
    }
}

pub(crate) fn unknown_tablet() -> Refusal {
    refusal(RefusalCode::UnknownTablet, "This tablet is not enrolled with this council office.")
}

pub(crate) fn not_found() -> Refusal {
    refusal(RefusalCode::NotFound, "There is no such thing for this tablet.")
}

pub(crate) fn refusal(code: RefusalCode, message: &str) -> Refusal {
    Refusal { code, message: message.to_owned() }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        tracing::error!(error = &fault as &dyn std::error::Error, "a request failed");
        refusal(RefusalCode::Fault, "The council office failed. Nothing was taken; it will be tried again.")
    }
}

/// The value behind a lock. What it guards is replaced whole, so a panic elsewhere leaves nothing half-done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

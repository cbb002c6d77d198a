//! Where the device is, from receivers that a page cannot ask. The page asks its web view as well and takes the better of
//! the two; on a rugged laptop with a GPS receiver it is this one that answers.

mod demo;
mod gpsd;

pub use gpsd::Gpsd;

use crate::App;
use crate::contract::{CallError, DeviceReading, ErrorCode};
use crate::refusals::refuse;
use demo::DemoWalk;
use std::time::Duration;

/// A finding waits no longer than this for its place.
const PATIENCE: Duration = Duration::from_secs(10);

/// Something that knows where the device is.
pub trait Location: Send + Sync {
    /// The best reading to be had within `patience`.
    ///
    /// # Errors
    /// Why there is none.
    fn reading(&self, patience: Duration) -> Result<DeviceReading, NoReading>;
}

/// Why there is no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReading {
    /// There is no receiver, or its program does not run.
    #[error("this device has no location receiver")]
    NoReceiver,
    /// The receiver sees too few satellites.
    #[error("the location receiver has no fix yet")]
    NoFix,
}

impl App {
    /// The device's place. In the demo it walks through Chatham.
    pub(crate) fn find_place(&self) -> Result<DeviceReading, CallError> {
        let demo = self.store.enrolment()?.is_some_and(|enrolment| enrolment.demo);
        let read = if demo { DemoWalk { now: self.now() }.reading(PATIENCE) } else { self.location.reading(PATIENCE) };
        read.map_err(|error| CallError {
            detail: Some(error.to_string()),
            ..refuse(ErrorCode::NotFound, "This tablet does not give its location. You can type the place.")
        })
    }
}

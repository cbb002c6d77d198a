//! The demo's place: a slow walk around the middle of Chatham, so that a computer without a receiver shows how it is.

use super::{Location, NoReading};
use crate::contract::DeviceReading;
use std::time::Duration;

/// The walk's middle, degrees.
const MIDDLE: (f64, f64) = (0.5262, 51.3836);
/// Its half width, degrees: some 250 m.
const REACH: (f64, f64) = (0.0036, 0.0022);
/// Milliseconds of one round.
const ROUND: i64 = 50 * 60 * 1000;

/// Where the walk is at a moment.
pub(super) struct DemoWalk {
    pub(super) now: i64,
}

impl Location for DemoWalk {
    fn reading(&self, _: Duration) -> Result<DeviceReading, NoReading> {
        let turn = self.now.rem_euclid(ROUND) as f64 / ROUND as f64 * std::f64::consts::TAU;
        let (lon, lat) = MIDDLE;
        Ok(DeviceReading { lon: lon + REACH.0 * turn.cos(), lat: lat + REACH.1 * turn.sin(), accuracy_m: 8.0 })
    }
}

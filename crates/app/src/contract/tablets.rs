//! The team's tablets and how each is.

use super::*;

/// The page of the tablets.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Tablets {
    /// When the council office told of them, "today 08:58"; null if it never has.
    pub told: Option<String>,
    /// They; those that need someone first.
    pub tablets: Vec<TabletRow>,
    /// What needs someone now, a sentence each.
    pub alarms: Vec<String>,
    /// Tablets that were put back to an earlier state or copied, a sentence each; the latest first.
    pub partings: Vec<String>,
}

/// One tablet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TabletRow {
    /// The code of its book, such as `W07`.
    pub code: String,
    /// Who writes on it: "Demo warden A, Demo warden B"; "" if nobody may.
    pub people: String,
    /// When it was last heard from: "06:52", "Fri 16:48".
    pub heard: String,
    /// How old the oldest thing is that has not arrived: "3 days, 16 hours", "Patrol ended 2 hours ago", "nothing waiting".
    pub oldest: String,
    /// Pages that had not arrived when it was last heard from.
    pub pages: u32,
    /// Photos that had not.
    pub photos: u32,
    /// Free space, "12.3 GB"; null if it has not said.
    pub free: Option<String>,
    /// How far its clock is off: "1 s", "3 minutes fast", "2 hours slow"; null if it has not said.
    pub clock: Option<String>,
    /// Patrolbook's version; "" if it has not said.
    pub version: String,
    /// `nothing_arrived`, `not_heard` (both need someone), `clock_wrong`, `nearly_full`, `photos_waiting` (to watch),
    /// `all_well` or `withdrawn`.
    pub state: String,
    /// The state in words where it has a number in it: "Clock 3 min wrong"; otherwise null.
    pub text: Option<String>,
}

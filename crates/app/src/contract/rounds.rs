//! Rounds and checks of hotspots.

use super::*;

/// A round as it is walked on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundView {
    /// The round.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the patrol walks it now.
    pub walked_now: bool,
    /// Its places in order.
    pub places: Vec<RoundPlace>,
    /// Places that are checked, by whoever it was.
    pub checked: u32,
    /// Those of them where nothing was found.
    pub nothing_found: u32,
    /// Findings of its checks.
    pub finds: u32,
    /// The place that is next, by its hotspot; null when all are checked.
    pub next: Option<String>,
}

/// A place of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundPlace {
    /// The hotspot.
    pub hotspot: String,
    /// Its name.
    pub name: String,
    /// What whoever goes there must know.
    pub risk: Option<String>,
    /// Its last check; null: not yet.
    pub check: Option<CheckView>,
}

/// A check of a hotspot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckView {
    /// Its record.
    pub id: String,
    /// The hotspot's name.
    pub name: String,
    /// `nothing` or `find`.
    pub result: String,
    /// How many findings; those recorded by mistake do not count.
    pub finds: u32,
    /// "07:41, Demo warden B".
    pub when: String,
}

/// A hotspot that can be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HotspotLine {
    /// The hotspot.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "Drug litter".
    pub hazard: String,
    /// What whoever goes there must know.
    pub risk: Option<String>,
    /// "60 m away"; null where either place is not known.
    pub away: Option<String>,
    /// Its last check on this patrol.
    pub check: Option<CheckView>,
}

/// See `hotspots`.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct HotspotsRequest {
    /// Where the tablet is, if that is known.
    pub here: Option<DeviceReading>,
}

/// See `nothing_found`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CheckHotspot {
    /// The hotspot.
    pub hotspot: String,
}

/// A round that a patrol can walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundChoice {
    /// The round.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "7 places, due before 12:00".
    pub second: String,
    /// Whether it is due today and not yet walked.
    pub due: bool,
}

/// A round that is due today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundDue {
    /// How far it is.
    pub round: RoundView,
    /// "7 places · before 12:00 · not started", "For Demo warden A · 4 of 9 places checked · before 12:00".
    pub second: String,
    /// Whose it is; null where anybody walks it.
    pub whose: Option<String>,
    /// Whether its time is over and not all of it is checked.
    pub late: bool,
    /// Whether the patrol under way walks it.
    pub walked_now: bool,
}

/// See `rounds_walked`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RoundsRequest {
    /// The `next` of the stretch before; null for the latest days.
    pub before: Option<String>,
}

/// The rounds of some days.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoundsWalked {
    /// The days on which a round was due or walked, latest first.
    pub days: Vec<RoundsDay>,
    /// For the next stretch; null before the first round was kept.
    pub next: Option<String>,
    /// Whether any round is kept at all.
    pub any: bool,
}

/// The rounds of a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoundsDay {
    /// `2025-03-18`.
    pub date: String,
    /// "Tuesday 18 March 2025".
    pub day: String,
    /// Its rounds.
    pub rounds: Vec<RoundOfDay>,
}

/// A round on a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoundOfDay {
    /// As it stands.
    pub round: RoundView,
    /// `all`, `in_part`, `not_walked`, or `open`: it can still be walked today.
    pub state: String,
    /// "before 12:00"; null where the round says no time, or was not due.
    pub due: Option<String>,
    /// The patrols that walked it.
    pub patrols: Vec<RoundPatrol>,
    /// The places that were not checked, by name.
    pub not_checked: Vec<String>,
}

/// A patrol that walked a round.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoundPatrol {
    /// The patrol.
    pub id: String,
    /// Who recorded it.
    pub by: String,
}

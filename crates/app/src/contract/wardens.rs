//! The monthly warden report: what each warden of the team did in a month, and where the team was seen.

use super::*;

/// See `warden_report` and `write_warden_report`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct WardenMonth {
    /// The month, `2018-03`; none: the last whole one.
    pub month: Option<String>,
    /// Of `write_warden_report`: `xlsx` or `csv`.
    pub format: Option<String>,
}

/// What each warden of the team did in a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WardenReport {
    /// "March 2018".
    pub title: String,
    /// The month, `2018-03`.
    pub month: String,
    /// Its days.
    pub period: PeriodView,
    /// The months that can be chosen, the newest first.
    pub months: Vec<Named>,
    /// "4 July 2026, 08:58".
    pub as_at: String,
    /// Each warden of the team, and whoever else recorded anything, by name.
    pub people: Vec<WardenDid>,
    /// The team. A patrol of two counts once.
    pub team: WardenDid,
    /// Each kind of finding that is often recorded, and others that were, with its zeros.
    pub kinds: Vec<WardenKind>,
    /// Patrol hours by the area that patrols said, the longest first.
    pub areas: Vec<FigureBar>,
    /// In how many patrols something was recorded in each ward, the most first.
    pub wards: Vec<FigureBar>,
    /// Patrols seen by task force: those in which something was recorded in one of its wards.
    pub task_forces: Vec<FigureBar>,
    /// What the numbers leave out, a sentence each.
    pub notes: Vec<String>,
}

/// What somebody did in a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WardenDid {
    /// Their name.
    pub name: String,
    /// Patrols that they led or went along with.
    pub patrols: u32,
    /// On how many days.
    pub days: u32,
    /// How long those were, in minutes, as far as they ended.
    pub minutes: u32,
    /// "41 h 20 min".
    pub hours: String,
    /// Hotspots that they checked.
    pub checks: u32,
    /// Those at which nothing was found.
    pub nothing_found: u32,
    /// Findings that they recorded.
    pub findings: u32,
}

/// How often a kind was recorded in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WardenKind {
    /// The kind's id.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// By each of `people`.
    pub counts: Vec<u32>,
    /// By all.
    pub total: u32,
}

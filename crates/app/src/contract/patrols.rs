//! Patrols.

use super::*;

/// A request about one thing by its id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ById {
    /// The id.
    pub id: String,
}

/// See `patrol`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct PatrolRequest {
    /// The patrol, or null for the one under way.
    pub id: Option<String>,
}

/// What can be chosen when a patrol starts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StartChoices {
    /// Areas, those patrolled most first.
    pub areas: Vec<String>,
    /// Colleagues on this tablet and in the team.
    pub people: Vec<String>,
    /// What the last patrol in an area left for the next warden.
    pub notes: Vec<AreaNote>,
    /// The rounds that can be walked, those due today first.
    pub rounds: Vec<RoundChoice>,
    /// Every how many minutes the person chose to check in when they were alone last, 0 for not at all; null if never.
    pub check_in: Option<u32>,
}

/// A note for the next warden in an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AreaNote {
    /// The area.
    pub area: String,
    /// The note.
    pub text: String,
    /// "Demo warden A, Mon 14:05".
    pub by: String,
}

/// See `start_patrol`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StartPatrol {
    /// `foot`, `vehicle` or `cycle`.
    pub mode: String,
    /// The area.
    pub area: String,
    /// With whom; empty = alone.
    pub with: Vec<String>,
    /// `dry`, `rain`, `wind` or `dark`, if said.
    pub weather: Option<String>,
    /// The round that it walks, if it walks one.
    #[serde(default)]
    pub round: Option<String>,
    /// Alone: every how many minutes its warden checks in (30, 60 or 90); null is not at all.
    #[serde(default)]
    pub check_in: Option<u32>,
}

/// See `submit_patrol`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SubmitPatrol {
    /// The patrol.
    pub id: String,
    /// Anything for the next warden.
    pub note: Option<String>,
}

/// A patrol in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PatrolLine {
    /// The patrol.
    pub id: String,
    /// Its area.
    pub area: String,
    /// "Mon 17, 13:00 to 18:40".
    pub when: String,
    /// Findings recorded on it.
    pub findings: u32,
    /// Why the leader sent it back; null if it was not.
    pub sent_back: Option<String>,
}

/// A patrol as its warden sees it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PatrolView {
    /// The patrol.
    pub id: String,
    /// `active`, `ended` or `submitted`.
    pub status: String,
    /// RFC 3339.
    pub started_at: String,
    /// RFC 3339; null while active.
    pub ended_at: Option<String>,
    /// "07:12 to 11:48".
    pub times: String,
    /// Whole minutes so far, or in all.
    pub minutes: u32,
    /// `foot`, `vehicle` or `cycle`.
    pub mode: String,
    /// The area.
    pub area: String,
    /// With whom.
    pub with: Vec<String>,
    /// Who recorded it.
    pub by: String,
    /// Its findings, newest first.
    pub findings: Vec<FindingLine>,
    /// The rounds that it walked, the one that it walks now first.
    pub rounds: Vec<RoundView>,
    /// Its checks of hotspots on no round, newest first.
    pub checks: Vec<CheckView>,
    /// Its check-ins that were missed, in their order.
    pub missed: Vec<MissedCheckIn>,
    /// Counts by kind, zeros included, most used first.
    pub counts: Vec<KindCount>,
    /// How many other kinds there are, of which nothing was found.
    pub other_kinds: u32,
    /// The straight lines between where its findings were, one after the other, in metres; null of fewer than two places. No
    /// track is kept, so it is the least that was walked.
    pub metres: Option<u32>,
    /// Photos on its findings.
    pub photos: u32,
    /// Findings with answers missing.
    pub to_finish: Vec<FindingLine>,
    /// Where its pages and photos are.
    pub whereabouts: Whereabouts,
    /// The note for the next warden.
    pub note: Option<String>,
    /// `approved` or `sent_back`, once reviewed.
    pub review: Option<String>,
    /// Why it was sent back.
    pub review_reason: Option<String>,
}

/// How many of a kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KindCount {
    /// The kind's id.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// Findings of it.
    pub count: u32,
    /// "21 items, 6 sharps", where the kind adds something up.
    pub detail: Option<String>,
}

/// Pages and photos in each of the three places.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct Whereabouts {
    /// Only on this tablet.
    pub pages_on_tablet: u32,
    /// Photos only on this tablet.
    pub photos_on_tablet: u32,
    /// Arrived, not yet backed up.
    pub pages_arrived: u32,
    /// Photos arrived, not yet backed up.
    pub photos_arrived: u32,
    /// Backed up.
    pub pages_backed_up: u32,
    /// Photos backed up.
    pub photos_backed_up: u32,
}

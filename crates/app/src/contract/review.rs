//! The leader's review.

use super::*;
use std::collections::BTreeMap;

/// What waits for the leader.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewQueue {
    /// Check-ins that were missed and are not answered.
    pub missed: Vec<MissedCheckIn>,
    /// Time limits that run out today or have.
    #[serde(flatten)]
    pub due: RunningOut,
    /// Order areas that end within 60 days or ended in the last 60, in words.
    pub order_areas_ending: Vec<String>,
    /// Those with something to look at first.
    pub flagged: Vec<ReviewLine>,
    /// Those with nothing flagged.
    pub clean: Vec<ReviewLine>,
    /// Findings that were recorded on no patrol, flagged ones first.
    pub loose: Vec<ReviewFinding>,
    /// Patrols that were not submitted within a day, with the findings of them that wait; the latest patrol first.
    pub not_submitted: Vec<NotSubmitted>,
    /// Everything in two versions, what has waited longest first.
    pub two_versions: Vec<VersionsLine>,
    /// Patrols that were sent back and have not come in again.
    pub sent_back: u32,
    /// Everyone who may have recorded them, by name.
    pub wardens: Vec<ReviewWarden>,
    /// Every kind of finding, most used first.
    pub kinds: Vec<ReviewKind>,
    /// "16 patrols, 120 findings, submitted since Friday 14 March".
    pub sentence: String,
}

/// Somebody of the team.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ReviewWarden {
    /// Their name.
    pub name: String,
    /// Their id, for `reviewed`.
    pub user: String,
}

/// A kind of finding, to count by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewKind {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
}

/// A submitted patrol in the queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewLine {
    /// The patrol.
    pub id: String,
    /// Its area.
    pub area: String,
    /// "Mon 17, 13:00 to 18:40 · Demo warden C".
    pub when_and_who: String,
    /// Who recorded it.
    pub by: String,
    /// Findings on which the leader's word is still to come.
    pub findings: u32,
    /// Photos on them.
    pub photos: u32,
    /// How many of them are of which kind.
    pub counts: BTreeMap<String, u32>,
    /// What is flagged.
    pub flags: Vec<Flag>,
    /// What was seen: for `approve`, which refuses if it has changed meanwhile.
    pub seen: String,
}

/// A patrol that was not submitted within a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotSubmitted {
    /// The patrol.
    pub id: String,
    /// Its area.
    pub area: String,
    /// Who started it.
    pub by: String,
    /// When: "Tue 14:05".
    pub started: String,
    /// The findings of it that wait, flagged ones first.
    pub findings: Vec<ReviewFinding>,
}

/// A finding, meeting or register entry in two versions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionsLine {
    /// As in a list.
    pub finding: FindingLine,
    /// The short names of its fields in two versions: "Setting and place".
    pub fields: String,
    /// How long there have been two: "5 hours", "3 days".
    pub age: String,
    /// Whether that is more than 48 hours.
    pub late: bool,
}

/// Something a leader should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Flag {
    /// `danger`, `held_back`, `question`, `place`, `estimate`, `photos`, `clock`, `not_finished`, `two_versions`,
    /// `two_outcomes`, `duplicate`, `not_approved`, `changed` or `viewed`: changed since this leader looked.
    pub rule: String,
    /// "Place good to 85 m".
    pub text: String,
    /// The finding that it may be a duplicate of.
    pub other: Option<String>,
}

/// See `review_patrol`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ReviewOpened {
    /// The patrol.
    pub id: String,
    /// Which opening of its page asks, in any words: what changed is told against the last one before it. None: nobody looks.
    pub opening: Option<String>,
}

/// A patrol under review.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewPatrol {
    /// The patrol.
    pub patrol: PatrolView,
    /// Its findings, flagged ones first.
    pub findings: Vec<ReviewFinding>,
    /// Whether the leader's word on it, or on a finding of it, is still to come.
    pub waits: bool,
    /// What the patrol itself says otherwise since this leader last looked: "Changed since you looked, today 09:02: note".
    pub changed: Option<String>,
    /// What was seen: for `approve`.
    pub seen: String,
}

/// A finding under review.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewFinding {
    /// As in a list.
    pub line: FindingLine,
    /// What is flagged.
    pub flags: Vec<Flag>,
    /// Whether it can be approved: it is not, or has changed since.
    pub waits: bool,
    /// What was seen: for `approve`, if it is on no patrol or its patrol was not submitted.
    pub seen: String,
}

/// See `approve`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Approve {
    /// The patrols.
    pub patrols: Vec<String>,
    /// Findings of theirs that are not approved.
    pub except: Vec<String>,
    /// Findings that are on no patrol, or on one that was not submitted within a day.
    pub findings: Vec<String>,
    /// For each patrol and each finding of `findings` what was seen of it.
    pub seen: BTreeMap<String, String>,
}

/// See `reviewed`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ReviewedRequest {
    /// `sent_back` or `approved`.
    pub outcome: String,
    /// Only patrols of this person (`ReviewWarden.user`).
    pub warden: Option<String>,
    /// Where the last stretch ended.
    pub after: Option<String>,
}

/// Patrols that were reviewed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewedPatrols {
    /// Newest first, at most 50.
    pub lines: Vec<ReviewedLine>,
    /// For the next stretch; null at the end.
    pub next: Option<String>,
}

/// A patrol that was reviewed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewedLine {
    /// The patrol.
    pub id: String,
    /// Its area.
    pub area: String,
    /// "Mon 17, 13:00 to 18:40 · Demo warden C".
    pub when_and_who: String,
    /// Findings.
    pub findings: u32,
    /// Photos.
    pub photos: u32,
    /// "Demo leader, today 09:02".
    pub reviewed_by: String,
    /// Why it was sent back.
    pub reason: Option<String>,
    /// Whether a finding of it is still to be approved.
    pub waits: bool,
}

/// See `send_back`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendBack {
    /// The patrol.
    pub patrol: String,
    /// Why, for the warden.
    pub reason: String,
}

/// See `export_findings`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ExportRequest {
    /// Which findings.
    pub filter: FindingsRequest,
    /// `csv` (unless said), `xlsx`, `geojson` or `gpkg`.
    pub format: Option<String>,
}

/// What was exported.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Exported {
    /// The file, in full.
    pub path: String,
    /// Rows in it.
    pub rows: u32,
}

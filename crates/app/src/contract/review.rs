//! The leader's review.

use super::*;
use std::collections::BTreeMap;

/// Submitted patrols.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewQueue {
    /// Those with something to look at first.
    pub flagged: Vec<ReviewLine>,
    /// Those with nothing flagged.
    pub clean: Vec<ReviewLine>,
    /// Everything in two versions, what has waited longest first.
    pub two_versions: Vec<VersionsLine>,
    /// "16 patrols, 120 findings, submitted since Friday 14 March".
    pub sentence: String,
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
    /// Findings.
    pub findings: u32,
    /// Photos.
    pub photos: u32,
    /// What is flagged.
    pub flags: Vec<Flag>,
    /// What was seen: for `approve`, which refuses if it has changed meanwhile.
    pub seen: String,
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
    /// `place`, `estimate`, `photos`, `clock`, `not_finished`, `two_versions`, `two_outcomes` or `changed`.
    pub rule: String,
    /// "Place good to 85 m".
    pub text: String,
}

/// A patrol under review.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewPatrol {
    /// The patrol.
    pub patrol: PatrolView,
    /// Its findings, flagged ones first.
    pub findings: Vec<ReviewFinding>,
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
}

/// See `approve`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Approve {
    /// The patrols.
    pub patrols: Vec<String>,
    /// Findings of theirs that are not approved.
    pub except: Vec<String>,
    /// For each patrol what was seen of it: `ReviewLine.seen` or `ReviewPatrol.seen`.
    pub seen: BTreeMap<String, String>,
}

/// See `send_back`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendBack {
    /// The patrol.
    pub patrol: String,
    /// Why, for the warden.
    pub reason: String,
}

/// See `export_csv`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ExportRequest {
    /// Which findings.
    pub filter: FindingsRequest,
}

/// What was exported.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Exported {
    /// The file, in full.
    pub path: String,
    /// Rows in it.
    pub rows: u32,
}

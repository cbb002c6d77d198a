//! The check-in of a warden who patrols alone.

use super::*;

/// How the check-in of the patrol under way stands. Readable while locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckIn {
    /// Every how many minutes.
    pub every: u32,
    /// Until when the next sign of life is due, RFC 3339.
    pub due_at: String,
    /// From when on it is missed, and the leader is told: RFC 3339.
    pub missed_at: String,
    /// `running`, `due` or `missed`.
    pub state: String,
}

/// A check-in that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MissedCheckIn {
    /// The patrol.
    pub patrol: String,
    /// Its warden.
    pub by: String,
    /// Its area.
    pub area: String,
    /// When it was due: "10:12", "Mon 10:12".
    pub due: String,
    /// The last recorded place before that, with its time: "Rope Walk stairwell, 09:41"; null if none was recorded.
    pub last_seen: Option<String>,
    /// When the warden was heard of again: "10:31"; null if not yet.
    pub answered: Option<String>,
}

//! Referrals of findings to partners.

use super::*;

/// A referral in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReferralLine {
    /// As in any list; its summary is to whom and what for.
    pub line: FindingLine,
    /// The findings that it is about: "Fly-tip, Rope Walk, 18 March 2025, 09:41".
    pub about: String,
    /// "To be sent", "Sent", "They have it".
    pub state: String,
}

/// The team's referrals.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Referrals {
    /// Those to be sent and those that a partner has, what is due first on top; at most 300 of each.
    pub waiting: Vec<ReferralLine>,
    /// Those that ended, the last begun first; at most 50.
    pub ended: Vec<ReferralLine>,
}

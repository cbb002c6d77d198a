//! What follows a finding: where its matter stands, what is due, which steps can be taken, what is offered beside it.

use super::*;

/// What is due first of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DueView {
    /// "Check and assess it".
    pub what: String,
    /// "By the end of Thursday 20 March".
    pub until: String,
    /// "2 days left", "Ran out yesterday".
    pub left: String,
    /// `clock`, `clock_soon` on its last day, or `clock_passed`.
    pub state: String,
}

/// A time limit of a finding that runs or stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// Its id.
    pub id: String,
    /// What is due: "Check and assess it".
    pub what: String,
    /// "By the end of Thursday 20 March"; "" while it stands still.
    pub until: String,
    /// "2 days left", "Ran out yesterday", "Paused since Friday 21 March".
    pub left: String,
    /// `clock`, `clock_soon` on its last day, `clock_passed`, or `clock_paused`.
    pub state: String,
    /// Whether only a team leader can do it.
    pub leader: bool,
    /// On whose word it stands, and where that is written.
    pub source: String,
}

/// Where the matter of a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Matter {
    /// The state in words: "Passed on".
    pub state: String,
    /// `open`, `waiting` or `closed`.
    pub standing: String,
    /// How it ended, and why: "Removed by wardens"; "" if there is nothing to say.
    pub detail: String,
    /// Who took the last step, and when: "Demo warden A · 09:12"; "" if none was taken.
    pub by: String,
    /// What is due until when, the first on top.
    pub clocks: Vec<ClockView>,
}

/// A step that can be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextStep {
    /// For `open_form`: the stage `step/<id>`.
    pub id: String,
    /// "Removed by wardens".
    pub label: String,
    /// What its form asks: "Time of removal, sharps box number"; "" if nothing.
    pub asks: String,
    /// Whether it closes the matter.
    pub closes: bool,
}

/// A kind that is offered to be recorded beside a finding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OfferView {
    /// Its id, for `open_form`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// Why, as a sentence.
    pub because: String,
}

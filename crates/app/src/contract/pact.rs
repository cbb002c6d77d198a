//! PACT panels: the list of them, and the sheet of one for its next meeting.

use super::*;

/// The panels, those that meet first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PactPanels {
    /// They.
    pub panels: Vec<PanelLine>,
}

/// A panel in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PanelLine {
    /// The panel.
    pub id: String,
    /// "Luton PACT".
    pub name: String,
    /// The wards that it covers.
    pub wards: String,
    /// "Dormant" or "Ended"; null of one that meets.
    pub asleep: Option<String>,
    /// "4 February"; null if it has not met.
    pub last: Option<String>,
    /// "Thursday 20 March"; null if no day is set.
    pub next: Option<String>,
    /// Whether that day has passed.
    pub passed: bool,
    /// Issues still open.
    pub open: u32,
    /// Of them, how many were raised three times or more.
    pub again: u32,
}

/// "You said, we did", for the next meeting of a panel.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PactSheet {
    /// The panel as in the list.
    pub panel: PanelLine,
    /// What was raised and what was done, part by part; empty if the panel has not met.
    pub parts: Vec<SheetPart>,
    /// Its handling marking.
    pub marking: String,
    /// Issues on the sheet.
    pub raised: u32,
    /// Of them, resolved by wardens.
    pub resolved: u32,
    /// Passed on.
    pub passed_on: u32,
    /// Still in hand.
    pub in_hand: u32,
    /// Ended otherwise.
    pub otherwise: u32,
}

/// Issues that belong together on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetPart {
    /// "Raised on 4 February", "From before", "New since 4 February".
    pub title: String,
    /// The issues, priorities first.
    pub rows: Vec<SheetRow>,
}

/// An issue on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetRow {
    /// The issue.
    pub id: String,
    /// What was said.
    pub said: String,
    /// Whether the panel made it a priority.
    pub priority: bool,
    /// "Raised three times", if it was so often.
    pub again: Option<String>,
    /// What was done, in the team's words; "" if nobody has said.
    pub did: String,
    /// `resolved`, `passed_on`, `in_hand` or `otherwise`.
    pub outcome: String,
    /// "Resolved by wardens", "Passed on to Highways", "Still in hand: a warden has it".
    pub outcome_text: String,
    /// Findings that were made because of it.
    pub findings: u32,
    /// The person of the team whose name is in the words; it does not belong on the sheet.
    pub names: Option<String>,
}

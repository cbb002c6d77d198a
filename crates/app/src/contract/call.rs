//! The daily call: what came since the last one, who is on it, its issues and what became of earlier ones; and the sheet of one
//! partner's actions.

use super::*;

/// The page of the daily call.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CallView {
    /// "Tuesday 18 March".
    pub day: String,
    /// Since when it covers: "Monday 09:41".
    pub since: String,
    /// `ready`, `under_way` or `held`.
    pub stands: String,
    /// "Starts in 17 minutes", "Under way since 09:16, chaired by Demo leader".
    pub sentence: String,
    /// The record of the call; null if it was not begun.
    pub record: Option<String>,
    /// What occurred or arrived since the last call, the most urgent first.
    pub news: Vec<CallNews>,
    /// How many there are, also those that are not listed.
    pub news_count: u32,
    /// How many of the listed ones occurred before the last call, and arrived since.
    pub late: u32,
    /// The issues of this call, those not discussed yet first.
    pub issues: Vec<CallIssue>,
    /// Who is expected on it, and whether they are there.
    pub partners: Vec<CallPartner>,
    /// Who can be added to them.
    pub others: Vec<Named>,
    /// Tablets that have not been heard from.
    pub silent: Vec<CallTablet>,
    /// Whether the council office has told of the tablets at all.
    pub tablets_told: bool,
    /// Of which call the earlier actions are: "Monday’s actions", or "Earlier actions".
    pub earlier_title: String,
    /// What earlier calls agreed and is still open, and what was done since the last call.
    pub earlier: Vec<CallIssue>,
    /// Who can take an issue on.
    pub owners: Vec<Named>,
    /// The days by which something can be due, the next first.
    pub days: Vec<Named>,
    /// How an issue can end.
    pub outcomes: Vec<Named>,
    /// The partners that have something to do.
    pub sheets: Vec<Named>,
}

/// A finding that the call is to know of.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CallNews {
    /// As in lists.
    pub line: FindingLine,
    /// It occurred before the last call ended, and arrived after.
    pub late: bool,
    /// Somebody's life was in danger.
    pub danger: bool,
    /// "4th here in 28 days", from the third on.
    pub repeat: Option<String>,
    /// An issue of this call is about it.
    pub taken: bool,
}

/// An issue of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CallIssue {
    /// The issue.
    pub id: String,
    /// What it is.
    pub what: String,
    /// `raised`, `discussed`, `allocated` or `done`.
    pub stands: String,
    /// Where it stands in words: "Discussed", "Resolved: Resolved by a partner".
    pub state: String,
    /// `today`, `this_week` or `information`; null if nobody said.
    pub urgency: Option<String>,
    /// The partner that takes it on.
    pub owner: Option<Named>,
    /// By when, as one of the days: "2025-03-18"; null if no day is set.
    pub due: Option<String>,
    /// "by the end of today".
    pub due_text: Option<String>,
    /// That has passed, and it is still open.
    pub late: bool,
    /// Two people said different things of it.
    pub two_versions: bool,
    /// Findings that it is about.
    pub findings: u32,
    /// Somebody of the team whose name is in the words; it does not belong there.
    pub names: Option<String>,
}

/// A partner on the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CallPartner {
    /// Its id in the catalogue.
    pub id: String,
    /// "Fire and rescue".
    pub name: String,
    /// Whether it is on the call.
    pub present: bool,
}

/// A tablet that has not been heard from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CallTablet {
    /// "W12".
    pub code: String,
    /// Who has it.
    pub people: String,
    /// `nothing_arrived` or `not_heard`.
    pub state: String,
    /// "Patrol ended 2 hours ago, nothing has arrived".
    pub text: String,
}

/// See `attend_call`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttendCall {
    /// The partner.
    pub partner: String,
    /// Whether it is there.
    pub present: bool,
}

/// See `add_issue`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddIssue {
    /// What it is; with a finding it may be "", and is then what the finding says.
    pub what: String,
    /// `today`, `this_week` or `information`.
    pub urgency: Option<String>,
    /// The partner that takes it on.
    pub owner: Option<String>,
    /// The finding that it is about.
    pub finding: Option<String>,
}

/// See `allocate_issue`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AllocateIssue {
    /// The issue.
    pub id: String,
    /// The partner that takes it on; null: it was discussed, and nobody does.
    pub owner: Option<String>,
    /// The day by the end of which it is due.
    pub due: Option<String>,
}

/// See `say_outcome`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SayOutcome {
    /// The issue.
    pub id: String,
    /// How it ended, one of the outcomes.
    pub outcome: String,
}

/// The actions of one partner, for people without an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PartnerSheet {
    /// "Actions for Police".
    pub title: String,
    /// "Daily call, Tuesday 18 March 2025".
    pub second: String,
    /// What is open, what is due first on top.
    pub rows: Vec<PartnerAction>,
    /// Its handling marking.
    pub marking: String,
    /// The same as plain text, to be copied.
    pub text: String,
    /// All partners that have something to do.
    pub partners: Vec<Named>,
}

/// An action on the sheet of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PartnerAction {
    /// The issue.
    pub id: String,
    /// What it is; "" where its words name somebody of the team.
    pub what: String,
    /// "Today", "This week"; "" if nobody said.
    pub urgency: String,
    /// "Patrol"; "" if nobody said.
    pub resource: String,
    /// "Tuesday 18 March 2025"; "" if no day is set.
    pub due: String,
    /// Somebody of the team whose name is in the words: they are left out.
    pub names: Option<String>,
    /// The words are those of a finding, with its place and what it says: they are left out.
    pub of_finding: bool,
}

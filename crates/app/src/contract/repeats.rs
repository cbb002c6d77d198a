//! What comes back again and again: places, vehicles and persons.

use super::*;

/// See `repeats`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RepeatsRequest {
    /// `28_days` (unless said), `3_months`, `12_months`, or `own` for the two dates. All but the last end today.
    pub window: Option<String>,
    /// With `own`: from this day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// With `own`: to this day, included.
    pub to: Option<String>,
    /// By what it goes: `count` (unless said), `trend` or `last_seen`.
    pub sort: Option<String>,
}

/// What was found at least twice within a window of days.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RepeatsView {
    /// The window.
    pub period: PeriodView,
    /// The window before; null if this tablet does not reach back so far.
    pub before: Option<PeriodView>,
    /// "today 08:58".
    pub as_at: String,
    /// Places.
    pub places: RepeatList,
    /// Vehicles, by their registration marks.
    pub vehicles: RepeatList,
    /// Persons, by their names, which are not said; null for whoever may not read of them.
    pub persons: Option<RepeatList>,
    /// Whether this person may open a case.
    pub may_open: bool,
    /// Who can lead on one; the first is the person at the tablet.
    pub leads: Vec<String>,
    /// The day on which it would be reviewed, `YYYY-MM-DD`.
    pub review_on: String,
}

/// A ranked list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RepeatList {
    /// At most 50.
    pub lines: Vec<RepeatLine>,
    /// Whether there are more.
    pub more: bool,
}

/// What comes back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RepeatLine {
    /// For the list of its findings: `again` of `findings`.
    pub again: String,
    /// What it is called: a place, a mark, or the role of a person.
    pub title: String,
    /// "Also The Lines · TQ 7582 6822 · Luton and Wayfield".
    pub second: String,
    /// How often it was found within the window.
    pub count: u32,
    /// And in the window before; null where that is not known.
    pub before: Option<u32>,
    /// "+3", "−2", "0"; null where it is not known.
    pub change: Option<String>,
    /// What was found there, the most frequent kind first.
    pub kinds: Vec<RepeatKind>,
    /// The first time within the window: "3 Mar 2025".
    pub first: String,
    /// The last.
    pub last: String,
    /// An open case to which one of its findings belongs.
    pub case: Option<Named>,
    /// What a case would be called; null where none can be opened from it.
    pub case_name: Option<String>,
    /// Of a person: the newest record of that name. Opening it is a look, and is written.
    pub person: Option<String>,
}

/// How often something of a kind was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RepeatKind {
    /// The kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// How often.
    pub count: u32,
}

/// See `open_repeat_case`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenRepeatCase {
    /// What comes back.
    pub again: String,
    /// The window, whose findings are put into the case.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: RepeatsRequest,
    /// What the case is called.
    pub name: String,
    /// Who leads on it.
    pub lead_officer: String,
    /// The day on which it is reviewed, `YYYY-MM-DD`.
    pub review_on: String,
}

/// A case that was opened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenedCase {
    /// The case.
    pub case: String,
    /// How many findings were put into it.
    pub findings: u32,
}

/// See `write_repeats`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WriteRepeats {
    /// As in `repeats`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: RepeatsRequest,
    /// `xlsx` or `csv`.
    pub format: String,
}

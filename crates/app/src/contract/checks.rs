//! Pages that the council office keeps out of the sums until a leader, or for the restricted part the safeguarding lead, has
//! looked at them.

use super::*;

/// See `pages_to_check`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PagesToCheck {
    /// Those that wait for a decision, by tablet, the newest first.
    pub waiting: Vec<PageToCheck>,
    /// Those on which a leader decided; the decision can be taken again.
    pub decided: Vec<PageToCheck>,
}

/// A page that is kept out, or was let in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PageToCheck {
    /// For `decide_page`.
    pub entry: String,
    /// The tablet's book, such as `W07`; "" if it is not known here.
    pub book_code: String,
    /// The page.
    pub page: u32,
    /// Who wrote it.
    pub by: String,
    /// When, by the tablet's clock: "18 March, 08:20".
    pub at: String,
    /// Whether that clock was known to be wrong.
    pub doubtful: bool,
    /// "Drug litter", or "A page".
    pub title: String,
    /// What it says, as far as it can be read.
    pub answers: Vec<PageAnswer>,
    /// Why it is kept out, in a sentence.
    pub reason: String,
    /// Whether a leader may let it in; not if it cannot be read, or decides on pages itself.
    pub may_accept: bool,
    /// What was decided.
    pub decision: Option<PageDecision>,
}

/// One field of a page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PageAnswer {
    /// Its short name.
    pub label: String,
    /// In words.
    pub text: String,
}

/// A leader's decision on a page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PageDecision {
    /// Whether it counts.
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// "Demo leader, today 09:12".
    pub by: String,
}

/// See `decide_page`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DecidePage {
    /// The page, as `PageToCheck.entry`.
    pub entry: String,
    /// Whether it is to count.
    pub accept: bool,
    /// Why, for whoever looks later.
    pub reason: String,
}

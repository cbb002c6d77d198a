//! Cases: what belongs together, and its story.

use super::*;

/// A case in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseLine {
    /// As in any list; its summary is what it is called.
    pub line: FindingLine,
    /// "Premises".
    pub about: String,
    /// Who leads on it.
    pub lead: String,
    /// "Open", "Open, reviewed", "Closed".
    pub state: String,
    /// How many findings belong to it, counted up to 1,000.
    pub findings: u32,
}

/// The team's cases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Cases {
    /// Open ones, those first of which the review is due first; at most 200.
    pub open: Vec<CaseLine>,
    /// Closed ones, the last opened first; at most 50.
    pub closed: Vec<CaseLine>,
    /// Whether this person may open one.
    pub may_open: bool,
}

/// What a case holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseView {
    /// Its findings, newest first; at most 100.
    pub findings: Vec<CaseFinding>,
    /// What was done, what came of it and where it moved to, newest first; at most 200.
    pub story: Vec<StoryPart>,
    /// Whether this person may add to the story.
    pub may_tell: bool,
}

/// A finding of a case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseFinding {
    /// As in a list.
    pub line: FindingLine,
    /// Its first photos.
    pub photos: Vec<PhotoView>,
}

/// One part of a case's story.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StoryPart {
    /// The record that tells it.
    pub id: String,
    /// The page it was recorded on.
    pub page: u32,
    /// The book of that page.
    pub book_code: String,
    /// "Something was done", "It moved elsewhere: Great Lines", "It moved here from Nursing home".
    pub title: String,
    /// Whether it tells that something moved.
    pub moved: bool,
    /// In the words of who wrote it.
    pub text: String,
    /// "Demo warden A · Tuesday 18 March 2025, 07:38".
    pub by: String,
    /// The case and the findings there, or the case that it came from.
    pub there: Vec<Named>,
    /// Its photos.
    pub photos: Vec<PhotoView>,
}

/// A record by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Named {
    /// The record.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// See `put_in_case`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PutInCase {
    /// The finding.
    pub id: String,
    /// The case.
    pub case: String,
    /// Into it, or out of it.
    pub belongs: bool,
}

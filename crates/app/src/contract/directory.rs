//! What a warden needs of the registers: where people can turn, trauma packs, premises to know.

use super::*;

/// The directory; only what is active.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Directory {
    /// Where people can turn, by what for.
    pub parts: Vec<DirectoryPart>,
    /// Trauma packs, nearest first where it is known where the tablet is.
    pub packs: Vec<DirectoryEntry>,
    /// Premises to know, red ones first.
    pub premises: Vec<DirectoryEntry>,
}

/// Where people can turn for one thing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DirectoryPart {
    /// For what: "Domestic abuse".
    pub title: String,
    /// They, by name.
    pub entries: Vec<DirectoryEntry>,
}

/// An entry of a register.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DirectoryEntry {
    /// The record.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The number to ring; "" if it has none.
    pub telephone: String,
    /// What else a warden needs, each in a few words: the hours, the place.
    pub facts: Vec<String>,
    /// "60 m away", if both places are known.
    pub away: Option<String>,
    /// How it stands, if its register says so.
    pub mark: Option<DirectoryMark>,
}

/// How an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DirectoryMark {
    /// "Red", "Missing".
    pub text: String,
    /// `rated_red`, `rated_amber` or `rated_green`.
    pub state: String,
}

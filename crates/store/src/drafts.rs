//! Drafts: answers kept while they are being given, so that a crash loses at most the last tap. Any app state that
//! belongs to a half-filled form lives here, not in the page.

use crate::columns::{all, one};
use crate::{Store, StoreError};
use record::PhotoRow;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A half-filled form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: Uuid,
    /// The kind that it records.
    pub kind: String,
    /// Who began it; none when begun on the lock page.
    pub user: Option<book::UserId>,
    /// When, milliseconds since 1970.
    pub begun: i64,
    /// The patrol under way when it was begun.
    #[serde(default)]
    pub patrol: Option<book::RecordId>,
    /// The saved record that it finishes or corrects.
    pub record: Option<book::RecordId>,
    /// `now`, `finish`, `correct`, `step/<id>`, or `seen/there` and `seen/gone` where an earlier finding was seen again.
    pub stage: String,
    /// The answers so far; null = cleared.
    pub answers: BTreeMap<String, Value>,
    /// For a saved record: the writes that stood when the form was opened, by field.
    #[serde(default)]
    pub heads: BTreeMap<String, Vec<book::EntryHash>>,
    /// For a saved record: what the form said when it was opened, of those questions where an answer means what it adds to
    /// that.
    #[serde(default)]
    pub opened: BTreeMap<String, Value>,
    /// Photos added so far. Their bytes are on disk already.
    #[serde(default)]
    pub photos: Vec<DraftPhoto>,
    /// Earlier findings of which its warden said that this is another.
    #[serde(default)]
    pub others: Vec<book::RecordId>,
    /// That an earlier finding was seen again: the new one as which this was begun.
    #[serde(default)]
    pub begun_as: Option<Box<Draft>>,
}

/// A photo of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftPhoto {
    /// What the record will say of it.
    #[serde(flatten)]
    pub row: PhotoRow,
    /// When it was picked, milliseconds: photos of a draft stand in that order, whichever was kept first.
    #[serde(default)]
    pub picked: Option<i64>,
}

impl Store {
    /// Keeps a draft, through fsync.
    pub fn keep_draft(&self, draft: &Draft, now: i64) -> Result<(), StoreError> {
        let body = serde_json::to_string(draft).map_err(|_| StoreError::Unreadable("a draft"))?;
        self.transact(|tx| {
            tx.prepare_cached(
                "INSERT INTO draft VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET touched = ?2, body = ?3",
            )?
            .execute(params![draft.id.as_bytes(), now, body])?;
            Ok(())
        })
    }

    /// A draft by its id.
    pub fn draft(&self, id: Uuid) -> Result<Option<Draft>, StoreError> {
        self.read(|db| {
            one(db, "SELECT body FROM draft WHERE id = ?1", [id.as_bytes()], |row| {
                parse(&row.get::<_, String>("body")?)
            })
        })
    }

    /// All drafts, the last touched first.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.read(|db| {
            all(db, "SELECT body FROM draft ORDER BY touched DESC LIMIT 200", [], |row| {
                parse(&row.get::<_, String>("body")?)
            })
        })
    }

    /// Throws a draft away. Its photos go with the next sweep if nothing else has them.
    pub fn drop_draft(&self, id: Uuid) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute("DELETE FROM draft WHERE id = ?1", [id.as_bytes()])?;
            Ok(())
        })
    }
}

pub(crate) fn parse(body: &str) -> Result<Draft, StoreError> {
    serde_json::from_str(body).map_err(|_| StoreError::Unreadable("a draft"))
}

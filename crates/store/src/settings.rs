//! Small facts about the tablet: its enrolment, and whatever the app keeps under a name.

use crate::columns::one;
use crate::{Store, StoreError};
use book::{DeviceId, PublicKey, ScopeId};
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What enrolment told the tablet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The council office's address.
    pub office: String,
    /// The tablet.
    pub device: DeviceId,
    /// The short code of its book.
    pub book_code: String,
    /// The secret shown with each request.
    pub token: String,
    /// The council's root key, pinned.
    pub root: PublicKey,
    /// The council's name.
    pub council: String,
    /// The team's name.
    pub team: String,
    /// The team's scope.
    pub scope: ScopeId,
    /// Whether it is the demo.
    pub demo: bool,
}

impl Store {
    /// The tablet's enrolment, if it is enrolled.
    pub fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        self.setting("enrolment")
    }

    /// A setting by its name.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.read(|db| get(db, name))
    }

    /// Keeps a setting.
    pub fn set_setting(&self, name: &str, value: &impl Serialize) -> Result<(), StoreError> {
        self.transact(|tx| put(tx, name, value))
    }
}

pub(crate) fn get<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    let text: Option<String> =
        one(db, "SELECT value FROM setting WHERE name = ?1", [name], |row| Ok(row.get("value")?))?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("a setting"))).transpose()
}

pub(crate) fn put(db: &Connection, name: &str, value: &impl Serialize) -> Result<(), StoreError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Unreadable("a setting"))?;
    db.prepare_cached("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute(params![name, text])?;
    Ok(())
}

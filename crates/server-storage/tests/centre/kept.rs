//! A copy of an office's database, to put it back to later.

use crate::tablet::Office;
use std::path::PathBuf;

impl Office {
    /// A copy of its database as it is now.
    pub(crate) fn kept(&self) -> PathBuf {
        let kept = self.data().join("../old.sqlite");
        let database = rusqlite::Connection::open(self.data().join("patrolbook.sqlite")).unwrap();
        database.execute("VACUUM INTO ?1", [kept.to_str().unwrap()]).unwrap();
        kept
    }
}

//! An office whose database is put back to what it was.

use crate::tablet::Office;
use std::path::{Path, PathBuf};

impl Office {
    /// A copy of its database as it is now.
    pub(crate) fn kept(&self) -> PathBuf {
        let kept = self.folder.path().join("old.sqlite");
        let database = rusqlite::Connection::open(self.data().join("patrolbook.sqlite")).unwrap();
        database.execute("VACUUM INTO ?1", [kept.to_str().unwrap()]).unwrap();
        kept
    }

    /// The office with that copy in place of its database.
    pub(crate) fn put_back(self, kept: &Path) -> Self {
        let Self { folder, centre } = self;
        drop(centre);
        let database = folder.path().join("data/patrolbook.sqlite");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", database.display()));
        }
        std::fs::copy(kept, &database).unwrap();
        let centre = server_storage::open(&folder.path().join("data"), None).unwrap();
        Self { folder, centre }
    }
}

//! Looks at what the catalogue has logged, such as a person: each is a row of the record itself, on a sealed page of whoever looked,
//! so that who may read it reads who else did. What they are shown again within a quarter of an hour is the same look.

use crate::App;
use crate::contract::{CallError, LookView};
use crate::words::at;
use book::RecordId;
use domain::roles::Action as Right;
use record::Record;
use serde_json::json;
use std::cmp::Reverse;
use store::Change;
use uuid::Uuid;

/// How long a look lasts.
const LASTS_MS: i64 = 15 * 60_000;

impl App {
    /// Writes that the person at the tablet looks at a record, before they are shown it: if that cannot be written, they are not.
    pub(crate) fn look_at(&self, id: RecordId) -> Result<(), CallError> {
        if !self.store.is_restricted(id)? {
            return Ok(());
        }
        let Some(record) = self.record(id)? else { return Ok(()) };
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        if !kind.is_some_and(|kind| kind.logged) {
            return Ok(());
        }
        let acting = self.acting(Right::ReadRestricted, Some(id))?;
        let now = self.now();
        let goes_on = record
            .rows(record::LOOK)
            .any(|(_, write)| write.author == acting.author && (now - LASTS_MS..=now).contains(&write.wall));
        if goes_on {
            return Ok(());
        }
        let look = Change::new(id, format!("{}{}", record::LOOK, Uuid::now_v7()), json!(true));
        self.write_as(&acting, vec![look])
    }

    /// Who looked at it and when, the last first.
    pub(crate) fn looks(&self, record: &Record) -> Result<Vec<LookView>, CallError> {
        let mut rows: Vec<_> = record.rows(record::LOOK).map(|(_, write)| (write.wall, write.author)).collect();
        rows.sort_unstable_by_key(|(wall, _)| Reverse(*wall));
        let now = self.now();
        rows.into_iter()
            .map(|(wall, author)| Ok(LookView { by: self.author_name(author)?.0, at: at(wall, now) }))
            .collect()
    }
}

//! Pages that an earlier build could not read. They were kept as they came; at each start they are read anew.

use crate::books::{chain, entry};
use crate::columns::{all, book_id, number};
use crate::decisions::may_decide;
use crate::project::{is_held_back, note_doubtful};
use crate::says::Says;
use crate::settings::put;
use crate::{Store, StoreError};
use book::ScopeId;
use record::Record;
use rusqlite::params;

/// The setting that says that pages written while the clock was wrong were noted.
const DOUBTFUL: &str = "doubtful_noted";

impl Store {
    /// Notes the pages of before format 8 that were written while the clock was known to be wrong.
    pub(crate) fn note_doubtful_of_before(&self) -> Result<(), StoreError> {
        if self.setting(DOUBTFUL)? == Some(true) {
            return Ok(());
        }
        self.transact(|tx| {
            let places = all(tx, "SELECT book, number FROM entry WHERE opaque = 0", [], |row| {
                Ok((book_id(row, "book")?, number(row, "number")?))
            })?;
            for (line, at) in places {
                if let Some(entry) = entry(tx, line, at)? {
                    note_doubtful(tx, &entry, entry.hash())?;
                }
            }
            put(tx, DOUBTFUL, &true)
        })
    }

    /// Reads pages anew that an earlier build could not read: what this one reads counts like any other entry.
    pub(crate) fn read_opaque_pages_anew(&self) -> Result<(), StoreError> {
        self.transact(|tx| {
            let places = all(tx, "SELECT book, number FROM entry WHERE opaque = 1", [], |row| {
                Ok((book_id(row, "book")?, number(row, "number")?))
            })?;
            for (line, at) in places {
                let Some(entry) = entry(tx, line, at)? else { continue };
                tx.execute("UPDATE entry SET opaque = 0 WHERE book = ?1 AND number = ?2", params![line.0, at as i64])?;
                note_doubtful(tx, &entry, entry.hash())?;
                let held_back = is_held_back(tx, entry.hash())? || !may_decide(tx, &entry)?;
                let scope = chain(tx, line)?.map(|chain| chain.opening.scope).unwrap_or(ScopeId(uuid::Uuid::nil()));
                let Some(says) = Says::of(tx, &entry, scope)? else { continue };
                for id in says.records() {
                    if !says.may_be_of(tx, id)? {
                        continue;
                    }
                    tx.execute(
                        "INSERT OR IGNORE INTO about VALUES (?1, ?2, ?3, ?4)",
                        params![id.0.as_bytes(), entry.header.clock.0 as i64, line.0, at as i64],
                    )?;
                    let mut state = self.state(tx, id)?.unwrap_or_else(|| Record::new(id));
                    if !held_back {
                        says.add_to(&mut state, entry.hash());
                    }
                    self.keep_records(tx, [(&state, says.part())], None)?;
                }
                // A leader may have decided on it while nobody here could read it.
                self.follow_decisions(tx, entry.hash())?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;

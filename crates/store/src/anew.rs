//! Lines worked out anew, when the catalogue or the format is another than theirs: a stretch of records in each transaction, so
//! that whoever saves comes between, and what is ended in the middle goes on from there.

use crate::columns::{all, record_id};
use crate::filter::Part;
use crate::settings::{get, put};
use crate::{Store, StoreError};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The setting that says by what the lines were worked out; see [`InUse::mark`](crate::edition::InUse::mark). There is none
/// while they are being.
pub(crate) const LINES_BY: &str = "lines";
/// The setting that says how far that is.
const GOING: &str = "lines_going";
/// Records in a transaction.
const AT_ONCE: usize = 100;
/// Between two transactions: for whoever waits to save.
const PAUSE: Duration = Duration::from_millis(1);

/// How many records have their lines by the catalogue in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Anew {
    /// So many have.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Going {
    /// By what.
    by: String,
    /// Of which kinds; none: of all.
    kinds: Option<Vec<String>>,
    /// The number of the last record that was worked out.
    after: i64,
    done: u64,
    of: u64,
}

impl Store {
    /// Works the lines out by the catalogue in use, unless they are, and tells after each stretch how far that is. `kinds`: whose
    /// lines can differ; none: all. What was begun under the same catalogue goes on instead.
    pub(crate) fn follow_catalogue(&self, kinds: Option<Vec<String>>, told: &dyn Fn(Anew)) -> Result<(), StoreError> {
        let by = self.in_use().mark();
        if self.setting::<String>(LINES_BY)?.as_ref() == Some(&by) {
            return Ok(());
        }
        let mut going = self.transact(|tx| begin_or_go_on(tx, by, kinds))?;
        while self.transact(|tx| self.stretch(tx, &mut going))? {
            told(Anew { done: going.done, of: going.of });
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Works the next lines out. False if there are no more.
    fn stretch(&self, tx: &Transaction<'_>, going: &mut Going) -> Result<bool, StoreError> {
        if self.in_use().mark() != going.by {
            // Whoever took the newer one into use begins anew.
            return Ok(false);
        }
        let sql = "SELECT seq, id FROM record WHERE seq > ?1
            AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2))) ORDER BY seq LIMIT ?3";
        let kinds = going.kinds.as_ref().map(|kinds| serde_json::json!(kinds).to_string());
        let next = all(tx, sql, params![going.after, kinds, AT_ONCE as i64], |row| {
            Ok((row.get::<_, i64>("seq")?, record_id(row, "id")?))
        })?;
        let Some((last, _)) = next.last() else {
            tx.execute("DELETE FROM setting WHERE name = ?1", [GOING])?;
            // One that this program cannot read waits for the next: only what a published one took the place of goes.
            if self.in_use().published.is_some() {
                tx.execute("DELETE FROM edition WHERE version < ?1", [self.catalogue().version()])?;
            }
            put(tx, LINES_BY, &going.by)?;
            return Ok(false);
        };
        let mut states = Vec::with_capacity(next.len());
        for (_, id) in &next {
            let part = Part::of(tx, *id)?;
            let kept = self.state(tx, *id)?.map(|state| (state, part));
            // Before catalogue 7 a record did not keep the steps that others had come after.
            states.extend(match kept {
                Some((state, _)) if state.fields.contains_key(record::STATE) => self.merged(tx, *id)?,
                kept => kept,
            });
        }
        self.keep_records(tx, states.iter().map(|(state, part)| (state, *part)), None)?;
        going.after = *last;
        going.done += next.len() as u64;
        put(tx, GOING, going)?;
        Ok(true)
    }
}

/// What was begun under this catalogue and not finished, or the start of it.
fn begin_or_go_on(tx: &Transaction<'_>, by: String, kinds: Option<Vec<String>>) -> Result<Going, StoreError> {
    // Lines that were finished since are by another catalogue.
    if get::<String>(tx, LINES_BY)?.is_none()
        && let Some(going) = get::<Going>(tx, GOING)?.filter(|going| going.by == by)
    {
        return Ok(going);
    }
    let listed = kinds.as_ref().map(|kinds| serde_json::json!(kinds).to_string());
    let count = "SELECT count(*) FROM record WHERE ?1 IS NULL OR kind IN (SELECT value FROM json_each(?1))";
    let of: i64 = tx.query_row(count, [listed], |row| row.get(0))?;
    tx.execute("DELETE FROM setting WHERE name = ?1", [LINES_BY])?;
    let going = Going { by, kinds, after: 0, done: 0, of: u64::try_from(of).unwrap_or_default() };
    put(tx, GOING, &going)?;
    Ok(going)
}

#[cfg(test)]
mod tests;

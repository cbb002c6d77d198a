//! Pages that wait for a check, and what leaders decided on them.

use crate::columns::{all, book_id, bytes, entry_hash, number, one};
use crate::restricted::part;
use crate::{Store, StoreError};
use book::{BookId, Entry, EntryHash, SignedGrant};
use domain::roles::{Action, Role, may};
use record::{Decision, sealed};
use rusqlite::{Connection, Transaction, params};

/// `CROSS JOIN` has SQLite begin with the few that are held back, and not with every entry in its order.
const HELD_BACK: &str = "SELECT h.entry, h.reason, e.book, e.number, b.scope FROM held_back h
     CROSS JOIN entry e ON e.hash = h.entry JOIN book b ON b.id = e.book
     WHERE CASE WHEN b.scope IS ?2 THEN ?4 ELSE ?3 END
     ORDER BY e.book, e.number DESC LIMIT ?1";

/// A page that the council office keeps out of the sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// The entry.
    pub entry: EntryHash,
    /// The line of its book.
    pub book: BookId,
    /// Its page.
    pub page: u64,
    /// The word of the council office's policy, such as `withdrawn`.
    pub reason: String,
    /// What a leader decided; none while it waits.
    pub decision: Option<Decision>,
    /// Whether it is a page of the restricted part.
    pub restricted: bool,
}

impl Store {
    /// The pages held here that a verdict keeps out, or kept out before a leader let them in; by book, the newest first:
    /// the team's, those of the restricted part, or both.
    pub fn held_back(&self, team: bool, restricted: bool, most: usize) -> Result<Vec<HeldBack>, StoreError> {
        self.read(|db| {
            let word = part(db)?;
            let part = word.as_ref().map(|part| *part.scope.0.as_bytes());
            let mut pages = all(db, HELD_BACK, params![most as i64, part, team, restricted], |row| {
                Ok(HeldBack {
                    entry: entry_hash(row, "entry")?,
                    book: book_id(row, "book")?,
                    page: number(row, "number")?,
                    reason: row.get("reason")?,
                    decision: None,
                    restricted: Some(bytes(row, "scope")?) == part,
                })
            })?;
            for page in &mut pages {
                let record = self.state(db, Decision::record_of(page.entry))?;
                page.decision = record.and_then(|record| Decision::on(page.entry, &record));
                if let (true, Some(word), Some(decision)) = (page.restricted, &word, &mut page.decision) {
                    let why = word.opening().and_then(|key| {
                        sealed::open_words(&key, word.scope, Decision::record_of(page.entry), &decision.reason)
                    });
                    decision.reason = why.unwrap_or_default();
                }
            }
            Ok(pages)
        })
    }

    /// Works out whether a decision lets an entry in that a verdict keeps out. Where that changed, its records are merged
    /// anew.
    pub(crate) fn follow_decisions(&self, tx: &Transaction<'_>, hash: EntryHash) -> Result<(), StoreError> {
        let before: Option<bool> =
            one(tx, "SELECT accepted FROM held_back WHERE entry = ?1", [hash.0], |row| Ok(row.get("accepted")?))?;
        let (Some(before), Some(entry)) = (before, entry_of(tx, hash)?) else { return Ok(()) };
        let now = Decision::lets_in(&entry, self.state(tx, Decision::record_of(hash))?.as_ref());
        if before == now {
            return Ok(());
        }
        tx.execute("UPDATE held_back SET accepted = ?2 WHERE entry = ?1", params![hash.0, now])?;
        self.merge_anew(tx, hash)
    }
}

/// Whether an entry may decide what it decides: a leader's may, by the grants held here, and so may one that decides nothing.
pub(crate) fn may_decide(db: &Connection, entry: &Entry) -> Result<bool, StoreError> {
    if Decision::decided_by(entry).is_empty() {
        return Ok(true);
    }
    let author = entry.header.author;
    let role = one(db, "SELECT encoded FROM grant_held WHERE id = ?1", [author.0], |row| {
        let grant = SignedGrant::decode(&row.get::<_, Vec<u8>>("encoded")?);
        Ok(grant.ok().and_then(|signed| Role::granted(&signed.grant.role)))
    })?;
    Ok(role.flatten().is_some_and(|role| may(role, Action::CheckPages)))
}

/// An entry by its hash, if it is held and can be read.
pub(crate) fn entry_of(db: &Connection, hash: EntryHash) -> Result<Option<Entry>, StoreError> {
    let place = one(db, "SELECT book, number FROM entry WHERE hash = ?1", [hash.0], |row| {
        Ok((book_id(row, "book")?, number(row, "number")?))
    })?;
    place.map_or(Ok(None), |(book, page)| crate::books::entry(db, book, page))
}

#[cfg(test)]
mod tests {
    use super::HELD_BACK;
    use rusqlite::{Connection, params};

    #[test]
    fn no_entry_is_looked_through_to_find_those_held_back() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {HELD_BACK}")).unwrap();
        let steps = plan.query_map(params![1, None::<Vec<u8>>, true, true], |row| row.get("detail"));
        let steps: Vec<String> = steps.unwrap().collect::<Result<_, _>>().unwrap();
        let scanned: Vec<&String> = steps.iter().filter(|step| step.starts_with("SCAN")).collect();
        assert_eq!(scanned, ["SCAN h"], "{steps:?}");
    }
}

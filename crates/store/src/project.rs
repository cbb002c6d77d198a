//! What follows from an entry, in its transaction: the current record, its line, its words, its photos.

use crate::books::Own;
use crate::columns::{all, book_id, bytes, number, one, record_id};
use crate::decisions::{entry_of, may_decide};
use crate::erase;
use crate::filter::Part;
use crate::repeats::spot_value;
use crate::restricted::MARK;
use crate::says::Says;
use crate::{Store, StoreError};
use book::{Chain, ClockQuality, Entry, EntryHash, Page, RecordId, ScopeId};
use record::{Decision, Edition, KnownBy, Line, Record, Sign, Verdict};
use rusqlite::{Connection, Row, Transaction, params};
use std::collections::BTreeMap;

/// Whose book entries are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BookOf {
    /// This tablet's, in which it writes.
    Own,
    /// This tablet's, in which it writes in the restricted part.
    OwnRestricted,
    /// An earlier book of this tablet, or the other branch of its book.
    Earlier,
    /// The council office's: its verdicts count.
    Office,
    /// Another tablet's.
    Colleague,
}

impl Store {
    /// Adds verified pages of one line, in order, with everything that follows from them; `chain` is the line with its
    /// tip at the last of them. An entry that a verdict of the office keeps out of the state is kept and shown, and
    /// changes no record; so is a page that cannot be read.
    pub(crate) fn append(
        &self,
        tx: &Transaction<'_>,
        chain: &Chain,
        pages: &[Page],
        of: BookOf,
        now: i64,
    ) -> Result<(), StoreError> {
        let own = matches!(of, BookOf::Own | BookOf::OwnRestricted);
        if pages.is_empty() {
            return Ok(());
        }
        let mut touched: BTreeMap<RecordId, (Record, Part)> = BTreeMap::new();
        let mut verdicts = Vec::new();
        let mut deciding = Vec::new();
        let any_held_back = one(tx, "SELECT 1 FROM held_back WHERE accepted = 0 LIMIT 1", [], |_| Ok(()))?.is_some();
        let mut erasures = Vec::new();
        for page in pages {
            let (hash, number) = (page.hash(), page.number() as i64);
            let left = erase::without(tx, page, hash)?;
            let page = left.as_ref().unwrap_or(page);
            erasures.extend(erase::orders(of, page));
            tx.prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                chain.line.0,
                number,
                hash.0,
                chain.stored(page),
                page.entry().is_none()
            ])?;
            let Some(entry) = page.entry() else { continue };
            note_doubtful(tx, entry, hash)?;
            if of == BookOf::Office {
                verdicts.extend(Verdict::read(entry));
                if let Some(edition) = Edition::read(entry) {
                    self.keep_edition(tx, &edition, entry.header.clock)?;
                    continue;
                }
            }
            let held_back = !own && (any_held_back && is_held_back(tx, hash)? || !may_decide(tx, entry)?);
            deciding.extend(Decision::decided_by(entry));
            let Some(says) = Says::of(tx, entry, chain.opening.scope)? else { continue };
            for id in says.records() {
                let (state, _) = match touched.entry(id) {
                    std::collections::btree_map::Entry::Occupied(held) if held.get().1 != says.part() => continue,
                    std::collections::btree_map::Entry::Occupied(held) => held.into_mut(),
                    std::collections::btree_map::Entry::Vacant(free) => {
                        if !says.may_be_of(tx, id)? {
                            continue;
                        }
                        free.insert((self.state(tx, id)?.unwrap_or_else(|| Record::new(id)), says.part()))
                    }
                };
                if !held_back {
                    says.add_to(state, hash);
                }
                tx.prepare_cached("INSERT OR IGNORE INTO about VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                    id.0.as_bytes(),
                    entry.header.clock.0 as i64,
                    chain.line.0,
                    number
                ])?;
            }
        }
        self.keep_line(tx, chain, of, now)?;
        let states = touched.values().map(|(state, part)| (state, *part));
        self.keep_records(tx, states, own.then_some(chain.tip.number))?;
        for (state, _) in touched.values().filter(|(state, _)| !state.photos().is_empty()) {
            tx.prepare_cached(
                "UPDATE photo SET since = ?2 WHERE since IS NULL
                 AND hash IN (SELECT photo FROM photo_on WHERE record = ?1)",
            )?
            .execute(params![state.id.0.as_bytes(), now])?;
        }
        verdicts.iter().try_for_each(|verdict| self.hold_back(tx, verdict))?;
        deciding.into_iter().try_for_each(|entry| self.follow_decisions(tx, entry))?;
        self.erase(tx, &erasures)
    }

    fn keep_line(&self, tx: &Transaction<'_>, chain: &Chain, of: BookOf, now: i64) -> Result<(), StoreError> {
        let own = match of {
            BookOf::Own => Own::Team as i64,
            BookOf::OwnRestricted => Own::Restricted as i64,
            BookOf::Earlier => 2,
            BookOf::Office | BookOf::Colleague => 0,
        };
        let (base, follows) = (chain.base, chain.opening.predecessor.filter(|_| chain.base.is_none()));
        tx.prepare_cached(
            "INSERT INTO book (id, trunk, base_line, base_number, base_hash, follows, follows_number, noticed, scope, own,
               tip_number, tip_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (id) DO UPDATE SET tip_number = ?11, tip_hash = ?12",
        )?
        .execute(params![
            chain.line.0,
            chain.book.0,
            base.map(|base| base.line.0),
            base.map(|base| base.tip.number as i64),
            base.map(|base| base.tip.hash.0),
            follows.map(|before| before.book.0),
            follows.map(|before| before.tip.number as i64),
            now,
            chain.opening.scope.0.as_bytes(),
            own,
            chain.tip.number as i64,
            chain.tip.hash.0
        ])?;
        Ok(())
    }

    /// Keeps an entry out of the records that it wrote to, unless a leader has let it in.
    fn hold_back(&self, tx: &Transaction<'_>, verdict: &Verdict) -> Result<(), StoreError> {
        tx.prepare_cached("INSERT OR IGNORE INTO held_back (entry, reason) VALUES (?1, ?2)")?
            .execute(params![verdict.entry.0, verdict.reason])?;
        self.follow_decisions(tx, verdict.entry)?;
        // The tablet that wrote it goes on showing it, marked; everyone else waits for the check.
        let sql = "SELECT 1 FROM entry e JOIN book b ON b.id = e.book WHERE e.hash = ?1 AND b.own IN (1, 3)";
        if one(tx, sql, [verdict.entry.0], |_| Ok(()))?.is_some() {
            return Ok(());
        }
        self.merge_anew(tx, verdict.entry)?;
        // What it decided no longer counts either.
        let decided = entry_of(tx, verdict.entry)?.map(|entry| Decision::decided_by(&entry)).unwrap_or_default();
        decided.into_iter().try_for_each(|entry| self.follow_decisions(tx, entry))
    }

    /// Merges the records that an entry writes to from all their entries that count.
    pub(crate) fn merge_anew(&self, tx: &Transaction<'_>, entry: EntryHash) -> Result<(), StoreError> {
        let records = all(
            tx,
            "SELECT a.record FROM about a JOIN entry e ON e.book = a.book AND e.number = a.number WHERE e.hash = ?1",
            [entry.0],
            |row| record_id(row, "record"),
        )?;
        records.into_iter().try_for_each(|id| self.merge_record(tx, id))
    }

    /// Merges a record from all its entries that count, if any of them is held.
    pub(crate) fn merge_record(&self, tx: &Transaction<'_>, id: RecordId) -> Result<(), StoreError> {
        match self.merged(tx, id)? {
            Some((state, part)) => self.keep_records(tx, [(&state, part)], None),
            None => Ok(()),
        }
    }

    pub(crate) fn merged(&self, tx: &Transaction<'_>, id: RecordId) -> Result<Option<(Record, Part)>, StoreError> {
        let mut state = Record::new(id);
        let pages = all(
            tx,
            "SELECT a.book, a.number, b.own IN (1, 3) AS own, b.scope FROM about a JOIN book b ON b.id = a.book WHERE a.record = ?1",
            [id.0.as_bytes()],
            |row| Ok((book_id(row, "book")?, number(row, "number")?, row.get::<_, bool>("own")?, scope(row)?)),
        )?;
        if pages.is_empty() {
            return Ok(None);
        }
        let part = Part::of(tx, id)?;
        for (book, page, own, scope) in pages {
            if let Some(entry) = crate::books::entry(tx, book, page)?
                && (own || !is_held_back(tx, entry.hash())? && may_decide(tx, &entry)?)
                && let Some(says) = Says::of(tx, &entry, scope)?.filter(|says| says.part() == part)
            {
                says.add_to(&mut state, entry.hash());
            }
        }
        Ok(Some((state, part)))
    }

    /// The merged record, if anything of it is held.
    pub(crate) fn state(&self, db: &Connection, id: RecordId) -> Result<Option<Record>, StoreError> {
        let sql = "SELECT s.state FROM record r JOIN record_state s ON s.seq = r.seq WHERE r.id = ?1";
        one(db, sql, [id.0.as_bytes()], |row| {
            serde_json::from_str(row.get_ref("state")?.as_str().map_err(|_| StoreError::Unreadable("a record"))?)
                .map_err(|_| StoreError::Unreadable("a record"))
        })
    }

    /// Keeps records as they now stand, and what they are found by. The words come last: each statement on another table
    /// that comes between two of them makes the search index write what it has gathered, which costs more than the rest.
    pub(crate) fn keep_records<'a>(
        &self,
        tx: &Transaction<'_>,
        states: impl IntoIterator<Item = (&'a Record, Part)>,
        own_page: Option<u64>,
    ) -> Result<(), StoreError> {
        let mut words = Vec::new();
        for (state, part) in states {
            words.push(self.keep_record(tx, state, own_page, part)?);
        }
        let mut insert = tx.prepare_cached("INSERT OR REPLACE INTO words (rowid, text) VALUES (?1, ?2)")?;
        words.iter().try_for_each(|(seq, words)| Ok(insert.execute(params![seq, words]).map(drop)?))
    }

    /// Gives the record's number and its words.
    fn keep_record(
        &self,
        tx: &Transaction<'_>,
        state: &Record,
        own_page: Option<u64>,
        part: Part,
    ) -> Result<(i64, String), StoreError> {
        let catalogue = self.catalogue();
        let mut line = record::line(state, catalogue);
        let finding = catalogue.kind(&line.kind).is_some_and(|kind| kind.finding);
        let finding = match part {
            Part::Team => {
                line.known_by.person = None;
                i64::from(finding)
            }
            Part::Restricted => {
                // Neither its place nor its mark is summed: that would tell of it.
                line.known_by = KnownBy { person: line.known_by.person.take(), ..KnownBy::default() };
                // It is on no patrol's list.
                line.kind.insert_str(0, MARK);
                line.patrol = None;
                2
            }
        };
        if let Some(first) = line.first
            && one(tx, "SELECT 1 FROM doubtful WHERE entry = ?1", [first.entry.0], |_| Ok(()))?.is_some()
        {
            line.signs.push(Sign::DoubtfulClock);
        }
        let seq = upsert(tx, state.id, &line, finding, own_page)?;
        tx.prepare_cached("DELETE FROM refers WHERE seq = ?1")?.execute([seq])?;
        for named in &line.refers {
            tx.prepare_cached("INSERT INTO refers VALUES (?1, ?2)")?.execute(params![named.0.as_bytes(), seq])?;
        }
        if part == Part::Team {
            self.keep_facts(tx, (seq, state.id), &line)?;
        }
        let json = serde_json::to_string(state).map_err(|_| StoreError::Unreadable("a record"))?;
        tx.prepare_cached("INSERT OR REPLACE INTO record_state VALUES (?1, ?2)")?.execute(params![seq, json])?;
        for photo in state.photos().into_iter().filter(|_| part == Part::Team) {
            let Some(hash) = protocol::PhotoHash::from_hex(&photo.sha256) else { continue };
            tx.prepare_cached("INSERT OR IGNORE INTO photo_on VALUES (?1, ?2)")?
                .execute(params![state.id.0.as_bytes(), hash.0])?;
            tx.prepare_cached(
                "INSERT OR IGNORE INTO photo (hash, bytes, mime, here, own, state) VALUES (?1, ?2, ?3, 0, 0, 1)",
            )?
            .execute(params![hash.0, photo.bytes as i64, photo.mime])?;
        }
        Ok((seq, line.words))
    }
}

/// Notes a page that was written while the clock was known to be wrong.
pub(crate) fn note_doubtful(tx: &Transaction<'_>, entry: &Entry, hash: EntryHash) -> Result<(), StoreError> {
    if entry.header.quality == ClockQuality::Doubtful {
        tx.prepare_cached("INSERT OR IGNORE INTO doubtful VALUES (?1)")?.execute([hash.0])?;
    }
    Ok(())
}

/// Forgets a record and its line. The pages that say it stay.
pub(crate) fn drop_record(tx: &Transaction<'_>, seq: i64, id: RecordId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM words WHERE rowid = ?1", [seq])?;
    for table in ["record_state", "record", "refers", "fact"] {
        tx.execute(&format!("DELETE FROM {table} WHERE seq = ?1"), [seq])?;
    }
    tx.execute("DELETE FROM about WHERE record = ?1", [id.0.as_bytes()])?;
    Ok(())
}

fn scope(row: &Row<'_>) -> Result<ScopeId, StoreError> {
    Ok(ScopeId(uuid::Uuid::from_bytes(bytes(row, "scope")?)))
}

pub(crate) fn is_held_back(db: &Connection, entry: EntryHash) -> Result<bool, StoreError> {
    Ok(one(db, "SELECT 1 FROM held_back WHERE entry = ?1 AND accepted = 0", [entry.0], |_| Ok(()))?.is_some())
}

fn upsert(
    tx: &Transaction<'_>,
    id: RecordId,
    line: &Line,
    finding: i64,
    own_page: Option<u64>,
) -> Result<i64, StoreError> {
    let json = |list: serde_json::Result<String>| list.map_err(|_| StoreError::Unreadable("a record"));
    let missing = json(serde_json::to_string(&line.missing))?;
    let signs = (!line.signs.is_empty()).then(|| json(serde_json::to_string(&line.signs))).transpose()?;
    let mut statement = tx.prepare_cached(include_str!("upsert_record.sql"))?;
    Ok(statement.query_row(
        rusqlite::named_params! {
            ":id": id.0.as_bytes(),
            ":kind": line.kind,
            ":finding": finding,
            ":occurred": line.occurred,
            ":patrol": line.patrol.map(|patrol| patrol.0.into_bytes()),
            ":place": line.place,
            ":lat": line.position.map(|position| position.lat),
            ":lon": line.position.map(|position| position.lon),
            ":accuracy_m": line.position.map(|position| position.accuracy_m),
            ":ward": line.ward,
            ":order_areas": (!line.order_areas.is_empty()).then(|| format!(" {} ", line.order_areas.join(" "))),
            ":summary": line.summary,
            ":missing": missing,
            ":missing_count": line.missing.len() as i64,
            ":photos": line.photos,
            ":withdrawn": line.withdrawn,
            ":duplicate": line.duplicate,
            ":standing": line.standing,
            ":due": line.due.as_ref().map(|due| due.at),
            ":due_clock": line.due.as_ref().map(|due| &due.clock),
            ":leader_due": line.due_to_leader.as_ref().map(|due| due.at),
            ":leader_due_clock": line.due_to_leader.as_ref().map(|due| &due.clock),
            ":two_versions": line.two_versions,
            ":open_questions": line.open_questions,
            ":review": line.review,
            ":changed": line.changed,
            ":status": line.status,
            ":reference": line.reference,
            ":first_book": line.first.map(|first| first.book.0),
            ":first_number": line.first.map(|first| first.number as i64),
            ":first_wall": line.first.map(|first| first.wall),
            ":author": line.first.map(|first| first.author.0),
            ":own_last": own_page.unwrap_or_default() as i64,
            ":spot": line.known_by.spot.as_ref().map(spot_value),
            ":named": line.known_by.named,
            ":mark": line.known_by.mark,
            ":person": line.known_by.person,
            ":signs": signs,
            ":seen": line.seen,
        },
        |row| row.get(0),
    )?)
}

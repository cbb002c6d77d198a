//! The restricted part of the team. What is recorded there is sealed before it is kept, so that a tablet which only records
//! holds pages that it cannot read. A tablet of someone who may read is given the key by the council office and merges what
//! it opens; without the key it forgets all of it again.
//!
//! Records of the restricted part stand in the same tables as others, but under a kind of their own ([`MARK`]) and a mark
//! that is not a finding's, so no list, count or search comes upon them that does not ask for them.

use crate::books::{Own, book_of, chain};
use crate::columns::{all, book_id, number, one, record_id};
use crate::erase;
use crate::filter::Part;
use crate::find::found_of;
use crate::project::{BookOf, drop_record};
use crate::settings::{get, put};
use crate::write::{Writing, replaced};
use crate::{Action, Change, Counts, Found, PageRow, PhotoAt, Store, StoreError, Written};
use book::entry::MAX_REPLACES;
use book::{
    Chain, Clock, Entry, EntryHash, FieldWrite, GrantId, Opening, PublicKey, RecordId, ScopeId, SignedGrant, UserId,
};
use protocol::RestrictedPart;
use record::{Decision, Opened, Record, SEALED, sealed};
use rusqlite::{Connection, Transaction, params};
use std::collections::BTreeMap;

/// What the kind of a record of the restricted part begins with.
pub(crate) const MARK: &str = "restricted/";
/// The setting that holds the office's word on the restricted part, hexadecimal.
const PART: &str = "restricted_part";

impl Store {
    /// The office's newest word on the restricted part that was kept.
    pub fn restricted_part(&self) -> Result<Option<RestrictedPart>, StoreError> {
        self.read(part)
    }

    /// Keeps the office's word, whose signature was verified, unless a later one is held. With the key of the restricted
    /// part come its records; without it they go.
    pub fn keep_restricted(&self, new: &RestrictedPart) -> Result<(), StoreError> {
        self.transact(|tx| {
            let held = part(tx)?;
            if held.as_ref().is_some_and(|held| held.at >= new.at) {
                return Ok(());
            }
            put(tx, PART, &hex::encode(new.encode()))?;
            let read = held.is_some_and(|held| held.secret.is_some());
            match (read, new.secret.is_some()) {
                (false, true) => self.open_all(tx, new),
                (true, false) => self.forget(tx, new.scope),
                _ => Ok(()),
            }
        })
    }

    /// The key of this tablet.
    pub fn device_key(&self) -> PublicKey {
        self.keys.signing().public()
    }

    /// The grant under which a person reads the restricted part on this tablet, if they may.
    pub fn may_read_restricted(&self, user: UserId, now: i64) -> Result<Option<GrantId>, StoreError> {
        let Some(part) = self.restricted_part()?.filter(|part| part.secret.is_some()) else { return Ok(None) };
        let may = |held: &SignedGrant| {
            let grant = &held.grant;
            grant.user == user && grant.scope == part.scope && now < grant.until && part.readers.contains(&grant.id())
        };
        Ok(self.grants()?.iter().find(|held| may(held)).map(|held| held.grant.id()))
    }

    /// This tablet's own book in the restricted part, and how far the office has it.
    pub fn restricted_book(&self) -> Result<Option<crate::OwnBook>, StoreError> {
        self.read(|db| book_of(db, Own::Restricted))
    }

    /// Writes one action on one record into the restricted part, sealed. Its draft is gone when this returns, and of what
    /// it said this tablet keeps only the sealed page, unless somebody on it may read.
    pub fn write_restricted(&self, action: Action, now: i64) -> Result<Written, StoreError> {
        self.write_there(action, true, now)
    }

    /// Writes a decision on a page of the restricted part that is waiting for a check. That the page counts or does not is
    /// the one thing that stands there in the clear, beside the verdict that it is on; why is sealed.
    pub fn decide_restricted(
        &self,
        author: GrantId,
        entry: EntryHash,
        decision: Decision,
        now: i64,
    ) -> Result<Written, StoreError> {
        let part = self.restricted_part()?.ok_or(StoreError::NoRestrictedPart)?;
        let record = Decision::record_of(entry);
        let reason = sealed::seal_words(&part.sealing, part.scope, record, &decision.reason, self.random()?)
            .map_err(|_| StoreError::Unreadable("the key of the restricted part"))?;
        let changes = Decision { reason, ..decision }.values().map(|(field, value)| Change::new(record, field, value));
        self.write_there(Action { author, changes: changes.into(), completes: None }, false, now)
    }

    fn write_there(&self, action: Action, seal: bool, now: i64) -> Result<Written, StoreError> {
        let (nonce, first_key, body_key, entropy) = (self.random()?, self.random()?, self.random()?, self.random()?);
        self.transact(|tx| {
            let part = part(tx)?.ok_or(StoreError::NoRestrictedPart)?;
            let chain = match book_of(tx, Own::Restricted)? {
                Some(own) => chain(tx, own.book)?.ok_or(StoreError::NoBook)?,
                None => self.begin_restricted(tx, part.scope, nonce, first_key, now)?,
            };
            let record = action.changes.first().map(|change| change.record);
            let record = record.filter(|id| action.changes.iter().all(|change| change.record == *id));
            let record = record.ok_or(StoreError::Unreadable("an action on one record of the restricted part"))?;
            if seal && kind_of(tx, record)?.is_some_and(|kind| !kind.starts_with(MARK)) {
                return Err(StoreError::Unreadable("a record of the restricted part"));
            }
            let state = self.state(tx, record)?;
            let mut writes = Vec::with_capacity(action.changes.len());
            for change in action.changes {
                let (_, write, value) = replaced(tx, change, |_| Ok(state.clone()))?;
                writes.push((write, value));
            }
            if !seal {
                let writes = writes.into_iter().map(|(write, value)| (record, write, value)).collect();
                let writing = Writing { author: action.author, writes, body_key, completes: None };
                return self.write_page(tx, chain, writing, BookOf::OwnRestricted, now);
            }
            let sealed = sealed::seal(&part.sealing, part.scope, record, writes, entropy).map_err(|why| match why {
                sealed::SealingError::Inside(why) => StoreError::TooMuch(why),
                _ => StoreError::Unreadable("the key of the restricted part"),
            })?;
            // The office strips what was written in ignorance of an order; it sees no further than this field.
            let mut replaces = erase::marks(tx, record, SEALED)?;
            replaces.truncate(MAX_REPLACES);
            let writes = vec![(record, FieldWrite { field: SEALED.into(), replaces }, sealed)];
            let writing = Writing { author: action.author, writes, body_key, completes: action.completes };
            self.write_page(tx, chain, writing, BookOf::OwnRestricted, now)
        })
    }

    fn begin_restricted(
        &self,
        tx: &Transaction<'_>,
        scope: ScopeId,
        nonce: [u8; 16],
        body_key: [u8; 16],
        now: i64,
    ) -> Result<Chain, StoreError> {
        let key = self.keys.signing();
        let opening = Opening { device_key: key.public(), scope, nonce, predecessor: None };
        let clock = get::<Clock>(tx, "clock")?.unwrap_or_default().tick(u64::try_from(now).unwrap_or_default());
        let entry = Entry::open(&key, opening, clock, now, body_key);
        let chain = Chain::begin(&entry).map_err(|_| StoreError::Unreadable("the book just opened"))?;
        self.append(tx, &chain, &[entry.into()], BookOf::OwnRestricted, now)?;
        put(tx, "clock", &clock)?;
        Ok(chain)
    }

    /// One record of the restricted part as in a list. Only for who may read.
    pub fn restricted_found(&self, id: RecordId) -> Result<Option<Found>, StoreError> {
        self.read(|db| found_of(db, id, Part::Restricted))
    }

    /// One record of the restricted part with all its fields. Only for who may read.
    pub fn restricted_record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        self.read(|db| if is_restricted(db, id)? { self.state(db, id) } else { Ok(None) })
    }

    /// Whether a record is one of the restricted part that this tablet has opened.
    pub fn is_restricted(&self, id: RecordId) -> Result<bool, StoreError> {
        self.read(|db| is_restricted(db, id))
    }

    /// An entry as this tablet can read it; none if it is sealed and there is no key.
    pub fn opened(&self, entry: &Entry) -> Result<Option<Opened>, StoreError> {
        self.read(|db| {
            if !sealed::is_sealed(entry) {
                return Ok(Some(Opened { hash: entry.hash(), entry: entry.clone() }));
            }
            open(db, entry)
        })
    }

    /// How many pages these authors wrote into the restricted part on this tablet, by where they are.
    pub fn restricted_whereabouts(&self, authors: &[GrantId]) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        for page in self.restricted_pages(authors, u32::MAX)? {
            if let Some(slot) = counts.pages.get_mut(page.at as usize) {
                *slot += 1;
            }
        }
        Ok(counts)
    }

    /// Pages of this tablet's books in the restricted part that these authors wrote, newest first.
    pub fn restricted_pages(&self, authors: &[GrantId], most: u32) -> Result<Vec<PageRow>, StoreError> {
        self.read(|db| {
            let Some(part) = part(db)? else { return Ok(Vec::new()) };
            let sql = "SELECT e.book, e.number, b.own, b.arrived, b.backed_up FROM book b JOIN entry e ON e.book = b.id
                       WHERE b.scope = ?1 AND b.own IN (2, 3) AND e.number > 1 ORDER BY b.own DESC, e.number DESC";
            let pages = all(db, sql, [part.scope.0.as_bytes()], |row| {
                let at = number(row, "number")?;
                let place = match at {
                    at if at <= number(row, "backed_up")? => PhotoAt::BackedUp,
                    // All of a book that is not written in any more had arrived.
                    at if at <= number(row, "arrived")? || number(row, "own")? == 2 => PhotoAt::Arrived,
                    _ => PhotoAt::OnThisTablet,
                };
                Ok((book_id(row, "book")?, at, place))
            })?;
            let mut rows = Vec::new();
            for (book, number, at) in pages {
                if rows.len() >= most as usize {
                    break;
                }
                let entry = crate::books::entry(db, book, number)?;
                if entry.is_some_and(|entry| sealed::is_sealed(&entry) && authors.contains(&entry.header.author)) {
                    rows.push(PageRow { number, records: Vec::new(), at });
                }
            }
            Ok(rows)
        })
    }

    /// Opens every sealed page held and merges what it says.
    fn open_all(&self, tx: &Transaction<'_>, part: &RestrictedPart) -> Result<(), StoreError> {
        let Some(key) = part.opening() else { return Ok(()) };
        let sql = "SELECT e.book, e.number FROM entry e JOIN book b ON b.id = e.book
                   WHERE b.scope = ?1 AND e.opaque = 0 ORDER BY e.book, e.number";
        let pages = all(tx, sql, [part.scope.0.as_bytes()], |row| Ok((book_id(row, "book")?, number(row, "number")?)))?;
        let mut touched: BTreeMap<RecordId, Record> = BTreeMap::new();
        for (line, at) in pages {
            let Some(entry) = crate::books::entry(tx, line, at)? else { continue };
            let Ok(opened) = sealed::open(&key, part.scope, &entry) else { continue };
            let held_back = crate::project::is_held_back(tx, opened.hash)?;
            for id in records_of(&opened.entry) {
                if kind_of(tx, id)?.is_some_and(|kind| !kind.starts_with(MARK)) {
                    continue;
                }
                let state = touched.entry(id).or_insert_with(|| Record::new(id));
                if !held_back {
                    state.take_opened(&opened);
                }
                tx.prepare_cached("INSERT OR IGNORE INTO about VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                    id.0.as_bytes(),
                    entry.header.clock.0 as i64,
                    line.0,
                    at as i64
                ])?;
            }
        }
        self.keep_records(tx, touched.values().map(|state| (state, Part::Restricted)), None)
    }

    /// Forgets every record of the restricted part, the drafts that change one, and who may read. The sealed pages stay.
    fn forget(&self, tx: &Transaction<'_>, scope: ScopeId) -> Result<(), StoreError> {
        let records = all(tx, "SELECT seq, id FROM record WHERE finding = 2 OR kind LIKE 'restricted/%'", [], |row| {
            Ok((row.get::<_, i64>("seq")?, record_id(row, "id")?))
        })?;
        for (seq, id) in &records {
            drop_record(tx, *seq, *id)?;
            tx.execute("DELETE FROM versions_opened WHERE record = ?1", [id.0.as_bytes()])?;
        }
        // A deleted row's words stay in the search index until its parts are merged.
        tx.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
        let drafts = all(tx, "SELECT body FROM draft", [], |row| crate::drafts::parse(&row.get::<_, String>("body")?))?;
        let gone = drafts.iter().filter(|draft| draft.record.is_some_and(|of| records.iter().any(|(_, id)| *id == of)));
        for draft in gone {
            tx.execute("DELETE FROM draft WHERE id = ?1", [draft.id.as_bytes()])?;
        }
        let grants = all(tx, "SELECT encoded FROM grant_held", [], |row| Ok(row.get::<_, Vec<u8>>("encoded")?))?;
        for grant in grants.iter().filter_map(|encoded| SignedGrant::decode(encoded).ok()) {
            if grant.grant.scope == scope {
                tx.execute("DELETE FROM grant_held WHERE id = ?1", [grant.grant.id().0])?;
            }
        }
        Ok(())
    }
}

/// The office's word that is kept.
pub(crate) fn part(db: &Connection) -> Result<Option<RestrictedPart>, StoreError> {
    let kept: Option<String> = get(db, PART)?;
    let read = |text: String| RestrictedPart::decode(&hex::decode(text).ok()?).ok();
    kept.map(|text| read(text).ok_or(StoreError::Unreadable("the office's word on the restricted part"))).transpose()
}

/// A sealed entry opened, if the key is here and it opens.
pub(crate) fn open(db: &Connection, entry: &Entry) -> Result<Option<Opened>, StoreError> {
    let Some(part) = part(db)? else { return Ok(None) };
    let Some(key) = part.opening() else { return Ok(None) };
    Ok(sealed::open(&key, part.scope, entry).ok())
}

/// The records that an entry writes to.
pub(crate) fn records_of(entry: &Entry) -> Vec<RecordId> {
    let mut records: Vec<_> = entry.header.writes().map(|(record, _)| record).collect();
    records.dedup();
    records
}

/// The kind of a record as it stands in lists; none if there is no such record.
pub(crate) fn kind_of(db: &Connection, id: RecordId) -> Result<Option<String>, StoreError> {
    one(db, "SELECT kind FROM record WHERE id = ?1", [id.0.as_bytes()], |row| Ok(row.get("kind")?))
}

pub(crate) fn is_restricted(db: &Connection, id: RecordId) -> Result<bool, StoreError> {
    Ok(kind_of(db, id)?.is_some_and(|kind| kind.starts_with(MARK)))
}

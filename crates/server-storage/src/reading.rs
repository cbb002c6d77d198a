//! Everything that is read from the database.

use crate::database::{Tx, database};
use book::{
    Base, BookId, Chain, Content, DeviceId, Entry, EntryHash, GrantId, Line, PublicKey, Reader, RecordId, ScopeId,
    SecretKey, SignedGrant, Tip, UserId,
};
use chrono::NaiveDate;
use protocol::{Checkpoint, PhotoHash, TabletState};
use rayon::prelude::*;
use record::{BehindRow, Edition, Order, Over, Record, Sum};
use rusqlite::{Row, params};
use server_core::{
    Archived, BookRow, BundlePolicy, Change, Changed, Code, Council, Device, Exports, FactsAt, Fault, HeldGrant, Mark,
    PhotoRow, Reading, Team, User,
};
use std::ops::ControlFlow;
use uuid::Uuid;

const DEVICE: &str = "SELECT id, key, code, token, enrolled_at, heard_at FROM devices";
const BOOK: &str = "SELECT id, scope, tip_number, tip_hash, archived_number, archived_bytes, trunk FROM books";
/// The number of the last change of a record.
const LAST_CHANGE: &str = "SELECT changed FROM records ORDER BY changed DESC LIMIT 1";
const PHOTO: &str = "SELECT scope, hash, length, whole, archived FROM photos";

impl Reading for Tx<'_> {
    fn council(&self) -> Result<Option<Council>, Fault> {
        self.one("SELECT name, root, demo FROM council", [], |row| {
            let root_bytes = row.get(1)?;
            Ok(Council { name: row.get(0)?, root: SecretKey::from_bytes(&root_bytes), root_bytes, demo: row.get(2)? })
        })
    }

    fn half_restored(&self) -> Result<bool, Fault> {
        Ok(self.one("SELECT half_restored FROM council", [], |row| row.get(0))?.unwrap_or(false))
    }

    fn bundle_policy(&self) -> Result<BundlePolicy, Fault> {
        let sql = "SELECT bundles, bundles_since FROM council";
        let found = self.one(sql, [], |row| Ok(BundlePolicy { allowed: row.get(0)?, since: row.get(1)? }))?;
        Ok(found.unwrap_or_default())
    }

    fn teams(&self) -> Result<Vec<Team>, Fault> {
        self.all("SELECT scope, name FROM teams ORDER BY name", [], |row| {
            Ok(Team { scope: ScopeId(uuid(row, 0)?), name: row.get(1)? })
        })
    }

    fn users(&self) -> Result<Vec<User>, Fault> {
        self.all("SELECT id, name, role, team, safeguarding FROM users ORDER BY name", [], |row| {
            let team: Option<[u8; 16]> = row.get(3)?;
            let team = team.map(|team| ScopeId(Uuid::from_bytes(team)));
            let safeguarding = row.get(4)?;
            Ok(User { id: UserId(uuid(row, 0)?), name: row.get(1)?, role: row.get(2)?, team, safeguarding })
        })
    }

    fn password(&self, user: UserId) -> Result<Option<String>, Fault> {
        let sql = "SELECT password FROM users WHERE id = ?1";
        Ok(self.one(sql, [user.0.as_bytes()], |row| row.get(0))?.flatten())
    }

    fn devices(&self) -> Result<Vec<Device>, Fault> {
        self.all(&format!("{DEVICE} ORDER BY code"), [], device)
    }

    fn device_by_token(&self, token: &[u8; 32]) -> Result<Option<Device>, Fault> {
        self.one(&format!("{DEVICE} WHERE token = ?1"), [token], device)
    }

    fn tablet_state(&self, device: DeviceId) -> Result<Option<(i64, TabletState)>, Fault> {
        let sql = "SELECT ahead_ms, state FROM tablet_states WHERE device = ?1";
        let found: Option<(i64, Vec<u8>)> =
            self.one(sql, [device.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let read = |(ahead_ms, bytes): (i64, Vec<u8>)| {
            let state = TabletState::decode(&mut book::Reader::new(&bytes));
            state.map(|state| (ahead_ms, state)).map_err(|error| Fault::Damaged(format!("a tablet's state: {error}")))
        };
        found.map(read).transpose()
    }

    fn device_by_key(&self, key: &PublicKey) -> Result<Option<Device>, Fault> {
        self.one(&format!("{DEVICE} WHERE key = ?1"), [key.0], device)
    }

    fn grant(&self, id: GrantId) -> Result<Option<HeldGrant>, Fault> {
        let found = self.one("SELECT signed, withdrawn_at FROM grants WHERE id = ?1", [id.0], grant)?;
        found.map(decoded).transpose()
    }

    fn grants_of_device(&self, device: DeviceId) -> Result<Vec<HeldGrant>, Fault> {
        let sql = "SELECT signed, withdrawn_at FROM grants WHERE device = ?1 ORDER BY given_at, id";
        self.all(sql, [device.0.as_bytes()], grant)?.into_iter().map(decoded).collect()
    }

    fn grants(&self) -> Result<Vec<HeldGrant>, Fault> {
        let sql = "SELECT signed, withdrawn_at FROM grants ORDER BY given_at, id";
        self.all(sql, [], grant)?.into_iter().map(decoded).collect()
    }

    fn grants_of_scope(&self, scope: ScopeId) -> Result<Vec<HeldGrant>, Fault> {
        let sql = "SELECT signed, withdrawn_at FROM grants WHERE scope = ?1 ORDER BY given_at DESC, id";
        self.all(sql, [scope.0.as_bytes()], grant)?.into_iter().map(decoded).collect()
    }

    fn code(&self, hash: &[u8; 32]) -> Result<Option<Code>, Fault> {
        self.one("SELECT scope, user, expires_at, used_by, used_at FROM codes WHERE hash = ?1", [hash], |row| {
            let by: Option<[u8; 16]> = row.get(3)?;
            Ok(Code {
                hash: *hash,
                scope: ScopeId(uuid(row, 0)?),
                user: UserId(uuid(row, 1)?),
                expires_at: row.get(2)?,
                used: by.map(|by| DeviceId(Uuid::from_bytes(by))).zip(row.get(4)?),
            })
        })
    }

    fn line(&self, line: BookId) -> Result<Option<Chain>, Fault> {
        self.one(&format!("{LINE} WHERE books.id = ?1"), [line.0], line_and_opening)?.map(chain).transpose()
    }

    fn lines(&self, book: BookId) -> Result<Vec<Chain>, Fault> {
        let sql = format!("{LINE} WHERE books.trunk = ?1 ORDER BY base_number");
        self.all(&sql, [book.0], line_and_opening)?.into_iter().map(chain).collect()
    }

    fn lines_of_scope(&self, scope: ScopeId) -> Result<Vec<Line>, Fault> {
        let sql =
            "SELECT id, trunk, base_line, base_number, base_hash, tip_number, tip_hash FROM books WHERE scope = ?1";
        self.all(sql, [scope.0.as_bytes()], line)
    }

    fn books(&self) -> Result<Vec<BookRow>, Fault> {
        self.all(BOOK, [], book_row)
    }

    fn book_row(&self, book: BookId) -> Result<Option<BookRow>, Fault> {
        self.one(&format!("{BOOK} WHERE id = ?1"), [book.0], book_row)
    }

    fn books_of_key(&self, key: &PublicKey) -> Result<Vec<BookRow>, Fault> {
        self.all(&format!("{BOOK} WHERE device_key = ?1"), [key.0], book_row)
    }

    fn books_behind(&self) -> Result<Vec<BookRow>, Fault> {
        self.all(&format!("{BOOK} WHERE archived_number < tip_number ORDER BY base_number"), [], book_row)
    }

    fn hash_at(&self, book: BookId, number: u64) -> Result<Option<EntryHash>, Fault> {
        let sql = "SELECT hash FROM entries WHERE book = ?1 AND number = ?2";
        self.one(sql, params![book.0, signed(number)?], |row| hash(row, 0))
    }

    fn pages(&self, book: BookId, after: u64, most: usize, bytes: usize) -> Result<Vec<Vec<u8>>, Fault> {
        let sql = "SELECT wire FROM entries WHERE book = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
        let mut found = self.prepare_cached(sql).map_err(database)?;
        let mut rows = found.query(params![book.0, signed(after)?, signed(most as u64)?]).map_err(database)?;
        let (mut pages, mut total): (Vec<Vec<u8>>, _) = (Vec::new(), 0);
        while let Some(row) = rows.next().map_err(database)? {
            let wire: Vec<u8> = row.get(0).map_err(database)?;
            total += wire.len();
            if total > bytes && !pages.is_empty() {
                break;
            }
            pages.push(wire);
        }
        Ok(pages)
    }

    fn record(&self, scope: ScopeId, id: RecordId) -> Result<Option<Record>, Fault> {
        let sql = "SELECT state FROM records WHERE scope = ?1 AND id = ?2 AND state <> ''";
        let state: Option<String> = self.one(sql, params![scope.0.as_bytes(), id.0.as_bytes()], |row| row.get(0))?;
        state.as_deref().map(record).transpose()
    }

    fn each_record(&self, each: &mut dyn FnMut(ScopeId, &Record)) -> Result<(), Fault> {
        let mut found = self.prepare_cached("SELECT scope, state FROM records WHERE state <> ''").map_err(database)?;
        let mut rows = found.query([]).map_err(database)?;
        while let Some(row) = rows.next().map_err(database)? {
            let state: String = row.get(1).map_err(database)?;
            each(ScopeId(uuid(row, 0).map_err(database)?), &record(&state)?);
        }
        Ok(())
    }

    fn last_change(&self) -> Result<u64, Fault> {
        Ok(self.one(LAST_CHANGE, [], |row| unsigned(row, 0))?.unwrap_or_default())
    }

    fn each_change(
        &self,
        after: u64,
        each: &mut dyn FnMut(Change<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Fault> {
        let sql = match after {
            // All of them, in the order in which they lie.
            0 => "SELECT scope, id, began, state FROM records WHERE +changed >= ?1",
            _ => "SELECT scope, id, began, state FROM records WHERE changed > ?1 ORDER BY changed",
        };
        let mut found = self.prepare_cached(sql).map_err(database)?;
        let mut rows = found.query([signed(after)?]).map_err(database)?;
        while let Some(row) = rows.next().map_err(database)? {
            let state: String = row.get(3).map_err(database)?;
            let held = if state.is_empty() { None } else { Some(record(&state)?) };
            let (scope, id) = (ScopeId(uuid(row, 0).map_err(database)?), RecordId(uuid(row, 1).map_err(database)?));
            let began = unsigned(row, 2).map_err(database)?;
            if each(Change { scope, id, began, record: held.as_ref() }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn facts_at(&self, scope: ScopeId) -> Result<Option<FactsAt>, Fault> {
        self.facts_stand(scope)
    }

    fn records_after(&self, scope: ScopeId, after: RecordId, most: usize) -> Result<Changed, Fault> {
        let sql = "SELECT changed, id, state FROM records WHERE scope = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
        changed(self.all(sql, params![scope.0.as_bytes(), after.0.as_bytes(), signed(most as u64)?], stored)?)
    }

    fn changed_after(&self, scope: ScopeId, after: (u64, RecordId), most: usize) -> Result<Changed, Fault> {
        let sql =
            "SELECT changed, id, state FROM records WHERE changed >= ?1 AND scope = ?2 AND (changed > ?1 OR id > ?3)
            ORDER BY changed, id LIMIT ?4";
        let (change, id) = after;
        changed(self.all(
            sql,
            params![signed(change)?, scope.0.as_bytes(), id.0.as_bytes(), signed(most as u64)?],
            stored,
        )?)
    }

    fn many_changed(&self, scope: ScopeId, after: u64) -> Result<u64, Fault> {
        // By the index of changes, which is narrow: records themselves are not.
        let sql = "SELECT count(*) FROM records WHERE changed >= ?1 AND +scope = ?2";
        let from = if after == 0 { 0 } else { signed(after)? + 1 };
        Ok(self.one(sql, params![from, scope.0.as_bytes()], |row| unsigned(row, 0))?.unwrap_or_default())
    }

    fn sum(&self, scope: ScopeId, over: &Over) -> Result<Sum, Fault> {
        facts::sum(self, self.ledger(scope)?, over).map_err(database)
    }

    fn names_of_figure(&self, scope: ScopeId, over: &Over) -> Result<Vec<String>, Fault> {
        facts::names(self, self.ledger(scope)?, over).map_err(database)
    }

    fn behind(
        &self,
        scope: ScopeId,
        over: &Over,
        each: &mut dyn FnMut(BehindRow) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        facts::behind(self, self.ledger(scope)?, over, each).map_err(database)
    }

    fn doubts_of_figures(
        &self,
        scope: ScopeId,
        days: [NaiveDate; 2],
        wards: Option<&[String]>,
    ) -> Result<[u64; 2], Fault> {
        self.doubts(scope, days, wards)
    }

    fn first_day(&self, scope: ScopeId, kind: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
        self.first_day_of(scope, kind)
    }

    fn mark_at(&self, at: i64) -> Result<Option<Mark>, Fault> {
        let sql = "SELECT at, change FROM marks ORDER BY at > ?1, abs(at - ?1) LIMIT 1";
        self.one(sql, [at], |row| Ok(Mark { at: row.get(0)?, change: unsigned(row, 1)? }))
    }

    fn exports(&self) -> Result<Exports, Fault> {
        let said: Option<String> =
            self.one("SELECT value FROM settings WHERE name = 'exports'", [], |row| row.get(0))?;
        let read = |said: String| serde_json::from_str(&said);
        Ok(said
            .map(read)
            .transpose()
            .map_err(|error| Fault::Damaged(format!("the exports: {error}")))?
            .unwrap_or_default())
    }

    fn has_verdict(&self, scope: ScopeId, entry: EntryHash) -> Result<bool, Fault> {
        let sql = "SELECT 1 FROM verdicts WHERE scope = ?1 AND entry = ?2";
        Ok(self.one(sql, params![scope.0.as_bytes(), entry.0], |_| Ok(()))?.is_some())
    }

    fn verdicts(&self) -> Result<Vec<(ScopeId, EntryHash)>, Fault> {
        self.all("SELECT scope, entry FROM verdicts", [], |row| Ok((ScopeId(uuid(row, 0)?), hash(row, 1)?)))
    }

    fn waiting(&self) -> Result<Vec<(BookId, u64)>, Fault> {
        // Pages have no index by hash: each is looked up among the verdicts, not the other way round.
        let sql = "SELECT entries.book, entries.number FROM books CROSS JOIN entries ON entries.book = books.id
            CROSS JOIN verdicts ON verdicts.scope = books.scope AND verdicts.entry = entries.hash";
        self.all(sql, [], |row| Ok((BookId(row.get(0)?), unsigned(row, 1)?)))
    }

    fn last_reference(&self, year: u32) -> Result<u32, Fault> {
        let sql = "SELECT number FROM last_references WHERE year = ?1";
        Ok(self.one(sql, [year], |row| row.get(0))?.unwrap_or_default())
    }

    fn dvla_questions(&self, most: usize) -> Result<Vec<(ScopeId, RecordId, String)>, Fault> {
        let sql = "SELECT scope, record, id FROM dvla_questions ORDER BY at LIMIT ?1";
        self.all(sql, [most as i64], |row| Ok((ScopeId(uuid(row, 0)?), RecordId(uuid(row, 1)?), row.get(2)?)))
    }

    fn last_checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, Fault> {
        let sql = "SELECT encoded FROM checkpoints WHERE scope = ?1 ORDER BY at DESC LIMIT 1";
        let encoded: Option<Vec<u8>> = self.one(sql, [scope.0.as_bytes()], |row| row.get(0))?;
        encoded.as_deref().map(checkpoint).transpose()
    }

    fn checkpoints(&self) -> Result<Vec<Checkpoint>, Fault> {
        let encoded: Vec<Vec<u8>> =
            self.all("SELECT encoded FROM checkpoints ORDER BY scope, at", [], |row| row.get(0))?;
        encoded.iter().map(|encoded| checkpoint(encoded)).collect()
    }

    fn photo(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<PhotoRow>, Fault> {
        self.one(&format!("{PHOTO} WHERE scope = ?1 AND hash = ?2"), params![scope.0.as_bytes(), hash.0], photo)
    }

    fn erased_of(&self, entry: EntryHash) -> Result<Vec<(RecordId, String)>, Fault> {
        let sql = "SELECT record, field FROM erased WHERE entry = ?1";
        self.all(sql, [entry.0], |row| Ok((RecordId(uuid(row, 0)?), row.get(1)?)))
    }

    fn orders_on(&self, scope: ScopeId, record: RecordId) -> Result<Vec<Order>, Fault> {
        let sql = "SELECT said FROM erasure_orders WHERE scope = ?1 AND record = ?2";
        let found: Vec<String> = self.all(sql, [scope.0.as_bytes(), record.0.as_bytes()], |row| row.get(0))?;
        let read = |said: &String| serde_json::from_str(said);
        found.iter().map(|said| read(said).map_err(|error| Fault::Damaged(format!("an order: {error}")))).collect()
    }

    fn lines_to_erase(&self) -> Result<Vec<BookId>, Fault> {
        self.all("SELECT line FROM lines_to_erase", [], |row| Ok(BookId(row.get(0)?)))
    }

    fn edition(&self) -> Result<Option<Edition>, Fault> {
        self.one("SELECT version, packed FROM editions ORDER BY version DESC, clock DESC LIMIT 1", [], |row| {
            Ok(Edition::of_packed(row.get(0)?, row.get(1)?))
        })
    }

    fn has_edition(&self, scope: ScopeId, version: u32) -> Result<bool, Fault> {
        let sql = "SELECT 1 FROM editions WHERE scope = ?1 AND version = ?2";
        Ok(self.one(sql, params![scope.0.as_bytes(), version], |_| Ok(()))?.is_some())
    }

    fn erased_photos(&self) -> Result<Vec<(ScopeId, PhotoHash, bool)>, Fault> {
        self.all("SELECT scope, hash, open FROM erased_photos", [], |row| {
            Ok((ScopeId(uuid(row, 0)?), PhotoHash(row.get(1)?), row.get(2)?))
        })
    }

    fn photo_is_erased(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault> {
        let sql = "SELECT 1 FROM erased_photos WHERE scope = ?1 AND hash = ?2";
        Ok(self.one(sql, params![scope.0.as_bytes(), hash.0], |_| Ok(()))?.is_some())
    }

    fn photos(&self) -> Result<Vec<PhotoRow>, Fault> {
        self.all(&format!("{PHOTO} WHERE whole"), [], photo)
    }

    fn photos_behind(&self) -> Result<Vec<PhotoRow>, Fault> {
        self.all(&format!("{PHOTO} WHERE whole AND NOT archived"), [], photo)
    }
}

/// SQLite's numbers are signed.
pub(crate) fn signed(number: u64) -> Result<i64, Fault> {
    i64::try_from(number).map_err(|_| Fault::Damaged(format!("the number {number} is out of range")))
}

pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

pub(crate) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    Ok(Uuid::from_bytes(row.get(column)?))
}

fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<EntryHash> {
    Ok(EntryHash(row.get(column)?))
}

fn device(row: &Row<'_>) -> rusqlite::Result<Device> {
    Ok(Device {
        id: DeviceId(uuid(row, 0)?),
        key: PublicKey(row.get(1)?),
        code: row.get(2)?,
        token: row.get(3)?,
        enrolled_at: row.get(4)?,
        heard_at: row.get(5)?,
    })
}

fn grant(row: &Row<'_>) -> rusqlite::Result<(Vec<u8>, Option<i64>)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn decoded((signed, withdrawn_at): (Vec<u8>, Option<i64>)) -> Result<HeldGrant, Fault> {
    let signed = SignedGrant::decode(&signed).map_err(|error| Fault::Damaged(format!("a grant: {error}")))?;
    Ok(HeldGrant { signed, withdrawn_at })
}

fn book_row(row: &Row<'_>) -> rusqlite::Result<BookRow> {
    Ok(BookRow {
        line: BookId(row.get(0)?),
        scope: ScopeId(uuid(row, 1)?),
        tip: Tip { number: unsigned(row, 2)?, hash: hash(row, 3)? },
        archived: Archived { number: unsigned(row, 4)?, bytes: unsigned(row, 5)? },
        book: BookId(row.get(6)?),
    })
}

/// Lines with the opening of their book.
const LINE: &str = "SELECT books.id, trunk, base_line, base_number, base_hash, tip_number, tip_hash, wire
    FROM books JOIN entries ON entries.book = books.trunk AND entries.number = 1";

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let base: Option<[u8; 32]> = row.get(2)?;
    let base = match base {
        Some(line) => Some(Base { line: BookId(line), tip: Tip { number: unsigned(row, 3)?, hash: hash(row, 4)? } }),
        None => None,
    };
    let tip = Tip { number: unsigned(row, 5)?, hash: hash(row, 6)? };
    Ok(Line { line: BookId(row.get(0)?), book: BookId(row.get(1)?), base, tip })
}

fn line_and_opening(row: &Row<'_>) -> rusqlite::Result<(Line, Vec<u8>)> {
    Ok((line(row)?, row.get(7)?))
}

fn chain((line, opening): (Line, Vec<u8>)) -> Result<Chain, Fault> {
    let Line { book, line, base, tip } = line;
    match Entry::decode_wire(&opening, book, 1, EntryHash([0; 32])).map(|entry| entry.header.content) {
        Ok(Content::Opening(opening)) => Ok(Chain { book, line, base, opening, tip }),
        _ => Err(Fault::Damaged(format!("page 1 of book {book}"))),
    }
}

/// A record as it is stored, with the change that was its last.
fn stored(row: &Row<'_>) -> rusqlite::Result<(u64, RecordId, String)> {
    Ok((unsigned(row, 0)?, RecordId(uuid(row, 1)?), row.get(2)?))
}

/// Reads records on all processors.
fn changed(stored: Vec<(u64, RecordId, String)>) -> Result<Changed, Fault> {
    let read = |(change, id, state): (u64, RecordId, String)| {
        let held = if state.is_empty() { None } else { Some(record(&state)?) };
        Ok((change, id, held))
    };
    stored.into_par_iter().map(read).collect()
}

fn record(state: &str) -> Result<Record, Fault> {
    serde_json::from_str(state).map_err(|error| Fault::Damaged(format!("a record: {error}")))
}

fn checkpoint(encoded: &[u8]) -> Result<Checkpoint, Fault> {
    Checkpoint::decode(&mut Reader::new(encoded)).map_err(|error| Fault::Damaged(format!("a checkpoint: {error}")))
}

fn photo(row: &Row<'_>) -> rusqlite::Result<PhotoRow> {
    Ok(PhotoRow {
        scope: ScopeId(uuid(row, 0)?),
        hash: PhotoHash(row.get(1)?),
        length: unsigned(row, 2)?,
        whole: row.get(3)?,
        archived: row.get(4)?,
    })
}

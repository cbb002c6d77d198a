//! A team's thirteen months as they reach a leader's tablet: 100,000 findings of eight wardens, in their own signed books,
//! taken in by `Store::receive` in pages of 500 as sync takes them. Built once and kept, since it takes minutes.

use crate::findings::{Dice, Finding, finding};
use crate::tablet;
use anyhow::{Context, Result, ensure};
use book::{
    BookId, Clock, ClockQuality, DeviceId, Draft, Entry, EntryHash, FieldWrite, Grant, GrantId, Opening, RecordId,
    ScopeId, SecretKey, SignedGrant, Tip, UserId,
};
use chrono::{DateTime, SecondsFormat};
use protocol::{Run, limits};
use record::Record;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::Store;
use tests::MORNING;
use uuid::Uuid;

/// Findings in the store.
pub(crate) const FINDINGS: u64 = 100_000;
/// Another whenever what is written here changes.
const VERSION: u32 = 2;
const SCHEMA: &str = include_str!("../../crates/store/src/schema.sql");
const WARDENS: u64 = 8;
const ON_A_PATROL: u64 = 60;
const DAY: i64 = 86_400_000;
/// Patrols of the last days are not reviewed yet.
const NOT_REVIEWED: i64 = 10 * DAY;

/// The folder of the built store. It is built if an earlier run has not.
pub(crate) fn folder() -> Result<PathBuf> {
    let schema = hex::encode(Sha256::digest(SCHEMA));
    let kept = tablet::bench_folder().join(format!("findings-{FINDINGS}-v{VERSION}-{:.8}", schema));
    if kept.exists() {
        return Ok(kept);
    }
    eprintln!("· Building a store of {FINDINGS} findings (some minutes, once)");
    let began = Instant::now();
    let building = kept.with_extension("part");
    if building.exists() {
        std::fs::remove_dir_all(&building)?;
    }
    build(&building)?;
    std::fs::rename(&building, &kept)?;
    eprintln!("  {:.0} s", began.elapsed().as_secs_f64());
    Ok(kept)
}

fn build(folder: &Path) -> Result<()> {
    tablet::enrol(folder)?;
    let store = tablet::open_store(folder)?;
    let scope = store.enrolment()?.context("the tablet is enrolled")?.scope;
    let mut wardens: Vec<Author> = (0..WARDENS).map(|number| Author::new(number, scope)).collect();
    let mut leader = Author::new(WARDENS, scope);
    store.keep_grants(&wardens.iter().chain([&leader]).map(|author| author.grant.clone()).collect::<Vec<_>>())?;
    let meeting = RecordId(Uuid::now_v7());
    let patrols = FINDINGS.div_ceil(ON_A_PATROL);
    let first = MORNING - 395 * DAY;
    for number in 0..patrols {
        let begins = first + (MORNING - 8 * 3_600_000 - first) / patrols as i64 * number as i64;
        let warden = wardens.get_mut((number % WARDENS) as usize).context("a warden")?;
        let findings = (number * ON_A_PATROL..((number + 1) * ON_A_PATROL).min(FINDINGS)).collect::<Vec<_>>();
        let records = warden.patrol(begins, &findings, meeting)?;
        warden.send(&store, scope, false)?;
        if begins < MORNING - NOT_REVIEWED {
            leader.approve(begins + DAY, &records)?;
            leader.send(&store, scope, false)?;
            afterwards(number, begins + 2 * DAY, &records, warden, &mut leader)?;
        }
        if number % 200 == 0 {
            eprintln!("  {} of {FINDINGS}", number * ON_A_PATROL);
        }
    }
    for author in wardens.iter_mut().chain([&mut leader]) {
        author.send(&store, scope, true)?;
    }
    Ok(())
}

/// What comes of a few findings later: a correction, a second version, a question, a mistake.
fn afterwards(number: u64, at: i64, records: &[Record], warden: &mut Author, leader: &mut Author) -> Result<()> {
    let Some(record) = records.get(1) else { return Ok(()) };
    let correction = |heads| (record.id, "description".to_owned(), json!("moved to the other side"), heads);
    match number % 40 {
        0 => warden.write(at, vec![correction(record.heads("description"))]).map(drop),
        10 => leader.write(at, vec![correction(Vec::new())]).map(drop),
        20 => {
            let question = json!({ "field": "description", "text": "Which side of the road?" });
            leader.write(at, vec![(record.id, format!("question/{}", Uuid::now_v7()), question, Vec::new())]).map(drop)
        }
        30 => {
            let mistake = json!({ "reason": "recorded twice" });
            warden.write(at, vec![(record.id, record::WITHDRAWN.to_owned(), mistake, Vec::new())]).map(drop)
        }
        _ => Ok(()),
    }
}

type Write = (RecordId, String, Value, Vec<EntryHash>);

/// Someone who writes in a book of their own.
struct Author {
    key: SecretKey,
    grant: SignedGrant,
    id: GrantId,
    code: String,
    book: BookId,
    tip: Tip,
    clock: Clock,
    dice: Dice,
    sent: Tip,
    unsent: Vec<Vec<u8>>,
}

impl Author {
    fn new(number: u64, scope: ScopeId) -> Self {
        let mut dice = Dice::new(u64::MAX - number);
        let key = SecretKey::from_bytes(&dice.bytes());
        let code = format!("B{number:02}");
        let grant = Grant {
            user: UserId(Uuid::from_u128(u128::from(number) + 1)),
            name: format!("Demo colleague {number}"),
            device: DeviceId(Uuid::from_u128(u128::from(number) + 100)),
            device_key: key.public(),
            code: code.clone(),
            role: if number < WARDENS { "warden" } else { "leader" }.into(),
            scope,
            from: 0,
            until: i64::MAX,
        };
        let grant = grant.sign(&SecretKey::from_bytes(&[9; 32]));
        let opening = Opening { device_key: key.public(), scope, nonce: dice.bytes(), predecessor: None };
        let begins = MORNING - 396 * DAY;
        let clock = Clock::default().tick(begins as u64);
        let entry = Entry::open(&key, opening, clock, begins, dice.bytes());
        let tip = Tip { number: 1, hash: entry.hash() };
        let id = grant.grant.id();
        let sent = Tip { number: 0, hash: EntryHash([0; 32]) };
        Self { key, id, grant, code, book: entry.book(), tip, clock, dice, sent, unsent: vec![entry.encode_wire()] }
    }

    fn write(&mut self, at: i64, writes: Vec<Write>) -> Result<Entry> {
        self.clock = self.clock.tick(at as u64);
        let writes = writes.into_iter().map(|(record, field, value, replaces)| {
            Ok((record, FieldWrite { field, replaces }, serde_json::to_vec(&value)?))
        });
        let draft = Draft {
            clock: self.clock,
            wall: at,
            quality: ClockQuality::Checked,
            author: self.id,
            catalogue: 1,
            writes: writes.collect::<Result<_>>()?,
            key: self.dice.bytes(),
        };
        let entry = Entry::write(&self.key, self.book, self.tip, draft)?;
        self.tip = Tip { number: entry.header.number, hash: entry.hash() };
        self.unsent.push(entry.encode_wire());
        Ok(entry)
    }

    /// A patrol of seven hours from start to submission. Gives its records, the patrol first.
    fn patrol(&mut self, begins: i64, findings: &[u64], meeting: RecordId) -> Result<Vec<Record>> {
        let mut patrol = Record::new(self.record(begins));
        let id = patrol.id;
        let status = |status: &str, heads| (id, record::STATUS.to_owned(), json!(status), heads);
        let mut start: Vec<Write> = [
            (record::KIND, json!(record::PATROL)),
            (record::STARTED_AT, json!(rfc3339(begins))),
            (record::MODE, json!("foot")),
            (record::AREA, json!("Chatham town centre")),
            (record::WITH, json!([])),
        ]
        .map(|(field, value)| (id, field.to_owned(), value, Vec::new()))
        .into();
        start.push(status("active", Vec::new()));
        patrol.take(&self.write(begins, start)?);
        let mut records = Vec::new();
        let step = 7 * 3_600_000 / ON_A_PATROL as i64;
        for (place, number) in findings.iter().enumerate() {
            let at = begins + step * (place as i64 + 1);
            let made = finding(*number, &rfc3339(at), &meeting.to_string())?;
            records.push(self.finding(made, *number, place, at, id)?);
        }
        let ends = begins + 7 * 3_600_000 + 600_000;
        let ended = (id, record::ENDED_AT.to_owned(), json!(rfc3339(ends)), Vec::new());
        patrol.take(&self.write(ends, vec![ended, status("ended", patrol.heads(record::STATUS))])?);
        patrol.take(&self.write(ends + 1, vec![status("submitted", patrol.heads(record::STATUS))])?);
        records.insert(0, patrol);
        Ok(records)
    }

    fn finding(&mut self, made: Finding, number: u64, place: usize, at: i64, patrol: RecordId) -> Result<Record> {
        let mut found = Record::new(self.record(at));
        let mut values = made.now;
        // One of a hundred is left to finish.
        if number % 100 != 7 {
            values.extend(made.finish);
        }
        let when = rfc3339(at);
        let date = DateTime::from_timestamp_millis(at).unwrap_or_default().format("%y%m%d");
        values.extend([
            (record::KIND.to_owned(), json!(made.kind)),
            (record::OCCURRED_AT.to_owned(), json!(when)),
            (record::PLACE.to_owned(), made.place),
            (record::ON_PATROL.to_owned(), json!(patrol.to_string())),
            (record::REFERENCE.to_owned(), json!(format!("{}-{date}-{:03}", self.code, place + 1))),
        ]);
        for _ in 0..made.photos {
            let sha256 = protocol::PhotoHash(self.dice.bytes()).to_string();
            let row = json!({
                "sha256": sha256, "bytes": 3_900_000, "mime": "image/jpeg", "width": 4000, "height": 3000, "slot": null,
                "taken_at": when,
            });
            values.insert(format!("{}{sha256}", record::PHOTO), row);
        }
        // Each element of a list is a row of its own.
        let rows = |(field, value): (String, Value)| match value {
            Value::Array(items) => {
                let row = |(index, item)| (found.id, format!("{field}/{index:03}-00000000"), item, Vec::new());
                items.into_iter().enumerate().map(row).collect::<Vec<_>>()
            }
            value => vec![(found.id, field, value, Vec::new())],
        };
        let writes = values.into_iter().flat_map(rows).collect();
        found.take(&self.write(at, writes)?);
        Ok(found)
    }

    fn approve(&mut self, at: i64, records: &[Record]) -> Result<()> {
        let verdict = |record: &Record| {
            let value = json!({ "outcome": "approved", "seen": record.seen() });
            (record.id, record::REVIEW.to_owned(), value, Vec::new())
        };
        self.write(at, records.iter().map(verdict).collect()).map(drop)
    }

    /// Hands over what is unsent once it fills a page of the exchange, or all of it.
    fn send(&mut self, store: &Store, scope: ScopeId, all: bool) -> Result<()> {
        while self.unsent.len() >= limits::PAGE_ENTRIES || (all && !self.unsent.is_empty()) {
            let many = self.unsent.len().min(limits::PAGE_ENTRIES);
            let entries: Vec<_> = self.unsent.drain(..many).collect();
            let run = Run { book: self.book, first: self.sent.number + 1, previous: self.sent.hash, entries };
            let problems = store.receive(scope, &[run], MORNING)?;
            ensure!(problems.is_empty(), "a page was not taken: {problems:?}");
            let number = self.sent.number + many as u64;
            let last = store.entry(self.book, number)?.context("the page that was just taken")?;
            self.sent = Tip { number, hash: last.hash() };
        }
        Ok(())
    }

    fn record(&mut self, at: i64) -> RecordId {
        RecordId(uuid::Builder::from_unix_timestamp_millis(at as u64, &self.dice.bytes()).into_uuid())
    }
}

fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp_millis(at).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

//! Someone who writes in a book of their own: real pages, signed, as an app writes them, but without one.

use crate::findings::{Dice, Finding, finding, outcome};
use anyhow::{Context as _, Result};
use book::{
    BookId, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Opening, RecordId, SecretKey,
    SignedGrant, Tip,
};
use chrono::{DateTime, SecondsFormat};
use domain::catalogue::Catalogue;
use protocol::Run;
use record::Record;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Findings of one patrol.
pub(crate) const ON_A_PATROL: u64 = 60;
/// Milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// Record, field, value, replaced writes.
pub(crate) type Write = (RecordId, String, Value, Vec<EntryHash>);

/// Someone who writes in a book of their own.
pub(crate) struct Author {
    key: SecretKey,
    pub(crate) grant: SignedGrant,
    id: GrantId,
    code: String,
    book: BookId,
    tip: Tip,
    clock: Clock,
    dice: Dice,
    sent: Tip,
    unsent: Vec<Vec<u8>>,
    /// Whether a finding on a patrol says what became of it.
    pub(crate) outcomes: bool,
}

impl Author {
    /// Opens a book at a moment. The same dice write the same book.
    pub(crate) fn new(key: SecretKey, grant: SignedGrant, mut dice: Dice, begins: i64) -> Self {
        let opening =
            Opening { device_key: key.public(), scope: grant.grant.scope, nonce: dice.bytes(), predecessor: None };
        let clock = Clock::default().tick(begins as u64);
        let entry = Entry::open(&key, opening, clock, begins, dice.bytes());
        let tip = Tip { number: 1, hash: entry.hash() };
        let (id, code) = (grant.grant.id(), grant.grant.code.clone());
        let sent = Tip { number: 0, hash: EntryHash([0; 32]) };
        Self {
            key,
            id,
            grant,
            code,
            book: entry.book(),
            tip,
            clock,
            dice,
            sent,
            unsent: vec![entry.encode_wire()],
            outcomes: false,
        }
    }

    /// The book as it ends here.
    pub(crate) fn tip(&self) -> (BookId, Tip) {
        (self.book, self.tip)
    }

    /// How many pages were not handed over.
    pub(crate) fn unsent(&self) -> usize {
        self.unsent.len()
    }

    /// The next pages to hand over, which are then counted as handed over but for [`Self::sent`].
    pub(crate) fn run(&mut self, most: usize) -> Run {
        let many = self.unsent.len().min(most);
        let entries: Vec<_> = self.unsent.drain(..many).collect();
        Run { book: self.book, first: self.sent.number + 1, previous: self.sent.hash, entries }
    }

    /// Where the next run begins.
    pub(crate) fn sent(&mut self, tip: Tip) {
        self.sent = tip;
    }

    /// Writes one page.
    pub(crate) fn write(&mut self, at: i64, writes: Vec<Write>) -> Result<Entry> {
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

    /// A patrol of seven hours from start to submission, one page a finding. Gives its records, the patrol first.
    pub(crate) fn patrol(&mut self, begins: i64, findings: &[u64], meeting: RecordId) -> Result<Vec<Record>> {
        self.walk(begins, findings, |author, number, place, at, patrol| {
            let mut made = finding(number, &rfc3339(at), &meeting.to_string())?;
            // One of a hundred is left to finish.
            if number % 100 != 7 {
                let finish = std::mem::take(&mut made.finish);
                made.now.extend(finish);
                if author.outcomes {
                    made.now.extend(outcome(number, made.kind, &rfc3339(at)));
                }
            }
            author.finding(made, place, at, patrol)
        })
    }

    /// The same as wardens do it: each finding is saved at once with little, and finished two minutes later, on a page of
    /// its own.
    pub(crate) fn shift(&mut self, begins: i64, findings: &[u64]) -> Result<Vec<Record>> {
        self.walk(begins, findings, |author, number, place, at, patrol| {
            let mut made = finding(number, &rfc3339(at), "")?;
            let (finish, photos) = (std::mem::take(&mut made.finish), made.photos);
            made.photos = 0;
            let mut found = author.finding(made, place, at, patrol)?;
            let photos = author.photo_rows(photos, at);
            let writes = rows(found.id, finish.into_iter().chain(photos));
            found.take(&author.write(at + 120_000, writes)?);
            Ok(found)
        })
    }

    fn walk(
        &mut self,
        begins: i64,
        findings: &[u64],
        mut save: impl FnMut(&mut Self, u64, usize, i64, RecordId) -> Result<Record>,
    ) -> Result<Vec<Record>> {
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
            records.push(save(self, *number, place, at, id)?);
        }
        let ends = begins + 7 * 3_600_000 + 600_000;
        let ended = (id, record::ENDED_AT.to_owned(), json!(rfc3339(ends)), Vec::new());
        patrol.take(&self.write(ends, vec![ended, status("ended", patrol.heads(record::STATUS))])?);
        patrol.take(&self.write(ends + 1, vec![status("submitted", patrol.heads(record::STATUS))])?);
        records.insert(0, patrol);
        Ok(records)
    }

    fn finding(&mut self, made: Finding, place: usize, at: i64, patrol: RecordId) -> Result<Record> {
        let mut found = Record::new(self.record(at));
        let mut values = made.now;
        let date = DateTime::from_timestamp_millis(at).unwrap_or_default().format("%y%m%d");
        values.extend([
            (record::KIND.to_owned(), json!(made.kind)),
            (record::OCCURRED_AT.to_owned(), json!(rfc3339(at))),
            (record::PLACE.to_owned(), made.place),
            (record::ON_PATROL.to_owned(), json!(patrol.to_string())),
            (record::REFERENCE.to_owned(), json!(format!("{}-{date}-{:03}", self.code, place + 1))),
        ]);
        values.extend(self.photo_rows(made.photos, at));
        found.take(&self.write(at, rows(found.id, values))?);
        Ok(found)
    }

    fn photo_rows(&mut self, many: u64, at: i64) -> Map<String, Value> {
        let row = |_| {
            let sha256 = protocol::PhotoHash(self.dice.bytes()).to_string();
            let row = json!({
                "sha256": sha256, "bytes": 3_900_000, "mime": "image/jpeg", "width": 4000, "height": 3000, "slot": null,
                "taken_at": rfc3339(at),
            });
            (format!("{}{sha256}", record::PHOTO), row)
        };
        (0..many).map(row).collect()
    }

    /// A leader's word on these.
    pub(crate) fn approve(&mut self, at: i64, records: &[Record]) -> Result<()> {
        static BUILT_IN: LazyLock<Option<Catalogue>> = LazyLock::new(|| Catalogue::built_in().ok());
        let catalogue = BUILT_IN.as_ref().context("the catalogue")?;
        let verdict = |record: &Record| {
            let kind = record.kind().and_then(|kind| catalogue.kind(kind));
            let value = json!({ "outcome": "approved", "seen": hex::encode(record.seen(kind)) });
            (record.id, record::REVIEW.to_owned(), value, Vec::new())
        };
        self.write(at, records.iter().map(verdict).collect()).map(drop)
    }

    fn record(&mut self, at: i64) -> RecordId {
        RecordId(uuid::Builder::from_unix_timestamp_millis(at as u64, &self.dice.bytes()).into_uuid())
    }
}

fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp_millis(at).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Each element of a list is a row of its own.
fn rows(id: RecordId, values: impl IntoIterator<Item = (String, Value)>) -> Vec<Write> {
    let rows = |(field, value): (String, Value)| match value {
        Value::Array(items) => {
            let row = |(index, item)| (id, format!("{field}/{index:03}-00000000"), item, Vec::new());
            items.into_iter().enumerate().map(row).collect::<Vec<_>>()
        }
        value => vec![(id, field, value, Vec::new())],
    };
    values.into_iter().flat_map(rows).collect()
}

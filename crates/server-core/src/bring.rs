//! Brings in records of before: as pages of a book of their own, signed by a key that nobody has afterwards, under the name
//! of the leader who answers for them. From then on they are records like all others, approved by that leader.
//!
//! A record that the office holds already is left as it is, so what was stopped in its middle is simply done again.

use crate::accounts::{AccountError, named, team_of};
use crate::centre::Centre;
use crate::policy;
use crate::renew::give;
use crate::secret;
use crate::storage::{Council, Device, Fault, Reading, User, Writing};
use crate::take::{Lines, Staged};
use book::{
    Chain, Clock, ClockQuality, DeviceId, Draft, Entry, FieldWrite, GrantId, Opening, Page, RecordId, ScopeId,
    SecretKey,
};
use domain::catalogue::{Catalogue, Field};
use domain::roles::Role;
use record::{Record, Review};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The letter of the short codes of such books.
const LETTER: char = 'I';
/// Fields in one page, which may have 2,000, and bytes of values, of which it may have a mebibyte.
const WRITES: usize = 1_500;
const BYTES: usize = 512 * 1024;
/// Pages taken in one transaction.
const PAGES: usize = 32;

/// One record of before: its id, which must be the same each time, and its answers.
pub type OldRecord = (RecordId, BTreeMap<String, Value>);

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Brought {
    /// Records that the office did not hold.
    pub new: u64,
    /// Those that it held already, and that were left as they are.
    pub known: u64,
}

/// The book that is being written.
struct Author {
    key: SecretKey,
    grant: GrantId,
    clock: Clock,
    chain: Chain,
    pages: Vec<Page>,
    /// The last page that the office holds.
    held: Option<book::Tip>,
}

/// Whether this is the short code of a book of records of before, which no tablet writes.
pub(crate) fn is_import(code: &str) -> bool {
    code.starts_with(LETTER)
}

impl Centre {
    /// Whether this person can answer for records of before of this team.
    pub fn may_bring_in(&self, team: &str, leader: &str) -> Result<(), AccountError> {
        let reading = self.storage.read()?;
        team_of(&*reading, team)?;
        leader_of(&*reading, leader).map(drop)
    }

    /// Brings `records` into a team's part, approved by the leader who is named. `progress` is told how many were seen.
    pub fn bring_in(
        &self,
        (team, leader): (&str, &str),
        catalogue: &Catalogue,
        records: impl IntoIterator<Item = OldRecord>,
        progress: &mut dyn FnMut(u64),
        now: i64,
    ) -> Result<Brought, AccountError> {
        let scope = team_of(&*self.storage.read()?, team)?.scope;
        // What the office holds, as it stands after the last pages that were kept.
        let mut held = self.storage.read()?;
        let mut author: Option<Author> = None;
        let mut brought = Brought { new: 0, known: 0 };
        let (mut batch, mut writes, mut bytes) = (Vec::new(), 0, 0);
        let mut records = records.into_iter().peekable();
        while let Some((id, fields)) = records.next() {
            let known = held.record(scope, id)?.is_some() || batch.iter().any(|(other, _)| *other == id);
            if known {
                brought.known += 1;
            } else {
                brought.new += 1;
                writes += fields.len();
                bytes += fields.iter().map(|(name, value)| name.len() + value.to_string().len()).sum::<usize>();
                batch.push((id, fields));
            }
            let full = writes >= WRITES || bytes >= BYTES;
            if !batch.is_empty() && (full || records.peek().is_none()) {
                let author = match &mut author {
                    Some(author) => author,
                    None => author.insert(self.begin_import(scope, leader, now)?),
                };
                author.write(catalogue, &std::mem::take(&mut batch), now)?;
                (writes, bytes) = (0, 0);
                if author.pages.len() >= PAGES {
                    self.keep_import(author, now)?;
                    held = self.storage.read()?;
                }
            }
            progress(brought.new + brought.known);
        }
        if let Some(author) = &mut author {
            self.keep_import(author, now)?;
        }
        Ok(brought)
    }

    /// A key of its own, and the leader's grant for it.
    fn begin_import(&self, scope: ScopeId, leader: &str, now: i64) -> Result<Author, AccountError> {
        let council = self.council()?;
        let mut writing = self.storage.write()?;
        let user = leader_of(&*writing, leader)?;
        let key = SecretKey::from_bytes(&secret::random()?);
        let device = import_device(&*writing, &key, now)?;
        writing.put_device(&device)?;
        let signed = give(&mut *writing, &council, (&user, &user.role), &device, scope, now)?;
        writing.commit()?;
        let clock = Clock::default().tick(u64::try_from(now).unwrap_or(0));
        let opening = Opening { device_key: key.public(), scope, nonce: secret::random()?, predecessor: None };
        let first = Entry::open(&key, opening, clock, now, secret::random()?);
        let chain = Chain::begin(&first).map_err(own)?;
        Ok(Author { key, grant: signed.grant.id(), clock, chain, pages: vec![Page::from(first)], held: None })
    }

    fn keep_import(&self, author: &mut Author, now: i64) -> Result<(), Fault> {
        let Council { root, .. } = self.council()?;
        if author.pages.is_empty() {
            return Ok(());
        }
        let pages = std::mem::take(&mut author.pages);
        let staged = Staged { chain: author.chain.clone(), held: author.held, pages };
        let lines: Lines = BTreeMap::from([(author.chain.line, staged)]);
        // Nobody else has the key, so nobody else can have moved the book.
        if !self.keep(&root, &lines, true, now)? {
            return Err(Fault::Damaged("the book of an import was moved".into()));
        }
        author.held = Some(author.chain.tip);
        Ok(())
    }
}

impl Author {
    /// The records as one page, and the leader's word on them as the next.
    fn write(&mut self, catalogue: &Catalogue, records: &[OldRecord], now: i64) -> Result<(), Fault> {
        let mut writes = Vec::new();
        for (id, fields) in records {
            writes.push((*id, write(record::BROUGHT_IN), b"true".to_vec()));
            let kind = fields.get(record::KIND).and_then(Value::as_str).and_then(|kind| catalogue.kind(kind));
            for (field, value) in fields {
                let of = kind.and_then(|kind| kind.field(field));
                let rows = of.map_or_else(|| vec![(field.clone(), value.clone())], |of| rows(*id, of, value));
                writes.extend(rows.into_iter().map(|(row, value)| (*id, write(&row), value.to_string().into_bytes())));
            }
        }
        let page = self.page(catalogue, writes, now)?;
        let mut verdicts = Vec::new();
        let hash = page.hash();
        for (id, _) in records {
            let mut record = Record::new(*id);
            record.take_of(&page, hash);
            let seen = hex::encode(record.seen(record.kind().and_then(|kind| catalogue.kind(kind))));
            let review = Review { outcome: "approved".into(), seen, reason: None };
            verdicts.push((*id, write(record::REVIEW), json!(review).to_string().into_bytes()));
        }
        self.page(catalogue, verdicts, now).map(drop)
    }

    fn page(
        &mut self,
        catalogue: &Catalogue,
        writes: Vec<(RecordId, FieldWrite, Vec<u8>)>,
        now: i64,
    ) -> Result<Entry, Fault> {
        self.clock = self.clock.tick(u64::try_from(now).unwrap_or(0));
        let draft = Draft {
            clock: self.clock,
            wall: now,
            quality: ClockQuality::Checked,
            author: self.grant,
            catalogue: catalogue.version(),
            writes,
            key: secret::random()?,
        };
        let entry = Entry::write(&self.key, self.chain.book, self.chain.tip, draft).map_err(own)?;
        self.chain.extend(&entry).map_err(own)?;
        self.pages.push(Page::from(entry.clone()));
        Ok(entry)
    }
}

/// What is written for an answer: by the rule of its question, as a tablet writes it.
fn rows(id: RecordId, field: &Field, value: &Value) -> Vec<(String, Value)> {
    let (grants, heads) = (BTreeSet::new(), BTreeMap::new());
    let author = record::Author { grants: &grants, settles: false, mark: 0 };
    let seen = record::Seen { value: &Value::Null, heads: &heads };
    let steps = Record::new(id).steps(field, value, &seen, &author);
    steps.into_iter().map(|step| (step.field, step.value)).collect()
}

fn write(field: &str) -> FieldWrite {
    FieldWrite { field: field.to_owned(), replaces: Vec::new() }
}

fn leader_of(reading: &(impl Reading + ?Sized), name: &str) -> Result<User, AccountError> {
    let user = named(reading, name)?;
    if policy::role(&user.role) == Some(Role::Leader) { Ok(user) } else { Err(AccountError::NotALeader(user.name)) }
}

/// Stands for the import where tablets stand. It has a token that nobody knows.
fn import_device(writing: &dyn Writing, key: &SecretKey, now: i64) -> Result<Device, Fault> {
    let devices = writing.devices()?;
    let highest = devices.iter().filter_map(|device| device.code.strip_prefix(LETTER)?.parse::<u32>().ok()).max();
    let code = format!("{LETTER}{:02}", highest.unwrap_or(0) + 1);
    let (_, token) = secret::new_token()?;
    Ok(Device { id: DeviceId(Uuid::now_v7()), key: key.public(), code, token, enrolled_at: now, heard_at: now })
}

fn own(error: impl std::error::Error) -> Fault {
    Fault::Damaged(format!("the book of an import: {error}"))
}

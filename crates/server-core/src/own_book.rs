//! The books that the centre itself writes: one a scope, opened when first needed, new at each start, under the root key.

use crate::storage::{Fault, Writing};
use book::{
    Chain, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, Opening, Page, RecordId, ScopeId, SecretKey,
};
use record::{DvlaSaid, Edition, Erasure, OFFICE, Verdict};
use std::collections::HashMap;

/// Fields in one entry, which may have 2,000, and bytes of values, of which it may have a mebibyte.
const WRITES: usize = 1_500;
const BYTES: usize = 512 * 1024;

/// Fills a buffer with random bytes. Passed in, so that a simulation can be repeated.
pub type Entropy = fn(&mut [u8]) -> Result<(), getrandom::Error>;

/// What the centre writes.
#[derive(Debug, Clone)]
pub(crate) enum Word {
    /// A page waits for a check.
    Verdict(Verdict),
    /// Values were erased.
    Erasure(Erasure),
    /// A catalogue is published.
    Edition(Edition),
    /// The office's reference of a record.
    Reference(RecordId, String),
    /// What the DVLA says, a row of the finding that asked.
    Dvla {
        /// The finding.
        record: RecordId,
        /// The question.
        question: String,
        /// The answer.
        said: DvlaSaid,
        /// The marks of the orders to erase something of that finding that the office knows of.
        knows: Vec<EntryHash>,
    },
}

/// Where the centre's books stand. Cloned before a transaction and put back after its commit.
#[derive(Debug, Clone)]
pub(crate) struct OwnBooks {
    pub(crate) entropy: Entropy,
    clock: Clock,
    chains: HashMap<ScopeId, Chain>,
}

impl Default for OwnBooks {
    fn default() -> Self {
        Self { entropy: getrandom::fill, clock: Clock::default(), chains: HashMap::new() }
    }
}

impl OwnBooks {
    /// Writes into the scope's book, and gives the new entries.
    pub(crate) fn write(
        &mut self,
        writing: &mut dyn Writing,
        root: &SecretKey,
        scope: ScopeId,
        words: &[Word],
        now: i64,
    ) -> Result<Vec<Entry>, Fault> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut chain = match self.chains.remove(&scope) {
            Some(chain) => chain,
            None => {
                let opening = Opening { device_key: root.public(), scope, nonce: self.random()?, predecessor: None };
                let first = Entry::open(root, opening, self.tick(now), now, self.random()?);
                let chain = Chain::begin(&first).map_err(own)?;
                entries.push(first);
                chain
            }
        };
        let mut words = words.iter().peekable();
        while words.peek().is_some() {
            let (mut writes, mut bytes) = (Vec::new(), 0);
            while let Some(word) = words.next_if(|_| writes.len() < WRITES && bytes < BYTES) {
                let record = self.new_record(now)?;
                let said = match word {
                    Word::Verdict(verdict) => verdict.writes(record),
                    Word::Erasure(erasure) => erasure.writes(record),
                    Word::Edition(edition) => edition.writes(record),
                    Word::Reference(record, reference) => {
                        let write = FieldWrite { field: record::OFFICE_REFERENCE.into(), replaces: Vec::new() };
                        vec![(*record, write, serde_json::json!(reference).to_string().into_bytes())]
                    }
                    Word::Dvla { record, question, said, knows } => {
                        let write =
                            FieldWrite { field: format!("{}{question}", record::DVLA_SAID), replaces: knows.clone() };
                        vec![(*record, write, serde_json::json!(said).to_string().into_bytes())]
                    }
                };
                bytes += said.iter().map(|(.., value)| value.len()).sum::<usize>();
                writes.extend(said);
            }
            let draft = Draft {
                clock: self.tick(now),
                wall: now,
                quality: ClockQuality::Checked,
                author: OFFICE,
                catalogue: 0,
                writes,
                key: self.random()?,
            };
            let entry = Entry::write(root, chain.book, chain.tip, draft).map_err(own)?;
            chain.extend(&entry).map_err(own)?;
            entries.push(entry);
        }
        let pages: Vec<Page> = entries.iter().cloned().map(Page::from).collect();
        writing.append(&chain, &pages)?;
        self.chains.insert(scope, chain);
        Ok(entries)
    }

    fn random<const N: usize>(&self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        (self.entropy)(&mut bytes)?;
        Ok(bytes)
    }

    /// A random id.
    pub(crate) fn new_id(&self) -> Result<uuid::Uuid, Fault> {
        Ok(uuid::Builder::from_random_bytes(self.random()?).into_uuid())
    }

    fn new_record(&self, now: i64) -> Result<RecordId, Fault> {
        let millis = u64::try_from(now).unwrap_or(0);
        Ok(RecordId(uuid::Builder::from_unix_timestamp_millis(millis, &self.random()?).into_uuid()))
    }

    fn tick(&mut self, now: i64) -> Clock {
        self.clock = self.clock.tick(u64::try_from(now).unwrap_or(0));
        self.clock
    }
}

fn own(error: impl std::error::Error) -> Fault {
    Fault::Damaged(format!("the centre's own book: {error}"))
}

//! A tablet to test with: a folder, an open store, one enrolled person. Its randomness is counted, so tests repeat.

use book::{DeviceId, EntryHash, Grant, RecordId, ScopeId, SecretKey, UserId};
use domain::catalogue::Catalogue;
use protocol::Run;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Action, Change, DeviceKeys, Enrolment, Entropy, Store, StoreError, Written};
use tempfile::TempDir;
use uuid::Uuid;

/// 18 March 2025, 10:00 UTC.
pub(crate) const NOW: i64 = 1_742_292_000_000;

pub(crate) struct Tablet {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) grant: book::GrantId,
    number: u8,
}

pub(crate) fn root() -> SecretKey {
    SecretKey::from_bytes(&[9; 32])
}

pub(crate) fn scope() -> ScopeId {
    ScopeId(Uuid::from_u128(7))
}

pub(crate) fn record(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(crate) fn entropy(seed: u8) -> Entropy {
    let drawn = AtomicU64::new(0);
    Arc::new(move |buffer| {
        for part in buffer.chunks_mut(32) {
            let count = drawn.fetch_add(1, Ordering::Relaxed);
            let bytes = Sha256::new().chain_update([seed]).chain_update(count.to_be_bytes()).finalize();
            part.copy_from_slice(&bytes[..part.len()]);
        }
        Ok(())
    })
}

pub(crate) fn open(folder: &Path, seed: u8) -> Result<Store, StoreError> {
    Store::open(folder, Arc::new(Catalogue::built_in().unwrap()), entropy(seed))
}

impl Tablet {
    pub(crate) fn new(number: u8) -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(folder.path(), number).unwrap();
        let device_key = DeviceKeys::load_or_make(folder.path(), &entropy(number)).unwrap().signing().public();
        let device = DeviceId(Uuid::from_u128(number.into()));
        let code = format!("W{number:02}");
        let grant = Grant {
            user: UserId(Uuid::from_u128(100 + u128::from(number))),
            name: format!("Demo warden {}", char::from(b'A' + number)),
            device,
            device_key,
            code: code.clone(),
            role: "warden".into(),
            scope: scope(),
            from: 0,
            until: i64::MAX,
        }
        .sign(&root());
        let enrolment = Enrolment {
            office: "https://office.example".into(),
            device,
            book_code: code,
            token: "0".repeat(64),
            root: root().public(),
            council: "Demo council".into(),
            team: "Demo team".into(),
            scope: scope(),
            demo: true,
        };
        store.enrol(&enrolment, &grant, "hash of a PIN", 6, NOW).unwrap();
        Self { grant: grant.grant.id(), folder, store, number }
    }

    /// Closes the store and opens it again, with other randomness.
    pub(crate) fn reopen(self) -> Self {
        self.reopen_after(|_| {})
    }

    /// The same, and changes its folder in between.
    pub(crate) fn reopen_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { folder, store, grant, number } = self;
        drop(store);
        change(folder.path());
        let store = open(folder.path(), number + 100).unwrap();
        Self { folder, store, grant, number }
    }

    pub(crate) fn write(&self, changes: Vec<Change>) -> Written {
        self.store.write(Action { author: self.grant, changes, completes: None }, NOW).unwrap()
    }

    /// A drug litter finding with a description, found at `occurred` (RFC 3339).
    pub(crate) fn finding(&self, id: RecordId, occurred: &str, description: &str) -> Written {
        self.write(vec![
            Change::new(id, "kind", "drug_litter"),
            Change::new(id, "occurred_at", occurred),
            Change::new(id, "description", description),
        ])
    }

    pub(crate) fn describe(&self, id: RecordId, description: &str) -> Written {
        self.write(vec![Change::new(id, "description", description)])
    }

    /// Puts a photo on a record.
    pub(crate) fn attach(&self, id: RecordId, hash: protocol::PhotoHash, bytes: usize) -> Written {
        self.write(vec![Change::new(id, format!("photo/{hash}"), photo_row(hash, bytes))])
    }

    pub(crate) fn shown(&self, id: RecordId, field: &str) -> Value {
        self.store.record(id).unwrap().unwrap().value(field).cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn two_versions(&self, id: RecordId) -> bool {
        self.store.found(id).unwrap().unwrap().two_versions
    }

    /// What this tablet holds and `other` lacks.
    pub(crate) fn runs_for(&self, other: &Self) -> Vec<Run> {
        let theirs = other.store.tips(scope()).unwrap();
        let line_of = |book, tip| self.store.line_of(book, tip);
        protocol::lacking(&self.store.lines(scope()).unwrap(), &theirs, line_of)
            .unwrap()
            .after
            .into_iter()
            .filter_map(|(line, after)| self.store.run(line, after, 500, 1 << 20).unwrap())
            .collect()
    }
}

pub(crate) fn photo_row(hash: protocol::PhotoHash, bytes: usize) -> Value {
    json!({
        "sha256": hash.to_string(), "bytes": bytes, "mime": "image/jpeg", "width": 8, "height": 8,
        "taken_at": "2025-03-18T09:00:00Z"
    })
}

/// Both tablets take what the other has.
pub(crate) fn exchange(a: &Tablet, b: &Tablet) {
    for (from, to) in [(a, b), (b, a)] {
        let problems = to.store.receive(scope(), &from.runs_for(to), NOW).unwrap();
        assert_eq!(problems, [], "an honest run was not taken");
    }
}

pub(crate) fn other_hash() -> EntryHash {
    EntryHash([0xee; 32])
}

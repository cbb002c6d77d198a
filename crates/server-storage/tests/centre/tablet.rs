//! Builders: an office with two teams, and tablets that write in books as the app does.

use crate::now;
use book::{
    Chain, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Opening, RecordId, ScopeId, SecretKey,
    SignedGrant,
};
use protocol::{
    Credential, EnrolReply, EnrolRequest, Promise, Receipt, Refusal, Reply, Request, Run, ScopeState, Subject, Tips,
};
use serde_json::Value;
use server_core::{Caller, Centre};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;

pub(crate) struct Office {
    pub(crate) folder: TempDir,
    pub(crate) centre: Centre,
}

pub(crate) fn an_office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&folder.path().join("copy"))).unwrap();
    centre.init("Demo council", true).unwrap();
    centre.add_team("Team 1").unwrap();
    centre.add_team("Team 2").unwrap();
    centre.add_user("Demo warden A", "warden").unwrap();
    centre.add_user("Demo warden B", "warden").unwrap();
    centre.add_user("Demo leader", "leader").unwrap();
    Office { folder, centre }
}

impl Office {
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn copy(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    pub(crate) fn restarted(self) -> Self {
        let Self { folder, centre } = self;
        drop(centre);
        let centre = server_storage::open(&folder.path().join("data"), None).unwrap();
        Self { folder, centre }
    }

    /// The office with that copy in place of its database.
    pub(crate) fn put_back(self, kept: &Path) -> Self {
        let Self { folder, centre } = self;
        drop(centre);
        let database = folder.path().join("data/patrolbook.sqlite");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", database.display()));
        }
        std::fs::copy(kept, &database).unwrap();
        let centre = server_storage::open(&folder.path().join("data"), None).unwrap();
        Self { folder, centre }
    }

    pub(crate) fn code(&self, team: &str, user: &str) -> String {
        self.centre.new_code(team, user, DAY, now()).unwrap().code
    }

    pub(crate) fn enrolled(&self, seed: u8, team: &str, user: &str) -> Tablet {
        let key = SecretKey::from_bytes(&[seed; 32]);
        let reply = self.centre.enrol(&request(&key, &self.code(team, user)), None, HERE, now()).unwrap();
        Tablet::new(key, reply)
    }
}

pub(crate) fn request(key: &SecretKey, code: &str) -> EnrolRequest {
    EnrolRequest::new(key, Credential::code(code))
}

pub(crate) struct Tablet {
    pub(crate) key: SecretKey,
    pub(crate) reply: EnrolReply,
    pub(crate) grant: SignedGrant,
    pub(crate) scope: ScopeId,
    pub(crate) author: GrantId,
    pub(crate) chain: Chain,
    pub(crate) entries: Vec<Entry>,
    /// What each of its writes names beside.
    pub(crate) knows: Vec<EntryHash>,
}

impl Tablet {
    /// With a book that is only opened.
    pub(crate) fn new(key: SecretKey, reply: EnrolReply) -> Self {
        let grant = SignedGrant::decode(&hex(&reply.grant)).unwrap();
        let (scope, author) = (grant.grant.scope, grant.grant.id());
        let (chain, first) = opened(&key, scope, 1);
        Self { key, reply, grant, scope, author, chain, entries: vec![first], knows: Vec::new() }
    }

    pub(crate) fn caller(&self, office: &Office) -> Caller {
        office.centre.authorise(&self.reply.token).unwrap()
    }

    /// Writes one entry to a record.
    pub(crate) fn write(&mut self, record: u128, fields: &[(&str, Value)]) -> EntryHash {
        self.write_at(record, fields, now())
    }

    pub(crate) fn write_at(&mut self, record: u128, fields: &[(&str, Value)], wall: i64) -> EntryHash {
        let draft = Draft {
            clock: Clock(self.chain.tip.number + 1),
            wall,
            quality: ClockQuality::Checked,
            author: self.author,
            catalogue: 1,
            writes: fields
                .iter()
                .map(|(field, value)| {
                    let write = FieldWrite { field: (*field).into(), replaces: self.knows.clone() };
                    (RecordId(Uuid::from_u128(record)), write, value.to_string().into_bytes())
                })
                .collect(),
            key: [4; 16],
        };
        let entry = Entry::write(&self.key, self.chain.book, self.chain.tip, draft).unwrap();
        self.chain.extend(&entry).unwrap();
        self.entries.push(entry);
        self.chain.tip.hash
    }

    /// A finding in the fewest words.
    pub(crate) fn find(&mut self, record: u128) -> EntryHash {
        self.write(record, &[("kind", "drug_litter".into()), ("occurred_at", "2025-10-09T08:00:00Z".into())])
    }

    pub(crate) fn run(&self, first: u64) -> Run {
        let from = usize::try_from(first - 1).unwrap();
        Run {
            book: self.chain.book,
            first,
            previous: if from == 0 { EntryHash([0; 32]) } else { self.entries[from - 1].hash() },
            entries: self.entries[from..].iter().map(Entry::encode_wire).collect(),
        }
    }

    pub(crate) fn tips(&self) -> Tips {
        [(self.chain.book, self.chain.tip)].into()
    }

    /// A request that says it holds `tips` and sends `runs`.
    pub(crate) fn request(&self, tips: &Tips, say_tips: bool, runs: Vec<Run>) -> Request {
        let state = ScopeState { scope: self.scope, digest: tips.digest(), tips: say_tips.then(|| tips.clone()) };
        Request { device_time: now(), scopes: vec![state], runs, ..Request::default() }
    }

    /// Sends the whole book.
    pub(crate) fn send(&self, office: &Office) -> Reply {
        self.exchange(office, &self.request(&self.tips(), false, vec![self.run(1)])).unwrap()
    }

    pub(crate) fn exchange(&self, office: &Office, request: &Request) -> Result<Reply, Refusal> {
        // Through the wire's own form, as over HTTP.
        let request = Request::decode(&request.encode()).unwrap();
        let reply = office.centre.exchange(&self.caller(office), &request, now())?;
        Ok(Reply::decode(&reply.encode()).unwrap())
    }

    /// The page up to which a reply promises this book, by receipts that the pinned key signed.
    pub(crate) fn promised(&self, reply: &Reply, promise: Promise) -> Option<u64> {
        let of_mine = |receipt: &Receipt| match receipt.subject {
            Subject::Book(book, tip) if book == self.chain.book && receipt.promise == promise => Some(tip),
            _ => None,
        };
        assert!(reply.receipts.iter().all(|receipt| receipt.verifies(&self.reply.root)), "a receipt was not signed");
        let tip = reply.receipts.iter().find_map(of_mine)?;
        let at = usize::try_from(tip.number - 1).unwrap();
        assert_eq!(tip.hash, self.entries[at].hash(), "a receipt names another page");
        Some(tip.number)
    }
}

pub(crate) fn opened(key: &SecretKey, scope: ScopeId, nonce: u8) -> (Chain, Entry) {
    let opening = Opening { device_key: key.public(), scope, nonce: [nonce; 16], predecessor: None };
    let first = Entry::open(key, opening, Clock(1), now(), [3; 16]);
    (Chain::begin(&first).unwrap(), first)
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

//! What a newer build reads counts like any other entry.

use crate::{Action, Change, Enrolment, Entropy, Store};
use book::{
    Chain, Clock, ClockQuality, DeviceId, Draft, Entry, FieldWrite, Grant, GrantId, Opening, Page, PublicKey, RecordId,
    ScopeId, SecretKey, UserId,
};
use domain::catalogue::Catalogue;
use protocol::Run;
use record::{Decision, Record};
use std::sync::Arc;
use uuid::Uuid;

const SCOPE: ScopeId = ScopeId(Uuid::from_u128(7));
const FINDING: RecordId = RecordId(Uuid::from_u128(1));

/// A tablet enrolled for a leader, and the leader's grant.
pub(crate) fn enrolled(folder: &std::path::Path) -> (Store, GrantId) {
    let entropy: Entropy = Arc::new(|buffer: &mut [u8]| {
        buffer.fill(5);
        Ok(())
    });
    let store = Store::open(folder, Arc::new(Catalogue::built_in().unwrap()), entropy).unwrap();
    let root = SecretKey::from_bytes(&[9; 32]);
    let device = DeviceId(Uuid::from_u128(2));
    let grant = Grant {
        user: UserId(Uuid::from_u128(3)),
        name: "Demo warden A".into(),
        device,
        device_key: PublicKey([1; 32]),
        code: "W01".into(),
        role: "leader".into(),
        scope: SCOPE,
        from: 0,
        until: i64::MAX,
    };
    let enrolment = Enrolment {
        office: "https://office.example".into(),
        device,
        book_code: "W01".into(),
        token: "0".repeat(64),
        root: root.public(),
        council: "Demo council".into(),
        team: "Demo team".into(),
        scope: SCOPE,
        demo: true,
    };
    let signed = grant.sign(&root);
    store.enrol(&enrolment, &signed, "hash of a PIN", 6, 0).unwrap();
    (store, signed.grant.id())
}

/// Leaves the page as a build would have that could not read it.
fn unread(store: &Store) {
    let forget = "UPDATE entry SET opaque = 1 WHERE opaque = 0 AND number = 2 AND book IN (SELECT book FROM about);
                  DELETE FROM about; DELETE FROM record; DELETE FROM record_state";
    store.transact(|tx| Ok(tx.execute_batch(forget)?)).unwrap();
    assert_eq!(store.record(FINDING).unwrap(), None);
}

/// A colleague's book whose second page is a finding, sent whole as a newer build would.
fn run() -> Run {
    let key = SecretKey::from_bytes(&[4; 32]);
    let opening = Opening { device_key: key.public(), scope: SCOPE, nonce: [2; 16], predecessor: None };
    let first = Entry::open(&key, opening, Clock(1), 0, [3; 16]);
    let chain = Chain::begin(&first).unwrap();
    let write = |field: &str, value: &str| {
        (FINDING, FieldWrite { field: field.into(), replaces: vec![] }, format!("{value:?}").into_bytes())
    };
    let draft = Draft {
        clock: Clock(2),
        wall: 0,
        quality: ClockQuality::Unchecked,
        author: GrantId([0; 32]),
        catalogue: 1,
        writes: vec![write("kind", "drug_litter"), write("description", "Two needles")],
        key: [8; 16],
    };
    let second = Entry::write(&key, chain.book, chain.tip, draft).unwrap();
    let entries = vec![first.encode_wire(), Page::from(second).encode_whole()];
    Run { book: chain.book, first: 1, previous: book::EntryHash([0; 32]), entries }
}

#[test]
fn a_page_that_could_not_be_read_counts_once_a_build_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = enrolled(folder.path());
    assert_eq!(store.receive(SCOPE, &[run()], 0).unwrap(), []);
    let whole = store.record(FINDING).unwrap().unwrap();
    unread(&store);
    drop(store);
    let (store, _) = enrolled(folder.path());
    assert_eq!(store.record(FINDING).unwrap(), Some(whole));
    assert_eq!(store.entries_about(FINDING).unwrap().len(), 1);
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

#[test]
fn one_that_waits_for_a_check_counts_once_it_can_be_read_and_a_leader_accepted_it() {
    for (accepted, before) in [(true, true), (true, false), (false, true)] {
        let folder = tempfile::tempdir().unwrap();
        let (store, leader) = enrolled(folder.path());
        assert_eq!(store.receive(SCOPE, &[run()], 0).unwrap(), []);
        let page = store.record(FINDING).unwrap().unwrap().heads("description")[0];
        let whole = store.record(FINDING).unwrap().unwrap();
        unread(&store);
        let waits = "INSERT INTO held_back (entry, reason) VALUES (?1, 'newer_form')";
        store.transact(|tx| Ok(tx.execute(waits, [page.0]).map(drop)?)).unwrap();
        let decide = |store: &Store| {
            let decision = Decision { entry: page.to_string(), accepted, reason: "Read it".into() };
            let record = Decision::record_of(page);
            let changes = decision.values().map(|(field, value)| Change::new(record, field, value)).into();
            store.write(Action { author: leader, changes, completes: None }, 1).unwrap();
        };
        // A colleague's tablet was updated first, and the leader's word came while this one could not read the page.
        if before {
            decide(&store);
            let not_followed = "UPDATE held_back SET accepted = 0";
            store.transact(|tx| Ok(tx.execute_batch(not_followed)?)).unwrap();
        }
        drop(store);
        let (store, _) = enrolled(folder.path());
        if !before {
            assert_eq!(store.record(FINDING).unwrap(), Some(Record::new(FINDING)), "it waits");
            decide(&store);
        }
        let counts = if accepted { whole } else { Record::new(FINDING) };
        assert_eq!(store.record(FINDING).unwrap(), Some(counts), "accepted {accepted}, before {before}");
    }
}

//! What a newer build reads counts like any other entry.

use crate::{Enrolment, Entropy, Store};
use book::{
    Chain, Clock, ClockQuality, DeviceId, Draft, Entry, FieldWrite, Grant, GrantId, Opening, Page, PublicKey, RecordId,
    ScopeId, SecretKey, UserId,
};
use domain::catalogue::Catalogue;
use protocol::Run;
use std::sync::Arc;
use uuid::Uuid;

const SCOPE: ScopeId = ScopeId(Uuid::from_u128(7));
const FINDING: RecordId = RecordId(Uuid::from_u128(1));

fn enrolled(folder: &std::path::Path) -> Store {
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
        role: "warden".into(),
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
    store.enrol(&enrolment, &grant.sign(&root), "hash of a PIN", 6, 0).unwrap();
    store
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
    let store = enrolled(folder.path());
    assert_eq!(store.receive(SCOPE, &[run()], 0).unwrap(), []);
    let whole = store.record(FINDING).unwrap().unwrap();
    // As a build would have left it that could not read the page.
    store
        .transact(|tx| {
            tx.execute_batch(
                "UPDATE entry SET opaque = 1 WHERE number = 2; DELETE FROM about; DELETE FROM record; DELETE FROM record_state",
            )?;
            Ok(())
        })
        .unwrap();
    assert_eq!(store.record(FINDING).unwrap(), None);
    drop(store);
    let store = enrolled(folder.path());
    assert_eq!(store.record(FINDING).unwrap(), Some(whole));
    assert_eq!(store.entries_about(FINDING).unwrap().len(), 1);
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

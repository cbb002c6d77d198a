//! Messages come back as they were sent, nothing from outside panics, and a run is taken only as far as it is true.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a step that fails is a test that fails")]

use book::{
    BookId, Chain, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Opening, RecordId, ScopeId,
    SecretKey,
};
use proptest::prelude::*;
use protocol::{
    Checkpoint, PhotoHash, Problem, Promise, Receipt, Reply, Request, Run, ScopeState, Subject, TabletReport,
    TabletState, lacking, verify_run,
};
use uuid::Uuid;

fn book_of(entries: u64, last_value: &str) -> (Chain, Vec<Entry>) {
    let key = SecretKey::from_bytes(&[7; 32]);
    let opening =
        Opening { device_key: key.public(), scope: ScopeId(Uuid::from_u128(1)), nonce: [2; 16], predecessor: None };
    let first = Entry::open(&key, opening, Clock(1), 0, [3; 16]);
    let mut chain = Chain::begin(&first).unwrap();
    let mut all = vec![first];
    for number in 2..=entries {
        let value = if number == entries { last_value } else { "1" };
        let draft = Draft {
            clock: Clock(number),
            wall: 0,
            quality: ClockQuality::Unchecked,
            author: GrantId([0; 32]),
            catalogue: 1,
            writes: vec![(
                RecordId(Uuid::from_u128(number.into())),
                FieldWrite { field: "n".into(), replaces: vec![] },
                value.into(),
            )],
            key: [4; 16],
        };
        let entry = Entry::write(&key, chain.book, chain.tip, draft).unwrap();
        chain.extend(&entry).unwrap();
        all.push(entry);
    }
    (chain, all)
}

fn run_of(chain: &Chain, entries: &[Entry]) -> Run {
    Run {
        book: chain.book,
        first: entries[0].header.number,
        previous: entries[0].header.previous,
        entries: entries.iter().map(Entry::encode_wire).collect(),
    }
}

fn held(entries: &[Entry]) -> Chain {
    let mut chain = Chain::begin(&entries[0]).unwrap();
    entries[1..].iter().for_each(|entry| chain.extend(entry).unwrap());
    chain
}

fn hash_in(entries: &[Entry]) -> impl FnMut(u64) -> Option<EntryHash> + '_ {
    |number| entries.get(number as usize - 1).map(Entry::hash)
}

#[test]
fn a_new_book_is_taken_whole_and_a_repeated_run_adds_nothing() {
    let (chain, all) = book_of(5, "1");
    let taken = verify_run(None, &run_of(&chain, &all), |_| None);
    assert_eq!((taken.entries.len(), taken.problem), (5, None));
    assert_eq!(taken.chain, Some(chain.clone()));
    let again = verify_run(Some(chain.clone()), &run_of(&chain, &all[1..]), hash_in(&all));
    assert_eq!((again.entries.len(), again.problem), (0, None));
}

#[test]
fn a_run_that_overlaps_what_is_held_adds_only_the_rest() {
    let (chain, all) = book_of(5, "1");
    let taken = verify_run(Some(held(&all[..3])), &run_of(&chain, &all[1..]), hash_in(&all[..3]));
    assert_eq!(taken.entries, all[3..]);
}

#[test]
fn a_gap_and_a_fork_are_told_apart() {
    let (chain, all) = book_of(5, "1");
    let gap = verify_run(Some(held(&all[..2])), &run_of(&chain, &all[3..]), hash_in(&all[..2]));
    assert_eq!(gap.problem, Some(Problem::Gap(4)));
    let (_, other) = book_of(5, "2");
    let fork = verify_run(Some(chain.clone()), &run_of(&chain, &other[3..]), hash_in(&all));
    assert_eq!(fork.problem, Some(Problem::Fork(5)), "two different pages 5 must never pass for one");
    assert!(fork.entries.is_empty());
}

#[test]
fn what_comes_before_a_bad_page_is_taken_and_the_bad_page_is_named() {
    let (chain, all) = book_of(5, "1");
    let mut run = run_of(&chain, &all);
    run.entries[3] = b"not an entry".to_vec();
    let taken = verify_run(None, &run, |_| None);
    assert_eq!(taken.entries.len(), 3);
    assert!(matches!(taken.problem, Some(Problem::Unreadable(4, _))));
}

#[test]
fn lacking_names_only_books_that_the_other_side_holds_less_of() {
    let (chain, all) = book_of(5, "1");
    let mine = [(chain.book, chain.tip)].into();
    assert_eq!(lacking(&mine, &Default::default()), [(chain.book, 0)]);
    let theirs = [(chain.book, held(&all[..3]).tip)].into();
    assert_eq!(lacking(&mine, &theirs), [(chain.book, 3)]);
    assert_eq!(lacking(&theirs, &mine), []);
}

#[test]
fn messages_come_back_as_they_were_sent() {
    let (chain, all) = book_of(3, "1");
    let root = SecretKey::from_bytes(&[1; 32]);
    let state = ScopeState {
        scope: ScopeId(Uuid::from_u128(1)),
        digest: [5; 32],
        tips: Some([(chain.book, chain.tip)].into()),
    };
    let tablet = TabletState {
        pages: 19,
        photos: 8,
        oldest: Some(1_700_000_000_000),
        patrol_ended: None,
        free_mb: Some(12_300),
        version: "0.1.0".into(),
    };
    let request = Request {
        device_time: -5,
        grants: [1; 32],
        scopes: vec![state.clone()],
        backed_up: vec![(chain.book, 2)],
        runs: vec![run_of(&chain, &all)],
        photos: vec![PhotoHash([9; 32])],
        tablet: Some(tablet.clone()),
        asks_for_tablets: true,
        notice: 9,
        checkpoints: vec![(ScopeId(Uuid::from_u128(1)), 12)],
    };
    assert_eq!(Request::decode(&request.encode()).unwrap(), request);
    let receipt = Receipt::sign(&root, Promise::Arrived, Subject::Book(chain.book, chain.tip), 7);
    let photo = Receipt::sign(&root, Promise::BackedUp, Subject::Photo(PhotoHash([9; 32]), 10), 8);
    let reply = Reply {
        office_time: 1,
        scopes: vec![state],
        receipts: vec![receipt, photo],
        runs: vec![run_of(&chain, &all)],
        more: true,
        grants: vec![],
        wanted: vec![(PhotoHash([9; 32]), 3)],
        refused: vec![(chain.book, 4)],
        tablets: Some(vec![
            TabletReport { code: "W12".into(), heard_at: 9, standing: true, said: Some((-400, tablet)) },
            TabletReport { code: "W13".into(), heard_at: 10, standing: false, said: None },
        ]),
        notice: Some(protocol::Notice::sign(&root, book::SealingKey([4; 32]), true, 9)),
        checkpoints: vec![Checkpoint::sign(&root, ScopeId(Uuid::from_u128(1)), 13, [(&chain.book, &chain.tip)])],
    };
    assert_eq!(Reply::decode(&reply.encode()).unwrap(), reply);
}

#[test]
fn a_receipt_for_another_page_or_another_promise_does_not_verify() {
    let root = SecretKey::from_bytes(&[1; 32]);
    let (chain, _) = book_of(3, "1");
    let receipt = Receipt::sign(&root, Promise::Arrived, Subject::Book(chain.book, chain.tip), 7);
    assert!(receipt.verifies(&root.public()));
    assert!(!Receipt { promise: Promise::BackedUp, ..receipt }.verifies(&root.public()));
    let mut tip = chain.tip;
    tip.number += 1;
    assert!(!Receipt { subject: Subject::Book(chain.book, tip), ..receipt }.verifies(&root.public()));
}

proptest! {
    #[test]
    fn no_bytes_from_outside_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Request::decode(&bytes);
        let _ = Reply::decode(&bytes);
        let _ = protocol::unpack(&bytes);
        let run = Run { book: BookId([0; 32]), first: 1, previous: EntryHash([0; 32]), entries: vec![bytes] };
        prop_assert!(verify_run(None, &run, |_| None).entries.is_empty());
    }
}

//! Messages come back as they were sent, nothing from outside panics, and a run is taken only as far as it is true.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a step that fails is a test that fails")]

use book::{
    Base, BookId, Broken, Chain, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Line, Malformed,
    Opening, Page, RecordId, ScopeId, SecretKey, Tip, Writer,
};
use proptest::prelude::*;
use protocol::{
    Checkpoint, Lacking, PhotoHash, Problem, Promise, Receipt, Reply, Request, Run, ScopeState, Subject, TabletReport,
    TabletState, Tips, UnlockKey, lacking, limits, verify_run,
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

fn hash_in(entries: &[Entry]) -> impl FnMut(BookId, u64) -> Option<EntryHash> + '_ {
    |_, number| entries.get(number as usize - 1).map(Entry::hash)
}

#[test]
fn a_new_book_is_taken_whole_and_a_repeated_run_adds_nothing() {
    let (chain, all) = book_of(5, "1");
    let taken = verify_run(&[], &run_of(&chain, &all), |_, _| None);
    assert_eq!((taken.pages.len(), taken.problem), (5, None));
    assert_eq!(taken.chain, Some(chain.clone()));
    let again = verify_run(std::slice::from_ref(&chain), &run_of(&chain, &all[1..]), hash_in(&all));
    assert_eq!((again.pages.len(), again.problem), (0, None));
}

#[test]
fn a_run_that_overlaps_what_is_held_adds_only_the_rest() {
    let (chain, all) = book_of(5, "1");
    let taken = verify_run(&[held(&all[..3])], &run_of(&chain, &all[1..]), hash_in(&all[..3]));
    let new: Vec<_> = all[3..].iter().cloned().map(Page::from).collect();
    assert_eq!(taken.pages, new);
}

#[test]
fn a_gap_and_a_fork_are_told_apart() {
    let (chain, all) = book_of(5, "1");
    let gap = verify_run(&[held(&all[..2])], &run_of(&chain, &all[3..]), hash_in(&all[..2]));
    assert_eq!(gap.problem, Some(Problem::Gap(4)));
    let elsewhere = Run { previous: EntryHash([9; 32]), ..run_of(&chain, &all[3..]) };
    let fork = verify_run(std::slice::from_ref(&chain), &elsewhere, hash_in(&all));
    assert_eq!(fork.problem, Some(Problem::Fork(3)), "it goes on from another page 3");
    assert!(fork.pages.is_empty());
    let ahead = Run { entries: vec![], ..run_of(&chain, &all[3..]) };
    let asked = verify_run(&[held(&all[..2])], &ahead, hash_in(&all[..2]));
    assert_eq!(asked.problem, Some(Problem::Fork(3)), "who only asks is told that page 3 is not held");
}

#[test]
fn another_page_of_one_number_begins_a_branch_that_goes_on_by_itself() {
    let (chain, all) = book_of(5, "1");
    let (_, other) = book_of(6, "2");
    assert_eq!(all[3].hash(), other[3].hash(), "the two share four pages");
    let mut other = other;
    other[4] = {
        let (_, five) = book_of(5, "2");
        five[4].clone()
    };
    let held = std::slice::from_ref(&chain);
    let taken = verify_run(held, &run_of(&chain, &other[3..5]), hash_in(&all));
    assert_eq!((taken.problem, taken.pages.len()), (None, 1));
    let branch = taken.chain.unwrap();
    assert_eq!(branch.base, Some(Base { line: chain.line, tip: held_tip(&all[3]) }));
    assert_eq!((branch.line.0, branch.tip.number, branch.book), (other[4].hash().0, 5, chain.book));
    let again = verify_run(&[chain.clone(), branch.clone()], &run_of(&chain, &other[3..5]), hash_in(&all));
    assert_eq!((again.problem, again.pages.len()), (None, 0), "a branch that is held is not begun twice");
    assert_eq!(again.chain, Some(branch));
}

fn held_tip(entry: &Entry) -> Tip {
    Tip { number: entry.header.number, hash: entry.hash() }
}

fn later(chain: &Chain, wires: &mut Vec<Vec<u8>>, at: &mut Tip) {
    let key = SecretKey::from_bytes(&[7; 32]);
    let mut header = Writer::new();
    header.u8(9).fixed(&chain.book.0).number(at.number + 1).fixed(&at.hash.0).fixed(b"of a later build");
    let header = header.finish();
    *at = Tip { number: at.number + 1, hash: EntryHash::of_header(&header) };
    let mut wire = Writer::new();
    wire.u8(0).bytes(&header).fixed(&key.sign("entry", &at.hash.0).0).bytes(b"body");
    wires.push(wire.finish());
}

fn next(chain: &Chain, at: &mut Tip) -> Entry {
    let draft = Draft {
        clock: Clock(at.number),
        wall: 0,
        quality: ClockQuality::Unchecked,
        author: GrantId([0; 32]),
        catalogue: 1,
        writes: vec![(
            RecordId(Uuid::from_u128(at.number.into())),
            FieldWrite { field: "n".into(), replaces: vec![] },
            b"1".to_vec(),
        )],
        key: [4; 16],
    };
    let entry = Entry::write(&SecretKey::from_bytes(&[7; 32]), chain.book, *at, draft).unwrap();
    *at = held_tip(&entry);
    entry
}

#[test]
fn a_page_of_a_later_build_in_the_middle_of_a_book_holds_up_nothing() {
    let (chain, all) = book_of(3, "1");
    let (mut at, mut wires) = (chain.tip, Vec::new());
    later(&chain, &mut wires, &mut at);
    wires.push(next(&chain, &mut at).encode_wire());
    let run = Run { book: chain.book, first: 4, previous: chain.tip.hash, entries: wires.clone() };
    let taken = verify_run(std::slice::from_ref(&chain), &run, hash_in(&all));
    assert_eq!(taken.problem, None);
    assert_eq!(taken.chain.unwrap().tip, at);
    let opaque: Vec<_> = taken.pages.iter().map(|page| page.entry().is_none()).collect();
    assert_eq!(opaque, [true, false]);
    let back: Vec<_> = taken.pages.iter().map(Page::encode_wire).collect();
    assert_eq!(back, wires, "it goes on to others as it came");
}

#[test]
fn a_page_with_a_wrong_signature_is_taken_only_when_the_device_went_on_from_it() {
    let (chain, all) = book_of(3, "1");
    let mut at = chain.tip;
    let mut bad = next(&chain, &mut at);
    bad.signature = SecretKey::from_bytes(&[8; 32]).sign("entry", &bad.hash().0);
    let after = next(&chain, &mut at);
    let run = |entries: &[&Entry]| Run {
        book: chain.book,
        first: 4,
        previous: chain.tip.hash,
        entries: entries.iter().map(|entry| entry.encode_wire()).collect(),
    };
    let verify = |run: &Run| verify_run(std::slice::from_ref(&chain), run, hash_in(&all));
    let alone = verify(&run(&[&bad]));
    assert_eq!(alone.problem, Some(Problem::Broken(Broken::Signature(4))), "nobody else may take the number");
    assert_eq!((alone.pages.len(), alone.chain), (0, Some(chain.clone())));
    let vouched = verify(&run(&[&bad, &after]));
    assert_eq!((vouched.problem, vouched.pages.len()), (None, 2));
    assert!(vouched.pages[0].entry().is_none(), "but it is not applied");
    assert!(vouched.pages[1].entry().is_some());
}

#[test]
fn what_comes_before_a_bad_page_is_taken_and_the_bad_page_is_named() {
    let (chain, all) = book_of(5, "1");
    let mut run = run_of(&chain, &all);
    run.entries[3] = b"not an entry".to_vec();
    let taken = verify_run(&[], &run, |_, _| None);
    assert_eq!(taken.pages.len(), 3);
    assert!(matches!(taken.problem, Some(Problem::Unreadable(4, _))), "it has no place, no hash and no signature");
}

/// What one side sends to another, where it holds the pages of `lines` by these hashes.
fn sends(mine: &[Chain], theirs: &Tips, pages: &[(BookId, &[Entry])]) -> Lacking {
    let lines: Vec<Line> = mine
        .iter()
        .map(|chain| Line { book: chain.book, line: chain.line, base: chain.base, tip: chain.tip })
        .collect();
    let line_of = |_, tip: Tip| {
        let on = |(_, entries): &&(BookId, &[Entry])| entries.iter().any(|entry| held_tip(entry) == tip);
        Ok::<_, std::convert::Infallible>(pages.iter().find(on).map(|(line, _)| *line))
    };
    lacking(&lines, theirs, line_of).unwrap()
}

#[test]
fn lacking_names_only_books_that_the_other_side_holds_less_of() {
    let (chain, all) = book_of(5, "1");
    let less = held(&all[..3]);
    let tips = |chain: &Chain| Tips::from([(chain.book, chain.tip)]);
    let after =
        |mine: &Chain, theirs: &Tips, pages: &[Entry]| sends(std::slice::from_ref(mine), theirs, &[(mine.line, pages)]);
    assert_eq!(after(&chain, &Tips::new(), &all).after, [(chain.book, 0)]);
    assert_eq!(after(&chain, &tips(&less), &all).after, [(chain.book, 3)]);
    assert_eq!(after(&chain, &tips(&chain), &all), Lacking::default());
    let ahead = after(&less, &tips(&chain), &all[..3]);
    assert_eq!((ahead.after, ahead.unclear), (vec![], vec![chain.book]), "nothing is known of a page that is not held");
}

#[test]
fn of_a_book_with_branches_each_is_sent_from_where_it_parts() {
    let (trunk, all) = book_of(5, "1");
    let (_, other) = book_of(5, "2");
    let branch = verify_run(std::slice::from_ref(&trunk), &run_of(&trunk, &other[4..]), hash_in(&all)).chain.unwrap();
    let mine = [trunk.clone(), branch.clone()];
    let pages: [(BookId, &[Entry]); 2] = [(trunk.line, &all), (branch.line, &other[4..])];
    let tips = |tips: &[Tip]| tips.iter().map(|tip| (trunk.book, *tip)).collect::<Tips>();
    assert_eq!(sends(&mine, &tips(&[trunk.tip]), &pages).after, [(branch.line, 4)]);
    assert_eq!(sends(&mine, &tips(&[branch.tip]), &pages).after, [(trunk.line, 4)]);
    assert_eq!(sends(&mine, &tips(&[held_tip(&all[1])]), &pages).after, [(trunk.line, 2), (branch.line, 4)]);
    assert_eq!(sends(&mine, &Tips::new(), &pages).after, [(trunk.line, 0), (branch.line, 4)]);
    assert_eq!(sends(&mine, &tips(&[trunk.tip, branch.tip]), &pages), Lacking::default());
    let digest = |mine: &[Tip]| tips(mine).digest();
    assert_eq!(digest(&[trunk.tip, branch.tip]), digest(&[branch.tip, trunk.tip]), "which came first is no matter");
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
        restricted: 11,
        checkpoints: vec![(ScopeId(Uuid::from_u128(1)), 12)],
    };
    assert_eq!(Request::decode(&request.encode()).unwrap(), request);
    let receipt = Receipt::sign(&root, Promise::Arrived, Subject::Book(chain.book, chain.tip), 7);
    let photo = Receipt::sign(&root, Promise::BackedUp, Subject::Photo(PhotoHash([9; 32]), 10), 8);
    let reply = Reply {
        office_time: 1,
        scopes: vec![state.clone()],
        own: vec![ScopeState { scope: ScopeId(Uuid::from_u128(2)), ..state }],
        receipts: vec![receipt, photo],
        runs: vec![run_of(&chain, &all)],
        more: true,
        grants: vec![],
        wanted: vec![(PhotoHash([9; 32]), 3)],
        refused: vec![(chain.book, 4)],
        tablets: Some(vec![
            TabletReport {
                code: "W12".into(),
                heard_at: 9,
                standing: true,
                said: Some((-400, tablet)),
                unlock: Some(UnlockKey::of(&[5; 32])),
            },
            TabletReport { code: "W13".into(), heard_at: 10, standing: false, said: None, unlock: None },
        ]),
        notice: Some(protocol::Notice::sign(&root, book::SealingKey([4; 32]), true, 9)),
        restricted: Some(protocol::RestrictedPart::sign(
            &root,
            &root.public(),
            ScopeId(Uuid::from_u128(1)).restricted(),
            [5; 32],
            vec![book::GrantId([6; 32])],
            11,
        )),
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
        prop_assert!(verify_run(&[], &run, |_, _| None).pages.is_empty());
    }
}

#[test]
fn no_entry_follows_the_one_that_fills_a_message() {
    let page = |bytes: usize| vec![7; bytes];
    let run = |entries| Run { book: BookId([1; 32]), first: 2, previous: EntryHash([2; 32]), entries };
    let read = |runs| Request::decode(&Request { runs, ..Request::default() }.encode());
    let half = limits::PAGE_BYTES / 2;
    // The third is over what is left by one byte, as the one entry that a sender always sends may be.
    let filled = vec![run(vec![page(half)]), run(vec![page(half - 1), page(2)])];
    assert_eq!(read(filled.clone()).unwrap().runs.len(), 2);
    let more = [filled, vec![run(vec![page(1)])]].concat();
    let limit = limits::PAGE_BYTES;
    assert_eq!(read(more), Err(Malformed::OverLimit { what: "bytes of entries", limit }));
}

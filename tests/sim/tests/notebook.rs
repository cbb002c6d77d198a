//! What any tablet's store must do for the exchange: the real one and the simulator's are held to the same behaviour.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use book::{
    BookId, Chain, Clock, ClockQuality, DeviceId, Draft, Entry, EntryHash, FieldWrite, Grant, GrantId, Opening,
    RecordId, ScopeId, SecretKey, Tip, UserId, Writer,
};
use domain::catalogue::Catalogue;
use protocol::{PhotoHash, Promise, Receipt, Run, Subject};
use record::Verdict;
use serde_json::{Value, json};
use sim::chance;
use sim::tablet::{Machine, Memory, Real};
use std::sync::Arc;
use store::{Enrolment, NewPhoto};
use sync::Notebook;
use uuid::Uuid;

const NOW: i64 = 1_760_000_000_000;
const SCOPE: ScopeId = ScopeId(Uuid::from_u128(7));
const AUTHOR: GrantId = GrantId([5; 32]);

fn root() -> SecretKey {
    SecretKey::from_bytes(&[9; 32])
}

fn record(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

/// Runs a story on an enrolled tablet of each kind.
fn on_each(story: impl Fn(&mut dyn Machine)) {
    chance::begin(1);
    let real = Real::new(Arc::new(Catalogue::built_in().unwrap())).unwrap();
    let memory = Memory::new(SecretKey::from_bytes(&chance::bytes()), None);
    let machines: [Box<dyn Machine>; 2] = [Box::new(real), Box::new(memory)];
    for mut machine in machines {
        let enrolment = Enrolment {
            office: "https://office.example".into(),
            device: DeviceId(Uuid::from_u128(1)),
            book_code: "W01".into(),
            token: "0".repeat(64),
            root: root().public(),
            council: "Demo council".into(),
            team: "Team 1".into(),
            scope: SCOPE,
            demo: true,
        };
        let grant = Grant {
            user: UserId(Uuid::from_u128(2)),
            name: "Demo warden A".into(),
            device: enrolment.device,
            device_key: machine.key().unwrap().public(),
            code: "W01".into(),
            role: "warden".into(),
            scope: SCOPE,
            from: 0,
            until: i64::MAX,
        };
        machine.enrol(&enrolment, &grant.sign(&root()), NOW).unwrap();
        story(&mut *machine);
    }
}

fn said(machine: &dyn Machine, id: RecordId) -> Option<Value> {
    machine.record(id).unwrap().and_then(|record| record.value("description").cloned())
}

fn say(machine: &dyn Machine, id: RecordId, text: &str) -> EntryHash {
    machine.write(AUTHOR, vec![(id, "description".into(), json!(text))], NOW).unwrap()
}

/// Another's book: an opening and one page for each list of writes.
fn book_of(key: &SecretKey, scope: ScopeId, pages: Vec<Vec<(RecordId, FieldWrite, Vec<u8>)>>) -> (Chain, Vec<Entry>) {
    let opening = Opening { device_key: key.public(), scope, nonce: [1; 16], predecessor: None };
    let first = Entry::open(key, opening, Clock(1), NOW, [2; 16]);
    let mut chain = Chain::begin(&first).unwrap();
    let mut entries = vec![first];
    for writes in pages {
        let (author, quality) = (AUTHOR, ClockQuality::Checked);
        let draft = Draft { clock: Clock(2), wall: NOW, quality, author, catalogue: 1, writes, key: [3; 16] };
        let entry = Entry::write(key, chain.book, chain.tip, draft).unwrap();
        chain.extend(&entry).unwrap();
        entries.push(entry);
    }
    (chain, entries)
}

fn description(id: RecordId, text: &str) -> Vec<(RecordId, FieldWrite, Vec<u8>)> {
    vec![(id, FieldWrite { field: "description".into(), replaces: vec![] }, json!(text).to_string().into_bytes())]
}

fn run_of(chain: &Chain, entries: &[Entry]) -> Run {
    let entries = entries.iter().map(Entry::encode_wire).collect();
    Run { book: chain.book, first: 1, previous: EntryHash([0; 32]), entries }
}

#[test]
fn a_page_is_written_read_and_given_out_within_its_limits() {
    on_each(|machine| {
        say(machine, record(1), "Two needles");
        let last = say(machine, record(1), "Three needles");
        assert_eq!(said(machine, record(1)), Some(json!("Three needles")));
        let store = machine.notebook().unwrap();
        let own = store.own_book().unwrap().unwrap();
        assert_eq!((own.tip, own.arrived, own.backed_up), (Tip { number: 3, hash: last }, 0, 0));
        assert_eq!(store.lines(SCOPE).unwrap().len(), 1);
        assert_eq!(store.hash_at(own.book, 3).unwrap(), Some(last));
        assert_eq!(store.hash_at(own.book, 4).unwrap(), None);
        assert_eq!(store.run(own.book, 0, 2, 1 << 20).unwrap().unwrap().entries.len(), 2);
        assert_eq!(store.run(own.book, 1, 9, 1).unwrap().unwrap().entries.len(), 1, "at least one, whatever its size");
        assert_eq!(store.run(own.book, 3, 9, 1 << 20).unwrap(), None);
        assert_eq!(store.run(own.book, 7, 9, 1 << 20).unwrap(), None, "nothing after a page that is not held");
    });
}

#[test]
fn another_s_book_is_taken_once_however_often_it_comes() {
    on_each(|machine| {
        let (chain, entries) = book_of(&SecretKey::from_bytes(&[8; 32]), SCOPE, vec![description(record(2), "Sacks")]);
        for _ in 0..2 {
            let problems = machine.notebook().unwrap().receive(SCOPE, &[run_of(&chain, &entries)], NOW).unwrap();
            assert_eq!(problems, []);
        }
        assert_eq!(said(machine, record(2)), Some(json!("Sacks")));
        assert_eq!(tip_of(machine.notebook().unwrap(), chain.book), Some(chain.tip));
    });
}

#[test]
fn a_bad_page_stops_its_own_book_there_and_no_other() {
    on_each(|machine| {
        let pages = vec![description(record(2), "Sacks"), description(record(3), "Tyres")];
        let (bad, entries) = book_of(&SecretKey::from_bytes(&[8; 32]), SCOPE, pages);
        let mut run = run_of(&bad, &entries);
        let last = run.entries.last_mut().unwrap();
        *last.last_mut().unwrap() ^= 1;
        let (good, others) = book_of(&SecretKey::from_bytes(&[6; 32]), SCOPE, vec![description(record(4), "A car")]);
        let store = machine.notebook().unwrap();
        let problems = store.receive(SCOPE, &[run, run_of(&good, &others)], NOW).unwrap();
        assert_eq!(problems.iter().map(|(book, _)| *book).collect::<Vec<_>>(), [bad.book]);
        assert_eq!(tip_of(store, bad.book).unwrap().number, 2, "what was good before it is kept");
        assert_eq!(said(machine, record(3)), None);
        assert_eq!(said(machine, record(4)), Some(json!("A car")));
    });
}

#[test]
fn a_book_of_another_team_is_not_taken() {
    on_each(|machine| {
        let other = ScopeId(Uuid::from_u128(8));
        let (chain, entries) = book_of(&SecretKey::from_bytes(&[8; 32]), other, vec![description(record(2), "Sacks")]);
        machine.notebook().unwrap().receive(SCOPE, &[run_of(&chain, &entries)], NOW).unwrap();
        assert_eq!(said(machine, record(2)), None);
        assert_eq!(machine.notebook().unwrap().lines(other).unwrap().len(), 0);
    });
}

#[test]
fn only_a_receipt_for_the_page_that_is_held_moves_anything_and_only_backed_up_falls_back() {
    on_each(|machine| {
        say(machine, record(1), "Two needles");
        let store = machine.notebook().unwrap();
        let own = store.own_book().unwrap().unwrap();
        let keep = |promise, number, hash| {
            let subject = Subject::Book(own.book, Tip { number, hash });
            store.keep_receipts(&[Receipt::sign(&root(), promise, subject, NOW)]).unwrap();
            let own = store.own_book().unwrap().unwrap();
            (own.arrived, own.backed_up)
        };
        let first = store.hash_at(own.book, 1).unwrap().unwrap();
        assert_eq!(keep(Promise::Arrived, 2, EntryHash([1; 32])), (0, 0), "another page of that number");
        assert_eq!(keep(Promise::BackedUp, 2, own.tip.hash), (2, 2));
        assert_eq!(keep(Promise::Arrived, 1, first), (2, 2));
        assert_eq!(keep(Promise::BackedUp, 1, first), (2, 1));
    });
}

#[test]
fn a_verdict_takes_a_page_out_of_the_sums_of_all_but_its_own_tablet() {
    on_each(|machine| {
        let (chain, entries) = book_of(&SecretKey::from_bytes(&[8; 32]), SCOPE, vec![description(record(2), "Sacks")]);
        let own_page = say(machine, record(1), "Two needles");
        let store = machine.notebook().unwrap();
        let own = store.own_book().unwrap().unwrap();
        let verdicts = [
            Verdict { entry: chain.tip.hash, book: chain.book, page: 2, reason: "withdrawn".into() },
            Verdict { entry: own_page, book: own.book, page: own.tip.number, reason: "withdrawn".into() },
        ];
        let writes = vec![verdicts[0].writes(record(20)), verdicts[1].writes(record(21))];
        let (office, office_pages) = book_of(&root(), SCOPE, writes);
        let other = run_of(&chain, &entries);
        store.receive(SCOPE, std::slice::from_ref(&other), NOW).unwrap();
        assert_eq!(said(machine, record(2)), Some(json!("Sacks")));
        store.receive(SCOPE, &[run_of(&office, &office_pages)], NOW).unwrap();
        assert_eq!(said(machine, record(2)), None);
        assert_eq!(said(machine, record(1)), Some(json!("Two needles")));
    });
}

#[test]
fn a_page_that_cannot_be_read_is_held_in_its_place_and_what_follows_counts() {
    on_each(|machine| {
        let key = SecretKey::from_bytes(&[8; 32]);
        let (chain, entries) = book_of(&key, SCOPE, vec![]);
        let mut run = run_of(&chain, &entries);
        let mut header = Writer::new();
        header.u8(2).fixed(&chain.book.0).number(2).fixed(&chain.tip.hash.0).fixed(b"of a later build");
        let (header, mut page) = (header.finish(), Writer::new());
        let opaque = Tip { number: 2, hash: EntryHash::of_header(&header) };
        page.u8(0).bytes(&header).fixed(&key.sign("entry", &opaque.hash.0).0).bytes(b"its body");
        let page = page.finish();
        run.entries.push(page.clone());
        let store = machine.notebook().unwrap();
        assert_eq!(store.receive(SCOPE, &[run], NOW).unwrap(), []);
        assert_eq!(tip_of(store, chain.book), Some(opaque));
        assert_eq!(store.line_of(chain.book, opaque).unwrap(), Some(chain.book));
        assert_eq!(store.run(chain.book, 1, 9, 1 << 20).unwrap().unwrap().entries, [page], "byte for byte");
        let verdict = Verdict { entry: opaque.hash, book: chain.book, page: 2, reason: "newer_form".into() };
        let (office, office_pages) = book_of(&root(), SCOPE, vec![verdict.writes(record(9))]);
        assert_eq!(store.receive(SCOPE, &[run_of(&office, &office_pages)], NOW).unwrap(), []);
        let draft = Draft {
            clock: Clock(2),
            wall: NOW,
            quality: ClockQuality::Checked,
            author: AUTHOR,
            catalogue: 1,
            writes: description(record(2), "Sacks"),
            key: [3; 16],
        };
        let after = Entry::write(&key, chain.book, opaque, draft).unwrap().encode_wire();
        let run = Run { book: chain.book, first: 3, previous: opaque.hash, entries: vec![after] };
        assert_eq!(store.receive(SCOPE, &[run], NOW).unwrap(), []);
        assert_eq!(said(machine, record(2)), Some(json!("Sacks")));
    });
}

#[test]
fn own_photos_wait_until_they_are_signed_for_and_those_of_others_are_fetched() {
    on_each(|machine| {
        let photo = NewPhoto { bytes: b"own", mime: "image/jpeg", thumbnail: &[], own: true };
        let row = |hash: PhotoHash, bytes: usize| {
            json!({"sha256": hash.to_string(), "bytes": bytes, "mime": "image/jpeg", "width": 1, "height": 1,
                "taken_at": "2025-10-09T08:00:00Z"})
        };
        let own = machine.notebook().unwrap().add_photo(photo).unwrap();
        assert_eq!(machine.notebook().unwrap().photos_to_send().unwrap(), [], "no page names it yet");
        machine.write(AUTHOR, vec![(record(1), format!("photo/{own}"), row(own, 3))], NOW).unwrap();
        machine.restart().unwrap();
        let other = PhotoHash([4; 32]);
        let field = FieldWrite { field: format!("photo/{other}"), replaces: vec![] };
        let theirs = vec![vec![(record(2), field, row(other, 5).to_string().into_bytes())]];
        let (chain, entries) = book_of(&SecretKey::from_bytes(&[8; 32]), SCOPE, theirs);
        let store = machine.notebook().unwrap();
        store.receive(SCOPE, &[run_of(&chain, &entries)], NOW).unwrap();
        let names = |photos: Vec<store::PhotoToSend>| photos.into_iter().map(|one| one.hash).collect::<Vec<_>>();
        assert_eq!(names(store.photos_to_send().unwrap()), [own]);
        assert_eq!(names(store.photos_to_fetch(9).unwrap()), [other]);
        assert_eq!(store.photo_bytes(own).unwrap(), b"own");
        for (promise, left) in [(Promise::Arrived, 1), (Promise::BackedUp, 0)] {
            let wrong = Receipt::sign(&root(), promise, Subject::Photo(own, 4), NOW);
            store.keep_receipts(&[wrong]).unwrap();
            let right = Receipt::sign(&root(), promise, Subject::Photo(own, 3), NOW);
            store.keep_receipts(&[right]).unwrap();
            assert_eq!(store.photos_to_ask(9).unwrap().len(), left);
            assert_eq!(names(store.photos_to_send().unwrap()), []);
        }
        assert_eq!(store.photos_held(9).unwrap(), [own], "the other's bytes are not here");
        let fetched = NewPhoto { bytes: b"other's", own: false, ..photo };
        let fetched = store.add_photo(fetched).unwrap();
        assert_eq!(store.photos_held(9).unwrap(), [own], "no page names it");
        let change = (record(1), format!("photo/{fetched}"), row(fetched, 7));
        machine.write(AUTHOR, vec![change], NOW).unwrap();
        assert_eq!(machine.notebook().unwrap().photos_held(9).unwrap(), [own, fetched]);
    });
}

#[test]
fn what_was_kept_is_there_after_a_restart_and_what_was_put_back_is_as_it_was_copied() {
    on_each(|machine| {
        say(machine, record(1), "Two needles");
        machine.copy().unwrap();
        say(machine, record(1), "Three needles");
        machine.restart().unwrap();
        assert_eq!(said(machine, record(1)), Some(json!("Three needles")));
        assert!(machine.put_back().unwrap());
        assert_eq!(said(machine, record(1)), Some(json!("Two needles")));
        machine.notebook().unwrap().photos_were_asked_about(NOW).unwrap();
        assert_eq!(machine.notebook().unwrap().photos_asked_about_at().unwrap(), Some(NOW));
    });
}

fn tip_of(store: &dyn Notebook, book: BookId) -> Option<Tip> {
    store.lines(SCOPE).unwrap().iter().find(|line| line.line == book).map(|line| line.tip)
}

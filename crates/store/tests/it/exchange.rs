//! Runs between two tablets, and receipts: only what is verified is kept, and only what is signed for moves a promise.

use crate::tablet::{NOW, Tablet, exchange, other_hash, photo_row, record, root, scope};
use book::{Broken, Tip};
use protocol::{PhotoHash, Problem, Promise, Receipt, Subject};
use serde_json::json;
use store::{Change, NewPhoto, PhotoAt};

#[test]
fn what_two_wardens_wrote_apart_stands_in_two_versions_on_both_tablets_until_one_settles_it() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    exchange(&a, &b);
    a.describe(record(1), "Four needles");
    b.describe(record(1), "Five needles");
    assert!(!a.two_versions(record(1)), "nothing has travelled yet");
    exchange(&a, &b);
    assert!(a.two_versions(record(1)) && b.two_versions(record(1)));
    assert_eq!(a.store.record(record(1)).unwrap(), b.store.record(record(1)).unwrap());
    let standing = |tablet: &Tablet| tablet.store.record(record(1)).unwrap().unwrap().heads("description").len();
    assert_eq!(standing(&a), 2, "both versions must stay");

    b.describe(record(1), "Four needles and a syringe");
    exchange(&a, &b);
    assert!(!a.two_versions(record(1)) && !b.two_versions(record(1)));
    assert_eq!(a.shown(record(1), "description"), json!("Four needles and a syringe"));
    assert_eq!(a.store.tips(scope()).unwrap(), b.store.tips(scope()).unwrap());
}

#[test]
fn different_fields_of_one_finding_merge_without_two_versions() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    exchange(&a, &b);
    a.describe(record(1), "Four needles");
    b.write(vec![Change::new(record(1), "source", "resident")]);
    exchange(&a, &b);
    for tablet in [&a, &b] {
        assert!(!tablet.two_versions(record(1)));
        assert_eq!(tablet.shown(record(1), "description"), json!("Four needles"));
        assert_eq!(tablet.shown(record(1), "source"), json!("resident"));
    }
}

#[test]
fn taking_the_same_run_again_changes_nothing() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    let runs = a.runs_for(&b);
    for _ in 0..3 {
        assert_eq!(b.store.receive(scope(), &runs, NOW).unwrap(), []);
    }
    assert_eq!(b.store.entries_about(record(1)).unwrap().len(), 1);
    assert_eq!(b.store.count(&store::Filter::default(), 10).unwrap(), 1);
}

#[test]
fn a_page_with_a_bad_signature_leaves_nothing_and_the_true_one_is_taken_afterwards() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    exchange(&a, &b);
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    let honest = a.runs_for(&b);
    let mut forged = honest.clone();
    // The last byte of a page is the end of its last value.
    *forged[0].entries[0].last_mut().unwrap() ^= 1;
    let before = b.store.tips(scope()).unwrap();
    let page = forged[0].first;
    let book = forged[0].book;
    assert_eq!(b.store.receive(scope(), &forged, NOW).unwrap(), [(book, Problem::Broken(Broken::Signature(page)))]);
    assert_eq!(b.store.tips(scope()).unwrap(), before);
    assert!(b.store.record(record(1)).unwrap().is_none());
    assert_eq!(b.store.receive(scope(), &honest, NOW).unwrap(), []);
    assert!(b.store.record(record(1)).unwrap().is_some());
}

#[test]
fn a_run_with_a_gap_before_it_is_not_taken() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    a.describe(record(1), "More needles");
    let book = a.store.own_book().unwrap().unwrap().book;
    let late = a.store.run(book, 2, 10, 1 << 20).unwrap().unwrap();
    assert_eq!(b.store.receive(scope(), &[late], NOW).unwrap(), [(book, Problem::Gap(3))]);
    assert!(b.store.tips(scope()).unwrap().of(book).next().is_none());
}

#[test]
fn a_book_of_another_scope_is_not_taken_in() {
    let (a, b) = (Tablet::new(0), Tablet::new(1));
    a.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    let elsewhere = book::ScopeId(uuid::Uuid::from_u128(8));
    b.store.receive(elsewhere, &a.runs_for(&b), NOW).unwrap();
    assert!(b.store.record(record(1)).unwrap().is_none());
    assert_eq!(b.store.tips(scope()).unwrap().len(), 1, "only its own book");
    assert!(b.store.tips(elsewhere).unwrap().is_empty());
}

#[test]
fn a_run_goes_up_to_its_budget_and_always_has_one_page() {
    let tablet = Tablet::new(0);
    for number in 1..=5 {
        tablet.finding(record(number), "2025-03-18T09:00:00Z", "Needles");
    }
    let book = tablet.store.own_book().unwrap().unwrap().book;
    let run = |after, pages, bytes| tablet.store.run(book, after, pages, bytes).unwrap();
    assert_eq!(run(0, 500, 1 << 20).unwrap().entries.len(), 6);
    assert_eq!(run(2, 3, 1 << 20).unwrap().entries.len(), 3);
    assert_eq!(run(2, 3, 1).unwrap().entries.len(), 1);
    assert_eq!(run(6, 500, 1 << 20), None);
    assert_eq!(run(7, 500, 1 << 20), None, "a page that is not held has no successors");
}

#[test]
fn a_receipt_for_another_page_than_the_one_here_moves_nothing() {
    let tablet = Tablet::new(0);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    let own = tablet.store.own_book().unwrap().unwrap();
    let forked = Tip { number: own.tip.number, hash: other_hash() };
    let ahead = Tip { number: own.tip.number + 1, hash: other_hash() };
    for tip in [forked, ahead] {
        for promise in [Promise::Arrived, Promise::BackedUp] {
            let receipt = Receipt::sign(&root(), promise, Subject::Book(own.book, tip), NOW);
            tablet.store.keep_receipts(&[receipt]).unwrap();
        }
    }
    assert_eq!(tablet.store.own_book().unwrap(), Some(own));
    assert_eq!(tablet.store.receipt(&own.book.0, Promise::Arrived).unwrap(), None, "nor is it kept");
}

#[test]
fn pages_and_photos_go_from_this_tablet_to_arrived_to_backed_up_by_receipts_alone() {
    let tablet = Tablet::new(0);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    let photo = NewPhoto { bytes: b"a photo", mime: "image/jpeg", thumbnail: b"small", own: true };
    let hash = tablet.store.add_photo(photo).unwrap();
    tablet.write(vec![Change::new(record(1), format!("photo/{hash}"), photo_row(hash, 7))]);
    let own = tablet.store.own_book().unwrap().unwrap();
    let sign = |promise, subject| {
        tablet.store.keep_receipts(&[Receipt::sign(&root(), promise, subject, NOW)]).unwrap();
        let counts = tablet.store.whereabouts().unwrap();
        (counts.pages, counts.photos, tablet.store.found(record(1)).unwrap().unwrap().arrival)
    };
    let counts = tablet.store.whereabouts().unwrap();
    assert_eq!((counts.pages, counts.photos), ([3, 0, 0], [1, 0, 0]));

    let book = Subject::Book(own.book, own.tip);
    assert_eq!(sign(Promise::Arrived, book), ([0, 3, 0], [1, 0, 0], PhotoAt::OnThisTablet));
    let wrong_length = Subject::Photo(hash, 8);
    assert_eq!(sign(Promise::Arrived, wrong_length).1, [1, 0, 0], "a receipt for another length says nothing");
    let another = Subject::Photo(PhotoHash([1; 32]), 7);
    assert_eq!(sign(Promise::BackedUp, another).1, [1, 0, 0]);
    assert_eq!(sign(Promise::Arrived, Subject::Photo(hash, 7)), ([0, 3, 0], [0, 1, 0], PhotoAt::Arrived));
    assert_eq!(sign(Promise::BackedUp, book), ([0, 0, 3], [0, 1, 0], PhotoAt::Arrived), "its photo is not backed up");
    assert_eq!(sign(Promise::BackedUp, Subject::Photo(hash, 7)), ([0, 0, 3], [0, 0, 1], PhotoAt::BackedUp));

    tablet.describe(record(1), "More needles");
    let counts = tablet.store.whereabouts().unwrap();
    assert_eq!(counts.pages, [1, 0, 3], "a later page begins again on this tablet");
    assert_eq!(tablet.store.found(record(1)).unwrap().unwrap().arrival, PhotoAt::OnThisTablet);
}

#[test]
fn backed_up_falls_back_when_the_office_signs_for_less() {
    let tablet = Tablet::new(0);
    let first = tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    tablet.describe(record(1), "More needles");
    let own = tablet.store.own_book().unwrap().unwrap();
    let earlier = Tip { number: first.page, hash: first.entry };
    for tip in [own.tip, earlier] {
        let receipt = Receipt::sign(&root(), Promise::BackedUp, Subject::Book(own.book, tip), NOW);
        tablet.store.keep_receipts(&[receipt]).unwrap();
    }
    let own = tablet.store.own_book().unwrap().unwrap();
    assert_eq!((own.arrived, own.backed_up), (3, 2));
}

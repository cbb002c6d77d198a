//! Bundles at the office: its notice, the key in the safe, and pages that it cannot go on from.

use crate::NOW;
use crate::tablet::*;
use book::SecretKey;
use protocol::bundle::{BundleSealer, Part};
use protocol::message::PhotoHash;
use protocol::{Notice, Request, Run};
use server_core::{Centre, ImportError, Imported, Stopped};
use std::io::Cursor;

/// What the office tells a tablet that holds the notice of `held`.
fn told(office: &Office, tablet: &Tablet, held: i64) -> Option<Notice> {
    tablet.exchange(office, &Request { notice: held, ..Request::default() }).unwrap().notice
}

/// A bundle by this tablet, sealed as the notice says.
fn sealed(tablet: &Tablet, notice: &Notice, key: &SecretKey, parts: &[Part]) -> Vec<u8> {
    let to = (&tablet.reply.root, &notice.sealing);
    let (mut sealer, mut file) = BundleSealer::begin(to, key, "W01", NOW, [7; 32]).unwrap();
    for part in parts.iter().chain([&Part::End]) {
        file.extend(sealer.part(part).unwrap());
    }
    file
}

fn pages(run: Run) -> Part {
    Part::Pages(Request { runs: vec![run], ..Request::default() })
}

fn import(centre: &Centre, file: &[u8]) -> Result<Imported, ImportError> {
    centre.import_bundle(Cursor::new(file), false, NOW)
}

#[test]
fn a_tablet_is_told_once_and_again_when_the_policy_changes_even_if_the_clock_went_back() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let first = told(&office, &tablet, 0).unwrap();
    assert!(first.bundles && first.verifies(&tablet.reply.root));
    assert_eq!(told(&office, &tablet, first.at), None);
    office.centre.allow_bundles(false, NOW).unwrap();
    let second = told(&office, &tablet, first.at).unwrap();
    office.centre.allow_bundles(true, NOW - DAY).unwrap();
    let third = told(&office, &tablet, second.at).unwrap();
    assert!(!second.bundles && third.bundles && third.verifies(&tablet.reply.root));
    assert!(first.at < second.at && second.at < third.at, "a tablet keeps the latest");
    assert_eq!(third.sealing, first.sealing);
}

#[test]
fn an_office_restored_from_the_safe_opens_older_bundles_and_keeps_the_policy() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    let notice = told(&office, &tablet, 0).unwrap();
    let bundle = sealed(&tablet, &notice, &tablet.key, &[pages(tablet.run(1))]);
    office.centre.allow_bundles(false, NOW).unwrap();
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let new = office.folder.path().join("new");
    let Office { folder, centre } = office;
    drop(centre);
    let restored = server_storage::open(&new, Some(&folder.path().join("copy"))).unwrap();
    restored.restore(&key, NOW).unwrap();
    assert_eq!(import(&restored, &bundle).unwrap().new_pages, 2);
    assert!(!restored.bundle_policy().unwrap().allowed);
}

#[test]
fn pages_behind_a_gap_are_named_and_not_taken() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    for record in 10..14 {
        tablet.find(record);
    }
    let notice = told(&office, &tablet, 0).unwrap();
    let late = import(&office.centre, &sealed(&tablet, &notice, &tablet.key, &[pages(tablet.run(3))])).unwrap();
    assert_eq!(late.books_not_taken, [Stopped { book: tablet.chain.book, page: 1 }]);
    assert_eq!((late.pages, late.new_pages), (3, 0));
    let all = import(&office.centre, &sealed(&tablet, &notice, &tablet.key, &[pages(tablet.run(1))])).unwrap();
    assert_eq!((all.new_pages, all.books_not_taken.len()), (5, 0));
}

#[test]
fn a_page_that_was_changed_before_it_was_sealed_stops_its_book_and_nothing_else() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.find(11);
    let notice = told(&office, &tablet, 0).unwrap();
    let mut run = tablet.run(1);
    let last = run.entries[2].len() - 1;
    run.entries[2][last] ^= 1;
    let taken = import(&office.centre, &sealed(&tablet, &notice, &tablet.key, &[pages(run)])).unwrap();
    assert_eq!(taken.books_not_taken, [Stopped { book: tablet.chain.book, page: 3 }]);
    assert_eq!(taken.new_pages, 2);
}

#[test]
fn a_page_that_lacks_a_value_without_an_order_is_named_and_stops_its_book() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    for record in 10..13 {
        tablet.find(record);
    }
    let notice = told(&office, &tablet, 0).unwrap();
    let mut run = tablet.run(1);
    run.entries[2] = tablet.entries[2].clone().erase(|_, _| true).encode_wire();
    let taken = import(&office.centre, &sealed(&tablet, &notice, &tablet.key, &[pages(run)])).unwrap();
    assert_eq!(taken.books_not_taken, [Stopped { book: tablet.chain.book, page: 3 }]);
    assert_eq!((taken.pages, taken.new_pages), (4, 2));
}

#[test]
fn a_photo_with_other_bytes_than_its_name_says_is_not_taken() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let notice = told(&office, &tablet, 0).unwrap();
    let hash = PhotoHash([5; 32]);
    let photo = [Part::Photo { scope: tablet.scope, hash, length: 3 }, Part::PhotoBytes(b"abc".to_vec())];
    let taken = import(&office.centre, &sealed(&tablet, &notice, &tablet.key, &photo)).unwrap();
    assert_eq!((taken.new_photos, taken.photos_not_taken), (0, vec![hash.to_string()]));
}

#[test]
fn a_bundle_of_a_tablet_that_the_office_does_not_know_is_refused_by_its_code() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let notice = told(&office, &tablet, 0).unwrap();
    let stranger = SecretKey::from_bytes(&[99; 32]);
    let refused = import(&office.centre, &sealed(&tablet, &notice, &stranger, &[])).unwrap_err();
    assert!(matches!(&refused, ImportError::UnknownTablet(code) if code == "W01"), "{refused}");
}

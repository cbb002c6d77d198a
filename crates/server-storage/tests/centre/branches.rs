//! Tablets put back or cloned, pages that cannot be read: everything is kept, sent on, backed up and brought back.

use crate::NOW;
use crate::tablet::*;
use book::{EntryHash, SecretKey, Tip, Writer};
use protocol::{Promise::*, Receipt, Subject, Tips};

/// The same tablet as it was after page `pages`; the disk was put back, or this is the clone.
fn copy(office: &Office, of: &Tablet, pages: usize) -> Tablet {
    let code = office.code("Team 1", "Demo warden A");
    let reply = office.centre.enrol(&request(&of.key, &code), Some(&of.reply.token), HERE, NOW).unwrap();
    let mut copy = Tablet::new(SecretKey::from_bytes(&[1; 32]), reply);
    assert_eq!(copy.key.public(), of.key.public());
    copy.author = of.author;
    copy.chain = of.chain.clone();
    copy.entries = of.entries[..pages].to_vec();
    copy.chain.tip = Tip { number: pages as u64, hash: copy.entries[pages - 1].hash() };
    copy
}

/// A tablet of two pages, and its clone; each wrote two more.
fn clones(office: &Office) -> (Tablet, Tablet) {
    let mut first = office.enrolled(1, "Team 1", "Demo warden A");
    first.find(10);
    let mut second = copy(office, &first, 2);
    for record in [11, 12] {
        first.find(record);
        second.find(record + 10);
    }
    (first, second)
}

fn both(first: &Tablet, second: &Tablet) -> Tips {
    [(first.chain.book, first.chain.tip), (second.chain.book, second.chain.tip)].into()
}

#[test]
fn both_branches_of_a_cloned_tablet_are_kept_receipted_and_counted_once_each() {
    let office = an_office();
    let (first, second) = clones(&office);
    for _ in 0..2 {
        for tablet in [&first, &second] {
            let reply = tablet.send(&office);
            assert_eq!(reply.refused, []);
            assert_eq!(tablet.promised(&reply, Arrived), Some(4), "a receipt for its own pages, by their hash");
        }
    }
    assert_eq!(office.centre.summary().unwrap().findings, 5);
    let reply = first.exchange(&office, &first.request(&Tips::new(), false, vec![])).unwrap();
    assert_eq!(reply.scopes[0].tips, Some(both(&first, &second)));
    assert!(office.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn each_clone_gets_the_others_branch_from_where_they_part_and_a_new_tablet_gets_all() {
    let office = an_office();
    let (first, second) = clones(&office);
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    first.send(&office);
    second.send(&office);
    for (tablet, other) in [(&first, &second), (&second, &first)] {
        let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), true, vec![])).unwrap();
        assert_eq!(reply.runs.len(), 1);
        let run = &reply.runs[0];
        assert_eq!((run.book, run.first, run.entries.len()), (tablet.chain.book, 3, 2));
        let held = |_, number| tablet.entries.get(number as usize - 1).map(book::Entry::hash);
        let taken = protocol::verify_run(std::slice::from_ref(&tablet.chain), run, held);
        assert_eq!((taken.problem, taken.chain.unwrap().tip), (None, other.chain.tip));
    }
    let reply = mate.exchange(&office, &mate.request(&Tips::new(), true, vec![])).unwrap();
    assert_eq!(reply.runs.iter().map(|run| run.entries.len()).sum::<usize>(), 6, "each page once");
}

#[test]
fn branches_are_backed_up_and_an_empty_office_is_filled_from_the_second_copy() {
    let office = an_office();
    let (first, second) = clones(&office);
    second.send(&office);
    first.send(&office);
    assert_eq!(office.centre.back_up(NOW).unwrap().pages, 6);
    for tablet in [&first, &second] {
        let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![])).unwrap();
        let backed_up = |receipt: &Receipt| {
            receipt.promise == BackedUp && receipt.subject == Subject::Book(tablet.chain.book, tablet.chain.tip)
        };
        assert!(reply.receipts.iter().any(backed_up));
    }
    let found = office.centre.verify().unwrap();
    assert_eq!((found.pages, found.pages_backed_up, found.problems), (6, 6, vec![]));

    let folder = tempfile::tempdir().unwrap();
    let after = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    after.restore(&office.centre.council_key().unwrap(), NOW).unwrap();
    let after = Office { folder, centre: after };
    assert_eq!(after.centre.summary().unwrap().findings, 5);
    let reply = first.exchange(&after, &first.request(&Tips::new(), false, vec![])).unwrap();
    assert_eq!(reply.scopes[0].tips, Some(both(&first, &second)));
    assert!(after.centre.verify().unwrap().problems.is_empty());
}

/// Puts a page of a later build at the end of a tablet's book, and gives its wire form.
fn later(tablet: &mut Tablet) -> Vec<u8> {
    let mut header = Writer::new();
    let (book, at) = (tablet.chain.book, tablet.chain.tip);
    header.u8(9).fixed(&book.0).number(at.number + 1).fixed(&at.hash.0).fixed(b"of a later build");
    let header = header.finish();
    tablet.chain.tip = Tip { number: at.number + 1, hash: EntryHash::of_header(&header) };
    let mut wire = Writer::new();
    wire.u8(0).bytes(&header).fixed(&tablet.key.sign("entry", &tablet.chain.tip.hash.0).0).bytes(b"its body");
    wire.finish()
}

#[test]
fn a_page_that_cannot_be_read_holds_up_nothing_goes_on_as_it_came_and_waits_for_a_check() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mate = office.enrolled(2, "Team 1", "Demo leader");
    tablet.find(10);
    let mut run = tablet.run(1);
    let opaque = later(&mut tablet);
    run.entries.push(opaque.clone());
    tablet.find(11);
    run.entries.push(tablet.entries.last().unwrap().encode_wire());
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![run])).unwrap();
    assert_eq!(reply.refused, []);
    let whole = Subject::Book(tablet.chain.book, tablet.chain.tip);
    assert!(reply.receipts.iter().any(|receipt| receipt.promise == Arrived && receipt.subject == whole));
    assert_eq!(office.centre.summary().unwrap().findings, 2, "the pages around it count");

    office.centre.back_up(NOW).unwrap();
    assert!(office.centre.verify().unwrap().problems.is_empty());
    let reply = mate.exchange(&office, &mate.request(&Tips::new(), true, vec![])).unwrap();
    let sent = reply.runs.iter().find(|run| run.book == tablet.chain.book).unwrap();
    assert_eq!(sent.entries[2], opaque, "byte for byte");
    let own = reply.runs.iter().find(|run| run.book != tablet.chain.book).unwrap();
    let taken = protocol::verify_run(&[], own, |_, _| None);
    let verdicts: Vec<_> = taken.pages.iter().filter_map(book::Page::entry).flat_map(record::Verdict::read).collect();
    assert_eq!(verdicts.len(), 1);
    assert_eq!((verdicts[0].page, verdicts[0].reason.as_str()), (3, "newer_form"));

    let folder = tempfile::tempdir().unwrap();
    let after = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    after.restore(&office.centre.council_key().unwrap(), NOW).unwrap();
    assert_eq!(after.summary().unwrap().findings, 2);
    assert!(after.verify().unwrap().problems.is_empty());
}

//! Books come in, go out, and nothing false is taken.

use crate::NOW;
use crate::tablet::*;
use book::EntryHash;
use protocol::message::grants_digest;
use protocol::{Promise::*, Request, Run, Tips, limits};
use serde_json::json;

#[test]
fn a_new_book_is_taken_receipted_and_counted_and_sending_it_again_changes_nothing() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.write(11, &[("kind", json!("patrol"))]);
    for _ in 0..2 {
        let reply = tablet.send(&office);
        assert_eq!(tablet.promised(&reply, Arrived), Some(3));
        assert_eq!(reply.scopes[0].digest, tablet.tips().digest());
        assert_eq!(reply.scopes[0].tips, None, "equal digests need no tips");
        let summary = office.centre.summary().unwrap();
        assert_eq!((summary.patrols, summary.findings), (1, 1));
    }
}

#[test]
fn a_run_that_overlaps_adds_only_the_rest_and_a_gap_takes_nothing_and_shows_the_tips() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&office);
    tablet.find(11);
    tablet.find(12);
    let gap = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![tablet.run(4)])).unwrap();
    assert_eq!(tablet.promised(&gap, Arrived), Some(2), "the receipt says how far the book is held");
    assert_eq!(gap.refused, [], "a gap is no fault of the book");
    assert_eq!(gap.scopes[0].tips.as_ref().unwrap().of(tablet.chain.book).next().unwrap().number, 2);
    let overlap = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![tablet.run(2)])).unwrap();
    assert_eq!(tablet.promised(&overlap, Arrived), Some(4));
    assert_eq!(office.centre.summary().unwrap().findings, 3);
}

#[test]
fn a_page_with_a_false_signature_or_changed_value_stops_there_and_the_good_part_is_kept() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.find(11);
    tablet.find(12);
    let mut run = tablet.run(1);
    let flipped = run.entries[2].len() - 3;
    run.entries[2][flipped] ^= 1;
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![run])).unwrap();
    assert_eq!(reply.refused, [(tablet.chain.book, 3)]);
    assert_eq!(tablet.promised(&reply, Arrived), Some(2));
    assert_eq!(office.centre.summary().unwrap().findings, 1);
}

#[test]
fn a_book_of_another_team_is_neither_taken_nor_shown() {
    let office = an_office();
    let mut ours = office.enrolled(1, "Team 1", "Demo warden A");
    let mut theirs = office.enrolled(2, "Team 2", "Demo warden B");
    theirs.find(20);
    theirs.send(&office);
    ours.find(10);
    let mut request = ours.request(&Tips::new(), true, vec![theirs.run(1)]);
    request.scopes[0].scope = theirs.scope;
    let reply = ours.exchange(&office, &request).unwrap();
    assert_eq!(reply.refused, [(theirs.chain.book, 1)]);
    assert!(reply.scopes.is_empty() && reply.runs.is_empty() && reply.receipts.is_empty(), "{reply:?}");
    assert!(reply.grants.iter().all(|signed| signed.grant.scope == ours.scope), "names of another team");
}

#[test]
fn a_team_mate_gets_what_it_lacks_page_by_page_and_what_it_gets_verifies() {
    let office = an_office();
    let mut writer = office.enrolled(1, "Team 1", "Demo warden A");
    let reader = office.enrolled(2, "Team 1", "Demo leader");
    for record in 0..limits::PAGE_ENTRIES as u128 + 20 {
        writer.find(record);
    }
    for first in [1, 400] {
        let mut run = writer.run(first);
        run.entries.truncate(limits::PAGE_ENTRIES);
        writer.exchange(&office, &writer.request(&writer.tips(), false, vec![run])).unwrap();
    }
    let (mut held, mut tips, mut rounds) = (None, Tips::new(), 0);
    loop {
        let reply = reader.exchange(&office, &reader.request(&tips, true, vec![])).unwrap();
        for run in &reply.runs {
            assert!(run.entries.len() <= limits::PAGE_ENTRIES);
            let mut before: Option<book::Chain> = held.take();
            let tip = before.as_ref().map(|chain| chain.tip);
            let taken = protocol::verify_run(before.take().as_slice(), run, |_, _| tip.map(|tip| tip.hash));
            assert_eq!(taken.problem, None);
            held = taken.chain;
        }
        tips = held.iter().map(|chain| (chain.book, chain.tip)).collect();
        rounds += 1;
        if !reply.more {
            break;
        }
    }
    assert_eq!(tips, writer.tips());
    assert_eq!(rounds, 2);
}

#[test]
fn names_come_once_and_then_only_when_they_changed() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mut request = tablet.request(&Tips::new(), false, vec![]);
    let names = tablet.exchange(&office, &request).unwrap().grants;
    assert_eq!(names, std::slice::from_ref(&tablet.grant));
    request.grants = grants_digest(&names);
    assert_eq!(tablet.exchange(&office, &request).unwrap().grants, []);
    office.enrolled(2, "Team 1", "Demo leader");
    assert_eq!(tablet.exchange(&office, &request).unwrap().grants.len(), 2);
}

#[test]
fn a_run_cut_in_two_within_one_request_is_taken_whole() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.find(11);
    let mut first = tablet.run(1);
    first.entries.truncate(2);
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![first, tablet.run(3)])).unwrap();
    assert_eq!(tablet.promised(&reply, Arrived), Some(3));
    assert_eq!(reply.scopes[0].tips, None);
}

#[test]
fn an_empty_run_asks_for_a_receipt_that_was_lost() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&office);
    let run = Run { book: tablet.chain.book, first: 3, previous: tablet.chain.tip.hash, entries: vec![] };
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![run])).unwrap();
    assert_eq!(tablet.promised(&reply, Arrived), Some(2));
    let run = Run { book: tablet.chain.book, first: 3, previous: EntryHash([7; 32]), entries: vec![] };
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![run])).unwrap();
    assert_eq!(reply.refused, [(tablet.chain.book, 2)], "a page 2 with another hash is a fork");
}

#[test]
fn what_was_taken_is_there_after_a_restart() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&office);
    let office = office.restarted();
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![])).unwrap();
    assert_eq!(reply.scopes[0].tips, None, "the office holds the same as before");
    assert_eq!(office.centre.summary().unwrap().findings, 1);
    assert_eq!(office.centre.devices().unwrap()[0].code, "W01");
}

#[test]
fn two_tablets_at_once_and_one_book_twice_at_once_lose_nothing() {
    let office = an_office();
    let mut tablets: Vec<_> = (1..=4).map(|seed| office.enrolled(seed, "Team 1", "Demo warden A")).collect();
    for (index, tablet) in tablets.iter_mut().enumerate() {
        for record in 0..20 {
            tablet.find(100 * index as u128 + record);
        }
    }
    std::thread::scope(|threads| {
        for tablet in &tablets {
            for _ in 0..2 {
                threads.spawn(|| assert_eq!(tablet.promised(&tablet.send(&office), Arrived), Some(21)));
            }
        }
    });
    assert_eq!(office.centre.summary().unwrap().findings, 80);
    assert!(office.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn a_request_with_nothing_in_it_gets_the_time_and_the_names() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let reply = tablet.exchange(&office, &Request::default()).unwrap();
    assert_eq!((reply.office_time, reply.grants.len(), reply.scopes.len()), (NOW, 1, 0));
}

#[test]
fn a_withdrawn_tablet_is_told_how_far_its_own_books_are_held_and_nothing_of_anyone_else() {
    let office = an_office();
    let mut ours = office.enrolled(1, "Team 1", "Demo warden A");
    let mut theirs = office.enrolled(2, "Team 1", "Demo warden B");
    for tablet in [&mut ours, &mut theirs] {
        tablet.find(10);
        tablet.send(&office);
    }
    office.centre.checkpoint(NOW, NOW).unwrap();
    office.centre.withdraw_device(&ours.reply.book_code, NOW).unwrap();
    let held = ours.tips();
    ours.find(11);
    ours.find(12);
    let gap = ours.exchange(&office, &ours.request(&ours.tips(), true, vec![ours.run(4)])).unwrap();
    assert_eq!(gap.own[0].tips.as_ref(), Some(&held), "from where to go on");
    let reply = ours.exchange(&office, &ours.request(&ours.tips(), true, vec![ours.run(3)])).unwrap();
    assert_eq!((reply.own[0].digest, &reply.own[0].tips), (ours.tips().digest(), &None));
    assert_eq!(ours.promised(&reply, Arrived), Some(4));
    for reply in [gap, reply] {
        assert!(reply.scopes.is_empty() && reply.runs.is_empty() && reply.grants.is_empty(), "{reply:?}");
        assert!(reply.checkpoints.is_empty(), "{reply:?}");
    }
    // Of another's pages it learns only whether those are held that it names, and so holds itself.
    let tip = theirs.chain.tip;
    let another = book::Tip { number: tip.number, hash: ours.chain.tip.hash };
    let before = book::Tip { number: tip.number - 1, hash: theirs.entries[0].hash() };
    let named = |tip| [(theirs.chain.book, tip)].into_iter().collect::<Tips>();
    let told = |tip| {
        let mut asks_for_all = ours.request(&named(tip), true, vec![]);
        asks_for_all.grants = [1; 32];
        ours.exchange(&office, &asks_for_all).unwrap()
    };
    let with = |tip| ours.tips().iter().chain(named(tip).iter()).map(|(book, tip)| (*book, *tip)).collect::<Tips>();
    for (tip, tips) in [(tip, with(tip)), (before, with(before)), (another, ours.tips())] {
        let reply = told(tip);
        assert_eq!(reply.own[0].tips, Some(tips));
        assert!(reply.receipts.is_empty() && reply.grants.is_empty(), "{reply:?}");
    }
    let relays = ours.request(&ours.tips(), true, vec![theirs.run(1)]);
    let reply = ours.exchange(&office, &relays).unwrap();
    assert_eq!(theirs.promised(&reply, Arrived), None, "a receipt would say how far another's book is held: {reply:?}");
}

//! What people would tell: a new book, nothing new, two versions, an office or a tablet that was put back.

use crate::world::{NOW, World, options, record};
use book::GrantId;
use std::sync::atomic::AtomicBool;
use store::{Action, Change};
use sync::{Trouble, sync_once};

#[test]
fn a_new_book_arrives_in_one_exchange_and_nothing_new_takes_one_more() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    tablet.finding(record(1), "Two needles");
    assert_eq!(tablet.pages(), (2, 0));

    let outcome = world.sync(&tablet);
    assert!(outcome.converged, "{outcome:?}");
    assert_eq!((outcome.exchanges, outcome.pages_sent), (1, 2));
    assert_eq!(outcome.problems, []);
    assert_eq!(tablet.pages(), (2, 2));

    let again = world.sync(&tablet);
    assert_eq!((again.exchanges, again.pages_sent, again.pages_received), (1, 0, 0));
    assert!(again.converged);
}

#[test]
fn pages_are_backed_up_only_when_the_office_has_its_second_copy() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    assert_eq!(tablet.store.whereabouts().unwrap().pages, [0, 1, 0]);
    world.centre().back_up(NOW).unwrap();
    world.sync(&tablet);
    assert_eq!(tablet.store.whereabouts().unwrap().pages, [0, 0, 1]);
}

#[test]
fn what_one_warden_records_is_on_the_leaders_tablet_with_its_authors_name() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    warden.finding(record(1), "Two needles");
    world.sync(&warden);
    let outcome = world.sync(&leader);
    assert!(outcome.converged, "{outcome:?}");
    assert_eq!(outcome.pages_received, 2);
    assert!(outcome.exchanges <= 2, "{outcome:?}");
    let found = leader.store.found(record(1)).unwrap().unwrap();
    assert_eq!((found.by.as_str(), found.book_code.as_str()), ("Demo warden A", "W01"));
}

#[test]
fn two_versions_made_apart_show_on_both_tablets_until_the_leader_settles_them() {
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let leader = world.tablet("Demo leader", "leader");
    let everyone = || world.sync_all(&[&a, &b, &leader, &a, &b]);
    a.finding(record(1), "Needles");
    everyone();
    a.describe(record(1), "Four needles");
    b.describe(record(1), "Five needles");
    everyone();
    for tablet in [&a, &b, &leader] {
        assert!(tablet.store.found(record(1)).unwrap().unwrap().two_versions);
    }
    leader.describe(record(1), "Nine needles in two places");
    world.sync(&leader);
    everyone();
    for tablet in [&a, &b, &leader] {
        assert!(!tablet.store.found(record(1)).unwrap().unwrap().two_versions);
        assert_eq!(tablet.description(record(1)).unwrap(), "Nine needles in two places");
        assert_eq!(tablet.tips(), a.tips());
    }
}

#[test]
fn a_book_of_several_pages_of_the_exchange_arrives_whole_and_reaches_a_new_tablet() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    // Entries large enough that the exchange's bytes, not its count, are what runs out.
    let long = "needle ".repeat(7_000);
    for number in 1..=50 {
        tablet.finding(record(number), &long);
    }
    let outcome = world.sync(&tablet);
    assert!(outcome.converged && outcome.exchanges > 2, "{outcome:?}");
    assert_eq!(tablet.pages(), (51, 51));
    assert_eq!(outcome.pages_sent, 51, "no page should go twice");

    let fresh = world.tablet("Demo warden B", "warden");
    let outcome = world.sync(&fresh);
    assert!(outcome.converged && outcome.exchanges > 2, "{outcome:?}");
    assert_eq!(fresh.store.count(&store::Filter::default(), 100).unwrap(), 50);
}

#[test]
fn an_office_put_back_to_an_earlier_state_is_filled_again_by_whoever_comes() {
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    a.finding(record(1), "Before the copy");
    world.sync_all(&[&a, &b]);
    let copy = world.backup();
    a.finding(record(2), "After the copy");
    b.finding(record(3), "After the copy too");
    world.sync_all(&[&a, &b, &a]);
    let whole = a.tips();

    world.put_back(&copy);
    // B brings what A wrote as well: A may be lost in the river.
    let outcome = world.sync(&b);
    assert!(outcome.converged, "{outcome:?}");
    assert_eq!(outcome.problems, []);
    let fresh = world.tablet("Demo leader", "leader");
    world.sync(&fresh);
    for number in 1..=3 {
        assert!(fresh.description(record(number)).is_some(), "finding {number} was lost");
    }
    for (book, tip) in whole.iter() {
        assert!(fresh.tips().has(*book, *tip));
    }
}

#[test]
fn the_tablets_clock_is_compared_with_the_offices() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    tablet.sync_at(&world.wire(&tablet), NOW + 5 * 60_000).unwrap();
    assert_eq!(tablet.store.setting::<i64>("clock_ahead_ms").unwrap(), Some(5 * 60_000));
    tablet.sync_at(&world.wire(&tablet), NOW - 1_000).unwrap();
    assert_eq!(tablet.store.setting::<i64>("clock_ahead_ms").unwrap(), Some(-1_000));
}

#[test]
fn a_tablet_that_the_office_no_longer_knows_keeps_everything() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    tablet.finding(record(1), "Needles");
    let stranger = World::new();
    let refused = tablet.sync(&stranger.wire(&tablet));
    assert!(matches!(&refused, Err(Trouble::Refused(_))), "{refused:?}");
    assert_eq!(tablet.pages(), (2, 0));
    assert!(tablet.description(record(1)).is_some());
}

#[test]
fn a_page_without_authority_arrives_and_waits_for_a_check_on_every_tablet() {
    let world = World::new();
    let (tablet, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    tablet.finding(record(1), "Needles");
    world.sync_all(&[&tablet, &leader]);
    let changes = vec![Change::new(record(1), "description", "Written under a grant that no council gave")];
    tablet.store.write(Action { author: GrantId([5; 32]), changes, completes: None }, NOW).unwrap();
    world.sync_all(&[&tablet, &leader]);
    assert_eq!(tablet.pages(), (3, 3), "it is kept and signed for all the same");
    assert_eq!(leader.description(record(1)).unwrap(), "Needles", "it must not count");
    assert!(leader.store.found(record(1)).unwrap().unwrap().held_back);
    world.sync(&tablet);
    assert!(tablet.store.found(record(1)).unwrap().unwrap().held_back, "its author must see that it waits");
}

#[test]
fn a_stopped_sync_sends_nothing() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let wire = world.wire(&tablet);
    let stopped = sync_once(&*tablet.store, &wire, &|| NOW, &options(&AtomicBool::new(true), false));
    assert!(matches!(stopped, Err(Trouble::Stopped)));
    assert_eq!(wire.seen.lock().unwrap().exchanges, 0);
}

#[test]
fn what_is_written_while_a_sync_runs_goes_with_it() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let wrote = AtomicBool::new(false);
    let stop = AtomicBool::new(false);
    let write_once = |_: sync::Progress<'_>| {
        if !wrote.swap(true, std::sync::atomic::Ordering::Relaxed) {
            tablet.write(vec![Change::new(record(1), "kind", "drug_litter")]);
        }
    };
    let options = sync::Options { progress: &write_once, ..options(&stop, false) };
    let outcome = sync_once(&*tablet.store, &world.wire(&tablet), &|| NOW, &options).unwrap();
    assert!(outcome.converged, "{outcome:?}");
    assert_eq!(tablet.pages(), (2, 2));
}

//! Disks put back and tablets cloned: nothing is lost, nothing counts twice, everyone ends with the same books, and the
//! tablet goes on in a new one.

use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, record};
use book::Content;
use proptest::prelude::*;
use sync::Problem;

fn own_fork(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| matches!(problem, Problem::Fork { own: true, .. }))
}

/// Syncs in turn until nobody learns anything new, and at most so often.
fn settle(world: &World, tablets: &[&Tablet]) {
    for _ in 0..4 {
        world.sync_all(tablets);
    }
    for pair in tablets.windows(2) {
        assert_eq!(pair[0].tips(), pair[1].tips(), "equal books");
    }
    assert!(world.centre().verify().unwrap().problems.is_empty());
}

#[test]
fn a_tablet_put_back_to_an_earlier_state_gets_its_pages_back_and_goes_on_in_a_new_book() {
    let world = World::new();
    let (tablet, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    tablet.finding(record(1), "Before the copy");
    world.sync(&tablet);
    let disk = tablet.disk();
    tablet.finding(record(2), "After the copy");
    world.sync(&tablet);
    let old = tablet.store.own_book().unwrap().unwrap();

    let put_back = tablet.on_disk(disk);
    let outcome = world.sync(&put_back);
    assert!(outcome.converged && own_fork(&outcome.problems), "{outcome:?}");
    assert_eq!(put_back.description(record(2)).unwrap(), "After the copy");
    let new = put_back.store.own_book().unwrap().unwrap();
    assert_ne!(new.book, old.book);
    let opening = put_back.store.entry(new.book, 1).unwrap().unwrap();
    let Content::Opening(opening) = opening.header.content else { panic!("not an opening") };
    let before = opening.predecessor.unwrap();
    assert_eq!((before.book, before.tip.number), (old.book, 2), "the last page that both had");

    put_back.describe(record(2), "Written on");
    assert_eq!(put_back.pages().0, 2, "in the new book");
    assert_eq!(world.sync(&put_back).problems, [], "it is told once");
    settle(&world, &[&put_back, &leader]);
    let partings = leader.store.partings().unwrap();
    assert_eq!(partings.len(), 1, "{partings:?}");
    assert_eq!((partings[0].shared, partings[0].pages, partings[0].other_pages), (2, 1, 0));
    assert_eq!(partings[0].code, "W01");
}

#[test]
fn a_cloned_pair_ends_with_all_pages_of_both_everywhere_each_counted_once() {
    let world = World::new();
    let (tablet, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    tablet.finding(record(1), "Shared");
    world.sync(&tablet);
    let clone = tablet.on_disk(tablet.disk());
    tablet.finding(record(2), "On the tablet");
    clone.finding(record(3), "On the clone");
    clone.describe(record(1), "As the clone saw it");
    tablet.describe(record(1), "As the tablet saw it");
    world.sync(&tablet);
    let outcome = world.sync(&clone);
    assert!(own_fork(&outcome.problems) && outcome.exchanges < 6, "{outcome:?}");
    assert_eq!(clone.store.own_book().unwrap().unwrap().tip.number, 1, "it opened a new book");
    assert!(own_fork(&world.sync(&tablet).problems), "and so does the tablet, since the other may write on");
    clone.finding(record(4), "In the clone's new book");
    tablet.finding(record(5), "In the tablet's new book");
    settle(&world, &[&tablet, &clone, &leader]);
    for number in 1..=5 {
        assert!(leader.description(record(number)).is_some(), "finding {number} was lost");
    }
    assert_eq!(world.centre().summary().unwrap().findings, 5, "none counts twice");
    let heads = |tablet: &Tablet| tablet.store.record(record(1)).unwrap().unwrap().heads("description");
    assert_eq!(heads(&leader).len(), 2, "two versions, one from each");
    assert_eq!(heads(&leader), heads(&tablet));
    assert_eq!(leader.tips().len(), 5, "two branches, two new books, and the leader's own");
    let partings = leader.store.partings().unwrap();
    assert_eq!(partings.len(), 1, "{partings:?}");
    assert_eq!((partings[0].shared, partings[0].pages, partings[0].other_pages), (2, 2, 2));
    assert!(leader.store.verify().unwrap().is_empty());
    world.centre().back_up(NOW).unwrap();
    assert!(world.centre().verify().unwrap().problems.is_empty());
}

#[test]
fn what_was_written_before_the_new_book_never_shows_as_arrived_before_it_is() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    let clone = tablet.on_disk(tablet.disk());
    tablet.finding(record(1), "On the tablet");
    world.sync(&tablet);
    clone.finding(record(2), "On the clone");
    let at = |number| clone.store.found(record(number)).unwrap().unwrap().arrival;
    assert_eq!(at(2), store::PhotoAt::OnThisTablet);
    // The office takes the branch, but its word is lost: no receipt, so no new book yet.
    clone.sync(&world.wire(&clone).exchanges(&[Fault::ReplyLost])).unwrap_err();
    assert_eq!(at(2), store::PhotoAt::OnThisTablet);
    assert_eq!(clone.pages(), (2, 1));
    world.sync(&clone);
    assert_eq!(at(2), store::PhotoAt::Arrived);
    clone.finding(record(3), "In the new book");
    assert_eq!(at(3), store::PhotoAt::OnThisTablet);
    assert_eq!(at(2), store::PhotoAt::Arrived);
}

#[test]
fn an_office_that_holds_one_branch_and_a_tablet_that_holds_the_other_find_where_they_part() {
    for (ahead, behind) in [(3, 2), (2, 3), (40, 1), (1, 40)] {
        let world = World::new();
        let tablet = world.tablet("Demo warden A", "warden");
        tablet.finding(record(1), "Shared");
        world.sync(&tablet);
        let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
        for number in 0..ahead {
            tablet.finding(record(100 + number), "On the tablet");
        }
        world.sync(&tablet);
        // The office goes back to before that: what the tablet has is receipted, and the office knows nothing of it.
        world.put_back(&copy);
        for number in 0..behind {
            clone.finding(record(200 + number), "On the clone");
        }
        world.sync(&clone);
        let outcome = world.sync(&tablet);
        assert!(outcome.converged, "{outcome:?}");
        assert!(outcome.exchanges < 8, "{outcome:?}");
        settle(&world, &[&tablet, &clone]);
        assert_eq!(world.centre().summary().unwrap().findings, (1 + ahead + behind) as u64);
    }
}

#[test]
fn where_two_books_part_is_found_also_when_one_request_does_not_reach_it() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    // Of such pages a request takes sixteen. The last page that the ladder finds on both sides is the 14th.
    let long = "a bag of needles under the third bench ".repeat(1_600);
    for number in 0..40 {
        tablet.finding(record(100 + number), &long);
    }
    world.sync(&tablet);
    let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
    for number in 0..36 {
        tablet.finding(record(200 + number), &long);
    }
    world.sync(&tablet);
    world.put_back(&copy);
    clone.finding(record(300), "On the clone");
    world.sync(&clone);
    let outcome = world.sync(&tablet);
    assert!(outcome.converged, "{outcome:?}");
    settle(&world, &[&tablet, &clone, &leader]);
    assert_eq!(world.centre().summary().unwrap().findings, 77);
}

#[test]
fn pages_behind_a_receipt_that_a_put_back_office_forgot_are_sent_from_where_the_book_parts() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
    clone.finding(record(1), "Receipted");
    world.sync(&clone);
    clone.finding(record(2), "Not sent yet");
    tablet.finding(record(3), "On the tablet");
    world.put_back(&copy);
    world.sync(&tablet);
    let outcome = world.sync(&clone);
    assert!(outcome.converged, "{outcome:?}");
    settle(&world, &[&tablet, &clone]);
    assert_eq!(world.centre().summary().unwrap().findings, 3);
}

#[test]
fn an_office_put_back_while_tablets_hold_both_branches_is_filled_again() {
    let world = World::new();
    let (tablet, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    world.sync_all(&[&tablet, &leader]);
    let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
    tablet.finding(record(1), "On the tablet");
    clone.finding(record(2), "On the clone");
    settle(&world, &[&tablet, &clone, &leader]);
    let whole = leader.tips();
    world.put_back(&copy);
    // Neither of the two comes back.
    let outcome = world.sync(&leader);
    assert!(outcome.converged, "{outcome:?}");
    assert_eq!(leader.tips(), whole);
    assert_eq!(world.centre().summary().unwrap().findings, 2);
    assert!(world.centre().verify().unwrap().problems.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn clones_on_bad_links_over_an_office_put_back_end_with_equal_books(steps in prop::collection::vec((0u8..9, 0u8..5), 1..24)) {
        let world = World::new();
        let mut tablets = vec![world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden")];
        world.sync_all(&[&tablets[0], &tablets[1]]);
        let copy = world.backup();
        let mut written = 0;
        for (what, which) in steps {
            let index = usize::from(which) % tablets.len();
            let tablet = &tablets[index];
            match what {
                0..=3 => {
                    written += 1;
                    tablet.finding(record(written), "Needles");
                }
                4 | 5 => drop(tablet.sync(&world.wire(tablet))),
                6 => drop(tablet.sync(&world.wire(tablet).exchanges(&[Fault::None, Fault::ReplyLost]))),
                7 if tablets.len() < 4 => {
                    let clone = tablet.on_disk(tablet.disk());
                    tablets.push(clone);
                }
                7 => drop(tablet.sync(&world.wire(tablet).exchanges(&[Fault::Twice, Fault::RequestLost]))),
                _ => world.put_back(&copy),
            }
        }
        let all: Vec<&Tablet> = tablets.iter().collect();
        settle(&world, &all);
        prop_assert_eq!(world.centre().summary().unwrap().findings, written as u64);
        for tablet in all {
            let own = tablet.store.own_book().unwrap().unwrap();
            prop_assert_eq!(own.arrived, own.tip.number);
            prop_assert!(tablet.store.verify().unwrap().is_empty());
        }
    }
}

#[test]
fn a_branch_that_begins_many_pages_after_the_last_receipt_arrives_all_the_same() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    // More than one request takes, and no receipt for any of it.
    for number in 1..=u128::try_from(protocol::limits::PAGE_ENTRIES).unwrap() + 20 {
        tablet.describe(record(1), &format!("Version {number}"));
    }
    let disk = tablet.disk();
    tablet.finding(record(2), "On the tablet");
    world.sync(&tablet);
    let put_back = tablet.on_disk(disk);
    put_back.finding(record(3), "On the copy");
    let outcome = world.sync(&put_back);
    assert!(outcome.converged && own_fork(&outcome.problems), "{outcome:?}");
    world.sync(&tablet);
    assert_eq!(tablet.description(record(3)).unwrap(), "On the copy");
    settle(&world, &[&put_back, &tablet]);
}

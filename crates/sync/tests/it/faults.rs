//! Bad connections: nothing is lost, nothing is doubled, and nothing counts as arrived that the council did not sign for.

use crate::wire::Fault;
use crate::world::{World, record};
use sync::{Problem, Trouble};

#[test]
fn a_lost_reply_and_a_second_try_leave_one_finding_and_one_book() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    tablet.finding(record(1), "Two needles");
    let lost = tablet.sync(&world.wire(&tablet).exchanges(&[Fault::ReplyLost]));
    assert!(matches!(lost, Err(Trouble::NoSignal)));
    assert_eq!(tablet.pages(), (2, 0), "the office has it, but no receipt came");
    assert!(world.sync(&tablet).converged);
    assert_eq!(tablet.pages(), (2, 2));
    world.sync(&other);
    assert_eq!(other.store.entries_about(record(1)).unwrap().len(), 1);
    assert_eq!(other.store.count(&store::Filter::default(), 10).unwrap(), 1);
}

#[test]
fn any_mix_of_lost_and_doubled_messages_ends_with_equal_books() {
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let mut numbers = 1..;
    let mut next = || record(numbers.next().unwrap());
    let faults = [Fault::RequestLost, Fault::ReplyLost, Fault::Twice, Fault::None];
    for first in faults {
        for second in faults {
            for third in faults {
                a.finding(next(), "Needles");
                b.finding(next(), "Needles");
                for tablet in [&a, &b] {
                    // What ends in trouble is simply tried again.
                    let _ = tablet.sync(&world.wire(tablet).exchanges(&[first, second, third]));
                }
            }
        }
    }
    world.sync_all(&[&a, &b, &a]);
    assert_eq!(a.tips(), b.tips());
    assert_eq!(a.pages(), (65, 65));
    assert_eq!(b.pages(), (65, 65));
    assert_eq!(a.store.count(&store::Filter::default(), 1_000).unwrap(), 128);
}

#[test]
fn a_page_that_was_altered_on_the_way_is_not_kept_the_other_book_is_and_the_next_sync_brings_it_whole() {
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let reader = world.tablet("Demo leader", "leader");
    a.finding(record(1), "Two needles");
    b.finding(record(2), "A burnt car");
    world.sync_all(&[&a, &b]);
    let outcome = reader.sync(&world.wire(&reader).exchanges(&[Fault::BadPage; 9])).unwrap();
    let [Problem::NotKept { book, .. }] = outcome.problems.as_slice() else { panic!("{:?}", outcome.problems) };
    assert!(!outcome.converged);
    let [bad, good] = match a.store.own_book().unwrap().unwrap().book == *book {
        true => [record(1), record(2)],
        false => [record(2), record(1)],
    };
    assert_eq!((reader.description(bad), reader.description(good).is_some()), (None, true));
    assert!(outcome.problems[0].sentence().contains("council office"), "{}", outcome.problems[0].sentence());
    assert!(world.sync(&reader).converged);
    assert!(reader.description(bad).is_some());
}

#[test]
fn a_portals_page_never_counts_as_arrived() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    tablet.finding(record(1), "Two needles");
    let portal = tablet.sync(&world.wire(&tablet).exchanges(&[Fault::Portal]));
    assert!(matches!(portal, Err(Trouble::NotTheOffice)));
    assert!(portal.unwrap_err().sentence().contains("not the council office"));
    assert_eq!(tablet.pages(), (2, 0));
    assert_eq!(tablet.store.whereabouts().unwrap().pages, [2, 0, 0]);
}

#[test]
fn receipts_under_another_key_and_all_that_came_with_them_are_thrown_away() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    other.finding(record(2), "Needles");
    world.sync(&other);
    tablet.finding(record(1), "Two needles");
    // The second exchange brings the other's pages and receipts.
    let forged = tablet.sync(&world.wire(&tablet).exchanges(&[Fault::WrongKey]));
    assert!(matches!(forged, Err(Trouble::NotTheOffice)), "{forged:?}");
    assert_eq!(tablet.pages(), (2, 0));
    assert_eq!(tablet.store.grants().unwrap().len(), 1, "names that came with forged receipts must not be kept");
    assert_eq!(tablet.tips().len(), 1);
}

#[test]
fn a_reply_cut_at_any_byte_moves_nothing() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    other.finding(record(2), "Needles");
    world.sync(&other);
    tablet.finding(record(1), "Two needles");
    let before = tablet.tips();
    let wire = world.wire(&tablet).exchanges(&[Fault::ReplyLost]);
    assert!(tablet.sync(&wire).is_err());
    let length = wire.seen.lock().unwrap().reply;
    assert!(length > 300, "the reply should carry receipts, tips and grants");
    for cut in 0..length {
        let trouble = tablet.sync(&world.wire(&tablet).exchanges(&[Fault::CutAt(cut)]));
        assert!(matches!(trouble, Err(Trouble::NotTheOffice | Trouble::BadReply(_))), "cut at {cut}: {trouble:?}");
    }
    assert_eq!(tablet.tips(), before);
    assert_eq!(tablet.pages(), (2, 0));
    assert!(world.sync(&tablet).converged);
    assert_eq!(tablet.pages(), (2, 2));
}

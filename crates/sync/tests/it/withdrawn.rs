//! A tablet that may only send: the office tells it how far it holds the tablet's own books, so that these can drain, and
//! nothing of anyone else.

use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, record};
use server_core::{Ground, Named, Wanted};
use sync::Problem;

fn withdraw(world: &World, tablet: &Tablet) {
    let code = tablet.store.enrolment().unwrap().unwrap().book_code;
    world.centre().withdraw_device(&code, NOW).unwrap();
}

/// One sync brings all that the tablet ever wrote to the office, as a colleague sees; nothing is left for a second.
fn drains(world: &World, tablet: &Tablet, colleague: &Tablet) {
    let outcome = world.sync(tablet);
    assert_eq!(outcome.problems, [Problem::NoPart], "{outcome:?}");
    let (pages, arrived) = tablet.pages();
    assert_eq!(pages, arrived, "{outcome:?}");
    let again = world.sync(tablet);
    assert_eq!((again.pages_sent, again.pages_received), (0, 0), "{again:?}");
    assert!(again.exchanges <= 2, "{again:?}");
    assert!(world.sync(colleague).converged);
    let own: Vec<_> = tablet.store.books_backed_up().unwrap().into_iter().map(|(book, _)| book).collect();
    for line in tablet.store.lines(tablet.scope).unwrap().iter().filter(|line| own.contains(&line.book)) {
        assert!(colleague.store.line_of(line.book, line.tip).unwrap().is_some(), "a page is not there: {line:?}");
    }
    assert!(world.centre().verify().unwrap().problems.is_empty());
}

#[test]
fn a_withdrawn_tablet_fills_an_office_that_was_put_back_before_what_it_had_signed_for() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    world.sync_all(&[&tablet, &other]);
    let copy = world.backup();
    tablet.finding(record(1), "Receipted");
    world.sync(&tablet);
    tablet.finding(record(2), "Not sent yet");
    other.finding(record(3), "A colleague's");
    world.sync(&other);
    world.put_back(&copy);
    withdraw(&world, &tablet);
    drains(&world, &tablet, &other);
    assert_eq!(tablet.description(record(3)), None, "it hears nothing of others");
}

#[test]
fn a_withdrawn_tablet_whose_book_the_office_no_longer_knows_sends_all_of_it() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let copy = world.backup();
    for number in 1..=u128::try_from(protocol::limits::PAGE_ENTRIES).unwrap() + 20 {
        tablet.describe(record(1), &format!("Version {number}"));
    }
    world.sync(&tablet);
    world.put_back(&copy);
    withdraw(&world, &tablet);
    drains(&world, &tablet, &other);
}

#[test]
fn withdrawn_tablets_from_one_disk_bring_both_branches_to_an_office_that_was_put_back() {
    for (ahead, behind) in [(3, 2), (2, 3), (40, 1), (1, 40)] {
        let world = World::new();
        let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
        world.sync_all(&[&tablet, &other]);
        let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
        for number in 0..ahead {
            tablet.finding(record(100 + number), "On the tablet");
        }
        world.sync(&tablet);
        world.put_back(&copy);
        for number in 0..behind {
            clone.finding(record(200 + number), "On the clone");
        }
        withdraw(&world, &tablet);
        drains(&world, &clone, &other);
        drains(&world, &tablet, &other);
        assert_eq!(tablet.description(record(200)), None, "it may not read, not even what its clone wrote");
    }
}

#[test]
fn a_withdrawn_tablet_drains_its_earlier_books_too() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    world.sync_all(&[&tablet, &other]);
    let (clone, copy) = (tablet.on_disk(tablet.disk()), world.backup());
    clone.finding(record(1), "On the clone");
    tablet.finding(record(2), "On the tablet");
    world.sync_all(&[&clone, &tablet]);
    assert_eq!(tablet.store.own_book().unwrap().unwrap().tip.number, 1, "it goes on in a new book");
    tablet.finding(record(3), "In the new book");
    world.put_back(&copy);
    withdraw(&world, &tablet);
    // Its word is lost at first.
    tablet.sync(&world.wire(&tablet).exchanges(&[Fault::None, Fault::ReplyLost])).unwrap_err();
    drains(&world, &tablet, &other);
}

#[test]
fn a_withdrawn_tablet_put_back_before_what_the_office_holds_gets_receipts_for_what_it_has() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    world.sync(&tablet);
    tablet.finding(record(1), "Not sent when the disk was copied");
    let disk = tablet.disk();
    tablet.finding(record(2), "Not on the copy");
    world.sync(&tablet);
    withdraw(&world, &tablet);
    let put_back = tablet.on_disk(disk);
    drains(&world, &put_back, &other);
    assert_eq!(put_back.description(record(2)), None, "it may not read, not even what it wrote itself");
    world.centre().back_up(NOW).unwrap();
    world.sync(&put_back);
    assert_eq!(put_back.store.own_book().unwrap().unwrap().backed_up, put_back.pages().0);
}

#[test]
fn a_withdrawn_tablet_brings_the_order_that_its_own_pages_need() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    world.sync_all(&[&tablet, &other]);
    let copy = world.backup();
    tablet.finding(record(1), "A name");
    tablet.finding(record(2), "Behind it");
    world.sync(&tablet);
    let (what, ordered_by) = (Named::Record(record(1)), "Records".into());
    let wanted = Wanted { what, fields: None, ground: Ground::RightToErasure, ordered_by };
    world.centre().erase(&wanted, NOW).unwrap();
    world.sync(&tablet);
    tablet.finding(record(3), "Not sent yet");
    world.put_back(&copy);
    withdraw(&world, &tablet);
    drains(&world, &tablet, &other);
    assert_eq!(other.description(record(1)), None);
}

#[test]
fn a_withdrawn_tablet_brings_what_the_office_and_a_colleague_lost() {
    for known in [true, false] {
        let world = World::new();
        let (tablet, author) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
        world.sync(&tablet);
        let unknown = world.backup();
        let pages = u128::try_from(protocol::limits::PAGE_ENTRIES).unwrap() + 20;
        for number in 1..=pages {
            author.describe(record(2), &format!("Version {number}"));
        }
        world.sync_all(&[&author, &tablet]);
        let copy = if known { world.backup() } else { unknown };
        let disk = author.disk();
        for number in 1..=pages {
            author.describe(record(1), &format!("Version {number}"));
        }
        world.sync_all(&[&author, &tablet]);
        world.put_back(&copy);
        let author = author.on_disk(disk);
        withdraw(&world, &tablet);
        drains(&world, &tablet, &author);
        assert_eq!(author.description(record(1)).unwrap(), format!("Version {pages}"));
    }
}

#[test]
fn a_withdrawn_tablet_brings_both_branches_of_a_colleagues_book() {
    let world = World::new();
    let (tablet, author) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    author.finding(record(1), "Shared");
    world.sync_all(&[&tablet, &author]);
    let (copy, disk) = (world.backup(), author.disk());
    let clone = author.on_disk(author.disk());
    author.finding(record(2), "On the tablet");
    clone.finding(record(3), "On the clone");
    clone.finding(record(4), "On the clone too");
    world.sync_all(&[&author, &clone, &tablet]);
    world.put_back(&copy);
    let author = author.on_disk(disk);
    withdraw(&world, &tablet);
    drains(&world, &tablet, &author);
    for number in 2..=4 {
        assert!(author.description(record(number)).is_some(), "{number}");
    }
}

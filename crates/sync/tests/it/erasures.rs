//! An erasure reaches every tablet, stays whatever comes back, and a sync loses nothing else over it.

use crate::world::{NOW, Tablet, World, photo_row, record};
use book::RecordId;
use server_core::{Ground, Named, Wanted};
use std::fs::File;
use store::{Change, NewPhoto};
use sync::write_bundle;

const SECRET: &str = "a man called Canary";
const PHOTO: &[u8] = b"the bytes of a photo of Canary";

/// Two tablets and a leader's that hold the same; the first has written what must go, with a photo.
fn told() -> (World, Tablet, Tablet, Tablet) {
    let world = World::new();
    let (author, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let leader = world.tablet("Demo leader", "leader");
    author.finding(record(1), SECRET);
    let photo = NewPhoto { bytes: PHOTO, mime: "image/jpeg", thumbnail: b"small", own: true };
    let hash = author.store.add_photo(photo).unwrap();
    author.write(vec![Change::new(record(1), format!("photo/{hash}"), photo_row(hash, PHOTO.len()))]);
    author.finding(record(2), "Two needles");
    world.sync_all(&[&author, &other, &leader]);
    leader.fetch(&world.wire(&leader)).unwrap();
    world.centre().back_up(NOW).unwrap();
    (world, author, other, leader)
}

fn erase(world: &World) {
    erase_record(world, record(1));
}

fn erase_record(world: &World, record: RecordId) {
    order(world, record);
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
}

fn order(world: &World, record: RecordId) {
    let wanted = Wanted {
        what: Named::Record(record),
        fields: None,
        ground: Ground::RecordedUnlawfully,
        ordered_by: "Records".into(),
    };
    // By the office's clock a day later: no clock has a say in what follows.
    world.centre().erase(&wanted, NOW + 24 * 60 * 60_000).unwrap();
}

fn is_gone(tablet: &Tablet) {
    assert_eq!(tablet.description(record(1)), None);
    assert_eq!(tablet.description(record(2)).unwrap(), "Two needles");
    let gaps: Vec<_> = tablet.store.entries_about(record(1)).unwrap();
    assert!(
        gaps.iter().all(|page| page.entry.values().all(|(_, write, _)| write.field == "kind")),
        "only kind is left"
    );
    assert_eq!(std::fs::read_dir(tablet.folder.path().join("photos")).unwrap().count(), 0);
    assert!(!tablet.store.erased(record(1)).unwrap().is_empty());
    assert_eq!(tablet.store.verify().unwrap(), [""; 0]);
}

fn settled(world: &World, tablets: &[&Tablet]) {
    for _ in 0..3 {
        for tablet in tablets {
            assert_eq!(world.sync(tablet).problems, []);
        }
    }
    world.centre().back_up(NOW).unwrap();
    assert_eq!(world.centre().verify().unwrap().problems, [""; 0]);
    for tablet in tablets {
        assert!(world.sync(tablet).converged);
        assert_eq!(tablet.tips(), tablets[0].tips());
        is_gone(tablet);
    }
}

#[test]
fn it_reaches_author_colleague_and_leader_and_a_disk_put_back_learns_of_it_again() {
    let (world, author, other, leader) = told();
    let disk = other.disk();
    assert_eq!(std::fs::read_dir(leader.folder.path().join("photos")).unwrap().count(), 1, "the leader has the photo");
    erase(&world);
    settled(&world, &[&author, &other, &leader]);
    let put_back = other.on_disk(disk);
    assert_eq!(put_back.description(record(1)).unwrap(), SECRET);
    settled(&world, &[&put_back, &author, &leader]);
}

#[test]
fn what_a_tablet_wrote_out_there_in_ignorance_goes_from_it_too_and_what_it_writes_afterwards_stays() {
    let (world, author, other, leader) = told();
    erase(&world);
    other.describe(record(1), "Canary again");
    settled(&world, &[&other, &author, &leader]);
    other.describe(record(1), "two men");
    world.sync_all(&[&other, &leader]);
    assert_eq!(leader.description(record(1)).unwrap(), "two men");
}

#[test]
fn an_office_put_back_to_before_it_is_filled_again_without_it() {
    let (world, author, other, leader) = told();
    let before = world.backup();
    for number in 10..400 {
        author.finding(record(number), "Between the copy and the order");
    }
    world.sync_all(&[&author, &other, &leader]);
    erase(&world);
    settled(&world, &[&author, &other, &leader]);
    world.put_back(&before);
    // Nobody who writes in the book that the office lacks comes first.
    settled(&world, &[&leader, &other, &author]);
}

#[test]
fn an_author_with_more_than_one_request_of_own_pages_brings_the_order_that_they_need() {
    let (world, author, other, leader) = told();
    let before = world.backup();
    author.finding(record(3), SECRET);
    for number in 0..=u128::try_from(protocol::limits::PAGE_ENTRIES).unwrap() {
        author.finding(record(10 + number), "Between the copy and the order");
    }
    world.sync_all(&[&author, &other, &leader]);
    erase(&world);
    erase_record(&world, record(3));
    settled(&world, &[&author, &other, &leader]);
    world.put_back(&before);
    // Among the first of them is one without its value, so the order has to go before them.
    assert!(world.sync(&author).converged);
    settled(&world, &[&author, &other, &leader]);
}

#[test]
fn a_bundle_brings_the_order_before_the_pages_that_need_it() {
    let (world, author, other, leader) = told();
    erase(&world);
    settled(&world, &[&author, &other, &leader]);
    let before = world.backup();
    author.finding(record(3), SECRET);
    author.finding(record(4), "Behind it");
    world.sync(&author);
    order(&world, record(3));
    world.sync(&author);
    assert_eq!(author.description(record(3)), None);
    world.put_back(&before);
    let path = author.folder.path().join("bundle");
    let pages = write_bundle(&author.store, &path, NOW, &|_| {}).unwrap().pages;
    let import = || world.centre().import_bundle(File::open(&path).unwrap(), false, NOW).unwrap();
    let imported = import();
    assert!(imported.books_not_taken.is_empty(), "{imported:?}");
    assert_eq!((imported.pages, import().new_pages), (pages, 0), "what was new was taken at once");
    world.sync(&leader);
    assert_eq!(leader.description(record(4)).unwrap(), "Behind it");
    settled(&world, &[&author, &other, &leader]);
}

#[test]
fn a_new_tablet_of_the_team_gets_the_gap_and_never_the_value() {
    let (world, author, other, leader) = told();
    erase(&world);
    let new = world.tablet("Demo warden C", "warden");
    settled(&world, &[&new, &author, &other, &leader]);
    let erased = new.store.erased(record(1)).unwrap();
    assert!(erased.iter().any(|one| one.field == "description" && one.ground == Ground::RecordedUnlawfully));
}

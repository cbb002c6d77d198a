//! Originals leave the tablet on the office's word alone: *backed up*, said in the same sync, and a week old or short of space.

use crate::photos::{at, photo};
use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, options};
use book::SecretKey;
use protocol::{PhotoHash, Promise, Receipt, Subject};
use std::sync::atomic::AtomicBool;
use store::{PhotoAt, StoreError};
use sync::{Office, Options, Outcome, Problem, Trouble, sync_once};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn sync_on(tablet: &Tablet, office: &dyn Office, day: i64, short_of: u64) -> Result<Outcome, Trouble> {
    let stop = AtomicBool::new(false);
    let options = Options { short_of, ..options(&stop, false) };
    sync_once(&*tablet.store, office, &|| NOW + day * DAY, &options)
}

fn here(tablet: &Tablet, hash: PhotoHash) -> bool {
    let said = tablet.store.photo_info(hash).unwrap().unwrap().here;
    assert_eq!(said, tablet.folder.path().join("photos").join(hash.to_string()).exists());
    assert_eq!(said, tablet.store.photo_bytes(hash).is_ok());
    said
}

/// A tablet with a photo that is backed up, as far as it knows.
fn backed_up(world: &World) -> (Tablet, PhotoHash, Vec<u8>) {
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, bytes) = photo(&tablet, 1, 10_000);
    world.sync(&tablet);
    world.centre().back_up(NOW).unwrap();
    world.sync(&tablet);
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp);
    (tablet, hash, bytes)
}

#[test]
fn a_week_after_it_was_recorded_a_backed_up_original_leaves_and_its_small_picture_stays() {
    let world = World::new();
    let (tablet, hash, bytes) = backed_up(&world);
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 6, 0).unwrap().originals_left, 0);
    assert!(here(&tablet, hash));
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 8, 0).unwrap().originals_left, 1);
    assert!(!here(&tablet, hash));
    assert_eq!(tablet.store.thumbnail(hash).unwrap().as_deref(), Some(&b"small"[..]));
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp);
    assert_eq!(tablet.store.whereabouts().unwrap().photos, [0, 0, 1]);
    assert_eq!(tablet.store.verify().unwrap(), [""; 0], "what has left is not missing");

    // A person wants it back; it stays another week.
    tablet.store.ask_for_original(hash, NOW + 8 * DAY).unwrap();
    let stop = AtomicBool::new(false);
    let waiting = Options { originals: &|| false, ..options(&stop, false) };
    let now = || NOW + 8 * DAY;
    assert_eq!(sync_once(&*tablet.store, &world.wire(&tablet), &now, &waiting).unwrap().photos_fetched, 1);
    assert!(here(&tablet, hash), "what a person asks for does not wait");
    assert_eq!(tablet.store.photo_bytes(hash).unwrap(), bytes);
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp, "it is still this tablet's own, and backed up");
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 14, 0).unwrap().originals_left, 0);
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 16, 0).unwrap().originals_left, 1);
}

#[test]
fn what_has_only_arrived_stays_however_old_it_is_and_however_short_the_space() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 10_000);
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 0, u64::MAX).unwrap().originals_left, 0);
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
    for day in [8, 400] {
        assert_eq!(sync_on(&tablet, &world.wire(&tablet), day, u64::MAX).unwrap().originals_left, 0);
        assert!(here(&tablet, hash));
    }
    world.centre().back_up(NOW).unwrap();
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 401, 0).unwrap().originals_left, 1, "it could have left");
}

#[test]
fn no_answer_and_no_stranger_lets_an_original_leave() {
    let world = World::new();
    let (tablet, hash, _) = backed_up(&world);
    // The exchanges of that sync: the books, then the question about what may leave.
    for fault in [Fault::RequestLost, Fault::ReplyLost, Fault::Portal, Fault::WrongKey, Fault::CutAt(40)] {
        let wire = world.wire(&tablet).exchanges(&[Fault::None, fault]);
        assert!(sync_on(&tablet, &wire, 8, u64::MAX).is_err(), "{fault:?}");
        assert!(here(&tablet, hash), "{fault:?}");
    }
    // Without asking there is no leaving: signing out, another user and an update all come to opening the store again.
    let copy = tablet.on_disk(tablet.disk());
    assert!(here(&copy, hash));
}

#[test]
fn a_receipt_that_does_not_verify_or_is_not_the_last_word_lets_nothing_leave() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 10_000);
    let subject = Subject::Photo(hash, 10_000);
    assert!(!tablet.store.let_original_go(hash, NOW).unwrap(), "there is no receipt");
    let stranger = SecretKey::from_bytes(&[66; 32]);
    tablet.store.keep_receipts(&[Receipt::sign(&stranger, Promise::BackedUp, subject, NOW)]).unwrap();
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp, "as if a wrong signature had got so far");
    assert!(!tablet.store.let_original_go(hash, NOW).unwrap());
    assert!(here(&tablet, hash));

    let (tablet, hash, _) = {
        let world = World::new();
        backed_up(&world)
    };
    let fell_back = Receipt::sign(&stranger, Promise::Arrived, subject, NOW);
    tablet.store.keep_receipts(&[fell_back]).unwrap();
    assert!(!tablet.store.let_original_go(hash, NOW).unwrap(), "the older receipt still verifies");
    assert!(here(&tablet, hash));
}

#[test]
fn an_office_that_was_put_back_to_before_the_photo_gets_it_again_and_none_leaves() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    let copy = world.backup();
    let (hash, _) = photo(&tablet, 1, 10_000);
    world.sync(&tablet);
    world.centre().back_up(NOW).unwrap();
    world.sync(&tablet);
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp);
    world.put_back(&copy);
    let outcome = sync_on(&tablet, &world.wire(&tablet), 8, u64::MAX).unwrap();
    assert_eq!((outcome.photos_sent, outcome.originals_left), (1, 0));
    assert!(here(&tablet, hash));
}

#[test]
fn when_space_is_short_the_oldest_backed_up_originals_leave_early_and_no_more_than_needed() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let photos: Vec<_> = (1..=4).map(|number| photo(&tablet, number, 10_000).0).collect();
    world.sync(&tablet);
    world.centre().back_up(NOW).unwrap();
    world.sync(&tablet);
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 1, 15_000).unwrap().originals_left, 2);
    assert_eq!(photos.iter().filter(|hash| here(&tablet, **hash)).count(), 2);
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 1, 0).unwrap().originals_left, 0);
}

#[test]
fn a_photo_that_the_office_lost_after_it_had_left_is_said_to_be_lost() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    let copy = world.backup();
    let (hash, _) = photo(&tablet, 1, 10_000);
    world.sync(&tablet);
    world.centre().back_up(NOW).unwrap();
    world.sync(&tablet);
    let archived = world.backup();
    assert_eq!(sync_on(&tablet, &world.wire(&tablet), 8, 0).unwrap().originals_left, 1);
    world.put_back(&copy);
    let outcome = sync_on(&tablet, &world.wire(&tablet), 9, 0).unwrap();
    assert_eq!(outcome.problems, [Problem::Lost { hash }]);
    assert_eq!(tablet.store.photos_lost().unwrap(), [(hash, NOW + 8 * DAY)]);
    assert_eq!(tablet.store.whereabouts().unwrap().photos, [0, 0, 0], "it is nowhere");
    assert_eq!(at(&tablet, hash), PhotoAt::OnThisTablet);
    assert!(matches!(tablet.store.photo_bytes(hash), Err(StoreError::PhotoDamaged(_))));
    // Its copy turns up.
    world.put_back(&archived);
    let outcome = sync_on(&tablet, &world.wire(&tablet), 9, 0).unwrap();
    assert_eq!((outcome.problems, at(&tablet, hash)), (vec![], PhotoAt::BackedUp));
    assert!(tablet.store.photos_lost().unwrap().is_empty());
}

#[test]
fn a_fetched_original_leaves_a_leaders_tablet_too_and_is_not_fetched_again_by_itself() {
    let world = World::new();
    let (warden, hash, _) = backed_up(&world);
    let leader = world.tablet("Demo leader", "leader");
    let fetch = |day: i64| {
        let stop = AtomicBool::new(false);
        sync_once(&*leader.store, &world.wire(&leader), &|| NOW + day * DAY, &options(&stop, true)).unwrap()
    };
    assert_eq!(fetch(0).photos_fetched, 1);
    assert_eq!(fetch(8).originals_left, 1);
    assert!(!here(&leader, hash));
    assert_eq!(fetch(9).photos_fetched, 0);
    assert!(here(&warden, hash), "each tablet keeps its own");
}

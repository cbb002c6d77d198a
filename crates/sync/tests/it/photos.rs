//! Photos on a bad connection, damaged ones, and those of others.

use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, photo_row, record};
use proptest::prelude::*;
use protocol::{PhotoHash, Promise, limits};
use std::iter::repeat_n;
use store::{Change, NewPhoto, PhotoAt};
use sync::{Problem, Trouble};

/// A photo of `length` bytes on a finding.
pub(crate) fn photo(tablet: &Tablet, number: u8, length: usize) -> (PhotoHash, Vec<u8>) {
    let bytes: Vec<u8> = (0..length).map(|at| (at as u8).wrapping_mul(31) ^ number ^ (at >> 8) as u8).collect();
    let new = NewPhoto { bytes: &bytes, mime: "image/jpeg", thumbnail: b"small", own: true };
    let hash = tablet.store.add_photo(new).unwrap();
    let id = record(number.into());
    tablet.finding(id, "With a photo");
    tablet.write(vec![Change::new(id, format!("photo/{hash}"), photo_row(hash, length))]);
    (hash, bytes)
}

pub(crate) fn at(tablet: &Tablet, hash: PhotoHash) -> PhotoAt {
    tablet.store.photo_info(hash).unwrap().unwrap().at
}

#[test]
fn a_photo_arrives_with_its_finding_and_is_backed_up_later() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 10_000);
    let outcome = world.sync(&tablet);
    assert_eq!((outcome.photos_sent, outcome.problems), (1, vec![]));
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
    assert!(tablet.store.receipt(&hash.0, Promise::Arrived).unwrap().is_some(), "arrived only by a receipt");
    world.centre().back_up(NOW).unwrap();
    let outcome = world.sync(&tablet);
    assert_eq!((outcome.exchanges, outcome.photos_sent), (1, 0));
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp);
}

#[test]
fn a_photo_that_is_cut_at_every_piece_arrives_without_a_byte_sent_twice() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, bytes) = photo(&tablet, 1, 1_500_000);
    let wire = world.wire(&tablet).pieces(repeat_n(Fault::ReplyLost, 20));
    let outcome = tablet.sync(&wire).unwrap();
    assert_eq!((outcome.photos_sent, outcome.problems), (1, vec![]));
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
    let seen = wire.seen.lock().unwrap();
    assert!(seen.pieces.len() >= 5, "cut pieces should stay small: {:?}", seen.pieces);
    assert_eq!(seen.pieces.iter().sum::<usize>(), bytes.len());
}

#[test]
fn a_photo_of_which_half_of_each_piece_gets_through_arrives() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 700_000);
    let outcome = tablet.sync(&world.wire(&tablet).pieces(repeat_n(Fault::CutAt(100_000), 5))).unwrap();
    assert_eq!(outcome.problems, []);
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
}

#[test]
fn a_piece_that_comes_twice_does_no_harm() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 700_000);
    tablet.sync(&world.wire(&tablet).pieces(repeat_n(Fault::Twice, 5))).unwrap();
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
}

#[test]
fn a_photo_whose_pieces_never_get_through_is_noted_and_the_next_one_goes_on() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (first, _) = photo(&tablet, 1, 10_000);
    let (second, _) = photo(&tablet, 2, 10_000);
    let order: Vec<_> = tablet.store.photos_to_send().unwrap().into_iter().map(|photo| photo.hash).collect();
    assert!(order.contains(&first) && order.contains(&second));
    let outcome = tablet.sync(&world.wire(&tablet).pieces(repeat_n(Fault::RequestLost, 3))).unwrap();
    assert_eq!(outcome.photos_sent, 1);
    assert!(matches!(&outcome.problems[..], [Problem::Photo { hash, .. }] if *hash == order[0]));
    assert_eq!(at(&tablet, order[0]), PhotoAt::OnThisTablet);
    assert_eq!(tablet.store.photo_info(order[0]).unwrap().unwrap().failures, 1);
    assert_eq!(at(&tablet, order[1]), PhotoAt::Arrived);
    world.sync(&tablet);
    assert_eq!(at(&tablet, order[0]), PhotoAt::Arrived);
    assert_eq!(tablet.store.photo_info(order[0]).unwrap().unwrap().trouble, None);
}

#[test]
fn a_photo_altered_on_the_way_is_refused_whole_and_sent_again() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (hash, _) = photo(&tablet, 1, 10_000);
    let outcome = tablet.sync(&world.wire(&tablet).pieces([Fault::Altered])).unwrap();
    assert_eq!(outcome.photos_sent, 0);
    assert!(matches!(&outcome.problems[..], [Problem::Photo { .. }]), "{:?}", outcome.problems);
    assert_eq!(at(&tablet, hash), PhotoAt::OnThisTablet);
    assert_eq!(world.sync(&tablet).photos_sent, 1);
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
}

#[test]
fn a_photo_that_is_damaged_on_the_tablet_does_not_hold_up_the_others() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (damaged, _) = photo(&tablet, 1, 10_000);
    let (whole, _) = photo(&tablet, 2, 10_000);
    std::fs::write(tablet.folder.path().join("photos").join(damaged.to_string()), b"rot").unwrap();
    let outcome = world.sync(&tablet);
    assert!(outcome.converged);
    assert!(
        matches!(&outcome.problems[..], [Problem::Photo { hash, why }] if *hash == damaged && why.contains("damaged"))
    );
    assert_eq!((at(&tablet, damaged), at(&tablet, whole)), (PhotoAt::OnThisTablet, PhotoAt::Arrived));
}

#[test]
fn a_photo_that_a_put_back_office_lost_is_sent_again() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.sync(&tablet);
    let copy = world.backup();
    let (hash, bytes) = photo(&tablet, 1, 10_000);
    world.sync(&tablet);
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
    world.put_back(&copy);
    let outcome = world.sync(&tablet);
    assert_eq!((outcome.converged, outcome.photos_sent), (true, 1));
    assert_eq!(at_office(&world, &tablet, hash, 10_000), bytes);
}

#[test]
fn a_backed_up_photo_that_the_office_lost_all_the_same_is_sent_again_within_a_day() {
    let world = World::new();
    let (tablet, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    world.sync_all(&[&tablet, &other]);
    let copy = world.backup();
    let (hash, bytes) = photo(&tablet, 1, 10_000);
    world.sync(&tablet);
    world.centre().back_up(NOW).unwrap();
    world.sync_all(&[&tablet, &other]);
    assert_eq!(at(&tablet, hash), PhotoAt::BackedUp);
    world.put_back(&copy);
    // The other tablet brings the pages, so by its tips the office seems whole.
    world.sync(&other);
    let a_day_later = NOW + 25 * 60 * 60 * 1_000;
    let outcome = tablet.sync_at(&world.wire(&tablet), a_day_later).unwrap();
    assert_eq!(outcome.photos_sent, 1, "{outcome:?}");
    assert_eq!(at(&tablet, hash), PhotoAt::Arrived, "it is no longer backed up");
    assert_eq!(at_office(&world, &tablet, hash, 10_000), bytes);
}

#[test]
fn a_photo_that_a_colleague_fetched_comes_back_from_there_when_the_office_has_lost_it() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    world.sync_all(&[&warden, &leader]);
    let copy = world.backup();
    let (hash, bytes) = photo(&warden, 1, 10_000);
    world.sync(&warden);
    assert_eq!(leader.fetch(&world.wire(&leader)).unwrap().photos_fetched, 1);
    // The warden's tablet never comes back, and the office is put back to before it came.
    world.put_back(&copy);
    let a_day_later = NOW + 25 * 60 * 60 * 1_000;
    leader.sync_at(&world.wire(&leader), a_day_later).unwrap();
    let outcome = leader.sync_at(&world.wire(&leader), a_day_later + 25 * 60 * 60 * 1_000).unwrap();
    assert_eq!(outcome.problems, []);
    assert_eq!(at_office(&world, &leader, hash, 10_000), bytes);
}

#[test]
fn the_leaders_tablet_fetches_a_photo_whole_and_keeps_nothing_that_was_altered() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let (hash, bytes) = photo(&warden, 1, 2_500_000);
    world.sync(&warden);
    let altered = leader.fetch(&world.wire(&leader).pieces([Fault::None, Fault::Altered])).unwrap();
    assert_eq!(altered.photos_fetched, 0);
    assert!(matches!(&altered.problems[..], [Problem::Photo { .. }]), "{:?}", altered.problems);
    assert!(!leader.store.photo_info(hash).unwrap().unwrap().here);
    let cut = leader.fetch(&world.wire(&leader).pieces([Fault::None, Fault::ReplyLost]));
    assert!(matches!(cut, Err(Trouble::NoSignal)));
    let outcome = leader.fetch(&world.wire(&leader)).unwrap();
    assert_eq!((outcome.photos_fetched, outcome.problems), (1, vec![]));
    assert_eq!(leader.store.photo_bytes(hash).unwrap(), bytes);
    assert_eq!(leader.store.thumbnail(hash).unwrap().as_deref(), Some(&bytes[..4]));
}

#[test]
fn a_photo_that_has_not_come_to_the_office_yet_is_no_problem_for_the_leader() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    photo(&warden, 1, 300_000);
    let lost = world.wire(&warden).pieces(repeat_n(Fault::RequestLost, 3));
    warden.sync(&lost).unwrap();
    let outcome = leader.fetch(&world.wire(&leader)).unwrap();
    assert_eq!((outcome.converged, outcome.photos_fetched, outcome.problems), (true, 0, vec![]));
    world.sync(&warden);
    assert_eq!(leader.fetch(&world.wire(&leader)).unwrap().photos_fetched, 1);
}

/// A photo's bytes as the office gives them.
fn at_office(world: &World, tablet: &Tablet, hash: PhotoHash, length: u64) -> Vec<u8> {
    let scope = tablet.store.enrolment().unwrap().unwrap().scope;
    sync::Office::photo_get(&world.wire(tablet), scope, hash, 0, length).unwrap()
}

/// Where pieces are cut: so many bytes of each get through, or nothing but the break.
fn cuts() -> impl Strategy<Value = Vec<Fault>> {
    let cut = prop_oneof![4 => (1_usize..600_000).prop_map(Fault::CutAt), 1 => Just(Fault::ReplyLost)];
    proptest::collection::vec(cut, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_photo_that_is_cut_anywhere_while_it_is_fetched_goes_on_at_the_byte(cuts in cuts()) {
        let world = World::new();
        let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
        let (hash, bytes) = photo(&warden, 1, 1_300_000);
        world.sync(&warden);
        let mut leader = leader;
        let (mut came, mut ends, mut cuts) = (0, 0, std::collections::VecDeque::from(cuts));
        while !leader.store.photo_info(hash).unwrap().is_some_and(|info| info.here) {
            // The tablet is switched off after each break, and its disk is all that is left.
            leader = leader.on_disk(leader.disk());
            let until_break = cuts.iter().position(|cut| *cut == Fault::ReplyLost).map_or(cuts.len(), |at| at + 1);
            let wire = world.wire(&leader).pieces(cuts.drain(..until_break));
            ends += usize::from(leader.fetch(&wire).is_err());
            came += wire.seen.lock().unwrap().fetched.iter().sum::<usize>();
            prop_assert!(ends <= 12);
        }
        prop_assert_eq!(came, bytes.len(), "bytes were fetched twice");
        prop_assert_eq!(leader.store.photo_bytes(hash).unwrap(), bytes);
    }

    #[test]
    fn a_photo_that_is_cut_anywhere_while_it_is_sent_goes_on_at_the_byte(cuts in cuts()) {
        let world = World::new();
        let mut tablet = world.tablet("Demo warden A", "warden");
        let (hash, bytes) = photo(&tablet, 1, 1_300_000);
        let mut cuts = std::collections::VecDeque::from(cuts);
        for _ in 0..12 {
            let wire = world.wire(&tablet).pieces(cuts.drain(..cuts.len().min(2)));
            tablet.sync(&wire).unwrap();
            if at(&tablet, hash) == PhotoAt::Arrived {
                break;
            }
            tablet = tablet.on_disk(tablet.disk());
        }
        prop_assert_eq!(at(&tablet, hash), PhotoAt::Arrived);
        prop_assert_eq!(at_office(&world, &tablet, hash, bytes.len() as u64), &bytes[..limits::PHOTO_PIECE]);
    }
}

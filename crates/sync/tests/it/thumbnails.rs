//! Thumbnails go ahead of their photos, many at once; they promise nothing and prove nothing.

use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, options, photo_row, record};
use image::{Rgb, RgbImage};
use protocol::{PhotoHash, Thumbnail, Thumbnails, limits, pack, unpack};
use server_core::{Ground, Named, Wanted};
use std::sync::atomic::AtomicBool;
use store::{Change, NewPhoto, PhotoAt};
use sync::{Office, Options, Outcome, Trouble, sync_once};

/// A thumbnail as the tablet draws it, of grain: no two are alike, and each is about as large as they come.
fn drawn(seed: u8) -> Vec<u8> {
    let mut grain = u32::from(seed) + 1;
    let picture = RgbImage::from_fn(640, 480, |_, _| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(grain >> 24) as u8; 3])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    photo::thumbnail(png.get_ref(), 480).unwrap()
}

fn photographed(tablet: &Tablet, number: u8, thumbnail: &[u8]) -> PhotoHash {
    let bytes = vec![number; 400_000];
    let new = NewPhoto { bytes: &bytes, mime: "image/jpeg", thumbnail, own: true };
    let hash = tablet.store.add_photo(new).unwrap();
    let id = record(number.into());
    tablet.finding(id, "With a photo");
    tablet.write(vec![Change::new(id, format!("photo/{hash}"), photo_row(hash, bytes.len()))]);
    hash
}

/// A sync in which originals wait.
fn sync(tablet: &Tablet, office: &dyn Office, leader: bool) -> Result<Outcome, Trouble> {
    let stop = AtomicBool::new(false);
    let options = Options { originals: &|| false, ..options(&stop, leader) };
    sync_once(&*tablet.store, office, &|| NOW, &options)
}

#[test]
fn while_photos_wait_their_small_pictures_reach_the_leader_in_few_requests() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let small: Vec<_> = (1..=20).map(drawn).collect();
    assert!(small.iter().all(|jpeg| jpeg.len() > 10_000 && jpeg.len() <= limits::THUMBNAIL_BYTES));
    let photos: Vec<_> = (1..).zip(&small).map(|(number, jpeg)| photographed(&warden, number, jpeg)).collect();
    let wire = world.wire(&warden);
    let outcome = sync(&warden, &wire, false).unwrap();
    assert_eq!((outcome.thumbnails_sent, outcome.photos_sent, &outcome.problems[..]), (20, 0, &[][..]));
    {
        let seen = wire.seen.lock().unwrap();
        assert!(seen.pieces.is_empty(), "the photos themselves wait");
        let bytes: usize = small.iter().map(Vec::len).sum();
        let fewest = bytes.div_ceil(limits::THUMBNAILS_BYTES);
        assert!((fewest..=fewest + 1).contains(&seen.thumbnails.len()), "{:?}", seen.thumbnails);
    }
    let arrived = |hash: &PhotoHash| warden.store.photo_info(*hash).unwrap().unwrap().at;
    assert!(photos.iter().all(|hash| arrived(hash) == PhotoAt::OnThisTablet), "a thumbnail makes nothing arrive");

    let outcome = sync(&leader, &world.wire(&leader), true).unwrap();
    assert_eq!((outcome.thumbnails_fetched, outcome.photos_fetched), (20, 0));
    for (hash, jpeg) in photos.iter().zip(&small) {
        assert_eq!(leader.store.thumbnail(*hash).unwrap().as_ref(), Some(jpeg));
        assert!(!leader.store.photo_info(*hash).unwrap().unwrap().here);
    }
    // Nothing is sent or asked for twice.
    for (tablet, is_leader) in [(&warden, false), (&leader, true)] {
        let wire = world.wire(tablet);
        sync(tablet, &wire, is_leader).unwrap();
        assert!(wire.seen.lock().unwrap().thumbnails.is_empty());
    }
}

#[test]
fn a_lost_answer_or_a_portal_costs_a_repeat_and_nothing_else() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    photographed(&warden, 1, &drawn(1));
    for fault in [Fault::RequestLost, Fault::ReplyLost, Fault::Portal] {
        let ended = sync(&warden, &world.wire(&warden).pictures(&[fault]), false);
        assert!(matches!(ended, Err(Trouble::NoSignal | Trouble::NotTheOffice)), "{fault:?}: {ended:?}");
        assert_eq!(warden.store.thumbnails_to_send(10).unwrap().len(), 1, "{fault:?}");
    }
    assert_eq!(sync(&warden, &world.wire(&warden), false).unwrap().thumbnails_sent, 1);
}

#[test]
fn what_is_no_small_jpeg_is_kept_by_neither_side() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let hash = photographed(&warden, 1, b"no picture at all");
    assert_eq!(sync(&warden, &world.wire(&warden), false).unwrap().thumbnails_sent, 1);
    assert_eq!(sync(&leader, &world.wire(&leader), true).unwrap().thumbnails_fetched, 0, "the office kept none");

    // The office takes a good one, and the leader's tablet thinks otherwise.
    let bring = Thumbnails { brought: vec![Thumbnail { of: hash, jpeg: drawn(1) }], wanted: vec![] };
    world.wire(&warden).thumbnails(warden.scope, &pack(&bring.encode())).unwrap();
    let stop = AtomicBool::new(false);
    let distrusting = Options { originals: &|| false, is_thumbnail: &|_| false, ..options(&stop, true) };
    let outcome = sync_once(&*leader.store, &world.wire(&leader), &|| NOW, &distrusting).unwrap();
    assert_eq!((outcome.thumbnails_fetched, leader.store.thumbnail(hash).unwrap()), (0, None));
    assert_eq!(sync(&leader, &world.wire(&leader), true).unwrap().thumbnails_fetched, 1);
}

#[test]
fn the_first_thumbnail_of_a_photo_stays_and_one_that_the_office_lacks_does_not_hide_the_next() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    world.sync(&warden);
    let (one, two) = (drawn(1), drawn(2));
    let hash = |number| PhotoHash([number; 32]);
    let call = |said: Thumbnails| {
        let answer = world.wire(&warden).thumbnails(warden.scope, &pack(&said.encode())).unwrap();
        Thumbnails::decode(&unpack(&answer).unwrap()).unwrap()
    };
    let bring =
        |jpeg: &Vec<u8>| Thumbnails { brought: vec![Thumbnail { of: hash(7), jpeg: jpeg.clone() }], wanted: vec![] };
    assert_eq!(call(bring(&one)), Thumbnails::default());
    assert_eq!(call(bring(&two)), Thumbnails::default());
    let reply = call(Thumbnails { brought: vec![], wanted: vec![hash(6), hash(7), hash(8)] });
    assert_eq!(reply.brought, [Thumbnail { of: hash(7), jpeg: one }]);
}

#[test]
fn what_was_erased_has_no_thumbnail_and_none_is_taken_again() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let hash = photographed(&warden, 1, &drawn(1));
    sync(&warden, &world.wire(&warden), false).unwrap();
    sync(&leader, &world.wire(&leader), true).unwrap();
    assert!(leader.store.thumbnail(hash).unwrap().is_some(), "there is one to lose");
    let wanted = Wanted {
        what: Named::Record(record(1)),
        fields: None,
        ground: Ground::RecordedUnlawfully,
        ordered_by: "Records".into(),
    };
    world.centre().erase(&wanted, NOW).unwrap();
    world.centre().back_up(NOW).unwrap();
    let call = |said: Thumbnails| {
        let answer = world.wire(&leader).thumbnails(leader.scope, &pack(&said.encode())).unwrap();
        Thumbnails::decode(&unpack(&answer).unwrap()).unwrap()
    };
    let ask = || call(Thumbnails { brought: vec![], wanted: vec![hash] });
    assert_eq!(ask(), Thumbnails::default(), "gone with its photo");
    call(Thumbnails { brought: vec![Thumbnail { of: hash, jpeg: drawn(1) }], wanted: vec![] });
    assert_eq!(ask(), Thumbnails::default(), "and not taken from a tablet that has not heard of it yet");
    for tablet in [&warden, &leader] {
        world.sync(tablet);
        assert_eq!(tablet.store.thumbnail(hash).unwrap(), None);
    }
}

#[test]
fn another_team_gets_no_thumbnail() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let elsewhere = book::ScopeId(uuid::Uuid::from_u128(77));
    let said = Thumbnails { brought: vec![], wanted: vec![PhotoHash([7; 32])] };
    let refused = world.wire(&warden).thumbnails(elsewhere, &pack(&said.encode()));
    assert!(matches!(refused, Err(Trouble::Refused(refusal)) if refusal.code == protocol::RefusalCode::NotFound));
}

//! Photos over bad links: small pictures first, full ones when the tablet's policy lets them, and away again once they are
//! backed up and a week old.

use app::PhotoSize;
use app::contract::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Tablet, World, jpeg};

const WEEK: i64 = 7 * 24 * 60;

/// A finding with one photo. Gives the finding and the photo's name.
fn photographed(warden: &Tablet, seed: u8) -> (String, String) {
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let form = warden.photo(&form, jpeg(seed, 1200, 900));
    let saved = warden.save(&form);
    (saved.finding, form.photos[0].sha256.clone())
}

#[track_caller]
fn photo(tablet: &Tablet, finding: &str) -> PhotoView {
    tablet.finding(finding).photos.remove(0)
}

fn arrived(tablet: &Tablet) -> Arrived {
    tablet.does("arrived", json!({ "all": true, "before": null }))
}

fn go(tablet: &Tablet, policy: &str) -> PhotoPolicyView {
    tablet.does("set_photo_policy", json!({ "policy": policy }))
}

#[test]
fn on_a_mobile_network_photos_wait_for_wifi_while_the_leader_sees_their_small_pictures() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.carrier.mobile(true);
    let chosen = go(&warden, "wifi");
    assert_eq!((chosen.policy, chosen.waits), (PhotosGo::Wifi, None), "there is none yet");
    let (finding, sha256) = photographed(&warden, 1);
    let waiting = "1 photo waits for Wi-Fi. Its small picture goes ahead.";
    assert_eq!(warden.sync().sentence, waiting);
    assert_eq!(arrived(&warden).photos_wait.as_deref(), Some(waiting));
    assert_eq!(arrived(&warden).whereabouts.photos_on_tablet, 1);
    assert_eq!(arrived(&warden).whereabouts.pages_on_tablet, 0, "pages never wait");

    leader.sync();
    let seen = photo(&leader, &finding);
    assert_eq!((seen.original, seen.thumbnail), (Original::NotYet, true));
    let (mime, small) = leader.app.photo(&sha256, PhotoSize::Thumb).unwrap();
    assert_eq!((mime.as_str(), &small[..2]), ("image/jpeg", &[0xff, 0xd8][..]));
    assert!(leader.app.photo(&sha256, PhotoSize::Full).is_err());

    let warden = warden.restart();
    warden.unlock();
    assert_eq!(warden.does::<PhotoPolicyView>("photo_policy", json!({})).policy, PhotosGo::Wifi, "it is kept");
    assert_eq!(warden.sync().photos_sent, 0);
    warden.carrier.mobile(false);
    assert_eq!(warden.sync().photos_sent, 1);
    assert_eq!(arrived(&warden).photos_wait, None);
    leader.sync();
    assert_eq!(photo(&leader, &finding).original, Original::Here);
}

#[test]
fn photos_that_wait_for_the_night_go_at_night_or_once_when_a_person_says_so() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    go(&warden, "night");
    photographed(&warden, 1);
    assert!(warden.sync().sentence.starts_with("1 photo waits for the night"));
    assert_eq!(warden.does::<SyncOutcome>("send_photos_now", json!({})).photos_sent, 1);
    photographed(&warden, 2);
    photographed(&warden, 3);
    let waiting = warden.sync();
    assert_eq!((waiting.photos_sent, waiting.complete), (0, false), "only once");
    assert!(waiting.sentence.starts_with("2 photos wait for the night"));
    // From 07:12 to 02:12.
    world.wait_minutes(19 * 60);
    warden.unlock();
    assert_eq!(warden.sync().photos_sent, 2);
}

#[test]
fn a_command_without_a_window_obeys_the_policy_too() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.carrier.mobile(true);
    go(&warden, "wifi");
    photographed(&warden, 1);
    let (complete, sentence) = warden.app.sync_and_say().unwrap();
    assert!(!complete && sentence.contains("waits for Wi-Fi"), "{sentence}");
    assert_eq!(arrived(&warden).whereabouts.photos_on_tablet, 1);
}

#[test]
fn a_week_old_photo_that_is_backed_up_leaves_and_comes_back_when_it_is_asked_for() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let (finding, sha256) = photographed(&warden, 1);
    warden.sync();
    world.wait_minutes(2 * WEEK);
    warden.unlock();
    warden.sync();
    assert_eq!(photo(&warden, &finding).original, Original::Here, "it has only arrived");
    world.back_up();
    warden.sync();
    world.wait_minutes(25 * 60);
    warden.unlock();
    warden.sync();
    let left = photo(&warden, &finding);
    assert_eq!((left.original, left.thumbnail, left.state.as_str()), (Original::AtOffice, true, "backed_up"));
    assert!(warden.app.photo(&sha256, PhotoSize::Full).is_err());
    assert!(warden.app.photo(&sha256, PhotoSize::Thumb).is_ok());
    assert_eq!(arrived(&warden).whereabouts.photos_backed_up, 1);

    warden.link.cut(true);
    let _: Value = warden.does("fetch_photo", json!({ "sha256": sha256 }));
    assert_eq!(photo(&warden, &finding).original, Original::Coming);
    let warden = warden.restart();
    warden.unlock();
    assert_eq!(photo(&warden, &finding).original, Original::Coming, "it is not forgotten");
    warden.link.cut(false);
    warden.sync();
    assert_eq!(photo(&warden, &finding).original, Original::Here);
    assert_eq!(warden.app.photo(&sha256, PhotoSize::Full).unwrap().1, jpeg(1, 1200, 900));
    assert_eq!(warden.refused("fetch_photo", json!({ "sha256": "00".repeat(32) })).code, ErrorCode::NotFound);
}

#[test]
fn nobody_chooses_or_fetches_on_a_locked_tablet() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let _: Value = warden.does("lock", json!({}));
    for (name, request) in [
        ("photo_policy", json!({})),
        ("set_photo_policy", json!({ "policy": "any" })),
        ("send_photos_now", json!({})),
        ("fetch_photo", json!({ "sha256": "00".repeat(32) })),
    ] {
        assert_eq!(warden.refused(name, request).code, ErrorCode::Locked, "{name}");
    }
}

#[test]
fn photos_that_do_not_get_on_are_stuck_each_once_and_named_by_their_page() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.link.refuse_photos(true);
    for seed in [1, 2] {
        photographed(&warden, seed);
    }
    let stuck = |tablet: &Tablet| arrived(tablet).stuck.into_iter().map(|one| one.what).collect::<BTreeSet<_>>();
    for _ in 0..3 {
        warden.sync();
    }
    let names = BTreeSet::from(["A photo of page 2", "A photo of page 3"].map(str::to_owned));
    assert_eq!(stuck(&warden), names, "by name, and not as the last sync's trouble besides");
    assert_eq!(arrived(&warden).stuck.len(), 2);
    warden.link.refuse_photos(false);
    assert!(warden.sync().complete);
    assert!(stuck(&warden).is_empty());
}

#[test]
fn a_photo_that_the_office_cannot_store_holds_up_no_other() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.link.cut(true);
    let [(_, refused), (finding, _)] = [1, 2].map(|seed| photographed(&warden, seed));
    let in_the_way = world.centre_folder().join("photos").join(&refused[..2]);
    std::fs::write(&in_the_way, "").unwrap();
    warden.link.cut(false);
    for _ in 0..3 {
        warden.sync();
    }
    assert_eq!(photo(&warden, &finding).state, "arrived");
    let stuck: Vec<_> = arrived(&warden).stuck.into_iter().map(|one| one.what).collect();
    assert_eq!(stuck, ["A photo of page 2"]);
    std::fs::remove_file(&in_the_way).unwrap();
    assert!(warden.sync().complete);
}

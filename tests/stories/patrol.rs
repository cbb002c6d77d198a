//! The main job: what a warden records with no signal reaches the central record, whole, and the leader sees it.

use app::contract::*;
use serde_json::json;
use tests::{World, jpeg};

#[test]
fn a_shift_without_signal_reaches_the_leader_whole() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    warden.link.cut(true);

    let patrol = warden.start_patrol("Chatham town centre");
    world.wait_minutes(32);
    let form = warden.begin("drug_litter");
    let form = warden.answer(&form, json!({ "n_syringe_needle": 2, "n_cap_plunger": 5 }));
    let form = warden.photo(&form, jpeg(1, 640, 480));
    let form = warden.photo(&form, jpeg(2, 640, 480));
    assert_eq!(form.photos.len(), 2);
    let saved = warden.save(&form);
    world.wait_minutes(240);
    let ended: PatrolView = warden.does("end_patrol", json!({}));
    assert_eq!((ended.minutes, ended.photos, ended.findings.len()), (272, 2, 1));
    let zero = ended.counts.iter().find(|count| count.kind == "abandoned_vehicle").map(|count| count.count);
    assert_eq!(zero, Some(0), "zeros are part of the record");
    let litter = ended.counts.iter().find(|count| count.kind == "drug_litter").unwrap();
    assert_eq!((litter.count, litter.detail.as_deref()), (1, Some("7 items, 2 sharps")));
    let submitted: PatrolView =
        warden.does("submit_patrol", json!({ "id": patrol.id, "note": "Gate still off its hinge" }));
    assert_eq!(submitted.status, "submitted");
    assert!(submitted.whereabouts.pages_on_tablet >= 4);
    let outcome = warden.sync();
    assert!(!outcome.complete, "nothing can arrive without signal");
    assert_eq!(warden.finding(&saved.finding).line.arrival, "on_this_tablet");

    warden.link.cut(false);
    let outcome = warden.sync();
    assert!(outcome.complete, "{}", outcome.sentence);
    assert_eq!(warden.finding(&saved.finding).line.arrival, "arrived");
    world.back_up();
    warden.sync();
    assert_eq!(warden.finding(&saved.finding).line.arrival, "backed_up");

    leader.sync();
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert_eq!(queue.flagged.len() + queue.clean.len(), 1);
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": patrol.id }));
    assert_eq!(review.findings.len(), 1);
    let seen = leader.finding(&saved.finding);
    assert_eq!(seen.line.summary, "7 items, 2 sharps");
    assert_eq!(seen.line.by, "Demo warden A");
    let original = leader.app.photo(&seen.photos[0].sha256, app::PhotoSize::Full).unwrap();
    assert_eq!(original.1, jpeg(1, 640, 480), "the original bytes came through unchanged");

    let after: ReviewQueue = leader.does(
        "approve",
        json!({ "patrols": [patrol.id], "except": [], "findings": [], "seen": { patrol.id.clone(): review.seen } }),
    );
    assert!(after.flagged.is_empty() && after.clean.is_empty());
    leader.sync();
    warden.sync();
    assert!(warden.finding(&saved.finding).line.states.contains(&"approved".to_owned()));

    world.back_up();
    let summary = world.centre.summary().unwrap();
    assert_eq!((summary.patrols, summary.findings, summary.photos), (1, 1, 2));
    assert_eq!(summary.backed_up, "all");
}

#[test]
fn nothing_new_takes_one_exchange_and_adds_nothing() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(1);
    warden.sync();
    let again = warden.sync();
    assert!(again.complete);
    assert_eq!((again.pages_sent, again.pages_received, again.photos_sent), (0, 0, 0));
}

#[test]
fn a_second_patrol_cannot_start_and_an_ended_one_can_be_carried_on() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let patrol = warden.start_patrol("Luton");
    let refused =
        warden.refused("start_patrol", json!({ "mode": "foot", "area": "Luton", "with": [], "weather": null }));
    assert_eq!(refused.code, ErrorCode::PatrolState);
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let carried: PatrolView = warden.does("carry_on_patrol", json!({ "id": patrol.id }));
    assert_eq!((carried.status.as_str(), carried.ended_at), ("active", None));
}

#[test]
fn what_has_arrived_says_what_each_page_did() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let patrol = warden.start_patrol("Luton");
    warden.find_needles(1);
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol.id, "note": null }));
    let arrived: Arrived = warden.does("arrived", json!({ "all": true, "before": null }));
    let said: Vec<_> = arrived.rows.iter().map(|row| (row.title.as_str(), row.detail.as_str())).collect();
    let patrol = |step| ("Luton", step);
    let steps = [patrol("Patrol submitted"), patrol("Patrol ended"), patrol("Drug litter"), patrol("Patrol started")];
    assert_eq!(said.split_last(), Some((&("Book opened", ""), &steps[..])));
}

#[test]
fn the_kinds_keep_their_order_for_a_whole_patrol() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let order = || -> Vec<String> {
        let kinds: Vec<KindTile> = warden.does("kinds", json!({}));
        kinds.into_iter().map(|kind| kind.id).collect()
    };
    let patrol = warden.start_patrol("Chatham").id;
    let before = order();
    assert_eq!(before[0], "drug_litter", "as the catalogue has them, while nothing was recorded");
    for _ in 0..2 {
        warden.save(&warden.answer(&warden.begin("abandoned_vehicle"), json!({ "vehicle_type": "car" })));
    }
    assert_eq!(order(), before, "hands find them");
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
    warden.start_patrol("Chatham");
    assert_eq!(order()[0], "abandoned_vehicle", "most used first");
}

#[test]
fn what_is_recorded_on_no_patrol_moves_no_tile() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let order = || -> Vec<String> {
        let kinds: Vec<KindTile> = warden.does("kinds", json!({}));
        kinds.into_iter().map(|kind| kind.id).collect()
    };
    let before = order();
    for _ in 0..3 {
        warden.save(&warden.answer(&warden.begin("abandoned_vehicle"), json!({ "vehicle_type": "car" })));
    }
    warden.start_patrol("Chatham");
    assert_eq!(order(), before, "such as what was brought in from before");
}

#[test]
fn the_distance_of_a_patrol_is_that_between_what_counts_less_what_the_places_may_be_off() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham");
    let find = |lat: f64, accuracy_m: u32| {
        world.wait_minutes(5);
        let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
        let device = json!({ "lon": 0.5, "lat": lat, "accuracy_m": accuracy_m });
        let _: Form = warden.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
        warden.save(&form).finding
    };
    let metres = || warden.does::<PatrolView>("patrol", json!({ "id": null })).metres;
    find(51.38, 8);
    assert_eq!(metres(), None, "one place is no way");
    // A thousandth of a degree to the north is 111 m.
    find(51.384, 12);
    let walked = metres().unwrap();
    assert!((424..=426).contains(&walked), "445 m less 20: {walked}");
    let mistake = find(51.40, 8);
    assert!(metres().unwrap() > 2_000);
    let _: FindingView = warden.does("withdraw", json!({ "id": mistake, "reason": "It was a pen" }));
    assert_eq!(metres(), Some(walked), "a mistake was no way");
    find(51.384, 500);
    assert_eq!(metres(), Some(walked), "nothing is taken off for a place that may be anywhere near");
}

#[test]
fn the_card_of_a_patrol_counts_zeros_of_the_kinds_with_a_tile_and_whatever_was_found() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let patrol = warden.start_patrol("Chatham");
    let tiles: Vec<KindTile> = warden.does("kinds", json!({}));
    let tiles: Vec<_> = tiles.into_iter().filter(|kind| kind.tile).map(|kind| kind.id).collect();
    assert_eq!(tiles.len(), 12);
    let counted = |patrol: &PatrolView| patrol.counts.iter().map(|count| count.kind.clone()).collect::<Vec<_>>();
    assert_eq!(counted(&patrol), tiles, "zeros are part of the record");
    let others = patrol.other_kinds;
    assert!(others > 0, "and the number of kinds without a tile");
    assert!(!tiles.contains(&"cleanliness_grade".to_owned()));
    warden.save(&warden.answer(&warden.begin("cleanliness_grade"), json!({ "grade_litter": "b" })));
    let patrol: PatrolView = warden.does("patrol", json!({ "id": null }));
    assert_eq!(counted(&patrol), [tiles, vec!["cleanliness_grade".to_owned()]].concat());
    assert_eq!(patrol.other_kinds, others - 1, "one of them was found");
}

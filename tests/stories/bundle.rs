//! A tablet that cannot reach the council office: what it holds is carried there on a stick.

use app::contract::*;
use serde_json::json;
use server_core::{ImportError, Imported};
use std::io::Cursor;
use tests::{Tablet, World, jpeg};

/// A warden whose tablet lost its signal for good after its first sync, with two findings and three photos since.
fn stranded(world: &World) -> (Tablet, [String; 2]) {
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(1);
    warden.sync();
    warden.link.cut(true);
    let mut form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 4 }));
    for seed in 1..=3 {
        form = warden.photo(&form, jpeg(seed, 640, 480));
    }
    let findings = [warden.save(&form).finding, warden.find_needles(7).finding];
    (warden, findings)
}

/// The bytes of a bundle that the tablet writes now.
#[track_caller]
fn bundle(tablet: &Tablet) -> Vec<u8> {
    let written: BundleWritten = tablet.does("write_bundle", json!({}));
    std::fs::read(written.path).unwrap()
}

fn import(world: &World, bundle: &[u8], whole_part: bool) -> Result<Imported, ImportError> {
    world.centre.import_bundle(Cursor::new(bundle), whole_part, tests::MORNING)
}

/// Patrols, findings and photos at the office.
fn held(world: &World) -> (u64, u64) {
    let summary = world.centre.summary().unwrap();
    (summary.findings, summary.photos)
}

#[test]
fn what_a_stranded_tablet_holds_comes_by_bundle_and_nothing_doubles_when_it_syncs_again() {
    let world = World::new();
    let (warden, findings) = stranded(&world);
    let written: BundleWritten = warden.does("write_bundle", json!({}));
    assert_eq!((written.photos, written.left_out), (3, 0), "{}", written.sentence);
    let before: Status = warden.does("status", json!({}));

    let imported = import(&world, &std::fs::read(written.path).unwrap(), false).unwrap();
    assert_eq!((imported.tablet.as_str(), imported.whole), ("W01", true));
    assert_eq!((imported.new_pages, imported.new_photos), (2, 3));
    assert!(imported.books_not_taken.is_empty() && imported.photos_not_taken.is_empty(), "{imported:?}");
    let leader = world.tablet("Demo leader", "leader");
    leader.sync();
    for (finding, photos) in findings.iter().zip([3, 0]) {
        let view = leader.finding(finding);
        assert_eq!(view.line.by, "Demo warden A");
        assert_eq!(view.photos.len(), photos);
    }
    let after: Status = warden.does("status", json!({}));
    assert_eq!(after.to_arrive, before.to_arrive, "a bundle is no receipt");

    warden.link.cut(false);
    let outcome = warden.sync();
    assert!(outcome.complete, "{}", outcome.sentence);
    assert_eq!(held(&world), (3, 3), "nothing is there twice");
    assert!(world.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn a_bundle_taken_again_changes_nothing() {
    let world = World::new();
    let (warden, _) = stranded(&world);
    let bundle = bundle(&warden);
    import(&world, &bundle, false).unwrap();
    let before = held(&world);
    let again = import(&world, &bundle, false).unwrap();
    assert_eq!((again.new_pages, again.new_photos), (0, 0));
    assert_eq!((again.pages, again.photos), (import(&world, &bundle, true).unwrap().pages, 3));
    assert_eq!(held(&world), before);
}

#[test]
fn of_a_bundle_that_was_cut_or_changed_nothing_is_taken() {
    let world = World::new();
    let (warden, _) = stranded(&world);
    let bundle = bundle(&warden);
    let before = held(&world);
    let places = (0..bundle.len()).step_by(bundle.len() / 60).chain([1, 67, 68, 72, 73, bundle.len() - 1]);
    for at in places {
        let cut = import(&world, &bundle[..at], false);
        assert!(matches!(cut, Err(ImportError::Bad(_))), "cut at {at}: {cut:?}");
        let mut changed = bundle.clone();
        changed[at] ^= 1;
        let changed = import(&world, &changed, false);
        assert!(matches!(changed, Err(ImportError::Bad(_))), "changed at {at}: {changed:?}");
    }
    let longer = [&bundle[..], b"x"].concat();
    assert!(matches!(import(&world, &longer, false), Err(ImportError::Bad(_))));
    assert_eq!(held(&world), before, "no part of any of them came in");
}

#[test]
fn what_is_whole_in_front_of_the_damage_is_taken_when_that_is_asked_for() {
    let world = World::new();
    let (warden, findings) = stranded(&world);
    let bundle = bundle(&warden);
    // The pages come first, then the photos.
    let imported = import(&world, &bundle[..bundle.len() - 200], true).unwrap();
    assert!(!imported.whole);
    assert_eq!(imported.new_pages, 2, "{imported:?}");
    let leader = world.tablet("Demo leader", "leader");
    leader.sync();
    assert_eq!(leader.finding(&findings[1]).line.summary, "7 items, 7 sharps");
    assert!(world.centre.verify().unwrap().problems.is_empty());
    let whole = import(&world, &bundle, false).unwrap();
    assert_eq!((whole.new_pages, held(&world)), (0, (3, 3)), "the whole one brings the rest");
}

#[test]
fn another_council_and_an_office_that_does_not_know_the_tablet_take_nothing() {
    let world = World::new();
    let (warden, _) = stranded(&world);
    let bundle = bundle(&warden);
    let refused = import(&World::new(), &bundle, false).unwrap_err();
    assert!(refused.to_string().contains("another council"), "{refused}");
    let nothing = import(&world, b"an ordinary file that somebody put on the stick", false).unwrap_err();
    assert!(nothing.to_string().contains("not a bundle"), "{nothing}");
}

#[test]
fn pages_of_colleagues_are_in_it_for_an_office_that_has_lost_them() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let finding = one.find_needles(3).finding;
    one.sync();
    two.sync();
    two.link.cut(true);
    assert_eq!(two.finding(&finding).line.by, "Demo warden A");
    let imported = import(&world, &bundle(&two), false).unwrap();
    assert_eq!(imported.new_pages, 0, "this office has lost nothing");
    let others = imported.pages - u64::from(two.does::<Status>("status", json!({})).next_page - 1);
    assert!(others >= 2, "the other book is in it: {imported:?}");
}

#[test]
fn a_tablet_that_was_withdrawn_can_still_hand_over_its_pages_and_they_wait_for_a_check() {
    let world = World::new();
    let (warden, findings) = stranded(&world);
    let bundle = bundle(&warden);
    world.centre.withdraw_device("W01", tests::MORNING).unwrap();
    let imported = import(&world, &bundle, false).unwrap();
    assert_eq!(imported.new_pages, 2);
    let leader = world.tablet("Demo leader", "leader");
    leader.sync();
    assert_eq!(held(&world).0, 1, "they are kept out of the sums");
    assert_eq!(leader.refused("finding", json!({ "id": findings[0] })).code, ErrorCode::NotFound);
}

#[test]
fn the_office_can_switch_bundles_off_and_on() {
    let world = World::new();
    let (warden, _) = stranded(&world);
    world.centre.allow_bundles(false, tests::MORNING).unwrap();
    bundle(&warden);
    warden.link.cut(false);
    warden.sync();
    assert_eq!(warden.refused("write_bundle", json!({})).code, ErrorCode::NotAllowed);
    assert!(!warden.does::<BundleState>("bundle", json!({})).allowed);
    world.centre.allow_bundles(true, tests::MORNING).unwrap();
    warden.sync();
    world.wait_minutes(1);
    let written: BundleWritten = warden.does("write_bundle", json!({}));
    assert_eq!(written.photos, 3, "arrived, but not yet backed up");
    let (app, path) = (&warden.app, written.path);
    let again = app.write_bundle_to(Some(path.clone().into())).unwrap_err();
    assert!(again.message.contains("already"), "{}", again.message);
    assert!(std::fs::exists(&path).unwrap(), "the file that was there is left alone");
}

#[test]
fn a_tablet_that_is_not_enrolled_or_locked_says_so_or_writes_all_the_same() {
    let world = World::new();
    let blank = world.blank_tablet("Demo warden B");
    assert_eq!(blank.refused("write_bundle", json!({})).code, ErrorCode::NotEnrolled);
    let (warden, _) = stranded(&world);
    let _: Status = warden.does("lock", json!({}));
    assert_eq!(import(&world, &bundle(&warden), false).unwrap().new_photos, 3, "nobody's PIN is needed");
}

//! Photos of before and after stand side by side, whichever tablet took them, and a step that may show the after takes it.

use app::PhotoMeta;
use app::contract::*;
use serde_json::json;
use tests::{Tablet, World, jpeg};

fn photo(tablet: &Tablet, form: &Form, slot: &str, seed: u8) {
    let meta = PhotoMeta { draft: form.draft.clone(), slot: Some(slot.into()), taken_at: None, picked_at: None };
    tablet.app.add_photo(jpeg(seed, 400, 300), meta).unwrap();
}

#[test]
fn before_and_after_stand_side_by_side_with_their_times() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("fly_tip");
    assert_eq!(form.photo_slots, ["Before", "After"]);
    let form = warden.answer(&form, json!({ "size": "car_boot", "waste_types": ["tyres"] }));
    let finding = warden.save(&form).finding;
    assert!(warden.finding(&finding).pair.is_none(), "while there is none of either");

    let form = warden.reopen(&finding, "correct");
    photo(&warden, &form, "Before", 1);
    photo(&warden, &form, "Gate", 2);
    warden.save(&form);
    let pair = warden.finding(&finding).pair.unwrap();
    assert_eq!((pair.before.photos.len(), pair.after.photos.len()), (1, 0), "another view is of neither");
    assert_eq!((pair.before.label.as_str(), pair.after.label.as_str()), ("Before", "After"));
    warden.sync();

    let second = world.tablet("Demo warden B", "warden");
    second.sync();
    world.wait_minutes(24 * 60);
    let form = second.reopen(&finding, "step/clear");
    assert_eq!((form.photos_most, form.photo_slots.len()), (12, 2), "clearing it may show how it is since");
    photo(&second, &form, "After", 3);
    let form = second.reopen(&finding, "correct");
    photo(&second, &form, "After", 4);
    second.save(&form);
    second.sync();
    warden.sync();
    let view = warden.finding(&finding);
    let pair = view.pair.unwrap();
    assert_eq!(view.photos.len(), 3);
    assert_eq!((pair.before.times, pair.after.times), (vec!["18 March, 07:12".into()], vec!["today 07:12".to_owned()]));
    assert_eq!(pair.after.photos.len(), 1);

    let needles = warden.find_needles(1);
    assert!(warden.finding(&needles.finding).pair.is_none(), "a kind that wants neither");
}

#[test]
fn a_photo_is_kept_by_the_id_of_its_view_and_stays_there_when_the_view_is_called_otherwise() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("fly_tip"), json!({ "size": "car_boot", "waste_types": ["tyres"] }));
    photo(&warden, &form, "Before", 1);
    let finding = warden.save(&form).finding;
    warden.sync();
    let mut kept = Vec::new();
    let catalogue = domain::catalogue::Catalogue::built_in().unwrap();
    let each = &mut |record: &record::Record, _| kept.extend(record.photos().into_iter().map(|photo| photo.slot));
    world.centre.each_line("Chatham and Rochester", &catalogue, each).unwrap();
    assert_eq!(kept, [Some("before".to_owned())], "what a photo was taken for is no matter of words");
    assert_eq!(warden.finding(&finding).photos[0].slot.as_deref(), Some("Before"));
    // As the council calls it from now on: nothing is said anew, and the photo stands where it stood.
    let (was, is) = (
        "{ id = \"before\", label = \"Before\" }",
        "{ id = \"before\", label = \"As found\", aliases = [\"Before\"] }",
    );
    crate::catalogue::publish(&world, &[("fly_tip.toml", was, is)]);
    warden.sync();
    let view = warden.finding(&finding);
    assert_eq!(view.photos[0].slot.as_deref(), Some("As found"));
    let pair = view.pair.unwrap();
    assert_eq!((pair.before.label.as_str(), pair.before.photos.len()), ("As found", 1));
}

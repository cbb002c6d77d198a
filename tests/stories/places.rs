//! Named places: a leader keeps them with the names that people use, a form takes them by any of these, and a search finds what was
//! found there by any of them.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

fn keep(leader: &Tablet, name: &str, aliases: &[&str], position: Option<(f64, f64)>) -> String {
    let form = leader.begin("place");
    let answers = json!({ "name": name, "aliases": aliases, "place_type": "park", "status": "active" });
    let mut form = leader.answer(&form, answers);
    if let Some((lon, lat)) = position {
        let device = json!({ "lon": lon, "lat": lat, "accuracy_m": 20.0 });
        form = leader.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    }
    leader.save(&form).finding
}

/// A needle find at a place that is typed, after what the tablet said of it.
fn find_at(warden: &Tablet, device: Option<(f64, f64)>, typed: &str) -> Form {
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let device = device.map(|(lon, lat)| json!({ "lon": lon, "lat": lat, "accuracy_m": 8.0 }));
    if let Some(device) = device {
        warden.does::<Form>("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    }
    warden.does("set_place", json!({ "draft": form.draft, "device": null, "typed": typed }))
}

fn offered(tablet: &Tablet, form: &Form, typed: &str) -> Vec<PlaceChoice> {
    tablet.does("places", json!({ "draft": form.draft, "typed": typed }))
}

fn searched(tablet: &Tablet, search: &str) -> Vec<String> {
    let page: FindingsPage = tablet.does("findings", json!({ "search": search }));
    page.lines.into_iter().map(|line| line.id).collect()
}

const LINES: (f64, f64) = (0.5421, 51.3876);

fn team() -> (World, Tablet, Tablet) {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    keep(&leader, "Great Lines Heritage Park", &["The Lines", "Fort Field"], Some(LINES));
    keep(&leader, "Copperfields", &["Copper House Lane"], Some((0.52, 51.36)));
    leader.sync();
    warden.sync();
    (world, leader, warden)
}

#[test]
fn a_place_is_taken_by_any_of_its_names_with_where_it_is() {
    let (_world, _leader, warden) = team();
    let form = find_at(&warden, None, "fort field");
    assert_eq!((form.place.name.as_deref(), form.place.known), (Some("Great Lines Heritage Park"), true));
    assert!(form.place.lon.is_some_and(|lon| (lon - LINES.0).abs() < 1e-5), "{:?}", form.place);

    let form = find_at(&warden, Some((0.5440, 51.3880)), "the lines");
    assert_eq!(form.place.name.as_deref(), Some("Great Lines Heritage Park"));
    assert!(form.place.lon.is_some_and(|lon| (lon - 0.5440).abs() < 1e-5), "in the park the tablet knows better");
    let form = find_at(&warden, Some((0.60, 51.40)), "the lines");
    assert!(form.place.lon.is_some_and(|lon| (lon - LINES.0).abs() < 1e-5), "typed somewhere else");
    let form = find_at(&warden, None, "Rope Walk stairwell");
    assert_eq!((form.place.name.as_deref(), form.place.lon), (Some("Rope Walk stairwell"), None), "any name will do");
}

#[test]
fn what_is_typed_offers_the_places_that_it_can_mean_and_nothing_typed_the_nearest() {
    let (_world, leader, warden) = team();
    let form = find_at(&warden, Some(LINES), "Somewhere");
    let names = |typed: &str| offered(&warden, &form, typed).into_iter().map(|place| place.name).collect::<Vec<_>>();
    assert_eq!(names("fort"), ["Great Lines Heritage Park"]);
    assert_eq!(names("copper"), ["Copperfields"]);
    assert!(names("nowhere").is_empty());
    let all = offered(&warden, &form, "");
    assert_eq!(all.iter().map(|place| &*place.name).collect::<Vec<_>>(), ["Great Lines Heritage Park", "Copperfields"]);
    assert_eq!((&*all[0].also, all[0].away.as_deref()), ("Also The Lines, Fort Field", Some("0 m")));

    // Two of one name: which one is chosen, not guessed.
    let other = keep(&leader, "The Lines", &[], Some((0.50, 51.30)));
    leader.sync();
    warden.sync();
    let guessed = find_at(&warden, None, "The Lines");
    assert_eq!((guessed.place.name.as_deref(), guessed.place.lon), (Some("The Lines"), None));
    let chosen = json!({ "draft": guessed.draft, "device": null, "typed": "The Lines", "place": other });
    let chosen: Form = warden.does("set_place", chosen);
    assert!(chosen.place.lon.is_some_and(|lon| (lon - 0.50).abs() < 1e-5));

    let _: Status = warden.does("lock", json!({}));
    let form = warden.begin("drug_litter");
    assert!(offered(&warden, &form, "fort").is_empty(), "a locked tablet reads out no register");
}

#[test]
fn a_search_finds_what_was_found_there_by_any_of_its_names() {
    let (_world, leader, warden) = team();
    let find = warden.save(&find_at(&warden, None, "the lines")).finding;
    let before = warden.save(&find_at(&warden, None, "Copper House Lane steps")).finding;
    for tablet in [&warden, &leader] {
        tablet.sync();
    }
    for search in
        ["fort field", "The Lines", "great lines heritage", "fort fie", "drug litter the lines", "Fort Field litter"]
    {
        assert_eq!(searched(&leader, search), [find.as_str()], "{search}");
    }
    assert_eq!(
        searched(&leader, "copperfields steps"),
        [before.as_str()],
        "what was typed before the register knew it"
    );
    assert!(searched(&leader, "fort needle field").is_empty(), "a name is one");
}

#[test]
fn only_a_leader_keeps_them_and_one_that_ended_is_not_offered() {
    let (_world, leader, warden) = team();
    let begun = json!({ "kind": "place" });
    assert_eq!(warden.refused("open_form", begun).code, ErrorCode::NotAllowed);
    let form = find_at(&leader, None, "Somewhere");
    let id = offered(&leader, &form, "copper")[0].id.clone();
    leader.save(&leader.answer(&leader.reopen(&id, "correct"), json!({ "status": "ended" })));
    assert_eq!(offered(&leader, &form, "copper"), []);
    assert_eq!(find_at(&leader, None, "Copper House Lane").place.name.as_deref(), Some("Copper House Lane"));
    let _: Value = leader.does("findings", json!({ "search": "\"; copper OR (" }));
}

#[test]
fn the_receivers_place_goes_in_with_its_accuracy_and_what_is_no_place_does_not() {
    let world = World::in_use();
    let warden = world.tablet("Demo warden A", "warden");
    let none = warden.refused("locate", json!({}));
    assert_eq!(none.code, ErrorCode::NotFound);
    assert!(none.message.contains("You can type the place"), "{}", none.message);
    warden.receiver.reads(Err(app::location::NoReading::NoFix));
    assert_eq!(warden.refused("locate", json!({})).code, ErrorCode::NotFound);

    warden.receiver.reads(Ok(DeviceReading { lon: 0.5242, lat: 51.3842, accuracy_m: 85.0 }));
    let reading: DeviceReading = warden.does("locate", json!({}));
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let placed: Form = warden.does("set_place", json!({ "draft": form.draft, "device": reading, "typed": null }));
    assert!(placed.place.known && placed.place.sentence.contains("85 m"), "{:?}", placed.place);
    let found = warden.finding(&warden.save(&form).finding);
    assert!(found.place.sentence.contains("85 m"), "{:?}", found.place);

    warden.receiver.reads(Ok(DeviceReading { lon: 0.0, lat: 0.0, accuracy_m: 5.0 }));
    let nowhere: DeviceReading = warden.does("locate", json!({}));
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let refused = warden.refused("set_place", json!({ "draft": form.draft, "device": nowhere, "typed": null }));
    assert!(refused.message.contains("no real position"), "{}", refused.message);
    assert!(!warden.finding(&warden.save(&form).finding).place.known);
}

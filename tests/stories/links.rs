//! What belongs together: rows that are judged one by one, wardens picked by name, findings that name each other, and what
//! one finding offers to be recorded beside it.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

fn field<'a>(form: &'a Form, id: &str) -> Option<&'a FormField> {
    form.fields.iter().find(|field| field.id == id)
}

fn labels(form: &Form, id: &str) -> Vec<String> {
    field(form, id).unwrap().choices.iter().map(|choice| choice.label.clone()).collect()
}

fn text(view: &FindingView, field: &str) -> String {
    view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone()).unwrap_or_default()
}

/// A needle find at a place.
fn needles_at(tablet: &Tablet, lat: f64) -> Saved {
    let form = tablet.answer(&tablet.begin("drug_litter"), json!({ "n_needle": 1 }));
    let device = json!({ "lon": 0.5242, "lat": lat, "accuracy_m": 8.0 });
    let form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    tablet.save(&form)
}

#[test]
fn more_equipment_back_and_lost_than_went_out_is_said_at_its_row() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "River path" }));
    let saved = warden.save(&form);
    let form = warden.answer(
        &warden.reopen(&saved.finding, "finish"),
        json!({
            "equipment/a": { "item": "litter_picker", "out": 20, "back": 19, "lost": 1 },
            "equipment/b": { "item": "hi_vis", "out": 5, "back": 5, "lost": 1 }
        }),
    );
    let equipment = field(&form, "equipment").unwrap();
    assert_eq!(equipment.problem_row.as_deref(), Some("b"));
    assert_eq!(
        equipment.problem.as_deref(),
        Some("Equipment, row 2: back and lost together must not be more than went out")
    );
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.code, ErrorCode::Invalid);
    let form = warden.answer(&form, json!({ "equipment/b": { "item": "hi_vis", "out": 5, "back": 4, "lost": 1 } }));
    assert_eq!(field(&form, "equipment").unwrap().problem, None);
}

#[test]
fn the_lead_is_picked_from_the_wardens_and_partner_staff_counts_by_partner() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "River path", "sacks_black": 2 }));
    let saved = warden.save(&form);
    let form = warden.reopen(&saved.finding, "correct");
    assert_eq!(labels(&form, "lead_warden"), ["Demo warden A"]);
    let form = warden.answer(
        &form,
        json!({ "lead_warden": "Demo warden A", "partner_staff/a": { "partner": "probation", "people": 3 },
            "partner_staff/b": { "partner": "community_group", "people": 4 } }),
    );
    warden.save(&form);
    let view = warden.finding(&saved.finding);
    assert_eq!(text(&view, "lead_warden"), "Demo warden A");
    assert_eq!(text(&view, "people_total"), "7 people");
    assert!(text(&view, "partner_staff").starts_with("Probation and Community Payback, people 3"), "{view:?}");
}

#[test]
fn a_finding_names_those_nearby_and_a_duplicate_does_not_count() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let far = needles_at(&warden, 51.40);
    let near = needles_at(&warden, 51.3843);
    let found = needles_at(&warden, 51.3842);
    let form = warden.reopen(&found.finding, "finish");
    let offered: Vec<_> =
        field(&form, "duplicate_of").unwrap().choices.iter().map(|choice| choice.id.clone()).collect();
    assert_eq!(offered, [near.finding.clone(), far.finding.clone()], "the nearest first, and never itself");
    assert!(labels(&form, "duplicate_of")[0].starts_with("Drug litter, "));
    let vehicle = warden.save(&warden.answer(&warden.begin("abandoned_vehicle"), json!({ "vehicle_type": "car" })));
    let form = warden.reopen(&near.finding, "finish");
    let offered = |form: &Form, question: &str| -> Vec<String> {
        field(form, question).unwrap().choices.iter().map(|choice| choice.id.clone()).collect()
    };
    assert_eq!(offered(&form, "duplicate_of"), std::slice::from_ref(&far.finding), "an earlier one of its kind");
    assert!(offered(&form, "related_to").contains(&vehicle.finding), "whatever belongs to it");
    assert!(
        field(&warden.reopen(&vehicle.finding, "finish"), "duplicate_of").is_none(),
        "nothing that it could repeat"
    );
    let form = warden.reopen(&found.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "duplicate_of": near.finding, "related_to": [far.finding] })));
    let view = warden.finding(&found.finding);
    assert!(text(&view, "related_to").starts_with("Drug litter, "), "{}", text(&view, "related_to"));
    assert!(view.line.states.iter().any(|state| state == "same_as_another"));
    let linked = warden.finding(&near.finding).linked;
    assert_eq!(linked.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), [found.finding.as_str()]);
    let patrol: PatrolView = warden.does("patrol", json!({ "id": null }));
    let count = patrol.counts.iter().find(|count| count.kind == "drug_litter").unwrap();
    assert_eq!(count.count, 2, "a duplicate is never counted");
    let another = needles_at(&warden, 51.3842);
    let form = warden.reopen(&another.finding, "finish");
    assert!(!offered(&form, "duplicate_of").contains(&found.finding), "nobody names a duplicate as the first");
}

#[test]
fn sharps_at_a_clean_up_offer_drug_litter_that_belongs_to_it() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "River path" }));
    let saved = warden.save(&form);
    assert!(warden.finding(&saved.finding).offers.is_empty());
    let form = warden.reopen(&saved.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "sharps_found": true })));
    let view = warden.finding(&saved.finding);
    assert_eq!(view.offers[0].kind, "drug_litter");
    let form: Form = warden.does("open_form", json!({ "kind": "drug_litter", "follows": saved.finding }));
    let needles = warden.save(&warden.answer(&form, json!({ "n_needle": 2 })));
    assert!(text(&warden.finding(&needles.finding), "related_to").starts_with("Clean-up, "));
    let view = warden.finding(&saved.finding);
    assert_eq!(view.linked[0].id, needles.finding);
    assert!(view.offers.is_empty(), "they were recorded");
    let none = warden.refused("open_form", json!({ "kind": "drug_litter", "follows": "no such finding" }));
    assert_eq!(none.code, ErrorCode::NotFound);
}

#[test]
fn a_vehicle_that_its_keeper_gives_up_is_recorded_as_that_with_all_that_is_known_of_it() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("abandoned_vehicle");
    let _: Form = warden.does("set_place", json!({ "draft": form.draft, "device": null, "typed": "TQ 75727 68428" }));
    let seen = json!({ "vrm": "AB12 CDE", "plate_state": "both_present", "vehicle_type": "car", "make": "Ford", "colour": "silver",
        "condition": ["flat_tyre"] });
    let saved = warden.save(&warden.answer(&form, seen));
    assert!(warden.finding(&saved.finding).offers.is_empty());
    warden.save(&warden.reopen(&saved.finding, "step/close_surrendered"));
    let view = warden.finding(&saved.finding);
    assert_eq!(crate::closing::matter(&view).0, "Surrendered by its keeper");
    assert_eq!(view.offers.iter().map(|offer| offer.kind.as_str()).collect::<Vec<_>>(), ["surrendered_vehicle"]);
    let form: Form = warden.does("open_form", json!({ "kind": "surrendered_vehicle", "follows": saved.finding }));
    let surrendered = warden.save(&warden.answer(&form, json!({ "surrendered_by": "keeper" })));
    let (was, is) = (warden.finding(&saved.finding), warden.finding(&surrendered.finding));
    assert_eq!(is.line.summary, "AB12 CDE, silver Ford, its keeper");
    assert_eq!(is.line.place, was.line.place);
    assert!(was.offers.is_empty(), "it was recorded");
}

#[test]
fn a_concern_speaks_of_a_concern_and_asks_for_no_land() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    let form = warden.begin("vulnerability_concern");
    assert!(form.subtitle.starts_with("Concern noted now, "), "{}", form.subtitle);
    assert!(field(&form, "land_type").is_none() && field(&form, "land_owner").is_none());
    let concern = field(&form, "concern").unwrap();
    assert!(concern.all && concern.choices.len() == 13, "all are shown at once");
}

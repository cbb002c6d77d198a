//! "The same one?": an earlier finding nearby, or with the same mark, is shown before anything is typed. Seen again it is a page
//! of the earlier one and counts once; gone it takes the step for that; another one is a new finding.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, by_people, jpeg};

/// A finding that is begun where the tablet stands.
fn begin_at(tablet: &Tablet, kind: &str, lat: f64) -> Form {
    let form = tablet.begin(kind);
    let device = json!({ "lon": 0.5242, "lat": lat, "accuracy_m": 8.0 });
    tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }))
}

/// A vehicle that is left at a place; with a mark unless it is empty.
fn vehicle(tablet: &Tablet, lat: f64, mark: &str) -> Saved {
    let form = begin_at(tablet, "abandoned_vehicle", lat);
    let mark = if mark.is_empty() { Value::Null } else { mark.into() };
    let answers = json!({ "vehicle_type": "car", "colour": "silver", "make": "Ford", "vrm": mark });
    tablet.save(&tablet.answer(&form, answers))
}

fn say(tablet: &Tablet, form: &Form, finding: Option<&str>, answer: &str) -> Form {
    tablet.does("say_same", json!({ "draft": form.draft, "finding": finding, "answer": answer }))
}

fn asked(form: &Form) -> Vec<&str> {
    form.same_ones.iter().map(|one| one.finding.as_str()).collect()
}

fn counted(tablet: &Tablet) -> u32 {
    let patrol: PatrolView = tablet.does("patrol", json!({ "id": null }));
    patrol.counts.iter().find(|count| count.kind == "abandoned_vehicle").map_or(0, |count| count.count)
}

#[test]
fn a_colleagues_vehicle_still_there_is_a_page_of_theirs_and_counts_once() {
    let world = World::new();
    let first = world.tablet("Demo warden A", "warden");
    let form = begin_at(&first, "abandoned_vehicle", 51.3842);
    let form = first.answer(&form, json!({ "vehicle_type": "car", "colour": "silver", "vrm": "AB07 CDE" }));
    let earlier = first.save(&first.photo(&form, jpeg(1, 400, 300)));
    first.sync();
    let second = world.tablet("Demo warden B", "warden");
    second.sync();
    world.wait_minutes(7 * 24 * 60);
    second.start_patrol("Chatham town centre");

    let form = begin_at(&second, "abandoned_vehicle", 51.3843);
    assert_eq!(asked(&form), [earlier.finding.as_str()], "before anything is typed");
    let one = &form.same_ones[0];
    assert_eq!(one.sentence, "11 m from here, on 18 March, 7 days ago. Checks pending.");
    assert!(one.photo.is_some() && one.summary.starts_with("AB07 CDE"), "{one:?}");

    let form = second.photo(&form, jpeg(2, 400, 300));
    let form = say(&second, &form, Some(&earlier.finding), "there");
    assert_eq!((form.stage.as_str(), form.finding.as_deref()), ("seen/there", Some(earlier.finding.as_str())));
    assert!(form.title.as_deref().is_some_and(|title| title.starts_with("Seen again: Abandoned vehicle")), "{form:?}");
    assert!(form.missing.is_empty() && form.same_ones.is_empty() && form.seen_again);
    assert_eq!(form.fields.iter().map(|field| field.id.as_str()).collect::<Vec<_>>(), ["notes"]);
    assert_eq!(form.photos.len(), 2, "theirs, and the new one");
    let saved = second.save(&form);
    assert_eq!(saved.finding, earlier.finding);
    assert_eq!(counted(&second), 0, "nothing new is counted");

    second.sync();
    first.sync();
    let view = first.finding(&earlier.finding);
    assert_eq!(view.photos.len(), 2);
    assert_eq!(view.sightings.len(), 1);
    assert_eq!(view.sightings[0].text, "Still there, 11 m from where it was found");
    assert!(view.sightings[0].by.starts_with("Demo warden B"), "{:?}", view.sightings);
    assert_eq!(by_people(&view.timeline)[0].title, "Seen again: still there; photo added");
    let place = view.place.lat.unwrap();
    assert!((place - 51.3842).abs() < 1e-6, "where it was found stays: {place}");
    let all: FindingsPage = first.does("findings", json!({ "kind": "abandoned_vehicle" }));
    assert_eq!(all.total, 1);
}

#[test]
fn gone_takes_its_step_where_the_course_allows_and_is_only_noted_where_not() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let earlier = vehicle(&warden, 51.3842, "AB07 CDE");
    let form = begin_at(&warden, "abandoned_vehicle", 51.3842);
    assert_eq!(form.same_ones[0].gone.as_deref(), Some("Close: not there on a visit"));
    let form = say(&warden, &form, Some(&earlier.finding), "gone");
    assert_eq!(form.stage, "step/close_not_found");
    assert!(form.place.known, "where the warden stood");
    warden.save(&form);
    let view = warden.finding(&earlier.finding);
    assert_eq!(view.matter.unwrap().standing, "closed");
    assert!(!view.sightings[0].there);
    assert_eq!(
        by_people(&view.timeline)[0].title,
        "Looked for again: not there any more · Close: not there on a visit: Not found on a visit"
    );
    assert_eq!(counted(&warden), 1, "the earlier one");
    assert!(begin_at(&warden, "abandoned_vehicle", 51.3842).same_ones.is_empty(), "what is closed is not asked about");

    // No step leads from a fly-tip just recorded to "not there any more".
    let tip = warden.save(
        &warden.answer(&begin_at(&warden, "fly_tip", 51.40), json!({ "size": "car_boot", "waste_types": ["tyres"] })),
    );
    let form = begin_at(&warden, "fly_tip", 51.40);
    assert_eq!(form.same_ones[0].gone, None);
    let form = say(&warden, &form, Some(&tip.finding), "gone");
    assert_eq!(form.stage, "seen/gone");
    warden.save(&form);
    let view = warden.finding(&tip.finding);
    assert_eq!(view.matter.unwrap().standing, "open");
    assert_eq!(view.sightings[0].text, "Not there any more, 0 m from where it was found");
}

#[test]
fn another_one_is_not_asked_about_again_and_a_wrong_tap_is_taken_back() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let earlier = vehicle(&warden, 51.3842, "");
    let form = begin_at(&warden, "abandoned_vehicle", 51.3842);
    let form = warden.answer(&form, json!({ "colour": "red" }));
    let form = say(&warden, &form, Some(&earlier.finding), "there");
    let form = warden.photo(&form, jpeg(1, 400, 300));
    let form = say(&warden, &form, None, "new");
    assert_eq!((form.stage.as_str(), form.finding.as_deref()), ("now", None));
    assert!(form.same_ones.is_empty() && !form.seen_again);
    assert_eq!(form.photos.len(), 1, "taken meanwhile");
    let colour = form.fields.iter().find(|field| field.id == "colour").unwrap();
    assert_eq!(colour.value, json!("red"), "what was answered is there again");
    let saved = warden.save(&warden.answer(&form, json!({ "vehicle_type": "van" })));
    assert_ne!(saved.finding, earlier.finding);
    assert_eq!(counted(&warden), 2);
    assert!(warden.finding(&earlier.finding).sightings.is_empty());

    let form = say(&warden, &begin_at(&warden, "abandoned_vehicle", 51.3842), None, "new");
    assert!(form.same_ones.is_empty(), "all that were shown");
}

#[test]
fn the_mark_asks_wherever_it_stands_and_another_mark_is_another_vehicle() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let near = vehicle(&warden, 51.3842, "AB07 CDE");
    let far = vehicle(&warden, 51.40, "KBC 987T");
    let form = begin_at(&warden, "abandoned_vehicle", 51.3842);
    assert_eq!(asked(&form), [near.finding.as_str()]);
    let form = warden.answer(&form, json!({ "vrm": "kbc987t" }));
    assert_eq!(asked(&form), [far.finding.as_str()], "the one with that mark, and not the one with another");
    assert!(form.same_ones[0].sentence.starts_with("1.8 km from here, today at "), "{:?}", form.same_ones);
    let form = warden.answer(&form, json!({ "vrm": "AB07 CDE" }));
    assert_eq!(asked(&form), [near.finding.as_str()]);

    // It is asked about an untaxed vehicle only by its mark, and for 28 days.
    let untaxed =
        warden.save(&warden.answer(&begin_at(&warden, "untaxed_vehicle", 51.3842), json!({ "vrm": "A1 ABC" })));
    let form = begin_at(&warden, "untaxed_vehicle", 51.3842);
    assert!(form.same_ones.is_empty());
    assert_eq!(asked(&warden.answer(&form, json!({ "vrm": "A1ABC" }))), [untaxed.finding.as_str()]);
    world.wait_minutes(29 * 24 * 60);
    let form = begin_at(&warden, "untaxed_vehicle", 51.3842);
    assert!(warden.answer(&form, json!({ "vrm": "A1ABC" })).same_ones.is_empty());
    assert_eq!(asked(&begin_at(&warden, "abandoned_vehicle", 51.3842)), [near.finding.as_str()], "for 60 days");
}

#[test]
fn a_locked_tablet_asks_nothing_and_a_finding_that_is_not_asked_about_is_refused() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let earlier = vehicle(&warden, 51.3842, "AB07 CDE");
    let needles = warden.find_needles(1);
    let form = begin_at(&warden, "abandoned_vehicle", 51.3842);
    let refused = |finding: &str| {
        warden.refused("say_same", json!({ "draft": form.draft, "finding": finding, "answer": "there" }))
    };
    assert_eq!(refused(&needles.finding).code, ErrorCode::NotFound);
    let needle = warden.begin("drug_litter");
    let asked = json!({ "draft": needle.draft, "finding": earlier.finding, "answer": "there" });
    assert_eq!(warden.refused("say_same", asked).code, ErrorCode::NotFound);
    let _: Status = warden.does("lock", json!({}));
    assert_eq!(refused(&earlier.finding).code, ErrorCode::Locked);
    let locked = begin_at(&warden, "abandoned_vehicle", 51.3842);
    assert!(locked.same_ones.is_empty());
    let locked = warden.answer(&locked, json!({ "vrm": "AB07 CDE" }));
    assert!(locked.same_ones.is_empty(), "nothing can be read out");
    let asked = json!({ "draft": locked.draft, "finding": earlier.finding, "answer": "there" });
    assert_eq!(warden.refused("say_same", asked).code, ErrorCode::Locked);
}

#[test]
fn seeing_it_again_is_undone_and_changes_no_approval() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let earlier = vehicle(&warden, 51.3842, "AB07 CDE");
    warden.sync();
    leader.sync();
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    let seen = &queue.loose[0];
    let approved = json!({ "patrols": [], "except": [], "findings": [earlier.finding], "seen": { (earlier.finding.clone()): seen.seen } });
    let _: ReviewQueue = leader.does("approve", approved);
    leader.sync();
    warden.sync();
    let form = say(&warden, &begin_at(&warden, "abandoned_vehicle", 51.3842), Some(&earlier.finding), "there");
    warden.save(&form);
    let view = warden.finding(&earlier.finding);
    assert_eq!(view.sightings.len(), 1);
    assert!(!view.line.states.contains(&"changed_since_approval".to_owned()), "{:?}", view.line.states);
    let back: Form = warden.does("undo_save", json!({ "id": earlier.finding }));
    assert_eq!(back.stage, "seen/there");
    assert!(warden.finding(&earlier.finding).sightings.is_empty());
    let another = say(&warden, &back, None, "new");
    assert_eq!((another.draft, another.stage.as_str()), (back.draft, "now"), "the same draft, as it was begun");
}

#[test]
fn a_form_that_was_begun_locked_and_names_a_colleagues_finding_opens_for_nobody_without_a_pin() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let earlier = vehicle(&warden, 51.3842, "AB07 CDE");
    let _: Status = warden.does("lock", json!({}));
    let form = begin_at(&warden, "abandoned_vehicle", 51.3842);
    assert!(form.same_ones.is_empty());
    warden.unlock();
    say(&warden, &form, Some(&earlier.finding), "there");
    let _: Status = warden.does("lock", json!({}));
    for (command, request) in
        [("open_form", json!({ "draft": form.draft })), ("save_form", json!({ "id": form.draft }))]
    {
        assert_eq!(warden.refused(command, request).code, ErrorCode::Locked, "{command}");
    }
}

#[test]
fn a_form_that_was_said_to_be_a_finding_which_is_erased_since_goes_on_as_its_own() {
    let world = World::new();
    let (first, second) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let earlier = vehicle(&first, 51.3842, "AB07 CDE");
    first.sync();
    second.sync();
    second.start_patrol("Chatham town centre");
    let form = begin_at(&second, "abandoned_vehicle", 51.3842);
    let form = second.photo(&form, jpeg(2, 400, 300));
    let form = say(&second, &form, Some(&earlier.finding), "there");
    assert_eq!(form.finding.as_deref(), Some(earlier.finding.as_str()));
    let wanted = server_core::Wanted {
        what: server_core::Named::Record(book::RecordId::parse(&earlier.finding).unwrap()),
        fields: None,
        ground: server_core::Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    world.centre.erase(&wanted, app::Clock::now(&world.clock)).unwrap();
    second.sync();
    let form: Form = second.does("open_form", json!({ "draft": form.draft }));
    assert_eq!((form.finding.as_deref(), form.stage.as_str()), (None, "now"));
    assert_eq!(form.photos.len(), 1, "what the warden made stays");
    let answers = json!({ "vehicle_type": "car", "colour": "silver", "make": "Ford" });
    let own = second.save(&second.answer(&form, answers)).finding;
    assert_ne!(own, earlier.finding);
    assert_eq!(counted(&second), 1);
}

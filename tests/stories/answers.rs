//! What a form asks and says again: photos of a correction, records by their words, rows by their labels.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, by_people, jpeg};

fn field<'a>(form: &'a Form, id: &str) -> &'a FormField {
    form.fields.iter().find(|field| field.id == id).unwrap_or_else(|| panic!("the form asks no {id}"))
}

fn text(view: &FindingView, field: &str) -> String {
    view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone()).unwrap_or_default()
}

/// A panel and a meeting of it, as a leader records them.
fn meeting(leader: &Tablet) -> (Saved, Saved) {
    let panel = leader.begin("pact_panel");
    let panel =
        leader.save(&leader.answer(
            &panel,
            json!({ "name": "Luton PACT", "panel_type": "pact", "wards": "Luton", "status": "active" }),
        ));
    let met = leader.begin("pact_meeting");
    let met =
        leader.save(&leader.answer(&met, json!({ "pact": panel.finding, "venue": "Town hall", "format": "hybrid" })));
    (panel, met)
}

#[test]
fn a_photo_taken_out_makes_room_and_comes_back_as_it_was() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let mut form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    for seed in 1..=12 {
        form = warden.photo(&form, jpeg(seed, 64, 48));
    }
    let saved = warden.save(&form);
    let form = warden.reopen(&saved.finding, "correct");
    let hash = form.photos[0].sha256.clone();
    let _: Form = warden.does("remove_photo", json!({ "draft": form.draft, "sha256": hash }));
    let form = warden.photo(&form, jpeg(13, 64, 48));
    assert_eq!(form.photos.len(), 12, "there was room for one");
    warden.save(&form);
    let view = warden.finding(&saved.finding);
    assert_eq!(view.photos.len(), 12);
    assert_eq!(by_people(&view.timeline)[0].title, "Photo added, photo taken out");
}

#[test]
fn the_same_photo_taken_out_and_added_again_was_never_out() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let saved = warden.save(&warden.photo(&form, jpeg(1, 64, 48)));
    let form = warden.reopen(&saved.finding, "correct");
    let hash = form.photos[0].sha256.clone();
    let _: Form = warden.does("remove_photo", json!({ "draft": form.draft, "sha256": hash }));
    let form = warden.photo(&form, jpeg(1, 64, 48));
    assert_eq!(form.photos.len(), 1);
    let form = warden.answer(&form, json!({ "n_needle": 2 }));
    warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).photos.len(), 1, "it is on the record still");
    let form = warden.reopen(&saved.finding, "correct");
    let out: Form = warden.does("remove_photo", json!({ "draft": form.draft, "sha256": hash }));
    warden.save(&warden.answer(&out, json!({ "n_needle": 3 })));
    let view = warden.finding(&saved.finding);
    assert!(view.photos.is_empty());
    assert_eq!(by_people(&view.timeline)[0].title, "Loose needles; photo taken out");
    let form = warden.reopen(&saved.finding, "correct");
    warden.save(&warden.photo(&form, jpeg(1, 64, 48)));
    assert_eq!(warden.finding(&saved.finding).photos.len(), 1, "and after it was saved as out, it comes back");
}

#[test]
fn a_panel_asks_for_no_place_and_no_photo_and_refuses_both() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let form = leader.begin("pact_panel");
    assert_eq!((form.place.sentence.as_str(), form.place.required, form.photos_most), ("", false, 0));
    let place =
        json!({ "draft": form.draft, "device": { "lon": 0.52, "lat": 51.38, "accuracy_m": 8.0 }, "typed": null });
    assert_eq!(leader.refused("set_place", place).code, ErrorCode::BadRequest);
    let meta = app::PhotoMeta { draft: form.draft, slot: None, taken_at: None, picked_at: None };
    assert_eq!(leader.app.add_photo(jpeg(1, 64, 48), meta).unwrap_err().code, ErrorCode::BadPhoto);
}

#[test]
fn a_record_is_named_by_its_words_and_never_offers_itself() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let blank = leader.begin("pact_meeting");
    let of = field(&blank, "pact").of.clone().unwrap();
    assert_eq!((of.name.as_str(), of.may_begin), ("PACT panel", true));
    let (_, met) = meeting(&leader);
    assert_eq!(text(&leader.finding(&met.finding), "pact"), "Luton PACT, Luton");
    let issue = leader.begin("pact_issue");
    let issue = leader.save(
        &leader
            .answer(&issue, json!({ "meeting": met.finding, "summary": "Needles on the steps", "category": "drugs" })),
    );
    let named = text(&leader.finding(&issue.finding), "meeting");
    assert!(named.starts_with("Town hall, In person and online, "), "{named}");
    let form = leader.reopen(&issue.finding, "correct");
    assert!(field(&form, "raised_before").choices.is_empty(), "an issue was not raised before itself");
    let again = leader.begin("pact_meeting");
    let other = leader.save(&leader.answer(&again, json!({ "pact": of_first(&again), "venue": "Library" })));
    leader.save(&leader.answer(&form, json!({ "meeting": other.finding })));
    let view = leader.finding(&issue.finding);
    let now = by_people(&view.timeline)[0].now.clone().unwrap();
    assert!(
        now.starts_with("Library, ")
            && by_people(&view.timeline)[0].struck.as_ref().is_some_and(|s| s.starts_with("Town hall"))
    );
    let filter =
        json!({ "search": null, "kind": "pact_issue", "state": null, "from": null, "to": null, "after": null });
    let exported: Exported = leader.does("export_findings", json!({ "filter": filter }));
    assert!(std::fs::read_to_string(exported.path).unwrap().contains("Library, "), "the table names it too");
}

fn of_first(form: &Form) -> Value {
    json!(field(form, "pact").choices[0].id)
}

#[test]
fn rows_are_read_by_their_labels_everywhere() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let form = leader.begin("community_cleanup");
    assert!(!form.subtitle.contains("Found now"), "a clean-up is not found: {}", form.subtitle);
    assert!(form.fields.iter().any(|field| field.id == "occurred_at" && field.shown), "its start is asked");
    let saved = leader.save(&leader.answer(&form, json!({ "title": "River path" })));
    let form = leader.reopen(&saved.finding, "correct");
    leader.save(&leader.answer(&form, json!({ "equipment/1": { "item": "litter_picker", "out": 20, "back": 19 } })));
    let view = leader.finding(&saved.finding);
    assert_eq!(text(&view, "equipment"), "Litter picker, out 20, back 19");
    assert_eq!(by_people(&view.timeline)[0].now.as_deref(), Some("Litter picker, out 20, back 19"));
    let filter =
        json!({ "search": null, "kind": "community_cleanup", "state": null, "from": null, "to": null, "after": null });
    let exported: Exported = leader.does("export_findings", json!({ "filter": filter }));
    assert!(std::fs::read_to_string(exported.path).unwrap().contains("Litter picker, out 20, back 19"));
}

#[test]
fn a_mark_is_found_with_and_without_its_space() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    for typed in ["AB07 CDE", "ab07cde"] {
        let form = warden.begin("abandoned_vehicle");
        warden.save(&warden.answer(&form, json!({ "vehicle_type": "car", "vrm": typed })));
    }
    for search in ["AB07CDE", "ab07 cde", "ab07c"] {
        let filter = json!({ "search": search, "kind": null, "state": null, "from": null, "to": null, "after": null });
        let found: FindingsPage = warden.does("findings", filter);
        assert_eq!(found.lines.len(), 2, "{search}");
    }
}

#[test]
fn what_stands_on_this_page_is_not_called_later_and_yesterdays_draft_is_not_found_now() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let later = leader.begin("engagement_event").later.unwrap();
    assert!(!later.contains("enue") && !later.contains("hemes"), "{later}");
    let form = leader.begin("drug_litter");
    assert!(form.subtitle.starts_with("Found now, "));
    world.wait_minutes(24 * 60);
    leader.unlock();
    let form: Form =
        leader.does("open_form", json!({ "kind": null, "draft": form.draft, "finding": null, "stage": null }));
    assert!(!form.subtitle.contains("now"), "{}", form.subtitle);
}

#[test]
fn a_correction_that_contradicts_itself_is_refused() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("abandoned_vehicle");
    let saved = warden.save(&warden.answer(&form, json!({ "vehicle_type": "car" })));
    let form = warden.reopen(&saved.finding, "correct");
    let form = warden.answer(&form, json!({ "removed_at": "2020-01-01T09:00:00Z" }));
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "Time of removal must be after it was found");
}

#[test]
fn a_note_for_the_next_warden_is_there_when_that_area_is_patrolled_again() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let patrol = warden.start_patrol("Rope Walk");
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol.id, "note": "The gate is locked" }));
    let choices: StartChoices = warden.does("start_patrol_choices", json!({}));
    assert_eq!((choices.notes[0].area.as_str(), choices.notes[0].text.as_str()), ("Rope Walk", "The gate is locked"));
    warden.start_patrol("Elsewhere");
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.note, None, "it is about another area");
    let _: PatrolView = warden.does("end_patrol", json!({}));
    warden.start_patrol("Rope Walk");
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.note.unwrap().text, "The gate is locked");
}

//! Recording: stages, bounds, drafts, undo, corrections, bad photos.

use app::PhotoMeta;
use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::json;
use tests::{World, by_people, jpeg};

#[test]
fn nothing_counted_is_refused_with_the_sentence_for_it() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.code, ErrorCode::Invalid);
    let negative = warden.answer(&form, json!({ "n_needle": -1 }));
    let field = negative.fields.iter().find(|field| field.id == "n_needle").unwrap();
    assert!(field.problem.is_some(), "a negative count has a problem");
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::Invalid);
}

#[test]
fn a_draft_survives_a_restart_with_its_photo() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    let form = warden.answer(&form, json!({ "n_needle": 3 }));
    warden.photo(&form, jpeg(3, 320, 240));
    let warden = warden.restart();
    warden.unlock();
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.drafts.len(), 1);
    let form: Form =
        warden.does("open_form", json!({ "kind": null, "draft": today.drafts[0].id, "finding": null, "stage": null }));
    assert_eq!(form.photos.len(), 1);
    assert_eq!(form.summary, "3 items, 3 sharps");
    let saved = warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).photos.len(), 1);
}

#[test]
fn taps_made_while_a_photo_is_taken_in_are_kept_with_it() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    let photo = jpeg(3, 2400, 1800);
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| warden.photo(&form, photo));
        for needles in 1..=40 {
            warden.answer(&form, json!({ "n_needle": needles }));
        }
        adding.join().unwrap();
    });
    let form = warden.answer(&form, json!({}));
    assert_eq!((form.summary.as_str(), form.photos.len()), ("40 items, 40 sharps", 1));
}

#[test]
fn undo_takes_the_save_back_and_saving_again_keeps_one_finding() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(2);
    let form: Form = warden.does("undo_save", json!({ "id": saved.finding }));
    assert_eq!(form.summary, "2 items, 2 sharps");
    assert!(warden.finding(&saved.finding).line.states.contains(&"recorded_by_mistake".to_owned()));
    let again = warden.save(&warden.answer(&form, json!({ "n_needle": 3 })));
    assert_eq!(again.finding, saved.finding);
    let view = warden.finding(&saved.finding);
    assert_eq!(view.line.summary, "3 items, 3 sharps");
    assert!(!view.line.states.contains(&"recorded_by_mistake".to_owned()));
    assert_eq!(by_people(&view.timeline).len(), 3, "the book keeps every page");
}

#[test]
fn undo_is_refused_when_it_comes_too_late() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(2);
    world.wait_minutes(1);
    assert_eq!(warden.refused("undo_save", json!({ "id": saved.finding })).code, ErrorCode::Invalid);
    assert_eq!(warden.finding(&saved.finding).line.summary, "2 items, 2 sharps");
}

#[test]
fn a_correction_leaves_the_old_value_legible() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(3);
    let form = warden.reopen(&saved.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 4 })));
    let view = warden.finding(&saved.finding);
    let row = view.answers.iter().find(|row| row.field == "n_needle").unwrap();
    assert_eq!((row.text.as_str(), row.struck.as_slice()), ("4", ["3".to_owned()].as_slice()));
    assert_eq!(by_people(&view.timeline)[0].struck.as_deref(), Some("3"));
    assert_eq!(by_people(&view.timeline)[0].now.as_deref(), Some("4"));
}

#[test]
fn finishing_asks_what_was_left_and_then_nothing_is_missing() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let saved = warden.find_needles(1);
    let form = warden.reopen(&saved.finding, "finish");
    let injury = form.fields.iter().find(|field| field.id == "injury").unwrap();
    assert!(injury.value.is_null(), "nothing about injury is ever answered beforehand");
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::Invalid);
    let mut form = warden.answer(
        &form,
        json!({ "action": "removed", "injury": false, "child_access": "none", "setting": "park", "count_method": "counted",
                "immediate_danger": false, "safeguarding": "none" }),
    );
    for problem in form.missing.clone() {
        let field = form.fields.iter().find(|field| field.id == problem.field).unwrap();
        let value = match field.field_type.as_str() {
            "choice" => json!(field.choices[0].id),
            "multi" => json!([field.choices[0].id]),
            "bool" => json!(false),
            "text" => json!("0417"),
            other => panic!("{} ({other}) is still asked: {}", field.id, problem.message),
        };
        form = warden.answer(&form, json!({ problem.field: value }));
    }
    assert_eq!(form.missing, []);
    warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).line.missing, None);
}

#[test]
fn a_position_without_a_name_is_shown_in_the_patrols_area() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Luton and Wayfield");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let typed = json!({ "draft": form.draft, "device": null, "typed": "TQ 75742 68040" });
    let form: Form = warden.does("set_place", typed);
    assert_eq!(form.place.name.as_deref(), Some("Luton and Wayfield"));
    let saved = warden.save(&form);
    let view = warden.finding(&saved.finding);
    assert_eq!(view.line.place, "Luton and Wayfield");
    assert_eq!(
        (view.place.name, view.place.grid.as_deref()),
        (None, Some("TQ 75742 68040")),
        "what was recorded stays"
    );
    assert_eq!(warden.reopen(&saved.finding, "finish").title.as_deref(), Some("Drug litter, Luton and Wayfield"));
}

#[test]
fn a_place_is_typed_named_and_never_null_island() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    let zero = json!({ "draft": form.draft, "device": { "lon": 0.0, "lat": 0.0, "accuracy_m": 5.0 }, "typed": null });
    assert_eq!(warden.refused("set_place", zero).code, ErrorCode::Invalid);
    let typed = json!({ "draft": form.draft, "device": null, "typed": "TQ 758 682" });
    let form: Form = warden.does("set_place", typed);
    assert_eq!(form.place.accuracy_m, Some(100.0), "six figures name a square of 100 m");
    assert!(form.place.poor);
    let named = json!({ "draft": form.draft, "device": null, "typed": "Great Lines, Fort Amherst steps" });
    let form: Form = warden.does("set_place", named);
    assert_eq!(form.place.name.as_deref(), Some("Great Lines, Fort Amherst steps"));
    assert!(form.place.grid.is_some(), "a name joins the position that was there");
}

#[test]
fn a_save_without_a_place_takes_the_patrols() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let saved = warden.find_needles(1);
    assert_eq!(warden.finding(&saved.finding).line.place, "Chatham town centre");
}

#[test]
fn photos_that_cannot_be_used_are_refused_and_the_draft_stays() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    let whole = jpeg(4, 640, 480);
    let cut = whole[..whole.len() / 2].to_vec();
    let large = vec![0xff; 50_000_000];
    for (name, bytes) in [("text", b"not a photo".to_vec()), ("cut short", cut), ("50 MB", large), ("empty", vec![])] {
        let meta = PhotoMeta { draft: form.draft.clone(), slot: None, taken_at: None, picked_at: None };
        let refused = warden.app.add_photo(bytes, meta).expect_err(name);
        assert_eq!(refused.code, ErrorCode::BadPhoto, "{name}");
        assert!(refused.message.ends_with('.'), "{name}: {}", refused.message);
    }
    assert_eq!(warden.photo(&form, whole).photos.len(), 1, "a good photo is still taken");
}

#[test]
fn by_mistake_needs_a_reason_and_can_be_taken_back() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(1);
    assert_eq!(warden.refused("withdraw", json!({ "id": saved.finding, "reason": " " })).code, ErrorCode::Invalid);
    let view: FindingView = warden.does("withdraw", json!({ "id": saved.finding, "reason": "Counted twice" }));
    assert_eq!(view.mistake_reason.as_deref(), Some("Counted twice"));
    let view: FindingView = warden.does("restore", json!({ "id": saved.finding }));
    assert_eq!(view.mistake_reason, None);
}

#[test]
fn every_kind_can_be_begun_and_says_what_it_needs() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let kinds: Vec<KindTile> = leader.does("kinds", json!({}));
    let listed = Catalogue::built_in().unwrap().kinds().iter().filter(|kind| !kind.own_page).count();
    assert_eq!(kinds.len(), listed);
    // What is sealed needs the council office once before.
    leader.sync();
    for kind in kinds {
        let form = leader.begin(&kind.id);
        assert!(form.fields.iter().any(|field| field.shown), "{} shows nothing", kind.id);
        if !form.missing.is_empty() {
            assert_eq!(
                leader.refused("save_form", json!({ "id": form.draft })).code,
                ErrorCode::Invalid,
                "{}",
                kind.id
            );
        }
    }
}

#[test]
fn undo_keeps_each_photo_once_and_lets_it_be_taken_out() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let form = warden.photo(&warden.photo(&form, jpeg(1, 320, 240)), jpeg(2, 320, 240));
    let saved = warden.save(&form);
    let form: Form = warden.does("undo_save", json!({ "id": saved.finding }));
    assert_eq!(form.photos.len(), 2);
    let out = json!({ "draft": form.draft, "sha256": form.photos[0].sha256 });
    let form: Form = warden.does("remove_photo", out);
    assert_eq!(form.photos.len(), 1);
    warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).photos.len(), 1);
}

#[test]
fn undo_of_a_correction_leaves_what_a_colleague_wrote_meanwhile() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let saved = one.find_needles(1);
    one.sync();
    two.sync();
    two.save(&two.answer(&two.reopen(&saved.finding, "correct"), json!({ "setting": "park" })));
    two.sync();
    one.save(&one.answer(&one.reopen(&saved.finding, "correct"), json!({ "setting": "stairwell" })));
    one.sync();
    let _: Form = one.does("undo_save", json!({ "id": saved.finding }));
    let view = one.finding(&saved.finding);
    let standing: Vec<_> = view.two_versions[0].versions.iter().map(|version| version.text.as_str()).collect();
    assert!(standing.contains(&"Park"), "the colleague's answer was replaced unseen: {standing:?}");
}

#[test]
fn a_draft_belongs_to_the_patrol_on_which_it_was_begun() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let first = warden.start_patrol("Luton");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let _: PatrolView = warden.does("end_patrol", json!({}));
    warden.start_patrol("Chatham");
    let saved = warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).patrol, Some(first.id));
}

#[test]
fn a_new_grant_for_the_same_person_keeps_their_patrol_under_way() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let patrol = warden.start_patrol("Luton");
    warden.find_needles(1);
    world.wait_minutes(5);
    warden.enrol(&world.code_for("Demo warden A", "warden"));
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.patrol.map(|patrol| patrol.id), Some(patrol.id));
    assert_eq!(today.to_finish.len(), 1);
    let ended: PatrolView = warden.does("end_patrol", json!({}));
    assert_eq!(ended.status, "ended");
}

#[test]
fn a_draft_with_an_answer_that_no_form_asks_any_more_opens_and_can_be_saved() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.begin("drug_litter");
    warden.answer(&form, json!({ "n_needle": 3 }));
    // The catalogue under which it was begun had a field that the next build's does not have.
    let warden = warden.restart_after(|folder| {
        let catalogue = domain::catalogue::Catalogue::built_in().unwrap();
        let entropy =
            std::sync::Arc::new(|bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| store::StoreError::NoEntropy));
        let store = store::Store::open(folder, std::sync::Arc::new(catalogue), entropy).unwrap();
        let mut draft = store.drafts().unwrap().remove(0);
        draft.answers.insert("n_of_an_earlier_form".into(), json!(2));
        store.keep_draft(&draft, tests::MORNING).unwrap();
    });
    warden.unlock();
    let today: Today = warden.does("today", json!({}));
    let form: Form =
        warden.does("open_form", json!({ "kind": null, "draft": today.drafts[0].id, "finding": null, "stage": null }));
    assert_eq!(form.summary, "3 items, 3 sharps");
    let saved = warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).line.summary, "3 items, 3 sharps");
}

#[test]
fn one_photo_is_needed_and_two_are() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let note = |kind: &str| warden.begin(kind).photo_note;
    assert_eq!(note("defacement").as_deref(), Some("0 taken; 1 is needed to finish"));
    assert_eq!(note("abandoned_vehicle").as_deref(), Some("0 taken; 2 are needed to finish"));
}

#[test]
fn a_finding_is_found_by_the_tablets_reference_at_once_and_by_the_council_offices_after_it_arrived() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let saved = warden.find_needles(2);
    assert_eq!(warden.finding(&saved.finding).office_reference, None, "the office has not heard of it");
    warden.sync();
    leader.sync();
    let seen = leader.finding(&saved.finding);
    let given = seen.office_reference.expect("the office gave it one");
    assert_eq!(warden.finding(&saved.finding).office_reference.as_deref(), Some(given.as_str()));
    for reference in [&seen.reference, &given] {
        let asked =
            json!({ "search": reference, "kind": null, "state": null, "from": null, "to": null, "after": null });
        let found: FindingsPage = leader.does("findings", asked);
        assert_eq!(found.lines.len(), 1, "{reference}");
    }
    assert!(seen.line.states.iter().all(|state| state != "two_versions" && state != "changed"), "{:?}", seen.line);
    let said = seen.timeline.iter().find(|row| row.title == "Reference of the council office").expect("a page of it");
    assert_eq!(said.now.as_deref(), Some(given.as_str()));
}

//! Two people change one finding without knowing of each other: both versions are kept, shown, and settled.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

/// Two tablets of a team that hold one finding of `kind`, begun with `answers` on the first, and now have no signal.
fn shared(world: &World, kind: &str, answers: Value) -> (Tablet, Tablet, String) {
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let saved = one.save(&one.answer(&one.begin(kind), answers));
    one.sync();
    two.sync();
    one.link.cut(true);
    two.link.cut(true);
    (one, two, saved.finding)
}

fn correct(tablet: &Tablet, finding: &str, answers: Value) {
    tablet.save(&tablet.answer(&tablet.reopen(finding, "correct"), answers));
}

/// There is signal again, and each comes to hold what the others wrote.
fn meet(tablets: &[&Tablet]) {
    tablets.iter().for_each(|tablet| tablet.link.cut(false));
    for _ in 0..2 {
        for tablet in tablets {
            tablet.sync();
        }
    }
}

/// The request that settles the first field in two versions by this one.
fn settle(view: &FindingView, right: &Version) -> Value {
    let both = &view.two_versions[0];
    let versions: Vec<_> = both.versions.iter().map(|version| version.entry.as_str()).collect();
    json!({ "id": view.line.id, "field": both.field, "entry": right.entry, "versions": versions })
}

fn answer(tablet: &Tablet, finding: &str, field: &str) -> String {
    let view = tablet.finding(finding);
    view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone()).unwrap_or_default()
}

/// A clean-up as it is begun.
fn clean_up() -> Value {
    json!({ "title": "Great Lines", "volunteers_public": 10, "sacks_black": 4 })
}

#[test]
fn two_answers_to_one_question_are_both_kept_until_a_leader_settles_them() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let saved = one.find_needles(2);
    one.sync();
    two.sync();
    for (tablet, setting) in [(&one, "underpass"), (&two, "stairwell")] {
        let form = tablet.reopen(&saved.finding, "correct");
        world.wait_minutes(5);
        tablet.save(&tablet.answer(&form, json!({ "setting": setting })));
    }
    one.sync();
    two.sync();
    one.sync();
    leader.sync();
    for tablet in [&one, &two, &leader] {
        let view = tablet.finding(&saved.finding);
        let versions: Vec<_> = view.two_versions[0].versions.iter().map(|version| version.by.as_str()).collect();
        assert_eq!(versions, ["Demo warden B", "Demo warden A"], "both are shown, the later first, everywhere alike");
    }
    let view = leader.finding(&saved.finding);
    let earlier = &view.two_versions[0].versions[1];
    let choice = settle(&view, earlier);
    assert_eq!(one.refused("settle", choice.clone()).code, ErrorCode::NotAllowed);
    let settled: FindingView = leader.does("settle", choice);
    assert!(settled.two_versions.is_empty());
    leader.sync();
    for tablet in [&one, &two] {
        tablet.sync();
        let view = tablet.finding(&saved.finding);
        assert!(view.two_versions.is_empty());
        let row = view.answers.iter().find(|row| row.field == "setting").unwrap();
        assert_eq!(row.text, earlier.text);
    }
}

#[test]
fn changes_to_different_fields_merge_without_a_word() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let saved = one.find_needles(2);
    one.sync();
    two.sync();
    one.save(&one.answer(&one.reopen(&saved.finding, "correct"), json!({ "setting": "park" })));
    two.save(&two.answer(&two.reopen(&saved.finding, "correct"), json!({ "n_needle": 5 })));
    one.sync();
    two.sync();
    one.sync();
    for tablet in [&one, &two] {
        let view = tablet.finding(&saved.finding);
        assert!(view.two_versions.is_empty());
        assert_eq!(view.line.summary, "5 items, 5 sharps");
        assert!(view.answers.iter().any(|row| row.field == "setting"));
    }
}

#[test]
fn sacks_counted_on_two_tablets_are_added_up_and_each_count_stays_legible() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "community_cleanup", clean_up());
    correct(&one, &finding, json!({ "sacks_black": 9 }));
    correct(&two, &finding, json!({ "sacks_black": 7, "volunteers_public": 8 }));
    meet(&[&one, &two]);
    for tablet in [&one, &two] {
        assert_eq!(answer(tablet, &finding, "sacks_black"), "12", "4, and 5 more, and 3 more");
        assert_eq!(answer(tablet, &finding, "volunteers_public"), "8");
        assert!(tablet.finding(&finding).two_versions.is_empty());
        assert_eq!(tablet.finding(&finding).line.summary, "Great Lines, 8 people, 12 sacks");
    }
    let timeline = one.finding(&finding).timeline;
    assert!(timeline.iter().any(|page| page.title == "Black sacks" && page.now.as_deref() == Some("+5")));
}

#[test]
fn a_count_means_what_it_adds_to_what_the_form_said_when_it_was_opened() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "community_cleanup", clean_up());
    let open = one.reopen(&finding, "correct");
    correct(&two, &finding, json!({ "sacks_black": 14 }));
    meet(&[&two, &one]);
    let form = one.answer(&open, json!({ "sacks_black": 5 }));
    let shown = form.fields.iter().find(|field| field.id == "sacks_black").map(|field| field.value.clone());
    assert_eq!(shown, Some(json!(5)), "the form goes on from what it said");
    one.save(&form);
    assert_eq!(answer(&one, &finding, "sacks_black"), "15");
    let form: Form = one.does("undo_save", json!({ "id": finding }));
    assert_eq!(answer(&one, &finding, "sacks_black"), "14", "only the one sack is taken back");
    one.save(&one.answer(&form, json!({ "sacks_black": 6 })));
    assert_eq!(answer(&one, &finding, "sacks_black"), "16");
}

#[test]
fn undo_and_save_again_counts_once() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.save(&warden.answer(&warden.begin("community_cleanup"), clean_up()));
    let form: Form = warden.does("undo_save", json!({ "id": saved.finding }));
    warden.save(&form);
    assert_eq!(answer(&warden, &saved.finding, "sacks_black"), "4");
}

#[test]
fn each_choice_of_a_list_is_added_and_taken_away_for_itself() {
    let world = World::new();
    let begun = json!({ "n_needle": 1, "action": "removed", "ppe": ["gloves", "tongs"] });
    let (one, two, finding) = shared(&world, "drug_litter", begun);
    correct(&one, &finding, json!({ "ppe": ["tongs", "boots"] }));
    world.wait_minutes(5);
    correct(&two, &finding, json!({ "ppe": ["gloves", "tongs", "eye_protection"] }));
    meet(&[&one, &two]);
    for tablet in [&one, &two] {
        assert_eq!(answer(tablet, &finding, "ppe"), "Tongs, Boots, Eye protection");
        assert!(tablet.finding(&finding).two_versions.is_empty());
    }
    let _: Form = two.does("undo_save", json!({ "id": finding }));
    assert_eq!(answer(&two, &finding, "ppe"), "Tongs, Boots");
    let page = one.finding(&finding).timeline.into_iter().find(|page| page.struck.is_some()).unwrap();
    assert_eq!((page.struck.as_deref(), page.now.as_deref()), (Some("Needle-resistant gloves"), Some("Boots")));
}

#[test]
fn danger_that_one_warden_saw_stays_until_a_leader_takes_it_back() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "drug_litter", json!({ "n_needle": 1 }));
    let leader = world.tablet("Demo leader", "leader");
    correct(&one, &finding, json!({ "immediate_danger": true }));
    correct(&two, &finding, json!({ "immediate_danger": false }));
    meet(&[&one, &two, &leader]);
    assert_eq!(answer(&two, &finding, "immediate_danger"), "Yes", "though the later page says no");
    correct(&two, &finding, json!({ "immediate_danger": false, "emergency_called_at": null }));
    assert_eq!(answer(&two, &finding, "immediate_danger"), "Yes", "a warden does not take it back");
    correct(&leader, &finding, json!({ "immediate_danger": false }));
    assert_eq!(answer(&leader, &finding, "immediate_danger"), "No");
}

#[test]
fn notes_of_two_people_stand_under_their_names() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "drug_litter", json!({ "n_needle": 1, "notes": "By the steps" }));
    assert_eq!(
        two.reopen(&finding, "correct").fields.iter().find(|field| field.id == "notes").unwrap().value,
        Value::Null
    );
    correct(&two, &finding, json!({ "notes": "Dog tied up there" }));
    world.wait_minutes(5);
    correct(&one, &finding, json!({ "notes": "Under the steps" }));
    meet(&[&one, &two]);
    let notes = "Demo warden B: Dog tied up there\n\nDemo warden A: Under the steps";
    assert_eq!(answer(&one, &finding, "notes"), notes);
    assert_eq!(answer(&two, &finding, "notes"), notes);
}

#[test]
fn two_outcomes_are_flagged_and_each_warden_keeps_theirs_until_the_leader_settles() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "drug_litter", json!({ "n_needle": 1 }));
    let leader = world.tablet("Demo leader", "leader");
    correct(&one, &finding, json!({ "action": "removed" }));
    correct(&two, &finding, json!({ "action": "left_unsafe" }));
    meet(&[&one, &two, &leader]);
    let view = leader.finding(&finding);
    assert!(view.two_versions[0].outcomes);
    correct(&two, &finding, json!({ "action": "made_safe" }));
    meet(&[&two, &leader]);
    let texts = |tablet: &Tablet| tablet.finding(&finding).two_versions[0].versions.len();
    assert_eq!(texts(&leader), 2, "a warden changes their own version and no one else's");
    correct(&leader, &finding, json!({ "action": "removed" }));
    assert!(leader.finding(&finding).two_versions.is_empty(), "a leader's own words settle it too");
}

#[test]
fn both_authors_are_told_until_they_have_opened_it_and_the_leader_sees_how_long_it_waits() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "drug_litter", json!({ "n_needle": 1 }));
    let other = world.tablet("Demo warden C", "warden");
    let leader = world.tablet("Demo leader", "leader");
    correct(&one, &finding, json!({ "setting": "park" }));
    correct(&two, &finding, json!({ "setting": "alley" }));
    meet(&[&one, &two, &other, &leader]);
    let told = |tablet: &Tablet| tablet.does::<Today>("today", json!({})).two_versions.len();
    assert_eq!((told(&one), told(&two), told(&other)), (1, 1, 0));
    one.finding(&finding);
    assert_eq!((told(&one), told(&two)), (0, 1));
    let waiting = |leader: &Tablet| leader.does::<ReviewQueue>("review_queue", json!({})).two_versions;
    let waits = waiting(&leader);
    assert_eq!(
        (waits[0].fields.as_str(), waits[0].age.as_str(), waits[0].late),
        ("Setting", "less than an hour", false)
    );
    world.wait_minutes(49 * 60);
    leader.unlock();
    let waits = waiting(&leader);
    assert_eq!((waits[0].age.as_str(), waits[0].late), ("2 days", true));
    let view = leader.finding(&finding);
    let _: FindingView = leader.does("settle", settle(&view, &view.two_versions[0].versions[0]));
    assert!(waiting(&leader).is_empty());
}

#[test]
fn a_version_that_came_in_after_the_page_was_drawn_is_not_settled_unseen() {
    let world = World::new();
    let (one, two, finding) = shared(&world, "drug_litter", json!({ "n_needle": 1 }));
    let three = world.tablet("Demo warden C", "warden");
    let leader = world.tablet("Demo leader", "leader");
    three.sync();
    three.link.cut(true);
    for (tablet, setting) in [(&one, "park"), (&two, "alley"), (&three, "underpass")] {
        correct(tablet, &finding, json!({ "setting": setting }));
    }
    meet(&[&one, &two]);
    leader.sync();
    let view = leader.finding(&finding);
    meet(&[&three, &leader]);
    let settled: FindingView = leader.does("settle", settle(&view, &view.two_versions[0].versions[0]));
    let texts: Vec<_> = settled.two_versions[0].versions.iter().map(|version| version.text.as_str()).collect();
    assert!(texts.contains(&"Underpass"), "nobody has looked at it yet: {texts:?}");
}

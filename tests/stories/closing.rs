//! What happens next: steps that are legal, steps that are not, what closing needs, and two people who close in two ways.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, by_people};

pub(crate) fn steps(view: &FindingView) -> Vec<&str> {
    view.next.iter().map(|step| step.id.as_str()).collect()
}

pub(crate) fn matter(view: &FindingView) -> (&str, &str, &str) {
    let matter = view.matter.as_ref().unwrap();
    (matter.state.as_str(), matter.standing.as_str(), matter.detail.as_str())
}

fn asked(form: &Form) -> Vec<&str> {
    form.fields.iter().filter(|field| field.shown).map(|field| field.id.as_str()).collect()
}

pub(crate) fn step(tablet: &Tablet, finding: &str, step: &str, answers: Value) -> FindingView {
    let form = tablet.answer(&tablet.reopen(finding, &format!("step/{step}")), answers);
    tablet.save(&form);
    tablet.finding(finding)
}

fn listed(tablet: &Tablet, state: &str) -> Vec<String> {
    let page: FindingsPage = tablet.does("findings", json!({ "state": state }));
    page.lines.into_iter().map(|line| line.id).collect()
}

/// A needle find of which everything is said but what became of it.
pub(crate) fn finished(tablet: &Tablet) -> String {
    let form = tablet.answer(&tablet.begin("drug_litter"), json!({ "n_needle": 2 }));
    let device = json!({ "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 });
    let form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    let finding = tablet.save(&form).finding;
    let answers = json!({
        "action": "left_unsafe", "injury": false, "child_access": "none", "count_method": "counted", "setting": "alley",
        "immediate_danger": false, "safeguarding": "none", "source": "patrol", "land_type": "highway"
    });
    tablet.save(&tablet.answer(&tablet.reopen(&finding, "finish"), answers));
    finding
}

#[test]
fn a_needle_find_is_passed_on_and_closed_with_date_and_box() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = finished(&warden);
    let view = warden.finding(&finding);
    assert_eq!(matter(&view), ("Recorded", "open", ""));
    assert_eq!(
        steps(&view),
        ["remove", "make_safe", "call_contractor"],
        "a warden neither accepts nor closes without a reason"
    );
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": "2020-03-18T08:00:00Z" });
    let view = step(&warden, &finding, "call_contractor", passed);
    assert_eq!(matter(&view), ("Passed on", "waiting", ""));
    assert_eq!(by_people(&view.timeline)[0].title, "Passed on for removal");
    assert!(view.line.states.iter().any(|state| state == "waiting"));
    assert_eq!((listed(&warden, "waiting"), listed(&warden, "open")), (vec![finding.clone()], vec![]));
    let form = warden.reopen(&finding, "step/remove");
    assert_eq!(asked(&form), ["sharps_box_no", "box_fill", "ppe", "removed_at"], "exactly what it needs");
    assert!(
        form.photos_most == 0
            && form.place.sentence.is_empty()
            && form.title.unwrap().starts_with("Removed by wardens: ")
    );
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(
        (refused.field.as_deref(), refused.message.as_str()),
        (Some("sharps_box_no"), "Enter the number on the sharps box")
    );
    let early =
        json!({ "removed_at": "2020-03-18T08:00:00Z", "sharps_box_no": "0417", "box_fill": "half", "ppe": ["gloves"] });
    let form = warden.answer(&warden.reopen(&finding, "step/remove"), early);
    assert_eq!(
        warden.refused("save_form", json!({ "id": form.draft })).message,
        "Time of removal must be after it was found"
    );
    let status: PatrolView = warden.start_patrol("Chatham");
    warden.save(&warden.answer(&form, json!({ "removed_at": status.started_at })));
    let view = warden.finding(&finding);
    assert_eq!(matter(&view), ("Removed", "closed", "Removed by wardens"));
    assert_eq!(listed(&warden, "closed"), std::slice::from_ref(&finding));
    assert_eq!(steps(&view), ["reopen"]);
    assert!(view.answers.iter().any(|row| row.field == "action" && row.text == "Removed it"), "the step says it");
}

#[test]
fn what_was_removed_on_the_spot_is_closed_by_the_answers_that_say_so() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 2 }));
    let device = json!({ "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 });
    let form: Form = warden.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    let finding = warden.save(&form).finding;
    let removed = json!({ "action": "removed", "sharps_box_no": "0417", "box_fill": "half", "ppe": ["gloves"] });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), removed));
    assert_eq!(matter(&warden.finding(&finding)).1, "open", "not everything that closing needs is said");
    let rest = json!({
        "injury": false, "child_access": "none", "count_method": "counted", "setting": "alley",
        "immediate_danger": false, "safeguarding": "none", "source": "patrol", "land_type": "highway"
    });
    let saved = warden.save(&warden.answer(&warden.reopen(&finding, "finish"), rest));
    let view = warden.finding(&finding);
    assert_eq!(matter(&view), ("Removed", "closed", "Removed by wardens"));
    let removed_at = view.answers.iter().find(|row| row.field == "removed_at").map(|row| row.text.as_str());
    assert_eq!(removed_at, Some("18 March 2025, 07:12"), "it was removed when it was found");
    let left = warden.answer(&warden.reopen(&finding, "correct"), json!({ "action": "left_unsafe" }));
    let refused = warden.refused("save_form", json!({ "id": left.draft }));
    assert_eq!(refused.message, "This says how it was closed. Reopen it to change it");
    let _: Form = warden.does("undo_save", json!({ "id": saved.finding }));
    let view = warden.finding(&finding);
    assert_eq!(matter(&view).1, "open", "the save is undone with the step that went with it");
    assert!(view.answers.iter().all(|row| row.field != "removed_at" || row.text.is_empty()));
}

#[test]
fn an_illegal_step_is_refused_in_plain_words_and_a_reason_is_asked_where_one_is_due() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let finding = finished(&leader);
    let open = |step: &str| json!({ "finding": finding, "stage": format!("step/{step}") });
    let refused = leader.refused("open_form", open("contractor_removed"));
    assert_eq!(
        refused.message,
        "“Removed by the contractor” does not follow on “Recorded”. Choose one of the steps shown."
    );
    assert_eq!(leader.refused("open_form", open("fly")).code, ErrorCode::BadRequest);
    let view = step(&leader, &finding, "accept", json!({}));
    assert_eq!(matter(&view).0, "Accepted");
    let form = leader.reopen(&finding, "step/close_no_action");
    assert_eq!(asked(&form), ["state_reason"]);
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).message, "Enter why");
    leader.save(&leader.answer(&form, json!({ "state_reason": "Gone with the bins" })));
    let view = leader.finding(&finding);
    assert_eq!(matter(&view), ("No further action", "closed", "Gone with the bins"));
    assert_eq!(by_people(&view.timeline)[0].title, "Close: no further action: Gone with the bins");
    assert_eq!(
        leader.refused("open_form", open("remove")).message,
        "This is closed: no further action. Reopen it first."
    );
    let view = step(&leader, &finding, "reopen", json!({ "state_reason": "Seen again" }));
    assert_eq!(matter(&view), ("Reopened", "open", "Seen again"));
}

/// The answer of a finding in words.
fn said(view: &FindingView, field: &str) -> String {
    view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone()).unwrap_or_default()
}

/// A warden and a leader who both have the finding, and do not know of each other's steps until they sync twice.
fn two(world: &World) -> (Tablet, Tablet, String) {
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader C", "leader");
    let finding = finished(&warden);
    warden.sync();
    leader.sync();
    leader.link.cut(true);
    (warden, leader, finding)
}

/// Both come to know of what the other one did.
fn meet(warden: &Tablet, leader: &Tablet) {
    warden.sync();
    leader.link.cut(false);
    leader.sync();
}

fn settle(leader: &Tablet, finding: &str, text: &str) -> FindingView {
    let view = leader.finding(finding);
    let both = view.two_versions.iter().find(|both| both.field == "state").unwrap();
    let chosen = both.versions.iter().find(|version| version.text.starts_with(text)).unwrap();
    let seen: Vec<_> = both.versions.iter().map(|version| version.entry.as_str()).collect();
    leader.does("settle", json!({ "id": finding, "field": "state", "entry": chosen.entry, "versions": seen }))
}

fn removal(world: &World) -> Value {
    let at = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap();
    let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    json!({ "removed_at": at, "sharps_box_no": "0417", "box_fill": "half", "ppe": ["gloves"] })
}

#[test]
fn two_people_who_close_it_in_two_ways_are_two_outcomes_for_the_leader_and_it_is_open() {
    let world = World::new();
    let (warden, leader, finding) = two(&world);
    step(&warden, &finding, "remove", removal(&world));
    step(&leader, &finding, "accept", json!({}));
    step(&leader, &finding, "close_no_action", json!({ "state_reason": "Gone with the bins" }));
    meet(&warden, &leader);
    let view = leader.finding(&finding);
    let both = view.two_versions.iter().find(|both| both.field == "state").unwrap();
    assert!(both.outcomes && both.versions.len() == 2);
    assert_eq!(matter(&view).1, "open", "what is closed in two ways is not closed");
    assert_eq!((listed(&leader, "open"), listed(&leader, "closed")), (vec![finding.clone()], vec![]));
    assert!(view.next.iter().all(|step| !step.closes), "nothing closes it before it is settled: {:?}", steps(&view));
    let refused = leader.refused("open_form", json!({ "finding": finding, "stage": "step/close_no_action" }));
    assert_eq!(refused.message, "Two people took this on in different ways. A team leader settles that first.");
    let view = settle(&leader, &finding, "Removed by wardens");
    assert_eq!(matter(&view), ("Removed", "closed", "Removed by wardens"));
}

#[test]
fn the_same_step_by_two_people_is_one_outcome() {
    let world = World::new();
    let (warden, leader, finding) = two(&world);
    let later = json!({ "revisit_on": "2025-03-25" });
    step(&warden, &finding, "make_safe", json!({}));
    step(&warden, &finding, "watch", later.clone());
    step(&leader, &finding, "accept", json!({}));
    step(&leader, &finding, "watch", later);
    meet(&warden, &leader);
    let view = leader.finding(&finding);
    assert!(view.two_versions.is_empty(), "{:?}", view.two_versions);
    assert_eq!(matter(&view).0, "To be looked at again");
}

#[test]
fn a_step_that_is_settled_takes_its_answers_with_it() {
    let world = World::new();
    let (warden, leader, finding) = two(&world);
    step(&warden, &finding, "make_safe", json!({}));
    step(&leader, &finding, "remove", removal(&world));
    meet(&warden, &leader);
    let view = settle(&leader, &finding, "Made safe and guarded");
    assert_eq!(
        (matter(&view).0, said(&view, "action").as_str()),
        ("Made safe, still there", "Made it safe and guarded it")
    );
    assert!(view.two_versions.iter().all(|both| both.field != "action"), "{:?}", view.two_versions);
    let world = World::new();
    let (warden, leader, finding) = two(&world);
    step(&warden, &finding, "remove", removal(&world));
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": "2025-03-18T07:12:00Z" });
    step(&leader, &finding, "call_contractor", passed);
    meet(&warden, &leader);
    let view = settle(&leader, &finding, "Passed on for removal");
    assert!(steps(&view).contains(&"contractor_removed"), "what was passed on can be removed: {:?}", steps(&view));
}

#[test]
fn a_step_takes_only_what_its_form_shows_and_a_reason_has_its_length() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let finding = finished(&leader);
    let form = leader.reopen(&finding, "step/make_safe");
    for answers in [json!({ "action": "left_unsafe" }), json!({ "n_needle": 7 })] {
        let refused = leader.refused("set_answers", json!({ "draft": form.draft, "answers": answers }));
        assert_eq!(refused.code, ErrorCode::BadRequest);
    }
    step(&leader, &finding, "accept", json!({}));
    let long = "x".repeat(501);
    let form = leader.answer(&leader.reopen(&finding, "step/close_no_action"), json!({ "state_reason": long }));
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "Say why in 500 characters or less");
}

#[test]
fn a_step_is_taken_back_with_its_answers_within_ten_seconds() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = finished(&warden);
    step(&warden, &finding, "make_safe", json!({}));
    let form: Form = warden.does("undo_save", json!({ "id": finding }));
    assert_eq!(form.stage, "step/make_safe");
    let view = warden.finding(&finding);
    assert_eq!(matter(&view).0, "Recorded");
    assert_eq!(said(&view, "action"), "Left it: unsafe to reach", "and so do its answers");
    assert_eq!(by_people(&view.timeline)[0].title, "The last step taken back");
}

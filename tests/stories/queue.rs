//! What waits for the leader: patrols that come back into the queue, findings on no patrol, what is flagged, and what was
//! reviewed.

use app::contract::*;
use serde_json::{Value, json};
use tests::{MORNING, Tablet, TestClock, World};

/// A warden with an open patrol, and a leader.
fn on_patrol(world: &World) -> (Tablet, Tablet, String) {
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let patrol = warden.start_patrol("Luton and Wayfield");
    (warden, leader, patrol.id)
}

fn submit(warden: &Tablet, leader: &Tablet, patrol: &str, note: Value) {
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": note }));
    exchange(warden, leader);
}

fn exchange(warden: &Tablet, leader: &Tablet) {
    warden.sync();
    leader.sync();
}

fn queue(leader: &Tablet) -> ReviewQueue {
    leader.does("review_queue", json!({}))
}

fn waiting(leader: &Tablet) -> Vec<ReviewLine> {
    let queue = queue(leader);
    queue.flagged.into_iter().chain(queue.clean).collect()
}

fn under_review(leader: &Tablet, patrol: &str) -> ReviewPatrol {
    leader.does("review_patrol", json!({ "id": patrol }))
}

fn approve(leader: &Tablet, patrol: &str, except: &[&str]) -> ReviewQueue {
    let seen = under_review(leader, patrol).seen;
    leader.does("approve", json!({ "patrols": [patrol], "except": except, "findings": [], "seen": { patrol: seen } }))
}

fn rules(leader: &Tablet, patrol: &str, finding: &str) -> Vec<String> {
    let findings = under_review(leader, patrol).findings;
    let finding = findings.into_iter().find(|one| one.line.id == finding).unwrap();
    finding.flags.into_iter().map(|flag| flag.rule).collect()
}

fn states(tablet: &Tablet, finding: &str) -> Vec<String> {
    tablet.finding(finding).line.states
}

/// A needle find at a grid reference.
fn needles_at(warden: &Tablet, grid: &str) -> String {
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let place = json!({ "draft": form.draft, "device": null, "typed": grid });
    let form: Form = warden.does("set_place", place);
    warden.save(&form).finding
}

#[test]
fn an_exception_keeps_its_patrol_in_the_queue_and_can_be_approved_later() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let [first, second] = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    submit(&warden, &leader, &patrol, json!(null));
    approve(&leader, &patrol, &[&second]);

    let lines = waiting(&leader);
    assert_eq!((lines.len(), lines[0].findings), (1, 1), "one finding of the patrol waits");
    assert!(lines[0].flags.iter().any(|flag| flag.rule == "not_approved"), "{:?}", lines[0].flags);
    let status: Status = leader.does("status", json!({}));
    assert_eq!(status.to_review, 1);
    let review = under_review(&leader, &patrol);
    assert!(review.waits);
    let waits = |id: &str| review.findings.iter().find(|one| one.line.id == id).unwrap().waits;
    assert!(waits(&second) && !waits(&first), "what is approved is not approved again");

    let pages = leader.finding(&first).timeline.len();
    let after = approve(&leader, &patrol, &[]);
    assert!(after.flagged.is_empty() && after.clean.is_empty());
    assert!(states(&leader, &second).contains(&"approved".to_owned()));
    assert_eq!(leader.finding(&first).timeline.len(), pages, "nothing new is written to what was approved");
    assert!(!under_review(&leader, &patrol).waits);
    let seen = under_review(&leader, &patrol).seen;
    let again = json!({ "patrols": [patrol], "except": [], "findings": [], "seen": { patrol.clone(): seen } });
    assert_eq!(leader.refused("approve", again).code, ErrorCode::PatrolState);
}

#[test]
fn a_change_after_approval_brings_the_patrol_back_and_can_be_approved() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let [first, second] = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    submit(&warden, &leader, &patrol, json!(null));
    approve(&leader, &patrol, &[]);
    exchange(&leader, &warden);
    warden.save(&warden.answer(&warden.reopen(&first, "correct"), json!({ "n_needle": 9 })));
    let _: FindingView = warden.does("withdraw", json!({ "id": second, "reason": "Counted twice" }));
    exchange(&warden, &leader);

    let lines = waiting(&leader);
    assert_eq!((lines.len(), lines[0].findings), (1, 2));
    assert!(rules(&leader, &patrol, &first).contains(&"changed".to_owned()));
    assert_eq!(rules(&leader, &patrol, &second), ["changed"], "a mistake said after approval is seen too");
    let after = approve(&leader, &patrol, &[]);
    assert!(after.flagged.is_empty() && after.clean.is_empty());
    for finding in [&first, &second] {
        assert!(!states(&leader, finding).contains(&"changed_since_approval".to_owned()));
    }
    exchange(&leader, &warden);
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": "2020-03-18T08:00:00Z" });
    crate::closing::step(&warden, &first, "call_contractor", passed);
    exchange(&warden, &leader);
    assert!(waiting(&leader).is_empty(), "what happens next does not bring the patrol back");
    assert!(states(&leader, &first).contains(&"approved".to_owned()));
}

#[test]
fn what_changed_since_a_leader_looked_at_a_patrol_is_said_field_by_field_until_they_looked_again() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let [first, second] = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    let draft = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 3 }));
    submit(&warden, &leader, &patrol, json!(null));
    let look = |at: &Tablet, opening: &str| -> ReviewPatrol {
        at.does("review_patrol", json!({ "id": patrol, "opening": opening }))
    };
    let viewed = |review: &ReviewPatrol| -> Vec<(String, String)> {
        let all = review.findings.iter().flat_map(|one| one.flags.iter().map(|flag| (one.line.id.clone(), flag)));
        let viewed = all.filter(|(_, flag)| flag.rule == "viewed");
        viewed.map(|(id, flag)| (id, flag.text.split(": ").skip(1).collect())).collect()
    };
    let begun = look(&leader, "Monday");
    assert!(viewed(&begun).is_empty() && begun.changed.is_none(), "nobody looked before");

    warden.save(&warden.answer(&warden.reopen(&first, "correct"), json!({ "n_needle": 9 })));
    let _: FindingView = warden.does("withdraw", json!({ "id": second, "reason": "Counted twice" }));
    let late = warden.save(&draft).finding;
    exchange(&warden, &leader);
    // What the leader asks is nothing that they have to be told of.
    let _: FindingView = leader.does("ask", json!({ "id": first, "field": "n_needle", "text": "In which box?" }));
    let again = look(&leader, "Tuesday");
    let said = viewed(&again);
    let of = |id: &str| said.iter().find(|(of, _)| of == id).map(|(_, said)| said.as_str());
    assert_eq!(of(&first), Some("loose needles"));
    assert_eq!(of(&second), Some("recorded by mistake"));
    let texts = again.findings.iter().filter(|one| one.line.id == late).flat_map(|one| &one.flags);
    assert!(texts.into_iter().any(|flag| flag.text.starts_with("New since you looked, ")), "{again:?}");
    assert_eq!(viewed(&look(&leader, "Tuesday")), said, "the page that is still open goes on saying it");
    assert!(viewed(&look(&leader, "Wednesday")).is_empty(), "then it was looked at");
    let other = world.tablet("Demo leader C", "leader");
    other.sync();
    assert!(viewed(&look(&other, "one")).is_empty(), "each leader for themselves");

    // What was sent back is compared with when it was.
    leader.does::<ReviewQueue>("send_back", json!({ "patrol": patrol, "reason": "Say where" }));
    exchange(&leader, &warden);
    warden.save(&warden.answer(&warden.reopen(&first, "correct"), json!({ "n_needle": 8 })));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": "Box 4" }));
    exchange(&warden, &leader);
    let back = look(&leader, "Thursday");
    assert_eq!(viewed(&back), [(first.clone(), "loose needles".to_owned())]);
    assert!(back.changed.is_some_and(|said| said.contains("note")), "the patrol says something else, too");
    approve(&leader, &patrol, &[]);
    assert!(viewed(&look(&leader, "Friday")).is_empty(), "from here on there is what changed since the approval");
}

#[test]
fn a_draft_saved_after_its_patrol_was_approved_comes_in_for_review() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let draft = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 3 }));
    submit(&warden, &leader, &patrol, json!(null));
    approve(&leader, &patrol, &[]);
    assert!(waiting(&leader).is_empty());
    let late = warden.save(&draft).finding;
    exchange(&warden, &leader);
    assert_eq!(waiting(&leader).len(), 1);
    approve(&leader, &patrol, &[]);
    assert!(states(&leader, &late).contains(&"approved".to_owned()));
}

#[test]
fn a_finding_on_no_patrol_is_reviewed_by_itself() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let finding = warden.find_needles(4).finding;
    exchange(&warden, &leader);
    let loose = queue(&leader).loose;
    assert_eq!(loose.len(), 1);
    assert_eq!((loose[0].line.id.as_str(), loose[0].waits), (finding.as_str(), true));
    assert!(states(&leader, &finding).contains(&"waiting_for_review".to_owned()));
    assert_eq!(leader.does::<Status>("status", json!({})).to_review, 1);

    let approve =
        |seen: &str| json!({ "patrols": [], "except": [], "findings": [finding], "seen": { finding.clone(): seen } });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), json!({ "n_needle": 5 })));
    exchange(&warden, &leader);
    let stale = leader.refused("approve", approve(&loose[0].seen));
    assert_eq!(stale.code, ErrorCode::PatrolState, "what nobody saw is never approved");
    let seen = queue(&leader).loose[0].seen.clone();
    let after: ReviewQueue = leader.does("approve", approve(&seen));
    assert!(after.loose.is_empty());
    assert!(states(&leader, &finding).contains(&"approved".to_owned()));
    assert_eq!(leader.refused("approve", approve(&seen)).code, ErrorCode::PatrolState, "it no longer waits");
}

#[test]
fn a_finding_of_a_patrol_is_not_approved_past_its_patrol() {
    let world = World::new();
    let (warden, leader, _) = on_patrol(&world);
    let finding = warden.find_needles(1).finding;
    exchange(&warden, &leader);
    let seen = json!({ "patrols": [], "except": [], "findings": [finding], "seen": { finding.clone(): "" } });
    assert_eq!(leader.refused("approve", seen).code, ErrorCode::PatrolState);
    assert!(queue(&leader).loose.is_empty());
}

#[test]
fn questions_danger_and_pages_that_wait_for_a_check_are_flagged() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let [asked, danger, at_risk, calm] = [1, 2, 3, 4].map(|many| warden.find_needles(many).finding);
    let finish = |id: &str, answers: Value| warden.save(&warden.answer(&warden.reopen(id, "correct"), answers));
    finish(&danger, json!({ "immediate_danger": true }));
    finish(&at_risk, json!({ "safeguarding": "child" }));
    finish(&calm, json!({ "immediate_danger": false, "safeguarding": "none" }));
    submit(&warden, &leader, &patrol, json!(null));
    let _: FindingView = leader.does("ask", json!({ "id": asked, "field": null, "text": "Where exactly?" }));
    // A tablet set to a day after its grant has run out.
    world.wait_minutes(500 * 24 * 60);
    warden.save(&warden.answer(&warden.reopen(&calm, "correct"), json!({ "n_needle": 7 })));
    world.wait_minutes(-500 * 24 * 60);
    exchange(&warden, &leader);

    let has = |finding: &str, rule: &str| rules(&leader, &patrol, finding).contains(&rule.to_owned());
    assert!(has(&asked, "question"));
    assert!(has(&danger, "danger") && has(&at_risk, "danger"));
    assert!(!has(&calm, "danger"), "a no is no danger");
    assert!(has(&calm, "held_back"));
    assert!(!has(&asked, "held_back"));
    assert_eq!(queue(&leader).clean.len(), 0);
}

#[test]
fn each_rule_of_the_exceptions_flags_its_finding_and_no_other() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let recorded = |answers: Value, device: Value, typed: Value| {
        let form = warden.answer(&warden.begin("drug_litter"), answers);
        let _: Form = warden.does("set_place", json!({ "draft": form.draft, "device": device, "typed": typed }));
        warden.save(&form).finding
    };
    let at = |lat: f64, metres: u32| json!({ "lon": 0.5, "lat": lat, "accuracy_m": metres });
    let none = json!(null);
    let rough = recorded(json!({ "n_needle": 1 }), at(51.30, 51), none.clone());
    let near = recorded(json!({ "n_needle": 1 }), at(51.31, 50), none.clone());
    let named = recorded(json!({ "n_needle": 1 }), none.clone(), json!("By the old mill"));
    let estimated = recorded(json!({ "n_needle": 1, "count_method": "estimated" }), at(51.33, 5), none.clone());
    let car = warden.answer(&warden.begin("abandoned_vehicle"), json!({ "vrm": "AB07 CDE", "vehicle_type": "car" }));
    let _: Form = warden.does("set_place", json!({ "draft": car.draft, "device": at(51.34, 5), "typed": none }));
    let car = warden.save(&car).finding;
    submit(&warden, &leader, &patrol, json!(null));
    let flags = |finding: &str| rules(&leader, &patrol, finding);
    assert_eq!(flags(&near), ["not_finished"], "50 metres are near enough");
    assert_eq!(flags(&rough), ["place", "not_finished"]);
    assert_eq!(flags(&named), ["place", "not_finished"], "no position at all");
    assert_eq!(flags(&estimated), ["estimate", "not_finished"]);
    assert_eq!(flags(&car), ["photos", "not_finished"]);
}

#[test]
fn a_tablet_whose_clock_was_wrong_is_flagged_and_one_within_a_minute_is_not() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let flags = |name: &str, ahead_ms: i64| {
        let warden = world.tablet_by(&TestClock::at(MORNING + ahead_ms), name, "warden");
        warden.sync();
        let patrol = warden.start_patrol("Luton and Wayfield").id;
        let finding = warden.find_needles(1).finding;
        submit(&warden, &leader, &patrol, json!(null));
        rules(&leader, &patrol, &finding)
    };
    assert_eq!(flags("Demo warden A", 5 * 60_000), ["place", "clock", "not_finished"]);
    assert_eq!(flags("Demo warden B", -5 * 60_000), ["place", "clock", "not_finished"], "slow is wrong as well");
    assert_eq!(flags("Demo warden C", 50_000), ["place", "not_finished"]);
}

#[test]
fn the_later_of_two_finds_within_25_metres_on_a_day_may_be_a_duplicate() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let first = needles_at(&warden, "TQ 75800 68200");
    world.wait_minutes(5);
    let near = needles_at(&warden, "TQ 75815 68215");
    world.wait_minutes(5);
    let far = needles_at(&warden, "TQ 75840 68200");
    submit(&warden, &leader, &patrol, json!(null));
    world.wait_minutes(24 * 60);
    let other = warden.start_patrol("Luton and Wayfield").id;
    let next_day = needles_at(&warden, "TQ 75800 68200");
    submit(&warden, &leader, &other, json!(null));

    let review = under_review(&leader, &patrol);
    let flagged = review.findings.iter().flat_map(|one| one.flags.iter().map(move |flag| (&one.line.id, flag)));
    let flagged: Vec<_> = flagged.filter(|(_, flag)| flag.rule == "duplicate").collect();
    assert_eq!(flagged.len(), 1, "the first, the far and the next day's are none: {flagged:?} {far} {next_day}");
    let (id, flag) = flagged[0];
    assert_eq!((id, flag.other.as_deref()), (&near, Some(first.as_str())));
    let page = leader.finding(&first).line;
    assert_eq!(flag.text, format!("Possible duplicate of {} p. {}", page.book_code, page.page));
    assert!(!rules(&leader, &other, &next_day).contains(&"duplicate".to_owned()));
}

#[test]
fn the_same_mark_within_four_weeks_may_be_a_duplicate() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let vehicle = |mark: &str| {
        let answers = json!({ "vrm": mark, "vehicle_type": "car" });
        warden.save(&warden.answer(&warden.begin("abandoned_vehicle"), answers)).finding
    };
    let first = vehicle("LA68 XYZ");
    let another = vehicle("LA68 XYY");
    world.wait_minutes(27 * 24 * 60);
    let again = vehicle("la68xyz");
    world.wait_minutes(40 * 24 * 60);
    let much_later = vehicle("LA68 XYZ");
    submit(&warden, &leader, &patrol, json!(null));
    let duplicate = |id: &str| rules(&leader, &patrol, id).contains(&"duplicate".to_owned());
    assert!(duplicate(&again), "however it was typed");
    assert!(!duplicate(&first) && !duplicate(&another) && !duplicate(&much_later));
    warden.save(&warden.answer(&warden.reopen(&again, "correct"), json!({ "duplicate_of": first })));
    warden.sync();
    leader.sync();
    assert!(!duplicate(&again), "it names the first itself");
}

#[test]
fn patrols_sent_back_and_approved_are_listed_by_warden() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    warden.find_needles(1);
    submit(&warden, &leader, &patrol, json!(null));
    let colleague = world.tablet("Demo warden B", "warden");
    let other = colleague.start_patrol("Rochester Riverside").id;
    submit(&colleague, &leader, &other, json!(null));
    let _: ReviewQueue = leader.does("send_back", json!({ "patrol": patrol, "reason": "Add the box number" }));
    let after = approve(&leader, &other, &[]);
    assert_eq!(after.sent_back, 1);
    assert!(after.flagged.is_empty() && after.clean.is_empty());

    let list = |outcome: &str, warden: Option<&str>| {
        let request = json!({ "outcome": outcome, "warden": warden, "after": null });
        leader.does::<ReviewedPatrols>("reviewed", request).lines
    };
    let sent_back = list("sent_back", None);
    assert_eq!((sent_back.len(), sent_back[0].id.as_str()), (1, patrol.as_str()));
    assert_eq!(sent_back[0].reason.as_deref(), Some("Add the box number"));
    assert!(sent_back[0].reviewed_by.starts_with("Demo leader, today"), "{}", sent_back[0].reviewed_by);
    let approved = list("approved", None);
    assert_eq!((approved.len(), approved[0].id.as_str(), approved[0].waits), (1, other.as_str(), false));
    let user = |name: &str| after.wardens.iter().find(|one| one.name == name).unwrap().user.clone();
    assert_eq!(list("approved", Some(&user("Demo warden A"))).len(), 0);
    assert_eq!(list("approved", Some(&user("Demo warden B"))).len(), 1);
    assert_eq!(
        warden.refused("reviewed", json!({ "outcome": "approved", "warden": null, "after": null })).code,
        ErrorCode::NotAllowed
    );

    leader.sync();
    warden.sync();
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
    exchange(&warden, &leader);
    assert_eq!(queue(&leader).sent_back, 0, "handed in again, it waits again");
    assert_eq!(waiting(&leader).len(), 1);
}

#[test]
fn the_queue_counts_by_kind_what_waits() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    let [first, _] = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    submit(&warden, &leader, &patrol, json!(null));
    assert_eq!(waiting(&leader)[0].counts, [("drug_litter".to_owned(), 2)].into());
    approve(&leader, &patrol, &[&first]);
    assert_eq!(waiting(&leader)[0].counts, [("drug_litter".to_owned(), 1)].into());
    let kinds = queue(&leader).kinds;
    assert!(kinds.iter().any(|kind| kind.id == "abandoned_vehicle"), "those with none too, for the zeros");
    assert!(!kinds.iter().any(|kind| kind.id == "pact_panel"), "a panel is no finding");
}

#[test]
fn waiting_for_review_lists_those_that_say_so_and_no_others() {
    let world = World::new();
    let (warden, leader, patrol) = on_patrol(&world);
    warden.find_needles(1);
    exchange(&warden, &leader);
    let listed = || {
        let page: FindingsPage = leader.does(
            "findings",
            json!({ "search": null, "kind": null, "state": "waiting_for_review", "from": null, "to": null, "after": null }),
        );
        assert!(page.lines.iter().all(|line| line.states.contains(&"waiting_for_review".to_owned())));
        page.total
    };
    assert_eq!(listed(), 0, "its patrol is still under way");
    submit(&warden, &leader, &patrol, json!(null));
    assert_eq!(listed(), 1);
    let _: ReviewQueue = leader.does("send_back", json!({ "patrol": patrol, "reason": "Add the box number" }));
    assert_eq!(listed(), 0, "it lies with its warden");
}

#[test]
fn a_note_for_the_next_warden_reaches_the_next_patrol_in_that_area() {
    let world = World::new();
    let (warden, colleague, patrol) = on_patrol(&world);
    submit(&warden, &colleague, &patrol, json!("Gate off its hinge"));
    let notes = || colleague.does::<StartChoices>("start_patrol_choices", json!({})).notes;
    let note = AreaNote {
        area: "Luton and Wayfield".into(),
        text: "Gate off its hinge".into(),
        by: "Demo warden A, 07:12".into(),
    };
    assert_eq!(notes(), std::slice::from_ref(&note));
    assert_eq!(colleague.does::<Today>("today", json!({})).note, None, "nobody is there");
    let next = colleague.start_patrol("Luton and Wayfield").id;
    assert_eq!(colleague.does::<Today>("today", json!({})).note, Some(note));
    let _: PatrolView = colleague.does("end_patrol", json!({}));
    world.wait_minutes(1);
    colleague.start_patrol("Rochester Riverside");
    assert_eq!(colleague.does::<Today>("today", json!({})).note, None, "it is about another area");
    let _: PatrolView = colleague.does("submit_patrol", json!({ "id": next, "note": null }));
    assert_eq!(notes(), [], "the next patrol has been");
}

//! The leader's review: questions, exceptions, sending back, changes since approval, CSV.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

/// A warden with a submitted patrol of two findings, and a leader who has it.
fn submitted(world: &World) -> (Tablet, Tablet, String, [String; 2]) {
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let patrol = warden.start_patrol("Luton and Wayfield");
    let findings = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol.id, "note": null }));
    warden.sync();
    leader.sync();
    (warden, leader, patrol.id, findings)
}

#[test]
fn a_question_reaches_the_warden_and_the_answer_the_leader() {
    let world = World::new();
    let (warden, leader, _, [finding, _]) = submitted(&world);
    let asked: FindingView =
        leader.does("ask", json!({ "id": finding, "field": "n_needle", "text": "Was the box sealed?" }));
    assert_eq!(asked.questions[0].text, "Was the box sealed?");
    let about = |view: &FindingView| (view.questions[0].field.clone(), view.questions[0].label.clone());
    let needles = (Some("n_needle".to_owned()), Some("Loose needles".to_owned()));
    assert_eq!(about(&asked), needles);
    leader.sync();
    warden.sync();
    let today: Today = warden.does("today", json!({}));
    assert!(today.to_finish.iter().any(|line| line.states.contains(&"question".to_owned())));
    assert_eq!(about(&warden.finding(&finding)), needles, "the warden sees what it is about");
    let question = warden.finding(&finding).questions[0].id.clone();
    let _: FindingView =
        warden.does("answer", json!({ "id": finding, "question": question, "text": "Yes, at three quarters" }));
    warden.sync();
    leader.sync();
    let view = leader.finding(&finding);
    assert_eq!(view.questions[0].answer.as_deref(), Some("Yes, at three quarters"));
    assert!(!view.line.states.contains(&"question".to_owned()));
}

#[test]
fn today_lists_a_few_to_finish_and_first_what_somebody_asks() {
    let world = World::new();
    let (warden, leader, _, [oldest, _]) = submitted(&world);
    (0..5).for_each(|_| drop(warden.find_needles(1)));
    let _: FindingView = leader.does("ask", json!({ "id": oldest, "field": null, "text": "Where exactly?" }));
    leader.sync();
    warden.sync();
    let today: Today = warden.does("today", json!({}));
    assert_eq!((today.to_finish.len(), today.to_finish_total), (4, 7));
    assert_eq!(today.to_finish[0].id, oldest);
    assert_eq!(today.to_finish[0].missing.as_deref(), Some("Demo leader asks: “Where exactly?”"));
    assert!(today.to_finish[1..].iter().all(|line| line.id != oldest));
}

#[test]
fn approval_by_exception_leaves_the_exception_out_and_a_later_change_shows() {
    let world = World::new();
    let (warden, leader, patrol, [first, second]) = submitted(&world);
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": patrol }));
    warden.save(&warden.answer(&warden.reopen(&second, "correct"), json!({ "setting": "park" })));
    warden.sync();
    leader.sync();
    let stale =
        json!({ "patrols": [patrol], "except": [second], "findings": [], "seen": { patrol.clone(): review.seen } });
    assert_eq!(leader.refused("approve", stale).code, ErrorCode::PatrolState, "what nobody saw is never approved");
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": patrol }));
    let seen =
        json!({ "patrols": [patrol], "except": [second], "findings": [], "seen": { patrol.clone(): review.seen } });
    let _: ReviewQueue = leader.does("approve", seen);
    assert!(leader.finding(&first).line.states.contains(&"approved".to_owned()));
    assert!(!leader.finding(&second).line.states.contains(&"approved".to_owned()));
    leader.sync();
    warden.sync();
    warden.save(&warden.answer(&warden.reopen(&first, "correct"), json!({ "n_needle": 9 })));
    warden.sync();
    leader.sync();
    let states = leader.finding(&first).line.states;
    assert!(states.contains(&"changed_since_approval".to_owned()), "{states:?}");
}

#[test]
fn a_patrol_sent_back_says_why_and_can_be_handed_in_again() {
    let world = World::new();
    let (warden, leader, patrol, _) = submitted(&world);
    let _: ReviewQueue = leader.does("send_back", json!({ "patrol": patrol, "reason": "Add the sharps box number" }));
    leader.sync();
    warden.sync();
    let view: PatrolView = warden.does("patrol", json!({ "id": patrol }));
    assert_eq!(view.review_reason.as_deref(), Some("Add the sharps box number"));
    let again: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
    assert_eq!(again.review, None);
    warden.sync();
    leader.sync();
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert_eq!(queue.flagged.len() + queue.clean.len(), 1);
}

#[test]
fn a_warden_can_neither_review_nor_export() {
    let world = World::new();
    let (warden, _, patrol, [finding, _]) = submitted(&world);
    for (command, request) in [
        ("review_queue", json!({})),
        ("approve", json!({ "patrols": [patrol], "except": [], "findings": [], "seen": {} })),
        ("send_back", json!({ "patrol": patrol, "reason": "x" })),
        ("ask", json!({ "id": finding, "field": null, "text": "x" })),
        (
            "export_findings",
            json!({ "filter": { "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null } }),
        ),
    ] {
        assert_eq!(warden.refused(command, request).code, ErrorCode::NotAllowed, "{command}");
    }
}

#[test]
fn the_export_holds_every_finding_and_no_formula() {
    let world = World::new();
    let (warden, leader, _, [finding, _]) = submitted(&world);
    let form = warden.reopen(&finding, "correct");
    warden.save(&warden.answer(&form, json!({ "description": "=HYPERLINK(\"http://x\")" })));
    warden.sync();
    leader.sync();
    let filter =
        json!({ "search": null, "kind": "drug_litter", "state": null, "from": null, "to": null, "after": null });
    let exported: Exported = leader.does("export_findings", json!({ "filter": filter }));
    assert_eq!(exported.rows, 2);
    let text = std::fs::read_to_string(&exported.path).unwrap();
    assert!(text.contains("'=HYPERLINK"), "the formula must become text");
    assert!(!text.contains(",=HYPERLINK") && !text.contains(",\"=HYPERLINK"));
}

#[test]
fn a_second_table_within_a_second_is_another_file_and_days_and_kinds_narrow_it() {
    let world = World::new();
    let (_, leader, _, _) = submitted(&world);
    let table = |filter| leader.does::<Exported>("export_findings", json!({ "filter": filter }));
    let all = table(json!({}));
    let none = table(json!({ "from": "2025-03-19" }));
    assert_ne!(all.path, none.path, "the first table would be lost");
    assert_eq!((all.rows, none.rows), (2, 0));
    assert_eq!(table(json!({ "kind": "pact_issue" })).rows, 0);
    assert_eq!(table(json!({ "kind": "drug_litter", "from": "2025-03-18", "to": "2025-03-18" })).rows, 2);
}

#[test]
fn nobody_answers_their_own_question() {
    let world = World::new();
    let (warden, leader, _, [finding, _]) = submitted(&world);
    let asked: FindingView = leader.does("ask", json!({ "id": finding, "field": null, "text": "Where exactly?" }));
    let question = &asked.questions[0];
    assert!(!question.may_answer, "the page must not offer it");
    let answer = json!({ "id": finding, "question": question.id, "text": "Here" });
    assert_eq!(leader.refused("answer", answer.clone()).code, ErrorCode::NotAllowed);
    leader.sync();
    warden.sync();
    assert!(warden.finding(&finding).questions[0].may_answer);
    let _: FindingView = warden.does("answer", answer);
}

#[test]
fn what_is_written_without_a_valid_grant_is_kept_marked_and_shown_to_nobody_else() {
    let world = World::new();
    let (warden, leader, _, _) = submitted(&world);
    // A tablet set to a day after its grant has run out.
    world.wait_minutes(500 * 24 * 60);
    let saved = warden.find_needles(9);
    world.wait_minutes(-500 * 24 * 60);
    warden.sync();
    assert_eq!(warden.finding(&saved.finding).line.arrival, "arrived", "nothing is refused for its grant");
    warden.sync();
    leader.sync();
    let states = warden.finding(&saved.finding).line.states;
    assert!(states.contains(&"waiting_for_a_check".to_owned()), "{states:?}");
    assert_eq!(leader.refused("finding", json!({ "id": saved.finding })).code, ErrorCode::NotFound);
}

#[test]
fn a_patrol_sent_back_stands_on_today_until_it_is_handed_in_again() {
    let world = World::new();
    let (warden, leader, patrol, _) = submitted(&world);
    let _: ReviewQueue = leader.does("send_back", json!({ "patrol": patrol, "reason": "Add the box number" }));
    leader.sync();
    warden.sync();
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.to_submit[0].sent_back.as_deref(), Some("Add the box number"));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
    assert!(warden.does::<Today>("today", json!({})).to_submit.is_empty());
}

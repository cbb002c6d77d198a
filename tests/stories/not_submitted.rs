//! Patrols that nobody submitted: a day after they ended their findings reach the leader all the same.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;

/// A warden with an open patrol of two findings, and a leader.
fn on_patrol(world: &World) -> (Tablet, Tablet, String, [String; 2]) {
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let patrol = warden.start_patrol("Luton and Wayfield").id;
    let findings = [warden.find_needles(1).finding, warden.find_needles(2).finding];
    (warden, leader, patrol, findings)
}

fn exchange(warden: &Tablet, leader: &Tablet) {
    warden.sync();
    leader.sync();
}

fn queue(leader: &Tablet) -> ReviewQueue {
    leader.does("review_queue", json!({}))
}

fn to_review(leader: &Tablet) -> u32 {
    leader.does::<Status>("status", json!({})).to_review
}

/// The request that approves these findings as the queue shows them.
fn approving(leader: &Tablet, findings: &[&str]) -> Value {
    let shown: Vec<_> = queue(leader).not_submitted.into_iter().flat_map(|patrol| patrol.findings).collect();
    let seen = |id: &&str| {
        let finding = shown.iter().find(|finding| finding.line.id == **id).unwrap();
        ((*id).to_owned(), json!(finding.seen))
    };
    let seen: serde_json::Map<_, _> = findings.iter().map(seen).collect();
    json!({ "patrols": [], "except": [], "findings": findings, "seen": seen })
}

#[test]
fn the_findings_of_a_patrol_that_is_not_submitted_within_a_day_reach_the_leader() {
    let world = World::new();
    let (warden, leader, patrol, [first, second]) = on_patrol(&world);
    exchange(&warden, &leader);
    world.wait_minutes(DAY);
    assert!(queue(&leader).not_submitted.is_empty(), "a day is left to write");
    assert_eq!(to_review(&leader), 0);
    world.wait_minutes(1);
    let groups = queue(&leader).not_submitted;
    assert_eq!(groups.len(), 1);
    let group = &groups[0];
    assert_eq!((group.id.as_str(), group.area.as_str()), (patrol.as_str(), "Luton and Wayfield"));
    assert_eq!((group.by.as_str(), group.started.as_str()), ("Demo warden A", "Tue 07:12"));
    assert!(group.findings.iter().all(|finding| finding.waits && !finding.seen.is_empty()));
    assert_eq!((group.findings.len(), to_review(&leader)), (2, 2));
    assert_eq!(queue(&leader).sentence, "0 patrols, 2 findings, since Tuesday 18 March");

    let after: ReviewQueue = leader.does("approve", approving(&leader, &[&first]));
    assert_eq!(after.not_submitted[0].findings.len(), 1);
    assert!(leader.finding(&first).line.states.contains(&"approved".to_owned()));
    let asked: FindingView =
        leader.does("ask", json!({ "id": second, "field": null, "text": "Why is it not submitted?" }));
    assert_eq!(asked.questions.len(), 1);
    let after: ReviewQueue = leader.does("approve", approving(&leader, &[&second]));
    assert!(after.not_submitted.is_empty(), "a patrol of which nothing waits is no group");
    assert_eq!(to_review(&leader), 0);
}

#[test]
fn the_day_counts_from_the_end_of_a_patrol_that_has_ended() {
    let world = World::new();
    let (warden, leader, _, _) = on_patrol(&world);
    world.wait_minutes(DAY - 60);
    let _: PatrolView = warden.does("end_patrol", json!({}));
    exchange(&warden, &leader);
    world.wait_minutes(DAY);
    assert!(queue(&leader).not_submitted.is_empty(), "it ended a day ago");
    world.wait_minutes(1);
    assert_eq!(queue(&leader).not_submitted.len(), 1);
}

#[test]
fn a_patrol_by_a_clock_that_is_days_ahead_is_not_forgotten() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    world.wait_minutes(30 * DAY);
    warden.start_patrol("Luton and Wayfield");
    warden.find_needles(1);
    world.wait_minutes(-30 * DAY);
    exchange(&warden, &leader);
    assert_eq!(queue(&leader).not_submitted.len(), 1);
}

#[test]
fn submitted_after_all_it_comes_in_as_any_other_without_what_is_approved() {
    let world = World::new();
    let (warden, leader, patrol, [first, second]) = on_patrol(&world);
    exchange(&warden, &leader);
    world.wait_minutes(2 * DAY);
    let _: ReviewQueue = leader.does("approve", approving(&leader, &[&first]));
    let stale = approving(&leader, &[&second]);
    leader.sync();
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
    exchange(&warden, &leader);

    let refused = leader.refused("approve", stale);
    assert_eq!(refused.code, ErrorCode::PatrolState);
    assert!(refused.message.contains("submitted"), "{}", refused.message);
    let queue = queue(&leader);
    assert!(queue.not_submitted.is_empty());
    let lines: Vec<_> = queue.flagged.iter().chain(&queue.clean).collect();
    assert_eq!((lines.len(), lines[0].id.as_str(), lines[0].findings), (1, patrol.as_str(), 1));
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": patrol }));
    let waits: Vec<_> = review.findings.iter().filter(|one| one.waits).map(|one| one.line.id.as_str()).collect();
    assert_eq!(waits, [second.as_str()]);
}

#[test]
fn what_changed_since_it_was_seen_is_refused_there_too() {
    let world = World::new();
    let (warden, leader, _, [first, _]) = on_patrol(&world);
    exchange(&warden, &leader);
    world.wait_minutes(2 * DAY);
    let stale = approving(&leader, &[&first]);
    warden.save(&warden.answer(&warden.reopen(&first, "correct"), json!({ "n_needle": 5 })));
    exchange(&warden, &leader);
    assert_eq!(leader.refused("approve", stale).code, ErrorCode::PatrolState);
    let _: ReviewQueue = leader.does("approve", approving(&leader, &[&first]));
}

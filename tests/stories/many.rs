//! A great deal approved in one action: it is all approved or nothing is, and only what was seen.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

fn submit(warden: &Tablet, patrol: &str) {
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol, "note": null }));
}

fn waiting(leader: &Tablet) -> Vec<ReviewLine> {
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    queue.flagged.into_iter().chain(queue.clean).collect()
}

#[test]
fn a_patrol_of_more_than_500_findings_is_approved_whole_and_only_as_it_was_seen() {
    const MANY: u32 = 510;
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let patrol = warden.start_patrol("Luton and Wayfield").id;
    let findings: Vec<_> = (0..MANY).map(|_| warden.find_needles(1).finding).collect();
    submit(&warden, &patrol);
    warden.sync();
    leader.sync();
    let line = waiting(&leader).remove(0);
    assert_eq!(line.findings, MANY, "each of them is shown");
    let approve =
        |seen: &str| json!({ "patrols": [patrol], "except": [], "findings": [], "seen": { patrol.clone(): seen } });

    // The oldest is the first that a limit would leave out.
    warden.save(&warden.answer(&warden.reopen(&findings[0], "correct"), json!({ "n_needle": 9 })));
    warden.sync();
    leader.sync();
    assert_eq!(leader.refused("approve", approve(&line.seen)).code, ErrorCode::PatrolState);
    let seen = waiting(&leader).remove(0).seen;
    let _: ReviewQueue = leader.does("approve", approve(&seen));
    assert!(waiting(&leader).is_empty());
    for finding in [&findings[0], &findings[MANY as usize - 1]] {
        assert!(leader.finding(finding).line.states.contains(&"approved".to_owned()));
    }
    leader.sync();
    warden.sync();
    assert!(warden.finding(&findings[0]).line.states.contains(&"approved".to_owned()));
}

#[test]
fn more_than_50_patrols_are_approved_at_once() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    for _ in 0..52 {
        let patrol = warden.start_patrol("Luton and Wayfield").id;
        submit(&warden, &patrol);
        world.wait_minutes(1);
    }
    warden.sync();
    leader.sync();
    let lines = waiting(&leader);
    assert_eq!(lines.len(), 52);
    let ids: Vec<_> = lines.iter().map(|line| &line.id).collect();
    let seen: serde_json::Map<_, _> = lines.iter().map(|line| (line.id.clone(), json!(line.seen))).collect();
    let _: ReviewQueue = leader.does("approve", json!({ "patrols": ids, "except": [], "findings": [], "seen": seen }));
    assert!(waiting(&leader).is_empty());
}

//! Records of before, brought in at the office: on every tablet like any other, approved, and there once.

use app::Clock;
use app::contract::*;
use book::RecordId;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use server_core::{AccountError, Brought};
use std::collections::BTreeMap;
use tests::World;

const TEAM: &str = "Chatham and Rochester";

/// A find of so many needles years ago, with an id of its own.
fn find(number: u128) -> (RecordId, BTreeMap<String, Value>) {
    let fields = json!({
        "kind": "drug_litter", "occurred_at": "2019-05-04T08:10:00Z", "n_needle": number as u64, "reference": format!("D/{number}"),
        "place": { "name": "Rope Walk", "method": "named" }, "action": "removed", "ppe": ["gloves", "tongs"],
        "state": { "step": "remove", "to": "removed", "outcome": "removed_by_wardens" },
    });
    (RecordId(uuid::Uuid::from_u128(number)), serde_json::from_value(fields).unwrap())
}

#[test]
fn what_was_brought_in_is_a_record_like_any_other_and_waits_for_nobody() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let catalogue = Catalogue::built_in().unwrap();
    let bring = |by: &str, records: std::ops::Range<u128>| {
        world.centre.bring_in((TEAM, by), &catalogue, records.map(find), &mut |_| {}, world.clock.now())
    };
    assert!(matches!(bring("Demo warden A", 1..4), Err(AccountError::NotALeader(_))));
    assert!(matches!(bring("Nobody", 1..4), Err(AccountError::Unknown("person", ..))));
    // More than one transaction takes.
    assert_eq!(bring("Demo leader C", 1..2_501).unwrap(), Brought { new: 2_500, known: 0 });
    assert_eq!(bring("Demo leader C", 2_400..2_601).unwrap(), Brought { new: 100, known: 101 }, "what is there stays");
    world.back_up();
    for tablet in [&warden, &leader] {
        tablet.sync();
        let page: FindingsPage = tablet.does("findings", json!({ "search": "D/2500" }));
        assert_eq!(page.lines.len(), 1);
        let view = tablet.finding(&page.lines[0].id);
        let begun =
            view.timeline.iter().find(|row| row.title == "Brought in from older records · Removed by wardens").unwrap();
        assert!(begun.by.contains("Demo leader C") && begun.book_code == "I01", "{:?}", view.timeline);
        assert!(
            view.line.states.contains(&"approved".to_owned()) && !view.line.states.contains(&"to_finish".to_owned())
        );
        assert_eq!(view.matter.unwrap().standing, "closed");
        let worn = view.answers.iter().find(|row| row.field == "ppe").map(|row| row.text.as_str());
        assert_eq!(worn, Some("Needle-resistant gloves, Tongs"), "each of several answers is an element of its own");
    }
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert!(queue.flagged.is_empty() && queue.clean.is_empty() && queue.loose.is_empty(), "its leader answers for it");
    let today: Today = leader.does("today", json!({}));
    assert_eq!(today.to_finish_total, 0);
    let tablets: Value = leader.does("tablets", json!({}));
    assert!(!tablets.to_string().contains("\"I01\""), "an import is no tablet: {tablets}");
    let first = leader.does::<FindingsPage>("findings", json!({ "search": "D/7" })).lines.remove(0).id;
    leader.save(&leader.answer(&leader.reopen(&first, "correct"), json!({ "n_needle": 8 })));
    assert!(leader.finding(&first).line.states.contains(&"changed_since_approval".to_owned()), "it can be corrected");
}

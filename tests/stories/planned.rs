//! What is planned before it is held: clean-ups, litter picks and PACT meetings. It is Tuesday 18 March 2025, 07:12.

use crate::closing::{matter, step, steps};
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;
const FRIDAY: &str = "2025-03-21T10:00:00Z";

fn planned(tablet: &Tablet, kind: &str, answers: Value) -> String {
    let form = tablet.answer(&tablet.begin(kind), answers);
    tablet.save(&tablet.answer(&form, json!({ "occurred_at": FRIDAY }))).finding
}

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

/// Findings of a kind that are listed as neither closed nor called off.
fn open(tablet: &Tablet, kind: &str) -> u32 {
    let page: FindingsPage = tablet.does("findings", json!({ "kind": kind, "state": "open" }));
    page.total
}

#[test]
fn a_clean_up_is_planned_by_a_day_ahead_held_and_its_results_are_due_after_it() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let finding = planned(&warden, "community_cleanup", json!({ "title": "River path", "site": "River path" }));
    exchange(&[&warden, &leader]);
    let view = leader.finding(&finding);
    assert_eq!(matter(&view).0, "Planned");
    let due: Vec<_> = view.matter.as_ref().unwrap().clocks.iter().map(|clock| clock.until.clone()).collect();
    assert!(due.contains(&"By the end of Wednesday 26 March".to_owned()), "3 working days after it is held: {due:?}");
    for field in ["sharps_found", "injury"] {
        let asked = warden.reopen(&finding, "finish").missing;
        assert!(!asked.iter().any(|one| one.field == field), "{field} cannot be known before");
    }
    world.wait_minutes(4 * DAY);
    let assessed = json!({ "risk_assessed_by": "Demo warden A", "risk_assessed_at": "2025-03-20T10:00:00Z" });
    step(&warden, &finding, "assess_risk", assessed);
    let view = step(&warden, &finding, "hold", json!({}));
    assert_eq!(matter(&view).0, "Held");
    assert!(!steps(&view).contains(&"cancel"), "what was held is not called off");
    let form = warden.reopen(&finding, "step/record_results");
    for field in ["sharps_found", "injury", "actual_end", "sacks_black"] {
        assert!(form.fields.iter().any(|asked| asked.id == field), "{field} is asked with the results");
    }
    // One that is recorded with its people was held, once it is said that its risks were assessed.
    let form = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "Lines", "volunteers_public": 4 }));
    let recorded = warden.save(&form).finding;
    assert_eq!(matter(&warden.finding(&recorded)).0, "Planned");
    let assessed = json!({ "risk_assessed": true, "risk_assessed_by": "Demo warden A", "risk_assessed_at": "2025-03-20T10:00:00Z" });
    warden.save(&warden.answer(&warden.reopen(&recorded, "correct"), assessed));
    assert_eq!(matter(&warden.finding(&recorded)).0, "Held");
}

#[test]
fn what_was_cancelled_before_it_was_held_counts_nowhere_on_any_tablet() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    for (kind, answers) in [
        ("community_cleanup", json!({ "title": "River path" })),
        ("litter_pick", json!({ "group_type": "residents", "group": "Friends of the Lines" })),
    ] {
        let finding = planned(&warden, kind, answers);
        exchange(&[&warden, &leader]);
        assert_eq!(open(&leader, kind), 1, "{kind}");
        let view = step(&warden, &finding, "cancel", json!({ "state_reason": "Storm" }));
        assert_eq!(matter(&view), ("Cancelled", "closed", "Storm"), "{kind}");
        exchange(&[&warden, &leader]);
        assert_eq!(open(&leader, kind), 0, "{kind}");
        let tiles: Vec<KindTile> = leader.does("kinds", json!({}));
        assert!(tiles.iter().all(|tile| tile.id != kind || tile.count == 0), "{kind}");
    }
}

#[test]
fn a_litter_pick_is_planned_and_held() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let pick = json!({ "group_type": "school", "group": "Lordswood School", "site": "School field" });
    let finding = planned(&warden, "litter_pick", pick);
    assert_eq!(matter(&warden.finding(&finding)).0, "Planned");
    world.wait_minutes(4 * DAY);
    assert_eq!(matter(&step(&warden, &finding, "hold", json!({}))).0, "Held");
}

#[test]
fn a_planned_meeting_of_a_panel_is_its_next_and_neither_it_nor_a_cancelled_one_is_its_last() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let panel = json!({ "name": "Luton PACT", "panel_type": "pact", "wards": "Luton", "status": "active" });
    let panel = leader.save(&leader.answer(&leader.begin("pact_panel"), panel)).finding;
    let meets = json!({ "pact": panel, "venue": "Church hall", "format": "in_person" });
    let line = || {
        let panels: PactPanels = leader.does("pact_panels", json!({}));
        let line = panels.panels.into_iter().next().unwrap();
        (line.last, line.next)
    };
    let meeting = planned(&leader, "pact_meeting", meets.clone());
    assert_eq!(matter(&leader.finding(&meeting)).0, "Planned");
    assert_eq!(line(), (None, Some("Friday 21 March".to_owned())));
    step(&leader, &meeting, "cancel", json!({ "state_reason": "The hall is flooded" }));
    assert_eq!(line(), (None, None));
    let meeting = planned(&leader, "pact_meeting", meets);
    world.wait_minutes(4 * DAY);
    let form = leader.reopen(&meeting, "step/hold");
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::Invalid, "who was there");
    let view = step(&leader, &meeting, "hold", json!({ "wardens": ["Demo warden A"], "attendance_public": 14 }));
    assert_eq!(matter(&view).0, "Held");
    assert_eq!(line(), (Some("21 March".to_owned()), None));
}

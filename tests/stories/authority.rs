//! A notice by an officer who is not authorised is stopped, with the reason; once the register says that they are, it goes on.

use crate::closing::matter;
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

/// A warning that is ready to be authorised, as issued by `officer`.
fn warning(tablet: &Tablet, officer: &str) -> String {
    let now = json!({ "type": "cpw", "offence": "community_protection", "recipient": "adult" });
    let finding = tablet.save(&tablet.answer(&tablet.begin("enforcement_action"), now)).finding;
    let finish = json!({
        "conduct": "Music until four, on nine nights", "effect": "The neighbours cannot sleep",
        "cpn_test": ["detrimental", "persistent", "unreasonable"], "requirements": "No music after eleven",
        "comply_by": "2030-01-07", "evidence": ["notebook"], "issuing_officer": officer, "authorisation_ref": "AU 7",
        "immediate_danger": false, "safeguarding": "none", "source": "patrol",
    });
    tablet.save(&tablet.answer(&tablet.reopen(&finding, "finish"), finish));
    finding
}

fn step(tablet: &Tablet, finding: &str, id: &str) -> Form {
    tablet.reopen(finding, &format!("step/{id}"))
}

fn state(tablet: &Tablet, finding: &str) -> String {
    matter(&tablet.finding(finding)).0.to_owned()
}

fn authorise(leader: &Tablet, officer: &str, more: Value) -> String {
    let mut entry = json!({ "officer": officer, "powers": ["community_protection"], "reference": "AU 7", "valid_from": "2020-01-01" });
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    leader.save(&leader.answer(&leader.begin("authorisation"), entry)).finding
}

#[test]
fn a_notice_by_an_officer_who_is_not_authorised_is_stopped_with_the_reason() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let finding = warning(&warden, "Demo warden A");
    warden.sync();
    leader.sync();
    // Others are authorised, or this one for something else, later, no more, or withdrawn.
    authorise(&leader, "Demo warden B", json!({}));
    authorise(&leader, "Demo warden A", json!({ "powers": ["litter"] }));
    authorise(&leader, "Demo warden A", json!({ "valid_from": "2030-01-01" }));
    authorise(&leader, "Demo warden A", json!({ "valid_until": "2024-12-31" }));
    let by_mistake = authorise(&leader, "Demo warden A", json!({}));
    leader.does::<FindingView>("withdraw", json!({ "id": by_mistake, "reason": "Another officer was meant" }));
    let form = step(&leader, &finding, "authorise");
    let why = &form.missing.iter().find(|missing| missing.field == "issuing_officer").unwrap().message;
    assert!(why.starts_with("Demo warden A is not authorised today for this: Community protection warnings"), "{why}");
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::Invalid, Some("issuing_officer")));
    assert_eq!(state(&leader, &finding), "Proposed", "nothing was written");
    // The leader enters the authorisation; the form that stands open goes on.
    let entry = authorise(&leader, "demo warden a ", json!({ "valid_until": "2030-12-31" }));
    leader.save(&step(&leader, &finding, "authorise"));
    assert_eq!(state(&leader, &finding), "Authorised");
    leader.sync();
    warden.sync();
    // It is withdrawn before the warning is served: the officer's own tablet stops it, without signal.
    let withdrawn = leader.answer(&leader.reopen(&entry, "correct"), json!({ "revoked_on": "2025-03-18" }));
    leader.save(&withdrawn);
    leader.sync();
    warden.sync();
    let served = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    world.wait_minutes(5);
    let issue =
        warden.answer(&step(&warden, &finding, "issue"), json!({ "served_method": "hand", "served_at": served }));
    let refused = warden.refused("save_form", json!({ "id": issue.draft })).message;
    assert!(refused.contains("is not authorised today"), "{refused}");
    assert_eq!(state(&warden, &finding), "Authorised");
}

#[test]
fn what_needs_no_power_needs_no_authorisation() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let now = json!({ "type": "verbal_warning", "offence": "litter", "recipient": "adult" });
    let finding = leader.save(&leader.answer(&leader.begin("enforcement_action"), now)).finding;
    let finish = json!({ "conduct": "Dropped a bag", "effect": "Litter", "evidence": ["notebook"],
        "issuing_officer": "Demo warden A", "authorisation_ref": "none" });
    leader.save(&leader.answer(&step(&leader, &finding, "authorise"), finish));
    assert_eq!(state(&leader, &finding), "Authorised");
}

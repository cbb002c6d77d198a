//! The lock: wrong PINs wait and erase nothing; a finding goes in without a PIN and nothing can be read out.

use app::contract::*;
use serde_json::json;
use tests::{PIN, World};

#[test]
fn wrong_pins_wait_longer_and_erase_nothing() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(2);
    let status: Status = warden.does("lock", json!({}));
    let user = status.people[0].user.clone();
    for _ in 0..3 {
        assert_eq!(warden.refused("unlock", json!({ "user": user, "pin": "999999" })).code, ErrorCode::WrongPin);
    }
    let refused = warden.refused("unlock", json!({ "user": user, "pin": PIN }));
    assert_eq!(refused.code, ErrorCode::WrongPin, "even the right PIN waits");
    assert!(refused.message.contains("30 seconds"), "{}", refused.message);
    world.wait_minutes(1);
    let _: Status = warden.does("unlock", json!({ "user": user, "pin": PIN }));
    assert_eq!(warden.finding(&saved.finding).line.summary, "2 items, 2 sharps");
}

#[test]
fn a_finding_goes_in_while_locked_and_nothing_comes_out() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Secret area");
    let before = warden.find_needles(2);
    let _: Status = warden.does("lock", json!({}));
    for (command, request) in [
        ("findings", json!({ "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null })),
        ("finding", json!({ "id": before.finding })),
        ("today", json!({})),
        ("arrived", json!({ "all": true, "before": null })),
        (
            "export_csv",
            json!({ "filter": { "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null } }),
        ),
        ("open_form", json!({ "kind": null, "draft": null, "finding": before.finding, "stage": "correct" })),
    ] {
        assert_eq!(warden.refused(command, request).code, ErrorCode::Locked, "{command} answered while locked");
    }
    let blank = warden.begin("drug_litter");
    assert!(!format!("{blank:?}").contains("Secret area"), "a locked form says nothing of the patrol");
    let kinds: Vec<KindTile> = warden.does("kinds", json!({}));
    assert!(kinds.iter().all(|kind| kind.group == "finding" && kind.count == 0), "a locked tablet says nothing");
    let saved = warden.find_needles(7);
    let _ = warden.unlock();
    let view = warden.finding(&saved.finding);
    assert_eq!(view.line.summary, "7 items, 7 sharps");
    assert!(view.timeline[0].title.contains("without a PIN"));
}

#[test]
fn codes_are_used_once_and_wrong_ones_are_told_apart() {
    let world = World::new();
    let code = world.code_for("Demo warden A", "warden");
    let first = world.blank_tablet("one");
    let wrong =
        first.refused("enrol", json!({ "office": "https://office.example", "code": "ABCDEFGHJKLM", "pin": PIN }));
    assert_eq!(wrong.code, ErrorCode::WrongCode);
    first.enrol(&code);
    let second = world.blank_tablet("two");
    let used = second.refused("enrol", json!({ "office": "https://office.example", "code": code, "pin": PIN }));
    assert_eq!(used.code, ErrorCode::WrongCode);
    assert!(used.message.contains("used"), "{}", used.message);
    let late = world.code_for("Demo warden B", "warden");
    world.wait_minutes(2 * 24 * 60);
    let expired = second.refused("enrol", json!({ "office": "https://office.example", "code": late, "pin": PIN }));
    assert!(expired.message.contains("out of date"), "{}", expired.message);
}

#[test]
fn two_wardens_share_a_tablet_each_with_their_own_drafts() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let draft = tablet.begin("drug_litter");
    let status = tablet.enrol(&world.code_for("Demo warden B", "warden"));
    assert_eq!(status.people.len(), 2);
    assert_eq!(status.session.unwrap().name, "Demo warden B");
    assert_eq!(tablet.refused("save_form", json!({ "id": draft.draft })).code, ErrorCode::NotFound);
    let saved = tablet.find_needles(1);
    assert_eq!(tablet.finding(&saved.finding).line.by, "Demo warden B");
}

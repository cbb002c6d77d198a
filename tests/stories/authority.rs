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

pub(crate) fn authorise(leader: &Tablet, officer: &str, more: Value) -> String {
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
    assert!(
        why.starts_with("On 18 March 2025 Demo warden A is not authorised for this: Community protection warnings"),
        "{why}"
    );
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
    assert!(refused.contains("Demo warden A is not authorised for this"), "{refused}");
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

/// A warning of an officer who was authorised, issued on that day.
fn issued(world: &World, leader: &Tablet, kind: &str) -> String {
    let finding = warning(leader, "Demo warden A");
    if kind != "cpw" {
        let other = json!({ "type": kind, "cpn_test": null });
        leader.save(&leader.answer(&leader.reopen(&finding, "correct"), other));
    }
    leader.save(&step(leader, &finding, "authorise"));
    let served = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    world.wait_minutes(5);
    let service = json!({ "served_method": "hand", "served_at": served });
    leader.save(&leader.answer(&step(leader, &finding, "issue"), service));
    assert_eq!(state(leader, &finding), "Issued");
    finding
}

#[test]
fn what_was_issued_is_held_to_it_when_it_is_corrected() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    // A letter needs no power; the warning that it would become does.
    let letter = issued(&world, &leader, "advisory_letter");
    let becomes = json!({ "type": "cpw", "cpn_test": ["detrimental", "persistent", "unreasonable"] });
    let refused =
        leader.refused("save_form", json!({ "id": leader.answer(&leader.reopen(&letter, "correct"), becomes).draft }));
    assert_eq!(refused.field.as_deref(), Some("issuing_officer"), "{}", refused.message);
    authorise(&leader, "Demo warden A", json!({}));
    let warning = issued(&world, &leader, "cpw");
    for officer in [json!("Demo warden B"), json!(null)] {
        let form = leader.answer(&leader.reopen(&warning, "correct"), json!({ "issuing_officer": officer }));
        let refused = leader.refused("save_form", json!({ "id": form.draft }));
        assert_eq!(refused.field.as_deref(), Some("issuing_officer"), "{officer}: {}", refused.message);
        leader.does::<Nothing>("discard_form", json!({ "id": form.draft }));
    }
    // Anything else of it is corrected as ever.
    leader.save(&leader.answer(&leader.reopen(&warning, "correct"), json!({ "effect": "Nobody sleeps" })));
}

#[test]
fn the_officer_is_judged_on_the_day_of_service_and_a_blank_one_is_nobody() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    authorise(&leader, "Demo warden A", json!({ "valid_until": "2025-03-18" }));
    let finding = warning(&leader, "Demo warden A");
    leader.save(&step(&leader, &finding, "authorise"));
    let served = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    // Entered the day after: what counts is when it was served.
    world.wait_minutes(24 * 60);
    leader.unlock();
    let service = |officer| json!({ "served_method": "hand", "served_at": served, "issuing_officer": officer });
    let form = leader.answer(&step(&leader, &finding, "issue"), service(json!(null)));
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).field.as_deref(), Some("issuing_officer"));
    leader.save(&leader.answer(&form, service(json!("Demo warden A"))));
    assert_eq!(state(&leader, &finding), "Issued");
}

#[test]
fn a_warden_changes_no_entry_of_a_register() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let entry = authorise(&leader, "Demo warden A", json!({ "powers": ["litter"] }));
    leader.sync();
    warden.sync();
    let refusals = [
        ("open_form", json!({ "finding": entry, "stage": "correct" })),
        ("withdraw", json!({ "id": entry, "reason": "Not right" })),
        ("restore", json!({ "id": entry })),
    ];
    for (command, request) in refusals {
        assert_eq!(warden.refused(command, request).code, ErrorCode::NotAllowed, "{command}");
    }
    let may = warden.finding(&entry).may;
    assert!(!may.iter().any(|action| ["correct", "withdraw", "finish"].contains(&action.as_str())), "{may:?}");
}

#[test]
fn what_two_tablets_make_of_a_notice_together_is_flagged_where_nobody_was_authorised_for_it() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let finding = warning(&leader, "Demo warden A");
    let letter = json!({ "type": "advisory_letter", "cpn_test": null });
    leader.save(&leader.answer(&leader.reopen(&finding, "correct"), letter));
    leader.sync();
    warden.sync();
    // The leader sends the letter, which needs no power; the warden, without signal, makes it a warning, which needs one.
    leader.save(&step(&leader, &finding, "authorise"));
    let becomes = json!({ "type": "cpw", "cpn_test": ["detrimental", "persistent", "unreasonable"] });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), becomes));
    let flags = || {
        for tablet in [&warden, &leader, &warden, &leader] {
            tablet.sync();
        }
        let queue: ReviewQueue = leader.does("review_queue", json!({}));
        let held = queue.loose.into_iter().find(|one| one.line.id == finding).expect("it waits");
        held.flags.into_iter().map(|flag| flag.rule).collect::<Vec<_>>()
    };
    assert!(flags().contains(&"authority".to_owned()), "{:?}", flags());
    authorise(&leader, "Demo warden A", json!({}));
    assert!(!flags().contains(&"authority".to_owned()), "{:?}", flags());
}

/// A vehicle on the road that was assessed, on the word of `officer`.
fn assessed(world: &World, tablet: &Tablet, officer: &str) -> String {
    let finding = crate::courses::vehicle(world, tablet);
    let decided = json!({ "land_occupied": false, "assessment": "abandoned_value", "assessed_by": officer, "authorised_by": officer });
    tablet.save(&tablet.answer(&step(tablet, &finding, "assess"), decided));
    finding
}

#[test]
fn a_vehicle_is_removed_only_on_the_word_of_somebody_whom_the_register_authorises() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    // A penalty for vehicles is another power than having them removed.
    authorise(&leader, "Demo leader C", json!({ "powers": ["vehicles", "seizure"] }));
    authorise(&leader, "Demo leader C", json!({ "powers": ["vehicle_removal"], "valid_until": "2025-03-17" }));
    leader.sync();
    warden.sync();
    let finding = assessed(&world, &warden, "Demo leader C");
    let now = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    let order = json!({ "police_check_at": now, "police_check_result": "no_interest", "passed_at": now });
    let form = warden.answer(&step(&warden, &finding, "order_removal"), order.clone());
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.field.as_deref(), Some("authorised_by"));
    let why = "On 18 March 2025 Demo leader C is not authorised for this: Having abandoned vehicles removed";
    assert!(refused.message.starts_with(why), "{}", refused.message);
    assert_eq!(state(&warden, &finding), "Assessed", "nothing was written");
    // The register comes to say so, and the form that stands open goes on.
    let entry = authorise(&leader, "Demo leader C", json!({ "powers": ["vehicle_removal"] }));
    leader.sync();
    warden.sync();
    warden.save(&warden.answer(&form, order));
    assert_eq!(state(&warden, &finding), "Removal ordered");
    // Withdrawn before the contractor came: on the day of the removal nobody has authorised it.
    leader.save(&leader.answer(&leader.reopen(&entry, "correct"), json!({ "revoked_on": "2025-03-18" })));
    leader.sync();
    warden.sync();
    world.wait_minutes(2 * 24 * 60);
    warden.unlock();
    let at = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    let gone = json!({ "removed_at": at, "contractor_ref": "C 17", "pound": "Rainham", "upright": true,
        "substantially_damaged": false, "off_road": true, "laden": false, "mam_band": "up_to_3_5" });
    let form = warden.answer(&step(&warden, &finding, "remove"), gone);
    let form = (3..=4).fold(form, |form, seed| warden.photo(&form, tests::jpeg(seed, 64, 48)));
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).field.as_deref(), Some("authorised_by"));
    authorise(&leader, "Demo warden B", json!({ "powers": ["vehicle_removal"] }));
    leader.sync();
    warden.sync();
    warden.save(&warden.answer(&form, json!({ "authorised_by": "Demo warden B" })));
    assert_eq!(state(&warden, &finding), "Removed, in the pound");
}

//! Each kind's way from its first save to closed, step by step.

use crate::authority::authorise;
use crate::closing::{matter, step, steps};
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, jpeg};

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// The moment that many days from now, as an answer.
fn in_days(world: &World, days: i64) -> String {
    let at = app::Clock::now(&world.clock) + days * MINUTES_OF_A_DAY * 60_000;
    chrono::DateTime::from_timestamp_millis(at).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A new record at a place, with everything that is asked to finish it.
fn finished(tablet: &Tablet, kind: &str, now: Value, finish: Value) -> String {
    let form = tablet.answer(&tablet.begin(kind), now);
    let device = json!({ "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 });
    let form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    let finding = tablet.save(&form).finding;
    let form = tablet.answer(&tablet.reopen(&finding, "finish"), finish);
    let shared = ["immediate_danger", "safeguarding", "source", "land_type"];
    let answers = [json!(false), json!("none"), json!("patrol"), json!("council_land")];
    let shared = shared.into_iter().zip(answers).filter(|(id, _)| form.fields.iter().any(|field| field.id == *id));
    let form = tablet.answer(&form, shared.map(|(id, answer)| (id.to_owned(), answer)).collect());
    tablet.save(&match kind {
        "abandoned_vehicle" => (1..=2).fold(form, |form, seed| tablet.photo(&form, jpeg(seed, 64, 48))),
        _ => form,
    });
    finding
}

/// A vehicle on occupied land, with a 24-hour notice on it.
pub(crate) fn vehicle(world: &World, warden: &Tablet) -> String {
    finished(
        warden,
        "abandoned_vehicle",
        json!({ "vehicle_type": "car", "vrm": "AB12 CDE", "plate_state": "both_present", "make": "Ford",
            "colour": "silver", "condition": ["flat_tyre"] }),
        json!({ "position": "private_drive", "is_road": false, "occupied": false, "hazards": ["none"],
            "notices/a": { "notice": "hours_24", "served_at": in_days(world, 0) }, "notice_ends_at": in_days(world, 1) }),
    )
}

#[test]
fn a_vehicle_goes_by_the_occupiers_notice_to_the_pound_and_by_the_owners_notice_to_its_end() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let finding = vehicle(&world, &warden);
    let name = "Demo warden A";
    authorise(&leader, name, json!({ "powers": ["vehicle_removal"] }));
    leader.sync();
    warden.sync();
    let decided = json!({ "assessment": "abandoned_value", "assessed_by": name, "authorised_by": name });
    let form = warden.answer(&warden.reopen(&finding, "step/assess"), decided);
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "Select whether anyone occupies the land");
    warden.save(&warden.answer(&form, json!({ "land_occupied": true })));
    let view = warden.finding(&finding);
    assert!(!steps(&view).contains(&"order_removal"), "the occupier is asked first: {:?}", steps(&view));
    let notice = json!({ "occupier_notice_at": in_days(&world, 0), "occupier_notice_ends_at": in_days(&world, 15) });
    step(&warden, &finding, "notify_occupier", notice);
    let order = json!({ "police_check_at": in_days(&world, 0), "police_check_result": "stolen", "passed_at": in_days(&world, 0) });
    let form = warden.answer(&warden.reopen(&finding, "step/order_removal"), order);
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert!(refused.message.starts_with("The police want it, so it is not removed"), "{}", refused.message);
    warden.save(&warden.answer(&form, json!({ "police_check_result": "no_interest" })));
    let gone = json!({ "removed_at": in_days(&world, 0), "contractor_ref": "C 17", "pound": "Rainham", "upright": true,
        "substantially_damaged": false, "off_road": true, "laden": false, "mam_band": "up_to_3_5" });
    let form = warden.answer(&warden.reopen(&finding, "step/remove"), gone);
    let refused = |form: &Form| warden.refused("save_form", json!({ "id": form.draft })).message;
    assert_eq!(refused(&form), "Time of removal must be after the last notice ran out");
    world.wait_minutes(16 * MINUTES_OF_A_DAY);
    let form = warden.answer(&form, json!({ "removed_at": in_days(&world, 0) }));
    assert_eq!(refused(&form), "Take 2 more photos", "it cannot be photographed once it is destroyed");
    warden.save(&(3..=4).fold(form, |form, seed| warden.photo(&form, jpeg(seed, 64, 48))));
    let view = warden.finding(&finding);
    assert_eq!(matter(&view).0, "Removed, in the pound");
    let charge = view.answers.iter().find(|row| row.field == "removal_charge_pence").unwrap();
    assert_eq!(
        (charge.label.as_str(), charge.text.as_str()),
        ("Charge for its removal", "£256"),
        "off the road, upright"
    );
    assert!(!steps(&view).contains(&"watch"), "its course goes on in the pound");
    let asked = json!({ "keeper_asked_at": in_days(&world, 0), "keeper_reason": "To find the owner" });
    step(&warden, &finding, "search_owner", asked);
    world.wait_minutes(MINUTES_OF_A_DAY);
    let answered = json!({ "keeper_answered_at": in_days(&world, 0), "keeper_found": true,
        "owner_notice_at": in_days(&world, 0), "owner_notice_ends_at": in_days(&world, 7) });
    step(&warden, &finding, "notify_owner", answered);
    world.wait_minutes(8 * MINUTES_OF_A_DAY);
    let end =
        json!({ "disposal": "destroyed", "disposal_on": in_days(&world, 0)[..10], "destruction_certificate": "D 4" });
    let view = step(&warden, &finding, "dispose", end);
    assert_eq!(matter(&view), ("Disposed of or released", "closed", "Removed by a contractor"));
    assert_eq!(view.line.missing, None);
}

/// A clean-up that was held, with all that is asked on the day.
fn clean_up(warden: &Tablet) -> String {
    let now = json!({ "title": "River path", "site": "River path", "volunteers_public": 12,
        "volunteers_elected_members": 0, "sacks_black": 22 });
    let finish = json!({ "organiser": "wardens", "campaign": "none", "lead_warden": "Demo warden A",
        "landowner_permission": "council_land", "risk_assessed": true, "risk_assessed_by": "Demo warden A",
        "risk_assessed_at": "2025-03-17T09:00:00Z", "sharps_found": false, "injury": false });
    finished(warden, "community_cleanup", now, finish)
}

#[test]
fn a_clean_up_is_held_counted_collected_and_closed() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = clean_up(&warden);
    world.wait_minutes(120);
    assert_eq!(matter(&warden.finding(&finding)).0, "Held", "it has people, and its risks were assessed");
    let results = json!({ "actual_end": in_days(&world, 0), "weight_method": "weighed", "weight_kg": 80, "risk_reviewed": true,
        "partner_staff/a": { "partner": "probation", "people": 3 } });
    let view = step(&warden, &finding, "record_results", results);
    assert_eq!((matter(&view).0, view.line.summary.as_str()), ("Results recorded", "River path, 15 people, 22 sacks"));
    let collected = json!({ "collection_ref": "K 9", "collected_at": in_days(&world, 0) });
    let view = step(&warden, &finding, "close", collected);
    assert_eq!(matter(&view), ("Closed", "closed", "Resolved by wardens"));
}

#[test]
fn a_clean_up_is_held_only_once_its_risks_were_assessed_or_a_leader_says_why_not() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let now = json!({ "title": "Lines", "site": "Lines", "volunteers_public": 4, "volunteers_elected_members": 0, "sacks_black": 2 });
    let finish = json!({ "organiser": "wardens", "campaign": "none", "lead_warden": "Demo warden A",
        "landowner_permission": "council_land", "risk_assessed": false, "sharps_found": false, "injury": false });
    let finding = finished(&warden, "community_cleanup", now, finish);
    let view = warden.finding(&finding);
    assert_eq!(matter(&view).0, "Planned", "nobody assessed its risks");
    for step in ["hold", "record_results", "hold_unassessed"] {
        assert!(!steps(&view).contains(&step), "{step} in {:?}", steps(&view));
    }
    warden.sync();
    leader.sync();
    let form = leader.reopen(&finding, "step/hold_unassessed");
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).message, "Enter why");
    let view = step(&leader, &finding, "hold_unassessed", json!({ "state_reason": "The form was lost" }));
    assert_eq!((matter(&view).0, matter(&view).2), ("Held", "The form was lost"));
    assert!(steps(&view).contains(&"record_results"));

    let planned = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "River path" }));
    let finding = warden.save(&planned).finding;
    let assessed = json!({ "risk_assessed_by": "Demo warden A", "risk_assessed_at": "2025-03-17T09:00:00Z" });
    let form = warden.reopen(&finding, "step/assess_risk");
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).message, "Enter who did the risk assessment");
    warden.save(&warden.answer(&form, assessed));
    assert_eq!(matter(&warden.finding(&finding)).0, "Risks assessed");
    let view = step(&warden, &finding, "confirm", json!({ "landowner_permission": "council_land" }));
    assert_eq!(matter(&view).0, "Confirmed");
    assert!(steps(&view).contains(&"cancel"), "a flood may still come");
    assert_eq!(matter(&step(&warden, &finding, "hold", json!({}))).0, "Held");
}

#[test]
fn a_clean_up_that_was_called_off_counts_nowhere() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham");
    let planned = warden.answer(&warden.begin("community_cleanup"), json!({ "title": "River path" }));
    let finding = warden.save(&planned).finding;
    let many = || {
        let patrol: PatrolView = warden.does("patrol", json!({ "id": null }));
        patrol.counts.iter().find(|count| count.kind == "community_cleanup").map(|count| count.count)
    };
    assert_eq!(many(), Some(1));
    let view = step(&warden, &finding, "cancel", json!({ "state_reason": "Flooded" }));
    assert_eq!(matter(&view), ("Cancelled", "closed", "Flooded"));
    assert_eq!(many(), Some(0), "nothing was cleaned");
    let closed: FindingsPage = warden.does("findings", json!({ "state": "closed" }));
    assert_eq!((closed.lines.len(), closed.lines[0].states.contains(&"closed".to_owned())), (1, true));
    step(&warden, &finding, "reopen", json!({ "state_reason": "Held a week later" }));
    assert_eq!(many(), Some(1));
}

#[test]
fn a_meeting_is_held_and_closed_and_an_issue_of_it_passed_on_and_the_panel_told() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let panel = json!({ "name": "Luton PACT", "panel_type": "pact", "wards": "Luton", "status": "active" });
    let panel = leader.save(&leader.answer(&leader.begin("pact_panel"), panel)).finding;
    let met = json!({ "pact": panel, "venue": "Town hall", "format": "in_person" });
    let met = leader.save(&leader.answer(&leader.begin("pact_meeting"), met)).finding;
    let issue = finished(
        &leader,
        "pact_issue",
        json!({ "meeting": met, "summary": "Bikes on the path", "category": "nuisance_bikes" }),
        json!({ "owner": "partner", "owner_name": "Police" }),
    );
    step(&leader, &met, "log_issues", json!({ "wardens": ["Demo leader C"] }));
    let view = step(&leader, &met, "close", json!({ "minutes_text": "One issue" }));
    assert_eq!(matter(&view), ("Closed", "closed", "Resolved by wardens"));
    step(&leader, &issue, "accept_issue", json!({}));
    step(&leader, &issue, "take_in_hand", json!({}));
    let view = step(&leader, &issue, "refer_partner", json!({ "recipient": "police" }));
    assert_eq!(matter(&view), ("Passed on", "waiting", ""));
    let told = json!({ "fed_back_at": in_days(&world, 0), "state_outcome": "resolved_by_partner" });
    let view = step(&leader, &issue, "close_referred", told);
    assert_eq!(matter(&view), ("Closed, panel told", "closed", "Resolved by a partner"));
    let form = leader.answer(&leader.reopen(&issue, "correct"), json!({ "fed_back_at": null }));
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "Enter when the panel was told", "what is closed keeps what closing needed");
}

#[test]
fn a_concern_is_referred_acknowledged_and_closed_by_the_safeguarding_lead() {
    let world = World::new();
    let lead = world.tablet("Demo lead", "warden");
    world.centre.set_safeguarding("Demo lead", true, app::Clock::now(&world.clock)).unwrap();
    world.wait_minutes(1);
    lead.sync();
    let concern = json!({ "immediate_danger": false, "concern": "self_neglect", "person": "A neighbour",
        "what_seen": "Papers up to the ceiling", "told_person": "yes", "consent": "given", "safeguarding": "none",
        "source": "patrol" });
    let concern = lead.save(&lead.answer(&lead.begin("vulnerability_concern"), concern)).finding;
    let referred = json!({ "referred_to": "adult_social_care", "referred_at": in_days(&world, 0),
        "receiver_name": "Duty desk", "line_manager_told_at": in_days(&world, 0) });
    let view = step(&lead, &concern, "refer", referred);
    assert_eq!(matter(&view), ("Referred", "waiting", ""));
    step(&lead, &concern, "acknowledge", json!({ "referral_reference": "R 8" }));
    let view = step(&lead, &concern, "close", json!({ "state_outcome": "resolved_by_department" }));
    assert_eq!(matter(&view), ("Closed", "closed", "Resolved by a department"));
}

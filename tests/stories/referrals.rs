//! Referrals: begun from a finding, sent, acknowledged, chased and answered, each by its day. It is Tuesday 18 March 2025, 07:12.

use crate::closing::{matter, step, steps};
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;

fn begun(tablet: &Tablet, finding: &str, answers: Value) -> Form {
    let form: Form = tablet.does("open_form", json!({ "kind": "referral", "follows": finding }));
    let whole = json!({ "partner": "highways", "purpose": "Put the bollard back" });
    let form = tablet.answer(&form, whole);
    tablet.answer(&form, answers)
}

fn sent(reply_due: Value) -> Value {
    json!({ "sent_at": "2025-03-18T07:12:00Z", "channel": "email", "lawful_basis": "no_personal_data",
        "data_shared": ["place", "photos"], "reply_due_on": reply_due })
}

fn due(view: &FindingView) -> Vec<String> {
    let clocks = &view.matter.as_ref().unwrap().clocks;
    clocks.iter().map(|clock| format!("{}: {}", clock.what, clock.until)).collect()
}

fn listed(tablet: &Tablet) -> Vec<(String, String)> {
    let referrals: Referrals = tablet.does("referrals", json!({}));
    referrals.waiting.into_iter().map(|one| (one.line.summary, one.state)).collect()
}

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

#[test]
fn a_referral_is_begun_from_a_finding_sent_at_once_and_waited_for_until_it_is_answered() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let finding = warden.find_needles(2).finding;
    assert!(warden.finding(&finding).begins.iter().any(|one| one.label == "Refer it to a partner"));
    let referral = warden.save(&begun(&warden, &finding, sent(Value::Null))).finding;
    let view = warden.finding(&referral);
    assert_eq!(matter(&view).0, "Sent", "what says when it was sent was sent");
    assert_eq!(
        due(&view),
        [
            "Ask whether they have it: By the end of Thursday 20 March",
            "Ask them what became of it: By the end of Tuesday 25 March"
        ]
    );
    let on_finding = warden.finding(&finding).linked;
    assert_eq!((&*on_finding[0].id, &*on_finding[0].summary), (referral.as_str(), "Highways, Put the bollard back"));
    exchange(&[&warden, &leader]);
    assert_eq!(listed(&leader), [("Highways, Put the bollard back".to_owned(), "Sent".to_owned())]);
    let about: Referrals = leader.does("referrals", json!({}));
    assert!(about.waiting[0].about.starts_with("Drug litter"), "{}", about.waiting[0].about);

    world.wait_minutes(2 * DAY);
    let today: Today = leader.does("today", json!({}));
    assert_eq!(
        today.due.also_due[0].due.as_ref().unwrap().what,
        "Ask whether they have it",
        "a leader sees it on its day"
    );
    step(&leader, &referral, "acknowledge", json!({ "acknowledged_at": "2025-03-20T07:00:00Z" }));
    world.wait_minutes(5 * DAY);
    let view = step(&leader, &referral, "chase", json!({ "chased_at": "2025-03-25T07:00:00Z" }));
    assert_eq!(due(&view), ["Ask them again: By the end of Tuesday 1 April"]);
    let reply = json!({ "outcome_at": "2025-03-25T07:00:00Z", "reply": "It stands again",
        "state_outcome": "resolved_by_department" });
    let view = step(&leader, &referral, "answer", reply);
    assert_eq!(matter(&view), ("Answered", "closed", "Resolved by a department"));
    exchange(&[&leader, &warden]);
    assert!(listed(&warden).is_empty());
    let ended: Referrals = warden.does("referrals", json!({}));
    assert_eq!(ended.ended[0].state, "Answered");
    let page: FindingsPage = warden.does("findings", json!({}));
    assert_eq!(page.total, 1, "a referral is no finding");
}

#[test]
fn a_day_that_was_agreed_goes_before_our_own_and_is_on_the_senders_today() {
    let world = World::new();
    let (warden, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let finding = warden.find_needles(2).finding;
    let referral = warden.save(&begun(&warden, &finding, sent(json!("2025-03-19")))).finding;
    let view = warden.finding(&referral);
    assert!(due(&view).contains(&"Their reply is due: By the end of tomorrow".to_owned()), "{:?}", due(&view));
    assert!(!due(&view).iter().any(|one| one.starts_with("Ask them what")), "{:?}", due(&view));
    exchange(&[&warden, &other]);
    let today = |tablet: &Tablet| tablet.does::<Today>("today", json!({})).due.also_due.len();
    assert_eq!((today(&warden), today(&other)), (1, 0), "it is whose it is");
    world.wait_minutes(2 * DAY);
    let late = warden.finding(&referral).line.due.unwrap();
    assert_eq!((&*late.what, &*late.state), ("Their reply is due", "clock_passed"));
}

#[test]
fn nothing_goes_out_without_ground_data_and_channel_and_one_that_was_not_sent_is_called_off() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = warden.find_needles(2).finding;
    let referral = warden.save(&begun(&warden, &finding, json!({}))).finding;
    let view = warden.finding(&referral);
    assert_eq!(matter(&view).0, "To be sent");
    assert_eq!(due(&view), ["Send it: By the end of tomorrow"]);
    let form = warden.reopen(&referral, "step/send");
    let missing: Vec<_> = form.missing.iter().map(|one| one.field.as_str()).collect();
    for field in ["sent_at", "channel", "lawful_basis", "data_shared"] {
        assert!(missing.contains(&field), "{missing:?}");
    }
    let personal = json!({ "data_shared": ["place", "name"], "lawful_basis": "no_personal_data" });
    let form = warden.answer(&warden.answer(&form, sent(Value::Null)), personal);
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "What was shared is personal data: select on which ground");
    let _: Nothing = warden.does("discard_form", json!({ "id": form.draft }));
    let view = step(&warden, &referral, "call_off", json!({ "state_reason": "It was put back meanwhile" }));
    assert_eq!(matter(&view).0, "Not sent after all");
    assert!(listed(&warden).is_empty() && !steps(&view).contains(&"send"));
}

#[test]
fn the_partners_of_the_findings_kind_stand_first_and_the_one_that_was_abolished_is_offered_on_its_days() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = warden.find_needles(2).finding;
    let form: Form = warden.does("open_form", json!({ "kind": "referral", "follows": finding }));
    let partners = |form: &Form| {
        let field = form.fields.iter().find(|field| field.id == "partner").unwrap();
        field.choices.iter().map(|choice| (choice.id.clone(), choice.label.clone())).collect::<Vec<_>>()
    };
    let ids: Vec<_> = partners(&form).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids[..3], ["community_safety", "police", "treatment"], "drug litter goes to them most");
    assert!(!ids.contains(&"crc".to_owned()), "it was abolished in 2021");
    let then = warden.answer(&form, json!({ "occurred_at": "2018-06-01T09:00:00Z" }));
    let crc = partners(&then).into_iter().find(|(id, _)| id == "crc").unwrap().1;
    assert_eq!(crc, "Rehabilitation company (until 2021)");
}

#[test]
fn what_was_passed_on_is_found_by_another_name_of_the_partner() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(3);
    let finding = crate::closing::finished(&warden);
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": "2025-03-18T07:12:00Z" });
    step(&warden, &finding, "call_contractor", passed);
    let found = |search: &str| {
        let page: FindingsPage = warden.does("findings", json!({ "search": search }));
        page.lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(found("cleansing contractor"), [finding.as_str()]);
    assert_eq!(found("Medway Norse"), [finding.as_str()], "by its other name");
    assert!(found("Turning Point").is_empty());
}

//! Notices: issued and served, relied on until they run out, complied with or not; and reviews of how a case was handled. It is Tuesday
//! 18 March 2025, 07:12.

use crate::closing::{matter, step, steps};
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;

/// A community protection warning that was served now, and runs out on a day or by the council's own time.
fn served(world: &World, tablet: &Tablet, expires_on: Value) -> String {
    let power = json!({ "officer": "Demo leader C", "powers": ["community_protection"], "reference": "AU 7",
        "valid_from": "2020-01-01" });
    tablet.save(&tablet.answer(&tablet.begin("authorisation"), power));
    let now = json!({ "type": "cpw", "offence": "community_protection", "recipient": "adult" });
    let finding = tablet.save(&tablet.answer(&tablet.begin("enforcement_action"), now)).finding;
    let finish = json!({
        "conduct": "Music until four, on nine nights", "effect": "The neighbours cannot sleep",
        "cpn_test": ["detrimental", "persistent", "unreasonable"], "requirements": "No music after eleven",
        "comply_by": "2025-03-20", "evidence": ["notebook"], "issuing_officer": "Demo leader C",
        "authorisation_ref": "AU 7", "immediate_danger": false, "safeguarding": "none", "source": "patrol",
    });
    tablet.save(&tablet.answer(&tablet.reopen(&finding, "finish"), finish));
    step(tablet, &finding, "authorise", json!({}));
    world.wait_minutes(5);
    let at = json!({ "served_method": "affixed", "served_at": "2025-03-18T07:14:00Z", "notice_number": "N 7",
        "expires_on": expires_on });
    step(tablet, &finding, "issue", at);
    finding
}

fn due(view: &FindingView) -> Vec<String> {
    let clocks = &view.matter.as_ref().unwrap().clocks;
    clocks.iter().map(|clock| format!("{}: {}", clock.what, clock.until)).collect()
}

fn answer(view: &FindingView, field: &str) -> Option<String> {
    view.answers.iter().find(|row| row.field == field).map(|row| row.text.clone())
}

fn on_today(tablet: &Tablet) -> Vec<String> {
    let today: Today = tablet.does("today", json!({}));
    today.due.clocks.into_iter().filter_map(|line| line.due).map(|due| due.what).collect()
}

#[test]
fn a_notice_says_how_it_was_served_and_stands_on_today_before_it_runs_out_and_then_they_complied() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let finding = served(&world, &leader, json!("2025-03-25"));
    let view = leader.finding(&finding);
    assert_eq!(matter(&view).0, "Issued");
    assert_eq!(answer(&view, "served_method").as_deref(), Some("Fixed to the place or the thing"));
    assert_eq!(answer(&view, "expires_on").as_deref(), Some("25 March 2025"));
    assert_eq!(
        due(&view),
        [
            "See whether they complied: By the end of Thursday 20 March",
            "It runs out: see whether they complied: By the end of Tuesday 25 March"
        ],
        "the day that it names goes before the council's own time"
    );
    step(&leader, &finding, "check_later", json!({ "revisit_on": "2025-03-31" }));
    assert_eq!(on_today(&leader), [""; 0]);
    world.wait_minutes(7 * DAY);
    assert_eq!(on_today(&leader), ["It runs out: see whether they complied"]);
    let view = step(&leader, &finding, "comply", json!({}));
    assert_eq!(matter(&view), ("Complied", "closed", "Complied"));
    assert!(on_today(&leader).is_empty());
}

#[test]
fn one_that_was_not_complied_with_is_breached_and_followed_by_a_notice() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let finding = served(&world, &leader, json!("2025-03-25"));
    world.wait_minutes(9 * DAY);
    let view = leader.finding(&finding);
    assert!(view.line.states.contains(&"clock_passed".to_owned()), "{:?}", view.line.states);
    let view = step(&leader, &finding, "breach", json!({ "state_reason": "Music again on Saturday" }));
    assert_eq!((matter(&view).0, answer(&view, "outcome").as_deref()), ("Breached", Some("Breached")));
    assert!(steps(&view).contains(&"close_breached"));
}

#[test]
fn without_a_day_of_its_own_it_is_relied_on_for_the_councils_time_and_never_ends_before_it_binds() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let finding = served(&world, &leader, Value::Null);
    let due = due(&leader.finding(&finding));
    assert!(due.contains(&"The warning runs out: By the end of Tuesday 16 September".to_owned()), "{due:?}");
    let form = leader.answer(&leader.reopen(&finding, "correct"), json!({ "expires_on": "2025-03-19" }));
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "It cannot run out before they have to comply");
}

#[test]
fn a_notice_relies_on_a_warning_that_was_served_and_on_nothing_else() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let begun = |kind: &str| {
        let now = json!({ "type": kind, "offence": "community_protection", "recipient": "adult" });
        leader.save(&leader.answer(&leader.begin("enforcement_action"), now)).finding
    };
    let (letter, unserved) = (begun("advisory_letter"), begun("cpw"));
    let warning = served(&world, &leader, json!("2025-09-18"));
    let notice = begun("cpn");
    let form = leader.reopen(&notice, "finish");
    let asked = form.fields.iter().find(|field| field.id == "prior_warning").unwrap();
    let offered: Vec<_> = asked.choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(offered, [warning.as_str()]);

    let finish = json!({
        "conduct": "Music until four, on nine nights", "effect": "The neighbours cannot sleep",
        "cpn_test": ["detrimental", "persistent", "unreasonable"], "requirements": "No music after eleven",
        "comply_by": "2025-03-25", "evidence": ["notebook"], "issuing_officer": "Demo leader C",
        "authorisation_ref": "AU 7", "immediate_danger": false, "safeguarding": "none", "source": "patrol",
    });
    let form = leader.answer(&form, finish);
    for other in [&letter, &unserved, &notice] {
        let form = leader.answer(&form, json!({ "prior_warning": other }));
        let refused = leader.refused("save_form", json!({ "id": form.draft }));
        assert_eq!(refused.message, "Earlier warning: choose one of those that are offered", "{other}");
    }
    leader.save(&leader.answer(&form, json!({ "prior_warning": warning })));
    // A step that asks for it again is held to it too.
    let again = leader.answer(&leader.reopen(&notice, "step/authorise"), json!({ "prior_warning": letter }));
    let refused = leader.refused("save_form", json!({ "id": again.draft }));
    assert_eq!(refused.field.as_deref(), Some("prior_warning"), "{}", refused.message);
    let form = leader.answer(&again, json!({ "prior_warning": warning }));
    leader.save(&form);
    assert_eq!(matter(&leader.finding(&notice)).0, "Authorised");
}

#[test]
fn a_notice_is_not_served_before_the_time_of_its_warning_is_over_nor_after_it_ran_out() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let warning = served(&world, &leader, json!("2025-03-25"));
    let now = json!({ "type": "cpn", "offence": "community_protection", "recipient": "adult" });
    let notice = leader.save(&leader.answer(&leader.begin("enforcement_action"), now)).finding;
    let finish = json!({
        "conduct": "Music until four, on nine nights", "effect": "The neighbours cannot sleep",
        "cpn_test": ["detrimental", "persistent", "unreasonable"], "requirements": "No music after eleven",
        "comply_by": "2025-04-25", "evidence": ["notebook"], "issuing_officer": "Demo leader C",
        "authorisation_ref": "AU 7", "immediate_danger": false, "safeguarding": "none", "source": "patrol",
        "prior_warning": warning,
    });
    leader.save(&leader.answer(&leader.reopen(&notice, "finish"), finish));
    step(&leader, &notice, "authorise", json!({}));
    let serve = |on: &str| {
        let at = json!({ "served_method": "hand", "served_at": format!("{on}T12:00:00Z"), "notice_number": "N 8" });
        leader.answer(&leader.reopen(&notice, "step/issue"), at)
    };
    let too_early =
        "Choose a warning that stands: its time must be over before the notice is served, and it must not have run out";
    world.wait_minutes(9 * DAY);
    for on in ["2025-03-20", "2025-03-26"] {
        let refused = leader.refused("save_form", json!({ "id": serve(on).draft }));
        assert_eq!((refused.field.as_deref(), refused.message.as_str()), (Some("prior_warning"), too_early), "{on}");
    }
    leader.save(&serve("2025-03-21"));
    assert_eq!(matter(&leader.finding(&notice)).0, "Issued");
    // A correction of the day is held to it, and one of anything else is not.
    let form = leader.answer(&leader.reopen(&notice, "correct"), json!({ "served_at": "2025-03-19T12:00:00Z" }));
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).message, too_early);
    leader.save(&leader.answer(&form, json!({ "served_at": "2025-03-22T12:00:00Z" })));
    leader.save(&leader.answer(&leader.reopen(&notice, "correct"), json!({ "effect": "No sleep next door" })));
}

#[test]
fn a_case_review_says_how_many_of_its_complaints_count_and_leaves_the_decision_to_the_office() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let incident = |complained_on: Value| {
        let now = json!({ "asb_category": "rowdy", "occurred_at": "2025-01-10T20:00:00Z" });
        let finding = leader.save(&leader.answer(&leader.begin("asb_incident"), now)).finding;
        if !complained_on.is_null() {
            let said = json!({ "complained_on": complained_on });
            leader.save(&leader.answer(&leader.reopen(&finding, "correct"), said));
        }
        finding
    };
    let counts = [incident(json!("2025-01-12")), incident(json!("2025-02-10"))];
    let [late, never] = [incident(json!("2025-02-11")), incident(Value::Null)];
    let now = json!({ "file_reference": "CR 9", "applied_on": "2025-03-17", "qualifying_complaints": 3 });
    let review = leader.save(&leader.answer(&leader.begin("asb_case_review"), now)).finding;
    let form = leader.reopen(&review, "finish");
    let asked = |form: &Form| form.fields.iter().find(|field| field.id == "incidents").unwrap().advice.clone();
    assert_eq!(asked(&form), None, "nothing is said of none");
    let form = leader.answer(&form, json!({ "incidents": [counts[0], counts[1], late, never], "threshold": 3 }));
    assert_eq!(asked(&form).as_deref(), Some("By their days these complaints count: 2 of 4"));
    leader.save(&form);
    let beside = || {
        let view = leader.finding(&review);
        view.answers.iter().find(|row| row.field == "incidents").and_then(|row| row.beside.clone())
    };
    assert_eq!(beside().as_deref(), Some("By their days these complaints count: 2 of 4"));
    // What the office typed stands; an incident that was a mistake counts no more.
    assert_eq!(answer(&leader.finding(&review), "numbers_meet").as_deref(), Some("Yes"));
    leader.does::<FindingView>("withdraw", json!({ "id": counts[0], "reason": "The same one twice" }));
    assert_eq!(beside().as_deref(), Some("By their days these complaints count: 1 of 4"));
}

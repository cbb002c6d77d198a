//! Notices: issued and served, relied on until they run out, complied with or not. It is Tuesday 18 March 2025, 07:12.

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

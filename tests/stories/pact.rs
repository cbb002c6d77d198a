//! PACT: the sheet "You said, we did" of a panel, what is raised again and again, and the list of panels.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

/// A panel with that name.
fn panel(leader: &Tablet, name: &str) -> String {
    let form = leader.begin("pact_panel");
    let answers = json!({ "name": name, "panel_type": "pact", "wards": "Luton", "status": "active" });
    leader.save(&leader.answer(&form, answers)).finding
}

/// A meeting of it now, which sets the next.
fn meeting(tablet: &Tablet, panel: &str, next: &str) -> String {
    let form = tablet.begin("pact_meeting");
    let answers = json!({ "pact": panel, "venue": "Church hall", "format": "in_person" });
    let saved = tablet.save(&tablet.answer(&form, answers));
    let form = tablet.reopen(&saved.finding, "correct");
    tablet.save(&tablet.answer(&form, json!({ "next_meeting_on": next })));
    saved.finding
}

fn issue(tablet: &Tablet, meeting: &str, summary: &str) -> String {
    let form = tablet.begin("pact_issue");
    let answers = json!({ "meeting": meeting, "summary": summary, "category": "litter" });
    tablet.save(&tablet.answer(&form, answers)).finding
}

fn step(tablet: &Tablet, finding: &str, step: &str, answers: Value) {
    let form = tablet.reopen(finding, &format!("step/{step}"));
    tablet.save(&tablet.answer(&form, answers));
}

/// Answers what is asked to finish an issue; with what it was raised as before.
fn finish(tablet: &Tablet, issue: &str, raised_before: Option<&str>) {
    let form = tablet.reopen(issue, "finish");
    let answers = json!({ "raised_before": raised_before, "immediate_danger": false, "safeguarding": "none",
        "source": "pact", "owner": "warden" });
    tablet.save(&tablet.answer(&form, answers));
}

fn sheet(leader: &Tablet, panel: &str) -> PactSheet {
    leader.does("pact_sheet", json!({ "id": panel }))
}

fn rows(sheet: &PactSheet) -> Vec<(&str, Vec<&str>)> {
    sheet
        .parts
        .iter()
        .map(|part| (part.title.as_str(), part.rows.iter().map(|row| row.said.as_str()).collect()))
        .collect()
}

const MONTH: i64 = 30 * 24 * 60;

#[test]
fn the_sheet_says_what_was_done_by_whom_and_what_is_new() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let luton = panel(&leader, "Luton PACT");
    let empty = sheet(&leader, &luton);
    assert!(empty.parts.is_empty() && empty.panel.last.is_none());
    let warden = world.tablet("Demo warden A", "warden");
    leader.sync();
    warden.sync();
    let first = meeting(&warden, &luton, "2025-04-17");
    let told = issue(&warden, &first, "Lights out");
    let open = issue(&warden, &first, "Sofas in the alley");
    finish(&warden, &told, None);
    step(&warden, &told, "refer_department", json!({ "recipient": "highways" }));
    let at = "2025-03-18T07:12:00Z";
    step(&warden, &told, "close_referred", json!({ "fed_back_at": at, "state_outcome": "resolved_by_department" }));
    world.wait_minutes(MONTH);
    let second = meeting(&warden, &luton, "2025-05-20");
    let needles = issue(&warden, &second, "Needles on the steps");
    let bikes = issue(&warden, &second, "Bikes on the path");
    let dogs = issue(&warden, &second, "Dog fouling by the school");
    let form = warden.reopen(&dogs, "correct");
    warden.save(&warden.answer(&form, json!({ "priority": true, "owner": "department", "owner_name": "Parks" })));
    let found = warden.find_needles(2);
    let did = json!({ "linked_findings": [found.finding], "what_we_did": "Added to the morning round" });
    step(&warden, &needles, "resolve", did);
    step(&warden, &bikes, "refer_partner", json!({ "recipient": "police", "what_we_did": "Given to Demo warden A" }));
    world.wait_minutes(2 * 24 * 60);
    let new = issue(&warden, &second, "Glass in the play area");
    warden.sync();
    leader.sync();

    let sheet = sheet(&leader, &luton);
    assert_eq!(
        rows(&sheet),
        [
            ("Raised on 17 April", vec!["Dog fouling by the school", "Bikes on the path", "Needles on the steps"]),
            ("From before", vec!["Sofas in the alley"]),
            ("New since 17 April", vec!["Glass in the play area"]),
        ],
        "the priority first; what the panel was told before is not told again"
    );
    assert_eq!((sheet.raised, sheet.resolved, sheet.passed_on, sheet.in_hand, sheet.otherwise), (5, 1, 1, 3, 0));
    let row = |id: &str| sheet.parts.iter().flat_map(|part| &part.rows).find(|row| row.id == id).unwrap();
    assert_eq!(row(&dogs).outcome_text, "Still in hand: Parks");
    assert!(row(&dogs).priority);
    let resolved = row(&needles);
    assert_eq!(
        (resolved.did.as_str(), resolved.outcome_text.as_str()),
        ("Added to the morning round", "Resolved by wardens")
    );
    assert_eq!((resolved.findings, resolved.names.as_deref()), (1, None));
    assert_eq!(row(&bikes).outcome_text, "Passed on to Police");
    assert_eq!(row(&bikes).names.as_deref(), Some("Demo warden A"), "a name does not belong on the sheet");
    assert_eq!(row(&open).outcome, "in_hand");
    assert_eq!(row(&new).outcome_text, "Still in hand");
    let line = &sheet.panel;
    assert_eq!((line.last.as_deref(), line.next.as_deref()), (Some("17 April"), Some("Tuesday 20 May")));
    assert_eq!((line.open, line.passed), (5, false));
    world.wait_minutes(3 * MONTH);
    let panels: PactPanels = leader.does("pact_panels", json!({}));
    assert!(panels.panels[0].passed, "a day that was set and went by");
}

#[test]
fn raised_three_times_is_flagged_on_the_sheet_in_the_lists_and_on_the_finding() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let luton = panel(&leader, "Luton PACT");
    let other = panel(&leader, "Rainham PACT");
    let elsewhere = issue(&leader, &meeting(&leader, &other, "2025-05-01"), "Sofas too");
    let mut issues = Vec::new();
    for _ in 0..3 {
        let held = meeting(&leader, &luton, "2025-12-01");
        issues.push(issue(&leader, &held, "Sofas in the alley"));
        world.wait_minutes(MONTH);
    }
    let flagged = |issue: &str| leader.finding(issue).line.again;
    finish(&leader, &issues[1], Some(&issues[0]));
    assert_eq!(flagged(&issues[1]), None, "twice");

    // It names an issue of its own panel, and no other.
    let form = leader.reopen(&issues[2], "correct");
    let asked = form.fields.iter().find(|field| field.id == "raised_before").unwrap();
    let offered: Vec<_> = asked.choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(offered, [issues[1].as_str(), issues[0].as_str()]);
    leader.answer(&form, json!({ "raised_before": elsewhere }));
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::Invalid, Some("raised_before")));
    leader.answer(&form, json!({ "raised_before": issues[1] }));
    leader.save(&form);

    for issue in &issues {
        assert_eq!(flagged(issue).as_deref(), Some("Raised three times"), "each of them");
    }
    assert!(leader.finding(&issues[0]).line.states.contains(&"raised_again".to_owned()));
    let list: FindingsPage = leader.does("findings", json!({ "kind": "pact_issue" }));
    assert_eq!(list.lines.iter().filter(|line| line.again.is_some()).count(), 3);
    let sheet = sheet(&leader, &luton);
    assert!(sheet.parts.iter().flat_map(|part| &part.rows).all(|row| row.again.is_some()), "{sheet:?}");
    let panels: PactPanels = leader.does("pact_panels", json!({}));
    let of = |name: &str| panels.panels.iter().find(|panel| panel.name == name).unwrap();
    assert_eq!((of("Luton PACT").open, of("Luton PACT").again), (3, 3));
    assert_eq!((of("Rainham PACT").open, of("Rainham PACT").again), (1, 0));

    // One that was recorded by mistake was never raised.
    let _: FindingView = leader.does("withdraw", json!({ "id": issues[1], "reason": "Twice" }));
    assert_eq!(flagged(&issues[0]), None);
}

#[test]
fn the_panels_are_the_leaders_and_what_is_no_panel_is_refused() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let luton = panel(&leader, "Luton PACT");
    let warden = world.tablet("Demo warden A", "warden");
    leader.sync();
    warden.sync();
    assert_eq!(warden.refused("pact_panels", json!({})).code, ErrorCode::NotAllowed);
    assert_eq!(warden.refused("pact_sheet", json!({ "id": luton })).code, ErrorCode::NotAllowed);
    let needles = leader.find_needles(1);
    assert_eq!(leader.refused("pact_sheet", json!({ "id": needles.finding })).code, ErrorCode::NotFound);
    let _: FindingView = leader.does("withdraw", json!({ "id": luton, "reason": "Twice" }));
    let panels: PactPanels = leader.does("pact_panels", json!({}));
    assert!(panels.panels.is_empty());
}

#[test]
fn an_issue_that_ended_in_two_ways_is_still_in_hand_on_the_sheet() {
    let world = World::new();
    let (leader, warden) = (world.tablet("Demo leader", "leader"), world.tablet("Demo warden A", "warden"));
    let luton = panel(&leader, "Luton PACT");
    let raised = issue(&leader, &meeting(&leader, &luton, "2025-04-17"), "Lights out");
    leader.sync();
    warden.sync();
    step(&warden, &raised, "resolve", json!({}));
    step(&leader, &raised, "refer_department", json!({ "recipient": "highways" }));
    for tablet in [&warden, &leader] {
        tablet.sync();
    }
    let sheet = sheet(&leader, &luton);
    assert_eq!((sheet.raised, sheet.resolved, sheet.passed_on, sheet.in_hand), (1, 0, 0, 1));
    assert_eq!(sheet.parts[0].rows[0].outcome_text, "Still in hand");
}

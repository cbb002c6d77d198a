//! Repeats: what is found again and again at a place, of a vehicle or of a person, over a window of days; and a case opened from it.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;
const STEPS: (f64, f64) = (0.5242, 51.3842);

/// A needle find at a position, under a name if there is one.
fn find_at(tablet: &Tablet, at: Option<(f64, f64)>, name: Option<&str>) -> String {
    let form = tablet.answer(&tablet.begin("drug_litter"), json!({ "n_needle": 1 }));
    if let Some((lon, lat)) = at {
        let device = json!({ "lon": lon, "lat": lat, "accuracy_m": 8.0 });
        tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    }
    if let Some(name) = name {
        tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": null, "typed": name }));
    }
    tablet.save(&form).finding
}

fn vehicle(tablet: &Tablet, kind: &str, answers: Value) -> String {
    let form = tablet.answer(&tablet.begin(kind), answers);
    tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": null, "typed": "Prospect Row" }));
    tablet.save(&form).finding
}

fn abandoned(tablet: &Tablet, mark: &str) -> String {
    vehicle(tablet, "abandoned_vehicle", json!({ "vrm": mark, "vehicle_type": "car", "condition": ["flat_tyre"] }))
}

fn keep_place(leader: &Tablet, name: &str, aliases: &[&str]) -> String {
    let answers = json!({ "name": name, "aliases": aliases, "place_type": "park", "status": "active" });
    leader.save(&leader.answer(&leader.begin("place"), answers)).finding
}

fn repeats(tablet: &Tablet, request: Value) -> RepeatsView {
    tablet.does("repeats", request)
}

/// Titles with how often.
fn said(list: &RepeatList) -> Vec<(&str, u32)> {
    list.lines.iter().map(|line| (line.title.as_str(), line.count)).collect()
}

fn findings(tablet: &Tablet, again: &str) -> FindingsPage {
    tablet.does("findings", json!({ "again": again }))
}

#[test]
fn a_place_is_one_by_any_of_its_names_or_by_its_fifty_metres_and_opens_to_its_findings() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    // Typed before the register knew the place, and after.
    let early = find_at(&warden, None, Some("Fort field"));
    keep_place(&leader, "Great Lines Heritage Park", &["The Lines", "Fort Field"]);
    leader.sync();
    warden.sync();
    let late = find_at(&warden, Some(STEPS), Some("the lines"));
    // The same steps: with a name of nobody's register, without one, and at the next house but three.
    let named = find_at(&warden, Some(STEPS), Some("Rope Walk stairwell"));
    let bare = find_at(&warden, Some((STEPS.0 + 0.00002, STEPS.1)), None);
    find_at(&warden, Some((STEPS.0 + 0.002, STEPS.1)), None);
    let mistake = find_at(&warden, Some(STEPS), None);
    let _: FindingView = warden.does("withdraw", json!({ "id": mistake, "reason": "twice" }));
    warden.sync();
    leader.sync();
    let view = repeats(&leader, json!({}));
    assert_eq!(said(&view.places), [("Rope Walk stairwell", 2), ("Great Lines Heritage Park", 2)]);
    let [steps, park] = [0, 1].map(|at| &view.places.lines[at]);
    assert!(steps.second.starts_with("around TQ ") && park.second == "Also The Lines, Fort Field", "{view:?}");
    assert_eq!(
        steps.kinds[0],
        RepeatKind { kind: "drug_litter".into(), name: "Drug litter".into(), icon: "syringe".into(), count: 2 }
    );
    assert_eq!((steps.first.as_str(), steps.last.as_str()), ("18 Mar 2025", "18 Mar 2025"));
    for (line, ids, words) in
        [(steps, [&bare, &named], "Rope Walk stairwell"), (park, [&late, &early], "Great Lines Heritage Park")]
    {
        let page = findings(&leader, &line.again);
        let mut found: Vec<_> = page.lines.iter().map(|line| &line.id).collect();
        found.sort();
        let mut ids = ids.to_vec();
        ids.sort();
        assert_eq!(found, ids, "{words}");
        assert_eq!((page.total, page.again.as_deref()), (line.count, Some(words)));
    }
    // A new name of the register joins what lay apart.
    keep_place(&leader, "Rope Walk", &["Rope Walk stairwell"]);
    let view = repeats(&leader, json!({}));
    assert_eq!(said(&view.places), [("Great Lines Heritage Park", 2)], "one at Rope Walk, and one without a name");
}

#[test]
fn the_window_before_says_how_it_changed_where_the_tablet_reaches_back() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let first = find_at(&leader, Some((0.51, 51.37)), Some("Pier"));
    world.wait_minutes(30 * DAY);
    for _ in 0..3 {
        find_at(&leader, Some(STEPS), Some("Steps"));
    }
    for _ in 0..2 {
        find_at(&leader, Some((0.51, 51.37)), Some("Pier"));
    }
    world.wait_minutes(30 * DAY);
    for _ in 0..2 {
        find_at(&leader, Some(STEPS), Some("Steps"));
        find_at(&leader, Some((0.50, 51.36)), Some("Town Hall Gardens"));
    }
    world.wait_minutes(60);
    find_at(&leader, Some((0.51, 51.37)), Some("Pier"));
    let view = repeats(&leader, json!({}));
    assert_eq!(view.before.as_ref().unwrap().words, "23 Mar 2025 to 19 Apr 2025");
    let change = |title: &str| {
        let line = view.places.lines.iter().find(|line| line.title == title).unwrap();
        (line.count, line.before, line.change.clone().unwrap())
    };
    assert_eq!(change("Steps"), (2, Some(3), "−1".into()));
    assert_eq!(change("Town Hall Gardens"), (2, Some(0), "+2".into()));
    assert_eq!(view.places.lines.len(), 2, "the pier was found once within these days");
    let order = |sort: &str, window: &str| {
        let view = repeats(&leader, json!({ "sort": sort, "window": window }));
        view.places.lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order("trend", "28_days"), ["Town Hall Gardens", "Steps"]);
    assert_eq!(order("count", "3_months"), ["Steps", "Pier", "Town Hall Gardens"]);
    assert_eq!(order("last_seen", "3_months")[0], "Pier");
    // The year before is not on this tablet: that is not zero.
    let view = repeats(&leader, json!({ "window": "12_months" }));
    assert!(
        view.before.is_none() && view.places.lines.iter().all(|line| line.before.is_none() && line.change.is_none())
    );
    let own = json!({ "window": "own", "from": "2025-03-18", "to": "2025-04-20" });
    assert_eq!(said(&repeats(&leader, own).places), [("Pier", 3), ("Steps", 3)]);
    let _: FindingView = leader.does("withdraw", json!({ "id": first, "reason": "twice" }));
    let own = json!({ "window": "own", "from": "2025-03-18", "to": "2025-04-20" });
    assert_eq!(said(&repeats(&leader, own).places), [("Steps", 3), ("Pier", 2)]);
}

#[test]
fn a_vehicle_is_known_by_its_mark_whatever_was_found_of_it() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    abandoned(&leader, "ga63 xyz");
    abandoned(&leader, "AB12 CDE");
    world.wait_minutes(5);
    let untaxed = vehicle(&leader, "untaxed_vehicle", json!({ "vrm": "GA63XYZ" }));
    let view = repeats(&leader, json!({}));
    assert_eq!(said(&view.vehicles), [("GA63 XYZ", 2)]);
    let line = &view.vehicles.lines[0];
    let kinds: Vec<_> = line.kinds.iter().map(|kind| kind.kind.as_str()).collect();
    assert_eq!((kinds, line.second.as_str()), (vec!["abandoned_vehicle", "untaxed_vehicle"], "last at Prospect Row"));
    assert_eq!(findings(&leader, &line.again).lines[0].id, untaxed);
    assert_eq!(findings(&leader, "mark:ga63 xyz").total, 2);
}

#[test]
fn a_case_is_opened_from_one_with_its_findings_in_it() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let finds: Vec<_> = (0..3).map(|_| find_at(&warden, Some(STEPS), Some("Rope Walk stairwell"))).collect();
    warden.sync();
    leader.sync();
    let view = repeats(&leader, json!({}));
    let line = &view.places.lines[0];
    assert!(view.may_open && line.case.is_none());
    assert_eq!((view.leads[0].as_str(), view.review_on.as_str()), ("Demo leader C", "2025-04-15"));
    let ask = |more: Value| {
        let mut ask = json!({ "again": line.again, "name": line.case_name, "lead_officer": view.leads[0], "review_on": view.review_on });
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask
    };
    assert_eq!(warden.refused("open_repeat_case", ask(json!({}))).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("open_repeat_case", ask(json!({ "name": " " }))).field.as_deref(), Some("name"));
    assert_eq!(
        leader.refused("open_repeat_case", ask(json!({ "review_on": "soon" }))).field.as_deref(),
        Some("review_on")
    );
    let none = ask(json!({ "window": "own", "from": "2024-01-01", "to": "2024-01-31" }));
    assert_eq!(leader.refused("open_repeat_case", none).code, ErrorCode::NotFound);
    assert!(leader.does::<Cases>("cases", json!({})).open.is_empty(), "what was refused opens none");

    let opened: OpenedCase = leader.does("open_repeat_case", ask(json!({})));
    assert_eq!(opened.findings, 3);
    let case = leader.finding(&opened.case);
    assert_eq!(case.line.summary, "Drug litter, Rope Walk stairwell");
    let held: Vec<_> = case.case.unwrap().findings.into_iter().map(|one| one.line.id).collect();
    assert!(finds.iter().all(|find| held.contains(find)), "{held:?}");
    let view = repeats(&leader, json!({}));
    assert_eq!(view.places.lines[0].case.as_ref().map(|case| case.id.as_str()), Some(opened.case.as_str()));
    leader.sync();
    warden.sync();
    assert_eq!(warden.finding(&finds[0]).cases.len(), 1, "and everyone reads it");
}

#[test]
fn only_a_leader_who_may_read_the_restricted_part_sees_people_and_never_by_name() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let [leader, lead] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    world.centre.set_safeguarding("Demo leader D", true, app::Clock::now(&world.clock)).unwrap();
    world.wait_minutes(1);
    for tablet in [&lead, &warden] {
        tablet.sync();
    }
    let finds = [find_at(&warden, Some(STEPS), None), find_at(&warden, Some((0.51, 51.37)), None)];
    let write_down = |finding: &str, name: &str, role: &str| {
        let form: Form = warden.does("open_form", json!({ "kind": "person", "follows": finding }));
        let answers = json!({ "role": role, "name": name, "told_why": "yes" });
        warden.save(&warden.answer(&form, answers));
    };
    write_down(&finds[0], "Quillfeather, Ann", "witness");
    world.wait_minutes(1);
    write_down(&finds[1], "quillfeather ann", "victim");
    write_down(&finds[1], "Somebody Else", "witness");
    for tablet in [&warden, &leader, &lead] {
        tablet.sync();
    }
    assert_eq!(warden.refused("repeats", json!({})).code, ErrorCode::NotAllowed);
    assert!(repeats(&leader, json!({})).persons.is_none(), "she may not even learn that there are any");
    let view = repeats(&lead, json!({}));
    let people = view.persons.as_ref().unwrap();
    assert_eq!(said(people), [("Victim", 2)]);
    let person = &people.lines[0];
    assert_eq!((person.second.as_str(), person.case_name.as_deref()), ("written down 2 times", None));
    let text = lead.app.call("repeats", json!({})).unwrap().to_string().to_lowercase();
    assert!(!text.contains("quillfeather"), "{text}");
    assert_eq!(lead.finding(person.person.as_ref().unwrap()).looks.len(), 1, "only opening it is a look");

    let mut found: Vec<_> = findings(&lead, &person.again).lines.into_iter().map(|line| line.id).collect();
    found.sort();
    let mut both = finds.to_vec();
    both.sort();
    assert_eq!(found, both);
    for tablet in [&warden, &leader] {
        let refused = tablet.refused("findings", json!({ "again": person.again }));
        assert_eq!(refused.code, ErrorCode::NotFound, "who may not read it learns nothing");
    }
    let case =
        json!({ "again": person.again, "name": "x", "lead_officer": "Demo leader D", "review_on": "2025-04-15" });
    assert_eq!(lead.refused("open_repeat_case", case).code, ErrorCode::BadRequest);
    for format in ["csv", "xlsx"] {
        let written: Exported = lead.does("write_repeats", json!({ "format": format }));
        assert_eq!(written.rows, 0, "no person is in the panel's file");
    }
}

#[test]
fn what_is_sealed_at_a_place_is_not_counted_there() {
    let world = World::new();
    let lead = world.tablet("Demo leader D", "leader");
    world.centre.set_safeguarding("Demo leader D", true, app::Clock::now(&world.clock)).unwrap();
    world.wait_minutes(1);
    lead.sync();
    for _ in 0..2 {
        let form = lead.answer(
            &lead.begin("vulnerability_concern"),
            json!({ "immediate_danger": false, "concern": "cuckooing", "what_seen": "x", "told_person": "yes", "consent": "not_asked" }),
        );
        lead.does::<Form>("set_place", json!({ "draft": form.draft, "device": null, "typed": "Rope Walk" }));
        lead.save(&form);
    }
    assert_eq!(lead.does::<FindingsPage>("findings", json!({})).total, 2, "she reads them");
    assert_eq!(said(&repeats(&lead, json!({})).places), []);
    assert_eq!(findings(&lead, "named:rope walk").total, 0);
}

#[test]
fn the_sheet_is_written_for_the_panel() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    for _ in 0..2 {
        find_at(&leader, Some(STEPS), Some("=1+1 Rope Walk"));
        abandoned(&leader, "GA63 XYZ");
    }
    assert_eq!(warden.refused("write_repeats", json!({ "format": "csv" })).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("write_repeats", json!({ "format": "pdf" })).code, ErrorCode::BadRequest);
    let written: Exported = leader.does("write_repeats", json!({ "format": "csv" }));
    assert_eq!(written.rows, 3, "where the vehicles stood comes back too");
    let text = std::fs::read_to_string(&written.path).unwrap();
    assert!(
        text.contains("Place,'=1+1 Rope Walk,")
            && text.contains("Vehicle,GA63 XYZ,last at Prospect Row,2,,,2 Abandoned vehicle"),
        "{text}"
    );
    let written: Exported = leader.does("write_repeats", json!({ "format": "xlsx" }));
    assert!(std::fs::read(&written.path).unwrap().starts_with(b"PK"));
    assert_eq!(leader.exports(), 2, "nothing else lies there");
    for wrong in [json!({ "window": "week" }), json!({ "sort": "name" })] {
        assert_eq!(leader.refused("repeats", wrong).code, ErrorCode::BadRequest);
    }
    let back = json!({ "window": "own", "from": "2025-03-02", "to": "2025-03-01" });
    assert_eq!(leader.refused("repeats", back).field.as_deref(), Some("to"));
    for wrong in ["ward:7", "square:x", "person:x"] {
        assert_eq!(leader.refused("findings", json!({ "again": wrong })).code, ErrorCode::BadRequest, "{wrong}");
    }
}

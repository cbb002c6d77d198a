//! The daily call: what came since the last one, also late; over a weekend; on two tablets; issues, who takes them on, what
//! became of them; and the sheet of a partner.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;

fn page(leader: &Tablet) -> CallView {
    leader.does("daily_call", json!({}))
}

fn hold(leader: &Tablet) -> CallView {
    let _: CallView = leader.does("start_call", json!({}));
    leader.does("end_call", json!({}))
}

fn add(leader: &Tablet, what: &str, owner: Option<&str>) -> CallView {
    leader.does("add_issue", json!({ "what": what, "urgency": "today", "owner": owner, "finding": null }))
}

fn take(leader: &Tablet, finding: &str) -> CallView {
    leader.does("add_issue", json!({ "what": "", "urgency": null, "owner": null, "finding": finding }))
}

fn give(leader: &Tablet, issue: &str, owner: Option<&str>, due: Option<&str>) -> CallView {
    leader.does("allocate_issue", json!({ "id": issue, "owner": owner, "due": due }))
}

fn news(view: &CallView) -> Vec<(&str, bool)> {
    view.news.iter().map(|news| (news.line.id.as_str(), news.late)).collect()
}

fn find_at(tablet: &Tablet, lat: f64) -> String {
    let form = tablet.begin("drug_litter");
    let device = json!({ "lon": 0.5242, "lat": lat, "accuracy_m": 5.0 });
    let form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    tablet.save(&tablet.answer(&form, json!({ "n_needle": 1 }))).finding
}

#[test]
fn the_call_has_what_occurred_or_arrived_since_the_last_one() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let [home, away] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let early = home.find_needles(2).finding;
    away.link.cut(true);
    let late = away.find_needles(1).finding;
    home.sync();
    leader.sync();
    let view = page(&leader);
    assert_eq!(
        (view.day.as_str(), view.since.as_str(), view.stands.as_str()),
        ("Tuesday 18 March", "Monday 09:15", "ready")
    );
    assert_eq!(view.sentence, "Starts today at 09:15");
    assert_eq!(news(&view), [(early.as_str(), false)]);
    world.wait_minutes(106);
    assert_eq!(page(&leader).sentence, "Starts in 17 minutes");
    world.wait_minutes(18);

    let view: CallView = leader.does("start_call", json!({}));
    assert_eq!(view.sentence, "Under way since 09:16, chaired by Demo leader");
    world.wait_minutes(25);
    let view: CallView = leader.does("end_call", json!({}));
    assert_eq!((view.stands.as_str(), view.sentence.as_str()), ("held", "Held 09:16 to 09:41, chaired by Demo leader"));
    // The other tablet comes home after the call.
    away.link.cut(false);
    away.sync();
    world.wait_minutes(DAY - 60);
    let morning = home.find_needles(3).finding;
    home.sync();
    leader.sync();

    let view = page(&leader);
    assert_eq!((view.since.as_str(), view.stands.as_str()), ("Tuesday 09:41", "ready"));
    let expected = [(late.as_str(), true), (morning.as_str(), false)];
    assert_eq!(news(&view), expected, "what is to be accepted by tonight first, and nothing that the last call had");
    assert_eq!((view.news_count, view.late), (2, 1));

    // Another leader, who was not on that call, sees the same of it.
    let other = world.tablet("Demo leader B", "leader");
    other.sync();
    assert_eq!(news(&page(&other)), news(&view));

    // What was recorded by mistake is no news.
    let _: FindingView = leader.does("withdraw", json!({ "id": morning, "reason": "Nothing was there" }));
    assert_eq!(news(&page(&leader)), [(late.as_str(), true)]);
}

#[test]
fn what_waited_for_a_check_at_one_call_and_was_let_in_after_it_is_news_at_the_next() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
    // Without signal, or the tablet would send it by itself before it is withdrawn.
    warden.link.cut(true);
    let waits = warden.find_needles(4).finding;
    world.centre.withdraw_device(&code, tests::MORNING).unwrap();
    warden.link.cut(false);
    warden.sync();
    leader.sync();
    world.wait_minutes(2 * 60);
    hold(&leader);
    assert!(news(&page(&leader)).is_empty());
    let pages: PagesToCheck = leader.does("pages_to_check", json!({}));
    let accept = json!({ "entry": pages.waiting[0].entry, "accept": true, "reason": "Phoned the warden" });
    let _: PagesToCheck = leader.does("decide_page", accept);
    world.wait_minutes(DAY - 60);
    assert_eq!(news(&page(&leader)), [(waits.as_str(), true)]);
}

#[test]
fn monday_covers_the_weekend_and_names_the_tablets_that_are_silent() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    let silent = world.tablet("Demo warden B", "warden");
    silent.sync();
    world.wait_minutes(3 * DAY + 2 * 60);
    let friday = hold(&leader);
    assert_eq!(friday.since, "Thursday 09:15");
    world.wait_minutes(DAY);
    let saturday = warden.find_needles(1).finding;
    warden.sync();
    leader.sync();
    let view = page(&leader);
    assert_eq!(view.day, "Monday 24 March", "there is none on a Saturday");
    assert_eq!(view.sentence, "Starts Monday 24 March at 09:15");
    world.wait_minutes(2 * DAY - 60);
    let monday = warden.find_needles(2).finding;
    warden.sync();
    leader.sync();
    let view = page(&leader);
    assert_eq!((view.day.as_str(), view.since.as_str()), ("Monday 24 March", "Friday 09:12"));
    let expected = [(saturday.as_str(), false), (monday.as_str(), false)];
    assert_eq!(news(&view), expected, "what is to be accepted by tonight goes first");
    let names: Vec<_> = view.silent.iter().map(|tablet| (tablet.people.as_str(), tablet.state.as_str())).collect();
    assert_eq!(names, [("Demo warden B", "not_heard")]);
    assert!(view.silent[0].text.starts_with("Last heard Tue"), "{}", view.silent[0].text);
}

#[test]
fn an_issue_is_added_discussed_given_and_its_outcome_said_the_next_day() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    world.wait_minutes(2 * 60);
    let found = warden.find_needles(2).finding;
    // A warden raises an issue too; after 08:45 it is for the next day's call.
    let form = warden.begin("tasking_issue");
    let tomorrows = warden.save(&warden.answer(&form, json!({ "summary": "Tents by the river" }))).finding;
    warden.sync();
    leader.sync();
    assert!(page(&leader).issues.is_empty());

    let view = add(&leader, "  Bins alight behind the shops ", Some("fire"));
    let bins = view.issues[0].id.clone();
    assert_eq!(view.issues[0].what, "Bins alight behind the shops");
    assert_eq!(
        (view.issues[0].stands.as_str(), view.issues[0].owner.as_ref().unwrap().id.as_str()),
        ("raised", "fire")
    );
    assert!(view.sheets.is_empty(), "what is said before the call is a proposal");
    let _: CallView = leader.does("start_call", json!({}));
    let view = take(&leader, &found);
    let taken = view.issues.iter().find(|issue| issue.findings == 1).unwrap();
    assert_eq!(taken.what, "Drug litter: 2 items, 2 sharps");
    assert!(view.news.iter().any(|news| news.line.id == found && news.taken));
    let needles = taken.id.clone();
    let view = give(&leader, &needles, None, None);
    let stands = |view: &CallView, id: &str| view.issues.iter().find(|issue| issue.id == id).unwrap().stands.clone();
    assert_eq!(stands(&view, &needles), "discussed");
    let view = give(&leader, &needles, Some("community_wardens"), Some("2025-03-19"));
    assert_eq!(stands(&view, &needles), "allocated");
    let view = give(&leader, &bins, Some("fire"), Some("2025-03-18"));
    let given = view.issues.iter().find(|issue| issue.id == bins).unwrap();
    assert_eq!((given.stands.as_str(), given.due_text.as_deref()), ("allocated", Some("By the end of today")));
    // Given to somebody else in the same call, and with another day.
    let view = give(&leader, &bins, Some("police"), Some("2025-03-19"));
    assert_eq!(stands(&view, &bins), "allocated");
    let sheets: Vec<_> = view.sheets.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(sheets, ["police", "community_wardens"]);
    let view: CallView = leader.does("end_call", json!({}));
    assert!(view.earlier.is_empty());

    world.wait_minutes(DAY);
    leader.sync();
    let view = page(&leader);
    assert_eq!(view.earlier_title, "Tuesday’s actions");
    let issues: Vec<_> = view.issues.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(issues, [tomorrows.as_str()]);
    assert_eq!(view.earlier.iter().filter(|issue| issue.stands == "allocated").count(), 2);
    let view: CallView = leader.does("say_outcome", json!({ "id": bins, "outcome": "resolved_by_partner" }));
    let done = view.earlier.iter().find(|issue| issue.id == bins).unwrap();
    assert_eq!((done.stands.as_str(), done.state.as_str()), ("done", "Resolved by a partner"));
    world.wait_minutes(DAY);
    let late = page(&leader).earlier;
    assert!(late.iter().find(|issue| issue.id == needles).unwrap().late, "due yesterday");

    // The pages are the issue's own: its course is legible, and syncs.
    leader.sync();
    warden.sync();
    assert_eq!(warden.finding(&bins).matter.unwrap().state, "Resolved");
}

#[test]
fn a_call_that_two_tablets_hold_without_signal_is_one_record() {
    let world = World::new();
    let [leader, other] = ["Demo leader", "Demo leader B"].map(|name| world.tablet(name, "leader"));
    for tablet in [&leader, &other] {
        tablet.link.cut(true);
    }
    let attend = |tablet: &Tablet, partner: &str, present: bool| -> CallView {
        tablet.does("attend_call", json!({ "partner": partner, "present": present }))
    };
    let first = attend(&leader, "police", true);
    let second = attend(&other, "fire", true);
    attend(&other, "parks", true);
    attend(&other, "parks", false);
    assert_eq!(first.record, second.record);
    let usual: Vec<_> = first.partners.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(
        usual,
        ["police", "fire", "council_housing", "community_wardens"],
        "who is there is no reason to expect nobody else"
    );
    assert_eq!(first.stands, "under_way", "whoever is marked begins it");
    for tablet in [&leader, &other, &leader] {
        tablet.link.cut(false);
        tablet.sync();
    }
    for tablet in [&leader, &other] {
        let there: Vec<_> = page(tablet).partners.into_iter().filter(|one| one.present).map(|one| one.id).collect();
        assert_eq!(there, ["police", "fire"]);
    }
    let view: CallView = other.does("end_call", json!({}));
    assert_eq!(view.stands, "held");
    other.sync();
    leader.sync();
    assert_eq!(page(&leader).stands, "held");
    let view: CallView = leader.does("start_call", json!({}));
    assert_eq!(view.stands, "under_way", "it is carried on");
    // Its page says what was done, in words.
    let told = leader.finding(&view.record.unwrap());
    assert!(
        told.timeline.iter().all(|row| !row.title.contains("eld:") && !row.title.ends_with("held")),
        "{:?}",
        told.timeline
    );
}

#[test]
fn three_findings_at_one_place_in_four_weeks_are_a_place_that_repeats() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    find_at(&leader, 51.3842);
    world.wait_minutes(29 * DAY);
    find_at(&leader, 51.3842);
    find_at(&leader, 51.3844);
    let repeats = |view: CallView| -> Vec<Option<String>> { view.news.into_iter().map(|news| news.repeat).collect() };
    assert_eq!(repeats(page(&leader)), [None, None], "the first was longer ago, and two are not three");
    find_at(&leader, 51.3850);
    assert_eq!(repeats(page(&leader)), [None, None, None], "ninety metres are another place");
    find_at(&leader, 51.3843);
    let repeat = Some("3rd here in 28 days".to_owned());
    assert_eq!(repeats(page(&leader)), [repeat.clone(), None, repeat.clone(), repeat]);
}

#[test]
fn what_may_be_anyones_life_goes_first_and_nothing_restricted_is_shown() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let danger = leader.find_needles(1).finding;
    let plain = leader.find_needles(1).finding;
    let form = leader.reopen(&danger, "correct");
    leader.save(&leader.answer(&form, json!({ "immediate_danger": true })));
    let view = page(&leader);
    let order: Vec<_> = view.news.iter().map(|news| (news.line.id.as_str(), news.danger)).collect();
    assert_eq!(order, [(danger.as_str(), true), (plain.as_str(), false)]);
}

#[test]
fn the_sheet_of_a_partner_has_no_name_and_is_saved_as_a_text() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    leader.sync();
    let _: CallView = leader.does("start_call", json!({}));
    let view = add(&leader, "Fires behind the pub", Some("police"));
    give(&leader, &view.issues[0].id, Some("police"), Some("2025-03-19"));
    let view = add(&leader, "Call demo WARDEN a about the flat", Some("police"));
    assert!(view.issues.iter().any(|issue| issue.names.as_deref() == Some("Demo warden A")));
    add(&leader, "Lights out", Some("highways"));
    let sheet: PartnerSheet = leader.does("partner_sheet", json!({ "id": "police" }));
    assert_eq!((sheet.title.as_str(), sheet.rows.len()), ("Actions for Police", 2));
    assert_eq!(sheet.second, "Daily call, Tuesday 18 March 2025");
    assert!(
        sheet.text.contains("1. Fires behind the pub\n   How soon: Today\n   By: Wednesday 19 March 2025\n"),
        "{}",
        sheet.text
    );
    assert!(!sheet.text.to_lowercase().contains("warden a") && !sheet.text.contains("Lights"), "{}", sheet.text);
    assert_eq!(sheet.rows.iter().filter(|row| row.what.is_empty() && row.names.is_some()).count(), 1);
    let saved: Exported = leader.does("save_partner_sheet", json!({ "id": "police" }));
    assert_eq!(saved.rows, 2);
    assert!(saved.path.ends_with(".txt"), "{}", saved.path);
    assert_eq!(std::fs::read_to_string(&saved.path).unwrap(), sheet.text);
}

#[test]
fn the_sheet_of_a_partner_says_nothing_of_a_finding_that_was_taken_into_the_call() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let form = leader.answer(&leader.begin("abandoned_vehicle"), json!({ "vrm": "AB12 CDE", "vehicle_type": "car" }));
    let placed = json!({ "draft": form.draft, "device": null, "typed": "Rope Walk steps" });
    let _: Form = leader.does("set_place", placed);
    let car = leader.save(&form).finding;
    let _: CallView = leader.does("start_call", json!({}));
    let taken = json!({ "what": "", "finding": car, "urgency": "today", "owner": "police" });
    let view: CallView = leader.does("add_issue", taken);
    assert!(view.issues[0].what.contains("Rope Walk") && view.issues[0].what.contains("AB12"), "{:?}", view.issues[0]);
    let sheet: PartnerSheet = leader.does("partner_sheet", json!({ "id": "police" }));
    assert!(sheet.rows[0].of_finding && sheet.rows[0].what.is_empty());
    assert!(!sheet.text.contains("Rope Walk") && !sheet.text.contains("AB12"), "{}", sheet.text);
    // Written anew it is the leader's own words.
    let issue = leader.reopen(&view.issues[0].id, "correct");
    leader.save(&leader.answer(&issue, json!({ "summary": "See who keeps a car at the steps" })));
    let sheet: PartnerSheet = leader.does("partner_sheet", json!({ "id": "police" }));
    assert_eq!(sheet.rows[0].what, "See who keeps a car at the steps");
}

#[test]
fn what_cannot_be_said_is_refused_in_plain_words_and_leaves_nothing() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    for (name, request) in
        [("daily_call", json!({})), ("start_call", json!({})), ("partner_sheet", json!({ "id": "police" }))]
    {
        assert_eq!(warden.refused(name, request).code, ErrorCode::NotAllowed);
    }
    let form = json!({ "kind": "call", "draft": null, "finding": null, "stage": null });
    assert_eq!(leader.refused("open_form", form).code, ErrorCode::NotFound, "a day has one call, begun on its page");
    assert_eq!(leader.refused("end_call", json!({})).message, "No call is under way. Start it first.");
    let empty = json!({ "what": " ", "urgency": null, "owner": null, "finding": null });
    assert_eq!(leader.refused("add_issue", empty).field.as_deref(), Some("what"));
    let long = json!({ "what": "a".repeat(301), "urgency": null, "owner": null, "finding": null });
    assert_eq!(leader.refused("add_issue", long).field.as_deref(), Some("what"));
    let found = leader.find_needles(1).finding;
    let view = take(&leader, &found);
    let again = json!({ "what": "", "urgency": null, "owner": null, "finding": found });
    assert_eq!(leader.refused("add_issue", again).message, "This finding is an issue of this call already");
    let issue = &view.issues[0].id;
    let itself = json!({ "what": "", "urgency": null, "owner": null, "finding": issue });
    assert_eq!(leader.refused("add_issue", itself).code, ErrorCode::NotFound);
    let nobody = leader.refused("attend_call", json!({ "partner": "nobody", "present": true }));
    assert_eq!((nobody.code, nobody.field.as_deref()), (ErrorCode::Invalid, Some("partner")));
    leader.refused("allocate_issue", json!({ "id": issue, "owner": "police", "due": "soon" }));
    leader.refused("allocate_issue", json!({ "id": issue, "owner": "nobody", "due": null }));
    leader.refused("say_outcome", json!({ "id": issue, "outcome": "eaten" }));
    assert_eq!(
        leader.refused("allocate_issue", json!({ "id": found, "owner": "police", "due": null })).code,
        ErrorCode::NotFound
    );
    let today: Today = leader.does("today", json!({}));
    assert!(today.drafts.is_empty(), "no draft is left behind");
    let view = page(&leader);
    assert_eq!((view.issues.len(), view.issues[0].owner.as_ref()), (1, None));
    assert_eq!(leader.refused("partner_sheet", json!({ "id": "nobody" })).code, ErrorCode::NotFound);
}

//! Deputies: named by a leader, with the council office's leave for some days, and for no others. It is Tuesday 18 March 2025,
//! 07:12.

use app::contract::*;
use serde_json::{Value, json};
use tests::{MORNING, Tablet, TestClock, World};

const DAY: i64 = 24 * 60;

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

fn naming(leader: &Tablet, who: &str, from: &str, until: &str) -> Form {
    let answers = json!({ "deputy": who, "deputy_from": from, "deputy_until": until });
    leader.answer(&leader.begin("deputy"), answers)
}

fn role(tablet: &Tablet) -> (String, Option<String>) {
    let status: Status = tablet.does("status", json!({}));
    (status.session.unwrap().role, status.deputy_until)
}

fn give(tablet: &Tablet, to: &str, what: &str) -> Form {
    tablet.answer(&tablet.begin("task"), json!({ "what": what, "assigned_to": to, "due_on": "2025-03-28" }))
}

fn warden() -> (String, Option<String>) {
    ("warden".into(), None)
}

#[test]
fn a_deputy_leads_without_signal_on_the_days_that_the_office_signed_for_and_on_no_others() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let [deputy, other] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    exchange(&[&leader, &deputy, &other]);
    leader.save(&naming(&leader, "Demo warden A", "2025-03-19", "2025-03-20"));
    let finding = other.find_needles(1).finding;
    exchange(&[&leader, &other, &deputy]);
    assert_eq!(role(&deputy), warden(), "it begins tomorrow");
    assert_eq!(deputy.refused("review_queue", json!({})).code, ErrorCode::NotAllowed);

    world.wait_minutes(DAY);
    for tablet in [&deputy, &other] {
        tablet.link.cut(true);
    }
    assert_eq!(role(&deputy), ("leader".into(), Some("tomorrow".into())));
    assert_eq!(role(&other), warden(), "nobody else");
    let queue: ReviewQueue = deputy.does("review_queue", json!({}));
    assert_eq!(queue.loose.len(), 1);
    deputy.save(&give(&deputy, "Demo warden B", "Look again"));
    let _: FindingView = deputy.does("ask", json!({ "id": finding, "field": null, "text": "Was it all?" }));
    assert_eq!(deputy.refused("open_form", json!({ "kind": "deputy" })).code, ErrorCode::NotAllowed);
    let tasks: Tasks = deputy.does("tasks", json!({ "warden": null }));
    assert!(tasks.deputies.is_none(), "a deputy names no deputy");

    world.wait_minutes(2 * DAY);
    assert_eq!(role(&deputy), warden(), "its days are over, without any signal");
    assert_eq!(deputy.refused("tasks", json!({ "warden": null })).code, ErrorCode::NotAllowed);
    let refused = deputy.refused("save_form", json!({ "id": give(&deputy, "Demo warden B", "Once more").draft }));
    assert_eq!(refused.code, ErrorCode::Invalid);

    for tablet in [&deputy, &other] {
        tablet.link.cut(false);
    }
    exchange(&[&deputy, &leader, &other]);
    let tasks: Tasks = leader.does("tasks", json!({ "warden": null }));
    assert_eq!(tasks.open.len(), 1);
    assert_eq!(tasks.open[0].line.by, "Demo warden A");
    assert_eq!(leader.finding(&finding).questions.len(), 1);
    let waiting: PagesToCheck = leader.does("pages_to_check", json!({}));
    assert!(waiting.waiting.is_empty(), "all that was done in those days counts: {:?}", waiting.waiting);
}

#[test]
fn a_naming_that_is_taken_back_ends_at_once_and_what_is_done_under_it_later_waits_for_a_check() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let [deputy, other] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    exchange(&[&leader, &deputy, &other]);
    let named = leader.save(&naming(&leader, "Demo warden A", "2025-03-18", "2025-03-28")).finding;
    exchange(&[&leader, &deputy]);
    assert_eq!(role(&deputy).0, "leader");
    let tasks: Tasks = leader.does("tasks", json!({ "warden": null }));
    let deputies = tasks.deputies.unwrap();
    assert_eq!((&*deputies[0].who, &*deputies[0].when), ("Demo warden A", "From today until Friday 28 March"));

    let _: Tasks = leader.does("end_deputy", json!({ "id": named }));
    assert_eq!(leader.refused("end_deputy", json!({ "id": named })).message, "They are no deputy any more.");
    leader.sync();
    deputy.save(&give(&deputy, "Demo warden B", "Too late"));
    exchange(&[&deputy, &leader]);
    assert_eq!(role(&deputy), warden());
    let waiting: PagesToCheck = leader.does("pages_to_check", json!({}));
    assert_eq!(waiting.waiting.len(), 1, "the office had taken the leave back");

    // Named again for the same days, they lead again.
    leader.save(&naming(&leader, "Demo warden A", "2025-03-18", "2025-03-28"));
    exchange(&[&leader, &deputy]);
    assert_eq!(role(&deputy).0, "leader");
}

#[test]
fn nobody_names_a_deputy_but_a_leader_and_nobody_of_another_team_becomes_one() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let deputy = world.tablet("Demo warden A", "warden");
    exchange(&[&leader, &deputy]);
    let named = leader.save(&naming(&leader, "Demo warden A", "2025-03-20", "2025-03-21")).finding;
    exchange(&[&leader, &deputy]);
    assert_eq!(deputy.refused("open_form", json!({ "kind": "deputy" })).code, ErrorCode::NotAllowed);
    let change = json!({ "finding": named, "stage": "correct" });
    assert_eq!(deputy.refused("open_form", change).code, ErrorCode::NotAllowed);
    assert_eq!(deputy.refused("end_deputy", json!({ "id": named })).code, ErrorCode::NotAllowed);

    for (who, from, until, said) in [
        ("Demo stranger", "2025-03-20", "2025-03-21", "Select somebody of your team"),
        ("Demo warden A", "2025-03-20", "2025-03-19", "Until must not be before From"),
        ("Demo warden A", "2025-03-20", "2025-06-20", "A deputy leads for 62 days at most: enter an earlier day"),
    ] {
        let refused = leader.refused("save_form", json!({ "id": naming(&leader, who, from, until).draft }));
        assert_eq!(refused.message, said);
    }

    // Moved to other days, they lead on those alone.
    let moved = leader.answer(&leader.reopen(&named, "correct"), json!({ "deputy_from": "2025-03-21" }));
    leader.save(&moved);
    exchange(&[&leader, &deputy]);
    world.wait_minutes(2 * DAY);
    assert_eq!(role(&deputy), warden());
    world.wait_minutes(DAY);
    assert_eq!(role(&deputy).0, "leader");
    let _: Value = deputy.does("review_queue", json!({}));
}

fn waiting(leader: &Tablet) -> Vec<PageToCheck> {
    leader.does::<PagesToCheck>("pages_to_check", json!({})).waiting
}

#[test]
fn what_a_tablet_set_forward_writes_before_the_office_s_day_waits_and_what_comes_late_counts() {
    let world = World::new();
    let clock = TestClock::at(MORNING);
    let leader = world.tablet("Demo leader C", "leader");
    let other = world.tablet("Demo warden B", "warden");
    let deputy = world.tablet_by(&clock, "Demo warden A", "warden");
    exchange(&[&leader, &other, &deputy]);
    leader.save(&naming(&leader, "Demo warden A", "2025-03-19", "2025-03-20"));
    exchange(&[&leader, &deputy]);
    clock.set_minutes(DAY);
    assert_eq!(role(&deputy).0, "leader", "by its own clock");
    deputy.save(&give(&deputy, "Demo warden B", "Too early"));
    exchange(&[&deputy, &leader]);
    let held = waiting(&leader);
    assert_eq!(held.len(), 1, "at the office it is still the day before: {held:?}");
    assert_eq!(held[0].reason, "It was written outside the days for which this person had leave.");

    // Its clock is right again; on the next day it is without signal, and comes when the days are over.
    clock.set_minutes(-DAY);
    let wait = |minutes| [&world.clock, &clock].into_iter().for_each(|clock| clock.set_minutes(minutes));
    wait(DAY + 60);
    deputy.link.cut(true);
    deputy.save(&give(&deputy, "Demo warden B", "In time"));
    wait(3 * DAY);
    deputy.link.cut(false);
    exchange(&[&deputy, &leader]);
    assert_eq!(waiting(&leader).len(), 1, "what is honest and late counts");
    let tasks: Tasks = leader.does("tasks", json!({ "warden": null }));
    assert_eq!(tasks.open.len(), 1);
}

#[test]
fn a_naming_that_was_held_back_makes_a_deputy_once_a_leader_accepts_it() {
    let world = World::new();
    let [leader, second] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    let deputy = world.tablet("Demo warden A", "warden");
    exchange(&[&leader, &second, &deputy]);
    leader.link.cut(true);
    leader.save(&naming(&leader, "Demo warden A", "2025-03-18", "2025-03-20"));
    let code = leader.does::<Status>("status", json!({})).book_code.unwrap();
    world.centre.withdraw_device(&code, MORNING).unwrap();
    leader.link.cut(false);
    exchange(&[&leader, &second, &deputy]);
    assert_eq!(role(&deputy), warden());
    let held = waiting(&second);
    assert_eq!(held.len(), 1);
    let accept = json!({ "entry": held[0].entry, "accept": true, "reason": "Phoned" });
    let _: PagesToCheck = second.does("decide_page", accept);
    exchange(&[&second, &deputy]);
    assert_eq!(role(&deputy).0, "leader");

    let decline = json!({ "entry": held[0].entry, "accept": false, "reason": "Phoned again" });
    let _: PagesToCheck = second.does("decide_page", decline);
    second.sync();
    deputy.save(&give(&deputy, "Demo warden A", "Too late"));
    exchange(&[&deputy, &second]);
    assert_eq!(role(&deputy), warden());
    assert_eq!(waiting(&second).len(), 1, "the office took the leave back with it");
}

#[test]
fn of_two_namings_for_the_same_days_one_that_is_taken_back_leaves_the_other() {
    let world = World::new();
    let leaders = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    let deputy = world.tablet("Demo warden A", "warden");
    exchange(&[&leaders[0], &leaders[1], &deputy]);
    // Neither knows of the other's.
    let named = leaders
        .each_ref()
        .map(|leader| leader.save(&naming(leader, "Demo warden A", "2025-03-18", "2025-03-28")).finding);
    exchange(&[&leaders[0], &leaders[1], &deputy]);
    let _: Tasks = leaders[0].does("end_deputy", json!({ "id": named[0] }));
    exchange(&[&leaders[0], &deputy]);
    deputy.save(&give(&deputy, "Demo warden A", "Still leading"));
    exchange(&[&deputy, &leaders[1]]);
    assert_eq!((role(&deputy).0.as_str(), waiting(&leaders[1]).len()), ("leader", 0));
    let _: Tasks = leaders[1].does("end_deputy", json!({ "id": named[1] }));
    exchange(&[&leaders[1], &deputy]);
    assert_eq!(role(&deputy), warden());
}

//! Time limits on what follows a finding: what is due, for whom, and when it has run out. It is Tuesday 18 March 2025, 07:12.

use crate::closing::{finished, step};
use crate::courses::vehicle;
use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

const DAY: i64 = 24 * 60;

/// What is due, until when, how long that is, and how it looks.
fn clocks(view: &FindingView) -> Vec<[&str; 4]> {
    let clocks = &view.matter.as_ref().unwrap().clocks;
    clocks.iter().map(|clock| [&*clock.what, &*clock.until, &*clock.left, &*clock.state]).collect()
}

fn listed(tablet: &Tablet, state: &str) -> Vec<String> {
    let page: FindingsPage = tablet.does("findings", json!({ "state": state }));
    page.lines.into_iter().map(|line| line.id).collect()
}

/// What Today tells of, and how much there is in all.
fn today(tablet: &Tablet) -> (Vec<(String, String)>, u32, String) {
    let today: Today = tablet.does("today", json!({}));
    told_of(today.due)
}

fn told_of(due: RunningOut) -> (Vec<(String, String)>, u32, String) {
    let mut lines: Vec<_> = due.clocks.into_iter().map(|line| (line.id, line.due.unwrap().what)).collect();
    lines.sort();
    (lines, due.clocks_total, due.clocks_state)
}

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

const ASSESS: [&str; 4] = ["Check and assess it", "By the end of Thursday 20 March", "2 days left", "clock"];

#[test]
fn a_vehicle_is_to_be_assessed_within_two_working_days_and_stands_on_today_until_it_is() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = vehicle(&world, &warden);
    let view = warden.finding(&finding);
    assert_eq!(clocks(&view), [["Accept it", "By the end of tomorrow", "1 day left", "clock"], ASSESS]);
    assert!(view.matter.unwrap().clocks[1].source.contains("2 working days"), "on whose word it stands is said");
    let line = view.line;
    assert_eq!((line.due.unwrap().what.as_str(), listed(&warden, "clock_soon").len()), ("Check and assess it", 0));
    assert_eq!(today(&warden), (vec![(finding.clone(), "Check and assess it".into())], 1, "clock".into()));

    world.wait_minutes(2 * DAY);
    assert_eq!(listed(&warden, "clock_soon"), [finding.as_str()], "it is the last day");
    assert!(listed(&warden, "clock_passed").is_empty());
    world.wait_minutes(DAY);
    let view = warden.finding(&finding);
    let ran_out = ["Check and assess it", "Was due by the end of yesterday", "Ran out yesterday", "clock_passed"];
    assert_eq!(clocks(&view)[1], ran_out);
    assert!(view.line.states.contains(&"clock_passed".to_owned()), "{:?}", view.line.states);
    assert_eq!(listed(&warden, "clock_passed"), [finding.as_str()]);

    let decided = json!({ "land_occupied": false, "assessment": "abandoned_value", "assessed_by": "Demo warden A",
        "authorised_by": "Demo warden A" });
    let view = step(&warden, &finding, "assess", decided);
    assert!(clocks(&view).is_empty(), "it is assessed, and nobody has to accept it any more");
    assert!(listed(&warden, "clock").is_empty() && today(&warden).0.is_empty());
}

#[test]
fn a_step_that_is_taken_back_at_once_leaves_the_clock_as_it_was() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let finding = vehicle(&world, &warden);
    world.wait_minutes(DAY);
    let decided = json!({ "land_occupied": false, "assessment": "abandoned_value", "assessed_by": "Demo warden A",
        "authorised_by": "Demo warden A" });
    let view = step(&warden, &finding, "assess", decided);
    assert!(clocks(&view).is_empty());
    let _: Form = warden.does("undo_save", json!({ "id": finding }));
    let left = clocks(&warden.finding(&finding)).last().map(|[what, until, ..]| format!("{what}: {until}"));
    assert_eq!(left.as_deref(), Some("Check and assess it: By the end of tomorrow"));
}

#[test]
fn while_it_is_only_looked_at_again_the_clock_stands_still_on_every_tablet() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let finding = vehicle(&world, &warden);
    exchange(&[&warden, &leader]);
    step(&leader, &finding, "accept", json!({}));
    exchange(&[&warden, &leader]);
    assert_eq!(clocks(&warden.finding(&finding)), [ASSESS]);
    world.wait_minutes(DAY);
    let view = step(&warden, &finding, "watch", json!({ "revisit_on": "2025-03-28" }));
    let again = ["Look at it again", "By the end of Friday 28 March", "9 days left", "clock"];
    assert_eq!(clocks(&view), [again, ["Check and assess it", "", "Paused since today", "clock_paused"]]);
    exchange(&[&warden, &leader]);
    assert_eq!(clocks(&leader.finding(&finding)), clocks(&view));
    assert_eq!(today(&warden).1, 0, "that is more than two working days ahead");
    world.wait_minutes(9 * DAY);
    assert_eq!(today(&warden).0, [(finding.clone(), "Look at it again".to_owned())]);
    assert_eq!(listed(&leader, "clock_soon"), [finding.as_str()]);
}

#[test]
fn a_warden_is_told_of_their_own_and_a_leader_of_the_whole_teams_and_of_what_is_to_accept() {
    let world = World::new();
    let (first, second) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let leader = world.tablet("Demo leader", "leader");
    let (of_first, of_second) = (vehicle(&world, &first), vehicle(&world, &second));
    exchange(&[&first, &second, &leader]);
    assert_eq!(today(&leader).1, 0, "nothing is due today");
    world.wait_minutes(DAY);
    exchange(&[&first, &second, &leader]);
    let told = |finding: &str, what: &str| (finding.to_owned(), what.to_owned());
    let mut accept = vec![told(&of_first, "Accept it"), told(&of_second, "Accept it")];
    accept.sort();
    assert_eq!(today(&leader), (accept.clone(), 2, "clock_soon".to_owned()));
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert_eq!(told_of(queue.due), (accept, 2, "clock_soon".to_owned()), "Review is the first page that a leader sees");
    assert_eq!(today(&first).0, [told(&of_first, "Check and assess it")]);
    assert_eq!(today(&second).0, [told(&of_second, "Check and assess it")]);
    assert_eq!(listed(&second, "clock").len(), 2, "the list is the team's");
}

#[test]
fn whoever_covers_for_somebody_is_told_of_what_they_began_until_the_cover_ends() {
    let world = World::new();
    let (away, covers) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let leader = world.tablet("Demo leader", "leader");
    let (theirs, own) = (vehicle(&world, &away), vehicle(&world, &covers));
    let arranged = json!({ "away": "Demo warden A", "covered_by": "Demo warden B", "from_day": "2025-03-19", "to_day": "2025-03-19" });
    leader.save(&leader.answer(&leader.begin("cover"), arranged));
    exchange(&[&away, &covers, &leader]);
    let told = |finding: &str| (finding.to_owned(), "Check and assess it".to_owned());
    assert_eq!(today(&covers).0, [told(&own)], "it begins tomorrow");
    world.wait_minutes(DAY);
    let mut both = vec![told(&own), told(&theirs)];
    both.sort();
    assert_eq!(today(&covers), (both, 2, "clock".to_owned()));
    assert_eq!(today(&away).0, [told(&theirs)], "and it stays on the page of who is away");
    world.wait_minutes(DAY);
    assert_eq!(today(&covers).0, [told(&own)], "its last day is over");
}

#[test]
fn nothing_is_due_of_what_was_recorded_by_mistake_or_is_the_same_as_another() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let (mistake, same) = (vehicle(&world, &warden), vehicle(&world, &warden));
    assert_eq!(listed(&warden, "clock").len(), 2);
    let _: FindingView = warden.does("withdraw", json!({ "id": mistake, "reason": "It drove off" }));
    assert_eq!(listed(&warden, "clock"), [same.as_str()]);
    warden.save(&warden.answer(&warden.reopen(&same, "correct"), json!({ "duplicate_of": mistake })));
    assert!(listed(&warden, "clock").is_empty());
    assert!(clocks(&warden.finding(&same)).is_empty());
    let _: FindingView = warden.does("restore", json!({ "id": mistake }));
    assert_eq!(listed(&warden, "clock"), [mistake.as_str()], "what is restored is due again");
}

#[test]
fn a_referral_is_met_by_their_reference_and_asked_after_until_it_ends() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(3);
    assert!(listed(&warden, "clock_soon").is_empty(), "what was done is not said yet");
    let finding = finished(&warden);
    let today = ["Remove it", "By the end of today", "16 hours left", "clock_soon"];
    assert_eq!(clocks(&warden.finding(&finding))[0], today);
    let children = json!({ "child_access": "play_or_school" });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), children));
    let at_once = ["Remove it: children could reach it", "By 09:12 today", "2 hours left", "clock_soon"];
    assert_eq!(clocks(&warden.finding(&finding))[0], at_once);
    let nobody = json!({ "child_access": "none" });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), nobody));
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": "2025-03-18T07:12:00Z" });
    let view = step(&warden, &finding, "call_contractor", passed);
    let whats: Vec<_> = clocks(&view).iter().map(|[what, until, ..]| format!("{what}: {until}")).collect();
    assert_eq!(
        whats,
        [
            "Remove it: By the end of today",
            "Get their reference: By the end of Thursday 20 March",
            "Ask them what became of it: By the end of Tuesday 25 March"
        ]
    );
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), json!({ "passed_reference": "N 4711" })));
    let whats: Vec<_> = clocks(&warden.finding(&finding)).iter().map(|[what, ..]| (*what).to_owned()).collect();
    assert_eq!(whats, ["Remove it", "Ask them what became of it"]);
}

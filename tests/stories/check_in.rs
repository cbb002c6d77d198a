//! A warden who patrols alone checks in; where no sign of life comes, the tablet says so, and the leader is told.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

fn alone(warden: &Tablet, every: Option<u32>) -> PatrolView {
    warden.does(
        "start_patrol",
        json!({ "mode": "foot", "area": "Great Lines", "with": [], "weather": null, "check_in": every }),
    )
}

/// How it stands, as the page of a locked tablet sees it too.
fn check_in(warden: &Tablet) -> Option<CheckIn> {
    warden.does::<Status>("status", json!({})).check_in
}

fn state(warden: &Tablet) -> String {
    check_in(warden).expect("a check-in").state
}

fn missed(warden: &Tablet) -> Vec<MissedCheckIn> {
    warden.does::<PatrolView>("patrol", json!({ "id": null })).missed
}

#[test]
fn im_fine_and_whatever_is_recorded_put_the_check_in_off() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    alone(&warden, Some(60));
    let first = check_in(&warden).unwrap();
    assert_eq!((first.every, first.state.as_str()), (60, "running"));
    assert!(first.due_at.starts_with("2025-03-18T08:12:00"), "{}", first.due_at);
    assert!(first.missed_at.starts_with("2025-03-18T08:22:00"), "{}", first.missed_at);

    world.wait_minutes(40);
    let told: Status = warden.does("im_fine", json!({}));
    assert!(told.check_in.unwrap().due_at.starts_with("2025-03-18T08:52:00"));
    world.wait_minutes(50);
    warden.find_needles(1);
    assert!(check_in(&warden).unwrap().due_at.starts_with("2025-03-18T09:42:00"), "a finding is a sign of life");
    world.wait_minutes(59);
    assert_eq!(state(&warden), "running");
    world.wait_minutes(1);
    assert_eq!(state(&warden), "due");
    let _: Status = warden.does("im_fine", json!({}));
    assert_eq!(state(&warden), "running");
    assert!(missed(&warden).is_empty());
    let arrived: Arrived = warden.does("arrived", json!({ "all": true, "before": null }));
    assert_eq!(arrived.rows[0].detail, "Checked in: I’m fine");
}

#[test]
fn a_missed_check_in_is_recorded_once_and_the_leader_is_told_until_the_warden_is_heard_of() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    warden.link.cut(true);
    let patrol = alone(&warden, Some(30));
    world.wait_minutes(10);
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 1 }));
    let form: Form =
        warden.does("set_place", json!({ "draft": form.draft, "device": null, "typed": "Rope Walk stairwell" }));
    warden.save(&form);
    world.wait_minutes(39);
    assert_eq!(state(&warden), "due");
    let pages = || warden.does::<Status>("status", json!({})).next_page;
    let before = pages();
    world.wait_minutes(1);
    assert_eq!(state(&warden), "missed");
    assert_eq!(pages(), before + 1, "it is recorded");
    world.wait_minutes(30);
    assert_eq!((pages(), state(&warden).as_str()), (before + 1, "missed"), "once");

    let told = || {
        leader.sync();
        let status: Status = leader.does("status", json!({}));
        let queue: ReviewQueue = leader.does("review_queue", json!({}));
        assert_eq!(status.missed_check_ins as usize, queue.missed.len());
        queue.missed
    };
    assert!(told().is_empty(), "nothing has arrived yet");
    warden.link.cut(false);
    warden.sync();
    let seen = told();
    assert_eq!(
        seen,
        [MissedCheckIn {
            patrol: patrol.id.clone(),
            by: "Demo warden A".into(),
            area: "Great Lines".into(),
            due: "07:52".into(),
            last_seen: Some("Rope Walk stairwell, 07:22".into()),
            answered: None,
        }]
    );
    assert_eq!(warden.does::<Status>("status", json!({})).missed_check_ins, 0, "wardens are not told of each other");

    let _: Status = warden.does("im_fine", json!({}));
    warden.sync();
    assert!(told().is_empty(), "it clears when the warden checks in");
    let listed = missed(&warden);
    assert_eq!(listed[0].answered.as_deref(), Some("08:32"), "and is still listed");
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": patrol.id, "note": null }));
    warden.sync();
    leader.sync();
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": patrol.id }));
    assert_eq!(review.patrol.missed, listed);
}

#[test]
fn ending_the_patrol_clears_it_too_and_nothing_runs_after() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let patrol = alone(&warden, Some(30));
    world.wait_minutes(45);
    assert_eq!(state(&warden), "missed");
    warden.sync();
    leader.sync();
    assert_eq!(leader.does::<ReviewQueue>("review_queue", json!({})).missed[0].last_seen, None);
    let ended: PatrolView = warden.does("end_patrol", json!({}));
    assert_eq!((ended.missed.len(), ended.missed[0].answered.as_deref()), (1, Some("07:57")));
    assert_eq!(check_in(&warden), None);
    world.wait_minutes(120);
    warden.sync();
    leader.sync();
    assert!(leader.does::<ReviewQueue>("review_queue", json!({})).missed.is_empty());
    let carried: PatrolView = warden.does("carry_on_patrol", json!({ "id": patrol.id }));
    assert_eq!(carried.missed.len(), 1, "the time in between counts for nothing");
    assert_eq!(state(&warden), "running");
}

#[test]
fn a_locked_tablet_reminds_takes_im_fine_without_a_pin_and_records_what_was_missed() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    alone(&warden, Some(60));
    let _: Status = warden.does("lock", json!({}));
    world.leave_alone_minutes(65);
    assert_eq!(state(&warden), "due");
    let status: Status = warden.does("im_fine", json!({}));
    assert!(status.session.is_none(), "nobody is unlocked by it");
    assert_eq!(status.check_in.unwrap().state, "running");
    world.leave_alone_minutes(30);
    warden.find_needles(1);
    world.leave_alone_minutes(59);
    assert_eq!(state(&warden), "running", "a finding on the locked page is a sign of life");
    world.leave_alone_minutes(20);
    assert_eq!(state(&warden), "missed");
    let _ = warden.unlock();
    assert_eq!(missed(&warden)[0].due, "09:47");
    assert_eq!(state(&warden), "missed", "a PIN is no page: it is answered by hand");
}

#[test]
fn each_person_of_a_tablet_has_a_check_in_of_their_own() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    alone(&tablet, Some(30));
    let status = tablet.enrol(&world.code_for("Demo warden B", "warden"));
    assert_eq!(status.check_in, None, "the patrol is another person's");
    world.wait_minutes(20);
    alone(&tablet, Some(60));
    tablet.find_needles(1);
    world.wait_minutes(25);
    assert_eq!(state(&tablet), "running", "what one of them recorded says nothing of the other");
    let people = tablet.does::<Status>("status", json!({})).people;
    let first = people.iter().find(|person| person.name == "Demo warden A").unwrap();
    let unlocked: Status = tablet.does("unlock", json!({ "user": first.user, "pin": tests::PIN }));
    assert_eq!(unlocked.check_in.unwrap().state, "missed");
    assert_eq!(missed(&tablet)[0].due, "07:42");
}

#[test]
fn what_a_closed_app_missed_is_recorded_when_it_opens() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    alone(&warden, Some(30));
    let warden = {
        world.wait_minutes(90);
        warden.restart()
    };
    assert_eq!(state(&warden), "missed");
    let _ = warden.unlock();
    assert_eq!(missed(&warden)[0].due, "07:42");
}

#[test]
fn the_check_in_is_for_who_is_alone_and_is_kept_as_last_chosen() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let chosen = || warden.does::<StartChoices>("start_patrol_choices", json!({})).check_in;
    assert_eq!(chosen(), None);
    let no_check_in = warden.refused("im_fine", json!({}));
    assert_eq!(no_check_in.code, ErrorCode::PatrolState);
    for (with, every) in [(json!(["Demo warden B"]), 60), (json!([]), 45)] {
        let refused = warden.refused(
            "start_patrol",
            json!({ "mode": "foot", "area": "Luton", "with": with, "weather": null, "check_in": every }),
        );
        assert_eq!(refused.field.as_deref(), Some("check_in"));
    }
    alone(&warden, Some(90));
    assert_eq!(chosen(), Some(90));
    let _: PatrolView = warden.does("end_patrol", json!({}));
    let together = json!({ "mode": "foot", "area": "Luton", "with": ["Demo warden B"], "weather": null });
    let _: PatrolView = warden.does("start_patrol", together);
    assert_eq!((chosen(), check_in(&warden)), (Some(90), None), "a patrol with somebody changes nothing of it");
    let _: PatrolView = warden.does("end_patrol", json!({}));
    alone(&warden, None);
    assert_eq!((chosen(), check_in(&warden)), (Some(0), None));
    assert!(warden.refused("im_fine", json!({})).message.contains("when a patrol starts"));
    let _: Value = warden.does("today", json!({}));
}

#[test]
fn a_clock_that_is_set_back_puts_no_check_in_off() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    alone(&warden, Some(60));
    world.clock.pass_minutes(30);
    world.clock.set_minutes(-120);
    assert_eq!(state(&warden), "running");
    world.clock.pass_minutes(29);
    assert_eq!(state(&warden), "running");
    world.clock.pass_minutes(1);
    assert_eq!(state(&warden), "due", "an hour has passed since the patrol started");
    let _: Status = warden.does("im_fine", json!({}));
    assert_eq!(state(&warden), "running");
    world.clock.pass_minutes(59);
    assert_eq!(state(&warden), "running", "and an hour goes by after it");
    world.clock.set_minutes(-10);
    let pages = || warden.does::<Status>("status", json!({})).next_page;
    let before = pages();
    world.clock.pass_minutes(11);
    assert_eq!((state(&warden).as_str(), pages()), ("missed", before + 1));
    world.clock.set_minutes(-45);
    assert_eq!(state(&warden), "missed");
    world.clock.pass_minutes(60);
    assert_eq!((state(&warden).as_str(), pages()), ("missed", before + 1), "it is recorded once");
    let _ = warden.unlock();
    assert_eq!(missed(&warden).len(), 1);
    let _: Status = warden.does("im_fine", json!({}));
    assert_eq!(state(&warden), "running");
    assert!(missed(&warden)[0].answered.is_some());
}

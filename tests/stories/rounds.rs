//! Rounds: hotspots are looked at one after the other, and that nothing was found is recorded as well.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

/// A leader who keeps three hotspots and a round of them, and a warden who knows of it.
struct Chatham {
    world: World,
    leader: Tablet,
    warden: Tablet,
    places: Vec<String>,
    round: String,
}

impl Chatham {
    fn new() -> Self {
        Self::walked(json!({ "days": "every_day", "by_time": "12:00" }))
    }

    fn walked(when: Value) -> Self {
        let world = World::new();
        let leader = world.tablet("Demo leader", "leader");
        let warden = world.tablet("Demo warden A", "warden");
        let names = ["Pier steps", "Town Hall Gardens", "Rope Walk stairwell"];
        let places: Vec<_> = names.iter().zip(0..).map(|(name, at)| hotspot(&leader, name, at)).collect();
        let round = round(&leader, &places, when);
        let chatham = Self { world, leader, warden, places, round };
        chatham.meet();
        chatham
    }

    fn meet(&self) {
        for tablet in [&self.leader, &self.warden, &self.leader, &self.warden] {
            tablet.sync();
        }
    }

    fn starts(&self, tablet: &Tablet) -> PatrolView {
        tablet.does(
            "start_patrol",
            json!({ "mode": "foot", "area": "Chatham", "with": [], "weather": null, "round": self.round }),
        )
    }

    fn nothing(&self, tablet: &Tablet, place: usize) -> Saved {
        tablet.does("nothing_found", json!({ "hotspot": self.places[place] }))
    }

    /// Finds needles at a place of the round.
    fn finds(&self, tablet: &Tablet, place: usize) -> Saved {
        tablet.save(&self.needles_at(tablet, place))
    }

    fn needles_at(&self, tablet: &Tablet, place: usize) -> Form {
        let form: Form = tablet.does("open_form", json!({ "kind": "drug_litter", "hotspot": self.places[place] }));
        tablet.answer(&form, json!({ "n_needle": 2 }))
    }

    fn ends(&self, hotspot: &str, status: &str) {
        let form = self.leader.reopen(hotspot, "correct");
        let answers = json!({ "status": status, "active_from": "2025-03-01", "active_to": "2025-03-17" });
        let answers = if status == "ended" { answers } else { json!({ "status": status }) };
        self.leader.save(&self.leader.answer(&form, answers));
    }
}

fn hotspot(leader: &Tablet, name: &str, at: u32) -> String {
    let form = leader.begin("hotspot");
    let answers = json!({ "name": name, "hazard": "drug_litter", "visit_frequency": "daily_am", "status": "active" });
    let form = leader.answer(&form, answers);
    let device = json!({ "lon": 0.5242 + f64::from(at) * 0.001, "lat": 51.3842, "accuracy_m": 8.0 });
    let form: Form = leader.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    leader.save(&form).finding
}

fn round(leader: &Tablet, places: &[String], when: Value) -> String {
    let form = leader.answer(&leader.begin("round"), json!({ "name": "Morning round", "places": places }));
    leader.save(&leader.answer(&form, when)).finding
}

fn patrol(tablet: &Tablet) -> PatrolView {
    tablet.does("patrol", json!({ "id": null }))
}

/// The marks on the bar, as they are drawn.
fn bar(round: &RoundView) -> Vec<String> {
    let mark = |place: &RoundPlace| match &place.check {
        Some(check) if check.result == "nothing" => "tick".to_owned(),
        Some(check) => check.finds.to_string(),
        None if round.next.as_ref() == Some(&place.hotspot) => "next".to_owned(),
        None => String::new(),
    };
    round.places.iter().map(mark).collect()
}

#[test]
fn a_round_is_walked_with_a_tap_a_place_and_its_zeros_reach_the_leader() {
    let chatham = Chatham::new();
    let (warden, leader) = (&chatham.warden, &chatham.leader);
    let choices: StartChoices = warden.does("start_patrol_choices", json!({}));
    assert_eq!(choices.rounds[0].second, "3 places, due before 12:00");
    assert!(choices.rounds[0].due);
    let started = chatham.starts(warden);
    assert_eq!(bar(&started.rounds[0]), ["next", "", ""]);
    assert!(started.rounds[0].walked_now);

    let saved = chatham.nothing(warden, 0);
    assert_eq!(saved.sentence, format!("Pier steps: nothing found. Page {} is on this tablet", saved.page));
    assert_eq!(bar(&patrol(warden).rounds[0]), ["tick", "next", ""]);
    chatham.nothing(warden, 2);
    let shown = patrol(warden);
    assert_eq!(bar(&shown.rounds[0]), ["tick", "next", "tick"], "what was passed over is next again");
    assert_eq!((shown.rounds[0].checked, shown.rounds[0].nothing_found), (2, 2));
    assert!(shown.findings.is_empty() && shown.to_finish.is_empty(), "a check is no finding");

    let ended: PatrolView = warden.does("end_patrol", json!({}));
    assert!(!ended.rounds[0].walked_now);
    let _: PatrolView = warden.does("submit_patrol", json!({ "id": started.id, "note": null }));
    chatham.meet();
    let review: ReviewPatrol = leader.does("review_patrol", json!({ "id": started.id }));
    let round = &review.patrol.rounds[0];
    assert_eq!((round.name.as_str(), round.checked, round.places.len()), ("Morning round", 2, 3));
    let check = round.places[0].check.as_ref().unwrap();
    assert_eq!(check.when, "07:12, Demo warden A");
    let page = leader.finding(&check.id);
    assert_eq!((page.line.summary.as_str(), page.line.place.as_str()), ("Nothing found", "Pier steps"));
    assert!(page.place.grid.is_some(), "its place is the hotspot's");
}

#[test]
fn what_is_found_at_a_place_names_the_hotspot_and_is_part_of_its_check() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    chatham.starts(warden);
    let form = chatham.needles_at(warden, 1);
    assert!(form.subtitle.ends_with("at Town Hall Gardens"), "{}", form.subtitle);
    assert!(form.place.sentence.ends_with("that of the hotspot: Town Hall Gardens"), "{}", form.place.sentence);
    let before: Arrived = warden.does("arrived", json!({ "all": true, "before": null }));
    let saved = warden.save(&form);
    let after: Arrived = warden.does("arrived", json!({ "all": true, "before": null }));
    assert_eq!(after.pages, before.pages + 1, "the finding and its check are one page");
    assert_eq!(after.rows[0].detail, "Drug litter");

    let finding = warden.finding(&saved.finding);
    let said = |field: &str| finding.answers.iter().find(|row| row.field == field).map(|row| row.text.clone());
    assert_eq!(said("source").as_deref(), Some("Hotspot check"));
    assert_eq!(said("hotspot").as_deref(), Some("Town Hall Gardens, drug litter, Every morning"));
    assert_eq!(finding.line.place, "Town Hall Gardens");
    assert!(finding.place.grid.is_some(), "without a position of its own it has the hotspot's");
    let finish = warden.reopen(&saved.finding, "finish");
    assert!(finish.fields.iter().all(|field| field.id != "hotspot"), "what is known is not asked again");

    chatham.finds(warden, 1);
    let shown = patrol(warden);
    assert_eq!(bar(&shown.rounds[0]), ["", "2", "next"], "a second find belongs to the same check");
    assert_eq!((shown.findings.len(), shown.rounds[0].finds), (2, 2));

    let own = |lon: f64| {
        let form = chatham.needles_at(warden, 2);
        let device = json!({ "lon": lon, "lat": 51.3842, "accuracy_m": 5.0 });
        let form: Form = warden.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
        warden.finding(&warden.save(&form).finding)
    };
    let near = own(0.5272);
    assert_eq!(near.place.lon, Some(0.5272), "the tablet's own position goes before the hotspot's");
    assert_eq!(near.line.place, "Rope Walk stairwell", "under the name of the place");
    assert_eq!(own(0.5402).line.place, "Chatham", "too far away to be there");
}

#[test]
fn a_nil_check_becomes_a_find_and_goes_back_and_both_stay_legible() {
    let chatham = Chatham::new();
    let (warden, leader) = (&chatham.warden, &chatham.leader);
    chatham.starts(warden);
    let nil = chatham.nothing(warden, 0);
    chatham.world.wait_minutes(3);
    let found = chatham.finds(warden, 0);
    let check = warden.finding(&nil.finding);
    let result = |view: &FindingView| view.answers.iter().find(|row| row.field == "result").cloned().unwrap();
    assert_eq!(result(&check).text, "Something found");
    assert_eq!(result(&check).struck, ["Nothing found"]);
    assert_eq!(bar(&patrol(warden).rounds[0])[0], "1");

    let form: Form = warden.does("undo_save", json!({ "id": found.finding }));
    let back = warden.finding(&nil.finding);
    assert_eq!(result(&back).text, "Nothing found");
    assert_eq!(bar(&patrol(warden).rounds[0])[0], "tick", "undoing the finding undoes what it did to the check");
    warden.save(&form);
    assert_eq!(bar(&patrol(warden).rounds[0])[0], "1", "saved again, it belongs to the check again");

    let correct = warden.answer(&warden.reopen(&nil.finding, "correct"), json!({ "result": "nil" }));
    warden.save(&correct);
    chatham.meet();
    let seen = leader.finding(&nil.finding);
    assert_eq!(result(&seen).text, "Nothing found");
    assert!(result(&seen).struck.contains(&"Something found".to_owned()));
}

#[test]
fn a_check_and_the_first_find_of_a_place_are_taken_back_within_ten_seconds() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    chatham.starts(warden);
    let saved = chatham.nothing(warden, 0);
    let _: Nothing = warden.does("undo_check", json!({ "id": saved.finding }));
    assert_eq!(bar(&patrol(warden).rounds[0]), ["next", "", ""]);
    assert!(warden.finding(&saved.finding).line.states.contains(&"recorded_by_mistake".to_owned()));
    assert_eq!(warden.refused("undo_check", json!({ "id": saved.finding })).code, ErrorCode::NotFound, "only once");

    let found = chatham.finds(warden, 0);
    let wrong = warden.refused("undo_check", json!({ "id": found.finding }));
    assert_eq!(wrong.code, ErrorCode::NotFound, "a finding is not taken back as a check");
    let found = chatham.finds(warden, 1);
    let _: Form = warden.does("undo_save", json!({ "id": found.finding }));
    assert_eq!(bar(&patrol(warden).rounds[0]), ["1", "next", ""], "its check went with it");

    let late = chatham.nothing(warden, 2);
    chatham.world.wait_minutes(1);
    assert!(warden.refused("undo_check", json!({ "id": late.finding })).message.contains("too late"));
}

#[test]
fn checks_are_refused_without_a_patrol_at_an_ended_place_and_a_second_time() {
    let chatham = Chatham::new();
    let (warden, leader) = (&chatham.warden, &chatham.leader);
    let first = json!({ "hotspot": chatham.places[0] });
    let refused = warden.refused("nothing_found", first.clone());
    assert_eq!(refused.code, ErrorCode::PatrolState);
    assert!(refused.message.contains("Start one"), "{}", refused.message);
    let form = json!({ "kind": "drug_litter", "hotspot": chatham.places[0] });
    assert_eq!(warden.refused("open_form", form.clone()).code, ErrorCode::PatrolState);
    assert_eq!(warden.refused("walk_round", json!({ "id": chatham.round })).code, ErrorCode::PatrolState);

    chatham.starts(warden);
    chatham.nothing(warden, 0);
    let twice = warden.refused("nothing_found", first.clone());
    assert_eq!(
        twice.message,
        "This patrol checked Pier steps at 07:12: nothing was found. Open that check to correct it."
    );
    chatham.world.wait_minutes(61);
    chatham.nothing(warden, 0);

    chatham.ends(&chatham.places[1], "ended");
    chatham.ends(&chatham.places[2], "paused");
    chatham.meet();
    let ended = warden.refused("nothing_found", json!({ "hotspot": chatham.places[1] }));
    assert!(ended.message.starts_with("Town Hall Gardens is not looked at any more"), "{}", ended.message);
    assert_eq!(warden.refused("nothing_found", json!({ "hotspot": "nowhere" })).code, ErrorCode::NotFound);
    let round = &patrol(warden).rounds[0];
    assert_eq!((bar(round), round.next.as_deref()), (vec!["tick".to_owned()], None), "what ended is left out");
    let list: Vec<HotspotLine> = warden.does("hotspots", json!({ "here": null }));
    assert_eq!(list.len(), 1, "nor is it listed");

    let _: Status = warden.does("lock", json!({}));
    for (command, request) in [("nothing_found", first), ("hotspots", json!({ "here": null })), ("open_form", form)] {
        let refused = warden.refused(command, request);
        assert_eq!(refused.code, ErrorCode::Locked, "{command} answered while locked");
    }
    assert_eq!(leader.refused("open_form", json!({ "kind": "hotspot_visit" })).code, ErrorCode::NotFound);
}

#[test]
fn a_round_without_places_is_not_offered_and_cannot_be_walked() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    for place in &chatham.places {
        chatham.ends(place, "ended");
    }
    chatham.meet();
    let choices: StartChoices = warden.does("start_patrol_choices", json!({}));
    assert!(choices.rounds.is_empty());
    assert!(warden.does::<Today>("today", json!({})).rounds.is_empty());
    let start = json!({ "mode": "foot", "area": "Chatham", "with": [], "weather": null, "round": chatham.round });
    let refused = warden.refused("start_patrol", start.clone());
    assert_eq!(refused.field.as_deref(), Some("round"));
    chatham.ends(&chatham.round, "paused");
    chatham.meet();
    assert!(warden.refused("start_patrol", start).message.contains("not walked any more"));
}

#[test]
fn a_hotspot_is_checked_outside_a_round_nearest_first() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    warden.start_patrol("Chatham");
    let here = json!({ "here": { "lon": 0.5262, "lat": 51.3842, "accuracy_m": 6.0 } });
    let list: Vec<HotspotLine> = warden.does("hotspots", here);
    let near: Vec<_> = list.iter().map(|line| (line.name.as_str(), line.away.as_deref().unwrap())).collect();
    assert_eq!(
        near,
        [("Rope Walk stairwell", "0 m away"), ("Town Hall Gardens", "70 m away"), ("Pier steps", "140 m away")]
    );
    chatham.nothing(warden, 2);
    chatham.finds(warden, 1);
    let shown = patrol(warden);
    assert!(shown.rounds.is_empty());
    let checks: Vec<_> =
        shown.checks.iter().map(|check| (check.name.as_str(), check.result.as_str(), check.finds)).collect();
    assert_eq!(checks, [("Town Hall Gardens", "find", 1), ("Rope Walk stairwell", "nothing", 0)]);
    let list: Vec<HotspotLine> = warden.does("hotspots", json!({ "here": null }));
    assert!(list.iter().all(|line| line.away.is_none()), "no distance without a position");
    assert_eq!(list.iter().filter(|line| line.check.is_some()).count(), 2);
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.rounds[0].round.checked, 0, "the round is walked for itself");
}

#[test]
fn today_says_which_rounds_are_due_and_how_far_they_are() {
    let chatham = Chatham::walked(json!({ "days": "chosen", "on_days": ["tue"], "by_time": "12:00" }));
    let (warden, world) = (&chatham.warden, &chatham.world);
    let due = || warden.does::<Today>("today", json!({})).rounds;
    assert_eq!(due()[0].second, "3 places · before 12:00 · not started");
    warden.start_patrol("Chatham");
    let walks: PatrolView = warden.does("walk_round", json!({ "id": chatham.round }));
    assert!(walks.rounds[0].walked_now);
    chatham.nothing(warden, 0);
    let half = &due()[0];
    assert_eq!(
        (half.second.as_str(), half.late, half.walked_now),
        ("1 of 3 places checked · before 12:00", false, true)
    );
    world.wait_minutes(5 * 60);
    let late = &due()[0];
    assert_eq!((late.second.as_str(), late.late), ("1 of 3 places checked · was due before 12:00", true));
    chatham.nothing(warden, 1);
    chatham.nothing(warden, 2);
    assert_eq!((due()[0].round.next.clone(), due()[0].late), (None, false));
    world.wait_minutes(24 * 60);
    assert!(due().is_empty(), "it is Wednesday");
}

#[test]
fn two_wardens_walk_one_round_and_each_sees_what_the_other_checked() {
    let chatham = Chatham::new();
    let second = chatham.world.tablet("Demo warden B", "warden");
    second.sync();
    chatham.starts(&chatham.warden);
    chatham.starts(&second);
    chatham.nothing(&chatham.warden, 0);
    chatham.finds(&second, 2);
    for tablet in [&chatham.warden, &second, &chatham.warden] {
        tablet.sync();
    }
    let first = patrol(&chatham.warden).rounds[0].clone();
    assert_eq!(bar(&first), ["tick", "next", "1"]);
    assert_eq!(first.places[2].check.as_ref().unwrap().when, "07:12, Demo warden B");
    let other = patrol(&second).rounds[0].clone();
    assert_eq!(bar(&other), ["tick", "next", "1"]);
    chatham.nothing(&second, 1);
    let today: Today = second.does("today", json!({}));
    assert_eq!(today.rounds[0].second, "3 of 3 places checked · before 12:00");
}

#[test]
fn the_leader_sees_by_day_what_was_walked_and_what_was_missed() {
    let chatham = Chatham::new();
    let (warden, leader, world) = (&chatham.warden, &chatham.leader, &chatham.world);
    assert_eq!(warden.refused("rounds_walked", json!({ "before": null })).code, ErrorCode::NotAllowed);
    let walked = || leader.does::<RoundsWalked>("rounds_walked", json!({ "before": null }));
    assert_eq!((walked().days[0].rounds[0].state.as_str(), walked().next), ("open", None));
    let started = chatham.starts(warden);
    chatham.nothing(warden, 0);
    chatham.finds(warden, 1);
    let _: PatrolView = warden.does("end_patrol", json!({}));
    chatham.meet();
    world.wait_minutes(48 * 60);
    // What is changed later does not change what was walked.
    chatham.ends(&chatham.places[2], "ended");
    let _ = leader.unlock();
    let days = walked().days;
    let said: Vec<_> = days.iter().map(|day| (day.day.as_str(), day.rounds[0].state.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Thursday 20 March 2025", "open"),
            ("Wednesday 19 March 2025", "not_walked"),
            ("Tuesday 18 March 2025", "in_part")
        ]
    );
    let tuesday = &days[2].rounds[0];
    assert_eq!((tuesday.round.checked, tuesday.round.places.len(), tuesday.round.nothing_found), (2, 3, 1));
    assert_eq!(tuesday.not_checked, ["Rope Walk stairwell"]);
    assert_eq!(tuesday.patrols[0].id, started.id);
    assert_eq!(tuesday.due.as_deref(), Some("before 12:00"));
    world.wait_minutes(8 * 24 * 60);
    let next = walked().next.expect("the first days stand in a stretch of their own");
    let earlier: RoundsWalked = leader.does("rounds_walked", json!({ "before": next }));
    assert_eq!(earlier.days.last().unwrap().date, "2025-03-18");
    assert_eq!(earlier.next, None);
    assert_eq!(leader.refused("rounds_walked", json!({ "before": "yesterday" })).code, ErrorCode::BadRequest);
}

#[test]
fn a_night_round_is_of_the_day_on_which_its_patrol_began() {
    let chatham = Chatham::new();
    let (warden, leader, world) = (&chatham.warden, &chatham.leader, &chatham.world);
    // At 07:12 it began; now it is 23:50.
    world.wait_minutes(16 * 60 + 38);
    let _ = warden.unlock();
    chatham.starts(warden);
    world.wait_minutes(30);
    let _ = warden.unlock();
    chatham.nothing(warden, 0);
    let _: PatrolView = warden.does("end_patrol", json!({}));
    world.wait_minutes(7 * 60);
    let _ = warden.unlock();
    let due = warden.does::<Today>("today", json!({})).rounds;
    assert_eq!(
        due[0].second, "3 places · before 12:00 · not started",
        "the morning's round is not begun by the night's"
    );
    chatham.starts(warden);
    assert_eq!(bar(&patrol(warden).rounds[0]), ["next", "", ""]);
    chatham.nothing(warden, 0);
    chatham.meet();
    let _ = leader.unlock();
    let days = leader.does::<RoundsWalked>("rounds_walked", json!({ "before": null })).days;
    let said: Vec<_> = days.iter().map(|day| (day.date.as_str(), day.rounds[0].round.checked)).collect();
    assert_eq!(said, [("2025-03-19", 1), ("2025-03-18", 1)]);
}

#[test]
fn what_is_the_same_as_an_earlier_find_is_a_find_of_the_place_where_it_was_seen_again() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    chatham.starts(warden);
    let tip = |answers: Value| {
        let form: Form = warden.does("open_form", json!({ "kind": "fly_tip", "hotspot": chatham.places[0] }));
        let device = json!({ "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 });
        let form: Form = warden.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
        warden.answer(&form, answers)
    };
    let earlier = warden.save(&tip(json!({ "waste_types": ["household_bags"], "size": "single_bag" })));
    let _: PatrolView = warden.does("end_patrol", json!({}));
    chatham.world.wait_minutes(24 * 60);
    let _ = warden.unlock();
    chatham.starts(warden);
    assert_eq!(bar(&patrol(warden).rounds[0]), ["next", "", ""]);
    let form = tip(json!({}));
    let same = json!({ "draft": form.draft, "finding": earlier.finding, "answer": "there" });
    let form: Form = warden.does("say_same", same);
    assert_eq!(warden.save(&form).finding, earlier.finding);
    assert_eq!(bar(&patrol(warden).rounds[0]), ["1", "next", ""]);
}

#[test]
fn a_round_that_is_somebodys_is_on_their_today_and_in_a_cover_on_that_of_who_covers() {
    let chatham = Chatham::walked(json!({ "days": "every_day", "by_time": "12:00", "walked_by": "Demo warden A" }));
    let other = chatham.world.tablet("Demo warden B", "warden");
    let meet = || {
        chatham.meet();
        other.sync();
        chatham.meet();
    };
    meet();
    let due = |tablet: &Tablet| -> Vec<String> {
        let today: Today = tablet.does("today", json!({}));
        today.rounds.into_iter().map(|round| round.second).collect()
    };
    assert_eq!(due(&chatham.warden), ["3 places · before 12:00 · not started"]);
    assert!(due(&other).is_empty() && due(&chatham.leader).is_empty(), "it is whose it is");
    let choices: StartChoices = other.does("start_patrol_choices", json!({}));
    assert_eq!(choices.rounds.len(), 1, "anybody can walk it all the same");

    let ill = json!({ "away": "Demo warden A", "covered_by": "Demo warden B", "from_day": "2025-03-18", "to_day": "2025-03-19" });
    chatham.leader.save(&chatham.leader.answer(&chatham.leader.begin("cover"), ill));
    meet();
    assert_eq!(due(&other), ["For Demo warden A · 3 places · before 12:00 · not started"]);
    assert!(due(&chatham.warden).is_empty(), "while they are away it is not theirs");
    chatham.starts(&other);
    chatham.nothing(&other, 0);
    assert_eq!(due(&other), ["For Demo warden A · 1 of 3 places checked · before 12:00"]);
    let _: PatrolView = other.does("end_patrol", json!({}));
    chatham.world.wait_minutes(2 * 24 * 60);
    meet();
    assert_eq!((due(&chatham.warden).len(), due(&other).len()), (1, 0), "the cover has ended");
}

#[test]
fn checks_of_hotspots_are_written_as_a_table_with_the_zeros() {
    let chatham = Chatham::new();
    chatham.starts(&chatham.warden);
    chatham.nothing(&chatham.warden, 0);
    chatham.finds(&chatham.warden, 1);
    chatham.meet();
    let filter = json!({ "filter": { "kind": "hotspot_visit" } });
    let exported: Exported = chatham.leader.does("export_findings", filter);
    assert_eq!(exported.rows, 2);
    let table = std::fs::read_to_string(exported.path).unwrap();
    let rows: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
    assert!(rows[0].contains("Hotspot,Round,Result,Findings"), "{}", rows[0]);
    let row = |name: &str| *rows.iter().skip(1).find(|row| row.contains(name)).unwrap();
    assert!(row("Pier steps").contains("Nothing found"), "{}", row("Pier steps"));
    let found = row("Town Hall Gardens");
    assert!(found.contains("Something found") && found.contains("Drug litter"), "{found}");
}

#[test]
fn a_find_that_is_typed_in_later_belongs_to_the_check_of_its_own_time() {
    let chatham = Chatham::new();
    let warden = &chatham.warden;
    chatham.starts(warden);
    chatham.nothing(warden, 0);
    let then = chrono::DateTime::from_timestamp_millis(app::Clock::now(&chatham.world.clock)).unwrap().to_rfc3339();
    chatham.world.wait_minutes(90);
    let form = chatham.needles_at(warden, 0);
    warden.save(&warden.answer(&form, json!({ "occurred_at": then })));
    let checks = |tablet: &Tablet| {
        let lines: Vec<HotspotLine> = tablet.does("hotspots", json!({ "here": null }));
        lines.into_iter().filter_map(|line| line.check).map(|check| (check.result, check.finds)).collect::<Vec<_>>()
    };
    assert_eq!(checks(warden), [("find".to_owned(), 1)], "the check of then, and no other");
    let visits: FindingsPage = warden.does("findings", json!({ "kind": "hotspot_visit" }));
    assert_eq!(visits.total, 1);
}

#[test]
fn every_hotspot_is_listed_however_many_there_are() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let first = hotspot(&leader, "Pier steps", 0);
    for number in 0..200 {
        hotspot(&leader, &format!("Place {number}"), 1);
    }
    let lines: Vec<HotspotLine> = leader.does("hotspots", json!({ "here": null }));
    assert_eq!(lines.len(), 201);
    assert!(lines.iter().any(|line| line.id == first), "the oldest too");
}

//! The morning summary at the office: what arrived overnight, from which tablets, and what did not and why.

use app::Clock as _;
use app::contract::*;
use serde_json::json;
use server::morning::{evening_before, words};
use server_core::{FromTablet, Morning};
use tests::{Tablet, World, jpeg};

/// Hours after the morning on which a World begins, 07:12.
const EVENING: i64 = 11 * 60;
const NIGHT: i64 = 13 * 60;

fn morning(world: &World) -> (Morning, String) {
    let (catalogue, now) = (world.centre.catalogue().unwrap(), world.clock.now());
    let morning = world.centre.morning(&catalogue, evening_before(now), now).unwrap();
    let words = words(&morning);
    (morning, words)
}

fn code(tablet: &Tablet) -> String {
    tablet.does::<Status>("status", json!({})).book_code.unwrap()
}

/// Time passes, and the server marks how far it has come, as it does each minute.
fn passes(world: &World, minutes: i64) {
    world.wait_minutes(minutes);
    world.centre.mark(world.clock.now()).unwrap();
}

fn of<'a>(morning: &'a Morning, tablet: &str) -> &'a FromTablet {
    morning.teams[0].tablets.iter().find(|from| from.code == tablet).unwrap()
}

#[test]
fn what_arrived_overnight_is_told_by_tablet_and_what_was_there_before_is_not() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let late = world.tablet("Demo warden B", "warden");
    world.centre.mark(world.clock.now()).unwrap();
    let before = warden.find_needles(1);
    for tablet in [&warden, &leader, &late] {
        tablet.sync();
    }
    let silent = code(&late);
    late.link.cut(true);
    late.find_needles(9);
    passes(&world, 5);
    passes(&world, EVENING);

    warden.unlock();
    warden.start_patrol("Luton");
    warden.find_needles(2);
    let form = warden.begin("drug_litter");
    warden.photo(&warden.answer(&form, json!({ "n_needle": 4 })), jpeg(1, 1_200, 900));
    warden.save(&form);
    let form = warden.reopen(&before.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 3 })));
    warden.link.refuse_photos(true);
    warden.sync();
    world.back_up();
    passes(&world, NIGHT);
    let (told, words) = morning(&world);
    let from = of(&told, &code(&warden));
    assert_eq!(from.people, ["Demo warden A"]);
    assert_eq!((from.findings.clone(), from.patrols_open), ([("Drug litter".to_owned(), 2)].into(), 1));
    assert_eq!((told.teams[0].changed, from.photos_to_come, from.silent), (1, 1, false), "{told:?}");
    let missing = of(&told, &silent);
    assert!(missing.silent && missing.findings.is_empty(), "{missing:?}");
    assert_eq!((told.pages_not_backed_up, told.photos_not_backed_up), (0, 0));
    for says in [
        "Medway Council\nWhat arrived from Tue 18 March 2025, 18:00 to Wed 19 March 2025, 07:17\n".to_owned(),
        "Arrived: 2 findings, 0 submitted patrols.".to_owned(),
        format!("{}, Demo warden A: 2 drug litter, 1 patrol not submitted", code(&warden)),
        "Changed: 1 finding of before.".to_owned(),
        format!("{silent}, Demo warden B: not heard from since Tue 18 March 2025, 07:12"),
        "1 photo waits on the tablet".to_owned(),
        "Everything that arrived is backed up.".to_owned(),
    ] {
        assert!(words.contains(&says), "{says:?} is not in:\n{words}");
    }

    late.link.cut(false);
    late.sync();
    let (told, words) = morning(&world);
    assert_eq!(of(&told, &silent).findings.values().sum::<u64>(), 1, "it came at last");
    assert!(told.pages_not_backed_up > 0 && words.contains("Not backed up yet: "), "{words}");
}

#[test]
fn nothing_of_a_restricted_part_is_told_and_pages_that_wait_for_a_check_are_counted() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.sync();
    world.centre.mark(world.clock.now()).unwrap();
    passes(&world, EVENING);
    warden.unlock();
    let form = warden.begin("vulnerability_concern");
    let concern = json!({
        "immediate_danger": false, "concern": "cuckooing", "person": "Ambrosine",
        "what_seen": "Quillfeather let strangers in", "told_person": "yes", "consent": "not_asked",
    });
    warden.save(&warden.answer(&form, concern));
    let withdrawn = code(&warden);
    world.centre.withdraw_device(&withdrawn, world.clock.now()).unwrap();
    warden.find_needles(1);
    warden.sync();
    passes(&world, NIGHT);
    let (told, words) = morning(&world);
    assert_eq!(told.teams[0].to_check, 1, "the concern is the safeguarding lead's");
    assert!(words.contains("To be checked by a leader, and in no figure until then: 1 page"), "{words}");
    for canary in ["Ambrosine", "Quillfeather", "oncern"] {
        assert!(!words.contains(canary) && !serde_json::to_string(&told).unwrap().contains(canary), "{words}");
    }
}

#[test]
fn a_quiet_night_and_an_office_that_was_never_served_are_told_plainly() {
    let world = World::new();
    let (told, words) = morning(&world);
    assert_eq!(told.teams[0].tablets, []);
    assert!(words.contains("Arrived: 0 findings, 0 submitted patrols."), "{words}");
    assert!(words.contains("Not arrived: nothing, as far as the tablets have said."), "{words}");
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(1);
    warden.sync();
    let (told, _) = morning(&world);
    assert_eq!(told.teams[0].tablets[0].findings.len(), 1, "where nothing was marked, all is news");
}

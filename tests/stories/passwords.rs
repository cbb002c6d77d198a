//! A person is added by name and password, and a grant that nears its end is given anew, with nobody doing anything.

use app::contract::*;
use serde_json::{Value, json};
use tests::{PIN, World};

const TEAM: &str = "Chatham and Rochester";
const PASSWORD: &str = "three plain words";
const DAY: i64 = 24 * 60;

fn shown(name: &str, password: &str) -> Value {
    json!({ "office": "", "code": "", "name": name, "password": password, "pin": PIN })
}

#[test]
fn a_colleague_is_added_by_name_and_password_and_writes_as_themselves() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let mine = tablet.find_needles(2);
    world.centre.add_account("Demo warden B", "warden", Some(TEAM), Some(PASSWORD)).unwrap();

    let unnamed = tablet.refused("enrol", shown(" ", PASSWORD));
    assert_eq!((unnamed.code, unnamed.field.as_deref()), (ErrorCode::Invalid, Some("name")));
    let wrong = [
        tablet.refused("enrol", shown("Demo warden B", "other words")),
        tablet.refused("enrol", shown("Nobody", PASSWORD)),
    ];
    for refused in &wrong {
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::WrongCode, Some("password")));
        assert_eq!(refused.message, wrong[0].message, "it is not said which of them is wrong");
    }

    let status: Status = tablet.does("enrol", shown("Demo warden B", PASSWORD));
    assert_eq!((status.people.len(), status.session.unwrap().name.as_str()), (2, "Demo warden B"));
    let theirs = tablet.find_needles(5);
    tablet.sync();
    assert_eq!(tablet.finding(&theirs.finding).line.by, "Demo warden B");
    assert_eq!(tablet.finding(&mine.finding).line.by, "Demo warden A");
    assert_eq!(world.centre.summary().unwrap().findings, 2, "both count");
}

#[test]
fn without_a_signal_a_password_cannot_be_shown_and_the_tablet_stays_as_it_is() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    world.centre.add_account("Demo warden B", "warden", Some(TEAM), Some(PASSWORD)).unwrap();
    tablet.link.cut(true);
    assert_eq!(tablet.refused("enrol", shown("Demo warden B", PASSWORD)).code, ErrorCode::NoSignal);
    let status: Status = tablet.does("status", json!({}));
    assert_eq!((status.people.len(), status.session.unwrap().name.as_str()), (1, "Demo warden A"));
}

#[test]
fn whoever_keeps_syncing_keeps_writing_long_after_the_first_grant_has_run_out() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    for half_year in 1..=4 {
        world.wait_minutes(180 * DAY);
        let _ = tablet.unlock();
        tablet.find_needles(half_year);
        let outcome = tablet.sync();
        assert!(outcome.complete, "{}", outcome.sentence);
        // The next session writes under the new grant.
        let _: Status = tablet.does("lock", json!({}));
        assert_eq!(world.centre.summary().unwrap().findings, u64::from(half_year), "all count");
    }
}

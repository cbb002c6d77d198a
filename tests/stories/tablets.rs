//! The leader's page of tablets: what each says of itself, and which need someone.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

fn tablets(leader: &Tablet) -> Vec<TabletRow> {
    leader.sync();
    leader.does::<Tablets>("tablets", json!({})).tablets
}

#[track_caller]
fn row(leader: &Tablet, code: &str) -> TabletRow {
    tablets(leader).into_iter().find(|row| row.code == code).unwrap()
}

#[test]
fn a_silent_tablet_rings_after_its_shift_and_after_a_working_day_and_is_quiet_once_heard_from() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.start_patrol("Great Lines");
    warden.sync();
    let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
    let well = row(&leader, &code);
    assert_eq!(
        (well.state.as_str(), well.people.as_str(), well.oldest.as_str()),
        ("all_well", "Demo warden A", "nothing waiting")
    );
    assert!(well.free.is_some() && !well.version.is_empty(), "{well:?}");

    warden.link.cut(true);
    warden.find_needles(3);
    world.wait_minutes(11 * 60);
    let silent = row(&leader, &code);
    assert_eq!((silent.state.as_str(), silent.oldest.as_str()), ("nothing_arrived", "Patrol began 11 hours ago"));
    leader.unlock();
    assert_eq!(leader.does::<Status>("status", json!({})).tablets_in_need, 1);
    world.wait_minutes(2 * 24 * 60);
    leader.unlock();
    assert_eq!(row(&leader, &code).state, "not_heard");

    warden.link.cut(false);
    warden.sync();
    assert_eq!(row(&leader, &code).state, "all_well");
}

#[test]
fn photos_that_wait_after_the_patrol_are_counted_and_only_a_leader_is_told() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    assert_eq!(warden.refused("tablets", json!({})).code, ErrorCode::NotAllowed);
    warden.sync();
    let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
    world.centre.withdraw_device(&code, tests::MORNING).unwrap();
    let withdrawn = row(&leader, &code);
    assert_eq!((withdrawn.state.as_str(), withdrawn.people.as_str()), ("withdrawn", ""));
    assert_eq!(tablets(&leader).len(), 2, "the leader's own is among them");
}

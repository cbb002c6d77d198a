//! The leader's page of tablets: what each says of itself, and which need someone.

use app::contract::*;
use serde_json::json;
use std::path::Path;
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

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to)
        } else {
            std::fs::copy(entry.path(), to).map(drop).unwrap()
        }
    }
}

/// The tablet with its disk as it is in the other folder.
fn put_back(tablet: Tablet, earlier: &Path) -> Tablet {
    tablet.link.cut(true);
    let tablet = tablet.restart_after(|folder| {
        std::fs::remove_dir_all(folder).unwrap();
        copy(earlier, folder);
    });
    tablet.unlock();
    tablet
}

#[test]
fn a_leader_reads_of_a_tablet_that_was_put_back_and_of_one_that_wrote_on_meanwhile() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let partings = || leader.does::<Tablets>("tablets", json!({})).partings;
    for (writes_on, said) in
        [(false, " was put back to how it was at its page 2 ("), (true, " went on in two ways after its page 2 (")]
    {
        let before = partings().len();
        let name = if writes_on { "Demo warden B" } else { "Demo warden A" };
        let warden = world.tablet(name, "warden");
        warden.find_needles(1);
        warden.sync();
        let earlier = tempfile::tempdir().unwrap();
        let warden = warden.restart_after(|folder| copy(folder, earlier.path()));
        warden.unlock();
        let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
        warden.find_needles(2);
        warden.sync();
        let warden = put_back(warden, earlier.path());
        if writes_on {
            warden.find_needles(3);
        }
        warden.link.cut(false);
        for _ in 0..4 {
            warden.sync();
        }
        // The new book is begun with the next page.
        warden.find_needles(4);
        warden.sync();
        leader.sync();
        let told = partings();
        assert_eq!(told.len(), before + 1, "{told:?}");
        assert!(told.iter().any(|told| told.starts_with(&format!("{code}{said}"))), "{told:?}");
    }
}

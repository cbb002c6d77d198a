//! What the office had confirmed and no longer shows is noticed at the next contact, said plainly, and brought back.

use crate::world::{NOW, Tablet, World, record};
use protocol::{Reply, Request, pack, unpack};
use sync::{Office, Outcome, Problem};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Signs as the office does each night; gives how many it signed.
fn night(world: &World, after_days: i64) -> u64 {
    world.centre().checkpoint(i64::MAX, NOW + after_days * DAY).unwrap()
}

fn kept(tablet: &Tablet) -> Option<i64> {
    tablet.store.checkpoint(tablet.scope).unwrap().map(|kept| (kept.at - NOW) / DAY)
}

fn not_shown(outcome: &Outcome) -> Vec<(Option<&str>, u64, bool)> {
    let problems = outcome.problems.iter().filter_map(|problem| match problem {
        Problem::NotShown { code, page, here, .. } => Some((code.as_deref(), *page, *here)),
        _ => None,
    });
    problems.collect()
}

#[test]
fn a_tablet_keeps_the_last_checkpoint_and_gets_it_once() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    assert_eq!(night(&world, 0), 0, "there is nothing to confirm");
    tablet.finding(record(1), "One");
    world.sync(&tablet);
    assert_eq!((kept(&tablet), night(&world, 1)), (None, 1));
    world.sync(&tablet);
    assert_eq!(kept(&tablet), Some(1));
    assert_eq!(night(&world, 2), 0, "the books stand as they stood");
    let request = Request {
        scopes: vec![protocol::ScopeState { scope: tablet.scope, digest: [0; 32], tips: None }],
        checkpoints: vec![(tablet.scope, NOW + DAY)],
        ..Request::default()
    };
    let reply = world.wire(&tablet).exchange(&pack(&request.encode())).unwrap();
    assert_eq!(Reply::decode(&unpack(&reply).unwrap()).unwrap().checkpoints, []);
    tablet.finding(record(2), "Two");
    world.sync(&tablet);
    assert_eq!(night(&world, 3), 1);
    world.sync(&tablet);
    assert_eq!(kept(&tablet), Some(3));
    assert_eq!(world.centre().verify().unwrap().problems, Vec::<String>::new());
}

#[test]
fn an_office_that_dropped_a_confirmed_page_is_told_on_by_any_tablet_that_holds_it_and_gets_it_back() {
    let world = World::new();
    let (warden, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    warden.finding(record(1), "One");
    world.sync_all(&[&warden, &other]);
    let monday = world.backup();
    warden.finding(record(2), "Two");
    world.sync_all(&[&warden, &other]);
    assert_eq!(night(&world, 1), 1);
    world.sync_all(&[&warden, &other]);

    world.put_back(&monday);
    let outcome = world.sync(&other);
    assert_eq!(not_shown(&outcome), [(Some("W01"), 3, true)]);
    assert_eq!(
        outcome.problems[0].sentence(),
        "The council office no longer shows page 3 of book W01, which it had confirmed on 19 March. Nothing is lost: this \
         tablet is sending its copy. Tell your team leader."
    );
    assert!(outcome.converged, "it was sent at once");
    assert_eq!(not_shown(&world.sync(&other)), [], "and is shown again");
    assert_eq!(not_shown(&world.sync(&warden)), []);
}

#[test]
fn an_office_that_signs_for_less_than_before_is_not_believed() {
    let world = World::new();
    let (warden, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    warden.finding(record(1), "One");
    world.sync_all(&[&warden, &other]);
    let monday = world.backup();
    warden.finding(record(2), "Two");
    world.sync_all(&[&warden, &other]);
    night(&world, 1);
    world.sync_all(&[&warden, &other]);

    world.put_back(&monday);
    assert_eq!(night(&world, 2), 1, "it no longer knows what it had signed");
    assert_eq!(not_shown(&world.sync(&other)), [(Some("W01"), 3, true)]);
    assert_eq!(kept(&other), Some(1), "the smaller one does not take its place");
    assert_eq!(night(&world, 3), 1, "the page is back, and confirmed again");
    assert_eq!(not_shown(&world.sync(&other)), []);
    assert_eq!(kept(&other), Some(3));
}

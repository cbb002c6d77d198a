//! The engine: saves arrive by themselves, the demo's switch is believed, and it ends when it is dropped.

use crate::checkpoints::{LACKING, confirmed};
use crate::wire::{Fault, Wire};
use crate::world::{NOW, Tablet, World, record};
use server_core::Centre;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Enrolment;
use sync::{Engine, Hooks, Office, Trouble};

struct Outside {
    centre: Arc<Centre>,
    changed: Mutex<Sender<()>>,
    /// Of the first exchanges.
    faults: Vec<Fault>,
}

impl Hooks for Outside {
    fn now(&self) -> i64 {
        NOW
    }

    fn office(&self, enrolment: &Enrolment) -> Result<Box<dyn Office + Send>, Trouble> {
        Ok(Box::new(Wire::to(&self.centre, &enrolment.token).exchanges(&self.faults)))
    }

    fn thumbnail(&self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    fn fetches_photos(&self) -> bool {
        false
    }

    fn is_thumbnail(&self, _: &[u8]) -> bool {
        false
    }

    fn originals_wait(&self) -> Option<sync::Waits> {
        None
    }

    fn changed(&self) {
        let _ = self.changed.lock().unwrap().send(());
    }
}

fn start(world: &World, tablet: &Tablet) -> (Engine, Receiver<()>) {
    start_with(world, tablet, &[])
}

fn start_with(world: &World, tablet: &Tablet, faults: &[Fault]) -> (Engine, Receiver<()>) {
    let (changed, changes) = channel();
    let hooks = Outside { centre: world.centre(), changed: Mutex::new(changed), faults: faults.to_vec() };
    (Engine::start(tablet.store.clone(), Box::new(hooks)).unwrap(), changes)
}

/// Waits, change by change, until it is so.
fn until(changes: &Receiver<()>, so: impl Fn() -> bool) {
    while !so() {
        changes.recv_timeout(Duration::from_secs(20)).unwrap();
    }
}

#[test]
fn what_is_saved_arrives_after_a_nudge() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (engine, changes) = start(&world, &tablet);
    until(&changes, || tablet.pages() == (1, 1));
    tablet.finding(record(1), "Two needles");
    engine.nudge();
    until(&changes, || tablet.pages() == (2, 2));
    until(&changes, || !engine.state().syncing);
    let state = engine.state();
    assert_eq!((state.last_reached, state.last_trouble_sentence), (Some(NOW), None));
    drop(engine);
    let (engine, _) = start(&world, &tablet);
    assert_eq!(engine.state().last_reached, Some(NOW), "it is remembered when the app is closed");
}

#[test]
fn without_signal_nothing_arrives_and_the_person_is_told() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (engine, changes) = start(&world, &tablet);
    until(&changes, || tablet.pages() == (1, 1));
    engine.set_signal(false);
    tablet.finding(record(1), "Two needles");
    assert!(matches!(engine.sync_now(), Err(Trouble::NoSignal)));
    assert_eq!(tablet.pages(), (2, 1));
    assert!(engine.state().last_trouble_sentence.unwrap().starts_with("No signal"));
    assert!(engine.state().signal_off);
    engine.set_signal(true);
    until(&changes, || tablet.pages() == (2, 2));
}

#[test]
fn syncing_now_waits_for_the_end_and_a_dropped_engine_lets_the_store_go() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (engine, _changes) = start(&world, &tablet);
    tablet.finding(record(1), "Two needles");
    assert!(engine.sync_now().unwrap().converged);
    assert_eq!(tablet.pages(), (2, 2));
    drop(engine);
    assert_eq!(Arc::strong_count(&tablet.store), 1, "the thread must have ended");
}

/// An office of which each call is a fault of this program, until it is mended.
struct Broken {
    mended: Arc<AtomicBool>,
    outside: Outside,
}

impl Hooks for Broken {
    fn now(&self) -> i64 {
        NOW
    }

    fn office(&self, enrolment: &Enrolment) -> Result<Box<dyn Office + Send>, Trouble> {
        assert!(self.mended.load(Ordering::SeqCst), "a fault that the test made");
        self.outside.office(enrolment)
    }

    fn thumbnail(&self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    fn fetches_photos(&self) -> bool {
        false
    }

    fn is_thumbnail(&self, _: &[u8]) -> bool {
        false
    }

    fn originals_wait(&self) -> Option<sync::Waits> {
        None
    }

    fn changed(&self) {
        self.outside.changed();
    }
}

fn start_broken(world: &World, tablet: &Tablet) -> (Engine, Receiver<()>, Arc<AtomicBool>) {
    let (changed, changes) = channel();
    let mended = Arc::new(AtomicBool::new(false));
    let outside = Outside { centre: world.centre(), changed: Mutex::new(changed), faults: Vec::new() };
    let hooks = Broken { mended: Arc::clone(&mended), outside };
    (Engine::start(tablet.store.clone(), Box::new(hooks)).unwrap(), changes, mended)
}

#[test]
fn a_fault_does_not_end_syncing() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (engine, changes, mended) = start_broken(&world, &tablet);
    until(&changes, || engine.state().last_trouble_sentence.is_some());
    assert!(engine.state().last_trouble_sentence.unwrap().contains("try again"));
    assert!(!engine.state().syncing);
    mended.store(true, Ordering::SeqCst);
    assert!(engine.sync_now().unwrap().converged);
    assert_eq!((engine.state().stopped, engine.state().last_trouble_sentence), (false, None));
}

#[test]
fn a_fault_that_comes_back_each_time_ends_syncing_with_a_word_to_the_person() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let (engine, changes, _) = start_broken(&world, &tablet);
    until(&changes, || engine.state().last_trouble_sentence.is_some());
    assert!(matches!(engine.sync_now(), Err(Trouble::Stopped)));
    assert!(matches!(engine.sync_now(), Err(Trouble::Stopped)));
    until(&changes, || engine.state().stopped);
    let state = engine.state();
    assert!(state.last_trouble_sentence.unwrap().starts_with("Sync has stopped. Close Patrolbook and open it again."));
    assert!(!state.syncing);
    engine.nudge();
    assert!(matches!(engine.sync_now(), Err(Trouble::Stopped)), "it answers at once, and does not hang");
    drop(engine);
    assert_eq!(Arc::strong_count(&tablet.store), 1, "the thread must have ended");
}

#[test]
fn what_was_found_before_the_link_was_cut_stands_until_a_sync_that_ends_well_finds_it_no_more() {
    let world = World::new();
    let ([_, other], monday, _) = confirmed(&world);
    world.put_back(&monday);
    // The third is that of a sync that found nothing more.
    let faults = [Fault::None, Fault::ReplyLost, Fault::RequestLost];
    let (engine, changes) = start_with(&world, &other, &faults);
    until(&changes, || engine.state().last_trouble_sentence.is_some() && !engine.state().syncing);
    assert_eq!(engine.state().problems, [LACKING]);
    assert!(matches!(engine.sync_now(), Err(Trouble::NoSignal)));
    assert_eq!(engine.state().problems, [LACKING]);
    assert!(engine.sync_now().unwrap().converged);
    assert_eq!(engine.state().problems, [""; 0]);
}

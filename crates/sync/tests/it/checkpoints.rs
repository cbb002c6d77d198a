//! What the office had confirmed and no longer shows is noticed at the next contact, said plainly, and brought back.

use crate::wire::{Fault, Wire};
use crate::world::{NOW, Tablet, World, options, record};
use book::{BookId, SecretKey, Tip};
use protocol::{Checkpoint, Reply, Request, pack, unpack};
use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use sync::{Office, Outcome, Problem, Progress, Trouble};

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
    assert_eq!(outcome.problems[0].sentence(), LACKING);
    assert!(outcome.converged, "it was sent at once");
    assert_eq!(not_shown(&world.sync(&other)), [], "and is shown again");
    assert_eq!(not_shown(&world.sync(&warden)), []);
}

#[test]
fn what_an_office_showed_before_the_link_was_cut_is_told() {
    let world = World::new();
    let ([_, other], monday, _) = confirmed(&world);
    world.put_back(&monday);
    let told = RefCell::new(Vec::new());
    let progress = |progress: Progress<'_>| {
        if let Progress::Problem(problem) = progress {
            told.borrow_mut().push(problem.sentence());
        }
    };
    let stop = AtomicBool::new(false);
    let options = sync::Options { progress: &progress, ..options(&stop, false) };
    // It shows less, takes the page that it lacks, and is cut off.
    let wire = world.wire(&other).exchanges(&[Fault::None, Fault::ReplyLost]);
    let cut = sync::sync_once(&*other.store, &wire, &|| NOW, &options);
    assert!(matches!(cut, Err(Trouble::NoSignal)));
    assert_eq!(*told.borrow(), [LACKING]);
    assert_eq!(not_shown(&world.sync(&other)), [], "and is shown again");
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

/// A warden's tablet and a colleague's, with a finding that a copy of the office and one of the warden's disk still lack. All that
/// they hold is confirmed on the 19th.
pub(crate) fn confirmed(world: &World) -> ([Tablet; 2], tempfile::TempDir, Tablet) {
    let (warden, other) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    warden.finding(record(1), "One");
    world.sync_all(&[&warden, &other]);
    let (monday, disk) = (world.backup(), warden.disk());
    warden.finding(record(2), "Two");
    world.sync_all(&[&warden, &other]);
    assert_eq!(night(world, 1), 1);
    world.sync_all(&[&warden, &other]);
    let copied = warden.on_disk(disk);
    ([warden, other], monday, copied)
}

pub(crate) const LACKING: &str = "The council office no longer shows page 3 of book W01, which it had confirmed on 19 March. \
    Nothing is lost: this tablet is sending its copy. Tell your team leader.";

const REWRITTEN: &str = "The council office shows another page in place of page 3 of book W01, which it had confirmed on 19 March. \
    Nothing is lost: this tablet is sending its copy. Tell your team leader.";

#[test]
fn an_office_that_shows_another_page_in_place_of_a_confirmed_one_is_told_on_and_both_are_kept() {
    // However many pages the other version has: with more of them the office shows a longer book than it had confirmed.
    for more in 0..3 {
        let world = World::new();
        let ([warden, other], monday, copied) = confirmed(&world);
        world.put_back(&monday);
        for page in 0..=more {
            copied.finding(record(10 + page), "Another");
        }
        world.sync(&copied);
        let (shown, held) = (world.centre().verify().unwrap().pages, kept(&other));

        let outcome = world.sync(&other);
        assert_eq!(not_shown(&outcome), [(Some("W01"), 3, true)], "{more} more");
        assert!(outcome.problems.iter().any(|problem| problem.sentence() == REWRITTEN), "{:?}", outcome.problems);
        assert!(outcome.converged, "{more} more: it was sent at once");
        assert_eq!(world.centre().verify().unwrap().pages, shown + 1, "beside the other");
        assert_eq!(kept(&other), held);
        assert_eq!(not_shown(&world.sync(&other)), [], "{more} more: and is shown again");
        assert_eq!(not_shown(&world.sync(&warden)), []);
        for id in (10..=10 + more).chain([1, 2]) {
            assert!(other.description(record(id)).is_some(), "{more} more: {id}");
        }
    }
}

#[test]
fn a_word_that_names_another_page_in_place_of_a_confirmed_one_is_not_kept() {
    let world = World::new();
    let ([_, other], monday, copied) = confirmed(&world);
    world.put_back(&monday);
    copied.finding(record(10), "Another");
    copied.finding(record(11), "And one more");
    world.sync(&copied);
    assert_eq!(night(&world, 2), 1, "it no longer knows what it had signed, and its book is longer");
    assert_eq!(not_shown(&world.sync(&other)), [(Some("W01"), 3, true)]);
    assert_eq!(kept(&other), Some(1));
    assert_eq!(night(&world, 3), 1, "both are there, and confirmed");
    assert_eq!(not_shown(&world.sync(&other)), []);
    assert_eq!(kept(&other), Some(3));
}

#[test]
fn an_office_that_lost_what_it_confirmed_to_a_tablet_that_never_got_it_is_told_on() {
    let world = World::new();
    let ([warden, other], monday, _) = confirmed(&world);
    let word = other.store.checkpoint(other.scope).unwrap().unwrap();
    world.put_back(&monday);
    // The word came, and then the link was cut.
    let new = world.tablet("Demo warden C", "warden");
    world.sync(&new);
    new.store.keep_checkpoint(&word).unwrap();
    let outcome = world.sync(&new);
    assert_eq!(not_shown(&outcome), [(Some("W01"), 3, false)], "though both sides hold the same");
    world.sync(&warden);
    assert_eq!(not_shown(&world.sync(&new)), []);
}

/// An office that puts a checkpoint of its own making into each reply.
struct Signs<'a>(Wire, &'a dyn Fn(Reply) -> Reply);

impl Office for Signs<'_> {
    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let reply = Reply::decode(&unpack(&self.0.exchange(packed)?).unwrap()).unwrap();
        Ok(pack(&(self.1)(reply).encode()))
    }

    fn enrol(&self, _: &protocol::EnrolRequest, _: Option<&str>) -> Result<protocol::EnrolReply, Trouble> {
        Err(Trouble::NoSignal)
    }

    fn photo_begin(&self, _: book::ScopeId, _: protocol::PhotoHash, _: u64) -> Result<u64, Trouble> {
        Err(Trouble::NoSignal)
    }

    fn photo_piece(&self, _: book::ScopeId, _: protocol::PhotoHash, _: u64, _: &[u8]) -> Result<u64, Trouble> {
        Err(Trouble::NoSignal)
    }

    fn photo_get(&self, _: book::ScopeId, _: protocol::PhotoHash, _: u64, _: u64) -> Result<Vec<u8>, Trouble> {
        Err(Trouble::NoSignal)
    }

    fn thumbnails(&self, _: book::ScopeId, _: &[u8]) -> Result<Vec<u8>, Trouble> {
        Err(Trouble::NoSignal)
    }
}

#[test]
fn a_word_of_an_earlier_day_or_another_of_the_same_moment_is_told_and_not_kept() {
    let world = World::new();
    let ([warden, other], ..) = confirmed(&world);
    warden.finding(record(3), "Three");
    world.sync_all(&[&warden, &other]);
    let secret = world.centre().council_key().unwrap().root_secret;
    let root =
        SecretKey::from_bytes(&std::array::from_fn(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()));
    let told = |at: i64| {
        let signs = |reply: Reply| {
            // Over all that the office holds now: nothing is missing of it, but its time.
            let tips: Vec<(BookId, Tip)> = other.tips().iter().map(|(book, tip)| (*book, *tip)).collect();
            let signed = Checkpoint::sign(&root, other.scope, at, tips.iter().map(|(book, tip)| (book, tip)));
            Reply { checkpoints: vec![signed], ..reply }
        };
        other.sync(&Signs(world.wire(&other), &signs)).unwrap()
    };
    let sentences = |outcome: &Outcome| outcome.problems.iter().map(Problem::sentence).collect::<Vec<_>>();
    assert_eq!(
        sentences(&told(NOW)),
        [
            "The council office gives 18 March as the day of its last word, and had given one on 19 March. This tablet goes on \
          by the word that it keeps, and nothing saved here is lost. Tell your team leader."
        ]
    );
    assert_eq!(
        sentences(&told(NOW + DAY)),
        [
            "The council office gives another word for 19 March than it gave that day. This tablet goes on by the word that it \
          keeps, and nothing saved here is lost. Tell your team leader."
        ]
    );
    assert_eq!(kept(&other), Some(1), "neither is kept");
    assert_eq!(sentences(&told(NOW + 2 * DAY)), Vec::<String>::new());
    assert_eq!(kept(&other), Some(2));
    assert_eq!(sentences(&told(NOW + 2 * DAY)), Vec::<String>::new(), "the same once more is no other");
}

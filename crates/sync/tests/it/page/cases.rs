//! The page's worked cases, step by step, between real stores and a real office.

use super::{Case, quoted};
use crate::wire::Fault;
use crate::world::{NOW, TEAM, Tablet, World, photo_row, record};
use book::{Content, EntryHash, RecordId};
use domain::catalogue::Catalogue;
use protocol::{PhotoHash, Tips};
use record::{DvlaOutcome, DvlaSaid, Erasure, Vehicle};
use serde_json::json;
use server_core::{Asking, Dvla, DvlaReply, Erased, Ground, Named, Wanted};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use store::{Change, NewPhoto};
use sync::Problem;

const F: RecordId = RecordId(uuid::Uuid::from_u128(1));

/// Writes findings until the tablet's book ends with this page.
fn fill(tablet: &Tablet, page: u64) {
    while tablet.pages().0 < page {
        tablet.finding(record(1_000 * u128::from(page) + u128::from(tablet.pages().0)), "Of no interest here");
    }
    assert_eq!(tablet.pages().0, page);
}

/// The hash of a page of the tablet's own book.
fn hash(tablet: &Tablet, page: u64) -> EntryHash {
    tablet.store.hash_at(tablet.store.own_book().unwrap().unwrap().book, page).unwrap().unwrap()
}

fn heads(tablet: &Tablet) -> Vec<EntryHash> {
    tablet.store.record(F).unwrap().unwrap().heads("description")
}

fn sorted<const N: usize>(mut hashes: [EntryHash; N]) -> Vec<EntryHash> {
    hashes.sort_unstable();
    hashes.to_vec()
}

#[test]
fn two_versions() {
    let mut case = Case::of("A worked case: two versions");
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let leader = world.tablet("Demo leader", "leader");
    fill(&a, 4);
    a.finding(F, "Needles");
    let h5 = hash(&a, 5);
    fill(&b, 8);
    world.sync_all(&[&a, &b, &leader, &a, &b]);

    let step = case.step(&["Without signal, A writes page 6", "B writes its page 9", "replaces {h5}"]);
    let [of_a, of_b] = quoted(&step)[..] else { panic!("two texts: {step}") };
    a.describe(F, of_a);
    b.describe(F, of_b);
    for (tablet, page) in [(&a, 6), (&b, 9)] {
        let own = tablet.store.own_book().unwrap().unwrap();
        assert_eq!(own.tip.number, page);
        let written = tablet.store.entry(own.book, page).unwrap().unwrap();
        assert_eq!(written.header.writes().next().unwrap().1.replaces, [h5]);
    }
    let (a6, b9) = (hash(&a, 6), hash(&b, 9));

    case.step(&[
        "A syncs: the office holds A6.",
        "B syncs: it sends B9, the digests differ, B gets A6.",
        "A's next sync gets B9.",
    ]);
    let sent = world.sync(&a);
    assert_eq!((sent.pages_sent, sent.pages_received), (1, 0));
    let both = world.sync(&b);
    assert_eq!((both.pages_sent, both.pages_received, both.exchanges), (1, 1, 2));
    let got = world.sync(&a);
    assert_eq!((got.pages_sent, got.pages_received), (0, 1));
    world.sync(&leader);

    case.step(&["{A5, A6, B9}, the replaced ones {A5}; so A6 and B9 stand", "later by clock shows first"]);
    for tablet in [&a, &b, &leader] {
        assert_eq!(heads(tablet), sorted([a6, b9]));
        assert_eq!(tablet.description(F), leader.description(F), "the same one shows first");
        let record = tablet.store.record(F).unwrap().unwrap();
        let standing = record.fields["description"].standing();
        assert!(standing[0].clock >= standing[1].clock);
        assert!(standing.iter().any(|write| write.value == of_a) && standing.iter().any(|write| write.value == of_b));
    }

    let step =
        case.step(&["The leader writes", "replaces {A6, B9}", "page 7 replaces {A6, B9} too", "two versions again"]);
    leader.describe(F, quoted(&step)[0]);
    world.sync_all(&[&leader, &b]);
    assert_eq!((heads(&b).len(), b.description(F).as_deref()), (1, Some(quoted(&step)[0])), "one write stands again");
    a.describe(F, "Written on meanwhile");
    let a7 = hash(&a, 7);
    world.sync_all(&[&a, &b, &leader]);
    for tablet in [&a, &b, &leader] {
        assert!(heads(tablet).len() == 2 && heads(tablet).contains(&a7), "two versions again");
    }
}

#[test]
fn a_tablet_put_back() {
    let mut case = Case::of("A worked case: a tablet is put back, then written on");
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));

    case.step(&["A's pages 1–6 have arrived", "a copy that ends with page 4", "writes 5' and 6'"]);
    fill(&a, 3);
    a.finding(F, "Needles");
    world.sync(&a);
    let disk = a.disk();
    a.describe(F, "Page 5");
    fill(&a, 6);
    world.sync(&a);
    assert_eq!(a.pages(), (6, 6));
    let old = a.store.own_book().unwrap().unwrap();
    let (h4, h5) = (hash(&a, 4), hash(&a, 5));
    let a = a.on_disk(disk);
    assert_eq!(a.pages(), (4, 4));
    a.describe(F, "Page 5 again");
    a.finding(record(2), "Page 6 again");
    let (h5_again, h6_again) = (hash(&a, 5), hash(&a, 6));

    case.step(&[
        "its last receipt is for page 4, so it sends 5' and 6'",
        "signs for tip 6' by its hash",
        "The digests differ",
    ]);
    // The second request is lost, so that the first can be looked at.
    a.sync(&world.wire(&a).exchanges(&[Fault::None, Fault::RequestLost])).unwrap_err();
    assert_eq!(a.pages(), (6, 6), "signed for");
    assert_eq!(a.tips().len(), 1, "and nothing came with it");
    let lines = |tablet: &Tablet| tablet.store.lines(tablet.scope).unwrap();

    case.step(&["A names its tip 6'", "the two share page 4, and sends 5 and 6", "parted after page 4"]);
    let outcome = world.sync(&a);
    assert_eq!((outcome.pages_sent, outcome.pages_received), (1, 2), "what is sent is the opening of the next step");
    let branch = lines(&a).into_iter().find(|line| line.base.is_some()).unwrap();
    let base = branch.base.unwrap().tip;
    assert_eq!((base.number, base.hash, branch.tip), (4, h4, old.tip));

    case.step(&["it opens a new book: opening, predecessor (old book, page 4)", "page 2 of the new book"]);
    assert!(outcome.problems.iter().any(|problem| matches!(problem, Problem::Fork { own: true, .. })), "it is told");
    let new = a.store.own_book().unwrap().unwrap();
    let opening = a.store.entry(new.book, 1).unwrap().unwrap();
    let Content::Opening(opening) = opening.header.content else { panic!("not an opening") };
    let before = opening.predecessor.unwrap();
    assert_eq!((before.book, before.tip.number, before.tip.hash), (old.book, 4, h4));
    a.finding(record(3), "What A records next");
    assert_eq!(a.pages().0, 2);

    case.step(&[
        "Every other tablet gets the branch and the new book with its next sync",
        "5 and 5' changed one answer",
        "two versions",
    ]);
    world.sync(&a);
    world.sync(&b);
    let tips: Tips = b.tips();
    assert!(a.tips().iter().all(|(book, tip)| tips.has(*book, *tip)), "B lacks what A holds");
    assert!(tips.has(old.book, old.tip) && tips.of(old.book).any(|tip| tip.hash == h6_again));
    assert_eq!(heads(&b), sorted([h5, h5_again]));
    assert!(world.centre().verify().unwrap().problems.is_empty());
}

#[test]
fn an_office_put_back() {
    let mut case = Case::of("A worked case: the office is put back to Monday");
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));

    case.step(&["On Tuesday A writes pages 7–9 and B page 12", "B gets A7–A9", "It holds A1–A6, B1–B11"]);
    fill(&a, 6);
    fill(&b, 11);
    world.sync_all(&[&a, &b, &a]);
    let monday = world.backup();
    fill(&a, 8);
    let photo = vec![7; 40_000];
    let new = NewPhoto { bytes: &photo, mime: "image/jpeg", thumbnail: b"small", own: true };
    let name: PhotoHash = a.store.add_photo(new).unwrap();
    a.write(vec![Change::new(record(9), format!("photo/{name}"), photo_row(name, photo.len()))]);
    fill(&b, 12);
    world.sync_all(&[&a, &b, &a]);
    assert_eq!((a.pages(), b.pages()), ((9, 9), (12, 12)));
    world.put_back(&monday);

    case.step(&["B syncs", "it sends only its digest", "names the tips A6, B11"]);
    // The second request is lost: what was sent is the first.
    let wire = world.wire(&b).exchanges(&[Fault::None, Fault::RequestLost]);
    b.sync(&wire).unwrap_err();
    let (own_a, own_b) = (a.store.own_book().unwrap().unwrap(), b.store.own_book().unwrap().unwrap());
    let at_the_office = || world.centre().verify().unwrap().pages;
    assert_eq!(at_the_office(), 6 + 11, "the office has Monday's pages");

    case.step(&[
        "B holds A9 and B12. It sends A7–A9 and B12",
        "The office signs for B12",
        "even if tablet A never comes back",
    ]);
    let outcome = world.sync(&b);
    assert_eq!((outcome.pages_sent, outcome.converged), (4, true));
    assert_eq!((at_the_office(), b.pages()), (9 + 12, (12, 12)));
    assert!(b.tips().has(own_a.book, own_a.tip) && b.tips().has(own_b.book, own_b.tip));

    case.step(&["A asks about those not known to be backed up with every sync", "A sends them"]);
    let outcome = world.sync(&a);
    assert_eq!(outcome.photos_sent, 1, "{outcome:?}");
    assert!(world.centre().verify().unwrap().problems.is_empty());

    case.step(&["A's and B's screens still said *arrived*", "They keep their pages for just this day"]);
    assert_eq!((a.pages(), b.pages()), ((9, 9), (12, 12)), "as they said all along");
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
}

/// A service that gives these replies, and what it was asked.
#[derive(Clone, Default)]
struct Service {
    replies: Arc<Mutex<VecDeque<DvlaReply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn asking(&self) -> Asking {
        Asking::new(Some(Box::new(self.clone())), 100)
    }

    fn says(&self, replies: impl IntoIterator<Item = DvlaReply>) {
        self.replies.lock().unwrap().extend(replies);
    }

    fn was_asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Dvla for Service {
    fn ask(&self, mark: &str) -> DvlaReply {
        self.asked.lock().unwrap().push(mark.to_owned());
        self.replies.lock().unwrap().pop_front().unwrap_or(DvlaReply::Later)
    }
}

fn said(tablet: &Tablet, finding: RecordId) -> Option<DvlaSaid> {
    tablet.store.record(finding).unwrap().unwrap().dvla_said("q").map(|(said, _)| said)
}

fn erase(world: &World, fields: Option<&[&str]>) -> Erased {
    let wanted = Wanted {
        what: Named::Record(F),
        fields: fields.map(|fields| fields.iter().map(|field| (*field).into()).collect()),
        ground: Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    world.centre().erase(&wanted, NOW).unwrap()
}

/// What goes of each page.
fn of_pages(erased: &Erased) -> Vec<(&str, u64, Vec<&str>)> {
    let pages = erased.pages.iter();
    let mut pages: Vec<_> =
        pages.map(|page| (&*page.tablet, page.page, page.fields.iter().map(String::as_str).collect())).collect();
    pages.sort();
    pages
}

#[test]
fn a_question_to_the_dvla() {
    let mut case = Case::of("A worked case: a question to the DVLA");
    let world = World::new();
    let (a, b) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo warden B", "warden"));
    let asks = |tablet: &Tablet, finding| {
        tablet.write(vec![Change::new(finding, "kind", "abandoned_vehicle"), Change::new(finding, "vrm", "AB07CDE")]);
        tablet.write(vec![Change::new(finding, "dvla_asked/q", json!({ "mark": "AB07CDE", "why": "abandoned" }))]);
    };

    case.step(&["With no signal A writes page 14: finding F, `dvla_asked/<q>`", "Who asked, and when, are the page's"]);
    fill(&a, 12);
    asks(&a, F);
    assert_eq!(a.pages().0, 14);
    let held = a.store.record(F).unwrap().unwrap();
    let (_, asked, page) = held.dvla_asked().remove(0);
    assert_eq!((asked.mark.as_str(), page.number, page.author, page.wall), ("AB07CDE", 14, a.author(), NOW));

    case.step(&["In the transaction that takes page 14", "one question after the other, the mark in the body"]);
    let service = Service::default();
    let mut asking = service.asking();
    assert_eq!((asking.pass(&world.centre(), NOW).unwrap(), service.was_asked().len()), (0, 0), "nothing has come");
    world.sync(&a);
    let pages = || world.centre().verify().unwrap().pages;
    let before = pages();

    case.step(&[
        "(a vehicle, none, no such mark, no key at this office, a key that is refused)",
        "F, `dvla_said/<q>`",
        "after 1, 2, 4 … 60 minutes",
        "a day after this office first tried the answer is that there was none",
        "takes its own answers first, so nothing is asked twice",
    ]);
    let minutes = |minutes: i64| NOW + minutes * 60_000;
    let mut due = 0;
    for rest in [1, 2, 4, 8, 16, 32, 60, 60] {
        assert_eq!(asking.pass(&world.centre(), minutes(due)).unwrap(), 0);
        assert_eq!(service.was_asked(), ["AB07CDE"]);
        due += rest;
        asking.pass(&world.centre(), minutes(due) - 1).unwrap();
        assert_eq!(service.was_asked(), [""; 0], "not before {rest} minutes are over");
    }
    let ford = Vehicle { make: Some("FORD".into()), ..Vehicle::default() };
    service.says([DvlaReply::Found(ford.clone())]);
    assert_eq!((asking.pass(&world.centre(), minutes(due)).unwrap(), service.was_asked().len()), (1, 1));
    assert_eq!(pages(), before + 2, "the office's book is opened, and has the answer");
    for (number, reply, outcome) in [
        (2, Some(DvlaReply::NotFound), DvlaOutcome::NotFound),
        (3, Some(DvlaReply::BadMark), DvlaOutcome::BadMark),
        (4, Some(DvlaReply::KeyRefused), DvlaOutcome::KeyRefused),
        (5, None, DvlaOutcome::NoKey),
        (6, Some(DvlaReply::Later), DvlaOutcome::NoAnswer),
    ] {
        asks(&a, record(number));
        world.sync(&a);
        let mut office = if reply.is_some() { service.asking() } else { Asking::new(None, 100) };
        service.says(reply);
        office.pass(&world.centre(), NOW).unwrap();
        office.pass(&world.centre(), minutes(24 * 60) - 1).unwrap();
        office.pass(&world.centre(), minutes(24 * 60)).unwrap();
        world.sync(&a);
        assert_eq!(said(&a, record(number)).unwrap().outcome, outcome);
    }
    asks(&a, record(7));
    world.sync(&a);
    world.centre().back_up(NOW).unwrap();
    let unanswered = world.backup();
    service.says([DvlaReply::Found(ford.clone())]);
    assert_eq!(service.asking().pass(&world.centre(), NOW).unwrap(), 1);
    world.centre().back_up(NOW).unwrap();
    service.was_asked();
    world.put_back_beside_its_second_copy(&unanswered);
    world.centre().recover(NOW).unwrap();
    assert_eq!((service.asking().pass(&world.centre(), NOW).unwrap(), service.was_asked().len()), (0, 0));

    case.step(&[
        "everybody else's bring the page",
        "corrected to another mark, F shows it under",
        "names the office's page",
    ]);
    world.sync(&b);
    for tablet in [&a, &b] {
        let found = DvlaSaid { mark: "AB07CDE".into(), outcome: DvlaOutcome::Found, vehicle: ford.clone() };
        assert_eq!(said(tablet, F).unwrap(), found);
        tablet.write(vec![Change::new(F, "vrm", "XY51ZZZ")]);
        assert_eq!(said(tablet, F).unwrap(), found, "it is what was asked about");
    }
    world.sync_all(&[&a, &b]);
    let erased = erase(&world, None);
    assert!(of_pages(&erased).iter().any(|(_, _, fields)| fields == &["dvla_said/q"]), "{erased:?}");
    world.sync_all(&[&a, &b]);
    assert_eq!((said(&a, F), said(&b, F)), (None, None));
}

#[test]
fn an_erasure() {
    const GONE: &str = "a man called Canary";
    let mut case = Case::of("A worked case: an erasure");
    let world = World::new();
    let [a, b, c] = ["A", "B", "C"].map(|who| world.tablet(&format!("Demo warden {who}"), "warden"));
    let early = world.backup();
    let gone = |tablet: &Tablet| {
        let held = tablet.store.record(F).unwrap().unwrap();
        assert_eq!((held.text("description"), held.value("place")), (None, None));
        assert_eq!(tablet.store.verify().unwrap(), [""; 0]);
    };
    fill(&a, 4);
    let place = json!({ "lon": 0.521, "lat": 51.3804, "accuracy_m": 5.0, "method": "device" });
    let mut begun = vec![Change::new(F, "description", GONE), Change::new(F, "place", place)];
    begun.extend([Change::new(F, "kind", "drug_litter"), Change::new(F, "occurred_at", "2025-03-18T09:00:00Z")]);
    a.write(begun);
    fill(&b, 8);
    world.sync_all(&[&a, &b, &c]);
    b.describe(F, &format!("{GONE}, twice"));
    world.sync_all(&[&b, &a]);
    assert_eq!((a.pages(), b.pages()), ((5, 5), (9, 9)));
    world.centre().back_up(NOW).unwrap();

    case.step(&[
        "begun by A's page 5 (description, place) and corrected by B's page 9 (description)",
        "page 2 of a book of the office's own: record F, right to erasure, ordered by Information governance",
        "A5: description, place; B9: description",
        "and the record with them",
    ]);
    assert_eq!(world.files_with(GONE), 2);
    let pages = || world.centre().verify().unwrap().pages;
    let before = pages();
    let erased = erase(&world, Some(&["description", "place"]));
    assert_eq!(of_pages(&erased), [("W01", 5, vec!["description", "place"]), ("W02", 9, vec!["description"])]);
    assert_eq!(pages(), before + 2, "an opening and the order");
    assert_eq!(world.centre().verify().unwrap().erased, 2);
    let mut left = None;
    let each = &mut |held: &record::Record, _| {
        if held.id == F {
            left = Some((held.text("description").is_some(), held.value("place").is_some()));
        }
    };
    world.centre().each_line(TEAM, &Catalogue::built_in().unwrap(), each).unwrap();
    assert_eq!(left, Some((false, false)), "nor has its record");

    case.step(&["The next pass of the second copy", "the files of A's and B's books anew, without the values"]);
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
    assert_eq!(world.files_with(GONE), 0);

    case.step(&[
        "The digests differ by the order alone",
        "takes the values out of A5 and B9",
        "B does the same in its time",
    ]);
    for tablet in [&a, &b] {
        let outcome = world.sync(tablet);
        assert_eq!((outcome.pages_sent, outcome.pages_received), (0, 2));
        gone(tablet);
        for page in tablet.store.entries_about(F).unwrap() {
            assert!(page.entry.values().all(|(_, write, _)| ["kind", "occurred_at"].contains(&&*write.field)));
        }
    }

    let step = case.step(&[
        "Tablet C comes back after months and holds A5 whole. It sends nothing of it",
        "signs for that page, stores it without the description, and names it in a further page of the same order",
        "SHA-256 over `patrolbook/v1/order`, a zero byte and the order's id",
        "and stands",
    ]);
    assert_eq!(c.description(F).as_deref(), Some(GONE), "{step}");
    c.describe(F, "Canary again");
    let page = c.pages().0;
    let before = pages();
    let outcome = world.sync(&c);
    assert_eq!(outcome.pages_sent, 1, "its own page, and nothing of A's");
    assert_eq!(c.pages(), (page, page), "signed for");
    assert_eq!(pages(), before + 2, "and a further page of the order");
    assert_eq!(world.centre().verify().unwrap().erased, 3);
    world.sync(&c);
    gone(&c);
    c.describe(F, "Two needles");
    let own = c.store.own_book().unwrap().unwrap();
    let written = c.store.entry(own.book, own.tip.number).unwrap().unwrap();
    let lines = c.store.lines(c.scope).unwrap();
    let orders = lines.iter().filter_map(|line| c.store.entry(line.line, 2).unwrap());
    let order = orders.flat_map(|entry| Erasure::read(&entry)).next().unwrap().order;
    let mark = EntryHash(
        Sha256::new().chain_update(b"patrolbook/v1/order\0").chain_update(order.id.as_bytes()).finalize().into(),
    );
    assert!(written.header.writes().next().unwrap().1.replaces.contains(&mark));
    world.sync_all(&[&c, &a, &b]);
    for tablet in [&a, &b, &c] {
        assert_eq!(tablet.description(F).as_deref(), Some("Two needles"));
    }
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
    assert!(!world.reads_in_the_database().contains("Canary"), "nor is it in the office's own files any more");

    case.step(&[
        "put back to a copy from before 1, and its second copy too",
        "the book of the office's own, from which it learns of the order, and then the pages",
        "is not taken; it is sent again in the next round, behind the order",
    ]);
    world.put_back(&early);
    let outcome = world.sync(&b);
    assert!(outcome.converged && outcome.problems.is_empty(), "{outcome:?}");
    assert_eq!(world.centre().back_up(NOW).unwrap().failed, 0);
    let found = world.centre().verify().unwrap();
    assert_eq!((found.problems, found.erased), (vec![], 3));
    assert_eq!((world.files_with(GONE), world.files_with("Canary again")), (0, 0));
    assert!(world.files_with("Two needles") > 0);
}

//! The page's worked cases, step by step, between real stores and a real office.

use super::{Case, quoted};
use crate::wire::Fault;
use crate::world::{NOW, Tablet, World, photo_row, record};
use book::{Content, EntryHash, RecordId};
use protocol::{PhotoHash, Tips};
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
    case.ends();
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
    case.ends();
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
    case.ends();
}

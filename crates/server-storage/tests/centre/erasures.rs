//! Lawful erasure at the office: what was erased is in no file, stays gone whatever comes back and in whichever order, and
//! everything else is proved as before.

use crate::NOW;
use crate::tablet::*;
use book::{Entry, EntryHash, Page, RecordId};
use protocol::bundle::{BundleSealer, Part};
use protocol::{PhotoHash, Promise, RefusalCode, Reply, Request, Run, Subject, Tips};
use record::{Erasure, Order};
use serde_json::{Value, json};
use server_core::{EraseError, Erased, Ground, Named, Wanted};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What must go; it stands in no key and no name.
const SECRET: &str = "a man called Canary Wharfinger of 4 Rope Walk";
const OLDER: &str = "an older word on Canary Wharfinger";
const PHOTO: &[u8] = b"the bytes of a photo of Canary Wharfinger";

fn photo() -> (PhotoHash, String, Value) {
    photo_of(PHOTO)
}

/// The row by which a record has a photo.
pub(crate) fn photo_of(bytes: &[u8]) -> (PhotoHash, String, Value) {
    let hash = PhotoHash(Sha256::digest(bytes).into());
    let row = json!({"sha256": hash.to_string(), "bytes": bytes.len(), "mime": "image/jpeg", "width": 1, "height": 1,
        "taken_at": "2025-10-09T08:00:00Z", "slot": "Canary Wharfinger"});
    (hash, format!("photo/{hash}"), row)
}

/// An office where two tablets have written: of record 10 the first wrote what must go, twice, and a photo.
fn an_office_with_a_secret() -> (Office, Tablet, Tablet) {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let other = office.enrolled(2, "Team 1", "Demo warden B");
    let (_, name, row) = photo();
    let reference = json!("W01-251009-001");
    tablet.write(
        10,
        &[("kind", json!("drug_litter")), ("description", json!(OLDER)), ("reference", reference), (&name, row)],
    );
    for record in 11..60 {
        tablet.find(record);
    }
    tablet.write(10, &[("description", json!(SECRET)), ("n_needle", json!(3))]);
    tablet.find(60);
    tablet.send(&office);
    send_photo(&office, &tablet);
    office.centre.back_up(NOW).unwrap();
    (office, tablet, other)
}

fn send_photo(office: &Office, tablet: &Tablet) {
    let (hash, ..) = photo();
    let caller = tablet.caller(office);
    office.centre.open_photo(&caller, tablet.scope, hash, PHOTO.len() as u64, NOW).unwrap();
    office.centre.put_piece(&caller, tablet.scope, hash, 0, PHOTO, NOW).unwrap();
}

fn wanted(fields: Option<&[&str]>) -> Wanted {
    Wanted {
        what: Named::Reference("w01-251009-001".into()),
        fields: fields.map(|fields| fields.iter().map(|field| (*field).into()).collect()),
        ground: Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    }
}

fn erase(office: &Office, fields: Option<&[&str]>) -> Erased {
    let erased = office.centre.erase(&wanted(fields), NOW).unwrap();
    let report = office.centre.back_up(NOW).unwrap();
    assert_eq!(report.failed, 0);
    erased
}

fn files(folder: &Path) -> Vec<PathBuf> {
    if !folder.exists() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files of the office and of its second copy in which these bytes stand.
fn holding(office: &Office, text: &str) -> Vec<PathBuf> {
    let all = [office.data(), office.copy()].into_iter().flat_map(|folder| files(&folder));
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    all.filter(holds).collect()
}

fn nothing_is_left(office: &Office) {
    assert_eq!(holding(office, "Canary Wharfinger"), Vec::<PathBuf>::new());
}

/// How many photos a reply promises.
fn promised(reply: &Reply) -> usize {
    reply.receipts.iter().filter(|receipt| matches!(receipt.subject, Subject::Photo(..))).count()
}

fn no_problems(office: &Office) {
    let found = office.centre.verify().unwrap();
    assert_eq!(found.problems, [""; 0]);
}

/// Everything that the office gives a tablet that holds nothing.
fn fetched(office: &Office, tablet: &Tablet) -> Vec<Run> {
    let reply = tablet.exchange(office, &tablet.request(&Tips::new(), true, vec![])).unwrap();
    assert!(!reply.more);
    reply.runs
}

/// The page of a book among runs.
fn page(runs: &[Run], tablet: &Tablet, number: u64) -> Entry {
    let run = runs.iter().find(|run| run.book == tablet.chain.book).unwrap();
    let wire = &run.entries[usize::try_from(number - run.first).unwrap()];
    let previous = tablet.entries[usize::try_from(number - 2).unwrap()].hash();
    let key = tablet.key.public();
    let (page, signed) = Page::decode_wire(wire, run.book, number, previous, &key).unwrap().verified(&key);
    assert!(signed, "{page:?}");
    page.entry().unwrap().clone()
}

/// The orders that a tablet gets.
fn office_orders(office: &Office, tablet: &Tablet) -> Vec<Order> {
    let mut orders = Vec::new();
    for run in fetched(office, tablet) {
        let mut previous = EntryHash([0; 32]);
        for (number, wire) in (1..).zip(&run.entries) {
            let Ok(entry) = Entry::decode_wire(wire, run.book, number, previous) else { break };
            orders.extend(Erasure::read(&entry).into_iter().map(|erasure| erasure.order));
            previous = entry.hash();
        }
    }
    orders
}

pub(crate) fn copied(from: &Path, to: &Path) {
    for file in files(from) {
        let to = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&file, to).unwrap();
    }
}

/// The office with these folders as they are in `kept`.
fn put_back(office: Office, kept: &Path, folders: &[&str]) -> Office {
    let Office { folder, centre } = office;
    drop(centre);
    for name in folders {
        let there = folder.path().join(name);
        std::fs::remove_dir_all(&there).unwrap();
        copied(&kept.join(name), &there);
    }
    let centre = server_storage::open(&folder.path().join("data"), None).unwrap();
    centre.recover(NOW).unwrap();
    centre.recover_photos().unwrap();
    Office { folder, centre }
}

#[test]
fn an_erased_finding_is_in_no_file_and_everything_else_is_as_it_was() {
    let (office, tablet, other) = an_office_with_a_secret();
    let (_, name, _) = photo();
    let before = fetched(&office, &other);
    assert!(holding(&office, "Canary Wharfinger").len() >= 4, "database and copy, photo and its copy");

    let dry = office.centre.plan_erasure(&wanted(None), 0).unwrap();
    assert!(!dry.done && holding(&office, SECRET).len() > 1, "a dry run changes nothing");
    let done = erase(&office, None);
    let fields = |erased: &Erased| erased.pages.iter().map(|page| (page.page, page.fields.clone())).collect::<Vec<_>>();
    assert_eq!(fields(&done), fields(&dry));
    assert_eq!(
        fields(&done),
        [
            (2, vec!["description".to_owned(), name.clone()]),
            (52, vec!["description".to_owned(), "n_needle".to_owned()])
        ]
    );
    assert_eq!(done.left, ["kind", "office_reference", "reference"]);
    nothing_is_left(&office);
    no_problems(&office);

    let after = fetched(&office, &other);
    let pages = |runs: &[Run]| runs.iter().map(|run| run.entries.len()).sum::<usize>();
    assert_eq!(pages(&after), pages(&before) + 1, "the order stands in a book of the office");
    let first = page(&after, &tablet, 2);
    assert_eq!(first.hash(), tablet.entries[1].hash());
    assert_eq!(first.gaps().map(|(_, write)| write.field.as_str()).collect::<Vec<_>>(), ["description", &name]);
    assert_eq!(first.values().count(), 2);
    assert_eq!(page(&after, &tablet, 3), tablet.entries[2]);
    assert_eq!(office.centre.summary().unwrap().findings, 51, "the finding still counts: it leaves a gap");

    let office = office.restarted();
    office.centre.recover(NOW).unwrap();
    nothing_is_left(&office);
    no_problems(&office);
    assert!(matches!(office.centre.plan_erasure(&wanted(None), 0), Err(EraseError::Nothing)));
}

#[test]
fn one_field_goes_and_the_others_of_its_page_stay() {
    let (office, tablet, other) = an_office_with_a_secret();
    erase(&office, Some(&["description"]));
    assert_eq!(holding(&office, OLDER).len() + holding(&office, SECRET).len(), 0);
    assert!(!holding(&office, "Canary Wharfinger").is_empty(), "the photo was not named");
    let (_, name, row) = photo();
    let left = page(&fetched(&office, &other), &tablet, 2);
    let kept: Vec<_> = left.values().map(|(_, write, value)| (write.field.as_str(), value.to_vec())).collect();
    assert!(kept.contains(&(name.as_str(), row.to_string().into_bytes())), "{kept:?}");
    no_problems(&office);
    // What a warden who knows of the erasure writes to the field anew is kept.
    let mut tablet = tablet;
    tablet.knows = office_orders(&office, &other).iter().map(Order::mark).collect();
    tablet.write(10, &[("description", json!("two men"))]);
    tablet.send(&office);
    assert!(!holding(&office, "two men").is_empty());
}

#[test]
fn what_a_tablet_sends_again_or_wrote_in_ignorance_does_not_come_back() {
    let (office, mut tablet, other) = an_office_with_a_secret();
    erase(&office, None);
    let late = tablet.write(10, &[("description", json!(SECRET)), ("kind", json!("drug_litter"))]);
    let reply = tablet.send(&office);
    assert_eq!(tablet.promised(&reply, Promise::Arrived), Some(tablet.chain.tip.number), "it is signed for");
    nothing_is_left(&office);
    let runs = fetched(&office, &other);
    let stripped = page(&runs, &tablet, tablet.chain.tip.number);
    assert_eq!(stripped.hash(), late);
    assert_eq!(stripped.values().map(|(_, write, _)| write.field.as_str()).collect::<Vec<_>>(), ["kind"]);
    office.centre.back_up(NOW).unwrap();
    nothing_is_left(&office);
    no_problems(&office);

    let (hash, ..) = photo();
    let caller = tablet.caller(&office);
    let refused = office.centre.open_photo(&caller, tablet.scope, hash, PHOTO.len() as u64, NOW).unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotFound);
    let asked = Request { photos: vec![hash], ..tablet.request(&tablet.tips(), false, vec![]) };
    let reply = tablet.exchange(&office, &asked).unwrap();
    assert_eq!((reply.wanted.len(), promised(&reply)), (0, 0), "nothing is wanted and nothing promised");
}

#[test]
fn no_page_reaches_the_second_copy_without_its_value_before_the_order_that_says_so() {
    let (office, mut tablet, _) = an_office_with_a_secret();
    erase(&office, None);
    let theirs = book_file(&office, &tablet);
    let books = files(&office.copy().join("books"));
    let [own] = books.iter().filter(|path| **path != theirs).collect::<Vec<_>>()[..] else { panic!("{books:?}") };
    tablet.write(10, &[("description", json!(SECRET)), ("kind", json!("drug_litter"))]);
    tablet.send(&office);
    let before = std::fs::metadata(&theirs).unwrap().len();
    let aside = own.with_extension("aside");
    std::fs::rename(own, &aside).unwrap();
    std::fs::create_dir(own).unwrap();
    assert!(office.centre.back_up(NOW).unwrap().failed > 0, "the order cannot be written");
    assert_eq!(std::fs::metadata(&theirs).unwrap().len(), before, "so the page waits");
    std::fs::remove_dir(own).unwrap();
    std::fs::rename(&aside, own).unwrap();
    assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
    assert!(std::fs::metadata(&theirs).unwrap().len() > before);
    no_problems(&office);
}

#[test]
fn an_office_put_back_to_before_the_erasure_learns_of_it_from_its_second_copy() {
    let (office, tablet, other) = an_office_with_a_secret();
    let kept = tempfile::tempdir().unwrap();
    copied(office.folder.path(), kept.path());
    erase(&office, None);
    let after = fetched(&office, &other);
    let office = put_back(office, kept.path(), &["data"]);
    assert!(office.centre.back_up(NOW).unwrap().erased > 0);
    nothing_is_left(&office);
    no_problems(&office);
    assert_eq!(fetched(&office, &other), after);
    assert_eq!(page(&after, &tablet, 2).gaps().count(), 2);
}

#[test]
fn an_office_and_a_second_copy_put_back_learn_of_it_from_any_tablet_whatever_it_sends_first() {
    for orders_first in [true, false] {
        let (office, tablet, other) = an_office_with_a_secret();
        let kept = tempfile::tempdir().unwrap();
        copied(office.folder.path(), kept.path());
        erase(&office, None);
        let held = fetched(&office, &other);
        let office = put_back(office, kept.path(), &["data", "copy"]);
        assert!(!holding(&office, SECRET).is_empty(), "nobody has told it yet");
        let (orders, others): (Vec<Run>, Vec<Run>) = held.into_iter().partition(|run| run.book != tablet.chain.book);
        let parts = if orders_first { [orders, others] } else { [others, orders] };
        for runs in parts {
            other.exchange(&office, &other.request(&other.tips(), false, runs)).unwrap();
        }
        office.centre.back_up(NOW).unwrap();
        nothing_is_left(&office);
        no_problems(&office);
    }
}

#[test]
fn an_older_second_copy_beside_the_office_is_stripped_and_a_restore_from_a_new_one_brings_nothing_back() {
    let (office, _, other) = an_office_with_a_secret();
    let kept = tempfile::tempdir().unwrap();
    copied(office.folder.path(), kept.path());
    erase(&office, None);
    let after = fetched(&office, &other);
    let office = put_back(office, kept.path(), &["copy"]);
    office.centre.back_up(NOW).unwrap();
    nothing_is_left(&office);
    no_problems(&office);

    let key = office.centre.council_key().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&key, NOW).unwrap();
    let restored = Office { folder, centre };
    nothing_is_left(&restored);
    no_problems(&restored);
    assert_eq!(fetched(&restored, &other), after);
}

#[test]
fn a_restore_from_a_copy_that_holds_the_order_and_still_the_values_strips_them() {
    let (office, tablet, other) = an_office_with_a_secret();
    let full = std::fs::read(book_file(&office, &tablet)).unwrap();
    erase(&office, None);
    std::fs::write(book_file(&office, &tablet), full).unwrap();
    let key = office.centre.council_key().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&key, NOW).unwrap();
    let restored = Office { folder, centre };
    assert_eq!(holding(&restored, "Canary Wharfinger"), Vec::<PathBuf>::new(), "nor was it ever stored");
    assert_eq!(page(&fetched(&restored, &other), &tablet, 2).gaps().count(), 2);
    restored.centre.back_up(NOW).unwrap();
    nothing_is_left(&office);
    no_problems(&restored);
}

fn book_file(office: &Office, tablet: &Tablet) -> PathBuf {
    let name = format!("{}.book", tablet.chain.book);
    files(&office.copy()).into_iter().find(|path| path.file_name().unwrap() == name.as_str()).unwrap()
}

#[test]
fn nobody_but_the_council_can_erase() {
    let (office, tablet, other) = an_office_with_a_secret();
    // A tablet that relays a colleague's pages takes a value out of one before the office has it.
    let mut author = office.enrolled(3, "Team 1", "Demo leader");
    author.find(70);
    author.write(70, &[("description", json!("the whole word"))]);
    author.find(71);
    let mut run = author.run(1);
    run.entries[2] = author.entries[2].clone().erase(|_, _| true).encode_wire();
    let reply = other.exchange(&office, &other.request(&other.tips(), false, vec![run])).unwrap();
    assert_eq!(
        author.promised(&reply, Promise::Arrived),
        Some(2),
        "what lacks a value was not taken, nor what follows"
    );
    // An order in the tablet's own book, or a half page over one that is held whole, changes nothing.
    let mut forger = other;
    let order = json!({"ground": "order", "ordered_by": "me", "record": Uuid::from_u128(10), "fields": null});
    let page = &tablet.entries[1];
    let gone = json!([{"entry": page.hash(), "book": tablet.chain.book, "page": 2, "fields": ["description"]}]);
    forger.write(99, &[("kind", json!("erasure")), ("order", order), ("gone", gone)]);
    forger.send(&office);
    let mut run = tablet.run(1);
    run.entries[1] = tablet.entries[1].clone().erase(|_, _| true).encode_wire();
    forger.exchange(&office, &forger.request(&forger.tips(), false, vec![run])).unwrap();
    office.centre.back_up(NOW).unwrap();
    assert!(holding(&office, OLDER).len() > 1);

    let reply = author.send(&office);
    assert_eq!(author.promised(&reply, Promise::Arrived), Some(4));
    assert!(!holding(&office, "the whole word").is_empty());
    no_problems(&office);
}

#[test]
fn a_page_that_lacks_a_value_without_an_order_is_flagged() {
    let (office, tablet, _) = an_office_with_a_secret();
    let file = book_file(&office, &tablet);
    let mut left = Vec::new();
    for entry in &tablet.entries {
        let wire = entry.clone().erase(|_, field| field == "n_needle").encode_wire();
        left.extend(u32::try_from(wire.len()).unwrap().to_be_bytes());
        left.extend(wire);
    }
    std::fs::write(file, left).unwrap();
    let problems = office.centre.verify().unwrap().problems.join("\n");
    assert!(problems.contains("lacks, without an order: n_needle"), "{problems}");
}

#[test]
fn a_bundle_from_before_brings_nothing_back() {
    let (office, tablet, other) = an_office_with_a_secret();
    let kept = tempfile::tempdir().unwrap();
    copied(office.folder.path(), kept.path());
    erase(&office, None);
    let after = fetched(&office, &other);
    let notice = tablet.exchange(&office, &Request::default()).unwrap().notice.unwrap();
    let to = (&tablet.reply.root, &notice.sealing);
    let (mut sealer, mut file) = BundleSealer::begin(to, &tablet.key, "W01", NOW, [7; 32]).unwrap();
    let (hash, ..) = photo();
    for part in [
        Part::Pages(Request { runs: vec![tablet.run(1)], ..Request::default() }),
        Part::Photo { scope: tablet.scope, hash, length: PHOTO.len() as u64 },
        Part::PhotoBytes(PHOTO.to_vec()),
        Part::End,
    ] {
        file.extend(sealer.part(&part).unwrap());
    }
    let taken = office.centre.import_bundle(Cursor::new(&file), false, NOW).unwrap();
    assert_eq!((taken.new_pages, taken.photos_not_taken), (0, vec![hash.to_string()]));
    nothing_is_left(&office);
    assert_eq!(fetched(&office, &other), after);

    // Also an office that lost the pages, but not the order, takes them only stripped.
    let orders: Vec<Run> = after.into_iter().filter(|run| run.book != tablet.chain.book).collect();
    let empty = an_office_of_the_same_council(&office);
    other.exchange(&empty, &other.request(&other.tips(), false, orders)).unwrap();
    let taken = empty.centre.import_bundle(Cursor::new(&file), false, NOW).unwrap();
    assert_eq!(taken.new_pages, tablet.chain.tip.number);
    nothing_is_left(&empty);
    empty.centre.back_up(NOW).unwrap();
    nothing_is_left(&empty);
    no_problems(&empty);
}

/// Restored from a second copy that holds the accounts and no book.
fn an_office_of_the_same_council(office: &Office) -> Office {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    std::fs::create_dir_all(copy.join("books")).unwrap();
    std::fs::create_dir_all(copy.join("photos")).unwrap();
    std::fs::copy(office.copy().join("accounts.json"), copy.join("accounts.json")).unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&copy)).unwrap();
    let key = server_core::CouncilKey { ..office.centre.council_key().unwrap() };
    // The checkpoints name books that it lacks; tablets bring them.
    centre.restore(&key, NOW).unwrap();
    Office { folder, centre }
}

#[test]
fn an_erasure_that_was_stopped_is_finished_by_the_next_pass() {
    let (office, tablet, _) = an_office_with_a_secret();
    let (copy, away) = (office.copy(), office.folder.path().join("away"));
    office.centre.erase(&wanted(None), NOW).unwrap();
    std::fs::rename(&copy, &away).unwrap();
    assert!(office.centre.back_up(NOW).is_err(), "the disk of the second copy is away");
    std::fs::rename(&away, &copy).unwrap();
    let problems = office.centre.verify().unwrap().problems.join("\n");
    assert!(problems.contains("has not yet gone out of every file"), "{problems}");
    assert!(!holding(&office, SECRET).is_empty());
    let office = office.restarted();
    // Stopped once more after the file was put in place and before the office noted it.
    let file = book_file(&office, &tablet);
    let full = std::fs::read(&file).unwrap();
    office.centre.recover(NOW).unwrap();
    assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
    nothing_is_left(&office);
    let stripped = std::fs::read(&file).unwrap();
    std::fs::write(&file, full).unwrap();
    office.centre.recover(NOW).unwrap();
    office.centre.back_up(NOW).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), stripped);
    nothing_is_left(&office);
    no_problems(&office);
}

#[test]
fn a_damaged_copy_that_was_set_aside_goes_too() {
    let (office, tablet, _) = an_office_with_a_secret();
    let file = book_file(&office, &tablet);
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    bytes.push(0);
    std::fs::write(&file, bytes).unwrap();
    office.centre.recover(NOW).unwrap();
    let aside = files(&office.copy()).iter().filter(|path| path.to_string_lossy().contains("aside")).count();
    assert_eq!(aside, 1);
    erase(&office, None);
    nothing_is_left(&office);
    no_problems(&office);
}

#[test]
fn an_older_file_of_a_book_that_comes_back_damaged_is_not_kept_aside() {
    let (office, tablet, _) = an_office_with_a_secret();
    let full = std::fs::read(book_file(&office, &tablet)).unwrap();
    erase(&office, None);
    let mut bytes = full;
    bytes[10] ^= 1;
    std::fs::write(book_file(&office, &tablet), bytes).unwrap();
    office.centre.recover(NOW).unwrap();
    assert!(!holding(&office, OLDER).is_empty(), "set aside, and of no page of it anything can be read");
    assert!(office.centre.back_up(NOW).unwrap().erased > 0);
    nothing_is_left(&office);
    no_problems(&office);
}

#[test]
fn a_photo_that_another_finding_names_stays_until_that_is_erased_too() {
    let (office, mut tablet, _) = an_office_with_a_secret();
    let (hash, name, row) = photo();
    tablet.write(80, &[("kind", json!("drug_litter")), ("reference", json!("W01-251009-002")), (&name, row)]);
    tablet.send(&office);
    erase(&office, None);
    let photos = |office: &Office| files(&office.folder.path().join("data/photos")).len();
    assert_eq!(photos(&office), 1, "another finding names it");
    let asked = Request { photos: vec![hash], ..tablet.request(&tablet.tips(), false, vec![]) };
    assert_eq!(promised(&tablet.exchange(&office, &asked).unwrap()), 1);
    let second = Wanted { what: Named::Record(RecordId(Uuid::from_u128(80))), ..wanted(Some(&["photo"])) };
    office.centre.erase(&second, NOW).unwrap();
    office.centre.back_up(NOW).unwrap();
    assert_eq!(photos(&office), 0);
    nothing_is_left(&office);
    no_problems(&office);
}

#[test]
fn what_cannot_be_erased_is_said() {
    let (office, ..) = an_office_with_a_secret();
    let fail = |wanted: Wanted| office.centre.erase(&wanted, NOW).unwrap_err();
    let named = |what| Wanted { what, ..wanted(None) };
    assert!(matches!(fail(named(Named::Reference("W09-1".into()))), EraseError::NotFound(name) if name == "W09-1"));
    assert!(matches!(fail(named(Named::Record(RecordId(Uuid::from_u128(1))))), EraseError::NotFound(_)));
    assert!(matches!(fail(wanted(Some(&["descripton"]))), EraseError::NoSuchField(field, _) if field == "descripton"));
    assert!(matches!(fail(Wanted { ordered_by: "  ".into(), ..wanted(None) }), EraseError::OrderedBy));
    assert!(holding(&office, SECRET).len() > 1, "nothing was erased");
}

//! The second copy: *backed up* only when it was read back; damage is found; either side heals the other.

use crate::NOW;
use crate::tablet::*;
use protocol::{PhotoHash, Promise::*, Tips};
use serde_json::json;
use server_core::{BackUpReport, Centre, Fault, Recovered, RestoreError};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

const PHOTO: &[u8] = b"the bytes of a photo";

/// A team's work: two books, one entry without authority, one photo.
fn busy_office() -> (Office, Tablet, Tablet) {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let mut other = office.enrolled(2, "Team 1", "Demo leader");
    let hash = PhotoHash(Sha256::digest(PHOTO).into());
    tablet.write(
        10,
        &[
            ("kind", json!("drug_litter")),
            (
                &format!("photo/{hash}"),
                json!({"sha256": hash.to_string(), "bytes": PHOTO.len(), "mime": "image/jpeg",
            "width": 1, "height": 1, "taken_at": "2025-10-09T08:00:00Z"}),
            ),
        ],
    );
    tablet.write(11, &[("kind", json!("patrol"))]);
    let own = std::mem::replace(&mut tablet.author, book::GrantId([9; 32]));
    tablet.find(12);
    tablet.author = own;
    tablet.find(13);
    tablet.send(&office);
    other.find(20);
    other.send(&office);
    let caller = tablet.caller(&office);
    office.centre.open_photo(&caller, tablet.scope, hash, PHOTO.len() as u64, NOW).unwrap();
    office.centre.put_piece(&caller, tablet.scope, hash, 0, PHOTO, NOW).unwrap();
    (office, tablet, other)
}

fn everything(office: &Office, tablet: &Tablet) -> (Tips, String) {
    let reply = tablet.exchange(office, &tablet.request(&Tips::new(), false, vec![])).unwrap();
    (reply.scopes[0].tips.clone().unwrap(), format!("{:?}", office.centre.summary().unwrap()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn book_file(office: &Office, tablet: &Tablet) -> PathBuf {
    let name = format!("{}.book", tablet.chain.book);
    files(&office.copy()).into_iter().find(|path| path.file_name().unwrap() == name.as_str()).unwrap()
}

#[test]
fn backed_up_is_said_only_after_the_second_copy_was_written_and_only_of_own_books() {
    let (office, tablet, other) = busy_office();
    let mut request = tablet.request(&tablet.tips(), false, vec![]);
    assert_eq!(tablet.promised(&tablet.exchange(&office, &request).unwrap(), BackedUp), None);
    assert_eq!(office.centre.summary().unwrap().backed_up, "0 of 10");
    let report = office.centre.back_up(NOW).unwrap();
    assert_eq!(
        report,
        BackUpReport { pages: 9, photos: 1, erased: 0, failed: 0 },
        "5 + 2 pages, and 2 of the verdict's book"
    );
    assert_eq!(office.centre.summary().unwrap().backed_up, "all");
    let reply = tablet.exchange(&office, &request).unwrap();
    assert_eq!(tablet.promised(&reply, BackedUp), Some(5));
    assert_eq!(other.promised(&reply, BackedUp), None);
    request.backed_up = vec![(tablet.chain.book, 5)];
    assert_eq!(tablet.exchange(&office, &request).unwrap().receipts, [], "what it knows is not said again");
    assert_eq!(office.centre.back_up(NOW).unwrap(), BackUpReport::default());
}

#[test]
fn an_office_restored_from_its_second_copy_has_the_same_tips_counts_tablets_and_photo() {
    let (office, tablet, other) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let before = everything(&office, &tablet);

    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&key, NOW).unwrap();
    let restored = Office { folder, centre };
    assert_eq!(everything(&restored, &tablet), before);
    let found = restored.centre.verify().unwrap();
    assert_eq!((found.pages, found.photos, found.problems), (9, 1, vec![]));
    assert_eq!(other.caller(&restored).device.code, "L01", "tablets go on with the token and the root key they have");
    assert!(matches!(restored.centre.restore(&key, NOW), Err(RestoreError::NotEmpty)));
}

#[test]
fn a_signature_and_a_photo_that_rotted_in_the_second_copy_are_counted_by_the_restore() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let restored = || {
        let folder = tempfile::tempdir().unwrap();
        let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
        centre.restore(&key, NOW).unwrap()
    };
    assert_eq!(restored(), Recovered { pages: 9, photos: 1, damaged: 0 });

    // The page behind it vouches for its hash, so the book can be followed beyond it.
    let file = book_file(&office, &tablet);
    let good = std::fs::read(&file).unwrap();
    let mut bytes = good.clone();
    let signature = tablet.entries[2].signature.0;
    let at = bytes.windows(signature.len()).position(|window| window == signature).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(restored(), Recovered { pages: 9, photos: 1, damaged: 1 });
    assert!(file.with_extension("aside-1").exists(), "what rotted is kept");

    // An office that holds the page whole writes it whole.
    let rotten = std::fs::read(file.with_extension("aside-1")).unwrap();
    std::fs::write(&file, [rotten, b"torn".to_vec()].concat()).unwrap();
    assert_eq!(office.centre.recover(NOW).unwrap(), Recovered { pages: 0, photos: 0, damaged: 1 });
    assert!(std::fs::read(&file).unwrap() == good);

    let hash = PhotoHash(Sha256::digest(PHOTO).into()).to_string();
    std::fs::write(office.copy().join("photos").join(&hash[..2]).join(&hash), b"the bytes of a phot0").unwrap();
    assert_eq!(restored(), Recovered { pages: 9, photos: 0, damaged: 1 });
}

#[test]
fn a_restore_that_was_stopped_can_be_run_again_and_until_then_nothing_else_uses_the_office() {
    let (office, tablet, other) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let before = everything(&office, &tablet);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");

    // Half-way the second copy's disk fails: a book cannot be read.
    let (file, kept) = (book_file(&office, &other), folder.path().join("kept"));
    std::fs::rename(&file, &kept).unwrap();
    std::fs::create_dir(&file).unwrap();
    let centre = server_storage::open(&data, Some(&office.copy())).unwrap();
    assert!(matches!(centre.restore(&key, NOW), Err(RestoreError::Fault(Fault::File { .. }))));
    std::fs::remove_dir(&file).unwrap();
    std::fs::rename(&kept, &file).unwrap();
    drop(centre);

    let centre = server_storage::open(&data, None).unwrap();
    assert!(matches!(centre.council(), Err(Fault::HalfRestored)));
    let other_key = server_core::CouncilKey { root_secret: "00".repeat(32), ..key.clone() };
    assert!(matches!(centre.restore(&other_key, NOW), Err(RestoreError::OtherKey)));
    centre.restore(&key, NOW).unwrap();
    let restored = Office { folder, centre }.restarted();
    assert_eq!(everything(&restored, &tablet), before);
    assert!(matches!(restored.centre.restore(&key, NOW), Err(RestoreError::NotEmpty)));
}

#[test]
fn a_restore_with_another_key_or_from_changed_accounts_does_nothing() {
    let (office, ..) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let mut key = office.centre.council_key().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    let right = std::mem::replace(&mut key.root_secret, "00".repeat(32));
    assert!(matches!(centre.restore(&key, NOW), Err(RestoreError::OtherKey)));
    key.root_secret = "short".into();
    assert!(matches!(centre.restore(&key, NOW), Err(RestoreError::BadKey)));
    key.root_secret = right;
    let accounts = office.copy().join("accounts.json");
    let text = std::fs::read_to_string(&accounts).unwrap();
    assert!(!text.contains(&key.root_secret), "the root key must not lie beside the second copy");
    std::fs::write(&accounts, text.replace("Demo leader", "Demo intruder")).unwrap();
    assert!(matches!(centre.restore(&key, NOW), Err(RestoreError::OtherKey)));
    assert!(centre.council().is_err(), "nothing was written");
    std::fs::write(&accounts, text).unwrap();
    centre.restore(&key, NOW).unwrap();
}

/// Each tablet's code, and who may write on it.
fn tablets(centre: &Centre) -> Vec<(String, Vec<String>)> {
    centre.devices().unwrap().into_iter().map(|tablet| (tablet.code, tablet.users)).collect()
}

#[test]
fn an_office_put_back_knows_again_who_was_enrolled_and_who_was_withdrawn_since() {
    let office = an_office();
    let mut first = office.enrolled(1, "Team 1", "Demo warden A");
    let second = office.enrolled(2, "Team 1", "Demo leader");
    first.find(10);
    first.send(&office);
    office.centre.set_password("Demo leader", "ten words or more").unwrap();
    office.centre.back_up(NOW).unwrap();
    let kept = office.kept();

    let mut third = office.enrolled(3, "Team 1", "Demo warden B");
    third.find(30);
    third.send(&office);
    office.centre.withdraw_device(&second.reply.book_code, NOW).unwrap();
    office.centre.close_account("Demo leader", NOW).unwrap();
    office.centre.checkpoint(NOW, NOW).unwrap();
    office.centre.back_up(NOW).unwrap();
    let accounts = |office: &Office| std::fs::read(office.copy().join("accounts.json")).unwrap();
    let newest = accounts(&office);
    let (whole, known) = (everything(&office, &first), tablets(&office.centre));
    assert!(known.iter().any(|(_, people)| people.is_empty()), "one is withdrawn: {known:?}");

    let office = office.put_back(&kept);
    let lost = everything(&office, &first);
    assert_ne!(lost, whole);
    office.centre.recover(NOW).unwrap();
    assert_eq!(everything(&office, &first), whole, "its pages count, and no verdict is on them");
    office.centre.back_up(NOW).unwrap();
    assert_eq!(accounts(&office), newest, "it knows what the second copy knew, no more and no less");
    third.find(31);
    third.send(&office);
    assert_eq!(tablets(&office.centre), known);

    // Also where the second copy was out of reach when the office started.
    let office = office.put_back(&kept);
    office.centre.back_up(NOW).unwrap();
    third.find(32);
    third.send(&office);
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&key, NOW).unwrap();
    assert_eq!(tablets(&centre), known, "the second copy lost none of them");
}

#[test]
fn a_flipped_bit_anywhere_in_a_book_s_second_copy_is_found_and_healed_without_losing_the_damaged_file() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let file = book_file(&office, &tablet);
    let good = std::fs::read(&file).unwrap();
    for at in (0..good.len()).step_by(5) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&file, &bad).unwrap();
        assert!(!office.centre.verify().unwrap().problems.is_empty(), "bit at byte {at} went unseen");
    }
    // It shows by length at the next start, or as soon as the book grows.
    std::fs::write(&file, &good[..good.len() - 1]).unwrap();
    office.centre.recover(NOW).unwrap();
    assert_eq!(office.centre.summary().unwrap().backed_up, "9 of 10", "it visibly falls back");
    office.centre.back_up(NOW).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), good);
    assert!(office.centre.verify().unwrap().problems.is_empty());
    assert!(files(&office.copy()).iter().any(|path| path.extension().is_some_and(|end| end == "aside-1")));
}

#[test]
fn a_lost_or_damaged_photo_in_either_place_is_found() {
    let (office, ..) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let is_photo = |path: &PathBuf| std::fs::read(path).unwrap() == PHOTO;
    let copy = files(&office.copy()).into_iter().find(is_photo).unwrap();
    std::fs::write(&copy, b"the bytes of a phot0").unwrap();
    assert_eq!(office.centre.verify().unwrap().problems.len(), 1);
    std::fs::remove_file(&copy).unwrap();
    office.centre.recover(NOW).unwrap();
    assert_eq!(office.centre.summary().unwrap().backed_up, "9 of 10");
    office.centre.back_up(NOW).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), PHOTO);
}

#[test]
fn an_emptied_second_copy_falls_back_and_is_written_anew() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    for file in files(&office.copy()) {
        std::fs::remove_file(file).unwrap();
    }
    let office = office.restarted();
    office.centre.recover(NOW).unwrap();
    assert_eq!(office.centre.summary().unwrap().backed_up, "0 of 10");
    office.centre.back_up(NOW).unwrap();
    assert_eq!(office.centre.summary().unwrap().backed_up, "all");
    let reply = tablet.exchange(&office, &tablet.request(&tablet.tips(), false, vec![])).unwrap();
    assert_eq!(tablet.promised(&reply, BackedUp), Some(5));
    assert!(office.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn a_second_copy_that_lost_pages_tells_the_tablet_that_less_is_backed_up() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let file = book_file(&office, &tablet);
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, &good[..good.len() - 1]).unwrap();
    office.centre.recover(NOW).unwrap();
    let mut request = tablet.request(&tablet.tips(), false, vec![]);
    request.backed_up = vec![(tablet.chain.book, 5)];
    assert_eq!(tablet.promised(&tablet.exchange(&office, &request).unwrap(), BackedUp), Some(4));
}

#[test]
fn a_second_copy_whose_disk_is_away_is_not_begun_anew_and_does_not_keep_tablets_from_sending() {
    let (office, mut tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let away = office.folder.path().join("away");
    std::fs::rename(office.copy(), &away).unwrap();
    let office = office.restarted();
    assert!(office.centre.recover(NOW).is_err() && office.centre.back_up(NOW).is_err());
    tablet.find(14);
    let reply = tablet.send(&office);
    assert_eq!((tablet.promised(&reply, Arrived), tablet.promised(&reply, BackedUp)), (Some(6), Some(5)));
    assert!(!office.copy().exists(), "a folder where the disk should be would look like a second copy");
    std::fs::rename(&away, office.copy()).unwrap();
    office.centre.back_up(NOW).unwrap();
    assert_eq!(tablet.promised(&tablet.send(&office), BackedUp), Some(6));
}

#[test]
fn an_office_put_back_in_time_takes_the_missing_pages_out_of_its_second_copy_at_the_start() {
    let (office, mut tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let kept = office.kept();
    tablet.find(14);
    tablet.author = book::GrantId([8; 32]);
    tablet.find(15);
    tablet.send(&office);
    office.centre.back_up(NOW).unwrap();
    let before = everything(&office, &tablet);

    let office = office.put_back(&kept);
    assert_eq!(office.centre.recover(NOW).unwrap().pages, 3, "two of the tablet and the verdict on one of them");
    assert_eq!(everything(&office, &tablet), before);
    assert!(office.centre.verify().unwrap().problems.is_empty());
}

#[test]
fn a_second_copy_cut_at_any_byte_by_a_crash_is_made_whole() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let file = book_file(&office, &tablet);
    let good = std::fs::read(&file).unwrap();
    for length in (0..good.len()).step_by(37) {
        std::fs::write(&file, &good[..length]).unwrap();
        office.centre.recover(NOW).unwrap();
        office.centre.back_up(NOW).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), good, "cut at byte {length}");
    }
}

#[test]
fn what_a_stopped_copy_left_half_written_is_used_again() {
    let (office, _, _) = busy_office();
    let hash = PhotoHash(Sha256::digest(PHOTO).into()).to_string();
    let folder = office.copy().join("photos").join(&hash[..2]);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{hash}.tmp")), [7; 4000]).unwrap();
    std::fs::write(office.copy().join("accounts.tmp"), b"{").unwrap();
    assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
    assert_eq!(std::fs::read(folder.join(&hash)).unwrap(), PHOTO);
    assert!(!folder.join(format!("{hash}.tmp")).exists(), "nothing half written is left");
    assert!(!office.copy().join("accounts.tmp").exists(), "nothing half written is left");
}

#[test]
fn a_damaged_photo_of_the_right_length_is_copied_again() {
    let (office, ..) = busy_office();
    let hash = PhotoHash(Sha256::digest(PHOTO).into()).to_string();
    let copy = office.copy().join("photos").join(&hash[..2]).join(&hash);
    std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
    std::fs::write(&copy, b"the bytes of a phot0").unwrap();
    let report = office.centre.back_up(NOW).unwrap();
    assert_eq!((report.photos, report.failed), (1, 0));
    assert_eq!(std::fs::read(&copy).unwrap(), PHOTO);
}

#[test]
fn a_damaged_second_copy_is_set_aside_only_when_the_office_holds_its_pages() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let file = book_file(&office, &tablet);
    let torn = [std::fs::read(&file).unwrap(), b"torn".to_vec()].concat();
    std::fs::write(&file, &torn).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let centre = server_storage::open(&data, Some(&office.copy())).unwrap();
    let database = rusqlite::Connection::open(data.join("patrolbook.sqlite")).unwrap();
    let full = format!(
        "CREATE TRIGGER full BEFORE INSERT ON entries WHEN NEW.book = x'{}'
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
        tablet.chain.book
    );
    database.execute_batch(&full).unwrap();
    assert!(centre.restore(&key, NOW).is_err());
    assert!(std::fs::read(&file).unwrap() == torn, "it is all that there is of these pages");

    database.execute_batch("DROP TRIGGER full").unwrap();
    // The other tablet's two pages came already if its book's id, which is random, is the lower one.
    let recovered = centre.recover(NOW).unwrap();
    assert!([5, 7].contains(&recovered.pages) && recovered.damaged == 1, "{recovered:?}");
    assert!(std::fs::read(file.with_extension("aside-1")).unwrap() == torn);
    let found = centre.verify().unwrap();
    assert_eq!((found.pages, found.problems), (9, vec![]));
}

#[test]
fn what_is_no_book_in_the_second_copy_is_passed_over() {
    let (office, tablet, _) = busy_office();
    office.centre.back_up(NOW).unwrap();
    let books = office.copy().join("books");
    std::fs::write(books.join("Thumbs.db"), b"x").unwrap();
    std::fs::create_dir(books.join("lost+found")).unwrap();
    std::fs::write(book_file(&office, &tablet).with_file_name("notes.txt"), b"x").unwrap();
    let found = office.centre.verify().unwrap();
    assert_eq!((found.pages_backed_up, found.problems), (9, vec![]));
    assert_eq!(office.restarted().centre.recover(NOW).unwrap(), Recovered::default());
}

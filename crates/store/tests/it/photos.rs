//! Photos on disk: sealed, checked, mended, and swept only when nothing names them.

use crate::tablet::{NOW, Tablet, photo_row, record};
use protocol::PhotoHash;
use record::PhotoRow;
use std::path::PathBuf;
use store::{Draft, DraftPhoto, NewPhoto, PhotoAt, StoreError};
use uuid::Uuid;

const BYTES: &[u8] = b"the bytes of a photo of a bench by the river, long enough to look for";

fn photo(own: bool) -> NewPhoto<'static> {
    NewPhoto { bytes: BYTES, mime: "image/jpeg", thumbnail: b"small", own }
}

fn path(tablet: &Tablet, hash: PhotoHash) -> PathBuf {
    tablet.folder.path().join("photos").join(hash.to_string())
}

fn files(tablet: &Tablet) -> Vec<String> {
    let folder = std::fs::read_dir(tablet.folder.path().join("photos")).unwrap();
    folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_photo_comes_back_as_it_was_and_lies_sealed_on_the_disk() {
    let tablet = Tablet::new(1);
    let hash = tablet.store.add_photo(photo(true)).unwrap();
    assert_eq!(tablet.store.photo_bytes(hash).unwrap(), BYTES);
    assert_eq!(tablet.store.thumbnail(hash).unwrap().as_deref(), Some(&b"small"[..]));
    let sealed = std::fs::read(path(&tablet, hash)).unwrap();
    assert!(
        !sealed.windows(12).any(|window| BYTES.windows(12).any(|plain| plain == window)),
        "plain bytes on the disk"
    );
}

#[test]
fn a_damaged_or_missing_photo_is_noticed_and_the_same_photo_mends_it() {
    let tablet = Tablet::new(1);
    let hash = tablet.store.add_photo(photo(true)).unwrap();
    let path = path(&tablet, hash);
    let mut sealed = std::fs::read(&path).unwrap();
    *sealed.last_mut().unwrap() ^= 1;
    std::fs::write(&path, &sealed).unwrap();
    assert!(matches!(tablet.store.photo_bytes(hash), Err(StoreError::PhotoDamaged(_))));
    std::fs::write(&path, [1, 2, 3]).unwrap();
    assert!(matches!(tablet.store.photo_bytes(hash), Err(StoreError::PhotoDamaged(_))));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(tablet.store.photo_bytes(hash), Err(StoreError::PhotoDamaged(_))));
    tablet.store.add_photo(photo(true)).unwrap();
    assert_eq!(tablet.store.photo_bytes(hash).unwrap(), BYTES);
}

#[test]
fn a_photo_sealed_under_another_name_does_not_pass() {
    let tablet = Tablet::new(1);
    let one = tablet.store.add_photo(photo(true)).unwrap();
    let two = tablet.store.add_photo(NewPhoto { bytes: b"another", ..photo(true) }).unwrap();
    std::fs::copy(path(&tablet, one), path(&tablet, two)).unwrap();
    assert!(matches!(tablet.store.photo_bytes(two), Err(StoreError::PhotoDamaged(_))));
}

#[test]
fn a_photo_that_was_written_and_then_refused_leaves_nothing() {
    let tablet = Tablet::new(1);
    let sealed = tablet.store.seal_photo(BYTES).unwrap();
    assert_eq!(files(&tablet).len(), 1, "its bytes are on the disk already");
    drop(sealed);
    assert_eq!(files(&tablet), Vec::<String>::new());
}

#[test]
fn a_photo_that_was_written_is_there_only_once_it_is_kept() {
    let tablet = Tablet::new(1);
    let hash = tablet.store.add_photo(photo(false)).unwrap();
    std::fs::remove_file(path(&tablet, hash)).unwrap();
    let (one, two) = (tablet.store.seal_photo(BYTES).unwrap(), tablet.store.seal_photo(BYTES).unwrap());
    assert!(tablet.store.photo_bytes(hash).is_err(), "nobody has kept it");
    assert_eq!(tablet.store.keep_photo(&one, "image/jpeg", b"small", true).unwrap(), hash);
    drop(one);
    assert_eq!(tablet.store.photo_bytes(hash).unwrap(), BYTES);
    drop(two);
    assert_eq!(tablet.store.photo_bytes(hash).unwrap(), BYTES, "the same photo, refused elsewhere, stays here");
    assert_eq!(files(&tablet), [hash.to_string()]);
}

#[test]
fn the_sweep_keeps_what_records_and_drafts_name_and_takes_the_rest() {
    let tablet = Tablet::new(1);
    let add = |bytes| tablet.store.add_photo(NewPhoto { bytes, ..photo(true) }).unwrap();
    let (on_record, on_draft, orphan) = (add(b"on a record"), add(b"on a draft"), add(b"on nothing"));
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needles");
    tablet.attach(record(1), on_record, 11);
    let row: PhotoRow = serde_json::from_value(photo_row(on_draft, 10)).unwrap();
    for number in 0..250 {
        // The photo is on the draft that was touched longest ago.
        let photos = if number == 0 { vec![DraftPhoto { row: row.clone(), picked: None }] } else { Vec::new() };
        let draft = Draft {
            id: Uuid::from_u128(number),
            kind: "drug_litter".into(),
            user: None,
            begun: NOW,
            patrol: None,
            record: None,
            stage: "now".into(),
            answers: Default::default(),
            heads: Default::default(),
            opened: Default::default(),
            photos,
            others: Vec::new(),
            begun_as: None,
        };
        tablet.store.keep_draft(&draft, NOW + number as i64).unwrap();
    }
    let half_written = tablet.folder.path().join("photos").join("ab.part");
    std::fs::write(&half_written, b"half").unwrap();
    let came_whole = path(&tablet, on_record).with_extension("coming");
    std::fs::write(&came_whole, b"sealed pieces").unwrap();
    let on_its_way = path(&tablet, PhotoHash([8; 32])).with_extension("coming");
    std::fs::write(&on_its_way, b"sealed pieces").unwrap();
    let unknown = path(&tablet, PhotoHash([7; 32]));
    std::fs::write(&unknown, b"sealed before the database was put back").unwrap();

    let tablet = tablet.reopen();
    assert!(tablet.store.photo_bytes(on_record).is_ok());
    assert!(tablet.store.photo_bytes(on_draft).is_ok());
    assert_eq!(tablet.store.photo_info(orphan).unwrap(), None);
    assert!(!path(&tablet, orphan).exists());
    assert!(!half_written.exists());
    assert!(!came_whole.exists() && on_its_way.exists(), "of a photo that is whole nothing is on its way");
    assert!(unknown.exists(), "a photo that the database does not know must stay");
}

#[test]
fn a_colleagues_photo_that_is_taken_here_too_has_not_arrived_until_signed_for() {
    let tablet = Tablet::new(1);
    let hash = tablet.store.add_photo(photo(false)).unwrap();
    assert_eq!(tablet.store.photo_info(hash).unwrap().unwrap().at, PhotoAt::Arrived);
    tablet.store.add_photo(photo(true)).unwrap();
    assert_eq!(tablet.store.photo_info(hash).unwrap().unwrap().at, PhotoAt::OnThisTablet);
}

#[test]
fn photos_are_sent_oldest_first_and_those_that_failed_last() {
    let tablet = Tablet::new(1);
    let add = |number: u128, occurred: &str| {
        let bytes = number.to_be_bytes();
        let hash = tablet.store.add_photo(NewPhoto { bytes: &bytes, ..photo(true) }).unwrap();
        tablet.finding(record(number), occurred, "Needles");
        tablet.attach(record(number), hash, bytes.len());
        hash
    };
    let second = add(1, "2025-03-18T09:00:00Z");
    let first = add(2, "2025-03-17T09:00:00Z");
    let third = add(3, "2025-03-19T09:00:00Z");
    let to_send = || tablet.store.photos_to_send().unwrap().into_iter().map(|photo| photo.hash).collect::<Vec<_>>();
    assert_eq!(to_send(), [first, second, third]);
    tablet.store.photo_progress(first, 5, Some("cut off")).unwrap();
    assert_eq!(to_send(), [second, third, first]);
    let info = tablet.store.photo_info(first).unwrap().unwrap();
    assert_eq!((info.sent, info.failures, info.trouble.as_deref()), (5, 1, Some("cut off")));
    tablet.store.photo_progress(first, 9, None).unwrap();
    let info = tablet.store.photo_info(first).unwrap().unwrap();
    assert_eq!((info.sent, info.failures, info.trouble), (9, 1, None), "a failure counts until it has arrived");
}

#[test]
fn a_photo_that_is_coming_is_kept_as_far_as_it_came_and_what_was_damaged_comes_again() {
    let tablet = Tablet::new(1);
    let hash = PhotoHash([7; 32]);
    assert_eq!(tablet.store.photo_so_far(hash).unwrap(), b"");
    tablet.store.more_of_photo(hash, 0, b"one, ").unwrap();
    tablet.store.more_of_photo(hash, 5, b"two, ").unwrap();
    tablet.store.more_of_photo(hash, 10, b"three").unwrap();
    assert_eq!(tablet.store.photo_so_far(hash).unwrap(), b"one, two, three");
    let path = tablet.folder.path().join("photos").join(format!("{hash}.coming"));
    let whole = std::fs::read(&path).unwrap();
    assert!(!whole.windows(5).any(|window| window == b"three"), "plain bytes on the disk");
    // Torn anywhere, what was whole before the tear is left, and what comes then is found again.
    for length in 0..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        let held = tablet.store.photo_so_far(hash).unwrap();
        assert!([&b""[..], b"one, ", b"one, two, "].contains(&&held[..]), "{length}");
        tablet.store.more_of_photo(hash, held.len(), b"on").unwrap();
        assert_eq!(tablet.store.photo_so_far(hash).unwrap(), [&held[..], b"on"].concat(), "{length}");
    }
    // A piece that was changed, or moved, ends it.
    for at in [0, 20, 50] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        assert_eq!(tablet.store.photo_so_far(hash).unwrap(), b"", "{at}");
    }
    let piece = 8 + 24 + 5 + 16;
    std::fs::write(&path, [&whole[piece..], &whole[..piece]].concat()).unwrap();
    assert_eq!(tablet.store.photo_so_far(hash).unwrap(), b"", "each piece is bound to its place");
    tablet.store.more_of_photo(hash, 0, b"one").unwrap();
    tablet.store.forget_photo_so_far(hash).unwrap();
    assert_eq!(tablet.store.photo_so_far(hash).unwrap(), b"");
}

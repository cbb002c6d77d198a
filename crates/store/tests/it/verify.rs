//! Proving the tablet whole: what is as it was written passes, and what is not is told.

use crate::tablet::{Tablet, record};
use store::NewPhoto;

#[test]
fn a_store_that_is_as_it_was_written_has_no_problems() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Two needles");
    tablet.store.add_photo(NewPhoto { bytes: b"photo", mime: "image/jpeg", thumbnail: b"", own: true }).unwrap();
    assert_eq!(tablet.store.verify().unwrap(), [""; 0]);
}

#[test]
fn a_store_that_was_written_on_since_it_was_last_proved_has_no_problems() {
    let tablet = Tablet::new(1);
    for number in 1..=40 {
        tablet.finding(record(number), "2025-03-18T09:00:00Z", "Two needles");
        assert_eq!(tablet.store.verify().unwrap(), [""; 0], "after finding {number}");
    }
}

#[test]
fn a_missing_photo_and_a_damaged_database_are_told() {
    let tablet = Tablet::new(1);
    let photo = NewPhoto { bytes: b"photo", mime: "image/jpeg", thumbnail: b"", own: true };
    let hash = tablet.store.add_photo(photo).unwrap();
    tablet.attach(record(1), hash, 5);
    std::fs::remove_file(tablet.folder.path().join("photos").join(hash.to_string())).unwrap();
    assert_eq!(tablet.store.verify().unwrap(), [format!("Photo {hash} is missing or damaged.")]);

    let tablet = tablet.reopen();
    let database = tablet.folder.path().join("patrolbook.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() - 2000;
    bytes[middle] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    let told = tablet.store.verify();
    assert!(told.is_err() || told.is_ok_and(|problems| problems.len() > 1), "a flipped bit went unnoticed");
}

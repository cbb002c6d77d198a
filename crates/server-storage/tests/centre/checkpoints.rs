//! Checkpoints as the office keeps them: with its second copy, over all that they named before, and checked by `verify`.

use crate::NOW;
use crate::tablet::*;

#[test]
fn a_restored_office_that_lacks_a_confirmed_page_says_so_and_signs_nothing_until_it_is_back() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&office);
    office.centre.back_up(NOW).unwrap();
    tablet.find(11);
    let before = std::fs::read(book_file(&office, &tablet)).unwrap();
    tablet.send(&office);
    assert_eq!(office.centre.checkpoint(NOW, NOW).unwrap(), 1);
    assert_eq!(office.centre.checkpoint(NOW, NOW + DAY).unwrap(), 0, "this night's is signed");
    office.centre.back_up(NOW).unwrap();
    assert_eq!(office.centre.verify().unwrap().checkpoints, 1);

    // The second copy loses the last page, and the office its disk.
    std::fs::write(book_file(&office, &tablet), before).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&office.centre.council_key().unwrap(), NOW).unwrap();
    let restored = Office { folder, centre };
    let problems = restored.centre.verify().unwrap().problems;
    assert!(problems.len() == 1 && problems[0].contains("names page 3 of book"), "{problems:?}");
    let mut other = restored.enrolled(2, "Team 1", "Demo warden B");
    other.find(12);
    other.send(&restored);
    assert_eq!(restored.centre.checkpoint(i64::MAX, NOW + DAY).unwrap(), 0);

    tablet.send(&restored);
    assert_eq!(restored.centre.verify().unwrap().problems, Vec::<String>::new());
    assert_eq!(restored.centre.checkpoint(i64::MAX, NOW + DAY).unwrap(), 1);
}

fn book_file(office: &Office, tablet: &Tablet) -> std::path::PathBuf {
    let name = tablet.chain.book.to_string();
    office.copy().join("books").join(&name[..2]).join(format!("{name}.book"))
}

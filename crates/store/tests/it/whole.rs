//! An action that is more than a page holds: on several pages, all of them or none.

use crate::tablet::{NOW, Tablet, record, scope};
use book::entry::MAX_WRITES;
use store::Change;

/// Begins so many records.
fn many(count: usize) -> Vec<Change> {
    (1..=count as u128).map(|number| Change::new(record(number), "kind", "drug_litter")).collect()
}

fn pages(tablet: &Tablet) -> u64 {
    tablet.store.own_book().unwrap().unwrap().tip.number
}

#[test]
fn more_writes_than_a_page_holds_take_another_page() {
    let tablet = Tablet::new(0);
    let before = pages(&tablet);
    tablet.store.write_whole(tablet.grant, &many(MAX_WRITES), NOW).unwrap();
    assert_eq!(pages(&tablet), before + 1, "what fits on a page stays on one");
    let tablet = Tablet::new(1);
    tablet.store.write_whole(tablet.grant, &many(MAX_WRITES + 1), NOW).unwrap();
    assert_eq!(pages(&tablet), before + 2);
    for number in [1, MAX_WRITES as u128, MAX_WRITES as u128 + 1] {
        assert!(tablet.store.found(record(number)).unwrap().is_some());
    }
}

#[test]
fn more_bytes_than_a_page_holds_take_more_pages() {
    let tablet = Tablet::new(0);
    let before = pages(&tablet);
    let long = |number| Change::new(record(number), "description", "x".repeat(60_000));
    tablet.store.write_whole(tablet.grant, &(1..=40).map(long).collect::<Vec<_>>(), NOW).unwrap();
    assert_eq!(pages(&tablet), before + 4);
}

#[test]
fn one_write_that_cannot_be_leaves_nothing_of_the_others() {
    let tablet = Tablet::new(0);
    let before = tablet.store.tips(scope()).unwrap();
    let mut changes = many(MAX_WRITES);
    changes.push(Change::new(record(1), "description", "x".repeat(100_000)));
    assert!(tablet.store.write_whole(tablet.grant, &changes, NOW).is_err());
    assert_eq!(tablet.store.tips(scope()).unwrap(), before);
    assert!(tablet.store.found(record(1)).unwrap().is_none());
}

//! Whoever saves while lines are worked out anew does not wait for all of them, and what they save stands.

use super::{AT_ONCE, Anew, LINES_BY};
use crate::opaque::tests::enrolled;
use crate::{Action, Change};
use book::RecordId;
use std::cell::RefCell;
use uuid::Uuid;

fn finding(number: usize) -> RecordId {
    RecordId(Uuid::from_u128(1 + number as u128))
}

#[test]
fn what_is_saved_between_two_stretches_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (store, author) = enrolled(folder.path());
    let all = AT_ONCE * 2 + 50;
    let findings: Vec<_> = (0..all)
        .flat_map(|number| {
            [("kind", "drug_litter"), ("description", "Needles")].map(|(f, v)| Change::new(finding(number), f, v))
        })
        .collect();
    store.write_whole(author, &findings, 0).unwrap();
    store.set_setting(LINES_BY, &"another catalogue").unwrap();
    let heard = RefCell::new(Vec::new());
    let save = |told: Anew| {
        heard.borrow_mut().push((told.done as usize, told.of as usize));
        // One whose line was worked out, and one whose line was not.
        for number in [0, all - 1] {
            let changes = vec![Change::new(finding(number), "n_needle", told.done)];
            store.write(Action { author, changes, completes: None }, 0).unwrap();
        }
    };
    store.follow_catalogue(None, &save).unwrap();
    assert_eq!(*heard.borrow(), [(AT_ONCE, all), (AT_ONCE * 2, all), (all, all)]);
    for number in [0, all - 1] {
        assert_eq!(store.found(finding(number)).unwrap().unwrap().summary, format!("{all} items, {all} sharps"));
    }
    assert_eq!(store.setting::<String>(LINES_BY).unwrap(), Some(store.in_use().mark()));
    store.follow_catalogue(None, &|_| panic!("there is nothing to do")).unwrap();
}

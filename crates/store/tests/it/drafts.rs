//! Drafts: kept through closing, and gone in the same step that completes them.

use crate::tablet::{NOW, Tablet, record};
use serde_json::json;
use store::{Action, Change, Draft};
use uuid::Uuid;

fn draft(id: u128) -> Draft {
    Draft {
        id: Uuid::from_u128(id),
        kind: "drug_litter".into(),
        user: None,
        begun: NOW,
        patrol: None,
        record: None,
        stage: "now".into(),
        answers: [("description".to_owned(), json!("half a sen"))].into(),
        heads: [("description".to_owned(), vec![book::EntryHash([1; 32])])].into(),
        opened: [("sacks_black".to_owned(), json!(12))].into(),
        photos: Vec::new(),
        others: Vec::new(),
        begun_as: None,
    }
}

#[test]
fn a_half_filled_form_is_there_again_after_closing() {
    let tablet = Tablet::new(1);
    tablet.store.keep_draft(&draft(1), NOW).unwrap();
    let tablet = tablet.reopen();
    assert_eq!(tablet.store.draft(Uuid::from_u128(1)).unwrap(), Some(draft(1)));
}

#[test]
fn drafts_are_listed_with_the_last_touched_first() {
    let tablet = Tablet::new(1);
    tablet.store.keep_draft(&draft(1), NOW).unwrap();
    tablet.store.keep_draft(&draft(2), NOW + 1).unwrap();
    tablet.store.keep_draft(&draft(1), NOW + 2).unwrap();
    let ids: Vec<_> = tablet.store.drafts().unwrap().iter().map(|draft| draft.id.as_u128()).collect();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn saving_a_finding_takes_its_draft_away_and_a_refused_save_leaves_it() {
    let tablet = Tablet::new(1);
    tablet.store.keep_draft(&draft(1), NOW).unwrap();
    let save = |description: String| {
        let changes = vec![Change::new(record(1), "description", description)];
        tablet.store.write(Action { author: tablet.grant, changes, completes: Some(Uuid::from_u128(1)) }, NOW)
    };
    assert!(save("x".repeat(book::entry::MAX_VALUE)).is_err());
    assert!(tablet.store.draft(Uuid::from_u128(1)).unwrap().is_some(), "the answers must survive a refused save");
    save("a whole sentence".into()).unwrap();
    assert_eq!(tablet.store.draft(Uuid::from_u128(1)).unwrap(), None);
}

//! Opening: what was written is there again, and what this build cannot read is refused and left as it is.

use crate::tablet::{NOW, Tablet, open, record};
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use store::{Action, Change, StoreError};

#[test]
fn what_was_written_is_there_after_closing_and_the_book_goes_on() {
    let tablet = Tablet::new(1);
    let first = tablet.finding(record(1), "2025-03-18T09:00:00Z", "Two needles by the bench");
    let before = tablet.store.own_book().unwrap();
    let tablet = tablet.reopen();
    assert_eq!(tablet.store.own_book().unwrap(), before);
    assert_eq!(tablet.shown(record(1), "description"), json!("Two needles by the bench"));
    assert_eq!(tablet.store.found(record(1)).unwrap().unwrap().page, first.page);
    let next = tablet.describe(record(1), "Three needles");
    assert_eq!(next.page, first.page + 1);
    let entry = tablet.store.entry(before.unwrap().book, next.page).unwrap().unwrap();
    assert_eq!(entry.header.previous, first.entry, "the chain must go on from the page before");
}

#[test]
fn a_cleared_field_is_gone_from_view_and_its_history_stays() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Two needles");
    tablet.write(vec![Change::new(record(1), "description", json!(null))]);
    assert_eq!(tablet.shown(record(1), "description"), json!(null));
    assert_eq!(tablet.store.entries_about(record(1)).unwrap().len(), 2);
}

#[test]
fn nothing_is_written_before_the_tablet_is_enrolled() {
    let folder = tempfile::TempDir::new().unwrap();
    let store = open(folder.path(), 1).unwrap();
    let author = book::GrantId([0; 32]);
    let action = Action { author, changes: vec![Change::new(record(1), "kind", "drug_litter")], completes: None };
    assert!(matches!(store.write(action, NOW), Err(StoreError::NoBook)));
}

#[test]
fn an_action_over_a_limit_leaves_nothing() {
    let tablet = Tablet::new(1);
    let before = tablet.store.own_book().unwrap();
    let long = "x".repeat(book::entry::MAX_VALUE);
    let changes = vec![Change::new(record(1), "kind", "drug_litter"), Change::new(record(1), "description", long)];
    let refused = tablet.store.write(Action { author: tablet.grant, changes, completes: None }, NOW);
    assert!(matches!(refused, Err(StoreError::TooMuch(_))), "{refused:?}");
    assert_eq!(tablet.store.own_book().unwrap(), before);
    assert!(tablet.store.record(record(1)).unwrap().is_none());
}

#[test]
fn the_same_folder_does_not_open_twice() {
    let tablet = Tablet::new(1);
    assert!(matches!(open(tablet.folder.path(), 2), Err(StoreError::InUse(_))));
    let tablet = tablet.reopen();
    assert!(tablet.store.own_book().unwrap().is_some(), "closing must give the folder free");
}

#[test]
fn another_key_does_not_open_the_store_and_a_damaged_key_file_is_named() {
    let tablet = Tablet::new(1);
    let folder = tablet.folder;
    drop(tablet.store);
    let key = folder.path().join("tablet.key");
    let right = std::fs::read(&key).unwrap();
    std::fs::write(&key, [5; 32]).unwrap();
    assert!(matches!(open(folder.path(), 1), Err(StoreError::WrongKey)));
    std::fs::write(&key, [5; 31]).unwrap();
    assert!(matches!(open(folder.path(), 1), Err(StoreError::BadKeyFile(_))));
    std::fs::write(&key, right).unwrap();
    assert!(open(folder.path(), 1).unwrap().own_book().unwrap().is_some(), "the right key must still open it");
}

#[test]
fn the_database_cannot_be_read_without_the_key() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Unmistakable words about a needle");
    let folder = tablet.folder;
    drop(tablet.store);
    for file in std::fs::read_dir(folder.path()).unwrap().filter_map(|file| std::fs::read(file.unwrap().path()).ok()) {
        assert!(!contains(&file, b"Unmistakable"), "a value lies on the disk in plain text");
        assert!(!contains(&file, b"SQLite format 3"), "the database is not encrypted");
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused_with_both_formats_and_not_touched() {
    let tablet = Tablet::new(1);
    let folder = tablet.folder;
    drop(tablet.store);
    let path = folder.path().join("patrolbook.db");
    let connection = raw(folder.path(), &path);
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    match open(folder.path(), 1) {
        Err(StoreError::TooNew { found: 99, known }) => assert!(known < 99),
        other => panic!("opened a store of the future: {:?}", other.err()),
    }
    assert!(std::fs::read(&path).unwrap() == before, "the refused database was changed");
}

/// The database as any other program with the key would open it.
pub(crate) fn raw(folder: &Path, path: &Path) -> Connection {
    let secret = std::fs::read(folder.join("tablet.key")).unwrap();
    let key = Sha256::new().chain_update(b"patrolbook/v1/tablet/database\0").chain_update(secret).finalize();
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key))).unwrap();
    connection
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn lines_follow_a_newer_catalogue() {
    let tablet = Tablet::new(1);
    tablet.write(vec![Change::new(record(1), "kind", "drug_litter"), Change::new(record(1), "n_needle", 2)]);
    assert_eq!(tablet.store.found(record(1)).unwrap().unwrap().summary, "2 items, 2 sharps");
    let Tablet { folder, store, .. } = tablet;
    drop(store);
    let folder_of_kinds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let files = std::fs::read_dir(folder_of_kinds).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|end| end == "toml" || end == "geojson"));
    let newer = files.map(|file| {
        let text = std::fs::read_to_string(&file).unwrap();
        let text =
            text.replace("\nversion = ", "\nversion = 10").replace("\"item\", \"items\"", "\"thing\", \"things\"");
        (file.file_name().unwrap().to_str().unwrap().to_owned(), text)
    });
    let newer: Vec<_> = newer.collect();
    let files: Vec<_> = newer.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let newer = domain::catalogue::Catalogue::from_files(&files).unwrap();
    let store = store::Store::open(folder.path(), std::sync::Arc::new(newer), crate::tablet::entropy(9)).unwrap();
    assert_eq!(store.found(record(1)).unwrap().unwrap().summary, "2 things, 2 sharps");
}

#[test]
fn what_is_due_follows_also_of_steps_that_an_earlier_build_did_not_keep() {
    let tablet = Tablet::new(1);
    let change = |field: &str, value: Value| Change::new(record(1), field, value);
    tablet
        .write(vec![change("kind", json!("abandoned_vehicle")), change("occurred_at", json!("2025-03-17T09:00:00Z"))]);
    for (step, to) in [("accept", "accepted"), ("watch", "watched"), ("assess", "assessed"), ("watch", "watched")] {
        tablet
            .write(vec![change("state", json!({ "step": step, "to": to })), change("revisit_on", json!("2025-04-01"))]);
    }
    let due = |store: &store::Store| store.found(record(1)).unwrap().unwrap().due.unwrap();
    let as_it_was = due(&tablet.store);
    assert_eq!(as_it_was.clock, "revisit");
    let stays = tablet.store.record(record(1)).unwrap().unwrap();
    let Tablet { folder, store, .. } = tablet;
    drop(store);
    let database = raw(folder.path(), &folder.path().join("patrolbook.db"));
    let forget = "UPDATE record_state SET state = json_remove(state, '$.course');
        UPDATE record SET due = NULL, due_clock = NULL; DELETE FROM setting WHERE name = 'lines'";
    database.execute_batch(forget).unwrap();
    drop(database);
    let store = crate::tablet::open(folder.path(), 1).unwrap();
    assert_eq!(due(&store), as_it_was);
    assert_eq!(store.record(record(1)).unwrap().unwrap(), stays, "every step is known again");
}

//! What any implementation of the storage trait must do: transactions whole or not at all, readers undisturbed.

use crate::tablet::opened;
use book::{ScopeId, SecretKey};
use protocol::PhotoHash;
use record::Record;
use server_core::{Archived, Export, Exports, PhotoRow, Reading, Storage, Team};
use server_storage::Database;
use std::ops::ControlFlow;
use uuid::Uuid;

const SCOPE: ScopeId = ScopeId(Uuid::from_u128(1));

fn database() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("test.sqlite")).unwrap();
    (folder, database)
}

fn team(name: &str) -> Team {
    Team { scope: ScopeId(Uuid::now_v7()), name: name.into() }
}

#[test]
fn a_transaction_that_is_dropped_leaves_nothing() {
    let (_folder, database) = database();
    let mut writing = database.write().unwrap();
    writing.put_team(&team("Team 1")).unwrap();
    assert_eq!(writing.teams().unwrap().len(), 1, "a writer sees its own changes");
    drop(writing);
    assert_eq!(database.read().unwrap().teams().unwrap(), []);
    let mut writing = database.write().unwrap();
    writing.put_team(&team("Team 1")).unwrap();
    writing.commit().unwrap();
    assert_eq!(database.read().unwrap().teams().unwrap().len(), 1);
}

#[test]
fn a_reader_sees_the_moment_in_which_it_was_opened() {
    let (_folder, database) = database();
    let reading = database.read().unwrap();
    let mut writing = database.write().unwrap();
    writing.put_team(&team("Team 1")).unwrap();
    writing.commit().unwrap();
    assert_eq!(reading.teams().unwrap(), []);
    assert_eq!(database.read().unwrap().teams().unwrap().len(), 1);
}

#[test]
fn writers_of_many_threads_and_of_another_process_s_connection_all_get_their_turn() {
    let (folder, first) = database();
    let second = Database::open(&folder.path().join("test.sqlite")).unwrap();
    std::thread::scope(|threads| {
        for index in 0..8 {
            let database = if index % 2 == 0 { &first } else { &second };
            threads.spawn(move || {
                let mut writing = database.write().unwrap();
                writing.put_team(&team(&format!("Team {index}"))).unwrap();
                writing.commit().unwrap();
            });
        }
    });
    assert_eq!(first.read().unwrap().teams().unwrap().len(), 8);
}

#[test]
fn a_name_or_a_page_that_is_there_cannot_be_put_twice() {
    let (_folder, database) = database();
    let (chain, entry) = opened(&SecretKey::from_bytes(&[1; 32]), SCOPE, 1);
    let mut writing = database.write().unwrap();
    writing.put_team(&team("Team 1")).unwrap();
    assert!(writing.put_team(&team("Team 1")).is_err());
    writing.append(&chain, &[entry.clone().into()]).unwrap();
    assert!(writing.append(&chain, &[entry.into()]).is_err());
}

#[test]
fn books_say_what_they_are_how_far_they_go_and_how_far_they_are_backed_up() {
    let (_folder, database) = database();
    let key = SecretKey::from_bytes(&[1; 32]);
    let (chain, entry) = opened(&key, SCOPE, 1);
    let mut writing = database.write().unwrap();
    writing.append(&chain, &[entry.clone().into()]).unwrap();
    writing.commit().unwrap();
    let reading = database.read().unwrap();
    assert_eq!(reading.line(chain.line).unwrap(), Some(chain.clone()));
    assert_eq!(reading.tips(SCOPE).unwrap(), [(chain.book, chain.tip)].into());
    assert_eq!(reading.tips(ScopeId(Uuid::from_u128(2))).unwrap(), [].into());
    assert_eq!(reading.hash_at(chain.book, 1).unwrap(), Some(chain.tip.hash));
    assert_eq!(reading.hash_at(chain.book, 2).unwrap(), None);
    assert_eq!(reading.pages(chain.book, 0, 10, 1).unwrap(), [entry.encode_wire()], "at least one, whatever its size");
    assert_eq!(reading.books_of_key(&key.public()).unwrap().len(), 1);
    assert_eq!(reading.books_behind().unwrap().len(), 1);
    drop(reading);
    let mut writing = database.write().unwrap();
    writing.put_archived(chain.book, Archived { number: 1, bytes: 9 }).unwrap();
    assert_eq!(writing.books_behind().unwrap(), []);
}

#[test]
fn records_and_photos_of_one_scope_are_not_those_of_another() {
    let (_folder, database) = database();
    let other = ScopeId(Uuid::from_u128(2));
    let record = Record::new(book::RecordId(Uuid::from_u128(9)));
    let hash = PhotoHash([7; 32]);
    let mut writing = database.write().unwrap();
    writing.put_record(SCOPE, &record).unwrap();
    writing.put_photo(&PhotoRow { scope: SCOPE, hash, length: 5, whole: false, archived: false }).unwrap();
    assert_eq!(writing.record(SCOPE, record.id).unwrap(), Some(record.clone()));
    assert_eq!(writing.record(other, record.id).unwrap(), None);
    assert_eq!(writing.photo(other, hash).unwrap(), None);
    assert_eq!(writing.photos().unwrap(), [], "only whole photos are listed");
    writing.clear_records(SCOPE).unwrap();
    assert_eq!(writing.record(SCOPE, record.id).unwrap(), None);
}

/// What changed after a change: each record's number, whether it began after it, and whether it is still there.
fn changed(reading: &(impl Reading + ?Sized), after: u64) -> Vec<(u128, bool, bool)> {
    let mut found = Vec::new();
    let all = reading.each_change(after, &mut |change| {
        found.push((change.id.0.as_u128(), change.began > after, change.record.is_some()));
        ControlFlow::Continue(())
    });
    assert!(all.unwrap().is_continue());
    found
}

#[test]
fn every_change_of_a_record_has_a_number_and_what_is_added_up_as_it_was_did_not_change() {
    let (_folder, database) = database();
    let numbered = |number: u128| Record::new(book::RecordId(Uuid::from_u128(number)));
    let mut writing = database.write().unwrap();
    assert_eq!(writing.last_change().unwrap(), 0);
    for number in [1, 2, 3] {
        writing.put_record(SCOPE, &numbered(number)).unwrap();
    }
    let before = writing.last_change().unwrap();
    assert_eq!(changed(&*writing, 0), [(1, true, true), (2, true, true), (3, true, true)]);
    assert_eq!(changed(&*writing, before), []);
    writing.put_record(SCOPE, &numbered(2)).unwrap();
    assert_eq!(writing.last_change().unwrap(), before, "it is as it was");
    let (_, entry) = opened(&SecretKey::from_bytes(&[1; 32]), SCOPE, 1);
    let draft = book::Draft {
        clock: book::Clock(2),
        wall: 0,
        quality: book::ClockQuality::Checked,
        author: book::GrantId([0; 32]),
        catalogue: 1,
        writes: vec![(
            book::RecordId(Uuid::from_u128(2)),
            book::FieldWrite { field: "kind".into(), replaces: vec![] },
            b"1".to_vec(),
        )],
        key: [4; 16],
    };
    let at = book::Tip { number: 1, hash: entry.hash() };
    let page = book::Entry::write(&SecretKey::from_bytes(&[1; 32]), entry.book(), at, draft).unwrap();
    let mut second = numbered(2);
    second.take(&page);
    writing.put_record(SCOPE, &second).unwrap();
    assert_eq!(changed(&*writing, before), [(2, false, true)]);

    let before = writing.last_change().unwrap();
    writing.clear_records(SCOPE).unwrap();
    assert_eq!(writing.record(SCOPE, second.id).unwrap(), None);
    writing.each_record(&mut |_, _| panic!("none is there")).unwrap();
    for record in [numbered(1), numbered(2), numbered(4)] {
        writing.put_record(SCOPE, &record).unwrap();
    }
    writing.put_record(SCOPE, &second).unwrap();
    writing.settle_records(SCOPE).unwrap();
    assert_eq!(changed(&*writing, before), [(3, false, false), (4, true, true)], "one is gone and one is new");
    let before = writing.last_change().unwrap();
    writing.put_record(SCOPE, &numbered(3)).unwrap();
    writing.commit().unwrap();
    let reading = database.read().unwrap();
    assert_eq!(changed(&*reading, before), [(3, false, true)], "it is back");
    let mut first = None;
    let broken = reading.each_change(0, &mut |change| {
        assert!(first.replace(change.id).is_none(), "it was broken off");
        ControlFlow::Break(())
    });
    assert!(broken.unwrap().is_break());
}

#[test]
fn what_came_of_exports_is_kept() {
    let (_folder, database) = database();
    assert_eq!(database.read().unwrap().exports().unwrap(), Exports::default());
    let export = Export { id: Uuid::from_u128(7), at: 5, change: 9, catalogue: 3 };
    let exports = Exports { written: vec![export], failed_at: Some(6) };
    let mut writing = database.write().unwrap();
    writing.put_exports(&exports).unwrap();
    writing.commit().unwrap();
    assert_eq!(database.read().unwrap().exports().unwrap(), exports);
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_can_read_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _database) = database();
    let mode = std::fs::metadata(folder.path().join("test.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "the root key lies in it");
}

//! What any implementation of the storage trait must do: transactions whole or not at all, readers undisturbed.

use crate::tablet::opened;
use book::{ScopeId, SecretKey};
use protocol::PhotoHash;
use record::Record;
use server_core::{Archived, Fault, PhotoRow, Storage, Team};
use server_storage::Database;
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

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let (folder, database) = database();
    drop(database);
    let path = folder.path().join("test.sqlite");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    assert!(matches!(Database::open(&path), Err(Fault::Damaged(text)) if text.contains("newer")));
    let version: i64 =
        rusqlite::Connection::open(&path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_can_read_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _database) = database();
    let mode = std::fs::metadata(folder.path().join("test.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "the root key lies in it");
}

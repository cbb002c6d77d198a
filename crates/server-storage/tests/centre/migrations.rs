//! An office of every earlier form of the database, filled as it was then, opened by today's program: nothing is lost, and what is
//! derived stands.

use crate::NOW;
use crate::dvla::{asks, service};
use crate::erasures::{copied, photo_of};
use crate::facts::as_read;
use crate::tablet::*;
use book::{GrantId, RecordId};
use domain::catalogue::Catalogue;
use protocol::{Promise, TabletState, Tips};
use rusqlite::Connection;
use serde_json::json;
use server_core::{Became, Export, Fault, Ground, Named, Wanted};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use uuid::Uuid;

const TEAM: &str = "Team 1";

/// What made the database, the first form first.
fn migrations() -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = (1..).map(|form| if form == 1 { "schema.sql".to_owned() } else { format!("schema_{form}.sql") });
    names.map_while(|name| std::fs::read_to_string(src.join(name)).ok()).collect()
}

/// An office that has used everything that there was in a form of the database.
fn an_office_of(form: usize) -> (Office, Tablet) {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    let mut other = office.enrolled(2, "Team 2", "Demo warden B");
    office.code(TEAM, "Demo leader");
    office.centre.set_password("Demo leader", "correct horse battery staple").unwrap();
    office.centre.allow_bundles(false, NOW).unwrap();
    for record in 1..=20 {
        let own = match record % 4 {
            0 => vec![("kind", json!("pact_meeting")), ("wardens/000-1", json!("Demo warden A"))],
            1 => vec![("kind", json!("drug_litter")), ("n_needle", json!(record)), ("action", json!("removed"))],
            2 => vec![("kind", json!("sex_litter")), ("n_condom", json!(2)), ("action", json!("removed"))],
            _ => vec![
                ("kind", json!("community_cleanup")),
                ("organiser", json!("wardens")),
                ("actual_end", json!("2025-10-09T11:00:00Z")),
                ("sacks_black", json!(4)),
            ],
        };
        let place = json!({ "lon": 0.521, "lat": 51.3804, "accuracy_m": 5.0, "method": "device" });
        let shared = [("occurred_at", json!("2025-10-09T08:00:00Z")), ("place", place)];
        tablet.write(record, &own.into_iter().chain(shared).collect::<Vec<_>>());
    }
    // One finding in two versions, one approved, one that waits for a check.
    tablet.write(1, &[("n_needle", json!(40))]);
    tablet.author = GrantId([9; 32]);
    tablet.find(21);
    tablet.author = tablet.grant.grant.id();
    if form >= 4 {
        asks(&mut tablet, 22);
    }
    if form >= 5 {
        tablet.write(23, &[("kind", json!("drug_litter")), ("reference", json!("W01-251009-023"))]);
    }
    // Its disk is put back, and it writes on: a branch.
    let (chain, entries) = (tablet.chain.clone(), tablet.entries.clone());
    tablet.find(24);
    tablet.send(&office);
    (tablet.chain, tablet.entries) = (chain, entries);
    tablet.find(25);
    tablet.send(&office);
    let said = TabletState { version: "0.1.0".into(), free_mb: Some(900), ..TabletState::default() };
    let request = tablet.request(&tablet.tips(), false, vec![]);
    tablet.exchange(&office, &protocol::Request { tablet: Some(said), ..request }).unwrap();
    let photo = |record, bytes: &[u8], whole: usize, tablet: &mut Tablet| {
        let (hash, name, row) = photo_of(bytes);
        tablet.write(record, &[(&name, row)]);
        tablet.send(&office);
        let caller = tablet.caller(&office);
        office.centre.open_photo(&caller, tablet.scope, hash, bytes.len() as u64, NOW).unwrap();
        office.centre.put_piece(&caller, tablet.scope, hash, 0, &bytes[..whole], NOW).unwrap();
    };
    photo(5, b"a whole photo", 13, &mut tablet);
    photo(9, b"another, of which a part has come", 9, &mut tablet);
    photo(13, b"and one that is erased", 22, &mut tablet);
    other.find(30);
    other.send(&office);
    office.centre.withdraw_device(&other.reply.book_code, NOW).unwrap();
    if form >= 2 {
        office.centre.set_safeguarding("Demo leader", true, NOW).unwrap();
    }
    if form >= 3 {
        office.centre.publish_catalogue(&crate::catalogue::newer(), NOW).unwrap();
    }
    assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
    office.centre.checkpoint(NOW, NOW).unwrap();
    if form >= 6 {
        office.centre.mark(NOW).unwrap();
        let export = Export { id: Uuid::nil(), at: NOW, change: 3, catalogue: 1 };
        office.centre.exported(export).unwrap();
    }
    if form >= 7 {
        office.centre.bring_facts_up(&|| true).unwrap();
    }
    // The next pass of the second copy is still to follow these orders.
    for record in [13, 17] {
        let wanted = Wanted {
            what: Named::Record(RecordId(Uuid::from_u128(record))),
            fields: None,
            ground: Ground::RightToErasure,
            ordered_by: "Information governance".into(),
        };
        office.centre.erase(&wanted, NOW).unwrap();
    }
    (office, tablet)
}

/// The columns of each table.
fn tables(database: &Connection) -> BTreeMap<String, Vec<String>> {
    let sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let mut said = database.prepare(sql).unwrap();
    let rows = said.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let (table, column) = row.unwrap();
        tables.entry(table).or_default().push(format!("\"{column}\""));
    }
    tables
}

/// Every row of these tables, as far as these columns go.
fn rows(database: &Connection, tables: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let of = |(table, columns): (&String, &Vec<String>)| {
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let sql = format!("SELECT {} AS said FROM \"{table}\" ORDER BY said", quoted.join(" || ',' || "));
        let mut said = database.prepare(&sql).unwrap();
        let rows = said.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        (table.clone(), rows)
    };
    tables.iter().map(of).collect()
}

/// The database of an office as it was in a form: what the first migrations make, filled by plain SQL.
fn database_of(form: usize, office: &Office, path: &Path) -> Connection {
    let database = Connection::open(path).unwrap();
    for (number, sql) in (1..).zip(migrations().into_iter().take(form)) {
        database.execute_batch(&sql).unwrap();
        database.pragma_update(None, "user_version", number).unwrap();
    }
    database.execute("ATTACH ?1 AS today", [office.data().join("patrolbook.sqlite").to_str().unwrap()]).unwrap();
    // Not yet held to each other: they come in the order of their names.
    database.pragma_update(None, "foreign_keys", "OFF").unwrap();
    for (table, columns) in tables(&database) {
        let columns = columns.join(", ");
        let sql = format!("INSERT INTO main.\"{table}\" ({columns}) SELECT {columns} FROM today.\"{table}\"");
        database.execute(&sql, []).unwrap();
    }
    database.execute("DETACH today", []).unwrap();
    database
}

/// The office with its database in an earlier form, opened by today's program.
fn as_it_was(form: usize, office: &Office) -> Office {
    let folder = tempfile::tempdir().unwrap();
    copied(&office.data().join("photos"), &folder.path().join("data/photos"));
    copied(&office.copy(), &folder.path().join("copy"));
    let path = folder.path().join("data/patrolbook.sqlite");
    let database = database_of(form, office, &path);
    let tables = tables(&database);
    let before = rows(&database, &tables);
    let empty: Vec<&String> = before.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table).collect();
    assert!(empty.is_empty(), "form {form}: nothing of {empty:?} is tried");
    drop(database);

    drop(server_storage::Database::open(&path).unwrap());
    let database = Connection::open(&path).unwrap();
    let after = rows(&database, &tables);
    for (table, rows) in before {
        assert_eq!(after[&table], rows, "form {form}: {table}");
    }
    let version: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, migrations().len() as i64);
    drop(database);
    let centre = server_storage::open(&folder.path().join("data"), Some(&folder.path().join("copy"))).unwrap();
    Office { folder, centre }
}

/// Every record as it counts, what became of the findings that changed after a change (nothing of those that are erased, else
/// whether each is new), and the last change.
fn seen(office: &Office, after: u64) -> (BTreeSet<String>, BTreeMap<String, Option<bool>>, u64) {
    let catalogue = office.centre.catalogue().unwrap();
    let (mut lines, mut exported) = (BTreeSet::new(), BTreeMap::new());
    let each = &mut |record: &record::Record, line| {
        lines.insert(format!("{record:?} {line:?}"));
    };
    office.centre.each_line(TEAM, &catalogue, each).unwrap();
    let each = &mut |became: Became<'_>| {
        let (id, new) = match became {
            Became::Recorded(one) => (one.record.id, Some(one.is_new)),
            Became::Erased { id, .. } | Became::Gone(id) => (id, None),
        };
        exported.insert(id.0.to_string(), new);
        ControlFlow::Continue(())
    };
    let stretch = office.centre.each_changed_finding(after, &catalogue, each).unwrap();
    (lines, exported, stretch.unwrap().last)
}

#[test]
fn an_office_of_every_earlier_form_keeps_all_that_it_had_and_what_follows_from_it() {
    for form in 1..=migrations().len() {
        let (today, mut tablet) = an_office_of(form);
        let office = as_it_was(form, &today);
        let (lines, exported, last) = seen(&office, 0);
        let (expected, all_new, _) = seen(&today, 0);
        assert_eq!(lines, expected, "form {form}");
        assert_eq!(exported, all_new, "form {form}: an export has everything, and as new");
        assert!(as_read(&office) > 5, "form {form}: the figures are those of the records");
        let built_in = Catalogue::built_in().unwrap();
        assert_eq!(office.centre.catalogue().unwrap().version(), built_in.version() + u32::from(form >= 3));
        let morning = office.centre.morning(&built_in, NOW - DAY, NOW).unwrap();
        let new: u64 =
            morning.teams.iter().flat_map(|team| &team.tablets).flat_map(|tablet| tablet.findings.values()).sum();
        let changed: u64 = morning.teams.iter().map(|team| team.changed).sum();
        assert_eq!((new, changed) == (0, 0), form < 6, "form {form}: what was there before did not come in the night");
        let said = |office: &Office| serde_json::to_value(office.centre.summary().unwrap()).unwrap();
        assert_eq!(said(&office), said(&today), "form {form}");

        // It follows the orders that were open, and is whole.
        assert_eq!(office.centre.recover(NOW).unwrap(), server_core::Recovered::default(), "form {form}");
        assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
        assert_eq!(office.centre.verify().unwrap().problems, Vec::<String>::new(), "form {form}");
        let (mut asking, _) = service();
        let asked = asking.pass(&office.centre, NOW).unwrap();
        assert_eq!(asked, u32::from(form >= 4), "form {form}: a question that waited is asked");

        // It goes on where it was.
        tablet.write(2, &[("n_condom", json!(7))]);
        tablet.write(26, &[("kind", json!("drug_litter")), ("reference", json!("W01-251009-026"))]);
        let reply = tablet.send(&office);
        assert_eq!(tablet.promised(&reply, Promise::Arrived), Some(tablet.chain.tip.number), "form {form}");
        let (lines, changed, _) = seen(&office, last);
        let number = if form >= 5 { "25-000002-" } else { "25-000001-" };
        assert!(lines.iter().any(|line| line.contains(number)), "form {form}: the next reference");
        let id = |record| Uuid::from_u128(record).to_string();
        assert_eq!((changed.get(&id(2)), changed.get(&id(26))), (Some(&Some(false)), Some(&Some(true))), "form {form}");
        as_read(&office);
        let reply = tablet.exchange(&office, &tablet.request(&Tips::new(), true, vec![])).unwrap();
        assert!(
            reply.runs.iter().map(|run| run.entries.len()).sum::<usize>() > 25,
            "form {form}: and gives what it has"
        );
    }
}

#[test]
fn a_mark_of_before_the_first_change_that_was_numbered_makes_no_morning_full_of_news() {
    let (today, _) = an_office_of(5);
    let folder = tempfile::tempdir().unwrap();
    copied(&today.data().join("photos"), &folder.path().join("data/photos"));
    copied(&today.copy(), &folder.path().join("copy"));
    let database = database_of(5, &today, &folder.path().join("data/patrolbook.sqlite"));
    for (number, sql) in (1..).zip(migrations()).skip(5).take(2) {
        database.execute_batch(&sql).unwrap();
        database.pragma_update(None, "user_version", number).unwrap();
    }
    database.execute("INSERT INTO marks VALUES (?1, 0)", [NOW - DAY]).unwrap();
    drop(database);
    let centre = server_storage::open(&folder.path().join("data"), Some(&folder.path().join("copy"))).unwrap();
    let morning = centre.morning(&Catalogue::built_in().unwrap(), NOW - DAY, NOW).unwrap();
    let new: u64 =
        morning.teams.iter().flat_map(|team| &team.tablets).flat_map(|tablet| tablet.findings.values()).sum();
    assert_eq!((new, morning.teams.iter().map(|team| team.changed).sum::<u64>()), (0, 0));
}

#[test]
fn a_migration_that_fails_leaves_the_database_as_it_was() {
    let (today, _) = an_office_of(1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patrolbook.sqlite");
    let database = database_of(1, &today, &path);
    // The second half of what makes form 6 cannot be done.
    database.execute("CREATE TABLE marks (mine INTEGER)", []).unwrap();
    let known = tables(&database);
    let before = rows(&database, &known);
    drop(database);
    assert!(matches!(server_storage::Database::open(&path), Err(Fault::Database(_))));
    let database = Connection::open(&path).unwrap();
    assert_eq!(rows(&database, &known), before);
    assert!(!tables(&database)["records"].contains(&"\"began\"".to_owned()), "nor the first half of it");
    assert_eq!(database.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap(), 5);
}

#[test]
fn a_database_of_a_newer_program_is_refused_in_plain_words_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patrolbook.sqlite");
    let database = database_of(migrations().len(), &an_office_of(1).0, &path);
    let newer = migrations().len() as i64 + 1;
    database.pragma_update(None, "user_version", newer).unwrap();
    let before = rows(&database, &tables(&database));
    drop(database);
    let Err(refused) = server_storage::Database::open(&path) else { panic!("it was opened") };
    assert_eq!(
        refused.to_string(),
        "this folder was written by a newer patrolbook-server; use that version or a later one"
    );
    let database = Connection::open(&path).unwrap();
    assert_eq!(rows(&database, &tables(&database)), before);
    assert_eq!(database.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap(), newer);
}

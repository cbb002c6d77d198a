//! Schema versions: SQLite's `user_version` is the number of migrations applied. Each is one transaction; a database
//! that is newer than this program is refused, never guessed at.

use crate::database::database;
use rusqlite::{Connection, TransactionBehavior};
use server_core::Fault;

const MIGRATIONS: [&str; 7] = [
    include_str!("schema.sql"),
    // Who reads the restricted parts of their teams.
    "ALTER TABLE users ADD COLUMN safeguarding INTEGER NOT NULL DEFAULT 0;",
    // The catalogues that were published, by team.
    "CREATE TABLE editions (
        scope BLOB NOT NULL,
        version INTEGER NOT NULL,
        clock INTEGER NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (scope, version)
    ) STRICT, WITHOUT ROWID;",
    // Questions to the DVLA that may be open.
    "CREATE TABLE dvla_questions (
       at INTEGER PRIMARY KEY, scope BLOB NOT NULL, record BLOB NOT NULL, id TEXT NOT NULL, UNIQUE (scope, record, id)
     ) STRICT;",
    // The last reference that was given, by the year within its century.
    "CREATE TABLE last_references (year INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;",
    // Which change began a record and which was its last, of the numbered order of all changes. A record of which nothing counts
    // any more has an empty state. While a scope is added up anew, `was` and `was_changed` are how it stood before.
    "ALTER TABLE records ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
     ALTER TABLE records ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
     ALTER TABLE records ADD COLUMN was TEXT;
     ALTER TABLE records ADD COLUMN was_changed INTEGER;
     CREATE INDEX records_by_change ON records (changed);
     -- How many changes there had been at a moment.
     CREATE TABLE marks (at INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT;",
    // What records contribute to figures.
    include_str!("schema_7.sql"),
];

/// Applies what is missing.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    for (number, sql) in (1..).zip(MIGRATIONS) {
        if version(connection)? >= number {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(database)?;
        // Another process may have been faster.
        if version(&transaction)? < number {
            transaction.execute_batch(sql).map_err(database)?;
            transaction.pragma_update(None, "user_version", number).map_err(database)?;
        }
        transaction.commit().map_err(database)?;
    }
    if version(connection)? > MIGRATIONS.len() as i64 {
        return Err(Fault::Damaged(
            "this folder was written by a newer patrolbook-server; use that version or a later one".into(),
        ));
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, Fault> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(database)
}

//! Schema versions: SQLite's `user_version` is the number of migrations applied. Each is one transaction; a database
//! that is newer than this program is refused, never guessed at.

use crate::database::database;
use rusqlite::{Connection, TransactionBehavior};
use server_core::Fault;

const MIGRATIONS: [&str; 8] = [
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
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
        return Err(Fault::Newer);
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, Fault> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(database)
}

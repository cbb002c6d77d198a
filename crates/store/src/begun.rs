//! Findings that came to this tablet after a point that is told as how far each book was held then: no clock decides it.

use crate::columns::{all, record_id};
use crate::filter::Part;
use crate::find::{Found, found_of};
use crate::{Store, StoreError};
use book::BookId;
use rusqlite::params;

impl Store {
    /// The team's findings that were begun on a page of one of these lines after that number; of each line the latest.
    pub fn begun_after(&self, held: &[(BookId, u64)], most: u32) -> Result<Vec<Found>, StoreError> {
        let sql = "SELECT DISTINCT r.id, r.occurred FROM about a INDEXED BY about_page JOIN record r ON r.id = a.record
                   WHERE a.book = ?1 AND a.number > ?2 AND r.first_book = a.book AND r.first_number = a.number AND r.finding = 1
                   ORDER BY r.occurred DESC LIMIT ?3";
        self.read(|db| {
            let mut begun = Vec::new();
            for (line, number) in held {
                let ids = all(db, sql, params![line.0, *number as i64, most], |row| record_id(row, "id"))?;
                for id in ids {
                    begun.extend(found_of(db, id, Part::Team)?);
                }
            }
            Ok(begun)
        })
    }
}

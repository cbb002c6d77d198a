//! Figures: sums over what records contribute, which `project` keeps beside each record.

use crate::columns::{number, one};
use crate::{Store, StoreError};
use book::RecordId;
use chrono::NaiveDate;
use facts::Ledger;
use record::{BehindRow, Line, Over, Sum, day_number, numbered};
use rusqlite::types::Value;
use rusqlite::{Transaction, params, params_from_iter};
use std::ops::ControlFlow;

/// The records `r` that make a figure up, each once, with the latest of its facts `f`: all of a query up to what else is asked of
/// a record. Not of what counts through another one.
pub(crate) fn listed(over: &Over, columns: &str) -> (String, Vec<Value>) {
    let facts::Made { conditions, mut values, .. } = facts::made(Ledger::Tablet, over);
    let later = conditions.replace("f.", "later.");
    values.extend(values.clone());
    let sql = format!(
        "SELECT {columns} FROM fact f CROSS JOIN record r ON r.seq = f.seq LEFT JOIN grant_held g ON g.id = r.author
         WHERE {conditions} AND NOT EXISTS (SELECT 1 FROM fact later INDEXED BY fact_of
           WHERE {later} AND later.seq = f.seq AND (later.day, later.n) > (f.day, f.n)) AND "
    );
    (sql, values)
}

impl Store {
    /// What a figure comes to.
    pub fn sum(&self, over: &Over) -> Result<Sum, StoreError> {
        self.read(|db| Ok(facts::sum(db, Ledger::Tablet, over)?))
    }

    /// Reads what makes a figure up, the oldest first, row by row: a list may be longer than the memory that there is.
    pub fn behind<E: From<StoreError>>(
        &self,
        over: &Over,
        mut each: impl FnMut(BehindRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.reading_apart(|db| {
            let mut taken = Ok(());
            let read = facts::behind(db, Ledger::Tablet, over, |row| {
                taken = each(row);
                if taken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            taken.and(read.map_err(|error| E::from(StoreError::from(error))))
        })
    }

    /// Whether a record contributes to a figure.
    pub fn counts_in(&self, figure: &str, id: RecordId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM record r JOIN fact f ON f.seq = r.seq WHERE r.id = ?1 AND f.figure = ?2";
        Ok(self.read(|db| one(db, sql, params![id.0.as_bytes(), figure], |_| Ok(())))?.is_some())
    }

    /// What it comes to in each month in which anything contributes, `201803`. Not of what counts on a date.
    pub fn sum_by_month(&self, over: &Over) -> Result<Vec<(u32, Sum)>, StoreError> {
        self.read(|db| Ok(facts::sum_by(db, Ledger::Tablet, over, "{day} / 100", |row| row.get("part"))?))
    }

    /// What it comes to in each ward, by code; none: where the ward is not known.
    pub fn sum_by_ward(&self, over: &Over) -> Result<Vec<(Option<String>, Sum)>, StoreError> {
        self.read(|db| Ok(facts::sum_by(db, Ledger::Tablet, over, "f.ward", |row| row.get("part"))?))
    }

    /// What it comes to by what was answered to the questions by which it is told apart: see [`domain::catalogue::parts_of`].
    pub fn sum_by_answers(&self, over: &Over) -> Result<Vec<(String, Sum)>, StoreError> {
        self.read(|db| Ok(facts::sum_by(db, Ledger::Tablet, over, "f.parts", |row| row.get("part"))?))
    }

    /// The answers of a figure of names, the most frequent first.
    pub fn names_of_figure(&self, over: &Over) -> Result<Vec<String>, StoreError> {
        self.read(|db| Ok(facts::names(db, Ledger::Tablet, over)?))
    }

    /// How many records that count within a period no leader has approved, and of how many a field stands in two versions.
    pub fn doubts_of_figures(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        wards: Option<&[String]>,
    ) -> Result<[u64; 2], StoreError> {
        let wards = wards.map(|wards| serde_json::json!(wards).to_string());
        let many = |flag: &str| {
            let sql = format!(
                "SELECT count(DISTINCT seq) AS many FROM fact INDEXED BY fact_{flag}
                 WHERE {flag} = 1 AND through IS NULL AND day >= ?1 AND day <= ?2 AND (?3 IS NULL OR ward IN (SELECT value FROM json_each(?3)))"
            );
            let values = params![day_number(from), day_number(to), wards];
            Ok::<_, StoreError>(self.read(|db| one(db, &sql, values, |row| number(row, "many")))?.unwrap_or_default())
        };
        Ok([many("unreviewed")?, many("two_versions")?])
    }

    /// The first day of which there is a record of a kind, or any finding at all.
    pub fn first_day_of(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
        let sql = match kind {
            Some(_) => "SELECT min(occurred) AS at FROM record WHERE kind = ?1",
            None => "SELECT min(occurred) AS at FROM record WHERE finding = 1",
        };
        let first: Option<i64> =
            self.read(|db| one(db, sql, params_from_iter(kind), |row| Ok(row.get("at")?)))?.flatten();
        Ok(first.map(record::local_date))
    }

    /// Keeps what a record contributes.
    pub(crate) fn keep_facts(
        &self,
        tx: &Transaction<'_>,
        (seq, id): (i64, RecordId),
        line: &Line,
    ) -> Result<(), StoreError> {
        tx.prepare_cached("DELETE FROM fact WHERE seq = ?1")?.execute([seq])?;
        let mut insert =
            tx.prepare_cached("INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")?;
        let unreviewed = line.is_unreviewed(self.catalogue().kind(&line.kind));
        for (n, fact) in numbered(&line.facts) {
            insert.execute(params![
                fact.figure,
                day_number(fact.day),
                seq,
                fact.stands_for.as_deref().and_then(RecordId::parse).unwrap_or(id).0.into_bytes(),
                n,
                fact.until.map(day_number),
                fact.value,
                fact.key,
                fact.through.as_deref().and_then(RecordId::parse).map(|id| id.0.into_bytes()),
                fact.ward,
                unreviewed,
                line.two_versions,
                line.is_erasure(),
                fact.parts
            ])?;
        }
        Ok(())
    }
}

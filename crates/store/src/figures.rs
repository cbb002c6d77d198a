//! Figures: sums over what records contribute, which `project` keeps beside each record.

use crate::columns::{all, number, one};
use crate::{Store, StoreError};
use book::RecordId;
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Fact, Figure, Tally};
use record::{CALLED_OFF, Line};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter};

/// A figure over a period: which facts make it up.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    /// The figure.
    pub figure: String,
    /// What it is as the catalogue says.
    pub tally: Tally,
    /// The figure within which it lies.
    pub within: Option<String>,
    /// From this day.
    pub from: NaiveDate,
    /// To this day, included. What counts on a date counts on this one.
    pub to: NaiveDate,
    /// Only in the wards with these codes.
    pub wards: Option<Vec<String>>,
}

/// What a figure comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The figure itself, in thousandths; none: nothing contributes to it.
    pub value: Option<i64>,
    /// How many records contribute.
    pub records: u64,
    /// Those of them that no leader has approved.
    pub unreviewed: u64,
    /// Those of which a field stands in two versions.
    pub two_versions: u64,
    /// Those of which the law took what they said: they count, and cannot be listed.
    pub erased: u64,
}

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehindRow {
    /// The day on which it counts; none: since ever.
    pub day: Option<NaiveDate>,
    /// Its reference.
    pub reference: String,
    /// Its kind's id.
    pub kind: String,
    /// Where.
    pub place: String,
    /// The ward's code.
    pub ward: Option<String>,
    /// How much it contributes, in thousandths.
    pub value: i64,
    /// What was answered to the questions by which the figure is told apart.
    pub parts: String,
    /// No leader has approved it.
    pub unreviewed: bool,
}

impl Over {
    /// A figure of the catalogue over a period.
    pub fn of(figure: &Figure, from: NaiveDate, to: NaiveDate, wards: Option<Vec<String>>) -> Self {
        let within = figure.within.as_ref().map(|within| within.figure.clone());
        Self { figure: figure.id.clone(), tally: figure.tally, within, from, to, wards }
    }

    /// The facts `f` that make it up, and what `day` is called: what stands behind FROM.
    pub(crate) fn sql(&self) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        // A fact that counts through another record counts on that one's day.
        let (mut sql, day) = match &self.within {
            None => {
                values.push(self.figure.clone().into());
                ("fact f WHERE f.figure = ?".to_owned(), "f")
            }
            Some(within) => {
                values.extend([within.clone().into(), self.figure.clone().into()]);
                let sql = "fact d CROSS JOIN fact f INDEXED BY fact_through ON f.through = d.record
                   WHERE d.figure = ? AND f.figure = ?";
                (sql.to_owned(), "d")
            }
        };
        sql.push_str(&still_counts("f"));
        if self.within.is_some() {
            sql.push_str(&still_counts("d"));
        }
        if self.tally == Tally::OnADate {
            sql.push_str(&format!(" AND {day}.day <= ? AND ({day}.until IS NULL OR {day}.until >= ?)"));
            values.extend([day_of(self.to).into(), day_of(self.to).into()]);
        } else if self.tally == Tally::Typed {
            sql.push_str(&format!(
                " AND f.day = ? AND f.until = ? AND NOT EXISTS
                   (SELECT 1 FROM fact l WHERE l.figure = f.figure AND l.day = f.day AND l.until = f.until
                    AND l.record > f.record{})",
                still_counts("l")
            ));
            values.extend([day_of(self.from).into(), day_of(self.to).into()]);
        } else {
            sql.push_str(&format!(" AND {day}.day >= ? AND {day}.day <= ?"));
            values.extend([day_of(self.from).into(), day_of(self.to).into()]);
        }
        if let Some(wards) = &self.wards {
            sql.push_str(&format!(" AND f.ward IN ({})", one_of(wards)));
            values.extend(wards.iter().cloned().map(Value::from));
        }
        (sql, values)
    }

    /// The records `r` that make it up, each once, with the latest of its facts `f`: all of a query up to what else is asked of
    /// a record. Not of what counts through another one.
    pub(crate) fn listed(&self, columns: &str) -> (String, Vec<Value>) {
        let (facts, mut values) = self.sql();
        let facts = facts.strip_prefix("fact f WHERE ").unwrap_or_default();
        let later = facts.replace("f.", "later.");
        values.extend(values.clone());
        let sql = format!(
            "SELECT {columns} FROM fact f CROSS JOIN record r ON r.seq = f.seq LEFT JOIN grant_held g ON g.id = r.author
             WHERE {facts} AND NOT EXISTS (SELECT 1 FROM fact later INDEXED BY fact_of
               WHERE {later} AND later.seq = f.seq AND (later.day, later.n) > (f.day, f.n)) AND "
        );
        (sql, values)
    }

    /// What its value is, as an expression over the facts `f`.
    fn value(&self) -> &'static str {
        match (self.tally, &self.within) {
            (Tally::Days, None) => "1000 * count(DISTINCT f.day)",
            (Tally::Days, Some(_)) => "1000 * count(DISTINCT d.day)",
            (Tally::Different | Tally::Names, _) => "1000 * count(DISTINCT f.key)",
            (Tally::Records | Tally::OnADate, _) => "1000 * sum(f.n = 0)",
            // The value in the middle is looked up by itself.
            (Tally::Sum | Tally::Median | Tally::Typed, _) => "sum(f.value)",
        }
    }
}

/// A place for each of these, between brackets.
pub(crate) fn one_of(wards: &[String]) -> String {
    vec!["?"; wards.len()].join(", ")
}

/// What was erased counts no more where it was said anew, where a later order took it again, and where the record that it stands
/// for was a mistake, is the same as another, or was called off.
fn still_counts(fact: &str) -> String {
    format!(
        " AND NOT ({fact}.erased = 1 AND (
           EXISTS (SELECT 1 FROM fact o WHERE o.record = {fact}.record AND o.figure = {fact}.figure
             AND (o.erased = 0 OR o.seq > {fact}.seq))
           OR EXISTS (SELECT 1 FROM record r WHERE r.id = {fact}.record
             AND (r.withdrawn = 1 OR r.duplicate = 1 OR r.standing = '{CALLED_OFF}'))))"
    )
}

/// What of the record's facts does not follow from the fact itself.
const COUNTED: &str = "sum(f.n = 0) AS records, sum(f.n = 0 AND f.unreviewed) AS unreviewed,
   sum(f.n = 0 AND f.two_versions) AS two_versions, sum(f.n = 0 AND f.erased) AS erased";

impl Store {
    /// What a figure comes to.
    pub fn sum(&self, over: &Over) -> Result<Sum, StoreError> {
        self.read(|db| {
            let (sql, values) = over.sql();
            let query = format!("SELECT {} AS value, {COUNTED} FROM {sql}", over.value());
            let sum = one(db, &query, params_from_iter(values), sum_of)?.unwrap_or_default();
            let value = if over.tally == Tally::Median { median(db, over, sum.records)? } else { sum.value };
            Ok(Sum { value: value.filter(|_| sum.records > 0), ..sum })
        })
    }

    /// Reads what makes a figure up, the oldest first, row by row: a list may be longer than the memory that there is.
    pub fn behind<E: From<StoreError>>(
        &self,
        over: &Over,
        mut each: impl FnMut(BehindRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let (sql, values) = over.sql();
        let day = if over.within.is_some() { "d.day" } else { "f.day" };
        let query = format!(
            "SELECT {day} AS day, b.reference, b.kind, b.place, f.ward, f.value, f.parts, f.unreviewed
             FROM {sql} ORDER BY day, f.seq, f.n"
        )
        .replacen("FROM fact f", "FROM fact f CROSS JOIN record b ON b.seq = f.seq", 1)
        .replacen(" WHERE d.figure", " CROSS JOIN record b ON b.seq = f.seq WHERE d.figure", 1);
        self.reading_apart(|db| {
            let mut statement = db.prepare(&query).map_err(StoreError::from)?;
            let mut rows = statement.query(params_from_iter(values)).map_err(StoreError::from)?;
            while let Some(row) = rows.next().map_err(StoreError::from)? {
                each(behind_row(row)?)?;
            }
            Ok(())
        })
    }

    /// What it comes to in each month in which anything contributes, `201803`. Not of what counts on a date.
    pub fn sum_by_month(&self, over: &Over) -> Result<Vec<(u32, Sum)>, StoreError> {
        self.by(over, if over.within.is_some() { "d.day / 100" } else { "f.day / 100" }, |row| {
            Ok(number(row, "part")? as u32)
        })
    }

    /// What it comes to in each ward, by code; none: where the ward is not known.
    pub fn sum_by_ward(&self, over: &Over) -> Result<Vec<(Option<String>, Sum)>, StoreError> {
        self.by(over, "f.ward", |row| Ok(row.get("part")?))
    }

    /// What it comes to by what was answered to the questions by which it is told apart: see [`domain::catalogue::parts_of`].
    pub fn sum_by_answers(&self, over: &Over) -> Result<Vec<(String, Sum)>, StoreError> {
        self.by(over, "f.parts", |row| Ok(row.get("part")?))
    }

    /// The answers of a figure of names, the most frequent first.
    pub fn names_of_figure(&self, over: &Over) -> Result<Vec<String>, StoreError> {
        let (sql, values) = over.sql();
        let query = format!("SELECT f.key FROM {sql} GROUP BY f.key ORDER BY count(*) DESC, f.key LIMIT 20");
        self.read(|db| all(db, &query, params_from_iter(values), |row| Ok(row.get("key")?)))
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
            let values = params![day_of(from), day_of(to), wards];
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

    fn by<T>(
        &self,
        over: &Over,
        part: &str,
        name: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<(T, Sum)>, StoreError> {
        let (sql, values) = over.sql();
        let query = format!(
            "SELECT {part} AS part, {} AS value, {COUNTED} FROM {sql} GROUP BY part ORDER BY part",
            over.value()
        );
        self.read(|db| all(db, &query, params_from_iter(values), |row| Ok((name(row)?, sum_of(row)?))))
    }

    /// Keeps what a record contributes.
    pub(crate) fn keep_facts(
        &self,
        tx: &Transaction<'_>,
        (seq, id): (i64, RecordId),
        line: &Line,
        finding: bool,
    ) -> Result<(), StoreError> {
        tx.prepare_cached("DELETE FROM fact WHERE seq = ?1")?.execute([seq])?;
        let mut insert =
            tx.prepare_cached("INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")?;
        // Registers, meetings and checks of hotspots wait for no leader.
        let unreviewed = finding && (line.review.as_deref() != Some("approved") || line.changed);
        let mut before: Option<&Fact> = None;
        let mut n = 0;
        for fact in &line.facts {
            n = if before.is_some_and(|before| before.figure == fact.figure) { n + 1 } else { 0 };
            before = Some(fact);
            insert.execute(params![
                fact.figure,
                day_of(fact.day),
                seq,
                fact.stands_for.as_deref().and_then(RecordId::parse).unwrap_or(id).0.into_bytes(),
                n,
                fact.until.map(day_of),
                fact.value,
                fact.key,
                fact.through.as_deref().and_then(RecordId::parse).map(|id| id.0.into_bytes()),
                fact.ward,
                unreviewed,
                line.two_versions,
                line.kind == record::ERASURE,
                fact.parts
            ])?;
        }
        Ok(())
    }
}

fn behind_row(row: &Row<'_>) -> Result<BehindRow, StoreError> {
    Ok(BehindRow {
        day: date_of(row.get("day")?),
        reference: row.get("reference")?,
        kind: row.get("kind")?,
        place: row.get("place")?,
        ward: row.get("ward")?,
        value: row.get("value")?,
        parts: row.get("parts")?,
        unreviewed: row.get("unreviewed")?,
    })
}

fn sum_of(row: &Row<'_>) -> Result<Sum, StoreError> {
    let many =
        |column: &str| Ok::<_, StoreError>(row.get::<_, Option<i64>>(column)?.unwrap_or_default().unsigned_abs());
    Ok(Sum {
        value: row.get("value")?,
        records: many("records")?,
        unreviewed: many("unreviewed")?,
        two_versions: many("two_versions")?,
        erased: many("erased")?,
    })
}

/// The value in the middle of so many, of two the lower.
fn median(db: &Connection, over: &Over, records: u64) -> Result<Option<i64>, StoreError> {
    let (sql, mut values) = over.sql();
    values.push(i64::try_from(records.saturating_sub(1) / 2).unwrap_or(i64::MAX).into());
    let query = format!("SELECT f.value FROM {sql} ORDER BY f.value LIMIT 1 OFFSET ?");
    one(db, &query, params_from_iter(values), |row| Ok(row.get("value")?))
}

fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt((day / 10_000) as i32, (day / 100 % 100) as u32, (day % 100) as u32).filter(|_| day > 0)
}

/// A day as a number that orders: 20180314; 0 before the year 1.
fn day_of(day: NaiveDate) -> i64 {
    if day.year() < 1 {
        0
    } else {
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
    }
}

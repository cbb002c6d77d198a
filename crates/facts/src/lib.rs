//! The SQL by which facts add up to figures: one text for the tablet's store and for the office's, so that both say the same.
//!
//! Each side keeps its facts in a table `fact` of its own ([`Ledger`] says in what they differ), and keeps them up to date
//! itself. What is asked and answered are the plain words of `record`: [`Over`], [`Sum`], [`BehindRow`].

use domain::catalogue::Tally;
use record::{BehindRow, CALLED_OFF, Over, Sum, day_number, day_of_number};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use std::ops::ControlFlow;

/// As many answers of a figure of names are told.
const NAMES: u32 = 20;

/// Whose facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ledger {
    /// A tablet's: of one team, beside its records.
    Tablet,
    /// The office's: of the team that has this number there.
    Office(i64),
}

/// The facts `f` that make a figure up: what stands behind FROM and behind WHERE.
#[derive(Debug, Clone)]
pub struct Made {
    from: String,
    /// What holds of them.
    pub conditions: String,
    /// What stands for each `?` of that.
    pub values: Vec<Value>,
    /// A fact that counts through another record counts on that one's day.
    day: &'static str,
}

impl Made {
    /// All of what stands behind FROM.
    pub fn sql(&self) -> String {
        format!("{} WHERE {}", self.from, self.conditions)
    }
}

impl Ledger {
    /// That a fact or a line is of this ledger, before other conditions.
    fn holds(self, name: &str) -> String {
        match self {
            Self::Tablet => String::new(),
            Self::Office(team) => format!("{name}.team = {team} AND "),
        }
    }

    /// Where the lines `b` of records stand, and which is a fact's.
    fn lines(self) -> String {
        match self {
            Self::Tablet => "record b ON b.seq = f.seq".to_owned(),
            Self::Office(team) => format!("fact_line b ON b.team = {team} AND b.id = f.seq"),
        }
    }

    /// That there is a line of the record `id` of which nothing counts.
    fn is_gone(self, id: &str) -> String {
        match self {
            Self::Tablet => format!(
                "EXISTS (SELECT 1 FROM record r WHERE r.id = {id}
                   AND (r.withdrawn = 1 OR r.duplicate = 1 OR r.standing = '{CALLED_OFF}'))"
            ),
            Self::Office(team) => {
                format!("EXISTS (SELECT 1 FROM fact_line r WHERE r.team = {team} AND r.id = {id} AND r.gone = 1)")
            }
        }
    }

    /// What was erased counts no more where it was said anew, where a later order took it again, and where the record that it
    /// stands for was a mistake, is the same as another, or was called off.
    fn still_counts(self, fact: &str) -> String {
        let (holds, gone) = (self.holds("o"), self.is_gone(&format!("{fact}.record")));
        format!(
            " AND NOT ({fact}.erased = 1 AND (
               EXISTS (SELECT 1 FROM fact o WHERE {holds}o.record = {fact}.record AND o.figure = {fact}.figure
                 AND (o.erased = 0 OR o.seq > {fact}.seq))
               OR {gone}))"
        )
    }
}

/// The facts that make a figure up.
pub fn made(of: Ledger, over: &Over) -> Made {
    let mut values = Vec::new();
    let f = of.holds("f");
    let (from, mut sql, day) = match &over.within {
        None => {
            values.push(over.figure.clone().into());
            ("fact f".to_owned(), format!("{f}f.figure = ?"), "f")
        }
        Some(within) => {
            values.extend([within.clone().into(), over.figure.clone().into()]);
            let from = format!("fact d CROSS JOIN fact f INDEXED BY fact_through ON {f}f.through = d.record");
            (from, format!("{}d.figure = ? AND f.figure = ?", of.holds("d")), "d")
        }
    };
    sql.push_str(&of.still_counts("f"));
    if over.within.is_some() {
        sql.push_str(&of.still_counts("d"));
    }
    let [first, last] = [over.from, over.to].map(|day| Value::from(day_number(day)));
    if over.tally == Tally::OnADate {
        sql.push_str(&format!(" AND {day}.day <= ? AND ({day}.until IS NULL OR {day}.until >= ?)"));
        values.extend([last.clone(), last]);
    } else if over.tally == Tally::Typed {
        let (l, later) = (of.holds("l"), of.still_counts("l"));
        sql.push_str(&format!(
            " AND f.day = ? AND f.until = ? AND NOT EXISTS
               (SELECT 1 FROM fact l WHERE {l}l.figure = f.figure AND l.day = f.day AND l.until = f.until
                AND l.record > f.record{later})"
        ));
        values.extend([first, last]);
    } else {
        sql.push_str(&format!(" AND {day}.day >= ? AND {day}.day <= ?"));
        values.extend([first, last]);
    }
    if let Some(wards) = &over.wards {
        sql.push_str(&format!(" AND f.ward IN ({})", vec!["?"; wards.len()].join(", ")));
        values.extend(wards.iter().cloned().map(Value::from));
    }
    Made { from, conditions: sql, values, day }
}

/// What a figure's value is, as an expression over the facts `f`.
fn value(over: &Over) -> &'static str {
    match (over.tally, &over.within) {
        (Tally::Days, None) => "1000 * count(DISTINCT f.day)",
        (Tally::Days, Some(_)) => "1000 * count(DISTINCT d.day)",
        (Tally::Different | Tally::Names, _) => "1000 * count(DISTINCT f.key)",
        (Tally::Records | Tally::OnADate, _) => "1000 * sum(f.n = 0)",
        // The value in the middle is looked up by itself.
        (Tally::Sum | Tally::Median | Tally::Typed, _) => "sum(f.value)",
    }
}

/// What of the record's facts does not follow from the fact itself.
const COUNTED: &str = "sum(f.n = 0) AS records, sum(f.n = 0 AND f.unreviewed) AS unreviewed,
   sum(f.n = 0 AND f.two_versions) AS two_versions, sum(f.n = 0 AND f.erased) AS erased";

/// What a figure comes to.
///
/// # Errors
/// The database's.
pub fn sum(db: &Connection, of: Ledger, over: &Over) -> rusqlite::Result<Sum> {
    let made = made(of, over);
    let query = format!("SELECT {} AS value, {COUNTED} FROM {}", value(over), made.sql());
    let mut statement = db.prepare_cached(&query)?;
    let sum = statement.query_row(params_from_iter(made.values), sum_of).optional()?.unwrap_or_default();
    let value = if over.tally == Tally::Median { median(db, of, over, sum.records)? } else { sum.value };
    Ok(Sum { value: value.filter(|_| sum.records > 0), ..sum })
}

/// What a figure comes to in each part of what makes it up; `part` is an expression over the facts `f`, with `{day}` for the day
/// on which one counts, and `name` reads the column `part`.
///
/// # Errors
/// The database's.
pub fn sum_by<T>(
    db: &Connection,
    of: Ledger,
    over: &Over,
    part: &str,
    name: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<(T, Sum)>> {
    let Made { from, conditions, values, day } = made(of, over);
    let query = format!(
        "SELECT {} AS part, {} AS value, {COUNTED} FROM {from} WHERE {conditions} GROUP BY part ORDER BY part",
        part.replace("{day}", &format!("{day}.day")),
        value(over)
    );
    let mut statement = db.prepare_cached(&query)?;
    statement.query_map(params_from_iter(values), |row| Ok((name(row)?, sum_of(row)?)))?.collect()
}

/// The answers of a figure of names, the most frequent first.
///
/// # Errors
/// The database's.
pub fn names(db: &Connection, of: Ledger, over: &Over) -> rusqlite::Result<Vec<String>> {
    let Made { from, conditions, values, .. } = made(of, over);
    let query = format!(
        "SELECT f.key FROM {from} WHERE {conditions} GROUP BY f.key ORDER BY count(*) DESC, f.key LIMIT {NAMES}"
    );
    let mut statement = db.prepare_cached(&query)?;
    statement.query_map(params_from_iter(values), |row| row.get("key"))?.collect()
}

/// Reads what makes a figure up, the oldest first, row by row, until `each` breaks off: a list may be longer than the memory that
/// there is.
///
/// # Errors
/// The database's.
pub fn behind(
    db: &Connection,
    of: Ledger,
    over: &Over,
    mut each: impl FnMut(BehindRow) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    let Made { from, conditions, values, day } = made(of, over);
    let lines = of.lines();
    let query = format!(
        "SELECT {day}.day AS day, b.reference, b.kind, b.place, f.ward, f.value, f.parts, f.unreviewed
         FROM {from} CROSS JOIN {lines} WHERE {conditions} ORDER BY {day}.day, f.seq, f.n"
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if each(behind_row(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn behind_row(row: &Row<'_>) -> rusqlite::Result<BehindRow> {
    Ok(BehindRow {
        day: day_of_number(row.get("day")?),
        reference: row.get("reference")?,
        kind: row.get("kind")?,
        place: row.get("place")?,
        ward: row.get("ward")?,
        value: row.get("value")?,
        parts: row.get("parts")?,
        unreviewed: row.get("unreviewed")?,
    })
}

fn sum_of(row: &Row<'_>) -> rusqlite::Result<Sum> {
    let many =
        |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.unwrap_or_default().unsigned_abs());
    Ok(Sum {
        value: row.get("value")?,
        records: many("records")?,
        unreviewed: many("unreviewed")?,
        two_versions: many("two_versions")?,
        erased: many("erased")?,
    })
}

/// The value in the middle of so many, of two the lower.
fn median(db: &Connection, of: Ledger, over: &Over, records: u64) -> rusqlite::Result<Option<i64>> {
    let Made { from, conditions, mut values, .. } = made(of, over);
    values.push(i64::try_from(records.saturating_sub(1) / 2).unwrap_or(i64::MAX).into());
    let query = format!("SELECT f.value FROM {from} WHERE {conditions} ORDER BY f.value LIMIT 1 OFFSET ?");
    db.prepare_cached(&query)?.query_row(params_from_iter(values), |row| row.get("value")).optional()
}

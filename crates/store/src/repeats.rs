//! What comes back again and again: places, vehicles and, for who may read them, persons, ranked over a window of days. Sums
//! over what `project` keeps beside each record, in the order of narrow indexes.

use crate::columns::{all, number, one, record_id};
use crate::restricted::MARK;
use crate::{Store, StoreError};
use book::RecordId;
use chrono::NaiveDate;
use record::Spot;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, named_params};

/// A window, and where the one before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day of the window before.
    pub before: NaiveDate,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last, included.
    pub to: NaiveDate,
}

/// By what a list of repeats goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankedBy {
    /// The most often found first.
    Count,
    /// What has grown most since the window before first.
    Trend,
    /// What was found last first.
    LastSeen,
}

/// By what findings are known to be of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// At one spot, unless their place has one of these names, as names are compared.
    Spot(Spot, Vec<String>),
    /// At a place that has any of these names.
    Named(Vec<String>),
    /// With this registration mark.
    Mark(String),
    /// Of a person who is called as this one is. Only for who may read the restricted part.
    Person(RecordId),
}

/// What was found at least twice within the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat<T> {
    /// What.
    pub what: T,
    /// How often within the window.
    pub now: u32,
    /// How often in the window before.
    pub before: u32,
    /// The first time within the window, milliseconds since 1970.
    pub first: i64,
    /// The last.
    pub last: i64,
}

/// A person of whom several findings tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamePerson {
    /// Who was written down last under that name.
    pub newest: RecordId,
    /// What a list says of them, which is no name.
    pub summary: String,
    /// How often somebody of that name was written down.
    pub written: u32,
}

/// What findings of an open case have in common with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InCase {
    /// The case.
    pub case: RecordId,
    /// What it is called in a list.
    pub summary: String,
    /// Where the finding is.
    pub spot: Option<Spot>,
    /// The name of its place, as names are compared.
    pub named: Option<String>,
    /// Its mark.
    pub mark: Option<String>,
}

const SUMS: &str = "sum(occurred >= :from) AS now, sum(occurred < :from) AS earlier,
   min(CASE WHEN occurred >= :from THEN occurred END) AS first, max(occurred) AS last";

impl RankedBy {
    fn sql(self) -> &'static str {
        match self {
            Self::Count => "now DESC, last DESC, what",
            Self::Trend => "now - earlier DESC, now DESC, what",
            Self::LastSeen => "last DESC, now DESC, what",
        }
    }

    /// How two of them stand to each other.
    pub fn order<T>(self, one: &Repeat<T>, other: &Repeat<T>) -> std::cmp::Ordering {
        let grown = |of: &Repeat<T>| i64::from(of.now) - i64::from(of.before);
        let by = |of: &Repeat<T>| match self {
            Self::Count => (i64::from(of.now), of.last),
            Self::Trend => (grown(of), i64::from(of.now)),
            Self::LastSeen => (of.last, i64::from(of.now)),
        };
        by(other).cmp(&by(one))
    }
}

impl Window {
    fn begins(&self) -> i64 {
        record::begin_of(self.from)
    }

    fn before_begins(&self) -> i64 {
        record::begin_of(self.before)
    }

    fn ends(&self) -> i64 {
        record::begin_of(self.to.succ_opt().unwrap_or(self.to))
    }
}

impl Again {
    /// The index to go by.
    pub(crate) fn index(&self) -> &'static str {
        match self {
            Self::Spot(..) => "INDEXED BY record_again",
            Self::Named(_) => "INDEXED BY record_named",
            Self::Mark(_) => "INDEXED BY record_mark",
            Self::Person(_) => "",
        }
    }

    /// What must be true of a record `r`.
    pub(crate) fn sql(&self) -> (&'static str, Vec<Value>) {
        match self {
            Self::Spot(spot, others) => (
                " AND r.spot = ? AND (r.named IS NULL OR r.named NOT IN (SELECT value FROM json_each(?)))",
                vec![spot_value(spot), list(others).into()],
            ),
            Self::Named(names) => (" AND r.named IN (SELECT value FROM json_each(?))", vec![list(names).into()]),
            Self::Mark(mark) => (" AND r.mark = ?", vec![mark.clone().into()]),
            Self::Person(id) => (
                " AND r.seq IN (SELECT f.seq FROM record w JOIN record p ON p.person = w.person JOIN refers x ON x.seq = p.seq
                   JOIN record f ON f.id = x.target WHERE w.id = ?)",
                vec![id.0.as_bytes().to_vec().into()],
            ),
        }
    }
}

impl Store {
    /// Spots, ranked; without what is at a place with one of these names.
    pub fn repeated_spots(
        &self,
        window: &Window,
        but_named: &[String],
        by: RankedBy,
        most: u32,
    ) -> Result<Vec<Repeat<Spot>>, StoreError> {
        let but = if but_named.is_empty() {
            ":names = '[]'"
        } else {
            "(named IS NULL OR named NOT IN (SELECT value FROM json_each(:names)))"
        };
        let sql = format!(
            "SELECT spot AS what, {SUMS} FROM record INDEXED BY record_again
             WHERE spot IS NOT NULL AND occurred >= :before AND occurred < :ends AND {but}
             GROUP BY spot HAVING now > 1 ORDER BY {} LIMIT :most",
            by.sql()
        );
        self.repeated(&sql, window, but_named, most, |row| spot(row, "what")?.ok_or(StoreError::Unreadable("a spot")))
    }

    /// Names of places out of these, as names are compared, and how often each was found: once, too.
    pub fn repeated_names(&self, window: &Window, names: &[String]) -> Result<Vec<Repeat<String>>, StoreError> {
        let sql = format!(
            "SELECT named AS what, {SUMS} FROM record INDEXED BY record_named
             WHERE named IN (SELECT value FROM json_each(:names)) AND occurred >= :before AND occurred < :ends
             GROUP BY named ORDER BY what LIMIT :most"
        );
        self.repeated(&sql, window, names, u32::MAX, |row| Ok(row.get("what")?))
    }

    /// Registration marks, ranked.
    pub fn repeated_marks(&self, window: &Window, by: RankedBy, most: u32) -> Result<Vec<Repeat<String>>, StoreError> {
        let sql = format!(
            "SELECT mark AS what, {SUMS} FROM record INDEXED BY record_mark
             WHERE mark IS NOT NULL AND occurred >= :before AND occurred < :ends AND :names = '[]'
             GROUP BY mark HAVING now > 1 ORDER BY {} LIMIT :most",
            by.sql()
        );
        self.repeated(&sql, window, &[], most, |row| Ok(row.get("what")?))
    }

    /// Persons by their names, ranked by the findings that tell of them. Only for who may read the restricted part.
    pub fn repeated_persons(
        &self,
        window: &Window,
        by: RankedBy,
        most: u32,
    ) -> Result<Vec<Repeat<SamePerson>>, StoreError> {
        let sql = format!(
            "WITH told AS (
               SELECT DISTINCT p.person AS what, f.seq, f.occurred
               FROM record p INDEXED BY record_person CROSS JOIN refers x ON x.seq = p.seq CROSS JOIN record f ON f.id = x.target
               WHERE p.person IS NOT NULL AND f.withdrawn = 0 AND f.duplicate = 0 AND f.standing IS NOT 'called_off'
                 AND f.occurred >= :before AND f.occurred < :ends AND :names = '[]')
             SELECT what, {SUMS} FROM told GROUP BY what HAVING now > 1 ORDER BY {} LIMIT :most",
            by.sql()
        );
        let found = self.repeated(&sql, window, &[], most, |row| Ok(row.get::<_, String>("what")?))?;
        found
            .into_iter()
            .map(|Repeat { what, now, before, first, last }| {
                let sql = "SELECT id, summary, count(*) OVER () AS written FROM record WHERE person = ?1
                           ORDER BY occurred DESC, seq DESC LIMIT 1";
                let newest = self.read(|db| {
                    one(db, sql, [&what], |row| {
                        let written = number(row, "written")? as u32;
                        Ok(SamePerson { newest: record_id(row, "id")?, summary: row.get("summary")?, written })
                    })
                })?;
                let what = newest.ok_or(StoreError::Unreadable("a person"))?;
                Ok(Repeat { what, now, before, first, last })
            })
            .collect()
    }

    fn repeated<T>(
        &self,
        sql: &str,
        window: &Window,
        names: &[String],
        most: u32,
        what: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<Repeat<T>>, StoreError> {
        self.read(|db| {
            let values = named_params! {
                ":before": window.before_begins(),
                ":from": window.begins(),
                ":ends": window.ends(),
                ":names": list(names),
                ":most": most,
            };
            all(db, sql, values, |row| {
                Ok(Repeat {
                    what: what(row)?,
                    now: number(row, "now")? as u32,
                    before: number(row, "earlier")? as u32,
                    first: row.get::<_, Option<i64>>("first")?.unwrap_or_default(),
                    last: row.get("last")?,
                })
            })
        })
    }

    /// The kinds of what was found again within the window, the most frequent first.
    pub fn kinds_again(&self, window: &Window, again: &Again) -> Result<Vec<(String, u32)>, StoreError> {
        let (index, (found, mut values)) = (again.index(), again.sql());
        // What is known by a spot, a name or a mark counts, and its index alone has all that is asked.
        let counts = match again {
            Again::Person(_) => "AND r.withdrawn = 0 AND r.duplicate = 0 AND r.standing IS NOT 'called_off'",
            Again::Spot(..) | Again::Named(_) | Again::Mark(_) => "",
        };
        let sql = format!(
            "SELECT r.kind AS kind, count(*) AS many FROM record r {index}
             WHERE r.occurred >= ? AND r.occurred < ? {found} {counts} GROUP BY r.kind ORDER BY many DESC, r.kind"
        );
        values.splice(0..0, [Value::from(window.begins()), window.ends().into()]);
        let kind = |kind: String| kind.strip_prefix(MARK).map(str::to_owned).unwrap_or(kind);
        self.read(|db| {
            all(db, &sql, rusqlite::params_from_iter(values), |row| {
                Ok((kind(row.get("kind")?), number(row, "many")? as u32))
            })
        })
    }

    /// What the findings of a spot call their place most often; none if none of them has a name for it.
    pub fn name_of_spot(&self, spot: &Spot, but_named: &[String]) -> Result<Option<String>, StoreError> {
        let most = "SELECT named FROM record INDEXED BY record_again WHERE spot = ?1 AND named IS NOT NULL
                    AND named NOT IN (SELECT value FROM json_each(?2)) GROUP BY named ORDER BY count(*) DESC, named LIMIT 1";
        let place = "SELECT place FROM record INDEXED BY record_again WHERE spot = ?1 AND named = ?2 LIMIT 1";
        self.read(|db| {
            let spot = spot_value(spot);
            let named: Option<String> = one(db, most, (&spot, list(but_named)), |row| Ok(row.get("named")?))?;
            let Some(named) = named else { return Ok(None) };
            one(db, place, (&spot, &named), |row| Ok(row.get("place")?))
        })
    }

    /// What the findings of open cases have in common with others.
    pub fn in_open_cases(&self) -> Result<Vec<InCase>, StoreError> {
        let sql = "SELECT DISTINCT c.id, c.summary, f.spot, f.named, f.mark
                   FROM record c INDEXED BY record_open_matter CROSS JOIN refers x ON x.target = c.id
                   CROSS JOIN record f ON f.seq = x.seq
                   WHERE c.standing = 'open' AND c.kind = 'case' AND c.withdrawn = 0 AND f.finding = 1
                     AND (f.spot IS NOT NULL OR f.mark IS NOT NULL)";
        self.read(|db| {
            all(db, sql, [], |row| {
                Ok(InCase {
                    case: record_id(row, "id")?,
                    summary: row.get("summary")?,
                    spot: spot(row, "spot")?,
                    named: row.get("named")?,
                    mark: row.get("mark")?,
                })
            })
        })
    }
}

/// A spot as it is kept: a number or a name.
pub(crate) fn spot_value(spot: &Spot) -> Value {
    match spot {
        Spot::Square(square) => Value::from(*square),
        Spot::Named(name) => Value::from(name.clone()),
    }
}

fn spot(row: &Row<'_>, column: &str) -> Result<Option<Spot>, StoreError> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(square) => Ok(Some(Spot::Square(square))),
        ValueRef::Text(name) => Ok(Some(Spot::Named(String::from_utf8_lossy(name).into_owned()))),
        _ => Err(StoreError::Unreadable("a spot")),
    }
}

fn list(names: &[String]) -> String {
    serde_json::json!(names).to_string()
}

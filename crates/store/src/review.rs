//! What a review looks at of findings. A queue has hundreds of patrols with everything that was found on them, so that these rows
//! are short: where pages and photos are, and what a list says, is not in them.

use crate::columns::{all, number, one, record_id};
use crate::find::{Found, HELD_BACK, position, signs};
use crate::{Store, StoreError};
use book::RecordId;
use chrono::NaiveDate;
use domain::place::Position;
use record::Sign;
use rusqlite::{Row, params};

/// A finding as a review looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderReview {
    /// The record.
    pub id: RecordId,
    /// When, milliseconds since 1970, and its number among all records.
    pub cursor: (i64, i64),
    /// Its type.
    pub kind: String,
    /// Its position, if it has one.
    pub position: Option<Position>,
    /// Answers are missing.
    pub unfinished: bool,
    /// Photos.
    pub photos: u32,
    /// Recorded by mistake.
    pub withdrawn: bool,
    /// See [`Found::counts`].
    pub counts: bool,
    /// Open questions.
    pub open_questions: u32,
    /// A leader has said something of it.
    pub reviewed: bool,
    /// Changed since approval.
    pub changed: bool,
    /// A registration mark by which it is known again, normalised.
    pub mark: Option<String>,
    /// What a leader should look at.
    pub signs: Vec<Sign>,
    /// Whether an entry about it waits for a check.
    pub held_back: bool,
}

/// The findings of a patrol.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfPatrol {
    /// What a reader sees of each of them: see [`Found::seen`].
    pub seen: Vec<[u8; 32]>,
    /// Those on which the leader's word is still to come, the latest first.
    pub waiting: Vec<UnderReview>,
}

/// A finding with which another is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The record.
    pub id: RecordId,
    /// As of [`UnderReview`].
    pub cursor: (i64, i64),
    /// Its position, if it has one.
    pub position: Option<Position>,
    /// The page that began it.
    pub page: u64,
    /// The code of that page's book.
    pub book_code: String,
}

impl From<&Found> for UnderReview {
    fn from(found: &Found) -> Self {
        Self {
            id: found.id,
            cursor: (found.occurred, found.cursor.1),
            kind: found.kind.clone(),
            position: found.position,
            unfinished: !found.missing.is_empty(),
            photos: found.photos,
            withdrawn: found.withdrawn,
            counts: found.counts(),
            open_questions: found.open_questions,
            reviewed: found.review.is_some(),
            changed: found.changed,
            mark: found.mark.clone(),
            signs: found.signs.clone(),
            held_back: found.held_back,
        }
    }
}

const COUNTS: &str = "r.withdrawn = 0 AND r.duplicate = 0 AND r.standing IS NOT 'called_off'";
const BESIDE: &str = "r.id, r.occurred, r.seq, r.lat, r.lon, r.accuracy_m, r.first_number, ifnull(g.code, '') AS code";

impl Store {
    /// A patrol's findings.
    pub fn under_review(&self, patrol: RecordId) -> Result<OfPatrol, StoreError> {
        let sql = format!(
            "SELECT r.seen, r.changed = 1 OR (r.review IS NULL AND r.withdrawn = 0) AS waits, r.id, r.occurred, r.seq, r.kind,
               r.lat, r.lon, r.accuracy_m, r.missing_count, r.photos, r.withdrawn, {COUNTS} AS counts, r.open_questions,
               r.review IS NOT NULL AS reviewed, r.changed, r.mark, r.signs, {HELD_BACK}
             FROM record r WHERE r.patrol = ?1 AND r.finding = 1 ORDER BY r.occurred DESC, r.seq DESC"
        );
        let mut of = OfPatrol::default();
        self.read(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([patrol.0.as_bytes()])?;
            while let Some(row) = rows.next()? {
                of.seen.push(row.get::<_, Option<[u8; 32]>>("seen")?.unwrap_or_default());
                if row.get("waits")? {
                    of.waiting.push(under_review(row)?);
                }
            }
            Ok(of)
        })
    }

    /// Of the last `most` findings of a kind on a day, those that count.
    pub fn of_a_day(&self, kind: &str, day: NaiveDate, most: u32) -> Result<Vec<Beside>, StoreError> {
        let sql = format!(
            "SELECT {BESIDE} FROM (SELECT id, occurred, seq, lat, lon, accuracy_m, first_number, author, withdrawn, duplicate, standing
               FROM record WHERE kind = ?1 AND occurred >= ?2 AND occurred < ?3
               ORDER BY occurred DESC, seq DESC LIMIT ?4) r
             LEFT JOIN grant_held g ON g.id = r.author WHERE {COUNTS}"
        );
        let ends = day.succ_opt().map_or(i64::MAX, record::begin_of);
        self.read(|db| all(db, &sql, params![kind, record::begin_of(day), ends, most], beside))
    }

    /// The first finding of a kind that counts and has this mark, as normalised, since a day and before another finding.
    pub fn first_with_mark(
        &self,
        kind: &str,
        mark: &str,
        since: Option<NaiveDate>,
        before: (i64, i64),
    ) -> Result<Option<Beside>, StoreError> {
        let sql = format!(
            "SELECT {BESIDE} FROM record r INDEXED BY record_mark LEFT JOIN grant_held g ON g.id = r.author
             WHERE r.mark = ?1 AND r.kind = ?2 AND r.occurred >= ?3 AND (r.occurred, r.seq) < (?4, ?5) AND {COUNTS}
             ORDER BY r.occurred, r.seq LIMIT 1"
        );
        let since = since.map_or(i64::MIN, record::begin_of);
        self.read(|db| one(db, &sql, params![mark, kind, since, before.0, before.1], beside))
    }
}

fn under_review(row: &Row<'_>) -> Result<UnderReview, StoreError> {
    Ok(UnderReview {
        id: record_id(row, "id")?,
        cursor: (row.get("occurred")?, row.get("seq")?),
        kind: row.get("kind")?,
        position: position(row)?,
        unfinished: number(row, "missing_count")? > 0,
        photos: number(row, "photos")? as u32,
        withdrawn: row.get("withdrawn")?,
        counts: row.get("counts")?,
        open_questions: number(row, "open_questions")? as u32,
        reviewed: row.get("reviewed")?,
        changed: row.get("changed")?,
        mark: row.get("mark")?,
        signs: signs(row)?,
        held_back: row.get("held_back")?,
    })
}

fn beside(row: &Row<'_>) -> Result<Beside, StoreError> {
    Ok(Beside {
        id: record_id(row, "id")?,
        cursor: (row.get("occurred")?, row.get("seq")?),
        position: position(row)?,
        page: row.get::<_, Option<i64>>("first_number")?.unwrap_or_default() as u64,
        book_code: row.get("code")?,
    })
}

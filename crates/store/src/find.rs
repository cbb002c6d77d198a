//! Lists: findings page by page and newest first.

use crate::columns::{all, number, one, record_id};
use crate::filter::{Filter, Part};
use crate::photos::PhotoAt;
use crate::restricted::{MARK, is_restricted};
use crate::{Store, StoreError};
use book::{GrantId, RecordId};
use domain::place::Position;
use rayon::prelude::*;
use record::{Due, Record, Sign};
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};
use std::collections::BTreeSet;

/// A record in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The record.
    pub id: RecordId,
    /// For the next page.
    pub cursor: (i64, i64),
    /// Its type.
    pub kind: String,
    /// Whether it is one of the restricted part.
    pub restricted: bool,
    /// When, milliseconds since 1970.
    pub occurred: i64,
    /// Its patrol.
    pub patrol: Option<RecordId>,
    /// Where.
    pub place: String,
    /// Its position, if it has one.
    pub position: Option<Position>,
    /// One line.
    pub summary: String,
    /// Short names of missing answers.
    pub missing: Vec<String>,
    /// Photos.
    pub photos: u32,
    /// Recorded by mistake.
    pub withdrawn: bool,
    /// The same as another finding: not counted.
    pub duplicate: bool,
    /// `open`, `waiting` or `closed`; none where nothing follows from it.
    pub standing: Option<String>,
    /// What of its matter is due first, of what wardens can do.
    pub due: Option<Due>,
    /// And of everything, also what only a leader can do.
    pub due_to_leader: Option<Due>,
    /// Two versions of a field.
    pub two_versions: bool,
    /// Open questions.
    pub open_questions: u32,
    /// The leader's verdict.
    pub review: Option<String>,
    /// Changed since approval.
    pub changed: bool,
    /// A patrol's status.
    pub status: Option<String>,
    /// What a leader should look at.
    pub signs: Vec<Sign>,
    /// What a reader of it sees, in one digest: see [`record::Record::seen`].
    pub seen: [u8; 32],
    /// A registration mark by which it is known again, normalised.
    pub mark: Option<String>,
    /// The short reference.
    pub reference: String,
    /// The page that began it.
    pub page: u64,
    /// The code of that page's book.
    pub book_code: String,
    /// Who began it.
    pub by: String,
    /// Where its pages and photos are: the worst of them.
    pub arrival: PhotoAt,
    /// Whether an entry about it waits for a check.
    pub held_back: bool,
}

impl Found {
    /// Whether it is counted: neither recorded by mistake, nor the same as another, nor called off.
    pub fn counts(&self) -> bool {
        !self.withdrawn && !self.duplicate && self.standing.as_deref() != Some(record::CALLED_OFF)
    }
}

/// A search goes no further than so many of the newest.
const CAPPED: i64 = 5_000;

const ARRIVAL: &str = "
  min(
    CASE WHEN r.own_last = 0 THEN 1
         WHEN r.own_last <= (SELECT backed_up FROM book WHERE own = CASE r.finding WHEN 2 THEN 3 ELSE 1 END) THEN 2
         WHEN r.own_last <= (SELECT arrived FROM book WHERE own = CASE r.finding WHEN 2 THEN 3 ELSE 1 END) THEN 1 ELSE 0 END,
    CASE WHEN r.own_last = 0 THEN 2 ELSE
      ifnull((SELECT min(p.state) FROM photo_on o JOIN photo p ON p.hash = o.photo WHERE o.record = r.id AND p.own = 1
              AND (p.here = 1 OR p.state > 0)), 2)
    END
  ) AS arrival,
  ifnull(g.name, '') AS by, ifnull(g.code, '') AS code";
pub(crate) const HELD_BACK: &str = "
  EXISTS (SELECT 1 FROM held_back) AND EXISTS (SELECT 1 FROM about a JOIN entry e ON e.book = a.book AND e.number = a.number
          JOIN held_back h ON h.entry = e.hash AND h.accepted = 0 WHERE a.record = r.id) AS held_back";

/// Without the order that CROSS JOIN gives, every record of the kind is gone through to find the few that name one.
const JOINED: &str = "
  SELECT r.id FROM json_each(?1) asked CROSS JOIN record r ON r.seq = asked.value
  WHERE EXISTS (SELECT 1 FROM refers f CROSS JOIN record o ON o.id = f.target WHERE f.seq = r.seq AND o.kind = r.kind)
     OR EXISTS (SELECT 1 FROM refers f CROSS JOIN record o ON o.seq = f.seq WHERE f.target = r.id AND o.kind = r.kind)";

impl Store {
    /// Records that match, newest first, at most `most`.
    pub fn find(&self, filter: &Filter, most: u32) -> Result<Vec<Found>, StoreError> {
        self.read(|db| page(db, filter, hits(db, filter)?, most))
    }

    /// How many match, counted up to `most`.
    pub fn count(&self, filter: &Filter, most: u32) -> Result<u32, StoreError> {
        self.read(|db| number_of(db, filter, hits(db, filter)?, most))
    }

    /// Both at once: a search is then looked up once.
    pub fn find_and_count(&self, filter: &Filter, most: u32, counted: u32) -> Result<(Vec<Found>, u32), StoreError> {
        self.read(|db| {
            let hits = hits(db, filter)?;
            Ok((page(db, filter, hits.clone(), most)?, number_of(db, filter, hits, counted)?))
        })
    }

    /// Records of the restricted part alone that match, at most `most`, and how many do, counted up to `counted`. Only for who
    /// may read it.
    pub fn restricted_find(&self, filter: &Filter, most: u32, counted: u32) -> Result<(Vec<Found>, u32), StoreError> {
        self.read(|db| {
            let hits = hits(db, filter)?;
            let found = page_of(db, filter, Part::Restricted, hits.clone(), most)?;
            Ok((found, number_in(db, filter, Part::Restricted, hits, counted)?))
        })
    }

    /// One record as in a list, unless it is one of the restricted part.
    pub fn found(&self, id: RecordId) -> Result<Option<Found>, StoreError> {
        self.read(|db| found_of(db, id, Part::Team))
    }

    /// One record with all its fields, unless it is one of the restricted part.
    pub fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        self.read(|db| if is_restricted(db, id)? { Ok(None) } else { self.state(db, id) })
    }

    /// Records of a list with all their fields, in its order, read on all processors. None of one of the restricted part.
    pub fn records_of(&self, list: &[Found]) -> Result<Vec<Option<Record>>, StoreError> {
        let states = self.read(|db| {
            let mut one_of = db.prepare_cached("SELECT state FROM record_state WHERE seq = ?1")?;
            let state = |found: &Found| {
                // The second part of a cursor is the record's number.
                let state = |row: &Row<'_>| row.get::<_, String>("state");
                if found.restricted { Ok(None) } else { one_of.query_row([found.cursor.1], state).optional() }
            };
            Ok(list.iter().map(state).collect::<Result<Vec<_>, _>>()?)
        })?;
        let read = |state: &Option<String>| match state {
            Some(state) => serde_json::from_str(state).map(Some).map_err(|_| StoreError::Unreadable("a record")),
            None => Ok(None),
        };
        states.par_iter().map(read).collect()
    }

    /// Which records of a list name a record of their own kind, or are named by one.
    pub fn joined_with_their_kind(&self, list: &[Found]) -> Result<BTreeSet<RecordId>, StoreError> {
        let numbers: Vec<_> = list.iter().map(|found| found.cursor.1).collect();
        let joined =
            self.read(|db| all(db, JOINED, [serde_json::json!(numbers).to_string()], |row| record_id(row, "id")))?;
        Ok(joined.into_iter().collect())
    }

    /// How many records of each kind there are on one patrol; or on all, of the last thousand findings: what was brought in or
    /// typed at a desk is on none. Those recorded by mistake and duplicates do not count.
    pub fn counts_by_kind(&self, patrol: Option<RecordId>) -> Result<Vec<(String, u32)>, StoreError> {
        let pair = |row: &Row<'_>| Ok((row.get::<_, String>("kind")?, number(row, "many")? as u32));
        self.read(|db| match patrol {
            Some(patrol) => all(
                db,
                "SELECT kind, count(*) AS many FROM record WHERE patrol = ?1 AND withdrawn = 0 AND duplicate = 0 AND standing IS NOT 'called_off' AND finding < 2 GROUP BY kind",
                [patrol.0.as_bytes()],
                pair,
            ),
            None => {
                let last = "SELECT * FROM record INDEXED BY record_newest WHERE finding = 1 ORDER BY occurred DESC LIMIT 1000";
                let sql = format!(
                    "SELECT kind, count(*) AS many FROM ({last})
                     WHERE patrol IS NOT NULL AND withdrawn = 0 AND duplicate = 0 AND standing IS NOT 'called_off' GROUP BY kind"
                );
                all(db, &sql, [], pair)
            }
        })
    }

    /// Areas of patrols, those patrolled most first.
    pub fn areas(&self, most: u32) -> Result<Vec<String>, StoreError> {
        self.read(|db| {
            all(
                db,
                "SELECT place FROM record WHERE kind = 'patrol' AND place <> '' GROUP BY place ORDER BY count(*) DESC, place LIMIT ?1",
                [most],
                |row| Ok(row.get("place")?),
            )
        })
    }

    /// The name and book code of an author.
    pub fn author(&self, grant: GrantId) -> Result<Option<(String, String)>, StoreError> {
        self.read(|db: &Connection| {
            one(db, "SELECT name, code FROM grant_held WHERE id = ?1", [grant.0], |row| {
                Ok((row.get("name")?, row.get("code")?))
            })
        })
    }
}

/// What a search finds, as a JSON list of `seq`: the newest, capped. None if nothing is searched for.
fn hits(db: &Connection, filter: &Filter) -> Result<Option<String>, StoreError> {
    let asked = filter.search.iter().chain(&filter.also).filter_map(|typed| match_words(typed));
    let words = asked.map(|words| format!("({words})")).collect::<Vec<_>>().join(" OR ");
    if words.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT json_group_array(rowid) AS hits, count(*) AS many FROM (
                 SELECT rowid FROM words WHERE words MATCH ?1 AND rowid > (SELECT ifnull(max(seq), 0) FROM record) - ?2
                 ORDER BY rowid DESC LIMIT ?3)";
    let among = |newest: i64| {
        one(db, sql, params![words, newest, CAPPED], |row| {
            Ok((row.get::<_, String>("hits")?, row.get::<_, i64>("many")?))
        })
    };
    // A letter begins a word of nearly every record: its newest are found without going through all that begins with it.
    if asked_for_a_letter(filter)
        && let Some((hits, CAPPED)) = among(4 * CAPPED)?
    {
        return Ok(Some(hits));
    }
    Ok(among(i64::MAX)?.map(|(hits, _)| hits))
}

/// Whether one letter is all that is searched for.
fn asked_for_a_letter(filter: &Filter) -> bool {
    let typed = filter.search.iter().chain(&filter.also);
    typed.flat_map(|typed| typed.chars()).filter(|letter| letter.is_alphanumeric()).count() == 1
}

/// One record of a part as in a list.
pub(crate) fn found_of(db: &Connection, id: RecordId, part: Part) -> Result<Option<Found>, StoreError> {
    let sql = format!(
        "SELECT r.*, r.occurred AS by_moment, {ARRIVAL}, {HELD_BACK} FROM record r LEFT JOIN grant_held g ON g.id = r.author WHERE r.id = ?1"
    );
    Ok(one(db, &sql, [id.0.as_bytes()], found)?.filter(|found| match part {
        Part::Team => !found.restricted,
        Part::Restricted => found.restricted && !found.kind.is_empty(),
    }))
}

fn page(db: &Connection, filter: &Filter, hits: Option<String>, most: u32) -> Result<Vec<Found>, StoreError> {
    let mut found = page_of(db, filter, Part::Team, hits.clone(), most)?;
    if filter.restricted {
        found.extend(page_of(db, filter, Part::Restricted, hits, most)?);
        found.sort_by_key(|found| found.cursor);
        if filter.order().1 {
            found.reverse();
        }
        found.truncate(most as usize);
    }
    Ok(found)
}

fn page_of(
    db: &Connection,
    filter: &Filter,
    part: Part,
    hits: Option<String>,
    most: u32,
) -> Result<Vec<Found>, StoreError> {
    let ([by, then_by], latest_first) = filter.order();
    let columns = format!("r.*, {by} AS by_moment, {ARRIVAL}, {HELD_BACK}");
    let order = if latest_first { "DESC" } else { "ASC" };
    let ordered = format!(" ORDER BY {by} {order}, {then_by} {order}");
    // What counts through other records is found from those: only the page's own records are read whole.
    let through = filter.figure.as_ref().is_some_and(|over| over.within.is_some());
    let key = if through { "r.seq" } else { &columns };
    let (mut sql, mut values) = filter.select(key, part, hits);
    sql.push_str(&ordered);
    sql.push_str(" LIMIT ?");
    values.push(i64::from(most).into());
    if through {
        sql = format!(
            "SELECT {columns} FROM record r LEFT JOIN grant_held g ON g.id = r.author WHERE r.seq IN ({sql}) {ordered}"
        );
    }
    all(db, &sql, params_from_iter(values), found)
}

fn number_of(db: &Connection, filter: &Filter, hits: Option<String>, most: u32) -> Result<u32, StoreError> {
    let team = number_in(db, filter, Part::Team, hits.clone(), most)?;
    let restricted = if filter.restricted { number_in(db, filter, Part::Restricted, hits, most)? } else { 0 };
    Ok(team.saturating_add(restricted).min(most))
}

fn number_in(db: &Connection, filter: &Filter, part: Part, hits: Option<String>, most: u32) -> Result<u32, StoreError> {
    let (sql, mut values) = Filter { after: None, ..filter.clone() }.select("1", part, hits);
    values.push(i64::from(most).into());
    let count: i64 = db
        .prepare_cached(&format!("SELECT count(*) FROM ({sql} LIMIT ?)"))?
        .query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What was typed as a full-text query: every word quoted, each possibly the beginning of one, a plural's `s` left off so
/// that "needles" finds "needle". (Stems would not do: "litteri" is the beginning of no stem.) None if there is no word.
fn match_words(typed: &str) -> Option<String> {
    let words: Vec<_> = typed
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(|word| if word.len() > 3 { word.strip_suffix(['s', 'S']).unwrap_or(word) } else { word })
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn due(row: &Row<'_>, at: &str, clock: &str) -> Result<Option<Due>, StoreError> {
    Ok(row.get::<_, Option<i64>>(at)?.zip(row.get(clock)?).map(|(at, clock)| Due { at, clock }))
}

/// What a leader should look at.
pub(crate) fn signs(row: &Row<'_>) -> Result<Vec<Sign>, StoreError> {
    let listed = row.get::<_, Option<String>>("signs")?.map(|list| serde_json::from_str(&list)).transpose();
    Ok(listed.map_err(|_| StoreError::Unreadable("a record"))?.unwrap_or_default())
}

pub(crate) fn position(row: &Row<'_>) -> Result<Option<Position>, StoreError> {
    let (lat, lon, accuracy_m) = (row.get("lat")?, row.get("lon")?, row.get("accuracy_m")?);
    Ok(match (lat, lon, accuracy_m) {
        (Some(lat), Some(lon), Some(accuracy_m)) => Some(Position { lon, lat, accuracy_m }),
        _ => None,
    })
}

fn found(row: &Row<'_>) -> Result<Found, StoreError> {
    let missing: String = row.get("missing")?;
    let patrol: Option<Vec<u8>> = row.get("patrol")?;
    let listed: String = row.get("kind")?;
    let kind = listed.strip_prefix(MARK);
    Ok(Found {
        id: record_id(row, "id")?,
        cursor: (row.get("by_moment")?, row.get("seq")?),
        restricted: kind.is_some(),
        kind: kind.unwrap_or(&listed).to_owned(),
        occurred: row.get("occurred")?,
        patrol: patrol.and_then(|bytes| uuid::Uuid::from_slice(&bytes).ok()).map(RecordId),
        place: row.get("place")?,
        position: position(row)?,
        summary: row.get("summary")?,
        missing: serde_json::from_str(&missing).map_err(|_| StoreError::Unreadable("a record"))?,
        photos: number(row, "photos")? as u32,
        withdrawn: row.get("withdrawn")?,
        duplicate: row.get("duplicate")?,
        standing: row.get("standing")?,
        due: due(row, "due", "due_clock")?,
        due_to_leader: due(row, "leader_due", "leader_due_clock")?,
        two_versions: row.get("two_versions")?,
        open_questions: number(row, "open_questions")? as u32,
        review: row.get("review")?,
        changed: row.get("changed")?,
        status: row.get("status")?,
        signs: signs(row)?,
        seen: row.get::<_, Option<[u8; 32]>>("seen")?.unwrap_or_default(),
        mark: row.get("mark")?,
        reference: row.get("reference")?,
        page: row.get::<_, Option<i64>>("first_number")?.unwrap_or_default() as u64,
        book_code: row.get("code")?,
        by: row.get("by")?,
        arrival: match row.get::<_, i64>("arrival")? {
            0 => PhotoAt::OnThisTablet,
            1 => PhotoAt::Arrived,
            _ => PhotoAt::BackedUp,
        },
        held_back: row.get("held_back")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::MIGRATIONS;

    /// Of so many records all begin a word with an s, and the first ten one with a q.
    const MANY: i64 = 25_000;

    #[test]
    fn one_letter_finds_the_newest_that_begin_a_word_with_it_and_those_before_them_if_these_are_few() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        let tx = db.transaction().unwrap();
        for seq in 1..=MANY {
            let text = if seq <= 10 { "sharps quay" } else { "sharps" };
            tx.prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![seq, text])
                .unwrap();
        }
        let last = "INSERT INTO record (seq, id, kind, finding, occurred, place, summary, missing, missing_count, photos, withdrawn,
                      two_versions, open_questions, changed, reference)
                    VALUES (?1, x'01', 'drug_litter', 1, 0, '', '', '[]', 0, 0, 0, 0, 0, 0, '')";
        tx.execute(last, [MANY]).unwrap();
        tx.commit().unwrap();
        let found = |typed: &str| -> Vec<i64> {
            let filter = Filter { search: Some(typed.into()), ..Filter::default() };
            serde_json::from_str(&hits(&db, &filter).unwrap().unwrap()).unwrap()
        };
        let newest: Vec<i64> = (MANY - CAPPED + 1..=MANY).rev().collect();
        assert_eq!(found("s"), newest);
        assert_eq!(found("sharps"), newest);
        assert_eq!(found("q"), (1..=10).rev().collect::<Vec<_>>());
    }

    #[test]
    fn no_kind_is_looked_through_to_find_what_is_joined_with_it() {
        let db = Connection::open_in_memory().unwrap();
        MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
        let goes_through_a_kind = |sql: &str| {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = plan.query_map(["[]"], |row| row.get::<_, String>("detail")).unwrap();
            steps.map(Result::unwrap).any(|step| step.contains("kind=?"))
        };
        assert!(!goes_through_a_kind(JOINED));
        assert!(goes_through_a_kind(&JOINED.replace("CROSS JOIN", "JOIN")), "SQLite chooses so by itself");
    }
}

//! Which records a list has: what is asked for, as a query.

use crate::StoreError;
use crate::books::Own;
use crate::figures::listed;
use crate::repeats::Again;
use crate::restricted::{MARK, is_restricted};
use book::{RecordId, UserId};
use chrono::NaiveDate;
use domain::place::Position;
use facts::Ledger;
use record::Over;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;

/// Which records to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that all must occur; each may be the beginning of one.
    pub search: Option<String>,
    /// With `search`: other words that do as well.
    pub also: Vec<String>,
    /// Only this kind. None = everything that the catalogue counts as a finding.
    pub kind: Option<String>,
    /// Only with this state.
    pub state: Option<StateFilter>,
    /// From this local date.
    pub from: Option<NaiveDate>,
    /// To this local date, included.
    pub to: Option<NaiveDate>,
    /// Only on this patrol.
    pub patrol: Option<RecordId>,
    /// Only where the record's own status is this (patrols).
    pub status: Option<String>,
    /// Only if an answer names this record.
    pub refers_to: Option<RecordId>,
    /// Only near this.
    pub near: Option<Near>,
    /// Only where the place's name has all the words, in small letters, of one of these; a word may be part of another.
    pub called: Vec<Vec<String>>,
    /// Only in the wards with these codes.
    pub wards: Option<Vec<String>>,
    /// Only in the area of an order that was in force on its date.
    pub order_area: Option<OrderArea>,
    /// Only what makes up this figure, whatever its kind.
    pub figure: Option<Over>,
    /// Only of the same place, vehicle or person.
    pub again: Option<Again>,
    /// Only begun by this person, under whichever grant.
    pub user: Option<UserId>,
    /// With `user`: or by one of these.
    pub or_users: Vec<UserId>,
    /// After this record (the cursor of the page before).
    pub after: Option<(i64, i64)>,
    /// Also records of the restricted part. Only for who may read it.
    pub restricted: bool,
}

/// In which order areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderArea {
    /// In any.
    Any,
    /// In the one with this id.
    Of(String),
}

/// A position and how far around it, as a box: corners lie farther away by up to four tenths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The position.
    pub position: Position,
    /// Metres to the north, south, east and west.
    pub metres: f64,
}

impl Near {
    /// The lowest and highest latitude and longitude.
    fn bounds(self) -> [f64; 4] {
        let Position { lat, lon, .. } = self.position;
        let north = self.metres / Position::DEGREE_M;
        let east = north / lat.to_radians().cos().max(0.01);
        [lat - north, lat + north, lon - east, lon + east]
    }
}

/// Which part of the team's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the whole team reads.
    Team,
    /// What only a safeguarding lead reads.
    Restricted,
}

impl Part {
    /// Of which part a record is by its kind in lists.
    pub(crate) fn of_kind(kind: &str) -> Self {
        if kind.starts_with(MARK) { Self::Restricted } else { Self::Team }
    }

    /// Of which part a record is that is held.
    pub(crate) fn of(db: &Connection, id: RecordId) -> Result<Self, StoreError> {
        Ok(if is_restricted(db, id)? { Self::Restricted } else { Self::Team })
    }

    /// The tablet's own book there.
    fn own(self) -> Own {
        match self {
            Self::Team => Own::Team,
            Self::Restricted => Own::Restricted,
        }
    }
}

/// A state to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFilter {
    /// Answers missing or a question open.
    ToFinish,
    /// A question open.
    Question,
    /// Two versions of a field.
    TwoVersions,
    /// A patrol that is not reviewed, or is approved and has a finding that is not approved or changed since.
    ToReview,
    /// A finding on no patrol that is not approved, or changed since.
    LooseToReview,
    /// A patrol that is not submitted, and has a finding that is not approved or changed since.
    NotSubmitted,
    /// A finding that waits for its first review: on no patrol, or on one that lies with the leader.
    WaitsForReview,
    /// Sent back by the leader.
    SentBack,
    /// Approved.
    Approved,
    /// Approved, changed since or not.
    ApprovedOnce,
    /// Changed since approval.
    Changed,
    /// Recorded by mistake.
    ByMistake,
    /// Something is still to be done about it.
    Open,
    /// It waits for somebody else, or for a day.
    Waiting,
    /// Nothing is to be done any more.
    Closed,
    /// Only on this tablet.
    OnThisTablet,
    /// Something of its matter is due before this moment, milliseconds since 1970; what is due first comes first.
    Due {
        /// The moment.
        to: i64,
        /// Also what only a leader can do.
        leader: bool,
    },
    /// The same of what is no finding and no task: a referral, a meeting, a case.
    AlsoDue {
        /// The moment.
        to: i64,
        /// Also what only a leader can do.
        leader: bool,
    },
}

impl StateFilter {
    /// The index to go by, for a state that is rare (without statistics SQLite would look through every record), and what
    /// else is asked.
    fn sql(self, part: Part) -> (&'static str, &'static str) {
        match self {
            Self::ToFinish => (
                "INDEXED BY record_to_finish",
                " AND r.withdrawn = 0 AND (r.missing_count > 0 OR r.open_questions > 0)",
            ),
            Self::Question => ("INDEXED BY record_question", " AND r.open_questions > 0"),
            Self::TwoVersions => ("INDEXED BY record_two_versions", " AND r.two_versions = 1"),
            // From the few that wait: of every patrol that was ever approved the row would have to be read.
            Self::ToReview => (
                "NOT INDEXED",
                " AND (r.review IS NULL OR r.review = 'approved') AND r.seq IN (
                   SELECT seq FROM record INDEXED BY record_kind WHERE kind = 'patrol' AND (review IS NULL OR changed = 1)
                   UNION ALL
                   SELECT p.seq FROM record f INDEXED BY record_open CROSS JOIN record p ON p.id = f.patrol
                   WHERE f.finding = 1 AND (f.changed = 1 OR (f.review IS NULL AND f.withdrawn = 0)))",
            ),
            Self::LooseToReview => (
                "INDEXED BY record_open",
                " AND r.patrol IS NULL AND (r.changed = 1 OR (r.review IS NULL AND r.withdrawn = 0))",
            ),
            Self::NotSubmitted => (
                "INDEXED BY record_status",
                " AND r.status IN ('active', 'ended') AND EXISTS (
                   SELECT 1 FROM record f INDEXED BY record_open WHERE f.patrol = r.id AND f.finding = 1
                   AND (f.changed = 1 OR (f.review IS NULL AND f.withdrawn = 0)))",
            ),
            Self::WaitsForReview => (
                "",
                " AND r.review IS NULL AND r.withdrawn = 0 AND (r.patrol IS NULL OR EXISTS (
                   SELECT 1 FROM record p WHERE p.id = r.patrol AND p.status = 'submitted'
                   AND p.review IS NOT 'sent_back'))",
            ),
            Self::SentBack => ("", " AND r.review = 'sent_back'"),
            Self::Approved => ("", " AND r.review = 'approved' AND r.changed = 0"),
            Self::ApprovedOnce => ("", " AND r.review = 'approved'"),
            Self::Changed => ("INDEXED BY record_changed", " AND r.changed = 1"),
            Self::Open => ("INDEXED BY record_open_matter", " AND r.withdrawn = 0 AND r.standing = 'open'"),
            Self::Waiting => ("INDEXED BY record_waiting", " AND r.withdrawn = 0 AND r.standing = 'waiting'"),
            Self::Closed => ("", " AND r.standing IN ('closed', 'called_off')"),
            Self::Due { leader: false, .. } => ("INDEXED BY record_due", ""),
            Self::Due { leader: true, .. } => ("INDEXED BY record_leader_due", ""),
            Self::AlsoDue { leader: false, .. } => ("INDEXED BY record_also_due", ""),
            Self::AlsoDue { leader: true, .. } => ("INDEXED BY record_also_leader_due", ""),
            Self::ByMistake => ("INDEXED BY record_withdrawn", " AND r.withdrawn = 1"),
            Self::OnThisTablet => (
                "INDEXED BY record_own",
                match part.own() {
                    Own::Team => " AND r.own_last > 0 AND r.own_last > (SELECT arrived FROM book WHERE own = 1)",
                    Own::Restricted => " AND r.own_last > 0 AND r.own_last > (SELECT arrived FROM book WHERE own = 3)",
                },
            ),
        }
    }
}

impl Filter {
    /// The columns by which the list goes, and whether it begins with the latest.
    pub(crate) fn order(&self) -> ([&'static str; 2], bool) {
        match self.state {
            Some(StateFilter::Due { leader, .. } | StateFilter::AlsoDue { leader, .. }) => {
                ([if leader { "r.leader_due" } else { "r.due" }, "r.seq"], false)
            }
            // As facts are kept, by the day on which it counts: a page of them is read, and not all to find its own.
            _ if self.figure.as_ref().is_some_and(|over| over.within.is_none()) => (["f.day", "f.seq"], true),
            _ => (["r.occurred", "r.seq"], true),
        }
    }

    /// The index to go by for a list of what lies somewhere; `by` is that of the state.
    fn where_index(&self, by: &'static str) -> &'static str {
        // They go by another order, or are few.
        let by_state = matches!(
            self.state,
            Some(StateFilter::Due { .. } | StateFilter::AlsoDue { .. } | StateFilter::OnThisTablet)
        );
        if let Some(again) =
            self.again.as_ref().filter(|_| !by_state).map(Again::index).filter(|index| !index.is_empty())
        {
            return again;
        }
        // Of several wards their index is in no order.
        let ward = self.wards.as_ref().filter(|wards| wards.len() == 1);
        match (&self.order_area, ward, &self.near) {
            (Some(_), ..) if !by_state => "INDEXED BY record_order_area",
            (None, Some(_), _) if !by_state => "INDEXED BY record_ward",
            (_, _, Some(_)) if by.is_empty() => "INDEXED BY record_spot",
            _ => by,
        }
    }

    /// The query of a part for these columns, without its order and limit.
    pub(crate) fn select(&self, columns: &str, part: Part, hits: Option<String>) -> (String, Vec<Value>) {
        let (by, narrowed) = self.state.map(|state| state.sql(part)).unwrap_or_default();
        let by = match (by, self.refers_to) {
            (by, None) => self.where_index(by),
            (by, Some(_)) => by,
        };
        let (mut sql, mut values) = match self.figure.as_ref().filter(|over| over.within.is_none()) {
            Some(over) => listed(over, columns),
            None => (
                format!("SELECT {columns} FROM record r {by} LEFT JOIN grant_held g ON g.id = r.author WHERE "),
                vec![],
            ),
        };
        match &self.kind {
            Some(kind) => {
                sql.push_str("r.kind = ?");
                values.push(match part {
                    // A page may ask for any kind, but not for the mark: no kind is called that.
                    Part::Team if Part::of_kind(kind) == Part::Restricted => "-".to_owned().into(),
                    Part::Team => kind.clone().into(),
                    Part::Restricted => format!("{MARK}{kind}").into(),
                });
            }
            None => sql.push_str(match part {
                Part::Team if self.figure.is_some() => "r.finding < 2 AND r.kind <> 'erasure'",
                Part::Team if matches!(self.state, Some(StateFilter::AlsoDue { .. })) => {
                    "r.finding = 0 AND r.kind <> 'task' AND r.withdrawn = 0"
                }
                Part::Team => "r.finding = 1",
                // Of what was erased nothing is left to list, not even a kind.
                Part::Restricted => "r.finding = 2 AND r.kind <> 'restricted/'",
            }),
        }
        if let Some(over) = self.figure.as_ref().filter(|over| over.within.is_some()) {
            let made = facts::made(Ledger::Tablet, over);
            sql.push_str(&format!(" AND r.seq IN (SELECT f.seq FROM {})", made.sql()));
            values.extend(made.values);
        }
        if let Some((again, named)) = self.again.as_ref().map(Again::sql) {
            sql.push_str(again);
            values.extend(named);
        }
        if !self.called.is_empty() {
            // SQLite has small letters of ASCII alone.
            let names: Vec<Vec<&String>> =
                self.called.iter().map(|name| name.iter().filter(|word| word.is_ascii()).collect()).collect();
            let has = |name: &Vec<&String>| {
                name.iter().map(|_| "instr(lower(r.place), ?) > 0").chain(["1"]).collect::<Vec<_>>().join(" AND ")
            };
            let any = names.iter().map(|name| format!("({})", has(name))).collect::<Vec<_>>().join(" OR ");
            sql.push_str(&format!(" AND ({any})"));
            values.extend(names.into_iter().flatten().map(|word| Value::from(word.clone())));
        }
        let mut also = |clause: &str, value: Value| {
            sql.push_str(clause);
            values.push(value);
        };
        if let Some(hits) = hits {
            also(" AND r.seq IN (SELECT value FROM json_each(?))", hits.into());
        }
        if let Some(from) = self.from {
            also(" AND r.occurred >= ?", record::begin_of(from).into());
        }
        if let Some(after) = self.to.and_then(|to| to.succ_opt()) {
            also(" AND r.occurred < ?", record::begin_of(after).into());
        }
        if let Some(patrol) = self.patrol {
            also(" AND r.patrol = ?", patrol.0.as_bytes().to_vec().into());
        }
        if let Some(status) = &self.status {
            also(" AND r.status = ?", status.clone().into());
        }
        if let Some(named) = self.refers_to {
            also(" AND r.seq IN (SELECT seq FROM refers WHERE target = ?)", named.0.as_bytes().to_vec().into());
        }
        if let Some([south, north, west, east]) = self.near.map(Near::bounds) {
            also(" AND r.lat >= ?", south.into());
            also(" AND r.lat <= ?", north.into());
            also(" AND r.lon >= ?", west.into());
            also(" AND r.lon <= ?", east.into());
        }
        match self.wards.as_deref() {
            None => {}
            Some([ward]) => also(" AND r.ward = ?", ward.clone().into()),
            // Without the plus it would be looked up by ward, and sorted.
            Some(wards) => also(" AND +r.ward IN (SELECT value FROM json_each(?))", json!(wards).to_string().into()),
        }
        if let Some(area) = &self.order_area {
            let within = match area {
                OrderArea::Any => " ".to_owned(),
                OrderArea::Of(id) => format!(" {id} "),
            };
            also(" AND r.order_areas IS NOT NULL AND instr(r.order_areas, ?) > 0", within.into());
        }
        if let Some(user) = self.user {
            let users = std::iter::once(user).chain(self.or_users.iter().copied());
            let users: Vec<_> = users.map(|user| hex::encode_upper(user.0.as_bytes())).collect();
            also(
                " AND r.author IN (SELECT id FROM grant_held WHERE hex(user) IN (SELECT value FROM json_each(?)))",
                json!(users).to_string().into(),
            );
        }
        let ([by, then_by], latest_first) = self.order();
        if let Some(StateFilter::Due { to, .. } | StateFilter::AlsoDue { to, .. }) = self.state {
            also(&format!(" AND {by} < ?"), to.into());
        }
        if let Some((moment, seq)) = self.after {
            also(&format!(" AND ({by}, {then_by}) {} (?", if latest_first { "<" } else { ">" }), moment.into());
            also(", ?)", seq.into());
        }
        sql.push_str(narrowed);
        (sql, values)
    }
}

//! Who covers for whom: whoever is away is covered from a day on, and everything that is theirs to do is done by somebody
//! else until the cover ends. No task is written again for it.

use crate::App;
use crate::contract::{CallError, CoverLine, Tasks, TasksRequest};
use crate::findings::due::day;
use crate::refusals::{not_found, refuse};
use crate::words::{capital, local};
use book::RecordId;
use chrono::NaiveDate;
use domain::roles::Action as Right;
use record::Record;
use serde_json::json;
use std::collections::BTreeSet;
use store::{Action, Change, Filter, Found};

/// The kind, and its questions.
const COVER: &str = "cover";
const AWAY: &str = "away";
const COVERED_BY: &str = "covered_by";
const FROM: &str = "from_day";
const TO: &str = "to_day";
/// Covers that are looked at, the last arranged first.
const MOST: u32 = 200;

/// Somebody does what is another's.
#[derive(Debug, Clone)]
pub(crate) struct Cover {
    id: RecordId,
    away: String,
    by: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl Cover {
    fn read(found: &Found, record: &Record) -> Option<Self> {
        let text = |field| record.text(field).map(str::to_owned);
        let date = |field| record.text(field)?.parse().ok();
        Some(Self { id: found.id, away: text(AWAY)?, by: text(COVERED_BY)?, from: date(FROM)?, to: date(TO) })
    }

    fn ended(&self, today: NaiveDate) -> bool {
        self.to.is_some_and(|to| to < today)
    }
}

impl App {
    /// The covers in force today.
    pub(crate) fn covers_today(&self) -> Result<Vec<Cover>, CallError> {
        let today = local(self.now()).date_naive();
        let mut covers = self.covers()?;
        covers.retain(|cover| cover.from <= today);
        Ok(covers)
    }

    /// Those in force, and those to come.
    fn covers(&self) -> Result<Vec<Cover>, CallError> {
        let today = local(self.now()).date_naive();
        let mut covers = Vec::new();
        for found in self.store.find(&Filter { kind: Some(COVER.into()), ..Filter::default() }, MOST)? {
            let record = if found.withdrawn { None } else { self.store.record(found.id)? };
            covers.extend(record.and_then(|record| Cover::read(&found, &record)).filter(|cover| !cover.ended(today)));
        }
        covers.sort_by_key(|cover| cover.from);
        Ok(covers)
    }

    pub(super) fn cover_lines(&self) -> Result<Vec<CoverLine>, CallError> {
        let now = self.now();
        let today = local(now).date_naive();
        let line = |cover: Cover| CoverLine {
            id: cover.id.to_string(),
            who: format!("{} covers for {}", cover.by, cover.away),
            when: match cover.to {
                Some(to) => format!("From {} until {}", day(cover.from, now), day(to, now)),
                None => capital(&format!("from {}, no end set", day(cover.from, now))),
            },
            now: cover.from <= today,
        };
        Ok(self.covers()?.into_iter().map(line).collect())
    }

    /// Ends a cover: yesterday was its last day, or it never began.
    pub(crate) fn end_cover_now(&self, id: &str) -> Result<Tasks, CallError> {
        let session = self.allowed(Right::GiveTasks)?;
        let today = local(self.now()).date_naive();
        let cover = self.covers()?.into_iter().find(|cover| cover.id.to_string() == id);
        let cover = cover.ok_or_else(|| match RecordId::parse(id) {
            Some(_) => refuse(crate::contract::ErrorCode::Invalid, "This cover has ended already."),
            None => not_found("cover"),
        })?;
        let yesterday = today.pred_opt().filter(|yesterday| cover.from <= *yesterday);
        let change = match yesterday {
            Some(last) => Change::new(cover.id, TO, last.to_string()),
            None => Change::new(cover.id, record::WITHDRAWN, json!({ "reason": "Ended before it began" })),
        };
        let action = Action { author: session.person.grant, changes: vec![change], completes: None };
        self.store.write(action, self.now())?;
        self.changed("finding");
        self.list_tasks(TasksRequest::default())
    }
}

/// Who does what is this person's: whoever covers for them, and if that one is away too, whoever covers for that one.
pub(crate) fn doers(covers: &[Cover], name: &str) -> Vec<String> {
    let (mut doers, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut asked = vec![name.to_owned()];
    while let Some(one) = asked.pop() {
        if !seen.insert(one.clone()) {
            continue;
        }
        let before = asked.len();
        asked.extend(covers.iter().filter(|cover| cover.away == one).map(|cover| cover.by.clone()));
        if asked.len() == before {
            doers.insert(one);
        }
    }
    // Two who cover for each other: then nobody does, and it stays whose it was.
    if doers.is_empty() {
        doers.insert(name.to_owned());
    }
    doers.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(away: &str, by: &str) -> Cover {
        let from = NaiveDate::default();
        Cover { id: RecordId(uuid::Uuid::nil()), away: away.into(), by: by.into(), from, to: None }
    }

    #[test]
    fn a_cover_who_is_away_is_covered_too_and_a_ring_covers_nobody() {
        let covers = [cover("A", "B"), cover("B", "C")];
        assert_eq!(doers(&covers, "A"), ["C"]);
        assert_eq!(doers(&covers, "D"), ["D"]);
        assert_eq!(doers(&[cover("A", "B"), cover("A", "C")], "A"), ["B", "C"], "two leaders named one each");
        assert_eq!(doers(&[cover("A", "B"), cover("B", "A")], "A"), ["A"]);
    }
}

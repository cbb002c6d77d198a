//! What records contribute to figures, kept beside them at the office, and brought up to date before anything is asked of it: a
//! report is a sum over facts, and not a reading of every record.
//!
//! A team's facts go up to a change, and are by a catalogue. What changed since is worked out by itself; by another catalogue
//! everything is, record by record in the order of their ids, and a stop in the middle of it goes on from there. Records are read and
//! worked out beside the writer, some at a time, and are only kept if nobody else brought the facts further meanwhile.

use crate::accounts::{AccountError, team_of};
use crate::catalogue::CatalogueInUse;
use crate::centre::Centre;
use crate::storage::{Changed, Counted, FactsAt, Fault, Reading};
use book::{RecordId, ScopeId};
use chrono::NaiveDate;
use domain::catalogue::Catalogue;
use rayon::prelude::*;
use record::{BehindRow, Over, Record, Sum};
use std::ops::ControlFlow;
use uuid::Uuid;

/// Records worked out at a time.
const STRETCH: usize = 1_000;
/// Before every record, and behind every one.
const FIRST: RecordId = RecordId(Uuid::nil());
const LAST: RecordId = RecordId(Uuid::max());

/// What a team's figures come to, all of it as of one moment.
pub struct TeamFigures<'a> {
    reading: Box<dyn Reading + 'a>,
    scope: ScopeId,
}

/// A stretch of records that is to be worked out.
struct Step {
    /// Where the facts stood when it was read.
    from: Option<FactsAt>,
    /// And where they stand after it.
    to: FactsAt,
    records: Changed,
    /// How many were worked out before it, where all are anew.
    done: Option<u64>,
}

impl Step {
    fn is_anew(&self) -> bool {
        self.done.is_some()
    }

    /// Records that were changed after this are worked out.
    fn after_change(&self) -> u64 {
        self.from.as_ref().filter(|_| !self.is_anew()).map_or(0, |from| from.change.0)
    }
}

impl Centre {
    /// What the figures of a team come to, by facts that are brought up to date first. `told` hears how many records were worked
    /// out for that, and of how many; it may break that off, and what was done stays. None then.
    ///
    /// # Errors
    /// There is no such team; or see [`Fault`].
    pub fn figures(
        &self,
        team: &str,
        by: &CatalogueInUse,
        told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Option<TeamFigures<'_>>, AccountError> {
        let scope = team_of(&*self.storage.read()?, team)?.scope;
        loop {
            if self.bring_up(scope, by, told)?.is_break() {
                return Ok(None);
            }
            let reading = self.storage.read()?;
            // Somebody with another catalogue may have begun anew meanwhile.
            if reading.facts_at(scope)?.is_some_and(|at| at.is_whole(by)) {
                return Ok(Some(TeamFigures { reading, scope }));
            }
        }
    }

    /// Brings the facts of every team up to date, until `goes_on` says no.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn bring_facts_up(&self, goes_on: &dyn Fn() -> bool) -> Result<(), Fault> {
        let by = self.catalogue_in_use()?;
        let teams = self.storage.read()?.teams()?;
        for team in teams {
            let told = &mut |_, _| if goes_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
            if self.bring_up(team.scope, &by, told)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn bring_up(
        &self,
        scope: ScopeId,
        by: &CatalogueInUse,
        told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Fault> {
        // How many were worked out of those that changed, and of how many; anew that is kept with the facts.
        let (mut changed, mut of) = (0, None);
        loop {
            let reading = self.storage.read()?;
            let Some(step) = next(&*reading, scope, by)? else { return Ok(ControlFlow::Continue(())) };
            let many = match of {
                Some((anew, many)) if anew == step.is_anew() => many,
                _ => reading.many_changed(scope, step.after_change())?,
            };
            of = Some((step.is_anew(), many));
            drop(reading);
            if told(step.done.unwrap_or(changed).min(many), many).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            changed += if step.is_anew() { 0 } else { step.records.len() as u64 };
            let contributes = |(_, id, record): &(u64, RecordId, Option<Record>)| {
                (*id, record.as_ref().map(|record| counted(record, &by.catalogue)))
            };
            let all: Vec<_> = step.records.par_iter().map(contributes).collect();
            let mut writing = self.storage.write()?;
            if writing.facts_at(scope)? != step.from {
                continue;
            }
            for (id, counted) in &all {
                match counted {
                    Some(counted) => writing.keep_facts(scope, counted)?,
                    None => writing.drop_facts(scope, *id)?,
                }
            }
            writing.put_facts_at(scope, &step.to)?;
            writing.commit()?;
        }
    }
}

/// What a record contributes.
fn counted(record: &Record, catalogue: &Catalogue) -> Counted {
    let line = record::line(record, catalogue);
    let kind = catalogue.kind(&line.kind);
    let (finding, unreviewed) = (kind.is_some_and(|kind| kind.finding), line.is_unreviewed(kind));
    Counted { id: record.id, line, finding, unreviewed }
}

/// What is to be worked out next; none where the facts go up to the last change.
fn next(reading: &dyn Reading, scope: ScopeId, by: &CatalogueInUse) -> Result<Option<Step>, Fault> {
    let from = reading.facts_at(scope)?;
    let Some(at) = from.clone().filter(|at| at.by == by.mark) else {
        // By another catalogue, or never. First of all that is said: what changes, or is erased, from here on is behind it.
        let erasures = from.as_ref().map_or(0, |from| from.erasures);
        let change = (reading.last_change()?, LAST);
        let to = FactsAt { by: by.mark.clone(), change, anew: Some((FIRST, 0)), erasures };
        return Ok(Some(Step { from, to, records: Vec::new(), done: Some(0) }));
    };
    let (records, to, done) = match at.anew {
        Some((after, done)) => {
            let records = reading.records_after(scope, after, STRETCH)?;
            let many = done + records.len() as u64;
            let last = records.last().filter(|_| records.len() == STRETCH).map(|(_, id, _)| (*id, many));
            (records, FactsAt { anew: last, ..at }, Some(done))
        }
        None => {
            let records = reading.changed_after(scope, at.change, STRETCH)?;
            let Some((change, id, _)) = records.last() else { return Ok(None) };
            let change = (*change, *id);
            (records, FactsAt { change, ..at }, None)
        }
    };
    Ok(Some(Step { from, to, records, done }))
}

impl FactsAt {
    /// Whether they are all by this catalogue.
    fn is_whole(&self, by: &CatalogueInUse) -> bool {
        self.by == by.mark && self.anew.is_none()
    }
}

impl TeamFigures<'_> {
    /// What a figure comes to.
    pub fn sum(&self, over: &Over) -> Result<Sum, Fault> {
        self.reading.sum(self.scope, over)
    }

    /// The answers of a figure of names, the most frequent first.
    pub fn names(&self, over: &Over) -> Result<Vec<String>, Fault> {
        self.reading.names_of_figure(self.scope, over)
    }

    /// What makes a figure up, the oldest first, until `each` breaks off.
    pub fn behind(&self, over: &Over, each: &mut dyn FnMut(BehindRow) -> ControlFlow<()>) -> Result<(), Fault> {
        self.reading.behind(self.scope, over, each)
    }

    /// How many records that count within these days, and in one of these wards, no leader has approved, and of how many a field
    /// stands in two versions.
    pub fn doubts(&self, days: [NaiveDate; 2], wards: Option<&[String]>) -> Result<[u64; 2], Fault> {
        self.reading.doubts_of_figures(self.scope, days, wards)
    }

    /// The first day of which there is a record of a kind, or any finding at all.
    pub fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
        self.reading.first_day(self.scope, kind)
    }
}

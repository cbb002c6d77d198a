//! What of the findings changed since an export, one after the other: for the copies that other systems of the council take over.
//! Nothing of a restricted part or of a restricted kind is among it.

use crate::centre::Centre;
use crate::restricted::parts;
use crate::storage::{Change, Export, Exports, Fault, Reading};
use book::{GrantId, RecordId, ScopeId};
use domain::catalogue::{Catalogue, Kind};
use record::{Line, Record};
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

/// Of so many exports it is known up to where they go: one that was made by hand into another folder takes nothing from those of the
/// night.
const KEPT: usize = 16;

/// From which change to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// After this change; 0: everything.
    pub after: u64,
    /// The last change that it has.
    pub last: u64,
}

/// What became of a finding.
#[derive(Debug)]
pub enum Became<'a> {
    /// It is recorded, and is this now.
    Recorded(Box<Recorded<'a>>),
    /// Everything that it said was erased by law. Whoever has it must erase it too.
    Erased {
        /// The record.
        id: RecordId,
        /// Its kind.
        kind: &'a Kind,
        /// Its reference.
        reference: &'a str,
    },
    /// Nothing counts of it any more. Whoever has it must remove it.
    Gone(RecordId),
}

/// A finding as it is recorded.
#[derive(Debug)]
pub struct Recorded<'a> {
    /// The record.
    pub record: &'a Record,
    /// Whether it began in this stretch.
    pub is_new: bool,
    /// Its kind.
    pub kind: &'a Kind,
    /// What it comes to.
    pub line: Line,
    /// Its team.
    pub team: &'a str,
    /// Who recorded it; empty if that is not known here.
    pub by: &'a str,
    /// The short code of the tablet.
    pub tablet: &'a str,
}

/// Who wrote under each grant, looked up once.
#[derive(Default)]
struct Authors(HashMap<GrantId, (String, String)>);

impl Centre {
    /// What came of the exports.
    pub fn exports(&self) -> Result<Exports, Fault> {
        self.storage.read()?.exports()
    }

    /// Keeps that an export was written whole.
    pub fn exported(&self, export: Export) -> Result<(), Fault> {
        let mut writing = self.storage.write()?;
        let before = writing.exports()?.written;
        let written = std::iter::once(export).chain(before).take(KEPT).collect();
        writing.put_exports(&Exports { written, failed_at: None })?;
        writing.commit()
    }

    /// Keeps that an export failed.
    pub fn export_failed(&self, now: i64) -> Result<(), Fault> {
        let mut writing = self.storage.write()?;
        let exports = Exports { failed_at: Some(now), ..writing.exports()? };
        writing.put_exports(&exports)?;
        writing.commit()
    }

    /// Gives every finding that changed after the change `after` (0: every one), until `each` breaks off; none then. All of
    /// them are as they were at one moment.
    pub fn each_changed_finding(
        &self,
        after: u64,
        catalogue: &Catalogue,
        each: &mut dyn FnMut(Became<'_>) -> ControlFlow<()>,
    ) -> Result<Option<Stretch>, Fault> {
        let reading = self.storage.read()?;
        let last = reading.last_change()?;
        let teams: BTreeMap<ScopeId, String> =
            reading.teams()?.into_iter().map(|team| (team.scope, team.name)).collect();
        let restricted = parts(&*reading)?;
        let mut authors = Authors::default();
        let mut fault = None;
        let all = reading.each_change(after, &mut |change| {
            if restricted.contains(&change.scope) {
                return ControlFlow::Continue(());
            }
            let team = teams.get(&change.scope).map(String::as_str).unwrap_or_default();
            match became(&*reading, &change, catalogue, (after, team), &mut authors) {
                Ok(Some(became)) => each(became),
                Ok(None) => ControlFlow::Continue(()),
                Err(failed) => {
                    fault = Some(failed);
                    ControlFlow::Break(())
                }
            }
        })?;
        match fault {
            Some(fault) => Err(fault),
            None if all.is_break() => Ok(None),
            None => Ok(Some(Stretch { after, last })),
        }
    }
}

/// What became of a record; nothing of one that is no finding.
fn became<'a>(
    reading: &dyn Reading,
    change: &Change<'a>,
    catalogue: &'a Catalogue,
    (after, team): (u64, &'a str),
    authors: &'a mut Authors,
) -> Result<Option<Became<'a>>, Fault> {
    let Some(record) = change.record else {
        // Who takes everything has nothing to remove.
        return Ok((after > 0).then_some(Became::Gone(change.id)));
    };
    let kind = record.kind().and_then(|kind| catalogue.kind(kind));
    let Some(kind) = kind.filter(|kind| kind.finding && !kind.restricted) else { return Ok(None) };
    if record.is_gone() {
        let reference = record.text(record::REFERENCE).unwrap_or_default();
        return Ok(Some(Became::Erased { id: record.id, kind, reference }));
    }
    let line = record::line(record, catalogue);
    let (by, tablet) = match line.first {
        Some(first) => authors.of(reading, first.author)?,
        None => ("", ""),
    };
    let is_new = change.began > after;
    Ok(Some(Became::Recorded(Box::new(Recorded { record, is_new, kind, line, team, by, tablet }))))
}

impl Authors {
    /// The name of who wrote under a grant, and the code of the tablet.
    fn of(&mut self, reading: &dyn Reading, grant: GrantId) -> Result<(&str, &str), Fault> {
        let known = match self.0.entry(grant) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                let held = reading.grant(grant)?.map(|held| held.signed.grant);
                free.insert(held.map(|grant| (grant.name, grant.code)).unwrap_or_default())
            }
        };
        Ok((&known.0, &known.1))
    }
}

//! What came since the evening before, from which tablets, and what did not: for whoever begins the day with it. Nothing of a
//! restricted part is told, and of people no more than who works on which tablet.
//!
//! When a page arrived is written nowhere. The server marks from time to time how many changes there have been, and what was
//! changed after a mark came after it.

use crate::bring::is_import;
use crate::centre::Centre;
use crate::policy::stands;
use crate::storage::{Change, Fault, Mark, Reading};
use book::ScopeId;
use domain::catalogue::Catalogue;
use protocol::PhotoHash;
use record::{Decision, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Marks are no closer than this.
const MARK_MS: i64 = 60_000;
/// And are kept for so long.
const KEPT_MS: i64 = 32 * 24 * 60 * 60_000;
/// A clock further off than this is wrong.
const CLOCK_MS: i64 = 60_000;
/// Less free space than this, in MB, does not last a shift.
const NEARLY_FULL_MB: u64 = 1_000;

/// The morning. Times are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Morning {
    /// The council.
    pub council: String,
    /// Since when; later than asked for, where nothing is known of before.
    pub since: i64,
    /// Until when.
    pub until: i64,
    /// By name.
    pub teams: Vec<TeamMorning>,
    /// Pages that are not in the second copy yet.
    pub pages_not_backed_up: u64,
    /// Photos that are not.
    pub photos_not_backed_up: u64,
}

/// A team's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TeamMorning {
    /// The team.
    pub team: String,
    /// By their codes: those that it works on, and those from which something came.
    pub tablets: Vec<FromTablet>,
    /// Findings that had arrived before and were changed: corrected, reviewed, gone on with.
    pub changed: u64,
    /// Older records that were brought in from a file.
    pub brought_in: u64,
    /// Pages that wait for a leader's check.
    pub to_check: u64,
}

/// What came from a tablet, and what did not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FromTablet {
    /// Its short code.
    pub code: String,
    /// Who works on it; nobody, if it was withdrawn.
    pub people: Vec<String>,
    /// Findings by kind, in words.
    pub findings: BTreeMap<String, u64>,
    /// Patrols that were submitted.
    pub patrols_submitted: u64,
    /// Patrols that were begun, and not submitted so far.
    pub patrols_open: u64,
    /// Photos of these findings that are still to come.
    pub photos_to_come: u64,
    /// When it was last heard from; none if it is not known here.
    pub heard_at: Option<i64>,
    /// It was not heard from since then.
    pub silent: bool,
    /// Pages that waited on it when it was last heard from.
    pub pages_waiting: u64,
    /// Photos that did.
    pub photos_waiting: u64,
    /// Since when the oldest of these waits, by the tablet's clock.
    pub oldest: Option<i64>,
    /// By how many milliseconds its clock is wrong, if it is by more than a minute.
    pub clock_wrong_by: Option<i64>,
    /// Its disk does not last a shift.
    pub nearly_full: bool,
}

impl Centre {
    /// Marks how many changes there have been until now, if there were any since the mark before. To be called often.
    pub fn mark(&self, now: i64) -> Result<(), Fault> {
        let reading = self.storage.read()?;
        let change = reading.last_change()?;
        let known = reading.mark_at(now)?;
        drop(reading);
        if known.is_some_and(|mark| mark.change == change || (0..MARK_MS).contains(&(now - mark.at))) {
            return Ok(());
        }
        let mut writing = self.storage.write()?;
        writing.put_mark(Mark { at: now, change }, now - KEPT_MS)?;
        writing.commit()
    }

    /// What came since a moment, and what did not.
    pub fn morning(&self, catalogue: &Catalogue, since: i64, now: i64) -> Result<Morning, Fault> {
        let council = self.council()?.name;
        let reading = self.storage.read()?;
        // Nothing is marked where no server ran yet: then all that there is came since then.
        let mark = reading.mark_at(since)?.unwrap_or(Mark { at: since, change: 0 });
        let mut teams = teams(&*reading, since, now)?;
        let mut fault = None;
        let _ = reading.each_change(mark.change, &mut |change| {
            let Some(team) = teams.get_mut(&change.scope) else { return ControlFlow::Continue(()) };
            match team.take(&*reading, &change, catalogue, mark.change) {
                Ok(()) => ControlFlow::Continue(()),
                Err(failed) => {
                    fault = Some(failed);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        for (scope, waits) in to_check(&*reading)? {
            if let Some(team) = teams.get_mut(&scope) {
                team.said.to_check = waits;
            }
        }
        let behind = reading.books_behind()?;
        let mut teams: Vec<TeamMorning> = teams.into_values().map(Gathered::finish).collect();
        teams.sort_by(|a, b| a.team.cmp(&b.team));
        Ok(Morning {
            council,
            since: since.max(mark.at),
            until: now,
            teams,
            pages_not_backed_up: behind.iter().map(|row| row.tip.number.saturating_sub(row.archived.number)).sum(),
            photos_not_backed_up: reading.photos_behind()?.len() as u64,
        })
    }
}

/// A team, while it is gathered.
#[derive(Default)]
struct Gathered {
    said: TeamMorning,
    tablets: BTreeMap<String, FromTablet>,
}

impl Gathered {
    fn take(
        &mut self,
        reading: &dyn Reading,
        change: &Change<'_>,
        catalogue: &Catalogue,
        after: u64,
    ) -> Result<(), Fault> {
        let Some(record) = change.record else { return Ok(()) };
        let kind = record.kind().and_then(|kind| catalogue.kind(kind));
        let finding = kind.filter(|kind| kind.finding && !kind.restricted);
        let is_patrol = record.kind() == Some(record::PATROL);
        if finding.is_none() && !is_patrol {
            return Ok(());
        }
        let author = record.shown(record::KIND).map(|write| write.author);
        let grant = author.map(|author| reading.grant(author)).transpose()?.flatten();
        let code = grant.map(|held| held.signed.grant.code).unwrap_or_default();
        match finding {
            Some(_) if is_import(&code) => {
                self.said.brought_in += u64::from(change.began > after);
                return Ok(());
            }
            Some(_) if change.began <= after => {
                self.said.changed += 1;
                return Ok(());
            }
            _ => {}
        }
        let tablet = self.tablets.entry(code.clone()).or_insert_with(|| FromTablet { code, ..FromTablet::default() });
        match finding {
            Some(kind) => {
                *tablet.findings.entry(kind.name.clone()).or_default() += 1;
                tablet.photos_to_come += photos_to_come(reading, change.scope, record)?;
            }
            None if record.text(record::STATUS) == Some("submitted") => tablet.patrols_submitted += 1,
            None => tablet.patrols_open += 1,
        }
        Ok(())
    }

    fn finish(self) -> TeamMorning {
        TeamMorning { tablets: self.tablets.into_values().collect(), ..self.said }
    }
}

/// Every team with the tablets on which people write for it, and what each tablet last said of itself.
fn teams(reading: &dyn Reading, since: i64, now: i64) -> Result<BTreeMap<ScopeId, Gathered>, Fault> {
    let mut teams = BTreeMap::new();
    let devices = reading.devices()?;
    for team in reading.teams()? {
        let mut people: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for held in reading.grants_of_scope(team.scope)?.into_iter().filter(|held| stands(held, now)) {
            people.entry(held.signed.grant.device).or_default().insert(held.signed.grant.name);
        }
        let mut gathered =
            Gathered { said: TeamMorning { team: team.name, ..TeamMorning::default() }, ..Gathered::default() };
        for device in devices.iter().filter(|device| !is_import(&device.code)) {
            let Some(people) = people.remove(&device.id) else { continue };
            let said = reading.tablet_state(device.id)?;
            let ahead = said.as_ref().map(|(ahead, _)| *ahead).filter(|ahead| ahead.abs() > CLOCK_MS);
            let said = said.map(|(_, said)| said).unwrap_or_default();
            let tablet = FromTablet {
                code: device.code.clone(),
                people: people.into_iter().collect(),
                heard_at: Some(device.heard_at),
                silent: device.heard_at < since,
                pages_waiting: said.pages,
                photos_waiting: said.photos,
                oldest: said.oldest,
                clock_wrong_by: ahead.map(i64::abs),
                nearly_full: said.free_mb.is_some_and(|free| free < NEARLY_FULL_MB),
                ..FromTablet::default()
            };
            gathered.tablets.insert(device.code.clone(), tablet);
        }
        teams.insert(team.scope, gathered);
    }
    Ok(teams)
}

/// The photos that a record names and that are not here whole.
fn photos_to_come(reading: &dyn Reading, scope: ScopeId, record: &Record) -> Result<u64, Fault> {
    let mut to_come = 0;
    for hash in record.photos().iter().filter_map(|photo| PhotoHash::from_hex(&photo.sha256)) {
        to_come += u64::from(!reading.photo(scope, hash)?.is_some_and(|row| row.whole));
    }
    Ok(to_come)
}

/// How many pages wait for a check, by scope: those that a leader has not decided on.
fn to_check(reading: &dyn Reading) -> Result<BTreeMap<ScopeId, u64>, Fault> {
    let mut waits: BTreeMap<ScopeId, u64> = BTreeMap::new();
    for (scope, entry) in reading.verdicts()? {
        let decisions = reading.record(scope, Decision::record_of(entry))?;
        let decided = decisions.is_some_and(|decisions| Decision::on(entry, &decisions).is_some());
        *waits.entry(scope).or_default() += u64::from(!decided);
    }
    Ok(waits)
}

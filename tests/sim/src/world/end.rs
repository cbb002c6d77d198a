//! The end of a history: faults stop, every queue must empty, and everyone must hold the same.

use super::expected::{Fields, Pages};
use super::{Ack, HOUR, MINUTE, World};
use crate::chance;
use crate::link::Quality;
use anyhow::{Context, Result};
use book::{EntryHash, RecordId, ScopeId};
use protocol::Tips;
use protocol::restricted::key;
use record::Record;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;
use store::OwnBook;
use sync::{Notebook, Problem};

/// Rounds of clean syncs in which every queue must empty.
const ROUNDS: usize = 6;

/// What a seed, or many, came to.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Tally {
    /// Seeds.
    pub seeds: u64,
    /// Years of tablets.
    pub device_years: f64,
    /// Pages and photos that a tablet reported as saved.
    pub acked: u64,
    /// Of these, missing somewhere.
    pub lost: u64,
    /// Counted more than once.
    pub duplicated: u64,
    /// Held with another content.
    pub altered: u64,
    /// Standing although replaced or held back.
    pub resurrected: u64,
    /// Shown to the wrong team or to a withdrawn tablet.
    pub leaked: u64,
    /// Tablets and offices that do not agree at the end, and queues that did not empty.
    pub unconverged: u64,
    /// The first things that were wrong, in words.
    pub wrong: Vec<String>,
    /// A hash over everything at the end: equal runs have equal ones.
    pub digest: [u8; 32],
}

impl Tally {
    /// Whether nothing was wrong.
    pub fn is_clean(&self) -> bool {
        self.lost + self.duplicated + self.altered + self.resurrected + self.leaked + self.unconverged == 0
    }

    /// Counts a failure of the whole.
    pub fn fail(&mut self, what: String) {
        self.unconverged += 1;
        self.note(what);
    }

    /// Whether it shows all that another shows.
    pub fn fails_like(&self, other: &Self) -> bool {
        let wrong = |one: &Self| {
            [one.lost, one.duplicated, one.altered, one.resurrected, one.leaked, one.unconverged].map(|count| count > 0)
        };
        !self.is_clean() && wrong(self).into_iter().zip(wrong(other)).all(|(here, there)| here || !there)
    }

    pub(super) fn note(&mut self, what: String) {
        if self.wrong.len() < 12 {
            self.wrong.push(what);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seeds, device_years, acked, lost, duplicated, altered, resurrected, leaked, unconverged, .. } = self;
        write!(
            f,
            "seeds={seeds} device_years={device_years:.0} acked={acked} lost={lost} duplicated={duplicated} \
             altered={altered} resurrected={resurrected} leaked={leaked} unconverged={unconverged}"
        )
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.device_years += other.device_years;
        self.acked += other.acked;
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.altered += other.altered;
        self.resurrected += other.resurrected;
        self.leaked += other.leaked;
        self.unconverged += other.unconverged;
        other.wrong.into_iter().for_each(|what| self.note(what));
    }
}

impl World {
    /// Lets everything come to rest, and counts.
    pub(crate) fn end(mut self) -> Result<Tally> {
        chance::begin(self.plan.seed ^ 0xe4d);
        let mut tally = Tally {
            seeds: 1,
            device_years: self.plan.devices as f64 * self.plan.years,
            acked: self.acked.iter().map(|ack| 1 + u64::from(ack.photo.is_some())).sum(),
            leaked: self.leaked,
            ..Tally::default()
        };
        self.come_to_rest(&mut tally)?;
        for wrong in std::mem::take(&mut self.wrong) {
            tally.unconverged += 1;
            tally.note(wrong);
        }
        let mut digest = Sha256::new();
        let teams = self.accounts.teams.iter();
        let scopes: Vec<ScopeId> = teams.flat_map(|team| [team.scope, team.scope.restricted()]).collect();
        let mut editions = Vec::new();
        for scope in scopes {
            editions.push((scope, self.compare(scope, &mut tally, &mut digest)?));
        }
        self.compare_catalogues(&editions, &mut tally)?;
        self.compare_facts(&mut tally, &mut digest)?;
        let found = self.office.borrow().centre()?.verify()?;
        // The same at the office. What was lost while a disk still held it is counted above.
        let gone = |problem: &String| self.went_back && problem.starts_with("The checkpoint of ");
        for problem in found.problems.into_iter().filter(|problem| !gone(problem)) {
            tally.altered += 1;
            tally.note(format!("the office: {problem}"));
        }
        tally.digest = digest.finalize().into();
        Ok(tally)
    }

    fn come_to_rest(&mut self, tally: &mut Tally) -> Result<()> {
        while !self.late.borrow().is_empty() {
            self.deliver_late()?;
        }
        // What only a start of the office looks at, such as an archive that was cut, must have come right.
        self.office.borrow_mut().restart(self.now)?;
        let seats = 0..self.tablets.len();
        for seat in seats.clone() {
            let one = self.seat(seat)?;
            one.tablet.restart()?;
            one.ahead = 0;
        }
        for round in 1..=ROUNDS {
            // All photos are asked about once a day.
            self.now += 9 * HOUR;
            for seat in seats.clone() {
                self.now += MINUTE;
                let outcome = self.sync(seat, Quality(0))?;
                match outcome {
                    Err(trouble) => {
                        tally.unconverged += 1;
                        tally.note(format!("tablet {seat} cannot sync: {trouble}"));
                    }
                    Ok(outcome) if round == ROUNDS => {
                        let withdrawn = self.seat(seat)?.withdrawn;
                        // A page that a checkpoint names and no disk holds any more went with a disk that was put back.
                        // Of the restricted part it is not said which.
                        let unsaid = self.went_back.then_some(Problem::Unsaid);
                        let gone = |problem: &&Problem| {
                            matches!(problem, Problem::NotShown { here: false, .. }) || unsaid.as_ref() == Some(problem)
                        };
                        for problem in outcome.problems.iter().filter(|one| !withdrawn && !gone(one)) {
                            tally.unconverged += 1;
                            tally.note(format!("tablet {seat}: {problem:?}"));
                        }
                    }
                    Ok(_) => {}
                }
            }
            self.office.borrow().centre()?.back_up(self.now)?;
            self.office.borrow().centre()?.checkpoint(self.now, self.now)?;
        }
        for seat in seats {
            let one = self.seat(seat)?;
            let own = one.tablet.own_book()?.context("a book")?;
            let mut photos = one.tablet.photos_to_ask(usize::MAX >> 1)?;
            let restricted = one.tablet.restricted_book()?;
            let scope = one.scope;
            if one.withdrawn && !photos.is_empty() {
                // A withdrawn tablet hears of no order, and the office is silent about a photo that one has erased.
                let (books, root) = (self.office.borrow().pages(scope)?, self.office.borrow().root()?);
                let pages = Pages::read(&books, &root.public(), None)?;
                photos.retain(|hash| !pages.is_erased(*hash));
            }
            let photos = photos.len();
            let behind = |own: &OwnBook| own.arrived != own.tip.number || own.backed_up != own.tip.number;
            if behind(&own) || restricted.as_ref().is_some_and(behind) || photos > 0 {
                tally.unconverged += 1;
                tally.note(format!("tablet {seat} still holds back {own:?}, {restricted:?} and {photos} photos"));
            }
        }
        Ok(())
    }

    /// Holds one team's tablets and the office against what their pages must add up to. Gives the newest catalogue in them.
    fn compare(&mut self, scope: ScopeId, tally: &mut Tally, digest: &mut Sha256) -> Result<Option<u32>> {
        let root = self.office.borrow().root()?;
        let books = self.office.borrow().pages(scope)?;
        let restricted = self.accounts.teams.iter().any(|team| team.scope.restricted() == scope);
        let key = restricted.then(|| (scope, key(&root.secret_for(&format!("restricted/{scope}")))));
        let pages = Pages::read(&books, &root.public(), key)?;
        for (book, tip) in pages.tips.iter() {
            digest.update(book.0);
            digest.update(tip.hash.0);
        }
        let mut last = EntryHash([0; 32]);
        for ack in self.acked.iter().filter(|ack| ack.scope == scope) {
            last = ack.entry;
            self.compare_ack(ack, scope, &pages, tally)?;
        }
        digest.update(last.0);
        let twice: usize = pages.actions.values().map(|entries| entries.len() - 1).sum();
        tally.duplicated += twice as u64;
        self.compare_office(scope, &pages, tally, digest)?;
        self.compare_erased(scope, &pages, tally)?;
        for seat in 0..self.tablets.len() {
            let restricted = self.tablets.get(seat).is_some_and(|one| one.scope.restricted() == scope);
            if !restricted || self.may_read(seat, scope, &pages, tally)? {
                self.compare_tablet(seat, scope, &pages, tally)?;
            }
        }
        Ok(pages.edition)
    }

    fn compare_ack(&self, ack: &Ack, scope: ScopeId, pages: &Pages, tally: &mut Tally) -> Result<()> {
        if !pages.holds(&ack.entry) {
            if pages.actions.contains_key(&ack.action) {
                tally.altered += 1;
                tally.note(format!("action {} of tablet {} is another page", ack.action, ack.seat));
            } else {
                tally.lost += 1;
                tally.note(format!("action {} of tablet {} is not at the office", ack.action, ack.seat));
            }
        }
        let Some(hash) = ack.photo.filter(|hash| !pages.is_erased(*hash)) else { return Ok(()) };
        let one = self.tablets.get(ack.seat).context("a tablet")?;
        if ack.photo_here && one.tablet.photo_bytes(hash).is_err() {
            tally.lost += 1;
            tally.note(format!("photo {hash} is no longer on tablet {}", ack.seat));
        }
        let storage = self.office.borrow().storage()?;
        if !storage.read()?.photo(scope, hash)?.is_some_and(|row| row.whole && row.archived) {
            tally.lost += 1;
            tally.note(format!("photo {hash} of tablet {} is not at the office", ack.seat));
        }
        Ok(())
    }

    fn compare_office(&self, scope: ScopeId, pages: &Pages, tally: &mut Tally, digest: &mut Sha256) -> Result<()> {
        let storage = self.office.borrow().storage()?;
        let reading = storage.read()?;
        let mut standing: BTreeMap<RecordId, [u8; 32]> = BTreeMap::new();
        reading.each_record(&mut |of, record| {
            if of == scope {
                let heads = record.fields.keys().flat_map(|field| record.heads(field));
                let sum = heads.fold(Sha256::new(), |sum, head| sum.chain_update(head.0));
                standing.insert(record.id, sum.finalize().into());
                compare_record("the office", record.id, &pages.counts(record.id), Some(record), tally);
            }
        })?;
        standing.values().for_each(|sum| digest.update(sum));
        for id in pages.records().filter(|id| !standing.contains_key(id)) {
            compare_record("the office", id, &pages.counts(id), None, tally);
        }
        Ok(())
    }

    fn compare_tablet(&self, seat: usize, scope: ScopeId, pages: &Pages, tally: &mut Tally) -> Result<()> {
        let one = self.tablets.get(seat).context("a tablet")?;
        let tips: Tips = one.tablet.lines(scope)?.iter().collect();
        if ![one.scope, one.scope.restricted()].contains(&scope) {
            tally.leaked += tips.len() as u64;
            return Ok(());
        }
        if one.withdrawn {
            return Ok(());
        }
        if tips != pages.tips {
            tally.unconverged += 1;
            tally.note(format!(
                "tablet {seat} holds {} books, the office {}, or other pages",
                tips.len(),
                pages.tips.len()
            ));
        }
        let own = if one.scope == scope { one.tablet.own_book()? } else { one.tablet.restricted_book()? };
        let own = own.map(|own| own.book);
        for id in pages.records() {
            let held = one.tablet.record(id)?;
            compare_record(&format!("tablet {seat}"), id, &pages.stands(id, own), held.as_deref(), tally);
        }
        Ok(())
    }
}

/// Holds what stands of a record against what must.
fn compare_record(whose: &str, id: RecordId, must: &Fields<'_>, held: Option<&Record>, tally: &mut Tally) {
    let heads = |field: &str| held.map(|record| record.heads(field)).unwrap_or_default();
    for (field, must) in must {
        let stands = heads(field);
        let lost = must.iter().filter(|hash| !stands.contains(hash)).count();
        let extra = stands.iter().filter(|hash| !must.contains(hash)).count();
        if lost + extra > 0 {
            tally.lost += lost as u64;
            tally.resurrected += extra as u64;
            tally.note(format!("{whose}: {id} {field} lacks {lost} and has {extra} that must not stand"));
        }
    }
    for field in held.into_iter().flat_map(|record| record.fields.keys()) {
        let stands = if must.contains_key(&**field) { 0 } else { heads(field).len() };
        if stands > 0 {
            tally.resurrected += stands as u64;
            tally.note(format!("{whose}: {id} {field} stands from nowhere"));
        }
    }
}

//! A council office, its teams and their tablets, and what happens to them.

mod accounts;
mod bundle;
mod catalogues;
mod end;
mod erasures;
mod expected;
mod facts;
mod newcomer;
mod people;
mod restricted;
mod shift;

use crate::chance::{self, below, percent};
use crate::history::{Control, Kind, Plan, Step};
use crate::link::{self, Late, Link, Quality};
use crate::office::{Accounts, Office};
use crate::tablet::{Crash, Tablet};
use anyhow::Result;
use book::{BookId, EntryHash, GrantId, RecordId, ScopeId, Tip};
use domain::catalogue::Catalogue;
use newcomer::Newcomer;
use protocol::PhotoHash;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use sync::{Notebook, Options, Outcome, Trouble, sync_once};

pub use end::Tally;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Everything.
pub(crate) struct World {
    plan: Plan,
    accounts: Accounts,
    /// The catalogue that comes with the program, and how many the council published.
    catalogue: Arc<Catalogue>,
    editions: u32,
    /// The tablet that was enrolled later, if one was.
    newcomer: Option<Newcomer>,
    office: RefCell<Office>,
    tablets: Vec<Seat>,
    late: RefCell<Vec<Late>>,
    /// The office's time, milliseconds since 1970.
    now: i64,
    acked: Vec<Ack>,
    actions: u64,
    /// Records of late, by team.
    recent: BTreeMap<ScopeId, Vec<RecordId>>,
    /// Records of the restricted parts.
    concerns: Vec<RecordId>,
    leaked: u64,
    /// Whether the office was ever put back: then a tablet may hold receipts for what it no longer has.
    went_back: bool,
    /// What should never happen, in words.
    wrong: Vec<String>,
}

/// A tablet and what the world knows of it.
struct Seat {
    tablet: Tablet,
    device: server_core::Device,
    token: String,
    scope: ScopeId,
    author: GrantId,
    /// How far its clock is ahead, milliseconds.
    ahead: i64,
    leader: bool,
    /// Whether someone on it was ever let read the restricted part.
    lead: bool,
    withdrawn: bool,
}

/// What a tablet reported as saved.
struct Ack {
    seat: usize,
    /// The team, or its restricted part.
    scope: ScopeId,
    entry: EntryHash,
    action: u64,
    book: BookId,
    tip: Tip,
    photo: Option<PhotoHash>,
    /// Whether the photo must still lie on the tablet.
    photo_here: bool,
}

impl World {
    /// Before anything has happened.
    pub(crate) fn new(plan: &Plan) -> Result<Self> {
        // Anything but a step's own number.
        chance::begin(plan.seed ^ 0x5eed);
        accounts::world(plan)
    }

    /// One step.
    pub(crate) fn step(&mut self, step: Step) -> Result<()> {
        if self.is_about_nobody(step) {
            return Ok(());
        }
        chance::begin(step.seed);
        self.deliver_late()?;
        let now = self.now;
        match step.kind {
            Kind::Shift(seat) => self.shift(seat)?,
            Kind::Sync(seat) => self.sync_somehow(seat)?,
            Kind::BackUp => {
                self.office.borrow().plan_crash(percent(20).then(|| (below(4) as u32, percent(50))));
                let done = self.office.borrow().centre()?.back_up(now).map(drop);
                let died = self.office.borrow_mut().start_if_dead(now)?;
                self.office.borrow().plan_crash(None);
                match done {
                    Err(fault) if !died => self.wrong.push(format!("back-up failed: {fault}")),
                    Ok(()) if !died => self.newcomer_is_backed_up(),
                    _ => {}
                }
                self.keep_facts()?;
                self.now += 16 * HOUR;
            }
            Kind::Checkpoint => {
                self.office.borrow().plan_crash(percent(5).then(|| (0, percent(50))));
                let done = self.office.borrow().centre()?.checkpoint(now, now);
                if !self.office.borrow_mut().start_if_dead(now)? {
                    done?;
                }
                self.office.borrow().plan_crash(None);
            }
            Kind::RestartOffice => self.office.borrow_mut().restart(now)?,
            Kind::CopyOffice => {
                self.office.borrow_mut().copy(now)?;
                self.newcomer_is_copied();
            }
            Kind::PutOfficeBack => {
                let archive_too = percent(50);
                let back = self.office.borrow_mut().put_back(archive_too, now)?;
                if back {
                    self.went_back = true;
                    self.newcomer_after(archive_too)?;
                    self.repair_accounts()?;
                    self.write_off()?;
                }
            }
            Kind::RestoreOffice => {
                // Often from a second copy that is behind what the office had.
                if percent(50) {
                    self.office.borrow().centre()?.back_up(now)?;
                    self.newcomer_is_backed_up();
                }
                self.office.borrow_mut().restore(self.plan.real, now)?;
                self.went_back = true;
                self.newcomer_after(false)?;
                self.repair_accounts()?;
                self.write_off()?;
            }
            Kind::TearArchive => self.office.borrow().tear_archive(1 + below(300))?,
            Kind::Clock(seat) => {
                let years = below(21) as i64 - 10;
                self.seat(seat)?.ahead = if percent(50) { 0 } else { years * 365 * DAY + below(100_000) as i64 };
            }
            Kind::Withdraw(seat) => self.withdraw(seat)?,
            Kind::Grant(seat) => self.grant_anew(seat)?,
            Kind::CopyTablet(seat) => self.seat(seat)?.tablet.machine().copy()?,
            Kind::PutTabletBack(seat) => {
                if self.seat(seat)?.tablet.machine().put_back()? {
                    self.write_off()?;
                }
            }
            Kind::Clone(seat) => self.clone_tablet(seat)?,
            Kind::Restart(seat) => self.seat(seat)?.tablet.restart()?,
            Kind::Move(seat) => self.move_person(seat)?,
            Kind::NewerPage(seat) => self.unreadable_page(seat)?,
            Kind::Bundle(seat) => self.carry_bundle(seat)?,
            Kind::LosePhoto => {
                self.office.borrow().lose_photo();
                self.write_off()?;
            }
            Kind::Erase => self.erase()?,
            Kind::Concern(seat) => self.concern(seat)?,
            Kind::Enrol => self.enrol()?,
            Kind::Publish => self.publish()?,
        }
        Ok(())
    }

    /// Whether a step is about a tablet that is not there: that it was cloned or enrolled was dropped from the history.
    fn is_about_nobody(&self, step: Step) -> bool {
        step.kind.seat().is_some_and(|seat| seat >= self.tablets.len())
    }

    fn seat(&mut self, seat: usize) -> Result<&mut Seat> {
        self.tablets.get_mut(seat).ok_or_else(|| anyhow::anyhow!("there is no tablet {seat}"))
    }

    fn sync_somehow(&mut self, seat: usize) -> Result<()> {
        let quality = [0, 0, 0, 10, 30, 70].get(below(6)).copied().unwrap_or_default();
        let crash = percent(10).then(|| (below(20) as u32, if percent(50) { Crash::Before } else { Crash::After }));
        self.seat(seat)?.tablet.plan(crash);
        let outcome = self.sync(seat, Quality(quality))?;
        if let Err(trouble @ (Trouble::BadAddress(_) | Trouble::NotEnrolled)) = &outcome {
            self.wrong.push(format!("a sync of tablet {seat}: {trouble}"));
        }
        self.now += MINUTE;
        let one = self.seat(seat)?;
        if one.tablet.is_dead() {
            one.tablet.restart()?;
        }
        one.tablet.plan(None);
        Ok(())
    }

    /// One sync of a tablet.
    fn sync(&mut self, seat: usize, quality: Quality) -> Result<Result<Outcome, Trouble>> {
        let Some(one) = self.tablets.get(seat) else { anyhow::bail!("there is no tablet {seat}") };
        let link = Link {
            office: &self.office,
            token: &one.token,
            now: self.now,
            quality,
            late: &self.late,
            withdrawn: one.withdrawn,
            leaked: Cell::new(0),
            portal: Cell::new(false),
        };
        let clock = self.now + one.ahead;
        let options = Options {
            photos: true,
            fetch_photos: one.leader,
            originals: &|| true,
            short_of: 0,
            is_thumbnail: &|_| false,
            thumbnailer: &|_| Vec::new(),
            stop: &AtomicBool::new(false),
            progress: &|_| {},
        };
        let outcome = sync_once(&one.tablet, &link, &|| clock, &options);
        let (leaked, portal) = (link.leaked.get(), link.portal.get());
        self.leaked += leaked;
        self.check_promise(seat)?;
        if self.seat(seat)?.tablet.believed_too_much() {
            self.wrong.push(format!("tablet {seat} took pages for arrived that it does not hold"));
        }
        if portal && self.plan.control == Some(Control::DeleteOn200) {
            self.seat(seat)?.tablet.machine().forget_photos();
        }
        Ok(outcome)
    }

    /// What a tablet believes to have arrived is at the office, unless that was put back since.
    fn check_promise(&mut self, seat: usize) -> Result<()> {
        let Some(one) = self.tablets.get(seat).filter(|one| !one.tablet.is_dead() && !self.went_back) else {
            return Ok(());
        };
        let Some(own) = one.tablet.own_book()?.filter(|own| own.arrived > 0) else { return Ok(()) };
        let hash = one.tablet.hash_at(own.book, own.arrived)?;
        let storage = self.office.borrow().storage()?;
        let reading = storage.read()?;
        let book = one.tablet.lines(one.scope)?.into_iter().find(|line| line.line == own.book).map(|line| line.book);
        let held = match (book, hash) {
            (Some(book), Some(hash)) => reading.line_of(book, Tip { number: own.arrived, hash })?.is_some(),
            _ => false,
        };
        if !held {
            self.wrong
                .push(format!("tablet {seat} takes page {} for arrived, which is not at the office", own.arrived));
        }
        Ok(())
    }

    /// After a disk was put back: what no disk holds any more is lost to the disaster, and not to us.
    fn write_off(&mut self) -> Result<()> {
        let storage = self.office.borrow().storage()?;
        let reading = storage.read()?;
        let mut kept = Vec::with_capacity(self.acked.len());
        for mut ack in std::mem::take(&mut self.acked) {
            let place = |one: &Seat| one.tablet.line_of(ack.book, ack.tip);
            let own = self.tablets.get(ack.seat).map(place).transpose()?.flatten();
            let somewhere = own.is_some()
                || reading.line_of(ack.book, ack.tip)?.is_some()
                || self.tablets.iter().any(|one| !one.tablet.is_dead() && place(one).is_ok_and(|line| line.is_some()));
            if !somewhere {
                continue;
            }
            if let Some(hash) = ack.photo {
                let one = self.tablets.get(ack.seat);
                let here =
                    one.is_some_and(|one| one.tablet.photo_info(hash).is_ok_and(|info| info.is_some_and(|i| i.here)));
                let scope = one.map_or(ScopeId(uuid::Uuid::nil()), |one| one.scope);
                let there = self.office.borrow().has_photo(scope, hash)?;
                ack.photo_here = here;
                if !here && !there {
                    ack.photo = None;
                }
            }
            kept.push(ack);
        }
        self.acked = kept;
        Ok(())
    }

    /// A second tablet from one disk.
    fn clone_tablet(&mut self, seat: usize) -> Result<()> {
        let one = self.seat(seat)?;
        let Some(machine) = one.tablet.machine().cloned()? else { return Ok(()) };
        let clone = Seat { tablet: Tablet::new(machine), device: one.device.clone(), token: one.token.clone(), ..*one };
        self.tablets.push(clone);
        Ok(())
    }

    /// What was on its way for long comes in at last; its sender has given up.
    fn deliver_late(&mut self) -> Result<()> {
        while percent(20) {
            let count = self.late.borrow().len();
            if count == 0 {
                break;
            }
            let (token, packed) = self.late.borrow_mut().swap_remove(below(count));
            let _unheard = link::exchange(&self.office.borrow(), &token, &packed, self.now);
        }
        Ok(())
    }
}

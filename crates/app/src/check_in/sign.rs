//! The tablet of the warden: the last sign of life, what is due, and the page that says that it did not come.
//!
//! Somebody may set the tablet's clock back. So the time since a sign of life is also counted by the clock that nobody sets, as
//! long as the program runs; whichever says more counts.

use crate::App;
use crate::app::held;
use crate::check_in::GRACE_MS;
use crate::contract::{CallError, CheckIn, ErrorCode, Status};
use crate::recording::rfc3339;
use crate::refusals::refuse;
use crate::words::local;
use book::{Clock, Entry, GrantId, UserId};
use record::Record;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Action, Change, Found, KnownPerson, OwnBook};
use uuid::Uuid;

/// Pages looked through for the last one that a person wrote by hand.
const LOOKED_AT: u64 = 100;
/// Nothing is to be judged before something is written.
const NEVER: i64 = i64::MAX;
/// It is being judged.
const JUDGED_NOW: i64 = NEVER - 1;
/// By less than that two clocks that are read one after the other do not tell that one was set back.
const SET_BACK_MS: i64 = 2_000;

/// The check-in of the patrol under way.
struct Watch {
    writer: KnownPerson,
    patrol: Found,
    record: Record,
    every: u32,
    /// The clock of its last sign of life.
    clock: Clock,
    due: i64,
}

/// The page of a sign of life.
#[derive(Debug, Clone, Copy)]
struct Sign {
    clock: Clock,
    wall: i64,
}

impl Watch {
    fn missed_at(&self) -> i64 {
        self.due + GRACE_MS
    }

    /// Whether it is recorded already that this one was missed. The clock of a book never goes back.
    fn is_recorded(&self) -> bool {
        self.record.rows(record::MISSED).any(|(_, row)| row.clock > self.clock)
    }
}

impl App {
    /// "I'm fine": on the page of a patrol, or of a locked tablet.
    pub(crate) fn say_fine(&self) -> Result<Status, CallError> {
        let Some(watch) = self.watch()? else {
            return Err(refuse(ErrorCode::PatrolState, "No check-in is running. One is chosen when a patrol starts."));
        };
        let now = self.now();
        let row = format!("{}{}", record::FINE, Uuid::now_v7());
        let changes = vec![Change::new(watch.patrol.id, row, json!({ "at": rfc3339(now) }))];
        self.store.write(Action { author: watch.writer.grant, changes, completes: None }, now)?;
        self.changed("patrol");
        self.session_status()
    }

    /// How the check-in stands; none if no patrol with one is under way.
    pub(crate) fn check_in(&self) -> Result<Option<CheckIn>, CallError> {
        let now = self.now();
        Ok(self.watch()?.map(|watch| CheckIn {
            every: watch.every,
            due_at: local(watch.due).to_rfc3339(),
            missed_at: local(watch.missed_at()).to_rfc3339(),
            state: match now {
                now if now < watch.due => "running",
                now if now < watch.missed_at() => "due",
                _ => "missed",
            }
            .into(),
        }))
    }

    /// Records a check-in that was missed. Asked before each command, and looks only when there may be something to judge.
    pub(crate) fn judge_check_in(&self) {
        let passed = |at: &AtomicI64, now: i64| at.load(Ordering::SeqCst) <= now;
        if !passed(&self.check_in_at, self.now()) && !passed(&self.check_in_steady, self.clock.steady()) {
            return;
        }
        for at in [&self.check_in_at, &self.check_in_steady] {
            at.store(JUDGED_NOW, Ordering::SeqCst);
        }
        let next = self.record_missed().unwrap_or_else(|refusal| {
            tracing::warn!(detail = refusal.detail, "a check-in could not be judged");
            0
        });
        let left = next.saturating_sub(self.now());
        self.check_in_steady.store(self.clock.steady().saturating_add(left), Ordering::SeqCst);
        // What was written meanwhile is judged anew.
        let _ = self.check_in_at.compare_exchange(JUDGED_NOW, next, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Whatever was written may have been a sign of life.
    pub(crate) fn judge_check_in_anew(&self) {
        self.check_in_at.store(0, Ordering::SeqCst);
    }

    /// When there is something to judge again.
    fn record_missed(&self) -> Result<i64, CallError> {
        let _alone = held(&self.writing);
        let Some(watch) = self.watch()? else { return Ok(NEVER) };
        let now = self.now();
        if now < watch.missed_at() {
            return Ok(watch.missed_at());
        }
        if !watch.is_recorded() {
            let row = format!("{}{}", record::MISSED, Uuid::now_v7());
            let changes = vec![Change::new(watch.patrol.id, row, json!({ "due": rfc3339(watch.due) }))];
            self.store.write(Action { author: watch.writer.grant, changes, completes: None }, now)?;
            tracing::info!("a check-in was missed");
            self.changed("patrol");
        }
        Ok(NEVER)
    }

    fn watch(&self) -> Result<Option<Watch>, CallError> {
        let Some(patrol) = self.patrol_under_way()? else { return Ok(None) };
        let (Some(record), Some(writer)) = (self.store.record(patrol.id)?, self.writer()?) else { return Ok(None) };
        let every = record.value(record::CHECK_IN).and_then(|every| u32::try_from(every.as_u64()?).ok());
        let Some(every) = every.filter(|every| *every > 0) else { return Ok(None) };
        let begun = record.shown(record::KIND).map(|begun| Sign { clock: begun.clock, wall: patrol.occurred });
        let last = self.last_written(&writer)?.into_iter().chain(begun).max_by_key(|sign| sign.clock);
        let Some(Sign { clock, wall }) = last else { return Ok(None) };
        let every_ms = i64::from(every) * 60_000;
        let by_wall = wall + every_ms;
        let by_steady = self.now() + every_ms - self.steady_since(writer.user, clock);
        let due = if by_steady < by_wall - SET_BACK_MS { by_steady } else { by_wall };
        // To the second, as it is recorded.
        Ok(Some(Watch { writer, patrol, record, every, clock, due: (due / 1000) * 1000 }))
    }

    /// How long ago a person's last sign of life was, by the clock that nobody sets; of one from before this start, how long
    /// the program has been running.
    fn steady_since(&self, user: UserId, clock: Clock) -> i64 {
        let mut signs = held(&self.signs);
        let seen = signs.get(&user).copied().filter(|(seen, _)| *seen == clock);
        let (_, at) = seen.unwrap_or((clock, self.wrote.load(Ordering::SeqCst)));
        signs.insert(user, (clock, at));
        self.clock.steady() - at
    }

    /// The last page that a person wrote on this tablet, sealed ones included. That a check-in was missed they did not write.
    fn last_written(&self, person: &KnownPerson) -> Result<Option<Sign>, CallError> {
        let grants = self.store.grants()?.into_iter().map(|held| held.grant);
        let grants = grants.filter(|grant| grant.user == person.user).map(|grant| grant.id()).collect();
        let books = [self.store.own_book()?, self.store.restricted_book()?];
        let mut last: Option<Sign> = None;
        for own in books.iter().flatten() {
            last = last.into_iter().chain(self.last_in(own, &grants)?).max_by_key(|sign| sign.clock);
        }
        Ok(last)
    }

    fn last_in(&self, own: &OwnBook, grants: &BTreeSet<GrantId>) -> Result<Option<Sign>, CallError> {
        let by_hand = |entry: &Entry| !entry.header.writes().any(|(_, write)| write.field.starts_with(record::MISSED));
        for number in (1..=own.tip.number).rev().take(LOOKED_AT as usize) {
            if let Some(entry) = self.store.entry(own.book, number)?
                && grants.contains(&entry.header.author)
                && by_hand(&entry)
            {
                return Ok(Some(Sign { clock: entry.header.clock, wall: entry.header.wall }));
            }
        }
        Ok(None)
    }
}

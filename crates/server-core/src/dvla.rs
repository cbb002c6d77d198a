//! The office asks the DVLA for the tablets: one question after the other, no more than its day's budget, again later where the
//! service does not answer. Each answer is an entry of the office's own book. Marks are personal: none is ever logged.

use crate::centre::{Centre, lock};
use crate::own_book::Word;
use crate::projection::Projection;
use crate::storage::{Fault, Writing};
use book::entry::MAX_REPLACES;
use book::{Entry, RecordId, ScopeId};
use record::{DVLA_ASKED, DvlaOutcome, DvlaSaid, Order, Record, Vehicle, can_be_asked};
use std::collections::{BTreeMap, BTreeSet};

/// Questions looked at in one pass.
const MOST: usize = 100;
/// A service that fails is asked again after a minute, then after twice as long each time, up to an hour.
const FIRST_REST_MS: i64 = 60_000;
const LONGEST_REST_MS: i64 = 60 * 60_000;
/// A question that got no answer for so long, since this office first tried, is answered with that.
const GIVE_UP_MS: i64 = 24 * 60 * 60_000;
const DAY_MS: i64 = 24 * 60 * 60_000;

/// The DVLA's service, over whatever it is reached by.
pub trait Dvla: Send {
    /// Asks about a mark.
    fn ask(&self, mark: &str) -> DvlaReply;
}

/// What the service says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DvlaReply {
    /// There is such a vehicle.
    Found(Vehicle),
    /// There is none.
    NotFound,
    /// It takes this for no mark.
    BadMark,
    /// It does not take the key.
    KeyRefused,
    /// It is busy, out of order or cannot be reached.
    Later,
}

/// Asks, pass after pass.
pub struct Asking {
    dvla: Option<Box<dyn Dvla>>,
    daily: u32,
    /// The day of the last question, and how many were asked on it.
    today: (i64, u32),
    failures: u32,
    rests_until: i64,
    /// When each question that waits was first tried. An office that starts again counts anew.
    tried: BTreeMap<QuestionId, i64>,
}

/// The record and the id of a question.
type QuestionId = (ScopeId, RecordId, String);

/// A question that waits for its answer.
struct Question {
    scope: ScopeId,
    record: RecordId,
    id: String,
    mark: String,
}

impl Question {
    fn key(&self) -> QuestionId {
        (self.scope, self.record, self.id.clone())
    }
}

impl Asking {
    /// With the service, or without one, at most so many questions a day.
    pub fn new(dvla: Option<Box<dyn Dvla>>, daily: u32) -> Self {
        Self { dvla, daily, today: (0, 0), failures: 0, rests_until: 0, tried: BTreeMap::new() }
    }

    /// Answers what can be answered now, and says how many those were.
    pub fn pass(&mut self, centre: &Centre, now: i64) -> Result<u32, Fault> {
        let mut answered = 0;
        let questions = centre.dvla_questions()?;
        let waits: BTreeSet<_> = questions.iter().map(Question::key).collect();
        self.tried.retain(|tried, _| waits.contains(tried));
        for question in questions {
            let since = *self.tried.entry(question.key()).or_insert(now);
            let (outcome, vehicle) = match self.answer(&question.mark, now) {
                Some(DvlaReply::Found(vehicle)) => (DvlaOutcome::Found, vehicle),
                Some(DvlaReply::NotFound) => (DvlaOutcome::NotFound, Vehicle::default()),
                Some(DvlaReply::BadMark) => (DvlaOutcome::BadMark, Vehicle::default()),
                Some(DvlaReply::KeyRefused) => (DvlaOutcome::KeyRefused, Vehicle::default()),
                None if self.dvla.is_none() => (DvlaOutcome::NoKey, Vehicle::default()),
                Some(DvlaReply::Later) | None if now - since >= GIVE_UP_MS => {
                    (DvlaOutcome::NoAnswer, Vehicle::default())
                }
                Some(DvlaReply::Later) | None => continue,
            };
            let said = DvlaSaid { mark: question.mark.clone(), outcome, vehicle };
            // An answer that cannot be kept would be asked for again and again.
            let written =
                centre.write_dvla_answer(&question, &said, now).inspect_err(|_| self.rests_until = now + FIRST_REST_MS);
            answered += u32::from(written?);
        }
        Ok(answered)
    }

    /// What the service says of a mark; nothing without a service, while it rests, and when the day's budget is spent.
    fn answer(&mut self, mark: &str, now: i64) -> Option<DvlaReply> {
        let dvla = self.dvla.as_ref()?;
        if !can_be_asked(mark) {
            return Some(DvlaReply::BadMark);
        }
        let day = now.div_euclid(DAY_MS);
        if self.today.0 != day {
            self.today = (day, 0);
        }
        if now < self.rests_until || self.today.1 >= self.daily {
            return None;
        }
        self.today.1 += 1;
        let reply = dvla.ask(mark);
        if reply == DvlaReply::Later {
            let rest = FIRST_REST_MS.saturating_mul(1 << self.failures.min(10)).min(LONGEST_REST_MS);
            self.failures += 1;
            self.rests_until = now + rest;
            tracing::warn!(failures = self.failures, "the DVLA gave no answer; it is asked again later");
        } else {
            self.failures = 0;
        }
        if reply == DvlaReply::KeyRefused {
            tracing::error!("the DVLA does not take this office's key");
        }
        Some(reply)
    }
}

impl Centre {
    /// Questions without an answer, the oldest first. Those that need none any more are forgotten.
    fn dvla_questions(&self) -> Result<Vec<Question>, Fault> {
        let (mut open, mut over) = (Vec::new(), Vec::new());
        {
            let reading = self.storage.read()?;
            for (scope, record, id) in reading.dvla_questions(MOST)? {
                match reading.record(scope, record)?.and_then(|held| asked(&held, &id)) {
                    Some(mark) => open.push(Question { scope, record, id, mark }),
                    None => over.push((scope, record, id)),
                }
            }
        }
        if !over.is_empty() {
            let mut writing = self.storage.write()?;
            for (scope, record, id) in over {
                writing.put_dvla_question(scope, record, &id, false)?;
            }
            writing.commit()?;
        }
        Ok(open)
    }

    /// Writes an answer into the office's own book, if the question still stands.
    fn write_dvla_answer(&self, question: &Question, said: &DvlaSaid, now: i64) -> Result<bool, Fault> {
        let Question { scope, record, id, .. } = question;
        let root = self.council()?.root;
        let mut writing = self.storage.write()?;
        let stands = writing.record(*scope, *record)?.and_then(|held| asked(&held, id)).is_some();
        let mut own = lock(&self.own);
        let mut next = own.clone();
        if stands {
            let mut projection = Projection::new(&root);
            let mut knows: Vec<_> = writing.orders_on(*scope, *record)?.iter().map(Order::mark).collect();
            knows.truncate(MAX_REPLACES);
            let word = Word::Dvla { record: *record, question: id.clone(), said: said.clone(), knows };
            for entry in next.write(&mut *writing, &root, *scope, &[word], now)? {
                projection.take(&*writing, *scope, &entry)?;
            }
            projection.store(&mut *writing)?;
        }
        writing.put_dvla_question(*scope, *record, id, false)?;
        writing.commit()?;
        *own = next;
        Ok(stands)
    }
}

/// The mark that a question still asks about: of what was answered, recorded by mistake or erased, nothing.
fn asked(held: &Record, id: &str) -> Option<String> {
    if held.withdrawn().is_some() || held.is_gone() || held.dvla_said(id).is_some() {
        return None;
    }
    let (_, asked, _) = held.dvla_asked().into_iter().find(|(question, ..)| *question == id)?;
    Some(asked.mark)
}

/// Keeps what an entry asks the DVLA.
pub(crate) fn note(writing: &mut dyn Writing, scope: ScopeId, entry: &Entry) -> Result<(), Fault> {
    for (record, write) in entry.header.writes() {
        if let Some(id) = write.field.strip_prefix(DVLA_ASKED) {
            writing.put_dvla_question(scope, record, id, true)?;
        }
        // What was no mistake after all asks again.
        if write.field == record::WITHDRAWN
            && let Some(held) = writing.record(scope, record)?
        {
            for (id, ..) in held.dvla_asked().into_iter().filter(|(id, ..)| held.dvla_said(id).is_none()) {
                writing.put_dvla_question(scope, record, id, true)?;
            }
        }
    }
    Ok(())
}

//! A tablet whose power goes at a chosen change, just before it is durable or just after. From then on nothing answers until
//! it is restarted.

use super::{Machine, Write};
use book::{BookId, EntryHash, GrantId, Line, Opacity, Predecessor, PublicKey, RecordId, ScopeId, SignedGrant, Tip};
use protocol::{Checkpoint, Notice, PhotoHash, Problem, Receipt, RestrictedPart, Run};
use record::Record;
use std::cell::Cell;
use std::sync::Arc;
use store::{Enrolment, NewPhoto, OwnBook, PhotoInfo, PhotoToSend, StoreError};
use sync::Notebook;

/// Where the power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// The change is not kept.
    Before,
    /// The change is kept, but nobody hears of it.
    After,
}

/// A tablet that may crash.
pub struct Tablet {
    machine: Box<dyn Machine>,
    /// After how many more changes, and where.
    plan: Cell<Option<(u32, Crash)>>,
    dead: Cell<bool>,
    believed: Cell<bool>,
}

impl Tablet {
    /// Over a machine that works.
    pub fn new(machine: Box<dyn Machine>) -> Self {
        Self { machine, plan: Cell::new(None), dead: Cell::new(false), believed: Cell::new(false) }
    }

    /// Plans a crash, or that there is none.
    pub fn plan(&self, plan: Option<(u32, Crash)>) {
        self.plan.set(plan);
    }

    /// Whether its power went.
    pub fn is_dead(&self) -> bool {
        self.dead.get()
    }

    /// Whether it ever took a page for arrived that it does not hold.
    pub fn believed_too_much(&self) -> bool {
        self.believed.get()
    }

    /// The machine itself, for what is done to it while it is off.
    pub fn machine(&mut self) -> &mut dyn Machine {
        &mut *self.machine
    }

    /// Starts it again.
    pub fn restart(&mut self) -> Result<(), StoreError> {
        self.plan.set(None);
        self.dead.set(false);
        self.machine.restart()
    }

    /// Writes one action as one page.
    pub fn write(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        self.crash_around(|| self.machine.write(author, writes, now))
    }

    /// Writes one action on one record into the restricted part, sealed.
    pub fn write_restricted(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        self.crash_around(|| self.machine.write_restricted(author, writes, now))
    }

    /// Writes a page that this build cannot read, if that can be done.
    pub fn write_unreadable(&self, why: Opacity, now: i64) -> Result<Option<EntryHash>, StoreError> {
        self.crash_around(|| self.machine.write_unreadable(why, now))
    }

    /// A record, if anything of it is held.
    pub fn record(&self, id: RecordId) -> Result<Option<Arc<Record>>, StoreError> {
        self.look(|_| self.machine.record(id))
    }

    /// The version of the catalogue that it works by, if it works by one.
    pub fn catalogue(&self) -> Result<Option<u32>, StoreError> {
        self.machine.catalogue()
    }

    fn look<T>(&self, what: impl FnOnce(&dyn Notebook) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.dead.get() { Err(StoreError::DiskFull) } else { what(self.machine.notebook()?) }
    }

    fn change<T>(&self, what: impl FnOnce(&dyn Notebook) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.crash_around(|| what(self.machine.notebook()?))
    }

    fn crash_around<T>(&self, what: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self.plan.get() {
            _ if self.dead.get() => Err(StoreError::DiskFull),
            Some((0, crash)) => {
                self.dead.set(true);
                if crash == Crash::After {
                    what()?;
                }
                Err(StoreError::DiskFull)
            }
            Some((left, crash)) => {
                self.plan.set(Some((left - 1, crash)));
                what()
            }
            None => what(),
        }
    }
}

impl Notebook for Tablet {
    fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        self.look(|store| store.enrolment())
    }

    fn lines(&self, scope: ScopeId) -> Result<Vec<Line>, StoreError> {
        self.look(|store| store.lines(scope))
    }

    fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError> {
        self.look(|store| store.line_of(book, page))
    }

    fn books_backed_up(&self) -> Result<Vec<(BookId, u64)>, StoreError> {
        self.look(|store| store.books_backed_up())
    }

    fn turn_over(&self, now: i64) -> Result<Option<Predecessor>, StoreError> {
        self.change(|store| store.turn_over(now))
    }

    fn own_book(&self) -> Result<Option<OwnBook>, StoreError> {
        self.look(|store| store.own_book())
    }

    fn hash_at(&self, book: BookId, number: u64) -> Result<Option<EntryHash>, StoreError> {
        self.look(|store| store.hash_at(book, number))
    }

    fn run(&self, book: BookId, after: u64, pages: usize, bytes: usize) -> Result<Option<Run>, StoreError> {
        self.look(|store| store.run(book, after, pages, bytes))
    }

    fn receive(&self, scope: ScopeId, runs: &[Run], now: i64) -> Result<Vec<(BookId, Problem)>, StoreError> {
        self.change(|store| store.receive(scope, runs, now))
    }

    fn keep_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError> {
        self.change(|store| {
            store.keep_receipts(receipts)?;
            let too_much = store.own_book()?.is_some_and(|own| own.arrived.max(own.backed_up) > own.tip.number);
            self.believed.set(self.believed.get() || too_much);
            Ok(())
        })
    }

    fn notice_at(&self) -> Result<i64, StoreError> {
        self.look(|store| store.notice_at())
    }

    fn keep_notice(&self, notice: &Notice) -> Result<(), StoreError> {
        self.change(|store| store.keep_notice(notice))
    }

    fn grants(&self) -> Result<Vec<SignedGrant>, StoreError> {
        self.look(|store| store.grants())
    }

    fn keep_grants(&self, grants: &[SignedGrant]) -> Result<(), StoreError> {
        self.change(|store| store.keep_grants(grants))
    }

    fn device_key(&self) -> Result<Option<PublicKey>, StoreError> {
        self.look(|store| store.device_key())
    }

    fn restricted_part(&self) -> Result<Option<RestrictedPart>, StoreError> {
        self.look(|store| store.restricted_part())
    }

    fn keep_restricted(&self, part: &RestrictedPart) -> Result<(), StoreError> {
        self.change(|store| store.keep_restricted(part))
    }

    fn restricted_book(&self) -> Result<Option<OwnBook>, StoreError> {
        self.look(|store| store.restricted_book())
    }

    fn checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, StoreError> {
        self.look(|store| store.checkpoint(scope))
    }

    fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.change(|store| store.keep_checkpoint(checkpoint))
    }

    fn book_code(&self, book: BookId) -> Result<Option<String>, StoreError> {
        self.look(|store| store.book_code(book))
    }

    fn clock_was_compared(&self, ahead_ms: i64) -> Result<(), StoreError> {
        self.change(|store| store.clock_was_compared(ahead_ms))
    }

    fn photos_asked_about_at(&self) -> Result<Option<i64>, StoreError> {
        self.look(|store| store.photos_asked_about_at())
    }

    fn photos_were_asked_about(&self, at: i64) -> Result<(), StoreError> {
        self.change(|store| store.photos_were_asked_about(at))
    }

    fn photos_to_send(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        self.look(|store| store.photos_to_send())
    }

    fn photos_to_ask(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.look(|store| store.photos_to_ask(most))
    }

    fn photos_held(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.look(|store| store.photos_held(most))
    }

    fn photos_to_fetch(&self, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        self.look(|store| store.photos_to_fetch(most))
    }

    fn photo_info(&self, hash: PhotoHash) -> Result<Option<PhotoInfo>, StoreError> {
        self.look(|store| store.photo_info(hash))
    }

    fn photo_bytes(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        self.look(|store| store.photo_bytes(hash))
    }

    fn add_photo(&self, photo: NewPhoto<'_>) -> Result<PhotoHash, StoreError> {
        self.change(|store| store.add_photo(photo))
    }

    fn photo_progress(&self, hash: PhotoHash, sent: u64, trouble: Option<&str>) -> Result<(), StoreError> {
        self.change(|store| store.photo_progress(hash, sent, trouble))
    }
}

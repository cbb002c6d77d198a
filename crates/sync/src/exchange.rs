//! One sync: exchanges until both sides hold the same books, then photos. `docs/sync.md` tells it step by step.

use crate::checkpoint::Word;
use crate::sending::{Learned, Theirs, own_pages, pages_lacking};
use crate::{Notebook, Office, Outcome, Problem, Progress, Trouble};
use book::{BookId, Line, Malformed, PublicKey, ScopeId};
use protocol::message::grants_digest;
use protocol::{
    PhotoHash, Promise, Receipt, Reply, Request, RestrictedPart, Run, ScopeState, Subject, Tips, limits, pack, unpack,
};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use store::OwnBook;

/// Photos asked about in one sync at most; those further on follow in later ones, as these are backed up.
const ASKED: usize = 20_000;
/// Once a day the office is asked about backed-up photos and sealed pages too: it may have been put back to an earlier state.
const ASK_ALL_MS: i64 = 24 * 60 * 60 * 1_000;
/// Exchanges in a row that may change nothing.
const STALLED: u32 = 2;

/// How to run a sync.
pub struct Options<'a> {
    /// Whether photos are sent, and asked about.
    pub photos: bool,
    /// Whether the photos of others are fetched (a leader's tablet).
    pub fetch_photos: bool,
    /// Whether originals may travel now, either way: asked before each.
    pub originals: &'a dyn Fn() -> bool,
    /// Bytes that the disk is short of; originals that are *backed up* then leave before their days are over.
    pub short_of: u64,
    /// Whether bytes that the office calls a thumbnail are one.
    pub is_thumbnail: &'a dyn Fn(&[u8]) -> bool,
    /// Draws a small picture of a fetched photo for lists.
    pub thumbnailer: &'a dyn Fn(&[u8]) -> Vec<u8>,
    /// When it becomes true, the sync ends at the next step.
    pub stop: &'a AtomicBool,
    /// Told how far it is.
    pub progress: &'a dyn Fn(Progress<'_>),
}

/// Runs one whole sync. `now` gives milliseconds since 1970. If it ends in trouble, everything up to there stands.
pub fn sync_once(
    store: &dyn Notebook,
    office: &dyn Office,
    now: &dyn Fn() -> i64,
    options: &Options<'_>,
) -> Result<Outcome, Trouble> {
    let enrolment = store.enrolment()?.ok_or(Trouble::NotEnrolled)?;
    let (root, scope) = (enrolment.root, enrolment.scope);
    // A day is counted from beginning to beginning: one that is synced each day at the same time is asked about each day.
    let began = now();
    let mut sync = Sync {
        store,
        office,
        now,
        options,
        root,
        scope,
        comparing: scope,
        restricted_agrees: false,
        daily: false,
        outcome: Outcome::default(),
    };
    let wanted = sync.books(Books { scope, restricted: false, reads: true })?;
    sync.restricted()?;
    if sync.daily {
        store.photos_were_asked_about(began)?;
    }
    if options.photos {
        sync.note_lacking(&wanted)?;
        sync.thumbnails()?;
        sync.fetch_asked_for()?;
        sync.send_photos(&wanted)?;
    }
    if options.fetch_photos {
        sync.fetch_photos()?;
    }
    if options.photos {
        sync.let_originals_go()?;
    }
    Ok(sync.outcome)
}

/// What the office answered about photos.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    /// Those that it lacks.
    pub(crate) lacking: BTreeSet<PhotoHash>,
    /// Those that it signed for as *backed up*, in these answers.
    pub(crate) backed_up: BTreeSet<PhotoHash>,
}

/// A running sync.
pub(crate) struct Sync<'a> {
    pub(crate) store: &'a dyn Notebook,
    pub(crate) office: &'a dyn Office,
    pub(crate) now: &'a dyn Fn() -> i64,
    pub(crate) options: &'a Options<'a>,
    pub(crate) scope: ScopeId,
    /// The scope of which books are compared now: the team's, or its restricted part.
    pub(crate) comparing: ScopeId,
    /// Whether the office's first reply showed that it holds the same of the restricted part.
    restricted_agrees: bool,
    pub(crate) outcome: Outcome,
    /// Whether this sync asks about all that the office has signed for, as once a day.
    pub(crate) daily: bool,
    root: PublicKey,
}

/// The books of one scope that are to be compared.
#[derive(Clone, Copy)]
struct Books {
    scope: ScopeId,
    restricted: bool,
    /// Whether the tablet may read them. One that may not only sends its own.
    reads: bool,
}

impl Sync<'_> {
    /// The restricted part, where there is something to send or to fetch. Of a reader's tablet the first request has told
    /// whether there is; one that may only send asks once a day, since an office that was put back tells nobody.
    fn restricted(&mut self) -> Result<(), Trouble> {
        let Some(part) = self.store.restricted_part()? else { return Ok(()) };
        let reads = part.secret.is_some();
        let own = self.store.restricted_book()?;
        let nothing_to_ask = if reads { self.restricted_agrees } else { own.is_none() || !self.daily };
        if own.is_none_or(|own| own.arrived >= own.tip.number) && nothing_to_ask {
            return Ok(());
        }
        let converged = self.outcome.converged;
        self.books(Books { scope: part.scope, restricted: true, reads })?;
        let arrived = self.store.restricted_book()?.is_none_or(|own| own.arrived >= own.tip.number);
        self.outcome.converged = converged && if reads { self.outcome.converged } else { arrived };
        self.comparing = self.scope;
        Ok(())
    }

    fn own_book(&self, books: Books) -> Result<Option<OwnBook>, Trouble> {
        Ok(if books.restricted { self.store.restricted_book()? } else { self.store.own_book()? })
    }

    /// What the tablet holds of the restricted part, to be compared with the first request of a sync.
    fn restricted_state(&self, books: Books) -> Result<Option<ScopeState>, Trouble> {
        if books.restricted || self.outcome.exchanges > 0 {
            return Ok(None);
        }
        let Some(part) = self.store.restricted_part()?.filter(|part| part.secret.is_some()) else { return Ok(None) };
        let tips: Tips = self.store.lines(part.scope)?.iter().collect();
        Ok(Some(ScopeState { scope: part.scope, digest: tips.digest(), tips: None }))
    }

    /// When the kept checkpoints of the scopes in a request were signed, or one that has come in this sync.
    fn checkpoints(
        &self,
        scope: ScopeId,
        beside: Option<&ScopeState>,
        word: &Word,
    ) -> Result<Vec<(ScopeId, i64)>, Trouble> {
        let mut kept = Vec::new();
        for scope in std::iter::once(scope).chain(beside.map(|state| state.scope)) {
            let at = self.store.checkpoint(scope)?.map(|kept| kept.at);
            kept.extend(at.max(word.signed_at(scope)).map(|at| (scope, at)));
        }
        Ok(kept)
    }

    /// Exchanges until the digests agree, or nothing moves. Gives the photos that the office lacks. What the office showed is held
    /// against its word also where the link was cut then.
    fn books(&mut self, books: Books) -> Result<Vec<PhotoHash>, Trouble> {
        let mut word = Word::default();
        let wanted = self.rounds(books, &mut word);
        let compared = self.compare_with_checkpoint(books.scope, word);
        let wanted = wanted?;
        compared?;
        Ok(wanted)
    }

    fn rounds(&mut self, books: Books, word: &mut Word) -> Result<Vec<PhotoHash>, Trouble> {
        let scope = books.scope;
        self.comparing = scope;
        let now = (self.now)();
        let asked_all_at = self.store.photos_asked_about_at()?;
        let photos = self.options.photos && !books.restricted;
        let ask_all = asked_all_at.is_none_or(|at| now < at || now - at >= ASK_ALL_MS);
        if !books.restricted {
            self.daily = photos && ask_all;
        }
        let to_ask = match photos {
            false => Vec::new(),
            true if ask_all => self.store.photos_held(ASKED)?,
            true => self.store.photos_to_ask(ASKED)?,
        };
        let mut to_ask = to_ask.chunks(limits::PHOTOS);
        let mut wanted = Vec::new();
        let mut theirs: Option<Theirs> = None;
        let mut sends_only = !books.reads;
        // Whether the office was asked for the tips of all that is held here. What it told before was of the own books alone.
        let mut named = false;
        let mut learned = Learned::default();
        let mut before = None;
        let mut stalled = 0;
        for _ in 0..limits::ROUNDS {
            let lines = self.store.lines(scope)?;
            let own = self.own_book(books)?;
            let sending = match &theirs {
                None => own_pages(self.store, own.filter(|own| !learned.shut.contains(&own.book)))?,
                Some(theirs) if sends_only && !named => {
                    pages_lacking(self.store, (own, &self.root), &self.own_lines(&lines)?, theirs, &learned)?
                }
                Some(theirs) => pages_lacking(self.store, (own, &self.root), &lines, theirs, &learned)?,
            };
            let of_all = named || !sends_only;
            named = theirs.is_some();
            let tips: Tips = lines.iter().collect();
            let state = ScopeState { scope, digest: tips.digest(), tips: named.then_some(tips) };
            let beside = self.restricted_state(books)?;
            let request = Request {
                scopes: std::iter::once(state).chain(beside.clone()).collect(),
                backed_up: self.store.books_backed_up()?,
                tablet: self.store.tablet_state(if books.restricted { 0 } else { sent_up_to(own, &sending.runs) })?,
                runs: sending.runs.clone(),
                photos: to_ask.next().unwrap_or_default().to_vec(),
                checkpoints: self.checkpoints(scope, beside.as_ref(), word)?,
                ..self.request()?
            };
            let reply = self.call(&request)?;
            word.take(scope, &reply, &lines);
            if let Some(beside) = beside {
                self.restricted_agrees |=
                    reply.scopes.iter().any(|state| (state.scope, state.digest) == (beside.scope, beside.digest));
                // Where they disagree the books of that scope are compared by themselves.
                if self.restricted_agrees {
                    let mut word = Word::default();
                    word.take(beside.scope, &reply, &self.store.lines(beside.scope)?);
                    self.compare_with_checkpoint(beside.scope, word)?;
                }
            }

            wanted.extend(reply.wanted.iter().map(|(hash, _)| *hash));
            if named {
                let brought = reply.runs.iter().map(|run| run.book);
                for (book, page) in learned.take_reply(&sending, reply.refused, brought, reply.more) {
                    self.problem(Problem::NotTaken { book, page });
                }
            }
            let held = self.store.lines(scope)?;
            self.tell_of_branches(&lines, &held);
            let own = self.own_book(books)?;
            let of_scope = |states: Vec<ScopeState>| states.into_iter().find(|state| state.scope == scope);
            let (of_all_books, of_own) = (of_scope(reply.scopes), of_scope(reply.own));
            sends_only = of_all_books.is_none();
            if sends_only && !books.restricted {
                self.problem(Problem::NoPart);
            }
            let tips: Tips = held.iter().collect();
            let digest = tips.digest();
            let state = of_all_books.or(of_own);
            let office_digest = state.as_ref().map(|state| state.digest);
            let shown = state.and_then(|state| state.tips);
            // To a tablet that may only send it is enough that the office holds all that it has itself.
            let agreed =
                office_digest == Some(digest) || sends_only && holds_all(shown.as_ref(), &reply.receipts, &tips);
            self.outcome.converged = agreed && !sends_only;
            let only_of = sends_only.then(|| self.own_books()).transpose()?;
            theirs = shown.filter(|_| !agreed).map(|tips| Theirs { tips, only_of });

            let signed_for = own.is_none_or(|own| own.arrived >= own.tip.number || learned.shut.contains(&own.book));
            let asked_all = to_ask.len() == 0;
            if asked_all && signed_for && (agreed || office_digest.is_none()) {
                break;
            }
            let quiet =
                named && of_all && !sending.unclear && request.runs.is_empty() && reply.runs.is_empty() && signed_for;
            let after = Some((digest, office_digest, own, to_ask.len(), learned.shared.clone()));
            stalled = if before == after { stalled + 1 } else { 0 };
            before = after;
            if asked_all && (quiet || stalled >= STALLED) {
                break;
            }
        }
        Ok(wanted)
    }

    /// The books of this tablet's key.
    fn own_books(&self) -> Result<BTreeSet<BookId>, Trouble> {
        Ok(self.store.books_backed_up()?.into_iter().map(|(book, _)| book).collect())
    }

    /// Those of these lines that are of its own books.
    fn own_lines(&self, lines: &[Line]) -> Result<Vec<Line>, Trouble> {
        let own = self.own_books()?;
        Ok(lines.iter().filter(|line| own.contains(&line.book)).copied().collect())
    }

    /// What every request says.
    fn request(&self) -> Result<Request, Trouble> {
        let grants = grants_digest(&self.store.grants()?);
        // A leader's tablet is told of the team's, once in a sync.
        let asks_for_tablets = self.options.fetch_photos && self.outcome.exchanges == 0;
        let tablet = self.store.tablet_state(0)?;
        Ok(Request {
            asks_for_tablets,
            tablet,
            device_time: (self.now)(),
            grants,
            notice: self.store.notice_at()?,
            restricted: self.store.restricted_part()?.map_or(0, |part| part.at),
            ..Request::default()
        })
    }

    /// Asks what the office holds of these photos, in stretches.
    pub(crate) fn ask(&mut self, photos: &[PhotoHash]) -> Result<Answered, Trouble> {
        let mut answered = Answered::default();
        for stretch in photos.chunks(limits::PHOTOS) {
            let request =
                Request { backed_up: self.store.books_backed_up()?, photos: stretch.to_vec(), ..self.request()? };
            let reply = self.call(&request)?;
            answered.lacking.extend(reply.wanted.into_iter().map(|(hash, _)| hash));
            answered.backed_up.extend(reply.receipts.iter().filter_map(|receipt| match receipt.subject {
                Subject::Photo(hash, _) if receipt.promise == Promise::BackedUp => Some(hash),
                _ => None,
            }));
        }
        Ok(answered)
    }

    /// One exchange. Every signature of the reply is verified against the pinned root before anything of it is kept.
    fn call(&mut self, request: &Request) -> Result<Reply, Trouble> {
        self.check_stop()?;
        let sent_at = request.device_time;
        let answer = self.office.exchange(&pack(&request.encode()))?;
        let reply = Reply::decode(&unpack(&answer)?).map_err(Trouble::BadReply)?;
        let key = self.store.device_key()?;
        let signed = reply.receipts.iter().all(|receipt| receipt.verifies(&self.root))
            && reply.grants.iter().all(|grant| grant.verifies(&self.root))
            && reply.notice.iter().all(|notice| notice.verifies(&self.root))
            && reply.restricted.iter().all(|part| key.is_none_or(|key| part.verifies(&self.root, &key)))
            && reply.checkpoints.iter().all(|checkpoint| checkpoint.verifies(&self.root));
        if !signed {
            return Err(Trouble::NotTheOffice);
        }
        (self.options.progress)(Progress::Reached);
        self.outcome.exchanges += 1;
        self.keep(sent_at, &reply)?;
        self.outcome.pages_sent += request.runs.iter().map(|run| run.entries.len() as u64).sum::<u64>();
        let (sent, received) = (self.outcome.pages_sent, self.outcome.pages_received);
        (self.options.progress)(Progress::Pages { sent, received });
        Ok(reply)
    }

    fn keep(&mut self, sent_at: i64, reply: &Reply) -> Result<(), Trouble> {
        let now = (self.now)();
        // The first exchange compares the clocks: the office's time belongs to the middle of the round trip.
        if self.outcome.exchanges == 1 && now >= sent_at {
            self.store.clock_was_compared(sent_at + (now - sent_at) / 2 - reply.office_time)?;
        }
        if !reply.grants.is_empty() {
            self.store.keep_grants(&reply.grants)?;
        }
        if let Some(notice) = &reply.notice {
            self.store.keep_notice(notice)?;
        }
        if let Some(part) = &reply.restricted {
            self.store.keep_restricted(part)?;
        }
        if !reply.runs.is_empty() {
            let problems = self.store.receive(self.comparing, &reply.runs, now)?;
            let whole = reply.runs.iter().filter(|run| problems.iter().all(|(book, _)| *book != run.book));
            self.outcome.pages_received += whole.map(|run| run.entries.len() as u64).sum::<u64>();
            // What begins after a gap comes again, from where the tips say.
            for (book, why) in problems.into_iter().filter(|(_, why)| !matches!(why, protocol::Problem::Gap(_))) {
                self.problem(Problem::NotKept { book, why });
            }
        }
        if !reply.receipts.is_empty() {
            self.store.keep_receipts(&reply.receipts)?;
        }
        if let Some(tablets) = &reply.tablets {
            self.store.keep_tablets(reply.office_time, tablets)?;
        }
        if let Some(before) = self.store.turn_over(now)? {
            self.problem(Problem::Fork { book: before.book, page: before.tip.number + 1, own: true });
        }
        Ok(())
    }

    /// Branches that were not held before this exchange, of books that others write.
    fn tell_of_branches(&mut self, before: &[Line], held: &[Line]) {
        let new = held.iter().filter(|line| before.iter().all(|known| known.line != line.line));
        for (line, base) in new.filter_map(|line| Some((line, line.base?))) {
            let fork = Problem::Fork { book: line.book, page: base.tip.number + 1, own: false };
            if !self.outcome.problems.contains(&Problem::Fork { own: true, book: line.book, page: base.tip.number + 1 })
            {
                self.problem(fork);
            }
        }
    }

    /// Adds a problem once.
    pub(crate) fn problem(&mut self, problem: Problem) {
        let problem = match problem.book().is_some_and(|book| self.is_restricted(book)) {
            true => {
                tracing::warn!(?problem, "a problem with a book of the restricted part");
                Problem::Unsaid
            }
            false => problem,
        };
        if !self.outcome.problems.contains(&problem) {
            (self.options.progress)(Progress::Problem(&problem));
            self.outcome.problems.push(problem);
        }
    }

    /// Whether a book is one of the restricted part. If that cannot be told, it is.
    fn is_restricted(&self, book: BookId) -> bool {
        let held =
            |part: RestrictedPart| self.store.lines(part.scope).map(|lines| lines.iter().any(|l| l.book == book));
        let part = self.store.restricted_part();
        self.comparing != self.scope || part.and_then(|part| part.map_or(Ok(false), held)).unwrap_or(true)
    }

    pub(crate) fn check_stop(&self) -> Result<(), Trouble> {
        if self.options.stop.load(Ordering::Relaxed) { Err(Trouble::Stopped) } else { Ok(()) }
    }
}

/// Whether each of these tips is shown, or named by a receipt.
fn holds_all(shown: Option<&Tips>, receipts: &[Receipt], tips: &Tips) -> bool {
    let named = |book, tip| receipts.iter().any(|receipt| receipt.subject == Subject::Book(book, tip));
    tips.iter().all(|(book, tip)| shown.is_some_and(|shown| shown.has(*book, *tip)) || named(*book, *tip))
}

/// The last page of the tablet's own book that runs carry; 0 if they carry none.
fn sent_up_to(own: Option<OwnBook>, runs: &[Run]) -> u64 {
    let ours = runs.iter().filter(|run| own.is_some_and(|own| own.book == run.book));
    ours.map(|run| (run.first + run.entries.len() as u64).saturating_sub(1)).max().unwrap_or_default()
}

/// An answer that cannot be true.
pub(crate) fn untrue(what: &'static str) -> Trouble {
    Trouble::BadReply(Malformed::NotCanonical(what))
}

//! Taking runs: verified before any transaction, then stored, judged and added up in one.

use crate::centre::{Centre, lock};
use crate::deputy::Namings;
use crate::dvla;
use crate::erase::{self, Came};
use crate::own_book::{OwnBooks, Word};
use crate::policy::{self, Reason};
use crate::projection::{Projection, add_up, kept_out};
use crate::reference::{self, Arrived};
use crate::registers::Registers;
use crate::storage::{Fault, Reading, Writing};
use book::{BookId, Broken, Chain, Content, Entry, EntryHash, Page, PublicKey, RecordId, ScopeId, SecretKey, Tip};
use protocol::{Problem, Run, Verified, verify_run};
use record::{Decision, Edition, Erasure, Verdict};
use std::collections::btree_map::Entry as Place;
use std::collections::{BTreeMap, BTreeSet};

/// Another request may have moved a book between verification and transaction; then verification is repeated.
const TRIES: usize = 8;

/// New pages of one line, verified.
#[derive(Clone)]
pub(crate) struct Staged {
    /// The line with its tip at the last of them.
    pub(crate) chain: Chain,
    /// Its last page held before; none if the line is new.
    pub(crate) held: Option<Tip>,
    /// They.
    pub(crate) pages: Vec<Page>,
}

/// Staged lines by their ids.
pub(crate) type Lines = BTreeMap<BookId, Staged>;

/// What became of a request's runs.
#[derive(Default)]
pub(crate) struct Taken {
    /// The lines of which something came that is held, whether new or not.
    pub(crate) lines: BTreeSet<BookId>,
    /// Books that could not be taken, and the page at which it stopped.
    pub(crate) refused: Vec<(BookId, u64)>,
    /// How many pages were new.
    pub(crate) new: u64,
}

impl Centre {
    /// Takes what can be taken of `runs`, in scopes for which `may` holds.
    pub(crate) fn take(&self, runs: &[Run], may: &dyn Fn(ScopeId) -> bool, now: i64) -> Result<Taken, Fault> {
        let root = self.council()?.root;
        for _ in 0..TRIES {
            let (staged, refused) = stage(&*self.storage.read()?, &root.public(), runs, may)?;
            let new = staged.values().map(|one| one.pages.len() as u64).sum();
            let taken = Taken { lines: staged.keys().copied().collect(), refused, new };
            if staged.values().all(|one| one.pages.is_empty()) || self.keep(&root, &staged, true, now)? {
                return Ok(taken);
            }
        }
        Err(Fault::Damaged("a book kept moving while its pages were taken".into()))
    }

    /// Stores verified pages in one transaction; false if a book has moved since they were verified.
    /// `fresh`: they come from a tablet now, and not out of the second copy.
    pub(crate) fn keep(&self, root: &SecretKey, staged: &Lines, fresh: bool, now: i64) -> Result<bool, Fault> {
        let mut writing = self.storage.write()?;
        for (line, one) in staged {
            if writing.line(*line)?.map(|held| held.tip) != one.held {
                return Ok(false);
            }
        }
        let mut own = lock(&self.own);
        let mut next = own.clone();
        let came = erasures(root, staged);
        erase::note(&mut *writing, &came)?;
        let (staged, late) = stripped(&mut *writing, staged)?;
        for one in staged.values().filter(|one| !one.pages.is_empty()) {
            writing.append(&one.chain, &one.pages)?;
        }
        settle(&mut *writing, root, &mut Registers::new(self, &staged), &staged, &mut next, fresh, now)?;
        say_late(&mut *writing, root, late, &mut next, now)?;
        erase::apply(&mut *writing, root, &came)?;
        writing.commit()?;
        *own = next;
        Ok(true)
    }
}

/// The erasures that came in books of the office's own.
fn erasures(root: &SecretKey, staged: &Lines) -> Came {
    let own = staged.values().filter(|one| one.chain.opening.device_key == root.public());
    let entries = own.flat_map(|one| one.pages.iter().filter_map(Page::entry).map(|entry| (&one.chain, entry)));
    let read = |(chain, entry): (&Chain, &Entry)| {
        let scope = chain.opening.scope;
        Erasure::read(entry).into_iter().map(move |erasure| (scope, erasure))
    };
    entries.flat_map(read).collect()
}

type Late = BTreeMap<ScopeId, Vec<Word>>;

/// The pages as orders leave them, and the orders that follow for those that come too late to be named by one.
fn stripped(writing: &mut dyn Writing, staged: &Lines) -> Result<(Lines, Late), Fault> {
    let (mut left, mut late) = (staged.clone(), Late::new());
    for one in left.values_mut() {
        let scope = one.chain.opening.scope;
        let mut pages = Vec::with_capacity(one.pages.len());
        for page in std::mem::take(&mut one.pages) {
            let mut page = erase::without(&*writing, &page)?.unwrap_or(page);
            // Also of the office's own: one that was put back may have ordered what a page of its did not know of.
            let new = page.entry().map_or(Ok(Vec::new()), |entry| erase::late(writing, &one.chain, entry))?;
            for erasure in new {
                let goes = |record: RecordId, field: &str| {
                    record == erasure.order.record
                        && erasure.gone.iter().flat_map(|gone| &gone.fields).any(|gone| gone == field)
                };
                page = page.erase(goes);
                late.entry(scope).or_default().push(Word::Erasure(erasure));
            }
            pages.push(page);
        }
        one.pages = pages;
    }
    Ok((left, late))
}

/// Orders, in the office's own books, what was just stripped.
fn say_late(
    writing: &mut dyn Writing,
    root: &SecretKey,
    late: Late,
    own: &mut OwnBooks,
    now: i64,
) -> Result<(), Fault> {
    let mut projection = Projection::new(root);
    for (scope, words) in late {
        tracing::info!(scope = %scope, pages = words.len(), "pages that came late were erased by an earlier order");
        for entry in own.write(writing, root, scope, &words, now)? {
            projection.take(writing, scope, &entry)?;
            let erasures = Erasure::read(&entry).into_iter();
            erase::note(writing, &erasures.map(|erasure| (scope, erasure)).collect())?;
        }
    }
    projection.store(writing)
}

/// Verdicts that came are applied first, then new entries are judged and added up.
fn settle(
    writing: &mut dyn Writing,
    root: &SecretKey,
    registers: &mut Registers<'_>,
    staged: &Lines,
    own: &mut OwnBooks,
    fresh: bool,
    now: i64,
) -> Result<(), Fault> {
    let is_own = |one: &&Staged| one.chain.opening.device_key == root.public();
    let mut anew = BTreeSet::new();
    let mut projection = Projection::new(root);
    let mut namings = Namings::default();
    for one in staged.values().filter(is_own) {
        let scope = one.chain.opening.scope;
        for entry in one.pages.iter().filter_map(Page::entry) {
            if let Some(edition) = Edition::read(entry) {
                writing.put_edition(scope, &edition, entry.header.clock)?;
                continue;
            }
            projection.take(writing, scope, entry)?;
            reference::keep(writing, entry)?;
            for verdict in Verdict::read(entry) {
                // About a page that comes later it is enough to know it: nothing of that page has been counted.
                let page = Tip { number: verdict.page, hash: verdict.entry };
                if !writing.has_verdict(scope, verdict.entry)? && writing.holds(verdict.book, page)? {
                    anew.insert(scope);
                }
                writing.put_verdict(scope, &verdict)?;
            }
        }
    }
    let mut verdicts: BTreeMap<ScopeId, Vec<Verdict>> = BTreeMap::new();
    let mut grants = BTreeMap::new();
    let mut arrived = Arrived::default();
    for one in staged.values().filter(|one| !is_own(one)) {
        let (scope, key) = (one.chain.opening.scope, one.chain.opening.device_key);
        for page in one.pages.iter().filter(|page| page.number() > 1) {
            let hash = page.hash();
            if writing.has_verdict(scope, hash)? {
                if let Page::Entry(entry) = page
                    && !kept_out(writing, scope, entry)?
                {
                    namings.note(&*writing, scope, entry)?;
                    projection.take(writing, scope, entry)?;
                    dvla::note(writing, scope, entry)?;
                }
                continue;
            }
            let reason = match page {
                Page::Opaque(opaque) => Some(Reason::of(opaque.why)),
                Page::Entry(entry) => {
                    let grant = match grants.entry(entry.header.author) {
                        Place::Occupied(known) => known.into_mut(),
                        Place::Vacant(free) => free.insert(writing.grant(entry.header.author)?),
                    };
                    let opened = projection.open(writing, scope, entry)?;
                    let said = opened.as_ref().map(|opened| &opened.entry);
                    let reason = policy::judge(entry, said, &key, scope, grant.as_ref(), fresh.then_some(now));
                    let reason = match reason {
                        None if fresh && registers.keep_out(writing, scope, entry, grant.as_ref())? => {
                            Some(Reason::NotAllowed)
                        }
                        reason => reason,
                    };
                    if reason.is_none() {
                        if fresh {
                            arrived.note(scope, entry);
                        }
                        namings.note(&*writing, scope, entry)?;
                        projection.take(writing, scope, entry)?;
                        dvla::note(writing, scope, entry)?;
                        // What a leader decides may be about a page that was held before.
                        if !Decision::decided_by(entry).is_empty() {
                            anew.insert(scope);
                        }
                    }
                    reason
                }
            };
            if let Some(reason) = reason {
                let (book, page, reason) = (one.chain.book, page.number(), reason.word().to_owned());
                verdicts.entry(scope).or_default().push(Verdict { entry: hash, book, page, reason });
            }
        }
    }
    for (scope, new) in &verdicts {
        for verdict in new {
            writing.put_verdict(*scope, verdict)?;
        }
        let words: Vec<Word> = new.iter().cloned().map(Word::Verdict).collect();
        for entry in own.write(writing, root, *scope, &words, now)? {
            projection.take(writing, *scope, &entry)?;
        }
        tracing::info!(scope = %scope, pages = new.len(), "pages are waiting for a check");
    }
    for (scope, words) in arrived.name(writing, &projection, now)? {
        for entry in own.write(writing, root, scope, &words, now)? {
            projection.take(writing, scope, &entry)?;
        }
    }
    projection.store(writing)?;
    // A verdict may be about a page that was held, and counted, before it came.
    for scope in anew {
        add_up(writing, root, scope)?;
        namings.note_all(scope);
    }
    // What comes out of the second copy comes book by book: only when all of it is here do the namings say what they say.
    if fresh { namings.act(writing, root, now) } else { Ok(()) }
}

type Stage = (Lines, Vec<(BookId, u64)>);

/// Verifies runs against what is held. Those of the office's own books go first: the orders in them say of which pages
/// values may be missing.
pub(crate) fn stage(
    reading: &dyn Reading,
    root: &PublicKey,
    runs: &[Run],
    may: &dyn Fn(ScopeId) -> bool,
) -> Result<Stage, Fault> {
    let mut staged = Lines::new();
    let mut refused = Vec::new();
    let mut ordered = BTreeSet::new();
    let mut of_office = Vec::with_capacity(runs.len());
    for run in runs {
        of_office.push((!is_own(reading, root, run)?, run));
    }
    of_office.sort_by_key(|(others, _)| *others);
    for (others, run) in of_office {
        let held = held(reading, &staged, run.book)?;
        let mut fault = None;
        let hash_at = |line, number| {
            hash_of(reading, &staged, line, number).unwrap_or_else(|error| {
                fault = Some(error);
                None
            })
        };
        let verified = verify_run(&held, run, hash_at);
        if let Some(fault) = fault {
            return Err(fault);
        }
        let verified = if others {
            whole_part(reading, verified, &held, &ordered)?
        } else {
            for entry in verified.pages.iter().filter_map(Page::entry) {
                ordered.extend(Erasure::read(entry).into_iter().flat_map(named));
            }
            verified
        };
        match verified.chain {
            Some(chain) if !may(chain.opening.scope) => {
                refused.push((run.book, run.first));
                continue;
            }
            Some(chain) => {
                let before = held.iter().find(|before| before.line == chain.line).map(|before| before.tip);
                let new = || Staged { chain: chain.clone(), held: before, pages: Vec::new() };
                let one = staged.entry(chain.line).or_insert_with(new);
                one.pages.extend(verified.pages);
                one.chain = chain;
            }
            None => {}
        }
        if let Some(page) = verified.problem.as_ref().and_then(page) {
            tracing::warn!(book = %run.book, page, problem = ?verified.problem, "a run was not taken whole");
            refused.push((run.book, page));
        }
    }
    Ok((staged, refused))
}

/// Whether a run is of a book that the office writes.
fn is_own(reading: &dyn Reading, root: &PublicKey, run: &Run) -> Result<bool, Fault> {
    if let Some(chain) = reading.lines(run.book)?.first() {
        return Ok(chain.opening.device_key == *root);
    }
    let first = run.entries.first().filter(|_| run.first == 1);
    let opening = first.and_then(|wire| Entry::decode_wire(wire, run.book, 1, EntryHash([0; 32])).ok());
    let key = opening.and_then(|entry| match entry.header.content {
        Content::Opening(opening) => Some(opening.device_key),
        Content::Writes(_) => None,
    });
    Ok(key == Some(*root))
}

fn named(erasure: Erasure) -> impl Iterator<Item = (EntryHash, RecordId, String)> {
    let record = erasure.order.record;
    let gone = erasure.gone.into_iter();
    gone.flat_map(move |gone| gone.fields.into_iter().map(move |field| (gone.entry, record, field)))
}

/// What was verified, up to the first page of which a value is missing that no order names. Whoever holds that page whole
/// can still bring it.
fn whole_part(
    reading: &dyn Reading,
    verified: Verified,
    held: &[Chain],
    ordered: &BTreeSet<(EntryHash, RecordId, String)>,
) -> Result<Verified, Fault> {
    let mut good = 0;
    for page in &verified.pages {
        if !erase::lacks(reading, page, ordered)?.is_empty() {
            break;
        }
        good += 1;
    }
    if good == verified.pages.len() {
        return Ok(verified);
    }
    let Verified { chain, mut pages, problem } = verified;
    if let Some(page) = pages.get(good) {
        tracing::warn!(page = page.number(), "a page lacks a value that no order names, and was not taken");
    }
    pages.truncate(good);
    let chain = chain.and_then(|chain| match pages.last() {
        Some(page) => Some(Chain { tip: Tip { number: page.number(), hash: page.hash() }, ..chain }),
        None => held.iter().find(|held| held.line == chain.line).cloned(),
    });
    Ok(Verified { chain, pages, problem })
}

/// The lines of a book, those with staged pages as these leave them.
fn held(reading: &dyn Reading, staged: &Lines, book: BookId) -> Result<Vec<Chain>, Fault> {
    let mut held = reading.lines(book)?;
    for one in staged.values().filter(|one| one.chain.book == book) {
        match held.iter_mut().find(|chain| chain.line == one.chain.line) {
            Some(chain) => *chain = one.chain.clone(),
            None => held.push(one.chain.clone()),
        }
    }
    Ok(held)
}

fn hash_of(reading: &dyn Reading, staged: &Lines, line: BookId, number: u64) -> Result<Option<EntryHash>, Fault> {
    let new = staged.get(&line).into_iter().flat_map(|one| &one.pages).find(|page| page.number() == number);
    match new {
        Some(page) => Ok(Some(page.hash())),
        None => reading.hash_at(line, number),
    }
}

/// The page at which a run stopped; none for a gap, which the tips explain.
fn page(problem: &Problem) -> Option<u64> {
    match problem {
        Problem::Gap(_) => None,
        Problem::Fork(page) | Problem::Unreadable(page, _) => Some(*page),
        Problem::Broken(broken) => Some(match broken {
            Broken::Number { got, .. } => *got,
            Broken::Link(page) | Broken::Signature(page) | Broken::Body(page) | Broken::Opening(page) => *page,
        }),
    }
}

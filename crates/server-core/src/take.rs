//! Taking runs: verified before any transaction, then stored, judged and added up in one.

use crate::centre::{Centre, lock};
use crate::own_book::OwnBooks;
use crate::policy;
use crate::projection::{Projection, add_up, kept_out};
use crate::storage::{Fault, Reading, Writing};
use book::{BookId, Broken, Chain, Entry, EntryHash, ScopeId, SecretKey};
use protocol::{Problem, Run, verify_run};
use record::{Decision, Verdict};
use std::collections::btree_map::Entry as Place;
use std::collections::{BTreeMap, BTreeSet};

/// Another request may have moved a book between verification and transaction; then verification is repeated.
const TRIES: usize = 8;

/// New pages of one book, verified.
pub(crate) struct Staged {
    /// The book with its tip at the last of them.
    pub(crate) chain: Chain,
    /// Its last page held before; 0 if none.
    pub(crate) base: u64,
    /// They.
    pub(crate) entries: Vec<Entry>,
}

/// What became of a request's runs.
#[derive(Default)]
pub(crate) struct Taken {
    /// The books of which something is held, whether new or not.
    pub(crate) books: BTreeSet<BookId>,
    /// Books that could not be taken, and the page at which it stopped.
    pub(crate) refused: Vec<(BookId, u64)>,
}

impl Centre {
    /// Takes what can be taken of `runs`, in scopes for which `may` holds.
    pub(crate) fn take(&self, runs: &[Run], may: &dyn Fn(ScopeId) -> bool, now: i64) -> Result<Taken, Fault> {
        let root = self.council()?.root;
        for _ in 0..TRIES {
            let (staged, refused) = stage(&*self.storage.read()?, runs, may)?;
            let taken = Taken { books: staged.keys().copied().collect(), refused };
            if staged.values().all(|one| one.entries.is_empty()) || self.keep(&root, &staged, true, now)? {
                return Ok(taken);
            }
        }
        Err(Fault::Damaged("a book kept moving while its pages were taken".into()))
    }

    /// Stores verified pages in one transaction; false if a book has moved since they were verified.
    /// `fresh` as in [`policy::judge`].
    pub(crate) fn keep(
        &self,
        root: &SecretKey,
        staged: &BTreeMap<BookId, Staged>,
        fresh: bool,
        now: i64,
    ) -> Result<bool, Fault> {
        let mut writing = self.storage.write()?;
        for (book, one) in staged {
            if writing.book(*book)?.map_or(0, |held| held.tip.number) != one.base {
                return Ok(false);
            }
            if !one.entries.is_empty() {
                writing.append(&one.chain, &one.entries)?;
            }
        }
        let mut own = lock(&self.own);
        let mut next = own.clone();
        settle(&mut *writing, root, staged, &mut next, fresh, now)?;
        writing.commit()?;
        *own = next;
        Ok(true)
    }
}

/// Verdicts that came are applied first, then new entries are judged and added up.
fn settle(
    writing: &mut dyn Writing,
    root: &SecretKey,
    staged: &BTreeMap<BookId, Staged>,
    own: &mut OwnBooks,
    fresh: bool,
    now: i64,
) -> Result<(), Fault> {
    let is_own = |one: &&Staged| one.chain.opening.device_key == root.public();
    let mut anew = BTreeSet::new();
    let mut projection = Projection::default();
    for one in staged.values().filter(is_own) {
        let scope = one.chain.opening.scope;
        for entry in &one.entries {
            projection.take(writing, scope, entry)?;
            for verdict in Verdict::read(entry) {
                writing.put_verdict(scope, &verdict)?;
                anew.insert(scope);
            }
        }
    }
    let mut verdicts: BTreeMap<ScopeId, Vec<Verdict>> = BTreeMap::new();
    let mut grants = BTreeMap::new();
    for one in staged.values().filter(|one| !is_own(one)) {
        let (scope, key) = (one.chain.opening.scope, one.chain.opening.device_key);
        for entry in one.entries.iter().filter(|entry| entry.header.number > 1) {
            let hash = entry.hash();
            if writing.has_verdict(scope, hash)? {
                if !kept_out(writing, scope, entry)? {
                    projection.take(writing, scope, entry)?;
                }
                continue;
            }
            let grant = match grants.entry(entry.header.author) {
                Place::Occupied(known) => known.into_mut(),
                Place::Vacant(free) => free.insert(writing.grant(entry.header.author)?),
            };
            match policy::judge(entry, &key, scope, grant.as_ref(), fresh) {
                None => {
                    projection.take(writing, scope, entry)?;
                    // What a leader decides may be about a page that was held before.
                    if !Decision::decided_by(entry).is_empty() {
                        anew.insert(scope);
                    }
                }
                Some(reason) => verdicts.entry(scope).or_default().push(Verdict {
                    entry: hash,
                    book: one.chain.book,
                    page: entry.header.number,
                    reason: reason.word().to_owned(),
                }),
            }
        }
    }
    for (scope, new) in &verdicts {
        for verdict in new {
            writing.put_verdict(*scope, verdict)?;
        }
        for entry in own.write(writing, root, *scope, new, now)? {
            projection.take(writing, *scope, &entry)?;
        }
        tracing::info!(scope = %scope, pages = new.len(), "pages are waiting for a check");
    }
    projection.store(writing)?;
    // A verdict may be about a page that was held, and counted, before it came.
    anew.into_iter().try_for_each(|scope| add_up(writing, scope))
}

type Stage = (BTreeMap<BookId, Staged>, Vec<(BookId, u64)>);

/// Verifies runs against what is held.
pub(crate) fn stage(reading: &dyn Reading, runs: &[Run], may: &dyn Fn(ScopeId) -> bool) -> Result<Stage, Fault> {
    let mut staged: BTreeMap<BookId, Staged> = BTreeMap::new();
    let mut refused = Vec::new();
    for run in runs {
        let before = staged.remove(&run.book);
        let (held, base, mut entries) = match before {
            Some(one) => (Some(one.chain), one.base, one.entries),
            None => {
                let held = reading.book(run.book)?;
                let base = held.as_ref().map_or(0, |chain| chain.tip.number);
                (held, base, Vec::new())
            }
        };
        let mut fault = None;
        let hash_at = |number: u64| hash_of(reading, run.book, base, &entries, number, &mut fault);
        let verified = verify_run(held, run, hash_at);
        if let Some(fault) = fault {
            return Err(fault);
        }
        match verified.chain {
            Some(chain) if !may(chain.opening.scope) => {
                refused.push((run.book, run.first));
                continue;
            }
            Some(chain) => {
                entries.extend(verified.entries);
                staged.insert(run.book, Staged { chain, base, entries });
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

fn hash_of(
    reading: &dyn Reading,
    book: BookId,
    base: u64,
    entries: &[Entry],
    number: u64,
    fault: &mut Option<Fault>,
) -> Option<EntryHash> {
    if number > base {
        let index = usize::try_from(number - base - 1).ok()?;
        return entries.get(index).map(Entry::hash);
    }
    reading.hash_at(book, number).unwrap_or_else(|error| {
        *fault = Some(error);
        None
    })
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

//! Whether what came may be taken, as a pure function that both sides run.

use crate::message::Run;
use book::{BookId, Broken, Chain, Entry, EntryHash, Malformed, Page, PublicKey, ReadyKey, Tip};
use std::cmp::Ordering;

/// Why a run, or the rest of it, cannot be taken. What came before it in the run can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It begins after a gap; the tips will say from where to send.
    #[error("pages are missing before page {0}")]
    Gap(u64),
    /// It does not go on from what is held: this page is another than the one held.
    #[error("page {0} is another than the one held")]
    Fork(u64),
    /// A page cannot be read, not even its place and signature.
    #[error("page {0} cannot be read")]
    Unreadable(u64, #[source] Malformed),
    /// A page is not what was signed.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// What of a run can be taken.
#[derive(Debug)]
pub struct Verified {
    /// The line on which the run ends, with its tip moved to the last page taken; a new branch if the run is one. None if
    /// nothing is held and nothing could be taken.
    pub chain: Option<Chain>,
    /// The pages that are new, verified, in order.
    pub pages: Vec<Page>,
    /// Why the rest was not taken.
    pub problem: Option<Problem>,
}

/// Verifies a run against the lines `held` of its book. `hash_at` gives the hash of a held page of a line. Pages already
/// held are skipped when their hash agrees; where another page follows than the one held, a branch begins. Nothing is
/// stored here.
///
/// A page whose signature is wrong is taken, as damaged, only if a later page of the run is properly signed: by its link
/// the device vouches for the damaged page's hash. At the end of a run it is refused, so that nobody but the device can
/// take a number.
pub fn verify_run(held: &[Chain], run: &Run, hash_at: impl FnMut(BookId, u64) -> Option<EntryHash>) -> Verified {
    let pages = Vec::with_capacity(run.entries.len());
    let mut walk = Walk { held, hash_at, at: None, new: None, key: None, unsigned: Vec::new(), pages };
    let mut problem = walk.start(run).err();
    if problem.is_none() {
        problem = (run.first..).zip(&run.entries).find_map(|(number, wire)| walk.step(run.book, number, wire).err());
    }
    if let Some((_, page)) = walk.unsigned.first() {
        problem = Some(Broken::Signature(page.number()).into());
    }
    let chain = walk.new.filter(|_| !walk.pages.is_empty());
    let chain = chain.or_else(|| walk.at.map(|(line, _)| line.clone())).or_else(|| held.first().cloned());
    Verified { chain, pages: walk.pages, problem }
}

struct Walk<'a, H> {
    held: &'a [Chain],
    hash_at: H,
    /// The last page held that the run has reached, and its line; number 0 stands before the opening.
    at: Option<(&'a Chain, Tip)>,
    /// The line of the new pages, its tip at the last of them that is properly signed.
    new: Option<Chain>,
    /// The key that signs the book.
    key: Option<(PublicKey, ReadyKey)>,
    /// New pages behind that tip, none of them properly signed, with their hashes.
    unsigned: Vec<(EntryHash, Page)>,
    pages: Vec<Page>,
}

impl<H: FnMut(BookId, u64) -> Option<EntryHash>> Walk<'_, H> {
    /// Finds the page after which the run goes on.
    fn start(&mut self, run: &Run) -> Result<(), Problem> {
        let before = run.first.checked_sub(1).ok_or(Problem::Fork(0))?;
        let tip = Tip { number: before, hash: run.previous };
        if before == 0 {
            let first_line = self.held.iter().find(|chain| chain.base.is_none());
            self.at = first_line.map(|chain| (chain, tip));
            return if run.previous.0 == [0; 32] { Ok(()) } else { Err(Problem::Fork(0)) };
        }
        let reached = self.held.iter().map(|chain| chain.tip.number).max().unwrap_or(0);
        if before > reached {
            // A run without pages only asks whether the page before it is held.
            return Err(if run.entries.is_empty() { Problem::Fork(before) } else { Problem::Gap(run.first) });
        }
        let hash_at = &mut self.hash_at;
        let holds = |chain: &&Chain| {
            chain.tip == tip
                || (chain.first()..chain.tip.number).contains(&before) && hash_at(chain.line, before) == Some(tip.hash)
        };
        let line = self.held.iter().find(holds).ok_or(Problem::Fork(before))?;
        self.at = Some((line, tip));
        Ok(())
    }

    fn step(&mut self, book: BookId, number: u64, wire: &[u8]) -> Result<(), Problem> {
        let unreadable = |error| Problem::Unreadable(number, error);
        if number == 1 {
            return self.open(book, Entry::decode_wire(wire, book, number, EntryHash([0; 32])).map_err(unreadable)?);
        }
        let key = match (&self.new, self.at) {
            (Some(new), _) => new.opening.device_key,
            (None, Some((line, _))) => line.opening.device_key,
            (None, None) => return Err(Problem::Gap(number)),
        };
        let previous = match (self.unsigned.last(), &self.new, self.at) {
            (Some((hash, _)), ..) => *hash,
            (None, Some(new), _) => new.tip.hash,
            (None, None, at) => at.map_or(EntryHash([0; 32]), |(_, tip)| tip.hash),
        };
        let page = Page::decode_wire(wire, book, number, previous, &key).map_err(unreadable)?;
        let hash = page.hash();
        if self.new.is_none() {
            if self.is_held(Tip { number: page.number(), hash }) {
                return Ok(());
            }
            self.new = self.at.map(|(line, at)| if at == line.tip { line.clone() } else { line.branch(at, &page) });
        }
        let ready = match &mut self.key {
            Some((known, ready)) if *known == key => ready,
            other => &mut other.insert((key, key.ready())).1,
        };
        let (page, signed) = page.verified_as_read(ready, hash);
        self.unsigned.push((hash, page));
        if let (true, Some(new)) = (signed, &mut self.new) {
            let before = new.tip;
            let linked = self.unsigned.iter().try_for_each(|(hash, page)| new.link_as(page, *hash));
            if linked.is_err() {
                new.tip = before;
            }
            linked?;
            self.pages.extend(self.unsigned.drain(..).map(|(_, page)| page));
        }
        Ok(())
    }

    /// Takes the opening, or passes over it.
    fn open(&mut self, book: BookId, entry: Entry) -> Result<(), Problem> {
        let chain = Chain::begin(&entry)?;
        if chain.book != book {
            return Err(Broken::Opening(1).into());
        }
        match self.at {
            Some((line, _)) => self.at = Some((line, chain.tip)),
            None => {
                self.new = Some(chain);
                self.pages.push(entry.into());
            }
        }
        Ok(())
    }

    /// Goes on to the page of this number and hash if it is held: on the same line, or as the first of a branch.
    fn is_held(&mut self, tip: Tip) -> bool {
        let Some((line, at)) = self.at else { return false };
        let there = match tip.number.cmp(&line.tip.number) {
            Ordering::Less => (self.hash_at)(line.line, tip.number),
            Ordering::Equal => Some(line.tip.hash),
            Ordering::Greater => None,
        };
        if there == Some(tip.hash) {
            self.at = Some((line, tip));
            return true;
        }
        let branch = self.held.iter().find(|branch| {
            branch.line.0 == tip.hash.0 && branch.base.is_some_and(|base| (base.line, base.tip) == (line.line, at))
        });
        if let Some(branch) = branch {
            self.at = Some((branch, tip));
        }
        branch.is_some()
    }
}

//! Which pages to send: before the office's tips are known its own after the last receipt, then whatever it lacks. Any
//! book may be sent by any tablet of the team, so an office that was put back to an earlier state is filled again.
//!
//! Where both sides hold pages of a book that the other lacks, and their tips do not tell where the two part, the tablet
//! asks by runs without pages: the office refuses those that begin after a page that it does not hold. So does a tablet that
//! may only send, of a book that is not its own and of which the office does not hold the tip that the tablet named.

use crate::Trouble;
use crate::notebook::Notebook;
use book::{BookId, Content, Entry, EntryHash, Line, PublicKey};
use protocol::{Run, Tips, lacking, limits};
use std::collections::{BTreeMap, BTreeSet};
use store::OwnBook;

/// Even steps in which a stretch of a book is asked about.
const STEPS: u64 = 60;

/// The office's tips, as far as it tells them.
pub(crate) struct Theirs {
    /// They.
    pub(crate) tips: Tips,
    /// The books of which they tell how far the office holds them; none if it is all. Of others they only tell which of the
    /// tips that this tablet named the office holds.
    pub(crate) only_of: Option<BTreeSet<BookId>>,
}

/// What a sync has learned of what the office holds, beside its tips.
#[derive(Default)]
pub(crate) struct Learned {
    /// Books that it does not take any further.
    pub(crate) shut: BTreeSet<BookId>,
    /// Of lines that were asked about, the last page that it was found to hold too.
    pub(crate) shared: BTreeMap<BookId, u64>,
    /// Lines of which pages were sent since they were asked about, with the last of these pages.
    sent: BTreeMap<BookId, u64>,
    /// Books of which its last reply, which knew this tablet's tips, brought pages; none before there was such a reply.
    brought: Option<BTreeSet<BookId>>,
}

/// What goes into one request.
#[derive(Default)]
pub(crate) struct Sending {
    /// The runs, those that only ask last.
    pub(crate) runs: Vec<Run>,
    /// The lines of which pages are sent, with the last of these pages.
    lines: Vec<(BookId, u64)>,
    /// The lines asked about.
    asked: Vec<Asked>,
    /// Whether it is not clear of some line what the office lacks.
    pub(crate) unclear: bool,
}

/// A line that is asked about.
struct Asked {
    line: Line,
    /// The last page that the office is known to hold.
    least: u64,
    /// The pages asked for: each the last before a run without pages.
    pages: Vec<u64>,
}

/// The own book's pages without a receipt, as far as one page of the exchange takes them.
pub(crate) fn own_pages(store: &dyn Notebook, own: Option<OwnBook>) -> Result<Sending, Trouble> {
    let starts = own.filter(|own| own.arrived < own.tip.number).map(|own| (own.book, own.arrived));
    fill(store, starts)
}

/// What the office lacks by its own tips. First the books that the office itself wrote: what they order says of which pages
/// values may be missing, and without them no such page is taken, nor any after it. Then the tablet's own book, and all of it
/// that has no receipt.
pub(crate) fn pages_lacking(
    store: &dyn Notebook,
    (own, root): (Option<OwnBook>, &PublicKey),
    mine: &[Line],
    theirs: &Theirs,
    learned: &Learned,
) -> Result<Sending, Trouble> {
    let lacking = lacking(mine, &theirs.tips, |book, tip| store.line_of(book, tip))?;
    let by_id: BTreeMap<BookId, &Line> = mine.iter().map(|line| (line.line, line)).collect();
    let open = |id: &BookId| by_id.get(id).copied().filter(|line| !learned.shut.contains(&line.book));
    let unclear = !lacking.unclear.is_empty();
    let mut asking = Vec::new();
    let mut starts: BTreeMap<BookId, u64> = BTreeMap::new();
    for (id, after) in lacking.after {
        let Some(line) = open(&id) else { continue };
        let told = theirs.only_of.as_ref().is_none_or(|books| books.contains(&line.book));
        // What the office took of a line that was asked about only shows when it is asked again.
        match learned.shared.get(&id).filter(|_| !learned.sent.contains_key(&id)) {
            _ if told => drop(starts.insert(id, after)),
            Some(shared) => drop(starts.insert(id, after.max(*shared))),
            None => asking.push((*line, after)),
        }
    }
    for line in lacking.unclear.iter().filter_map(open) {
        // At the least the page that a branch shares, or the opening: its hash is the book's name.
        let least = line.base.map_or(1, |base| base.tip.number);
        match learned.shared.get(&line.line).map(|shared| least.max(*shared)) {
            // What was sent after that page left it unclear, so the office held all of it: the two part further on.
            Some(shared) if learned.sent.contains_key(&line.line) => asking.push((*line, shared)),
            Some(shared) => drop(starts.insert(line.line, shared)),
            None if learned.brought.as_ref().is_some_and(|brought| !brought.contains(&line.book)) => {
                asking.push((*line, least));
            }
            None => {}
        }
    }
    let own_is_clear = |own: &OwnBook| starts.contains_key(&own.book) || !lacking.unclear.contains(&own.book);
    if let Some(own) = own.filter(|own| own.arrived < own.tip.number).filter(own_is_clear) {
        starts.entry(own.book).or_insert(own.arrived);
    }
    let mut order: Vec<_> = starts.into_iter().filter_map(|(id, after)| Some((open(&id)?, after))).collect();
    let mut others = BTreeSet::new();
    if order.len() > 1 {
        for (line, _) in &order {
            if !is_of_office(store, root, line.book)? {
                others.insert(line.book);
            }
        }
    }
    order.sort_by_key(|(line, _)| {
        let not_own = own.is_none_or(|own| own.book != line.line);
        (others.contains(&line.book), not_own, line.base.map(|base| base.tip.number), line.line)
    });
    let mut sending = fill(store, order.into_iter().map(|(line, after)| (line.line, after)))?;
    sending.unclear = unclear;
    for (line, least) in asking {
        let pages = ladder(&line, least, learned.sent.get(&line.line).copied());
        if sending.runs.len() + pages.len() > limits::RUNS {
            break;
        }
        for page in &pages {
            let previous =
                if *page == line.tip.number { Some(line.tip.hash) } else { store.hash_at(line.line, *page)? };
            let run = |previous| Run { book: line.book, first: page + 1, previous, entries: Vec::new() };
            sending.runs.extend(previous.map(run));
        }
        sending.asked.push(Asked { line, least, pages });
    }
    Ok(sending)
}

impl Learned {
    /// Keeps what a reply tells about what was sent. Gives the refusals that were not expected: those of pages.
    pub(crate) fn take_reply(
        &mut self,
        sent: &Sending,
        refused: Vec<(BookId, u64)>,
        brought: impl Iterator<Item = BookId>,
        more: bool,
    ) -> Vec<(BookId, u64)> {
        self.brought = (!more).then(|| brought.collect());
        let mut unexpected: BTreeSet<(BookId, u64)> = refused.iter().copied().collect();
        self.sent.extend(sent.lines.iter().copied());
        for Asked { line, least, pages } in &sent.asked {
            let held = pages.iter().find(|page| !refused.contains(&(line.book, **page)));
            self.shared.insert(line.line, held.copied().unwrap_or(*least));
            self.sent.remove(&line.line);
            unexpected.retain(|(book, page)| *book != line.book || !pages.contains(page));
        }
        self.shut.extend(unexpected.iter().map(|(book, _)| *book));
        unexpected.into_iter().collect()
    }
}

/// Whether the office writes in a book: its opening says whose key signs it.
fn is_of_office(store: &dyn Notebook, root: &PublicKey, book: BookId) -> Result<bool, Trouble> {
    let first = store.run(book, 0, 1, 1)?.and_then(|run| run.entries.into_iter().next());
    let entry = first.and_then(|wire| Entry::decode_wire(&wire, book, 1, EntryHash([0; 32])).ok());
    let opening = entry.map(|entry| entry.header.content);
    Ok(matches!(opening, Some(Content::Opening(opening)) if opening.device_key == *root))
}

/// Pages of a line to ask for: the last, then ever further back. Once pages were sent, up to `sent`, also whether that one is
/// held, and some in even steps: what the first steps told was not near enough to where the two part.
fn ladder(line: &Line, least: u64, sent: Option<u64>) -> Vec<u64> {
    let tip = line.tip.number;
    let back = (0..63).map(|step| (1u64 << step) - 1);
    let back = back.map_while(|back| tip.checked_sub(back).filter(|page| *page > least));
    let even = (1..STEPS).filter(|_| sent.is_some()).map(|step| least + tip.saturating_sub(least) / STEPS * step);
    let pages: BTreeSet<u64> = back.chain(sent).chain(even).filter(|page| *page > least).collect();
    pages.into_iter().rev().collect()
}

/// The pages of lines after these, as many as fit.
fn fill(store: &dyn Notebook, starts: impl IntoIterator<Item = (BookId, u64)>) -> Result<Sending, Trouble> {
    let mut sending = Sending::default();
    let (mut pages, mut bytes) = (limits::PAGE_ENTRIES, limits::PAGE_BYTES);
    for (line, after) in starts {
        if pages == 0 || bytes == 0 || sending.runs.len() == limits::RUNS {
            break;
        }
        let Some(run) = store.run(line, after, pages, bytes)? else { continue };
        let size: usize = run.entries.iter().map(Vec::len).sum();
        // A run has at least one page, even if that page is over what is left.
        if size > bytes && !sending.runs.is_empty() {
            break;
        }
        bytes = bytes.saturating_sub(size);
        pages = pages.saturating_sub(run.entries.len());
        sending.lines.push((line, after + run.entries.len() as u64));
        sending.runs.push(run);
    }
    Ok(sending)
}

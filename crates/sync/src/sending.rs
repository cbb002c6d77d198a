//! Which pages to send: before the office's tips are known its own after the last receipt, then whatever it lacks. Any
//! book may be sent by any tablet of the team, so an office that was put back to an earlier state is filled again.

use crate::{Notebook, Trouble};
use book::BookId;
use protocol::{Run, Tips, lacking, limits};
use std::collections::BTreeSet;
use store::OwnBook;

/// The own book's pages without a receipt, as far as one page of the exchange takes them.
pub(crate) fn own_pages(store: &dyn Notebook, own: Option<OwnBook>) -> Result<Vec<Run>, Trouble> {
    let starts = own.filter(|own| own.arrived < own.tip.number).map(|own| (own.book, own.arrived));
    fill(store, starts)
}

/// What the office lacks by its own tips; the tablet's own book first, and all of it that has no receipt.
pub(crate) fn pages_lacking(
    store: &dyn Notebook,
    own: Option<OwnBook>,
    mine: &Tips,
    theirs: &Tips,
    shut: &BTreeSet<BookId>,
) -> Result<Vec<Run>, Trouble> {
    let held_there = |book| theirs.get(&book).map_or(0, |tip| tip.number);
    let first = own
        .map(|own| (own, own.arrived.min(held_there(own.book))))
        .filter(|(own, after)| *after < own.tip.number)
        .map(|(own, after)| (own.book, after));
    let rest = lacking(mine, theirs).into_iter().filter(|(book, _)| own.is_none_or(|own| own.book != *book));
    fill(store, first.into_iter().chain(rest).filter(|(book, _)| !shut.contains(book)))
}

/// Books of which both sides hold the same number but not the same page, or the office a page that is another here.
pub(crate) fn forks(store: &dyn Notebook, mine: &Tips, theirs: Option<&Tips>) -> Result<Vec<(BookId, u64)>, Trouble> {
    let mut forked = Vec::new();
    for (book, their) in theirs.into_iter().flatten() {
        let Some(my) = mine.get(book).filter(|my| my.number >= their.number && *my != their) else { continue };
        let here = match my.number == their.number {
            true => Some(my.hash),
            false => store.hash_at(*book, their.number)?,
        };
        if here != Some(their.hash) {
            forked.push((*book, their.number));
        }
    }
    Ok(forked)
}

fn fill(store: &dyn Notebook, starts: impl IntoIterator<Item = (BookId, u64)>) -> Result<Vec<Run>, Trouble> {
    let mut runs = Vec::new();
    let (mut pages, mut bytes) = (limits::PAGE_ENTRIES, limits::PAGE_BYTES);
    for (book, after) in starts {
        if pages == 0 || bytes == 0 || runs.len() == limits::RUNS {
            break;
        }
        let Some(run) = store.run(book, after, pages, bytes)? else { continue };
        let size: usize = run.entries.iter().map(Vec::len).sum();
        // A run has at least one page, even if that page is over what is left.
        if size > bytes && !runs.is_empty() {
            break;
        }
        bytes = bytes.saturating_sub(size);
        pages = pages.saturating_sub(run.entries.len());
        runs.push(run);
    }
    Ok(runs)
}

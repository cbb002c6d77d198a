//! What the council office shows now against the checkpoint that this tablet keeps. An office that shows less, or other
//! pages, or whose word is of another time than it was, is told to people; the exchange sends it what this tablet holds, as ever.

use crate::exchange::Sync;
use crate::{Problem, Trouble};
use book::{BookId, EntryHash, Line, ScopeId, Tip};
use protocol::{Checkpoint, Reply, Tips};
use std::collections::BTreeMap;

/// What the office showed and signed of one scope while its books were compared.
#[derive(Debug, Default)]
pub(crate) struct Word {
    /// The tips that it showed first, before it got any back.
    shown: Option<Tips>,
    signed: Vec<Checkpoint>,
}

/// What a checkpoint confirmed of a book and is no longer shown.
#[derive(Debug, Clone)]
struct Missing {
    /// The first page.
    page: u64,
    /// The tips that are not shown, and none of which a longer shown one goes on from.
    tips: Vec<Tip>,
    /// Whether another page is shown in its place.
    rewritten: bool,
}

impl Word {
    /// Adds a reply to a request that named the digest of these lines.
    pub(crate) fn take(&mut self, scope: ScopeId, reply: &Reply, lines: &[Line]) {
        self.signed.extend(reply.checkpoints.iter().filter(|signed| signed.scope == scope).cloned());
        let state = reply.scopes.iter().find(|state| state.scope == scope);
        if let (None, Some(state)) = (&self.shown, state) {
            // Where the digests agree no tips are told.
            let same = || Some(lines.iter().collect::<Tips>()).filter(|tips| tips.digest() == state.digest);
            self.shown = state.tips.clone().or_else(same);
        }
    }

    /// When the last checkpoint of a scope was signed that is among it.
    pub(crate) fn signed_at(&self, scope: ScopeId) -> Option<i64> {
        self.signed.iter().filter(|signed| signed.scope == scope).map(|signed| signed.at).max()
    }
}

impl Sync<'_> {
    /// Compares what the office showed and signed with the kept checkpoint of a scope, once its pages are here: only then can be
    /// seen what a longer book goes on from. A newer checkpoint takes the kept one's place only if it names all that that names.
    pub(crate) fn compare_with_checkpoint(&mut self, scope: ScopeId, word: Word) -> Result<(), Trouble> {
        let mut kept = self.store.checkpoint(scope)?;
        if let (Some(kept), Some(shown)) = (&kept, &word.shown) {
            self.no_longer_shown(kept, self.missing(kept, shown)?)?;
        }
        for signed in word.signed {
            if let Some(kept) = &kept {
                let tips: Tips = signed.tips.iter().map(|(book, held)| (*book, tip(*held))).collect();
                let missing = self.missing(kept, &tips)?;
                let names_all = missing.is_empty();
                self.no_longer_shown(kept, missing)?;
                if signed.at <= kept.at && signed != *kept {
                    tracing::warn!(scope = %scope, signed.at, kept.at, "the council office signed for another time than it had");
                    self.problem(Problem::Backdated { scope, signed_at: signed.at, kept_at: kept.at });
                }
                if !names_all || signed.at <= kept.at {
                    continue;
                }
            }
            self.store.keep_checkpoint(&signed)?;
            kept = Some(signed);
        }
        Ok(())
    }

    /// What a checkpoint names and these tips do not show.
    fn missing(&self, kept: &Checkpoint, shown: &Tips) -> Result<BTreeMap<BookId, Missing>, Trouble> {
        let longest = |book| shown.of(book).map(|tip| tip.number).max().unwrap_or_default();
        let shorter = kept.not_shown(shown.iter()).into_iter();
        let not_shown = |book: BookId| {
            let of_book = kept.tips.iter().filter(move |(of, held)| *of == book && held.0 >= longest(book));
            of_book.map(|(_, held)| tip(*held)).filter(move |held| !shown.has(book, *held)).collect()
        };
        let mut missing: BTreeMap<_, _> = shorter
            .map(|(book, page)| (book, Missing { page, rewritten: page <= longest(book), tips: not_shown(book) }))
            .collect();
        let mut lines = None;
        for (book, held) in &kept.tips {
            let confirmed = tip(*held);
            if shown.has(*book, confirmed) || missing.get(book).is_some_and(|known| known.tips.contains(&confirmed)) {
                continue;
            }
            let lines = match &mut lines {
                Some(lines) => lines,
                none => none.insert(self.store.lines(kept.scope)?),
            };
            let mut parted = None;
            for longer in shown.of(*book).filter(|tip| tip.number > confirmed.number) {
                parted = match self.on_the_way_to(longer, confirmed.number, (*book, lines))? {
                    Some((there, first)) if there != confirmed.hash => parted.max(Some(first)),
                    // It goes on from that very page; or that cannot be told, since the longer one is not held here.
                    _ => {
                        parted = None;
                        break;
                    }
                };
            }
            if let Some(page) = parted {
                let first = Missing { page, rewritten: true, tips: Vec::new() };
                let known = missing.entry(*book).or_insert(first);
                if page < known.page {
                    (known.page, known.rewritten) = (page, true);
                }
                known.tips.push(confirmed);
            }
        }
        Ok(missing)
    }

    /// The hash of a page on the way to a tip that is held here, and the first page of that stretch of the way.
    fn on_the_way_to(
        &self,
        tip: Tip,
        page: u64,
        (book, lines): (BookId, &[Line]),
    ) -> Result<Option<(EntryHash, u64)>, Trouble> {
        let Some(mut line) = self.store.line_of(book, tip)? else { return Ok(None) };
        loop {
            let base = lines.iter().find(|held| held.line == line).and_then(|held| held.base);
            match base {
                Some(base) if base.tip.number >= page => line = base.line,
                _ => {
                    let first = base.map_or(page, |base| base.tip.number + 1);
                    return Ok(self.store.hash_at(line, page)?.map(|hash| (hash, first)));
                }
            }
        }
    }

    fn no_longer_shown(&mut self, kept: &Checkpoint, missing: BTreeMap<BookId, Missing>) -> Result<(), Trouble> {
        for (book, Missing { page, rewritten, tips }) in missing {
            let mut here = true;
            for confirmed in tips {
                here &= self.store.line_of(book, confirmed)?.is_some();
            }
            let code = self.store.book_code(book)?;
            tracing::warn!(book = %book, page, here, rewritten, "the council office no longer shows a page that it had confirmed");
            self.problem(Problem::NotShown { book, code, page, confirmed_at: kept.at, here, rewritten });
        }
        Ok(())
    }
}

fn tip((number, hash): protocol::checkpoint::Held) -> Tip {
    Tip { number, hash: EntryHash(hash) }
}

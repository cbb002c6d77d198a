//! What the council office shows now against the checkpoint that this tablet keeps. An office that shows less, or other
//! pages, is told to people; the exchange sends it what this tablet holds, as ever.

use crate::exchange::Sync;
use crate::{Problem, Trouble};
use book::{BookId, ScopeId};
use protocol::{Checkpoint, Reply};
use std::collections::BTreeMap;

impl Sync<'_> {
    /// Compares a reply with the kept checkpoint of a scope. A newer one takes its place only if it names all that the kept one names.
    pub(crate) fn compare_with_checkpoint(&mut self, scope: ScopeId, reply: &Reply) -> Result<(), Trouble> {
        let kept = self.store.checkpoint(scope)?;
        if let Some(kept) = &kept {
            // Without tips the office holds what this tablet holds.
            let shown = reply.scopes.iter().find(|state| state.scope == scope);
            if let Some(tips) = shown.and_then(|state| state.tips.as_ref()) {
                self.no_longer_shown(kept, kept.not_shown(tips.iter()))?;
            }
        }
        for newer in reply.checkpoints.iter().filter(|newer| newer.scope == scope) {
            let missing = kept.as_ref().map(|kept| {
                let tips: Vec<_> = newer.tips.iter().map(|(book, held)| (*book, tip(*held))).collect();
                kept.not_shown(tips.iter().map(|(book, tip)| (book, tip)))
            });
            match (&kept, missing) {
                (Some(kept), Some(missing)) if !missing.is_empty() => self.no_longer_shown(kept, missing)?,
                (Some(kept), _) if newer.at <= kept.at => {}
                _ => self.store.keep_checkpoint(newer)?,
            }
        }
        Ok(())
    }

    fn no_longer_shown(&mut self, kept: &Checkpoint, missing: BTreeMap<BookId, u64>) -> Result<(), Trouble> {
        for (book, page) in missing {
            let here = self.store.hash_at(book, page)?.is_some();
            let code = self.store.book_code(book)?;
            tracing::warn!(book = %book, page, here, "the council office no longer shows a page that it had confirmed");
            self.problem(Problem::NotShown { book, code, page, confirmed_at: kept.at, here });
        }
        Ok(())
    }
}

fn tip((number, hash): protocol::checkpoint::Held) -> book::Tip {
    book::Tip { number, hash: book::EntryHash(hash) }
}

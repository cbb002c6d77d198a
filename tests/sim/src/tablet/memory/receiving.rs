//! Runs of pages that came from the office, in memory, as in `store::exchange`.

use super::{BookOf, Memory};
use crate::chance;
use crate::history::Control;
use book::{BookId, Chain, Page, ScopeId};
use protocol::{Problem, Run, verify_run};
use store::StoreError;

impl Memory {
    /// Verifies and keeps what of them can be taken.
    pub(super) fn take_runs(
        &self,
        scope: ScopeId,
        runs: &[Run],
        now: i64,
    ) -> Result<Vec<(BookId, Problem)>, StoreError> {
        let mut state = self.state.borrow_mut();
        let mut problems = Vec::new();
        let root = state.enrolment.as_ref().map(|enrolment| enrolment.root);
        for run in runs {
            let of_book = state.books.values().map(|held| &held.chain).filter(|chain| chain.book == run.book);
            let held: Vec<Chain> = of_book.cloned().collect();
            let hash_at = |line, number| state.books.get(&line).and_then(|held| held.hash_at(number));
            let verified = verify_run(&held, run, hash_at);
            problems.extend(verified.problem.map(|problem| (run.book, problem)));
            let Some(chain) = verified.chain.filter(|chain| chain.opening.scope == scope) else { continue };
            if verified.pages.is_empty() {
                continue;
            }
            let (own, written) = match state.part.as_ref().is_some_and(|part| part.scope == scope) {
                true => (state.restricted_own, BookOf::OwnRestricted),
                false => (state.own, BookOf::Own),
            };
            let of = match chain.opening.device_key {
                key if key == self.key.public() && own.is_none_or(|own| own == chain.line) => written,
                key if key == self.key.public() => BookOf::Earlier,
                key if Some(key) == root => BookOf::Office,
                _ => BookOf::Colleague,
            };
            if self.control == Some(Control::TipBeforeApply) && chance::percent(2) {
                if let Some(held) = state.books.get_mut(&chain.line) {
                    held.chain = chain;
                }
                return Err(StoreError::DiskFull);
            }
            if own == Some(chain.book) {
                let before = held.iter().find(|line| line.line == chain.line).map(|line| line.tip);
                let shared = chain.base.map(|base| base.tip).or(before);
                let parted = state.parted_of(written);
                *parted = (*parted).into_iter().chain(shared).min();
            }
            for entry in verified.pages.iter().filter_map(Page::entry) {
                state.clock = state.clock.seen(entry.header.clock, u64::try_from(now).unwrap_or_default());
            }
            state.append(&chain, &verified.pages, of)?;
        }
        Ok(problems)
    }
}

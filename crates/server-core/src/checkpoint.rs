//! Checkpoints: each night the office signs how far it holds every book. Tablets keep the last one, so nobody, the operator
//! included, drops, rewrites or backdates a page unnoticed.

use crate::centre::Centre;
use crate::policy::{Action, Caller};
use crate::restricted;
use crate::storage::{Fault, Reading};
use book::{BookId, EntryHash, ScopeId, Tip};
use protocol::{Checkpoint, Request};
use std::collections::{BTreeMap, BTreeSet};

impl Centre {
    /// Signs a checkpoint of every scope whose last one is older than `since`, unless its books stand as they stood then.
    /// Where pages that the last one names are missing, none is signed until they are back. Gives how many were signed.
    pub fn checkpoint(&self, since: i64, now: i64) -> Result<u64, Fault> {
        let root = self.council()?.root;
        let mut signed = 0;
        let scopes = restricted::scopes(&*self.storage.read()?)?;
        for scope in scopes {
            let mut writing = self.storage.write()?;
            let last = writing.last_checkpoint(scope)?;
            if last.as_ref().is_some_and(|last| last.at >= since) {
                continue;
            }
            let tips = writing.tips(scope)?;
            let at = last.as_ref().map_or(now, |last| now.max(last.at + 1));
            let next = Checkpoint::sign(&root, scope, at, tips.iter());
            if next.tips.is_empty() || last.as_ref().is_some_and(|last| last.tips == next.tips) {
                continue;
            }
            let missing = last.map(|last| last.not_shown(tips.iter())).unwrap_or_default();
            for (book, page) in &missing {
                tracing::error!(scope = %scope, book = %book, page, "a page that was confirmed is missing; no checkpoint is signed");
            }
            if missing.is_empty() {
                writing.put_checkpoint(&next)?;
                writing.commit()?;
                signed += 1;
            }
        }
        Ok(signed)
    }

    /// Confirmed pages that are missing of the books in a request: of each book the first.
    pub(crate) fn missing(&self, caller: &Caller, request: &Request, now: i64) -> Result<BTreeMap<BookId, u64>, Fault> {
        let mut missing = BTreeMap::new();
        if request.runs.is_empty() {
            return Ok(missing);
        }
        let reading = self.storage.read()?;
        let sent: BTreeSet<BookId> = request.runs.iter().map(|run| run.book).collect();
        for scope in caller.scopes(Action::SendPages, now) {
            if let Some(last) = reading.last_checkpoint(scope)? {
                missing.extend(last.not_shown(reading.tips(scope)?.iter()));
            }
        }
        missing.retain(|book, _| sent.contains(book));
        Ok(missing)
    }

    /// Says in the log what of this a request has brought back.
    pub(crate) fn say_what_came_back(
        &self,
        caller: &Caller,
        request: &Request,
        missing: BTreeMap<BookId, u64>,
        now: i64,
    ) -> Result<(), Fault> {
        if missing.is_empty() {
            return Ok(());
        }
        let still = self.missing(caller, request, now)?;
        for (book, page) in missing.into_iter().filter(|(book, page)| still.get(book) != Some(page)) {
            let device = caller.device.id;
            tracing::warn!(book = %book, from = page, %device, "confirmed pages that were missing came back");
        }
        Ok(())
    }
}

/// The last checkpoint of a scope, if it is newer than the one that the tablet keeps.
pub(crate) fn newer(reading: &dyn Reading, request: &Request, scope: ScopeId) -> Result<Option<Checkpoint>, Fault> {
    let kept = request.checkpoints.iter().find(|(of, _)| *of == scope).map(|(_, at)| *at);
    let last = reading.last_checkpoint(scope)?;
    let at = last.as_ref().map(|last| last.at);
    if kept.is_some() && kept > at {
        tracing::warn!(scope = %scope, "a tablet keeps a checkpoint that this office no longer has: it was put back to an earlier state");
    }
    Ok(last.filter(|_| at > kept))
}

/// What is wrong with the checkpoints: a signature, or pages that they name and that are not here. And how many there are.
pub(crate) fn verify(reading: &dyn Reading, root: &book::PublicKey) -> Result<(u64, Vec<String>), Fault> {
    let mut problems = Vec::new();
    let mut named = BTreeSet::new();
    let checkpoints = reading.checkpoints()?;
    for checkpoint in &checkpoints {
        let of = format!("The checkpoint of {} at {}", checkpoint.scope, checkpoint.at);
        if !checkpoint.verifies(root) {
            problems.push(format!("{of} is not as it was signed."));
            continue;
        }
        for (book, (number, hash)) in &checkpoint.tips {
            let tip = Tip { number: *number, hash: EntryHash(*hash) };
            if named.insert((*book, *number, *hash)) && !reading.holds(*book, tip)? {
                problems.push(format!("{of} names page {number} of book {book}, which is not here, or is another."));
            }
        }
    }
    Ok((checkpoints.len() as u64, problems))
}

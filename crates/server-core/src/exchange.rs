//! One exchange: take what came, say what is held, send what the tablet lacks. See `docs/sync.md`.

use crate::centre::Centre;
use crate::checkpoint::newer;
use crate::policy::{Action, Caller};
use crate::storage::{Device, Fault, Reading};
use book::{BookId, EntryHash, ScopeId, SecretKey, SignedGrant, Tip};
use protocol::message::grants_digest;
use protocol::{PhotoHash, Promise, Receipt, Refusal, Reply, Request, Run, ScopeState, Subject, Tips, lacking, limits};
use std::collections::BTreeSet;

/// When a tablet was last heard from is written down no more often than this: nothing new should cost no write.
const HEARD_MS: i64 = 10 * 60_000;

impl Centre {
    /// Answers a tablet. What it sent is durable when this returns; if it fails, none of it was taken.
    pub fn exchange(&self, caller: &Caller, request: &Request, now: i64) -> Result<Reply, Refusal> {
        let caller = &*self.renewed(caller, now)?;
        let may = |scope| caller.may(Action::SendPages, scope, now);
        let missing = self.missing(caller, request, now)?;
        let taken = self.take(&request.runs, &may, now)?;
        self.say_what_came_back(caller, request, missing, now)?;
        if now - caller.device.heard_at >= HEARD_MS {
            let mut writing = self.storage.write()?;
            writing.put_device(&Device { heard_at: now, ..caller.device.clone() })?;
            writing.commit()?;
        }
        let root = self.council()?.root;
        let reading = self.storage.read()?;
        let mut reply = Reply { office_time: now, refused: taken.refused, ..Reply::default() };
        promise(&*reading, &root, caller, request, &taken.books, now, &mut reply)?;
        self.answer_photos(&*reading, &root, caller, &request.photos, now, &mut reply)?;
        fill(&*reading, caller, request, now, &mut reply)?;
        Ok(reply)
    }

    fn answer_photos(
        &self,
        reading: &dyn Reading,
        root: &SecretKey,
        caller: &Caller,
        asked: &[PhotoHash],
        now: i64,
        reply: &mut Reply,
    ) -> Result<(), Fault> {
        let scopes = caller.scopes(Action::SendPhotos, now);
        for hash in asked {
            match self.photo_state(reading, &scopes, *hash)? {
                Ok((promise, length)) => {
                    reply.receipts.push(Receipt::sign(root, promise, Subject::Photo(*hash, length), now));
                }
                Err(held) => reply.wanted.push((*hash, held)),
            }
        }
        Ok(())
    }

    /// What can be promised of a photo and its length, or how many bytes of it are held.
    fn photo_state(
        &self,
        reading: &dyn Reading,
        scopes: &BTreeSet<ScopeId>,
        hash: PhotoHash,
    ) -> Result<Result<(Promise, u64), u64>, Fault> {
        let mut held = 0;
        for scope in scopes {
            match reading.photo(*scope, hash)? {
                // A file that has gone missing is asked for again.
                Some(row) if row.whole && self.photos.length(hash)? == Some(row.length) => {
                    let promise = if row.archived { Promise::BackedUp } else { Promise::Arrived };
                    return Ok(Ok((promise, row.length)));
                }
                Some(_) => held = held.max(self.photos.held(*scope, hash)?),
                None => {}
            }
        }
        Ok(Err(held))
    }
}

/// Receipts: *arrived* for each book in the request, *backed up* for the tablet's own books of which the second copy holds
/// more than the tablet knows, or less: then it has fallen back, and the tablet must not delete on an old word.
fn promise(
    reading: &dyn Reading,
    root: &SecretKey,
    caller: &Caller,
    request: &Request,
    books: &BTreeSet<BookId>,
    now: i64,
    reply: &mut Reply,
) -> Result<(), Fault> {
    for book in books {
        if let Some(held) = reading.book(*book)? {
            let subject = Subject::Book(*book, held.tip);
            reply.receipts.push(Receipt::sign(root, Promise::Arrived, subject, now));
        }
    }
    let own = reading.books_of_key(&caller.device.key)?;
    for row in own.iter().rev().take(limits::RUNS) {
        let known = request.backed_up.iter().find(|(book, _)| *book == row.book).map_or(0, |(_, number)| *number);
        let number = row.archived.number;
        if number > 0
            && number != known
            && let Some(hash) = reading.hash_at(row.book, number)?
        {
            let subject = Subject::Book(row.book, Tip { number, hash });
            reply.receipts.push(Receipt::sign(root, Promise::BackedUp, subject, now));
        }
    }
    Ok(())
}

/// Tips, the pages that the tablet lacks, and names.
fn fill(reading: &dyn Reading, caller: &Caller, request: &Request, now: i64, reply: &mut Reply) -> Result<(), Fault> {
    let mut page = Page { entries: limits::PAGE_ENTRIES, bytes: limits::PAGE_BYTES };
    for state in &request.scopes {
        if !caller.may(Action::ReadPages, state.scope, now) {
            continue;
        }
        let tips = reading.tips(state.scope)?;
        let digest = book::digest(&tips);
        if let Some(theirs) = &state.tips {
            page.fill(reading, &tips, theirs, reply)?;
        }
        let tips = (digest != state.digest).then_some(tips);
        reply.scopes.push(ScopeState { scope: state.scope, digest, tips });
        reply.checkpoints.extend(newer(reading, request, state.scope)?);
    }
    let mut grants: Vec<SignedGrant> = Vec::new();
    for scope in caller.scopes(Action::ReadPages, now) {
        grants.extend(reading.grants_of_scope(scope)?.into_iter().map(|held| held.signed));
    }
    grants.truncate(limits::GRANTS);
    if grants_digest(&grants) != request.grants {
        reply.grants = grants;
    }
    Ok(())
}

/// What still fits in the reply.
struct Page {
    entries: usize,
    bytes: usize,
}

impl Page {
    fn fill(&mut self, reading: &dyn Reading, mine: &Tips, theirs: &Tips, reply: &mut Reply) -> Result<(), Fault> {
        for (book, after) in lacking(mine, theirs) {
            if self.entries == 0 || self.bytes == 0 || reply.runs.len() == limits::RUNS {
                reply.more = true;
                return Ok(());
            }
            let entries = reading.pages(book, after, self.entries, self.bytes)?;
            let Some(previous) = previous(reading, book, after)? else { continue };
            self.entries -= entries.len().min(self.entries);
            self.bytes -= entries.iter().map(Vec::len).sum::<usize>().min(self.bytes);
            let last = after + entries.len() as u64;
            reply.more |= mine.get(&book).is_some_and(|tip| tip.number > last);
            reply.runs.push(Run { book, first: after + 1, previous, entries });
        }
        Ok(())
    }
}

fn previous(reading: &dyn Reading, book: BookId, after: u64) -> Result<Option<EntryHash>, Fault> {
    if after == 0 { Ok(Some(EntryHash([0; 32]))) } else { reading.hash_at(book, after) }
}

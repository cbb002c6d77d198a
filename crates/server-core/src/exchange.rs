//! One exchange: take what came, say what is held, send what the tablet lacks. See `docs/sync.md`.

use crate::centre::Centre;
use crate::checkpoint::newer;
use crate::fleet::tablets;
use crate::policy::{Action, Caller};
use crate::projection::line_at;
use crate::storage::{BookRow, Fault, Reading};
use book::{BookId, Line, ScopeId, SecretKey, SignedGrant, Tip};
use protocol::message::grants_digest;
use protocol::{PhotoHash, Promise, Receipt, Refusal, Reply, Request, Run, ScopeState, Subject, Tips, lacking, limits};
use std::collections::BTreeSet;

impl Centre {
    /// Answers a tablet. What it sent is durable when this returns; if it fails, none of it was taken.
    pub fn exchange(&self, caller: &Caller, request: &Request, now: i64) -> Result<Reply, Refusal> {
        let caller = &*self.renewed(caller, now)?;
        let may = |scope| caller.may(Action::SendPages, scope, now);
        let missing = self.missing(caller, request, now)?;
        let taken = self.take(&request.runs, &may, now)?;
        self.say_what_came_back(caller, request, missing, now)?;
        self.hear(caller, request, now)?;
        let root = self.council()?.root;
        let reading = self.storage.read()?;
        let notice = self.notice(&*reading, request.notice)?;
        let restricted = self.restricted_part(caller, request, now)?;
        let mut reply = Reply { office_time: now, refused: taken.refused, notice, restricted, ..Reply::default() };
        promise(&*reading, &root, caller, request, &taken.lines, now, &mut reply)?;
        self.answer_photos(&*reading, &root, caller, &request.photos, now, &mut reply)?;
        fill(&*reading, caller, request, now, &mut reply)?;
        if request.asks_for_tablets {
            reply.tablets = tablets(&*reading, caller, now)?;
        }
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
            // Of what was erased nothing is wanted and nothing promised.
            if erased(reading, &scopes, *hash)? {
                continue;
            }
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
                // A file that has gone missing, or cannot be read, is asked for again. Its disk's trouble is not the pages'.
                Some(row) if row.whole && self.photos.length(hash).ok().flatten() == Some(row.length) => {
                    let promise = if row.archived { Promise::BackedUp } else { Promise::Arrived };
                    return Ok(Ok((promise, row.length)));
                }
                Some(_) => held = held.max(self.photos.held(*scope, hash).unwrap_or(0)),
                None => {}
            }
        }
        Ok(Err(held))
    }
}

/// Whether a photo was erased in one of these scopes.
fn erased(reading: &dyn Reading, scopes: &BTreeSet<ScopeId>, hash: PhotoHash) -> Result<bool, Fault> {
    for scope in scopes {
        if reading.photo_is_erased(*scope, hash)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Receipts: *arrived* for each line in the request, *backed up* for the tablet's own of which the second copy holds
/// more than the tablet knows, or less: then it has fallen back, and the tablet must not delete on an old word.
fn promise(
    reading: &dyn Reading,
    root: &SecretKey,
    caller: &Caller,
    request: &Request,
    lines: &BTreeSet<BookId>,
    now: i64,
    reply: &mut Reply,
) -> Result<(), Fault> {
    let may = |action, scope| caller.may(action, scope, now);
    for line in lines {
        // A receipt says how far a book is held, which a tablet that may only send is told of its own alone.
        if let Some(held) = reading.line(*line)?
            && (held.opening.device_key == caller.device.key || may(Action::ReadPages, held.opening.scope))
        {
            let subject = Subject::Book(held.book, held.tip);
            reply.receipts.push(Receipt::sign(root, Promise::Arrived, subject, now));
        }
    }
    let own = reading.books_of_key(&caller.device.key)?;
    for row in own.iter().rev().take(limits::RUNS) {
        let number = row.archived.number;
        if number > 0
            && !request.backed_up.contains(&(row.book, number))
            && shared_is_backed_up(reading, row)?
            && let Some(hash) = reading.hash_at(row.line, number)?
        {
            let subject = Subject::Book(row.book, Tip { number, hash });
            reply.receipts.push(Receipt::sign(root, Promise::BackedUp, subject, now));
        }
    }
    let sends_only = |state: &&ScopeState| !may(Action::ReadPages, state.scope) && may(Action::SendPages, state.scope);
    let named = request.scopes.iter().filter(sends_only).filter_map(|state| state.tips.as_ref());
    let own: BTreeSet<BookId> = own.iter().map(|row| row.book).collect();
    for (book, tip) in named.flat_map(Tips::iter).filter(|(book, _)| own.contains(book)).take(limits::RUNS) {
        promise_named(reading, root, (*book, *tip), now, reply)?;
    }
    Ok(())
}

/// Receipts for the tip that a tablet that may only send names of a book of its own. The office may hold pages behind it,
/// of which that tablet is told nothing: a receipt for the last of them would mean nothing to it.
fn promise_named(
    reading: &dyn Reading,
    root: &SecretKey,
    (book, tip): (BookId, Tip),
    now: i64,
    reply: &mut Reply,
) -> Result<(), Fault> {
    let Some(row) = reading.line_of(book, tip)?.map(|line| reading.book_row(line)).transpose()?.flatten() else {
        return Ok(());
    };
    reply.receipts.push(Receipt::sign(root, Promise::Arrived, Subject::Book(book, tip), now));
    if row.archived.number >= tip.number && shared_is_backed_up(reading, &row)? {
        reply.receipts.push(Receipt::sign(root, Promise::BackedUp, Subject::Book(book, tip), now));
    }
    Ok(())
}

/// Whether the second copy also holds what a branch shares with other lines.
fn shared_is_backed_up(reading: &dyn Reading, row: &BookRow) -> Result<bool, Fault> {
    if row.line == row.book {
        return Ok(true);
    }
    let Some(base) = reading.line(row.line)?.and_then(|chain| chain.base) else { return Ok(false) };
    match reading.book_row(base.line)? {
        Some(below) if below.archived.number >= base.tip.number => shared_is_backed_up(reading, &below),
        _ => Ok(false),
    }
}

/// Tips, the pages that the tablet lacks, and names.
fn fill(reading: &dyn Reading, caller: &Caller, request: &Request, now: i64, reply: &mut Reply) -> Result<(), Fault> {
    let mut page = Page { entries: limits::PAGE_ENTRIES, bytes: limits::PAGE_BYTES };
    for state in &request.scopes {
        if !caller.may(Action::ReadPages, state.scope, now) {
            if caller.may(Action::SendPages, state.scope, now) {
                reply.own.push(for_sender(reading, caller, state)?);
            }
            continue;
        }
        let lines = reading.lines_of_scope(state.scope)?;
        let tips: Tips = lines.iter().collect();
        let digest = tips.digest();
        if let Some(theirs) = &state.tips {
            page.fill(reading, &lines, theirs, reply)?;
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

/// What the office holds of a scope to which the tablet may only send: how far it holds the tablet's own books, and which of
/// the tips that the tablet names of other books it holds. That is what the tablet needs to know to drain, and to bring what
/// the office lost; of anyone else it tells nothing that the tablet does not hold itself.
fn for_sender(reading: &dyn Reading, caller: &Caller, theirs: &ScopeState) -> Result<ScopeState, Fault> {
    let mut rows = reading.books_of_key(&caller.device.key)?;
    rows.retain(|row| row.scope == theirs.scope);
    let own: BTreeSet<BookId> = rows.iter().map(|row| row.book).collect();
    let mut held: Vec<(BookId, Tip)> = rows.iter().map(|row| (row.book, row.tip)).collect();
    for (book, tip) in theirs.tips.iter().flat_map(Tips::iter).filter(|(book, _)| !own.contains(book)) {
        let line = reading.line_of(*book, *tip)?.map(|line| reading.line(line)).transpose()?.flatten();
        if line.is_some_and(|line| line.opening.scope == theirs.scope) {
            held.push((*book, *tip));
        }
    }
    let tips: Tips = held.into_iter().collect();
    let digest = tips.digest();
    Ok(ScopeState { scope: theirs.scope, digest, tips: (digest != theirs.digest).then_some(tips) })
}

/// What still fits in the reply.
struct Page {
    entries: usize,
    bytes: usize,
}

impl Page {
    fn fill(&mut self, reading: &dyn Reading, mine: &[Line], theirs: &Tips, reply: &mut Reply) -> Result<(), Fault> {
        let lacking = lacking(mine, theirs, |book, tip| reading.line_of(book, tip))?;
        for (line, after) in lacking.after {
            if self.entries == 0 || self.bytes == 0 || reply.runs.len() == limits::RUNS {
                reply.more = true;
                return Ok(());
            }
            let entries = reading.pages(line, after, self.entries, self.bytes)?;
            let (Some(whole), Some(at)) = (reading.line(line)?, line_at(reading, line, after)?) else { continue };
            self.entries -= entries.len().min(self.entries);
            self.bytes -= entries.iter().map(Vec::len).sum::<usize>().min(self.bytes);
            reply.more |= whole.tip.number > after + entries.len() as u64;
            reply.runs.push(Run { book: at.book, first: after + 1, previous: at.tip.hash, entries });
        }
        Ok(())
    }
}

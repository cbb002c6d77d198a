//! The restricted part in memory, as in `store::restricted`: sealed when it is written, opened with the office's key and
//! forgotten without it.

use super::{BookOf, Held, Memory, State};
use crate::chance;
use crate::tablet::Write;
use book::{Chain, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Opening, Predecessor, ScopeId, Tip};
use protocol::RestrictedPart;
use record::{Record, SEALED, sealed};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::StoreError;

impl State {
    /// What an entry says to this tablet; none if it is sealed and does not open here.
    pub(super) fn says<'a>(&self, scope: ScopeId, entry: &'a Entry) -> Option<Cow<'a, Entry>> {
        if !sealed::is_sealed(entry) {
            return Some(Cow::Borrowed(entry));
        }
        let key = self.part.as_ref()?.opening()?;
        sealed::open(&key, scope, entry).ok().map(|opened| Cow::Owned(opened.entry))
    }

    pub(super) fn parted_of(&mut self, of: BookOf) -> &mut Option<Tip> {
        if of == BookOf::OwnRestricted { &mut self.restricted_parted } else { &mut self.parted }
    }

    /// The office's word, unless a later one is held. With the key come the records, without it they go.
    pub(super) fn keep_part(&mut self, part: &RestrictedPart) -> Result<(), StoreError> {
        if self.part.as_ref().is_some_and(|held| held.at >= part.at) {
            return Ok(());
        }
        let read = self.part.replace(part.clone()).is_some_and(|held| held.secret.is_some());
        match (read, part.secret.is_some()) {
            (false, true) => self.open_all(part.scope),
            (true, false) => {
                for id in std::mem::take(&mut self.opened) {
                    self.records.remove(&id);
                    self.about.remove(&id);
                }
                self.grants.retain(|_, grant| grant.grant.scope != part.scope);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open_all(&mut self, scope: ScopeId) -> Result<(), StoreError> {
        let lines = self.books.values().filter(|held| held.chain.opening.scope == scope);
        let places: Vec<_> = lines
            .flat_map(|held| (held.chain.first()..=held.chain.tip.number).map(|number| (held.chain.line, number)))
            .collect();
        for (line, number) in places {
            let entry = self.books.get(&line).map(|held| held.entry(number)).transpose()?.flatten();
            let Some(entry) = entry.filter(sealed::is_sealed) else { continue };
            let Some(says) = self.says(scope, &entry).map(Cow::into_owned) else { continue };
            let hash = entry.hash();
            let own = Some(line) == self.restricted_own;
            for id in says.header.writes().map(|(record, _)| record).collect::<BTreeSet<_>>() {
                let record = Arc::make_mut(self.records.entry(id).or_insert_with(|| Arc::new(Record::new(id))));
                if own || !self.held_back.contains(&hash) {
                    record.take_of(&says, hash);
                }
                self.about.entry(id).or_default().insert((line, number));
                self.opened.insert(id);
            }
        }
        Ok(())
    }
}

impl Memory {
    /// Writes one action on one record, sealed.
    pub(super) fn seal(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let part = state.part.clone().ok_or(StoreError::NoRestrictedPart)?;
        let id = writes.first().map(|(id, ..)| *id).ok_or(StoreError::Unreadable("an action"))?;
        let writes = writes.into_iter().map(|(_, field, value)| {
            let replaces = state.records.get(&id).map(|record| record.heads(&field)).unwrap_or_default();
            (FieldWrite { field, replaces }, value.to_string().into_bytes())
        });
        let sealed = sealed::seal(&part.sealing, part.scope, id, writes.collect(), chance::bytes())
            .map_err(|_| StoreError::Unreadable("the key of the restricted part"))?;
        let mut chain = match state.restricted_own.and_then(|own| state.books.get(&own)) {
            Some(held) => held.chain.clone(),
            None => {
                let opening = Opening {
                    device_key: self.key.public(),
                    scope: part.scope,
                    nonce: chance::bytes(),
                    predecessor: None,
                };
                self.open_book(state, opening, BookOf::OwnRestricted, now)?
            }
        };
        state.clock = state.clock.tick(u64::try_from(now).unwrap_or_default());
        let draft = Draft {
            clock: state.clock,
            wall: now,
            quality: state.quality.unwrap_or(ClockQuality::Unchecked),
            author,
            catalogue: 1,
            writes: vec![(id, FieldWrite { field: SEALED.into(), replaces: state.marks(id, SEALED) }, sealed)],
            key: chance::bytes(),
        };
        let entry = Entry::write(&self.key, chain.book, chain.tip, draft).map_err(StoreError::TooMuch)?;
        chain.tip = Tip { number: entry.header.number, hash: entry.hash() };
        state.append(&chain, &[entry.into()], BookOf::OwnRestricted)?;
        Ok(chain.tip.hash)
    }

    fn open_book(&self, state: &mut State, opening: Opening, of: BookOf, now: i64) -> Result<Chain, StoreError> {
        state.clock = state.clock.tick(u64::try_from(now).unwrap_or_default());
        let entry = Entry::open(&self.key, opening, state.clock, now, chance::bytes());
        let chain = Chain::begin(&entry).map_err(|_| StoreError::Unreadable("a page"))?;
        state.append(&chain, &[entry.into()], of)?;
        Ok(chain)
    }

    /// Opens the next book of the team or of the restricted part, once the one before has parted and all of it has arrived.
    pub(super) fn turn_over_one(&self, of: BookOf, now: i64) -> Result<Option<Predecessor>, StoreError> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let own = if of == BookOf::OwnRestricted { state.restricted_own } else { state.own };
        let (Some(tip), Some(own)) = (*state.parted_of(of), state.book_of(own)) else { return Ok(None) };
        let Some(old) = state.books.get(&own.book).filter(|_| own.arrived >= own.tip.number) else { return Ok(None) };
        let predecessor = Some(Predecessor { book: own.book, tip });
        let waiting: Vec<EntryHash> = waiting(old, state);
        let opening = Opening {
            device_key: self.key.public(),
            scope: old.chain.opening.scope,
            nonce: chance::bytes(),
            predecessor,
        };
        state.earlier.insert(own.book);
        *state.parted_of(of) = None;
        self.open_book(state, opening, of, now)?;
        waiting.into_iter().try_for_each(|hash| state.merge_anew(hash))?;
        Ok(predecessor)
    }
}

fn waiting(old: &Held, state: &State) -> Vec<EntryHash> {
    old.pages.iter().map(|(hash, _)| *hash).filter(|hash| state.held_back.contains(hash)).collect()
}

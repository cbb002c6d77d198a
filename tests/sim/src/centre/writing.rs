//! What is written to the database, each change with its way back.

use super::database::{Held, Open, View, no_facts};
use book::{BookId, Chain, Clock, DeviceId, Page, RecordId, ScopeId, UserId};
use protocol::{Checkpoint, PhotoHash, TabletState};
use record::{Edition, Erasure, Record, Verdict};
use server_core::{
    Archived, BundlePolicy, Code, Council, Counted, Device, Exports, FactsAt, Fault, HeldGrant, Mark, PhotoRow, Team,
    User, Writing,
};
use std::sync::Arc;

fn taken(what: &str) -> Fault {
    Fault::Damaged(format!("there is such a {what} already"))
}

/// Puts a value into one of the maps, and remembers what was there.
macro_rules! put {
    ($open:expr, $map:ident, $key:expr, $value:expr) => {{
        let key = $key;
        let before = $open.state().$map.insert(key, $value);
        $open.or_back(move |state| match before {
            Some(before) => drop(state.$map.insert(key, before)),
            None => drop(state.$map.remove(&key)),
        });
    }};
}

impl Writing for View<Open<'_>> {
    fn commit(self: Box<Self>) -> Result<(), Fault> {
        self.0.commit()
    }

    fn put_council(&mut self, council: &Council) -> Result<(), Fault> {
        if self.0.council.is_some() {
            return Err(taken("council"));
        }
        self.0.state().council = Some(council.clone());
        self.0.or_back(|state| state.council = None);
        Ok(())
    }

    fn put_half_restored(&mut self, half: bool) -> Result<(), Fault> {
        let before = std::mem::replace(&mut self.0.state().half_restored, half);
        self.0.or_back(move |state| state.half_restored = before);
        Ok(())
    }

    fn put_bundle_policy(&mut self, policy: BundlePolicy) -> Result<(), Fault> {
        let before = std::mem::replace(&mut self.0.state().bundles, policy);
        self.0.or_back(move |state| state.bundles = before);
        Ok(())
    }

    fn put_team(&mut self, team: &Team) -> Result<(), Fault> {
        if self.0.teams.values().any(|held| held.name == team.name || held.scope == team.scope) {
            return Err(taken("team"));
        }
        put!(self.0, teams, team.scope, team.clone());
        Ok(())
    }

    fn put_user(&mut self, user: &User) -> Result<(), Fault> {
        if self.0.users.values().any(|held| held.name == user.name && held.id != user.id) {
            return Err(taken("user"));
        }
        put!(self.0, users, user.id, user.clone());
        Ok(())
    }

    fn put_password(&mut self, user: UserId, password: Option<&str>) -> Result<(), Fault> {
        let state = self.0.state();
        let before = match password {
            Some(password) => state.passwords.insert(user, password.to_owned()),
            None => state.passwords.remove(&user),
        };
        self.0.or_back(move |state| match before {
            Some(before) => drop(state.passwords.insert(user, before)),
            None => drop(state.passwords.remove(&user)),
        });
        Ok(())
    }

    fn put_device(&mut self, device: &Device) -> Result<(), Fault> {
        let heard_at =
            self.0.devices.get(&device.id).map_or(device.heard_at, |held| held.heard_at.max(device.heard_at));
        put!(self.0, devices, device.id, Device { heard_at, ..device.clone() });
        Ok(())
    }

    fn put_tablet_state(&mut self, device: DeviceId, ahead_ms: i64, state: &TabletState) -> Result<(), Fault> {
        put!(self.0, tablet_states, device, (ahead_ms, state.clone()));
        Ok(())
    }

    fn put_grant(&mut self, grant: &HeldGrant) -> Result<(), Fault> {
        put!(self.0, grants, grant.signed.grant.id(), grant.clone());
        Ok(())
    }

    fn put_code(&mut self, code: &Code) -> Result<(), Fault> {
        put!(self.0, codes, code.hash, code.clone());
        Ok(())
    }

    fn append(&mut self, chain: &Chain, pages: &[Page]) -> Result<(), Fault> {
        let line = chain.line;
        let held = self.0.books.get(&line);
        let length = held.map_or(0, |held| held.pages.len());
        let before = held.map(|held| held.chain.clone());
        if pages.first().is_some_and(|first| first.number() != chain.first() + length as u64) {
            return Err(taken("page"));
        }
        let fresh = || Held { chain: chain.clone(), archived: Archived::default(), pages: Vec::new() };
        let held = self.0.state().books.entry(line).or_insert_with(fresh);
        held.chain = chain.clone();
        held.pages.extend(pages.iter().map(|page| (page.hash(), chain.stored(page).into())));
        self.0.or_back(move |state| match before {
            None => drop(state.books.remove(&line)),
            Some(before) => {
                if let Some(held) = state.books.get_mut(&line) {
                    held.chain = before;
                    held.pages.truncate(length);
                }
            }
        });
        Ok(())
    }

    fn put_record(&mut self, scope: ScopeId, record: &Record) -> Result<(), Fault> {
        put!(self.0, records, (scope, record.id), Arc::new(record.clone()));
        Ok(())
    }

    fn clear_records(&mut self, scope: ScopeId) -> Result<(), Fault> {
        let state = self.0.state();
        let gone: Vec<_> = state.records.keys().filter(|(of, _)| *of == scope).copied().collect();
        let gone: Vec<_> = gone.into_iter().filter_map(|key| Some((key, state.records.remove(&key)?))).collect();
        self.0.or_back(move |state| state.records.extend(gone));
        Ok(())
    }

    fn settle_records(&mut self, _: ScopeId) -> Result<(), Fault> {
        Ok(())
    }

    fn keep_facts(&mut self, _: ScopeId, _: &Counted) -> Result<(), Fault> {
        Err(no_facts())
    }

    fn drop_facts(&mut self, _: ScopeId, _: RecordId) -> Result<(), Fault> {
        Err(no_facts())
    }

    fn put_facts_at(&mut self, _: ScopeId, _: &FactsAt) -> Result<(), Fault> {
        Err(no_facts())
    }

    fn put_mark(&mut self, _: Mark, _: i64) -> Result<(), Fault> {
        Ok(())
    }

    fn put_exports(&mut self, _: &Exports) -> Result<(), Fault> {
        Ok(())
    }

    fn put_edition(&mut self, scope: ScopeId, edition: &Edition, clock: Clock) -> Result<(), Fault> {
        let key = (scope, edition.version);
        if self.0.state().editions.get(&key).is_none_or(|(held, _)| *held < clock) {
            put!(self.0, editions, key, (clock, edition.clone()));
        }
        Ok(())
    }

    fn put_verdict(&mut self, scope: ScopeId, verdict: &Verdict) -> Result<(), Fault> {
        let key = (scope, verdict.entry);
        if self.0.state().verdicts.insert(key) {
            self.0.or_back(move |state| {
                state.verdicts.remove(&key);
            });
        }
        Ok(())
    }

    fn put_reference(&mut self, year: u32, number: u32) -> Result<(), Fault> {
        let held = self.0.last_references.get(&year).copied();
        let highest = held.unwrap_or_default().max(number);
        self.0.state().last_references.insert(year, highest);
        self.0.or_back(move |state| match held {
            Some(held) => drop(state.last_references.insert(year, held)),
            None => drop(state.last_references.remove(&year)),
        });
        Ok(())
    }

    fn put_dvla_question(&mut self, scope: ScopeId, record: RecordId, id: &str, open: bool) -> Result<(), Fault> {
        let key = (scope, record, id.to_owned());
        let state = self.0.state();
        let held = match open {
            true => state.dvla_questions.insert(key.clone(), ()),
            false => state.dvla_questions.remove(&key),
        };
        self.0.or_back(move |state| match held {
            Some(()) => drop(state.dvla_questions.insert(key, ())),
            None => drop(state.dvla_questions.remove(&key)),
        });
        Ok(())
    }

    fn put_erasure(&mut self, scope: ScopeId, erasure: &Erasure) -> Result<(), Fault> {
        let key = (scope, erasure.order.record);
        let mut orders = self.0.orders.get(&key).cloned().unwrap_or_default();
        if !orders.contains(&erasure.order) {
            orders.push(erasure.order.clone());
        }
        put!(self.0, orders, key, orders);
        for (gone, field) in erasure.gone.iter().flat_map(|gone| gone.fields.iter().map(move |field| (gone, field))) {
            let key = (gone.entry, erasure.order.record, field.clone());
            if self.0.state().erased.insert(key.clone(), ()).is_none() {
                self.0.or_back(move |state| {
                    state.erased.remove(&key);
                });
            }
        }
        Ok(())
    }

    fn replace_page(&mut self, line: BookId, page: &Page) -> Result<(), Fault> {
        let hash = page.hash();
        let held = self.0.state().books.get_mut(&line).and_then(|held| held.page_mut(page.number()));
        if let Some((_, wire)) = held.filter(|(held, _)| *held == hash) {
            let (number, before) = (page.number(), std::mem::replace(wire, page.encode_wire().into()));
            self.0.or_back(move |state| {
                if let Some((_, wire)) = state.books.get_mut(&line).and_then(|held| held.page_mut(number)) {
                    *wire = before;
                }
            });
        }
        Ok(())
    }

    fn put_line_to_erase(&mut self, line: BookId, open: bool) -> Result<(), Fault> {
        if open {
            put!(self.0, to_erase, line, ());
        } else if self.0.state().to_erase.remove(&line).is_some() {
            self.0.or_back(move |state| {
                state.to_erase.insert(line, ());
            });
        }
        Ok(())
    }

    fn put_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash, open: bool) -> Result<(), Fault> {
        put!(self.0, erased_photos, (scope, hash), open);
        Ok(())
    }

    fn drop_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        if let Some(open) = self.0.state().erased_photos.remove(&(scope, hash)) {
            self.0.or_back(move |state| {
                state.erased_photos.insert((scope, hash), open);
            });
        }
        Ok(())
    }

    fn drop_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        if let Some(row) = self.0.state().photos.remove(&(scope, hash)) {
            self.0.or_back(move |state| {
                state.photos.insert((scope, hash), row);
            });
        }
        Ok(())
    }

    fn put_archived(&mut self, book: BookId, archived: Archived) -> Result<(), Fault> {
        if let Some(held) = self.0.state().books.get_mut(&book) {
            let before = std::mem::replace(&mut held.archived, archived);
            self.0.or_back(move |state| {
                if let Some(held) = state.books.get_mut(&book) {
                    held.archived = before;
                }
            });
        }
        Ok(())
    }

    fn put_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Fault> {
        put!(self.0, checkpoints, (checkpoint.scope, checkpoint.at), checkpoint.clone());
        Ok(())
    }

    fn put_photo(&mut self, photo: &PhotoRow) -> Result<(), Fault> {
        put!(self.0, photos, (photo.scope, photo.hash), *photo);
        Ok(())
    }
}

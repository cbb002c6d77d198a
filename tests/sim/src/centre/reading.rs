//! What is read from the database.

use super::database::{Held, State, View, no_facts};
use book::{BookId, Chain, DeviceId, EntryHash, GrantId, Line, PublicKey, RecordId, ScopeId, UserId};
use chrono::NaiveDate;
use protocol::{Checkpoint, PhotoHash, TabletState};
use record::{BehindRow, Edition, Order, Over, Record, Sum};
use server_core::{
    BookRow, BundlePolicy, Change, Changed, Code, Council, Device, Exports, FactsAt, Fault, HeldGrant, Mark, PhotoRow,
    Reading, Team, User,
};
use std::ops::{Bound, ControlFlow, Deref};
use std::sync::Arc;

impl Held {
    fn row(&self) -> BookRow {
        let Held { chain, archived, .. } = self;
        BookRow { line: chain.line, book: chain.book, scope: chain.opening.scope, tip: chain.tip, archived: *archived }
    }

    fn page(&self, number: u64) -> Option<&(EntryHash, Arc<[u8]>)> {
        self.pages.get(usize::try_from(number.checked_sub(self.chain.first())?).ok()?)
    }

    pub(super) fn page_mut(&mut self, number: u64) -> Option<&mut (EntryHash, Arc<[u8]>)> {
        self.pages.get_mut(usize::try_from(number.checked_sub(self.chain.first())?).ok()?)
    }
}

impl<S: Deref<Target = State>> View<S> {
    fn rows(&self, fits: impl Fn(&Held) -> bool) -> Vec<BookRow> {
        let mut held: Vec<_> = self.0.books.values().filter(|held| fits(held)).collect();
        held.sort_by_key(|held| held.chain.base.map(|base| base.tip.number));
        held.into_iter().map(Held::row).collect()
    }

    fn grants_where(&self, fits: impl Fn(&HeldGrant) -> bool) -> Vec<HeldGrant> {
        let mut grants: Vec<_> = self.0.grants.values().filter(|held| fits(held)).cloned().collect();
        grants.sort_by_key(|held| (held.signed.grant.from, held.signed.grant.id()));
        grants
    }

    fn photos_where(&self, fits: impl Fn(&PhotoRow) -> bool) -> Vec<PhotoRow> {
        self.0.photos.values().filter(|row| fits(row)).copied().collect()
    }
}

impl<S: Deref<Target = State>> Reading for View<S> {
    fn council(&self) -> Result<Option<Council>, Fault> {
        Ok(self.0.council.clone())
    }

    fn bundle_policy(&self) -> Result<BundlePolicy, Fault> {
        Ok(self.0.bundles)
    }

    fn half_restored(&self) -> Result<bool, Fault> {
        Ok(self.0.half_restored)
    }

    fn teams(&self) -> Result<Vec<Team>, Fault> {
        let mut teams: Vec<_> = self.0.teams.values().cloned().collect();
        teams.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(teams)
    }

    fn users(&self) -> Result<Vec<User>, Fault> {
        let mut users: Vec<_> = self.0.users.values().cloned().collect();
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }

    fn password(&self, user: UserId) -> Result<Option<String>, Fault> {
        Ok(self.0.passwords.get(&user).cloned())
    }

    fn devices(&self) -> Result<Vec<Device>, Fault> {
        let mut devices: Vec<_> = self.0.devices.values().cloned().collect();
        devices.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(devices)
    }

    fn device_by_token(&self, token: &[u8; 32]) -> Result<Option<Device>, Fault> {
        Ok(self.0.devices.values().find(|device| device.token == *token).cloned())
    }

    fn tablet_state(&self, device: DeviceId) -> Result<Option<(i64, TabletState)>, Fault> {
        Ok(self.0.tablet_states.get(&device).cloned())
    }

    fn device_by_key(&self, key: &PublicKey) -> Result<Option<Device>, Fault> {
        Ok(self.0.devices.values().find(|device| device.key == *key).cloned())
    }

    fn grant(&self, id: GrantId) -> Result<Option<HeldGrant>, Fault> {
        Ok(self.0.grants.get(&id).cloned())
    }

    fn grants_of_device(&self, device: DeviceId) -> Result<Vec<HeldGrant>, Fault> {
        Ok(self.grants_where(|held| held.signed.grant.device == device))
    }

    fn grants(&self) -> Result<Vec<HeldGrant>, Fault> {
        Ok(self.grants_where(|_| true))
    }

    fn grants_of_scope(&self, scope: ScopeId) -> Result<Vec<HeldGrant>, Fault> {
        let mut grants = self.grants_where(|held| held.signed.grant.scope == scope);
        grants.sort_by_key(|held| (std::cmp::Reverse(held.signed.grant.from), held.signed.grant.id()));
        Ok(grants)
    }

    fn code(&self, hash: &[u8; 32]) -> Result<Option<Code>, Fault> {
        Ok(self.0.codes.get(hash).cloned())
    }

    fn line(&self, line: BookId) -> Result<Option<Chain>, Fault> {
        Ok(self.0.books.get(&line).map(|held| held.chain.clone()))
    }

    fn lines(&self, book: BookId) -> Result<Vec<Chain>, Fault> {
        let mut lines: Vec<_> =
            self.0.books.values().map(|held| &held.chain).filter(|line| line.book == book).collect();
        lines.sort_by_key(|line| line.base.map(|base| base.tip.number));
        Ok(lines.into_iter().cloned().collect())
    }

    fn lines_of_scope(&self, scope: ScopeId) -> Result<Vec<Line>, Fault> {
        let lines = self.0.books.values().map(|held| &held.chain).filter(|line| line.opening.scope == scope);
        Ok(lines.map(|chain| Line { book: chain.book, line: chain.line, base: chain.base, tip: chain.tip }).collect())
    }

    fn books(&self) -> Result<Vec<BookRow>, Fault> {
        Ok(self.rows(|_| true))
    }

    fn book_row(&self, book: BookId) -> Result<Option<BookRow>, Fault> {
        Ok(self.0.books.get(&book).map(Held::row))
    }

    fn books_of_key(&self, key: &PublicKey) -> Result<Vec<BookRow>, Fault> {
        Ok(self.rows(|held| held.chain.opening.device_key == *key))
    }

    fn books_behind(&self) -> Result<Vec<BookRow>, Fault> {
        Ok(self.rows(|held| held.archived.number < held.chain.tip.number))
    }

    fn hash_at(&self, book: BookId, number: u64) -> Result<Option<EntryHash>, Fault> {
        Ok(self.0.books.get(&book).and_then(|held| held.page(number)).map(|(hash, _)| *hash))
    }

    fn pages(&self, book: BookId, after: u64, most: usize, bytes: usize) -> Result<Vec<Vec<u8>>, Fault> {
        let first = self.0.books.get(&book).map_or(1, |held| held.chain.first());
        let skip = usize::try_from((after + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        let (mut pages, mut total): (Vec<Vec<u8>>, _) = (Vec::new(), 0);
        let held = self.0.books.get(&book).into_iter().flat_map(|held| held.pages.iter().skip(skip));
        for (_, wire) in held.take(most) {
            total += wire.len();
            if total > bytes && !pages.is_empty() {
                break;
            }
            pages.push(wire.to_vec());
        }
        Ok(pages)
    }

    fn record(&self, scope: ScopeId, id: RecordId) -> Result<Option<Record>, Fault> {
        Ok(self.0.records.get(&(scope, id)).map(|record| Record::clone(record)))
    }

    fn each_record(&self, each: &mut dyn FnMut(ScopeId, &Record)) -> Result<(), Fault> {
        self.0.records.iter().for_each(|((scope, _), record)| each(*scope, record));
        Ok(())
    }

    fn last_change(&self) -> Result<u64, Fault> {
        Ok(0)
    }

    fn each_change(
        &self,
        _after: u64,
        each: &mut dyn FnMut(Change<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Fault> {
        let mut records = self.0.records.iter();
        Ok(records.try_for_each(|((scope, id), record)| {
            each(Change { scope: *scope, id: *id, began: 0, record: Some(record) })
        }))
    }

    // Nobody in a simulation is told figures: it keeps no facts, and says so rather than nothing of them.

    fn facts_at(&self, _: ScopeId) -> Result<Option<FactsAt>, Fault> {
        Ok(None)
    }

    fn records_after(&self, scope: ScopeId, after: RecordId, most: usize) -> Result<Changed, Fault> {
        let behind = (Bound::Excluded((scope, after)), Bound::Unbounded);
        let records = self.0.records.range(behind).take_while(|((of, _), _)| *of == scope).take(most);
        Ok(records.map(|((_, id), record)| (0, *id, Some(Record::clone(record)))).collect())
    }

    fn changed_after(&self, scope: ScopeId, after: (u64, RecordId), most: usize) -> Result<Changed, Fault> {
        self.records_after(scope, after.1, most)
    }

    fn many_changed(&self, scope: ScopeId, _: u64) -> Result<u64, Fault> {
        Ok(self.0.records.keys().filter(|(of, _)| *of == scope).count() as u64)
    }

    fn sum(&self, _: ScopeId, _: &Over) -> Result<Sum, Fault> {
        Err(no_facts())
    }

    fn names_of_figure(&self, _: ScopeId, _: &Over) -> Result<Vec<String>, Fault> {
        Err(no_facts())
    }

    fn behind(&self, _: ScopeId, _: &Over, _: &mut dyn FnMut(BehindRow) -> ControlFlow<()>) -> Result<(), Fault> {
        Err(no_facts())
    }

    fn doubts_of_figures(&self, _: ScopeId, _: [NaiveDate; 2], _: Option<&[String]>) -> Result<[u64; 2], Fault> {
        Err(no_facts())
    }

    fn first_day(&self, _: ScopeId, _: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
        Err(no_facts())
    }

    fn mark_at(&self, _: i64) -> Result<Option<Mark>, Fault> {
        Ok(None)
    }

    fn exports(&self) -> Result<Exports, Fault> {
        Ok(Exports::default())
    }

    fn has_verdict(&self, scope: ScopeId, entry: EntryHash) -> Result<bool, Fault> {
        Ok(self.0.verdicts.contains(&(scope, entry)))
    }

    fn verdicts(&self) -> Result<Vec<(ScopeId, EntryHash)>, Fault> {
        let mut verdicts: Vec<_> = self.0.verdicts.iter().copied().collect();
        verdicts.sort_unstable();
        Ok(verdicts)
    }

    fn waiting(&self) -> Result<Vec<(BookId, u64)>, Fault> {
        let mut waiting = Vec::new();
        for held in self.0.books.values() {
            let scope = held.chain.opening.scope;
            let pages = (held.chain.first()..)
                .zip(&held.pages)
                .filter(|(_, (hash, _))| self.0.verdicts.contains(&(scope, *hash)));
            waiting.extend(pages.map(|(number, _)| (held.chain.line, number)));
        }
        Ok(waiting)
    }

    fn last_reference(&self, year: u32) -> Result<u32, Fault> {
        Ok(self.0.last_references.get(&year).copied().unwrap_or_default())
    }

    fn dvla_questions(&self, most: usize) -> Result<Vec<(ScopeId, RecordId, String)>, Fault> {
        Ok(self.0.dvla_questions.keys().take(most).cloned().collect())
    }

    fn last_checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, Fault> {
        let mut all = self.0.checkpoints.range((scope, i64::MIN)..=(scope, i64::MAX));
        Ok(all.next_back().map(|(_, checkpoint)| checkpoint.clone()))
    }

    fn checkpoints(&self) -> Result<Vec<Checkpoint>, Fault> {
        Ok(self.0.checkpoints.values().cloned().collect())
    }

    fn photo(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<PhotoRow>, Fault> {
        Ok(self.0.photos.get(&(scope, hash)).copied())
    }

    fn erased_of(&self, entry: EntryHash) -> Result<Vec<(RecordId, String)>, Fault> {
        let first = (entry, RecordId(uuid::Uuid::nil()), String::new());
        let of = self.0.erased.range(first..).take_while(|((of, ..), ())| *of == entry);
        Ok(of.map(|((_, record, field), ())| (*record, field.clone())).collect())
    }

    fn orders_on(&self, scope: ScopeId, record: RecordId) -> Result<Vec<Order>, Fault> {
        Ok(self.0.orders.get(&(scope, record)).cloned().unwrap_or_default())
    }

    fn lines_to_erase(&self) -> Result<Vec<BookId>, Fault> {
        Ok(self.0.to_erase.keys().copied().collect())
    }

    fn erased_photos(&self) -> Result<Vec<(ScopeId, PhotoHash, bool)>, Fault> {
        Ok(self.0.erased_photos.iter().map(|((scope, hash), open)| (*scope, *hash, *open)).collect())
    }

    fn edition(&self) -> Result<Option<Edition>, Fault> {
        Ok(self
            .0
            .editions
            .values()
            .max_by_key(|(clock, edition)| (edition.version, *clock))
            .map(|(_, edition)| edition.clone()))
    }

    fn has_edition(&self, scope: ScopeId, version: u32) -> Result<bool, Fault> {
        Ok(self.0.editions.contains_key(&(scope, version)))
    }

    fn photo_is_erased(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault> {
        Ok(self.0.erased_photos.contains_key(&(scope, hash)))
    }

    fn photos(&self) -> Result<Vec<PhotoRow>, Fault> {
        Ok(self.photos_where(|row| row.whole))
    }

    fn photos_behind(&self) -> Result<Vec<PhotoRow>, Fault> {
        Ok(self.photos_where(|row| row.whole && !row.archived))
    }
}

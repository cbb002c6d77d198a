//! What the office takes out, in memory: pages by a verdict, and values by an erasure, as in `store::erase`.

use super::State;
use book::{EntryHash, Page, RecordId};
use protocol::PhotoHash;
use record::{Erasure, Record, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::StoreError;

impl State {
    pub(super) fn hold_back(&mut self, verdict: &Verdict) -> Result<(), StoreError> {
        self.held_back.insert(verdict.entry);
        match self.pages.get(&verdict.entry) {
            Some((book, _)) if ![self.own, self.restricted_own].contains(&Some(*book)) => {
                self.merge_anew(verdict.entry)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn merge_anew(&mut self, entry: EntryHash) -> Result<(), StoreError> {
        let Some(&(book, number)) = self.pages.get(&entry) else { return Ok(()) };
        let Some(held) = self.books.get(&book) else { return Ok(()) };
        let scope = held.chain.opening.scope;
        let Some(entry) = held.entry(number)? else { return Ok(()) };
        let Some(says) = self.says(scope, &entry) else { return Ok(()) };
        let ids: BTreeSet<_> = says.header.writes().map(|(record, _)| record).collect();
        for id in ids {
            let mut record = Record::new(id);
            for (book, number) in self.about.get(&id).into_iter().flatten() {
                let Some(held) = self.books.get(book) else { continue };
                let Some(entry) = held.entry(*number)? else { continue };
                let Some(says) = self.says(scope, &entry) else { continue };
                let (hash, own) = (entry.hash(), [self.own, self.restricted_own].contains(&Some(*book)));
                if own || !self.held_back.contains(&hash) {
                    record.take_of(&says, hash);
                }
            }
            self.records.insert(id, Arc::new(record));
            self.note_photos(id);
        }
        Ok(())
    }

    /// Pages as orders leave them; none if orders name none of them.
    pub(super) fn stripped(&self, pages: &[Page]) -> Option<Vec<Page>> {
        let named = |page: &Page| self.erased.contains_key(&page.hash());
        pages.iter().any(named).then(|| pages.iter().map(|page| self.without(page.clone())).collect())
    }

    fn without(&self, page: Page) -> Page {
        let Some(named) = self.erased.get(&page.hash()) else { return page };
        page.erase(|record, field| named.contains(&(record, field.to_owned())))
    }

    /// Follows what the office ordered.
    pub(super) fn follow(&mut self, erasures: Vec<Erasure>) -> Result<(), StoreError> {
        if self.keeps_erased {
            return Ok(());
        }
        for erasure in erasures {
            let record = erasure.order.record;
            self.orders.entry(record).or_default().insert(erasure.order.id, erasure.order.clone());
            for gone in erasure.gone {
                let fields = gone.fields.iter().cloned().map(|field| (record, field));
                self.erased.entry(gone.entry).or_default().extend(fields);
                self.strip(gone.entry)?;
                for photo in
                    gone.fields.iter().filter_map(|field| PhotoHash::from_hex(field.strip_prefix(record::PHOTO)?))
                {
                    self.let_go(record, photo);
                }
            }
        }
        Ok(())
    }

    /// What a write to this field names beside what it replaces.
    pub(super) fn marks(&self, record: RecordId, field: &str) -> Vec<EntryHash> {
        let orders = self.orders.get(&record).into_iter().flat_map(|orders| orders.values());
        orders.filter(|order| order.names(field)).map(|order| order.mark()).collect()
    }

    fn strip(&mut self, entry: EntryHash) -> Result<(), StoreError> {
        let Some((line, number)) = self.pages.get(&entry).copied() else { return Ok(()) };
        let Some(held) = self.books.get(&line) else { return Ok(()) };
        let Some(held_entry) = held.entry(number)? else { return Ok(()) };
        let left = self.without(held_entry.into());
        let index = usize::try_from(number.saturating_sub(held.chain.first())).unwrap_or(usize::MAX);
        if let Some((_, wire)) = self.books.get_mut(&line).and_then(|held| held.pages.get_mut(index)) {
            *wire = left.encode_wire().into();
        }
        self.merge_anew(entry)
    }

    fn let_go(&mut self, record: RecordId, photo: PhotoHash) {
        let name = photo.to_string();
        if self
            .records
            .get(&record)
            .map(|record| record.photos())
            .unwrap_or_default()
            .iter()
            .any(|row| row.sha256 == name)
        {
            return;
        }
        let left = self.photo_on.get_mut(&photo).is_some_and(|on| {
            on.remove(&record);
            !on.is_empty()
        });
        if !left {
            self.photo_on.remove(&photo);
            self.photos.remove(&photo);
        }
    }
}

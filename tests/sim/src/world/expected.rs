//! What a set of pages adds up to, worked out in another way than the product does: for each field, the writes held less
//! those that any write held replaces.

use crate::tablet::edition_of;
use anyhow::{Context, Result, ensure};
use book::{BookId, Chain, Entry, EntryHash, Line, OpeningKey, Page, PublicKey, RecordId, ScopeId};
use protocol::{PhotoHash, Tips};
use record::{Erasure, Verdict, sealed};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What stands, by the fields of a record: in ascending order.
pub(super) type Fields<'a> = BTreeMap<&'a str, Vec<EntryHash>>;

/// All pages of a scope, read and verified.
#[derive(Default)]
pub(super) struct Pages {
    entries: HashMap<EntryHash, (BookId, Entry)>,
    /// What sealed ones say.
    opened: HashMap<EntryHash, Entry>,
    /// The restricted part and its key, if this is one.
    restricted: Option<(ScopeId, OpeningKey)>,
    /// Pages that cannot be read.
    opaque: BTreeSet<EntryHash>,
    about: BTreeMap<RecordId, BTreeSet<EntryHash>>,
    held_back: BTreeSet<EntryHash>,
    /// What was ordered to be erased: entry, record and field.
    pub(super) gone: BTreeSet<(EntryHash, RecordId, String)>,
    /// How many pages each action is on.
    pub(super) actions: BTreeMap<u64, BTreeSet<EntryHash>>,
    pub(super) tips: Tips,
    /// The newest catalogue that the office published in them.
    pub(super) edition: Option<u32>,
}

impl Pages {
    /// Reads lines, each from its first page and after the line that it leaves.
    pub(super) fn read(
        books: &[(Line, Vec<Vec<u8>>)],
        root: &PublicKey,
        restricted: Option<(ScopeId, OpeningKey)>,
    ) -> Result<Self> {
        let mut pages = Self { restricted, ..Self::default() };
        let mut openings: BTreeMap<BookId, Chain> = BTreeMap::new();
        for (line, wires) in books {
            let mut chain = match line.base {
                None => None,
                Some(base) => {
                    let opened = openings.get(&line.book).context("a branch without its book")?;
                    ensure!(pages.holds(&base.tip.hash), "a branch whose last shared page is not held");
                    Some(Chain { tip: base.tip, ..opened.clone() })
                }
            };
            for wire in wires {
                let page = match &mut chain {
                    None => {
                        let entry = Entry::decode_wire(wire, line.book, 1, EntryHash([0; 32]))?;
                        openings.insert(line.book, chain.insert(Chain::begin(&entry)?).clone());
                        entry.into()
                    }
                    Some(chain) => {
                        let (at, key) = (chain.tip, chain.opening.device_key);
                        let page = Page::decode_wire(wire, line.book, at.number + 1, at.hash, &key)?;
                        let hash = page.hash();
                        chain.link_as(&page, hash)?;
                        let (page, signed) = page.verified_as_read(&key.ready(), hash);
                        ensure!(signed, "a page that was not signed");
                        page
                    }
                };
                let of_office = chain.as_ref().is_some_and(|chain| chain.opening.device_key == *root);
                let hash = chain.as_ref().context("a page without its book")?.tip.hash;
                match page {
                    Page::Entry(entry) => pages.add(line.line, hash, entry, of_office)?,
                    Page::Opaque(_) => drop(pages.opaque.insert(hash)),
                }
            }
            ensure!(chain.is_some_and(|chain| chain.tip == line.tip), "a book that does not end where it is said to");
        }
        pages.tips = books.iter().map(|(line, _)| line).collect();
        Ok(pages)
    }

    fn add(&mut self, book: BookId, hash: EntryHash, entry: Entry, of_office: bool) -> Result<()> {
        if of_office {
            if let Some(version) = edition_of(&entry) {
                // It is nothing of a record.
                self.edition = self.edition.max(Some(version));
                self.entries.insert(hash, (book, entry));
                return Ok(());
            }
            self.held_back.extend(Verdict::read(&entry).into_iter().map(|verdict| verdict.entry));
            for Erasure { order, gone, .. } in Erasure::read(&entry) {
                let named =
                    gone.into_iter().flat_map(|gone| gone.fields.into_iter().map(move |field| (gone.entry, field)));
                self.gone.extend(named.map(|(entry, field)| (entry, order.record, field)));
            }
        }
        if let Some((scope, key)) = self.restricted.as_ref().filter(|_| !of_office && entry.header.number > 1) {
            self.opened.insert(hash, sealed::open(key, *scope, &entry).context("a page in the clear")?.entry);
        }
        let says = self.opened.get(&hash).unwrap_or(&entry);
        let said = says.values().find_map(|(_, _, value)| action(value));
        if let Some(action) = said {
            self.actions.entry(action).or_default().insert(hash);
        }
        for (record, _) in says.header.writes() {
            self.about.entry(record).or_default().insert(hash);
        }
        self.entries.insert(hash, (book, entry));
        Ok(())
    }

    /// Whether the office holds a value of an entry.
    pub(super) fn says(&self, entry: &EntryHash, record: RecordId, field: &str) -> bool {
        let held = self.entries.get(entry).into_iter().flat_map(|(_, entry)| entry.values());
        held.into_iter().any(|(of, write, _)| of == record && write.field == field)
    }

    /// Whether a page is held by a tablet as the office holds it.
    pub(super) fn is_stored_as(&self, entry: &EntryHash, wire: &[u8]) -> bool {
        self.entries.get(entry).is_some_and(|(_, entry)| entry.encode_wire() == wire)
    }

    /// The book and number of an entry.
    pub(super) fn place(&self, entry: &EntryHash) -> Option<(BookId, u64)> {
        self.entries.get(entry).map(|(_, entry)| (entry.book(), entry.header.number))
    }

    /// Whether a photo's row was erased.
    pub(super) fn is_erased(&self, photo: PhotoHash) -> bool {
        let row = format!("{}{photo}", record::PHOTO);
        self.gone.iter().any(|(_, _, field)| *field == row)
    }

    pub(super) fn holds(&self, entry: &EntryHash) -> bool {
        self.entries.contains_key(entry) || self.opaque.contains(entry)
    }

    /// The records that are written about.
    pub(super) fn records(&self) -> impl Iterator<Item = RecordId> {
        self.about.keys().copied()
    }

    /// What must stand of a record for someone whose own book is `own`: its pages count there, whatever the verdicts say.
    pub(super) fn stands(&self, id: RecordId, own: Option<BookId>) -> Fields<'_> {
        let mut fields = Fields::new();
        let mut replaced = BTreeSet::new();
        for hash in self.about.get(&id).into_iter().flatten() {
            let Some((book, entry)) = self.entries.get(hash) else { continue };
            if own != Some(*book) && self.held_back.contains(hash) {
                continue;
            }
            let says = self.opened.get(hash).unwrap_or(entry);
            for (_, write) in says.header.writes().filter(|(record, _)| *record == id) {
                fields.entry(&*write.field).or_default().push(*hash);
                replaced.extend(write.replaces.iter().map(|gone| (&*write.field, *gone)));
            }
        }
        for (field, hashes) in &mut fields {
            hashes.retain(|hash| !replaced.contains(&(*field, *hash)));
        }
        fields
    }
}

impl Pages {
    /// Whether what is said of a record is sealed.
    pub(super) fn is_sealed(&self, id: RecordId) -> bool {
        self.about.get(&id).into_iter().flatten().any(|hash| self.opened.contains_key(hash))
    }

    /// What must stand at the office, which of a sealed record keeps nothing but what it counts by.
    pub(super) fn counts(&self, id: RecordId) -> Fields<'_> {
        let mut fields = self.stands(id, None);
        if self.is_sealed(id) {
            fields.retain(|field, _| [record::KIND, record::WITHDRAWN].contains(field));
        }
        fields
    }
}

/// The number of the action in a value such as `"a17: two sacks"`, or within one.
fn action(value: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(value).ok()?;
    let (_, rest) = text.split_once("\"a")?;
    rest.split_once(": ")?.0.parse().ok()
}

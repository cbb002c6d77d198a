//! A tablet's store in memory: the rules of `store::Store` without a database, lists and search. The merge is the real one.

mod controls;
mod photos;
mod receiving;
mod restricted;
mod taken_out;

use super::{Machine, Write};
use crate::chance;
use crate::history::Control;
use book::{
    BookId, Chain, Clock, ClockQuality, Draft, Entry, EntryHash, FieldWrite, GrantId, Line, Opacity, Opening, Page,
    Predecessor, PublicKey, RecordId, ScopeId, SecretKey, SignedGrant, Tip,
};
use protocol::bundle::{BundleSealer, Part};
use protocol::{
    Checkpoint, Notice, PhotoHash, Problem, Promise, Receipt, Request, RestrictedPart, Run, Subject, limits,
};
use record::{Erasure, Order, Record, Verdict};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use store::{Enrolment, NewPhoto, OwnBook, PhotoAt, PhotoInfo, PhotoToSend, StoreError};
use sync::Notebook;

/// A tablet in memory.
pub struct Memory {
    key: SecretKey,
    state: RefCell<State>,
    copy: Option<State>,
    control: Option<Control>,
    /// What has reached the disk, where a control keeps commits off it.
    synced: RefCell<Option<State>>,
}

#[derive(Clone, Default)]
struct State {
    enrolment: Option<Enrolment>,
    books: BTreeMap<BookId, Held>,
    own: Option<BookId>,
    /// Its own earlier books.
    earlier: BTreeSet<BookId>,
    /// The last page of the own book that another branch shares.
    parted: Option<Tip>,
    /// The same of the own book in the restricted part, what the office said of that part, and the records opened there.
    restricted_own: Option<BookId>,
    restricted_parted: Option<Tip>,
    part: Option<RestrictedPart>,
    opened: BTreeSet<RecordId>,
    pages: HashMap<EntryHash, (BookId, u64)>,
    records: BTreeMap<RecordId, Arc<Record>>,
    about: BTreeMap<RecordId, BTreeSet<(BookId, u64)>>,
    held_back: BTreeSet<EntryHash>,
    /// What the office ordered to be erased.
    erased: BTreeMap<EntryHash, BTreeSet<(RecordId, String)>>,
    /// The orders by record.
    orders: BTreeMap<RecordId, BTreeMap<uuid::Uuid, Order>>,
    /// A control: orders to erase are not followed.
    keeps_erased: bool,
    /// A control: the later write hides the other.
    last_wins: bool,
    grants: BTreeMap<GrantId, SignedGrant>,
    checkpoints: BTreeMap<ScopeId, Checkpoint>,
    notice: Option<Notice>,
    photos: BTreeMap<PhotoHash, Photo>,
    photo_on: BTreeMap<PhotoHash, BTreeSet<RecordId>>,
    clock: Clock,
    quality: Option<ClockQuality>,
    asked_at: Option<i64>,
}

#[derive(Clone)]
struct Held {
    chain: Chain,
    pages: Vec<(EntryHash, Arc<[u8]>)>,
    arrived: u64,
    backed_up: u64,
}

#[derive(Clone)]
struct Photo {
    bytes: Option<Arc<[u8]>>,
    length: u64,
    mime: String,
    own: bool,
    at: PhotoAt,
    sent: u64,
    trouble: Option<String>,
    failures: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BookOf {
    Own,
    OwnRestricted,
    Earlier,
    Office,
    Colleague,
}

impl Held {
    fn hash_at(&self, number: u64) -> Option<EntryHash> {
        self.pages.get(usize::try_from(number.checked_sub(self.chain.first())?).ok()?).map(|(hash, _)| *hash)
    }

    /// The hash of the page before a page of this line.
    fn before(&self, number: u64) -> Option<EntryHash> {
        match self.chain.base {
            Some(base) if base.tip.number + 1 == number => Some(base.tip.hash),
            _ if number == 1 => Some(EntryHash([0; 32])),
            _ => self.hash_at(number.checked_sub(1)?),
        }
    }

    /// A page, if it can be read.
    fn entry(&self, number: u64) -> Result<Option<Entry>, StoreError> {
        let unreadable = || StoreError::Unreadable("a page");
        let index = usize::try_from(number.saturating_sub(self.chain.first())).unwrap_or(usize::MAX);
        let previous = self.before(number).ok_or_else(unreadable)?;
        let (_, wire) = self.pages.get(index).ok_or_else(unreadable)?;
        let (book, key) = (self.chain.book, self.chain.opening.device_key);
        let page = match number {
            1 => Entry::decode_wire(wire, book, number, previous).map(Page::from),
            _ => Page::decode_wire(wire, book, number, previous, &key),
        };
        Ok(page.map_err(|_| unreadable())?.entry().cloned())
    }
}

impl State {
    fn own_book(&self) -> Option<OwnBook> {
        self.book_of(self.own)
    }

    fn book_of(&self, own: Option<BookId>) -> Option<OwnBook> {
        let held = self.books.get(&own?)?;
        let (arrived, backed_up) = (held.arrived, held.backed_up);
        Some(OwnBook { book: held.chain.book, tip: held.chain.tip, arrived, backed_up })
    }

    fn append(&mut self, chain: &Chain, pages: &[Page], of: BookOf) -> Result<(), StoreError> {
        let stripped = self.stripped(pages);
        let pages = stripped.as_deref().unwrap_or(pages);
        let book = chain.line;
        match of {
            BookOf::Own => self.own = Some(book),
            BookOf::OwnRestricted => self.restricted_own = Some(book),
            BookOf::Earlier => drop(self.earlier.insert(book)),
            BookOf::Office | BookOf::Colleague => {}
        }
        let fresh = || Held { chain: chain.clone(), pages: Vec::new(), arrived: 0, backed_up: 0 };
        let held = self.books.entry(book).or_insert_with(fresh);
        held.chain = chain.clone();
        let hashes: Vec<EntryHash> = pages.iter().map(Page::hash).collect();
        held.pages.extend(pages.iter().zip(&hashes).map(|(page, hash)| (*hash, chain.stored(page).into())));
        let mut verdicts = Vec::new();
        let mut erasures = Vec::new();
        let mut touched = BTreeSet::new();
        for (page, hash) in pages.iter().zip(hashes) {
            let place = (book, page.number());
            self.pages.insert(hash, place);
            let Some(entry) = page.entry() else { continue };
            if of == BookOf::Office {
                // A catalogue is nothing of a record.
                if super::edition_of(entry).is_some() {
                    continue;
                }
                verdicts.extend(Verdict::read(entry));
                erasures.extend(Erasure::read(entry));
            }
            let own = matches!(of, BookOf::Own | BookOf::OwnRestricted);
            let held_back = !own && self.held_back.contains(&hash);
            let Some(says) = self.says(chain.opening.scope, entry) else { continue };
            let (sealed, entry) = (matches!(says, Cow::Owned(_)), says.as_ref());
            let records: BTreeSet<_> = entry.header.writes().map(|(record, _)| record).collect();
            for id in records {
                let record = Arc::make_mut(self.records.entry(id).or_insert_with(|| Arc::new(Record::new(id))));
                if !held_back {
                    record.take_of(entry, hash);
                    if self.last_wins {
                        controls::hide_all_but_the_last(record);
                    }
                }
                self.about.entry(id).or_default().insert(place);
                touched.insert(id);
                if sealed {
                    self.opened.insert(id);
                }
            }
        }
        touched.iter().for_each(|id| self.note_photos(*id));
        verdicts.into_iter().try_for_each(|verdict| self.hold_back(&verdict))?;
        self.follow(erasures)
    }
}

impl Memory {
    /// An empty one with this key, and with this fault if it is a control.
    pub fn new(key: SecretKey, control: Option<Control>) -> Self {
        let state = State {
            last_wins: control == Some(Control::LastWriterWins),
            keeps_erased: control == Some(Control::KeepsErased),
            ..State::default()
        };
        Self { key, state: RefCell::new(state), copy: None, control, synced: RefCell::default() }
    }
}

impl Machine for Memory {
    fn notebook(&self) -> Result<&dyn Notebook, StoreError> {
        Ok(self)
    }

    fn enrol(&self, enrolment: &Enrolment, grant: &SignedGrant, now: i64) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        state.enrolment = Some(enrolment.clone());
        state.grants.insert(grant.grant.id(), grant.clone());
        if state.own.is_none() {
            let opening = Opening {
                device_key: self.key.public(),
                scope: enrolment.scope,
                nonce: chance::bytes(),
                predecessor: None,
            };
            state.clock = state.clock.tick(u64::try_from(now).unwrap_or_default());
            let entry = Entry::open(&self.key, opening, state.clock, now, chance::bytes());
            let chain = Chain::begin(&entry).map_err(|_| StoreError::Unreadable("a page"))?;
            state.append(&chain, &[entry.into()], BookOf::Own)?;
        }
        Ok(())
    }

    fn write(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        if self.control == Some(Control::UnsyncedCommits) && chance::percent(10) {
            *self.synced.borrow_mut() = Some(self.state.borrow().clone());
        }
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let mut chain = state.own.and_then(|own| state.books.get(&own)).ok_or(StoreError::NoBook)?.chain.clone();
        let clock = state.clock.tick(u64::try_from(now).unwrap_or_default());
        let draft = Draft {
            clock,
            wall: now,
            quality: state.quality.unwrap_or(ClockQuality::Unchecked),
            author,
            catalogue: 1 + chance::below(3) as u32,
            writes: writes
                .into_iter()
                .map(|(id, field, value)| {
                    let mut replaces = state.records.get(&id).map(|record| record.heads(&field)).unwrap_or_default();
                    replaces.extend(state.marks(id, &field));
                    (id, FieldWrite { field, replaces }, value.to_string().into_bytes())
                })
                .collect(),
            key: chance::bytes(),
        };
        let entry = Entry::write(&self.key, chain.book, chain.tip, draft).map_err(StoreError::TooMuch)?;
        chain.tip = Tip { number: entry.header.number, hash: entry.hash() };
        state.append(&chain, &[entry.into()], BookOf::Own)?;
        state.clock = clock;
        Ok(chain.tip.hash)
    }

    fn write_restricted(&self, author: GrantId, writes: Vec<Write>, now: i64) -> Result<EntryHash, StoreError> {
        self.seal(author, writes, now)
    }

    fn record(&self, id: RecordId) -> Result<Option<Arc<Record>>, StoreError> {
        Ok(self.state.borrow().records.get(&id).cloned())
    }

    fn write_unreadable(&self, why: Opacity, _now: i64) -> Result<Option<EntryHash>, StoreError> {
        let mut state = self.state.borrow_mut();
        let mut chain = state.own.and_then(|own| state.books.get(&own)).ok_or(StoreError::NoBook)?.chain.clone();
        let page = super::unreadable::page(&self.key, &chain, why).map_err(|_| StoreError::Unreadable("a page"))?;
        chain.link(&page).map_err(|_| StoreError::Unreadable("a page"))?;
        state.append(&chain, &[page], BookOf::Own)?;
        Ok(Some(chain.tip.hash))
    }

    fn bundle(&self, now: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let state = self.state.borrow();
        let (Some(notice), Some(enrolment)) = (&state.notice, &state.enrolment) else { return Ok(None) };
        let unsealed = |_| StoreError::Unreadable("the council office's key");
        let to = (&enrolment.root, &notice.sealing);
        let (mut sealer, mut file) =
            BundleSealer::begin(to, &self.key, &enrolment.book_code, now, chance::bytes()).map_err(unsealed)?;
        let mut lines: Vec<_> = state.books.values().collect();
        lines.sort_by_key(|held| {
            let opening = &held.chain.opening;
            (opening.device_key != enrolment.root, held.chain.base.map(|base| base.tip.number))
        });
        for held in lines {
            let mut after = held.backed_up.max(held.chain.first() - 1);
            while let Some(run) = self.run(held.chain.line, after, limits::PAGE_ENTRIES, limits::PAGE_BYTES)? {
                after += run.entries.len() as u64;
                let part = Part::Pages(Request { runs: vec![run], ..Request::default() });
                file.extend(sealer.part(&part).map_err(unsealed)?);
            }
        }
        for (hash, photo) in state.own_photos().into_iter().filter(|(_, photo)| photo.at < PhotoAt::BackedUp) {
            let Some(bytes) = &photo.bytes else { continue };
            let begin = Part::Photo { scope: enrolment.scope, hash, length: photo.length };
            file.extend(sealer.part(&begin).map_err(unsealed)?);
            file.extend(sealer.part(&Part::PhotoBytes(bytes.to_vec())).map_err(unsealed)?);
        }
        file.extend(sealer.part(&Part::End).map_err(unsealed)?);
        Ok(Some(file))
    }

    fn key(&self) -> Result<SecretKey, StoreError> {
        Ok(self.key.clone())
    }

    fn restart(&mut self) -> Result<(), StoreError> {
        if let Some(synced) = self.synced.get_mut() {
            *self.state.get_mut() = synced.clone();
        }
        // What the real store sweeps at each opening: photos that no saved page names.
        let state = self.state.get_mut();
        let State { photos, photo_on, .. } = state;
        photos.retain(|hash, photo| !photo.own || photo.at != PhotoAt::OnThisTablet || photo_on.contains_key(hash));
        Ok(())
    }

    fn cloned(&self) -> Result<Option<Box<dyn Machine>>, StoreError> {
        let mut other = Self::new(self.key.clone(), self.control);
        *other.state.get_mut() = self.state.borrow().clone();
        Ok(Some(Box::new(other)))
    }

    fn forget_photos(&mut self) {
        for photo in self.state.get_mut().photos.values_mut().filter(|photo| photo.own) {
            (photo.bytes, photo.at) = (None, PhotoAt::Arrived);
        }
    }

    fn copy(&mut self) -> Result<(), StoreError> {
        self.copy = Some(self.state.get_mut().clone());
        Ok(())
    }

    fn put_back(&mut self) -> Result<bool, StoreError> {
        let Some(copy) = self.copy.clone() else { return Ok(false) };
        let gone = std::mem::replace(self.state.get_mut(), copy);
        if self.control == Some(Control::ReissuedBranch) {
            self.write_again(&gone)?;
        }
        Ok(true)
    }
}

impl Notebook for Memory {
    fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        Ok(self.state.borrow().enrolment.clone())
    }

    fn lines(&self, scope: ScopeId) -> Result<Vec<Line>, StoreError> {
        let state = self.state.borrow();
        let chains = state.books.values().map(|held| &held.chain).filter(|chain| chain.opening.scope == scope);
        Ok(chains.map(|chain| Line { book: chain.book, line: chain.line, base: chain.base, tip: chain.tip }).collect())
    }

    fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError> {
        let state = self.state.borrow();
        let held = state.pages.get(&page.hash).filter(|(_, number)| *number == page.number);
        let of_book = |line: &BookId| state.books.get(line).is_some_and(|held| held.chain.book == book);
        Ok(held.map(|(line, _)| *line).filter(of_book))
    }

    fn books_backed_up(&self) -> Result<Vec<(BookId, u64)>, StoreError> {
        let state = self.state.borrow();
        let own = state
            .own
            .iter()
            .chain(&state.restricted_own)
            .chain(&state.earlier)
            .filter_map(|line| state.books.get(line));
        Ok(own.map(|held| (held.chain.book, held.backed_up)).collect())
    }

    fn turn_over(&self, now: i64) -> Result<Option<Predecessor>, StoreError> {
        let team = self.turn_over_one(BookOf::Own, now)?;
        Ok(team.or(self.turn_over_one(BookOf::OwnRestricted, now)?))
    }

    fn own_book(&self) -> Result<Option<OwnBook>, StoreError> {
        Ok(self.state.borrow().own_book())
    }

    fn hash_at(&self, book: BookId, number: u64) -> Result<Option<EntryHash>, StoreError> {
        Ok(self.state.borrow().books.get(&book).and_then(|held| held.hash_at(number)))
    }

    fn run(&self, book: BookId, after: u64, pages: usize, bytes: usize) -> Result<Option<Run>, StoreError> {
        let state = self.state.borrow();
        let Some(held) = state.books.get(&book) else { return Ok(None) };
        let skip = (after + 1).checked_sub(held.chain.first()).and_then(|skip| usize::try_from(skip).ok());
        let (Some(previous), Some(skip)) = (held.before(after + 1), skip) else { return Ok(None) };
        let mut entries: Vec<Vec<u8>> = Vec::new();
        let mut size = 0;
        for (_, wire) in held.pages.iter().skip(skip).take(pages) {
            size += wire.len();
            if size > bytes && !entries.is_empty() {
                break;
            }
            entries.push(wire.to_vec());
        }
        Ok((!entries.is_empty()).then_some(Run { book: held.chain.book, first: after + 1, previous, entries }))
    }

    fn receive(&self, scope: ScopeId, runs: &[Run], now: i64) -> Result<Vec<(BookId, Problem)>, StoreError> {
        self.take_runs(scope, runs, now)
    }

    fn keep_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError> {
        let by_number = self.control == Some(Control::NumberOnlyReceipts);
        let mut state = self.state.borrow_mut();
        for receipt in receipts {
            match receipt.subject {
                Subject::Book(book, tip) => {
                    let on = state.pages.get(&tip.hash).filter(|(_, number)| *number == tip.number);
                    let line = if by_number { Some(book) } else { on.map(|(line, _)| *line) };
                    let held = line.and_then(|line| state.books.get_mut(&line));
                    let Some(held) = held.filter(|held| held.chain.book == book) else { continue };
                    held.arrived = held.arrived.max(tip.number);
                    if receipt.promise == Promise::BackedUp {
                        held.backed_up = tip.number;
                    }
                }
                Subject::Photo(hash, length) => {
                    let Some(photo) = state.photos.get_mut(&hash).filter(|photo| photo.length == length) else {
                        continue;
                    };
                    photo.at = match receipt.promise {
                        Promise::Arrived => PhotoAt::Arrived,
                        Promise::BackedUp => PhotoAt::BackedUp,
                    };
                    (photo.sent, photo.trouble, photo.failures) = (length, None, 0);
                }
            }
        }
        Ok(())
    }

    fn device_key(&self) -> Result<Option<PublicKey>, StoreError> {
        Ok(Some(self.key.public()))
    }

    fn restricted_part(&self) -> Result<Option<RestrictedPart>, StoreError> {
        Ok(self.state.borrow().part.clone())
    }

    fn keep_restricted(&self, part: &RestrictedPart) -> Result<(), StoreError> {
        self.state.borrow_mut().keep_part(part)
    }

    fn restricted_book(&self) -> Result<Option<OwnBook>, StoreError> {
        let state = self.state.borrow();
        Ok(state.book_of(state.restricted_own))
    }

    fn notice_at(&self) -> Result<i64, StoreError> {
        Ok(self.state.borrow().notice.as_ref().map_or(0, |notice| notice.at))
    }

    fn keep_notice(&self, notice: &Notice) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        if state.notice.as_ref().is_none_or(|held| held.at < notice.at) {
            state.notice = Some(notice.clone());
        }
        Ok(())
    }

    fn grants(&self) -> Result<Vec<SignedGrant>, StoreError> {
        Ok(self.state.borrow().grants.values().cloned().collect())
    }

    fn keep_grants(&self, grants: &[SignedGrant]) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        state.grants.extend(grants.iter().map(|grant| (grant.grant.id(), grant.clone())));
        Ok(())
    }

    fn checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, StoreError> {
        Ok(self.state.borrow().checkpoints.get(&scope).cloned())
    }

    fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.state.borrow_mut().checkpoints.insert(checkpoint.scope, checkpoint.clone());
        Ok(())
    }

    fn book_code(&self, book: BookId) -> Result<Option<String>, StoreError> {
        let state = self.state.borrow();
        let key = state.books.get(&book).map(|held| held.chain.opening.device_key);
        let found = state.grants.values().find(|signed| Some(signed.grant.device_key) == key);
        Ok(found.map(|signed| signed.grant.code.clone()))
    }

    fn clock_was_compared(&self, ahead_ms: i64) -> Result<(), StoreError> {
        let quality = if ahead_ms.abs() <= 60_000 { ClockQuality::Checked } else { ClockQuality::Doubtful };
        self.state.borrow_mut().quality = Some(quality);
        Ok(())
    }

    fn photos_asked_about_at(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.state.borrow().asked_at)
    }

    fn photos_were_asked_about(&self, at: i64) -> Result<(), StoreError> {
        self.state.borrow_mut().asked_at = Some(at);
        Ok(())
    }

    fn photos_to_send(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        let state = self.state.borrow();
        let mut own = state.own_photos();
        own.retain(|(_, photo)| photo.at == PhotoAt::OnThisTablet && photo.bytes.is_some());
        own.sort_by_key(|(hash, photo)| (photo.failures, *hash));
        Ok(own.into_iter().map(|(hash, photo)| PhotoToSend { hash, bytes: photo.length }).take(1_000).collect())
    }

    fn photos_to_ask(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        let state = self.state.borrow();
        let open = state.own_photos().into_iter().filter(|(_, photo)| photo.at < PhotoAt::BackedUp);
        Ok(open.map(|(hash, _)| hash).take(most).collect())
    }

    fn photos_held(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        let state = self.state.borrow();
        let mut held: Vec<_> = state.photos.iter().filter(|(hash, _)| state.photo_on.contains_key(hash)).collect();
        held.retain(|(_, photo)| photo.own || photo.bytes.is_some());
        held.sort_by_key(|(hash, photo)| (!photo.own, photo.at, **hash));
        Ok(held.into_iter().map(|(hash, _)| *hash).take(most).collect())
    }

    fn photos_to_fetch(&self, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        let state = self.state.borrow();
        let mut open: Vec<_> = state.photos.iter().filter(|(_, photo)| !photo.own && photo.bytes.is_none()).collect();
        open.sort_by_key(|(hash, photo)| (photo.failures, **hash));
        Ok(open.into_iter().map(|(hash, photo)| PhotoToSend { hash: *hash, bytes: photo.length }).take(most).collect())
    }

    fn photo_info(&self, hash: PhotoHash) -> Result<Option<PhotoInfo>, StoreError> {
        Ok(self.state.borrow().photos.get(&hash).map(|photo| PhotoInfo {
            own: photo.own,
            left_at: None,
            asked: false,
            bytes: photo.length,
            mime: photo.mime.clone(),
            here: photo.bytes.is_some(),
            at: photo.at,
            sent: photo.sent,
            trouble: photo.trouble.clone(),
            failures: photo.failures,
        }))
    }

    fn photo_bytes(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        let state = self.state.borrow();
        let bytes = state.photos.get(&hash).and_then(|photo| photo.bytes.clone());
        bytes.map(|bytes| bytes.to_vec()).ok_or_else(|| StoreError::PhotoDamaged(hash.to_string()))
    }

    fn add_photo(&self, photo: NewPhoto<'_>) -> Result<PhotoHash, StoreError> {
        let hash = PhotoHash(Sha256::digest(photo.bytes).into());
        let mut state = self.state.borrow_mut();
        let held = state.photos.entry(hash).or_insert_with(|| Photo {
            bytes: None,
            length: photo.bytes.len() as u64,
            mime: photo.mime.to_owned(),
            own: photo.own,
            at: if photo.own { PhotoAt::OnThisTablet } else { PhotoAt::Arrived },
            sent: 0,
            trouble: None,
            failures: 0,
        });
        if photo.own && !held.own {
            (held.own, held.at) = (true, PhotoAt::OnThisTablet);
        }
        held.bytes = Some(photo.bytes.into());
        (held.failures, held.trouble) = (0, None);
        Ok(hash)
    }

    fn photo_progress(&self, hash: PhotoHash, sent: u64, trouble: Option<&str>) -> Result<(), StoreError> {
        if let Some(photo) = self.state.borrow_mut().photos.get_mut(&hash) {
            photo.sent = sent;
            photo.failures += u32::from(trouble.is_some());
            photo.trouble = trouble.map(str::to_owned);
        }
        Ok(())
    }
}

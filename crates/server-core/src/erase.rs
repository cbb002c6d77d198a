//! Lawful erasure. An order is an entry of the office's own book; what it names goes out of the stored pages, the records
//! and the photos here, and by the next pass out of the second copy and out of what files still hold of it. What comes
//! later is stripped before it is stored: from an old tablet, a bundle, an old second copy.
//!
//! **Law.** Of a page that an order names, the values that it names are never stored again, whichever came first. A page
//! that the office did not hold when it gave the order, and whose writer did not know of it, is named once more by the same
//! order when it comes. A page of which values are missing is taken only if an order names them: nobody but
//! the council can erase.

use crate::centre::{Centre, lock};
use crate::own_book::Word;
use crate::policy;
use crate::projection::{Projection, add_up, kept_out, line_at, page};
use crate::restricted::{parts, scopes};
use crate::storage::{Fault, Reading, Writing};
use book::{Chain, Entry, EntryHash, Page, RecordId, ScopeId, SecretKey, Tip};
use domain::catalogue::{Catalogue, Fact, Tally};
use domain::erasure::Ground;
use protocol::PhotoHash;
use record::sealed::is_sealed;
use record::{Erasure, Gone, Order};
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Pages read at once.
const PAGES: usize = 500;
const BYTES: usize = 4 * 1024 * 1024;
/// The most bytes of who ordered it.
const ORDERED_BY: usize = 200;

/// What an operator asks to have erased.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The record, by its id or by its short reference.
    pub what: Named,
    /// The fields; none = all of it but what names the gap.
    pub fields: Option<Vec<String>>,
    /// Why.
    pub ground: Ground,
    /// By whose order.
    pub ordered_by: String,
}

/// A record, as an operator names it.
#[derive(Debug, Clone)]
pub enum Named {
    /// By its id.
    Record(RecordId),
    /// By the short reference of a finding.
    Reference(String),
}

/// What goes, or went.
#[derive(Debug, Clone, Serialize)]
pub struct Erased {
    /// The team's scope.
    pub scope: ScopeId,
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: String,
    /// Its reference; empty if it has none.
    pub reference: String,
    /// Page by page.
    pub pages: Vec<ErasedPage>,
    /// Photos of which the bytes go too, unless another record has them.
    pub photos: Vec<String>,
    /// What of the record stays.
    pub left: Vec<String>,
    /// Whether it was done; otherwise this is what would be.
    pub done: bool,
}

/// What goes of one page.
#[derive(Debug, Clone, Serialize)]
pub struct ErasedPage {
    /// The short code of the tablet; empty if it is not known here.
    pub tablet: String,
    /// The page.
    pub page: u64,
    /// The fields and rows.
    pub fields: Vec<String>,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// There is no such record.
    #[error("no record here is called {0}")]
    NotFound(String),
    /// A branch may give one reference twice.
    #[error("{0} records are called {1}; name one with --record: {2}")]
    SeveralCalled(usize, String, String),
    /// It is the office's own word.
    #[error("a record of the kind {0:?} cannot be erased")]
    NotErasable(String),
    /// A field that no page says anything of.
    #[error("no page says anything of {0:?}; the fields of this record are: {1}")]
    NoSuchField(String, String),
    /// It is one of a restricted part.
    #[error("what is sealed can only be erased whole; name no fields")]
    Sealed,
    /// Its time is not over.
    #[error("{0}; on another ground it can be erased before that")]
    Kept(String),
    /// Nothing is left of it.
    #[error("nothing is left of it to erase")]
    Nothing,
    /// Who ordered it must be said, and briefly.
    #[error("say in 1 to {ORDERED_BY} bytes which office or function ordered it")]
    OrderedBy,
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Centre {
    /// What an erasure would take. Changes nothing.
    pub fn plan_erasure(&self, wanted: &Wanted, now: i64) -> Result<Erased, EraseError> {
        self.council()?;
        let (erased, _, record) = plan(&*self.storage.read()?, wanted)?;
        let catalogue = self.catalogue()?;
        is_kept(wanted, &record, &catalogue, now)?;
        Ok(erased)
    }

    /// Erases. When this returns, the order and what follows from it are durable here; call [`Centre::back_up`] next, which
    /// takes it out of the second copy and out of what files still hold.
    pub fn erase(&self, wanted: &Wanted, now: i64) -> Result<Erased, EraseError> {
        let root = self.council()?.root;
        let catalogue = self.catalogue()?;
        let mut writing = self.storage.write()?;
        let (erased, mut erasure, record) = plan(&*writing, wanted)?;
        is_kept(wanted, &record, &catalogue, now)?;
        let mut own = lock(&self.own);
        let mut next = own.clone();
        erasure.order.id = next.new_id()?;
        let others = contributed_by_others(&*writing, erased.scope, &record, &catalogue)?;
        erasure.counted = erasure.order.counted(&record, &catalogue, &others);
        let words: Vec<Word> = erasure.parts().into_iter().map(Word::Erasure).collect();
        let mut projection = Projection::new(&root);
        let mut came = Vec::new();
        for entry in next.write(&mut *writing, &root, erased.scope, &words, now)? {
            projection.take(&*writing, erased.scope, &entry)?;
            came.extend(Erasure::read(&entry).into_iter().map(|erasure| (erased.scope, erasure)));
        }
        projection.store(&mut *writing)?;
        note(&mut *writing, &came)?;
        apply(&mut *writing, &root, &came)?;
        writing.commit()?;
        *own = next;
        tracing::info!(record = %erased.record, pages = erased.pages.len(), "values were erased by order");
        Ok(Erased { done: true, ..erased })
    }

    /// Takes what was erased out of the photos, the files of the storage and the second copy, which must be locked. Gives
    /// the number of books and photos that it went out of. Stopped anywhere, the next pass does the rest.
    pub(crate) fn finish_erasures(&self) -> Result<u64, Fault> {
        let (lines, photos) = {
            let reading = self.storage.read()?;
            let photos = reading.erased_photos()?.into_iter().filter(|(.., open)| *open);
            (reading.lines_to_erase()?, photos.map(|(scope, hash, _)| (scope, hash)).collect::<Vec<_>>())
        };
        if lines.is_empty() && photos.is_empty() {
            return Ok(0);
        }
        if !photos.is_empty() {
            let named = self.named_photos()?;
            photos.iter().try_for_each(|(scope, hash)| self.erase_photo(*scope, *hash, &named))?;
        }
        self.storage.forget()?;
        lines.iter().try_for_each(|line| self.erase_there(*line))?;
        Ok((lines.len() + photos.len()) as u64)
    }

    fn erase_photo(
        &self,
        scope: ScopeId,
        hash: PhotoHash,
        named: &BTreeSet<(ScopeId, PhotoHash)>,
    ) -> Result<(), Fault> {
        if named.contains(&(scope, hash)) {
            let mut writing = self.storage.write()?;
            writing.drop_erased_photo(scope, hash)?;
            return writing.commit();
        }
        self.photos.drop_thumbnail(scope, hash)?;
        if named.iter().any(|(_, other)| *other == hash) {
            // Another team has it for itself.
            self.photos.discard(scope, hash)?;
        } else {
            self.photos.erase(hash)?;
            self.archive.erase_photo(hash)?;
        }
        let mut writing = self.storage.write()?;
        writing.drop_photo(scope, hash)?;
        writing.put_erased_photo(scope, hash, false)?;
        writing.commit()
    }

    /// Writes a line's second copy anew from the first, which is verified before and read back after.
    fn erase_there(&self, line: book::BookId) -> Result<(), Fault> {
        let (row, begin, wires) = {
            let reading = self.storage.read()?;
            let Some(row) = reading.book_row(line)? else { return Ok(()) };
            let begin = line_at(&*reading, line, 0)?.filter(|chain| chain.base.is_some());
            let mut wires: Vec<Vec<u8>> = Vec::new();
            let before = begin.as_ref().map_or(0, |chain| chain.tip.number);
            loop {
                let at = before + wires.len() as u64;
                let left = usize::try_from(row.archived.number.saturating_sub(at)).unwrap_or(usize::MAX);
                let some = reading.pages(line, at, left.min(PAGES), BYTES)?;
                if left == 0 || some.is_empty() {
                    break;
                }
                wires.extend(some);
            }
            (row, begin, wires)
        };
        let damaged = |what| Fault::Damaged(format!("book {line} {what}; its second copy was left as it is"));
        let mut archived = row.archived;
        if archived.number > 0 {
            let verified = crate::backup::follow(begin, line, wires.clone());
            if verified.problem.is_some() || verified.chain.is_none_or(|chain| chain.tip.number != archived.number) {
                return Err(damaged("cannot be proved here"));
            }
            archived.bytes = self.archive.replace(line, &wires)?;
            let back = self.archive.read(line, 0)?;
            if back.torn || back.wires != wires {
                return Err(damaged("did not read back as it was written"));
            }
        }
        let mut writing = self.storage.write()?;
        writing.put_archived(line, archived)?;
        writing.put_line_to_erase(line, false)?;
        writing.commit()
    }
}

/// Refuses to erase a whole record because its time is over while its class keeps it. Fields may be kept shorter than that.
fn is_kept(wanted: &Wanted, record: &record::Record, catalogue: &Catalogue, now: i64) -> Result<(), EraseError> {
    let Some(kept) = record.retention(catalogue) else { return Ok(()) };
    if wanted.ground != Ground::RetentionEnded || wanted.fields.is_some() || kept.is_over(record::local_date(now)) {
        return Ok(());
    }
    let class = kept.class;
    let until = kept.until().map(|until| until.format("%-d %B %Y").to_string());
    let until = until.map_or_else(|| "and it is not closed yet".to_owned(), |until| format!("so until {until}"));
    Err(EraseError::Kept(format!(
        "{} ({}) is kept for {} after it was closed, {until}",
        class.id,
        class.label,
        class.long()
    )))
}

/// Finds the record and every page that says something of it.
fn plan(reading: &dyn Reading, wanted: &Wanted) -> Result<(Erased, Erasure, record::Record), EraseError> {
    let ordered_by = wanted.ordered_by.trim().to_owned();
    if ordered_by.is_empty() || ordered_by.len() > ORDERED_BY {
        return Err(EraseError::OrderedBy);
    }
    let (scope, record) = find(reading, &wanted.what)?;
    if wanted.fields.is_some() && parts(reading)?.contains(&scope) {
        return Err(EraseError::Sealed);
    }
    let kind = record.kind().unwrap_or_default().to_owned();
    if !policy::may_erase(&kind, true) {
        return Err(EraseError::NotErasable(kind));
    }
    let fields = wanted.fields.clone().map(|fields| with_the_mark(reading, &kind, fields)).transpose()?;
    let order = Order { id: Uuid::nil(), ground: wanted.ground, ordered_by, record: record.id, fields };
    let mut erased = Erased {
        scope,
        record: record.id,
        reference: record.text(record::REFERENCE).unwrap_or_default().to_owned(),
        kind,
        pages: Vec::new(),
        photos: Vec::new(),
        left: Vec::new(),
        done: false,
    };
    let mut gone = Vec::new();
    let (mut goes, mut stays) = (BTreeSet::new(), BTreeSet::new());
    for line in reading.lines_of_scope(scope)? {
        let damaged = |number: u64| Fault::Damaged(format!("page {number} of book {}", line.line));
        let mut at = line_at(reading, line.line, 0)?.ok_or_else(|| damaged(1))?;
        let device = reading.device_by_key(&at.opening.device_key)?;
        let tablet = device.map(|device| device.code).unwrap_or_default();
        while at.tip.number < line.tip.number {
            let wires = reading.pages(line.line, at.tip.number, PAGES, BYTES)?;
            if wires.is_empty() {
                return Err(damaged(at.tip.number + 1).into());
            }
            for wire in wires {
                let number = at.tip.number + 1;
                let page = page(&at, &wire).map_err(|_| damaged(number))?;
                at.tip = Tip { number, hash: page.hash() };
                let Some(entry) = page.entry() else { continue };
                let fields = order.takes(entry);
                let said = entry.values().filter(|(of, ..)| *of == record.id).map(|(_, write, _)| write.field.clone());
                stays.extend(said.filter(|field| !fields.contains(field)));
                if fields.is_empty() {
                    continue;
                }
                goes.extend(fields.iter().cloned());
                erased.pages.push(ErasedPage { tablet: tablet.clone(), page: number, fields: fields.clone() });
                gone.push(Gone { entry: at.tip.hash, book: line.book, page: number, fields });
            }
        }
    }
    let named = |field: &String| {
        let alone = Order { fields: Some(vec![field.clone()]), ..order.clone() };
        goes.iter().any(|gone: &String| alone.names(gone))
    };
    if let Some(unknown) = wanted.fields.iter().flatten().find(|field| !named(field)) {
        let known: Vec<_> = goes.union(&stays).cloned().collect();
        return Err(EraseError::NoSuchField(unknown.clone(), known.join(", ")));
    }
    if gone.is_empty() {
        return Err(EraseError::Nothing);
    }
    erased.photos = goes.iter().filter_map(|field| field.strip_prefix(record::PHOTO)).map(str::to_owned).collect();
    erased.left = stays.difference(&goes).cloned().collect();
    Ok((erased, Erasure { order, gone, counted: Vec::new() }, record))
}

/// With a registration mark goes what was asked, answered and told of it by the DVLA: each of these rows has the mark in it.
fn with_the_mark(reading: &dyn Reading, kind: &str, mut fields: Vec<String>) -> Result<Vec<String>, Fault> {
    let catalogue = Centre::catalogue_of(reading.edition()?.as_ref())?;
    let mark = catalogue.kind(kind).and_then(|kind| kind.dvla.as_ref()).map(|dvla| &dvla.mark);
    if mark.is_some_and(|mark| fields.contains(mark)) {
        let rows = [record::DVLA_ASKED, record::DVLA_SAID, record::DVLA_TOLD];
        fields.extend(rows.map(|rows| rows.trim_end_matches('/').to_owned()));
    }
    Ok(fields)
}

/// What the other records of a record's kind contribute to figures of different answers; nothing for a kind without any.
fn contributed_by_others(
    reading: &dyn Reading,
    scope: ScopeId,
    record: &record::Record,
    catalogue: &Catalogue,
) -> Result<Vec<Fact>, Fault> {
    let kind = record.kind().and_then(|kind| catalogue.kind(kind));
    let mut facts = Vec::new();
    if kind.is_some_and(|kind| kind.figures.iter().any(|figure| figure.tally == Tally::Different)) {
        reading.each_record(&mut |of, other| {
            if of == scope && other.id != record.id && other.kind() == record.kind() {
                facts.extend(record::line(other, catalogue).facts);
            }
        })?;
    }
    Ok(facts)
}

fn find(reading: &dyn Reading, what: &Named) -> Result<(ScopeId, record::Record), EraseError> {
    let mut found = Vec::new();
    let said = match what {
        Named::Record(id) => {
            for scope in scopes(reading)? {
                found.extend(reading.record(scope, *id)?.map(|record| (scope, record)));
            }
            id.to_string()
        }
        Named::Reference(reference) => {
            let called = |record: &record::Record| {
                let given = [record.text(record::REFERENCE), record.office_reference()];
                given.into_iter().flatten().any(|held| held.eq_ignore_ascii_case(reference.trim()))
            };
            reading.each_record(&mut |scope, record| {
                if called(record) {
                    found.push((scope, record.clone()));
                }
            })?;
            reference.clone()
        }
    };
    match (found.len(), found.pop()) {
        (1, Some(one)) => Ok(one),
        (_, None) => Err(EraseError::NotFound(said)),
        (many, Some(last)) => {
            let ids: Vec<_> = found.iter().chain([&last]).map(|(_, record)| record.id.to_string()).collect();
            Err(EraseError::SeveralCalled(many, said, ids.join(", ")))
        }
    }
}

/// Erasures with their scope.
pub(crate) type Came = Vec<(ScopeId, Erasure)>;

/// Keeps what erasures say, so that it holds for whatever comes later too.
pub(crate) fn note(writing: &mut dyn Writing, came: &Came) -> Result<(), Fault> {
    for (scope, erasure) in came {
        writing.put_erasure(*scope, erasure)?;
        let fields = erasure.gone.iter().flat_map(|gone| &gone.fields);
        let photos = fields.filter_map(|field| PhotoHash::from_hex(field.strip_prefix(record::PHOTO)?));
        for photo in photos {
            writing.put_erased_photo(*scope, photo, true)?;
        }
    }
    Ok(())
}

/// Takes what erasures name out of the pages that are held, and out of the records.
pub(crate) fn apply(writing: &mut dyn Writing, root: &SecretKey, came: &Came) -> Result<(), Fault> {
    let mut projection = Projection::new(root);
    let mut anew = BTreeSet::new();
    for (scope, erasure) in came {
        for gone in &erasure.gone {
            let tip = Tip { number: gone.page, hash: gone.entry };
            let Some(line) = writing.line_of(gone.book, tip)? else { continue };
            let before = gone.page.saturating_sub(1);
            let Some(at) = line_at(writing, line, before)?.filter(|at| at.tip.number == before) else { continue };
            for wire in writing.pages(line, before, 1, 0)? {
                let damaged = |error| Fault::Damaged(format!("page {} of book {line}: {error}", gone.page));
                let held = page(&at, &wire).map_err(damaged)?;
                let Some(left) = without(writing, &held)? else { continue };
                writing.replace_page(line, &left)?;
                writing.put_line_to_erase(line, true)?;
                // What a sealed page said is not in its header: the sums know only without it that it is gone.
                if left.entry().is_some_and(is_sealed) {
                    anew.insert(*scope);
                } else if let Some(entry) = left.entry()
                    && !kept_out(writing, *scope, entry)?
                {
                    projection.take(writing, *scope, entry)?;
                }
            }
        }
    }
    projection.store(writing)?;
    anew.into_iter().try_for_each(|scope| add_up(writing, root, scope))
}

/// What orders leave of a page; none if they leave all that there is.
pub(crate) fn without(reading: &(impl Reading + ?Sized), page: &Page) -> Result<Option<Page>, Fault> {
    let ordered = reading.erased_of(page.hash())?;
    if ordered.is_empty() {
        return Ok(None);
    }
    let names = |record: RecordId, field: &str| ordered.iter().any(|(of, named)| *of == record && named == field);
    let left = page.clone().erase(names);
    Ok((left != *page).then_some(left))
}

/// What orders that are known here take of an entry that came after them and was written in ignorance of them.
pub(crate) fn late(reading: &dyn Reading, chain: &Chain, entry: &Entry) -> Result<Vec<Erasure>, Fault> {
    let mut records: Vec<RecordId> = entry.header.writes().map(|(record, _)| record).collect();
    records.dedup();
    let mut late = Vec::new();
    for record in records {
        for order in reading.orders_on(chain.opening.scope, record)? {
            let fields = order.overlooked(entry);
            if !fields.is_empty() {
                let (entry, page) = (entry.hash(), entry.header.number);
                let gone = vec![Gone { entry, book: chain.book, page, fields }];
                late.push(Erasure { order, gone, counted: Vec::new() });
            }
        }
    }
    Ok(late)
}

/// What a page lacks that no order names: records and fields. `ordered` are orders that come with it.
pub(crate) fn lacks(
    reading: &(impl Reading + ?Sized),
    page: &Page,
    ordered: &BTreeSet<(EntryHash, RecordId, String)>,
) -> Result<Vec<String>, Fault> {
    if !page.is_erased() {
        return Ok(Vec::new());
    }
    let hash = page.hash();
    let held = reading.erased_of(hash)?;
    Ok(match page {
        Page::Entry(entry) => {
            let named = |record: RecordId, field: &String| {
                ordered.contains(&(hash, record, field.clone()))
                    || held.iter().any(|(of, named)| *of == record && named == field)
            };
            let gaps = entry.gaps().filter(|(record, write)| !named(*record, &write.field));
            gaps.map(|(_, write)| write.field.clone()).collect()
        }
        Page::Opaque(_) if held.is_empty() && !ordered.iter().any(|(of, ..)| *of == hash) => vec!["all".into()],
        Page::Opaque(_) => Vec::new(),
    })
}

//! The catalogue in use: the one that came with the program, until the council publishes its own; then the newest edition
//! that this program can read. One that it cannot read is kept, and tried again by the next program.

use crate::anew::LINES_BY;
use crate::books::{chain, entry};
use crate::columns::{all, book_id, number, record_id};
use crate::open::{FORMAT, held};
use crate::project::drop_record;
use crate::restricted::MARK;
use crate::settings::get;
use crate::{Enrolment, Store, StoreError};
use book::Clock;
use domain::catalogue::{Catalogue, Kind, PlaceNeed};
use record::Edition;
use record::edition::EDITION;
use rusqlite::{Transaction, params};
use std::sync::{Arc, PoisonError};

/// The setting that says which edition was tried, and by which program.
const TRIED: &str = "edition_tried";

/// This program's release: programs of one release read expressions alike.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// By what this tablet works.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InUse {
    /// Never let go: whoever reads it needs no lock, and a council publishes a few in the life of a program.
    pub(crate) catalogue: &'static Catalogue,
    /// The clock of the page that published it; none for the one that came with the program.
    pub(crate) published: Option<i64>,
    /// The newest edition, if this program cannot read it.
    pub(crate) unread: Option<u32>,
}

/// What a person is told about the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueInUse {
    /// Its version.
    pub version: u32,
    /// Whether the council published it; otherwise it came with the program.
    pub published: bool,
    /// A newer one that the council published and this program cannot read.
    pub unread: Option<u32>,
}

impl InUse {
    pub(crate) fn built_in(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue: Box::leak(Box::new(catalogue)), published: None, unread: None }
    }

    /// What the lines of this catalogue are marked with: the format that they are kept in, and which catalogue it is.
    pub(crate) fn mark(self) -> String {
        match self.published {
            Some(clock) => format!("{FORMAT}, published {} at {clock}", self.catalogue.version()),
            None => lines_of_built_in(self.catalogue.version()),
        }
    }

    /// Whether an edition is a later one.
    fn is_before(self, version: u32, clock: i64) -> bool {
        self.published.is_none_or(|held| (self.catalogue.version(), held) < (version, clock))
    }
}

/// The mark of lines that were worked out by the catalogue of a program.
pub fn lines_of_built_in(version: u32) -> String {
    format!("{FORMAT}, built in {version}")
}

impl Store {
    /// The catalogue by which lines are worked out.
    pub fn catalogue(&self) -> &'static Catalogue {
        self.in_use().catalogue
    }

    /// Which catalogue that is.
    pub fn catalogue_in_use(&self) -> CatalogueInUse {
        let InUse { catalogue, published, unread } = self.in_use();
        CatalogueInUse { version: catalogue.version(), published: published.is_some(), unread }
    }

    pub(crate) fn in_use(&self) -> InUse {
        *self.in_use.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an edition that the office published.
    pub(crate) fn keep_edition(&self, tx: &Transaction<'_>, edition: &Edition, clock: Clock) -> Result<(), StoreError> {
        tx.prepare_cached(
            "INSERT INTO edition VALUES (?1, ?2, ?3)
             ON CONFLICT (version) DO UPDATE SET clock = ?2, packed = ?3 WHERE ?2 > clock",
        )?
        .execute(params![edition.version, clock.0 as i64, edition.packed()])?;
        Ok(())
    }

    /// Keeps the editions that came while a program of before held them for records like any other, which they then are no
    /// more. Only what stands in a book of the office's own is one.
    pub(crate) fn read_editions_of_before(&self) -> Result<(), StoreError> {
        self.transact(|tx| {
            let Some(root) = get::<Enrolment>(tx, "enrolment")?.map(|enrolment| enrolment.root) else { return Ok(()) };
            let sql =
                "SELECT r.seq, r.id, a.book, a.number FROM record r JOIN about a ON a.record = r.id WHERE r.kind = ?1";
            let held = all(tx, sql, [EDITION], |row| {
                Ok((row.get::<_, i64>("seq")?, record_id(row, "id")?, book_id(row, "book")?, number(row, "number")?))
            })?;
            for (seq, id, line, at) in held {
                let of_office = chain(tx, line)?.is_some_and(|chain| chain.opening.device_key == root);
                let Some(entry) = entry(tx, line, at)?.filter(|_| of_office) else { continue };
                let Some(edition) = Edition::read(&entry) else { continue };
                self.keep_edition(tx, &edition, entry.header.clock)?;
                drop_record(tx, seq, id)?;
            }
            Ok(())
        })
    }

    /// Takes the newest edition into use that this program can read, unless it is in use. Gives what was in use before, if
    /// that is another now: the lines have to follow.
    pub(crate) fn use_newest_edition(&self) -> Result<Option<InUse>, StoreError> {
        let now = self.in_use();
        let newest_first = "SELECT version, clock FROM edition ORDER BY version DESC";
        let mut editions: Vec<(u32, i64)> =
            self.read(|db| all(db, newest_first, [], |row| Ok((row.get("version")?, row.get("clock")?))))?;
        editions.retain(|(version, clock)| now.is_before(*version, *clock));
        if *held(&self.tried) == editions {
            return Ok(None);
        }
        let mut unread = None;
        for (version, clock) in &editions {
            match self.read_edition(*version, *clock)? {
                Some(catalogue) => {
                    let catalogue = Box::leak(Box::new(catalogue));
                    self.put_in_use(InUse { catalogue, published: Some(*clock), unread });
                    return Ok(Some(now));
                }
                None => unread = unread.or(Some(*version)),
            }
        }
        self.put_in_use(InUse { unread, ..now });
        *held(&self.tried) = editions;
        Ok(None)
    }

    /// Takes an edition that came with others' pages into use, and works out the lines of the kinds that it changes.
    pub(crate) fn follow_newest_edition(&self) -> Result<(), StoreError> {
        let Some(before) = self.use_newest_edition()? else { return Ok(()) };
        // Where the lines were not all by the one before, any can differ.
        let all_by = self.setting::<String>(LINES_BY)? == Some(before.mark());
        self.follow_catalogue(all_by.then(|| changed(before.catalogue, self.catalogue())), &|_| ())
    }

    /// An edition as a catalogue, if this program can read it. Its expressions are tried once.
    fn read_edition(&self, version: u32, clock: i64) -> Result<Option<Catalogue>, StoreError> {
        let sql = "SELECT packed FROM edition WHERE version = ?1";
        let packed = self.read(|db| all(db, sql, [version], |row| Ok(row.get::<_, Vec<u8>>("packed")?)))?;
        let files = packed.into_iter().next().and_then(|packed| Edition::of_packed(version, packed).files().ok());
        let Some(files) = files else { return Ok(None) };
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let tried = format!("{version} at {clock}, by {PROGRAM}");
        if self.setting::<String>(TRIED)?.as_ref() == Some(&tried)
            && let Ok(catalogue) = Catalogue::from_tried_files(&files)
        {
            return Ok(Some(catalogue));
        }
        match Catalogue::from_files(&files) {
            Ok(catalogue) => {
                self.set_setting(TRIED, &tried)?;
                Ok(Some(catalogue))
            }
            Err(mistakes) => {
                tracing::warn!(
                    version,
                    first = mistakes.first().map(ToString::to_string),
                    "a published catalogue cannot be read"
                );
                Ok(None)
            }
        }
    }

    fn put_in_use(&self, next: InUse) {
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

/// The kinds that are in one of two catalogues only, or otherwise than in the other, as records have them. Where areas are
/// drawn otherwise, every kind that has a place.
fn changed(old: &Catalogue, new: &Catalogue) -> Vec<String> {
    let said = |kind: &Kind| serde_json::to_string(kind).ok();
    let differs = |one: &Catalogue, other: &Catalogue| {
        let same = |kind: &&Kind| other.kind(&kind.id).is_some_and(|twin| said(twin) == said(kind));
        one.kinds().iter().filter(|kind| !same(kind)).map(|kind| kind.id.clone()).collect::<Vec<_>>()
    };
    let mut kinds = differs(old, new);
    kinds.extend(differs(new, old));
    if old.areas() != new.areas() {
        let placed = new.kinds().iter().filter(|kind| kind.place != PlaceNeed::None);
        kinds.extend(placed.map(|kind| kind.id.clone()));
    }
    kinds.sort();
    kinds.dedup();
    let sealed: Vec<_> = kinds.iter().map(|kind| format!("{MARK}{kind}")).collect();
    kinds.into_iter().chain(sealed).collect()
}

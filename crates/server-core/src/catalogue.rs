//! The council's own catalogue: what a new one would change, and publishing it to every team. Until one is published, the one
//! that comes with the program is in use.

use crate::centre::{Centre, lock};
use crate::own_book::{OwnBooks, Word};
use crate::storage::{Fault, Writing};
use book::{ScopeId, SecretKey};
use domain::catalogue::{Catalogue, Change, Mistake, PlaceNeed, changes, refusals};
use record::edition::{Edition, Files, NoEdition};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

/// How facts are kept and worked out; another whenever that changes.
const FACTS: u32 = 1;
/// Programs of one release read expressions alike.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// So many catalogues are kept as they were read: to read one is long in comparison to most of what asks for it.
const KEPT_READ: usize = 4;

/// What a new catalogue would do.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// The version in use.
    pub before: u32,
    /// The version that it would become.
    pub version: u32,
    /// What differs.
    pub changes: Vec<Change>,
    /// What becomes of records that are here, by kind.
    pub records: BTreeMap<String, Affected>,
}

/// Records of a kind that look otherwise under a new catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Affected {
    /// How many there are.
    pub records: u64,
    /// Of which the line in lists reads otherwise.
    pub other_words: u64,
    /// To which answers are missing that were not asked for.
    pub more_to_finish: u64,
    /// To which fewer answers are missing.
    pub less_to_finish: u64,
    /// Of which something is due at another time, or no more, or as well.
    pub other_limits: u64,
    /// Which are open or closed otherwise than before.
    pub other_standing: u64,
    /// That were approved, and would wait for their leader again.
    pub to_review_again: u64,
    /// Which lie in another ward or in other order areas than before.
    pub other_areas: u64,
}

/// Why a catalogue is not published.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Mistakes in the files, or changes that would alter what was recorded.
    #[error("there {} in the catalogue; nothing was published", count(.0.len()))]
    Mistakes(Vec<Mistake>),
    /// Tablets know which is newer by its version.
    #[error("the version is {found}; raise it to {needed} in common.toml")]
    Version {
        /// In the files.
        found: u32,
        /// At least this.
        needed: u32,
    },
    /// More than fits into a page.
    #[error(transparent)]
    NoEdition(#[from] NoEdition),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 { "is a mistake".to_owned() } else { format!("are {mistakes} mistakes") }
}

/// The catalogue in use.
#[derive(Debug)]
pub struct CatalogueInUse {
    /// Itself.
    pub catalogue: Arc<Catalogue>,
    /// What facts are marked with that were worked out by it: how they are kept, which program, which catalogue.
    pub(crate) mark: String,
}

impl Centre {
    /// The files of the catalogue in use.
    pub fn catalogue_files(&self) -> Result<Files, Fault> {
        Self::files_of(self.storage.read()?.edition()?.as_ref())
    }

    fn files_of(edition: Option<&Edition>) -> Result<Files, Fault> {
        match edition {
            Some(edition) => edition.files().map_err(|error| Fault::Damaged(error.to_string())),
            None => {
                let built_in = Catalogue::built_in_files().iter();
                Ok(built_in.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
            }
        }
    }

    /// The catalogue in use: the published one, unless this program cannot read it. A program may be older than that, or
    /// stricter; then the one that comes with it stands in, and another can be published.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, Fault> {
        Self::catalogue_of(self.storage.read()?.edition()?.as_ref())
    }

    pub(crate) fn catalogue_of(edition: Option<&Edition>) -> Result<Arc<Catalogue>, Fault> {
        static READ: Mutex<VecDeque<(Option<Edition>, Arc<Catalogue>)>> = Mutex::new(VecDeque::new());
        if let Some((_, catalogue)) = lock(&READ).iter().find(|(of, _)| of.as_ref() == edition) {
            return Ok(Arc::clone(catalogue));
        }
        let catalogue = Arc::new(Self::read_anew(edition)?);
        let mut read = lock(&READ);
        read.truncate(KEPT_READ - 1);
        read.push_front((edition.cloned(), Arc::clone(&catalogue)));
        Ok(catalogue)
    }

    fn read_anew(edition: Option<&Edition>) -> Result<Catalogue, Fault> {
        let built_in =
            || Catalogue::built_in().map_err(|_| Fault::Damaged("the built-in catalogue cannot be read".into()));
        let Some(edition) = edition else { return built_in() };
        read(&Self::files_of(Some(edition))?).or_else(|mistakes| {
            let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
            tracing::warn!(first, "this program cannot read the published catalogue, and works by its own");
            built_in()
        })
    }

    /// The same, and what facts are marked with that are worked out by it.
    pub fn catalogue_in_use(&self) -> Result<CatalogueInUse, Fault> {
        let edition = self.storage.read()?.edition()?;
        let catalogue = Self::catalogue_of(edition.as_ref())?;
        let mut hash = Sha256::new();
        match &edition {
            Some(edition) => hash.update(edition.packed()),
            None => Catalogue::built_in_files().iter().for_each(|(_, text)| hash.update(text)),
        }
        let version = catalogue.version();
        let mark = format!("{FACTS}, {PROGRAM}, version {version}, {}", hex::encode(hash.finalize()));
        Ok(CatalogueInUse { catalogue, mark })
    }

    /// Says what `files` would change, and what becomes of the records that are here.
    ///
    /// # Errors
    /// [`CatalogueError`], with every mistake.
    pub fn preview_catalogue(&self, files: &Files, now: i64) -> Result<Preview, CatalogueError> {
        self.judged(files, now).map(|(preview, _)| preview)
    }

    /// Publishes `files` to every team; tablets get them with their next sync. Call [`Centre::back_up`] next.
    ///
    /// # Errors
    /// [`CatalogueError`]; nothing is published then.
    pub fn publish_catalogue(&self, files: &Files, now: i64) -> Result<Preview, CatalogueError> {
        let (preview, edition) = self.judged(files, now)?;
        let root = self.council()?.root;
        let mut writing = self.storage.write()?;
        if let Some(held) = writing.edition()?.filter(|held| held.version >= edition.version) {
            // Somebody else published meanwhile.
            return Err(CatalogueError::Version { found: edition.version, needed: held.version.saturating_add(1) });
        }
        let mut own = lock(&self.own);
        let mut next = own.clone();
        for team in writing.teams()? {
            publish(&mut *writing, &mut next, &root, team.scope, &edition, now)?;
        }
        writing.commit()?;
        *own = next;
        tracing::info!(version = edition.version, "a catalogue was published");
        Ok(preview)
    }

    /// Publishes the newest edition to every team that does not have it. An office that was put back may have got it from one
    /// team's tablets only.
    pub fn bring_edition_everywhere(&self, now: i64) -> Result<(), Fault> {
        let root = self.council()?.root;
        let mut writing = self.storage.write()?;
        let mut own = lock(&self.own);
        let mut next = own.clone();
        for team in writing.teams()? {
            self.bring_edition(&mut *writing, &mut next, &root, team.scope, now)?;
        }
        writing.commit()?;
        *own = next;
        Ok(())
    }

    /// Publishes the newest edition to a team that does not have it: one that was set up since.
    pub(crate) fn bring_edition(
        &self,
        writing: &mut dyn Writing,
        own: &mut OwnBooks,
        root: &SecretKey,
        scope: ScopeId,
        now: i64,
    ) -> Result<(), Fault> {
        match writing.edition()? {
            Some(edition) if !writing.has_edition(scope, edition.version)? => {
                publish(writing, own, root, scope, &edition, now)
            }
            _ => Ok(()),
        }
    }

    fn judged(&self, files: &Files, now: i64) -> Result<(Preview, Edition), CatalogueError> {
        let (old, new) = (self.catalogue()?, read(files).map_err(CatalogueError::Mistakes)?);
        let changes = changes(&old, &new, record::local_date(now));
        let refused = refusals(&changes, &names(files), &names(&self.catalogue_files()?));
        if !refused.is_empty() {
            return Err(CatalogueError::Mistakes(refused));
        }
        let edition = Edition::pack(new.version(), files)?;
        let published = self.storage.read()?.edition()?.map_or(0, |edition| edition.version);
        let before = old.version().max(published);
        if new.version() <= before {
            return Err(CatalogueError::Version { found: new.version(), needed: before.saturating_add(1) });
        }
        let records = self.affected(&old, &new, &changes)?;
        Ok((Preview { before: old.version(), version: new.version(), changes, records }, edition))
    }

    /// Works out the line of each record of a changed kind by both catalogues; of every kind with a place where areas change.
    fn affected(
        &self,
        old: &Catalogue,
        new: &Catalogue,
        changes: &[Change],
    ) -> Result<BTreeMap<String, Affected>, Fault> {
        let mut kinds: BTreeMap<String, Affected> = BTreeMap::new();
        for change in changes.iter().filter(|change| old.kind(&change.kind).is_some()) {
            kinds.entry(change.kind.clone()).or_default();
        }
        if old.areas() != new.areas() {
            let placed = old.kinds().iter().filter(|kind| kind.place != PlaceNeed::None);
            kinds.extend(placed.map(|kind| (kind.id.clone(), Affected::default())));
        }
        self.storage.read()?.each_record(&mut |_, record| {
            let Some(affected) = record.kind().and_then(|kind| kinds.get_mut(kind)) else { return };
            let (was, is) = (record::line(record, old), record::line(record, new));
            affected.records += 1;
            affected.other_words += u64::from(was.summary != is.summary);
            affected.more_to_finish += u64::from(is.missing.iter().any(|one| !was.missing.contains(one)));
            affected.less_to_finish += u64::from(is.missing.len() < was.missing.len());
            affected.other_limits += u64::from(was.due_to_leader != is.due_to_leader || was.due != is.due);
            affected.to_review_again += u64::from(is.changed && !was.changed);
            affected.other_standing += u64::from(was.standing != is.standing);
            affected.other_areas += u64::from(was.ward != is.ward || was.order_areas != is.order_areas);
        })?;
        Ok(kinds)
    }
}

fn read(files: &Files) -> Result<Catalogue, Vec<Mistake>> {
    Catalogue::from_files(&names(files))
}

fn names(files: &Files) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn publish(
    writing: &mut dyn Writing,
    own: &mut OwnBooks,
    root: &SecretKey,
    scope: ScopeId,
    edition: &Edition,
    now: i64,
) -> Result<(), Fault> {
    for entry in own.write(writing, root, scope, &[Word::Edition(edition.clone())], now)? {
        if let Some(edition) = Edition::read(&entry) {
            writing.put_edition(scope, &edition, entry.header.clock)?;
        }
    }
    Ok(())
}

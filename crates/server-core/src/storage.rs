//! What the rules need of a database. `server-storage` implements it; its conformance tests hold for any implementation.

use book::{
    BookId, Chain, Clock, DeviceId, EntryHash, Line, Page, PublicKey, RecordId, ScopeId, SecretKey, SignedGrant, Tip,
    UserId,
};
use chrono::NaiveDate;
use protocol::{Checkpoint, PhotoHash, TabletState, Tips};
use record::{BehindRow, Edition, Erasure, Order, Over, Record, Sum, Verdict};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Something outside the rules failed: disk, database, randomness. Nothing was promised.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A file could not be read or written.
    #[error("{what} failed")]
    File {
        /// Path and verb.
        what: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Stored bytes are not what was stored.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The database has a form that this program does not know yet.
    #[error("this folder was written by a newer patrolbook-server; use that version or a later one")]
    Newer,
    /// The operating system gave no randomness.
    #[error("no randomness")]
    Random(#[from] getrandom::Error),
    /// No council was set up here.
    #[error("no council is set up in this folder; run `init` first")]
    NoCouncil,
    /// A restore was stopped in its middle.
    #[error("a restore into this folder was not finished; run `restore` again")]
    HalfRestored,
}

/// The council that this office belongs to. Holds the root key: never log it, never send it.
#[derive(Debug, Clone)]
pub struct Council {
    /// Its name.
    pub name: String,
    /// Signs grants, receipts and the office's own books.
    pub root: SecretKey,
    /// The 32 bytes of `root`.
    pub root_bytes: [u8; 32],
    /// Whether it is a demo.
    pub demo: bool,
}

/// A team: one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its scope.
    pub scope: ScopeId,
    /// Its name, unique.
    pub name: String,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The name, unique.
    pub name: String,
    /// `warden` or `leader`.
    pub role: String,
    /// The team that they may join with their password alone.
    pub team: Option<ScopeId>,
    /// Whether they read the restricted parts of the teams that they write in.
    #[serde(default)]
    pub safeguarding: bool,
}

/// An enrolled tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The id.
    pub id: DeviceId,
    /// Its public key, unique.
    pub key: PublicKey,
    /// The short code of its books, unique, such as `W07`.
    pub code: String,
    /// SHA-256 of its token, unique.
    pub token: [u8; 32],
    /// When it was enrolled, milliseconds since 1970.
    pub enrolled_at: i64,
    /// When it was last heard from.
    pub heard_at: i64,
}

/// A grant and whether it was withdrawn since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldGrant {
    /// What was signed.
    pub signed: SignedGrant,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
}

/// A one-time enrolment code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// See `secret::code_hash`.
    pub hash: [u8; 32],
    /// For which team.
    pub scope: ScopeId,
    /// For whom.
    pub user: UserId,
    /// No longer good from then on.
    pub expires_at: i64,
    /// Which tablet used it, and when.
    pub used: Option<(DeviceId, i64)>,
}

/// How far a book's second copy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Archived {
    /// The last page in it.
    pub number: u64,
    /// The length of its file.
    pub bytes: u64,
}

/// A line of a book, in brief. All that is kept by line is kept under the line's id; see [`Chain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookRow {
    /// The line: the book itself, or a branch.
    pub line: BookId,
    /// The book.
    pub book: BookId,
    /// Its scope.
    pub scope: ScopeId,
    /// Its last page.
    pub tip: Tip,
    /// Its second copy.
    pub archived: Archived,
}

/// A photo of a scope, whole or on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoRow {
    /// The scope.
    pub scope: ScopeId,
    /// Its name.
    pub hash: PhotoHash,
    /// Its length when whole.
    pub length: u64,
    /// Whether all of it is here and has this hash.
    pub whole: bool,
    /// Whether the second copy was written and read back.
    pub archived: bool,
}

/// Whether tablets may write bundles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundlePolicy {
    /// Whether they may.
    pub allowed: bool,
    /// Since when it is so, milliseconds since 1970.
    pub since: i64,
}

impl Default for BundlePolicy {
    fn default() -> Self {
        Self { allowed: true, since: 1 }
    }
}

/// A copy of the records that was written for another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Its own name, which stands in what was written too.
    pub id: uuid::Uuid,
    /// When it was written, milliseconds since 1970.
    pub at: i64,
    /// The last change that it has, see [`Reading::last_change`].
    pub change: u64,
    /// The version of the catalogue that it was written by.
    pub catalogue: u32,
}

/// What came of the exports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exports {
    /// The last ones that were written whole, the newest first.
    pub written: Vec<Export>,
    /// When one failed after that, milliseconds since 1970.
    pub failed_at: Option<i64>,
}

/// That there had been so many changes of records at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The moment, milliseconds since 1970.
    pub at: i64,
    /// See [`Reading::last_change`].
    pub change: u64,
}

/// What a change left of a record.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The scope.
    pub scope: ScopeId,
    /// The record.
    pub id: RecordId,
    /// The change that began it, of the order of all changes.
    pub began: u64,
    /// The record as it is; none if nothing counts of it any more.
    pub record: Option<&'a Record>,
}

/// How far the facts of a team go, that are kept beside its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsAt {
    /// By which catalogue, read by which program, they were worked out; see [`crate::CatalogueInUse`].
    pub by: String,
    /// The change up to which they go, and within it the record.
    pub change: (u64, RecordId),
    /// While all are worked out anew: the record up to which they are, and how many that is. They go up to `change` once that is
    /// done.
    pub anew: Option<(RecordId, u64)>,
    /// How many erasures were kept in the scope since there were any facts: what was read before one is not kept after it.
    pub erasures: u64,
}

/// Records in an order, each as it is; none of one of which nothing counts any more. With each the change that was its last.
pub type Changed = Vec<(u64, RecordId, Option<Record>)>;

/// What a record contributes, and what a report says of it.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The record.
    pub id: RecordId,
    /// What it comes to.
    pub line: record::Line,
    /// Whether it is a finding.
    pub finding: bool,
    /// Whether it waits for a leader.
    pub unreviewed: bool,
}

/// A database.
///
/// Any number of readers may be open while there is one writer. A reader sees the state of the moment in which it was
/// opened, whatever is written meanwhile. [`Storage::write`] waits for the writer before it, in this process or another.
/// Do not open a writer while holding a reader or writer in the same thread.
pub trait Storage: Send + Sync {
    /// Opens a reader.
    fn read(&self) -> Result<Box<dyn Reading + '_>, Fault>;
    /// Opens the writer.
    fn write(&self) -> Result<Box<dyn Writing + '_>, Fault>;
    /// Sees to it that nothing of what was deleted or replaced is left in any file. May take long; no transaction may be
    /// open in this thread.
    fn forget(&self) -> Result<(), Fault>;
}

/// One consistent view.
pub trait Reading {
    /// The council, if one was set up.
    fn council(&self) -> Result<Option<Council>, Fault>;
    /// Whether a restore was begun here and not finished.
    fn half_restored(&self) -> Result<bool, Fault>;
    /// Whether tablets may write bundles.
    fn bundle_policy(&self) -> Result<BundlePolicy, Fault>;
    /// All teams by name.
    fn teams(&self) -> Result<Vec<Team>, Fault>;
    /// All people by name.
    fn users(&self) -> Result<Vec<User>, Fault>;
    /// The PHC string of a person's password, if they have one.
    fn password(&self, user: UserId) -> Result<Option<String>, Fault>;
    /// All tablets by code.
    fn devices(&self) -> Result<Vec<Device>, Fault>;
    /// The tablet whose token has this hash.
    fn device_by_token(&self, token: &[u8; 32]) -> Result<Option<Device>, Fault>;
    /// How far a tablet's clock was ahead, in milliseconds, and what it last said of itself.
    fn tablet_state(&self, device: DeviceId) -> Result<Option<(i64, TabletState)>, Fault>;
    /// The tablet of this key.
    fn device_by_key(&self, key: &PublicKey) -> Result<Option<Device>, Fault>;
    /// A grant by its id.
    fn grant(&self, id: book::GrantId) -> Result<Option<HeldGrant>, Fault>;
    /// A tablet's grants, withdrawn and expired ones too.
    fn grants_of_device(&self, device: DeviceId) -> Result<Vec<HeldGrant>, Fault>;
    /// All grants, in the order in which they were given.
    fn grants(&self) -> Result<Vec<HeldGrant>, Fault>;
    /// A scope's grants, withdrawn and expired ones too, newest first.
    fn grants_of_scope(&self, scope: ScopeId) -> Result<Vec<HeldGrant>, Fault>;
    /// An enrolment code by its hash.
    fn code(&self, hash: &[u8; 32]) -> Result<Option<Code>, Fault>;
    /// A line as held: what opened its book, where it branches off, and its tip.
    fn line(&self, line: BookId) -> Result<Option<Chain>, Fault>;
    /// All lines of a book, the one with the opening first.
    fn lines(&self, book: BookId) -> Result<Vec<Chain>, Fault>;
    /// All lines of a scope in brief.
    fn lines_of_scope(&self, scope: ScopeId) -> Result<Vec<Line>, Fault>;
    /// All lines.
    fn books(&self) -> Result<Vec<BookRow>, Fault>;
    /// One line.
    fn book_row(&self, line: BookId) -> Result<Option<BookRow>, Fault>;
    /// Lines that a device key signs.
    fn books_of_key(&self, key: &PublicKey) -> Result<Vec<BookRow>, Fault>;
    /// Lines whose second copy is behind, each before its branches.
    fn books_behind(&self) -> Result<Vec<BookRow>, Fault>;
    /// How far each book of a scope is held.
    fn tips(&self, scope: ScopeId) -> Result<Tips, Fault> {
        Ok(self.lines_of_scope(scope)?.iter().collect())
    }
    /// The hash of a page of a line.
    fn hash_at(&self, line: BookId, number: u64) -> Result<Option<EntryHash>, Fault>;
    /// The line on which a page of a book is held, if it is.
    fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, Fault> {
        for line in self.lines(book)? {
            if line.tip == page || self.hash_at(line.line, page.number)? == Some(page.hash) {
                return Ok(Some(line.line));
            }
        }
        Ok(None)
    }
    /// Pages of a line after `after` as [`Chain::stored`] gives them, until one of the limits; at least one if there is
    /// one.
    fn pages(&self, line: BookId, after: u64, most: usize, bytes: usize) -> Result<Vec<Vec<u8>>, Fault>;
    /// Whether this page of a book is held.
    fn holds(&self, book: BookId, page: Tip) -> Result<bool, Fault> {
        Ok(self.line_of(book, page)?.is_some())
    }
    /// A record of a scope.
    fn record(&self, scope: ScopeId, id: RecordId) -> Result<Option<Record>, Fault>;
    /// Every record, one after the other.
    fn each_record(&self, each: &mut dyn FnMut(ScopeId, &Record)) -> Result<(), Fault>;
    /// How many changes of records there were: each has a number. 0: none that was numbered.
    fn last_change(&self) -> Result<u64, Fault>;
    /// Every record that was changed after the change of this number, one after the other, until `each` breaks off; after 0
    /// every record. It may give some that were not.
    fn each_change(
        &self,
        after: u64,
        each: &mut dyn FnMut(Change<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Fault>;
    /// How far the facts of a team go; none if none were ever worked out.
    fn facts_at(&self, scope: ScopeId) -> Result<Option<FactsAt>, Fault>;
    /// Records of a scope behind this one, by their ids, and at most so many.
    fn records_after(&self, scope: ScopeId, after: RecordId, most: usize) -> Result<Changed, Fault>;
    /// Records of a scope that were changed after this change, and within it behind this record, in the order of changes, and at
    /// most so many.
    fn changed_after(&self, scope: ScopeId, after: (u64, RecordId), most: usize) -> Result<Changed, Fault>;
    /// How many records of a scope were changed after this change; after 0 how many there are, those of which nothing counts too.
    fn many_changed(&self, scope: ScopeId, after: u64) -> Result<u64, Fault>;
    /// What a figure comes to by a team's facts.
    fn sum(&self, scope: ScopeId, over: &Over) -> Result<Sum, Fault>;
    /// The answers of a figure of names, the most frequent first.
    fn names_of_figure(&self, scope: ScopeId, over: &Over) -> Result<Vec<String>, Fault>;
    /// What makes a figure up, the oldest first, until `each` breaks off.
    fn behind(
        &self,
        scope: ScopeId,
        over: &Over,
        each: &mut dyn FnMut(BehindRow) -> ControlFlow<()>,
    ) -> Result<(), Fault>;
    /// How many records that count within these days, and in one of these wards, no leader has approved, and of how many a field
    /// stands in two versions.
    fn doubts_of_figures(
        &self,
        scope: ScopeId,
        days: [NaiveDate; 2],
        wards: Option<&[String]>,
    ) -> Result<[u64; 2], Fault>;
    /// The first day of which there is a record of a kind, or any finding at all, among those with facts.
    fn first_day(&self, scope: ScopeId, kind: Option<&str>) -> Result<Option<NaiveDate>, Fault>;
    /// How many changes there had been at a moment, by the last mark that was made until then; by the first of all, where that is
    /// later. None if none was made.
    fn mark_at(&self, at: i64) -> Result<Option<Mark>, Fault>;
    /// What came of the exports.
    fn exports(&self) -> Result<Exports, Fault>;
    /// Whether an entry is waiting for a check.
    fn has_verdict(&self, scope: ScopeId, entry: EntryHash) -> Result<bool, Fault>;
    /// Every entry that is waiting for a check, or a leader decided on.
    fn verdicts(&self) -> Result<Vec<(ScopeId, EntryHash)>, Fault>;
    /// The line and number of every page that is waiting for a check.
    fn waiting(&self) -> Result<Vec<(BookId, u64)>, Fault>;
    /// The number of the last reference that was given in a year.
    fn last_reference(&self, year: u32) -> Result<u32, Fault>;
    /// Questions to the DVLA that may be open, the oldest first: a record, and the id of the question.
    fn dvla_questions(&self, most: usize) -> Result<Vec<(ScopeId, RecordId, String)>, Fault>;
    /// The last checkpoint of a scope.
    fn last_checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, Fault>;
    /// Every checkpoint of every scope.
    fn checkpoints(&self) -> Result<Vec<Checkpoint>, Fault>;
    /// A photo of a scope.
    fn photo(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<PhotoRow>, Fault>;
    /// The newest catalogue that was published to any team.
    fn edition(&self) -> Result<Option<Edition>, Fault>;
    /// Whether a catalogue was published to a team.
    fn has_edition(&self, scope: ScopeId, version: u32) -> Result<bool, Fault>;
    /// What was ordered to be erased of an entry: records and their fields.
    fn erased_of(&self, entry: EntryHash) -> Result<Vec<(RecordId, String)>, Fault>;
    /// The orders to erase something of a record.
    fn orders_on(&self, scope: ScopeId, record: RecordId) -> Result<Vec<Order>, Fault>;
    /// Lines of which the second copy, or a file of this storage, may still hold what was erased.
    fn lines_to_erase(&self) -> Result<Vec<BookId>, Fault>;
    /// The photos that were erased, and whether their bytes may still be somewhere.
    fn erased_photos(&self) -> Result<Vec<(ScopeId, PhotoHash, bool)>, Fault>;
    /// Whether a photo was erased.
    fn photo_is_erased(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault>;
    /// All photos that are whole.
    fn photos(&self) -> Result<Vec<PhotoRow>, Fault>;
    /// Whole photos whose second copy is missing.
    fn photos_behind(&self) -> Result<Vec<PhotoRow>, Fault>;
}

/// One transaction: all of it is stored when [`Writing::commit`] returns, and none of it if it is dropped before.
pub trait Writing: Reading {
    /// Makes everything durable, through fsync.
    fn commit(self: Box<Self>) -> Result<(), Fault>;
    /// Sets the council up; there can be only one.
    fn put_council(&mut self, council: &Council) -> Result<(), Fault>;
    /// Says that a restore was begun, or is finished. There must be a council.
    fn put_half_restored(&mut self, half: bool) -> Result<(), Fault>;
    /// Says whether tablets may write bundles. There must be a council.
    fn put_bundle_policy(&mut self, policy: BundlePolicy) -> Result<(), Fault>;
    /// Adds a team.
    fn put_team(&mut self, team: &Team) -> Result<(), Fault>;
    /// Adds a person, or changes what is known of them.
    fn put_user(&mut self, user: &User) -> Result<(), Fault>;
    /// Replaces a person's password, a PHC string, or takes it away.
    fn put_password(&mut self, user: UserId, password: Option<&str>) -> Result<(), Fault>;
    /// Adds a tablet, or changes what is known of it.
    fn put_device(&mut self, device: &Device) -> Result<(), Fault>;
    /// Keeps what a tablet says of itself, and how far its clock was ahead, in milliseconds.
    fn put_tablet_state(&mut self, device: DeviceId, ahead_ms: i64, state: &TabletState) -> Result<(), Fault>;
    /// Adds a grant, or changes when it was withdrawn.
    fn put_grant(&mut self, grant: &HeldGrant) -> Result<(), Fault>;
    /// Adds an enrolment code, or says that it was used.
    fn put_code(&mut self, code: &Code) -> Result<(), Fault>;
    /// Adds pages that follow what is held; `chain` is the line with its tip at the last of them.
    fn append(&mut self, chain: &Chain, pages: &[Page]) -> Result<(), Fault>;
    /// Replaces a record.
    fn put_record(&mut self, scope: ScopeId, record: &Record) -> Result<(), Fault>;
    /// Forgets the records of a scope, to be added up anew.
    fn clear_records(&mut self, scope: ScopeId) -> Result<(), Fault>;
    /// Says that the records of a scope are added up anew: what came out as it was before did not change.
    fn settle_records(&mut self, scope: ScopeId) -> Result<(), Fault>;
    /// Puts what a record contributes in place of what it did before.
    fn keep_facts(&mut self, scope: ScopeId, counted: &Counted) -> Result<(), Fault>;
    /// Forgets what a record contributed.
    fn drop_facts(&mut self, scope: ScopeId, record: RecordId) -> Result<(), Fault>;
    /// Says how far the facts of a team go.
    fn put_facts_at(&mut self, scope: ScopeId, at: &FactsAt) -> Result<(), Fault>;
    /// Keeps a mark, and forgets those from before `until`.
    fn put_mark(&mut self, mark: Mark, until: i64) -> Result<(), Fault>;
    /// Says what came of the exports.
    fn put_exports(&mut self, exports: &Exports) -> Result<(), Fault>;
    /// Keeps an entry out of the state.
    fn put_verdict(&mut self, scope: ScopeId, verdict: &Verdict) -> Result<(), Fault>;
    /// Keeps a catalogue that was published to a team by a page of this clock; of two with one version the later.
    fn put_edition(&mut self, scope: ScopeId, edition: &Edition, clock: Clock) -> Result<(), Fault>;
    /// Keeps that a number was given as a reference in a year: the highest counts.
    fn put_reference(&mut self, year: u32, number: u32) -> Result<(), Fault>;
    /// Keeps a question to the DVLA, or forgets it.
    fn put_dvla_question(&mut self, scope: ScopeId, record: RecordId, id: &str, open: bool) -> Result<(), Fault>;
    /// Keeps what an erasure says. What the record contributed is forgotten at once, and the record has changed: facts say what it
    /// said.
    fn put_erasure(&mut self, scope: ScopeId, erasure: &Erasure) -> Result<(), Fault>;
    /// Puts what was left of a page in place of the page.
    fn replace_page(&mut self, line: BookId, page: &Page) -> Result<(), Fault>;
    /// Says whether something may still hold what was erased of a line.
    fn put_line_to_erase(&mut self, line: BookId, open: bool) -> Result<(), Fault>;
    /// Keeps that a photo was erased, and whether its bytes may still be somewhere.
    fn put_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash, open: bool) -> Result<(), Fault>;
    /// Forgets that a photo was erased: something else names it.
    fn drop_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault>;
    /// Forgets a photo.
    fn drop_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault>;
    /// Says how far a line's second copy goes.
    fn put_archived(&mut self, line: BookId, archived: Archived) -> Result<(), Fault>;
    /// Adds a checkpoint.
    fn put_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Fault>;
    /// Adds a photo, or says how far it has come.
    fn put_photo(&mut self, photo: &PhotoRow) -> Result<(), Fault>;
}

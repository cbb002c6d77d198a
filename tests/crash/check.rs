//! The check after a kill: everything opens and is whole, every promise was kept, the flow can be run again to its end,
//! both sides meet, and nothing is there twice or left over.

use crate::acks::{Ack, Acks};
use crate::flows::Flow;
use crate::ground::{Ground, LEADER, WARDEN, rank, sha256};
use crate::plan::{NOW, Plan};
use anyhow::{Context, Result};
use book::{BookId, Reader, ScopeId};
use protocol::{PhotoHash, Promise, Receipt, Subject};
use serde::Serialize;
use server_core::{Centre, Storage};
use server_storage::{Database, FolderPhotos};
use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;
use store::Store;

/// What is wrong.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Verdict {
    /// Promises that were not kept.
    lost: usize,
    /// Records that name a photo that is missing, and files that nothing names.
    orphaned: usize,
    /// A sentence each, of the above too.
    problems: Vec<String>,
}

impl Verdict {
    /// Counts a promise once, though it is looked for twice.
    fn lost(&mut self, ack: &Ack) {
        let problem = format!("lost: {ack:?}");
        if !self.problems.contains(&problem) {
            self.lost += 1;
            self.problems.push(problem);
        }
    }

    fn orphaned(&mut self, what: impl Display) {
        self.orphaned += 1;
        self.problems.push(format!("orphaned: {what}"));
    }

    fn expect(&mut self, holds: bool, else_says: impl Display) {
        if !holds {
            self.problems.push(else_says.to_string());
        }
    }
}

/// Checks a flow's folder against what was promised.
pub(crate) fn check(flow: Flow, ground: &Ground, acks: &[Ack]) -> Verdict {
    let mut verdict = Verdict::default();
    if let Err(error) = stages(flow, ground, acks, &mut verdict) {
        verdict.problems.push(format!("{error:#}"));
        // What cannot be opened keeps no promise.
        if verdict.lost == 0 {
            verdict.lost = acks.len();
        }
    }
    verdict
}

fn stages(flow: Flow, ground: &Ground, acks: &[Ack], verdict: &mut Verdict) -> Result<()> {
    let plan = flow.plan();
    if flow.office_is_usable() {
        kept(ground, plan, acks, verdict).context("after the kill")?;
    }
    let again = Acks::quiet();
    flow.run(ground, &again).context("the flow run again")?;
    let both: Vec<Ack> = acks.iter().cloned().chain(again.told()).collect();
    meet(ground, plan, verdict).context("both sides meeting")?;
    kept(ground, plan, &both, verdict).context("at the end")?;
    whole(ground, plan, verdict).context("at the end")
}

/// Everything opens, is whole, and keeps its promises.
fn kept(ground: &Ground, plan: Plan, acks: &[Ack], verdict: &mut Verdict) -> Result<()> {
    let centre = ground.office()?;
    verdict.problems.extend(centre.verify()?.problems);
    let office = Office::open(ground)?;
    let tablets = ground.tablets()?;
    for (name, store) in &tablets {
        verdict.problems.extend(store.verify()?.into_iter().map(|problem| format!("{name}: {problem}")));
        for record in plan.records() {
            let photos = store.record(record)?.map(|record| record.photos()).unwrap_or_default();
            for hash in photos.iter().filter_map(|row| PhotoHash::from_hex(&row.sha256)) {
                // A leader's tablet has the photos of others later than the pages that name them.
                if *name == WARDEN && store.photo_bytes(hash).is_err() {
                    verdict.orphaned(format!("{name}: page without its photo {hash}"));
                }
            }
        }
    }
    for ack in acks {
        let store = |tablet: &str| tablets.iter().find(|(name, _)| *name == tablet).map(|(_, store)| store);
        let holds = match ack {
            Ack::Enrolled { tablet, .. }
            | Ack::Draft { tablet, .. }
            | Ack::Page { tablet, .. }
            | Ack::Photo { tablet, .. }
            | Ack::Receipts { tablet, .. } => match store(tablet) {
                Some(store) => tablet_keeps(store, &centre, plan, ack)?,
                None => false,
            },
            Ack::Bytes { .. } | Ack::Signed { .. } | Ack::Taken { .. } => office.keeps(ack)?,
            Ack::Bundle { sha256: hash } => {
                std::fs::read(ground.path("bundle")).is_ok_and(|bundle| sha256(&bundle) == *hash)
            }
        };
        if !holds {
            verdict.lost(ack);
        }
    }
    Ok(())
}

fn tablet_keeps(store: &Store, centre: &Centre, plan: Plan, ack: &Ack) -> Result<bool> {
    Ok(match ack {
        Ack::Enrolled { token, .. } => {
            store.enrolment()?.is_some_and(|held| held.token == *token) && centre.authorise(token).is_ok()
        }
        Ack::Draft { draft, step, .. } => {
            let finding = plan.finding_of(*draft).context("a draft that is not in the plan")?;
            let record = plan.records().nth(finding.into()).context("a record that is not in the plan")?;
            match store.draft(*draft)? {
                Some(held) => plan.steps(finding).iter().skip(*step).any(|planned| *planned == held),
                None => store.record(record)?.is_some(),
            }
        }
        Ack::Page { book, number, sha256: hash, .. } => {
            let book = BookId::from_hex(book).context("a book's name")?;
            let run = store.run(book, number - 1, 1, usize::MAX)?;
            run.is_some_and(|run| run.entries.first().is_some_and(|wire| sha256(wire) == *hash))
        }
        Ack::Photo { sha256, at, .. } => {
            let hash = PhotoHash::from_hex(sha256).context("a photo's name")?;
            // Its bytes are checked against its name.
            store.photo_bytes(hash).is_ok() && store.photo_info(hash)?.is_some_and(|info| rank(info.at) >= *at)
        }
        Ack::Receipts { arrived, backed_up, .. } => {
            store.own_book()?.is_some_and(|own| own.arrived >= *arrived && own.backed_up >= *backed_up)
        }
        Ack::Bytes { .. } | Ack::Signed { .. } | Ack::Bundle { .. } | Ack::Taken { .. } => false,
    })
}

/// The office's storage, beside the office itself. What it says is whole was read through by [`Centre::verify`].
struct Office {
    database: Database,
    photos: FolderPhotos,
}

impl Office {
    fn open(ground: &Ground) -> Result<Self> {
        let database = Database::open(&ground.path("office/patrolbook.sqlite"))?;
        Ok(Self { database, photos: FolderPhotos::open(&ground.path("office/photos"))? })
    }

    fn keeps(&self, ack: &Ack) -> Result<bool> {
        let reading = self.database.read()?;
        match ack {
            Ack::Bytes { scope, sha256, held } => {
                let hash = PhotoHash::from_hex(sha256).context("a photo's name")?;
                let row = reading.photo(ScopeId(*scope), hash)?;
                let part = server_core::Photos::held(&self.photos, ScopeId(*scope), hash)?;
                Ok(row.is_some_and(|row| row.whole) || part >= *held || self.complete(hash)?)
            }
            Ack::Signed { receipt } => {
                let receipt = Receipt::decode(&mut Reader::new(&hex::decode(receipt)?))?;
                let backed_up = receipt.promise == Promise::BackedUp;
                Ok(match receipt.subject {
                    Subject::Book(book, tip) => {
                        let row = reading.book_row(book)?;
                        let copied = row.is_some_and(|row| row.archived.number >= tip.number);
                        reading.hash_at(book, tip.number)? == Some(tip.hash) && (copied || !backed_up)
                    }
                    Subject::Photo(hash, length) => reading
                        .photos()?
                        .iter()
                        .any(|row| row.hash == hash && row.length == length && (row.archived || !backed_up)),
                })
            }
            Ack::Taken { book, number, hash } => {
                let book = BookId::from_hex(book).context("a book's name")?;
                Ok(reading.hash_at(book, *number)?.is_some_and(|held| held.to_string() == *hash))
            }
            _ => Ok(false),
        }
    }

    /// Whether the file is there whole although the database does not say so yet.
    fn complete(&self, hash: PhotoHash) -> Result<bool> {
        Ok(server_core::Photos::check(&self.photos, hash)?)
    }
}

/// Lets every tablet sync until all is backed up.
fn meet(ground: &Ground, plan: Plan, verdict: &mut Verdict) -> Result<()> {
    let centre = ground.office()?;
    let tablets = ground.tablets()?;
    for last in [false, true] {
        for (name, store) in &tablets {
            let outcome = ground.sync(name, store, &centre, plan, &Acks::quiet())?;
            verdict.expect(outcome.converged, format!("{name}: the books did not converge"));
            verdict.expect(outcome.problems.is_empty(), format!("{name}: {:?}", outcome.problems));
            let own = store.own_book()?.context("a tablet without its book")?;
            verdict.expect(!last || own.backed_up == own.tip.number, format!("{name}: not all pages are backed up"));
        }
        if !last {
            let report = centre.back_up(NOW)?;
            verdict.expect(report.failed == 0, format!("the second copy failed: {report:?}"));
        }
    }
    Ok(())
}

/// At the end all that was planned is on every side, once, and nothing else.
fn whole(ground: &Ground, plan: Plan, verdict: &mut Verdict) -> Result<()> {
    let centre: Arc<Centre> = ground.office()?;
    let summary = centre.summary()?;
    let photos = plan.all_photos().count() as u64;
    let right = summary.findings == u64::from(plan.findings) && summary.photos == photos && summary.backed_up == "all";
    verdict.expect(right, format!("the office holds {summary:?}"));
    let tablets = ground.tablets()?;
    verdict.expect(centre.devices()?.len() == tablets.len(), "the office knows another number of tablets");
    let office = Office::open(ground)?;
    let reading = office.database.read()?;
    verdict.expect(reading.books()?.len() == tablets.len(), "the office holds another number of books");
    for (name, store) in &tablets {
        for (number, id) in (0..plan.findings).zip(plan.records()) {
            let pages = store.entries_about(id)?.len();
            verdict.expect(pages == plan.pages_about(), format!("{name}: {pages} pages about record {id}"));
            let record = store.record(id)?.context("a record that is gone")?;
            let edited = !plan.edits || plan.is_edited(&record, number);
            verdict.expect(edited, format!("{name}: record {id} does not say what was edited"));
            let (line, shown) = (record::line(&record, store.catalogue()), store.found(id)?);
            let fits = shown.is_some_and(|shown| shown.summary == line.summary);
            verdict.expect(fits, format!("{name}: record {id} is not listed as its catalogue says"));
        }
        verdict.expect(store.drafts()?.is_empty(), format!("{name}: a draft is left"));
        for bytes in plan.all_photos() {
            let hash = PhotoHash::from_hex(&sha256(&bytes)).context("a photo's name")?;
            let info = store.photo_info(hash)?;
            verdict.expect(store.photo_bytes(hash).is_ok_and(|held| held == bytes), format!("{name}: photo {hash}"));
            let there = info.is_some_and(|info| *name == LEADER || rank(info.at) == 2);
            verdict.expect(there, format!("{name}: photo {hash} is not backed up"));
        }
        for file in files(&ground.path(&format!("{name}/photos")))? {
            let known = PhotoHash::from_hex(&file).map(|hash| store.photo_info(hash)).transpose()?.flatten();
            if known.is_none() {
                verdict.orphaned(format!("{name}: file {file}"));
            }
        }
    }
    let rows = reading.photos()?;
    for folder in ["office/photos", "office/archive/photos"] {
        for file in files(&ground.path(folder))? {
            if !rows.iter().any(|row| row.hash.to_string() == file) {
                verdict.orphaned(format!("{folder}: file {file}"));
            }
        }
    }
    for file in files(&ground.path("office/archive"))? {
        verdict.expect(!file.ends_with(".tmp"), format!("office/archive: file {file} is left"));
    }
    Ok(())
}

/// The names of all files in a folder and the folders in it.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                names.extend(files(&entry.path())?);
            } else {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}

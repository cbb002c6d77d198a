//! The second copy, read back as a restore reads it; and the control, a reader that takes the pages in it at their word.

use crate::{Read, Target};
use anyhow::{Context, Result};
use book::{BookId, Entry, EntryHash};
use server_core::{CouncilKey, Storage};
use server_storage::Database;
use std::cell::Cell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tests::MORNING;

/// The second copy's folder, and the council key that a restore needs.
pub(crate) struct SecondCopy {
    pub(crate) files: Vec<(PathBuf, Vec<u8>)>,
    pub(crate) key: CouncilKey,
}

impl Target for SecondCopy {
    fn files(&self) -> &[(PathBuf, Vec<u8>)] {
        &self.files
    }

    fn rots(&self, _: &Path) -> bool {
        true
    }

    /// Restores an office from it. A line of the log that says `error` is what an operator sees, and counts as noticed.
    fn read(&self, folder: &Path) -> Read {
        let (restored, errors) = Errors::counted(|| restored(folder, &self.key));
        match restored {
            Ok(text) if errors == 0 => Read::Content(text.into_bytes()),
            _ => Read::Complaint,
        }
    }
}

fn restored(archive: &Path, key: &CouncilKey) -> Result<String> {
    let office = archive.with_extension("office");
    if office.exists() {
        std::fs::remove_dir_all(&office)?;
    }
    server_storage::open(&office, Some(archive))?.restore(key, MORNING)?;
    let database = Database::open(&office.join("patrolbook.sqlite"))?;
    let reading = database.read()?;
    let mut text = String::new();
    writeln!(text, "{:?}", reading.council()?.map(|council| (council.name, council.demo)))?;
    for team in reading.teams()? {
        writeln!(text, "{} {}", team.scope, team.name)?;
    }
    for user in reading.users()? {
        writeln!(text, "{:?} {} {} {:?}", user.id, user.name, user.role, user.team)?;
    }
    for device in reading.devices()? {
        writeln!(text, "{:?} {} {} {}", device.id, device.key, device.code, hex::encode(device.token))?;
    }
    for held in reading.grants()? {
        writeln!(text, "{} {:?}", hex::encode(held.signed.encode()), held.withdrawn_at)?;
    }
    for row in reading.books()? {
        writeln!(text, "{} {} {:?} {:?}", row.line, row.book, row.tip, row.archived)?;
        for wire in reading.pages(row.line, 0, usize::MAX >> 1, usize::MAX)? {
            writeln!(text, "{}", hex::encode(wire))?;
        }
    }
    reading.each_record(&mut |scope, record| {
        let _ = writeln!(text, "{scope} {}", serde_json::to_string(&record).unwrap_or_default());
    })?;
    for row in reading.photos()? {
        writeln!(text, "{} {} {}", row.hash, row.length, row.archived)?;
    }
    Ok(text)
}

/// The same files, read page by page without their links, hashes and signatures.
pub(crate) struct Naive<'a>(pub(crate) &'a SecondCopy);

impl Target for Naive<'_> {
    fn files(&self) -> &[(PathBuf, Vec<u8>)] {
        &self.0.files
    }

    fn rots(&self, name: &Path) -> bool {
        name.extension().is_some_and(|end| end == "book")
    }

    fn read(&self, folder: &Path) -> Read {
        let text = crate::files(folder).and_then(|files| {
            let books = files.iter().filter(|(name, _)| self.rots(name));
            books.map(|(_, bytes)| values(bytes)).collect::<Result<String>>()
        });
        text.map_or(Read::Complaint, |text| Read::Content(text.into_bytes()))
    }
}

/// What the pages of a book's file say, in whatever book they are.
fn values(mut bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    let mut number = 1;
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let wire = rest.get(..length).context("cut")?;
        let entry = Entry::decode_wire(wire, BookId([0; 32]), number, EntryHash([0; 32]))?;
        for (record, write, value) in entry.values() {
            writeln!(text, "{record} {} {}", write.field, serde_json::from_slice::<serde_json::Value>(value)?)?;
        }
        bytes = rest.get(length..).unwrap_or_default();
        number += 1;
    }
    Ok(text)
}

thread_local!(static ERRORS: Cell<usize> = const { Cell::new(0) });

/// Counts what is logged as an error.
struct Errors;

impl Errors {
    /// What this thread's work logs.
    fn counted<T>(work: impl FnOnce() -> T) -> (T, usize) {
        // Only the first one listens, for all threads.
        let _ = tracing::subscriber::set_global_default(Self);
        ERRORS.set(0);
        let done = work();
        (done, ERRORS.get())
    }
}

impl tracing::Subscriber for Errors {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::ERROR
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, _: &tracing::Event<'_>) {
        ERRORS.set(ERRORS.get() + 1);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

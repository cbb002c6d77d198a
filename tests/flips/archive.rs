//! The second copy, read back as a restore reads it; and the control, a reader that takes the pages in it at their word.

use crate::{Read, Target};
use anyhow::{Context, Result, ensure};
use book::{BookId, Entry, EntryHash};
use server_core::{CouncilKey, Storage};
use server_storage::Database;
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

    /// Restores an office from it.
    fn read(&self, folder: &Path) -> Read {
        restored(folder, &self.key).map_or(Read::Complaint, |text| Read::Content(text.into_bytes()))
    }
}

fn restored(archive: &Path, key: &CouncilKey) -> Result<String> {
    let office = archive.with_extension("office");
    if office.exists() {
        std::fs::remove_dir_all(&office)?;
    }
    let recovered = server_storage::open(&office, Some(archive))?.restore(key, MORNING)?;
    ensure!(recovered.damaged == 0, "the restore says what was damaged");
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
        for (at, wire) in reading.pages(row.line, 0, usize::MAX >> 1, usize::MAX)?.iter().enumerate() {
            match Entry::decode_wire(wire, row.book, 1, EntryHash([0; 32])) {
                // It has no values, so the salt behind its signature salts nothing, and no hash covers it.
                Ok(opening) if at == 0 && opening.values().next().is_none() => {
                    writeln!(text, "{} {:?}", opening.hash(), opening.signature)?;
                }
                _ => writeln!(text, "{}", hex::encode(wire))?,
            }
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

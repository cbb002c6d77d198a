//! What an export folder says of itself: its period, how much of what it has, and each file with its hash.

use super::row::{Change, Row};
use super::to_millis;
use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::catalogue::Catalogue;
use serde::Serialize;
use server_core::{Centre, Export};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use uuid::Uuid;

/// Another whenever a receiver must read it otherwise.
const FORMAT: u32 = 1;

/// The manifest.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// The form of this folder.
    pub format: u32,
    /// The name of this export.
    pub id: Uuid,
    /// The council.
    pub council: String,
    /// Whether everything is in it. If not, it stands on the export that `since` names.
    pub full: bool,
    /// The export before.
    pub since: Option<Since>,
    /// Up to when changes are in it, RFC 3339 in UTC.
    pub until: String,
    /// The version of the catalogue in whose words it is.
    pub catalogue: u32,
    /// The version of the program that wrote it.
    pub program: &'static str,
    /// What it has.
    pub counts: Counts,
    /// To whom the borders of wards and order areas are owed.
    pub attributions: Vec<String>,
    /// Its files.
    pub files: Vec<File>,
}

/// The export before.
#[derive(Debug, Serialize)]
pub struct Since {
    /// Its name.
    pub id: Uuid,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
}

/// How many findings of which sort.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// All rows of each file.
    pub findings: u64,
    /// Begun since the export before; in a full one, all that are recorded.
    pub new: u64,
    /// Changed since then.
    pub changed: u64,
    /// Erased by law: to be erased by whoever has them.
    pub erased: u64,
    /// No longer counted: to be removed by whoever has them.
    pub gone: u64,
    /// Those with a position.
    pub with_position: u64,
    /// By kind, what is gone left out.
    pub by_kind: BTreeMap<String, u64>,
}

/// A file of the folder.
#[derive(Debug, Serialize)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Counts {
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.findings += 1;
        *match row.change {
            Change::New => &mut self.new,
            Change::Changed => &mut self.changed,
            Change::Erased => &mut self.erased,
            Change::Gone => &mut self.gone,
        } += 1;
        self.with_position += u64::from(row.said.as_ref().is_some_and(|said| said.position.is_some()));
        if let Some(kind) = row.kind {
            match self.by_kind.get_mut(kind) {
                Some(many) => *many += 1,
                None => drop(self.by_kind.insert(kind.to_owned(), 1)),
            }
        }
    }
}

impl File {
    pub(super) fn of(folder: &Path, name: &'static str) -> anyhow::Result<Self> {
        let path = folder.join(name);
        let mut file = std::fs::File::open(&path).with_context(|| format!("{} cannot be read back", path.display()))?;
        let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 256 * 1024]);
        loop {
            let many = file.read(&mut buffer)?;
            let Some(read) = buffer.get(..many).filter(|read| !read.is_empty()) else { break };
            digest.update(read);
            bytes += many as u64;
        }
        Ok(Self { name, bytes, sha256: hex::encode(digest.finalize()) })
    }
}

impl Manifest {
    pub(super) fn new(
        centre: &Centre,
        catalogue: &Catalogue,
        since: Option<&Export>,
        moment: DateTime<Utc>,
        counts: Counts,
        files: Vec<File>,
    ) -> anyhow::Result<Self> {
        let at = |millis: i64| to_millis(DateTime::from_timestamp_millis(millis).unwrap_or_default());
        Ok(Self {
            format: FORMAT,
            id: Uuid::now_v7(),
            council: centre.council()?.name,
            full: since.is_none(),
            since: since.map(|since| Since { id: since.id, at: at(since.at) }),
            until: to_millis(moment),
            catalogue: catalogue.version(),
            program: env!("CARGO_PKG_VERSION"),
            counts,
            attributions: catalogue.areas().attributions().to_vec(),
            files,
        })
    }
}

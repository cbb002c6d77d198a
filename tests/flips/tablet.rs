//! A tablet's database, read back as the app and sync read it; and the control, the same tables without SQLCipher.

use crate::{Read, Target, lay, memory};
use anyhow::{Context, Result};
use book::ScopeId;
use domain::catalogue::Catalogue;
use protocol::{PhotoHash, Promise};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Filter, Store, StoreError};

const DATABASE: &str = "patrolbook.db";

/// A tablet's folder.
pub(crate) struct Tablets {
    pub(crate) files: Vec<(PathBuf, Vec<u8>)>,
    pub(crate) scope: ScopeId,
}

impl Target for Tablets {
    fn files(&self) -> &[(PathBuf, Vec<u8>)] {
        &self.files
    }

    fn rots(&self, name: &Path) -> bool {
        name == Path::new(DATABASE)
    }

    fn read(&self, folder: &Path) -> Read {
        content(folder, self.scope).map_or(Read::Complaint, |text| Read::Content(text.into_bytes()))
    }
}

/// All that the app shows and sync sends.
fn content(folder: &Path, scope: ScopeId) -> Result<String> {
    let catalogue = Catalogue::built_in().ok().context("the built-in catalogue is wrong")?;
    let entropy: store::Entropy = Arc::new(|bytes| {
        bytes.fill(7);
        Ok::<(), StoreError>(())
    });
    let store = Store::open(folder, Arc::new(catalogue), entropy)?;
    let mut text = String::new();
    writeln!(text, "{:?}", store.enrolment()?.map(|enrolment| (enrolment.device, enrolment.token, enrolment.team)))?;
    writeln!(text, "{:?} {:?}", store.own_book()?, store.checkpoint(scope)?)?;
    for grant in store.grants()? {
        writeln!(text, "{}", hex::encode(grant.encode()))?;
    }
    for person in store.people()? {
        writeln!(text, "{:?} {}", person.grant, person.name)?;
    }
    for line in store.lines(scope)? {
        writeln!(
            text,
            "{line:?} {:?}",
            store.receipt(&line.line.0, Promise::BackedUp)?.map(|receipt| receipt.subject)
        )?;
        let mut after = 0;
        while let Some(run) = store.run(line.line, after, 500, usize::MAX)? {
            after += run.entries.len() as u64;
            run.entries.iter().try_for_each(|wire| writeln!(text, "{}", hex::encode(wire)))?;
        }
    }
    for draft in store.drafts()? {
        writeln!(text, "{}", serde_json::to_string(&draft)?)?;
    }
    for found in store.find(&Filter::default(), 1000)? {
        let record = store.record(found.id)?.context("a line without its record")?;
        writeln!(text, "{found:?}\n{}", serde_json::to_string(&record)?)?;
        for entry in store.entries_about(found.id)? {
            writeln!(text, "{}", entry.hash)?;
        }
        for photo in record.photos() {
            let hash = PhotoHash::from_hex(&photo.sha256).context("a photo's name")?;
            let thumbnail = store.thumbnail(hash)?.unwrap_or_default();
            writeln!(text, "{:?} {}", store.photo_info(hash)?, hex::encode(Sha256::digest(thumbnail)))?;
            store.photo_bytes(hash)?;
        }
    }
    let searched = Filter { search: Some("gate".into()), ..Filter::default() };
    writeln!(text, "{:?} {:?}", store.find(&searched, 1000)?, store.whereabouts()?)?;
    Ok(text)
}

/// The same tables in a database whose pages are not encrypted, and have no HMAC.
pub(crate) struct Plain(Vec<(PathBuf, Vec<u8>)>);

impl Plain {
    pub(crate) fn of(tablet: &Tablets) -> Result<Self> {
        let ground = memory()?;
        lay(ground.path(), &tablet.files)?;
        let secret = std::fs::read(ground.path().join("tablet.key"))?;
        let key = Sha256::new().chain_update(b"patrolbook/v1/tablet/database\0").chain_update(secret).finalize();
        let db = Connection::open(ground.path().join(DATABASE))?;
        db.pragma_update(None, "key", format!("x'{}'", hex::encode(key)))?;
        let plain = ground.path().join("plain.db");
        db.execute("ATTACH DATABASE ?1 AS plain KEY ''", [plain.to_str().context("a path")?])?;
        db.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(()))?;
        db.execute_batch("DETACH DATABASE plain")?;
        Ok(Self(vec![(PathBuf::from("plain.db"), std::fs::read(plain)?)]))
    }
}

impl Target for Plain {
    fn files(&self) -> &[(PathBuf, Vec<u8>)] {
        &self.0
    }

    fn rots(&self, _: &Path) -> bool {
        true
    }

    fn read(&self, folder: &Path) -> Read {
        tables(&folder.join("plain.db")).map_or(Read::Complaint, |text| Read::Content(text.into_bytes()))
    }
}

/// Every row of every table.
fn tables(path: &Path) -> Result<String> {
    let db = Connection::open(path)?;
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name";
    let names: Vec<String> = db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut text = String::new();
    for name in names {
        let mut all = db.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = all.column_count();
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Blob(bytes) => write!(text, "|{}", hex::encode(bytes))?,
                    ValueRef::Text(bytes) => write!(text, "|{}", String::from_utf8(bytes.to_vec())?)?,
                    other => write!(text, "|{other:?}")?,
                }
            }
            text.push('\n');
        }
    }
    Ok(text)
}

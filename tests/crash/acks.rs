//! What a flow says was promised: only after the call that promised it has returned. A line of JSON each.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::Path;
use uuid::Uuid;

/// A promise. Hashes are hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "promised", rename_all = "snake_case")]
pub(crate) enum Ack {
    /// A tablet is enrolled.
    Enrolled { tablet: String, token: String },
    /// A draft is kept, as it is at this step of its making.
    Draft { tablet: String, draft: Uuid, step: usize },
    /// A page is on this tablet; the hash is of its bytes as they travel.
    Page { tablet: String, book: String, number: u64, sha256: String },
    /// A photo is on this tablet; 1 = it holds the office's receipt, 2 = backed up.
    Photo { tablet: String, sha256: String, at: u8 },
    /// A tablet holds receipts for its own book up to these pages.
    Receipts { tablet: String, arrived: u64, backed_up: u64 },
    /// The office holds so many bytes of a photo.
    Bytes { scope: Uuid, sha256: String, held: u64 },
    /// The office signed this.
    Signed { receipt: String },
    /// A bundle stands under its name.
    Bundle { sha256: String },
    /// The office took a book in up to this page.
    Taken { book: String, number: u64, hash: String },
}

/// Where promises are told.
pub(crate) struct Acks {
    told: RefCell<BTreeSet<Ack>>,
    aloud: bool,
    step: bool,
}

impl Acks {
    /// On the standard output; with `step`, waits for a line of input after each.
    pub(crate) fn aloud(step: bool) -> Self {
        Self { told: RefCell::default(), aloud: true, step }
    }

    /// Nowhere; they can be asked for.
    pub(crate) fn quiet() -> Self {
        Self { told: RefCell::default(), aloud: false, step: false }
    }

    /// Tells a promise, once.
    pub(crate) fn tell(&self, ack: Ack) -> Result<()> {
        if !self.told.borrow_mut().insert(ack.clone()) || !self.aloud {
            return Ok(());
        }
        let mut line = serde_json::to_vec(&ack)?;
        line.push(b'\n');
        let mut out = std::io::stdout().lock();
        out.write_all(&line)?;
        out.flush()?;
        if self.step {
            std::io::stdin().lock().read_line(&mut String::new())?;
        }
        Ok(())
    }

    /// All that was told.
    pub(crate) fn told(self) -> Vec<Ack> {
        self.told.into_inner().into_iter().collect()
    }
}

/// The promises in a file. A kill may cut the last line off; what was not said whole was not promised.
pub(crate) fn read(file: &Path) -> Result<Vec<Ack>> {
    let text = std::fs::read_to_string(file).context("the promises cannot be read")?;
    let whole = text.rfind('\n').map_or("", |end| text.get(..end).unwrap_or_default());
    whole.lines().map(|line| serde_json::from_str(line).context("a promise cannot be read")).collect()
}

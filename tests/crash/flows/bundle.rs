//! A tablet that lost its signal writes a bundle, and the office takes it. Under its name there is never half a bundle.

use crate::acks::{Ack, Acks};
use crate::flows::NOTHING;
use crate::ground::{Ground, WARDEN, sha256};
use crate::plan::{NOW, Plan};
use anyhow::{Context, Result, ensure};
use server_core::Centre;
use std::fs::File;
use std::sync::Arc;
use sync::{BundleTrouble, write_bundle};

/// The tablet hears how to seal a bundle, and then records without signal.
pub(super) fn prepare(ground: &Ground, centre: &Arc<Centre>, plan: Plan) -> Result<()> {
    let store = ground.enrolled(WARDEN, centre, NOTHING)?;
    ground.sync(WARDEN, &store, centre, NOTHING, &Acks::quiet())?;
    plan.record(WARDEN, &store, &Acks::quiet())
}

pub(super) fn run(ground: &Ground, acks: &Acks) -> Result<()> {
    let path = ground.path("bundle");
    let store = ground.tablet(WARDEN)?;
    match write_bundle(&store, &path, NOW, &|_| {}) {
        // One that has its name is whole, or the office refuses it below.
        Ok(_) | Err(BundleTrouble::Exists(_)) => {}
        Err(trouble) => return Err(trouble.into()),
    }
    acks.tell(Ack::Bundle { sha256: sha256(&std::fs::read(&path)?) })?;
    let imported = ground.office()?.import_bundle(File::open(&path)?, false, NOW)?;
    ensure!(imported.books_not_taken.is_empty() && imported.photos_not_taken.is_empty(), "not all came: {imported:?}");
    let own = store.own_book()?.context("the tablet has no book")?;
    acks.tell(Ack::Taken { book: own.book.to_string(), number: own.tip.number, hash: own.tip.hash.to_string() })
}

/// Half a bundle stands under its name.
pub(super) fn sabotage(ground: &Ground) -> Result<()> {
    let path = ground.path("bundle");
    write_bundle(&ground.tablet(WARDEN)?, &path, NOW, &|_| {})?;
    let bundle = File::options().write(true).open(path)?;
    let half = bundle.metadata()?.len() / 2;
    Ok(bundle.set_len(half)?)
}

//! A tablet is opened by a build whose catalogue is newer than the one by which its lines were worked out: all of them are
//! worked out anew, a stretch at a time, and a start that is ended in the middle goes on.

use crate::acks::Acks;
use crate::flows::NOTHING;
use crate::ground::{Ground, WARDEN, tell_pages};
use crate::plan::Plan;
use anyhow::{Context, Result, anyhow};
use domain::catalogue::Catalogue;
use server_core::Centre;
use std::sync::Arc;

/// The tablet is enrolled, and then used under the catalogue before.
pub(super) fn prepare(ground: &Ground, centre: &Arc<Centre>, plan: Plan) -> Result<()> {
    drop(ground.enrolled(WARDEN, centre, NOTHING)?);
    plan.record(WARDEN, &ground.tablet_with(WARDEN, earlier()?)?, &Acks::quiet())
}

pub(super) fn run(ground: &Ground, acks: &Acks) -> Result<()> {
    tell_pages(WARDEN, &ground.tablet(WARDEN)?, acks)
}

/// The tablet says that it has done what it has not.
pub(super) fn sabotage(ground: &Ground) -> Result<()> {
    let newer = Catalogue::built_in().ok().context("the built-in catalogue is wrong")?.version();
    Ok(ground.tablet_with(WARDEN, earlier()?)?.set_setting("lines", &store::lines_of_built_in(newer))?)
}

/// A catalogue before the built-in one, which calls the items of drug litter things.
fn earlier() -> Result<Catalogue> {
    let now = Catalogue::built_in().ok().context("the built-in catalogue is wrong")?.version();
    let version = |number: u32| format!("\nversion = {number}\n");
    let before = |text: &str| {
        text.replace(&version(now), &version(now - 1)).replace("\"item\", \"items\"", "\"thing\", \"things\"")
    };
    let files: Vec<_> = Catalogue::built_in_files().iter().map(|(name, text)| (*name, before(text))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::from_files(&files).map_err(|mistakes| anyhow!("the earlier catalogue: {mistakes:?}"))
}

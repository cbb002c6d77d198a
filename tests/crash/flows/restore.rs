//! An office whose disk was lost is restored from its second copy. Killed anywhere, the restore is run again and ends whole.

use crate::acks::Acks;
use crate::flows::centre;
use crate::ground::{Ground, WARDEN};
use crate::plan::{NOW, Plan};
use anyhow::{Context, Result};
use server_core::{Centre, CouncilKey, RestoreError};
use std::sync::Arc;

/// The office takes everything and is backed up; then only its second copy and the council key are left.
pub(super) fn prepare(ground: &Ground, office: Arc<Centre>, plan: Plan) -> Result<()> {
    let store = ground.enrolled(WARDEN, &office, plan)?;
    centre::prepare(ground, &store)?;
    ground.sync(WARDEN, &store, &office, plan, &Acks::quiet())?;
    office.back_up(NOW)?;
    std::fs::write(ground.path("key"), serde_json::to_vec(&office.council_key()?)?)?;
    drop(office);
    let (office, lost) = (ground.path("office"), ground.path("lost"));
    std::fs::rename(&office, &lost)?;
    std::fs::create_dir(&office)?;
    std::fs::rename(lost.join("archive"), office.join("archive"))?;
    Ok(std::fs::remove_dir_all(lost)?)
}

pub(super) fn run(ground: &Ground, plan: Plan, acks: &Acks) -> Result<()> {
    let key: CouncilKey = serde_json::from_slice(&std::fs::read(ground.path("key"))?)?;
    let (office, archive) = (ground.path("office"), ground.path("office/archive"));
    match server_storage::open(&office, Some(&archive))?.restore(&key, NOW) {
        Ok(_) | Err(RestoreError::NotEmpty) => {}
        Err(error) => return Err(error).context("the restore"),
    }
    centre::run(ground, plan, acks)
}

/// Half of the accounts are gone from the second copy.
pub(super) fn sabotage(ground: &Ground) -> Result<()> {
    let accounts = std::fs::OpenOptions::new().write(true).open(ground.path("office/archive/accounts.json"))?;
    let half = accounts.metadata()?.len() / 2;
    Ok(accounts.set_len(half)?)
}

//! How the tablets are: what each says of itself with its requests, and what a leader's tablet is told of the team's.

use crate::bring::is_import;
use crate::centre::Centre;
use crate::policy::{self, Caller};
use crate::storage::{Device, Fault, Reading};
use book::{DeviceId, ScopeId};
use domain::roles::{Action, Role, may};
use protocol::{Request, TabletReport, UnlockKey, limits};
use std::collections::BTreeMap;

/// When a tablet was last heard from is written down no more often than this: nothing new should cost no write.
const HEARD_MS: i64 = 10 * 60_000;

impl Centre {
    /// Keeps that a tablet was heard from, and what it says of itself if that is news.
    pub(crate) fn hear(&self, caller: &Caller, request: &Request, now: i64) -> Result<(), Fault> {
        let known = self.storage.read()?.tablet_state(caller.device.id)?;
        let news = request.tablet.as_ref().filter(|said| known.as_ref().is_none_or(|(_, state)| state != *said));
        if news.is_none() && now - caller.device.heard_at < HEARD_MS {
            return Ok(());
        }
        let mut writing = self.storage.write()?;
        writing.put_device(&Device { heard_at: now, ..caller.device.clone() })?;
        if let Some(state) = &request.tablet {
            writing.put_tablet_state(caller.device.id, request.device_time - now, state)?;
        }
        writing.commit()
    }
}

/// The tablets of the teams that the caller leads, by code; none if it leads none.
pub(crate) fn tablets(reading: &dyn Reading, caller: &Caller, now: i64) -> Result<Option<Vec<TabletReport>>, Fault> {
    let mut standing: BTreeMap<DeviceId, bool> = BTreeMap::new();
    for scope in led(caller, now) {
        for held in reading.grants_of_scope(scope)? {
            *standing.entry(held.signed.grant.device).or_default() |= policy::stands(&held, now);
        }
    }
    if standing.is_empty() {
        return Ok(None);
    }
    let mut tablets = Vec::new();
    let tablets_only = reading.devices()?.into_iter().filter(|device| !is_import(&device.code));
    for device in tablets_only.take(limits::TABLETS) {
        if let Some(standing) = standing.get(&device.id) {
            let said = reading.tablet_state(device.id)?;
            let unlock = standing.then(|| UnlockKey::of(&device.token));
            let (code, heard_at, standing) = (device.code, device.heard_at, *standing);
            tablets.push(TabletReport { code, heard_at, standing, said, unlock });
        }
    }
    Ok(Some(tablets))
}

/// The scopes in which one of the caller's grants is a leader's and stands.
fn led(caller: &Caller, now: i64) -> impl Iterator<Item = ScopeId> {
    let leads = move |held: &&crate::storage::HeldGrant| {
        policy::stands(held, now)
            && Role::granted(&held.signed.grant.role).is_some_and(|role| may(role, Action::SeeTablets))
    };
    caller.grants.iter().filter(leads).map(|held| held.signed.grant.scope)
}

//! The restricted part of each team: the key that its pages are sealed to, who may read them, and what the office itself
//! keeps of them. The key follows from the root secret, so a restore from the safe brings it back.

use crate::accounts::{AccountError, named};
use crate::centre::Centre;
use crate::policy::{self, Caller};
use crate::renew::give;
use crate::storage::{Council, Device, Fault, HeldGrant, Reading, User, Writing};
use book::{Body, Entry, Leaf, OpeningKey, ScopeId, SecretKey};
use domain::roles::SAFEGUARDING;
use protocol::restricted::key;
use protocol::{Request, RestrictedPart};
use record::{Opened, Record, sealed};
use std::collections::BTreeMap;

impl Centre {
    /// Makes a person a safeguarding lead, on every tablet on which they write, or takes that away. Each tablet hears of it
    /// with its next exchange; one that may no longer read forgets the key.
    pub fn set_safeguarding(&self, user: &str, on: bool, now: i64) -> Result<(), AccountError> {
        let council = self.council()?;
        let mut writing = self.storage.write()?;
        let user = User { safeguarding: on, ..named(&*writing, user)? };
        writing.put_user(&user)?;
        let devices = writing.devices()?;
        for held in writing.grants()?.into_iter().filter(|held| held.signed.grant.user == user.id) {
            let grant = &held.signed.grant;
            let device = devices.iter().find(|device| device.id == grant.device);
            match device.filter(|_| on && policy::role(&grant.role).is_some() && policy::stands(&held, now)) {
                Some(device) => give_reading(&mut *writing, &council, &user, device, grant.scope, now)?,
                None if !on && grant.role == SAFEGUARDING && held.withdrawn_at.is_none() => {
                    writing.put_grant(&HeldGrant { withdrawn_at: Some(now), ..held })?;
                }
                None => {}
            }
        }
        Ok(writing.commit()?)
    }

    /// The word for a tablet on the restricted part of the team that its request names; none if it holds that word.
    pub(crate) fn restricted_part(
        &self,
        caller: &Caller,
        request: &Request,
        now: i64,
    ) -> Result<Option<RestrictedPart>, Fault> {
        let named = |scope: &ScopeId| request.scopes.iter().any(|state| state.scope == *scope);
        let teams = caller.grants.iter().filter(|held| policy::role(&held.signed.grant.role).is_some());
        let Some(part) = teams.map(|held| held.signed.grant.scope).find(named).map(ScopeId::restricted) else {
            return Ok(None);
        };
        let (mut readers, mut at) = (Vec::new(), 1);
        for held in caller.grants.iter().filter(|held| held.signed.grant.scope == part) {
            let grant = &held.signed.grant;
            at = at.max(grant.from).max(held.withdrawn_at.unwrap_or(0));
            if policy::stands(held, now) {
                readers.push(grant.id());
            } else if grant.until <= now {
                at = at.max(grant.until);
            }
        }
        // A word for readers has an even time, one for none an odd one. So a tablet tells which it holds, and one that reads by
        // a newer word than accounts that were put back know of is told that nobody does; the other way round it is not.
        let at = at + i64::from((at % 2 == 0) == readers.is_empty());
        let at = match request.restricted > at && request.restricted % 2 == 0 && readers.is_empty() {
            true => request.restricted.saturating_add(1),
            false => at,
        };
        if request.restricted >= at {
            return Ok(None);
        }
        readers.sort_unstable();
        readers.truncate(protocol::limits::READERS);
        let council = self.council()?;
        Ok(Some(RestrictedPart::sign(
            &council.root,
            &caller.device.key,
            part,
            secret(&council.root, part),
            readers,
            at,
        )))
    }
}

/// Lets a safeguarding lead read the restricted part of a team on a tablet, if they may not yet.
pub(crate) fn give_reading(
    writing: &mut dyn Writing,
    council: &Council,
    user: &User,
    device: &Device,
    team: ScopeId,
    now: i64,
) -> Result<(), Fault> {
    let part = team.restricted();
    let reads = |held: &HeldGrant| {
        let grant = &held.signed.grant;
        (grant.user, grant.scope) == (user.id, part) && policy::stands(held, now)
    };
    if user.safeguarding && !writing.grants_of_device(device.id)?.iter().any(reads) {
        give(writing, council, (user, SAFEGUARDING), device, part, now)?;
    }
    Ok(())
}

/// The keys of restricted parts, each made when it is first needed.
pub(crate) struct Keys<'a> {
    root: &'a SecretKey,
    parts: BTreeMap<ScopeId, Option<OpeningKey>>,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(root: &'a SecretKey) -> Self {
        Self { root, parts: BTreeMap::new() }
    }

    /// A sealed entry of a restricted part, opened; none if it is none or does not open.
    pub(crate) fn open(
        &mut self,
        reading: &(impl Reading + ?Sized),
        scope: ScopeId,
        entry: &Entry,
    ) -> Result<Option<Opened>, Fault> {
        if !sealed::is_sealed(entry) {
            return Ok(None);
        }
        let key = match self.parts.entry(scope) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                let is_part = reading.teams()?.iter().any(|team| team.scope.restricted() == scope);
                free.insert(is_part.then(|| key(&secret(self.root, scope))))
            }
        };
        Ok(key.as_ref().and_then(|key| sealed::open(key, scope, entry).ok()))
    }
}

/// Takes of a sealed entry what the office counts by, its kind and whether it was recorded by mistake, not why. What a person
/// told stays sealed at the office too, and is opened only where someone reads it.
pub(crate) fn take_counted(record: &mut Record, opened: &Opened) {
    let mut opened = opened.clone();
    let Entry { header, body, .. } = &mut opened.entry;
    if let Body::Erased(leaves) = body {
        for (leaf, (_, write)) in leaves.iter_mut().zip(header.writes()) {
            if let Leaf::Value { value, .. } = leaf
                && write.field == record::WITHDRAWN
                && value != b"null"
            {
                *value = b"{}".to_vec();
            }
        }
    }
    record.take_opened(&opened);
    record.keep_only(&[record::KIND, record::WITHDRAWN]);
}

/// The restricted parts of all teams.
pub(crate) fn parts(reading: &(impl Reading + ?Sized)) -> Result<Vec<ScopeId>, Fault> {
    Ok(reading.teams()?.into_iter().map(|team| team.scope.restricted()).collect())
}

/// Every team's scope and its restricted part.
pub(crate) fn scopes(reading: &(impl Reading + ?Sized)) -> Result<Vec<ScopeId>, Fault> {
    Ok(reading.teams()?.into_iter().flat_map(|team| [team.scope, team.scope.restricted()]).collect())
}

/// The secret of a restricted part's key.
fn secret(root: &SecretKey, part: ScopeId) -> [u8; 32] {
    root.secret_for(&format!("restricted/{part}"))
}

//! Grants given anew: by itself when one nears its end and its tablet syncs, and when a person shows their password. The
//! old grant stays good for what was written under it.

use crate::centre::Centre;
use crate::policy::{self, Caller};
use crate::storage::{Council, Device, Fault, HeldGrant, User, Writing};
use book::{Grant, ScopeId, SignedGrant};
use domain::roles::SAFEGUARDING;
use std::borrow::Cow;

impl Centre {
    /// The caller, with new grants in place of those that near their end. Costs nothing while none does.
    pub(crate) fn renewed<'a>(&self, caller: &'a Caller, now: i64) -> Result<Cow<'a, Caller>, Fault> {
        if policy::ending(&caller.grants, now).is_empty() {
            return Ok(Cow::Borrowed(caller));
        }
        let council = self.council()?;
        let mut writing = self.storage.write()?;
        let users = writing.users()?;
        // Read again: they may have been withdrawn, or given anew, meanwhile.
        let mut grants = writing.grants_of_device(caller.device.id)?;
        let ending = policy::ending(&grants, now).into_iter();
        let given = ending.filter_map(|held| {
            let grant = &held.signed.grant;
            let user = users.iter().find(|user| user.id == grant.user)?;
            let role = if grant.role == SAFEGUARDING { SAFEGUARDING } else { &user.role };
            Some(give(&mut *writing, &council, (user, role), &caller.device, grant.scope, now))
        });
        let given = given.collect::<Result<Vec<_>, _>>()?;
        writing.commit()?;
        tracing::info!(device = %caller.device.id, grants = given.len(), "given anew");
        grants.extend(given.into_iter().map(|signed| HeldGrant { signed, withdrawn_at: None }));
        Ok(Cow::Owned(Caller { device: caller.device.clone(), grants }))
    }
}

/// Gives a person a grant in a role on a tablet, for 400 days from now.
pub(crate) fn give(
    writing: &mut dyn Writing,
    council: &Council,
    (user, role): (&User, &str),
    device: &Device,
    scope: ScopeId,
    now: i64,
) -> Result<SignedGrant, Fault> {
    let grant = Grant {
        user: user.id,
        name: user.name.clone(),
        device: device.id,
        device_key: device.key,
        code: device.code.clone(),
        role: role.to_owned(),
        scope,
        from: now,
        until: now.saturating_add(policy::GRANT_MS),
    };
    let signed = grant.sign(&council.root);
    writing.put_grant(&HeldGrant { signed: signed.clone(), withdrawn_at: None })?;
    Ok(signed)
}

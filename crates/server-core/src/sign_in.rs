//! A person with a name and a password, on a tablet that is enrolled: they are added to it, or their grant is given anew.

use crate::centre::{Centre, lock, not_found, refusal, unknown_tablet};
use crate::enrol::reply;
use crate::password::{self, Tried};
use crate::policy::{self, Action};
use crate::renew::give;
use crate::restricted::give_reading;
use crate::storage::{Device, Fault, User};
use book::{PublicKey, ScopeId};
use protocol::{EnrolReply, Refusal, RefusalCode};

/// What a person typed, and for which team.
pub(crate) struct SignIn<'a> {
    pub(crate) name: &'a str,
    pub(crate) password: &'a str,
    pub(crate) scope: ScopeId,
}

impl Centre {
    /// Adds the person to the tablet that shows `token` and holds `key`, or gives their grant anew.
    pub(crate) fn sign_in(
        &self,
        asked: &SignIn<'_>,
        key: &PublicKey,
        token: &str,
        now: i64,
    ) -> Result<EnrolReply, Refusal> {
        let scope = asked.scope;
        let caller = self.authorise(token)?;
        if caller.device.key != *key {
            return Err(unknown_tablet());
        }
        if !caller.may(Action::AddPerson, scope, now) {
            let words = "The council office no longer counts this tablet to the team. Ask your team leader.";
            return Err(refusal(RefusalCode::NotFound, words));
        }
        let user = self.who(asked, &caller.device, now)?;
        let council = self.council()?;
        let mut writing = self.storage.write()?;
        let grants = writing.grants_of_scope(scope)?;
        if !policy::may_join(&user, scope, &grants) {
            let words = "You are not in this tablet's team. Ask your team leader for a one-time code.";
            return Err(refusal(RefusalCode::OtherTeam, words));
        }
        let team = writing.teams()?.into_iter().find(|team| team.scope == scope).ok_or_else(not_found)?;
        let standing = grants.into_iter().find(|held| {
            let grant = &held.signed.grant;
            let same = (grant.user, grant.device, &grant.role) == (user.id, caller.device.id, &user.role);
            same && held.withdrawn_at.is_none() && grant.until - now >= policy::RENEW_MS
        });
        let signed = match standing {
            Some(held) => held.signed,
            None => give(&mut *writing, &council, (&user, &user.role), &caller.device, scope, now)?,
        };
        give_reading(&mut *writing, &council, &user, &caller.device, scope, now)?;
        writing.commit()?;
        tracing::info!(device = %caller.device.id, "signed in");
        Ok(reply(council, caller.device, token.to_owned(), team, &signed))
    }

    /// The person of this name and password. One and the same sentence whichever of them is wrong.
    fn who(&self, asked: &SignIn<'_>, device: &Device, now: i64) -> Result<User, Refusal> {
        let (user, kept) = self.known(asked.name)?;
        let tried: Tried = (plain(asked.name), kept);
        let mut tries = lock(&self.tries);
        let wait = tries.wait(&tried, device.id, now);
        if wait > 0 {
            let words = if wait < 120 { format!("{wait} seconds") } else { format!("{} minutes", (wait + 59) / 60) };
            return Err(refusal(
                RefusalCode::TooMany,
                &format!("Too many wrong passwords. Wait {words}, then try again."),
            ));
        }
        let right = password::matches(asked.password, tried.1.as_deref())?;
        match user.filter(|_| right) {
            Some(user) => {
                tries.right(&tried);
                Ok(user)
            }
            None => {
                tries.wrong(tried, device.id, now);
                Err(refusal(RefusalCode::WrongPassword, "The name or the password is wrong."))
            }
        }
    }

    fn known(&self, name: &str) -> Result<(Option<User>, Option<String>), Fault> {
        let reading = self.storage.read()?;
        let typed = plain(name);
        let users = reading.users()?;
        // As typed if there is one, or in other capitals if there is only one of these.
        let exactly = users.iter().find(|user| user.name == name.trim());
        let mut alike = users.iter().filter(|user| plain(&user.name) == typed);
        let user = exactly.or_else(|| alike.next().filter(|_| alike.next().is_none())).cloned();
        let kept = user.as_ref().map(|user| reading.password(user.id)).transpose()?.flatten();
        Ok((user, kept))
    }
}

/// A name without regard to capitals and spaces.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

//! Enrolment: a one-time code and proof of a device key become a tablet with a token, a book code and a grant.

use crate::centre::{Centre, lock, refusal, unknown_tablet};
use crate::policy;
use crate::renew::give;
use crate::restricted::give_reading;
use crate::secret;
use crate::sign_in::SignIn;
use crate::storage::{Code, Council, Device, Fault, Team, User, Writing};
use book::{DeviceId, PublicKey, SignedGrant};
use domain::roles::Role;
use protocol::unlock::token_hash;
use protocol::{Credential, EnrolReply, EnrolRequest, Refusal, RefusalCode};
use std::net::IpAddr;
use uuid::Uuid;

const MINUTE: i64 = 60_000;
/// Wrong codes count for so long.
const WRONG_MS: i64 = 10 * MINUTE;
/// Wrong codes from one address before it must wait.
const WRONG_FROM_ONE: usize = 10;
/// Wrong codes from anywhere before all must wait.
const WRONG_FROM_ALL: usize = 1_000;
/// A tablet that never got its reply may use its code again for so long.
const REPEAT_MS: i64 = 10 * MINUTE;

impl Centre {
    /// Enrols a tablet with a one-time code, or adds a person to an enrolled one that shows its token, with a code or a
    /// password. `from` is where the request came from: after too many wrong codes, that address waits.
    pub fn enrol(
        &self,
        request: &EnrolRequest,
        token: Option<&str>,
        from: IpAddr,
        now: i64,
    ) -> Result<EnrolReply, Refusal> {
        if !request.verifies() {
            return Err(refusal(RefusalCode::Malformed, "The request is not signed by the tablet's key."));
        }
        match &request.by {
            Credential::Code { code } => self.enrol_by_code(code, &request.device_key, token, from, now),
            Credential::Password { name, password, scope } => {
                let asked = SignIn { name, password, scope: *scope };
                self.sign_in(&asked, &request.device_key, token.ok_or_else(unknown_tablet)?, now)
            }
        }
    }

    fn enrol_by_code(
        &self,
        typed: &str,
        key: &PublicKey,
        token: Option<&str>,
        from: IpAddr,
        now: i64,
    ) -> Result<EnrolReply, Refusal> {
        self.check_wrong_codes(from, now)?;
        let council = self.council()?;
        let mut writing = self.storage.write()?;
        let Some(mut code) = writing.code(&secret::code_hash(typed))? else {
            lock(&self.wrong_codes).push_back((from, now));
            return Err(refusal(RefusalCode::WrongCode, "That code is not one that the council office gave out."));
        };
        if now >= code.expires_at {
            return Err(refusal(RefusalCode::ExpiredCode, "That code is out of date. Ask for a new one."));
        }
        let known = writing.device_by_key(key)?;
        let shown = token.map(|token| token_hash(token).ok_or_else(unknown_tablet)).transpose()?;
        if shown.is_some() && shown != known.as_ref().map(|device| device.token) {
            return Err(unknown_tablet());
        }
        let repeated = match code.used {
            Some((by, at))
                if known.as_ref().is_some_and(|device| device.id == by) && now < at.saturating_add(REPEAT_MS) =>
            {
                Some(standing_grant(&*writing, &code, by, at)?.ok_or_else(used_code)?)
            }
            Some(_) => return Err(used_code()),
            None => None,
        };
        let user = writing.users()?.into_iter().find(|user| user.id == code.user).ok_or_else(lost_account)?;
        let team = writing.teams()?.into_iter().find(|team| team.scope == code.scope).ok_or_else(lost_account)?;

        let (device, token) = match (known, token) {
            (Some(device), Some(token)) => (device, token.to_owned()),
            (known, _) => {
                let (token, hash) = secret::new_token()?;
                let device = match known {
                    Some(device) => Device { token: hash, ..device },
                    None => new_device(&*writing, key, &user, hash, now)?,
                };
                (device, token)
            }
        };
        writing.put_device(&Device { heard_at: now, ..device.clone() })?;
        let signed = match repeated {
            Some(signed) => signed,
            None => give(&mut *writing, &council, (&user, &user.role), &device, team.scope, now)?,
        };
        give_reading(&mut *writing, &council, &user, &device, team.scope, now)?;
        let mut own = lock(&self.own);
        let mut next = own.clone();
        self.bring_edition(&mut *writing, &mut next, &council.root, team.scope, now)?;
        code.used = code.used.or(Some((device.id, now)));
        writing.put_code(&code)?;
        writing.commit()?;
        *own = next;
        drop(own);
        tracing::info!(device = %device.id, "enrolled");
        Ok(reply(council, device, token, team, &signed))
    }

    fn check_wrong_codes(&self, from: IpAddr, now: i64) -> Result<(), Refusal> {
        let mut wrong = lock(&self.wrong_codes);
        wrong.retain(|(_, at)| (now - WRONG_MS..=now).contains(at));
        let from_one = wrong.iter().filter(|(address, _)| *address == from).count();
        if from_one >= WRONG_FROM_ONE || wrong.len() >= WRONG_FROM_ALL {
            return Err(refusal(RefusalCode::TooMany, "Too many wrong codes. Wait ten minutes, then try again."));
        }
        Ok(())
    }
}

/// What the tablet is told.
pub(crate) fn reply(council: Council, device: Device, token: String, team: Team, signed: &SignedGrant) -> EnrolReply {
    EnrolReply {
        device: device.id,
        book_code: device.code,
        token,
        root: council.root.public(),
        council: council.name,
        team: team.name,
        grant: hex::encode(signed.encode()),
        demo: council.demo,
    }
}

/// The grant that the first use of the code gave, unless it was withdrawn since: a repeat must not bring it back.
fn standing_grant(
    writing: &dyn Writing,
    code: &Code,
    device: DeviceId,
    used_at: i64,
) -> Result<Option<SignedGrant>, Fault> {
    let given = writing.grants_of_device(device)?.into_iter().find(|held| {
        let grant = &held.signed.grant;
        (grant.user, grant.scope, grant.from) == (code.user, code.scope, used_at)
    });
    Ok(given.filter(|held| held.withdrawn_at.is_none()).map(|held| held.signed))
}

fn used_code() -> Refusal {
    refusal(RefusalCode::UsedCode, "That code was used before. Ask for a new one.")
}

fn lost_account() -> Refusal {
    Fault::Damaged("a code names a team or person that is not there".into()).into()
}

fn new_device(writing: &dyn Writing, key: &PublicKey, user: &User, token: [u8; 32], now: i64) -> Result<Device, Fault> {
    let letter = if policy::role(&user.role) == Some(Role::Leader) { 'L' } else { 'W' };
    let numbers = writing.devices()?;
    let highest = numbers.iter().filter_map(|device| device.code.strip_prefix(letter)?.parse::<u32>().ok()).max();
    let code = format!("{letter}{:02}", highest.unwrap_or(0) + 1);
    let id = DeviceId(Uuid::now_v7());
    Ok(Device { id, key: *key, code, token, enrolled_at: now, heard_at: now })
}

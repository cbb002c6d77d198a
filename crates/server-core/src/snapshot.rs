//! The accounts in the second copy, signed by the root key, and the council key that a restore needs beside them.
//!
//! The accounts in the archive hold no secret: tokens and passwords only as hashes, enrolment codes not at all. The root key never
//! goes into the archive, since whoever reads the archive could then forge receipts; `backup --key` writes it to a file
//! of its own, once, for the safe.

use crate::centre::Centre;
use crate::reconcile::Recovered;
use crate::restricted;
use crate::storage::{BundlePolicy, Council, Device, Fault, HeldGrant, Reading, Team, User, Writing};
use book::{PublicKey, Reader, SecretKey, Signature, SignedGrant, UserId, Writer};
use protocol::Checkpoint;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const PURPOSE: &str = "accounts";

/// The secret of the council: with it and the archive an office can be restored. Whoever has it is the council office.
#[derive(Clone, Serialize, Deserialize)]
pub struct CouncilKey {
    /// The council's name, so that a person knows whose it is.
    pub council: String,
    /// The root key's 32 bytes, hexadecimal.
    pub root_secret: String,
}

/// Why an office was not restored. Nothing was written, unless it is a fault that came later.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Restoring into an office that holds something could mix two councils.
    #[error("this folder already holds a council office; restore into an empty one")]
    NotEmpty,
    /// No archive, or not an archive.
    #[error("the archive holds no accounts")]
    NoAccounts,
    /// Not a council key.
    #[error("this is not a council key")]
    BadKey,
    /// The accounts were changed, or belong to another council.
    #[error("the archive's accounts are not signed by this council key")]
    OtherKey,
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

#[derive(Serialize, Deserialize)]
struct Signed {
    accounts: String,
    signature: Signature,
}

#[derive(Serialize, Deserialize)]
struct Accounts {
    council: String,
    demo: bool,
    bundles: BundlePolicy,
    teams: Vec<Team>,
    users: Vec<User>,
    /// The PHC strings of those who have a password.
    passwords: Vec<(UserId, String)>,
    devices: Vec<Device>,
    /// The signed grant, hexadecimal, and when it was withdrawn.
    grants: Vec<(String, Option<i64>)>,
    /// The last checkpoint of each team and each restricted part, hexadecimal: what a restored office must hold.
    checkpoints: Vec<String>,
}

/// The accounts, with what is signed in them read.
struct Known {
    accounts: Accounts,
    grants: Vec<HeldGrant>,
    checkpoints: Vec<Checkpoint>,
}

impl Centre {
    /// The council key, for the safe.
    pub fn council_key(&self) -> Result<CouncilKey, Fault> {
        let council = self.council()?;
        Ok(CouncilKey { council: council.name, root_secret: hex::encode(council.root_bytes) })
    }

    /// Writes the accounts to the archive if they changed. What only those in the archive know is taken first.
    pub(crate) fn back_up_accounts(&self) -> Result<(), Fault> {
        let council = self.council()?;
        let signed = || {
            let accounts = accounts(&*self.storage.read()?, &council)?;
            let signature = council.root.sign(PURPOSE, accounts.as_bytes());
            Ok::<_, Fault>(json(&Signed { accounts, signature })?.into_bytes())
        };
        if self.archive.accounts()? == Some(signed()?) {
            return Ok(());
        }
        self.recover_accounts()?;
        self.archive.put_accounts(&signed()?)
    }

    /// Takes from the archive's accounts what this office lacks, as one that was put back does: teams, people, tablets, grants,
    /// withdrawals, checkpoints. Where both know a person or a tablet and differ, the archive's holds if it knows anything that is
    /// not known here, since it is then the later one.
    pub(crate) fn recover_accounts(&self) -> Result<(), Fault> {
        let Some(bytes) = self.archive.accounts()? else { return Ok(()) };
        let council = self.council()?;
        let Ok(theirs) = read_accounts(&bytes, &council.root.public()) else {
            tracing::error!("the accounts in the second copy are damaged, or another council's; they are written anew");
            return Ok(());
        };
        let mut writing = self.storage.write()?;
        let lacking = lacking(&*writing, &theirs)?;
        if lacking.is_empty() {
            return Ok(());
        }
        let lacked = lacking.into_iter().map(|(what, many)| format!("{many} {what}")).collect::<Vec<_>>().join(", ");
        put_accounts(&mut *writing, theirs)?;
        writing.commit()?;
        tracing::warn!(lacked, "accounts were taken back out of the second copy");
        Ok(())
    }

    /// Fills this empty office from its archive. Stopped in its middle, it can be run again and ends whole; until then
    /// nothing else can use the office. What of the archive is damaged is left out and counted.
    pub fn restore(&self, key: &CouncilKey, now: i64) -> Result<Recovered, RestoreError> {
        let root_bytes = secret_of(key)?;
        let root = SecretKey::from_bytes(&root_bytes);
        let bytes = self.archive.accounts()?.ok_or(RestoreError::NoAccounts)?;
        let known = read_accounts(&bytes, &root.public())?;
        self.restore_accounts(known, Council { name: key.council.clone(), root, root_bytes, demo: false })?;
        let (books, photos) = (self.recover(now)?, self.recover_photos()?);
        let mut writing = self.storage.write()?;
        writing.put_half_restored(false)?;
        writing.commit()?;
        Ok(Recovered { photos: photos.photos, damaged: books.damaged + photos.damaged, ..books })
    }

    fn restore_accounts(&self, known: Known, council: Council) -> Result<(), RestoreError> {
        let Accounts { council: name, demo, bundles, .. } = &known.accounts;
        let council = Council { name: name.clone(), demo: *demo, ..council };
        let bundles = *bundles;
        let mut writing = self.storage.write()?;
        if let Some(there) = writing.council()? {
            if !writing.half_restored()? {
                return Err(RestoreError::NotEmpty);
            }
            if there.root_bytes != council.root_bytes {
                return Err(RestoreError::OtherKey);
            }
            self.know(there);
            return Ok(());
        }
        writing.put_council(&council)?;
        writing.put_half_restored(true)?;
        writing.put_bundle_policy(bundles)?;
        put_accounts(&mut *writing, known)?;
        writing.commit()?;
        self.know(council);
        Ok(())
    }
}

/// The accounts as they were signed, in full.
fn read_accounts(bytes: &[u8], root: &PublicKey) -> Result<Known, RestoreError> {
    let signed: Signed = serde_json::from_slice(bytes).map_err(|_| RestoreError::NoAccounts)?;
    if !root.verifies(PURPOSE, signed.accounts.as_bytes(), &signed.signature) {
        return Err(RestoreError::OtherKey);
    }
    let accounts: Accounts = serde_json::from_str(&signed.accounts).map_err(|_| RestoreError::NoAccounts)?;
    let bytes = |text: &String| hex::decode(text).map_err(|_| RestoreError::NoAccounts);
    let grant = |(grant, withdrawn_at): &(String, Option<i64>)| {
        let signed = SignedGrant::decode(&bytes(grant)?).map_err(|_| RestoreError::NoAccounts)?;
        Ok(HeldGrant { signed, withdrawn_at: *withdrawn_at })
    };
    let checkpoint =
        |text: &String| Checkpoint::decode(&mut Reader::new(&bytes(text)?)).map_err(|_| RestoreError::NoAccounts);
    Ok(Known {
        grants: accounts.grants.iter().map(grant).collect::<Result<_, RestoreError>>()?,
        checkpoints: accounts.checkpoints.iter().map(checkpoint).collect::<Result<_, RestoreError>>()?,
        accounts,
    })
}

/// What of the accounts is not known here, and how many there are of each; nothing if all of it is.
fn lacking(reading: &dyn Reading, theirs: &Known) -> Result<Vec<(&'static str, usize)>, Fault> {
    let (teams, users, devices) = (reading.teams()?, reading.users()?, reading.devices()?);
    let Accounts { teams: their_teams, users: their_users, devices: their_devices, .. } = &theirs.accounts;
    let (mut grants, mut withdrawals, mut checkpoints) = (0, 0, 0);
    for held in &theirs.grants {
        match reading.grant(held.signed.grant.id())? {
            None => grants += 1,
            Some(here) => {
                withdrawals += usize::from(earliest(here.withdrawn_at, held.withdrawn_at) != here.withdrawn_at);
            }
        }
    }
    for checkpoint in &theirs.checkpoints {
        let here = reading.last_checkpoint(checkpoint.scope)?;
        checkpoints += usize::from(here.is_none_or(|here| here.at < checkpoint.at));
    }
    let lacking = [
        ("teams", their_teams.iter().filter(|one| !teams.iter().any(|here| here.scope == one.scope)).count()),
        ("people", their_users.iter().filter(|one| !users.iter().any(|here| here.id == one.id)).count()),
        ("tablets", their_devices.iter().filter(|one| !devices.iter().any(|here| here.id == one.id)).count()),
        ("grants", grants),
        ("withdrawals", withdrawals),
        ("checkpoints", checkpoints),
    ];
    Ok(lacking.into_iter().filter(|(_, many)| *many > 0).collect())
}

/// Puts the accounts to what is known here. Nothing that was withdrawn comes back. What has a name, a code or a token that
/// somebody else has here by now is left out, and told in the log.
fn put_accounts(writing: &mut dyn Writing, theirs: Known) -> Result<(), Fault> {
    let Known { accounts, grants, checkpoints } = theirs;
    let (teams, users, devices) = (writing.teams()?, writing.users()?, writing.devices()?);
    for team in &accounts.teams {
        if teams.iter().any(|here| here.name == team.name && here.scope != team.scope) {
            tracing::error!(team = team.name, "another team has its name by now");
        } else if !teams.iter().any(|here| here.scope == team.scope) {
            writing.put_team(team)?;
        }
    }
    for user in &accounts.users {
        if users.iter().any(|here| here.name == user.name && here.id != user.id) {
            tracing::error!(user = %user.id, "another person has their name by now");
            continue;
        }
        writing.put_user(user)?;
        // Who has none there had their account closed: their password opens nothing any more.
        let password = accounts.passwords.iter().find(|(whose, _)| *whose == user.id);
        writing.put_password(user.id, password.map(|(_, password)| password.as_str()))?;
    }
    for device in &accounts.devices {
        let same = |here: &Device| here.code == device.code || here.token == device.token || here.key == device.key;
        if devices.iter().any(|here| here.id != device.id && same(here)) {
            tracing::error!(tablet = device.code, "another tablet has its code by now");
        } else {
            writing.put_device(device)?;
        }
    }
    let devices: BTreeSet<_> = writing.devices()?.into_iter().map(|device| device.id).collect();
    for held in grants.into_iter().filter(|held| devices.contains(&held.signed.grant.device)) {
        let here = writing.grant(held.signed.grant.id())?.and_then(|here| here.withdrawn_at);
        writing.put_grant(&HeldGrant { withdrawn_at: earliest(here, held.withdrawn_at), ..held })?;
    }
    for checkpoint in &checkpoints {
        if writing.last_checkpoint(checkpoint.scope)?.is_none_or(|here| here.at < checkpoint.at) {
            writing.put_checkpoint(checkpoint)?;
        }
    }
    Ok(())
}

/// What was withdrawn twice was withdrawn the first time.
fn earliest(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

fn accounts(reading: &dyn Reading, council: &Council) -> Result<String, Fault> {
    let devices = reading.devices()?;
    let grants = reading.grants()?;
    let users = reading.users()?;
    let mut passwords = Vec::new();
    for user in &users {
        passwords.extend(reading.password(user.id)?.map(|password| (user.id, password)));
    }
    let teams = reading.teams()?;
    let mut checkpoints = Vec::new();
    for scope in restricted::scopes(reading)? {
        if let Some(checkpoint) = reading.last_checkpoint(scope)? {
            let mut out = Writer::new();
            checkpoint.encode(&mut out);
            checkpoints.push(hex::encode(out.finish()));
        }
    }
    json(&Accounts {
        council: council.name.clone(),
        demo: council.demo,
        bundles: reading.bundle_policy()?,
        teams,
        checkpoints,
        users,
        passwords,
        // When a tablet was last heard from would make every copy differ, and is of no use to a restored office.
        devices: devices.into_iter().map(|device| Device { heard_at: device.enrolled_at, ..device }).collect(),
        grants: grants.iter().map(|held| (hex::encode(held.signed.encode()), held.withdrawn_at)).collect(),
    })
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Damaged(format!("accounts cannot be written: {error}")))
}

fn secret_of(key: &CouncilKey) -> Result<[u8; 32], RestoreError> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(&key.root_secret, &mut bytes).map_err(|_| RestoreError::BadKey)?;
    Ok(bytes)
}

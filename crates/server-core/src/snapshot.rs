//! The accounts in the second copy, signed by the root key, and the council key that a restore needs beside them.
//!
//! The accounts in the archive hold no secret: tokens and passwords only as hashes, enrolment codes not at all. The root key never
//! goes into the archive, since whoever reads the archive could then forge receipts; `backup --key` writes it to a file
//! of its own, once, for the safe.

use crate::centre::Centre;
use crate::reconcile::Recovered;
use crate::restricted;
use crate::storage::{BundlePolicy, Council, Device, Fault, HeldGrant, Reading, Team, User};
use book::{Reader, SecretKey, Signature, SignedGrant, UserId, Writer};
use protocol::Checkpoint;
use serde::{Deserialize, Serialize};

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

impl Centre {
    /// The council key, for the safe.
    pub fn council_key(&self) -> Result<CouncilKey, Fault> {
        let council = self.council()?;
        Ok(CouncilKey { council: council.name, root_secret: hex::encode(council.root_bytes) })
    }

    /// Writes the accounts to the archive if they changed.
    pub(crate) fn back_up_accounts(&self) -> Result<(), Fault> {
        let council = self.council()?;
        let accounts = accounts(&*self.storage.read()?, &council)?;
        let signature = council.root.sign(PURPOSE, accounts.as_bytes());
        let bytes = json(&Signed { accounts, signature })?.into_bytes();
        if self.archive.accounts()?.as_ref() != Some(&bytes) {
            self.archive.put_accounts(&bytes)?;
        }
        Ok(())
    }

    /// Fills this empty office from its archive. Stopped in its middle, it can be run again and ends whole; until then
    /// nothing else can use the office. What of the archive is damaged is left out and counted.
    pub fn restore(&self, key: &CouncilKey, now: i64) -> Result<Recovered, RestoreError> {
        let root_bytes = secret_of(key)?;
        let root = SecretKey::from_bytes(&root_bytes);
        let bytes = self.archive.accounts()?.ok_or(RestoreError::NoAccounts)?;
        let signed: Signed = serde_json::from_slice(&bytes).map_err(|_| RestoreError::NoAccounts)?;
        if !root.public().verifies(PURPOSE, signed.accounts.as_bytes(), &signed.signature) {
            return Err(RestoreError::OtherKey);
        }
        let accounts: Accounts = serde_json::from_str(&signed.accounts).map_err(|_| RestoreError::NoAccounts)?;
        self.restore_accounts(accounts, Council { name: key.council.clone(), root, root_bytes, demo: false })?;
        let (books, photos) = (self.recover(now)?, self.recover_photos()?);
        let mut writing = self.storage.write()?;
        writing.put_half_restored(false)?;
        writing.commit()?;
        Ok(Recovered { photos: photos.photos, damaged: books.damaged + photos.damaged, ..books })
    }

    fn restore_accounts(&self, accounts: Accounts, council: Council) -> Result<(), RestoreError> {
        let council = Council { name: accounts.council, demo: accounts.demo, ..council };
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
        writing.put_bundle_policy(accounts.bundles)?;
        accounts.teams.iter().try_for_each(|team| writing.put_team(team))?;
        accounts.users.iter().try_for_each(|user| writing.put_user(user))?;
        accounts.passwords.iter().try_for_each(|(user, password)| writing.put_password(*user, Some(password)))?;
        accounts.devices.iter().try_for_each(|device| writing.put_device(device))?;
        for (grant, withdrawn_at) in accounts.grants {
            let bytes = hex::decode(grant).map_err(|_| RestoreError::NoAccounts)?;
            let signed = SignedGrant::decode(&bytes).map_err(|_| RestoreError::NoAccounts)?;
            writing.put_grant(&HeldGrant { signed, withdrawn_at })?;
        }
        for checkpoint in accounts.checkpoints {
            let bytes = hex::decode(checkpoint).map_err(|_| RestoreError::NoAccounts)?;
            let checkpoint = Checkpoint::decode(&mut Reader::new(&bytes)).map_err(|_| RestoreError::NoAccounts)?;
            writing.put_checkpoint(&checkpoint)?;
        }
        writing.commit()?;
        self.know(council);
        Ok(())
    }
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

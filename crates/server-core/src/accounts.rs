//! Setting up: the council, its teams, its people, and one-time codes for tablets. The operator's use cases.

use crate::centre::Centre;
use crate::password;
use crate::policy;
use crate::secret;
use crate::storage::{Code, Council, Device, Fault, HeldGrant, Reading, Team, User};
use book::{DeviceId, ScopeId, SecretKey, UserId};
use protocol::UnlockKey;
use serde::Serialize;
use uuid::Uuid;

/// The longest name, in bytes; a grant holds no longer one.
const MAX_NAME: usize = 200;

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// A council was set up in this folder before.
    #[error("a council is already set up in this folder")]
    AlreadySetUp,
    /// Names must say something, and not too much.
    #[error("a name must have 1 to 200 bytes")]
    BadName,
    /// It is taken.
    #[error("there is already a {0} called \"{1}\"")]
    Taken(&'static str, String),
    /// There is none.
    #[error("there is no {0} called \"{1}\"; `{2}` lists what there is")]
    Unknown(&'static str, String, &'static str),
    /// Roles are `warden` and `leader`.
    #[error("a role must be `warden` or `leader`")]
    BadRole,
    /// Wardens answer for nobody else's records.
    #[error("\"{0}\" is not a team leader")]
    NotALeader(String),
    /// Short passwords are guessed.
    #[error("a password must have 10 to 200 bytes")]
    BadPassword,
    /// A tablet shows six digits.
    #[error("the number on the locked tablet has 6 digits, and \"{0}\" has not")]
    BadNumber(String),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A one-time code, shown once.
#[derive(Debug, Clone, Serialize)]
pub struct NewCode {
    /// What the person types.
    pub code: String,
    /// The team's name.
    pub team: String,
    /// The person's name.
    pub user: String,
    /// No longer good from then on; milliseconds since 1970.
    pub expires_at: i64,
}

/// A tablet and who may use it.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceReport {
    /// The id.
    pub id: DeviceId,
    /// The short code of its books.
    pub code: String,
    /// When it was enrolled, milliseconds since 1970.
    pub enrolled_at: i64,
    /// When it was last heard from.
    pub heard_at: i64,
    /// The people with a grant that was not withdrawn.
    pub users: Vec<String>,
}

impl Centre {
    /// Sets the council up: makes its root key, which every tablet will pin.
    pub fn init(&self, name: &str, demo: bool) -> Result<Council, AccountError> {
        let name = checked(name)?;
        let root_bytes = secret::random()?;
        let council = Council { name, root: SecretKey::from_bytes(&root_bytes), root_bytes, demo };
        let mut writing = self.storage.write()?;
        if writing.council()?.is_some() {
            return Err(AccountError::AlreadySetUp);
        }
        writing.put_council(&council)?;
        writing.commit()?;
        Ok(council)
    }

    /// Adds a team.
    pub fn add_team(&self, name: &str) -> Result<Team, AccountError> {
        let team = Team { scope: ScopeId(Uuid::now_v7()), name: checked(name)? };
        let mut writing = self.storage.write()?;
        writing.council()?.ok_or(Fault::NoCouncil)?;
        if writing.teams()?.iter().any(|other| other.name == team.name) {
            return Err(AccountError::Taken("team", team.name));
        }
        writing.put_team(&team)?;
        writing.commit()?;
        Ok(team)
    }

    /// Adds a person with a role, `warden` or `leader`, who has no password and is added to tablets with codes.
    pub fn add_user(&self, name: &str, role: &str) -> Result<User, AccountError> {
        self.add_account(name, role, None, None)
    }

    /// Adds a person with a role, `warden` or `leader`; with the team that they may join by their password alone, and the
    /// password.
    pub fn add_account(
        &self,
        name: &str,
        role: &str,
        team: Option<&str>,
        password: Option<&str>,
    ) -> Result<User, AccountError> {
        policy::role(role).ok_or(AccountError::BadRole)?;
        let name = checked(name)?;
        let hashed = password.map(hashed).transpose()?;
        let mut writing = self.storage.write()?;
        writing.council()?.ok_or(Fault::NoCouncil)?;
        if writing.users()?.iter().any(|other| other.name == name) {
            return Err(AccountError::Taken("person", name));
        }
        let team = team.map(|team| team_of(&*writing, team)).transpose()?.map(|team| team.scope);
        let user = User { id: UserId(Uuid::now_v7()), name, role: role.to_owned(), team, safeguarding: false };
        writing.put_user(&user)?;
        writing.put_password(user.id, hashed.as_deref())?;
        writing.commit()?;
        Ok(user)
    }

    /// Says which team a person may join with their password alone.
    pub fn set_team(&self, user: &str, team: &str) -> Result<(), AccountError> {
        let mut writing = self.storage.write()?;
        let team = team_of(&*writing, team)?;
        let user = named(&*writing, user)?;
        writing.put_user(&User { team: Some(team.scope), ..user })?;
        Ok(writing.commit()?)
    }

    /// Gives a person a password, in place of the one before.
    pub fn set_password(&self, user: &str, password: &str) -> Result<(), AccountError> {
        let hashed = hashed(password)?;
        let mut writing = self.storage.write()?;
        let user = named(&*writing, user)?;
        writing.put_password(user.id, Some(&hashed))?;
        Ok(writing.commit()?)
    }

    /// Closes a person's account: every grant is withdrawn, on all tablets, and the password and the team are taken away.
    /// What they recorded stays; a new one-time code would open the account again.
    pub fn close_account(&self, user: &str, now: i64) -> Result<(), AccountError> {
        let mut writing = self.storage.write()?;
        let user = named(&*writing, user)?;
        for held in writing.grants()?.into_iter().filter(|held| held.signed.grant.user == user.id) {
            let withdrawn_at = held.withdrawn_at.or(Some(now));
            writing.put_grant(&HeldGrant { withdrawn_at, ..held })?;
        }
        writing.put_password(user.id, None)?;
        writing.put_user(&User { team: None, safeguarding: false, ..user })?;
        Ok(writing.commit()?)
    }

    /// All teams by name.
    pub fn teams(&self) -> Result<Vec<Team>, Fault> {
        self.storage.read()?.teams()
    }

    /// All people by name.
    pub fn users(&self) -> Result<Vec<User>, Fault> {
        self.storage.read()?.users()
    }

    /// Gives out a code by which one tablet can be enrolled for this person in this team, within `lifetime_ms`.
    pub fn new_code(&self, team: &str, user: &str, lifetime_ms: i64, now: i64) -> Result<NewCode, AccountError> {
        let code = secret::new_code()?;
        let mut writing = self.storage.write()?;
        let team = team_of(&*writing, team)?;
        let user = named(&*writing, user)?;
        let expires_at = now.saturating_add(lifetime_ms);
        let hash = secret::code_hash(&code);
        writing.put_code(&Code { hash, scope: team.scope, user: user.id, expires_at, used: None })?;
        writing.commit()?;
        Ok(NewCode { code, team: team.name, user: user.name, expires_at })
    }

    /// All tablets by code.
    pub fn devices(&self) -> Result<Vec<DeviceReport>, Fault> {
        let reading = self.storage.read()?;
        let report = |device: Device| {
            let grants = reading.grants_of_device(device.id)?;
            let standing = grants.into_iter().filter(|held| held.withdrawn_at.is_none());
            let mut users: Vec<String> = standing.map(|held| held.signed.grant.name).collect();
            users.sort();
            users.dedup();
            let Device { id, code, enrolled_at, heard_at, .. } = device;
            Ok(DeviceReport { id, code, enrolled_at, heard_at, users })
        };
        reading.devices()?.into_iter().map(report).collect()
    }

    /// Withdraws every grant of a tablet, named by its code: from now on it reads nothing, and what it still sends waits
    /// for a check. It can always drain.
    pub fn withdraw_device(&self, code: &str, now: i64) -> Result<(), AccountError> {
        let mut writing = self.storage.write()?;
        let device = writing.devices()?.into_iter().find(|one| one.code == code).ok_or_else(|| unknown_tablet(code))?;
        for held in writing.grants_of_device(device.id)? {
            let withdrawn_at = held.withdrawn_at.or(Some(now));
            writing.put_grant(&HeldGrant { withdrawn_at, ..held })?;
        }
        writing.commit()?;
        Ok(())
    }

    /// The code that answers the number which a tablet, named by its code, shows to somebody who cannot unlock it.
    pub fn unlock_code(&self, code: &str, number: &str) -> Result<String, AccountError> {
        let known = self.storage.read()?.devices()?.into_iter().find(|one| one.code == code);
        let device = known.ok_or_else(|| unknown_tablet(code))?;
        UnlockKey::of(&device.token).code(number).ok_or_else(|| AccountError::BadNumber(number.to_owned()))
    }
}

/// A password that nobody chose, with 59 random bits. It is kept nowhere.
pub fn new_password() -> Result<String, Fault> {
    secret::new_code()
}

/// To be called before a transaction: it takes long.
fn hashed(password: &str) -> Result<String, AccountError> {
    if password::is_one(password) { Ok(password::hash(password)?) } else { Err(AccountError::BadPassword) }
}

fn unknown_tablet(code: &str) -> AccountError {
    AccountError::Unknown("tablet", code.to_owned(), "devices")
}

pub(crate) fn team_of(reading: &(impl Reading + ?Sized), name: &str) -> Result<Team, AccountError> {
    reading
        .teams()?
        .into_iter()
        .find(|one| one.name == name)
        .ok_or_else(|| AccountError::Unknown("team", name.to_owned(), "team list"))
}

pub(crate) fn named(reading: &(impl Reading + ?Sized), name: &str) -> Result<User, AccountError> {
    reading
        .users()?
        .into_iter()
        .find(|one| one.name == name)
        .ok_or_else(|| AccountError::Unknown("person", name.to_owned(), "user list"))
}

fn checked(name: &str) -> Result<String, AccountError> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME { Err(AccountError::BadName) } else { Ok(name.to_owned()) }
}

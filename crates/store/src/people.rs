//! Who uses this tablet, with the hash of each one's PIN and how often it was wrong. What the PIN is worth is judged
//! elsewhere; wrong PINs delay, and destroy nothing.

use crate::columns::{all, bytes, grant_id, number, one};
use crate::project::BookOf;
use crate::settings::{get, put};
use crate::{Enrolment, Store, StoreError};
use book::{Chain, Clock, Entry, GrantId, Opening, SignedGrant, UserId};
use domain::roles::DEPUTY;
use rusqlite::{Transaction, params};
use uuid::Uuid;

/// Someone who uses this tablet.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPerson {
    /// Their id.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their role, as granted.
    pub role: String,
    /// The grant under which they write.
    pub grant: GrantId,
    /// The Argon2id hash of their PIN, in PHC form.
    pub pin: String,
    /// How many digits it has.
    pub pin_digits: u32,
    /// Wrong PINs since the last right one.
    pub failures: u32,
    /// No PIN is taken before this moment (milliseconds since 1970).
    pub wait_until: i64,
}

impl Store {
    /// Everyone who uses this tablet, by name.
    pub fn people(&self) -> Result<Vec<KnownPerson>, StoreError> {
        self.read(|db| {
            all(db, "SELECT * FROM person ORDER BY name", [], |row| {
                Ok(KnownPerson {
                    user: UserId(Uuid::from_bytes(bytes(row, "user")?)),
                    name: row.get("name")?,
                    role: row.get("role")?,
                    grant: grant_id(row, "grant_id")?,
                    pin: row.get("pin")?,
                    pin_digits: number(row, "pin_digits")? as u32,
                    failures: number(row, "failures")? as u32,
                    wait_until: row.get("wait_until")?,
                })
            })
        })
    }

    /// The request by which this tablet asks to be enrolled, with the proof that it holds its key.
    pub fn ask_to_enrol(&self, by: protocol::Credential) -> protocol::EnrolRequest {
        protocol::EnrolRequest::new(&self.keys.signing(), by)
    }

    /// Enrols the tablet for a person, or adds a person to an enrolled one, in one transaction. The first enrolment opens
    /// the tablet's book.
    pub fn enrol(
        &self,
        enrolment: &Enrolment,
        grant: &SignedGrant,
        pin: &str,
        pin_digits: u32,
        now: i64,
    ) -> Result<(), StoreError> {
        let nonce = self.random()?;
        let body_key = self.random()?;
        self.transact(|tx| {
            put(tx, "enrolment", enrolment)?;
            keep_grant(tx, grant)?;
            tx.execute(
                "INSERT INTO person (user, name, role, grant_id, pin, pin_digits) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (user) DO UPDATE SET name = ?2, role = ?3, grant_id = ?4, pin = ?5, pin_digits = ?6,
                 failures = 0, wait_until = 0",
                params![
                    grant.grant.user.0.as_bytes(),
                    grant.grant.name,
                    grant.grant.role,
                    grant.grant.id().0,
                    pin,
                    pin_digits
                ],
            )?;
            let has_book: bool =
                tx.query_row("SELECT EXISTS (SELECT 1 FROM book WHERE own = 1)", [], |row| row.get(0))?;
            if !has_book {
                let key = self.keys.signing();
                let opening = Opening { device_key: key.public(), scope: enrolment.scope, nonce, predecessor: None };
                let clock = Clock::default().tick(u64::try_from(now).unwrap_or_default());
                let entry = Entry::open(&key, opening, clock, now, body_key);
                let chain = Chain::begin(&entry).map_err(|_| StoreError::Unreadable("the book just opened"))?;
                self.append(tx, &chain, &[entry.into()], BookOf::Own, now)?;
                put(tx, "clock", &clock)?;
            }
            Ok(())
        })
    }

    /// The council's word that a person leads as a deputy on this tablet now; several where they were named anew.
    pub fn deputy_grants(&self, user: UserId, now: i64) -> Result<Vec<SignedGrant>, StoreError> {
        // The book's clock never goes back: no setting of the tablet's brings days again that were over.
        let clock = self.setting::<Clock>("clock")?.unwrap_or_default();
        let latest = now.max(i64::try_from(clock.millis()).unwrap_or(i64::MAX));
        let held = self.read(|db| {
            all(db, "SELECT encoded FROM grant_held WHERE user = ?1", [user.0.as_bytes()], |row| {
                SignedGrant::decode(&row.get::<_, Vec<u8>>("encoded")?).map_err(|_| StoreError::Unreadable("a grant"))
            })
        })?;
        let stands = |held: &SignedGrant| {
            let grant = &held.grant;
            // The tablet's own key comes last: it is worked out from its secret, and every command asks who a deputy is.
            let is_now = grant.role == DEPUTY && grant.from <= now && latest < grant.until;
            is_now && grant.device_key == self.keys.signing().public()
        };
        Ok(held.into_iter().filter(stands).collect())
    }

    /// How many unlock codes a person has used on this tablet.
    pub fn unlocks(&self, user: UserId) -> Result<u64, StoreError> {
        Ok(self.setting(&unlocks_of(user))?.unwrap_or_default())
    }

    /// Gives a person a new PIN, for an unlock code that is used up by it.
    pub fn unlock_with_new_pin(&self, user: UserId, pin: &str, pin_digits: u32) -> Result<(), StoreError> {
        self.transact(|tx| {
            let used: u64 = get(tx, &unlocks_of(user))?.unwrap_or_default();
            put(tx, &unlocks_of(user), &(used + 1))?;
            tx.execute(
                "UPDATE person SET pin = ?2, pin_digits = ?3, failures = 0, wait_until = 0 WHERE user = ?1",
                params![user.0.as_bytes(), pin, pin_digits],
            )?;
            Ok(())
        })
    }

    /// Counts a wrong PIN and sets until when the next has to wait.
    pub fn pin_was_wrong(&self, user: UserId, wait_until: i64) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute(
                "UPDATE person SET failures = failures + 1, wait_until = ?2 WHERE user = ?1",
                params![user.0.as_bytes(), wait_until],
            )?;
            Ok(())
        })
    }

    /// A right PIN wipes the count.
    pub fn pin_was_right(&self, user: UserId) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute(
                "UPDATE person SET failures = 0, wait_until = 0 WHERE user = ?1 AND failures > 0",
                params![user.0.as_bytes()],
            )?;
            Ok(())
        })
    }
}

fn unlocks_of(user: UserId) -> String {
    format!("unlocks/{}", user.0)
}

/// Lets a person of this tablet write under a grant, if it ends later than the one under which they write. A deputy's is
/// beside their own, for its days.
pub(crate) fn renew_person(tx: &Transaction<'_>, signed: &SignedGrant) -> Result<(), StoreError> {
    if signed.grant.role == DEPUTY {
        return Ok(());
    }
    let user = signed.grant.user.0.as_bytes();
    let sql = "SELECT encoded FROM person JOIN grant_held ON id = grant_id WHERE person.user = ?1";
    let held = one(tx, sql, [user], |row| Ok(row.get::<_, Vec<u8>>("encoded")?))?;
    let held = held.and_then(|encoded| SignedGrant::decode(&encoded).ok());
    if held.is_some_and(|held| held.grant.until < signed.grant.until) {
        let sql = "UPDATE person SET name = ?2, role = ?3, grant_id = ?4 WHERE user = ?1";
        let grant = &signed.grant;
        tx.prepare_cached(sql)?.execute(params![user, grant.name, grant.role, grant.id().0])?;
    }
    Ok(())
}

pub(crate) fn keep_grant(tx: &Transaction<'_>, grant: &SignedGrant) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR IGNORE INTO grant_held VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        grant.grant.id().0,
        grant.grant.user.0.as_bytes(),
        grant.encode(),
        grant.grant.name,
        grant.grant.code
    ])?;
    Ok(())
}

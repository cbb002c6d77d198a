//! Passwords: hashed slowly (Argon2id, 64 MiB, 3 passes, as a tablet's PIN is), kept as a PHC string, and with a growing
//! wait after wrong ones. Wrong ones delay, and lock nobody out for good.

use crate::storage::Fault;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use book::DeviceId;
use std::collections::{HashMap, VecDeque};

/// Bytes of the shortest and the longest password.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;
/// Wrong passwords count for so long against the tablet on which they were typed.
const WRONG_MS: i64 = 10 * 60_000;
/// So many from one tablet before it must wait.
const WRONG_FROM_ONE: usize = 10;
/// A name's wrong passwords are forgotten after so long.
const FORGET_MS: i64 = 24 * 60 * 60_000;

/// Whether this may be a password.
pub(crate) fn is_one(password: &str) -> bool {
    LENGTH.contains(&password.len())
}

/// The PHC string to keep.
pub(crate) fn hash(password: &str) -> Result<String, Fault> {
    let hashed = stretcher()?.hash_password(password.as_bytes()).map_err(|_| unhashed())?;
    Ok(hashed.to_string())
}

/// Whether a password is the one that was hashed. It takes as long where there is none, so that nobody learns which names
/// are there.
pub(crate) fn matches(password: &str, kept: Option<&str>) -> Result<bool, Fault> {
    match kept {
        Some(kept) => {
            let kept = PasswordHash::new(kept).map_err(|_| Fault::Damaged("a password's hash".into()))?;
            Ok(stretcher()?.verify_password(password.as_bytes(), &kept).is_ok())
        }
        None => stretcher()?
            .hash_password_into(password.as_bytes(), b"nobody's salt", &mut [0; 32])
            .map(|()| false)
            .map_err(|_| unhashed()),
    }
}

fn stretcher() -> Result<Argon2<'static>, Fault> {
    let parameters = Params::new(64 * 1024, 3, 1, Some(32)).map_err(|_| unhashed())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

fn unhashed() -> Fault {
    Fault::Damaged("a password could not be hashed".into())
}

/// A name as typed, and the hash that it has to match: a new password begins without a wait. A name that nobody has waits
/// like any other.
pub(crate) type Tried = (String, Option<String>);

/// Wrong passwords of late. Held locked while one is tried, so that there is one try at a time: each takes 64 MiB.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    names: HashMap<Tried, (u32, i64)>,
    tablets: VecDeque<(DeviceId, i64)>,
}

impl Tries {
    /// Seconds that this name on this tablet has to wait before a password is looked at; 0 if none.
    pub(crate) fn wait(&mut self, tried: &Tried, tablet: DeviceId, now: i64) -> i64 {
        self.names.retain(|_, (_, at)| (now - FORGET_MS..=now).contains(at));
        self.tablets.retain(|(_, at)| (now - WRONG_MS..=now).contains(at));
        let left = |at: i64, millis: i64| (at + millis - now + 999).max(0) / 1_000;
        let name = self.names.get(tried).map_or(0, |(wrong, at)| left(*at, 1_000 * wait_seconds(*wrong)));
        let mut of_tablet = self.tablets.iter().rev().filter(|(device, _)| *device == tablet);
        let tablet = of_tablet.nth(WRONG_FROM_ONE - 1).map_or(0, |(_, at)| left(*at, WRONG_MS));
        name.max(tablet)
    }

    /// A wrong one.
    pub(crate) fn wrong(&mut self, tried: Tried, tablet: DeviceId, now: i64) {
        let (wrong, at) = self.names.entry(tried).or_default();
        (*wrong, *at) = (wrong.saturating_add(1), now);
        self.tablets.push_back((tablet, now));
    }

    /// The right one.
    pub(crate) fn right(&mut self, tried: &Tried) {
        self.names.remove(tried);
    }
}

/// Seconds to wait after so many wrong ones in a row: two are free, then 30 s, doubling to an hour. As for a PIN.
fn wait_seconds(wrong: u32) -> i64 {
    match wrong {
        0..=2 => 0,
        more => (30_i64 << (more - 3).min(7)).min(3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const TABLET: DeviceId = DeviceId(Uuid::from_u128(1));

    #[test]
    fn a_password_is_kept_as_an_argon2id_phc_string_and_only_it_matches() {
        let kept = hash("three plain words").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{kept}");
        assert!(matches("three plain words", Some(&kept)).unwrap());
        assert!(!matches("three plain wordz", Some(&kept)).unwrap());
        assert!(!matches("three plain words", None).unwrap());
        assert!(matches("three plain words", Some("no hash")).is_err());
        assert_ne!(hash("three plain words").unwrap(), kept, "each has its own salt");
    }

    #[test]
    fn the_third_wrong_password_makes_a_name_wait_ever_longer_up_to_an_hour() {
        let mut tries = Tries::default();
        let tried: Tried = ("demo warden a".into(), None);
        let mut waits = Vec::new();
        let mut now = 0;
        for _ in 0..11 {
            // Each from another tablet, so that none waits for its own number.
            tries.wrong(tried.clone(), DeviceId(Uuid::now_v7()), now);
            let wait = tries.wait(&tried, TABLET, now);
            waits.push(wait);
            now += wait * 1_000;
            assert_eq!(tries.wait(&tried, TABLET, now), 0, "then it may be tried again");
        }
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!(tries.wait(&("demo warden b".into(), None), TABLET, now), 0, "others do not wait");
        assert_eq!(tries.wait(&(tried.0.clone(), Some("new".into())), TABLET, now), 0, "a new password begins anew");
        tries.right(&tried);
        assert_eq!(tries.wait(&tried, TABLET, now), 0);
    }

    #[test]
    fn a_tablet_waits_after_ten_wrong_passwords_whatever_the_names() {
        let mut tries = Tries::default();
        for name in 0..10 {
            assert_eq!(tries.wait(&(name.to_string(), None), TABLET, 0), 0);
            tries.wrong((name.to_string(), None), TABLET, 0);
        }
        assert_eq!(tries.wait(&("another".into(), None), TABLET, 60_000), 540);
        assert_eq!(tries.wait(&("another".into(), None), DeviceId(Uuid::from_u128(2)), 60_000), 0);
        assert_eq!(tries.wait(&("another".into(), None), TABLET, WRONG_MS + 1), 0);
    }
}

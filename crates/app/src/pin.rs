//! PINs: six digits, hashed slowly (Argon2id, 64 MiB, 3 passes), with a growing wait after wrong ones. A PIN guards a
//! person's session; it is not the key of the store, and wrong ones delay and lock, and destroy nothing.

use crate::contract::{CallError, ErrorCode};
use crate::refusals::refuse;
use argon2::{Algorithm, Argon2, Params, Version};
use store::StoreError;

/// How many digits a PIN has.
pub(crate) const DIGITS: usize = 6;

/// Why a PIN is not one.
pub(crate) fn problem(pin: &str) -> Option<&'static str> {
    let digits = pin.as_bytes();
    if digits.len() != DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Some("Enter a PIN of 6 digits");
    }
    let step = |by: i16| digits.windows(2).all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == by));
    if step(0) || step(1) || step(-1) {
        return Some("Choose a PIN that is harder to guess than 111111 or 123456");
    }
    None
}

/// After this many wrong PINs in a row none is taken any more: a leader's unlock code, a one-time code or a password is.
pub(crate) const LOCKS_AFTER: u32 = 10;

/// The hash to keep, under a fresh salt.
pub(crate) fn kept(pin: &str) -> Result<String, CallError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| StoreError::NoEntropy)?;
    hash(pin, salt).ok_or_else(|| refuse(ErrorCode::Fault, "The PIN could not be kept. Try again."))
}

/// The hash to keep: `argon2id$<salt>$<hash>` in hexadecimal.
fn hash(pin: &str, salt: [u8; 16]) -> Option<String> {
    Some(format!("argon2id${}${}", hex::encode(salt), hex::encode(stretched(pin, &salt)?)))
}

/// Whether `pin` is the one that was hashed. A hash that cannot be read matches nothing.
pub(crate) fn matches(pin: &str, kept: &str) -> bool {
    let mut parts = kept.split('$');
    let (Some("argon2id"), Some(salt), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let salt: Option<[u8; 16]> = hex::decode(salt).ok().and_then(|salt| salt.try_into().ok());
    salt.and_then(|salt| stretched(pin, &salt)).is_some_and(|stretched| hex::encode(stretched) == hash)
}

/// Seconds to wait after this many wrong PINs in a row: two are free, then 30 s, doubling to an hour.
pub(crate) fn wait_seconds(failures: u32) -> i64 {
    match failures {
        0..=2 => 0,
        more => (30_i64 << (more - 3).min(7)).min(3600),
    }
}

fn stretched(pin: &str, salt: &[u8; 16]) -> Option<[u8; 32]> {
    let parameters = Params::new(64 * 1024, 3, 1, Some(32)).ok()?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(pin.as_bytes(), salt, &mut out)
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_pin_matches() {
        let kept = hash("135790", [1; 16]).unwrap();
        assert!(matches("135790", &kept));
        assert!(!matches("135791", &kept));
        assert!(!matches("135790", "argon2id$00$00"));
    }

    #[test]
    fn easy_and_malformed_pins_are_named() {
        for bad in ["000000", "123456", "654321", "12345", "1234567", "12345a", ""] {
            assert!(problem(bad).is_some(), "{bad} was taken");
        }
        assert_eq!(problem("135790"), None);
    }

    #[test]
    fn the_wait_grows_to_an_hour_and_no_further() {
        assert_eq!([0, 2, 3, 4, 5, 10, 1000].map(wait_seconds), [0, 0, 30, 60, 120, 3600, 3600]);
    }
}

//! Unlock codes: how a leader lets a person back onto their tablet by phone, when neither has signal.
//!
//! Tablet and council office share the tablet's token, and with it a key. The tablet shows a number; whoever holds the key
//! (the office, and the team's leaders whom it told) answers with a code, which is good for that number alone. A new number
//! follows each code that was used, so a code that was overheard opens nothing.

use book::{Malformed, Reader, UserId, Writer};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Digits of the number that the tablet shows.
pub const NUMBER_DIGITS: usize = 6;
/// Digits of the code that answers it.
pub const CODE_DIGITS: usize = 8;

/// The hash of a tablet's token, which the office keeps; none if it is not 64 hexadecimal digits.
pub fn token_hash(shown: &str) -> Option<[u8; 32]> {
    let mut token = [0; 32];
    hex::decode_to_slice(shown, &mut token).ok()?;
    Some(hash_of_token(&token))
}

/// The same, of a token's bytes.
pub fn hash_of_token(token: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"patrolbook/v1/token\0").chain_update(token).finalize().into()
}

/// What the codes of one tablet are made with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockKey([u8; 32]);

impl std::fmt::Debug for UnlockKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnlockKey")
    }
}

impl UnlockKey {
    /// Of the tablet with this token's hash. The token cannot be found from it.
    pub fn of(token_hash: &[u8; 32]) -> Self {
        Self(Sha256::new().chain_update(b"patrolbook/v1/unlock\0").chain_update(token_hash).finalize().into())
    }

    /// The number that the tablet shows for a person who has used `used` codes on it.
    pub fn number(&self, user: UserId, used: u64) -> String {
        self.digits(&[b"number", user.0.as_bytes(), &used.to_be_bytes()], NUMBER_DIGITS)
    }

    /// The code that answers a number as typed, spaces or not; none if it is not one.
    pub fn code(&self, number: &str) -> Option<String> {
        let number = digits(number);
        (number.len() == NUMBER_DIGITS).then(|| self.digits(&[b"code", number.as_bytes()], CODE_DIGITS))
    }

    /// Whether a code, as typed, answers this number.
    pub fn opens(&self, number: &str, typed: &str) -> bool {
        self.code(number).is_some_and(|code| code == digits(typed))
    }

    fn digits(&self, parts: &[&[u8]], count: usize) -> String {
        // A key of 32 bytes is one that HMAC takes.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        parts.iter().for_each(|part| mac.update(part));
        let bytes = mac.finalize().into_bytes();
        let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{:0count$}", number % 10_u64.pow(count as u32))
    }

    pub(crate) fn encode(&self, out: &mut Writer) {
        out.fixed(&self.0);
    }

    pub(crate) fn decode(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self(input.fixed()?))
    }
}

fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).take(CODE_DIGITS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_code_answers_one_number_of_one_tablet() {
        let (key, other) = (UnlockKey::of(&[1; 32]), UnlockKey::of(&[2; 32]));
        let user = UserId(Uuid::from_u128(7));
        let number = key.number(user, 0);
        let code = key.code(&number).unwrap();
        assert_eq!((number.len(), code.len()), (NUMBER_DIGITS, CODE_DIGITS));
        assert!(key.opens(&number, &format!(" {} {}", &code[..4], &code[4..])), "spaces do not matter");
        assert!(!key.opens(&key.number(user, 1), &code), "it was good for the number before");
        assert!(!other.opens(&number, &code), "it is another tablet's");
        assert!(!key.opens(&number, &format!("{code}0")), "a digit too many");
        assert_eq!(key.code("12345"), None);
        assert_ne!(key.number(UserId(Uuid::from_u128(8)), 0), number);
    }

    #[test]
    fn a_token_is_known_by_its_hash_alone() {
        assert_eq!(token_hash(&hex::encode([3; 32])), Some(hash_of_token(&[3; 32])));
        assert_eq!(token_hash("not a token"), None);
    }
}

//! Tokens and one-time codes: made from the system's randomness, stored only as hashes.
//!
//! A plain SHA-256 is enough for both: a token has 256 random bits, and a code has 59 and lives for a day.

use crate::storage::Fault;
use protocol::unlock::hash_of_token;
use sha2::{Digest, Sha256};

/// 31 signs without 0/O, 1/I/L: 12 of them carry 59 bits.
const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 12;

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A new code, in three groups of four as it is read out.
pub(crate) fn new_code() -> Result<String, Fault> {
    let mut code = String::new();
    let mut signs = 0;
    while signs < CODE_LENGTH {
        let [byte] = random::<1>()?;
        // 248 = 8 × 31: above it some signs would come up more often.
        let Some(sign) = SIGNS.get(usize::from(byte % 31)).filter(|_| byte < 248) else { continue };
        if signs > 0 && signs % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(*sign));
        signs += 1;
    }
    Ok(code)
}

/// The hash of a code as typed: case, spaces and hyphens don't matter.
pub(crate) fn code_hash(typed: &str) -> [u8; 32] {
    let plain: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect();
    Sha256::new().chain_update(b"patrolbook/v1/code\0").chain_update(plain).finalize().into()
}

/// A new token: what the tablet shows, and the hash that is kept.
pub(crate) fn new_token() -> Result<(String, [u8; 32]), Fault> {
    let bytes = random::<32>()?;
    Ok((hex::encode(bytes), hash_of_token(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_twelve_clear_signs_and_may_be_typed_as_people_type() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), 14, "three groups of four and two hyphens");
        assert!(code.bytes().all(|sign| sign == b'-' || SIGNS.contains(&sign)));
        assert_eq!(code_hash(&code), code_hash(&format!(" {} ", code.to_lowercase().replace('-', " "))));
        assert_ne!(new_code().unwrap(), code);
    }

    #[test]
    fn a_new_token_is_known_by_its_hash() {
        let (shown, hash) = new_token().unwrap();
        assert_eq!(protocol::unlock::token_hash(&shown), Some(hash));
    }
}

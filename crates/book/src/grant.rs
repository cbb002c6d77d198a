//! A grant: the council's signed word that a person may write, in a role, in a scope, on a device, between two dates.
//! It travels with the entries, so authority can be judged offline and long after.

use crate::codec::{Malformed, Reader, Writer};
use crate::ids::{DeviceId, GrantId, ScopeId, UserId};
use crate::keys::{PublicKey, SecretKey, Signature};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What the council grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The person.
    pub user: UserId,
    /// The name shown beside what they write.
    pub name: String,
    /// The device.
    pub device: DeviceId,
    /// The key of that device.
    pub device_key: PublicKey,
    /// The short code of the device's book, such as `W07`.
    pub code: String,
    /// The role, a word that the council's policy knows.
    pub role: String,
    /// The scope.
    pub scope: ScopeId,
    /// From this moment (milliseconds since 1970).
    pub from: i64,
    /// Until this moment.
    pub until: i64,
}

/// A grant and the council's signature over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedGrant {
    /// What is granted.
    pub grant: Grant,
    /// By the council's root key.
    pub signature: Signature,
}

impl Grant {
    /// The canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(1).fixed(self.user.0.as_bytes()).text(&self.name).fixed(self.device.0.as_bytes());
        out.fixed(&self.device_key.0).text(&self.code).text(&self.role).fixed(self.scope.0.as_bytes());
        out.signed(self.from).signed(self.until);
        out.finish()
    }

    /// Reads what [`Grant::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        match input.u8()? {
            1 => {}
            other => return Err(Malformed::Unknown { what: "grant version", value: other.into() }),
        }
        let grant = Self {
            user: UserId(Uuid::from_bytes(input.fixed()?)),
            name: input.text("name", 200)?.to_owned(),
            device: DeviceId(Uuid::from_bytes(input.fixed()?)),
            device_key: PublicKey(input.fixed()?),
            code: input.text("book code", 16)?.to_owned(),
            role: input.text("role", 40)?.to_owned(),
            scope: ScopeId(Uuid::from_bytes(input.fixed()?)),
            from: input.signed()?,
            until: input.signed()?,
        };
        input.end()?;
        Ok(grant)
    }

    /// The name by which entries cite it.
    pub fn id(&self) -> GrantId {
        GrantId(Sha256::new().chain_update(b"patrolbook/v1/grant\0").chain_update(self.encode()).finalize().into())
    }

    /// Signs with the council's root key.
    pub fn sign(self, root: &SecretKey) -> SignedGrant {
        let signature = root.sign("grant", &self.encode());
        SignedGrant { grant: self, signature }
    }
}

impl SignedGrant {
    /// Whether the council's root key signed it.
    pub fn verifies(&self, root: &PublicKey) -> bool {
        root.verifies("grant", &self.grant.encode(), &self.signature)
    }

    /// The form that is stored and sent.
    pub fn encode(&self) -> Vec<u8> {
        [&self.signature.0[..], &self.grant.encode()].concat()
    }

    /// Reads what [`SignedGrant::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let (signature, grant) = bytes.split_first_chunk::<64>().ok_or(Malformed::Short)?;
        Ok(Self { grant: Grant::decode(grant)?, signature: Signature(*signature) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_comes_back_and_a_changed_role_no_longer_verifies() {
        let root = SecretKey::from_bytes(&[1; 32]);
        let grant = Grant {
            user: UserId(Uuid::from_u128(1)),
            name: "Demo warden A".into(),
            device: DeviceId(Uuid::from_u128(2)),
            device_key: SecretKey::from_bytes(&[2; 32]).public(),
            code: "W07".into(),
            role: "warden".into(),
            scope: ScopeId(Uuid::from_u128(3)),
            from: 0,
            until: 1,
        };
        let signed = grant.sign(&root);
        let mut back = SignedGrant::decode(&signed.encode()).unwrap();
        assert_eq!(back, signed);
        assert!(back.verifies(&root.public()));
        back.grant.role = "leader".into();
        assert!(!back.verifies(&root.public()));
    }
}

//! The council office's signed word to one tablet on its team's restricted part: the key that pages are sealed to, and who
//! on that tablet may read them. Whoever may is given the key that opens them; the next word without it takes it away.

use crate::limits;
use book::{GrantId, Malformed, OpeningKey, PublicKey, Reader, ScopeId, SealingKey, SecretKey, Signature, Writer};
use std::fmt;
use uuid::Uuid;

/// What a restricted part is to a tablet. A tablet keeps the newest that verifies for its key.
#[derive(Clone, PartialEq, Eq)]
pub struct RestrictedPart {
    /// The scope of the part.
    pub scope: ScopeId,
    /// Pages are sealed to this.
    pub sealing: SealingKey,
    /// The secret of the key that opens them, if somebody on the tablet may read. Never in a log.
    pub secret: Option<[u8; 32]>,
    /// The grants under which people on this tablet may read.
    pub readers: Vec<GrantId>,
    /// Since when it is so, milliseconds since 1970; later words replace it.
    pub at: i64,
    /// By the council's root key.
    pub signature: Signature,
}

impl RestrictedPart {
    /// Signs it for the tablet that holds `device`. Only if there are readers, the secret goes with it.
    pub fn sign(
        root: &SecretKey,
        device: &PublicKey,
        scope: ScopeId,
        secret: [u8; 32],
        readers: Vec<GrantId>,
        at: i64,
    ) -> Self {
        let sealing = key(&secret).public();
        let secret = (!readers.is_empty()).then_some(secret);
        let mut part = Self { scope, sealing, secret, readers, at, signature: Signature([0; 64]) };
        part.signature = root.sign("restricted", &part.signed(device));
        part
    }

    /// Whether the council's root key signed it for the tablet that holds `device`, and the two halves of the key agree.
    pub fn verifies(&self, root: &PublicKey, device: &PublicKey) -> bool {
        self.opening().is_none_or(|key| key.public() == self.sealing)
            && root.verifies("restricted", &self.signed(device), &self.signature)
    }

    /// The key that opens what is sealed, if the tablet was given it.
    pub fn opening(&self) -> Option<OpeningKey> {
        self.secret.as_ref().map(key)
    }

    /// The form that is stored and sent.
    pub fn encode(&self) -> Vec<u8> {
        [&self.signature.0[..], &self.text()].concat()
    }

    /// Reads what [`RestrictedPart::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        let signature = Signature(input.fixed()?);
        match input.u8()? {
            1 => {}
            other => return Err(Malformed::Unknown { what: "restricted part version", value: other.into() }),
        }
        let scope = ScopeId(Uuid::from_bytes(input.fixed()?));
        let sealing = SealingKey(input.fixed()?);
        let secret = crate::fleet::read_optional(&mut input, Reader::fixed)?;
        let count = input.count("readers", limits::READERS)?;
        let mut readers = Vec::with_capacity(count.min(input.left()));
        for _ in 0..count {
            readers.push(GrantId(input.fixed()?));
        }
        let at = input.signed()?;
        input.end()?;
        Ok(Self { scope, sealing, secret, readers, at, signature })
    }

    fn text(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(1).fixed(self.scope.0.as_bytes()).fixed(&self.sealing.0);
        crate::fleet::optional(self.secret.as_ref(), &mut out, |secret, out| {
            out.fixed(secret);
        });
        out.number(self.readers.len() as u64);
        for reader in &self.readers {
            out.fixed(&reader.0);
        }
        out.signed(self.at);
        out.finish()
    }

    fn signed(&self, device: &PublicKey) -> Vec<u8> {
        [&device.0[..], &self.text()].concat()
    }
}

/// The key of a restricted part by its secret.
pub fn key(secret: &[u8; 32]) -> OpeningKey {
    OpeningKey::of(secret, "restricted")
}

impl fmt::Debug for RestrictedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RestrictedPart({}, {} readers, at {})", self.scope, self.readers.len(), self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_holds_for_its_tablet_alone_and_gives_the_secret_to_readers_alone() {
        let root = SecretKey::from_bytes(&[1; 32]);
        let (device, other) = (SecretKey::from_bytes(&[2; 32]).public(), SecretKey::from_bytes(&[3; 32]).public());
        let scope = ScopeId(Uuid::from_u128(1)).restricted();
        let part = |readers| RestrictedPart::sign(&root, &device, scope, [7; 32], readers, 5);
        let (reads, records) = (part(vec![GrantId([4; 32])]), part(Vec::new()));
        for part in [&reads, &records] {
            assert_eq!(RestrictedPart::decode(&part.encode()).as_ref(), Ok(part));
            assert!(part.verifies(&root.public(), &device));
            assert!(!part.verifies(&root.public(), &other), "it is said to one tablet");
            assert!(!RestrictedPart { at: 6, ..part.clone() }.verifies(&root.public(), &device));
        }
        assert_eq!(records.secret, None);
        assert!(!records.encode().windows(32).any(|bytes| bytes == [7; 32]));
        assert_eq!(reads.opening().map(|key| key.public()), Some(records.sealing));
        let another = RestrictedPart { secret: Some([8; 32]), ..reads.clone() };
        assert!(!another.verifies(&root.public(), &device));
        let said = format!("{reads:?}");
        assert!(!said.contains("0707") && !said.contains("7, 7"), "the secret is in no log: {said}");
    }
}

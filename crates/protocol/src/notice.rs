//! The council office's signed word to every tablet: which key bundles are sealed to, and whether tablets may write them.

use book::{Malformed, PublicKey, Reader, SealingKey, SecretKey, Signature, Writer};

/// A signed notice. A tablet keeps the newest that verifies under the root key that it pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Only the council office opens what is sealed to it.
    pub sealing: SealingKey,
    /// Whether tablets may write bundles.
    pub bundles: bool,
    /// When it was given, milliseconds since 1970; later ones replace it.
    pub at: i64,
    /// By the council's root key.
    pub signature: Signature,
}

impl Notice {
    /// Signs a notice.
    pub fn sign(root: &SecretKey, sealing: SealingKey, bundles: bool, at: i64) -> Self {
        let signature = root.sign("notice", &text(&sealing, bundles, at));
        Self { sealing, bundles, at, signature }
    }

    /// Whether the council's root key signed it.
    pub fn verifies(&self, root: &PublicKey) -> bool {
        root.verifies("notice", &text(&self.sealing, self.bundles, self.at), &self.signature)
    }

    /// The form that is stored and sent.
    pub fn encode(&self) -> Vec<u8> {
        [&self.signature.0[..], &text(&self.sealing, self.bundles, self.at)].concat()
    }

    /// Reads what [`Notice::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        let signature = Signature(input.fixed()?);
        match input.u8()? {
            1 => {}
            other => return Err(Malformed::Unknown { what: "notice version", value: other.into() }),
        }
        let sealing = SealingKey(input.fixed()?);
        let bundles = crate::fleet::flag(&mut input)?;
        let at = input.signed()?;
        input.end()?;
        Ok(Self { sealing, bundles, at, signature })
    }
}

fn text(sealing: &SealingKey, bundles: bool, at: i64) -> Vec<u8> {
    let mut out = Writer::new();
    out.u8(1).fixed(&sealing.0).u8(u8::from(bundles)).signed(at);
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_comes_back_and_one_with_another_key_or_policy_does_not_verify() {
        let root = SecretKey::from_bytes(&[1; 32]);
        let notice = Notice::sign(&root, SealingKey([2; 32]), true, 7);
        assert_eq!(Notice::decode(&notice.encode()), Ok(notice.clone()));
        assert!(notice.verifies(&root.public()));
        assert!(!Notice { sealing: SealingKey([3; 32]), ..notice.clone() }.verifies(&root.public()));
        assert!(!Notice { bundles: false, ..notice.clone() }.verifies(&root.public()));
        assert!(!Notice { at: 8, ..notice }.verifies(&root.public()));
    }
}

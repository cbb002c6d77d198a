//! The body of an entry: its values, or what the law has left of them.
//!
//! A value's leaf is a hash over its own salt, its record and field, and the value; the salts derive from one key, and the
//! header's root is a hash over the leaves. To erase a value is to forget the value, its salt and that key: of the erased
//! value the leaf stays, from which nobody can guess it, and of each other value its salt. So root, hash, signature and
//! chain verify as before. Where nothing is left, no leaf is kept either: the header has the root.
//!
//! **Law.** To erase is to take values away from a set, so by parts, twice and in any order is the same as at once.

use crate::codec::{Malformed, Reader, Writer};
use crate::entry::{Content, Entry, FieldWrite, MAX_VALUE, MAX_WRITES, RecordWrites};
use crate::ids::RecordId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The values of an entry, in the order of the header's writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// All of them.
    Whole {
        /// Random, 16 bytes; the salts derive from it.
        key: [u8; 16],
        /// One value for each field written.
        values: Vec<Vec<u8>>,
    },
    /// What was not erased: a leaf for each field written, of which at least one is a value and one is gone; or no leaf, and
    /// nothing is left.
    Erased(Vec<Leaf>),
}

/// What is left of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// All of it.
    Value {
        /// Its salt.
        salt: [u8; 32],
        /// The value.
        value: Vec<u8>,
    },
    /// Its hash.
    Gone([u8; 32]),
}

impl Body {
    /// The canonical bytes. Of a whole body and of an erased one they look alike: who reads them knows which it is.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        match self {
            Self::Whole { key, values } => {
                out.fixed(key).number(values.len() as u64);
                for value in values {
                    out.bytes(value);
                }
            }
            Self::Erased(leaves) if leaves.is_empty() => {}
            Self::Erased(leaves) => {
                out.number(leaves.len() as u64);
                for leaf in leaves {
                    match leaf {
                        Leaf::Gone(hash) => out.u8(0).fixed(hash),
                        Leaf::Value { salt, value } => out.u8(1).fixed(salt).bytes(value),
                    };
                }
            }
        }
        out.finish()
    }

    /// Reads a whole body.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        let body = Self::read(&mut input)?;
        input.end()?;
        Ok(body)
    }

    /// Reads a whole body that something follows.
    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Self, Malformed> {
        let key = input.fixed()?;
        let count = input.count("values", MAX_WRITES)?;
        let mut values = Vec::with_capacity(count.min(input.left()));
        for _ in 0..count {
            values.push(input.bytes("value", MAX_VALUE)?.to_vec());
        }
        Ok(Self::Whole { key, values })
    }

    /// Reads an erased body.
    pub(crate) fn decode_erased(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        let mut leaves = Vec::new();
        if !bytes.is_empty() {
            let count = input.count("leaves", MAX_WRITES)?;
            leaves.reserve(count.min(input.left()));
            for _ in 0..count {
                leaves.push(match input.u8()? {
                    0 => Leaf::Gone(input.fixed()?),
                    1 => Leaf::Value { salt: input.fixed()?, value: input.bytes("value", MAX_VALUE)?.to_vec() },
                    tag => return Err(Malformed::Unknown { what: "leaf", value: tag.into() }),
                });
            }
            let gone = leaves.iter().filter(|leaf| matches!(leaf, Leaf::Gone(_))).count();
            if gone == 0 || gone == leaves.len() {
                return Err(Malformed::NotCanonical("erased body"));
            }
        }
        input.end()?;
        Ok(Self::Erased(leaves))
    }

    /// Whether something of it was erased.
    pub fn is_erased(&self) -> bool {
        matches!(self, Self::Erased(_))
    }

    /// The value of the write at this place; none if it was erased.
    pub(crate) fn value(&self, place: usize) -> Option<&[u8]> {
        match self {
            Self::Whole { values, .. } => values.get(place).map(Vec::as_slice),
            Self::Erased(leaves) => match leaves.get(place) {
                Some(Leaf::Value { value, .. }) => Some(value),
                _ => None,
            },
        }
    }

    /// How many writes it is the body of; none if it does not say.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            Self::Whole { values, .. } => Some(values.len()),
            Self::Erased(leaves) => Some(leaves.len()).filter(|count| *count > 0),
        }
    }

    /// The root over the leaves of these writes; none if nothing is left to work it out from.
    pub(crate) fn root<'a>(&self, writes: impl Iterator<Item = (RecordId, &'a FieldWrite)>) -> Option<[u8; 32]> {
        let mut root = Sha256::new().chain_update(b"patrolbook/v1/root\0");
        match self {
            Self::Whole { key, values } => {
                let salts = salts(key);
                for ((record, write), value) in writes.zip(values) {
                    let named = named(record, &write.field);
                    root.update(leaf(&salt(&salts, &named), &named, value));
                }
            }
            Self::Erased(leaves) if leaves.is_empty() => return None,
            Self::Erased(leaves) => {
                for ((record, write), kept) in writes.zip(leaves) {
                    root.update(match kept {
                        Leaf::Gone(hash) => *hash,
                        Leaf::Value { salt, value } => leaf(salt, &named(record, &write.field), value),
                    });
                }
            }
        }
        Some(root.finalize().into())
    }
}

impl Entry {
    /// The entry without the values of which `gone` says so. See the law above.
    #[must_use]
    pub fn erase(mut self, gone: impl Fn(RecordId, &str) -> bool) -> Self {
        let (mut lost, mut kept) = (false, false);
        let mut leaves = Vec::new();
        for (place, (record, write)) in self.header.writes().enumerate() {
            let goes = gone(record, &write.field);
            let named = named(record, &write.field);
            let held = match &self.body {
                Body::Whole { key, values } => {
                    values.get(place).map(|value| Leaf::Value { salt: salt(&salts(key), &named), value: value.clone() })
                }
                Body::Erased(leaves) => leaves.get(place).cloned(),
            };
            let left = match held {
                Some(Leaf::Value { salt, value }) if goes => Leaf::Gone(leaf(&salt, &named, &value)),
                Some(other) => other,
                // Nothing was left of it before.
                None => continue,
            };
            lost |= matches!(left, Leaf::Gone(_));
            kept |= matches!(left, Leaf::Value { .. });
            leaves.push(left);
        }
        if lost {
            self.body = Body::Erased(if kept { leaves } else { Vec::new() });
        }
        self
    }

    /// Each field written, with its value if that was not erased.
    pub fn writes(&self) -> impl Iterator<Item = (RecordId, &FieldWrite, Option<&[u8]>)> {
        self.header.writes().enumerate().map(|(place, (record, write))| (record, write, self.body.value(place)))
    }

    /// What of it is written to one record: found, not looked through, since one page may write to hundreds.
    pub fn writes_to(&self, record: RecordId) -> impl Iterator<Item = (&FieldWrite, Option<&[u8]>)> {
        let records: &[RecordWrites] = match &self.header.content {
            Content::Opening(_) => &[],
            Content::Writes(records) => records,
        };
        let at = records.binary_search_by(|one| one.record.cmp(&record)).ok();
        let before = |at: usize| records.iter().take(at).map(|one| one.fields.len()).sum::<usize>();
        let found = at.and_then(|at| Some((before(at), &records.get(at)?.fields)));
        found.into_iter().flat_map(move |(before, fields)| {
            (before..).zip(fields).map(|(place, write)| (write, self.body.value(place)))
        })
    }

    /// Each field written whose value is there.
    pub fn values(&self) -> impl Iterator<Item = (RecordId, &FieldWrite, &[u8])> {
        self.writes().filter_map(|(record, write, value)| Some((record, write, value?)))
    }

    /// Each field written whose value was erased.
    pub fn gaps(&self) -> impl Iterator<Item = (RecordId, &FieldWrite)> {
        self.writes().filter(|(.., value)| value.is_none()).map(|(record, write, _)| (record, write))
    }
}

/// What salt and leaf are bound to.
fn named(record: RecordId, field: &str) -> Vec<u8> {
    let mut named = Writer::with_room(20 + field.len());
    named.fixed(record.0.as_bytes()).text(field);
    named.finish()
}

/// The key of a body's salts, made ready for all of them.
fn salts(key: &[u8; 16]) -> Option<Hmac<Sha256>> {
    // A key of any length is allowed by HMAC, so this cannot fail; an empty salt would only make the leaf not match.
    Hmac::new_from_slice(key).ok()
}

fn salt(salts: &Option<Hmac<Sha256>>, named: &[u8]) -> [u8; 32] {
    salts.clone().map(|mac| mac.chain_update(named).finalize().into_bytes().into()).unwrap_or_default()
}

fn leaf(salt: &[u8; 32], named: &[u8], value: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"patrolbook/v1/leaf\0")
        .chain_update(salt)
        .chain_update(named)
        .chain_update(value)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests;

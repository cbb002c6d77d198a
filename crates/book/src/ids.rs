//! Newtypes for every identity, so that a record can never be passed where a book is meant.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

macro_rules! hash_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl $name {
            /// Parses the 64 hexadecimal digits that [`fmt::Display`] prints.
            pub fn from_hex(text: &str) -> Option<Self> {
                let mut bytes = [0; 32];
                hex::decode_to_slice(text, &mut bytes).ok()?;
                Some(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))
            }
        }
    };
}

hash_id!(
    /// A book: the hash of its opening entry. A branch of a book is named in the same way, by the hash of its first page.
    BookId
);
hash_id!(
    /// An entry's identity: the hash of its header. Never (book, number), which a restored disk can repeat.
    EntryHash
);
hash_id!(
    /// A grant: the hash of its signed text.
    GrantId
);

impl EntryHash {
    /// What stands among the writes that a write replaces, if its author knew of an order to erase: see `record::Order`. No
    /// entry has this hash.
    pub fn of_order(id: &Uuid) -> Self {
        Self(Sha256::new().chain_update(b"patrolbook/v1/order\0").chain_update(id.as_bytes()).finalize().into())
    }

    /// The identity of the entry whose header is these bytes, whatever its version.
    pub fn of_header(header: &[u8]) -> Self {
        Self(Sha256::new().chain_update(b"patrolbook/v1/entry\0").chain_update(header).finalize().into())
    }
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Parses a UUID in its usual text form.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse_str(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    };
}

uuid_id!(
    /// A record (a finding, a patrol, a register entry). UUIDv7, made on the device, never reused; but for the
    /// record of a day, such as that of the daily call, which has one id in a team.
    RecordId
);
uuid_id!(
    /// A scope: a team, or a team's restricted part. A record is in exactly one scope for ever.
    ScopeId
);
uuid_id!(
    /// A device: one installation of the app, or the centre itself.
    DeviceId
);
uuid_id!(
    /// A person who may write in books under a grant.
    UserId
);

impl ScopeId {
    /// The restricted part of this scope: a scope of its own, whose pages are sealed to its key. It follows from the id,
    /// so every scope has one and both sides know which.
    pub fn restricted(self) -> Self {
        let name = Sha256::new().chain_update(b"patrolbook/v1/restricted\0").chain_update(self.0.as_bytes()).finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(name).for_each(|(to, from)| *to = from);
        Self(uuid::Builder::from_custom_bytes(id).into_uuid())
    }
}

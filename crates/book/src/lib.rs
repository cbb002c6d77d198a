//! The bound notebook in software: numbered, hash-chained, signed entries, and the merge of what they write.
//!
//! A *book* belongs to one device key and one scope. Its entries are numbered from 1 without gaps, each carries the hash
//! of the one before, and none is ever changed: a correction is a new entry. State is a function of the *set* of entries
//! held, so the order in which they arrive never matters ([`merge`] states the law).
//!
//! This crate is pure: no I/O, no clock, no randomness, no async. It has never heard of wardens; a value is bytes.

pub mod body;
pub mod chain;
pub mod clock;
pub mod codec;
pub mod entry;
pub mod grant;
pub mod ids;
pub mod keys;
pub mod merge;
pub mod page;
pub mod sealing;
pub mod tips;

pub use body::{Body, Leaf};
pub use chain::{Base, Broken, Chain};
pub use clock::{Clock, ClockQuality};
pub use codec::{Malformed, Reader, Writer};
pub use entry::{Content, Draft, Entry, FieldWrite, Header, Opening, Predecessor, RecordWrites};
pub use grant::{Grant, SignedGrant};
pub use ids::{BookId, DeviceId, EntryHash, GrantId, RecordId, ScopeId, UserId};
pub use keys::{PublicKey, ReadyKey, SecretKey, Signature};
pub use merge::{Field, StandingWrite};
pub use page::{Opacity, Opaque, Page};
pub use sealing::{Begun, OpeningKey, SealError, SealingKey};
pub use tips::{Line, Tip, digest};

/// Whether this build can put hashes in place of signatures. No program may be built so.
pub const SIMULATED: bool = cfg!(feature = "simulated-signatures");

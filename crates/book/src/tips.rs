//! How far a side holds each book, and the digest by which two sides see at once that they hold the same.

use crate::ids::{BookId, EntryHash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The last entry held of a book: its number *and* its hash. A number alone loses data when a disk rolls back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tip {
    /// The entry's number.
    pub number: u64,
    /// The entry's hash.
    pub hash: EntryHash,
}

/// SHA-256 over all tips of a scope in ascending order of book. Equal digests mean equal books.
pub fn digest<'a>(tips: impl IntoIterator<Item = (&'a BookId, &'a Tip)>) -> [u8; 32] {
    let mut sorted: Vec<_> = tips.into_iter().collect();
    sorted.sort_by_key(|(book, _)| **book);
    let mut digest = Sha256::new().chain_update(b"patrolbook/v1/tips\0");
    for (book, tip) in sorted {
        digest.update(book.0);
        digest.update(tip.number.to_be_bytes());
        digest.update(tip.hash.0);
    }
    digest.finalize().into()
}

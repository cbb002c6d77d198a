//! How far a side holds each book, and the digest by which two sides see at once that they hold the same.

use crate::chain::Base;
use crate::ids::{BookId, EntryHash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The last entry held of a book: its number *and* its hash. A number alone loses data when a disk rolls back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tip {
    /// The entry's number.
    pub number: u64,
    /// The entry's hash.
    pub hash: EntryHash,
}

/// A line of a book in brief; see [`crate::Chain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The book.
    pub book: BookId,
    /// The line: the hash of its first page.
    pub line: BookId,
    /// Where a branch leaves another line.
    pub base: Option<Base>,
    /// Its last page held.
    pub tip: Tip,
}

/// SHA-256 over all tips of a scope in ascending order of book and tip: a book that has branches has several. Equal digests
/// mean equal books.
pub fn digest<'a>(tips: impl IntoIterator<Item = (&'a BookId, &'a Tip)>) -> [u8; 32] {
    let mut sorted: Vec<_> = tips.into_iter().collect();
    sorted.sort();
    let mut digest = Sha256::new().chain_update(b"patrolbook/v1/tips\0");
    for (book, tip) in sorted {
        digest.update(book.0);
        digest.update(tip.number.to_be_bytes());
        digest.update(tip.hash.0);
    }
    digest.finalize().into()
}

//! What a side must know of a book to judge its next entry.

use crate::entry::{Content, Entry, Opening};
use crate::ids::BookId;
use crate::tips::Tip;

/// Why an entry is not the next of its book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry after `held` was expected.
    #[error("page {got} came where page {expected} was due")]
    Number {
        /// The number that was due.
        expected: u64,
        /// The number that came.
        got: u64,
    },
    /// The hash of the entry before is another.
    #[error("page {0} does not follow from the page before it")]
    Link(u64),
    /// The device key did not sign it.
    #[error("the signature of page {0} is not the tablet's")]
    Signature(u64),
    /// The values are not those that were signed.
    #[error("what page {0} says is not what was signed")]
    Body(u64),
    /// A book must begin with an opening entry, and only begin with one.
    #[error("page {0} opens a book where none may be opened, or fails to")]
    Opening(u64),
}

/// A book as held: who signs it, and its last entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The book.
    pub book: BookId,
    /// What its first entry said.
    pub opening: Opening,
    /// Its last entry held.
    pub tip: Tip,
}

impl Chain {
    /// Begins with a book's opening entry.
    pub fn begin(entry: &Entry) -> Result<Self, Broken> {
        let Content::Opening(opening) = &entry.header.content else { return Err(Broken::Opening(entry.header.number)) };
        if entry.header.number != 1 || entry.header.previous.0 != [0; 32] || entry.header.book.0 != [0; 32] {
            return Err(Broken::Opening(entry.header.number));
        }
        check(entry, opening)?;
        Ok(Self { book: entry.book(), opening: opening.clone(), tip: Tip { number: 1, hash: entry.hash() } })
    }

    /// Takes the next entry: number, link, signature and body are verified, then the tip moves.
    pub fn extend(&mut self, entry: &Entry) -> Result<(), Broken> {
        let number = entry.header.number;
        if number != self.tip.number + 1 {
            return Err(Broken::Number { expected: self.tip.number + 1, got: number });
        }
        if entry.header.previous != self.tip.hash || entry.header.book != self.book {
            return Err(Broken::Link(number));
        }
        if matches!(entry.header.content, Content::Opening(_)) {
            return Err(Broken::Opening(number));
        }
        check(entry, &self.opening)?;
        self.tip = Tip { number, hash: entry.hash() };
        Ok(())
    }
}

fn check(entry: &Entry, opening: &Opening) -> Result<(), Broken> {
    if !entry.body_matches() {
        return Err(Broken::Body(entry.header.number));
    }
    if !entry.signed_by(&opening.device_key) {
        return Err(Broken::Signature(entry.header.number));
    }
    Ok(())
}

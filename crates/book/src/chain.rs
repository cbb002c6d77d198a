//! What a side must know of a book to judge its next entry.

use crate::entry::{Content, Entry, Opening};
use crate::ids::{BookId, EntryHash};
use crate::page::Page;
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

/// A line of a book as held: who signs it, and its last page. Nearly every book is one line. Where two pages follow one
/// page (a disk was put back, or cloned), the line that is held goes on, and the other is a *branch*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The book.
    pub book: BookId,
    /// The line: the hash of its first page. For the line that begins with the opening that is the book's own id.
    pub line: BookId,
    /// Where a branch leaves another line.
    pub base: Option<Base>,
    /// What the book's first entry said.
    pub opening: Opening,
    /// The line's last page held.
    pub tip: Tip,
}

/// The last page that a branch shares with the line that it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The line on which that page lies.
    pub line: BookId,
    /// That page.
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
        let (book, tip) = (entry.book(), Tip { number: 1, hash: entry.hash() });
        Ok(Self { book, line: book, base: None, opening: opening.clone(), tip })
    }

    /// The branch whose first page is `page`, after the page `at` of this line. Its tip is still the page shared.
    pub fn branch(&self, at: Tip, page: &Page) -> Self {
        let (line, base) = (BookId(page.hash().0), Some(Base { line: self.line, tip: at }));
        Self { line, base, tip: at, ..self.clone() }
    }

    /// The number of the line's first page.
    pub fn first(&self) -> u64 {
        self.base.map_or(1, |base| base.tip.number + 1)
    }

    /// The form in which a page of this line is stored and backed up. A branch's first page names its own place, so that a
    /// copy of the branch can be read by itself.
    pub fn stored(&self, page: &Page) -> Vec<u8> {
        if self.base.is_some() && page.number() == self.first() { page.encode_whole() } else { page.encode_wire() }
    }

    /// Moves the tip to the next page. Number and link are checked; the signature is [`Page::verified`]'s.
    pub fn link(&mut self, page: &Page) -> Result<(), Broken> {
        self.link_as(page, page.hash())
    }

    /// The same for a page whose hash is known.
    pub fn link_as(&mut self, page: &Page, hash: EntryHash) -> Result<(), Broken> {
        let number = page.number();
        if number != self.tip.number + 1 {
            return Err(Broken::Number { expected: self.tip.number + 1, got: number });
        }
        if page.link() != (self.book, self.tip.hash) {
            return Err(Broken::Link(number));
        }
        self.tip = Tip { number, hash };
        Ok(())
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

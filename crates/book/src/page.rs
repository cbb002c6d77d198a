//! A page of a book as it is held: an entry that this build reads, or an opaque page that it keeps as it came.
//!
//! A page travels in one of three forms. *Compact* is for what the first form of entry can say: place and root are left out.
//! *Whole* begins with a zero byte and carries header, signature and body as bytes. Every later form of entry travels
//! whole, and so does whatever a reader cannot rebuild: a header's first bytes (version, book, number, previous hash), its
//! hash and its signature are checked alike for ever, by builds that cannot read the rest.
//!
//! *Erased* is the form of a page of which values were erased by law: as *whole*, but it begins with the byte 255, and its
//! body is what was left. A page takes this form only by an order; whoever reads it for the first time asks for that.

use crate::body::Body;
use crate::codec::{Malformed, Reader, Writer};
use crate::entry::{Content, Entry, Header, MAX_ENTRY, MAX_WRITES};
use crate::ids::{BookId, EntryHash, RecordId};
use crate::keys::{PublicKey, ReadyKey, Signature};
use crate::tips::Tip;

/// The first byte of the whole form. The compact form begins with its version, which is never zero.
const WHOLE: u8 = 0;
/// The first byte of the erased form, which no version is ever given.
const ERASED: u8 = 255;
/// The most bytes of a page in the form that travels: an entry of the greatest size in the whole form, and in the erased one
/// a salt or a leaf for each value.
pub const MAX_PAGE: usize = MAX_ENTRY + 256 + 33 * MAX_WRITES;

/// A page as held.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly every page is an entry; a box for each would only cost")]
pub enum Page {
    /// What this build reads.
    Entry(Entry),
    /// What it keeps as it came, and does not apply.
    Opaque(Opaque),
}

/// Why a page is opaque.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opacity {
    /// A newer build wrote it.
    Newer,
    /// Its header is in no form that any build writes.
    Unreadable,
    /// Its body or its signature does not belong to its header.
    Damaged,
}

/// A page that cannot be read, whole and unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// The book that its header names.
    pub book: BookId,
    /// Its number.
    pub number: u64,
    /// The hash of the page before it.
    pub previous: EntryHash,
    /// Why it cannot be read.
    pub why: Opacity,
    /// Whether its body was erased, as a whole or in parts.
    pub erased: bool,
    header: Vec<u8>,
    signature: Signature,
    body: Vec<u8>,
}

impl Opaque {
    /// Reads the whole or the erased form, and of its header the part that every version has.
    fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        let erased = match input.u8()? {
            WHOLE => false,
            ERASED => true,
            _ => return Err(Malformed::NotCanonical("whole page")),
        };
        let header = input.bytes("header", MAX_PAGE)?;
        let signature = Signature(input.fixed()?);
        let body = input.bytes("body", MAX_PAGE)?.to_vec();
        input.end()?;
        let mut start = Reader::new(header);
        start.u8()?;
        let (book, number, previous) = (BookId(start.fixed()?), start.number()?, EntryHash(start.fixed()?));
        Ok(Self { book, number, previous, why: Opacity::Damaged, erased, header: header.to_vec(), signature, body })
    }

    fn of(entry: &Entry, why: Opacity) -> Self {
        let Header { book, number, previous, .. } = entry.header;
        let (header, body) = (entry.header.encode(), entry.body.encode());
        let erased = entry.body.is_erased();
        Self { book, number, previous, why, erased, header, signature: entry.signature, body }
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(if self.erased { ERASED } else { WHOLE }).bytes(&self.header).fixed(&self.signature.0).bytes(&self.body);
        out.finish()
    }

    /// The entry in it, if this build reads all of it and `key` signed it.
    fn read(&self, key: &PublicKey) -> Result<Entry, Opacity> {
        let header = Header::decode(&self.header).map_err(|error| match error {
            Malformed::Unknown { .. } => Opacity::Newer,
            _ => Opacity::Unreadable,
        })?;
        let read = if self.erased { Body::decode_erased } else { Body::decode };
        let body = read(&self.body).map_err(|_| Opacity::Damaged)?;
        let entry = Entry { header, signature: self.signature, body };
        match fault(&entry) {
            Some(why) => Err(why),
            None if entry.signed_by(key) => Ok(entry),
            None => Err(Opacity::Damaged),
        }
    }
}

/// What is wrong with an entry behind the first page, whoever signed it.
fn fault(entry: &Entry) -> Option<Opacity> {
    fault_of_form(entry).or_else(|| (!entry.body_matches()).then_some(Opacity::Damaged))
}

/// The same of an entry whose root is its body's.
fn fault_of_form(entry: &Entry) -> Option<Opacity> {
    match entry.header.content {
        Content::Opening(_) => Some(Opacity::Unreadable),
        Content::Writes(_) if entry.body.count().is_some_and(|count| count != entry.header.writes().count()) => {
            Some(Opacity::Damaged)
        }
        Content::Writes(_) => None,
    }
}

impl Page {
    /// Reads a page behind the first, after `previous` in the book that `key` signs. The compact form is taken at its word;
    /// who gets the page for the first time asks [`Self::verified`] too. A whole page that can be read is an entry like
    /// any other.
    pub fn decode_wire(
        bytes: &[u8],
        book: BookId,
        number: u64,
        previous: EntryHash,
        key: &PublicKey,
    ) -> Result<Self, Malformed> {
        if bytes.len() > MAX_PAGE {
            return Err(Malformed::OverLimit { what: "page", limit: MAX_PAGE });
        }
        if !matches!(bytes.first(), Some(&(WHOLE | ERASED))) {
            return Entry::decode_wire(bytes, book, number, previous).map(Self::Entry);
        }
        let opaque = Opaque::decode(bytes)?;
        if (opaque.book, opaque.number, opaque.previous) != (book, number, previous) {
            return Err(Malformed::NotCanonical("place of a whole page"));
        }
        match opaque.read(key) {
            Ok(entry) => Ok(Self::Entry(entry)),
            // What its tablet never wrote is kept for nobody's sake: someone holds the page in a better form.
            Err(Opacity::Damaged) if opaque.erased => Err(Malformed::NotCanonical("erased page")),
            Err(why) => Ok(Self::Opaque(Opaque { why, ..opaque })),
        }
    }

    /// The place that the whole and the erased form name: book and the tip before it. None for the compact form.
    pub fn place(bytes: &[u8]) -> Option<(BookId, Tip)> {
        let opaque = Opaque::decode(bytes).ok()?;
        Some((opaque.book, Tip { number: opaque.number.checked_sub(1)?, hash: opaque.previous }))
    }

    /// Whether these bytes have the compact form, in which only a page that could be read was ever stored.
    pub fn is_compact(bytes: &[u8]) -> bool {
        !matches!(bytes.first(), None | Some(&(WHOLE | ERASED)))
    }

    /// Whether these bytes are a page from which a value was erased.
    pub fn lacks_values(bytes: &[u8]) -> bool {
        bytes.first() == Some(&ERASED)
    }

    /// The form that travels and is stored.
    pub fn encode_wire(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => entry.encode_wire(),
            Self::Opaque(opaque) => opaque.encode(),
        }
    }

    /// The whole form, which names its own place.
    pub fn encode_whole(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => Opaque::of(entry, Opacity::Damaged).encode(),
            Self::Opaque(opaque) => opaque.encode(),
        }
    }

    /// The page without the values of which `gone` says so. Of a page that cannot be read the whole body goes.
    #[must_use]
    pub fn erase(self, gone: impl Fn(RecordId, &str) -> bool) -> Self {
        match self {
            Self::Entry(entry) => Self::Entry(entry.erase(gone)),
            Self::Opaque(opaque) => Self::Opaque(Opaque { erased: true, body: Vec::new(), ..opaque }),
        }
    }

    /// Whether something of it was erased.
    pub fn is_erased(&self) -> bool {
        match self {
            Self::Entry(entry) => entry.body.is_erased(),
            Self::Opaque(opaque) => opaque.erased,
        }
    }

    /// The page's identity, for a form that can be read or cannot.
    pub fn hash(&self) -> EntryHash {
        match self {
            Self::Entry(entry) => entry.hash(),
            Self::Opaque(opaque) => EntryHash::of_header(&opaque.header),
        }
    }

    /// Its number.
    pub fn number(&self) -> u64 {
        match self {
            Self::Entry(entry) => entry.header.number,
            Self::Opaque(opaque) => opaque.number,
        }
    }

    /// The book that it names and the hash of the page before it.
    pub(crate) fn link(&self) -> (BookId, EntryHash) {
        match self {
            Self::Entry(entry) => (entry.header.book, entry.header.previous),
            Self::Opaque(opaque) => (opaque.book, opaque.previous),
        }
    }

    /// What it says, if it can be read.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Opaque(_) => None,
        }
    }

    /// The page as it is after verification, and whether `key` signed it. An entry that is not what was signed is
    /// damaged: it is no entry any more.
    pub fn verified(self, key: &PublicKey) -> (Self, bool) {
        let why = self.entry().and_then(fault);
        let hash = self.hash();
        self.judged(&key.ready(), hash, why)
    }

    /// The same for a page straight out of [`Self::decode_wire`], whose hash is known. Its root was worked out from its body,
    /// or held against it, so it is not worked out again.
    pub fn verified_as_read(self, key: &ReadyKey, hash: EntryHash) -> (Self, bool) {
        let why = self.entry().and_then(fault_of_form);
        self.judged(key, hash, why)
    }

    fn judged(self, key: &ReadyKey, hash: EntryHash, why: Option<Opacity>) -> (Self, bool) {
        match self {
            Self::Opaque(opaque) => {
                let signed = key.verifies("entry", &hash.0, &opaque.signature);
                (Self::Opaque(opaque), signed)
            }
            Self::Entry(entry) => match (key.verifies("entry", &hash.0, &entry.signature), why) {
                (true, None) => (Self::Entry(entry), true),
                (signed, why) => (Self::Opaque(Opaque::of(&entry, why.unwrap_or(Opacity::Damaged))), signed),
            },
        }
    }
}

/// The erased form of an entry.
pub(crate) fn erased_form(entry: &Entry) -> Vec<u8> {
    Opaque::of(entry, Opacity::Damaged).encode()
}

impl From<Entry> for Page {
    fn from(entry: Entry) -> Self {
        Self::Entry(entry)
    }
}

#[cfg(test)]
mod tests;

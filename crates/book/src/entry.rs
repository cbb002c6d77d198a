//! One entry: a header that is hashed and signed, and a detached body that can be lawfully erased.
//!
//! The header names what was written (record, field, the writes it replaces) and one root over salted leaves of the
//! values; the body holds the values and the key from which the salts derive. Without the salt a short value such as a
//! registration mark could be found from its hash by trying them all.

use crate::body::Body;
use crate::clock::{Clock, ClockQuality};
use crate::codec::{Malformed, Reader, Writer};
use crate::ids::{BookId, EntryHash, GrantId, RecordId, ScopeId};
use crate::keys::{PublicKey, SecretKey, Signature};
use crate::tips::Tip;
use uuid::Uuid;

/// The form of header that this build writes and reads.
pub const VERSION: u8 = 1;
/// The most bytes that one value may have.
pub const MAX_VALUE: usize = 64 * 1024;
/// The most fields that one entry may write.
pub const MAX_WRITES: usize = 2_000;
/// The most writes that one write may replace.
pub const MAX_REPLACES: usize = 64;
/// The longest field name, in bytes.
pub const MAX_FIELD: usize = 120;
/// The most bytes of one whole entry.
pub const MAX_ENTRY: usize = 1024 * 1024;

/// Bytes that hold the header of nearly every entry, so that its buffer need not grow.
const ROOM: usize = 512;

/// What is hashed and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The book; for an opening entry all zero, since the book's id is that entry's hash.
    pub book: BookId,
    /// 1 for the opening entry, then without gaps. On screen: the page.
    pub number: u64,
    /// The hash of entry `number - 1`; all zero in the opening entry.
    pub previous: EntryHash,
    /// The device's hybrid logical clock.
    pub clock: Clock,
    /// The device's wall time, milliseconds since 1970 (UTC).
    pub wall: i64,
    /// How that time was known.
    pub quality: ClockQuality,
    /// The grant under which the author wrote. All zero in an opening entry, which a device writes for itself.
    pub author: GrantId,
    /// The catalogue version in force on the device.
    pub catalogue: u32,
    /// What the entry says.
    pub content: Content,
    /// SHA-256 over the salted leaves of the body's values.
    pub root: [u8; 32],
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Opens a book.
    Opening(Opening),
    /// One user action: writes to fields of one or more records, in ascending order of record and field.
    Writes(Vec<RecordWrites>),
}

/// The first entry of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The key that signs every entry of the book.
    pub device_key: PublicKey,
    /// The scope that the book belongs to.
    pub scope: ScopeId,
    /// Random, so that two books of one device differ.
    pub nonce: [u8; 16],
    /// The book that this one goes on from, if the device had one.
    pub predecessor: Option<Predecessor>,
}

/// The last shared entry of the book before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Predecessor {
    /// The earlier book.
    pub book: BookId,
    /// Its last entry that both sides hold.
    pub tip: Tip,
}

/// What one entry writes to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordWrites {
    /// The record.
    pub record: RecordId,
    /// Its fields, in ascending order of name.
    pub fields: Vec<FieldWrite>,
}

/// One field's write; its value is the body's next value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWrite {
    /// The field's id in the catalogue, or a row's path such as `photo/<hash>`.
    pub field: String,
    /// The standing writes that this one replaces, ascending.
    pub replaces: Vec<EntryHash>,
}

/// A header, its signature and its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is signed.
    pub header: Header,
    /// The device key's signature over the header's hash.
    pub signature: Signature,
    /// What the header's root commits to.
    pub body: Body,
}

/// What an author wants to write, before it has a place in a book.
#[derive(Debug, Clone)]
pub struct Draft {
    /// See [`Header::clock`].
    pub clock: Clock,
    /// See [`Header::wall`].
    pub wall: i64,
    /// See [`Header::quality`].
    pub quality: ClockQuality,
    /// See [`Header::author`].
    pub author: GrantId,
    /// See [`Header::catalogue`].
    pub catalogue: u32,
    /// Record, field, replaced writes, value; any order, no field twice.
    pub writes: Vec<(RecordId, FieldWrite, Vec<u8>)>,
    /// Fresh random bytes, from which the salts derive.
    pub key: [u8; 16],
}

impl Header {
    /// The canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::with_room(ROOM);
        out.u8(VERSION).fixed(&self.book.0).number(self.number).fixed(&self.previous.0);
        self.encode_inner(&mut out);
        out.fixed(&self.root);
        out.finish()
    }

    /// Reads what [`Header::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        version(&mut input)?;
        let book = BookId(input.fixed()?);
        let number = input.number()?;
        let previous = EntryHash(input.fixed()?);
        let mut header = Self::decode_inner(&mut input, book, number, previous)?;
        header.root = input.fixed()?;
        input.end()?;
        Ok(header)
    }

    /// The entry's identity.
    pub fn hash(&self) -> EntryHash {
        EntryHash::of_header(&self.encode())
    }

    /// What is neither rebuilt from the place in the book (book, number, previous) nor from the body (root).
    fn encode_inner(&self, out: &mut Writer) {
        out.fixed(&self.clock.0.to_be_bytes()).signed(self.wall).u8(self.quality as u8);
        out.fixed(&self.author.0).number(u64::from(self.catalogue));
        match &self.content {
            Content::Opening(opening) => {
                out.u8(0).fixed(&opening.device_key.0).fixed(opening.scope.0.as_bytes()).fixed(&opening.nonce);
                match &opening.predecessor {
                    None => out.u8(0),
                    Some(before) => out.u8(1).fixed(&before.book.0).number(before.tip.number).fixed(&before.tip.hash.0),
                };
            }
            Content::Writes(records) => {
                out.u8(1).number(records.len() as u64);
                for one in records {
                    out.fixed(one.record.0.as_bytes()).number(one.fields.len() as u64);
                    for write in &one.fields {
                        out.text(&write.field).number(write.replaces.len() as u64);
                        for replaced in &write.replaces {
                            out.fixed(&replaced.0);
                        }
                    }
                }
            }
        }
    }

    fn decode_inner(input: &mut Reader<'_>, book: BookId, number: u64, previous: EntryHash) -> Result<Self, Malformed> {
        let clock = Clock(u64::from_be_bytes(input.fixed()?));
        let wall = input.signed()?;
        let tag = input.u8()?;
        let quality =
            ClockQuality::from_tag(tag).ok_or(Malformed::Unknown { what: "clock quality", value: tag.into() })?;
        let author = GrantId(input.fixed()?);
        let catalogue = u32::try_from(input.number()?).map_err(|_| Malformed::NotCanonical("catalogue version"))?;
        let content = match input.u8()? {
            0 => Content::Opening(decode_opening(input)?),
            1 => Content::Writes(decode_writes(input)?),
            tag => return Err(Malformed::Unknown { what: "content", value: tag.into() }),
        };
        Ok(Self { book, number, previous, clock, wall, quality, author, catalogue, content, root: [0; 32] })
    }

    /// Each field written, in the order of the body's values.
    pub fn writes(&self) -> impl Iterator<Item = (RecordId, &FieldWrite)> {
        let records: &[RecordWrites] = match &self.content {
            Content::Opening(_) => &[],
            Content::Writes(records) => records,
        };
        records.iter().flat_map(|one| one.fields.iter().map(|write| (one.record, write)))
    }
}

impl Entry {
    /// Opens a book of `key` in a scope.
    pub fn open(key: &SecretKey, opening: Opening, clock: Clock, wall: i64, body_key: [u8; 16]) -> Self {
        let header = Header {
            book: BookId([0; 32]),
            number: 1,
            previous: EntryHash([0; 32]),
            clock,
            wall,
            quality: ClockQuality::Unchecked,
            author: GrantId([0; 32]),
            catalogue: 0,
            content: Content::Opening(opening),
            root: [0; 32],
        };
        Self::seal(key, header, Body::Whole { key: body_key, values: Vec::new() })
    }

    /// Writes `draft` as the entry after `tip` of `book`. Refuses a draft over the limits, so that an entry that was
    /// saved can always be read and sent.
    pub fn write(key: &SecretKey, book: BookId, tip: Tip, draft: Draft) -> Result<Self, Malformed> {
        let mut writes = draft.writes;
        writes.sort_by(|a, b| (a.0, &a.1.field).cmp(&(b.0, &b.1.field)));
        let mut records: Vec<RecordWrites> = Vec::new();
        let mut values = Vec::with_capacity(writes.len());
        for (record, mut write, value) in writes {
            write.replaces.sort_unstable();
            write.replaces.dedup();
            values.push(value);
            match records.last_mut() {
                Some(last) if last.record == record => last.fields.push(write),
                _ => records.push(RecordWrites { record, fields: vec![write] }),
            }
        }
        let header = Header {
            book,
            number: tip.number + 1,
            previous: tip.hash,
            clock: draft.clock,
            wall: draft.wall,
            quality: draft.quality,
            author: draft.author,
            catalogue: draft.catalogue,
            content: Content::Writes(records),
            root: [0; 32],
        };
        let entry = Self::seal(key, header, Body::Whole { key: draft.key, values });
        Header::decode(&entry.header.encode())?;
        Body::decode(&entry.body.encode())?;
        if entry.encode_wire().len() > MAX_ENTRY {
            return Err(Malformed::OverLimit { what: "entry", limit: MAX_ENTRY });
        }
        Ok(entry)
    }

    fn seal(key: &SecretKey, mut header: Header, body: Body) -> Self {
        header.root = body.root(header.writes()).unwrap_or_default();
        let signature = key.sign("entry", &header.hash().0);
        Self { header, signature, body }
    }

    /// The entry's identity.
    pub fn hash(&self) -> EntryHash {
        self.header.hash()
    }

    /// The book that the entry belongs to: for an opening entry, its own hash.
    pub fn book(&self) -> BookId {
        match self.header.content {
            Content::Opening(_) => BookId(self.hash().0),
            Content::Writes(_) => self.header.book,
        }
    }

    /// Whether the body is the one that the header commits to, as far as it was not erased.
    pub fn body_matches(&self) -> bool {
        self.body.count().is_none_or(|count| count == self.header.writes().count())
            && self.body.root(self.header.writes()).is_none_or(|root| root == self.header.root)
    }

    /// Whether `key` signed the header.
    pub fn signed_by(&self, key: &PublicKey) -> bool {
        key.verifies("entry", &self.hash().0, &self.signature)
    }

    /// The form that travels: without book, number and previous hash (the place in the run gives them) and without the
    /// root (the body gives it). Of an entry of which something was erased it is the erased form; see [`crate::page`].
    pub fn encode_wire(&self) -> Vec<u8> {
        if self.body.is_erased() {
            return crate::page::erased_form(self);
        }
        let mut out = Writer::with_room(2 * ROOM);
        out.u8(VERSION);
        self.header.encode_inner(&mut out);
        out.fixed(&self.signature.0).fixed(&self.body.encode());
        out.finish()
    }

    /// Rebuilds an entry that travelled as the one after `previous` of `book`.
    pub fn decode_wire(bytes: &[u8], book: BookId, number: u64, previous: EntryHash) -> Result<Self, Malformed> {
        if bytes.len() > MAX_ENTRY {
            return Err(Malformed::OverLimit { what: "entry", limit: MAX_ENTRY });
        }
        let mut input = Reader::new(bytes);
        version(&mut input)?;
        let place = if number == 1 { BookId([0; 32]) } else { book };
        let mut header = Header::decode_inner(&mut input, place, number, previous)?;
        let signature = Signature(input.fixed()?);
        let body = Body::read(&mut input)?;
        input.end()?;
        header.root = body.root(header.writes()).unwrap_or_default();
        Ok(Self { header, signature, body })
    }
}

fn version(input: &mut Reader<'_>) -> Result<(), Malformed> {
    match input.u8()? {
        VERSION => Ok(()),
        other => Err(Malformed::Unknown { what: "entry version", value: other.into() }),
    }
}

fn decode_opening(input: &mut Reader<'_>) -> Result<Opening, Malformed> {
    let device_key = PublicKey(input.fixed()?);
    let scope = ScopeId(Uuid::from_bytes(input.fixed()?));
    let nonce = input.fixed()?;
    let predecessor = match input.u8()? {
        0 => None,
        1 => Some(Predecessor {
            book: BookId(input.fixed()?),
            tip: Tip { number: input.number()?, hash: EntryHash(input.fixed()?) },
        }),
        tag => return Err(Malformed::Unknown { what: "predecessor", value: tag.into() }),
    };
    Ok(Opening { device_key, scope, nonce, predecessor })
}

fn decode_writes(input: &mut Reader<'_>) -> Result<Vec<RecordWrites>, Malformed> {
    let count = input.count("records", MAX_WRITES)?;
    let mut records: Vec<RecordWrites> = Vec::new();
    let mut total = 0;
    for _ in 0..count {
        let record = RecordId(Uuid::from_bytes(input.fixed()?));
        if records.last().is_some_and(|last| last.record >= record) {
            return Err(Malformed::NotCanonical("order of records"));
        }
        let field_count = input.count("fields", MAX_WRITES - total)?;
        if field_count == 0 {
            return Err(Malformed::NotCanonical("record without fields"));
        }
        total += field_count;
        let mut fields: Vec<FieldWrite> = Vec::new();
        for _ in 0..field_count {
            let field = input.text("field name", MAX_FIELD)?.to_owned();
            if fields.last().is_some_and(|last| last.field >= field) {
                return Err(Malformed::NotCanonical("order of fields"));
            }
            let mut replaces: Vec<EntryHash> = Vec::new();
            for _ in 0..input.count("replaced writes", MAX_REPLACES)? {
                let replaced = EntryHash(input.fixed()?);
                if replaces.last().is_some_and(|last| *last >= replaced) {
                    return Err(Malformed::NotCanonical("order of replaced writes"));
                }
                replaces.push(replaced);
            }
            fields.push(FieldWrite { field, replaces });
        }
        records.push(RecordWrites { record, fields });
    }
    Ok(records)
}

#[cfg(test)]
mod tests;

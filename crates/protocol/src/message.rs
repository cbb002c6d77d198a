//! The request and the reply of one exchange. See `docs/sync.md` for a table of their parts and sizes.

use crate::checkpoint::Checkpoint;
use crate::fleet::{TabletReport, TabletState, flag, optional, read_optional};
use crate::limits;
use crate::notice::Notice;
use crate::receipt::Receipt;
use crate::restricted::RestrictedPart;
use crate::tips::Tips;
use book::{BookId, EntryHash, Malformed, Reader, ScopeId, SignedGrant, Tip, Writer};
use std::fmt;

/// A photo's name: the SHA-256 of its original bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhotoHash(pub [u8; 32]);

impl PhotoHash {
    /// Parses 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl fmt::Display for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhotoHash({self})")
    }
}

/// Consecutive entries of one book, in the form that travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The book.
    pub book: BookId,
    /// The number of the first entry.
    pub first: u64,
    /// The hash of the entry before it; all zero when `first` is 1.
    pub previous: EntryHash,
    /// See [`book::Page::encode_wire`].
    pub entries: Vec<Vec<u8>>,
}

/// What a side holds of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeState {
    /// The scope.
    pub scope: ScopeId,
    /// See [`book::digest`].
    pub digest: [u8; 32],
    /// The tips, when the digests are known to differ.
    pub tips: Option<Tips>,
}

/// What a tablet sends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The tablet's wall time, milliseconds since 1970, so that the office can say how far it is off.
    pub device_time: i64,
    /// See [`grants_digest`].
    pub grants: [u8; 32],
    /// What the tablet holds, once its runs below are counted in.
    pub scopes: Vec<ScopeState>,
    /// The highest page of each of its own books that it knows to be backed up.
    pub backed_up: Vec<(BookId, u64)>,
    /// What it believes the office lacks.
    pub runs: Vec<Run>,
    /// Photos whose state it asks for.
    pub photos: Vec<PhotoHash>,
    /// What it says of itself.
    pub tablet: Option<TabletState>,
    /// Whether it asks for the team's tablets; only a leader's is told.
    pub asks_for_tablets: bool,
    /// When the office's notice that it holds was given; 0 if it holds none.
    pub notice: i64,
    /// When the office's word on the restricted part that it holds was given; 0 if it holds none.
    pub restricted: i64,
    /// Of each scope, when the checkpoint that it keeps was signed.
    pub checkpoints: Vec<(ScopeId, i64)>,
}

/// What the office answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The office's wall time, milliseconds since 1970.
    pub office_time: i64,
    /// What the office holds after taking the request's runs; tips when the digests differ.
    pub scopes: Vec<ScopeState>,
    /// Of those of the request's scopes to which the tablet may only send, the same of the tablet's own books, and which of the
    /// tips that it names of other books the office holds.
    pub own: Vec<ScopeState>,
    /// Receipts for books in the request and for what is newly backed up, and for photos asked about.
    pub receipts: Vec<Receipt>,
    /// What the tablet lacks, when its request named tips.
    pub runs: Vec<Run>,
    /// Whether more runs would follow another request.
    pub more: bool,
    /// All grants of the tablet's scopes, when its digest of them differs.
    pub grants: Vec<SignedGrant>,
    /// Photos asked about that the office lacks, with the bytes it already has.
    pub wanted: Vec<(PhotoHash, u64)>,
    /// Books in the request that the office could not take, and the page at which it stopped.
    pub refused: Vec<(BookId, u64)>,
    /// The team's tablets, if they were asked for by a leader's.
    pub tablets: Option<Vec<TabletReport>>,
    /// The office's notice, if the tablet holds another.
    pub notice: Option<Notice>,
    /// The office's word on the restricted part of the tablet's team, if the tablet holds another.
    pub restricted: Option<RestrictedPart>,
    /// Checkpoints of the request's scopes that are newer than those that the tablet keeps.
    pub checkpoints: Vec<Checkpoint>,
}

/// The state of a photo at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoState {
    /// Not there, or only this many bytes of it.
    Wanted(u64),
    /// There, whole, with this length.
    Arrived(u64),
    /// There and in the second place.
    BackedUp(u64),
}

/// SHA-256 over the ids of the grants held, ascending.
pub fn grants_digest<'a>(grants: impl IntoIterator<Item = &'a SignedGrant>) -> [u8; 32] {
    let mut tips: Vec<_> = grants
        .into_iter()
        .map(|signed| signed.grant.id())
        .map(|id| (BookId(id.0), Tip { number: 0, hash: EntryHash(id.0) }))
        .collect();
    tips.sort_by_key(|(id, _)| *id);
    book::digest(tips.iter().map(|(id, tip)| (id, tip)))
}

impl Request {
    /// The bytes before packing.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(1).signed(self.device_time).fixed(&self.grants);
        scopes(&self.scopes, &mut out);
        out.number(self.backed_up.len() as u64);
        for (book, number) in &self.backed_up {
            out.fixed(&book.0).number(*number);
        }
        runs(&self.runs, &mut out);
        out.number(self.photos.len() as u64);
        for photo in &self.photos {
            out.fixed(&photo.0);
        }
        optional(self.tablet.as_ref(), &mut out, TabletState::encode);
        out.u8(u8::from(self.asks_for_tablets)).signed(self.notice).signed(self.restricted);
        out.number(self.checkpoints.len() as u64);
        for (scope, at) in &self.checkpoints {
            out.fixed(scope.0.as_bytes()).signed(*at);
        }
        out.finish()
    }

    /// Reads what [`Request::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        version(&mut input)?;
        let request = Self {
            device_time: input.signed()?,
            grants: input.fixed()?,
            scopes: read_scopes(&mut input)?,
            backed_up: list(&mut input, "own books", limits::BOOKS, |input| {
                Ok((BookId(input.fixed()?), input.number()?))
            })?,
            runs: read_runs(&mut input)?,
            photos: list(&mut input, "photos", limits::PHOTOS, |input| Ok(PhotoHash(input.fixed()?)))?,
            tablet: read_optional(&mut input, TabletState::decode)?,
            asks_for_tablets: flag(&mut input)?,
            notice: input.signed()?,
            restricted: input.signed()?,
            checkpoints: list(&mut input, "checkpoints", limits::SCOPES, |input| {
                Ok((ScopeId(uuid::Uuid::from_bytes(input.fixed()?)), input.signed()?))
            })?,
        };
        input.end()?;
        Ok(request)
    }
}

impl Reply {
    /// The bytes before packing.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u8(1).signed(self.office_time);
        scopes(&self.scopes, &mut out);
        scopes(&self.own, &mut out);
        out.number(self.receipts.len() as u64);
        for receipt in &self.receipts {
            receipt.encode(&mut out);
        }
        runs(&self.runs, &mut out);
        out.u8(u8::from(self.more)).number(self.grants.len() as u64);
        for grant in &self.grants {
            out.bytes(&grant.encode());
        }
        out.number(self.wanted.len() as u64);
        for (photo, have) in &self.wanted {
            out.fixed(&photo.0).number(*have);
        }
        out.number(self.refused.len() as u64);
        for (book, number) in &self.refused {
            out.fixed(&book.0).number(*number);
        }
        optional(self.tablets.as_ref(), &mut out, |tablets, out| {
            out.number(tablets.len() as u64);
            tablets.iter().for_each(|tablet| tablet.encode(out));
        });
        optional(self.notice.as_ref(), &mut out, |notice, out| {
            out.bytes(&notice.encode());
        });
        optional(self.restricted.as_ref(), &mut out, |part, out| {
            out.bytes(&part.encode());
        });
        out.number(self.checkpoints.len() as u64);
        self.checkpoints.iter().for_each(|checkpoint| checkpoint.encode(&mut out));
        out.finish()
    }

    /// Reads what [`Reply::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader::new(bytes);
        version(&mut input)?;
        let reply = Self {
            office_time: input.signed()?,
            scopes: read_scopes(&mut input)?,
            own: read_scopes(&mut input)?,
            receipts: list(&mut input, "receipts", limits::RECEIPTS, Receipt::decode)?,
            runs: read_runs(&mut input)?,
            more: input.u8()? == 1,
            grants: list(&mut input, "grants", limits::GRANTS, |input| {
                SignedGrant::decode(input.bytes("grant", limits::GRANT_BYTES)?)
            })?,
            wanted: list(&mut input, "wanted photos", limits::PHOTOS, |input| {
                Ok((PhotoHash(input.fixed()?), input.number()?))
            })?,
            refused: list(&mut input, "refused books", limits::RUNS, |input| {
                Ok((BookId(input.fixed()?), input.number()?))
            })?,
            tablets: read_optional(&mut input, |input| list(input, "tablets", limits::TABLETS, TabletReport::decode))?,
            notice: read_optional(&mut input, |input| Notice::decode(input.bytes("notice", limits::NOTICE_BYTES)?))?,
            restricted: read_optional(&mut input, |input| {
                RestrictedPart::decode(input.bytes("restricted part", limits::PART_BYTES)?)
            })?,
            checkpoints: list(&mut input, "checkpoints", limits::SCOPES, Checkpoint::decode)?,
        };
        input.end()?;
        Ok(reply)
    }
}

fn version(input: &mut Reader<'_>) -> Result<(), Malformed> {
    match input.u8()? {
        1 => Ok(()),
        other => Err(Malformed::Unknown { what: "protocol version", value: other.into() }),
    }
}

fn list<T>(
    input: &mut Reader<'_>,
    what: &'static str,
    limit: usize,
    mut read: impl FnMut(&mut Reader<'_>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = input.count(what, limit)?;
    let mut items = Vec::with_capacity(count.min(input.left()));
    for _ in 0..count {
        items.push(read(input)?);
    }
    Ok(items)
}

fn scopes(states: &[ScopeState], out: &mut Writer) {
    out.number(states.len() as u64);
    for state in states {
        out.fixed(state.scope.0.as_bytes()).fixed(&state.digest);
        match &state.tips {
            None => {
                out.u8(0);
            }
            Some(tips) => {
                out.u8(1).number(tips.len() as u64);
                for (book, tip) in tips.iter() {
                    out.fixed(&book.0).number(tip.number).fixed(&tip.hash.0);
                }
            }
        }
    }
}

fn read_scopes(input: &mut Reader<'_>) -> Result<Vec<ScopeState>, Malformed> {
    list(input, "scopes", limits::SCOPES, |input| {
        let scope = ScopeId(uuid::Uuid::from_bytes(input.fixed()?));
        let digest = input.fixed()?;
        let tips = match input.u8()? {
            0 => None,
            _ => Some(
                list(input, "books", limits::BOOKS, |input| {
                    let book = BookId(input.fixed()?);
                    Ok((book, Tip { number: input.number()?, hash: EntryHash(input.fixed()?) }))
                })?
                .into_iter()
                .collect(),
            ),
        };
        Ok(ScopeState { scope, digest, tips })
    })
}

fn runs(runs: &[Run], out: &mut Writer) {
    out.number(runs.len() as u64);
    for run in runs {
        out.fixed(&run.book.0).number(run.first).fixed(&run.previous.0).number(run.entries.len() as u64);
        for entry in &run.entries {
            out.bytes(entry);
        }
    }
}

/// Runs within the limits of a message. The entry that fills it may be over what was left: a sender sends at least one.
fn read_runs(input: &mut Reader<'_>) -> Result<Vec<Run>, Malformed> {
    let mut left = limits::PAGE_ENTRIES;
    let mut bytes_left = limits::PAGE_BYTES;
    list(input, "runs", limits::RUNS, |input| {
        let book = BookId(input.fixed()?);
        let first = input.number()?;
        let previous = EntryHash(input.fixed()?);
        let entries = list(input, "entries", left, |input| {
            if bytes_left == 0 {
                return Err(Malformed::OverLimit { what: "bytes of entries", limit: limits::PAGE_BYTES });
            }
            let entry = input.bytes("entry", book::page::MAX_PAGE)?;
            bytes_left = bytes_left.saturating_sub(entry.len());
            Ok(entry.to_vec())
        })?;
        left -= entries.len();
        Ok(Run { book, first, previous, entries })
    })
}

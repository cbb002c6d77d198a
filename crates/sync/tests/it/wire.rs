//! The way to the office: straight to the real one, with the faults of a bad connection where a test asks for them.

use book::ScopeId;
use protocol::{EnrolReply, EnrolRequest, PhotoHash, Refusal, Reply, Request, Thumbnails, pack, unpack};
use server_core::{Centre, Piece};
use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use sync::{Office, Trouble};

use crate::world::NOW;

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// It never comes to the office.
    RequestLost,
    /// The office did its work, but its reply is lost.
    ReplyLost,
    /// It comes to the office twice.
    Twice,
    /// So many bytes of the reply come.
    CutAt(usize),
    /// A portal answers instead.
    Portal,
    /// Someone answers who has another key than the council's.
    WrongKey,
    /// One bit of the last page of the first book is another in the reply.
    BadPage,
    /// A photo's bytes are altered on the way.
    Altered,
}

/// What went over the wire.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) exchanges: u32,
    /// Length of each photo piece that was sent.
    pub(crate) pieces: Vec<usize>,
    /// Length of the last reply.
    pub(crate) reply: usize,
    /// Length of each photo piece that was fetched.
    pub(crate) fetched: Vec<usize>,
    /// Length of each request with thumbnails.
    pub(crate) thumbnails: Vec<usize>,
}

pub(crate) struct Wire {
    centre: Arc<Centre>,
    token: String,
    /// For exchanges, in order; then none.
    exchanges: Mutex<VecDeque<Fault>>,
    /// For photo pieces, either way, in order; then none.
    pieces: Mutex<VecDeque<Fault>>,
    /// For thumbnails, in order; then none.
    pictures: Mutex<VecDeque<Fault>>,
    pub(crate) seen: Mutex<Seen>,
}

impl Wire {
    pub(crate) fn to(centre: &Arc<Centre>, token: &str) -> Self {
        let (exchanges, pieces, pictures, seen) = Default::default();
        Self { centre: centre.clone(), token: token.into(), exchanges, pieces, pictures, seen }
    }

    pub(crate) fn exchanges(self, faults: &[Fault]) -> Self {
        self.exchanges.lock().unwrap().extend(faults);
        self
    }

    pub(crate) fn pieces(self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.pieces.lock().unwrap().extend(faults);
        self
    }

    pub(crate) fn pictures(self, faults: &[Fault]) -> Self {
        self.pictures.lock().unwrap().extend(faults);
        self
    }

    fn caller(&self) -> Result<server_core::Caller, Trouble> {
        self.centre.authorise(&self.token).map_err(Trouble::Refused)
    }

    fn answer(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let request = Request::decode(&unpack(packed)?).map_err(Trouble::BadReply)?;
        let reply = self.centre.exchange(&self.caller()?, &request, NOW).map_err(Trouble::Refused)?;
        Ok(pack(&reply.encode()))
    }
}

fn next(faults: &Mutex<VecDeque<Fault>>) -> Fault {
    faults.lock().unwrap().pop_front().unwrap_or(Fault::None)
}

/// The reply with every receipt signed by someone else.
fn forged(packed: &[u8]) -> Vec<u8> {
    let mut reply = Reply::decode(&unpack(packed).unwrap()).unwrap();
    let stranger = book::SecretKey::from_bytes(&[66; 32]);
    for receipt in &mut reply.receipts {
        *receipt = protocol::Receipt::sign(&stranger, receipt.promise, receipt.subject, receipt.at);
    }
    pack(&reply.encode())
}

/// The reply with a bit flipped in what signs the last page of its first book.
fn damaged(packed: &[u8]) -> Vec<u8> {
    let mut reply = Reply::decode(&unpack(packed).unwrap()).unwrap();
    if let Some(page) = reply.runs.first_mut().and_then(|run| run.entries.last_mut()) {
        let middle = page.len() / 2;
        page[middle] ^= 1;
    }
    pack(&reply.encode())
}

impl Office for Wire {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        self.centre.enrol(request, token, IpAddr::V4(Ipv4Addr::LOCALHOST), NOW).map_err(Trouble::Refused)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.seen.lock().unwrap().exchanges += 1;
        let fault = next(&self.exchanges);
        if fault == Fault::RequestLost {
            return Err(Trouble::NoSignal);
        }
        if fault == Fault::Portal {
            return Ok(b"<!doctype html><title>Welcome to the cafe</title>".to_vec());
        }
        let mut reply = self.answer(packed)?;
        if fault == Fault::Twice {
            reply = self.answer(packed)?;
        }
        self.seen.lock().unwrap().reply = reply.len();
        match fault {
            Fault::ReplyLost => Err(Trouble::NoSignal),
            Fault::CutAt(length) => Ok(reply[..length].to_vec()),
            Fault::WrongKey => Ok(forged(&reply)),
            Fault::BadPage => Ok(damaged(&reply)),
            _ => Ok(reply),
        }
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        let opened = self.centre.open_photo(&self.caller()?, scope, hash, length, NOW).map_err(Trouble::Refused)?;
        Ok(opened.offset)
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        self.seen.lock().unwrap().pieces.push(bytes.len());
        let fault = next(&self.pieces);
        let mut bytes = bytes.to_vec();
        match fault {
            Fault::RequestLost => return Err(Trouble::NoSignal),
            // Half of the piece came before the connection broke.
            Fault::CutAt(length) => bytes.truncate(length),
            Fault::Altered => bytes[0] ^= 1,
            _ => {}
        }
        let put = |bytes: &[u8]| -> Result<Piece, Refusal> {
            self.centre.put_piece(&self.caller().unwrap(), scope, hash, offset, bytes, NOW)
        };
        let mut piece = put(&bytes).map_err(Trouble::Refused)?;
        if fault == Fault::Twice {
            piece = put(&bytes).map_err(Trouble::Refused)?;
        }
        let (Piece::Taken(held) | Piece::WrongOffset(held)) = piece;
        if matches!(fault, Fault::ReplyLost | Fault::CutAt(_)) { Err(Trouble::NoSignal) } else { Ok(held) }
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        let photo = self.centre.photo_bytes(&self.caller()?, (scope, hash), from, up_to - from, NOW);
        let mut bytes = photo.map_err(Trouble::Refused)?;
        match next(&self.pieces) {
            Fault::ReplyLost => return Err(Trouble::NoSignal),
            Fault::Altered => bytes[0] ^= 1,
            Fault::CutAt(length) => bytes.truncate(length),
            _ => {}
        }
        self.seen.lock().unwrap().fetched.push(bytes.len());
        Ok(bytes)
    }

    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.seen.lock().unwrap().thumbnails.push(packed.len());
        let said = Thumbnails::decode(&unpack(packed)?).map_err(Trouble::BadReply)?;
        let reply = self.centre.thumbnails(&self.caller()?, scope, &said, NOW).map_err(Trouble::Refused)?;
        match next(&self.pictures) {
            Fault::RequestLost | Fault::ReplyLost => Err(Trouble::NoSignal),
            Fault::Portal => Ok(b"<!doctype html><title>Welcome to the cafe</title>".to_vec()),
            _ => Ok(pack(&reply.encode())),
        }
    }
}

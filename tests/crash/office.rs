//! The council office in process, telling what it holds or signed as soon as its call has returned: before the tablet
//! has taken the answer in.

use crate::acks::{Ack, Acks};
use anyhow::Result;
use book::{ScopeId, Writer};
use protocol::{EnrolReply, EnrolRequest, PhotoHash, Receipt, Reply};
use std::cell::RefCell;
use sync::{Office, Trouble};
use tests::Link;

/// A link that tells.
pub(crate) struct Telling<'a> {
    /// The way to the office.
    pub(crate) link: Link,
    /// Where it is told.
    pub(crate) acks: &'a Acks,
    /// Why something could not be told.
    pub(crate) untold: &'a RefCell<Result<()>>,
}

impl Telling<'_> {
    fn tell(&self, ack: Ack) {
        if let Err(error) = self.acks.tell(ack) {
            *self.untold.borrow_mut() = Err(error);
        }
    }

    fn bytes(&self, scope: ScopeId, hash: PhotoHash, held: u64) -> u64 {
        self.tell(Ack::Bytes { scope: scope.0, sha256: hash.to_string(), held });
        held
    }
}

/// A receipt, as it is told.
pub(crate) fn signed(receipt: &Receipt) -> Ack {
    let mut encoded = Writer::new();
    receipt.encode(&mut encoded);
    Ack::Signed { receipt: hex::encode(encoded.finish()) }
}

impl Office for Telling<'_> {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        self.link.enrol(request, token)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let answer = self.link.exchange(packed)?;
        let reply = Reply::decode(&protocol::unpack(&answer)?).map_err(Trouble::BadReply)?;
        reply.receipts.iter().for_each(|receipt| self.tell(signed(receipt)));
        Ok(answer)
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        Ok(self.bytes(scope, hash, self.link.photo_begin(scope, hash, length)?))
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        Ok(self.bytes(scope, hash, self.link.photo_piece(scope, hash, offset, bytes)?))
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        self.link.photo_get(scope, hash, from, up_to)
    }

    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.link.thumbnails(scope, packed)
    }
}

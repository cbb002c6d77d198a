//! The way from a tablet to the centre without a network: every call is the centre's own, and the link can be cut.

use crate::TestClock;
use app::Clock;
use book::ScopeId;
use protocol::{EnrolReply, EnrolRequest, PhotoHash, Refusal, RefusalCode, Reply, Request};
use server_core::{Centre, Piece};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use sync::{Office, Trouble};

/// A link to the centre. Clones share its state.
#[derive(Clone)]
pub struct Link {
    centre: Arc<Centre>,
    clock: TestClock,
    cut: Arc<AtomicBool>,
    refuses_photos: Arc<AtomicBool>,
    token: Option<String>,
}

impl Link {
    /// A link that works.
    pub fn new(centre: Arc<Centre>, clock: TestClock) -> Self {
        Self { centre, clock, cut: Arc::default(), refuses_photos: Arc::default(), token: None }
    }

    /// The same link for a tablet with this token.
    pub fn with_token(&self, token: Option<&str>) -> Self {
        Self { token: token.map(Into::into), ..self.clone() }
    }

    /// Cuts the link, or joins it again.
    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }

    /// Whether the office has a fault with each photo.
    pub fn refuse_photos(&self, refuse: bool) {
        self.refuses_photos.store(refuse, Ordering::SeqCst);
    }

    fn caller(&self) -> Result<server_core::Caller, Trouble> {
        if self.cut.load(Ordering::SeqCst) {
            return Err(Trouble::NoSignal);
        }
        let token = self.token.as_deref().ok_or(Trouble::NotEnrolled)?;
        self.centre.authorise(token).map_err(Trouble::Refused)
    }

    fn now(&self) -> i64 {
        self.clock.now()
    }
}

impl Office for Link {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        if self.cut.load(Ordering::SeqCst) {
            return Err(Trouble::NoSignal);
        }
        self.centre.enrol(request, token, IpAddr::V4(Ipv4Addr::LOCALHOST), self.now()).map_err(Trouble::Refused)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let caller = self.caller()?;
        let request = Request::decode(&protocol::unpack(packed)?).map_err(Trouble::BadReply)?;
        let reply: Reply = self.centre.exchange(&caller, &request, self.now()).map_err(Trouble::Refused)?;
        Ok(protocol::pack(&reply.encode()))
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        if self.refuses_photos.load(Ordering::SeqCst) {
            return Err(Trouble::Refused(Refusal { code: RefusalCode::Fault, message: String::new() }));
        }
        let opened = self.centre.open_photo(&self.caller()?, scope, hash, length, self.now());
        opened.map(|opened| opened.offset).map_err(Trouble::Refused)
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        match self.centre.put_piece(&self.caller()?, scope, hash, offset, bytes, self.now()) {
            Ok(Piece::Taken(held) | Piece::WrongOffset(held)) => Ok(held),
            Err(refusal) => Err(Trouble::Refused(refusal)),
        }
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        let most = up_to.saturating_sub(from);
        self.centre.photo_bytes(&self.caller()?, (scope, hash), from, most, self.now()).map_err(Trouble::Refused)
    }

    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let said = protocol::Thumbnails::decode(&protocol::unpack(packed)?).map_err(Trouble::BadReply)?;
        let reply = self.centre.thumbnails(&self.caller()?, scope, &said, self.now()).map_err(Trouble::Refused)?;
        Ok(protocol::pack(&reply.encode()))
    }
}

//! The council office as a tablet sees it: six blocking calls. Over HTTP it is [`crate::HttpOffice`]; in a test it can be
//! the council office itself, without a network.

use crate::Trouble;
use book::ScopeId;
use protocol::{EnrolReply, EnrolRequest, PhotoHash};

/// The council office.
pub trait Office {
    /// Enrols the tablet or, with its token, adds a person to it.
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble>;

    /// One exchange: a packed [`protocol::Request`] for a packed [`protocol::Reply`].
    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble>;

    /// Begins or resumes a photo of `length` bytes. Gives how many bytes the office holds durably.
    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble>;

    /// Sends bytes from `offset` on, at most [`protocol::limits::PHOTO_PIECE`]. Gives how many the office holds now.
    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble>;

    /// Fetches the bytes from `from` up to, without, `up_to`; the office may give fewer, but at least one.
    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble>;

    /// Brings thumbnails, for those that are wanted: packed [`protocol::Thumbnails`], both ways.
    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble>;
}

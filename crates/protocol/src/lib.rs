//! What travels between a tablet and the council office: messages, the one table of limits, receipts, and the exchange
//! as pure functions that both sides run. `docs/sync.md` is the authority; this is its reference implementation.

pub mod bundle;
pub mod checkpoint;
pub mod enrol;
pub mod exchange;
pub mod fleet;
pub mod limits;
pub mod message;
pub mod notice;
pub mod pack;
pub mod receipt;
pub mod restricted;
pub mod thumbnails;
pub mod tips;
pub mod unlock;

pub use checkpoint::Checkpoint;
pub use enrol::{Credential, EnrolReply, EnrolRequest, Refusal, RefusalCode};
pub use exchange::{Problem, Verified, verify_run};
pub use fleet::{TabletReport, TabletState};
pub use message::{PhotoHash, PhotoState, Reply, Request, Run, ScopeState};
pub use notice::Notice;
pub use pack::{NotOurs, pack, unpack};
pub use receipt::{Promise, Receipt, Subject};
pub use restricted::RestrictedPart;
pub use thumbnails::{Thumbnail, Thumbnails};
pub use tips::{Lacking, Tips, lacking};
pub use unlock::UnlockKey;

/// The media type of exchange bodies. A reply of another type is not the council office's.
pub const MEDIA_TYPE: &str = "application/vnd.patrolbook";

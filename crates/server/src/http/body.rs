//! A request's body, bounded in size before it is kept, in time while it comes, and in memory by its lane.

use super::Office;
use super::lanes::Lane;
use super::refused::Refused;
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use protocol::RefusalCode;
use std::ops::Deref;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// A body that takes longer is a stalled sender; a tablet on a weak signal sends smaller ones.
const BODY: Duration = Duration::from_secs(120);
/// So long is a body taken that nobody will read: a sender that is cut off in its middle never sees why.
const UNREAD: Duration = Duration::from_secs(5);

/// A body, and its room in the lane.
pub(crate) struct Taken {
    bytes: Vec<u8>,
    whole: bool,
    _room: OwnedSemaphorePermit,
}

impl Deref for Taken {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Taken {
    fn if_whole(self) -> Result<Self, Refused> {
        if self.whole {
            return Ok(self);
        }
        Err(Refused::new(RefusalCode::Malformed, "The request did not arrive whole."))
    }
}

/// Takes a body of at most `limit` bytes, when its lane has room for it.
pub(crate) async fn take(
    office: &Office,
    lane: Lane,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Taken, Refused> {
    take_what_comes(office, lane, headers, body, limit).await?.if_whole()
}

/// As [`take`], but of a body that breaks off it gives what came: a sender whose connections carry little goes on from
/// there, and need not send it again.
pub(crate) async fn take_what_comes(
    office: &Office,
    lane: Lane,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Taken, Refused> {
    let too_large = || Refused::new(RefusalCode::TooLarge, "The request is larger than the council office takes.");
    let said = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let length = said.map_or(Ok(limit), usize::try_from).unwrap_or(usize::MAX);
    if length > limit {
        return Err(too_large());
    }
    let mut body = Limited::new(body, limit);
    let room = match office.lanes.room(lane, length).await {
        Ok(room) => room,
        Err(busy) => {
            let unread = async { while let Some(Ok(_)) = body.frame().await {} };
            let _ = tokio::time::timeout(UNREAD, unread).await;
            return Err(busy);
        }
    };
    let mut bytes = Vec::with_capacity(said.map_or(0, |_| length));
    let coming = async {
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame?.into_data() {
                bytes.extend_from_slice(&data);
            }
        }
        Ok::<_, axum::BoxError>(())
    };
    let whole = match tokio::time::timeout(BODY, coming).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large()),
        Ok(Err(_)) | Err(_) => false,
    };
    Ok(Taken { bytes, whole, _room: room })
}

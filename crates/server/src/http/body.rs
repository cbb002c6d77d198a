//! A request's body, bounded in size before it is kept, in time while it comes, and in memory by its lane.

use super::Office;
use super::door::leave_unread;
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
    let body = Limited::new(body, limit);
    let room = match office.lanes.room(lane, length).await {
        Ok(room) => room,
        Err(busy) => {
            leave_unread(body).await;
            return Err(busy);
        }
    };
    let mut bytes = Vec::with_capacity(said.map_or(0, |_| length));
    let whole = comes_whole(body, &mut bytes, BODY).await.map_err(|TooLarge| too_large())?;
    Ok(Taken { bytes, whole, _room: room })
}

/// There was more than may be taken.
#[derive(Debug, PartialEq, Eq)]
struct TooLarge;

/// Takes what comes within `time`; the answer is whether that was all.
async fn comes_whole(mut body: Limited<Body>, bytes: &mut Vec<u8>, time: Duration) -> Result<bool, TooLarge> {
    let coming = async {
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame?.into_data() {
                bytes.extend_from_slice(&data);
            }
        }
        Ok::<_, axum::BoxError>(())
    };
    match tokio::time::timeout(time, coming).await {
        Ok(Ok(())) => Ok(true),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(TooLarge),
        Ok(Err(_)) | Err(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use futures_util::{Stream, StreamExt, stream};
    use std::convert::Infallible;

    const SOON: Duration = Duration::from_millis(50);
    /// Without its limit a body that never ends would be waited for for ever.
    const PATIENCE: Duration = Duration::from_secs(20);

    async fn taken(frames: impl Stream<Item = &'static [u8]> + Send + 'static) -> (Result<bool, TooLarge>, Vec<u8>) {
        let body = Body::from_stream(frames.map(|frame| Ok::<_, Infallible>(Bytes::from_static(frame))));
        let mut bytes = Vec::new();
        let came = tokio::time::timeout(PATIENCE, comes_whole(Limited::new(body, 9), &mut bytes, SOON)).await;
        (came.expect("it is waited for no longer than its time"), bytes)
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_taken_as_far_as_it_came_within_its_time() {
        let begun = stream::iter([b"only".as_slice()]).chain(stream::pending());
        assert_eq!(taken(begun).await, (Ok(false), b"only".to_vec()));
    }

    #[tokio::test]
    async fn a_body_that_ends_is_whole_and_one_of_more_than_its_limit_is_too_large() {
        assert_eq!(taken(stream::iter([b"all ".as_slice(), b"of it"])).await, (Ok(true), b"all of it".to_vec()));
        assert_eq!(taken(stream::iter([b"all of it".as_slice(), b"!"])).await.0, Err(TooLarge));
    }
}

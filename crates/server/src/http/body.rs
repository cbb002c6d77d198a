//! A request's body, bounded in size before it is kept and in time while it comes.

use super::refused::Refused;
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use protocol::RefusalCode;
use std::time::Duration;

/// A body that takes longer is a stalled sender; a tablet on a weak signal sends smaller ones.
const BODY: Duration = Duration::from_secs(120);

/// Takes a body of at most `limit` bytes.
pub(crate) async fn take(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Refused> {
    let too_large = || Refused::new(RefusalCode::TooLarge, "The request is larger than the council office takes.");
    let said = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(BODY, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) | Err(_) => Err(Refused::new(RefusalCode::Malformed, "The request did not arrive whole.")),
    }
}

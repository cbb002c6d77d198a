//! `GET`, with or without `Range`: the photo as it was taken, read piece by piece.

use super::Named;
use crate::http::Office;
use crate::http::caller::Tablet;
use crate::http::lanes::Lane;
use crate::http::refused::Refused;
use crate::now;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use book::ScopeId;
use futures_util::stream::try_unfold;
use protocol::PhotoHash;
use server_core::Caller;
use std::ops::Range;
use std::sync::Arc;

/// Bytes read at once.
const PIECE: u64 = 64 * 1024;

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    Named { scope, hash }: Named,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let caller = Arc::new(caller);
    let asks = caller.clone();
    let length = office.work(Lane::Photos, move |centre| centre.photo_length(&asks, scope, hash, now())).await?;
    let asked = headers.get(RANGE).and_then(|range| range.to_str().ok());
    let (status, range) = match asked.map(|asked| part(asked, length)) {
        None | Some(Asked::Other) => (StatusCode::OK, 0..length),
        Some(Asked::Part(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(Asked::Outside) => {
            let all = [(CONTENT_RANGE, format!("bytes */{length}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
        }
    };
    let said =
        [(CONTENT_TYPE, "application/octet-stream"), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (ACCEPT_RANGES, "bytes")];
    let size = [(CONTENT_LENGTH, (range.end - range.start).to_string())];
    let which = (status == StatusCode::PARTIAL_CONTENT)
        .then(|| [(CONTENT_RANGE, format!("bytes {}-{}/{length}", range.start, range.end - 1))]);
    Ok((status, said, size, which, bytes(office, caller, (scope, hash), range)).into_response())
}

fn bytes(office: Office, caller: Arc<Caller>, photo: (ScopeId, PhotoHash), range: Range<u64>) -> Body {
    Body::from_stream(try_unfold((office, caller, range), move |(office, caller, range)| async move {
        if range.is_empty() {
            return Ok(None);
        }
        let most = PIECE.min(range.end - range.start);
        let asks = caller.clone();
        let piece =
            office.work(Lane::Photos, move |centre| centre.photo_bytes(&asks, photo, range.start, most, now())).await;
        match piece {
            Ok(piece) if !piece.is_empty() => {
                let next = range.start + piece.len() as u64..range.end;
                Ok(Some((Bytes::from(piece), (office, caller, next))))
            }
            // The reply breaks off, so the reader knows that it is not whole.
            _ => Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
        }
    }))
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Part(Range<u64>),
    Outside,
    /// Something that may be ignored by the standard: several parts, other units, nonsense.
    Other,
}

fn part(asked: &str, length: u64) -> Asked {
    let Some((first, last)) = asked.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::Other;
    };
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Asked::Other,
    };
    if range.is_empty() { Asked::Outside } else { Asked::Part(range) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (asked, expected) in [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=5-", Asked::Part(5..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=2-99", Asked::Part(2..10)),
            ("bytes=10-", Asked::Outside),
            ("bytes=-0", Asked::Outside),
            ("bytes=5-2", Asked::Other),
            ("bytes=0-1,4-5", Asked::Other),
            ("lines=1-2", Asked::Other),
            ("bytes=-", Asked::Other),
        ] {
            assert_eq!(part(asked, 10), expected, "{asked}");
        }
    }
}

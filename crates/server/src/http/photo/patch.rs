//! `PATCH` with `Upload-Offset`: 204 when the piece is durable, 409 when it does not begin where the held bytes end. Either
//! says where to go on. Of a piece that breaks off, what came is kept.

use super::{Named, OFFSET, RESUMABLE, number, value};
use crate::http::Office;
use crate::http::body;
use crate::http::caller::Tablet;
use crate::http::lanes::Lane;
use crate::http::refused::Refused;
use crate::now;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use protocol::{RefusalCode, limits};
use server_core::Piece;

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    Named { scope, hash }: Named,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Refused> {
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Refused::new(RefusalCode::Malformed, "A piece is sent as application/offset+octet-stream."));
    }
    let offset = number(&headers, &OFFSET)?;
    let bytes = body::take_what_comes(&office, Lane::Photos, &headers, body, limits::PHOTO_PIECE).await?;
    let piece =
        office.work(Lane::Photos, move |centre| centre.put_piece(&caller, scope, hash, offset, &bytes, now())).await?;
    let (status, held) = match piece {
        Piece::Taken(held) => (StatusCode::NO_CONTENT, held),
        Piece::WrongOffset(held) => (StatusCode::CONFLICT, held),
    };
    office.changed.notify_one();
    Ok((status, [RESUMABLE], [(OFFSET, value(held))]))
}

//! `POST /v1/exchange`: what a tablet has and holds, for what the office has and holds.

use super::Office;
use super::body;
use super::caller::Tablet;
use super::refused::Refused;
use crate::now;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use protocol::pack::NotOurs;
use protocol::{MEDIA_TYPE, RefusalCode, Request, limits, pack, unpack};

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Refused> {
    let packed = body::take(&headers, body, limits::BODY_BYTES).await?;
    let (reply, sent) = office
        .work(move |centre| {
            let plain = unpack(&packed).map_err(|error| not_ours(&error))?;
            let request = Request::decode(&plain).map_err(|_| malformed())?;
            let reply = centre.exchange(&caller, &request, now())?;
            Ok((pack(&reply.encode()), !request.runs.is_empty()))
        })
        .await?;
    if sent {
        office.changed.notify_one();
    }
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], reply))
}

fn not_ours(error: &NotOurs) -> protocol::Refusal {
    match error {
        NotOurs::TooLarge(_) => {
            Refused::new(RefusalCode::TooLarge, "The request is larger than the council office takes.").0
        }
        NotOurs::Mark | NotOurs::Damaged(_) => malformed(),
    }
}

fn malformed() -> protocol::Refusal {
    Refused::new(RefusalCode::Malformed, "The request cannot be read.").0
}

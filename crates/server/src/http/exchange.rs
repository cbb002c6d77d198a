//! `POST /v1/exchange`: what a tablet has and holds, for what the office has and holds.

use super::Office;
use super::body;
use super::caller::Tablet;
use super::lanes::Lane;
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
    let packed = body::take(&office, Lane::Entries, &headers, body, limits::BODY_BYTES).await?;
    let read = move |_: &_| {
        let plain = unpack(&packed).map_err(|error| not_ours(&error))?;
        Request::decode(&plain).map_err(|_| malformed())
    };
    let request = office.work(Lane::Entries, read).await?;
    let sent = !request.runs.is_empty();
    // Only with its tips does a tablet get pages.
    let fetches = request.scopes.iter().any(|state| state.tips.is_some());
    let lane = if fetches && !sent { Lane::Deltas } else { Lane::Entries };
    let reply = office.work(lane, move |centre| Ok(pack(&centre.exchange(&caller, &request, now())?.encode()))).await?;
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

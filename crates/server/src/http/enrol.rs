//! `POST /v1/enrol`: a one-time code, or name and password, and a device key, in JSON.

use super::Office;
use super::body;
use super::caller::token;
use super::lanes::Lane;
use super::refused::Refused;
use crate::accept::Peer;
use crate::now;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use protocol::{EnrolReply, EnrolRequest, RefusalCode, limits};

pub(crate) async fn handle(
    State(office): State<Office>,
    Extension(Peer(from)): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<EnrolReply>, Refused> {
    let bytes = body::take(&office, Lane::Entries, &headers, body, limits::ENROL_BYTES).await?;
    let request: EnrolRequest = serde_json::from_slice(&bytes)
        .map_err(|_| Refused::new(RefusalCode::Malformed, "The request cannot be read."))?;
    let token = token(&headers).map(str::to_owned);
    let reply = office.work(Lane::Entries, move |centre| centre.enrol(&request, token.as_deref(), from, now())).await?;
    office.changed.notify_one();
    Ok(Json(reply))
}

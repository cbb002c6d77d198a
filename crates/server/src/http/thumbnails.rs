//! `POST /v1/scopes/{scope}/thumbnails`: small pictures that a tablet brings, for those that it wants.

use super::Office;
use super::body;
use super::caller::Tablet;
use super::lanes::Lane;
use super::refused::Refused;
use crate::now;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use book::ScopeId;
use protocol::{MEDIA_TYPE, RefusalCode, Thumbnails, limits, pack, unpack};

/// The thumbnails themselves, and as much again for what stands around them.
const MOST: usize = 2 * limits::THUMBNAILS_BYTES;

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    Path(scope): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Refused> {
    let nothing = || Refused::new(RefusalCode::NotFound, "There is no such team.");
    let scope = ScopeId::parse(&scope).ok_or_else(nothing)?;
    let packed = body::take(&office, Lane::Photos, &headers, body, MOST).await?;
    let answer = move |centre: &server_core::Centre| {
        let malformed = || Refused::new(RefusalCode::Malformed, "The request cannot be read.").0;
        let said = Thumbnails::decode(&unpack(&packed).map_err(|_| malformed())?).map_err(|_| malformed())?;
        Ok(pack(&centre.thumbnails(&caller, scope, &said, now())?.encode()))
    };
    let reply = office.work(Lane::Photos, answer).await?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], reply))
}

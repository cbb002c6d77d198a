//! `PUT` with `Upload-Length`: 201 when it is new, 200 when it is known; `Upload-Offset` says where to go on.

use super::{LENGTH, Named, OFFSET, RESUMABLE, number, value};
use crate::http::Office;
use crate::http::caller::Tablet;
use crate::http::lanes::Lane;
use crate::http::refused::Refused;
use crate::now;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    Named { scope, hash }: Named,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refused> {
    let length = number(&headers, &LENGTH)?;
    let opened =
        office.work(Lane::Photos, move |centre| centre.open_photo(&caller, scope, hash, length, now())).await?;
    let status = if opened.created { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [RESUMABLE], [(OFFSET, value(opened.offset))]))
}

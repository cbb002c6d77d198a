//! `HEAD`: how far a photo has come.

use super::{LENGTH, Named, OFFSET, RESUMABLE, value};
use crate::http::Office;
use crate::http::caller::Tablet;
use crate::http::lanes::Lane;
use crate::http::refused::Refused;
use crate::now;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;

pub(crate) async fn handle(
    State(office): State<Office>,
    Tablet(caller): Tablet,
    Named { scope, hash }: Named,
) -> Result<impl IntoResponse, Refused> {
    let opened = office.work(Lane::Photos, move |centre| centre.photo(&caller, scope, hash, now())).await?;
    let far = [(OFFSET, value(opened.offset)), (LENGTH, value(opened.length))];
    Ok(([RESUMABLE, (CACHE_CONTROL, "no-store")], far))
}

//! `GET /health`: whether the office can read its database. For monitors, and for tablets that look for a way through.

use super::Office;
use super::lanes::Lane;
use super::refused::Refused;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

pub(crate) async fn handle(State(office): State<Office>) -> Result<Json<Value>, Refused> {
    office.work(Lane::Entries, |centre| Ok(centre.council().map(drop)?)).await?;
    Ok(Json(json!({ "status": "ok", "server": "patrolbook", "version": env!("CARGO_PKG_VERSION") })))
}

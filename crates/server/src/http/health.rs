//! `GET /health`: whether the office can read its database, and how its exports went. For monitors, and for tablets that look for
//! a way through.

use super::Office;
use super::lanes::Lane;
use super::refused::Refused;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};
use server_core::Exports;

pub(crate) async fn handle(State(office): State<Office>) -> Result<Json<Value>, Refused> {
    let exports = office.work(Lane::Entries, |centre| Ok(centre.council().and_then(|_| centre.exports())?)).await?;
    let mut health = json!({ "status": "ok", "server": "patrolbook", "version": env!("CARGO_PKG_VERSION") });
    if let (Some(said), Some(health)) = (said(&exports), health.as_object_mut()) {
        health.insert("export".to_owned(), said);
    }
    Ok(Json(health))
}

/// When the last export was written, and when one failed after that; nothing where none ever was. The log says why.
fn said(exports: &Exports) -> Option<Value> {
    let Exports { written, failed_at } = exports;
    let at = |millis: i64| DateTime::from_timestamp_millis(millis)?.to_rfc3339_opts(SecondsFormat::Secs, true).into();
    let (last, failed) = (written.first().and_then(|last| at(last.at)), failed_at.and_then(at));
    let said = |time: Option<String>| time.map_or(Value::Null, Value::String);
    (last.is_some() || failed.is_some()).then(|| json!({ "last": said(last), "failed": said(failed) }))
}

//! `POST /photo` takes a photo's bytes in, with what belongs to it as headers; `GET /photo/<sha256>?size=thumb|full` shows
//! one. Nothing is kept by the browser, so that a locked tablet shows none.

use std::sync::Arc;

use app::contract::{CallError, ErrorCode};
use app::{App, PhotoMeta, PhotoSize};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::task::spawn_blocking;

use crate::calls::{answer, bad_request, refused};

pub(crate) async fn add(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let Some(draft) = header("x-draft") else {
        return refused(bad_request("a photo without x-draft".into()));
    };
    let meta =
        PhotoMeta { draft, slot: header("x-slot"), taken_at: header("x-taken-at"), picked_at: header("x-picked-at") };
    match bytes {
        Ok(bytes) => answer(move || app.add_photo(bytes.into(), meta)).await,
        Err(rejection) => refused(CallError {
            code: ErrorCode::BadPhoto,
            message: "This photo did not come in whole, or is larger than 45 MB. Take it again.".into(),
            field: None,
            detail: Some(rejection.body_text()),
        }),
    }
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    size: Size,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Size {
    Thumb,
    Full,
}

pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(sha256): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hash {
        return (StatusCode::NOT_FOUND, "There is no such photo.").into_response();
    }
    let size = match wanted.size {
        Size::Thumb => PhotoSize::Thumb,
        Size::Full => PhotoSize::Full,
    };
    match spawn_blocking(move || app.photo(&sha256, size)).await {
        Ok(Ok((mime, bytes))) => {
            ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-store".into())], bytes).into_response()
        }
        Ok(Err(refusal)) => (
            match refusal.code {
                ErrorCode::NotFound => StatusCode::NOT_FOUND,
                ErrorCode::Locked | ErrorCode::NotAllowed => StatusCode::FORBIDDEN,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
            refusal.message,
        )
            .into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a photo gave no answer");
            (StatusCode::INTERNAL_SERVER_ERROR, "This photo cannot be shown.").into_response()
        }
    }
}

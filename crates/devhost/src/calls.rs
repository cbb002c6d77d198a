//! `POST /call/<name>`: one command. A refusal is 422 with the same JSON that the window's page gets.

use std::sync::Arc;

use app::App;
use app::contract::{CallError, ErrorCode};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::task::spawn_blocking;

pub(crate) async fn call(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    request: Result<Json<Value>, JsonRejection>,
) -> Response {
    match request {
        Ok(Json(request)) => answer(move || app.call(&name, request)).await,
        Err(rejection) => refused(bad_request(rejection.body_text())),
    }
}

/// Asks the app off the server's threads and says what it answered.
pub(crate) async fn answer(ask: impl FnOnce() -> Result<Value, CallError> + Send + 'static) -> Response {
    match spawn_blocking(ask).await {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(refusal)) => refused(refusal),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a command gave no answer");
            refused(CallError {
                code: ErrorCode::Fault,
                message: "Something went wrong in Patrolbook. Nothing that was saved is lost.".into(),
                field: None,
                detail: Some(error.to_string()),
            })
        }
    }
}

pub(crate) fn refused(refusal: CallError) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(refusal)).into_response()
}

pub(crate) fn bad_request(detail: String) -> CallError {
    CallError {
        code: ErrorCode::BadRequest,
        message: "The page sent something that Patrolbook cannot read. Close it and open it again.".into(),
        field: None,
        detail: Some(detail),
    }
}

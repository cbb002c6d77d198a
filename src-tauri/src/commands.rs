//! The two commands that a page can call. Both answer off the window's thread, so that it never freezes.

use std::sync::Arc;

use app::contract::{CallError, ErrorCode};
use app::{App, PhotoMeta};
use serde_json::Value;
use tauri::State;
use tauri::async_runtime::spawn_blocking;
use tauri::ipc::{InvokeBody, Request};

/// Runs the use case called `name`.
#[tauri::command]
pub(crate) async fn call(app: State<'_, Arc<App>>, name: String, request: Value) -> Result<Value, CallError> {
    let app = Arc::clone(&app);
    spawn_blocking(move || app.call(&name, request)).await.map_err(unanswered)?
}

/// Takes a photo in: its bytes are the body, what belongs to it are headers. No photo is ever text in a message.
#[tauri::command]
pub(crate) async fn put_photo(app: State<'_, Arc<App>>, request: Request<'_>) -> Result<Value, CallError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(bad_request("the body of put_photo is not bytes"));
    };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let meta = PhotoMeta {
        draft: header("x-draft").ok_or_else(|| bad_request("put_photo without x-draft"))?,
        slot: header("x-slot"),
        taken_at: header("x-taken-at"),
    };
    let (app, bytes) = (Arc::clone(&app), bytes.clone());
    spawn_blocking(move || app.add_photo(bytes, meta)).await.map_err(unanswered)?
}

fn bad_request(detail: &str) -> CallError {
    CallError {
        code: ErrorCode::BadRequest,
        message: "The page sent something that Patrolbook cannot read. Close the app and open it again.".into(),
        field: None,
        detail: Some(detail.into()),
    }
}

fn unanswered(error: tauri::Error) -> CallError {
    tracing::error!(error = &error as &dyn std::error::Error, "a command gave no answer");
    CallError {
        code: ErrorCode::Fault,
        message: "Something went wrong in Patrolbook. Nothing that was saved is lost. Close the app and open it again."
            .into(),
        field: None,
        detail: Some(error.to_string()),
    }
}

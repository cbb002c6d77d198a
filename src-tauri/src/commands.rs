//! The two commands that a page can call. Both answer off the window's thread, so that it never freezes.

use std::sync::Arc;

use app::contract::{CallError, ErrorCode};
use app::{App, PhotoMeta};
use serde_json::Value;
use tauri::async_runtime::spawn_blocking;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager};

use crate::opened::Opened;

/// Runs the use case called `name`.
#[tauri::command]
pub(crate) async fn call(host: AppHandle, name: String, request: Value) -> Result<Value, CallError> {
    with_app(host, move |app| app.call(&name, request)).await
}

/// Takes a photo in: its bytes are the body, what belongs to it are headers. No photo is ever text in a message.
#[tauri::command]
pub(crate) async fn put_photo(host: AppHandle, request: Request<'_>) -> Result<Value, CallError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(bad_request("the body of put_photo is not bytes"));
    };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let meta = PhotoMeta {
        draft: header("x-draft").ok_or_else(|| bad_request("put_photo without x-draft"))?,
        slot: header("x-slot"),
        taken_at: header("x-taken-at"),
        picked_at: header("x-picked-at"),
    };
    let bytes = bytes.clone();
    with_app(host, move |app| app.add_photo(bytes, meta)).await
}

/// Runs a use case once the book is open.
async fn with_app(
    host: AppHandle,
    run: impl FnOnce(Arc<App>) -> Result<Value, CallError> + Send + 'static,
) -> Result<Value, CallError> {
    let answer = spawn_blocking(move || host.state::<Opened>().app().map_or_else(|| Err(no_book()), run));
    answer.await.map_err(unanswered)?
}

fn no_book() -> CallError {
    CallError {
        code: ErrorCode::Fault,
        message: "The book could not be opened. Close the app and open it again.".into(),
        field: None,
        detail: None,
    }
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

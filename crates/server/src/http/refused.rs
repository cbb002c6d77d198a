//! The one place where a refusal becomes a status.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use protocol::{Refusal, RefusalCode};

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Refusal);

impl Refused {
    pub(crate) fn new(code: RefusalCode, message: &str) -> Self {
        Self(Refusal { code, message: message.to_owned() })
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            RefusalCode::Malformed => StatusCode::BAD_REQUEST,
            RefusalCode::UnknownTablet => StatusCode::UNAUTHORIZED,
            RefusalCode::WrongCode
            | RefusalCode::UsedCode
            | RefusalCode::ExpiredCode
            | RefusalCode::WrongPassword
            | RefusalCode::OtherTeam => StatusCode::FORBIDDEN,
            RefusalCode::NotFound => StatusCode::NOT_FOUND,
            RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::WrongHash => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            RefusalCode::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            RefusalCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        };
        let wait = match self.0.code {
            RefusalCode::TooMany => Some("600"),
            RefusalCode::Busy => Some("10"),
            _ => None,
        };
        (status, wait.map(|seconds| [(RETRY_AFTER, seconds)]), Json(self.0)).into_response()
    }
}

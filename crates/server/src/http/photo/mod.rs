//! Photos: `PUT` begins or resumes by hash within a scope; from there on it is plain tus 1.0 (`HEAD`, `PATCH`), and `GET`
//! gives the photo. Never creation with upload: on a weak signal the place to resume from would be lost with the reply.

pub(crate) mod get;
pub(crate) mod head;
pub(crate) mod patch;
pub(crate) mod put;

use super::refused::Refused;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use book::ScopeId;
use protocol::{PhotoHash, RefusalCode};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const RESUMABLE: (HeaderName, &str) = (HeaderName::from_static("tus-resumable"), "1.0.0");

/// The photo that a path names.
pub(crate) struct Named {
    scope: ScopeId,
    hash: PhotoHash,
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let nothing = || Refused::new(RefusalCode::NotFound, "There is no such photo.");
        let Path((scope, hash)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| nothing())?;
        let scope = ScopeId::parse(&scope).ok_or_else(nothing)?;
        Ok(Self { scope, hash: PhotoHash::from_hex(&hash).ok_or_else(nothing)? })
    }
}

/// A header that is a number.
fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Refused> {
    let value = headers.get(name).and_then(|value| value.to_str().ok()?.parse().ok());
    value.ok_or_else(|| Refused::new(RefusalCode::Malformed, "A header that must be a number is missing."))
}

fn value(number: u64) -> HeaderValue {
    HeaderValue::from(number)
}

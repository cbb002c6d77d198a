//! Who asks: the tablet whose token stands in the request.

use super::Office;
use super::lanes::Lane;
use super::refused::Refused;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use protocol::RefusalCode;
use server_core::Caller;

/// A tablet that showed its token. Checked before the body is read.
pub(crate) struct Tablet(pub(crate) Caller);

impl FromRequestParts<Office> for Tablet {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Refused> {
        let token = token(&parts.headers).map(str::to_owned);
        let unknown = || Refused::new(RefusalCode::UnknownTablet, "This tablet shows no token.");
        let token = token.ok_or_else(unknown)?;
        let lane = parts.extensions.get().copied().unwrap_or(Lane::Entries);
        Ok(Self(office.work(lane, move |centre| centre.authorise(&token)).await?))
    }
}

/// The token shown, if any.
pub(crate) fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

//! A line a request: route, status, time. No names, texts, places or tokens; not even the path, only its pattern.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs one request.
pub(crate) async fn each(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let millis = begun.elapsed().as_millis();
    tracing::info!(%method, route, status = response.status().as_u16(), millis, "request");
    response
}

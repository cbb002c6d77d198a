//! Only its own pages are answered. A page of another site that a browser shows could otherwise call the host (the
//! `Origin` tells), also by a name of its own that leads to this computer (the `Host` tells).

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The names by which the host's own pages know it.
#[derive(Clone)]
pub(crate) struct OwnPages(Arc<[String; 2]>);

impl OwnPages {
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self(Arc::new([address.to_string(), format!("localhost:{}", address.port())]))
    }

    fn asked(&self, headers: &HeaderMap) -> bool {
        let said = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let Some(host) = said(header::HOST).filter(|host| self.0.iter().any(|own| own == host)) else {
            return false;
        };
        said(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host))
    }
}

pub(crate) async fn only(State(own): State<OwnPages>, request: Request, next: Next) -> Response {
    if own.asked(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This address answers its own pages only.").into_response()
}

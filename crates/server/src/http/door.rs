//! The door: of all connections only so many may be busy with photos, so that text always finds one that is free. Which a
//! connection carries is known once its request is; a photo that finds no place is told to come back, and its connection ends.

use super::lanes::busy;
use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So long is a body taken that nobody will read: a sender that is cut off in its middle never sees why.
pub(super) const UNREAD: Duration = Duration::from_secs(5);

/// The places of a server's connections.
#[derive(Clone)]
pub(crate) struct Doors {
    /// For connections that are busy with photos.
    photos: Arc<Semaphore>,
    /// For those of them that are being sent away, and take what still comes meanwhile.
    leaving: Arc<Semaphore>,
}

/// One connection, and its place among those with photos while it carries them.
#[derive(Clone)]
pub(crate) struct Door {
    doors: Doors,
    place: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
}

impl Doors {
    pub(crate) fn new(photos: usize, leaving: usize) -> Self {
        Self { photos: Arc::new(Semaphore::new(photos)), leaving: Arc::new(Semaphore::new(leaving)) }
    }

    /// For a new connection.
    pub(crate) fn door(&self) -> Door {
        Door { doors: self.clone(), place: Arc::default() }
    }
}

impl Door {
    /// Whether the connection may carry photos now.
    fn takes_photos(&self) -> bool {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_none() {
            *place = self.doors.photos.clone().try_acquire_owned().ok();
        }
        place.is_some()
    }

    fn carries_text(&self) {
        self.place.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Text goes through; a connection that carried photos before makes room for others.
pub(super) async fn text(request: Request, next: Next) -> Response {
    if let Some(door) = request.extensions().get::<Door>() {
        door.carries_text();
    }
    next.run(request).await
}

/// A photo goes through where its connection has a place or gets one.
pub(super) async fn photo(request: Request, next: Next) -> Response {
    match request.extensions().get::<Door>().filter(|door| !door.takes_photos()).cloned() {
        None => next.run(request).await,
        Some(door) => {
            if let Ok(_place) = door.doors.leaving.try_acquire() {
                leave_unread(request.into_body()).await;
            }
            let mut refused = busy().into_response();
            refused.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            refused
        }
    }
}

/// Takes for a while what still comes of a body.
pub(super) async fn leave_unread(mut body: impl HttpBody + Unpin) {
    let unread = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = tokio::time::timeout(UNREAD, unread).await;
}

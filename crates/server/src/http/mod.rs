//! The route table, and what every endpoint stands on. An endpoint is a file of its own.

mod body;
mod caller;
mod door;
mod enrol;
mod exchange;
mod health;
mod lanes;
mod log;
mod photo;
mod refused;
mod thumbnails;

use axum::middleware::from_fn;
use axum::routing::{get, post, put};
use axum::{Extension, Router};
pub(crate) use door::{Door, Doors};
pub use lanes::Limits;
use lanes::{Lane, Lanes};
use protocol::{Refusal, RefusalCode};
use refused::Refused;
use server_core::Centre;
use std::sync::Arc;
use tokio::sync::Notify;

/// What the endpoints share.
#[derive(Clone)]
pub struct Office {
    centre: Arc<Centre>,
    pub(crate) lanes: Lanes,
    /// Wakes the second copy's worker.
    pub(crate) changed: Arc<Notify>,
}

/// Every route.
pub fn routes(office: Office) -> Router {
    let photo = put(photo::put::handle).head(photo::head::handle).patch(photo::patch::handle).get(photo::get::handle);
    let photos = Router::new()
        .route("/v1/scopes/{scope}/photos/{hash}", photo)
        .route("/v1/scopes/{scope}/thumbnails", post(thumbnails::handle))
        .route_layer(Extension(Lane::Photos))
        .route_layer(from_fn(door::photo));
    Router::new()
        .route("/health", get(health::handle))
        .route("/v1/enrol", post(enrol::handle))
        .route("/v1/exchange", post(exchange::handle))
        .route_layer(from_fn(door::text))
        .merge(photos)
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(from_fn(log::each))
        .with_state(office)
}

async fn nothing() -> Refused {
    Refused::new(RefusalCode::NotFound, "There is nothing here.")
}

impl Office {
    /// Over this centre.
    pub fn new(centre: Arc<Centre>, limits: &Limits) -> Self {
        Self { centre, lanes: Lanes::new(limits), changed: Arc::default() }
    }

    /// Does the centre's work, which blocks, beside the threads that carry messages. A panic becomes a refusal.
    async fn work<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&Centre) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refused> {
        let place = self.lanes.work(lane).await?;
        let centre = self.centre.clone();
        let done = tokio::task::spawn_blocking(move || {
            let result = work(&centre);
            drop(place);
            result
        });
        match done.await {
            Ok(result) => Ok(result?),
            Err(_) => {
                tracing::error!("a request panicked");
                Err(Refused::new(RefusalCode::Fault, "The council office failed. Nothing was taken."))
            }
        }
    }
}

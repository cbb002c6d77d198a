//! The same app commands over loopback HTTP, so that a browser test drives the real Rust.
//!
//! It is the shell's twin: a page's request goes to `app` as it came, and `app`'s answer goes back as it is. It listens
//! on this computer alone and answers only its own pages (`own_pages`), since whoever reaches it is the unlocked tablet.

mod calls;
mod events;
mod own_pages;
mod photos;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::services::{ServeDir, ServeFile};

use events::Changes;
use own_pages::OwnPages;

/// The most bytes of one photo as the camera made it; `app` has the finer rules.
const LARGEST_PHOTO: usize = 45 * 1024 * 1024;

/// Why it cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum CannotListen {
    /// Anyone who reaches it can read the book, so it stays on this computer.
    #[error("{0} can be reached from other computers. Listen on 127.0.0.1 or [::1].")]
    NotLoopback(SocketAddr),
    /// The system refused.
    #[error("{address} cannot be listened on")]
    Refused {
        /// What was asked for.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Listens on a loopback address; port 0 takes any that is free.
///
/// # Errors
/// [`CannotListen`], for any other address, and if the port is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, CannotListen> {
    if !address.ip().is_loopback() {
        return Err(CannotListen::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|source| CannotListen::Refused { address, source })
}

/// Serves the app, and the built pages of the folder `pages`, until `stop` is done.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    pages: PathBuf,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // An open stream of events would hold the server for ever, so each of them hears of the end as well.
    let (ending, ended) = watch::channel(());
    let router = router(app, pages, listener.local_addr()?, ended);
    axum::serve(listener, router)
        .with_graceful_shutdown(async move {
            stop.await;
            drop(ending);
        })
        .await
}

fn router(app: Arc<App>, pages: PathBuf, address: SocketAddr, ended: watch::Receiver<()>) -> Router {
    let changes = Changes::of(&app, ended);
    let index = ServeFile::new(pages.join("index.html"));
    Router::new()
        .route("/call/{name}", post(calls::call))
        .route("/photo", post(photos::add).layer(DefaultBodyLimit::max(LARGEST_PHOTO)))
        .route("/photo/{sha256}", get(photos::show))
        .with_state(app)
        .route("/events", get(events::stream).with_state(changes))
        .fallback_service(ServeDir::new(pages).fallback(index))
        .layer(axum::middleware::from_fn_with_state(OwnPages::at(address), own_pages::only))
}

#[cfg(test)]
mod tests;

//! The accept loop: bounded connections, bounded time to say what is wanted, and an orderly end.

use crate::http::{Door, Doors, Limits};
use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// A connection that has not said all of its headers by then is closed; also one that stays silent between requests.
const HEADERS: Duration = Duration::from_secs(10);
/// Bytes of one request's headers.
const HEADER_BYTES: usize = 16 * 1024;
/// Requests in flight may take so long to end when the server is stopped.
const LAST_ORDERS: Duration = Duration::from_secs(20);

/// Where a request came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Serves `routes` until `stop` is done; then answers what is in flight, and returns.
pub(crate) async fn accept(listener: TcpListener, routes: Router, limits: &Limits, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let doors = Doors::new(limits.photo_connections, limits.leaving);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut stop => break,
            (place, connection) = next => match (place, connection) {
                (Ok(place), Ok((stream, from))) => {
                    serve(&graceful, stream, (from.ip(), doors.door()), routes.clone(), place);
                }
                (_, Err(error)) => {
                    // Out of file descriptors, usually: give those that are open time to end.
                    tracing::warn!(error = &error as &dyn std::error::Error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                (Err(_), _) => break,
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(LAST_ORDERS, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

fn serve(
    graceful: &GracefulShutdown,
    stream: TcpStream,
    (from, door): (IpAddr, Door),
    routes: Router,
    place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(from));
        request.extensions_mut().insert(door.clone());
        routes.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(HEADER_BYTES)
        // Replies say the office's time inside, where it is of use; every byte counts on a weak signal.
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = &error as &dyn std::error::Error, "a connection ended");
        }
        drop(place);
    });
}

//! The second copy's worker: right after each change, and every minute besides.

use crate::now;
use server_core::Centre;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

const EVERY: Duration = Duration::from_secs(60);

/// Brings the second copy up to date until `stop` changes, and once more then.
pub(crate) async fn work(centre: Arc<Centre>, changed: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    loop {
        let stopping = tokio::select! {
            () = changed.notified() => false,
            () = tokio::time::sleep(EVERY) => false,
            _ = stop.changed() => true,
        };
        let centre = centre.clone();
        match tokio::task::spawn_blocking(move || centre.back_up(now())).await {
            Ok(Ok(report)) if report.failed == 0 => {
                tracing::debug!(pages = report.pages, photos = report.photos, "second copy");
            }
            Ok(Ok(report)) => tracing::error!(failed = report.failed, "the second copy is behind"),
            Ok(Err(fault)) => {
                tracing::error!(error = &fault as &dyn std::error::Error, "the second copy is behind");
            }
            Err(_) => tracing::error!("the second copy's worker panicked"),
        }
        if stopping {
            return;
        }
    }
}

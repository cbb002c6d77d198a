//! The second copy's worker: right after each change, and every minute besides. Each night it signs the checkpoints first. And
//! the one that asks the DVLA, which may take long.

use crate::now;
use server_core::{Asking, Centre};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

const EVERY: Duration = Duration::from_secs(60);
/// How often questions to the DVLA are looked for.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// Checkpoints are signed once a day at 05:30 UTC, when the night's syncs are over: milliseconds of the day.
const CHECKPOINT: i64 = (5 * 60 + 30) * 60_000;
const DAY: i64 = 24 * 60 * 60_000;

/// Signs checkpoints when they are due and brings the second copy up to date until `stop` changes, and once more then.
pub(crate) async fn work(centre: Arc<Centre>, changed: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    let mut signed = None;
    loop {
        let stopping = tokio::select! {
            () = changed.notified() => false,
            () = tokio::time::sleep(EVERY) => false,
            _ = stop.changed() => true,
        };
        let night = (now() - CHECKPOINT).div_euclid(DAY);
        let due = signed != Some(night);
        let since = due.then_some(night * DAY + CHECKPOINT);
        signed = Some(night);
        let centre = centre.clone();
        let pass = move || {
            if let Some(since) = since
                && let Err(fault) = centre.checkpoint(since, now())
            {
                tracing::error!(error = &fault as &dyn std::error::Error, "no checkpoint was signed");
            }
            centre.back_up(now())
        };
        match tokio::task::spawn_blocking(pass).await {
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

/// Asks the DVLA what tablets want to know, until `stop` changes. `changed` is told of each answer.
pub(crate) async fn ask(centre: Arc<Centre>, asking: Asking, changed: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    let mut asking = Some(asking);
    loop {
        let stopping = tokio::select! {
            () = tokio::time::sleep(ASK_EVERY) => false,
            _ = stop.changed() => true,
        };
        if stopping {
            // Its connections end on a thread where waiting is allowed.
            let _ = tokio::task::spawn_blocking(move || drop(asking)).await;
            return;
        }
        let Some(mut taken) = asking.take() else { return };
        let centre = centre.clone();
        let pass = move || {
            let answered = taken.pass(&centre, now());
            (taken, answered)
        };
        match tokio::task::spawn_blocking(pass).await {
            Ok((back, answered)) => {
                asking = Some(back);
                match answered {
                    Ok(0) => {}
                    Ok(answered) => {
                        tracing::info!(answered, "questions to the DVLA were answered");
                        changed.notify_one();
                    }
                    Err(fault) => {
                        tracing::error!(error = &fault as &dyn std::error::Error, "no answer of the DVLA was written");
                    }
                }
            }
            Err(_) => tracing::error!("the worker that asks the DVLA panicked"),
        }
    }
}

//! The second copy's worker: right after each change, and every minute besides. Each night it signs the checkpoints first. And
//! the one that asks the DVLA, which may take long, the one that works out at night what the day's records contribute to figures, and the
//! one that writes the night's export.

use crate::export::{Extent, export};
use crate::now;
use server_core::{Asking, Centre, Exports};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

const EVERY: Duration = Duration::from_secs(60);
/// How often questions to the DVLA are looked for.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// Checkpoints are signed once a day at 05:30 UTC, when the night's syncs are over: milliseconds of the day.
const CHECKPOINT: i64 = (5 * 60 + 30) * 60_000;
const DAY: i64 = 24 * 60 * 60_000;
/// The night's export follows the checkpoints: milliseconds of the day.
const EXPORT: i64 = CHECKPOINT + 5 * 60_000;
/// How long to wait after one that failed.
const EXPORT_AGAIN: i64 = 15 * 60_000;

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
            if let Err(fault) = centre.mark(now()) {
                tracing::error!(error = &fault as &dyn std::error::Error, "how far the office has come was not marked");
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

/// Brings what records contribute to figures up to date each night until `stop` changes, so that a report of the day finds little
/// to work out. A night that was missed waits for the next: a report does it for itself.
pub(crate) async fn add_up_each_night(centre: Arc<Centre>, mut stop: watch::Receiver<bool>) {
    let night = || (now() - EXPORT).div_euclid(DAY);
    let mut done = night();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => return,
        }
        if done == night() {
            continue;
        }
        done = night();
        let (centre, stopping) = (centre.clone(), stop.clone());
        let pass = move || {
            if let Err(fault) = centre.bring_facts_up(&|| !*stopping.borrow()) {
                tracing::error!(error = &fault as &dyn std::error::Error, "the night's figures were not worked out");
            }
        };
        if tokio::task::spawn_blocking(pass).await.is_err() {
            tracing::error!("working out figures panicked");
        }
    }
}

/// Writes the export into `folder` each night until `stop` changes. A night that was missed is made up for at the next start.
pub(crate) async fn export_each_night(centre: Arc<Centre>, folder: Option<PathBuf>, mut stop: watch::Receiver<bool>) {
    let Some(folder) = folder else { return };
    loop {
        let (centre, folder, stopping) = (centre.clone(), folder.clone(), stop.clone());
        let pass = move || {
            if !centre.exports().is_ok_and(|exports| is_due(&exports, now())) {
                return;
            }
            match export(&centre, &folder, Extent::Changes, now(), &|| *stopping.borrow()) {
                Ok(written) => {
                    let (folder, findings) = (written.folder.display(), written.manifest.counts.findings);
                    tracing::info!(%folder, findings, "exported");
                }
                Err(error) => tracing::error!(error = format!("{error:#}"), "the night's export was not written"),
            }
        };
        if tokio::task::spawn_blocking(pass).await.is_err() {
            tracing::error!("the export panicked");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Whether this night's export is not written yet, and none failed a moment ago.
fn is_due(exports: &Exports, now: i64) -> bool {
    let night = (now - EXPORT).div_euclid(DAY) * DAY + EXPORT;
    let written = exports.written.first().is_some_and(|last| last.at >= night);
    !written && exports.failed_at.is_none_or(|failed| now - failed >= EXPORT_AGAIN || failed > now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use server_core::Export;

    #[test]
    fn an_export_is_due_once_a_night_and_again_a_while_after_it_failed() {
        let morning = 20_000 * DAY + EXPORT;
        let written = |at| vec![Export { id: uuid::Uuid::nil(), at, change: 1, catalogue: 1 }];
        let exports = |written, failed_at| Exports { written, failed_at };
        for (exports, now, due) in [
            (exports(vec![], None), morning + DAY / 2, true),
            (exports(written(morning - 1), None), morning, true),
            (exports(written(morning - 1), None), morning - 1, false),
            (exports(written(morning), None), morning + DAY - 1, false),
            (exports(written(morning), None), morning + DAY, true),
            (exports(written(morning - 1), Some(morning)), morning + 60_000, false),
            (exports(written(morning - 1), Some(morning)), morning + EXPORT_AGAIN, true),
        ] {
            assert_eq!(is_due(&exports, now), due, "{exports:?} at {now}");
        }
    }
}

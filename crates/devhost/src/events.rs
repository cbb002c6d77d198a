//! `GET /events`: the event `changed` whenever something that a page may be showing has changed. Changes in quick
//! succession are told once: a page reads everything again anyway.

use std::convert::Infallible;

use app::App;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;

/// What a stream listens to: the app's changes, and the end of the server.
#[derive(Clone)]
pub(crate) struct Changes {
    changed: watch::Receiver<()>,
    ended: watch::Receiver<()>,
}

impl Changes {
    pub(crate) fn of(app: &App, ended: watch::Receiver<()>) -> Self {
        let (tell, changed) = watch::channel(());
        app.subscribe(Box::new(move |_| tell.send_modify(|()| {})));
        Self { changed, ended }
    }

    /// Waits for the next change; none when the server ends.
    async fn next(&mut self) -> Option<()> {
        tokio::select! {
            // The end comes first, also when a change came with it.
            biased;
            _ = self.ended.changed() => None,
            told = self.changed.changed() => told.ok(),
        }
    }
}

pub(crate) async fn stream(State(mut changes): State<Changes>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    changes.changed.mark_unchanged();
    let events = unfold(changes, async |mut changes| {
        changes.next().await?;
        Some((Ok(Event::default().event("changed").data("changed")), changes))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

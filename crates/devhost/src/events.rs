//! `GET /events`: the event `changed` whenever something that a page may be showing has changed, and `export` whenever a file that is
//! being written is further on. What comes in quick succession is told once: a page reads everything again anyway.

use std::convert::Infallible;

use app::App;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;

const CHANGED: &str = "changed";
/// What the app calls the progress of a file.
const EXPORT: &str = "export";

/// What a stream listens to: the app's changes, how far a file is, and the end of the server.
#[derive(Clone)]
pub(crate) struct Changes {
    changed: watch::Receiver<()>,
    export: watch::Receiver<()>,
    ended: watch::Receiver<()>,
}

impl Changes {
    pub(crate) fn of(app: &App, ended: watch::Receiver<()>) -> Self {
        let ((tell, changed), (tell_export, export)) = (watch::channel(()), watch::channel(()));
        app.subscribe(Box::new(move |what| {
            let tell = if what == EXPORT { &tell_export } else { &tell };
            tell.send_modify(|()| {});
        }));
        Self { changed, export, ended }
    }

    /// Waits for the next event; none when the server ends.
    async fn next(&mut self) -> Option<&'static str> {
        tokio::select! {
            // The end comes first, also when a change came with it.
            biased;
            _ = self.ended.changed() => None,
            told = self.changed.changed() => told.ok().map(|()| CHANGED),
            told = self.export.changed() => told.ok().map(|()| EXPORT),
        }
    }
}

pub(crate) async fn stream(State(mut changes): State<Changes>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    changes.changed.mark_unchanged();
    changes.export.mark_unchanged();
    let events = unfold(changes, async |mut changes| {
        let event = changes.next().await?;
        Some((Ok(Event::default().event(event).data(event)), changes))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

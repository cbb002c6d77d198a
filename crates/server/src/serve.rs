//! `serve`: heal from the second copy, listen, say where, answer until told to stop.

use crate::accept::accept;
use crate::http::{Limits, Office, routes};
use crate::now;
use crate::worker::{add_up_each_night, ask, export_each_night, work};
use anyhow::Context;
use server_core::{Asking, Centre};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What a server does besides answering tablets, and how much of it.
pub struct Besides {
    /// Asks the DVLA.
    pub asking: Asking,
    /// Writes the export for central records into this folder each night.
    pub export: Option<PathBuf>,
    /// How much it takes in at once.
    pub limits: Limits,
}

impl Besides {
    /// Nothing.
    pub fn nothing() -> Self {
        Self { asking: Asking::new(None, 0), export: None, limits: Limits::default() }
    }
}

/// Serves until SIGTERM or SIGINT. When ready, one line on standard output says where: `{"listening":"http://…"}`.
pub fn serve(centre: Centre, listen: &str, besides: Besides) -> anyhow::Result<()> {
    centre.council()?;
    if let Err(fault) = centre.recover(now()).and_then(|_| centre.recover_photos()) {
        // Tablets must be able to send even while the second copy's disk is away; nothing is *backed up* meanwhile.
        tracing::error!(error = &fault as &dyn std::error::Error, "the office was not compared with its second copy");
    }
    centre.bring_edition_everywhere(now())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?;
        let stop = signal()?;
        let mut out = std::io::stdout();
        writeln!(out, "{}", serde_json::json!({ "listening": format!("http://{address}") }))?;
        out.flush()?;
        run_with(Arc::new(centre), listener, besides, stop).await;
        Ok(())
    })
}

/// Serves on a listener until `stop` is done. For tests, too.
pub async fn run(centre: Arc<Centre>, listener: TcpListener, stop: impl Future<Output = ()>) {
    run_with(centre, listener, Besides::nothing(), stop).await;
}

/// The same for an office that does something besides.
pub async fn run_with(centre: Arc<Centre>, listener: TcpListener, besides: Besides, stop: impl Future<Output = ()>) {
    let Besides { asking, export, limits } = besides;
    let office = Office::new(centre.clone(), &limits);
    let (stopped, stopping) = watch::channel(false);
    let exporter = tokio::spawn(export_each_night(centre.clone(), export, stopping.clone()));
    let adder = tokio::spawn(add_up_each_night(centre.clone(), stopping.clone()));
    let asker = tokio::spawn(ask(centre.clone(), asking, office.changed.clone(), stopping.clone()));
    let worker = tokio::spawn(work(centre, office.changed.clone(), stopping));
    accept(listener, routes(office), &limits, stop).await;
    tracing::info!("stopping");
    let told = stopped.send(true).is_ok();
    let ended = [exporter.await, adder.await, asker.await, worker.await];
    if !told || ended.iter().any(Result::is_err) {
        tracing::error!("a worker had ended before");
    }
}

#[cfg(unix)]
fn signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot wait for Ctrl+C");
        }
    })
}

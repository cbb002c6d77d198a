//! The `devhost` program: opens a book, serves it on this computer, and says where in one line of JSON.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use app::{App, Clock, Options, SystemClock};
use clap::Parser;
use serde_json::json;
use sync::Trouble;
use tracing_subscriber::EnvFilter;

// Simulated signatures are for the simulator: nothing that a council runs may hold them.
const _: () = assert!(!book::SIMULATED);

/// The app's commands over loopback HTTP, with the built pages: for tests in a browser and for working on the pages.
#[derive(Parser)]
#[command(name = "devhost", version)]
struct Arguments {
    /// The folder that holds this tablet's book, key and photos.
    #[arg(long, env = "PATROLBOOK_DATA_DIR")]
    data_dir: PathBuf,
    /// Where to listen: a loopback address; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The folder of the built pages.
    #[arg(long, default_value = "ui/build")]
    ui: PathBuf,
    /// Lets the tablet's clock stand so many minutes back, and then reaches no council office, which would find the clock
    /// wrong: for staging what was done earlier today.
    #[arg(long, default_value_t = 0)]
    minutes_ago: u32,
    /// As if it were so many days later.
    #[arg(long, default_value_t = 0)]
    days_later: u16,
    /// As if the connection were a mobile one.
    #[arg(long)]
    mobile: bool,
}

/// The computer's clock, so many milliseconds back; below zero, ahead.
struct Earlier(i64);

impl Clock for Earlier {
    fn now(&self) -> i64 {
        SystemClock.now() - self.0
    }

    fn steady(&self) -> i64 {
        SystemClock.steady()
    }
}

/// A mobile connection, whatever there is.
struct Mobile;

impl app::Network for Mobile {
    fn link(&self) -> app::Link {
        app::Link::Mobile
    }
}

impl Arguments {
    fn options(&self) -> Options {
        let mut options = Options::at(self.data_dir.clone());
        if self.minutes_ago > 0 {
            options.clock = Arc::new(Earlier(i64::from(self.minutes_ago) * 60_000));
            options.office = Arc::new(|_, _| Err(Trouble::NoSignal));
        }
        if self.days_later > 0 {
            options.clock = Arc::new(Earlier(i64::from(self.days_later) * -24 * 60 * 60 * 1000));
        }
        if self.mobile {
            options.network = Arc::new(Mobile);
        }
        options
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("PATROLBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // Already set when something loaded before us chose the same provider: there is only one in this program.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let listener = devhost::listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let options = arguments.options();
    let app = tokio::task::spawn_blocking(move || App::open(options)).await?.context("the book cannot be opened")?;
    println!("{}", json!({ "listening": format!("http://{address}") }));
    devhost::serve(app, arguments.ui, listener, stopped()?).await?;
    Ok(())
}

/// Done when the program is asked to stop, by ctrl-c or, where there is one, SIGTERM.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}

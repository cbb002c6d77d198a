//! `tauri-driver`, which opens the app's window and lets this program use it.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// How long it may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(20);

/// A running driver. The app that it opens is of the tablet in one folder.
pub(crate) struct Driver {
    process: Child,
    at: SocketAddr,
}

impl Driver {
    /// Starts it on free ports, with its output in `log`.
    pub(crate) async fn start(tablet: &OsStr, log: &Path) -> Result<Self> {
        let [at, native] = free_addresses()?;
        let log = std::fs::File::create(log).with_context(|| format!("{} cannot be written", log.display()))?;
        let mut command = Command::new("tauri-driver");
        command.arg("--port").arg(at.port().to_string()).arg("--native-port").arg(native.port().to_string());
        // The app inherits this, as it is the driver that opens it.
        command.env("PATROLBOOK_DATA_DIR", tablet);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let process = command.spawn().context("tauri-driver cannot be started; `cargo xtask setup` installs it")?;
        let mut driver = Self { process, at };
        driver.answers(at).await?;
        driver.answers(native).await?;
        Ok(driver)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.at)
    }

    async fn answers(&mut self, at: SocketAddr) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(at).await.is_err() {
            if let Some(status) = self.process.try_wait()? {
                bail!("tauri-driver stopped at once ({status})");
            }
            if Instant::now() > until {
                bail!("tauri-driver does not answer at {at}");
            }
            sleep(GLANCE).await;
        }
        Ok(())
    }

    /// Ends it. Asked, it ends the native driver too; only if it does not listen it is killed, when dropped.
    pub(crate) async fn stop(mut self) -> Result<()> {
        // Not yet waited for, so the number is still this process's own.
        let number = self.process.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(number) = number {
            kill_process(number, Signal::TERM)?;
        }
        timeout(PATIENCE, self.process.wait()).await.context("tauri-driver did not stop when asked")??;
        Ok(())
    }
}

/// Both are held until both are chosen, or they could be one.
fn free_addresses() -> Result<[SocketAddr; 2]> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let (one, other) = (TcpListener::bind(any)?, TcpListener::bind(any)?);
    Ok([one.local_addr()?, other.local_addr()?])
}

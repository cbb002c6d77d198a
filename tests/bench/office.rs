//! A council office as it is installed: the `patrolbook-server` program, on loopback, behind a proxy that counts bytes.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;

const TEAM: &str = "Demo team";

/// A running office. Ends when dropped.
pub(crate) struct CouncilOffice {
    process: Child,
    pub(crate) address: String,
    folder: TempDir,
}

impl CouncilOffice {
    pub(crate) fn start() -> Result<Self> {
        let folder = crate::tablet::scratch()?;
        run(folder.path(), &["init", "--council", "Demo council", "--demo"])?;
        run(folder.path(), &["team", "add", TEAM])?;
        Self::serve(folder)
    }

    /// Serves an office that was set up in the folder `centre` of this one.
    pub(crate) fn serve(folder: TempDir) -> Result<Self> {
        let mut process = server(folder.path(), &["serve", "--listen", "127.0.0.1:0"])?
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("patrolbook-server cannot be started")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its output")?).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line).with_context(|| format!("the office said {line:?}"))?;
        let address = said.get("listening").and_then(Value::as_str).context("where it listens")?.to_owned();
        Ok(Self { process, address, folder })
    }

    /// A one-time code for a new warden.
    pub(crate) fn code(&self) -> Result<String> {
        self.code_for("Demo warden A", "warden")
    }

    /// A one-time code for someone new.
    pub(crate) fn code_for(&self, name: &str, role: &str) -> Result<String> {
        run(self.folder.path(), &["user", "add", name, "--role", role])?;
        let said = run(self.folder.path(), &["device", "code", "--team", TEAM, "--user", name, "--json"])?;
        let said: Value = serde_json::from_str(&said)?;
        Ok(said.get("code").and_then(Value::as_str).context("a code")?.to_owned())
    }

    /// The most memory that the program has held at once, in bytes.
    pub(crate) fn peak_memory(&self) -> Result<u64> {
        memory_of(self.process.id())
    }

    /// Kills it, as a power cut would, and gives what it leaves.
    pub(crate) fn kill(mut self) -> Result<TempDir> {
        self.process.kill()?;
        self.process.wait()?;
        let left = TempDir::with_prefix_in("gone-", self.folder.path().parent().context("a folder")?)?;
        Ok(std::mem::replace(&mut self.folder, left))
    }

    /// Has it make its second copy now.
    pub(crate) fn back_up(&self) -> Result<()> {
        run(self.folder.path(), &["backup"]).map(drop)
    }
}

impl Drop for CouncilOffice {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The most memory that a program has held at once, in bytes.
pub(crate) fn memory_of(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
    Ok(1024 * peak.trim().trim_end_matches(" kB").parse::<u64>()?)
}

/// Beside the bench, where cargo puts the programs of the same profile.
pub(crate) fn server(data: &Path, arguments: &[&str]) -> Result<Command> {
    let own: PathBuf = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).context("the folder of the built programs")?;
    let mut command = Command::new(folder.join("patrolbook-server"));
    command.arg("--data").arg(data.join("centre")).args(arguments);
    Ok(command)
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Result<String> {
    let output = server(data, arguments)?.output().context("patrolbook-server: build it with `cargo xtask bench`")?;
    ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// A proxy that passes everything on and counts it: what a network carries above TCP.
pub(crate) struct Counter {
    pub(crate) address: String,
    bytes: Arc<[AtomicU64; 2]>,
    /// Connections that were made.
    connections: Arc<AtomicU64>,
}

/// Bytes that a connection still carries, both ways together.
type Left = Arc<AtomicI64>;

impl Counter {
    /// One that breaks nothing.
    pub(crate) fn before(office: &str) -> Result<Self> {
        Self::with(office, || i64::MAX)
    }

    /// One that breaks each connection, in the middle of whatever it carries, after `carries` bytes.
    pub(crate) fn with(office: &str, mut carries: impl FnMut() -> i64 + Send + 'static) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let to = office.trim_start_matches("http://").to_owned();
        let bytes: Arc<[AtomicU64; 2]> = Arc::default();
        let counted = Arc::clone(&bytes);
        let connections: Arc<AtomicU64> = Arc::default();
        let made = Arc::clone(&connections);
        std::thread::spawn(move || {
            for from in listener.incoming().flatten() {
                if let Ok(onward) = TcpStream::connect(&to) {
                    let _ = (from.set_nodelay(true), onward.set_nodelay(true));
                    made.fetch_add(1, Ordering::SeqCst);
                    let left = Arc::new(AtomicI64::new(carries()));
                    pass(&from, &onward, &counted, 0, &left);
                    pass(&onward, &from, &counted, 1, &left);
                }
            }
        });
        Ok(Self { address, bytes, connections })
    }

    /// Bytes up and down since it was last asked.
    pub(crate) fn take(&self) -> (u64, u64) {
        let [up, down] = &*self.bytes;
        (up.swap(0, Ordering::SeqCst), down.swap(0, Ordering::SeqCst))
    }

    /// Connections made since it was last asked.
    pub(crate) fn connections(&self) -> u64 {
        self.connections.swap(0, Ordering::SeqCst)
    }
}

/// Counts before it passes on, so that whoever has an answer finds it counted.
fn pass(from: &TcpStream, to: &TcpStream, bytes: &Arc<[AtomicU64; 2]>, direction: usize, left: &Left) {
    let (Ok(mut from), Ok(mut to), bytes, left) = (from.try_clone(), to.try_clone(), Arc::clone(bytes), left.clone())
    else {
        return;
    };
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(many @ 1..) = from.read(&mut buffer) {
            if let Some(counter) = bytes.get(direction) {
                counter.fetch_add(many as u64, Ordering::SeqCst);
            }
            let carried = left.fetch_sub(many as i64, Ordering::SeqCst).clamp(0, many as i64) as usize;
            if buffer.get(..carried).is_none_or(|read| to.write_all(read).is_err()) {
                break;
            }
            if carried < many {
                let _ = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
                return;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    });
}

//! The demo's council office: `patrolbook-server` on loopback.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{COUNCIL, Person, TEAM};
use crate::program::{self, Running};
use crate::{build, timing};

/// How long the office may take to answer.
const START: Duration = Duration::from_secs(30);

/// A council office that answers.
pub(crate) struct Centre {
    /// The demo's.
    folder: PathBuf,
    port: u16,
    /// None if it belongs to another terminal, which also stops it.
    running: Option<Running>,
}

/// What the central record holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Summary {
    /// Patrols.
    pub(crate) patrols: u64,
    /// Findings.
    pub(crate) findings: u64,
    /// Photos.
    pub(crate) photos: u64,
    /// `all`, or what is not yet backed up.
    pub(crate) backed_up: String,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

impl Centre {
    /// Starts it, or joins the one that another terminal runs.
    pub(super) fn start(folder: &Path, port: u16) -> Result<Self> {
        if answers(port) {
            println!("· The council office of another terminal is used");
            return Ok(Self { folder: folder.into(), port, running: None });
        }
        if !is_free(port) {
            bail!(
                "port {port}, which the demo's tablets know, is used by another program; stop that, or begin anew with \
                 `cargo xtask run --reset`"
            );
        }
        timing::step("Starting the council office", || {
            let log = folder.join("council-office.log");
            let mut command = server(folder, &["serve"]);
            command.arg("--listen").arg(address_of(port).to_string());
            let mut running = Running::start("the council office", &mut command, log)?;
            running.wait_until(START, || answers(port))?;
            Ok(Self { folder: folder.into(), port, running: Some(running) })
        })
    }

    /// Its address, for a tablet.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", address_of(self.port))
    }

    /// Its process number, if it stops with us.
    pub(crate) fn process(&self) -> Option<u32> {
        self.running.as_ref().map(Running::number)
    }

    /// What the central record holds now.
    pub(crate) fn summary(&self) -> Result<Summary> {
        let text = program::output(&mut server(&self.folder, &["summary", "--json"]))?;
        serde_json::from_str(&text).with_context(|| format!("the council office's summary cannot be read: {text}"))
    }
}

/// Brings in a council's known year, under the leader's name: the figures of its report are known.
pub(super) fn bring_year(folder: &Path, leader: &Person) -> Result<()> {
    let mut medway = program::command(build::program_path("medway"));
    medway.arg("--into").arg(folder.join("centre")).args(["--team", TEAM, "--by", leader.name]);
    program::output(&mut medway).map(drop)
}

/// Makes the office with its team and people, and gives a one-time code for each.
pub(super) fn init(folder: &Path, people: &[&Person]) -> Result<Vec<String>> {
    let mut init = server(folder, &["init", "--demo", "--council", COUNCIL]);
    program::output(init.arg("--archive").arg(folder.join("archive")))?;
    program::output(&mut server(folder, &["team", "add", TEAM]))?;
    people.iter().map(|person| code_for(folder, person)).collect()
}

fn code_for(folder: &Path, person: &Person) -> Result<String> {
    program::output(&mut server(folder, &["user", "add", person.name, "--role", person.role]))?;
    let answer =
        program::output(&mut server(folder, &["device", "code", "--team", TEAM, "--user", person.name, "--json"]))?;
    let code: Code = serde_json::from_str(&answer).with_context(|| format!("no code in {answer}"))?;
    Ok(code.code)
}

fn server(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program::command(build::program_path("patrolbook-server"));
    command.arg("--data").arg(folder.join("centre")).args(arguments);
    command
}

/// Whether a council office answers at that port.
pub(super) fn answers(port: u16) -> bool {
    health(port).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains("\"server\":\"patrolbook\""))
}

fn health(port: u16) -> std::io::Result<String> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address_of(port), limit)?;
    stream.set_read_timeout(Some(limit))?;
    stream.set_write_timeout(Some(limit))?;
    write!(stream, "GET /health HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", address_of(port))?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer)?;
    Ok(answer)
}

/// The wanted port, or any that is free; 0 wants any.
pub(super) fn free_port(wanted: u16) -> Result<u16> {
    if wanted != 0 && is_free(wanted) {
        return Ok(wanted);
    }
    Ok(TcpListener::bind(address_of(0))?.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(address_of(port)).is_ok()
}

fn address_of(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

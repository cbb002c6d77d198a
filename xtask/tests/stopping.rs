//! Asked to stop, the menu ends at once, with all that it had started.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Far less than the sleepers sleep.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `cargo` that writes down what it was asked and what it started, and works for an hour. `sh` does not pass signals on.
const CARGO: &str = "#!/bin/sh\n\
    sleep 3600 &\n\
    echo \"$1 $$ $!\" >> \"$STARTED\"\n\
    wait\n";

#[test]
fn a_check_that_is_asked_to_stop_ends_what_it_started_and_looks_at_nothing_more() {
    stops(&["check"]);
}

#[test]
fn so_does_a_step_that_runs_by_itself() {
    stops(&["herd", "--tablets", "1"]);
}

fn stops(line: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (cargo, started) = (folder.path().join("cargo"), folder.path().join("started"));
    fs::write(&cargo, CARGO).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut menu = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(line)
        .env("PATH", format!("{}:{path}", folder.path().display()))
        .env("STARTED", &started)
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("it starts cargo", || fs::read_to_string(&started).is_ok_and(|text| text.ends_with('\n')));

    kill_process(Pid::from_child(&menu), Signal::TERM).unwrap();
    let mut status = None;
    until("it ends", || {
        status = menu.try_wait().unwrap();
        status.is_some()
    });
    assert!(!status.unwrap().success(), "what was not done is not good");

    let started = fs::read_to_string(&started).unwrap();
    assert_eq!(started.lines().count(), 1, "nothing more is started: {started}");
    for process in started.split_whitespace().skip(1) {
        until("what it started has ended", || has_ended(process));
    }
}

/// Gone, or dead and not yet waited for by whoever it was left to.
fn has_ended(process: &str) -> bool {
    let about = fs::read_to_string(Path::new("/proc").join(process).join("stat"));
    about.map_or(true, |about| about.contains(") Z "))
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "{what}: not within {} s", PATIENCE.as_secs());
        thread::sleep(Duration::from_millis(20));
    }
}

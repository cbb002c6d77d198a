//! strace: lists the calls that change something, and kills at one of them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};

use super::flow::output_file;
use crate::program;

/// Every call of our programs that can change a file or a folder. `openat` is among them because it can make a file.
const CALLS: &str = "openat,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,\
                     truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,\
                     symlink,symlinkat,chmod,fchmod,fchmodat,copy_file_range,sendfile";
/// The same for both that make writes durable.
pub(super) const FSYNCS: &str = "fsync,fdatasync";

/// A call of a program, such as `pwrite64:17`: its 17th of that name. strace counts each name by itself, so that the 17th
/// call of a set of names cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    name: String,
    nth: usize,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.nth)
    }
}

impl FromStr for Point {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, nth) = text.split_once(':').context("a call is a name and a number, such as pwrite64:17")?;
        ensure!(CALLS.split(',').any(|call| call == name), "{name} is not a call that is watched");
        Ok(Self { name: name.into(), nth: nth.parse()? })
    }
}

/// Runs a command to its end and gives those of its calls that change something, in order.
pub(super) fn points(command: &Command, acks: &Path, trace: &Path) -> Result<Vec<Point>> {
    let mut strace = traced(command, &[&format!("trace={CALLS}")], trace);
    let status = program::status(strace.stdin(Stdio::null()).stdout(output_file(acks)?))?;
    ensure!(status.success(), "the flow failed without a kill ({status})");
    points_in(&fs::read_to_string(trace)?)
}

/// Runs a command and kills it when it enters this call, before the call does anything. False if it came to its end.
pub(super) fn killed(command: &Command, at: &Point, acks: &Path, trace: &Path) -> Result<bool> {
    let Point { name, nth } = at;
    let inject = format!("inject={name}:signal=KILL:when={nth}");
    let mut strace = traced(command, &[&format!("trace={name}"), &inject], trace);
    let status = program::status(strace.stdin(Stdio::null()).stdout(output_file(acks)?))?;
    died(status)
}

/// The same command under strace with these expressions. Not with `--seccomp-bpf`, under which no signal is delivered.
pub(super) fn traced(command: &Command, expressions: &[&str], trace: &Path) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-s", "0", "-o"]).arg(trace);
    for expression in expressions {
        strace.args(["-e", expression]);
    }
    strace.arg(command.get_program()).args(command.get_args());
    strace
}

/// strace ends as its program did.
fn died(status: ExitStatus) -> Result<bool> {
    match (status.signal(), status.code()) {
        (Some(9), _) => Ok(true),
        (None, Some(0)) => Ok(false),
        _ => bail!("the flow neither died nor came to its end ({status})"),
    }
}

fn points_in(trace: &str) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    let mut thread = None;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let lines = trace.lines().filter_map(|line| line.split_once(' '));
    for (process, call) in lines.map(|(process, call)| (process, call.trim_start())) {
        if call.starts_with(['+', '-', '<']) {
            continue; // its end, a signal, or the end of a call that was told before
        }
        let first = *thread.get_or_insert(process);
        if first != process {
            // The catalogue is read on several processors: they may look at the machine, and change nothing.
            ensure!(!changes(call), "the flow changes something in two threads: strace counts the calls of each apart");
            continue;
        }
        let (name, _) = call.split_once('(').with_context(|| format!("strace printed: {call}"))?;
        let nth = counts.entry(name).or_default();
        *nth += 1;
        if changes(call) {
            points.push(Point { name: name.to_owned(), nth: *nth });
        }
    }
    Ok(points)
}

/// Opening changes something only if it can make or empty a file; the standard output is not of the flow's folder.
fn changes(call: &str) -> bool {
    if call.starts_with("openat(") {
        return call.contains("O_CREAT") || call.contains("O_TRUNC");
    }
    !call.starts_with("write(1,") && !call.starts_with("write(2,")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_that_change_something_are_points_each_name_counted_by_itself() {
        let trace = "7 openat(AT_FDCWD, \"a\", O_RDONLY|O_CLOEXEC) = 3\n7 openat(AT_FDCWD, \"b\", O_RDWR|O_CREAT, 0644) = 4\n\
                     7 write(1, \"\"..., 9) = 9\n7 write(4, \"\"..., 10) = 10\n7 fsync(4)  = 0\n7 +++ exited with 0 +++\n";
        let points: Vec<String> = points_in(trace).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(points, ["openat:2", "write:2", "fsync:1"]);
    }

    #[test]
    fn what_another_thread_only_reads_is_not_counted() {
        let trace = "7 openat(AT_FDCWD, \"a\", O_RDONLY <unfinished ...>\n8 openat(AT_FDCWD, \"cpus\", O_RDONLY) = 3\n\
                     7 <... openat resumed>) = 4\n7 openat(AT_FDCWD, \"b\", O_RDWR|O_CREAT, 0644) = 5\n";
        let points: Vec<String> = points_in(trace).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(points, ["openat:2"]);
    }

    #[test]
    fn a_point_is_read_as_it_is_printed() {
        let point: Point = "pwrite64:17".parse().unwrap();
        assert_eq!(point.to_string(), "pwrite64:17");
        assert!("read:1".parse::<Point>().is_err(), "a call that changes nothing is not watched");
        assert!("pwrite64".parse::<Point>().is_err());
    }

    #[test]
    fn a_flow_with_two_threads_is_refused() {
        assert!(
            points_in("7 fsync(4)  = 0\n8 fsync(4)  = 0\n").is_err(),
            "strace counts the calls of each thread apart"
        );
    }

    #[test]
    fn only_a_kill_counts_as_one() {
        assert!(died(ExitStatus::from_raw(9)).unwrap(), "killed");
        assert!(!died(ExitStatus::from_raw(0)).unwrap(), "came to its end");
        assert!(died(ExitStatus::from_raw(256)).is_err(), "a flow that fails by itself proves nothing");
        assert!(died(ExitStatus::from_raw(11)).is_err(), "another signal");
    }
}

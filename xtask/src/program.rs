//! Other programs: run to their end, or kept running until dropped.
//!
//! A program that we keep is ended by its own handle and nothing else: when its [`Running`] goes out of scope, which also
//! happens on Ctrl-C and on a panic. One that is run to its end is a process group of its own, which Ctrl-C and a request to
//! stop end whole: cargo with its compilers and tests, npm with its browsers.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};

use crate::project;

/// How long a program gets to stop by itself.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a waiting loop looks.
const GLANCE: Duration = Duration::from_millis(50);

static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on Ctrl-C and a request to stop end what we keep running, in order, instead of just us.
pub(crate) fn listen_for_interrupt() -> Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&INTERRUPTED))?;
    }
    Ok(())
}

/// A command that runs at the top of the project and finds the project's own tools first.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::path("")).env("PATH", search_path());
    command
}

fn search_path() -> OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let all = [project::path(".tools/bin")].into_iter().chain(std::env::split_paths(&others));
    // Only a folder whose name holds a colon cannot be joined; without our tools the next step says what is missing.
    std::env::join_paths(all).unwrap_or(others)
}

/// Runs it to its end with its output on the screen.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    succeeded(command, status)
}

/// Runs it to its end and says how it ended.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    // It asks for a password at the terminal, which only our own group may read; Ctrl-C reaches it there.
    if command.get_program() == "sudo" {
        return command.status().context("sudo cannot be started");
    }
    ended(&mut started(command)?)
}

/// Runs it to its end and keeps its output in `target/xtask/NAME.log`, shown only if it fails.
pub(crate) fn run_quietly(name: &str, command: &mut Command) -> Result<()> {
    let log = project::path(&format!("target/xtask/{name}.log"));
    let file = create(&log)?;
    let status = status(command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file))?;
    if !status.success() {
        let text = fs::read_to_string(&log).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        for line in lines.iter().skip(lines.len().saturating_sub(40)) {
            eprintln!("  {line}");
        }
    }
    succeeded(command, status)
}

/// Runs it to its end and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let mut process = started(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()))?;
    let mut printed = process.stdout.take().context("it prints nothing")?;
    let reading = thread::spawn(move || {
        let mut text = String::new();
        printed.read_to_string(&mut text).map(|_| text)
    });
    let status = ended(&mut process)?;
    succeeded(command, status)?;
    Ok(reading.join().map_err(|_| anyhow!("what it printed was not read"))??)
}

fn started(command: &mut Command) -> Result<Child> {
    command.process_group(0).spawn().with_context(|| format!("{} cannot be started", line(command)))
}

/// Waits for its end. When we are asked to stop before, it is stopped, with all that it started.
fn ended(process: &mut Child) -> Result<ExitStatus> {
    let mut nap = Duration::from_millis(1);
    loop {
        if let Some(status) = process.try_wait()? {
            return Ok(status);
        }
        if let Err(stopped) = go_on() {
            stop_group(process)?;
            return Err(stopped);
        }
        thread::sleep(nap);
        nap = GLANCE.min(nap * 2);
    }
}

/// Asks all of a process's group to stop, and ends what does not. The process has not been waited for, so the number is
/// its group's own.
fn stop_group(process: &mut Child) -> Result<()> {
    let group = i32::try_from(process.id()).ok().and_then(Pid::from_raw).context("a process without a number")?;
    kill_process_group(group, Signal::TERM)?;
    let asked = Instant::now();
    while test_kill_process_group(group).is_ok() {
        if asked.elapsed() > PATIENCE {
            kill_process_group(group, Signal::KILL)?;
            break;
        }
        process.try_wait()?;
        thread::sleep(GLANCE);
    }
    process.wait()?;
    Ok(())
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    match status.success() {
        true => Ok(()),
        false => bail!("failed ({status}): {}", line(command)),
    }
}

/// The command as it could be typed.
pub(crate) fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Makes a file and the folders above it.
pub(crate) fn create(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create(path).with_context(|| format!("{} cannot be written", project::shown(path)))
}

/// A program that we keep running.
pub(crate) struct Running {
    name: &'static str,
    log: Option<PathBuf>,
    process: Child,
}

impl Running {
    /// Starts it with its output in `log`.
    pub(crate) fn start(name: &'static str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let file = create(&log)?;
        command.stdout(file.try_clone()?).stderr(file);
        let mut running = Self::start_loose(name, command)?;
        running.log = Some(log);
        Ok(running)
    }

    /// Starts it with the output that `command` says.
    pub(crate) fn start_loose(name: &'static str, command: &mut Command) -> Result<Self> {
        let process = command.stdin(Stdio::null()).spawn().with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { name, log: None, process })
    }

    /// The process number, for a person to read.
    pub(crate) fn number(&self) -> u32 {
        self.process.id()
    }

    /// What it prints, if that was asked for and not yet taken.
    pub(crate) fn printed(&mut self) -> Option<std::process::ChildStdout> {
        self.process.stdout.take()
    }

    /// Waits until `ready` says so; fails when the program ends before, on Ctrl-C, and after `limit`.
    pub(crate) fn wait_until(&mut self, limit: Duration, mut ready: impl FnMut() -> bool) -> Result<()> {
        let began = Instant::now();
        while !ready() {
            if let Some(status) = self.process.try_wait()? {
                bail!("{} stopped at once ({status}){}", self.name, self.see_log());
            }
            if began.elapsed() > limit {
                bail!("{} is not ready after {} s{}", self.name, limit.as_secs(), self.see_log());
            }
            pause()?;
        }
        Ok(())
    }

    /// Waits until it ends by itself or somebody presses Ctrl-C.
    pub(crate) fn wait(&mut self) -> Result<()> {
        loop {
            if let Some(status) = self.process.try_wait()? {
                match status.success() {
                    true => return Ok(()),
                    false => bail!("{} failed ({status}){}", self.name, self.see_log()),
                }
            }
            if pause().is_err() {
                return Ok(());
            }
        }
    }

    fn see_log(&self) -> String {
        self.log.as_deref().map(|log| format!("; see {}", project::shown(log))).unwrap_or_default()
    }

    fn stop(&mut self) -> Result<()> {
        if self.process.try_wait()?.is_some() {
            return Ok(());
        }
        // Not yet waited for, so the number is still this process's own.
        let number = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        if let Some(number) = number {
            kill_process(number, Signal::TERM)?;
        }
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if self.process.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(GLANCE);
        }
        self.process.kill()?;
        self.process.wait()?;
        bail!("{} did not stop by itself within {} s{}", self.name, PATIENCE.as_secs(), self.see_log())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{error:#}");
        }
    }
}

/// Waits a moment; fails once we are asked to stop.
pub(crate) fn pause() -> Result<()> {
    thread::sleep(GLANCE);
    go_on()
}

/// Fails once somebody pressed Ctrl-C or asked us to stop.
pub(crate) fn go_on() -> Result<()> {
    match INTERRUPTED.load(Ordering::Relaxed) {
        true => bail!("stopped"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(name: &str) -> PathBuf {
        project::path(&format!("target/xtask/test-{name}.log"))
    }

    #[test]
    fn a_program_that_is_kept_ends_when_it_goes_out_of_scope() {
        let running = Running::start("the sleeper", command("sleep").arg("600"), log("sleeper")).unwrap();
        let process = PathBuf::from(format!("/proc/{}", running.number()));
        assert!(process.exists(), "it should run while it is kept");
        drop(running);
        assert!(!process.exists(), "it should have ended");
    }

    #[test]
    fn a_panic_ends_a_program_that_is_kept() {
        let (told, number) = std::sync::mpsc::channel();
        let panicked = thread::spawn(move || {
            let running = Running::start("the sleeper", command("sleep").arg("600"), log("panic")).unwrap();
            told.send(running.number()).unwrap();
            panic!("on purpose, with a program running");
        });
        assert!(panicked.join().is_err(), "the thread should have panicked");
        assert!(!PathBuf::from(format!("/proc/{}", number.recv().unwrap())).exists(), "it should have ended");
    }

    #[test]
    fn a_program_that_stops_before_it_is_ready_is_told_with_its_log() {
        let mut running = Running::start("the office", &mut command("false"), log("false")).unwrap();
        let error = running.wait_until(Duration::from_secs(60), || false).unwrap_err().to_string();
        assert!(error.contains("the office stopped at once"), "{error}");
        assert!(error.contains("see target/xtask/test-false.log"), "{error}");
    }

    #[test]
    fn a_failed_command_is_told_as_it_would_be_typed() {
        let error = run(command("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert_eq!(error, "failed (exit status: 3): sh -c exit 3");
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let error = run(&mut command("no-such-program-anywhere")).unwrap_err().to_string();
        assert_eq!(error, "no-such-program-anywhere cannot be started");
    }
}

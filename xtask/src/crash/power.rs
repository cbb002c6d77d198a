//! Power cuts: a flow runs on a file system in a file. While it waits after a promise, that file is copied: the copy is
//! what a disk would hold after a cut, without all that the kernel had not written yet. A kill cannot show that.
//!
//! The control runs a flow whose fsync does nothing and must be seen to lose. Were it not, the cuts would prove nothing.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use super::flow::{self, Flow, Verdict};
use super::sweep::Random;
use super::{ground, strace};
use crate::{program, timing};

/// Bytes of the file system.
const SIZE: u64 = 48 * 1024 * 1024;
/// No commit of the file system's own accord within the test: only what the flow asked for is on the disk.
const OPTIONS: &str = "loop,commit=3600";

/// Flows that make again what a cut took, from what was there before them: no cut of these can show a missing fsync.
const MADE_AGAIN: [&str; 2] = ["migrate", "restore"];

/// Whether the flow's fsync works.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fsync {
    Works,
    DoesNothing,
}

/// Cuts the power so often, in each flow in turn; then once in the control.
pub(super) fn run(cuts: usize, seed: u64) -> Result<()> {
    if left_out(cannot(), std::env::var_os("CI").as_deref())? {
        return Ok(());
    }
    println!("seed={seed}");
    let began = Instant::now();
    let flows = flow::all()?;
    let ground = ground("power")?;
    let mut random = Random(seed);
    let (mut lost, mut orphaned, mut failed) = (0, 0, 0);
    for (cut, flow) in (1..=cuts).zip(flows.iter().cycle()) {
        let promises = promises(flow, &ground)?;
        let after = 1 + random.below(promises);
        let verdict = cut_at(flow, &ground, after, Fsync::Works)?;
        println!(
            "cut {cut:<3} {:<8} after promise {after:<3} of {promises:<3} lost={} orphaned={}",
            flow.name, verdict.lost, verdict.orphaned
        );
        lost += verdict.lost;
        orphaned += verdict.orphaned;
        if !verdict.is_good() {
            failed += 1;
            verdict.problems.iter().take(5).for_each(|problem| println!("  {problem}"));
            println!("  repeat it with: cargo xtask crash --power {cuts} --seed {seed}");
        }
    }
    let mut unnoticed = Vec::new();
    for flow in &flows {
        let promises = promises(flow, &ground)?;
        let control = cut_at(flow, &ground, promises, Fsync::DoesNothing)?;
        println!("control: {:<8} without fsync lost={} (expected > 0)", flow.name, control.lost);
        if control.lost == 0 && !MADE_AGAIN.contains(&flow.name.as_str()) {
            unnoticed.push(flow.name.as_str());
        }
    }
    flow::remove(&ground)?;
    println!("{}", timing::seconds(began.elapsed()));
    println!("cuts={cuts} lost={lost} orphaned={orphaned}");
    ensure!(unnoticed.is_empty(), "the cuts do not show a missing fsync in: {}", unnoticed.join(", "));
    ensure!(lost + orphaned + failed == 0, "{failed} cuts failed");
    Ok(())
}

/// Whether they are left out, which is said. Continuous integration leaves nothing out: what cannot be done there has failed.
fn left_out(why: Option<&str>, ci: Option<&OsStr>) -> Result<bool> {
    let Some(why) = why else { return Ok(false) };
    ensure!(ci.is_none_or(|value| value != "true"), "power cuts may not be left out here: {why}");
    println!("power cuts were left out: {why}");
    Ok(true)
}

/// Why it cannot be done here; where it can, whatever fails after this is a failure.
fn cannot() -> Option<&'static str> {
    if !rustix::process::getuid().is_root() {
        return Some("mounting needs root");
    }
    let loops = Command::new("losetup").arg("--find").stdout(Stdio::null()).stderr(Stdio::null()).status();
    match loops {
        Ok(status) if status.success() => None,
        _ => Some("there is no loop device"),
    }
}

/// How many promises the flow makes.
fn promises(flow: &Flow, ground: &Path) -> Result<usize> {
    let folder = ground.join("dry");
    flow::clear(&folder)?;
    flow.prepare(&folder)?;
    Ok(program::output(&mut flow.run(&folder))?.lines().count())
}

/// Cuts the power after so many promises and checks what is left.
fn cut_at(flow: &Flow, ground: &Path, after: usize, fsync: Fsync) -> Result<Verdict> {
    let (image, left) = (ground.join("disk.img"), ground.join("left.img"));
    File::create(&image)?.set_len(SIZE)?;
    program::output(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))?;
    let acks = ground.join("acks");
    {
        let disk = Mounted::mount(&image, ground.join("disk"))?;
        let folder = disk.0.join("flow");
        fs::create_dir(&folder)?;
        flow.prepare(&folder)?;
        program::output(Command::new("sync").arg("--file-system").arg(&disk.0))?;
        let mut command = flow.run(&folder);
        command.arg("--step");
        if fsync == Fsync::DoesNothing {
            let nothing = format!("inject={}:retval=0", strace::FSYNCS);
            let trace = format!("trace={}", strace::FSYNCS);
            command = strace::traced(&command, &[&trace, &nothing], &ground.join("trace"));
        }
        let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let waits = until(&mut running, after, &acks)?;
        fs::copy(&image, &left).context("the disk cannot be copied")?;
        drop(waits); // it goes on to its end
        ensure!(running.wait()?.success(), "the flow failed by itself");
    }
    let disk = Mounted::mount(&left, ground.join("disk"))?;
    flow.check(&disk.0.join("flow"), &acks)
}

/// Lets a flow make so many promises, writes them down, and leaves it waiting.
fn until(running: &mut Child, promises: usize, acks: &Path) -> Result<impl Sized + use<>> {
    let mut input = running.stdin.take().context("no input")?;
    let mut output = BufReader::new(running.stdout.take().context("no output")?);
    let mut told = String::new();
    for promise in 1..=promises {
        if output.read_line(&mut told)? == 0 {
            bail!("the flow ended after {} promises", promise - 1);
        }
        if promise < promises {
            input.write_all(b"\n")?;
        }
    }
    fs::write(acks, told)?;
    // The rest of what it says must go somewhere, or it would wait for ever.
    let rest = std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
    Ok((input, rest))
}

/// A mounted file system.
struct Mounted(PathBuf);

impl Mounted {
    fn mount(image: &Path, at: PathBuf) -> Result<Self> {
        fs::create_dir_all(&at)?;
        program::output(Command::new("mount").args(["-o", OPTIONS]).args([image, &at]))?;
        Ok(Self(at))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Also when we were asked to stop.
        if !Command::new("umount").arg(&self.0).status().is_ok_and(|status| status.success()) {
            eprintln!("{} is still mounted", self.0.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_cuts_are_left_out_where_they_cannot_be_made_but_not_in_continuous_integration() {
        let ci = Some(OsStr::new("true"));
        assert!(!left_out(None, ci).unwrap());
        assert!(left_out(Some("mounting needs root"), None).unwrap());
        let refused = left_out(Some("mounting needs root"), ci).unwrap_err();
        assert_eq!(refused.to_string(), "power cuts may not be left out here: mounting needs root");
    }
}

//! A virtual screen whose pixels are read from the file in which Xvfb keeps them.

use anyhow::{Context, Result, ensure};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SIZE: (u32, u32) = (800, 1280);
/// A picture that has not changed for so long is the last one.
const SETTLED: Duration = Duration::from_millis(1500);
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(4);
/// So much of a picture may differ from the last one and it is still the same: a caret blinks.
const MAY_DIFFER: f64 = 0.003;
/// Every so many rows of the picture are looked at.
const EVERY_ROW: usize = 8;

/// The screen, until it is dropped.
pub(crate) struct Screen {
    server: Child,
    display: String,
    pixels: Pixels,
    _folder: tempfile::TempDir,
}

impl Screen {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{}x{}x24", SIZE.0, SIZE.1))
            .arg("-fbdir")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb cannot be started (apt-get install xvfb)")?;
        let mut display = String::new();
        BufReader::new(server.stdout.take().context("Xvfb's stdout")?).read_line(&mut display)?;
        ensure!(!display.trim().is_empty(), "Xvfb named no display");
        let pixels = Pixels::open(&folder.path().join("Xvfb_screen0"))?;
        Ok(Self { server, display: format!(":{}", display.trim()), pixels, _folder: folder })
    }

    /// Starts a program, waits until its picture changes no more, ends it, and says when that picture was there: the time
    /// from the start of the program.
    pub(crate) fn painted(&self, program: &mut Command) -> Result<Duration> {
        let bare = self.pixels.look()?;
        let began = Instant::now();
        let mut child = program.env("DISPLAY", &self.display).stderr(Stdio::null()).spawn()?;
        let pictures = self.watch(began, &bare);
        child.kill()?;
        child.wait()?;
        let pictures = pictures?;
        while differ(&self.pixels.look()?, &bare) > 0.0 {
            ensure!(began.elapsed() < PATIENCE * 2, "the window stays though its program has ended");
            std::thread::sleep(LOOK_EVERY);
        }
        let (_, last) = pictures.last().context("no picture")?;
        let first = pictures.iter().rposition(|(_, picture)| differ(picture, last) > MAY_DIFFER).map_or(0, |at| at + 1);
        pictures.get(first).map(|(at, _)| *at).context("no picture")
    }

    /// Each picture with its time, from the first that is not `bare` to the last.
    fn watch(&self, began: Instant, bare: &[u8]) -> Result<Vec<(Duration, Vec<u8>)>> {
        let mut pictures: Vec<(Duration, Vec<u8>)> = Vec::new();
        loop {
            let (at, picture) = (began.elapsed(), self.pixels.look()?);
            let before = pictures.last().map_or(bare, |(_, picture)| picture);
            let changed = differ(&picture, before);
            match pictures.last() {
                Some((since, _)) if changed <= MAY_DIFFER && at.saturating_sub(*since) > SETTLED => {
                    return Ok(pictures);
                }
                _ if changed > MAY_DIFFER => pictures.push((at, picture)),
                _ => {}
            }
            ensure!(at < PATIENCE, "nothing is painted, or it never rests");
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// How much of the two pictures is not the same, 0 to 1.
fn differ(one: &[u8], other: &[u8]) -> f64 {
    one.iter().zip(other).filter(|(one, other)| one != other).count() as f64 / one.len().max(1) as f64
}

/// The file: an X window dump, its numbers in network order, that the server changes as it draws.
struct Pixels {
    file: File,
    from: u64,
    row: usize,
}

impl Pixels {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).context("Xvfb keeps no picture")?;
        let number = |field: u64| -> Result<u64> {
            let mut bytes = [0; 4];
            file.read_exact_at(&mut bytes, field * 4)?;
            Ok(u32::from_be_bytes(bytes).into())
        };
        // Of the header's fields: its length, the bytes of a row, and how many colours of 12 bytes follow it.
        let (header, row, colours) = (number(0)?, number(12)?, number(19)?);
        Ok(Self { from: header + colours * 12, row: usize::try_from(row)?, file })
    }

    fn look(&self) -> Result<Vec<u8>> {
        let rows = SIZE.1 as usize / EVERY_ROW;
        let mut picture = vec![0; rows * self.row];
        for (number, row) in picture.chunks_mut(self.row).enumerate() {
            self.file.read_exact_at(row, self.from + (number * EVERY_ROW * self.row) as u64)?;
        }
        Ok(picture)
    }
}

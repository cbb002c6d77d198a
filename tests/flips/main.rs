//! Bit rot: one bit of a tablet's database, or of the second copy, is flipped, and everything is read back. Each flip must be
//! noticed or harmless; a reader that is content with other words than were written is *silent*.
//!
//! Beside each stands a control that must be silent somewhere, or the flips would prove nothing: the same tables in plain
//! SQLite, whose pages have no HMAC, and a reader of the second copy that follows no hash.

#![allow(clippy::indexing_slicing, reason = "a kit for tests: a bad index is a failed run")]

mod archive;
mod tablet;

use anyhow::{Result, ensure};
use clap::Parser;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tests::{Tablet, World, jpeg};

/// Flips bits and looks whether anyone notices.
#[derive(Parser)]
struct Arguments {
    /// So many flips of each instead of 10,000.
    #[arg(long, default_value_t = 10_000)]
    sample: usize,
    /// Repeats the choice of an earlier run.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What became of flips.
#[derive(Default)]
struct Tally {
    noticed: AtomicUsize,
    harmless: AtomicUsize,
    silent: AtomicUsize,
    /// Where the silent ones were.
    places: Mutex<Vec<String>>,
}

/// A reading of everything after a flip: the same as before, something else, or a complaint.
enum Read {
    Content(Vec<u8>),
    Complaint,
}

fn main() -> Result<()> {
    let Arguments { sample, seed } = Arguments::parse();
    println!("seed={seed}");
    let world = World::new();
    let (warden, scope) = lived(&world)?;
    let (tablet_folder, centre_folder) = (warden.folder().to_owned(), world.centre_folder());
    let key = world.centre.council_key()?;
    drop(warden);
    let tablet = tablet::Tablets { files: files(&tablet_folder)?, scope };
    let plain = tablet::Plain::of(&tablet)?;
    let second = archive::SecondCopy { files: files(&centre_folder.join("archive"))?, key };

    let mut bad = Vec::new();
    for (name, target, must_be_silent) in [
        ("tablet", &tablet as &dyn Target, false),
        ("control: plain SQLite", &plain, true),
        ("second copy", &second, false),
        ("control: no hash is followed", &archive::Naive(&second), true),
    ] {
        let tally = flip(target, sample, seed)?;
        let [noticed, harmless, silent] =
            [&tally.noticed, &tally.harmless, &tally.silent].map(|count| count.load(Ordering::Relaxed));
        println!("{name}: flips={} noticed={noticed} harmless={harmless} silent={silent}", noticed + harmless + silent);
        if (silent > 0) != must_be_silent {
            bad.push(name);
            lock(&tally.places).iter().take(10).for_each(|place| println!("  silent: {place}"));
        }
    }
    ensure!(bad.is_empty(), "not as it must be: {}", bad.join(", "));
    Ok(())
}

/// What bits are flipped in.
trait Target: Sync {
    /// The files, by name.
    fn files(&self) -> &[(PathBuf, Vec<u8>)];
    /// Those whose bits are flipped.
    fn rots(&self, name: &Path) -> bool;
    /// Reads everything in a folder with these files.
    fn read(&self, folder: &Path) -> Read;
}

/// Flips `sample` bits, each in a fresh copy.
fn flip(target: &dyn Target, sample: usize, seed: u64) -> Result<Tally> {
    let (tally, next) = (Tally::default(), AtomicUsize::new(0));
    let rots: Vec<usize> = (0..target.files().len()).filter(|at| target.rots(&target.files()[*at].0)).collect();
    let total: u64 = rots.iter().map(|at| target.files()[*at].1.len() as u64).sum();
    let ground = memory()?;
    let whole = ground.path().join("whole");
    lay(&whole, target.files())?;
    let Read::Content(right) = target.read(&whole) else { anyhow::bail!("it cannot be read even without a flip") };
    let dice = AtomicU64::new(seed);
    std::thread::scope(|scope| -> Result<()> {
        let work = |worker: usize| {
            let (tally, next, rots, ground, right, dice) = (&tally, &next, &rots, &ground, &right, &dice);
            move || -> Result<()> {
                let folder = ground.path().join(format!("worker-{worker}"));
                while next.fetch_add(1, Ordering::Relaxed) < sample {
                    let mut bit = roll(dice) % (total * 8);
                    let mut files = target.files().to_vec();
                    let mut place = String::new();
                    for at in rots {
                        let bits = files[*at].1.len() as u64 * 8;
                        if bit < bits {
                            files[*at].1[(bit / 8) as usize] ^= 1 << (bit % 8);
                            place = format!("{}, bit {bit}", files[*at].0.display());
                            break;
                        }
                        bit -= bits;
                    }
                    lay(&folder, &files)?;
                    let count = match target.read(&folder) {
                        Read::Complaint => &tally.noticed,
                        Read::Content(content) if content == *right => &tally.harmless,
                        Read::Content(_) => {
                            lock(&tally.places).push(place);
                            &tally.silent
                        }
                    };
                    count.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            }
        };
        let workers: Vec<_> = (0..2).map(|worker| scope.spawn(work(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow::anyhow!("a reader panicked"))?)
    })?;
    Ok(tally)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SplitMix64, shared by the workers: the same flips for the same seed.
fn roll(dice: &AtomicU64) -> u64 {
    let mut mixed = dice.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A tablet and an office on a morning's work: findings, corrections, photos, a draft, receipts of both kinds.
fn lived(world: &World) -> Result<(Tablet, book::ScopeId)> {
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    for number in 0..100_u32 {
        let saved = warden.find_needles(1 + number % 5);
        if number % 10 == 0 {
            let form = warden.reopen(&saved.finding, "correct");
            warden.save(&warden.answer(&form, serde_json::json!({ "description": format!("by gate {number}") })));
        }
    }
    for seed in 1..=3 {
        let form = warden.begin("drug_litter");
        warden.photo(&form, jpeg(seed, 320, 240));
        warden.save(&warden.answer(&form, serde_json::json!({ "n_needle": 1 })));
    }
    warden.sync();
    world.back_up();
    warden.sync();
    warden.answer(&warden.begin("drug_litter"), serde_json::json!({ "n_needle": 7 }));
    let scope = world.centre.teams()?.first().map(|team| team.scope);
    Ok((warden, scope.ok_or_else(|| anyhow::anyhow!("no team"))?))
}

/// All files of a folder and those in it, by name.
fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    fn walk(base: &Path, folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::path);
        for entry in entries {
            if entry.file_type()?.is_dir() {
                walk(base, &entry.path(), into)?;
            } else {
                into.push((entry.path().strip_prefix(base)?.to_owned(), fs::read(entry.path())?));
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found)?;
    Ok(found)
}

/// Makes a folder hold just these files.
fn lay(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// A folder in memory where there is one: what is tried is reading, not the disk.
fn memory() -> Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}

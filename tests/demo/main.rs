//! The demo without a screen: plays a warden's patrol and the leader's review through the real window of the app, as two
//! people would, by what the pages show and nothing else. `cargo xtask run --headless` starts it.
//!
//! Exit 0 only if every step showed what it should. Screenshots of the way go to the demo's folder.

mod album;
mod driver;
mod leader;
mod page;
mod photos;
mod sync;
mod warden;
mod window;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use album::Album;
use anyhow::{Context, Result};
use tokio::time::Instant;

/// How long the whole play may take.
const LIMIT: Duration = Duration::from_secs(180);

/// What `cargo xtask run` says.
struct Stage {
    /// The program whose window is used.
    app: PathBuf,
    /// The council office's address, which the tablets know.
    office: String,
    /// Where the tablets are, and the screenshots go.
    folder: PathBuf,
    warden_pin: String,
    leader_pin: String,
    /// When patience ends.
    until: Instant,
}

impl Stage {
    fn from_environment() -> Result<Self> {
        // The screen is the driver's and the app's to use; without one they would only say so much later.
        said("DISPLAY")?;
        Ok(Self {
            app: said("PATROLBOOK_APP")?.into(),
            office: text("PATROLBOOK_OFFICE")?,
            folder: said("PATROLBOOK_DEMO")?.into(),
            warden_pin: text("PATROLBOOK_WARDEN_PIN")?,
            leader_pin: text("PATROLBOOK_LEADER_PIN")?,
            until: Instant::now() + LIMIT,
        })
    }
}

fn said(name: &str) -> Result<OsString> {
    env::var_os(name).with_context(|| format!("{name} is not set; `cargo xtask run --headless` sets it"))
}

fn text(name: &str) -> Result<String> {
    said(name)?.into_string().ok().with_context(|| format!("{name} is no text"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match play().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the demo patrol failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn play() -> Result<()> {
    let stage = Stage::from_environment()?;
    let album = Album::begin(stage.folder.clone())?;
    println!("  The council office is {}", stage.office);
    let patrol = window::used(&stage, &album, "tablet-a", async |page| warden::play(page, &stage).await)
        .await
        .context("Demo warden A")?;
    window::used(&stage, &album, "tablet-leader", async |page| leader::play(page, &stage, &patrol).await)
        .await
        .context("Demo leader")
}

//! What `patrolbook` does without a window: for the operating system's scheduler, for setting tablets up, for tests.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use app::contract::CallError;
use app::{App, Moved, Options, Synced};
use clap::Subcommand;
use serde_json::{Value, json};

/// It has the book, and sends and fetches by itself, in the night too.
const SYNCS_BY_ITSELF: &str = "Patrolbook is open on this tablet and could not be asked. It syncs by itself.";

/// One thing to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Send what has not arrived and fetch what is new, once.
    Sync,
    /// Write everything that is not backed up to one file that only the council office can open, for a tablet that cannot
    /// reach it.
    Bundle {
        /// The file, which may not exist yet; by default a new one in the downloads folder.
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Enrol this tablet, or add a person to it, with a one-time code from the council office.
    Enrol {
        /// The council office's address.
        #[arg(long, default_value = "")]
        office: String,
        /// The one-time code.
        #[arg(long)]
        code: String,
        /// The PIN that the person chooses, 6 digits.
        #[arg(long, env = "PATROLBOOK_PIN", hide_env_values = true)]
        pin: String,
    },
    /// Move the key of this tablet's book from its file into the computer's keychain. Close Patrolbook first.
    KeyToKeychain,
    /// Record some weeks of demo findings. Only a tablet of a demo office takes them.
    DemoFindings,
}

/// Does it and prints one sentence. Success only if all of it was done.
pub fn run(options: Options, task: Task) -> ExitCode {
    let done = match task {
        Task::Sync => {
            let folder = options.data_dir.clone();
            match App::open(options) {
                Ok(app) => app.sync_and_say(),
                Err(app::Error::AlreadyOpen) => ask_to_sync(&folder),
                Err(error) => Err(error.to_string()),
            }
        }
        Task::KeyToKeychain => match app::move_key_to_keychain(&options) {
            Ok(Moved::Now) => Ok((true, "The key is in the keychain now, and no longer in a file.".into())),
            Ok(Moved::Before) => Ok((true, "The key was in the keychain already.".into())),
            Err(error) => Err(error.to_string()),
        },
        Task::Bundle { to } => match App::open(options) {
            Ok(app) => bundle(&app, to),
            Err(app::Error::AlreadyOpen) => {
                Err("Patrolbook is open on this tablet. Write the bundle there, on What has arrived.".into())
            }
            Err(error) => Err(error.to_string()),
        },
        Task::DemoFindings => demo_findings(options),
        Task::Enrol { office, code, pin } => {
            let request = json!({ "office": office, "code": code, "pin": pin });
            open(options).and_then(|app| ask(&app, "enrol", request)).map(|_| (true, "Enrolled.".into()))
        }
    };
    match done {
        Ok((complete, sentence)) => {
            println!("{sentence}");
            if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn open(options: Options) -> Result<Arc<App>, String> {
    App::open(options).map_err(|error| error.to_string())
}

/// Opens the app by itself: with a clock that walks through the past.
fn demo_findings(options: Options) -> Result<(bool, String), String> {
    let recorded = app::demo::record(options.data_dir, options.keychain).map_err(|error| error.to_string())?;
    Ok((true, format!("{} patrols, {} findings and entries.", recorded.patrols, recorded.findings)))
}

/// Asks the Patrolbook that is open to sync now.
#[cfg(unix)]
fn ask_to_sync(folder: &Path) -> Synced {
    app::ask_to_sync(folder).unwrap_or_else(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "the open Patrolbook was not asked");
        Ok((false, SYNCS_BY_ITSELF.into()))
    })
}

/// Here an open Patrolbook cannot be asked, only trusted.
#[cfg(not(unix))]
fn ask_to_sync(_: &Path) -> Synced {
    Ok((true, SYNCS_BY_ITSELF.into()))
}

fn bundle(app: &App, to: Option<PathBuf>) -> Result<(bool, String), String> {
    let written = app.write_bundle_to(to).map_err(told)?;
    Ok((written.left_out == 0, format!("{}\n{}", written.path, written.sentence)))
}

fn ask(app: &App, name: &str, request: Value) -> Result<Value, String> {
    app.call(name, request).map_err(told)
}

fn told(refusal: CallError) -> String {
    if let Some(detail) = refusal.detail {
        tracing::warn!(detail, "refused");
    }
    refusal.message
}

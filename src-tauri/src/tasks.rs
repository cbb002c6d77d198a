//! What `patrolbook` does without a window: for the operating system's scheduler, for setting tablets up, for tests.

use std::process::ExitCode;
use std::sync::Arc;

use app::contract::{CallError, SyncOutcome};
use app::{App, Options};
use clap::Subcommand;
use serde_json::{Value, json};

/// One thing to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Send what has not arrived and fetch what is new, once.
    Sync,
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
    /// Record some weeks of demo findings. Only a tablet of a demo office takes them.
    DemoFindings,
}

/// Does it and prints one sentence. Success only if all of it was done.
pub fn run(options: Options, task: Task) -> ExitCode {
    let done = match task {
        Task::Sync => match App::open(options) {
            Ok(app) => sync(&app),
            // It has the book, and sends and fetches by itself, in the night too.
            Err(app::Error::AlreadyOpen) => Ok((true, "Patrolbook is open on this tablet and syncs by itself.".into())),
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
    let recorded = app::demo::record(options.data_dir).map_err(|error| error.to_string())?;
    Ok((true, format!("{} patrols, {} findings and entries.", recorded.patrols, recorded.findings)))
}

fn sync(app: &App) -> Result<(bool, String), String> {
    let answer = ask(app, "sync_now", json!({}))?;
    let outcome: SyncOutcome = serde_json::from_value(answer).map_err(|error| error.to_string())?;
    Ok((outcome.complete, outcome.sentence))
}

fn ask(app: &App, name: &str, request: Value) -> Result<Value, String> {
    app.call(name, request).map_err(|CallError { message, detail, .. }| {
        if let Some(detail) = detail {
            tracing::warn!(name, detail, "refused");
        }
        message
    })
}

//! What `patrolbook` does without a window: for the operating system's scheduler, for setting tablets up, for tests.

use std::process::ExitCode;

use app::App;
use app::contract::{CallError, SyncOutcome};
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
}

/// Does it and prints one sentence. Success only if all of it was done.
pub fn run(app: &App, task: Task) -> ExitCode {
    let done = match task {
        Task::Sync => sync(app),
        Task::Enrol { office, code, pin } => {
            ask(app, "enrol", json!({ "office": office, "code": code, "pin": pin })).map(|_| (true, "Enrolled.".into()))
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

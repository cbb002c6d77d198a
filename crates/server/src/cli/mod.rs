//! The command line: what the operator may say, and where it goes. Commands work while the server runs.

mod accounts;
mod bundle;
mod catalogue;
mod copy;
mod erase;
mod export;
mod import;
mod morning;
mod paper;
mod progress;
mod report;
mod retention;

use crate::dvla::HttpDvla;
use crate::serve::{Besides, serve};
use anyhow::{bail, ensure};
use clap::{Parser, Subcommand};
use serde::Serialize;
use server_core::{Asking, Centre, Dvla};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The council office's server for Patrolbook tablets.
#[derive(Debug, Parser)]
#[command(name = "patrolbook-server", version)]
struct Line {
    /// The folder that holds the office: database and photos.
    #[arg(long, global = true, default_value = "patrolbook-data", env = "PATROLBOOK_DATA")]
    data: PathBuf,
    /// With init, serve and restore: where the second copy goes from now on; remembered. Should be on another disk. At
    /// first: `archive` in the data.
    #[arg(long, global = true)]
    archive: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set up a council office in an empty folder.
    Init {
        /// The council's name, as tablets show it.
        #[arg(long)]
        council: String,
        /// A demo: tablets say so.
        #[arg(long)]
        demo: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Serve tablets until stopped (SIGTERM, Ctrl+C).
    Serve {
        /// Where to listen; port 0 picks a free one. Put a reverse proxy with TLS in front.
        #[arg(long, default_value = "127.0.0.1:8460")]
        listen: String,
        /// Log as JSON, a line each, on standard error.
        #[arg(long)]
        log_json: bool,
        /// A file with this council's key to the DVLA's Vehicle Enquiry Service; or put the key into PATROLBOOK_DVLA_KEY.
        /// Without a key, tablets that ask are told so.
        #[arg(long, env = "PATROLBOOK_DVLA_KEY_FILE")]
        dvla_key_file: Option<PathBuf>,
        /// Where that service is.
        #[arg(long, default_value = crate::dvla::ADDRESS, env = "PATROLBOOK_DVLA_ADDRESS")]
        dvla_address: String,
        /// The most questions to it in a day.
        #[arg(long, default_value_t = 1000, env = "PATROLBOOK_DVLA_DAILY")]
        dvla_daily: u32,
        /// Where to write the export for central records each night, a folder that is there. See `export`.
        #[arg(long, env = "PATROLBOOK_EXPORT")]
        export: Option<PathBuf>,
    },
    /// Teams.
    #[command(subcommand)]
    Team(accounts::Team),
    /// People.
    #[command(subcommand)]
    User(accounts::User),
    /// Tablets: one-time codes to enrol them, and taking their authority back.
    #[command(subcommand)]
    Device(accounts::Device),
    /// List the tablets.
    Devices {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// What tablets may do.
    #[command(subcommand)]
    Policy(bundle::Policy),
    /// The council's own kinds of finding.
    #[command(subcommand)]
    Catalogue(catalogue::Catalogue),
    /// Take bundles that tablets wrote because they cannot reach the office. Taking one again changes nothing. Exit code 1
    /// if not all of all was taken.
    ImportBundle {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Of a file that is cut or damaged, take what is whole in front of the damage; otherwise nothing of it is taken.
        #[arg(long)]
        whole_part: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Bring in records of before from a CSV file. Says what would be brought in and what is wrong, and does it with --yes.
    /// Nothing is brought in unless all of it can be; the same file twice adds nothing. Exit code 1 if a row is wrong.
    Import(import::Line),
    /// Erase values by law: here, in the second copy and, with their next sync, on every tablet. Says what would go, and does it
    /// with --yes. Large offices should do it at night: the database is written anew.
    Erase(erase::Erase),
    /// The records of a team whose time to be kept is over, by their retention classes. Changes nothing.
    Retention(retention::Line),
    /// Write what changed since the export before, or everything, for the council's central records: into a new folder of a
    /// folder. A server that has `--export` does it each night.
    Export(export::Line),
    /// What arrived since the evening before, from which tablets, and what did not and why.
    Morning(morning::Line),
    /// The council's report of a team over a period, from what the office holds.
    Report(report::Line),
    /// Bring the second copy up to date now, and write the council key for the safe.
    Backup {
        /// A new file for the council key. Whoever has it is the council office: keep it in a safe, not beside the copy.
        #[arg(long)]
        key: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Sign now how far every book is held, as is done each night.
    Checkpoint {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Fill an empty folder from a second copy (`--archive`) and the council key. Stopped in its middle, run it again.
    Restore {
        /// The council key that `backup --key` wrote.
        #[arg(long)]
        key: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read everything, here and in the second copy, and prove it whole. Exit code 1 if anything is wrong.
    Verify {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Count what the office holds.
    Summary {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command line. Errors go to standard error, and the exit code is 1.
pub fn run() -> ExitCode {
    match dispatch(Line::parse()) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "patrolbook-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(line: Line) -> anyhow::Result<ExitCode> {
    let Line { data, archive, command } = line;
    let archive = archive.as_deref();
    log(matches!(command, Command::Serve { log_json: true, .. }));
    let moves = matches!(command, Command::Init { .. } | Command::Serve { .. } | Command::Restore { .. });
    ensure!(moves || archive.is_none(), "--archive moves the second copy; it goes with init, serve and restore only");
    match command {
        Command::Init { council, demo, json } => accounts::init(&data, archive, &council, demo, json)?,
        Command::Restore { key, json } => copy::restore(&data, archive, &key, json)?,
        Command::Serve { listen, dvla_key_file, dvla_address, dvla_daily, export, .. } => {
            let dvla = HttpDvla::configured(&dvla_address, dvla_key_file.as_deref())?;
            let dvla = dvla.map(|dvla| Box::new(dvla) as Box<dyn Dvla>);
            let alone = alone(&data)?;
            let centre = existing(&data, archive)?;
            let (folder, inside) = server_storage::archive_folder(&data)?;
            if inside {
                tracing::warn!(folder = %folder.display(), "the second copy lies beside the first; put it on another disk with --archive");
            }
            let asking = Asking::new(dvla, dvla_daily);
            serve(centre, &listen, Besides { asking, export, ..Besides::nothing() })?;
            drop(alone);
        }
        Command::Team(team) => accounts::team(&existing(&data, None)?, team)?,
        Command::User(user) => accounts::user(&existing(&data, None)?, user)?,
        Command::Device(device) => accounts::device(&existing(&data, None)?, device)?,
        Command::Devices { json } => accounts::devices(&existing(&data, None)?, json)?,
        Command::Policy(policy) => bundle::policy(&existing(&data, None)?, policy)?,
        Command::Catalogue(command) => return catalogue::catalogue(&existing(&data, None)?, command),
        Command::ImportBundle { files, whole_part, json } => {
            return bundle::import(&existing(&data, None)?, &files, whole_part, json);
        }
        Command::Import(line) => return import::import(&existing(&data, None)?, line),
        Command::Export(line) => export::export(&existing(&data, None)?, &line)?,
        Command::Morning(line) => morning::morning(&existing(&data, None)?, &line)?,
        Command::Report(line) => report::report(&existing(&data, None)?, &line)?,
        Command::Retention(line) => retention::retention(&existing(&data, None)?, &line)?,
        Command::Erase(asked) => erase::erase(&existing(&data, None)?, asked)?,
        Command::Backup { key, json } => copy::backup(&existing(&data, None)?, key.as_deref(), json)?,
        Command::Checkpoint { json } => copy::checkpoint(&existing(&data, None)?, json)?,
        Command::Verify { json } => return copy::verify(&existing(&data, None)?, json),
        Command::Summary { json } => copy::summary(&existing(&data, None)?, json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn existing(data: &Path, archive: Option<&Path>) -> anyhow::Result<Centre> {
    must_exist(data)?;
    let centre = server_storage::open(data, archive)?;
    centre.council()?;
    Ok(centre)
}

/// Two servers on one folder would not hear of what the other took and wrote.
fn alone(data: &Path) -> anyhow::Result<File> {
    must_exist(data)?;
    let Some(alone) = server_storage::serve_alone(data)? else {
        bail!(
            "another patrolbook-server serves the office in {} already; stop that one first, or name another folder with --data",
            data.display()
        );
    };
    Ok(alone)
}

fn must_exist(data: &Path) -> anyhow::Result<()> {
    ensure!(
        server_storage::exists(data),
        "there is no council office in {}; `init` sets one up, --data names another folder",
        data.display()
    );
    Ok(())
}

fn log(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.init() }
}

/// Prints a result: as JSON, or in words.
fn show(json: bool, value: &impl Serialize, words: impl FnOnce() -> String) -> anyhow::Result<()> {
    let text = if json { serde_json::to_string(value)? } else { words() };
    let mut out = std::io::stdout();
    if !text.is_empty() {
        writeln!(out, "{text}")?;
    }
    Ok(out.flush()?)
}

/// A moment in words, UTC.
fn moment(millis: i64) -> String {
    let time = chrono::DateTime::from_timestamp_millis(millis);
    time.map_or_else(|| "never".into(), |time| time.format("%Y-%m-%d %H:%M UTC").to_string())
}

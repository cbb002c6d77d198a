//! The `patrolbook` program: the window, or with a task one thing done without it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use patrolbook_lib::{folder, keychain, tasks, window};
use tracing_subscriber::EnvFilter;

// Simulated signatures are for the simulator: nothing that a council runs may hold them.
const _: () = assert!(!book::SIMULATED);

/// The patrol notebook for community wardens. Without a task it opens its window.
#[derive(Parser)]
#[command(name = "patrolbook", version)]
struct Arguments {
    /// The folder that holds this tablet's book, key and photos; by default the app's own folder of this user.
    #[arg(long, env = "PATROLBOOK_DATA_DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// Keep a new tablet's key in a file of that folder, although this computer has a keychain.
    #[arg(long, env = "PATROLBOOK_KEY_FILE", global = true)]
    key_file: bool,
    #[command(subcommand)]
    task: Option<tasks::Task>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("PATROLBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(error = &*error, "stopped");
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn std::error::Error>> {
    survive_a_full_disk()?;
    // Already set when something loaded before us chose the same provider: there is only one in this program.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let folder = folder::choose(arguments.data_dir)?;
    match arguments.task {
        Some(task) => Ok(tasks::run(options(folder, arguments.key_file), task)),
        None => {
            let options = options(folder.clone(), arguments.key_file);
            window::run(&folder, |opening| app::App::open(app::Options { opening, ..options }))
                .map(|()| ExitCode::SUCCESS)
                .map_err(Into::into)
        }
    }
}

/// The app on its folder; what is exported goes where the user's downloads go.
fn options(folder: PathBuf, key_file: bool) -> app::Options {
    let given = app::Options {
        keychain: keychain::of_this_computer(key_file),
        demo_unlock: std::env::var("PATROLBOOK_DEMO_UNLOCK").ok(),
        ..app::Options::at(folder)
    };
    match dirs::download_dir() {
        Some(exports) => app::Options { exports, ..given },
        None => given,
    }
}

/// Writing past a file-size limit must be an error that is told, and not the end of the program, which is what the
/// signal does when nobody listens.
#[cfg(unix)]
fn survive_a_full_disk() -> std::io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Default::default()).map(drop)
}

#[cfg(not(unix))]
fn survive_a_full_disk() -> std::io::Result<()> {
    Ok(())
}

//! `patrolbook-server`: see `patrolbook-server --help` and `docs/operating.md`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}

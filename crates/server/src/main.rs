//! `patrolbook-server`: see `patrolbook-server --help` and `docs/operating.md`.

use std::process::ExitCode;

// Simulated signatures are for the simulator: nothing that a council runs may hold them.
const _: () = assert!(!book::SIMULATED);

fn main() -> ExitCode {
    server::cli::run()
}

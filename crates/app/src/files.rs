//! Files that leave the tablet: new ones in the downloads folder, and what is said when one cannot be written.

use crate::App;
use crate::contract::{CallError, ErrorCode};
use crate::refusals::refuse;
use crate::words::local;
use std::fs::File;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Files begun in one second.
const MOST_A_SECOND: u32 = 100;

impl App {
    /// A new file, named by the time; the second within a second says so.
    pub(crate) fn new_export(&self, what: &str, ending: &str) -> Result<(PathBuf, File), std::io::Error> {
        std::fs::create_dir_all(&self.exports)?;
        let stamp = local(self.now()).format("%Y-%m-%d-%H%M%S").to_string();
        let mut again = 1;
        loop {
            let end = if again == 1 { String::new() } else { format!("-{again}") };
            let path = self.exports.join(format!("patrolbook-{what}-{stamp}{end}.{ending}"));
            match File::create_new(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && again < MOST_A_SECOND => again += 1,
                created => return created.map(|file| (path, file)),
            }
        }
    }
}

pub(crate) fn not_written(error: &std::io::Error) -> CallError {
    let (code, message) = match error.kind() {
        ErrorKind::StorageFull => (
            ErrorCode::DiskFull,
            "The tablet is full. The file was not written; everything saved is safe. Free some space and try again.",
        ),
        _ => (
            ErrorCode::Fault,
            "The file could not be written to this tablet's disk. Everything saved is safe. Try again.",
        ),
    };
    CallError { detail: Some(error.to_string()), ..refuse(code, message) }
}

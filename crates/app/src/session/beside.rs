//! One Patrolbook at a time has the book open. Another that is started beside it, such as `patrolbook sync` by the
//! scheduler at night, asks that one to sync and waits for what came of it.
//!
//! One line each way over a socket in the data folder, which only the folder's owner may open. No secret passes, and
//! nothing but a sync can be asked for.

use crate::App;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::sync::Synced;

const SOCKET: &str = "patrolbook.sock";
/// What is asked.
const QUESTION: &str = "sync\n";
/// The most bytes that are read of a question, and of an answer.
const LONGEST_QUESTION: u64 = 16;
const LONGEST_ANSWER: u64 = 4096;
/// How long a question, once begun, may take to come, and an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(5);

/// Open as long as the app is.
pub(crate) struct Door(PathBuf);

impl Door {
    /// Answers from now on for the app that has the folder open.
    pub(crate) fn open(app: &Arc<App>, folder: &Path) -> io::Result<Self> {
        let path = folder.join(SOCKET);
        // Who has the folder open owns the name: a socket that lies there is of a Patrolbook that was killed.
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => (),
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        let app = Arc::downgrade(app);
        std::thread::spawn(move || {
            for caller in listener.incoming() {
                let answered = caller.and_then(|caller| answer(&app, caller));
                if let Err(error) = answered {
                    tracing::info!(
                        error = &error as &dyn std::error::Error,
                        "a Patrolbook beside this one was not answered"
                    );
                }
                if app.strong_count() == 0 {
                    return;
                }
            }
        });
        Ok(Self(path))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // The thread waits for a caller; this one shows it that the app is gone.
        let _ = UnixStream::connect(&self.0);
        let _ = std::fs::remove_file(&self.0);
    }
}

fn answer(app: &Weak<App>, caller: UnixStream) -> io::Result<()> {
    caller.set_read_timeout(Some(PATIENCE))?;
    caller.set_write_timeout(Some(PATIENCE))?;
    let mut question = String::new();
    BufReader::new((&caller).take(LONGEST_QUESTION)).read_line(&mut question)?;
    let Some(app) = app.upgrade() else { return Ok(()) };
    let synced = match question.as_str() {
        QUESTION => app.sync_and_say(),
        "" => return Ok(()),
        _ => Err("Patrolbook did not understand what it was asked.".into()),
    };
    drop(app);
    serde_json::to_writer(&caller, &synced)?;
    (&caller).write_all(b"\n")
}

/// Asks the Patrolbook that has the folder open to sync now, and waits for the end.
///
/// # Errors
/// When it cannot be asked, or gives no answer: nothing is known of a sync then.
pub fn ask_to_sync(folder: &Path) -> io::Result<Synced> {
    let mut door = UnixStream::connect(folder.join(SOCKET))?;
    door.write_all(QUESTION.as_bytes())?;
    // No time limit: a sync takes as long as its photos, and an app that ends closes its door.
    let mut answer = Vec::new();
    door.take(LONGEST_ANSWER).read_to_end(&mut answer)?;
    Ok(serde_json::from_slice(&answer)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    fn open() -> (tempfile::TempDir, Arc<App>) {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Options::at(folder.path().to_owned())).unwrap();
        (folder, app)
    }

    fn say(folder: &Path, words: &[u8]) -> String {
        let mut door = UnixStream::connect(folder.join(SOCKET)).unwrap();
        door.write_all(words).unwrap();
        let mut answer = Vec::new();
        // It may close the door on what it does not read.
        let _ = door.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn the_open_app_answers_and_a_closed_one_cannot_be_asked() {
        let (folder, app) = open();
        assert_eq!(ask_to_sync(folder.path()).unwrap(), Err("Enrol this tablet first.".into()));
        drop(app);
        assert!(ask_to_sync(folder.path()).is_err());
        assert!(!folder.path().join(SOCKET).exists());
    }

    #[test]
    fn nothing_but_a_sync_can_be_asked_for_and_a_bad_caller_does_no_harm() {
        let (folder, _app) = open();
        for words in [b"status\n".as_slice(), b"sync now please, and the findings\n", b"{}\n"] {
            assert!(say(folder.path(), words).contains("did not understand"), "{words:?}");
        }
        assert_eq!(say(folder.path(), &[0xff; 40]), "");
        drop(UnixStream::connect(folder.path().join(SOCKET)).unwrap());
        assert!(ask_to_sync(folder.path()).is_ok(), "it still answers");
    }

    #[test]
    fn only_the_owner_may_ask_and_a_socket_that_was_left_behind_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        drop(UnixListener::bind(folder.path().join(SOCKET)).unwrap());
        let _app = App::open(Options::at(folder.path().to_owned())).unwrap();
        let mode = std::fs::metadata(folder.path().join(SOCKET)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(ask_to_sync(folder.path()).is_ok());
    }
}

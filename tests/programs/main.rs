//! The two programs as people start them: a tablet that cannot reach the office writes a bundle, and the office takes it in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

use serde_json::Value;
use std::io::{BufRead, BufReader, copy};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const TABLET: &str = env!("CARGO_BIN_EXE_patrolbook");

/// A folder with an office and a tablet in it.
struct Ground(TempDir);

/// A server that is stopped with its test.
struct Serving {
    server: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The address at which tablets know the office: it stays when the office is stopped and started, and leads nowhere meanwhile.
struct Door {
    address: String,
    leads_to: Arc<Mutex<Option<String>>>,
}

impl Door {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let leads_to = Arc::<Mutex<Option<String>>>::default();
        let now = Arc::clone(&leads_to);
        std::thread::spawn(move || {
            for outside in listener.incoming().flatten() {
                let Some(inside) = now.lock().unwrap().as_ref().and_then(|to| TcpStream::connect(to).ok()) else {
                    continue;
                };
                let (mut asks, mut answers) = (outside.try_clone().unwrap(), inside.try_clone().unwrap());
                std::thread::spawn(move || copy(&mut asks, &mut &inside));
                std::thread::spawn(move || copy(&mut answers, &mut &outside));
            }
        });
        Self { address, leads_to }
    }

    fn lead_to(&self, serving: Option<&Serving>) {
        *self.leads_to.lock().unwrap() = serving.map(|serving| serving.address.clone());
    }
}

/// The office's program lies beside the tablet's.
fn office_program() -> PathBuf {
    let program = Path::new(TABLET).with_file_name(format!("patrolbook-server{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is missing; build it with: cargo build --workspace --bins", program.display());
    program
}

impl Ground {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn office(&self, line: &[&str]) -> Command {
        let mut command = Command::new(office_program());
        command.arg("--data").arg(self.path("office")).args(line);
        command
    }

    /// What a command of the office prints, as JSON.
    #[track_caller]
    fn told(&self, line: &[&str]) -> Value {
        let output = self.office(line).arg("--json").output().unwrap();
        assert!(output.status.success(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn serve(&self) -> Serving {
        let mut server = self.office(&["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        Serving { server, address: ready["listening"].as_str().unwrap().replace("http://", "") }
    }

    fn tablet(&self, line: &[&str]) -> Output {
        let mut command = Command::new(TABLET);
        command.arg("--data-dir").arg(self.path("tablet")).arg("--key-file").args(line);
        command.env("PATROLBOOK_LOG", "off").env("HOME", self.0.path()).output().unwrap()
    }

    /// What a task of the tablet prints that goes well.
    #[track_caller]
    fn does(&self, line: &[&str]) -> String {
        let output = self.tablet(line);
        assert!(output.status.success(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The sentence with which a task of the tablet is refused.
    #[track_caller]
    fn refused(&self, line: &[&str]) -> String {
        let output = self.tablet(line);
        assert!(!output.status.success(), "{line:?} should be refused: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap().trim().to_owned()
    }

    /// What the office took of a bundle.
    #[track_caller]
    fn import(&self, bundle: &str) -> Value {
        let came = &self.told(&["import-bundle", bundle])[0];
        assert_eq!(came["refused"], Value::Null);
        came["imported"].clone()
    }
}

#[test]
fn a_bundle_goes_from_one_program_to_the_other_once_and_not_where_the_office_forbids_it() {
    let ground = Ground(tempfile::tempdir().unwrap());
    ground.told(&["init", "--council", "Demo council", "--demo"]);
    ground.told(&["team", "add", "Team 1"]);
    ground.told(&["user", "add", "Demo warden A", "--role", "warden"]);
    let code = ground.told(&["device", "code", "--team", "Team 1", "--user", "Demo warden A"]);
    let code = code["code"].as_str().unwrap();
    let (door, serving) = (Door::open(), ground.serve());
    door.lead_to(Some(&serving));
    ground.does(&["enrol", "--office", &door.address, "--code", code, "--pin", "135790"]);
    ground.does(&["sync"]);
    // From here on the office is out of reach.
    door.lead_to(None);
    drop(serving);
    let recorded = ground.does(&["demo-findings"]);
    assert_eq!(ground.told(&["summary"])["findings"], 0, "{recorded}");

    let file = ground.path("stick.bundle");
    let file = file.to_str().unwrap();
    let said = ground.does(&["bundle", "--to", file]);
    assert_eq!(said.lines().next(), Some(file), "{said}");
    let whole = std::fs::read(file).unwrap();
    assert!(ground.refused(&["bundle", "--to", file]).contains("already"));
    assert_eq!(std::fs::read(file).unwrap(), whole, "the file that was there is left alone");

    let first = ground.import(file);
    assert_eq!((first["tablet"].as_str(), first["whole"].as_bool()), (Some("W01"), Some(true)), "{first}");
    let pages = first["pages"].as_u64().unwrap();
    assert!(pages > 50 && first["new_pages"].as_u64().unwrap() >= pages - 2, "{first}");
    let held = ground.told(&["summary"]);
    let findings = held["findings"].as_u64().unwrap();
    assert!(findings > 20, "{held} of {recorded}");
    let again = ground.import(file);
    assert_eq!((again["pages"].as_u64(), again["new_pages"].as_u64()), (Some(pages), Some(0)));
    assert_eq!(ground.told(&["summary"]), held, "twice changes nothing");
    assert_eq!(ground.told(&["verify"])["problems"], serde_json::json!([]));

    ground.told(&["policy", "bundle", "off"]);
    let serving = ground.serve();
    door.lead_to(Some(&serving));
    ground.does(&["sync"]);
    drop(serving);
    let forbidden = ground.path("forbidden.bundle");
    assert_eq!(
        ground.refused(&["bundle", "--to", forbidden.to_str().unwrap()]),
        "The council office has switched bundles off. Ask your team leader."
    );
    assert!(!forbidden.exists());
    assert_eq!(ground.told(&["summary"])["findings"], findings, "the sync brought nothing twice");
}

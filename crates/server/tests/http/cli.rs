//! The operator's day: set up, enrol, serve, stop, back up, lose the disk, restore, prove it.

use crate::client::{answer, request};
use protocol::PhotoHash;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

pub(crate) fn run(data: &Path, line: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_patrolbook-server")).arg("--data").arg(data).args(line).output().unwrap()
}

#[track_caller]
pub(crate) fn json(data: &Path, line: &[&str]) -> Value {
    let output = run(data, line);
    assert!(output.status.success(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
pub(crate) fn fails(data: &Path, line: &[&str], why: &str) {
    let output = run(data, line);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(why), "{line:?} should fail with {why:?}, but: {said}");
}

/// Runs a command where `mount` makes the folder `into`, and then prints what is in that. `None`: this computer gives no such
/// namespaces.
pub(crate) fn on_a_disk(data: &Path, into: &Path, mount: &str, line: &[&str]) -> Option<Output> {
    std::fs::create_dir_all(into).unwrap();
    let script = format!(
        "{mount} || exit 99; into=$1; shift; \"$@\" > \"$into.said\"; code=$?; ls -A \"$into\" | grep -v '^.lock$'; exit $code"
    );
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", &script, "sh"]).arg(into).arg(env!("CARGO_BIN_EXE_patrolbook-server"));
    let ran = command.arg("--data").arg(data).args(line).output().unwrap();
    // A computer that gives no namespaces cannot run this; where everything is tested, it must.
    let barred = String::from_utf8_lossy(&ran.stderr).contains("unshare") && std::env::var_os("CI").is_none();
    (!barred).then_some(ran)
}

/// A server that has said where it listens.
fn serving(data: &Path) -> (Child, String) {
    serving_with(data, &[])
}

pub(crate) fn serving_with(data: &Path, more: &[&str]) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_patrolbook-server"))
        .arg("--data")
        .arg(data)
        .args(["serve", "--listen", "127.0.0.1:0", "--log-json"])
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let address = ready["listening"].as_str().unwrap().strip_prefix("http://").unwrap();
    (server, address.to_owned())
}

#[test]
fn an_operator_sets_up_serves_backs_up_and_restores() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let copy = folder.path().join("copy");
    fails(&data, &["summary"], "no council office");
    let council =
        json(&data, &["--archive", copy.to_str().unwrap(), "init", "--council", "Demo council", "--demo", "--json"]);
    assert_eq!((council["council"].as_str(), council["demo"].as_bool()), (Some("Demo council"), Some(true)));
    fails(&data, &["init", "--council", "Another"], "already set up");
    json(&data, &["team", "add", "Team 1", "--json"]);
    let made = json(&data, &["user", "add", "Demo warden A", "--role", "warden", "--team", "Team 1", "--json"]);
    let again = json(&data, &["user", "password", "Demo warden A", "--json"]);
    assert_eq!((made["password"].as_str().unwrap().len(), again["password"].as_str().unwrap().len()), (14, 14));
    assert_ne!(made["password"], again["password"], "each is made anew, and shown once");
    fails(&data, &["user", "password", "Nobody"], "no person");
    fails(&data, &["user", "add", "Demo warden B", "--role", "warden", "--team", "Team 2"], "no team");
    assert_eq!(json(&data, &["checkpoint", "--json"])["signed"], 0, "there is nothing to confirm");
    fails(&data, &["user", "add", "Demo warden A", "--role", "warden"], "already a person called \"Demo warden A\"");
    fails(&data, &["team", "add", "Team 1"], "already a team called \"Team 1\"");
    let none = run(&data, &["devices"]);
    assert!(String::from_utf8_lossy(&none.stdout).starts_with("No tablet is enrolled yet"), "an empty list says so");
    fails(&data, &["user", "add", "Demo warden B", "--role", "king"], "possible values");
    fails(&data, &["device", "code", "--team", "Team 2", "--user", "Demo warden A"], "no team");
    fails(&data, &["device", "code", "--team", "Team 1", "--user", "Demo warden A", "--expires", "9y"], "such as 30m");

    let (server, address) = serving(&data);

    // Commands work while it serves, and what they do is there at once.
    let code = json(&data, &["device", "code", "--team", "Team 1", "--user", "Demo warden A", "--json"]);
    let code = code["code"].as_str().unwrap();
    let body = serde_json::to_vec(&crate::tablet::request(&book::SecretKey::from_bytes(&[1; 32]), code)).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&request("POST", "/v1/enrol", &[], &body)).unwrap();
    assert_eq!(answer(&mut stream, false).status, 200);
    fails(&data, &["device", "unlock", "W01", "12"], "and \"12\" has not");
    let devices = json(&data, &["devices", "--json"]);
    assert_eq!((&devices[0]["code"], &devices[0]["users"][0]), (&"W01".into(), &"Demo warden A".into()));
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    let output = server.wait_with_output().unwrap();
    assert!(output.status.success(), "it ends well when told to");
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.lines().count() >= 2 && log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
    assert!(!log.contains("Demo warden") && !log.contains(code), "no names and no codes in the log: {log}");

    let key = folder.path().join("council.key");
    let key = key.to_str().unwrap();
    json(&data, &["backup", "--key", key, "--json"]);
    fails(&data, &["backup", "--key", key], "is there already");
    let restored = folder.path().join("restored");
    fails(&restored, &["restore", "--key", key], "--archive");
    fails(&restored, &["--archive", "/nowhere/copy", "restore", "--key", key], "/nowhere/copy");
    let copy = copy.to_str().unwrap();
    let summary = json(&restored, &["--archive", copy, "restore", "--key", key, "--json"]);
    assert_eq!(
        summary,
        serde_json::json!({"patrols": 0, "findings": 0, "photos": 0, "restricted": 0, "backed_up": "all"})
    );
    assert_eq!(json(&restored, &["devices", "--json"])[0]["code"], "W01");
    assert_eq!(json(&restored, &["verify", "--json"])["problems"], serde_json::json!([]));
    fails(&restored, &["--archive", copy, "restore", "--key", key], "already holds");
    assert!(run(&restored, &["device", "withdraw", "W01"]).status.success());
    let books = folder.path().join("copy/books/aa");
    std::fs::create_dir_all(&books).unwrap();
    std::fs::write(books.join(format!("{}.book", "aa".repeat(32))), b"rotten").unwrap();
    fails(&folder.path().join("rotten"), &["--archive", copy, "restore", "--key", key], "came damaged");
    assert_eq!(json(&restored, &["devices", "--json"])[0]["users"], serde_json::json!([]));
}

#[test]
fn what_was_receipted_is_there_after_the_server_was_killed() {
    let office = crate::tablet::an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    for round in 1..=5 {
        let (mut server, address) = serving(&office.data());
        tablet.find(round);
        let body = tablet.request(&tablet.tips(), false, vec![tablet.run(1)]);
        let bearer = format!("Bearer {}", tablet.reply.token);
        let mut stream = TcpStream::connect(address).unwrap();
        let body = protocol::pack(&body.encode());
        stream.write_all(&request("POST", "/v1/exchange", &[("authorization", &bearer)], &body)).unwrap();
        let answer = answer(&mut stream, false);
        server.kill().unwrap();
        server.wait().unwrap();
        let reply = protocol::Reply::decode(&protocol::unpack(&answer.body).unwrap()).unwrap();
        let promised = tablet.promised(&reply, protocol::Promise::Arrived);
        assert_eq!(promised, Some(tablet.chain.tip.number));
        let reopened = server_storage::open(&office.data(), None).unwrap();
        assert_eq!(u128::from(reopened.summary().unwrap().findings), round);
        reopened.recover(crate::now()).unwrap();
        reopened.back_up(crate::now()).unwrap();
        assert!(reopened.verify().unwrap().problems.is_empty());
    }
}

#[test]
fn the_log_tells_of_a_finding_and_nothing_that_is_in_it() {
    let office = crate::tablet::an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let stranger = book::GrantId([9; 32]);
    let fields = [("kind", "drug_litter".into()), ("description", "Unmistakable".into()), ("mark", "AB07CDE".into())];
    tablet.write(1, &fields);
    // One page that counts, and one that waits for a check, which is logged.
    tablet.author = stranger;
    tablet.write(2, &fields);
    let (server, address) = serving(&office.data());
    let bearer = format!("Bearer {}", tablet.reply.token);
    let body = protocol::pack(&tablet.request(&tablet.tips(), false, vec![tablet.run(1)]).encode());
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&request("POST", "/v1/exchange", &[("authorization", &bearer)], &body)).unwrap();
    assert_eq!(answer(&mut stream, false).status, 200);
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    let log = String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap();
    assert!(log.contains("waiting for a check"), "{log}");
    for personal in ["Unmistakable", "AB07CDE", "Demo warden", &tablet.reply.token] {
        assert!(!log.contains(personal), "{personal} is in the log: {log}");
    }
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    fails(&data, &["serve", "--listen", "127.0.0.1:0"], "no council office");
    assert!(!data.exists(), "nothing was begun there");
    json(&data, &["init", "--council", "Demo council", "--json"]);
    json(&other, &["init", "--council", "Another council", "--json"]);
    let (mut first, address) = serving(&data);
    let elsewhere = folder.path().join("elsewhere");
    let moved = ["--archive", elsewhere.to_str().unwrap(), "serve", "--listen", "127.0.0.1:0"];
    fails(&data, &moved, "already; stop that one first");
    assert!(!elsewhere.exists(), "what is refused moves nothing");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&request("GET", "/health", &[], &[])).unwrap();
    assert_eq!(answer(&mut stream, false).status, 200, "the first goes on");
    // Beside it: another office, and the commands on this one.
    let (mut beside, _) = serving(&other);
    json(&data, &["backup", "--json"]);
    assert_eq!(json(&data, &["verify", "--json"])["problems"], serde_json::json!([]));
    for server in [&mut first, &mut beside] {
        server.kill().unwrap();
        server.wait().unwrap();
    }
    let (mut next, _) = serving(&data);
    next.kill().unwrap();
    next.wait().unwrap();
}

#[test]
fn verify_ends_with_an_error_when_something_is_wrong() {
    let office = crate::tablet::an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(10);
    tablet.send(&office);
    office.centre.back_up(crate::now()).unwrap();
    assert!(run(&office.data(), &["verify"]).status.success());
    let name = tablet.chain.book.to_string();
    let file = office.copy().join("books").join(&name[..2]).join(format!("{name}.book"));
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let output = run(&office.data(), &["verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn a_photo_that_the_office_lost_is_back_when_it_serves() {
    const PHOTO: &[u8] = b"the bytes of a photo";
    let office = crate::tablet::an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let hash = PhotoHash(Sha256::digest(PHOTO).into());
    let name = hash.to_string();
    let row = serde_json::json!({"sha256": name, "bytes": PHOTO.len(), "mime": "image/jpeg", "width": 1, "height": 1,
        "taken_at": "2025-10-09T08:00:00Z"});
    tablet.write(10, &[(&format!("photo/{name}"), row)]);
    tablet.send(&office);
    let caller = tablet.caller(&office);
    office.centre.open_photo(&caller, tablet.scope, hash, PHOTO.len() as u64, crate::now()).unwrap();
    office.centre.put_piece(&caller, tablet.scope, hash, 0, PHOTO, crate::now()).unwrap();
    office.centre.back_up(crate::now()).unwrap();
    let file = office.data().join("photos").join(&name[..2]).join(&name);
    std::fs::remove_file(&file).unwrap();
    let (mut server, _) = serving(&office.data());
    let found = std::fs::read(&file);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(found.unwrap(), PHOTO);
}

#[test]
fn only_init_serve_and_restore_may_say_where_the_second_copy_goes() {
    let office = crate::tablet::an_office();
    let elsewhere = office.folder.path().join("elsewhere");
    let archive = elsewhere.to_str().unwrap();
    for command in ["verify", "summary", "backup", "devices"] {
        fails(&office.data(), &["--archive", archive, command], "init, serve and restore");
    }
    fails(&office.data(), &["team", "list", "--archive", archive], "init, serve and restore");
    assert!(!elsewhere.exists(), "nothing was begun there");
    json(&office.data(), &["backup", "--json"]);
    assert!(office.copy().join("accounts.json").exists(), "the second copy stays where it was");
}

#[test]
fn bundles_are_switched_off_and_on_and_a_file_that_is_none_is_refused_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    json(&data, &["init", "--council", "Demo council", "--json"]);
    assert_eq!(json(&data, &["policy", "bundle", "--json"])["allowed"], true);
    assert_eq!(json(&data, &["policy", "bundle", "off", "--json"])["allowed"], false);
    assert_eq!(json(&data, &["policy", "bundle", "--json"])["allowed"], false, "it holds");
    fails(&data, &["policy", "bundle", "perhaps"], "possible values");
    let (pictures, missing) = (folder.path().join("pictures"), folder.path().join("missing"));
    std::fs::write(&pictures, "holiday pictures ".repeat(100)).unwrap();
    let output = run(&data, &["import-bundle", pictures.to_str().unwrap(), missing.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let came: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (index, why) in ["not a bundle of Patrolbook", "cannot be read"].into_iter().enumerate() {
        let said = came[index]["refused"].as_str().unwrap();
        assert!(said.contains(why), "{said}");
        assert!(came[index]["imported"].is_null());
    }
}

#[test]
fn an_erasure_is_shown_first_and_done_only_when_that_is_said() {
    let office = crate::tablet::an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.write(
        10,
        &[
            ("kind", "drug_litter".into()),
            ("reference", "W01-251009-001".into()),
            ("description", "seen by Canary of Rope Walk".into()),
        ],
    );
    tablet.send(&office);
    let data = office.data();
    let ask = ["erase", "w01-251009-001", "--ground", "right_to_erasure", "--ordered-by", "Information governance"];
    fails(&data, &[&ask[..3], &["tidying_up", "--ordered-by", "Records"]].concat(), "the grounds are: retention_ended");
    fails(&data, &["erase", "--ground", "order", "--ordered-by", "Records"], "required");
    fails(
        &data,
        &["erase", "W09-251009-001", "--ground", "order", "--ordered-by", "Records"],
        "no record here is called",
    );
    fails(&data, &[&ask[..], &["--field", "descripton"]].concat(), "kind, office_reference, reference");

    let plan = json(&data, &[&ask[..], &["--json"]].concat());
    assert_eq!((plan["done"].as_bool(), plan["pages"][0]["fields"][0].as_str()), (Some(false), Some("description")));
    let said = run(&data, &ask);
    let said = String::from_utf8_lossy(&said.stdout);
    assert!(said.contains("Would go: page 2 of W01: description") && said.contains("Nothing was erased yet"), "{said}");
    let done = json(&data, &[&ask[..], &["--yes", "--json"]].concat());
    assert_eq!(done["done"], true);
    fails(&data, &[&ask[..], &["--yes"]].concat(), "nothing is left of it");
    let found = json(&data, &["verify", "--json"]);
    assert_eq!((found["erased"].as_u64(), found["problems"].as_array().map(Vec::len)), (Some(1), Some(0)));
}

//! `patrolbook-server export`, by hand and each night, and what it says when the disk is full or barred.

use crate::cli::{fails, json, on_a_disk, run, serving_with};
use crate::client::{answer, request};
use crate::tablet::{Office, an_office};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

fn an_office_with(findings: u128) -> Office {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    for number in 1..=findings {
        let place = json!({ "name": "=Rope Walk", "method": "named" });
        let fields = [
            ("kind", json!("drug_litter")),
            ("occurred_at", json!("2025-10-09T08:00:00Z")),
            ("place", place),
            ("description", json!("needles behind the bins ".repeat(20))),
        ];
        tablet.write(number, &fields);
    }
    tablet.send(&office);
    office
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.') && name != "last.json").collect()
}

fn health(address: &str) -> Value {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&request("GET", "/health", &[], &[])).unwrap();
    serde_json::from_slice(&answer(&mut stream, false).body).unwrap()
}

/// What the office says of its exports once it says anything; a night's export is written soon after a start.
fn said_of_exports(address: &str, key: &str) -> Value {
    let begun = Instant::now();
    loop {
        let said = health(address)["export"].clone();
        if !said[key].is_null() {
            return said;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was said of {key}: {said}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn end(server: Child) -> String {
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    let output = server.wait_with_output();
    String::from_utf8(output.unwrap().stderr).unwrap()
}

#[test]
fn an_operator_exports_what_changed_or_everything() {
    let office = an_office_with(2);
    let (data, into) = (office.data(), office.folder.path().join("records"));
    std::fs::create_dir(&into).unwrap();
    let to = into.to_str().unwrap();
    let first = json(&data, &["export", "--into", to, "--json"]);
    assert_eq!((&first["full"], &first["counts"]["findings"]), (&json!(true), &json!(2)));
    let folder = Path::new(first["folder"].as_str().unwrap());
    assert_eq!(names(&into), [folder.file_name().unwrap().to_str().unwrap()]);
    let mut files = names(folder);
    files.sort();
    assert_eq!(files, ["findings.csv", "findings.gpkg", "findings.jsonl", "manifest.json", "morning.txt"]);
    let table = std::fs::read_to_string(folder.join("findings.csv")).unwrap();
    assert!(table.contains(",'=Rope Walk,"), "{table}");
    let said = run(&data, &["export", "--into", to]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.starts_with("What changed since 20") && said.contains(": 0 findings"), "{said}");
    let said = run(&data, &["export", "--full", "--into", to]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.starts_with("Everything: 2 findings.\nWritten into "), "{said}");
    assert_eq!(names(&into).len(), 3);
    fails(&data, &["export", "--into", "/nowhere/records"], "there is no folder /nowhere/records; make it");
    fails(&data, &["export"], "--into");
}

#[test]
fn a_server_exports_each_night_and_its_health_says_so() {
    let office = an_office_with(1);
    let (data, into) = (office.data(), office.folder.path().join("records"));
    let export = ["--export", into.to_str().unwrap()];
    // Its disk is not mounted yet.
    let (server, address) = serving_with(&data, &export);
    let said = said_of_exports(&address, "failed");
    assert_eq!((&said["last"], &health(&address)["status"]), (&Value::Null, &json!("ok")), "tablets can still send");
    let log = end(server);
    assert!(log.contains("the night's export was not written") && log.contains("there is no folder"), "{log}");
    std::fs::create_dir(&into).unwrap();
    // By hand it is made good at once.
    json(&data, &["export", "--into", into.to_str().unwrap(), "--json"]);
    let (server, address) = serving_with(&data, &export);
    let said = said_of_exports(&address, "last");
    assert_eq!(said["failed"], Value::Null);
    end(server);
    assert_eq!(names(&into).len(), 1, "this night's is written");

    let fresh = an_office_with(3);
    let nights = fresh.folder.path().join("records");
    std::fs::create_dir(&nights).unwrap();
    let (server, address) = serving_with(&fresh.data(), &["--export", nights.to_str().unwrap()]);
    said_of_exports(&address, "last");
    end(server);
    let [night] = &names(&nights)[..] else { panic!("one folder") };
    let lines = std::fs::read_to_string(nights.join(night).join("findings.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 3);
}

#[test]
fn a_full_and_a_barred_disk_are_said_in_plain_words_and_nothing_is_left() {
    let office = an_office_with(300);
    let into = office.folder.path().join("records");
    let export = ["export", "--full", "--into", into.to_str().unwrap()];
    for (mount, why) in [
        ("mount -t tmpfs -o size=256k small \"$1\"", "there is no room left for "),
        ("mount -t tmpfs small \"$1\" && mount -o remount,ro \"$1\"", "nothing may be written to "),
    ] {
        let Some(ran) = on_a_disk(&office.data(), &into, mount, &export) else { continue };
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(!ran.status.success() && said.contains(why) && said.contains("and nothing was"), "{said}");
        assert_eq!(String::from_utf8_lossy(&ran.stdout), "", "half an export must not be taken for a whole one");
    }
    let large = "mount -t tmpfs -o size=64m large \"$1\"";
    let Some(ran) = on_a_disk(&office.data(), &into, large, &export) else { return };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

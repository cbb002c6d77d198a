//! The nightly export for central records: what of the team's findings reaches a system that takes it over, and what never does.

use crate::erasure::erase;
use app::Clock as _;
use app::contract::*;
use serde_json::{Value, json};
use server::export::{Extent, Written, export};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tests::{Tablet, World, jpeg};

/// The Pentagon, in River ward, and where the National Grid has it.
const AT: [f64; 2] = [0.5265, 51.3822];
const FORMULA: &str = "=HYPERLINK(\"http://x\",\"y\")";

/// A folder of central records, and what a system that reads each night's would hold.
struct Records {
    folder: TempDir,
    held: BTreeMap<String, Value>,
}

impl Records {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), held: BTreeMap::new() }
    }

    /// The night's export, and its lines, taken over: a later night's row stands in place of an earlier one's.
    fn night(&mut self, world: &World, extent: Extent) -> (Written, Vec<Value>) {
        world.wait_minutes(1);
        let written = export(&world.centre, self.folder.path(), extent, world.clock.now(), &|| false).unwrap();
        let lines = lines(&written.folder);
        if written.manifest.full {
            self.held.clear();
        }
        for line in &lines {
            let id = line["id"].as_str().unwrap().to_owned();
            match line["change"].as_str().unwrap() {
                "erased" | "gone" => drop(self.held.remove(&id)),
                _ => drop(self.held.insert(id, line.clone())),
            }
        }
        (written, lines)
    }

    fn folders(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| ![".lock", "last.json"].contains(&name.as_str()));
        names.sort();
        names
    }
}

fn lines(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("findings.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn changes(lines: &[Value]) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = lines
        .iter()
        .map(|line| (line["change"].as_str().unwrap_or_default(), line["reference"].as_str().unwrap_or_default()))
        .collect();
    all.sort_unstable();
    all
}

/// Every byte of every file, for words that must not be there.
fn holds(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

fn found(tablet: &Tablet, answers: Value) -> Saved {
    let form = tablet.begin("drug_litter");
    tablet.answer(&form, answers);
    let device = json!({ "lon": AT[0], "lat": AT[1], "accuracy_m": 6.0 });
    tablet.save(&tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null })))
}

/// What Python's reader of CSV makes of the table: each row by its heads.
fn python(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let script = "import csv, json, sys
with open(sys.argv[1], encoding='utf-8-sig', newline='') as file:
    print(json.dumps(list(csv.DictReader(file, strict=True))))";
    let read = Command::new("python3").args(["-c", script]).arg(folder.join("findings.csv")).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

/// What GDAL makes of a table of the points.
fn ogrinfo(folder: &Path, table: &str) -> String {
    let said = Command::new("ogrinfo").args(["-ro", "-al"]).arg(folder.join("findings.gpkg")).arg(table).output();
    let said = said.expect("ogrinfo is there: `cargo xtask setup` installs gdal-bin");
    assert!(said.status.success() && said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn the_first_night_has_everything_and_three_readers_read_the_same_of_it() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let emoji = "\u{1f600}".repeat(500);
    let first = found(&warden, json!({ "n_needle": 3, "description": FORMULA }));
    let second = found(&warden, json!({ "n_needle": 2, "description": format!("<b>\u{202e}{emoji}\n\"x\",y") }));
    let nowhere = warden.find_needles(5);
    warden.sync();
    let mut records = Records::new();
    let (written, lines) = records.night(&world, Extent::Changes);
    let counts = &written.manifest.counts;
    assert!(written.manifest.full && written.manifest.since.is_none(), "there was none to stand on");
    assert_eq!((counts.findings, counts.new, counts.with_position), (3, 3, 2));
    assert_eq!(counts.by_kind, [("drug_litter".to_owned(), 3)].into());

    let of = |saved: &Saved| lines.iter().find(|line| line["id"] == saved.finding.as_str()).unwrap();
    let line = of(&first);
    assert_eq!(line["answers"]["description"], FORMULA, "as it was written");
    assert_eq!(line["answers"]["n_needle"], 3);
    assert_eq!((&line["team"], &line["recorded_by"]), (&json!("Chatham and Rochester"), &json!("Demo warden A")));
    assert_eq!((&line["ward"]["name"], &line["date"]), (&json!("River"), &json!("2025-03-18")));
    assert_eq!(line["position"]["lon"], AT[0]);
    assert_eq!(of(&nowhere)["position"], Value::Null, "no place is no place at (0, 0)");
    let (east, north) = (&line["position"]["easting"], &line["position"]["northing"]);

    let rows = python(&written.folder);
    let row = rows.iter().find(|row| row["Id"] == first.finding).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!((row["Longitude"].as_str(), row["Easting"].parse().ok()), ("0.526500", east.as_f64()));
    assert!(row["Answers"].contains(FORMULA), "{row:?}");
    assert!(row.values().all(|cell| !cell.starts_with('=')), "no spreadsheet runs it: {row:?}");
    let odd = rows.iter().find(|row| row["Id"] == second.finding).unwrap();
    assert!(odd["Answers"].contains(&emoji) && odd["Answers"].contains("\n\"x\",y"), "{odd:?}");

    let grid = ogrinfo(&written.folder, "findings");
    let point = format!("POINT ({east} {north})");
    assert!(grid.contains("Feature Count: 3") && grid.contains("ID[\"EPSG\",27700]"), "{grid}");
    assert_eq!(grid.matches(&point).count(), 2, "{point} is not twice in {grid}");
    assert!(grid.contains(&format!("id (String) = {}", first.finding)), "{grid}");
    let degrees = ogrinfo(&written.folder, "findings_wgs84");
    assert_eq!(degrees.matches("POINT (0.5265 51.3822)").count(), 2, "{degrees}");
    assert!(degrees.contains("ID[\"EPSG\",4326]"));

    for file in &written.manifest.files {
        let summed = Command::new("sha256sum").arg(written.folder.join(file.name)).output().unwrap();
        assert!(String::from_utf8(summed.stdout).unwrap().starts_with(&file.sha256), "{}", file.name);
    }
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(written.folder.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["files"].as_array().unwrap().len(), 4);
    assert_eq!(manifest["counts"]["findings"], 3);
}

#[test]
fn each_night_has_what_changed_and_all_nights_together_what_there_is() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    let [kept, corrected, mistaken] =
        [1, 2, 3].map(|many| found(&warden, json!({ "n_needle": many, "description": "Canary of Rope Walk" })));
    let form = warden.begin("drug_litter");
    let photo = warden.photo(&warden.answer(&form, json!({ "n_needle": 4 })), jpeg(1, 64, 48));
    warden.save(&photo);
    warden.sync();
    let mut records = Records::new();
    records.night(&world, Extent::Changes);

    let (quiet, none) = records.night(&world, Extent::Changes);
    assert_eq!((quiet.manifest.full, none.len()), (false, 0), "nothing happened, and that is said");
    warden.sync();
    leader.sync();
    let (_, none) = records.night(&world, Extent::Changes);
    assert_eq!(none.len(), 0, "a sync without news changes nothing");

    let form = warden.reopen(&corrected.finding, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 9 })));
    let withdraw = json!({ "id": mistaken.finding, "reason": "recorded twice" });
    let _: Value = warden.does("withdraw", withdraw);
    let new = warden.find_needles(1);
    warden.sync();
    let (written, lines) = records.night(&world, Extent::Changes);
    let counts = &written.manifest.counts;
    assert_eq!((counts.findings, counts.new, counts.changed, counts.erased), (3, 1, 2, 0), "{lines:?}");
    assert_eq!(written.manifest.since.as_ref().map(|since| since.id.is_nil()), Some(false));
    let of = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap();
    assert_eq!(of(&corrected.finding)["answers"]["n_needle"], 9);
    assert_eq!(of(&mistaken.finding)["recorded_by_mistake"], true);
    assert_eq!(of(&new.finding)["change"], "new");

    // What the law takes goes from central records by its own row, which says nothing of it.
    erase(&world, &warden.finding(&kept.finding).reference, None);
    erase(&world, &warden.finding(&corrected.finding).reference, Some(&["description"]));
    let (written, lines) = records.night(&world, Extent::Changes);
    let of = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(of(&kept.finding)["change"], "erased");
    assert_eq!(of(&kept.finding).as_object().unwrap().len(), 5, "its id, its kind and its reference");
    assert_eq!(of(&corrected.finding)["erased"], json!(["description"]));
    assert!(!holds(&written.folder, "Canary"));
    let removed = ogrinfo(&written.folder, "removed");
    assert!(removed.contains("Feature Count: 1") && removed.contains("change (String) = erased"), "{removed}");

    let nights = std::mem::take(&mut records.held);
    let (full, _) = records.night(&world, Extent::Full);
    assert!(full.manifest.full);
    let without_change = |held: &BTreeMap<String, Value>| {
        let bare = held.values().map(|line| {
            let mut line = line.clone();
            line["change"] = Value::Null;
            line
        });
        bare.collect::<Vec<_>>()
    };
    assert_eq!(without_change(&nights), without_change(&records.held), "the nights come to what there is");
    assert_eq!(records.folders().len(), 6, "each is a folder of its own: {:?}", records.folders());
}

#[test]
fn what_is_restricted_and_what_waits_for_a_check_is_in_no_file() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader", "leader"));
    warden.sync();
    let form = warden.begin("vulnerability_concern");
    let concern = json!({
        "immediate_danger": false, "concern": "cuckooing", "person": "Ambrosine",
        "what_seen": "Quillfeather let strangers in", "told_person": "yes", "consent": "not_asked",
    });
    warden.save(&warden.answer(&form, concern));
    let known = warden.find_needles(1);
    let form: Form = warden.does("open_form", json!({ "kind": "person", "follows": known.finding }));
    let person = json!({ "role": "witness", "name": "Quillfeather", "told_why": "yes", "address": "Ambrosine Row" });
    warden.save(&warden.answer(&form, person));
    warden.sync();
    let mut records = Records::new();
    let (written, lines) = records.night(&world, Extent::Full);
    assert_eq!((lines.len(), lines[0]["id"].as_str()), (1, Some(known.finding.as_str())));
    for word in ["Quillfeather", "Ambrosine", "vulnerability", "cuckooing"] {
        assert!(!holds(&written.folder, word), "{word} is restricted");
    }

    // A withdrawn tablet's page waits; once a leader lets it in, the next night has it, and only it.
    warden.link.cut(true);
    let late = warden.find_needles(7);
    let code = warden.does::<Status>("status", json!({})).book_code.unwrap();
    world.centre.withdraw_device(&code, world.clock.now()).unwrap();
    warden.link.cut(false);
    warden.sync();
    let (_, lines) = records.night(&world, Extent::Changes);
    assert_eq!(lines.len(), 0, "it waits for a check");
    leader.sync();
    let pages: PagesToCheck = leader.does("pages_to_check", json!({}));
    for page in &pages.waiting {
        let decide = json!({ "entry": page.entry, "accept": true, "reason": "Asked the warden" });
        let _: PagesToCheck = leader.does("decide_page", decide);
    }
    leader.sync();
    let (_, lines) = records.night(&world, Extent::Changes);
    assert_eq!(lines.len(), 1, "what was added up anew and came out as it was did not change: {lines:?}");
    assert_eq!((lines[0]["id"].as_str(), lines[0]["change"].as_str()), (Some(late.finding.as_str()), Some("new")));

    // And if the leader leaves it out after all, whoever has it is told.
    let pages: PagesToCheck = leader.does("pages_to_check", json!({}));
    let decided: Vec<_> = pages.decided.iter().map(|page| page.entry.clone()).collect();
    for entry in decided {
        let decide = json!({ "entry": entry, "accept": false, "reason": "It was another team's" });
        let _: PagesToCheck = leader.does("decide_page", decide);
    }
    leader.sync();
    let (_, lines) = records.night(&world, Extent::Changes);
    assert_eq!(changes(&lines), [("gone", "")], "{lines:?}");
    assert_eq!(records.held.len(), 1);
}

#[test]
fn it_is_whole_again_whenever_the_night_before_is_not_the_one_that_the_office_knows() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(1);
    warden.sync();
    let mut records = Records::new();
    records.night(&world, Extent::Changes);
    assert!(!records.night(&world, Extent::Changes).0.manifest.full);
    // Another folder, such as a copy made by hand, takes nothing from the nights.
    assert!(Records::new().night(&world, Extent::Changes).0.manifest.full);
    assert!(!records.night(&world, Extent::Changes).0.manifest.full);

    // Somebody put the folder back to what it was.
    let last = records.folder.path().join("last.json");
    std::fs::write(&last, json!({ "id": uuid(), "folder": "x" }).to_string()).unwrap();
    assert!(records.night(&world, Extent::Changes).0.manifest.full);
    std::fs::write(&last, "half a wo").unwrap();
    assert!(records.night(&world, Extent::Changes).0.manifest.full);
    std::fs::remove_file(&last).unwrap();
    assert!(records.night(&world, Extent::Changes).0.manifest.full);

    // The council's words changed: what was written by the old ones is written anew.
    let built_in = domain::catalogue::Catalogue::built_in().unwrap().version();
    let raise = |(name, text): &(&str, &str)| {
        let text = text.replacen(&format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + 1), 1);
        ((*name).to_owned(), text)
    };
    let files: Vec<_> = domain::catalogue::Catalogue::built_in_files().iter().map(raise).collect();
    world.centre.publish_catalogue(&files, world.clock.now()).unwrap();
    let (written, _) = records.night(&world, Extent::Changes);
    assert!(written.manifest.full && written.manifest.catalogue == built_in + 1);
    assert!(!records.night(&world, Extent::Changes).0.manifest.full);
}

fn uuid() -> String {
    "01890000-0000-7000-8000-000000000000".into()
}

#[test]
fn one_that_is_broken_off_leaves_nothing_and_says_so() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.find_needles(1);
    warden.sync();
    let mut records = Records::new();
    let stopped = export(&world.centre, records.folder.path(), Extent::Full, world.clock.now(), &|| true);
    assert!(format!("{:#}", stopped.unwrap_err()).contains("broken off"));
    assert_eq!(records.folders(), [""; 0], "nothing is left of it");
    assert!(world.centre.exports().unwrap().failed_at.is_some());
    let nowhere = export(&world.centre, Path::new("/nowhere/at/all"), Extent::Full, world.clock.now(), &|| false);
    assert!(format!("{:#}", nowhere.unwrap_err()).contains("there is no folder /nowhere/at/all"));
    // What a program that was killed left is swept away by the next.
    std::fs::create_dir(records.folder.path().join(".unfinished-2025-03-18T000000Z-full")).unwrap();
    records.night(&world, Extent::Full);
    assert_eq!(records.folders().len(), 1);
    assert!(world.centre.exports().unwrap().failed_at.is_none(), "all is well again");
    // Only one at a time.
    let lock = std::fs::File::open(records.folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    let second = export(&world.centre, records.folder.path(), Extent::Full, world.clock.now(), &|| false);
    assert!(format!("{:#}", second.unwrap_err()).contains("under way"));
}

//! A pack for a request for information tells what was found and nobody's name, and the fly-tip return adds up.

use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use std::path::Path;
use tests::{Tablet, World};

const YEAR: (&str, &str) = ("2025-01-01", "2025-04-30");
const STEPS: (f64, f64) = (0.5242, 51.3842);

fn found(tablet: &Tablet, kind: &str, now: Value, later: Value, name: &str) -> String {
    let form = tablet.answer(&tablet.begin(kind), now);
    let device = json!({ "lon": STEPS.0, "lat": STEPS.1, "accuracy_m": 8.0 });
    tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": null, "typed": name }));
    let saved = tablet.save(&form).finding;
    let form = tablet.reopen(&saved, "correct");
    if later.as_object().is_some_and(|later| !later.is_empty()) {
        tablet.save(&tablet.answer(&form, later));
    }
    saved
}

fn pack(tablet: &Tablet, request: Value) -> Exported {
    let mut whole = json!({ "from": YEAR.0, "to": YEAR.1, "kinds": [] });
    whole.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    tablet.does("write_foi_pack", whole)
}

fn read(pack: &Exported, file: &str) -> String {
    std::fs::read_to_string(Path::new(&pack.path).join(file)).unwrap()
}

fn line<'a>(table: &'a str, begins: &str) -> &'a str {
    table.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins} is not in {table}"))
}

#[test]
fn a_pack_tells_what_was_found_and_nothing_of_whom_or_exactly_where() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let place = json!({ "name": "Great Lines Heritage Park", "aliases": ["The Lines"], "place_type": "park", "status": "active" });
    leader.save(&leader.answer(&leader.begin("place"), place));
    let vehicle = json!({ "vrm": "GA63 XYZ", "vehicle_type": "car", "condition": ["flat_tyre"] });
    let canary = json!({ "description": "Quillfeather of number 14 told me", "land_type": "highway" });
    found(&leader, "abandoned_vehicle", vehicle, canary, "14 Ambrosine Row");
    found(&leader, "fly_tip", json!({ "size": "car_boot" }), json!({ "land_type": "private_dwelling" }), "The Lines");
    found(&leader, "fly_tip", json!({ "size": "single_bag" }), json!({}), "The Lines");
    let mistake = found(&leader, "fly_tip", json!({ "size": "tipper" }), json!({}), "The Lines");
    let _: FindingView = leader.does("withdraw", json!({ "id": mistake, "reason": "twice" }));
    let hate = json!({ "type": "tag", "content": ["racist"] });
    found(&leader, "defacement", hate, json!({}), "The Lines");
    let asleep = json!({ "situation": "bedded_down", "n_people": 1 });
    leader.save(&leader.answer(&leader.begin("rough_sleeper"), asleep));

    let pack_of_all = pack(&leader, json!({}));
    assert_eq!(pack_of_all.rows, 3, "the mistake is not told, nor who slept rough, nor hate");
    let mut files: Vec<_> =
        std::fs::read_dir(&pack_of_all.path).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["README.txt", "counts.csv", "findings.csv"]);
    let findings = read(&pack_of_all, "findings.csv");
    let all = format!("{findings}{}{}", read(&pack_of_all, "counts.csv"), read(&pack_of_all, "README.txt"));
    for withheld in ["Quillfeather", "Ambrosine", "14", "GA63", "XYZ", "Demo leader", "W0", "07:12"] {
        assert!(!findings.contains(withheld), "{withheld} is in {findings}");
    }
    for withheld in ["Quillfeather", "Ambrosine", "GA63", "Demo leader"] {
        assert!(!all.contains(withheld), "{withheld} is in {all}");
    }
    let vehicle = findings.lines().find(|line| line.contains("Abandoned vehicle")).unwrap();
    assert!(vehicle.contains("2025-03-18,River,,TQ 757 680,") && vehicle.contains("Type: Car"), "{vehicle}");
    let bag = findings.lines().find(|line| line.contains("Single black bag")).unwrap();
    assert!(bag.contains(",Great Lines Heritage Park,TQ 757 680,"), "{bag}");
    let home = findings.lines().find(|line| line.contains("Car boot or less")).unwrap();
    assert!(home.contains(",River,,TQ 75 68,"), "where people live is told less exactly: {home}");

    let counts = read(&pack_of_all, "counts.csv");
    assert_eq!(line(&counts, "\u{feff}Kind"), "\u{feff}Kind,2025-01,2025-02,2025-03,2025-04,Total");
    assert_eq!(line(&counts, "Fly-tipping,"), "Fly-tipping,0,0,2,0,2");
    assert_eq!(line(&counts, "Graffiti or posters,"), "Graffiti or posters,0,0,1,0,1");
    let people: Vec<_> =
        counts.lines().filter(|line| line.ends_with("withheld,withheld,withheld,withheld,fewer than 5")).collect();
    assert_eq!(people.len(), 1, "{counts}");
    for untold in ["Concern for a person", "Intelligence"] {
        assert!(!counts.contains(untold), "{untold} is in {counts}");
    }
    let readme = read(&pack_of_all, "README.txt");
    for said in [
        "1 Jan 2025 to 30 Apr 2025",
        "findings.csv  3 findings",
        "section 40",
        "(C19)",
        "(C2)",
        "Recorded",
        "20 working days",
    ] {
        assert!(readme.to_lowercase().contains(&said.to_lowercase()), "{said}: {readme}");
    }

    let narrow = pack(&leader, json!({ "place": "great lines heritage park", "kinds": ["fly_tip"] }));
    assert_eq!(narrow.rows, 2, "by any of its names");
    assert!(read(&narrow, "README.txt").contains("Place:      great lines heritage park"));
    assert_eq!(pack(&leader, json!({ "place": "Rope Walk" })).rows, 0);
    assert_eq!(pack(&leader, json!({ "ward": "E05002261", "kinds": ["abandoned_vehicle"] })).rows, 1);
    assert_eq!(leader.exports(), 4, "nothing half done is left");
}

#[test]
fn only_a_leader_writes_a_pack_and_what_cannot_be_is_refused_with_what_to_do() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let ask = |more: Value| {
        let mut whole = json!({ "from": YEAR.0, "to": YEAR.1, "kinds": [] });
        whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        whole
    };
    assert_eq!(warden.refused("write_foi_pack", ask(json!({}))).code, ErrorCode::NotAllowed);
    assert_eq!(warden.refused("write_fly_tip_return", json!({})).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("write_foi_pack", ask(json!({ "from": null }))).field.as_deref(), Some("from"));
    assert_eq!(leader.refused("write_foi_pack", ask(json!({ "to": "2024-01-01" }))).field.as_deref(), Some("to"));
    assert_eq!(leader.refused("write_foi_pack", ask(json!({ "ward": "x" }))).field.as_deref(), Some("ward"));
    for kind in ["no_such", "vulnerability_concern", "intelligence_report", "place"] {
        let refused = leader.refused("write_foi_pack", ask(json!({ "kinds": [kind] })));
        assert_eq!(refused.code, ErrorCode::NotFound, "{kind}");
    }
    assert_eq!(leader.refused("write_fly_tip_return", json!({ "format": "pdf" })).code, ErrorCode::BadRequest);
    assert_eq!(leader.exports(), 0);
}

/// The built-in catalogue, one version on, with a kind that is sensitive and that no figure counts.
fn with_a_quiet_kind() -> Vec<(String, String)> {
    let version = Catalogue::built_in().unwrap().version();
    let mut files: Vec<(String, String)> =
        Catalogue::built_in_files().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let text_of = |files: &[(String, String)], file: &str| {
        files.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone()).unwrap()
    };
    let mut quiet: toml::Table = text_of(&files, "dog_fouling.toml").parse().unwrap();
    quiet.remove("figure");
    for (key, said) in [("id", "quiet_matter"), ("name", "Quiet matter"), ("marking", "OFFICIAL-SENSITIVE")] {
        quiet.insert(key.into(), said.into());
    }
    quiet.insert("tile".into(), 9_999.into());
    files.push(("quiet_matter.toml".into(), quiet.to_string()));
    let common = files.iter_mut().find(|(name, _)| name == "common.toml").unwrap();
    common.1 = common.1.replacen(&format!("\nversion = {version}\n"), &format!("\nversion = {}\n", version + 1), 1);
    files
}

#[test]
fn nothing_is_told_of_a_kind_that_is_sensitive_and_that_no_figure_counts() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    world.centre.publish_catalogue(&with_a_quiet_kind(), app::Clock::now(&world.clock)).unwrap();
    world.back_up();
    leader.sync();
    found(&leader, "quiet_matter", json!({ "deposits": 7 }), json!({}), "The Lines");
    found(&leader, "dog_fouling", json!({ "deposits": 1 }), json!({}), "The Lines");
    let pack_of_all = pack(&leader, json!({}));
    assert_eq!(pack_of_all.rows, 1);
    let counts = read(&pack_of_all, "counts.csv");
    assert!(!counts.contains("Quiet matter") && !read(&pack_of_all, "findings.csv").contains("Quiet"), "{counts}");
    let readme = read(&pack_of_all, "README.txt");
    assert!(readme.contains("staff are told (Quiet matter): nothing of it is in these files"), "{readme}");
    let both = pack(&leader, json!({ "kinds": ["quiet_matter", "dog_fouling"] }));
    assert!(!read(&both, "counts.csv").contains("Quiet matter"));
    let alone = json!({ "from": YEAR.0, "to": YEAR.1, "kinds": ["quiet_matter"] });
    assert_eq!(leader.refused("write_foi_pack", alone).field.as_deref(), Some("kinds"));
    // The page of a place goes by the same rule.
    let told: PlaceTold = leader.does("place_told", json!({ "typed": "The Lines", "from": YEAR.0, "to": YEAR.1 }));
    assert_eq!(told.kinds.iter().map(|kind| kind.kind.as_str()).collect::<Vec<_>>(), ["dog_fouling"]);
}

#[test]
fn the_fly_tip_return_has_every_size_land_and_action_by_month_and_adds_up() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let main = json!({ "size": "car_boot", "waste_types": ["tyres", "green"] });
    let first = found(&leader, "fly_tip", main, json!({ "land_class": "highway" }), "Pier");
    found(&leader, "fly_tip", json!({ "size": "tipper" }), json!({}), "Pier");
    let finished = json!({ "on_private_land": false, "hazard": ["none"], "evidence_found": ["none"], "witnessed": false,
        "immediate_danger": false, "safeguarding": "none", "source": "patrol", "land_type": "highway", "action": "sticker" });
    leader.save(&leader.answer(&leader.reopen(&first, "correct"), finished));
    let form = leader.reopen(&first, "step/clear");
    leader.save(&leader.answer(&form, json!({ "cleared_at": "2025-03-18T07:12:00Z", "clearance_cost_pence": 12_345 })));
    world.wait_minutes(31 * 24 * 60);
    found(&leader, "fly_tip", json!({ "size": "car_boot" }), json!({ "land_class": "railway" }), "Pier");
    let written: Exported = leader.does("write_fly_tip_return", json!({ "from": YEAR.0, "to": YEAR.1 }));
    assert_eq!(written.rows, 4, "a month that has none is printed");
    let text = std::fs::read_to_string(&written.path).unwrap();
    let rows: Vec<Vec<&str>> =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect()).collect();
    // Labels that have a comma in them stand in quotes: by number then.
    let quoted = text.lines().next().unwrap();
    let heads = split(quoted.trim_start_matches('\u{feff}'));
    assert_eq!(heads.len(), 2 + 16 + 8 + 8 + 11 + 10);
    let at = |head: &str, month: usize| {
        let column = heads.iter().position(|one| one == head).unwrap_or_else(|| panic!("{head} is not in {heads:?}"));
        rows[month + 1][column].to_owned()
    };
    for (month, incidents) in [(0, "0"), (1, "0"), (2, "2"), (3, "1")] {
        assert_eq!(at("Incidents", month), incidents);
        for group in ["Waste: ", "Size: ", "Land: "] {
            let sum: i64 = heads
                .iter()
                .filter(|head| head.starts_with(group))
                .map(|head| at(head, month).parse::<i64>().unwrap())
                .sum();
            assert_eq!(sum.to_string(), incidents, "{group}");
        }
    }
    for (head, said) in [
        ("Month", "2025-03"),
        ("Waste: Tyres", "1"),
        ("Waste: Green waste", "0"),
        ("Waste: not recorded", "1"),
        ("Size: Car boot or less", "1"),
        ("Size: Tipper lorry load", "1"),
        ("Cost of clearing: Car boot or less", "123.45"),
        ("Land: Highway", "1"),
        ("Land: not recorded", "1"),
        ("Action: Prosecution", "0"),
    ] {
        assert_eq!(at(head, 2), said, "{head}");
    }
    assert_eq!(at("Land: Railway", 3), "1");
    let sheet: Exported =
        leader.does("write_fly_tip_return", json!({ "from": YEAR.0, "to": YEAR.1, "format": "xlsx" }));
    assert!(std::fs::read(&sheet.path).unwrap().starts_with(b"PK"));
}

/// The cells of a line of CSV.
fn split(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

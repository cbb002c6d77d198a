//! Task-force areas: wards of which figures are told together, on every page on which a ward can be chosen, only for the days on which
//! there was such a task force, and by the council's own file.

use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use tests::{Tablet, World};

const RIVER: [f64; 2] = [0.5265, 51.3822];
const CHATHAM_CENTRAL: [f64; 2] = [0.5213, 51.3802];
const GILLINGHAM_NORTH: [f64; 2] = [0.5499, 51.3866];
const STROOD_NORTH: [f64; 2] = [0.5003, 51.3965];
const YEAR: [(&str, &str); 2] = [("from", "2025-01-01"), ("to", "2025-12-31")];

fn found(tablet: &Tablet, [lon, lat]: [f64; 2], needles: u32) -> String {
    let form = tablet.begin("drug_litter");
    tablet.answer(&form, json!({ "n_needle": needles, "action": "removed" }));
    let device = json!({ "lon": lon, "lat": lat, "accuracy_m": 6.0 });
    let form: Form = tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    tablet.save(&form).finding
}

/// The year around the World's morning, and more.
fn year(more: Value) -> Value {
    let mut request: serde_json::Map<String, Value> =
        YEAR.iter().map(|(key, day)| ((*key).to_owned(), json!(day))).collect();
    request.extend(more.as_object().cloned().unwrap_or_default());
    request.into()
}

fn figure(tablet: &Tablet, more: Value) -> FigureView {
    let mut request = year(more);
    request["figure"] = json!("LITTER.DRUG.ITEMS");
    tablet.does("figure", request)
}

fn said(bars: &[FigureBar]) -> Vec<(&str, &str)> {
    bars.iter().map(|bar| (bar.label.as_str(), bar.said.as_str())).collect()
}

/// A team that found 1, 2, 4 and 8 needles in four wards, of which two are Chatham's and one is Gillingham's.
fn team() -> (World, Tablet, Tablet) {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    for (at, needles) in [(RIVER, 1), (CHATHAM_CENTRAL, 2), (GILLINGHAM_NORTH, 4), (STROOD_NORTH, 8)] {
        found(&warden, at, needles);
    }
    warden.sync();
    leader.sync();
    (world, warden, leader)
}

#[test]
fn figures_are_told_by_task_force_wherever_a_ward_can_be_chosen() {
    let (_world, _warden, leader) = team();
    let all = figure(&leader, json!({}));
    assert_eq!(all.large, "15");
    assert_eq!(said(&all.task_forces), [("Gillingham", "4"), ("Chatham town centre", "3")]);
    let centre = figure(&leader, json!({ "ward": "chatham_centre" }));
    assert_eq!((centre.large.as_str(), centre.findings), ("3", 2));
    assert_eq!(centre.ward.map(|area| area.name).as_deref(), Some("Chatham town centre"));
    assert_eq!(said(&centre.wards), [("Chatham Central", "2"), ("River", "1")], "its own wards");
    assert_eq!(said(&centre.task_forces), [("", ""); 0]);
    let list: FigureFindings =
        leader.does("figure_findings", year(json!({ "figure": "LITTER.DRUG.ITEMS", "ward": "chatham_centre" })));
    assert_eq!(list.lines.len(), 2);
    let report: FiguresView = leader.does("figures", year(json!({ "ward": "chatham_centre" })));
    let line = report.table.iter().find(|line| line.figure == "LITTER.DRUG.ITEMS").unwrap();
    assert_eq!((line.now.as_str(), report.task_forces.len()), ("3", 2));
    assert_eq!(report.unreviewed.as_deref(), Some("Including 2 not yet reviewed"));
    assert_eq!(leader.refused("figures", year(json!({ "ward": "chatham" }))).field.as_deref(), Some("ward"));

    let listed: FindingsPage = leader.does("findings", json!({ "ward": "chatham_centre" }));
    assert_eq!(listed.lines.len(), 2);
    let told: PlaceTold = leader.does("place_told", year(json!({ "ward": "chatham_centre" })));
    assert_eq!((told.title.as_str(), told.total), ("Chatham town centre", 2));
    assert!(told.how.contains("wards of the task-force area"), "{}", told.how);
    let written: Exported = leader.does(
        "export_figure",
        year(json!({ "figure": "LITTER.DRUG.ITEMS", "ward": "chatham_centre", "format": "csv" })),
    );
    assert_eq!(written.rows, 2);
    let pack: Exported = leader.does("write_foi_pack", year(json!({ "ward": "chatham_centre", "kinds": [] })));
    assert_eq!(pack.rows, 2);
    let readme = std::fs::read_to_string(std::path::Path::new(&pack.path).join("README.txt")).unwrap();
    assert!(readme.contains("Area:       Chatham town centre"), "{readme}");
    let month: WardenReport = leader.does("warden_report", json!({ "month": "2025-03", "format": null }));
    assert_eq!(said(&month.task_forces), [("Chatham town centre", "1 patrol"), ("Gillingham", "1 patrol")]);

    let frozen: PublishedView =
        leader.does("publish_report", year(json!({ "ward": "chatham_centre", "name": "The centre, 2025" })));
    assert_eq!(frozen.line.ward.as_deref(), Some("Chatham town centre"));
    let again: FiguresView = leader.does("figures", year(json!({ "ward": "chatham_centre" })));
    assert_eq!(again.published.len(), 1, "the same period, of the same area");
}

/// The built-in catalogue, one version on, with another file of task forces.
fn files(forces: &str) -> Vec<(String, String)> {
    let built_in = Catalogue::built_in().unwrap().version();
    let text = |name: &str, text: &str| match name {
        "task_forces.toml" => forces.to_owned(),
        "common.toml" => {
            text.replacen(&format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + 1), 1)
        }
        _ => text.to_owned(),
    };
    Catalogue::built_in_files().iter().map(|(name, old)| ((*name).to_owned(), text(name, old))).collect()
}

#[test]
fn the_council_publishes_its_own_and_nothing_is_told_of_days_on_which_there_was_none() {
    let (world, _warden, leader) = team();
    let forces = "[[task_force]]\nid = \"west\"\nname = \"West\"\nwards = [\"E05002265\", \"E05002249\"]\nfrom = \"2025-03-18\"\nuntil = \"2025-06-30\"\n";
    world.centre.publish_catalogue(&files(forces), app::Clock::now(&world.clock)).unwrap();
    world.back_up();
    leader.sync();
    let choices: AreaChoices = leader.does("areas", json!({}));
    assert_eq!(
        choices.task_forces.iter().map(|force| force.name.as_str()).collect::<Vec<_>>(),
        ["West (from 18 March 2025 until 30 June 2025)"]
    );
    let large = |from: &str, to: &str| {
        let request = json!({ "figure": "LITTER.DRUG.ITEMS", "from": from, "to": to, "ward": "west" });
        leader.does::<FigureView>("figure", request).large
    };
    assert_eq!(large("2025-01-01", "2025-12-31"), "10", "on its first day");
    assert_eq!(large("2025-03-19", "2025-12-31"), "0", "nothing was recorded later, while it was there");
    assert_eq!(large("2025-01-01", "2025-03-17"), "not recorded", "before it was there");
    assert_eq!(large("2025-07-01", "2025-12-31"), "not recorded", "and after it");
    let told: PlaceTold =
        leader.does("place_told", json!({ "ward": "west", "from": "2025-07-01", "to": "2025-12-31" }));
    assert_eq!(told.total, 0);
    let list = json!({ "figure": "LITTER.DRUG.ITEMS", "from": "2025-01-01", "to": "2025-03-17", "ward": "west" });
    assert_eq!(leader.does::<FigureFindings>("figure_findings", list).lines.len(), 0);
    assert_eq!(
        leader.refused("figures", year(json!({ "ward": "chatham_centre" }))).field.as_deref(),
        Some("ward"),
        "it is gone"
    );
}

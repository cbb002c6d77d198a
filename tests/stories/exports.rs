//! Findings as files: a list or what makes up a figure, as a table and for programs of maps, by other readers than the writers.

use app::contract::*;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tests::{Tablet, World};

const STEPS: (f64, f64) = (0.5242, 51.3842);

fn find_at(tablet: &Tablet, at: Option<(f64, f64)>, words: &str) -> String {
    let form = tablet.answer(&tablet.begin("drug_litter"), json!({ "n_needle": 2 }));
    if let Some((lon, lat)) = at {
        let device = json!({ "lon": lon, "lat": lat, "accuracy_m": 8.0 });
        tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    }
    let saved = tablet.save(&form).finding;
    let form = tablet.reopen(&saved, "correct");
    tablet.save(&tablet.answer(&form, json!({ "description": words, "action": "removed" })));
    saved
}

fn list(tablet: &Tablet, format: &str) -> Exported {
    tablet.does("export_findings", json!({ "filter": { "kind": "drug_litter" }, "format": format }))
}

/// What `ogrinfo` says of a file; none on a computer that does not have it.
fn ogrinfo(path: &str) -> Option<String> {
    match Command::new("ogrinfo").args(["-ro", "-al", path]).output() {
        Ok(ran) => {
            // It reads 1.4, which is newer than itself, and says so.
            let faults = String::from_utf8_lossy(&ran.stderr);
            let newer = |line: &str| line.is_empty() || line.starts_with("Warning 1: This version of GeoPackage");
            assert!(ran.status.success() && faults.lines().all(newer), "{faults}");
            Some(String::from_utf8_lossy(&ran.stdout).into_owned())
        }
        Err(_) if std::env::var_os("CI").is_none() => None,
        Err(error) => panic!("gdal-bin is not installed: {error}"),
    }
}

#[test]
fn a_list_is_written_in_four_forms_that_say_the_same() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let odd = "=HYPERLINK(\"http://x\") <b> \u{202e} \u{1f600}";
    find_at(&leader, Some(STEPS), odd);
    find_at(&leader, None, "plain");
    let csv = std::fs::read_to_string(list(&leader, "csv").path).unwrap();
    assert!(
        csv.starts_with("\u{feff}Reference,Council reference,Kind,Date,")
            && csv.contains("\"'=HYPERLINK(\"\"http://x\"\")"),
        "{csv}"
    );
    assert!(csv.contains(",0.5242,51.3842,8,"), "{csv}");
    assert!(std::fs::read(list(&leader, "xlsx").path).unwrap().starts_with(b"PK"));

    let map = list(&leader, "geojson");
    let read: Value = serde_json::from_slice(&std::fs::read(&map.path).unwrap()).unwrap();
    let features = read["features"].as_array().unwrap();
    assert_eq!((features.len(), map.rows), (2, 2));
    let here = features.iter().find(|feature| !feature["geometry"].is_null()).unwrap();
    assert_eq!(here["geometry"]["coordinates"], json!([STEPS.0, STEPS.1]));
    assert_eq!(here["properties"]["description"], odd);
    assert_eq!((&here["properties"]["n_needle"], &here["properties"]["date"]), (&json!(2), &json!("2025-03-18")));

    let map = list(&leader, "gpkg");
    if let Some(said) = ogrinfo(&map.path) {
        assert!(said.contains("Feature Count: 2") && said.contains("ID[\"EPSG\",27700]"), "{said}");
        let point = said.split("POINT (").nth(1).unwrap().split(')').next().unwrap();
        let [east, north] = [0, 1].map(|at| point.split(' ').nth(at).unwrap().parse::<f64>().unwrap());
        let grid = leader.does::<FindingsPage>("findings", json!({})).lines;
        let view = grid.iter().map(|line| leader.finding(&line.id)).find(|view| view.place.grid.is_some()).unwrap();
        let reference = view.place.grid.unwrap();
        let digits: Vec<f64> = reference.split(' ').skip(1).map(|part| part.parse().unwrap()).collect();
        assert!(
            (east % 100_000.0 - digits[0]).abs() <= 1.0 && (north % 100_000.0 - digits[1]).abs() <= 1.0,
            "{point} {reference}"
        );
    }
    assert_eq!(leader.exports(), 4, "and nothing half done beside them");
}

#[test]
fn a_figure_is_written_with_its_findings_and_no_others() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    let counted = find_at(&leader, Some(STEPS), "counts");
    let mistake = find_at(&leader, Some(STEPS), "does not");
    let _: FindingView = leader.does("withdraw", json!({ "id": mistake, "reason": "twice" }));
    let ask = |figure: &str, format: &str| json!({ "figure": figure, "from": "2025-01-01", "to": "2025-12-31", "format": format });
    let map: Exported = leader.does("export_figure", ask("LITTER.DRUG.ITEMS", "geojson"));
    let text = std::fs::read_to_string(&map.path).unwrap();
    assert_eq!(map.rows, 1);
    assert!(
        map.path.contains("figure-litter-drug-items") && text.contains(&leader.finding(&counted).reference),
        "{text}"
    );
    assert_eq!(warden.refused("export_figure", ask("LITTER.DRUG.ITEMS", "csv")).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("export_figure", ask("NO.SUCH", "csv")).code, ErrorCode::NotFound);
    for (command, request) in [
        ("export_figure", ask("LITTER.DRUG.ITEMS", "shp")),
        ("export_findings", json!({ "filter": {}, "format": "pdf" })),
    ] {
        assert_eq!(leader.refused(command, request).code, ErrorCode::BadRequest);
    }
    for number in 0..3 {
        let entry =
            json!({ "file_reference": format!("BL/{number}"), "status": "active", "active_from": "2025-01-01" });
        leader.save(&leader.answer(&leader.begin("blue_light"), entry));
    }
    let few = leader.refused("export_figure", ask("BLUELIGHT.STOCK", "csv"));
    assert!(few.code == ErrorCode::NotAllowed && few.message.contains("fewer than five people"), "{few:?}");
    assert!(Path::new(&map.path).exists());
    assert_eq!(leader.exports(), 1, "what was refused leaves no file");
}

#[test]
fn how_far_a_file_is_is_told_and_one_that_is_stopped_leaves_nothing() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    (0..30).for_each(|_| drop(find_at(&leader, None, "removed")));
    let told: Arc<Mutex<Vec<u32>>> = Arc::default();
    let stop_at = Arc::new(AtomicU32::new(1_000));
    let (app, seen, stop) = (Arc::downgrade(&leader.app), Arc::clone(&told), Arc::clone(&stop_at));
    leader.app.subscribe(Box::new(move |what| {
        let Some(app) = app.upgrade().filter(|_| what == "export") else { return };
        let progress = app.call("export_progress", json!({})).unwrap();
        let Some(percent) = progress["percent"].as_u64().and_then(|percent| u32::try_from(percent).ok()) else {
            return;
        };
        seen.lock().unwrap().push(percent);
        if percent >= stop.load(Ordering::SeqCst) {
            app.call("stop_export", json!({})).unwrap();
        }
    }));
    let ask = |command: &str, format: &str| match command {
        "write_report" => json!({ "from": "2025-01-01", "to": "2025-12-31", "format": format }),
        "export_figure" => {
            json!({ "figure": "LITTER.DRUG.ITEMS", "from": "2025-01-01", "to": "2025-12-31", "format": format })
        }
        _ => json!({ "filter": {}, "format": format }),
    };
    let (mut whole, mut stopped) = (0, 0);
    for (command, format) in [
        ("export_findings", "csv"),
        ("export_findings", "xlsx"),
        ("export_findings", "geojson"),
        ("export_findings", "gpkg"),
        ("write_report", "xlsx"),
    ] {
        stop_at.store(1_000, Ordering::SeqCst);
        let written: Exported = leader.does(command, ask(command, format));
        whole += 1;
        let steps = std::mem::take(&mut *told.lock().unwrap());
        assert!(
            written.rows >= 30 && steps.len() > 10 && steps.is_sorted() && steps.last() == Some(&99),
            "{command} {steps:?}"
        );
        // Early, and when only what comes after the rows is left, which takes long in a spreadsheet.
        for at in [20, 99] {
            stop_at.store(at, Ordering::SeqCst);
            let answer = leader.app.call(command, ask(command, format));
            let refused = answer.map(|_| ()).map_err(|refusal| refusal.code);
            let no_more_to_do = at == 99 && ["geojson", "gpkg", "csv"].contains(&format);
            assert!(
                refused == Err(ErrorCode::Stopped) || no_more_to_do && refused.is_ok(),
                "{command} {format} {at}: {refused:?}"
            );
            whole += usize::from(refused.is_ok());
            stopped += usize::from(refused.is_err());
        }
        assert_eq!(leader.exports(), whole, "{command} {format}: nothing half done is left");
        told.lock().unwrap().clear();
    }
    assert!(stopped >= 7, "{stopped}");
    let progress: ExportProgress = leader.does("export_progress", json!({}));
    assert_eq!(progress.percent, None);
    let _: ExportProgress = leader.does("stop_export", json!({}));
    stop_at.store(1_000, Ordering::SeqCst);
    assert_eq!(list(&leader, "csv").rows, 30, "to stop what is not there stops nothing");
}

#[test]
fn a_second_file_waits_for_the_first() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    (0..5).for_each(|_| drop(leader.find_needles(1)));
    let refused: Arc<Mutex<Option<CallError>>> = Arc::default();
    let (app, kept) = (Arc::downgrade(&leader.app), Arc::clone(&refused));
    leader.app.subscribe(Box::new(move |what| {
        let Some(app) = app.upgrade().filter(|_| what == "export") else { return };
        let busy = app.call("export_progress", json!({})).unwrap()["percent"].is_u64();
        if busy && kept.lock().unwrap().is_none() {
            let second = app.call("export_findings", json!({ "filter": {} }));
            *kept.lock().unwrap() = second.err();
        }
    }));
    assert_eq!(list(&leader, "csv").rows, 5);
    let refused = refused.lock().unwrap().take().expect("the second was asked for");
    assert!(refused.code == ErrorCode::NotAllowed && refused.message.contains("stop it"), "{refused:?}");
    assert_eq!(leader.exports(), 1);
}

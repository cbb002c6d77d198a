//! The monthly warden report: hours, checks and findings by kind with zeros, for each warden and for the team, and where it was seen.

use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

fn march(leader: &Tablet) -> WardenReport {
    leader.does("warden_report", json!({ "month": "2025-03" }))
}

fn of<'a>(report: &'a WardenReport, name: &str) -> &'a WardenDid {
    report.people.iter().find(|did| did.name == name).unwrap_or_else(|| panic!("{name} is not in {:?}", report.people))
}

fn kind<'a>(report: &'a WardenReport, id: &str) -> &'a WardenKind {
    report.kinds.iter().find(|kind| kind.kind == id).unwrap()
}

#[test]
fn each_warden_has_hours_checks_and_findings_and_zeros_are_printed() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let [a, b] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let hotspot = json!({ "name": "Pentagon underpass", "hazard": "drug_litter", "visit_frequency": "daily_am", "status": "active" });
    let form = leader.begin("hotspot");
    let form: Form = leader.answer(&form, hotspot);
    let device = json!({ "lon": 0.5265, "lat": 51.3822, "accuracy_m": 6.0 });
    let form: Form = leader.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    let hotspot = leader.save(&form).finding;
    for tablet in [&leader, &a, &b, &leader] {
        tablet.sync();
    }
    // Together for two hours and a quarter, and then one of them alone, who has not ended.
    let together = json!({ "mode": "foot", "area": "Chatham", "with": ["Demo warden B"], "weather": null });
    let _: PatrolView = a.does("start_patrol", together);
    a.find_needles(2);
    a.find_needles(1);
    let _: Saved = a.does("nothing_found", json!({ "hotspot": hotspot }));
    world.wait_minutes(135);
    let _: PatrolView = a.does("end_patrol", json!({}));
    b.start_patrol("Luton");
    for tablet in [&a, &b, &leader] {
        tablet.sync();
    }
    let report = march(&leader);
    assert_eq!(
        (report.title.as_str(), report.period.from.as_str(), report.period.to.as_str()),
        ("March 2025", "2025-03-01", "2025-03-31")
    );
    let first = of(&report, "Demo warden A");
    assert_eq!((first.patrols, first.days, first.hours.as_str()), (1, 1, "2 h 15 min"));
    assert_eq!((first.checks, first.nothing_found, first.findings), (1, 1, 2));
    let second = of(&report, "Demo warden B");
    assert_eq!(
        (second.patrols, second.hours.as_str(), second.findings),
        (2, "2 h 15 min", 0),
        "one of them has not ended"
    );
    assert_eq!(
        (report.team.patrols, report.team.hours.as_str(), report.team.findings),
        (2, "2 h 15 min", 2),
        "once for the team"
    );
    assert!(report.notes[0].starts_with("1 patrol has not ended"), "{:?}", report.notes);
    let names: Vec<_> = report.people.iter().map(|did| did.name.as_str()).collect();
    let at = names.iter().position(|name| *name == "Demo warden A").unwrap();
    assert_eq!((kind(&report, "drug_litter").counts[at], kind(&report, "drug_litter").total), (2, 2));
    assert!(kind(&report, "dog_fouling").counts.iter().all(|many| *many == 0), "zeros are printed");
    assert!(report.kinds.iter().all(|kind| kind.counts.len() == names.len() && kind.kind != "vulnerability_concern"));
    assert_eq!(
        report.areas.iter().map(|bar| (bar.label.as_str(), bar.said.as_str())).collect::<Vec<_>>(),
        [("Chatham", "2 h 15 min"), ("Luton", "0 h")]
    );
    assert_eq!(
        report.wards.iter().map(|bar| bar.said.as_str()).collect::<Vec<_>>(),
        ["1 patrol"],
        "the check was in a ward"
    );
    // Before that there is nothing but zeros.
    let before: WardenReport = leader.does("warden_report", json!({ "month": "2025-02" }));
    assert_eq!((before.team.patrols, before.team.findings, before.areas.len()), (0, 0, 0));
    let usual: WardenReport = leader.does("warden_report", json!({}));
    assert_eq!(usual.month, "2025-02", "the last whole month, unless another is chosen");
}

#[test]
fn it_is_written_as_a_spreadsheet_and_a_table_for_leaders_alone() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham");
    warden.find_needles(2);
    warden.sync();
    leader.sync();
    let ask = |format: &str| json!({ "month": "2025-03", "format": format });
    let table: Exported = leader.does("write_warden_report", ask("csv"));
    let text = std::fs::read_to_string(&table.path).unwrap();
    assert!(text.lines().next().unwrap().ends_with("Demo warden A,The team"), "{text}");
    assert!(text.contains("\nDrug litter,1,1\n") && text.contains("\nDog fouling,0,0\n"), "{text}");
    let sheet: Exported = leader.does("write_warden_report", ask("xlsx"));
    assert!(std::fs::read(&sheet.path).unwrap().starts_with(b"PK"), "it is a spreadsheet");
    assert_eq!(leader.refused("write_warden_report", ask("pdf")).code, ErrorCode::BadRequest);
    for wrong in ["March", "2025-13", "0001-01"] {
        let refused = leader.refused("warden_report", json!({ "month": wrong }));
        assert_eq!(refused.field.as_deref(), Some("month"), "{wrong}");
    }
    for command in ["warden_report", "write_warden_report"] {
        assert_eq!(warden.refused(command, ask("csv")).code, ErrorCode::NotAllowed);
    }
}

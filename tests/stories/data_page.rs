//! Data on a page: the main figures with what they were before, and charts that tell of nobody.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const AT: (f64, f64) = (0.5242, 51.3842);

fn page(leader: &Tablet, more: Value) -> DataPage {
    let mut request = json!({ "from": "2025-01-01", "to": "2025-12-31" });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    leader.does("data_page", request)
}

fn found(tablet: &Tablet, kind: &str, now: Value, name: &str) -> String {
    let form = tablet.answer(&tablet.begin(kind), now);
    let device = json!({ "lon": AT.0, "lat": AT.1, "accuracy_m": 8.0 });
    tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    tablet.does::<Form>("set_place", json!({ "draft": form.draft, "device": null, "typed": name }));
    tablet.save(&form).finding
}

fn said(bars: &[FigureBar]) -> Vec<(&str, &str)> {
    bars.iter().map(|bar| (bar.label.as_str(), bar.said.as_str())).collect()
}

#[test]
fn the_main_figures_stand_with_what_they_were_and_the_charts_tell_of_nobody() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    assert!(page(&leader, json!({})).empty);
    let place = json!({ "name": "Great Lines Heritage Park", "aliases": ["The Lines"], "place_type": "park", "status": "active" });
    leader.save(&leader.answer(&leader.begin("place"), place));
    warden.start_patrol("Chatham town centre");
    for name in ["The Lines", "Great Lines Heritage Park", "14 Ambrosine Row"] {
        found(&warden, "drug_litter", json!({ "n_needle": 2, "action": "removed" }), name);
    }
    let mistake = found(&warden, "drug_litter", json!({ "n_needle": 9, "action": "removed" }), "The Lines");
    let _: FindingView = warden.does("withdraw", json!({ "id": mistake, "reason": "Recorded twice" }));
    for _ in 0..4 {
        let asleep = json!({ "situation": "bedded_down", "n_people": 1 });
        found(&warden, "rough_sleeper", asleep, "The Lines");
    }
    warden.sync();
    leader.sync();
    let sheet = page(&leader, json!({}));
    assert_eq!((sheet.figures.len(), sheet.empty), (9, false));
    let items = sheet.figures.iter().find(|one| one.figure == "LITTER.DRUG.ITEMS").unwrap();
    assert_eq!((items.large.as_str(), items.beside.as_str()), ("6", "items"));
    assert_eq!((items.before.as_deref(), items.change.as_deref()), (Some("not recorded"), None));
    assert_eq!(sheet.before.as_ref().map(|before| before.words.as_str()), Some("1 Jan 2024 to 31 Dec 2024"));
    assert_eq!(sheet.unreviewed.as_deref(), Some("Including 7 not yet reviewed"));
    let chart = sheet.chart.as_ref().unwrap();
    assert_eq!((chart.figure.as_str(), sheet.months.len()), ("LITTER.DRUG.ITEMS", 12));
    assert_eq!(said(&sheet.kinds), [("Drug litter", "3"), ("Person sleeping rough", "fewer than 5")]);
    assert_eq!(sheet.kinds[1].length, 0, "nor does a bar tell how many");
    assert!(sheet.at_places);
    assert_eq!(said(&sheet.places), [("Great Lines Heritage Park", "2")], "by any of its names, and no address");
    let all = serde_json::to_string(&sheet).unwrap();
    for word in ["Ambrosine", "Demo warden", "W0"] {
        assert!(!all.contains(word), "{word} is in {all}");
    }
    found(&warden, "rough_sleeper", json!({ "situation": "bedded_down", "n_people": 1 }), "The Lines");
    warden.sync();
    leader.sync();
    assert_eq!(said(&page(&leader, json!({})).kinds)[0], ("Person sleeping rough", "5"));

    let next = page(&leader, json!({ "from": "2026-01-01", "to": "2026-12-31" }));
    let items = next.figures.iter().find(|one| one.figure == "LITTER.DRUG.ITEMS").unwrap();
    assert_eq!((items.large.as_str(), items.before.as_deref(), items.change.as_deref()), ("0", Some("6"), Some("−6")));
    assert!(next.kinds.is_empty() && next.places.is_empty());
    let alone = page(&leader, json!({ "compare": "nothing" }));
    assert!(alone.before.is_none() && alone.figures.iter().all(|one| one.before.is_none()));
    let centre = page(&leader, json!({ "ward": "chatham_centre" }));
    assert_eq!(centre.figures[0].large, "6", "all of it lies in one of its wards");
    assert_eq!(page(&leader, json!({ "ward": "gillingham" })).kinds.len(), 0);
    assert_eq!(warden.refused("data_page", json!({})).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("data_page", json!({ "ward": "x" })).field.as_deref(), Some("ward"));
    assert_eq!(leader.refused("data_page", json!({ "from": "2025-02-30" })).field.as_deref(), Some("from"));
}

#[test]
fn without_places_of_a_register_the_figure_of_the_chart_is_told_by_ward() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    found(&leader, "drug_litter", json!({ "n_needle": 2, "action": "removed" }), "The Lines");
    let sheet = page(&leader, json!({}));
    assert_eq!((sheet.at_places, said(&sheet.places)), (false, vec![("River", "2")]));
}

//! What a warden needs of the registers that leaders keep: where people can turn, trauma packs, premises to know.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

fn entry(leader: &Tablet, kind: &str, answers: Value, at: Option<[f64; 2]>) {
    let mut form = leader.answer(&leader.begin(kind), answers);
    if let Some([lon, lat]) = at {
        let device = json!({ "lon": lon, "lat": lat, "accuracy_m": 8.0 });
        form = leader.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }));
    }
    leader.save(&form);
}

fn signpost(leader: &Tablet, name: &str, purposes: &[&str], status: &str) {
    let said = json!({ "name": name, "purposes": purposes, "telephone": "01634 000 000", "hours": "Tuesdays 09:30 to 12:00",
        "status": status });
    entry(leader, "signpost", said, None);
}

fn names(entries: &[DirectoryEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[test]
fn a_warden_without_a_signal_has_what_is_active_by_what_it_is_for_and_packs_nearest_first() {
    let world = World::new();
    let (leader, warden) = (world.tablet("Demo leader", "leader"), world.tablet("Demo warden A", "warden"));
    signpost(&leader, "Sunlight one-stop shop", &["domestic_abuse", "homelessness"], "active");
    signpost(&leader, "Caring table", &["homelessness"], "active");
    signpost(&leader, "Closed hall", &["homelessness"], "ended");
    let pack = |name: &str, condition: &str, at| {
        let said = json!({ "name": name, "size": "small", "condition": condition, "status": "active" });
        entry(&leader, "trauma_pack", said, Some(at));
    };
    pack("Pack 1", "whole", [0.5301, 51.3842]);
    pack("Pack 2", "used", [0.5242, 51.3843]);
    for (name, rag) in [("Blue Door", "green"), ("Harbour Takeaway", "red")] {
        let said = json!({ "name": name, "premises_type": "takeaway", "rag": rag, "rag_reason": "Groups at night", "status": "active" });
        entry(&leader, "premises", said, Some([0.5242, 51.3842]));
    }
    leader.sync();
    warden.sync();
    warden.link.cut(true);

    let here = json!({ "here": { "lon": 0.5242, "lat": 51.3842, "accuracy_m": 8.0 } });
    let directory: Directory = warden.does("directory", here);
    let parts: Vec<_> = directory.parts.iter().map(|part| (part.title.as_str(), names(&part.entries))).collect();
    let both = vec!["Caring table", "Sunlight one-stop shop"];
    assert_eq!(parts, [("Domestic abuse", vec!["Sunlight one-stop shop"]), ("Homelessness", both)]);
    let shop = &directory.parts[0].entries[0];
    assert_eq!(
        (shop.telephone.as_str(), shop.facts.as_slice()),
        ("01634 000 000", &["Tuesdays 09:30 to 12:00".to_owned()][..])
    );
    assert_eq!(
        (names(&directory.packs), names(&directory.premises)),
        (vec!["Pack 2", "Pack 1"], vec!["Harbour Takeaway", "Blue Door"])
    );
    let marks =
        |entries: &[DirectoryEntry]| -> Vec<_> { entries.iter().map(|one| one.mark.clone().unwrap().state).collect() };
    assert_eq!(
        (marks(&directory.packs), marks(&directory.premises)),
        (vec!["rated_red".into(), "rated_green".into()], vec!["rated_red".to_owned(), "rated_green".to_owned()])
    );
    assert_eq!(directory.packs[0].away.as_deref(), Some("10 m away"));
    assert!(directory.packs[1].facts.contains(&"Small".to_owned()), "{:?}", directory.packs[1]);

    let nowhere: Directory = warden.does("directory", json!({ "here": null }));
    assert_eq!(names(&nowhere.packs), ["Pack 1", "Pack 2"], "by name where nobody knows where the tablet is");
    let _: Status = warden.does("lock", json!({}));
    assert_eq!(warden.refused("directory", json!({ "here": null })).code, ErrorCode::Locked);
}

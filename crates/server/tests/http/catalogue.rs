//! The operator changes the kinds of finding: exports them, is told every mistake, sees what would change, and publishes.

use crate::cli::{json, run};
use std::path::Path;
use std::process::Output;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn kinds_are_exported_changed_checked_and_published() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    json(&data, &["init", "--council", "Demo council", "--json"]);
    json(&data, &["team", "add", "Team 1", "--json"]);
    let kinds = folder.path().join("kinds");
    let catalogue = |verb: &str, folder: &Path| run(&data, &["catalogue", verb, folder.to_str().unwrap()]);
    assert!(catalogue("export", &kinds).status.success());
    let again = catalogue("export", &kinds);
    assert!(!again.status.success() && said(&again).contains("name a new folder"), "{}", said(&again));

    let same = catalogue("publish", &kinds);
    assert!(!same.status.success() && said(&same).contains("raise it to"), "{}", said(&same));
    let change = |file: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(kinds.join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        std::fs::write(kinds.join(file), text.replacen(from, to, 1)).unwrap();
    };
    let raised = |version: u32| format!("\nversion = {version}\n");
    let version = std::fs::read_to_string(kinds.join("common.toml")).unwrap();
    let version: u32 = version.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().parse().unwrap();
    change("common.toml", &raised(version), &raised(version + 1));
    change("hotspot.toml", "id = \"risk_notes\"", "id = \"risks\"");
    let refused = catalogue("check", &kinds);
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("hotspot.toml:") && said(&refused).contains("\"risk_notes\" is gone"),
        "{}",
        said(&refused)
    );
    change("hotspot.toml", "id = \"risks\"", "id = \"risk_notes\"");
    change("hotspot.toml", "type = \"text\"", "type = \"essay\"");
    let mistaken = catalogue("publish", &kinds);
    assert!(!mistaken.status.success() && said(&mistaken).contains("hotspot.toml:"), "{}", said(&mistaken));
    change("hotspot.toml", "type = \"essay\"", "type = \"text\"");
    change("hotspot.toml", "name = \"Hotspot\"", "name = \"Known place\"");

    let checked = catalogue("check", &kinds);
    assert!(checked.status.success(), "{}", said(&checked));
    let words = "hotspot: changes `name`: \"Hotspot\" before, \"Known place\" now";
    assert!(said(&checked).contains(words) && said(&checked).contains("Nothing was published"), "{}", said(&checked));
    let published = catalogue("publish", &kinds);
    assert!(published.status.success() && said(&published).contains(&format!("Version {} is published", version + 1)));
    assert_eq!(json(&data, &["summary", "--json"])["backed_up"], "all");
    let now = folder.path().join("now");
    assert!(catalogue("export", &now).status.success());
    assert!(std::fs::read_to_string(now.join("hotspot.toml")).unwrap().contains("Known place"));

    let none = catalogue("check", &folder.path().join("data"));
    assert!(!none.status.success() && said(&none).contains("there is no .toml file"), "{}", said(&none));
    std::fs::write(kinds.join("latin.toml"), b"name = \"Caf\xe9\"").unwrap();
    let latin = catalogue("check", &kinds);
    assert!(!latin.status.success() && said(&latin).contains("latin.toml is not text in UTF-8"), "{}", said(&latin));
    std::fs::write(kinds.join("latin.toml"), vec![b'#'; 300_000]).unwrap();
    let large = catalogue("check", &kinds);
    assert!(!large.status.success() && said(&large).contains("latin.toml is larger than"), "{}", said(&large));
}

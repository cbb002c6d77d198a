//! `patrolbook-server morning`, as the operator asks for it.

use crate::cli::{fails, json, run};
use crate::tablet::an_office;

#[test]
fn an_operator_asks_what_arrived_overnight() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.find(1);
    tablet.send(&office);
    let told = json(&office.data(), &["morning", "--json"]);
    assert_eq!((&told["council"], &told["teams"][0]["team"]), (&"Demo council".into(), &"Team 1".into()));
    assert_eq!(told["teams"][0]["tablets"][0]["findings"], serde_json::json!({ "Drug litter": 1 }));
    let said = run(&office.data(), &["morning", "--since", "2025-03-17 16:00"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("What arrived from Mon 17 March 2025, 16:00 to "), "{said}");
    assert!(said.contains("W01, Demo warden A: 1 drug litter"), "{said}");
    fails(&office.data(), &["morning", "--since", "yesterday"], "is no day or time; say 2025-03-17");
    fails(&office.data(), &["morning", "--since", "2999-01-01"], "lies ahead");
}

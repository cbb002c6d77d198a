//! Deputies: the office acts on what namings say, also where it learns of them otherwise than from a tablet.

use crate::NOW;
use crate::tablet::*;
use protocol::Tips;
use serde_json::json;

fn naming(leader: &mut Tablet, record: u128, (from, until): (&str, &str)) {
    let fields = [
        ("kind", json!("deputy")),
        ("deputy", json!("Demo warden A")),
        ("deputy_from", json!(from)),
        ("deputy_until", json!(until)),
    ];
    leader.write(record, &fields);
}

/// The grants of deputies that a tablet is told of, those withdrawn too.
fn deputies(office: &Office, tablet: &Tablet) -> Vec<book::GrantId> {
    let reply = tablet.exchange(office, &tablet.request(&Tips::new(), false, vec![])).unwrap();
    let deputies = reply.grants.iter().filter(|signed| signed.grant.role == "deputy");
    let mut ids: Vec<_> = deputies.map(|signed| signed.grant.id()).collect();
    ids.sort();
    ids
}

#[test]
fn a_naming_that_comes_back_out_of_the_second_copy_is_acted_on_and_so_is_what_takes_it_back() {
    let office = an_office();
    let mut deputy = office.enrolled(1, "Team 1", "Demo warden A");
    let mut leader = office.enrolled(2, "Team 1", "Demo leader");
    naming(&mut leader, 10, ("2025-10-08", "2025-10-20"));
    leader.send(&office);
    office.centre.back_up(NOW).unwrap();
    let kept = office.kept();
    let first = deputies(&office, &deputy);
    leader.write(10, &[("withdrawn", json!({ "reason": "Later" }))]);
    naming(&mut leader, 11, ("2025-10-09", "2025-10-22"));
    leader.send(&office);
    let both = deputies(&office, &deputy);
    assert_eq!((first.len(), both.len()), (1, 2));
    office.centre.back_up(NOW).unwrap();

    let office = office.put_back(&kept);
    assert_eq!(deputies(&office, &deputy), first);
    office.centre.recover(NOW).unwrap();
    assert_eq!(deputies(&office, &deputy), both, "the very grants that the tablet holds");
    for (record, grant) in (20..).zip(&both) {
        deputy.author = *grant;
        let approved = json!({ "outcome": "approved", "seen": "00" });
        deputy.write(record, &[("kind", json!("drug_litter")), ("review", approved)]);
    }
    deputy.send(&office);
    assert_eq!(office.centre.summary().unwrap().findings, 1, "one naming stands, the other was taken back");
}

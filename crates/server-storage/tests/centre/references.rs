//! The council office's own references: one for each finding that arrives, the same for ever, whatever is put back.

use crate::NOW;
use crate::tablet::*;
use book::RecordId;
use protocol::Tips;
use serde_json::json;
use std::collections::BTreeMap;

fn finds(tablet: &mut Tablet, record: u128) {
    tablet.write(record, &[("kind", json!("drug_litter")), ("reference", json!("W07-251009-001"))]);
}

/// The office's reference of every record that has one.
fn given(office: &Office) -> BTreeMap<RecordId, String> {
    let mut all = BTreeMap::new();
    let each = &mut |record: &record::Record, _| {
        all.extend(record.office_reference().map(|reference| (record.id, reference.to_owned())));
    };
    office.centre.each_line("Team 1", &office.centre.catalogue().unwrap(), each).unwrap();
    all
}

fn id(record: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(record))
}

#[test]
fn every_finding_that_arrives_gets_one_and_only_one() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    finds(&mut tablet, 10);
    finds(&mut tablet, 11);
    // A patrol, say: the tablet gave it none either. And a record of before, which has one of its own.
    tablet.write(12, &[("kind", json!("patrol"))]);
    tablet.write(13, &[("kind", json!("drug_litter")), ("reference", json!("OLD/1")), ("brought_in", json!(true))]);
    tablet.send(&office);
    let first = given(&office);
    assert_eq!(first, [(id(10), "25-000001-BN".to_owned()), (id(11), "25-000002-BP".to_owned())].into());
    tablet.send(&office);
    tablet.write(10, &[("reference", json!("W07-251009-009"))]);
    finds(&mut tablet, 14);
    tablet.send(&office);
    let second = given(&office);
    assert_eq!(second[&id(10)], first[&id(10)], "said again, it keeps the first");
    assert!(second[&id(14)].starts_with("25-000003-"), "{}", second[&id(14)]);
    assert_eq!(given(&office.restarted()), second);
}

#[test]
fn a_tablet_gives_none_in_the_name_of_the_office() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    tablet.write(10, &[("kind", json!("drug_litter")), ("office_reference", json!("25-000001-XX"))]);
    tablet.send(&office);
    assert_eq!(given(&office), BTreeMap::new());
    assert_eq!(office.centre.summary().unwrap().findings, 0, "the page waits for a check");
}

#[test]
fn an_office_put_back_takes_those_that_it_gave_back_from_a_tablet_and_goes_on_after_them() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let kept = office.kept();
    finds(&mut tablet, 10);
    finds(&mut tablet, 11);
    tablet.send(&office);
    let before = given(&office);
    let all = tablet.exchange(&office, &tablet.request(&Tips::new(), true, vec![])).unwrap().runs;
    let office = office.put_back(&kept);
    // The tablet's own book alone comes first: the office knows no better than to name what it holds again.
    tablet.send(&office);
    assert_eq!(given(&office), before, "the same numbers, and the letters are the findings' own");
    finds(&mut tablet, 12);
    tablet.send(&office);
    let office_book = all.into_iter().filter(|run| run.book != tablet.chain.book).collect();
    tablet.exchange(&office, &tablet.request(&Tips::new(), false, office_book)).unwrap();
    let after = given(&office);
    assert_eq!(before, after.iter().take(2).map(|(id, said)| (*id, said.clone())).collect());
    finds(&mut tablet, 13);
    tablet.send(&office);
    assert_eq!(given(&office)[&id(13)].split('-').nth(1), Some("000004"), "no number is given again");
}

#[test]
fn an_office_put_back_counts_on_from_its_second_copy() {
    let office = an_office();
    let mut tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let kept = office.kept();
    finds(&mut tablet, 10);
    tablet.send(&office);
    let before = given(&office);
    office.centre.back_up(NOW).unwrap();
    let office = office.put_back(&kept);
    office.centre.recover(NOW).unwrap();
    assert_eq!(given(&office), before);
    finds(&mut tablet, 11);
    tablet.send(&office);
    assert!(given(&office)[&id(11)].starts_with("25-000002-"));
}

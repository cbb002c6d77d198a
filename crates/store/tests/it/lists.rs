//! Lists: every record once on its way down, and a search that takes whatever is typed.

use crate::tablet::{NOW, Tablet, record};
use domain::place::Position;
use serde_json::json;
use std::collections::BTreeSet;
use store::{Change, Filter, Near, StateFilter};

fn search(tablet: &Tablet, typed: &str) -> Vec<u128> {
    let filter = Filter { search: Some(typed.into()), ..Filter::default() };
    tablet.store.find(&filter, 50).unwrap().iter().map(|found| found.id.0.as_u128()).collect()
}

#[test]
fn paging_by_key_visits_every_record_once_also_where_times_are_equal() {
    let tablet = Tablet::new(1);
    for number in 0..40_u128 {
        let occurred = format!("2025-03-18T09:{:02}:00Z", number % 4);
        tablet.finding(record(number + 1), &occurred, "Needles");
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = tablet.store.find(&Filter { after, ..Filter::default() }, 7).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.cursor);
        seen.extend(page.iter().map(|found| (found.occurred, found.id)));
    }
    assert_eq!(seen.len(), 40);
    assert_eq!(seen.iter().map(|(_, id)| *id).collect::<BTreeSet<_>>().len(), 40, "a record came twice");
    assert!(seen.windows(2).all(|pair| pair[0].0 >= pair[1].0), "not newest first");
}

#[test]
fn a_record_that_comes_while_paging_does_not_shift_the_next_page() {
    let tablet = Tablet::new(1);
    for number in 1..=10_u128 {
        tablet.finding(record(number), &format!("2025-03-18T09:{number:02}:00Z"), "Needles");
    }
    let first = tablet.store.find(&Filter::default(), 5).unwrap();
    tablet.finding(record(11), "2025-03-18T10:00:00Z", "Needles");
    let after = first.last().map(|found| found.cursor);
    let second = tablet.store.find(&Filter { after, ..Filter::default() }, 5).unwrap();
    let ids: Vec<_> = second.iter().map(|found| found.id.0.as_u128()).collect();
    assert_eq!(ids, [5, 4, 3, 2, 1]);
}

#[test]
fn search_finds_the_beginnings_of_words_and_asks_for_all_of_them() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Syringe littering the café steps");
    tablet.finding(record(2), "2025-03-18T09:01:00Z", "Syringe in a hedge");
    assert_eq!(search(&tablet, "hed syr"), [2]);
    assert_eq!(search(&tablet, "cafe"), [1], "accents must not matter");
    assert_eq!(search(&tablet, "SYRINGE"), [2, 1]);
    assert_eq!(search(&tablet, "syringes hedges"), [2], "a plural finds the singular");
    assert_eq!(search(&tablet, "needle"), Vec::<u128>::new());
    for typed in ["littering", "syringe", "steps"] {
        for end in 1..=typed.len() {
            let beginning = &typed[..end];
            assert!(search(&tablet, beginning).contains(&1), "typing {beginning:?} loses the finding");
        }
    }
}

#[test]
fn quotes_and_operators_in_a_search_are_only_words() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needle and near the hedge");
    for typed in ["\"needle\"", "needle\"", "needle*", "(needle", "-needle", "text:needle", "^needle", "needle'; --"] {
        let found = search(&tablet, typed);
        assert!(found == [1] || typed.starts_with("text"), "{typed:?} found {found:?}");
    }
    for typed in ["needle AND hedge", "NEAR(needle hedge)", "needle OR hedge", "{needle} : hedge"] {
        search(&tablet, typed);
    }
    for typed in ["\"", "*", "()", "   ", "-", ""] {
        assert_eq!(search(&tablet, typed), [1], "{typed:?} has no word, so everything matches");
    }
}

#[test]
fn a_changed_description_is_found_by_its_new_words_only() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needle");
    tablet.describe(record(1), "Mattress");
    assert_eq!(search(&tablet, "mattress"), [1]);
    assert_eq!(search(&tablet, "needle"), Vec::<u128>::new());
}

#[test]
fn filters_narrow_by_kind_date_and_state_and_count_agrees_with_the_list() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-17T23:30:00Z", "Needle");
    tablet.finding(record(2), "2025-03-18T09:00:00Z", "Needle");
    tablet.finding(record(3), "2025-03-18T10:00:00Z", "Needle");
    tablet.write(vec![Change::new(record(3), "withdrawn", json!({"reason": "twice"}))]);
    tablet.write(vec![
        Change::new(record(4), "kind", "abandoned_vehicle"),
        Change::new(record(4), "occurred_at", "2025-03-18T11:00:00Z"),
    ]);
    tablet.write(vec![
        Change::new(record(5), "kind", "patrol"),
        Change::new(record(5), "started_at", "2025-03-18T08:00:00Z"),
    ]);
    let day = chrono::NaiveDate::from_ymd_opt(2025, 3, 18);
    let cases = [
        (Filter::default(), vec![4, 3, 2, 1]),
        (Filter { kind: Some("drug_litter".into()), ..Filter::default() }, vec![3, 2, 1]),
        (Filter { kind: Some("patrol".into()), ..Filter::default() }, vec![5]),
        (Filter { from: day, to: day, ..Filter::default() }, vec![4, 3, 2]),
        (Filter { state: Some(StateFilter::ByMistake), ..Filter::default() }, vec![3]),
        (Filter { state: Some(StateFilter::OnThisTablet), ..Filter::default() }, vec![4, 3, 2, 1]),
        (Filter { state: Some(StateFilter::Approved), ..Filter::default() }, vec![]),
    ];
    for (filter, expected) in cases {
        let found: Vec<_> = tablet.store.find(&filter, 50).unwrap().iter().map(|found| found.id.0.as_u128()).collect();
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(tablet.store.count(&filter, 50).unwrap() as usize, expected.len(), "{filter:?}");
    }
    assert_eq!(tablet.store.count(&Filter::default(), 2).unwrap(), 2, "counting stops at the cap");
}

#[test]
fn counts_by_kind_leave_out_what_was_recorded_by_mistake() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needle");
    tablet.finding(record(2), "2025-03-18T09:00:00Z", "Needle");
    tablet.write(vec![Change::new(record(2), "withdrawn", json!({"reason": "twice"}))]);
    assert_eq!(tablet.store.counts_by_kind(None).unwrap(), [], "on no patrol, as what was brought in");
    tablet.write(vec![Change::new(record(1), "patrol", record(9).to_string())]);
    assert_eq!(tablet.store.counts_by_kind(None).unwrap(), [("drug_litter".to_owned(), 1)]);
    assert_eq!(tablet.store.counts_by_kind(Some(record(9))).unwrap(), [("drug_litter".to_owned(), 1)]);
    assert_eq!(tablet.store.counts_by_kind(Some(record(8))).unwrap(), []);
}

#[test]
fn pages_of_the_book_are_listed_newest_first_with_the_records_they_are_about() {
    let tablet = Tablet::new(1);
    tablet.finding(record(1), "2025-03-18T09:00:00Z", "Needle");
    tablet.write(vec![Change::new(record(1), "source", "resident"), Change::new(record(2), "kind", "drug_litter")]);
    let pages = tablet.store.pages(None, true, 10).unwrap();
    assert_eq!(pages.iter().map(|page| page.number).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(pages[0].records, [record(1), record(2)]);
    assert_eq!(pages[2].records, [], "the opening is about no record");
    assert_eq!(tablet.store.pages(Some(3), true, 1).unwrap()[0].number, 2);
}

#[test]
fn references_count_within_a_day_and_a_save_that_fails_uses_none_up() {
    let tablet = Tablet::new(7);
    let day = |text: &str| text.parse().unwrap();
    let begin = |number, changes: Vec<Change>, on| {
        let action = store::Action { author: tablet.grant, changes, completes: None };
        tablet.store.write_referred(action, record(number), day(on), NOW)
    };
    let kind = |number| Change::new(record(number), "kind", "drug_litter");
    begin(1, vec![kind(1)], "2025-03-18").unwrap();
    let too_long = Change::new(record(2), "description", "x".repeat(100_000));
    assert!(begin(2, vec![kind(2), too_long], "2025-03-18").is_err(), "a value over the limit is refused");
    begin(3, vec![kind(3)], "2025-03-18").unwrap();
    begin(4, vec![kind(4)], "2025-03-19").unwrap();
    let references = [1, 3, 4].map(|number| tablet.shown(record(number), "reference"));
    assert_eq!(references, ["W07-250318-001", "W07-250318-002", "W07-250319-001"]);
}

#[test]
fn what_is_due_comes_first_due_first_page_by_page_and_each_only_once() {
    let tablet = Tablet::new(1);
    for number in 1..=20_u128 {
        // Two of them share each day of March, so they are due at the same moment.
        let found = format!("2025-03-{:02}T09:00:00Z", 20 - number / 2);
        let change = |field: &str, value: &str| Change::new(record(number), field, value);
        tablet.write(vec![change("kind", "abandoned_vehicle"), change("occurred_at", &found)]);
    }
    let due = |to, leader, after| {
        let filter = Filter { state: Some(StateFilter::Due { to, leader }), after, ..Filter::default() };
        let found = tablet.store.find(&filter, 7).unwrap();
        assert!(tablet.store.count(&Filter { after: None, ..filter }, 99).unwrap() >= found.len() as u32);
        found
    };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = due(i64::MAX, false, after);
        let Some(last) = page.last() else { break };
        after = Some(last.cursor);
        seen.extend(page.into_iter().map(|found| (found.due.unwrap().at, found.id)));
    }
    assert_eq!(seen.iter().map(|(_, id)| *id).collect::<BTreeSet<_>>().len(), 20, "each is there");
    assert_eq!(seen.len(), 20, "and only once");
    assert!(seen.windows(2).all(|pair| pair[0].0 <= pair[1].0), "what is due first comes first");
    assert!(due(seen[0].0, false, None).is_empty(), "nothing is due before the first is");
    assert!(!due(seen[0].0 + 1, false, None).is_empty());
    let latest = tablet.store.found(record(1)).unwrap().unwrap();
    let clocks = [latest.due, latest.due_to_leader].map(|due| due.unwrap().clock);
    assert_eq!(clocks, ["first_look", "accept"], "a leader sees what only a leader can do");
    assert_eq!(due(i64::MAX, true, None).len(), 7);
    tablet.write(vec![Change::new(record(20), "withdrawn", json!({ "reason": "Twice" }))]);
    assert_eq!(tablet.store.found(record(20)).unwrap().unwrap().due, None);
}

#[test]
fn what_names_a_record_is_listed_until_it_names_it_no_more() {
    let tablet = Tablet::new(1);
    let change = |number, field: &str, value| Change::new(record(number), field, value);
    for number in 1..=4 {
        tablet.finding(record(number), &format!("2025-03-18T09:0{number}:00Z"), "Needles");
    }
    let id = |number| json!(record(number).to_string());
    tablet.write(vec![change(2, "duplicate_of", id(1))]);
    tablet.write(vec![change(3, "related_to/1-a", id(1)), change(3, "related_to/2-b", id(2))]);
    // Words that look like a name of a record name none, and nothing names itself.
    tablet.write(vec![change(4, "description", id(1))]);
    tablet.write(vec![change(1, "related_to/1-a", id(1)), change(1, "related_to/2-b", json!("no record"))]);
    let naming = |number| {
        let filter = Filter { refers_to: Some(record(number)), ..Filter::default() };
        let found = tablet.store.find(&filter, 9).unwrap();
        found.iter().map(|found| found.id.0.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(naming(1), [3, 2], "newest first");
    assert_eq!(naming(2), [3]);
    assert_eq!(naming(4), [0_u128; 0]);
    tablet.write(vec![change(2, "duplicate_of", json!(null))]);
    assert_eq!(naming(1), [3]);
}

#[test]
fn what_is_near_a_position_is_listed_and_nothing_else() {
    let tablet = Tablet::new(1);
    let spot = Position { lat: 51.3881, lon: 0.5064, accuracy_m: 5.0 };
    // Metres to the north and to the east of it.
    for (number, north, east) in [(1, 0.0, 0.0), (2, 90.0, 0.0), (3, 0.0, -90.0), (4, 110.0, 0.0), (5, 0.0, 110.0)] {
        tablet.finding(record(number), &format!("2025-03-18T09:0{number}:00Z"), "Needles");
        let lat = spot.lat + north / Position::DEGREE_M;
        let lon = spot.lon + east / Position::DEGREE_M / spot.lat.to_radians().cos();
        let place = json!({ "lat": lat, "lon": lon, "accuracy_m": 8.0, "method": "device" });
        tablet.write(vec![Change::new(record(number), "place", place)]);
    }
    tablet.finding(record(6), "2025-03-18T09:06:00Z", "Needles at no known place");
    let near = |metres, kind: Option<&str>, state| {
        let near = Some(Near { position: spot, metres });
        let filter = Filter { near, kind: kind.map(Into::into), state, ..Filter::default() };
        let found = tablet.store.find(&filter, 9).unwrap();
        found.iter().map(|found| found.id.0.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(near(100.0, None, None), [3, 2, 1]);
    assert_eq!(near(120.0, Some("drug_litter"), None), [5, 4, 3, 2, 1]);
    assert_eq!(near(120.0, Some("fly_tip"), None), [0_u128; 0]);
    assert_eq!(near(100.0, None, Some(StateFilter::ToFinish)), near(100.0, None, None), "together with a state");
    let in_ward =
        |ward: &str| tablet.store.count(&Filter { wards: Some(vec![ward.into()]), ..Filter::default() }, 9).unwrap();
    assert_eq!(
        (in_ward("E05002264"), in_ward("E05002261"), in_ward("E05002249")),
        (4, 1, 0),
        "the last is beyond the border"
    );
    let found = tablet.store.found(record(2)).unwrap().unwrap();
    assert!((found.position.unwrap().metres_to(&spot) - 90.0).abs() < 0.5);
}

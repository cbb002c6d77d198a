//! Figures: what is kept beside each record is what the records come to when everything is worked out anew, whatever was done to
//! them in whichever order.

use crate::tablet::{Tablet, entropy, record};
use book::RecordId;
use domain::catalogue::{Catalogue, Tally};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Change, Filter, Over, Store, StoreError, Sum};

/// The built-in catalogue under another version: whoever opens it works every line out anew.
fn raised() -> Catalogue {
    let files = Catalogue::built_in_files().iter().map(|(name, text)| {
        let raised =
            if *name == "common.toml" { text.replacen("\nversion = ", "\nversion = 9", 1) } else { (*text).to_owned() };
        (*name, raised)
    });
    let files: Vec<_> = files.collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::from_files(&files).unwrap()
}

/// Every figure over some periods and wards, by month and by ward.
fn all(store: &Store) -> BTreeMap<String, String> {
    let catalogue = store.catalogue();
    let mut said = BTreeMap::new();
    for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        for (from, to) in [("2017-11-01", "2018-10-31"), ("2018-03-01", "2018-03-31"), ("2010-01-01", "2030-12-31")] {
            let over = Over::of(figure, from.parse().unwrap(), to.parse().unwrap(), None);
            let by = (
                store.sum_by_month(&over).unwrap(),
                store.sum_by_ward(&over).unwrap(),
                store.sum_by_answers(&over).unwrap(),
            );
            let names = if figure.tally == Tally::Names { store.names_of_figure(&over).unwrap() } else { Vec::new() };
            said.insert(format!("{} {from}", figure.id), format!("{:?} {by:?} {names:?}", store.sum(&over).unwrap()));
        }
    }
    said
}

/// Lists what makes each figure up, some records at a time, and holds the lists against the sums. The answer: how many lines
/// there were, and how often a record is one line and contributes more than once.
fn listed(store: &Store) -> [usize; 2] {
    let catalogue = store.catalogue();
    let [mut lines, mut more] = [0; 2];
    for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        for (from, to) in [("2017-11-01", "2018-10-31"), ("2010-01-01", "2030-12-31")] {
            let over = Over::of(figure, from.parse().unwrap(), to.parse().unwrap(), None);
            let sum = store.sum(&over).unwrap();
            let mut facts = 0;
            store
                .behind(&over, |_| {
                    facts += 1;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            let mut filter = Filter { figure: Some(over), ..Filter::default() };
            let mut found = Vec::new();
            loop {
                let page = store.find(&filter, 3).unwrap();
                let Some(last) = page.last() else { break };
                filter.after = Some(last.cursor);
                found.extend(page);
            }
            let ids: BTreeSet<_> = found.iter().map(|found| found.id).collect();
            assert_eq!(ids.len(), found.len(), "{}: one is listed twice", figure.id);
            assert!(found.is_sorted_by_key(|found| std::cmp::Reverse(found.cursor)), "{}", figure.id);
            assert_eq!(found.len() as u64, sum.records - sum.erased, "{} from {from}", figure.id);
            assert_eq!(found.len() as u32, store.count(&Filter { after: None, ..filter }, 1_000).unwrap());
            lines += found.len();
            more += facts - found.len();
        }
    }
    [lines, more]
}

/// Numbers that look random and come again.
struct Draws(u64);

impl Draws {
    fn of(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.of(from.len() as u64) as usize]
    }
}

const KINDS: [&str; 6] = ["drug_litter", "community_cleanup", "pact_meeting", "pact_issue", "pact_panel", "encampment"];

/// What may be done to a record of a kind, as a field and its value.
fn change(kind: &str, draws: &mut Draws, others: &[RecordId]) -> (String, Value) {
    let day = format!("201{}-{:02}-{:02}", 7 + draws.of(2), 1 + draws.of(12), 1 + draws.of(28));
    let moment = json!(format!("{day}T{:02}:15:00Z", draws.of(24)));
    let other = json!(draws.pick(others).0.to_string());
    let shared = [
        ("occurred_at", moment.clone()),
        ("withdrawn", draws.pick(&[Value::Null, json!({ "reason": "twice" })]).clone()),
        (
            "place",
            json!({ "lon": 0.5210 + draws.of(9) as f64 / 100.0, "lat": 51.3804, "accuracy_m": 5.0, "method": "device" }),
        ),
    ];
    let own: Vec<(&str, Value)> = match kind {
        "drug_litter" => vec![
            ("n_needle", json!(draws.of(9))),
            ("action", draws.pick(&[json!("removed"), json!("left_unsafe"), Value::Null]).clone()),
            ("wider_response/000-1", json!(draws.pick(&["intelligence", "landowner"]))),
            ("duplicate_of", draws.pick(&[Value::Null, other]).clone()),
        ],
        "community_cleanup" => vec![
            ("organiser", json!(draws.pick(&["wardens", "school"]))),
            ("actual_end", moment),
            ("weight_method", json!("weighed")),
            ("weight_kg", json!(draws.of(999) as f64 / 8.0)),
            ("sacks_black", json!(draws.of(30))),
        ],
        "pact_meeting" => vec![
            ("wardens/000-1", draws.pick(&[json!("Demo warden A"), Value::Null]).clone()),
            ("cancelled", draws.pick(&[json!(true), Value::Null]).clone()),
        ],
        "pact_issue" => vec![
            ("meeting", json!(others[2 + KINDS.len() * draws.of(4) as usize].0.to_string())),
            ("outcome", json!(draws.pick(&["resolved_by_wardens", "referred_partner", "withdrawn"]))),
        ],
        "pact_panel" => vec![
            ("panel_type", json!(draws.pick(&["pact", "youth"]))),
            ("status", json!(draws.pick(&["active", "active", "active", "dormant", "ended"]))),
            ("formed_on", json!(day)),
            ("ended_on", json!(day)),
        ],
        _ => vec![
            ("land_owner", json!(draws.pick(&["council_parks", "private"]))),
            ("reported_at", json!("2017-11-02T09:00:00Z")),
            ("vacated_at", moment),
            ("clock_pauses/a", json!({ "reason": "court", "from": "2017-11-06", "until": "2017-11-08" })),
        ],
    };
    let all: Vec<_> = own.into_iter().chain(shared).collect();
    let (field, value) = draws.pick(&all).clone();
    (field.to_owned(), value)
}

#[test]
fn what_is_kept_is_what_everything_worked_out_anew_comes_to() {
    let mut reached = BTreeSet::new();
    let mut lines = 0;
    for seed in 1..=4 {
        let mut draws = Draws(seed);
        let tablet = Tablet::new(1);
        let records: Vec<(RecordId, &str)> =
            (0..24).map(|number| (record(number + 1), KINDS[number as usize % KINDS.len()])).collect();
        let ids: Vec<RecordId> = records.iter().map(|(id, _)| *id).collect();
        for (id, kind) in &records {
            let mut begun =
                vec![Change::new(*id, "kind", *kind), Change::new(*id, "occurred_at", "2018-03-14T07:40:00Z")];
            // Each kind begins with what its figures need most.
            begun.extend(match *kind {
                "pact_panel" => Some(Change::new(*id, "panel_type", "pact")),
                "pact_issue" => Some(Change::new(*id, "meeting", ids[2].0.to_string())),
                "pact_meeting" => Some(Change::new(*id, "wardens/000-1", "Demo warden A")),
                "encampment" => Some(Change::new(*id, "land_owner", "council_parks")),
                _ => None,
            });
            if *kind == "encampment" {
                begun.push(Change::new(*id, "reported_at", "2017-01-02T09:00:00Z"));
                begun.push(Change::new(*id, "vacated_at", "2018-03-14T09:00:00Z"));
            }
            tablet.write(begun);
        }
        for _ in 0..250 {
            let (id, kind) = *draws.pick(&records);
            let (field, value) = change(kind, &mut draws, &ids);
            tablet.write(vec![Change::new(id, field, value)]);
        }
        let kept = all(&tablet.store);
        lines += listed(&tablet.store)[0];
        let none = format!("{:?}", Sum::default());
        reached.extend(kept.iter().filter(|(_, said)| !said.starts_with(&none)).map(|(name, _)| name.clone()));
        let Tablet { folder, store, .. } = tablet;
        drop(store);
        let anew = Store::open(folder.path(), Arc::new(raised()), entropy(9)).unwrap();
        let built_in = Catalogue::built_in().unwrap().version();
        assert!(anew.catalogue().version() > built_in, "it is another catalogue");
        assert_eq!(all(&anew), kept, "seed {seed}");
    }
    assert!(lines > 40, "hardly anything was listed: {lines} lines");
    for figure in
        ["PACT.ACTIVE", "PACT.RESOLVED", "LITTER.DRUG.ITEMS", "LITTER.DRUG.TOLD", "CLEANUP.WEIGHT", "ENCAMP.MEDIAN_WD"]
    {
        assert!(reached.contains(&format!("{figure} 2010-01-01")), "{figure} never came to anything");
    }
}

#[test]
fn sums_are_those_of_their_facts() {
    let tablet = Tablet::new(1);
    let cleanup = |id: u128, day: &str, weight: f64, sacks: u64| {
        let id = record(id);
        tablet.write(vec![
            Change::new(id, "kind", "community_cleanup"),
            Change::new(id, "occurred_at", format!("{day}T10:00:00Z")),
            Change::new(id, "organiser", "wardens"),
            Change::new(id, "actual_end", format!("{day}T12:00:00Z")),
            Change::new(id, "weight_method", "weighed"),
            Change::new(id, "weight_kg", weight),
            Change::new(id, "sacks_black", sacks),
        ]);
    };
    // A tenth is no binary fraction: ten of them are one all the same.
    (0..10).for_each(|number| cleanup(number + 1, "2018-03-14", 0.1, 1));
    // The last day of the year counts, the first of the next does not; half past midnight in summer is that day in London.
    cleanup(20, "2018-10-31", 5.0, 2);
    cleanup(21, "2018-11-01", 7.0, 100);
    let catalogue = tablet.store.catalogue();
    let sum = |id: &str, from: &str, to: &str| {
        let (_, figure) = catalogue.figure(id).unwrap();
        tablet.store.sum(&Over::of(figure, from.parse().unwrap(), to.parse().unwrap(), None)).unwrap()
    };
    assert_eq!(sum("CLEANUP.WEIGHT", "2017-11-01", "2018-10-31").value, Some(6_000));
    assert_eq!(sum("CLEANUP.SACKS", "2017-11-01", "2018-10-31").value, Some(12_000));
    let events = sum("CLEANUP.EVENTS", "2017-11-01", "2018-10-31");
    assert_eq!((events.value, events.records, events.unreviewed), (Some(11_000), 11, 11));
    assert_eq!(sum("CLEANUP.EVENTS", "2019-01-01", "2019-12-31"), Sum::default());
}

#[test]
fn a_record_that_contributes_more_than_once_is_one_line() {
    let tablet = Tablet::new(1);
    for (id, told) in [(1, &["intelligence", "needle_exchange"][..]), (2, &["intelligence"])] {
        let id = record(id);
        let mut changes =
            vec![Change::new(id, "kind", "drug_litter"), Change::new(id, "occurred_at", "2018-03-14T10:00:00Z")];
        let set = told.iter().enumerate();
        changes.extend(set.map(|(n, told)| Change::new(id, format!("wider_response/00{n}-a"), *told)));
        tablet.write(changes);
    }
    let [lines, more] = listed(&tablet.store);
    assert!(lines > 3 && more > 0, "{lines} lines, and {more} facts more");
}

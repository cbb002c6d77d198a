//! What records contribute, as it is kept at the office: whatever was done to them, it is what everything worked out anew comes to,
//! and what a report adds up that reads every record.

use crate::NOW;
use crate::tablet::*;
use domain::catalogue::{Catalogue, Tally};
use record::Over;
use report::{Contribution, Facts, Period, Source as _};
use rusqlite::Connection;
use serde_json::{Value, json};
use server_core::{Ground, Named, Storage as _, TeamFigures, Wanted};
use server_storage::Database;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use uuid::Uuid;

const TEAM: &str = "Team 1";
const YEARS: [(&str, &str); 3] =
    [("2025-01-01", "2025-12-31"), ("2025-10-01", "2025-10-31"), ("2010-01-01", "2030-12-31")];

fn period((from, to): (&str, &str)) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

/// The team's figures, with whatever changed worked out first; the answer: and for how many records that was.
fn figures(office: &Office) -> (TeamFigures<'_>, u64) {
    let mut of = 0;
    let by = office.centre.catalogue_in_use().unwrap();
    let told = &mut |_, all| {
        of = all;
        ControlFlow::Continue(())
    };
    let figures = office.centre.figures(TEAM, &by, told).unwrap().unwrap();
    (figures, of)
}

/// Every figure over some periods and in a ward, and what stands behind it.
fn all(office: &Office) -> BTreeMap<String, String> {
    let catalogue = office.centre.catalogue().unwrap();
    let (team, _) = figures(office);
    let mut said = BTreeMap::new();
    for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        for years in YEARS {
            for wards in [None, Some(vec!["E05002261".to_owned()])] {
                let Period { from, to } = period(years);
                let over = Over::of(figure, from, to, wards.clone());
                let mut behind = Vec::new();
                let each = &mut |row| {
                    behind.push(row);
                    ControlFlow::Continue(())
                };
                team.behind(&over, each).unwrap();
                let names = if figure.tally == Tally::Names { team.names(&over).unwrap() } else { Vec::new() };
                let sum = team.sum(&over).unwrap();
                said.insert(format!("{} {years:?} {wards:?}", figure.id), format!("{sum:?} {names:?} {behind:?}"));
            }
        }
    }
    for years in YEARS {
        let Period { from, to } = period(years);
        said.insert(format!("doubts {years:?}"), format!("{:?}", team.doubts([from, to], None).unwrap()));
    }
    for kind in catalogue.kinds().iter().map(|kind| Some(kind.id.as_str())).chain([None]) {
        said.insert(format!("first {kind:?}"), format!("{:?}", team.first_day(kind).unwrap()));
    }
    said
}

/// Every figure as it is added up from every record, held against the facts; the answer: how many came to anything.
pub(crate) fn as_read(office: &Office) -> usize {
    let catalogue = office.centre.catalogue().unwrap();
    let mut facts = Facts::default();
    let each = &mut |record: &record::Record, line: record::Line| {
        let kind = catalogue.kind(&line.kind);
        let contribution = Contribution {
            record: record.id.0.to_string(),
            unreviewed: line.is_unreviewed(kind),
            two_versions: line.two_versions,
            erased: line.is_erasure(),
            gone: line.is_gone(),
            facts: line.facts,
        };
        facts.take(contribution, (&line.kind, line.date, kind.is_some_and(|kind| kind.finding)));
    };
    office.centre.each_line(TEAM, &catalogue, each).unwrap();
    let (team, _) = figures(office);
    let mut more = 0;
    for figure in catalogue.kinds().iter().flat_map(|kind| &kind.figures) {
        for years in YEARS {
            let years = period(years);
            let Ok(read) = facts.sum(figure, &years);
            let kept = team.sum(&Over::of(figure, years.from, years.to, None)).unwrap();
            let kept = report::Sum {
                value: kept.value,
                records: kept.records,
                unreviewed: kept.unreviewed,
                two_versions: kept.two_versions,
                erased: kept.erased,
            };
            assert_eq!(kept, read, "{} over {years:?}", figure.id);
            more += usize::from(kept.records > 0);
        }
    }
    more
}

/// Forgets how far the facts go, as if none had ever been worked out; what is kept of them stays in the way.
fn forgotten(office: &Office) {
    database(office).execute("DELETE FROM fact_team", []).unwrap();
}

fn database(office: &Office) -> Connection {
    Connection::open(office.data().join("patrolbook.sqlite")).unwrap()
}

fn many(office: &Office, sql: &str) -> u64 {
    database(office).query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().unsigned_abs()
}

/// Numbers that look random and come again.
struct Draws(u64);

impl Draws {
    fn of(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.of(from.len() as u64) as usize].clone()
    }
}

const KINDS: [&str; 5] = ["drug_litter", "community_cleanup", "sex_litter", "pact_issue", "pact_meeting"];

fn id_of(record: u128) -> String {
    Uuid::from_u128(record).to_string()
}

/// What may be done to a record.
fn change(record: u128, draws: &mut Draws) -> (String, Value) {
    let moment = format!("2025-{:02}-{:02}T{:02}:15:00Z", 1 + draws.of(9), 1 + draws.of(28), draws.of(24));
    let lon = 0.5210 + draws.of(9) as f64 / 100.0;
    let earlier = json!(id_of(5 * (1 + u128::from(draws.of(4)))));
    let shared = [
        ("occurred_at", json!(moment)),
        ("withdrawn", draws.pick(&[Value::Null, json!({ "reason": "twice" })])),
        ("place", json!({ "lon": lon, "lat": 51.3804, "accuracy_m": 5.0, "method": "device" })),
    ];
    let own = match KINDS[record as usize % KINDS.len()] {
        "drug_litter" => vec![
            ("n_needle", json!(draws.of(9))),
            ("action", draws.pick(&[json!("removed"), json!("left_unsafe"), Value::Null])),
            ("duplicate_of", draws.pick(&[Value::Null, earlier])),
        ],
        "community_cleanup" => vec![
            ("organiser", json!(draws.pick(&["wardens", "school"]))),
            ("actual_end", json!(moment)),
            ("sacks_black", json!(draws.of(30))),
        ],
        "sex_litter" => vec![
            ("n_condom", json!(draws.of(9))),
            ("action", draws.pick(&[json!("removed"), json!("left_unsafe"), Value::Null])),
        ],
        "pact_issue" => vec![
            ("meeting", json!(id_of(4 + 5 * u128::from(draws.of(4))))),
            ("outcome", json!(draws.pick(&["resolved_by_wardens", "referred_partner"]))),
        ],
        _ => vec![("wardens/000-1", draws.pick(&[json!("Demo warden A"), Value::Null]))],
    };
    let (field, value) = draws.pick(&own.into_iter().chain(shared).collect::<Vec<_>>());
    (field.to_owned(), value)
}

fn erase(office: &Office, record: u128) {
    let wanted = Wanted {
        what: Named::Reference(format!("w01-251009-{record:03}")),
        fields: None,
        ground: Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    office.centre.erase(&wanted, NOW).unwrap();
    assert_eq!(office.centre.back_up(NOW).unwrap().failed, 0);
}

/// Begins records 1 to so many, each of a kind.
fn begin(tablet: &mut Tablet, records: u128) {
    for record in 1..=records {
        let kind = KINDS[record as usize % KINDS.len()];
        let mut fields = vec![
            ("kind", json!(kind)),
            ("occurred_at", json!("2025-10-09T08:00:00Z")),
            ("reference", json!(format!("W01-251009-{record:03}"))),
        ];
        fields.extend(match kind {
            "drug_litter" => vec![("n_needle", json!(3)), ("action", json!("removed"))],
            "community_cleanup" => vec![
                ("organiser", json!("wardens")),
                ("actual_end", json!("2025-10-09T11:00:00Z")),
                ("sacks_black", json!(4)),
            ],
            "pact_meeting" => vec![("wardens/000-1", json!("Demo warden A"))],
            "pact_issue" => vec![("meeting", json!(id_of(4))), ("outcome", json!("resolved_by_wardens"))],
            _ => vec![("n_condom", json!(2)), ("action", json!("removed"))],
        });
        tablet.write(record, &fields);
    }
}

#[test]
fn what_is_kept_is_what_everything_worked_out_anew_comes_to() {
    for seed in 1..=2 {
        let office = an_office();
        let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
        let mut draws = Draws(seed);
        begin(&mut tablet, 25);
        tablet.send(&office);
        let began = all(&office);
        for turn in 0..12 {
            for _ in 0..5 {
                let record = 1 + u128::from(draws.of(25));
                let (field, value) = change(record, &mut draws);
                // The second half is written in ignorance of the first, and stands beside it.
                tablet.knows =
                    if turn < 6 { tablet.entries.iter().map(book::Entry::hash).collect() } else { Vec::new() };
                tablet.write(record, &[(&field, value)]);
            }
            tablet.send(&office);
            if turn % 3 == 0 {
                drop(figures(&office));
            }
            if turn == 4 {
                erase(&office, 5);
                erase(&office, 10);
            }
        }
        let kept = all(&office);
        assert_ne!(kept, began);
        let said = as_read(&office);
        assert!(said > 12, "hardly any figure came to anything: {said}");
        forgotten(&office);
        assert_eq!(all(&office), kept, "seed {seed}");
    }
}

#[test]
fn only_what_changed_is_worked_out_and_nothing_of_another_team_or_the_restricted_part() {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    begin(&mut tablet, 25);
    tablet.send(&office);
    let mut other = office.enrolled(2, "Team 2", "Demo warden B");
    begin(&mut other, 5);
    other.send(&office);
    let records =
        many(&office, "SELECT count(*) FROM records WHERE scope = (SELECT scope FROM teams WHERE name = 'Team 1')");
    assert_eq!(figures(&office).1, records, "all of the team's");
    assert_eq!(many(&office, "SELECT count(DISTINCT team) FROM fact_line"), 1);
    assert_eq!(figures(&office).1, 0, "nothing changed");
    tablet.write(5, &[("n_needle", json!(8))]);
    tablet.send(&office);
    assert_eq!(figures(&office).1, 1);
    as_read(&office);
    office.centre.bring_facts_up(&|| true).unwrap();
    assert_eq!(many(&office, "SELECT count(DISTINCT team) FROM fact_line"), 2, "the night does it for every team");
    assert_eq!(figures(&office).1, 0);
}

#[test]
fn what_is_erased_is_out_of_the_facts_at_once_and_goes_on_counting() {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    begin(&mut tablet, 10);
    let place = json!({ "lon": 0.521, "lat": 51.3804, "accuracy_m": 5.0, "method": "device", "name": "Canary Wharfinger's shed" });
    tablet.write(5, &[("place", place)]);
    tablet.send(&office);
    let items = |office: &Office| {
        let catalogue = Catalogue::built_in().unwrap();
        let (_, figure) = catalogue.figure("LITTER.DRUG.ITEMS").unwrap();
        let Period { from, to } = period(YEARS[0]);
        figures(office).0.sum(&Over::of(figure, from, to, None)).unwrap()
    };
    let before = items(&office);
    let said = "SELECT count(*) FROM fact_line WHERE place LIKE '%Canary%'";
    assert_eq!(many(&office, said), 1);
    erase(&office, 5);
    assert_eq!(many(&office, said), 0, "nobody asked for a figure since");
    let after = items(&office);
    assert_eq!((after.value, after.records, after.erased), (before.value, before.records, 1));
    as_read(&office);
}

#[test]
fn what_was_read_before_an_erasure_is_not_kept_after_it() {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    begin(&mut tablet, 10);
    tablet.send(&office);
    drop(figures(&office));
    let database = Database::open(&office.data().join("patrolbook.sqlite")).unwrap();
    let at = || database.read().unwrap().facts_at(tablet.scope).unwrap().unwrap();
    let before = at();
    erase(&office, 5);
    assert_ne!(at(), before, "whoever read before it finds that the facts stand elsewhere");
}

#[test]
fn another_catalogue_works_everything_out_anew() {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    begin(&mut tablet, 25);
    tablet.send(&office);
    let before = all(&office);
    let built_in = Catalogue::built_in().unwrap().version();
    let newer = Catalogue::built_in_files().iter().map(|(name, text)| {
        let text = match *name {
            "common.toml" => {
                text.replace(&format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + 1))
            }
            // What was left counts now, too.
            "drug_litter.toml" => {
                text.replace("when = 'action == \"removed\"'\nvalue = \"items_total\"", "value = \"items_total\"")
            }
            _ => (*text).to_owned(),
        };
        ((*name).to_owned(), text)
    });
    tablet.write(5, &[("action", json!("left_unsafe"))]);
    tablet.send(&office);
    drop(figures(&office));
    office.centre.publish_catalogue(&newer.collect(), NOW).unwrap();
    let (_, of) = figures(&office);
    assert!(of >= 25, "{of} were worked out");
    as_read(&office);
    let after = all(&office);
    assert_ne!(after, before);
    forgotten(&office);
    assert_eq!(all(&office), after);
}

#[test]
fn an_office_that_was_put_back_says_what_it_holds() {
    let office = an_office();
    let mut tablet = office.enrolled(1, TEAM, "Demo warden A");
    begin(&mut tablet, 10);
    tablet.send(&office);
    let early = all(&office);
    let kept = office.kept();
    begin(&mut tablet, 25);
    tablet.write(5, &[("n_needle", json!(8))]);
    tablet.send(&office);
    let late = all(&office);
    let office = office.put_back(&kept);
    assert_eq!(all(&office), early);
    as_read(&office);
    tablet.send(&office);
    assert_eq!(all(&office), late, "it has everything from the tablet again");
    as_read(&office);
    office.centre.back_up(NOW).unwrap();
    let key = office.centre.council_key().unwrap();
    let Office { folder, centre } = office;
    drop(centre);
    let centre = server_storage::open(&folder.path().join("new"), Some(&folder.path().join("copy"))).unwrap();
    centre.restore(&key, NOW).unwrap();
    let by = centre.catalogue_in_use().unwrap();
    assert!(
        centre.figures(TEAM, &by, &mut |_, _| ControlFlow::Continue(())).unwrap().is_some(),
        "and from its second copy"
    );
}

#[test]
fn a_stop_in_the_middle_goes_on_from_there() {
    let office = an_office();
    let tablet = office.enrolled(1, TEAM, "Demo warden A");
    let database = Database::open(&office.data().join("patrolbook.sqlite")).unwrap();
    let mut writing = database.write().unwrap();
    for number in 1..=2_500 {
        writing.put_record(tablet.scope, &record::Record::new(book::RecordId(Uuid::from_u128(number)))).unwrap();
    }
    writing.commit().unwrap();
    let by = office.centre.catalogue_in_use().unwrap();
    let mut told = Vec::new();
    let stopped = office.centre.figures(TEAM, &by, &mut |done, of| {
        told.push((done, of));
        if done >= 1_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(stopped.unwrap().is_none());
    assert_eq!(told.last(), Some(&(1_000, 2_500)));
    assert_eq!(many(&office, "SELECT count(*) FROM fact_line"), 1_000, "what was done stays");
    told.clear();
    let whole = office.centre.figures(TEAM, &by, &mut |done, of| {
        told.push((done, of));
        ControlFlow::Continue(())
    });
    assert!(whole.unwrap().is_some());
    assert_eq!(told.first(), Some(&(1_000, 2_500)));
    assert_eq!(many(&office, "SELECT count(*) FROM fact_line"), 2_500);
}

//! Reports over sums that are made up here.

use super::*;
use domain::catalogue::{Catalogue, THOUSAND};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Sums by figure and first day of the period; a figure that is not named was never recorded.
struct Sums(BTreeMap<(&'static str, &'static str), i64>);

impl Source for Sums {
    type Error = std::convert::Infallible;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, Self::Error> {
        let from = period.from.to_string();
        let found = self.0.iter().find(|((id, day), _)| *id == figure.id && *day == from);
        Ok(found.map_or(Sum::default(), |(_, value)| Sum {
            value: Some(value * THOUSAND),
            records: 1,
            ..Sum::default()
        }))
    }

    fn names(&self, figure: &Figure, _: &Period) -> Result<Vec<String>, Self::Error> {
        let known = self.0.contains_key(&(figure.id.as_str(), "2018-01-01"));
        Ok(if known { vec!["Personal safety".into(), "Online safety".into()] } else { Vec::new() })
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, Self::Error> {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().unwrap());
        let of = |id: &str| CATALOGUE.figure(id).map(|(kind, _)| kind.id.clone());
        let days = self.0.keys().filter(|(id, _)| kind.is_none_or(|kind| of(id).as_deref() == Some(kind)));
        Ok(days.map(|(_, day)| day.parse().unwrap()).min())
    }
}

fn said(sums: &[((&'static str, &'static str), i64)], paragraph: &str) -> String {
    let catalogue = Catalogue::built_in().unwrap();
    let period = Period::new("2018-01-01".parse().unwrap(), "2018-12-31".parse().unwrap()).unwrap();
    let sums = Sums(sums.iter().copied().collect());
    let Ok(report) = write(&catalogue, &sums, &period, &period.before(), true);
    report.paragraphs.iter().find(|written| written.id == paragraph).unwrap().text()
}

#[test]
fn a_paragraph_says_its_figures_and_what_was_not_recorded() {
    let sums = [
        (("PACT.ACTIVE", "2018-01-01"), 12),
        (("PACT.ACTIVE", "2017-01-01"), 11),
        (("PACT.MEETINGS", "2018-01-01"), 32),
        (("PACT.ISSUES", "2018-01-01"), 143),
        (("PACT.RESOLVED", "2018-01-01"), 91),
        (("SCHOOL.COUNT", "2018-01-01"), 9),
        (("SCHOOL.TOPICS", "2018-01-01"), 1),
    ];
    assert_eq!(said(&sums, "5.1"), "Twelve PACTs are active, against 11 in 2017.");
    assert_eq!(
        said(&sums, "5.2"),
        "Wardens attended 32 PACT meetings, where 143 issues were raised; wardens resolved 91 of the 143 (63.6%) and referred 0."
    );
    assert_eq!(said(&sums, "6.3"), "Wardens presented at 9 junior schools on personal safety and online safety.");
    assert_eq!(
        said(&[(("PACT.ACTIVE", "2018-01-01"), 1)], "5.1"),
        "One PACTs are active, against not recorded in 2017."
    );
}

#[test]
fn nothing_at_all_is_not_recorded_and_nothing_of_one_figure_is_zero() {
    assert!(said(&[], "24.2").starts_with("The team issued not recorded"));
    assert!(said(&[(("PACT.ACTIVE", "2018-01-01"), 1)], "24.2").starts_with("The team issued 0 community"));
}

#[test]
fn a_line_of_the_table_is_compared_with_the_period_before() {
    let catalogue = Catalogue::built_in().unwrap();
    let period = Period::new("2018-01-01".parse().unwrap(), "2018-12-31".parse().unwrap()).unwrap();
    let sums =
        Sums(BTreeMap::from([(("PAYBACK.NOMINATED", "2018-01-01"), 344), (("PAYBACK.NOMINATED", "2017-01-01"), 213)]));
    let Ok(report) = write(&catalogue, &sums, &period, &period.before(), true);
    let line = report.table.iter().find(|line| line.figure == "PAYBACK.NOMINATED").unwrap();
    let before = line.before.as_ref().unwrap();
    assert_eq!([line.now.in_table(), before.in_table(), line.now.against(before)], ["344", "213", "+61.5%"]);
    let Ok(alone) = write(&catalogue, &sums, &period, &period.before(), false);
    assert!(alone.table.iter().all(|line| line.before.is_none()));
}

#[test]
fn a_change_in_percent_is_against_the_period_that_stands_beside_it() {
    let catalogue = Catalogue::built_in().unwrap();
    let quarter = |from: &str, to: &str| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    let now = quarter("2018-10-01", "2018-12-31");
    let nominated = |day| ("PAYBACK.NOMINATED", day);
    let sums = [(nominated("2018-10-01"), 3), (nominated("2018-07-01"), 1), (nominated("2017-10-01"), 2)];
    let sums = Sums(sums.into_iter().collect());
    for (before, said) in [(now.before(), "(+200%)"), (quarter("2017-10-01", "2017-12-31"), "(+50%)")] {
        let Ok(report) = write(&catalogue, &sums, &now, &before, true);
        let paragraph = report.paragraphs.iter().find(|written| written.id == "3.2").unwrap().text();
        assert!(paragraph.contains(said), "{paragraph}");
    }
}

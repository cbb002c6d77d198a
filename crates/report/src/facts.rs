//! Sums over facts that are held in memory: how the office works a report out, record by record.

use crate::period::Period;
use crate::write::{Source, Sum};
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Fact, Figure, THOUSAND, Tally};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What one record contributes, and what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Contribution {
    /// The record's id, by which others count through it.
    pub record: String,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// No leader has approved it.
    pub unreviewed: bool,
    /// A field of it stands in two versions.
    pub two_versions: bool,
    /// It is all that is left of a record.
    pub erased: bool,
}

/// The facts of many records.
#[derive(Debug, Default)]
pub struct Facts {
    /// By figure.
    figures: HashMap<String, Vec<(usize, Fact)>>,
    records: Vec<Contribution>,
    /// Only what lies in this ward makes a figure up.
    ward: Option<String>,
    first_day: Option<NaiveDate>,
}

impl Facts {
    /// Of which only what lies in a ward makes a figure up.
    pub fn in_ward(ward: Option<String>) -> Self {
        Self { ward, ..Self::default() }
    }

    /// Takes a record; `found` is the day on which it was found, of a finding.
    pub fn take(&mut self, mut contribution: Contribution, found: Option<NaiveDate>) {
        let at = self.records.len();
        for fact in std::mem::take(&mut contribution.facts) {
            self.figures.entry(fact.figure.clone()).or_default().push((at, fact));
        }
        self.first_day = self.first_day.into_iter().chain(found).min();
        self.records.push(contribution);
    }

    /// The facts that make up a figure over a period, each with the day on which it counts.
    pub fn of(&self, figure: &Figure, period: &Period) -> Vec<(NaiveDate, &Fact, &Contribution)> {
        let facts = |id: &str| self.figures.get(id).into_iter().flatten();
        let days: Option<BTreeMap<&str, &Fact>> = figure.within.as_ref().map(|within| {
            facts(&within.figure).filter_map(|(at, fact)| Some((self.named(*at, fact)?, fact))).collect()
        });
        let living = facts(&figure.id).filter(|(_, fact)| fact.stands_for.is_none());
        let said: BTreeSet<&str> = living.filter_map(|(at, fact)| self.named(*at, fact)).collect();
        let mut made = Vec::new();
        for (at, fact) in facts(&figure.id) {
            let dated = match (&days, &fact.through) {
                (None, _) => Some(fact),
                (Some(days), Some(through)) => days.get(through.as_str()).copied(),
                (Some(_), None) => None,
            };
            let (Some(dated), Some(record)) = (dated, self.records.get(*at)) else { continue };
            let counts = match figure.tally {
                Tally::Typed => dated.day == period.from && dated.until == Some(period.to),
                Tally::OnADate => dated.day <= period.to && dated.until.is_none_or(|until| until >= period.to),
                _ => (period.from..=period.to).contains(&dated.day),
            };
            let here = self.ward.is_none() || fact.ward == self.ward;
            // What was said anew counts in place of what was erased.
            let anew = fact.stands_for.as_ref().is_some_and(|record| said.contains(record.as_str()));
            if counts && here && !anew {
                made.push((dated.day, fact, record));
            }
        }
        if figure.tally == Tally::Typed {
            let last = made.iter().map(|(_, fact, record)| owner(fact, record).to_owned()).max();
            made.retain(|(_, fact, record)| Some(owner(fact, record)) == last.as_deref());
        }
        made
    }

    /// The record to which a fact belongs.
    fn named<'a>(&'a self, at: usize, fact: &'a Fact) -> Option<&'a str> {
        fact.stands_for.as_deref().or(self.records.get(at).map(|record| record.record.as_str()))
    }
}

/// The record to which a fact belongs.
fn owner<'a>(fact: &'a Fact, record: &'a Contribution) -> &'a str {
    fact.stands_for.as_deref().unwrap_or(&record.record)
}

impl Source for Facts {
    type Error = std::convert::Infallible;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, Self::Error> {
        let made = self.of(figure, period);
        let records: BTreeSet<&str> = made.iter().map(|(_, _, record)| record.record.as_str()).collect();
        let many = |counts: fn(&Contribution) -> bool| {
            let of: BTreeSet<_> =
                made.iter().filter(|(_, _, one)| counts(one)).map(|(_, _, one)| &one.record).collect();
            of.len() as u64
        };
        let different = |keys: BTreeSet<String>| i64::try_from(keys.len()).unwrap_or(i64::MAX).saturating_mul(THOUSAND);
        let value = match figure.tally {
            Tally::Records | Tally::OnADate => different(records.iter().map(|id| (*id).to_owned()).collect()),
            Tally::Days => different(made.iter().map(|(day, ..)| day.num_days_from_ce().to_string()).collect()),
            Tally::Different | Tally::Names => different(made.iter().map(|(_, fact, _)| fact.key.clone()).collect()),
            Tally::Sum | Tally::Typed => made.iter().map(|(_, fact, _)| fact.value).sum(),
            Tally::Median => {
                let mut values: Vec<i64> = made.iter().map(|(_, fact, _)| fact.value).collect();
                values.sort_unstable();
                values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
            }
        };
        Ok(Sum {
            value: (!made.is_empty()).then_some(value),
            records: records.len() as u64,
            unreviewed: many(|one| one.unreviewed),
            two_versions: many(|one| one.two_versions),
            erased: many(|one| one.erased),
        })
    }

    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, Self::Error> {
        let mut often: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, fact, _) in self.of(figure, period) {
            *often.entry(&fact.key).or_default() += 1;
        }
        let mut names: Vec<_> = often.into_iter().collect();
        names.sort_by_key(|(name, times)| (std::cmp::Reverse(*times), *name));
        Ok(names.into_iter().map(|(name, _)| name.to_owned()).take(20).collect())
    }

    fn in_a_ward(&self) -> bool {
        self.ward.is_some()
    }

    fn first_day(&self, figure: Option<&str>) -> Result<Option<NaiveDate>, Self::Error> {
        let Some(figure) = figure else { return Ok(self.first_day) };
        let facts = self.figures.get(figure).into_iter().flatten();
        Ok(facts.map(|(_, fact)| fact.day).filter(|day| *day > NaiveDate::MIN).min())
    }
}

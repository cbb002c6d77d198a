//! Sums over facts that are held in memory: how the office works a report out, record by record.

use crate::period::Period;
use crate::write::{Source, Sum};
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Fact, Figure, Part, THOUSAND, Tally};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// It was a mistake, is the same as another, or was called off: what was erased of it counts no more either.
    pub gone: bool,
}

/// The facts of many records.
#[derive(Debug, Default)]
pub struct Facts {
    /// By figure.
    figures: HashMap<String, Vec<(usize, Fact)>>,
    records: Vec<Contribution>,
    /// Records of which nothing counts.
    gone: HashSet<String>,
    /// Only what lies in this part of the council's area makes a figure up.
    part: Option<Part>,
    /// Of findings.
    first_day: Option<NaiveDate>,
    first_of_kind: HashMap<String, NaiveDate>,
}

impl Facts {
    /// Of which only what lies in a part of the council's area makes a figure up.
    pub fn within(part: Option<Part>) -> Self {
        Self { part, ..Self::default() }
    }

    /// Takes a record of a kind and a day, which `finding` says to be a finding.
    pub fn take(&mut self, mut contribution: Contribution, (kind, day, finding): (&str, NaiveDate, bool)) {
        let at = self.records.len();
        for fact in std::mem::take(&mut contribution.facts) {
            self.figures.entry(fact.figure.clone()).or_default().push((at, fact));
        }
        if contribution.gone {
            self.gone.insert(contribution.record.clone());
        }
        self.first_day = self.first_day.into_iter().chain(finding.then_some(day)).min();
        let first = self.first_of_kind.entry(kind.to_owned()).or_insert(day);
        *first = day.min(*first);
        self.records.push(contribution);
    }

    /// The facts that make up a figure over a period, each with the day on which it counts.
    pub fn of(&self, figure: &Figure, period: &Period) -> Vec<(NaiveDate, &Fact, &Contribution)> {
        let days: Option<BTreeMap<&str, &Fact>> = figure.within.as_ref().map(|within| {
            let counting = self.counting(&within.figure);
            counting.filter_map(|(at, fact)| Some((self.named(*at, fact)?, fact))).collect()
        });
        let mut made = Vec::new();
        let Some(period) = period.of(self.part.as_ref(), figure.tally) else { return made };
        for (at, fact) in self.counting(&figure.id) {
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
            let here = self.part.as_ref().is_none_or(|part| part.has(fact.ward.as_deref()));
            if counts && here {
                made.push((dated.day, fact, record));
            }
        }
        if figure.tally == Tally::Typed {
            let last = made.iter().map(|(_, fact, record)| owner(fact, record).to_owned()).max();
            made.retain(|(_, fact, record)| Some(owner(fact, record)) == last.as_deref());
        }
        made
    }

    /// The facts of a figure, but for what was erased and was said anew, was taken again by a later order, or stands for a record
    /// that does not count.
    fn counting(&self, figure: &str) -> impl Iterator<Item = &(usize, Fact)> {
        let facts = self.figures.get(figure).map(Vec::as_slice).unwrap_or_default();
        let mut last: HashMap<&str, Option<usize>> = HashMap::new();
        for (at, fact) in facts {
            let Some(record) = self.named(*at, fact) else { continue };
            // None: something of it is said.
            let erased = fact.stands_for.is_some().then_some(*at);
            let held = last.entry(record).or_insert(erased);
            *held = held.zip(erased).map(|(held, next)| held.max(next));
        }
        facts.iter().filter(move |(at, fact)| {
            let Some(record) = fact.stands_for.as_deref() else { return true };
            !self.gone.contains(record) && last.get(record).is_some_and(|last| *last == Some(*at))
        })
    }

    /// The record to which a fact belongs.
    fn named<'a>(&'a self, at: usize, fact: &'a Fact) -> Option<&'a str> {
        self.records.get(at).map(|record| owner(fact, record))
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

    fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, Self::Error> {
        Ok(match kind {
            Some(kind) => self.first_of_kind.get(kind).copied(),
            None => self.first_day,
        })
    }
}

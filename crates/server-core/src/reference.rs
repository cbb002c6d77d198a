//! The council office's own references: one for every finding that arrives, counted within the year, kept in the office's own
//! book so that it travels back to the tablets.

use crate::own_book::Word;
use crate::projection::Projection;
use crate::storage::{Fault, Writing};
use book::{Entry, RecordId, ScopeId};
use chrono::Datelike as _;
use domain::reference::{number_of_office, of_office};
use record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// Findings that arrived in one request.
#[derive(Default)]
pub(crate) struct Arrived(BTreeMap<ScopeId, BTreeSet<RecordId>>);

impl Arrived {
    /// Notes what a tablet's entry gives a reference of its own. What is sealed says nothing of what it is about: it has the
    /// tablet's reference alone.
    pub(crate) fn note(&mut self, scope: ScopeId, entry: &Entry) {
        let named = entry.header.writes().filter(|(_, write)| write.field == record::REFERENCE);
        self.0.entry(scope).or_default().extend(named.map(|(record, _)| record));
    }

    /// Gives a reference to each that has none, and was not brought in from before with one of its own.
    pub(crate) fn name(
        self,
        writing: &mut dyn Writing,
        projection: &Projection<'_>,
        now: i64,
    ) -> Result<BTreeMap<ScopeId, Vec<Word>>, Fault> {
        let year = record::local_date(now).year();
        let short = u32::try_from(year.rem_euclid(100)).unwrap_or_default();
        let mut words: BTreeMap<ScopeId, Vec<Word>> = BTreeMap::new();
        let mut last = writing.last_reference(short)?;
        for (scope, record) in self.0.into_iter().flat_map(|(scope, all)| all.into_iter().map(move |one| (scope, one)))
        {
            let bare = |held: &Record| held.office_reference().is_none() && held.value(record::BROUGHT_IN).is_none();
            if projection.record(scope, record).is_some_and(bare) {
                last = last.saturating_add(1);
                let reference = of_office(year, last, record.0.as_bytes());
                words.entry(scope).or_default().push(Word::Reference(record, reference));
            }
        }
        if !words.is_empty() {
            writing.put_reference(short, last)?;
        }
        Ok(words)
    }
}

/// Keeps the numbers that an entry of the office's own gave, so that an office put back from a copy goes on after them.
pub(crate) fn keep(writing: &mut dyn Writing, entry: &Entry) -> Result<(), Fault> {
    let given = entry.values().filter(|(_, write, _)| write.field == record::OFFICE_REFERENCE);
    let given = given.filter_map(|(.., value)| number_of_office(&serde_json::from_slice::<String>(value).ok()?));
    let mut highest = BTreeMap::new();
    for (year, number) in given {
        let held = highest.entry(year).or_insert(number);
        *held = number.max(*held);
    }
    highest.into_iter().try_for_each(|(year, number)| writing.put_reference(year, number))
}

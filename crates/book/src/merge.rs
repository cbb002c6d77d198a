//! The merge of one field, and its law.
//!
//! **Law.** Let W be the set of writes of a field that a side holds, and R the set of all writes that some write in W
//! replaces. The *standing writes* are W − R. So the result depends on the set alone: taking the same writes in any
//! order, any number of times, in any grouping, gives the same standing writes. A write that is replaced before it
//! arrives never stands.
//!
//! One standing write is the value. Several with equal values are one value. Several with different values are *two
//! versions*: the later by clock (then by book, then by hash) shows first, and a write that replaces all settles it.
//!
//! A write whose value was erased by law stands and is replaced as any other, but it takes no side: it is no version, and
//! shows only where no value stands. Once it is known to be erased it stays so, whichever form of it comes later.

use crate::clock::Clock;
use crate::ids::{BookId, EntryHash, GrantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A write that may stand, with what a person needs to judge it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingWrite<V> {
    /// The entry that wrote it.
    pub entry: EntryHash,
    /// The book of that entry.
    pub book: BookId,
    /// Its page.
    pub number: u64,
    /// Its clock: decides only what shows first.
    pub clock: Clock,
    /// Its wall time, milliseconds since 1970.
    pub wall: i64,
    /// Who wrote it.
    pub author: GrantId,
    /// What was written; nothing, if it was erased.
    pub value: V,
    /// Whether the value was erased by law.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// All that is known of one field of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<V> {
    standing: Vec<StandingWrite<V>>,
    replaced: BTreeSet<EntryHash>,
}

impl<V> Default for Field<V> {
    fn default() -> Self {
        Self { standing: Vec::new(), replaced: BTreeSet::new() }
    }
}

impl<V: PartialEq> Field<V> {
    /// Takes one write that replaces `replaces`. See the law above.
    pub fn take(&mut self, write: StandingWrite<V>, replaces: &[EntryHash]) {
        self.replaced.extend(replaces);
        match self.standing.iter_mut().find(|held| held.entry == write.entry) {
            None => self.standing.push(write),
            Some(held) if write.erased => *held = write,
            Some(_) => {}
        }
        self.standing.retain(|held| !self.replaced.contains(&held.entry));
        self.standing.sort_by_key(|held| (held.erased, std::cmp::Reverse((held.clock, held.book, held.entry))));
    }

    /// The field as it was when [`Self::standing`] and [`Self::replaced`] were kept.
    pub fn kept(standing: Vec<StandingWrite<V>>, replaced: BTreeSet<EntryHash>) -> Self {
        Self { standing, replaced }
    }

    /// Every write that some write replaces.
    pub fn replaced(&self) -> &BTreeSet<EntryHash> {
        &self.replaced
    }

    /// The standing writes, the one to show first in front.
    pub fn standing(&self) -> &[StandingWrite<V>] {
        &self.standing
    }

    /// The write to show: the value, or the later of two versions.
    pub fn shown(&self) -> Option<&StandingWrite<V>> {
        self.standing.first()
    }

    /// Whether standing writes differ.
    pub fn two_versions(&self) -> bool {
        let sides = || self.standing.iter().filter(|write| !write.erased);
        sides().zip(sides().skip(1)).any(|(a, b)| a.value != b.value)
    }

    /// What a write made by someone who sees this state replaces.
    pub fn heads(&self) -> Vec<EntryHash> {
        let mut heads: Vec<_> = self.standing.iter().map(|write| write.entry).collect();
        heads.sort_unstable();
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(id: u8, value: u8) -> StandingWrite<u8> {
        StandingWrite {
            entry: EntryHash([id; 32]),
            book: BookId([id % 3; 32]),
            number: u64::from(id),
            clock: Clock(u64::from(id / 2)),
            wall: 0,
            author: GrantId([0; 32]),
            value,
            erased: false,
        }
    }

    /// The write of which the value was erased.
    fn erased(write: &StandingWrite<u8>) -> StandingWrite<u8> {
        StandingWrite { value: 0, erased: true, ..write.clone() }
    }

    /// Up to eight writes; each may replace any earlier one.
    fn histories() -> impl Strategy<Value = Vec<(StandingWrite<u8>, Vec<EntryHash>)>> {
        proptest::collection::vec((0u8..3, any::<u8>()), 1..8).prop_map(|writes| {
            writes
                .into_iter()
                .enumerate()
                .map(|(index, (value, mask))| {
                    let id = index as u8 + 1;
                    let replaces = (1..id).filter(|earlier| mask >> earlier & 1 == 1);
                    (write(id, value), replaces.map(|earlier| EntryHash([earlier; 32])).collect())
                })
                .collect()
        })
    }

    fn merged(history: &[(StandingWrite<u8>, Vec<EntryHash>)]) -> Field<u8> {
        let mut field = Field::default();
        for (write, replaces) in history {
            field.take(write.clone(), replaces);
        }
        field
    }

    #[test]
    fn order_and_repetition_never_matter_and_the_hard_cases_are_reached() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let two_versions = std::cell::Cell::new(0);
        let replaced_before_arrival = std::cell::Cell::new(0);
        runner
            .run(&(histories(), any::<u64>(), any::<u8>()), |(history, seed, gone)| {
                // Of some writes a side holds both what was written and what the law left of it.
                let left = history.iter().enumerate().filter(|(index, _)| gone >> index & 1 == 1);
                let left: Vec<_> = left.map(|(_, (write, replaces))| (erased(write), replaces.clone())).collect();
                let history: Vec<_> = history.into_iter().chain(left).collect();
                let expected = merged(&history);
                prop_assert!(
                    expected.standing().iter().all(|held| held.erased == (gone >> (held.entry.0[0] - 1) & 1 == 1)),
                    "an erased value came back"
                );
                let mut shuffled = history.clone();
                let mut state = seed | 1;
                for index in (1..shuffled.len()).rev() {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    shuffled.swap(index, (state >> 33) as usize % (index + 1));
                }
                let early = shuffled.iter().enumerate().any(|(index, (write, _))| {
                    shuffled.iter().take(index).any(|(_, replaces)| replaces.contains(&write.entry))
                });
                replaced_before_arrival.set(replaced_before_arrival.get() + usize::from(early));
                let twice: Vec<_> = shuffled.iter().chain(&history).cloned().collect();
                prop_assert_eq!(&merged(&shuffled), &expected, "another order gave another state");
                prop_assert_eq!(&merged(&twice), &expected, "taking writes twice changed the state");
                two_versions.set(two_versions.get() + usize::from(expected.two_versions()));
                Ok(())
            })
            .unwrap();
        assert!(two_versions.get() > 20, "the histories hardly ever ended in two versions");
        assert!(replaced_before_arrival.get() > 20, "no write arrived after the one that replaced it");
    }

    #[test]
    fn a_write_that_replaces_both_versions_settles_them() {
        let mut field = merged(&[(write(1, 1), vec![]), (write(2, 2), vec![])]);
        assert!(field.two_versions());
        let heads = field.heads();
        field.take(write(3, 1), &heads);
        assert!(!field.two_versions());
        assert_eq!(field.shown().map(|shown| shown.value), Some(1));
    }

    #[test]
    fn an_erased_write_is_no_version_and_shows_only_where_no_value_stands() {
        let (one, two) = (write(1, 1), write(2, 2));
        let field = merged(&[(erased(&two), vec![]), (one.clone(), vec![])]);
        assert!(!field.two_versions());
        assert_eq!(field.shown(), Some(&one));
        assert_eq!(field.heads(), [one.entry, two.entry], "who writes next replaces it too");
        assert!(merged(&[(erased(&one), vec![])]).shown().is_some_and(|shown| shown.erased));
    }

    #[test]
    fn equal_values_merge_silently() {
        assert!(!merged(&[(write(1, 1), vec![]), (write(2, 1), vec![])]).two_versions());
    }
}

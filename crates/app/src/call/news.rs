//! What occurred or arrived since the last call. What arrived is told by the pages that it had seen, so that a tablet that came
//! home overnight is not passed over. Nothing of the restricted part is among it.

use super::ISSUE;
use super::day::Call;
use super::hold::name_of;
use crate::App;
use crate::contract::{CallError, CallNews};
use crate::words::local;
use book::BookId;
use chrono::Days;
use record::Decision;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use store::{Filter, Found, Near};

/// Findings that are looked at, and listed.
const LOOKED_AT: u32 = 500;
const LISTED: usize = 200;
/// A place repeats with so many findings so near in so many days.
const AGAIN: usize = 3;
const NEAR_M: f64 = 50.0;
const DAYS: u64 = 28;
/// Findings near a place that are counted.
const NEAR_BY: u32 = 200;

impl App {
    /// The findings since the last call, the most urgent first, and how many there are. `taken`: those that issues of this
    /// call are about.
    pub(super) fn news(&self, call: &Call, taken: &BTreeSet<String>) -> Result<(Vec<CallNews>, u32), CallError> {
        let mut found = self.since_last(call)?;
        found.retain(|one| one.counts() && !one.held_back && one.kind != ISSUE);
        let all = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let mut ranked = Vec::with_capacity(found.len());
        for (line, one) in self.finding_lines(&found)?.into_iter().zip(found) {
            let record = self.store.record(one.id)?;
            let danger = record.is_some_and(|record| record.value("immediate_danger") == Some(&true.into()));
            let due = |state: &str| line.states.iter().any(|is| is == state);
            let urgency = match () {
                () if danger => 0,
                () if due("clock_passed") => 1,
                () if due("clock_soon") => 2,
                () => 3,
            };
            let tile = self.store.catalogue().kind(&one.kind).map(|kind| kind.tile);
            ranked.push(((urgency, tile, Reverse(one.cursor)), danger, line, one));
        }
        ranked.sort_by_key(|(rank, ..)| *rank);
        let mut news = Vec::new();
        for (_, danger, line, one) in ranked.into_iter().take(LISTED) {
            news.push(CallNews {
                late: call.last.as_ref().is_some_and(|last| one.occurred < last.ended),
                danger,
                repeat: self.repeats(&one)?,
                taken: taken.contains(&line.id),
                line,
            });
        }
        Ok((news, all))
    }

    fn since_last(&self, call: &Call) -> Result<Vec<Found>, CallError> {
        if let Some(last) = call.last.as_ref().filter(|last| !last.books.is_empty()) {
            let lines = self.team_books()?.into_iter().map(|line| {
                let seen = last.books.get(&name_of(&line)).copied().unwrap_or_default();
                (line.line, seen)
            });
            let lines: Vec<_> = lines.collect();
            let mut found = self.store.begun_after(&lines, LOOKED_AT)?;
            for one in self.let_in_since(&lines)? {
                if !found.iter().any(|held| held.id == one.id) {
                    found.push(one);
                }
            }
            return Ok(found);
        }
        let since = call.since();
        let from = Some(local(since).date_naive());
        let mut found = self.store.find(&Filter { from, ..Filter::default() }, LOOKED_AT)?;
        found.retain(|one| one.occurred >= since);
        Ok(found)
    }

    /// What waited for a check at the last call, and was let in by a decision after it: the page may be older than that call.
    fn let_in_since(&self, seen: &[(BookId, u64)]) -> Result<Vec<Found>, CallError> {
        let mut found = Vec::new();
        for held in self.store.held_back(true, false, LOOKED_AT as usize)? {
            let record = self.store.record(Decision::record_of(held.entry))?;
            let decided = record.as_ref().and_then(|record| record.shown(record::DECIDED));
            let new =
                decided.is_some_and(|write| seen.iter().any(|(book, to)| *book == write.book && write.number > *to));
            let accepted = held.decision.is_some_and(|decision| decision.accepted);
            let Some(entry) = self.store.entry(held.book, held.page)?.filter(|_| new && accepted) else { continue };
            for (id, _) in entry.header.writes().filter(|(_, write)| write.field == record::KIND) {
                let finding = |one: &Found| self.store.catalogue().kind(&one.kind).is_some_and(|kind| kind.finding);
                found.extend(self.store.found(id)?.filter(finding));
            }
        }
        Ok(found)
    }

    /// "3rd here in 28 days".
    fn repeats(&self, found: &Found) -> Result<Option<String>, CallError> {
        let Some(position) = found.position else { return Ok(None) };
        let filter = Filter {
            near: Some(Near { position, metres: NEAR_M }),
            from: local(self.now()).date_naive().checked_sub_days(Days::new(DAYS - 1)),
            ..Filter::default()
        };
        let there = self.store.find(&filter, NEAR_BY)?.into_iter().filter(|one| {
            let near = one.position.is_some_and(|there| position.metres_to(&there) <= NEAR_M);
            near && one.counts() && one.kind != ISSUE
        });
        let times = there.count();
        Ok((times >= AGAIN).then(|| format!("{} here in {DAYS} days", ordinal(times))))
    }
}

/// "3rd", "4th", "11th", "22nd".
fn ordinal(number: usize) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_those_of_english() {
        assert_eq!(
            [3, 4, 11, 12, 13, 21, 22, 23].map(ordinal),
            ["3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd"]
        );
    }
}

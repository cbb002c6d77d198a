//! What is asked of facts, and what they come to: the same words on tablet and office. How they are kept and added up is each
//! side's own.

use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Fact, Figure, Kind, Tally};

use crate::erasure::ERASURE;
use crate::line::{CALLED_OFF, Line};

/// A figure over a period: which facts make it up.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    /// The figure.
    pub figure: String,
    /// What it is as the catalogue says.
    pub tally: Tally,
    /// The figure within which it lies.
    pub within: Option<String>,
    /// From this day.
    pub from: NaiveDate,
    /// To this day, included. What counts on a date counts on this one.
    pub to: NaiveDate,
    /// Only in the wards with these codes.
    pub wards: Option<Vec<String>>,
}

/// What a figure comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The figure itself, in thousandths; none: nothing contributes to it.
    pub value: Option<i64>,
    /// How many records contribute.
    pub records: u64,
    /// Those of them that no leader has approved.
    pub unreviewed: u64,
    /// Those of which a field stands in two versions.
    pub two_versions: u64,
    /// Those of which the law took what they said: they count, and cannot be listed.
    pub erased: u64,
}

impl Sum {
    /// What two parts of a figure come to together.
    pub fn and(&self, other: &Self) -> Self {
        let value = match (self.value, other.value) {
            (Some(one), Some(other)) => Some(one.saturating_add(other)),
            (one, other) => one.or(other),
        };
        Self {
            value,
            records: self.records + other.records,
            unreviewed: self.unreviewed + other.unreviewed,
            two_versions: self.two_versions + other.two_versions,
            erased: self.erased + other.erased,
        }
    }
}

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehindRow {
    /// The day on which it counts; none: since ever.
    pub day: Option<NaiveDate>,
    /// Its reference.
    pub reference: String,
    /// Its kind's id.
    pub kind: String,
    /// Where.
    pub place: String,
    /// The ward's code.
    pub ward: Option<String>,
    /// How much it contributes, in thousandths.
    pub value: i64,
    /// What was answered to the questions by which the figure is told apart.
    pub parts: String,
    /// No leader has approved it.
    pub unreviewed: bool,
}

impl Over {
    /// A figure of the catalogue over a period.
    pub fn of(figure: &Figure, from: NaiveDate, to: NaiveDate, wards: Option<Vec<String>>) -> Self {
        let within = figure.within.as_ref().map(|within| within.figure.clone());
        Self { figure: figure.id.clone(), tally: figure.tally, within, from, to, wards }
    }
}

impl Line {
    /// Whether it waits for a leader. Registers, meetings and checks of hotspots wait for none.
    pub fn is_unreviewed(&self, kind: Option<&Kind>) -> bool {
        let finding = kind.is_some_and(|kind| kind.finding);
        finding && (self.review.as_deref() != Some("approved") || self.changed)
    }

    /// Whether it is all that is left of a record.
    pub fn is_erasure(&self) -> bool {
        self.kind == ERASURE
    }

    /// Whether it was a mistake, is the same as another, or was called off: what was erased of it counts no more either.
    pub fn is_gone(&self) -> bool {
        self.withdrawn || self.duplicate || self.standing.as_deref() == Some(CALLED_OFF)
    }
}

/// The facts of a record, each with its number among those of one figure, from 0.
pub fn numbered(facts: &[Fact]) -> impl Iterator<Item = (u32, &Fact)> {
    let mut before: Option<(&str, u32)> = None;
    facts.iter().map(move |fact| {
        let n = before.filter(|(figure, _)| *figure == fact.figure).map_or(0, |(_, n)| n + 1);
        before = Some((&fact.figure, n));
        (n, fact)
    })
}

/// A day as a number that orders: 20180314; 0 before the year 1.
pub fn day_number(day: NaiveDate) -> i64 {
    if day.year() < 1 {
        0
    } else {
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
    }
}

/// The day of a number; none of 0.
pub fn day_of_number(number: i64) -> Option<NaiveDate> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32).filter(|_| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_from_its_number_and_before_all_days_is_none() {
        for day in ["2018-03-14", "1900-01-01", "9999-12-31"] {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(day_of_number(day_number(day)), Some(day));
        }
        assert_eq!(day_of_number(day_number(NaiveDate::MIN)), None);
    }
}

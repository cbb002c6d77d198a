//! From one day to another, both included, and the period before.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use domain::catalogue::{Part, Tally};

/// A period of whole days in London.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last, included.
    pub to: NaiveDate,
}

impl Period {
    /// The period; none if it ends before it begins.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// A year, a quarter or a month as people write them: "2018", "2018-Q2", "2018-03".
    pub fn named(name: &str) -> Option<Self> {
        let (year, part) = name.split_once('-').map_or((name, None), |(year, part)| (year, Some(part)));
        let year = Some(year).filter(|year| year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit()))?;
        let number = |digits: &str| digits.parse::<u32>().ok();
        let (first, months) = match part {
            None => (1, 12),
            Some(part) => match part.strip_prefix(['Q', 'q']) {
                Some(quarter) => (number(quarter).filter(|quarter| (1..=4).contains(quarter))? * 3 - 2, 3),
                None if part.len() == 2 => (number(part)?, 1),
                None => return None,
            },
        };
        let from = NaiveDate::from_ymd_opt(year.parse().ok()?, first, 1)?;
        Self::new(from, from.checked_add_months(Months::new(months))?.pred_opt()?)
    }

    /// The year that ends on a day.
    pub fn year_to(to: NaiveDate) -> Self {
        let after = to.succ_opt().unwrap_or(to);
        Self { from: after.checked_sub_months(Months::new(12)).unwrap_or(to), to }
    }

    /// As long, and ending on the day before: whole months are followed by as many whole months.
    pub fn before(&self) -> Self {
        let to = self.from.pred_opt().unwrap_or(self.from);
        let from = match self.months() {
            Some(months) => self.from.checked_sub_months(Months::new(months)),
            None => {
                let days = self.to.signed_duration_since(self.from).num_days().unsigned_abs();
                to.checked_sub_days(Days::new(days))
            }
        };
        Self { from: from.unwrap_or(to), to }
    }

    /// As much of it as a part of the council's area was there for, and the whole of it without one; none: it was never there. What
    /// is counted on a date is there on the last day, or is not.
    pub fn of(&self, part: Option<&Part>, tally: Tally) -> Option<Self> {
        let Some(part) = part else { return Some(*self) };
        if tally == Tally::OnADate {
            return part.days_of(self.to, self.to).map(|_| *self);
        }
        part.days_of(self.from, self.to).map(|(from, to)| Self { from, to })
    }

    /// The same days of the year before.
    pub fn year_before(&self) -> Self {
        let back = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
        // To the end of February is to its end in any year.
        let whole = self.to.succ_opt().map(back).and_then(|after| after.pred_opt());
        Self { from: back(self.from), to: whole.unwrap_or_else(|| back(self.to)) }
    }

    /// How many whole calendar months it is, from a first day to the day before another first, or from a day to the day before
    /// that day of a later month.
    fn months(&self) -> Option<u32> {
        let after = self.to.succ_opt()?;
        let months = (after.year() - self.from.year()) * 12 + after.month() as i32 - self.from.month() as i32;
        (months > 0 && after.day() == self.from.day()).then(|| months.unsigned_abs())
    }

    /// "1 Nov 2017 to 31 Oct 2018"; a single day is said once.
    pub fn words(&self) -> String {
        let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
        if self.from == self.to { day(self.to) } else { format!("{} to {}", day(self.from), day(self.to)) }
    }

    /// What it is compared with, in words: "year", "month", "quarter"; none of other lengths.
    pub fn noun(&self) -> &'static str {
        match self.months() {
            Some(12) => "year",
            Some(3) => "quarter",
            Some(1) => "month",
            _ => "period",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_period_before_is_as_long_and_whole_months_stay_whole() {
        for (now, before) in [
            (("2017-11-01", "2018-10-31"), ("2016-11-01", "2017-10-31")),
            (("2018-03-01", "2018-03-31"), ("2018-02-01", "2018-02-28")),
            (("2018-01-01", "2018-03-31"), ("2017-10-01", "2017-12-31")),
            (("2018-03-05", "2018-03-11"), ("2018-02-26", "2018-03-04")),
            (("2018-10-28", "2018-10-28"), ("2018-10-27", "2018-10-27")),
        ] {
            assert_eq!(period(now.0, now.1).before(), period(before.0, before.1), "{now:?}");
        }
        assert_eq!(period("2024-02-01", "2024-02-29").year_before(), period("2023-02-01", "2023-02-28"));
        assert_eq!(period("2023-02-01", "2023-02-28").year_before(), period("2022-02-01", "2022-02-28"));
        assert_eq!(period("2025-02-01", "2025-02-28").year_before(), period("2024-02-01", "2024-02-29"));
    }

    #[test]
    fn a_period_has_a_name() {
        for (name, from, to) in [
            ("2018", "2018-01-01", "2018-12-31"),
            ("2018-Q1", "2018-01-01", "2018-03-31"),
            ("2024-q4", "2024-10-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
        ] {
            assert_eq!(Period::named(name), Some(period(from, to)), "{name}");
        }
        for name in
            ["", "18", "2018-Q5", "2018-Q0", "2018-13", "2018-3", "2018-03-01", "2018-", "last year", "+018", "Q2-2018"]
        {
            assert_eq!(Period::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_none() {
        assert_eq!(Period::new("2018-03-02".parse().unwrap(), "2018-03-01".parse().unwrap()), None);
        assert_eq!(Period::year_to("2018-10-31".parse().unwrap()), period("2017-11-01", "2018-10-31"));
        assert_eq!(Period::year_to("2024-02-29".parse().unwrap()), period("2023-03-01", "2024-02-29"));
    }
}

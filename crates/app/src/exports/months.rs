//! The months of a period.

use chrono::{Datelike as _, Months, NaiveDate};
use report::Period;

/// Longer is no period that anybody asks for.
const MOST: u32 = 240;

/// The first days of the months in which a period lies.
pub(super) fn months_of(period: &Period) -> Vec<NaiveDate> {
    let first = month_of(period.from);
    let months = (0..MOST).map_while(|many| first.checked_add_months(Months::new(many)));
    months.take_while(|month| *month <= period.to).collect()
}

/// The first day of the month of a day.
pub(super) fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_lies_in_every_month_that_it_touches() {
        let months = |from: &str, to: &str| {
            let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            months_of(&period).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(months("2025-01-31", "2025-03-01"), ["2025-01-01", "2025-02-01", "2025-03-01"]);
        assert_eq!(months("2025-03-18", "2025-03-18"), ["2025-03-01"]);
    }
}

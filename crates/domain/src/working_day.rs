//! Working days in England and Wales: Monday to Friday but for bank holidays, which are a file beside this crate.

use chrono::{Datelike, NaiveDate, Weekday};

/// Dates, a line each, after a head; the first column is the date.
const BANK_HOLIDAYS: &str = include_str!("../data/bank-holidays-england-and-wales.csv");

/// Whether people are at work on that day. After the last year of the file only weekends are known.
pub fn is_working_day(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let date = day.format("%Y-%m-%d").to_string();
    !weekend && !BANK_HOLIDAYS.lines().any(|line| line.split(',').next() == Some(&date))
}

/// How many whole working days lie between two days, neither of which counts.
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> usize {
    let inside = from.iter_days().skip(1).take_while(|day| *day < to);
    inside.filter(|day| is_working_day(*day)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_weekend_and_a_bank_holiday_are_no_working_days() {
        assert_eq!(working_days_between(day("2025-03-14"), day("2025-03-17")), 0, "Friday to Monday");
        assert_eq!(working_days_between(day("2025-03-14"), day("2025-03-18")), 1, "Friday to Tuesday");
        assert_eq!(working_days_between(day("2025-04-17"), day("2025-04-22")), 0, "over Easter");
        assert_eq!(working_days_between(day("2025-04-17"), day("2025-04-23")), 1);
        assert_eq!(working_days_between(day("2025-04-23"), day("2025-04-17")), 0, "a clock may run backwards");
    }
}

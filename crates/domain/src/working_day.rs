//! Working days in England and Wales: Monday to Friday but for bank holidays, which are a file beside this crate.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use crate::catalogue::ZONE;

/// Dates, a line each, after a head; the first column is the date.
static BANK_HOLIDAYS: LazyLock<BTreeSet<NaiveDate>> = LazyLock::new(|| {
    let file = include_str!("../data/bank-holidays-england-and-wales.csv");
    file.lines().filter_map(|line| line.split(',').next()?.parse().ok()).collect()
});

/// Whether people are at work on that day. After the last year of the file only weekends are known.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !BANK_HOLIDAYS.contains(&day)
}

/// The end of the working day that comes so many after a day.
pub fn end_of_working_day(from: NaiveDate, after: usize) -> DateTime<Utc> {
    let later = from.iter_days().skip(1).filter(|day| is_working_day(*day));
    later.take(after).last().unwrap_or(from).succ_opt().map_or(DateTime::<Utc>::MAX_UTC, begin_of)
}

/// The moment at which a date begins in London.
pub fn begin_of(date: NaiveDate) -> DateTime<Utc> {
    // Clocks there change at one in the morning, so every date has its midnight.
    let midnight = date.and_time(NaiveTime::MIN);
    midnight.and_local_timezone(ZONE).earliest().map_or_else(|| midnight.and_utc(), |at| at.to_utc())
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

//! Bars of a chart: by month of a period.

use crate::contract::FigureBar;
use chrono::{Datelike as _, Months, NaiveDate};
use report::Period;

/// A chart has so many bars at most.
const MOST_MONTHS: u32 = 36;

/// A month as a number that orders: 201803.
pub(crate) fn month_of(day: NaiveDate) -> u32 {
    u32::try_from(day.year()).unwrap_or_default() * 100 + day.month()
}

/// The months of a period by their first days; none where there are fewer than two, or more than a chart has room for.
pub(crate) fn months_of(period: &Period) -> Vec<NaiveDate> {
    let begin = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let (first, last) = (begin(period.from), begin(period.to));
    let months = (0..=MOST_MONTHS).map_while(|many| first.checked_add_months(Months::new(many)));
    let months: Vec<_> = months.take_while(|day| *day <= last).collect();
    if months.len() < 2 || months.len() > MOST_MONTHS as usize { Vec::new() } else { months }
}

/// A bar for each month of a period, by what each month has (see [`month_of`]), in thousandths.
pub(crate) fn month_bars(period: &Period, value: impl Fn(u32) -> i64, said: impl Fn(i64) -> String) -> Vec<FigureBar> {
    let months = months_of(period);
    let most = months.iter().map(|day| value(month_of(*day))).max().unwrap_or_default();
    let bar = |day: &NaiveDate| {
        let end = day.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(*day);
        let value = value(month_of(*day));
        FigureBar {
            label: day.format("%B %Y").to_string(),
            short: day.format("%b").to_string().chars().take(1).collect(),
            said: said(value),
            length: length(value, most),
            from: Some((*day).max(period.from).to_string()),
            to: Some(end.min(period.to).to_string()),
            ward: None,
        }
    };
    months.iter().map(bar).collect()
}

/// How long a bar is, in thousandths of the longest.
pub(crate) fn length(value: i64, most: i64) -> u32 {
    let share = i128::from(value.max(0)) * 1_000 / i128::from(most.max(1));
    u32::try_from(share).unwrap_or(1_000)
}

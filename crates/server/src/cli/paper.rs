//! The report as PDF: its chart, what was printed before, and what each of its figures counts.

use crate::figures::Sums;
use crate::now;
use chrono::{DateTime, Datelike as _, Months, NaiveDate};
use domain::catalogue::{Catalogue, Tally};
use pdf::{Bar, Chart, Definition, Paper};
use report::{Amount, Head, Part, Period, Report, Source as _, measure};
use server_core::{Centre, Fault};
use std::collections::BTreeSet;

/// More bars than these cannot be told apart on a page.
const MOST_MONTHS: usize = 24;

pub(super) fn paper(
    centre: &Centre,
    head: &Head,
    report: &Report,
    catalogue: &Catalogue,
    sums: &Sums<'_>,
) -> anyhow::Result<Vec<u8>> {
    let council = centre.council()?.name;
    let chart = chart(catalogue, sums, &head.period)?;
    let notes = notes(catalogue, sums, &head.period)?;
    let definitions = definitions(catalogue, report);
    let paper =
        Paper { head, council: &council, report, chart: chart.as_ref(), notes: &notes, definitions: &definitions };
    Ok(pdf::write(&paper, DateTime::from_timestamp_millis(now()).unwrap_or_default())?)
}

/// The plan's chart month by month; none of a figure whose months do not add up to it, or tell what it hides.
fn chart(catalogue: &Catalogue, sums: &Sums<'_>, period: &Period) -> Result<Option<Chart>, Fault> {
    let planned = catalogue.plan().chart.as_deref().and_then(|id| catalogue.figure(id));
    let Some((_, figure)) = planned else { return Ok(None) };
    let adds_up = matches!(figure.tally, Tally::Records | Tally::Sum | Tally::Days);
    let months = months(period);
    if figure.people || !adds_up || !(2..=MOST_MONTHS).contains(&months.len()) {
        return Ok(None);
    }
    let bar = |month: Period| {
        let measured = measure(catalogue, sums, &figure.id, &month, &month.before())?;
        let (value, said) = match &measured.amount {
            Amount::Number(value, _) => (*value, measured.amount.in_table()),
            _ => (0, "–".to_owned()),
        };
        // The year stands where it begins: twelve of them would not fit.
        let year = month.from.month() == 1 || month.from <= period.from;
        let label = month.from.format(if year { "%b %Y" } else { "%b" }).to_string();
        Ok::<_, Fault>(Bar { label, said, value })
    };
    let bars = months.into_iter().map(bar).collect::<Result<_, _>>()?;
    Ok(Some(Chart { title: format!("{}, by month", figure.label), bars }))
}

/// The calendar months of a period, the first and the last as far as they are in it.
fn months(period: &Period) -> Vec<Period> {
    let first = period.from.with_day(1).unwrap_or(period.from);
    let begins = (0..).map_while(|many| first.checked_add_months(Months::new(many)));
    let end =
        |from: NaiveDate| from.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(from);
    let months = begins.take_while(|from| *from <= period.to).take(MOST_MONTHS + 1);
    months.filter_map(|from| Period::new(from.max(period.from), end(from).min(period.to))).collect()
}

/// What was printed of these figures when it was counted otherwise.
fn notes(catalogue: &Catalogue, sums: &Sums<'_>, period: &Period) -> Result<Vec<String>, Fault> {
    if sums.part().is_some() {
        return Ok(Vec::new());
    }
    let plan = catalogue.plan();
    let same = plan.published.iter().filter(|printed| (printed.from, printed.to) == (period.from, period.to));
    let said = |figure: &str| {
        let measured = measure(catalogue, sums, figure, period, &period.before())?;
        let percent = measured.amount.percent().map(|percent| format!(" ({percent})")).unwrap_or_default();
        Ok::<_, Fault>(format!("{}{percent}", measured.amount.in_table()))
    };
    let note = |printed: &domain::catalogue::Published| {
        let label = label(catalogue, &printed.figure).map_or(printed.figure.as_str(), |(label, _)| label);
        let counted = said(&printed.figure)?;
        Ok(format!("{label}: {} was printed {}. What is counted here is {counted}.", printed.said, printed.printed))
    };
    same.map(note).collect()
}

/// What each figure of the report counts, in the order of its table, then of its paragraphs.
fn definitions(catalogue: &Catalogue, report: &Report) -> Vec<Definition> {
    let table = report.table.iter().map(|line| line.figure.as_str());
    let parts = report.paragraphs.iter().flat_map(|paragraph| &paragraph.parts);
    let said = parts.filter_map(|part| match part {
        Part::Figure { id, .. } => Some(id.as_str()),
        Part::Text(_) => None,
    });
    let mut known = BTreeSet::new();
    let once = table.chain(said).filter(|id| known.insert(*id));
    let defined = once.filter_map(|id| label(catalogue, id));
    defined.map(|(label, counts)| Definition { label: label.to_owned(), counts: counts.to_owned() }).collect()
}

/// What a figure is called, and what it counts.
fn label<'a>(catalogue: &'a Catalogue, id: &str) -> Option<(&'a str, &'a str)> {
    match catalogue.figure(id) {
        Some((_, figure)) => Some((&figure.label, &figure.counts)),
        None => catalogue.plan().derived(id).map(|derived| (derived.label.as_str(), derived.counts.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_the_months_that_it_touches_each_as_far_as_it_does() {
        let period = Period::new("2018-01-15".parse().unwrap(), "2018-03-10".parse().unwrap()).unwrap();
        let words: Vec<_> = months(&period).iter().map(Period::words).collect();
        assert_eq!(words, ["15 Jan 2018 to 31 Jan 2018", "1 Feb 2018 to 28 Feb 2018", "1 Mar 2018 to 10 Mar 2018"]);
    }
}

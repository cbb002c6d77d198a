//! The report of a plan over a period: its paragraphs in parts, so that each number is still known by its figure, and its table.

use crate::amount::{Amount, Measured};
use crate::numbers::capital;
use crate::period::Period;
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::{Catalogue, Derived, Figure, Paragraph as Planned, Part as Place, PlaceNeed, Tally};

/// What a figure adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// In thousandths; none: nothing contributes.
    pub value: Option<i64>,
    /// How many records contribute.
    pub records: u64,
    /// Those of them that no leader has approved.
    pub unreviewed: u64,
    /// Those of which a field stands in two versions.
    pub two_versions: u64,
    /// Those of which the law took what they said.
    pub erased: u64,
}

/// Where sums come from.
pub trait Source {
    /// Why there is none.
    type Error;

    /// What a figure adds up to.
    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, Self::Error>;

    /// The answers of a figure of names, the most frequent first.
    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, Self::Error>;

    /// The part of the council's area in which alone is counted.
    fn part(&self) -> Option<&Place> {
        None
    }

    /// The first day of which there is a record of a kind, or any finding at all.
    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, Self::Error>;
}

/// What a figure comes to, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// What it comes to.
    pub amount: Amount,
    /// What that was added up from: of a share its first part.
    pub sum: Sum,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Its table.
    pub table: Vec<Line>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number.
    pub id: String,
    /// The heading over it; empty if it goes on under the one before.
    pub heading: String,
    /// Its text.
    pub parts: Vec<Part>,
    /// Of each figure in it that was typed in: "Entered by Demo leader from Trading standards".
    pub entered: Vec<String>,
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Text(String),
    /// A figure as it is said there.
    Figure {
        /// Which.
        id: String,
        /// Of the period before.
        before: bool,
        /// What it comes to, in words.
        said: String,
    },
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// What it comes to.
    pub now: Amount,
    /// What it came to before; none: nothing is compared.
    pub before: Option<Amount>,
    /// If it was typed in: "Entered by Demo leader from Trading standards".
    pub entered: Option<String>,
}

impl Paragraph {
    /// Its text in one piece.
    pub fn text(&self) -> String {
        let said = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Figure { said, .. } => said.clone(),
        };
        self.parts.iter().map(said).collect()
    }
}

/// Writes the report of `catalogue`'s plan.
pub fn write<S: Source>(
    catalogue: &Catalogue,
    source: &S,
    period: &Period,
    before: &Period,
    compares: bool,
) -> Result<Report, S::Error> {
    let writer = Writer { catalogue, source, period, before };
    let plan = catalogue.plan();
    let paragraphs = plan.paragraphs.iter().map(|planned| writer.paragraph(planned)).collect::<Result<_, _>>()?;
    let line = |id: &String| {
        let label = catalogue.figure(id).map(|(_, figure)| &figure.label);
        let label = label.or(plan.derived(id).map(|derived| &derived.label)).cloned().unwrap_or_default();
        let then = if compares { Some(measure(catalogue, source, id, before, &before.before())?.amount) } else { None };
        let now = measure(catalogue, source, id, period, before)?.amount;
        Ok(Line { figure: id.clone(), label, now, before: then, entered: entered(catalogue, source, id, period)? })
    };
    Ok(Report { paragraphs, table: plan.table.iter().map(line).collect::<Result<_, _>>()? })
}

/// Who entered a figure that was typed in, and from which source; none of what is counted, or was not typed in.
pub fn entered<S: Source>(
    catalogue: &Catalogue,
    source: &S,
    id: &str,
    period: &Period,
) -> Result<Option<String>, S::Error> {
    let figure = catalogue.figure(id).map(|(_, figure)| figure).filter(|figure| figure.tally == Tally::Typed);
    let Some(figure) = figure.filter(|_| source.part().is_none()) else { return Ok(None) };
    let said = source.names(figure, period)?.into_iter().next();
    // Of what the law erased nothing is said but that it was there.
    Ok(said.map(|by| {
        if by.starts_with("erased ") {
            "Entered; by whom was erased by law".to_owned()
        } else {
            format!("Entered by {by}")
        }
    }))
}

/// What a figure of the catalogue comes to over a period, a change against the one `before`; one that there is not was not
/// recorded.
pub fn measure<S: Source>(
    catalogue: &Catalogue,
    source: &S,
    id: &str,
    period: &Period,
    before: &Period,
) -> Result<Tallied, S::Error> {
    if let Some((kind, figure)) = catalogue.figure(id) {
        // What has no place is in no ward, and before there was a task force nothing was recorded of it: that is not zero.
        let nowhere = source.part().is_some() && kind.place == PlaceNeed::None;
        return match period.of(source.part(), figure.tally).filter(|_| !nowhere) {
            Some(period) => counted(source, &kind.id, figure, &period),
            None => Ok(Tallied { amount: Amount::NotRecorded, sum: Sum::default() }),
        };
    }
    let not = Tallied { amount: Amount::NotRecorded, sum: Sum::default() };
    let Some(Derived { share, change, .. }) = catalogue.plan().derived(id) else { return Ok(not) };
    let number = |id: &str, period: &Period| {
        let tallied = match catalogue.figure(id) {
            Some(_) => measure(catalogue, source, id, period, before)?,
            None => not.clone(),
        };
        let number = match tallied.amount {
            Amount::Number(value, _) => Some(value),
            _ => None,
        };
        Ok::<_, S::Error>((number, tallied.sum))
    };
    Ok(match (share, change) {
        (Some([part, whole]), _) => {
            let ((part, sum), (whole, _)) = (number(part, period)?, number(whole, period)?);
            part.zip(whole).map_or(not, |(part, whole)| Tallied { amount: Amount::Share(part, whole), sum })
        }
        (None, Some(of)) => {
            let ((now, sum), (then, _)) = (number(of, period)?, number(of, before)?);
            now.zip(then).map_or(not, |(now, then)| Tallied { amount: Amount::Change(now, then), sum })
        }
        (None, None) => not,
    })
}

fn counted<S: Source>(source: &S, kind: &str, figure: &Figure, period: &Period) -> Result<Tallied, S::Error> {
    let sum = source.sum(figure, period)?;
    if sum.records == 0 && is_before_any(source, kind, period)? {
        return Ok(Tallied { amount: Amount::NotRecorded, sum });
    }
    let amount = match (figure.tally, sum.value) {
        (Tally::Names, _) => Amount::Names(source.names(figure, period)?),
        // There is no value in the middle of none.
        (Tally::Median, None) => Amount::NotRecorded,
        // What nobody typed in is not known, which is not zero.
        (Tally::Typed, None) => Amount::NotRecorded,
        (_, value) => Amount::Number(value.unwrap_or_default(), Measured::of(figure)),
    };
    Ok(Tallied { amount, sum })
}

/// Whether the period lies before anything of the kind was recorded, or, of one that never was, before anything was found.
fn is_before_any<S: Source>(source: &S, kind: &str, period: &Period) -> Result<bool, S::Error> {
    let first = match source.first_day(Some(kind))? {
        Some(first) => Some(first),
        None => source.first_day(None)?,
    };
    Ok(first.is_none_or(|first| period.to < first))
}

struct Writer<'a, S> {
    catalogue: &'a Catalogue,
    source: &'a S,
    period: &'a Period,
    before: &'a Period,
}

impl<S: Source> Writer<'_, S> {
    fn paragraph(&self, planned: &Planned) -> Result<Paragraph, S::Error> {
        let (mut parts, mut by): (Vec<Part>, Vec<String>) = (Vec::new(), Vec::new());
        let mut text = String::new();
        let mut rest = planned.text.as_str();
        while let Some((ahead, behind)) = rest.split_once('{') {
            text.push_str(ahead);
            let Some((name, after)) = behind.split_once('}') else { break };
            rest = after;
            let (name, before) = name.strip_suffix(":before").map_or((name, false), |name| (name, true));
            let earlier = self.before.before();
            let (period, compared) = if before { (self.before, &earlier) } else { (self.period, self.before) };
            if name == "year" {
                text.push_str(&period.to.year().to_string());
                continue;
            }
            let begins = text.is_empty() && parts.is_empty() || text.ends_with(". ");
            let said = measure(self.catalogue, self.source, name, period, compared)?.amount.in_sentence(begins);
            by.extend(entered(self.catalogue, self.source, name, period)?.filter(|one| !by.contains(one)));
            parts.push(Part::Text(std::mem::take(&mut text)));
            parts.push(Part::Figure { id: name.to_owned(), before, said });
        }
        text.push_str(rest);
        parts.push(Part::Text(text));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Ok(Paragraph { id: planned.id.clone(), heading: capital(&planned.heading), parts, entered: by })
    }
}

#[cfg(test)]
mod tests;

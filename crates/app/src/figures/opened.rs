//! A figure, opened: what it counts, how it moves over the months and lies over the wards, and the findings that make it up.

use super::bars::{length, month_bars, months_of};
use super::over::{Asked, Sums, of_store, period_view};
use super::report::{printed, printed_as};
use crate::App;
use crate::areas::task_force_choice;
use crate::contract::{
    CallError, ErrorCode, FigureAnswers, FigureBar, FigureBefore, FigureFindings, FigureRequest, FigureView,
    FiguresRequest, Printed,
};
use crate::findings::list::after;
use crate::refusals::{not_found, refuse};
use crate::words::thousands;
use domain::catalogue::{Catalogue, Field, Figure, Part, Tally, parts_of};
use domain::roles::Action as Right;
use report::{Amount, Measured, Period, Tallied};
use std::collections::BTreeMap;
use store::{Filter, Over};

/// Findings in one page of the list.
const PAGE: u32 = 50;

impl App {
    pub(crate) fn open_figure(&self, request: &FigureRequest) -> Result<FigureView, CallError> {
        self.allowed(Right::SeeFigures)?;
        let asked = self.asked(&request.over)?;
        let catalogue = self.store.catalogue();
        let named = named(catalogue, &request.figure)?;
        let sums = Sums::new(&self.store, asked.part.as_ref());
        // Parts of a figure about people would tell what it hides. The months come first: they add up to the whole.
        let months = if named.figure.people { Vec::new() } else { self.by_month(named.figure, &sums, &asked)? };
        let measure = |period, before: &Period| report::measure(catalogue, &sums, &request.figure, period, before);
        let Tallied { amount, sum } = measure(&asked.period, &asked.before)?;
        let compared = if asked.compares {
            let then = measure(&asked.before, &asked.before.before())?.amount;
            let (said, change) = (then.in_table(), amount.against(&then));
            Some(FigureBefore { period: period_view(&asked.before), said, change })
        } else {
            None
        };
        let (large, beside) = said(&amount, named.figure);
        let text = |percent: &str| {
            format!("{} is {percent}. The printed figure is kept here as it was published.", amount.in_table())
        };
        let counted = amount.percent();
        let figure = |id: &str| format!("{{{id}}}");
        let stands = |id: &str| catalogue.plan().paragraphs.iter().find(|one| one.text.contains(&figure(id)));
        let mut printed: Vec<Printed> = printed(catalogue, &asked.period, &request.figure)
            .filter(|_| asked.part.is_none())
            .map(|published| Printed {
                title: printed_as(published),
                text: text(counted.as_deref().unwrap_or("what is counted")),
            })
            .collect();
        for kept in self.published_of(&asked)? {
            printed
                .extend(self.corrected(&kept, &request.figure)?.map(|corrected| published_as(&kept.name, &corrected)));
        }
        Ok(FigureView {
            figure: request.figure.clone(),
            label: named.label.to_owned(),
            paragraph: stands(&request.figure).map(|paragraph| paragraph.id.clone()),
            large,
            beside,
            counts: named.counts.to_owned(),
            period: period_view(&asked.period),
            compared,
            as_at: self.as_at(),
            reviewed: if amount.is_hidden() {
                String::new()
            } else {
                format!(
                    "{} of {}; {} in two versions",
                    thousands(sum.records.saturating_sub(sum.unreviewed)),
                    thousands(sum.records),
                    thousands(sum.two_versions)
                )
            },
            printed,
            months,
            wards: if named.figure.people { Vec::new() } else { self.by_ward(named.figure, &sums, &asked)? },
            answers: if named.figure.people { Vec::new() } else { self.by_answers(named.figure, &sums, &asked)? },
            task_forces: if named.figure.people { Vec::new() } else { self.by_task_force(named.figure, &asked)? },
            findings: if amount.is_hidden() { 0 } else { u32::try_from(sum.records).unwrap_or(u32::MAX) },
            few: amount.is_hidden(),
            erased: match sum.erased {
                0 => None,
                1 => Some("One of them was erased by law. It counts, and cannot be shown.".to_owned()),
                many => {
                    Some(format!("{} of them were erased by law. They count, and cannot be shown.", thousands(many)))
                }
            },
            entered: report::entered(catalogue, &sums, &request.figure, &asked.period)?,
            ward: asked.area,
        })
    }

    pub(crate) fn list_of_figure(&self, request: &FigureRequest) -> Result<FigureFindings, CallError> {
        self.allowed(Right::SeeFigures)?;
        let asked = self.asked(&request.over)?;
        let catalogue = self.store.catalogue();
        let named = named(catalogue, &request.figure)?;
        let sums = Sums::new(&self.store, asked.part.as_ref());
        // Only what is about people is ever hidden: of anything else no sum is needed.
        let hidden = || report::measure(catalogue, &sums, &named.figure.id, &asked.period, &asked.before);
        if named.figure.people && hidden()?.amount.is_hidden() {
            return Ok(FigureFindings { lines: Vec::new(), next: None });
        }
        let over = sums.over(named.figure, &asked.period);
        let filter = Filter { figure: Some(over), after: after(request.after.as_deref())?, ..Filter::default() };
        let mut found = self.store.find(&filter, PAGE + 1)?;
        let more = found.len() > PAGE as usize;
        found.truncate(PAGE as usize);
        let next = found.last().filter(|_| more).map(|last| format!("{}.{}", last.cursor.0, last.cursor.1));
        Ok(FigureFindings { lines: self.finding_lines(&found)?, next })
    }

    /// A figure whose findings are written to a file, and what it is called; refused where that would tell of few people.
    pub(crate) fn figure_to_export(&self, figure: &str, over: &FiguresRequest) -> Result<(String, Over), CallError> {
        let asked = self.asked(over)?;
        let catalogue = self.store.catalogue();
        let named = named(catalogue, figure)?;
        let sums = Sums::new(&self.store, asked.part.as_ref());
        if report::measure(catalogue, &sums, &named.figure.id, &asked.period, &asked.before)?.amount.is_hidden() {
            let few =
                "It is about fewer than five people: their findings are not written to a file. Choose a longer period.";
            return Err(refuse(ErrorCode::NotAllowed, few));
        }
        Ok((named.label.to_owned(), sums.over(named.figure, &asked.period)))
    }

    pub(super) fn by_month(
        &self,
        figure: &Figure,
        sums: &Sums<'_>,
        asked: &Asked,
    ) -> Result<Vec<FigureBar>, CallError> {
        let adds_up =
            !matches!(figure.tally, Tally::OnADate | Tally::Names | Tally::Median | Tally::Different | Tally::Typed);
        if !adds_up || months_of(&asked.period).is_empty() {
            return Ok(Vec::new());
        }
        let found = sums.by_month(figure, &asked.period)?;
        let value = |month: u32| found.get(&month).and_then(|sum| sum.value).unwrap_or_default();
        Ok(month_bars(&asked.period, value, |value| Amount::Number(value, Measured::of(figure)).in_table()))
    }

    pub(super) fn by_ward(&self, figure: &Figure, sums: &Sums<'_>, asked: &Asked) -> Result<Vec<FigureBar>, CallError> {
        let of_one = asked.part.as_ref().is_some_and(|part| part.wards.len() == 1);
        if of_one || matches!(figure.tally, Tally::Names) {
            return Ok(Vec::new());
        }
        let over = sums.over(figure, &asked.period);
        let found = self.store.sum_by_ward(&over)?.into_iter().map(|(ward, sum)| (ward, of_store(sum)));
        let mut found: Vec<_> = found.filter_map(|(ward, sum)| Some((ward, sum.value?))).collect();
        if found.iter().all(|(ward, _)| ward.is_none()) || figure.tally == Tally::Median {
            return Ok(Vec::new());
        }
        found.sort_by_key(|(ward, value)| (ward.is_none(), std::cmp::Reverse(*value)));
        let names: BTreeMap<String, String> =
            self.ward_choices().into_iter().map(|ward| (ward.id, ward.name)).collect();
        let label = |ward: &Option<String>| match ward {
            Some(code) => names.get(code).unwrap_or(code).clone(),
            None => "Ward not known".to_owned(),
        };
        Ok(bars(found.into_iter().map(|(ward, value)| (label(&ward), ward, value)).collect(), figure))
    }

    /// Wards may be in several task forces, and in none: these bars add up to nothing.
    fn by_task_force(&self, figure: &Figure, asked: &Asked) -> Result<Vec<FigureBar>, CallError> {
        let catalogue = self.store.catalogue();
        if asked.part.is_some() || figure.tally == Tally::Names {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for force in catalogue.areas().task_forces() {
            let part = Part::from(force);
            let sums = Sums::new(&self.store, Some(&part));
            let amount = report::measure(catalogue, &sums, &figure.id, &asked.period, &asked.before)?.amount;
            if let Amount::Number(value, _) = amount {
                found.push((task_force_choice(force).name, Some(part.id), value));
            }
        }
        if found.iter().all(|(_, _, value)| *value == 0) {
            return Ok(Vec::new());
        }
        found.sort_by_key(|(_, _, value)| std::cmp::Reverse(*value));
        Ok(bars(found, figure))
    }
}

/// Bars of parts of the council's area: what each is called, by what it is opened, and how much it has.
fn bars(found: Vec<(String, Option<String>, i64)>, figure: &Figure) -> Vec<FigureBar> {
    let most = found.iter().map(|(.., value)| *value).max().unwrap_or_default();
    let bar = |(label, ward, value)| FigureBar {
        label,
        short: String::new(),
        said: Amount::Number(value, Measured::of(figure)).in_table(),
        length: length(value, most),
        from: None,
        to: None,
        ward,
    };
    found.into_iter().map(bar).collect()
}

/// What nobody answered.
const NOT_ANSWERED: &str = "Not answered";

impl App {
    /// By the answers to each question by which the figure is told apart.
    fn by_answers(&self, figure: &Figure, sums: &Sums<'_>, asked: &Asked) -> Result<Vec<FigureAnswers>, CallError> {
        let Some((kind, _)) = self.store.catalogue().figure(&figure.id).filter(|_| !figure.by.is_empty()) else {
            return Ok(Vec::new());
        };
        let found = self.store.sum_by_answers(&sums.over(figure, &asked.period))?;
        let found: Vec<(String, i64)> =
            found.into_iter().filter_map(|(parts, sum)| Some((parts, of_store(sum).value?))).collect();
        let asked = figure.by.iter().enumerate().filter_map(|(at, id)| Some((at, kind.field(id)?)));
        let by = asked.map(|(at, field)| FigureAnswers {
            label: field.noun().to_owned(),
            several: found.iter().any(|(parts, _)| parts_of(parts, at).nth(1).is_some()),
            bars: answer_bars(figure, field, at, &found),
        });
        Ok(by.filter(|by| !by.bars.is_empty()).collect())
    }
}

/// A bar for each answer to a question, the largest first; none where nothing was answered.
fn answer_bars(figure: &Figure, field: &Field, at: usize, found: &[(String, i64)]) -> Vec<FigureBar> {
    let mut by: BTreeMap<&str, i64> = BTreeMap::new();
    for (parts, value) in found {
        let mut answered = parts_of(parts, at).peekable();
        if answered.peek().is_none() {
            *by.entry("").or_default() += value;
        }
        answered.for_each(|part| *by.entry(part).or_default() += value);
    }
    if by.keys().all(|part| part.is_empty()) {
        return Vec::new();
    }
    let mut by: Vec<_> = by.into_iter().collect();
    by.sort_by_key(|(part, value)| (part.is_empty(), std::cmp::Reverse(*value)));
    let said = |part: &str| if part.is_empty() { NOT_ANSWERED.to_owned() } else { field.part_in_words(part) };
    bars(by.into_iter().map(|(part, value)| (said(part), None, value)).collect(), figure)
}

/// A figure that can be opened: its own words, and the one whose findings are listed.
pub(super) struct Opened<'a> {
    pub(super) label: &'a str,
    counts: &'a str,
    pub(super) figure: &'a Figure,
}

pub(super) fn named<'a>(catalogue: &'a Catalogue, id: &str) -> Result<Opened<'a>, CallError> {
    if let Some((_, figure)) = catalogue.figure(id) {
        return Ok(Opened { label: &figure.label, counts: &figure.counts, figure });
    }
    let derived = catalogue.plan().derived(id).ok_or_else(|| not_found("figure"))?;
    let of = derived.share.as_ref().map(|[part, _]| part).or(derived.change.as_ref());
    let of = of.and_then(|of| catalogue.figure(of)).ok_or_else(|| not_found("figure"))?;
    Ok(Opened { label: &derived.label, counts: &derived.counts, figure: of.1 })
}

/// "Published as 91 in “Q2 2026 as published”", and what it is now.
fn published_as(name: &str, corrected: &report::Correction) -> Printed {
    let by = if corrected.difference == "–" { String::new() } else { format!(" ({})", corrected.difference) };
    Printed {
        title: format!("Published as {} in “{name}”", corrected.then),
        text: format!("It is {} now{by}. The published figure is kept as it was.", corrected.now),
    }
}

/// What stands large, and what beside it.
pub(super) fn said(amount: &Amount, figure: &Figure) -> (String, String) {
    match (amount, &figure.unit) {
        (Amount::Share(part, whole), _) => {
            let number = |value| Amount::Number(value, Measured::default()).in_table();
            let percent = amount.percent().map(|percent| format!(" · {percent}")).unwrap_or_default();
            (number(*part), format!("of {}{percent}", number(*whole)))
        }
        (Amount::Number(value, measured), Some([one, many])) if !measured.tonnes => {
            (amount.in_table(), if *value == domain::catalogue::THOUSAND { one } else { many }.clone())
        }
        _ => (amount.in_table(), String::new()),
    }
}

//! Data on a page: the main figures of a period large, each with what it was before, and three small charts. It may leave the team, so
//! that of each kind it has as much as may be told.

use super::bars::length;
use super::opened::{named, said};
use super::over::{Asked, Sums, period_view};
use crate::App;
use crate::contract::{CallError, DataPage, FigureBar, FiguresRequest, LargeFigure, PageChart};
use crate::places::Kept;
use crate::telling::{Telling, telling};
use crate::words::plural;
use domain::catalogue::{Kind, THOUSAND};
use domain::roles::Action as Right;
use record::same_words;
use report::{Amount, Measured, measure};
use std::cmp::Reverse;

/// As many figures as a page has room for, where the plan names none.
const LARGE: usize = 9;
/// Bars of a chart beside another.
const BARS: usize = 6;

impl App {
    pub(crate) fn show_data_page(&self, request: &FiguresRequest) -> Result<DataPage, CallError> {
        self.allowed(Right::SeeFigures)?;
        let asked = self.asked(request)?;
        let catalogue = self.store.catalogue();
        let plan = catalogue.plan();
        let [unreviewed, two_versions] = self.doubts(&asked)?;
        let sums = Sums::new(&self.store, asked.part.as_ref());
        let chart =
            plan.chart.as_ref().map(|figure| Ok::<_, CallError>((figure, named(catalogue, figure)?))).transpose()?;
        // Parts of a figure about people would tell what it hides.
        let drawn = chart.as_ref().map(|(_, chart)| chart.figure).filter(|figure| !figure.people);
        let months = drawn.map(|figure| self.by_month(figure, &sums, &asked)).transpose()?.unwrap_or_default();
        let ids = if plan.page.is_empty() { plan.table.get(..LARGE).unwrap_or(&plan.table) } else { &plan.page };
        let figures = ids.iter().map(|id| self.large(id, &sums, &asked)).collect::<Result<Vec<_>, _>>()?;
        let (kinds, other_kinds) = self.bars_of_kinds(&asked)?;
        let mut places = self.bars_of_places(&asked)?;
        let at_places = !places.is_empty();
        if !at_places {
            places = drawn.map(|figure| self.by_ward(figure, &sums, &asked)).transpose()?.unwrap_or_default();
            places.retain(|bar| bar.ward.is_some());
        }
        let other_places = places.len().saturating_sub(BARS);
        places.truncate(BARS);
        let many = |many: usize, [one, several]: [&str; 2]| {
            (many > 0).then(|| format!("and {}", plural(many as u64, one, several)))
        };
        let places_of = if at_places { ["other place", "other places"] } else { ["other ward", "other wards"] };
        Ok(DataPage {
            title: plan.title.clone(),
            period: period_view(&asked.period),
            before: asked.compares.then(|| period_view(&asked.before)),
            as_at: self.as_at_day(),
            ward: asked.area,
            unreviewed,
            two_versions,
            empty: self.store.first_day_of(None)?.is_none(),
            figures,
            chart: chart.map(|(figure, chart)| PageChart { figure: figure.clone(), label: chart.label.to_owned() }),
            months,
            kinds,
            other_kinds: many(other_kinds, ["other kind", "other kinds"]),
            at_places,
            other_places: many(other_places, places_of),
            places,
            notes: notes(),
        })
    }

    fn large(&self, id: &str, sums: &Sums<'_>, asked: &Asked) -> Result<LargeFigure, CallError> {
        let catalogue = self.store.catalogue();
        let named = named(catalogue, id)?;
        let now = measure(catalogue, sums, id, &asked.period, &asked.before)?.amount;
        let before = if asked.compares {
            Some(measure(catalogue, sums, id, &asked.before, &asked.before.before())?.amount)
        } else {
            None
        };
        let (large, beside) = said(&now, named.figure);
        Ok(LargeFigure {
            figure: id.to_owned(),
            label: named.label.to_owned(),
            large,
            beside,
            change: before.as_ref().map(|before| now.against(before)).filter(|change| change != "–"),
            before: before.as_ref().map(Amount::in_table),
            entered: report::entered(catalogue, sums, id, &asked.period)?,
        })
    }

    /// Findings by kind, the most frequent first, and how many kinds have no bar.
    fn bars_of_kinds(&self, asked: &Asked) -> Result<(Vec<FigureBar>, usize), CallError> {
        let catalogue = self.store.catalogue();
        let found = self.store.many_by_kind(&asked.filter())?;
        let told = found.into_iter().filter_map(|(kind, many)| {
            let kind = catalogue.kind(&kind).filter(|kind| telling(kind) < Telling::Nothing)?;
            Some((kind, i64::from(many) * THOUSAND))
        });
        let amount = |kind: &Kind, many: i64| {
            let people = telling(kind) == Telling::Number;
            Amount::Number(many, Measured { people, ..Measured::default() })
        };
        // Few are told last, and all alike: neither a bar nor their order tells how many.
        let mut told: Vec<_> = told.map(|(kind, many)| (kind, many, amount(kind, many))).collect();
        told.sort_by_key(|(kind, many, amount)| (Reverse(if amount.is_hidden() { 0 } else { *many }), kind.tile));
        let most = told.iter().map(|(_, many, _)| *many).max().unwrap_or_default();
        let bar = |(kind, many, amount): &(&Kind, i64, Amount)| FigureBar {
            label: kind.name.clone(),
            short: kind.id.clone(),
            said: amount.in_table(),
            length: if amount.is_hidden() { 0 } else { length(*many, most) },
            from: None,
            to: None,
            ward: None,
        };
        Ok((told.iter().take(BARS).map(bar).collect(), told.len().saturating_sub(BARS)))
    }

    /// Findings at each place of the register, by any of its names, the most frequent first; only of kinds of which each may be told.
    /// What else a place was called, such as an address, is not told.
    fn bars_of_places(&self, asked: &Asked) -> Result<Vec<FigureBar>, CallError> {
        let kept = self.places_kept(&[])?;
        let kinds = self.store.catalogue().kinds().iter().filter(|kind| telling(kind) == Telling::Whole);
        let kinds: Vec<&str> = kinds.map(|kind| kind.id.as_str()).collect();
        let names = |place: &Kept| place.names.iter().map(|name| same_words(name)).collect::<Vec<_>>();
        let all: Vec<String> = kept.iter().flat_map(names).collect();
        let found = self.store.many_by_name(&asked.filter(), &kinds, &all)?;
        let sum = |place: &Kept| {
            let names = names(place);
            found.iter().filter(|(name, _)| names.contains(name)).map(|(_, many)| i64::from(*many)).sum::<i64>()
        };
        let mut places: Vec<_> = kept.iter().map(|place| (place.name(), sum(place) * THOUSAND)).collect();
        places.retain(|(_, many)| *many > 0);
        places.sort_by_key(|(name, many)| (Reverse(*many), *name));
        let most = places.first().map(|(_, many)| *many).unwrap_or_default();
        let bar = |(name, many): &(&str, i64)| FigureBar {
            label: (*name).to_owned(),
            short: String::new(),
            said: Amount::Number(*many, Measured::default()).in_table(),
            length: length(*many, most),
            from: None,
            to: None,
            ward: None,
        };
        Ok(places.iter().map(bar).collect())
    }
}

fn notes() -> Vec<String> {
    [
        "Figures count what was recorded, whether it is reviewed yet or not; zero is printed, and what nobody recorded is “not recorded”.",
        "Of what is about people there is a number alone, and fewer than five are not told. What only the police or a safeguarding lead are told is not counted here.",
    ]
    .map(str::to_owned)
    .to_vec()
}

//! The report: its paragraphs and its table over a period.

use super::over::{Sums, period_view};
use super::publish::usual_name;
use crate::App;
use crate::contract::{CallError, FigureLine, FiguresRequest, FiguresView, ReportParagraph, ReportPart};
use domain::catalogue::{Catalogue, Published};
use domain::roles::Action as Right;
use report::{Line, Paragraph, Part, Period};

impl App {
    pub(crate) fn report(&self, request: &FiguresRequest) -> Result<FiguresView, CallError> {
        self.allowed(Right::SeeFigures)?;
        let asked = self.asked(request)?;
        let catalogue = self.store.catalogue();
        let sums = Sums::new(&self.store, asked.part.as_ref());
        let report = report::write(catalogue, &sums, &asked.period, &asked.before, asked.compares)?;
        let [unreviewed, two_versions] = self.doubts(&asked)?;
        let paragraph = |written: Paragraph| {
            let mut paragraph = paragraph(catalogue, &asked.period, written);
            // What was printed was of all wards.
            paragraph.printed.retain(|_| asked.part.is_none());
            paragraph
        };
        let published = self.published_lines_of(&asked)?;
        Ok(FiguresView {
            publish_as: usual_name(&asked.period),
            published,
            title: catalogue.plan().title.clone(),
            period: period_view(&asked.period),
            before: period_view(&asked.before),
            chart: catalogue.plan().chart.clone(),
            as_at: self.as_at(),
            unreviewed,
            two_versions,
            empty: self.store.first_day_of(None)?.is_none(),
            paragraphs: report.paragraphs.into_iter().map(paragraph).collect(),
            table: report.table.into_iter().map(line).collect(),
            wards: self.ward_choices(),
            task_forces: self.task_force_choices(),
            ward: asked.area,
        })
    }
}

/// What was printed of a figure for this very period.
pub(super) fn printed<'a>(
    catalogue: &'a Catalogue,
    period: &'a Period,
    figure: &'a str,
) -> impl Iterator<Item = &'a Published> {
    let same = move |one: &&Published| one.figure == figure && one.from == period.from && one.to == period.to;
    catalogue.plan().published.iter().filter(same)
}

/// "Printed as 65% in 2018".
pub(super) fn printed_as(published: &Published) -> String {
    format!("Printed as {} {}", published.said, published.printed)
}

fn paragraph(catalogue: &Catalogue, period: &Period, written: Paragraph) -> ReportParagraph {
    let named = written.parts.iter().filter_map(|part| match part {
        Part::Figure { id, before: false, .. } => Some(id.as_str()),
        _ => None,
    });
    let printed = named.flat_map(|id| printed(catalogue, period, id)).map(printed_as).collect();
    let part = |part: Part| match part {
        Part::Text(text) => ReportPart { text, figure: None, before: false },
        Part::Figure { id, before, said } => ReportPart { text: said, figure: Some(id), before },
    };
    ReportParagraph {
        id: written.id,
        heading: written.heading,
        parts: written.parts.into_iter().map(part).collect(),
        entered: written.entered,
        printed,
    }
}

fn line(line: Line) -> FigureLine {
    FigureLine {
        now: line.now.in_table(),
        change: line.before.as_ref().map(|before| line.now.against(before)),
        before: line.before.as_ref().map(report::Amount::in_table),
        figure: line.figure,
        label: line.label,
        entered: line.entered,
    }
}

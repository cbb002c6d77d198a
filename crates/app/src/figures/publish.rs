//! Reports as they were published. What was published is read from the page that began the record, so that no later page
//! changes it; what differs since is worked out each time.

use super::over::{Asked, Sums, period_view};
use crate::App;
use crate::contract::{
    CallError, FigureCorrection, PublishReport, PublishedFigure, PublishedLine, PublishedReports, PublishedView,
    ReportParagraph, ReportPart,
};
use crate::recording::rfc3339;
use crate::refusals::{invalid, not_found};
use crate::words::{local, long};
use book::RecordId;
use chrono::{Datelike as _, NaiveDate};
use domain::catalogue::Part;
use domain::roles::Action as Right;
use record::Record;
use report::{Frozen, FrozenParagraph, Period};
use store::{Action, Change, Filter, Found};
use uuid::Uuid;

/// What a published report keeps of its figures and its text. It is no answer of anybody.
pub(crate) const FROZEN: &str = "published";
/// The kind, and its questions.
const REPORT: &str = "published_report";
const NAME: &str = "name";
const FROM: &str = "period_from";
const TO: &str = "period_to";
const WARD: &str = "ward";
const AS_AT: &str = "data_as_at";
const BY: &str = "published_by";
/// The longest name.
const LONGEST: usize = 120;
/// Reports that are listed, and those of them of which the list says how much differs since.
const MOST: u32 = 200;
const COMPARED: usize = 12;

/// A published report as it is kept.
pub(super) struct Kept {
    found: Found,
    record: Record,
    pub(super) name: String,
    period: Period,
    /// The code of a ward or the id of a task force, and that part as it is now, if there still is such a one.
    ward: Option<String>,
    part: Option<Part>,
    pub(super) frozen: Frozen,
}

impl Kept {
    /// Whether it is of a ward or a task force that the catalogue has no more: what differs since cannot be said.
    fn is_of_nowhere(&self) -> bool {
        self.ward.is_some() && self.part.is_none()
    }
}

impl App {
    pub(crate) fn publish(&self, request: &PublishReport) -> Result<PublishedView, CallError> {
        let session = self.allowed(Right::KeepRegister)?;
        self.allowed(Right::SeeFigures)?;
        let asked = self.asked(&request.over)?;
        let name = request.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST {
            return Err(invalid(NAME, format!("Enter what it is called, in {LONGEST} characters or less")));
        }
        let published = self.published()?;
        if published.iter().any(|kept| kept.name.to_lowercase() == name.to_lowercase()) {
            return Err(invalid(NAME, "A report of that name was published already: choose another name"));
        }
        let frozen = self.freeze(&asked)?;
        let now = self.now();
        let as_at = self.engine.state().last_reached.unwrap_or(now);
        let id = RecordId(Uuid::now_v7());
        let mut changes = vec![
            Change::new(id, record::KIND, REPORT),
            Change::new(id, record::OCCURRED_AT, rfc3339(now)),
            Change::new(id, NAME, name),
            Change::new(id, FROM, asked.period.from.to_string()),
            Change::new(id, TO, asked.period.to.to_string()),
            Change::new(id, AS_AT, rfc3339(as_at)),
            Change::new(id, BY, session.person.name.as_str()),
            Change::new(id, FROZEN, serde_json::to_value(&frozen).unwrap_or_default()),
        ];
        changes.extend(asked.part.map(|part| Change::new(id, WARD, part.id)));
        self.store.write(Action { author: session.person.grant, changes, completes: None }, now)?;
        self.changed("figures");
        self.show_published(&id.to_string())
    }

    pub(crate) fn list_published(&self) -> Result<PublishedReports, CallError> {
        self.allowed(Right::SeeFigures)?;
        let mut lines = Vec::new();
        for (at, kept) in self.published()?.iter().enumerate() {
            let corrections = if at < COMPARED { Some(self.corrections(kept)?.len()) } else { None };
            lines.push(self.published_line(kept, corrections));
        }
        Ok(PublishedReports { reports: lines })
    }

    pub(crate) fn show_published(&self, id: &str) -> Result<PublishedView, CallError> {
        self.allowed(Right::SeeFigures)?;
        let unknown = || not_found("report");
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        let found = found.filter(|found| found.kind == REPORT && !found.withdrawn).ok_or_else(unknown)?;
        let kept = self.published_kept(found)?.ok_or_else(unknown)?;
        let before = kept.period.before();
        let corrections = self.corrections(&kept)?;
        let line = self.published_line(&kept, Some(corrections.len()));
        let corrections = corrections.into_iter().map(|one| {
            let over = if one.before { &before } else { &kept.period };
            FigureCorrection {
                figure: one.id,
                label: one.label,
                period: period_view(over),
                before: one.before,
                then: one.then,
                now: one.now,
                difference: one.difference,
            }
        });
        let figures = kept.frozen.figures.iter().filter(|figure| !figure.before).map(|figure| PublishedFigure {
            figure: figure.id.clone(),
            label: figure.label.clone(),
            said: figure.amount.said(),
            entered: figure.entered.clone(),
        });
        Ok(PublishedView {
            line,
            before: period_view(&before),
            data_as_at: kept
                .record
                .text(AS_AT)
                .and_then(record::instant)
                .map(|at| long(at.timestamp_millis()))
                .unwrap_or_default(),
            as_at: self.as_at(),
            corrections: corrections.collect(),
            paragraphs: kept.frozen.paragraphs.iter().map(paragraph).collect(),
            figures: figures.collect(),
        })
    }

    /// The reports of exactly this period and ward that were published, the newest first.
    pub(super) fn published_of(&self, asked: &Asked) -> Result<Vec<Kept>, CallError> {
        let ward = asked.part.as_ref().map(|part| part.id.as_str());
        let mut published = self.published()?;
        published.retain(|kept| kept.period == asked.period && kept.ward.as_deref() == ward);
        Ok(published)
    }

    fn published_line(&self, kept: &Kept, corrections: Option<usize>) -> PublishedLine {
        let called = |id: &String| self.area_called(id).map_or_else(|| id.clone(), |area| area.name);
        let ward = kept.ward.as_ref().map(called);
        PublishedLine {
            id: kept.found.id.to_string(),
            page: u32::try_from(kept.found.page).unwrap_or(u32::MAX),
            book_code: kept.found.book_code.clone(),
            name: kept.name.clone(),
            period: period_view(&kept.period),
            ward_code: kept.ward.clone(),
            ward,
            by: kept.record.text(BY).unwrap_or(&kept.found.by).to_owned(),
            on: local(kept.found.occurred).format("%-d %B %Y").to_string(),
            corrections: corrections.map(|many| u32::try_from(many).unwrap_or(u32::MAX)),
        }
    }

    /// The same in a list, each with how much differs since.
    pub(super) fn published_lines_of(&self, asked: &Asked) -> Result<Vec<PublishedLine>, CallError> {
        let kept = self.published_of(asked)?;
        let line = |kept: &Kept| Ok::<_, CallError>(self.published_line(kept, Some(self.corrections(kept)?.len())));
        kept.iter().map(line).collect()
    }

    /// What differs since, of one figure: how it was published, and how it is now.
    pub(super) fn corrected(&self, kept: &Kept, figure: &str) -> Result<Option<report::Correction>, CallError> {
        if kept.is_of_nowhere() {
            return Ok(None);
        }
        let sums = Sums::new(&self.store, kept.part.as_ref());
        let mut figures = kept.frozen.figures.iter();
        let Some(figure) = figures.find(|one| one.id == figure && !one.before) else { return Ok(None) };
        Ok(figure.correction(self.store.catalogue(), &sums, &kept.period, &kept.period.before())?)
    }

    fn corrections(&self, kept: &Kept) -> Result<Vec<report::Correction>, CallError> {
        if kept.is_of_nowhere() {
            return Ok(Vec::new());
        }
        let sums = Sums::new(&self.store, kept.part.as_ref());
        let catalogue = self.store.catalogue();
        Ok(kept.frozen.corrections(catalogue, &sums, &kept.period, &kept.period.before())?)
    }

    fn freeze(&self, asked: &Asked) -> Result<Frozen, CallError> {
        let sums = Sums::new(&self.store, asked.part.as_ref());
        let (catalogue, before) = (self.store.catalogue(), asked.period.before());
        let report = report::write(catalogue, &sums, &asked.period, &before, false)?;
        Ok(Frozen::of(&report, catalogue, &sums, &asked.period, &before)?)
    }

    /// All that were published and not marked as a mistake, the newest first.
    fn published(&self) -> Result<Vec<Kept>, CallError> {
        let filter = Filter { kind: Some(REPORT.into()), ..Filter::default() };
        let found = self.store.find(&filter, MOST)?.into_iter().filter(|found| !found.withdrawn && !found.held_back);
        let kept = found.map(|found| self.published_kept(found)).collect::<Result<Vec<_>, _>>()?;
        Ok(kept.into_iter().flatten().collect())
    }

    /// A published report as the page that began it has it; none of what says no period, or was erased.
    fn published_kept(&self, found: Found) -> Result<Option<Kept>, CallError> {
        let Some(record) = self.store.record(found.id)? else { return Ok(None) };
        let day = |field: &str| record.text(field).and_then(|day| day.parse::<NaiveDate>().ok());
        let period = day(FROM).zip(day(TO)).and_then(|(from, to)| Period::new(from, to));
        let Some((period, frozen)) = period.zip(self.first_frozen(found.id)?) else { return Ok(None) };
        let name = record.text(NAME).unwrap_or_default().to_owned();
        let ward = record.text(WARD).map(str::to_owned);
        let part = ward.as_deref().and_then(|id| self.store.catalogue().areas().part(id));
        Ok(Some(Kept { found, name, period, ward, part, frozen, record }))
    }

    fn first_frozen(&self, id: RecordId) -> Result<Option<Frozen>, CallError> {
        let entries = self.store.entries_about(id)?;
        let mut kept = entries.iter().rev().flat_map(|page| page.entry.values());
        let kept = kept.find(|(record, write, _)| *record == id && write.field == FROZEN);
        Ok(kept.and_then(|(_, _, bytes)| serde_json::from_slice(bytes).ok()))
    }
}

/// What a report of this period is called unless it is called otherwise: "Q2 2026 as published".
pub(super) fn usual_name(period: &Period) -> String {
    let named = match period.noun() {
        "quarter" if period.from.day() == 1 && period.from.month0().is_multiple_of(3) => {
            format!("Q{} {}", period.from.month0() / 3 + 1, period.from.year())
        }
        "month" if period.from.day() == 1 => period.from.format("%B %Y").to_string(),
        "year" if period.from.ordinal0() == 0 => period.from.year().to_string(),
        "year" => format!("Year to {}", period.to.format("%-d %B %Y")),
        _ => period.words(),
    };
    format!("{named} as published")
}

fn paragraph(frozen: &FrozenParagraph) -> ReportParagraph {
    let parts = frozen.parts.iter().map(|part| ReportPart {
        text: part.text.clone(),
        figure: part.figure.clone(),
        before: part.before,
    });
    ReportParagraph {
        id: frozen.id.clone(),
        heading: frozen.heading.clone(),
        parts: parts.collect(),
        printed: Vec::new(),
        entered: frozen.entered.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::usual_name;
    use report::Period;

    #[test]
    fn a_report_is_called_by_its_period() {
        for (from, to, name) in [
            ("2026-04-01", "2026-06-30", "Q2 2026 as published"),
            ("2026-05-01", "2026-07-31", "1 May 2026 to 31 Jul 2026 as published"),
            ("2018-03-01", "2018-03-31", "March 2018 as published"),
            ("2018-01-01", "2018-12-31", "2018 as published"),
            ("2017-11-01", "2018-10-31", "Year to 31 October 2018 as published"),
            ("2018-03-05", "2018-03-11", "5 Mar 2018 to 11 Mar 2018 as published"),
        ] {
            let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            assert_eq!(usual_name(&period), name);
        }
    }
}

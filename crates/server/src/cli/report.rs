//! `report`: the council's report of a team over a period, as text, as a table, as a spreadsheet or as a tagged PDF.

use super::paper::paper;
use super::progress::Progress;
use crate::disk::in_words;
use crate::figures::Sums;
use crate::now;
use anyhow::{Context as _, anyhow, bail, ensure};
use chrono::{Datelike as _, NaiveDate};
use clap::{Args, ValueEnum};
use domain::catalogue::{Areas, Catalogue, Part, Tally};
use record::BehindRow;
use report::{Behind, DocumentError, Head, Period, Source as _};
use server_core::{Centre, Fault};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What to report.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// The team.
    #[arg(long)]
    team: String,
    /// Over a year, a quarter or a month: 2018, 2018-Q2, 2018-03. Unless said, the year that ends with the last whole month.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    period: Option<String>,
    /// From this day, such as 2017-11-01.
    #[arg(long)]
    from: Option<NaiveDate>,
    /// To this day, included.
    #[arg(long)]
    to: Option<NaiveDate>,
    /// Only in the ward with this code.
    #[arg(long)]
    ward: Option<String>,
    /// Only in the wards of the task force with this id, as `task_forces.toml` of the catalogue has it.
    #[arg(long, conflicts_with = "ward")]
    task_force: Option<String>,
    /// As what.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// A new file. Text needs none.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// As what a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Its paragraphs and its table.
    Text,
    /// Its table.
    Csv,
    /// A spreadsheet with what stands behind each figure.
    Xlsx,
    /// For paper and for screen readers (PDF/UA-1, PDF/A-2a), with the figures' definitions.
    Pdf,
}

pub(super) fn report(centre: &Centre, line: &Line) -> anyhow::Result<()> {
    let by = centre.catalogue_in_use()?;
    let catalogue = &by.catalogue;
    let period = period(line)?;
    let part = part(line, catalogue.areas())?;
    ensure!(line.out.is_some() || line.format == Form::Text, "say with --out which new file it goes to");
    let of = part.as_ref().map(|part| format!(", {}", part.name)).unwrap_or_default();
    let mut told = Progress::of("Adding up what records contribute to figures");
    let team = centre.figures(&line.team, &by, &mut |done, of| told.tell(done, of))?;
    let sums = Sums::new(team.context("it was stopped")?, part);
    told.end();
    let before = period.before();
    let report = report::write(catalogue, &sums, &period, &before, true)?;
    let as_at = chrono::DateTime::from_timestamp_millis(now()).unwrap_or_default();
    let head = Head {
        title: format!("{}, {}{of}", catalogue.plan().title, line.team),
        period,
        before: Some(before),
        as_at: as_at.with_timezone(&chrono_tz::Europe::London).format("%-d %B %Y, %H:%M").to_string(),
        notes: notes(&sums, &period)?,
    };
    let Some(path) = &line.out else {
        let mut out = std::io::stdout().lock();
        return Ok(write!(out, "{}", report::text(&head, &report))?);
    };
    let file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => anyhow!("{} is there already; name a new file", path.display()),
        _ => in_words(error.into(), path).context(format!("{} cannot be written", path.display())),
    })?;
    let written = match line.format {
        Form::Text => write_all(file, report::text(&head, &report).as_bytes()),
        Form::Csv => {
            let mut table = "\u{feff}".as_bytes().to_vec();
            report::csv(&mut table, &head, &report)?;
            write_all(file, &table)
        }
        Form::Xlsx => spreadsheet(file, &head, &report, catalogue, &sums),
        Form::Pdf => paper(centre, &head, &report, catalogue, &sums).and_then(|pdf| write_all(file, &pdf)),
    };
    finish(path, written)
}

/// The ward or the task force that is asked for.
fn part(line: &Line, areas: &Areas) -> anyhow::Result<Option<Part>> {
    match (&line.ward, &line.task_force) {
        (Some(code), _) => {
            ensure!(areas.ward(code).is_some(), "\"{code}\" is the code of no ward");
            Ok(areas.part(code))
        }
        (None, Some(id)) => {
            let known = areas.task_forces().iter().map(|force| force.id.as_str());
            let Some(force) = areas.task_forces().iter().find(|force| force.id == *id) else {
                bail!("\"{id}\" is no task force; there are: {}", known.collect::<Vec<_>>().join(", "));
            };
            Ok(Some(Part::from(force)))
        }
        (None, None) => Ok(None),
    }
}

/// What of the figures is not reviewed, or stands in two versions.
fn notes(sums: &Sums<'_>, period: &Period) -> anyhow::Result<Vec<String>> {
    let Some(Period { from, to }) = period.of(sums.part(), Tally::Records) else { return Ok(Vec::new()) };
    let wards = sums.part().map(|part| part.wards.as_slice());
    let [unreviewed, two_versions] = sums.team().doubts([from, to], wards)?;
    let mut notes = Vec::new();
    if unreviewed > 0 {
        notes.push(format!("Including {unreviewed} not yet reviewed"));
    }
    if two_versions > 0 {
        notes.push(format!("{two_versions} in two versions"));
    }
    Ok(notes)
}

/// Half a report must not be taken for a whole one.
fn finish(path: &Path, written: anyhow::Result<()>) -> anyhow::Result<()> {
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written.map_err(|error| in_words(error, path))
}

fn write_all(mut file: File, bytes: &[u8]) -> anyhow::Result<()> {
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

fn period(line: &Line) -> anyhow::Result<Period> {
    if let Some(name) = &line.period {
        let named = Period::named(name).filter(|period| period.from.year() >= 1900);
        return named.with_context(|| {
            format!("\"{name}\" is no period; say a year, a quarter or a month: 2018, 2018-Q2, 2018-03")
        });
    }
    let real = |day: NaiveDate| (1900..=9999).contains(&day.year());
    ensure!(line.from.iter().chain(&line.to).all(|day| real(*day)), "enter dates between the years 1900 and 9999");
    let today = record::local_date(now());
    let usual = Period::year_to(today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today));
    let period = match (line.from, line.to) {
        (None, None) => Some(usual),
        (None, Some(to)) => Some(Period::year_to(to)),
        (Some(from), to) => Period::new(from, to.unwrap_or(usual.to)),
    };
    match period {
        Some(period) => Ok(period),
        None => bail!("the last day must not be before the first"),
    }
}

fn spreadsheet(
    file: File,
    head: &Head,
    report: &report::Report,
    catalogue: &Catalogue,
    sums: &Sums<'_>,
) -> anyhow::Result<()> {
    let wards: HashMap<&str, &str> =
        catalogue.areas().wards().iter().map(|ward| (ward.code.as_str(), ward.name.as_str())).collect();
    let named = |id: &str| catalogue.kind(id).map_or_else(|| "Erased by law".to_owned(), |kind| kind.name.clone());
    let mut file = BufWriter::new(file);
    report::xlsx::<Fault>(&mut file, head, report, |write| {
        let figures = catalogue.kinds().iter().flat_map(|kind| kind.figures.iter().map(move |figure| (kind, figure)));
        for (of, figure) in figures {
            let measured = report::measure(catalogue, sums, &figure.id, &head.period, &head.period.before());
            if measured.map_err(DocumentError::Findings)?.amount.is_hidden() {
                continue;
            }
            let mut written = Ok(());
            let each = &mut |row: BehindRow| {
                let ward = row.ward.as_deref().map(|code| wards.get(code).copied().unwrap_or(code));
                written = write(Behind {
                    figure: figure.id.clone(),
                    day: row.day,
                    reference: row.reference,
                    kind: named(&row.kind),
                    place: row.place,
                    ward: ward.unwrap_or_default().to_owned(),
                    answers: of.parts_in_words(figure, &row.parts),
                    value: row.value,
                    money: figure.money,
                    reviewed: !row.unreviewed,
                });
                if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            };
            sums.team().behind(&sums.over(figure, &head.period), each).map_err(DocumentError::Findings)?;
            written?;
        }
        Ok::<_, DocumentError<_>>(())
    })?;
    file.flush()?;
    Ok(file.get_ref().sync_all()?)
}

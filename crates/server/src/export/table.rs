//! `findings.csv`: findings in words, a row each, no cell of which a spreadsheet runs.

use super::row::{Change, Row};
use chrono_tz::Europe::London;
use report::safe;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const HEADS: [&str; 30] = [
    "Id",
    "Change",
    "Reference",
    "Kind",
    "Council reference",
    "Team",
    "Date",
    "Time",
    "Place",
    "Grid reference",
    "Longitude",
    "Latitude",
    "Easting",
    "Northing",
    "Good to (m)",
    "Ward code",
    "Ward",
    "Order areas",
    "Summary",
    "Answers",
    "Erased by law",
    "Recorded by",
    "Page",
    "Photos",
    "Review",
    "Recorded by mistake",
    "Same as another",
    "Two versions",
    "State",
    "Outcome",
];

pub(super) struct Table(csv::Writer<BufWriter<File>>);

impl Table {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let mut file = BufWriter::new(File::create_new(path)?);
        // The mark tells spreadsheets that the text is UTF-8.
        file.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(file);
        table.write_record(HEADS)?;
        Ok(Self(table))
    }

    pub(super) fn write(&mut self, row: &Row<'_>) -> anyhow::Result<()> {
        Ok(self.0.write_record(cells(row).iter().map(|cell| safe(cell)))?)
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        let file = self.0.into_inner().map_err(|error| error.into_error())?;
        Ok(file.into_inner().map_err(|error| error.into_error())?.sync_all()?)
    }
}

pub(super) fn change(row: &Row<'_>) -> &'static str {
    match row.change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::Erased => "erased",
        Change::Gone => "gone",
    }
}

fn cells(row: &Row<'_>) -> [String; 30] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut cells = [const { String::new() }; 30];
    let first = [row.id.clone(), change(row).to_owned(), text(row.reference), text(row.kind_name)];
    let mut put = cells.iter_mut();
    put.by_ref().zip(first).for_each(|(cell, said)| *cell = said);
    let Some(said) = &row.said else { return cells };
    let found = said.occurred_at.with_timezone(&London);
    let number =
        |number: Option<f64>, digits: usize| number.map(|number| format!("{number:.digits$}")).unwrap_or_default();
    let at = said.position;
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let areas: Vec<&str> = said.order_areas.iter().map(|area| area.name).collect();
    let review = match (said.review, said.changed_since_approval) {
        (Some(_), true) => "changed since approval",
        (Some("approved"), _) => "approved",
        (Some("sent_back"), _) => "sent back",
        (Some(other), _) => other,
        (None, _) => "not reviewed",
    };
    let rest = [
        text(said.council_reference),
        said.team.to_owned(),
        said.date.clone(),
        found.format("%H:%M").to_string(),
        text(said.place.as_deref()),
        text(said.grid_reference.as_deref()),
        number(at.map(|at| at.lon), 6),
        number(at.map(|at| at.lat), 6),
        number(at.and_then(|at| at.easting), 2),
        number(at.and_then(|at| at.northing), 2),
        number(at.map(|at| at.accuracy_m), 0),
        text(said.ward.map(|ward| ward.code)),
        text(said.ward.map(|ward| ward.name)),
        areas.join("; "),
        said.summary.to_owned(),
        said.answers_in_words.clone(),
        said.erased.iter().cloned().collect::<Vec<_>>().join("; "),
        said.recorded_by.to_owned(),
        format!("{} p. {}", said.tablet, said.page),
        said.photos.len().to_string(),
        review.to_owned(),
        yes(said.recorded_by_mistake),
        yes(said.same_as_another),
        yes(said.two_versions),
        text(said.state_label),
        text(said.outcome.as_deref()).replace('_', " "),
    ];
    put.zip(rest).for_each(|(cell, said)| *cell = said);
    cells
}

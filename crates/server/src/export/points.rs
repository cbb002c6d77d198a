//! `findings.gpkg`: findings as points for maps, in the National Grid and in degrees, and a table of those to be removed.

use super::row::Row;
use super::table::change;
use super::to_millis;
use geopackage::{Cell, Column, GeoPackage, GeoPackageError, Layer, Srs, Type};
use std::path::Path;

/// The tables, in their order in the file.
const GRID: usize = 0;
const DEGREES: usize = 1;
const REMOVED: usize = 2;

const COLUMNS: &[Column<'_>] = &[
    ("id", Type::Text),
    ("change", Type::Text),
    ("reference", Type::Text),
    ("council_reference", Type::Text),
    ("kind", Type::Text),
    ("kind_name", Type::Text),
    ("team", Type::Text),
    ("date", Type::Date),
    ("occurred_at", Type::Moment),
    ("place", Type::Text),
    ("grid_reference", Type::Text),
    ("good_to_m", Type::Real),
    ("ward_code", Type::Text),
    ("ward", Type::Text),
    ("summary", Type::Text),
    ("answers", Type::Text),
    ("recorded_by", Type::Text),
    ("photos", Type::Whole),
    ("review", Type::Text),
    ("recorded_by_mistake", Type::Boolean),
    ("same_as_another", Type::Boolean),
    ("state", Type::Text),
    ("outcome", Type::Text),
];
const GONE: &[Column<'_>] = &[("id", Type::Text), ("change", Type::Text), ("reference", Type::Text)];

pub(super) struct Points(GeoPackage);

impl Points {
    pub(super) fn create(path: &Path, changed: &str, attributions: &str) -> Result<Self, GeoPackageError> {
        let layer = |name, title, srs| Layer { name, title, about: attributions, srs: Some(srs), columns: COLUMNS };
        let layers = [
            layer("findings", "Findings, in the National Grid", Srs::NationalGrid),
            layer("findings_wgs84", "Findings, in longitude and latitude", Srs::Degrees),
            Layer {
                name: "removed",
                title: "Findings to be removed",
                about: "Erased by law, or no longer counted",
                srs: None,
                columns: GONE,
            },
        ];
        GeoPackage::create(path, changed, &layers).map(Self)
    }

    pub(super) fn write(&mut self, row: &Row<'_>) -> Result<(), GeoPackageError> {
        let Some(said) = &row.said else {
            let cells = [Cell::Text(&row.id), Cell::Text(change(row)), text(row.reference)];
            return self.0.add(REMOVED, None, &cells);
        };
        let occurred_at = to_millis(said.occurred_at);
        let cells = [
            Cell::Text(&row.id),
            Cell::Text(change(row)),
            text(row.reference),
            text(said.council_reference),
            text(row.kind),
            text(row.kind_name),
            Cell::Text(said.team),
            Cell::Text(&said.date),
            Cell::Text(&occurred_at),
            text(said.place.as_deref()),
            text(said.grid_reference.as_deref()),
            said.position.map_or(Cell::None, |at| Cell::Real(at.accuracy_m)),
            text(said.ward.map(|ward| ward.code)),
            text(said.ward.map(|ward| ward.name)),
            Cell::Text(said.summary),
            Cell::Text(&said.answers_in_words),
            Cell::Text(said.recorded_by),
            Cell::Whole(said.photos.len() as i64),
            text(said.review),
            Cell::Boolean(said.recorded_by_mistake),
            Cell::Boolean(said.same_as_another),
            text(said.state_label),
            text(said.outcome.as_deref()),
        ];
        let at = said.position;
        self.0.add(GRID, at.and_then(|at| at.easting.zip(at.northing)), &cells)?;
        self.0.add(DEGREES, at.map(|at| (at.lon, at.lat)), &cells)
    }

    pub(super) fn finish(self) -> Result<(), GeoPackageError> {
        self.0.finish()
    }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::None, Cell::Text)
}

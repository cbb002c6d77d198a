//! Findings on a map, as files: GeoJSON in longitude and latitude (WGS 84, RFC 7946), and GeoPackage in metres of the British
//! National Grid (EPSG:27700; domain rules C17). Feature after feature goes to the file: the memory does not grow with them.

use crate::document::DocumentError;
use crate::table::Cell;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::place::Position;
use geopackage::{GeoPackage, GeoPackageError, Srs, Type};
use serde_json::{Map, json};
use std::io::Write;
use std::path::Path;

/// What a file of features holds.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its table: small letters, digits and `_`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What is said of each feature.
    pub fields: Vec<LayerField>,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// One thing that is said of a feature.
#[derive(Debug, Clone)]
pub struct LayerField {
    /// Its column: small letters, digits and `_`.
    pub name: String,
    /// What stands in it.
    pub holds: Holds,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Whole numbers.
    Whole,
    /// Days.
    Day,
    /// Yes or no.
    Yes,
}

/// One feature: where it is, if that is known, and what is said of it, in the order of the layer's fields.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Where it is.
    pub position: Option<Position>,
    /// What is said of it.
    pub cells: Vec<Cell>,
}

impl LayerField {
    /// A field of that name.
    pub fn new(name: impl Into<String>, holds: Holds) -> Self {
        Self { name: name.into(), holds }
    }
}

/// Writes features as GeoJSON; gives how many there are. One without a position has no geometry.
///
/// # Errors
/// Then the file is not whole, and must not be taken for the layer.
pub fn geojson<E>(
    mut file: impl Write,
    layer: &Layer,
    features: impl IntoIterator<Item = Result<Feature, E>>,
) -> Result<u32, DocumentError<E>> {
    let failed = |error: serde_json::Error| DocumentError::File(error.into());
    write!(file, "{{\"type\":\"FeatureCollection\",\"name\":")?;
    serde_json::to_writer(&mut file, &layer.title).map_err(failed)?;
    write!(file, ",\"features\":[")?;
    let mut written = 0;
    for feature in features {
        let Feature { position, cells } = feature.map_err(DocumentError::Findings)?;
        let properties: Map<_, _> =
            layer.fields.iter().zip(&cells).map(|(field, cell)| (field.name.clone(), in_json(cell))).collect();
        let geometry = position.map(|at| json!({ "type": "Point", "coordinates": [at.lon, at.lat] }));
        write!(file, "{}", if written == 0 { "\n" } else { ",\n" })?;
        let feature = json!({ "type": "Feature", "geometry": geometry, "properties": properties });
        serde_json::to_writer(&mut file, &feature).map_err(failed)?;
        written += 1;
    }
    write!(file, "\n]}}\n")?;
    file.flush()?;
    Ok(written)
}

/// Writes features as a GeoPackage into a file that is empty or is not there; gives how many there are. One without a position
/// in Great Britain has no geometry. When this returns, the file is through fsync.
///
/// # Errors
/// Then the file is not whole, and must not be taken for the layer.
pub fn write_gpkg<E>(
    path: &Path,
    layer: &Layer,
    features: impl IntoIterator<Item = Result<Feature, E>>,
) -> Result<u32, DocumentError<E>> {
    let columns: Vec<_> = layer.fields.iter().map(|field| (field.name.as_str(), field.holds.column())).collect();
    let at = layer.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let (name, title) = (layer.name.as_str(), layer.title.as_str());
    let table = geopackage::Layer { name, title, about: "", srs: Some(Srs::NationalGrid), columns: &columns };
    let mut package = GeoPackage::create(path, &at, &[table])?;
    let mut written = 0;
    for feature in features {
        let Feature { position, cells } = feature.map_err(DocumentError::Findings)?;
        let days: Vec<_> = cells.iter().map(day).collect();
        let mut values: Vec<_> = cells.iter().zip(&days).map(|(cell, day)| in_package(cell, day)).collect();
        values.resize(columns.len(), geopackage::Cell::None);
        package.add(0, position.and_then(|position| position.national_grid()).map(tenths), &values)?;
        written += 1;
    }
    package.finish()?;
    Ok(written)
}

impl<E> From<GeoPackageError> for DocumentError<E> {
    fn from(error: GeoPackageError) -> Self {
        match error {
            GeoPackageError::Full => Self::File(std::io::ErrorKind::StorageFull.into()),
            GeoPackageError::Name(name) => Self::Name(name),
            GeoPackageError::File(error) => Self::File(error),
            other => Self::Map(other),
        }
    }
}

impl Holds {
    fn column(self) -> Type {
        match self {
            Self::Text => Type::Text,
            Self::Number => Type::Real,
            Self::Whole => Type::Whole,
            Self::Day => Type::Date,
            Self::Yes => Type::Boolean,
        }
    }
}

/// Better than to ten centimetres nobody knows where they stand.
fn tenths((east, north): (f64, f64)) -> (f64, f64) {
    let tenth = |metres: f64| (metres * 10.0).round() / 10.0;
    (tenth(east), tenth(north))
}

fn in_json(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Empty => serde_json::Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(number, 0) => json!(number.round() as i64),
        Cell::Number(number, _) => json!(number),
        Cell::Pence(pence) => json!(*pence as f64 / 100.0),
        Cell::Day(day) => json!(day.to_string()),
        Cell::Yes(yes) => json!(yes),
    }
}

/// A day as a GeoPackage has it.
fn day(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Day(day) => Some(day.to_string()),
        _ => None,
    }
}

fn in_package<'a>(cell: &'a Cell, day: &'a Option<String>) -> geopackage::Cell<'a> {
    match cell {
        Cell::Empty => geopackage::Cell::None,
        Cell::Text(text) => geopackage::Cell::Text(text),
        Cell::Number(number, 0) => geopackage::Cell::Whole(number.round() as i64),
        Cell::Number(number, _) => geopackage::Cell::Real(*number),
        Cell::Pence(pence) => geopackage::Cell::Real(*pence as f64 / 100.0),
        Cell::Day(_) => day.as_deref().map_or(geopackage::Cell::None, geopackage::Cell::Text),
        Cell::Yes(yes) => geopackage::Cell::Boolean(*yes),
    }
}

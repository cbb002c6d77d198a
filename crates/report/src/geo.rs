//! Findings on a map, as files: GeoJSON in longitude and latitude (WGS 84, RFC 7946), and GeoPackage 1.4 in metres of the British
//! National Grid (EPSG:27700; domain rules C17). Feature after feature goes to the file: the memory does not grow with them.
//!
//! A GeoPackage is SQLite. Without a key SQLCipher writes plain SQLite, so any program of maps opens it.

use crate::document::DocumentError;
use crate::table::Cell;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::place::Position;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::{Map, json};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The British National Grid.
const NATIONAL_GRID: i32 = 27_700;

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
    let mut db = Connection::open(path)?;
    // A file that is not whole is thrown away: nothing needs to be taken back in it.
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10400;")?;
    let names = std::iter::once(&layer.name).chain(layer.fields.iter().map(|field| &field.name));
    if let Some(wrong) = names.into_iter().find(|name| !is_name(name)) {
        return Err(DocumentError::Name(wrong.clone()));
    }
    let work = db.transaction()?;
    work.execute_batch(include_str!("gpkg.sql"))?;
    let table = &layer.name;
    let columns: Vec<_> =
        layer.fields.iter().map(|field| format!("\"{}\" {}", field.name, field.holds.sql())).collect();
    work.execute_batch(&format!(
        "CREATE TABLE \"{table}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, {});
         CREATE VIRTUAL TABLE \"rtree_{table}_geom\" USING rtree(id, minx, maxx, miny, maxy);",
        columns.join(", ")
    ))?;
    let mut box_of: Option<[f64; 4]> = None;
    let mut written = 0;
    {
        let places = vec!["?"; layer.fields.len() + 1].join(", ");
        let mut insert = work.prepare(&format!("INSERT INTO \"{table}\" VALUES (NULL, {places})"))?;
        let mut index = work.prepare(&format!("INSERT INTO \"rtree_{table}_geom\" VALUES (?1, ?2, ?2, ?3, ?3)"))?;
        for feature in features {
            let Feature { position, cells } = feature.map_err(DocumentError::Findings)?;
            let at = position.and_then(|position| position.national_grid()).map(tenths);
            let mut values = vec![at.map_or(Value::Null, |at| Value::Blob(point(at)))];
            values.extend(cells.into_iter().map(in_sqlite));
            values.resize(layer.fields.len() + 1, Value::Null);
            insert.execute(params_from_iter(values))?;
            if let Some((east, north)) = at {
                index.execute(params![work.last_insert_rowid(), east, north])?;
                let [west, south, right, top] = box_of.unwrap_or([east, north, east, north]);
                box_of = Some([west.min(east), south.min(north), right.max(east), top.max(north)]);
            }
            written += 1;
        }
    }
    let [west, south, east, north] = box_of.map_or([None; 4], |edges| edges.map(Some));
    let at = layer.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    work.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?2, '', ?3, ?4, ?5, ?6, ?7, ?8)",
        params![table, layer.title, at, west, south, east, north, NATIONAL_GRID],
    )?;
    work.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'POINT', ?2, 0, 0)",
        params![table, NATIONAL_GRID],
    )?;
    work.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index',
           'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        [table],
    )?;
    work.execute_batch(&include_str!("gpkg_index.sql").replace("{table}", table))?;
    work.commit()?;
    db.close().map_err(|(_, error)| error)?;
    File::open(path)?.sync_all()?;
    Ok(written)
}

impl<E> From<rusqlite::Error> for DocumentError<E> {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::File(std::io::ErrorKind::StorageFull.into()),
            _ => Self::Map(error),
        }
    }
}

impl Holds {
    fn sql(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Number => "REAL",
            Self::Whole => "INTEGER",
            Self::Day => "DATE",
            Self::Yes => "BOOLEAN",
        }
    }
}

/// Whether a GeoPackage can call a table or a column so.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// Better than to ten centimetres nobody knows where they stand.
fn tenths((east, north): (f64, f64)) -> (f64, f64) {
    let tenth = |metres: f64| (metres * 10.0).round() / 10.0;
    (tenth(east), tenth(north))
}

/// A point as GeoPackage has it: its header (version 0, little-endian, no envelope), then well-known binary.
fn point((east, north): (f64, f64)) -> Vec<u8> {
    let mut blob = b"GP\0\x01".to_vec();
    blob.extend(NATIONAL_GRID.to_le_bytes());
    blob.push(1);
    blob.extend(1_u32.to_le_bytes());
    blob.extend(east.to_le_bytes());
    blob.extend(north.to_le_bytes());
    blob
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

fn in_sqlite(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Number(number, 0) => Value::Integer(number.round() as i64),
        Cell::Number(number, _) => number.into(),
        Cell::Pence(pence) => (pence as f64 / 100.0).into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Yes(yes) => i64::from(yes).into(),
    }
}

//! One table of a GeoPackage: its columns, its points with the index over them, and how far they reach.

use crate::GeoPackageError;
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, params};
use std::fmt::Write as _;

/// The column of the points.
const GEOMETRY: &str = "geom";

/// A table as it is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Layer<'a> {
    /// Its name: small letters, digits and `_`.
    pub name: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// What is in it.
    pub about: &'a str,
    /// In what its points are; none: it has none.
    pub srs: Option<Srs>,
    /// Its columns, beside the number of each row and its point.
    pub columns: &'a [Column<'a>],
}

/// A column: its name and its type.
pub type Column<'a> = (&'a str, Type);

/// In what points are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Srs {
    /// Metres of the British National Grid, EPSG:27700.
    NationalGrid,
    /// Degrees of WGS 84, EPSG:4326.
    Degrees,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// Any number.
    Real,
    /// Yes or no.
    Boolean,
    /// `2025-03-18`.
    Date,
    /// `2025-03-18T07:12:00.000Z`.
    Moment,
}

/// What stands in one column of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    None,
    /// Text, a date or a moment.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// Any number.
    Real(f64),
    /// Yes or no.
    Boolean(bool),
}

/// A table as it stands in the file.
pub(crate) struct Table {
    name: String,
    pub(crate) srs: Option<Srs>,
    pub(crate) columns: usize,
    /// Adds a row: its point, if the table has points, and its cells.
    pub(crate) insert: String,
    /// Adds a point to the index.
    pub(crate) index: String,
    pub(crate) extent: Option<Extent>,
}

/// How far the points reach.
pub(crate) struct Extent {
    east: (f64, f64),
    north: (f64, f64),
}

impl Srs {
    fn id(self) -> i32 {
        match self {
            Self::NationalGrid => 27_700,
            Self::Degrees => 4_326,
        }
    }
}

impl Type {
    fn sql(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Whole => "INTEGER",
            Self::Real => "DOUBLE",
            Self::Boolean => "BOOLEAN",
            Self::Date => "DATE",
            Self::Moment => "DATETIME",
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match *self {
            Self::None => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Whole(number) => ToSqlOutput::Owned(Value::Integer(number)),
            Self::Real(number) => ToSqlOutput::Owned(Value::Real(number)),
            Self::Boolean(yes) => ToSqlOutput::Owned(Value::Integer(i64::from(yes))),
        })
    }
}

impl Extent {
    pub(crate) fn at(east: f64, north: f64) -> Self {
        Self { east: (east, east), north: (north, north) }
    }

    pub(crate) fn take(&mut self, east: f64, north: f64) {
        self.east = (self.east.0.min(east), self.east.1.max(east));
        self.north = (self.north.0.min(north), self.north.1.max(north));
    }
}

impl Table {
    pub(crate) fn create(connection: &Connection, layer: &Layer<'_>, changed: &str) -> Result<Self, GeoPackageError> {
        let Layer { name, title, about, srs, columns } = layer;
        let geometry = srs.map(|_| format!("{GEOMETRY} POINT"));
        let own = columns.iter().map(|(column, kind)| format!("{column} {}", kind.sql()));
        let all: Vec<String> = geometry.into_iter().chain(own).collect();
        let mut sql = format!("CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL");
        all.iter().try_for_each(|column| write!(sql, ", {column}")).map_err(|_| GeoPackageError::Row)?;
        connection.execute_batch(&(sql + ")"))?;
        let data_type = if srs.is_some() { "features" } else { "attributes" };
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![name, data_type, title, about, changed, srs.map(Srs::id)],
        )?;
        if let Some(srs) = srs {
            connection.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, 'POINT', ?3, 0, 0)",
                params![name, GEOMETRY, srs.id()],
            )?;
            connection.execute_batch(&format!(
                "CREATE VIRTUAL TABLE rtree_{name}_{GEOMETRY} USING rtree(id, minx, maxx, miny, maxy)"
            ))?;
        }
        let names = srs.map(|_| GEOMETRY).into_iter().chain(columns.iter().map(|(column, _)| *column));
        let names = names.collect::<Vec<_>>();
        let places = vec!["?"; names.len()].join(", ");
        Ok(Self {
            name: (*name).to_owned(),
            srs: *srs,
            columns: columns.len(),
            insert: format!("INSERT INTO {name} ({}) VALUES ({places})", names.join(", ")),
            index: format!("INSERT INTO rtree_{name}_{GEOMETRY} VALUES (?, ?, ?, ?, ?)"),
            extent: None,
        })
    }

    /// Says how far the points reach, and has whoever changes the table later keep the index.
    pub(crate) fn finish(&self, connection: &Connection) -> Result<(), GeoPackageError> {
        let Self { name, srs, extent, .. } = self;
        if let Some(Extent { east, north }) = extent {
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1",
                params![name, east.0, north.0, east.1, north.1],
            )?;
        }
        if srs.is_some() {
            connection.execute_batch(&triggers(name))?;
            connection.execute(
                "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index',
                 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
                params![name, GEOMETRY],
            )?;
        }
        Ok(())
    }
}

/// Whether a table or a column can be called so.
pub(crate) fn is_name(name: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(small)
}

/// A point as a GeoPackage keeps it: its own header without an envelope, then a point of the well-known binary, both with the
/// small end first.
pub(crate) fn point((east, north): (f64, f64), srs: Srs) -> Vec<u8> {
    let mut blob = b"GP\x00\x01".to_vec();
    blob.extend(srs.id().to_le_bytes());
    blob.push(1);
    blob.extend(1_u32.to_le_bytes());
    blob.extend(east.to_le_bytes());
    blob.extend(north.to_le_bytes());
    blob
}

/// The triggers of the index's extension, in its names: whoever changes the table has the functions that they call.
fn triggers(table: &str) -> String {
    let index = format!("rtree_{table}_{GEOMETRY}");
    let put = format!(
        "INSERT OR REPLACE INTO {index} VALUES (NEW.fid, ST_MinX(NEW.{GEOMETRY}), ST_MaxX(NEW.{GEOMETRY}),
         ST_MinY(NEW.{GEOMETRY}), ST_MaxY(NEW.{GEOMETRY}))"
    );
    let drop_old = format!("DELETE FROM {index} WHERE id = OLD.fid");
    let drop_both = format!("DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid)");
    let placed = format!("(NEW.{GEOMETRY} NOTNULL AND NOT ST_IsEmpty(NEW.{GEOMETRY}))");
    let not_placed = format!("(NEW.{GEOMETRY} ISNULL OR ST_IsEmpty(NEW.{GEOMETRY}))");
    let (same, other) = ("OLD.fid = NEW.fid AND", "OLD.fid != NEW.fid AND");
    let of = format!("UPDATE OF {GEOMETRY}");
    [
        ("insert", "INSERT", placed.clone(), put.clone()),
        ("update1", &of, format!("{same} {placed}"), put.clone()),
        ("update2", &of, format!("{same} {not_placed}"), drop_old.clone()),
        ("update3", "UPDATE", format!("{other} {placed}"), format!("{drop_old}; {put}")),
        ("update4", "UPDATE", format!("{other} {not_placed}"), drop_both),
        ("delete", "DELETE", format!("OLD.{GEOMETRY} NOT NULL"), drop_old),
    ]
    .map(|(name, event, when, action)| {
        format!("CREATE TRIGGER {index}_{name} AFTER {event} ON {table} WHEN {when} BEGIN {action}; END;")
    })
    .join("\n")
}

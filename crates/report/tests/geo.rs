//! Maps as files, read back by GDAL: as many features as were written, at the places where they were.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test whose file fails should stop")]

use domain::place::Position;
use report::{Cell, DocumentError, Feature, Holds, Layer, LayerField, geojson, write_gpkg};
use std::path::Path;
use std::process::Command;

/// In Chatham, at Medway Council's offices.
const HERE: Position = Position { lon: 0.5242, lat: 51.3842, accuracy_m: 8.0 };

fn layer() -> Layer {
    let fields = [("reference", Holds::Text), ("day", Holds::Day), ("items", Holds::Whole), ("kept", Holds::Yes)];
    Layer {
        name: "findings".into(),
        title: "Findings of \"Rope Walk\"".into(),
        fields: fields.into_iter().map(|(name, holds)| LayerField::new(name, holds)).collect(),
        at: "2025-03-18T07:12:00Z".parse().unwrap(),
    }
}

fn feature(reference: &str, position: Option<Position>) -> Feature {
    let day = Cell::Day("2025-03-18".parse().unwrap());
    Feature { position, cells: vec![Cell::Text(reference.into()), day, Cell::Number(4.0, 0), Cell::Yes(true)] }
}

/// One in Chatham with odd words, one in Paris, one that nobody knows the place of, one more in Chatham.
fn features() -> impl Iterator<Item = Result<Feature, &'static str>> {
    let paris = Position { lon: 2.3522, lat: 48.8566, accuracy_m: 8.0 };
    let there = Position { lon: 0.5342, ..HERE };
    [
        feature("=1+1 \"<b>\u{202e}\u{1f600}", Some(HERE)),
        feature("P", Some(paris)),
        feature("N", None),
        feature("L", Some(there)),
    ]
    .into_iter()
    .map(Ok)
}

/// What GDAL's `ogrinfo` says; none on a computer that does not have it, which no computer is where everything is tested.
fn ogrinfo(path: &Path) -> Option<String> {
    match Command::new("ogrinfo").args(["-ro", "-al"]).arg(path).output() {
        Ok(ran) => {
            let (said, faults) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
            // It reads 1.4, which is newer than itself, and says so.
            let newer = |line: &&str| line.is_empty() || line.starts_with("Warning 1: This version of GeoPackage");
            assert!(ran.status.success() && faults.lines().all(|line| newer(&line)), "{faults}");
            Some(said.into_owned())
        }
        Err(_) if std::env::var_os("CI").is_none() => None,
        Err(error) => panic!("gdal-bin is not installed: {error}"),
    }
}

/// The numbers of the first point that it tells of.
fn first_point(said: &str) -> (f64, f64) {
    let point = said.split("POINT (").nth(1).unwrap().split(')').next().unwrap();
    let (east, north) = point.split_once(' ').unwrap();
    (east.parse().unwrap(), north.parse().unwrap())
}

#[test]
fn a_geopackage_is_in_metres_of_the_national_grid() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("findings.gpkg");
    assert_eq!(write_gpkg(&path, &layer(), features()).unwrap(), 4);
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"), "plain SQLite, which any program opens");
    assert_eq!(bytes.get(68..72), Some(&b"GPKG"[..]));
    let db = rusqlite::Connection::open(&path).unwrap();
    let said = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(said("PRAGMA integrity_check"), "ok");
    assert!(db.query_row("PRAGMA foreign_key_check", [], |_| Ok(())).is_err(), "nothing is named that is not there");
    assert_eq!(said("SELECT last_change FROM gpkg_contents"), "2025-03-18T07:12:00.000Z");
    assert_eq!(said("SELECT count(*) || '' FROM rtree_findings_geom"), "2");
    let Some(said) = ogrinfo(&path) else { return };
    for wanted in [
        "Feature Count: 4",
        "Geometry: Point",
        "British National Grid",
        "ID[\"EPSG\",27700]",
        "day (Date) = 2025/03/18",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let (east, north) = first_point(&said);
    // From the OSTN15 shift of the Ordnance Survey, worked out elsewhere.
    assert!((east - 575_756.0).abs() < 60.0 && (north - 168_000.0).abs() < 400.0, "{east}, {north}");
    let (own_east, own_north) = HERE.national_grid().unwrap();
    assert!((east - own_east).abs() <= 0.05 && (north - own_north).abs() <= 0.05, "{east}, {north}");
    assert_eq!(said.matches("POINT (").count(), 2, "Paris is not on the National Grid, and nobody knows the third");
}

#[test]
fn geojson_is_in_longitude_and_latitude() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("findings.geojson");
    assert_eq!(geojson(std::fs::File::create(&path).unwrap(), &layer(), features()).unwrap(), 4);
    let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let features = read["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"]["coordinates"], serde_json::json!([0.5242, 51.3842]));
    assert_eq!(features[0]["properties"]["reference"], "=1+1 \"<b>\u{202e}\u{1f600}");
    assert_eq!(features[0]["properties"]["items"], 4);
    assert!(features[2]["geometry"].is_null());
    let Some(said) = ogrinfo(&path) else { return };
    for wanted in ["Feature Count: 4", "WGS 84"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert_eq!(first_point(&said), (0.5242, 51.3842));
    assert_eq!(said.matches("POINT (").count(), 3);
}

#[test]
fn what_cannot_be_read_or_named_ends_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let broken = || features().take(1).chain([Err("gone")]);
    let failed = write_gpkg(&folder.path().join("a.gpkg"), &layer(), broken());
    assert!(matches!(failed, Err(DocumentError::Findings("gone"))));
    assert!(matches!(geojson(Vec::new(), &layer(), broken()), Err(DocumentError::Findings("gone"))));
    for name in ["a\"; DROP TABLE x", "Items", "", "9lives"] {
        let mut wrong = layer();
        wrong.fields.push(LayerField::new(name, Holds::Text));
        let failed = write_gpkg(&folder.path().join("b.gpkg"), &wrong, features());
        assert!(matches!(failed, Err(DocumentError::Name(_))), "{name}");
    }
    let nowhere = write_gpkg(&folder.path().join("no/such/folder.gpkg"), &layer(), features());
    assert!(matches!(nowhere, Err(DocumentError::File(_))));
    let empty = folder.path().join("empty.gpkg");
    assert_eq!(write_gpkg(&empty, &layer(), std::iter::empty::<Result<Feature, &str>>()).unwrap(), 0);
    if let Some(said) = ogrinfo(&empty) {
        assert!(said.contains("Feature Count: 0"), "{said}");
    }
}

//! A GeoPackage read back: by SQLite's own checks, and by GDAL's `ogrinfo`, which did not write it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose file fails should stop")]

use geopackage::{Cell, GeoPackage, GeoPackageError, Layer, Srs, Type};
use std::path::Path;
use std::process::Command;

const COLUMNS: &[(&str, Type)] = &[
    ("reference", Type::Text),
    ("found", Type::Date),
    ("at", Type::Moment),
    ("photos", Type::Whole),
    ("rough", Type::Boolean),
];
const CHANGED: &str = "2026-11-30T05:30:00.000Z";

fn layer(name: &'static str, title: &'static str, srs: Option<Srs>) -> Layer<'static> {
    Layer { name, title, about: "for a test", srs, columns: COLUMNS }
}

fn row(reference: &str) -> [Cell<'_>; 5] {
    [
        Cell::Text(reference),
        Cell::Text("2025-03-18"),
        Cell::Text("2025-03-18T07:12:00.000Z"),
        Cell::Whole(2),
        Cell::Boolean(true),
    ]
}

fn written(path: &Path) {
    let layers = [
        layer("grid", "In the National Grid", Some(Srs::NationalGrid)),
        layer("degrees", "In degrees", Some(Srs::Degrees)),
        layer("gone", "Without a place", None),
    ];
    let mut package = GeoPackage::create(path, CHANGED, &layers).unwrap();
    for (reference, east, north) in [("W07-1", 575_800.25, 168_200.5), ("=W07-2", 575_900.0, 168_100.0)] {
        package.add(0, Some((east, north)), &row(reference)).unwrap();
    }
    package.add(0, None, &row("nowhere")).unwrap();
    package.add(1, Some((0.521_4, 51.390_5)), &row("W07-1")).unwrap();
    package.add(2, None, &[Cell::Text("gone"), Cell::None, Cell::None, Cell::None, Cell::None]).unwrap();
    package.finish().unwrap();
}

/// What `ogrinfo` says of one table. The setup of the tests installs it.
fn ogrinfo(path: &Path, table: &str) -> String {
    let said = Command::new("ogrinfo").args(["-ro", "-al"]).arg(path).arg(table).output();
    let said = said.expect("ogrinfo is there: `cargo xtask setup` installs gdal-bin");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert!(said.stderr.is_empty(), "it warns of nothing: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn gdal_reads_every_row_every_type_and_each_point_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("finds.gpkg");
    written(&path);
    let grid = ogrinfo(&path, "grid");
    for says in [
        "Feature Count: 3",
        "Geometry: Point",
        "POINT (575800.25 168200.5)",
        "ID[\"EPSG\",27700]",
        "Extent: (575800.250000, 168100.000000) - (575900.000000, 168200.500000)",
        "reference (String) = =W07-2",
        "found (Date) = 2025/03/18",
        "at (DateTime) = 2025/03/18 07:12:00+00",
        "photos (Integer64) = 2",
        "rough (Integer(Boolean)) = 1",
    ] {
        assert!(grid.contains(says), "{says:?} is not in:\n{grid}");
    }
    let degrees = ogrinfo(&path, "degrees");
    assert!(degrees.contains("POINT (0.5214 51.3905)") && degrees.contains("ID[\"EPSG\",4326]"), "{degrees}");
    let gone = ogrinfo(&path, "gone");
    assert!(gone.contains("Feature Count: 1") && gone.contains("Geometry: None"), "{gone}");
}

#[test]
fn sqlite_finds_it_sound_and_the_index_holds_each_point() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("finds.gpkg");
    written(&path);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    assert!(!connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
    assert_eq!((number("PRAGMA application_id"), number("PRAGMA user_version")), (0x4750_4B47, 10_300));
    assert_eq!(number("SELECT count(*) FROM rtree_grid_geom WHERE minx <= 575850 AND miny >= 168000"), 1);
    assert_eq!(number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), 12);
    assert_eq!(text("SELECT last_change FROM gpkg_contents WHERE table_name = 'gone'"), CHANGED);
}

#[test]
fn what_cannot_be_a_geopackage_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("finds.gpkg");
    let bad = GeoPackage::create(&path, CHANGED, &[layer("Grid; DROP", "x", None)]);
    assert!(matches!(bad, Err(GeoPackageError::Name(name)) if name == "Grid; DROP"));
    written(&path);
    let again = GeoPackage::create(&path, CHANGED, &[layer("grid", "x", None)]);
    assert!(matches!(again, Err(GeoPackageError::File(_))), "what is there is not written over");
    let other = folder.path().join("other.gpkg");
    let mut package = GeoPackage::create(&other, CHANGED, &[layer("gone", "x", None)]).unwrap();
    let narrow = package.add(0, None, &[Cell::None]);
    let placed = package.add(0, Some((1.0, 2.0)), &row("x"));
    let missing = package.add(1, None, &row("x"));
    for refused in [narrow, placed, missing] {
        assert!(matches!(refused, Err(GeoPackageError::Row)));
    }
}

//! docs/coverage.md: every kind that it names is one of the catalogue that is still recorded.

use domain::catalogue::Catalogue;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The marked words of the last column of its table.
fn named() -> BTreeSet<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/coverage.md");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| S"));
    let last = rows.filter_map(|row| row.trim_end_matches('|').trim().rsplit(" | ").next());
    let marked = last.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    marked.filter(|word| !word.contains('.')).map(str::to_owned).collect()
}

#[test]
fn the_table_of_what_the_reports_ask_for_names_only_kinds_that_there_are() {
    let catalogue = Catalogue::built_in().unwrap();
    let named = named();
    assert!(named.len() > 40, "the table is read: {named:?}");
    let unknown: Vec<_> = named.iter().filter(|id| catalogue.kind(id).is_none_or(|kind| kind.retired)).collect();
    assert!(unknown.is_empty(), "no kinds: {unknown:?}");
}

//! `docs/reliability.md` says what stands against each known incident: every test that it names is there.

use std::path::{Path, PathBuf};

#[test]
fn every_test_that_stands_against_an_incident_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let table = page.lines().skip_while(|line| *line != "## Known incidents").filter(|line| line.starts_with("| "));
    let named: Vec<&str> = table.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    let tests: Vec<&str> = named.into_iter().filter(|name| name.chars().all(is_part_of_a_name)).collect();
    assert!(tests.len() > 30, "the table has become short: {tests:?}");
    let mut sources = String::new();
    for folder in ["crates", "tests"] {
        read(&root.join(folder), &mut sources);
    }
    let missing: Vec<_> = tests.iter().filter(|name| !sources.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "the page names tests that do not exist: {missing:?}");
}

fn is_part_of_a_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}

/// All Rust in a folder.
fn read(folder: &PathBuf, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            *into += &std::fs::read_to_string(path).unwrap();
        }
    }
}

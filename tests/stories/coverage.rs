//! docs/coverage.md: every kind that it names is one of the catalogue that is still recorded, every screen one of the app, every
//! figure one that is counted; and what is not there says why.

use domain::catalogue::Catalogue;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn text() -> String {
    std::fs::read_to_string(root().join("docs/coverage.md")).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cells of each row of a table whose rows begin so.
fn rows(text: &str, begins: impl Fn(&str) -> bool) -> Vec<Vec<&str>> {
    let rows = text.lines().filter(|line| begins(line));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The marked words of a cell.
fn marked(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Whether the app has that screen: a folder for each part of its address, or one for any.
fn is_screen(address: &str, catalogue: &Catalogue) -> bool {
    let mut folder = root().join("ui/src/routes");
    for part in address.trim_start_matches('/').split('/') {
        let named = folder.join(part);
        let any = || {
            let mut inside = std::fs::read_dir(&folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
            inside.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('[')))
        };
        match named.is_dir() {
            true => folder = named,
            false => match any() {
                Some(of_any) => folder = of_any,
                None => return false,
            },
        }
    }
    let recorded =
        address.strip_prefix("/record/").is_none_or(|kind| catalogue.kind(kind).is_some_and(|kind| !kind.retired));
    folder.join("+page.svelte").is_file() && recorded
}

#[test]
fn the_table_of_what_the_reports_ask_for_names_only_kinds_that_there_are() {
    let catalogue = Catalogue::built_in().unwrap();
    let text = text();
    let rows = rows(&text, |line| line.starts_with("| S"));
    let cells = rows.iter().filter(|row| row[0] != "Source").map(|row| row[4]);
    let named: BTreeSet<&str> = cells.flat_map(marked).filter(|word| !word.contains('.')).collect();
    assert!(named.len() > 40, "the table is read: {named:?}");
    let unknown: Vec<_> = named.iter().filter(|id| catalogue.kind(id).is_none_or(|kind| kind.retired)).collect();
    assert!(unknown.is_empty(), "no kinds: {unknown:?}");
}

#[test]
fn each_paragraph_has_the_screen_that_records_it_and_what_is_not_there_says_why() {
    let catalogue = Catalogue::built_in().unwrap();
    let text = text();
    let rows = rows(&text, |line| line.starts_with("| S") && !line.starts_with("| Source"));
    assert!(rows.len() > 50, "the table is read");
    for row in rows {
        let [source, paragraph, _, _, recorded, pages] = row.as_slice() else { panic!("{row:?} has six cells") };
        let screens: Vec<_> = marked(pages).collect();
        assert!(!screens.is_empty(), "{source} {paragraph} has no screen");
        let unknown: Vec<_> = screens.iter().filter(|address| !is_screen(address, &catalogue)).collect();
        assert!(unknown.is_empty(), "{source} {paragraph}: no screens {unknown:?}");
        assert!(
            !recorded.contains("not yet") || recorded.contains(", since "),
            "{source} {paragraph} does not say why not"
        );
    }
    assert!(!is_screen("/no-such", &catalogue) && !is_screen("/record/no_such_kind", &catalogue));
}

#[test]
fn each_figure_of_the_second_table_is_counted_and_a_row_without_one_says_why() {
    let catalogue = Catalogue::built_in().unwrap();
    let text = text();
    let (_, second) = text.split_once("## Figures").unwrap();
    let rows = rows(second, |line| line.starts_with("| ") && !line.starts_with("| Measures"));
    assert!(rows.len() > 15, "the table is read");
    for row in rows {
        let [measures, figures, why] = row.as_slice() else { panic!("{row:?} has three cells") };
        let unknown: Vec<_> = marked(figures)
            .filter(|id| catalogue.figure(id).is_none() && catalogue.plan().derived(id).is_none())
            .collect();
        assert!(unknown.is_empty(), "{measures}: no figures {unknown:?}");
        assert!(!figures.is_empty() || !why.is_empty(), "{measures} says nothing");
    }
}

//! Older records from a CSV file: all of a file or nothing of it, once, with every mistake named.

use crate::cli::{json, run};
use std::path::{Path, PathBuf};
use std::process::Output;

struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        json(&office.data(), &["init", "--council", "Demo council", "--json"]);
        json(&office.data(), &["team", "add", "Team 1", "--json"]);
        json(&office.data(), &["user", "add", "Demo leader C", "--role", "leader", "--json"]);
        json(&office.data(), &["user", "add", "Demo warden A", "--role", "warden", "--json"]);
        office
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn import(&self, file: &Path, more: &[&str]) -> Output {
        let line =
            ["import", "--kind", "drug_litter", "--team", "Team 1", "--by", "Demo leader C", file.to_str().unwrap()];
        run(&self.data(), &[&line, more].concat())
    }

    fn findings(&self) -> u64 {
        json(&self.data(), &["summary", "--json"])["findings"].as_u64().unwrap()
    }

    /// Says the same as the operator, who is refused with these words, and nothing is brought in.
    #[track_caller]
    fn refused(&self, file: &Path, more: &[&str], why: &[&str]) {
        let output = self.import(file, &[more, &["--yes"]].concat());
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{said}");
        for why in why {
            assert!(said.contains(why), "{why:?} should be said, but: {said}");
        }
        assert_eq!(self.findings(), 0);
    }
}

const HEADS: &str = "reference,occurred_at,Loose needles,place,What was done\n";

#[test]
fn a_file_is_brought_in_once_and_only_when_it_is_asked_for() {
    let office = Office::new();
    let file = office.file(
        "old.csv",
        format!("{HEADS}D/1,18/03/2019 09:41,3,Rope Walk,Removed it\nD/2,2019-03-19,1,Rope Walk,removed\n"),
    );
    let dry = office.import(&file, &[]);
    assert!(dry.status.success() && String::from_utf8_lossy(&dry.stdout).contains("say the same with --yes"));
    assert_eq!(office.findings(), 0, "a dry run");
    assert!(office.import(&file, &["--yes"]).status.success());
    assert_eq!(office.findings(), 2);
    let longer = office
        .file("longer.csv", format!("{HEADS}D/2,2019-03-19,1,Rope Walk,removed\nD/3,2019-03-20,4,Rope Walk,removed\n"));
    let again = office.import(&longer, &["--yes"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("Brought in: 1 of 2 rows. One row was here already"));
    assert_eq!(office.findings(), 3);
    // Rows without a reference are known by what they say; two that say the same are two finds.
    let bare = "occurred_at,Loose needles\n2019-03-20,4\n2019-03-20,4\n";
    let bare = office.file("bare.csv", bare);
    for _ in 0..2 {
        assert!(office.import(&bare, &["--yes"]).status.success());
        assert_eq!(office.findings(), 5);
    }
    assert!(run(&office.data(), &["verify"]).status.success());
}

#[test]
fn a_map_says_what_columns_and_words_mean() {
    let office = Office::new();
    let file = office.file("old.csv", "\u{feff}Nr;Day;Hour;Found;Officer\n1;5.4.2019;14.05;2;Smith\n;;;;\n");
    office.refused(&file, &[], &["\"Nr\", \"Day\", \"Hour\", \"Found\", \"Officer\"", "--columns"]);
    let map = r#"
        columns = { Nr = "reference", Day = "occurred_at.date", Hour = "occurred_at.time", Found = "n_needle", Officer = "" }
        [always]
        action = "taken"
        step = "remove"
        [choices.action]
        taken = "removed"
    "#;
    let map = office.file("map.toml", map);
    let judged = office.import(&file, &["--map", map.to_str().unwrap(), "--json"]);
    let judged: serde_json::Value = serde_json::from_slice(&judged.stdout).unwrap();
    assert_eq!((judged["judged"]["rows"].as_u64(), judged["judged"]["wrong"].as_u64()), (Some(1), Some(0)), "{judged}");
    assert_eq!(judged["judged"]["left_out"][0], "Officer");
    assert!(office.import(&file, &["--map", map.to_str().unwrap(), "--yes"]).status.success());
    assert_eq!(office.findings(), 1);
}

#[test]
fn every_mistake_is_named_with_its_line_and_then_nothing_is_brought_in() {
    let office = Office::new();
    let rows = "D/1,31/04/2024,3,Rope Walk,removed\nD/2,12/31/2024,3,Rope Walk,removed\nD/3,5/4/2024,=1+1,Rope Walk,Gone\n\
                D/4,5/4/2024,3,Rope Walk,removed\nD/4,6/4/2024,3,Rope Walk,removed\nD/6,5/4/2199,3,Rope Walk,removed\n\
                D/7,5/4/2024,0,Rope Walk,removed\nD/8,5/4/2024,100000,Rope Walk,removed\n";
    let file = office.file("old.csv", format!("{HEADS}{rows}"));
    let errors = office.folder.path().join("errors.csv");
    office.refused(
        &file,
        &["--errors", errors.to_str().unwrap()],
        &[
            "line 2, occurred_at: \"31/04/2024\": there is no 31/04/2024 in the calendar",
            "line 3, occurred_at: \"12/31/2024\": there is no month 31; dates are day/month/year",
            "line 4, Loose needles: \"=1+1\": this is no whole number",
            "line 4, What was done: \"Gone\": this is none of its answers",
            "line 6, reference: \"D/4\": line 5 has this reference too",
            "line 7, occurred_at: \"5/4/2199\": ",
            "line 8: Count at least one item",
            "line 9, Loose needles: \"100000\": Loose needles must be 9,999",
            "Rows that cannot be brought in: 7. So none was.",
        ],
    );
    let written = std::fs::read_to_string(errors).unwrap();
    assert_eq!(written.lines().count(), 9, "{written}");
    assert!(written.contains(",'=1+1,"), "no cell of it is a formula: {written}");
}

#[test]
fn a_file_that_is_no_such_table_is_refused_in_plain_words() {
    let office = Office::new();
    let latin = office.file("latin.csv", [HEADS.as_bytes(), b"D/1,18/03/2019,3,Caf\xe9 steps,removed\n"].concat());
    office.refused(&latin, &[], &["line 2", "not UTF-8", "--encoding windows1252"]);
    let ragged = office.file("ragged.csv", format!("{HEADS}D/1,18/03/2019,3,Rope Walk, the steps,removed\n"));
    office.refused(&ragged, &[], &["line 2: 6 cells where the heads have 5"]);
    let open = office.file("open.csv", format!("{HEADS}D/1,18/03/2019,3,\"Rope Walk,{}", "x".repeat(1_100_000)));
    office.refused(&open, &[], &["a quotation mark that is never closed"]);
    let none = office.file("none.csv", HEADS);
    office.refused(&none, &[], &["has no rows"]);
    office.refused(Path::new("not-there.csv"), &[], &["cannot be read"]);
    let good = office.file("good.csv", format!("{HEADS}D/1,18/03/2019,3,Rope Walk,removed\n"));
    office.refused(&good, &["--map", good.to_str().unwrap()], &["the map", "has a mistake"]);
    let by = |more: &[&str]| run(&office.data(), &[&["import", good.to_str().unwrap(), "--yes"], more].concat());
    for (more, why) in [
        (["--kind", "drug_litter", "--team", "Team 1", "--by", "Demo warden A"], "not a team leader"),
        (
            ["--kind", "drug_litter", "--team", "Team 9", "--by", "Demo leader C"],
            "no team called \"Team 9\"; `team list`",
        ),
        (["--kind", "needles", "--team", "Team 1", "--by", "Demo leader C"], "is no kind; there are"),
        (["--kind", "vulnerability_concern", "--team", "Team 1", "--by", "Demo leader C"], "cannot be imported"),
    ] {
        let output = by(&more);
        assert!(
            !output.status.success() && String::from_utf8_lossy(&output.stderr).contains(why),
            "{more:?} {output:?}"
        );
    }
    assert_eq!(office.findings(), 0);
    assert!(office.import(&latin, &["--encoding", "windows1252", "--yes"]).status.success());
    assert_eq!(office.findings(), 1);
}

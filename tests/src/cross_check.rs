//! The same sums by other means: findings as rows, added up by plain SQL over their answers and by DuckDB over a Parquet file
//! (`cross_check.py`), and held against what the program says.

use domain::catalogue::Catalogue;
use record::{Line, Record};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The figures that are added up otherwise too.
pub const FIGURES: [&str; 11] = [
    "LITTER.DRUG.ITEMS",
    "LITTER.DRUG.SHARPS",
    "LITTER.DRUG.FINDS",
    "VEH.ABANDONED.REPORTED",
    "VEH.ABANDONED.REMOVED",
    "CLEANUP.EVENTS",
    "CLEANUP.CAMPAIGN",
    "CLEANUP.PUBLIC",
    "CLEANUP.MEMBERS",
    "CLEANUP.SACKS",
    "CLEANUP.WEIGHT",
];
const SCRIPT: &str = include_str!("cross_check.py");

/// What is compared.
pub struct CrossCheck {
    folder: PathBuf,
    rows: BufWriter<File>,
    said: BTreeMap<String, i64>,
}

/// How it came out.
#[derive(Debug, Deserialize)]
pub struct Compared {
    /// Findings.
    pub rows: u64,
    /// Sums: a figure, in all, of a month or of a ward.
    pub compared: u64,
    /// Those that are more than nothing.
    pub nonzero: u64,
    /// Those on which all three agree.
    pub equal: u64,
    /// Some of the others, in words.
    pub different: Vec<String>,
    /// What SQLite took for its sums, in seconds.
    pub sqlite_s: f64,
    /// And DuckDB.
    pub duckdb_s: f64,
    /// The size of the Parquet file.
    pub parquet_bytes: u64,
}

impl CrossCheck {
    /// One that works in this folder.
    pub fn new(folder: &Path) -> Self {
        let rows = File::create(folder.join("rows.jsonl")).expect("a file for the rows");
        Self { folder: folder.to_owned(), rows: BufWriter::new(rows), said: BTreeMap::new() }
    }

    /// Takes a record as it was answered.
    pub fn take(&mut self, catalogue: &Catalogue, record: &Record, line: &Line) {
        let Some(kind) = catalogue.kind(&line.kind) else { return };
        let given = kind.fields.iter().map(|field| (field.id.clone(), record.answer(field)));
        let answers: Map<String, Value> = given.filter(|(_, answer)| !answer.is_null()).collect();
        let counts = !line.withdrawn && !line.duplicate && line.standing.as_deref() != Some(record::CALLED_OFF);
        let row = json!({
            "kind": line.kind, "day": line.date.to_string(), "ward": line.ward, "counts": counts, "answers": answers,
        });
        writeln!(self.rows, "{row}").expect("a row is written");
    }

    /// What the program says of a figure: in all (`total|`), of a month (`month|201803`) or of a ward (`ward|E05002249`, `ward|` where
    /// it is not known), in thousandths.
    pub fn said(&mut self, figure: &str, part: &str, thousandths: i64) {
        self.said.insert(format!("{figure}|{part}"), thousandths);
    }

    /// Adds up between two days, `2018-03-14`, both included.
    ///
    /// # Panics
    /// If the tools are not there; `cargo xtask setup` gets them.
    pub fn run(mut self, from: &str, to: &str) -> Compared {
        self.rows.flush().expect("the rows are written");
        let folder = &self.folder;
        std::fs::write(folder.join("cells.json"), json!(self.said).to_string()).expect("what was said is written");
        let script = folder.join("cross_check.py");
        std::fs::write(&script, SCRIPT).expect("the script is written");
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/bin/python3");
        let ran = Command::new(&python).arg(&script).arg(folder).args([from, to]).output();
        let ran = ran.unwrap_or_else(|error| panic!("{}: {error}; run cargo xtask setup", python.display()));
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{said}\nIf a module is missing: cargo xtask setup");
        serde_json::from_slice(&ran.stdout).expect("how it came out")
    }
}

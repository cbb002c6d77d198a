//! `docs/sync.md` is the authority: its tables are held against the code, and its worked cases are played. A page that says
//! something else than the code does is a test that fails.

mod cases;
mod tables;

use std::path::Path;
use std::sync::LazyLock;

static PAGE: LazyLock<String> = LazyLock::new(|| {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sync.md")).unwrap()
});

/// The lines of a section, by its title.
fn section(title: &str) -> Vec<&'static str> {
    let lines = PAGE.lines().skip_while(|line| *line != format!("## {title}")).skip(1);
    let lines: Vec<_> = lines.take_while(|line| !line.starts_with("## ")).collect();
    assert!(!lines.is_empty(), "the page has no section {title}");
    lines
}

#[test]
fn every_worked_case_of_the_page_is_played() {
    let played = include_str!("cases.rs");
    let cases: Vec<_> = PAGE.lines().filter_map(|line| line.strip_prefix("## A worked case: ")).collect();
    assert!(cases.len() >= 5, "{cases:?}");
    for case in cases {
        assert!(played.contains(&format!("Case::of(\"A worked case: {case}\")")), "nobody plays \"{case}\"");
    }
}

/// The rows of the table in a section whose first column is called this.
fn table(title: &str, first_column: &str) -> Vec<(&'static str, &'static str)> {
    let rows = section(title).into_iter().skip_while(|line| !line.starts_with(&format!("| {first_column} |")));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split_once(" | ").unwrap());
    let rows: Vec<_> = cells.map(|(what, says)| (what.trim(), says.trim())).collect();
    assert!(!rows.is_empty(), "{title} has no table of {first_column}");
    rows
}

/// The numbered steps of a worked case, each to be played in turn.
struct Case(Vec<String>);

impl Case {
    fn of(title: &str) -> Self {
        let mut steps: Vec<String> = Vec::new();
        for line in section(title) {
            let number = format!("{}. ", steps.len() + 1);
            match (line.strip_prefix(&number), steps.last_mut()) {
                (Some(begins), _) => steps.push(begins.to_owned()),
                (None, Some(step)) if line.starts_with("   ") => *step += &format!(" {}", line.trim()),
                _ => {}
            }
        }
        steps.reverse();
        Self(steps)
    }

    /// The next step, which must say all of this.
    #[track_caller]
    fn step(&mut self, says: &[&str]) -> String {
        assert!(!self.0.is_empty(), "a step more than the page has");
        let step = self.0.pop().unwrap();
        for words in says {
            assert!(step.contains(words), "the page's step no longer says \"{words}\": {step}");
        }
        step
    }

    /// Every step was played.
    #[track_caller]
    fn ends(&self) {
        assert!(self.0.is_empty(), "the page has steps that are not played: {:?}", self.0);
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        // A test that fails says so itself.
        if !std::thread::panicking() {
            self.ends();
        }
    }
}

/// What stands in quotation marks.
fn quoted(step: &str) -> Vec<&str> {
    step.split('"').skip(1).step_by(2).collect()
}

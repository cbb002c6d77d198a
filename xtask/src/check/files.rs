//! Every file of the project: not too long, its job in its first line, and nothing in it that must stay out.

use std::fs;

use anyhow::{Context, Result};
use regex::Regex;

use crate::{program, project};

/// The most lines of one source file; a longer one has two jobs.
const MOST_LINES: usize = 600;
/// The shell is a window and holds no rule: so few lines of code has all of it together, its tests not counted.
const SHELL: (&str, usize) = ("src-tauri/src/", 600);
/// Files that hold code, by their end.
const CODE: &[&str] = &[".rs", ".ts", ".svelte", ".scss", ".css", ".mjs"];
/// Files that no person wrote.
const NOT_OURS: &[&str] = &["Cargo.lock", "ui/package-lock.json", "ui/src/lib/backend/generated/"];

/// What must not be in a file, where it is looked for, and why. Written so that no pattern finds itself.
const FORBIDDEN: &[(&str, Kind, &str)] = &[
    (r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b", Kind::Any, "unfinished: finish it or write an issue"),
    (r"(^|[^a-z])/(wor[k]|far[m]|root|tmp/brie[f])/", Kind::Any, "a path of one machine"),
    (r"registry\.np[m]js|(index|static)\.crate[s]\.io|py[p]i\.org|deb\.debia[n]\.org", Kind::Any, "a registry's host"),
    (r"#\[(ignor[e]|should_pani[c])", Kind::Code, "a test that does not run, or that passes by dying"),
    (r"\b(describe|test|it)\.(onl[y]|ski[p])\(", Kind::Code, "a test that does not run, or runs alone"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Code,
}

struct Forbidden {
    pattern: Regex,
    kind: Kind,
    why: &'static str,
}

/// Every fault of every file that is, or would be, committed.
pub(super) fn faults() -> Result<Vec<String>> {
    let listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let names = program::output(program::command("git").args(listed))?;
    let forbidden = forbidden()?;
    let mut faults = Vec::new();
    let mut shell = 0;
    for name in names.split_terminator('\0').filter(|name| !NOT_OURS.iter().any(|not| name.starts_with(not))) {
        let path = project::path(name);
        if !path.is_file() {
            continue; // removed, but not yet from the list
        }
        let bytes = fs::read(&path).with_context(|| format!("{name} cannot be read"))?;
        // A picture or a font has no words.
        if let Ok(text) = String::from_utf8(bytes) {
            faults.extend(faults_of(name, &text, &forbidden));
            shell += lines_of_shell(name, &text);
        }
    }
    faults.extend(too_much_shell(shell));
    Ok(faults)
}

/// Lines of a file of the shell before its tests.
fn lines_of_shell(name: &str, text: &str) -> usize {
    if name.starts_with(SHELL.0) { text.lines().take_while(|line| *line != "#[cfg(test)]").count() } else { 0 }
}

fn too_much_shell(lines: usize) -> Option<String> {
    let (shell, most) = SHELL;
    (lines > most)
        .then(|| format!("{shell}: {lines} lines without tests, more than {most}: what is a rule belongs in `app`"))
}

fn forbidden() -> Result<Vec<Forbidden>> {
    let compile = |&(pattern, kind, why)| Ok(Forbidden { pattern: Regex::new(pattern)?, kind, why });
    FORBIDDEN.iter().map(compile).collect()
}

fn faults_of(name: &str, text: &str, forbidden: &[Forbidden]) -> Vec<String> {
    let mut faults = Vec::new();
    let is_code = CODE.iter().any(|end| name.ends_with(end));
    let lines = text.lines().count();
    if is_code && lines > MOST_LINES {
        faults.push(format!("{name}: {lines} lines, more than {MOST_LINES}"));
    }
    if name.ends_with(".rs") && !text.starts_with("//! ") {
        faults.push(format!("{name}:1: does not begin with its job (//! …)"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        for Forbidden { pattern, kind, why } in forbidden {
            if (*kind == Kind::Any || is_code) && pattern.is_match(line) {
                faults.push(format!("{name}:{number}: {why}"));
            }
        }
    }
    let may_name_it = ["crates/book/Cargo.toml", "tests/sim/Cargo.toml"].contains(&name);
    if name.ends_with("Cargo.toml") && !may_name_it && text.contains("simulated-signatures") {
        faults.push(format!("{name}: only the simulator may turn simulated signatures on"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(name: &str, text: &str) -> Vec<String> {
        super::faults_of(name, text, &forbidden().unwrap())
    }

    const JOB: &str = "//! A job.\n";

    #[test]
    fn a_good_file_has_no_faults() {
        assert_eq!(faults_of("a.rs", &format!("{JOB}fn work() {{}} // a todo list, homework/, crates.io\n")), [""; 0]);
    }

    #[test]
    fn a_file_without_its_job_and_a_file_that_is_too_long_are_faults() {
        assert_eq!(faults_of("a.rs", "use std::fs;\n"), ["a.rs:1: does not begin with its job (//! …)"]);
        assert_eq!(faults_of("a.ts", &"x\n".repeat(601)), ["a.ts: 601 lines, more than 600"]);
        assert_eq!(faults_of("a.md", &"x\n".repeat(601)), [""; 0], "a document may be long");
    }

    #[test]
    fn the_shells_lines_are_added_up_without_its_tests() {
        let text = format!("{JOB}fn work() {{}}\n\n#[cfg(test)]\nmod tests {{}}\n");
        assert_eq!(lines_of_shell("src-tauri/src/window.rs", &text), 3);
        assert_eq!(lines_of_shell("src-tauri/build.rs", &text) + lines_of_shell("crates/app/src/lib.rs", &text), 0);
        assert_eq!(too_much_shell(600), None);
        assert_eq!(
            too_much_shell(601).as_deref(),
            Some("src-tauri/src/: 601 lines without tests, more than 600: what is a rule belongs in `app`")
        );
    }

    #[test]
    fn only_the_simulator_may_turn_simulated_signatures_on() {
        let text = "book = { workspace = true, features = [\"simulated-signatures\"] }\n";
        assert_eq!(
            faults_of("crates/app/Cargo.toml", text),
            ["crates/app/Cargo.toml: only the simulator may turn simulated signatures on"]
        );
        assert_eq!(faults_of("tests/sim/Cargo.toml", text), [""; 0]);
    }

    #[test]
    fn what_must_stay_out_is_found_with_its_line() {
        let words = [
            ["// TO", "DO later"],
            ["/wo", "rk/main"],
            ["https://py", "pi.org/simple"],
            ["#[igno", "re]"],
            ["it.on", "ly('x')"],
        ];
        for word in words.map(|parts| parts.concat()) {
            let faults = faults_of("a.rs", &format!("{JOB}{word}\n"));
            assert_eq!(faults.len(), 1, "{word}");
            assert!(faults.iter().all(|fault| fault.starts_with("a.rs:2: ")), "{faults:?}");
        }
    }
}

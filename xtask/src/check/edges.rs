//! Which crate may know which: the table of `ARCHITECTURE.md` is the rule, and the manifests must follow it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{program, project};

/// A crate, and the crates that its row names.
type Table<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Libraries that only some crates may use: the beginning of the name, who may, and why.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("tauri", &["patrolbook"], "only the shell knows the shell"),
    ("axum", &["server", "devhost"], "HTTP stays at the edge"),
    ("typst", &["pdf"], "only the council office typesets"),
    ("rusqlite", &["store", "server-storage", "facts", "geopackage"], "SQL stays in the stores"),
    ("anyhow", &["server", "devhost", "tests", "sim", "xtask"], "a library says what failed in a type of its own"),
];

/// Crates that do nothing but compute, and the beginnings of what would let them do more.
const PURE: &[&str] = &["domain", "book", "photo", "record", "protocol"];
const IMPURE: &[&str] = &["tokio", "async-", "futures", "smol", "hyper", "reqwest", "rusqlite", "fs4", "tempfile"];

#[derive(Deserialize)]
struct Workspace {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev` or `build`; none for an ordinary one.
    kind: Option<String>,
}

/// Every edge that the tables do not allow.
pub(super) fn faults() -> Result<Vec<String>> {
    let map = fs::read_to_string(project::path("ARCHITECTURE.md")).context("ARCHITECTURE.md cannot be read")?;
    let metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let workspace: Workspace = serde_json::from_str(&program::output(program::command("cargo").args(metadata))?)?;
    Ok(faults_in(&table(&map), &workspace))
}

/// The rows that begin with a crate's name as code, such as "| `record` | book, domain | … |".
fn table(map: &str) -> Table<'_> {
    let rows = map.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.filter_map(|(name, rest)| {
        let knows = rest.split('|').nth(1)?;
        Some((name, knows.split(',').map(str::trim).filter(|known| *known != "–").collect()))
    })
    .collect()
}

fn faults_in(table: &Table<'_>, workspace: &Workspace) -> Vec<String> {
    let ours: BTreeSet<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    let mut faults: Vec<String> = table
        .iter()
        .flat_map(|(name, knows)| [name].into_iter().chain(knows))
        .filter(|name| !ours.contains(*name))
        .map(|name| format!("ARCHITECTURE.md: its table names {name}, which is no crate"))
        .collect();
    for package in &workspace.packages {
        let name = package.name.as_str();
        if !table.contains_key(name) {
            faults.push(format!("{name}: not in the table of ARCHITECTURE.md"));
            continue;
        }
        let may_know = reach(table, name);
        // What only a crate's own tests use is not in its way.
        for used in package.dependencies.iter().filter(|used| used.kind.as_deref() != Some("dev")) {
            let used = used.name.as_str();
            if ours.contains(used) && !may_know.contains(used) {
                faults.push(format!("{name} must not know {used}"));
            }
            for (library, allowed, why) in ONLY_IN {
                if used.starts_with(library) && !allowed.contains(&name) {
                    faults.push(format!("{name} must not use {used}: {why}"));
                }
            }
            if PURE.contains(&name) && IMPURE.iter().any(|start| used.starts_with(start)) {
                faults.push(format!("{name} must not use {used}: it is pure"));
            }
        }
    }
    faults
}

/// What a crate knows, directly or through another: their types are in its hands anyway.
fn reach<'a>(table: &Table<'a>, name: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for known in table.get(next).into_iter().flatten() {
            if reached.insert(*known) {
                open.push(known);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "
| crate | knows | its job |
|---|---|---|
| `book` | – | entries |
| `record` | book | what entries add up to |
| `store` | record | the database |
| `app` | store | the use cases |
| `patrolbook` (src-tauri) | app | the window |
";

    #[track_caller]
    fn check(name: &str, uses: &[(&str, Option<&str>)], expected: &[&str]) {
        let dependency =
            |(name, kind): &(&str, Option<&str>)| Dependency { name: (*name).into(), kind: kind.map(Into::into) };
        let table = table(MAP);
        let others = table.keys().filter(|other| **other != name);
        let mut packages: Vec<_> =
            others.map(|other| Package { name: (*other).into(), dependencies: vec![] }).collect();
        packages.push(Package { name: name.into(), dependencies: uses.iter().map(dependency).collect() });
        assert_eq!(faults_in(&table, &Workspace { packages }), expected);
    }

    #[test]
    fn a_crate_may_use_what_its_friends_know_and_nothing_above_itself() {
        check("app", &[("store", None), ("record", None), ("book", None)], &[]);
        check("record", &[("store", None)], &["record must not know store"]);
        check("book", &[("record", Some("build"))], &["book must not know record"]);
    }

    #[test]
    fn a_library_stays_where_it_belongs() {
        check("app", &[("tauri-build", None)], &["app must not use tauri-build: only the shell knows the shell"]);
        check("book", &[("tokio", None)], &["book must not use tokio: it is pure"]);
        check("patrolbook", &[("tauri", None)], &[]);
        check("store", &[("rusqlite", None)], &[]);
    }

    #[test]
    fn a_crates_own_tests_may_use_anything() {
        check("record", &[("app", Some("dev")), ("anyhow", Some("dev"))], &[]);
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_faults() {
        check("extra", &[], &["extra: not in the table of ARCHITECTURE.md"]);
        let none = Workspace { packages: vec![] };
        let faults = faults_in(&table("| `gone` | – | nothing |"), &none);
        assert_eq!(faults, ["ARCHITECTURE.md: its table names gone, which is no crate"]);
    }
}

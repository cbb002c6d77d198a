//! Which crate may know which: the table of `ARCHITECTURE.md`, compared with what the manifests say.

use std::collections::BTreeSet;

use anyhow::Result;
use serde::Deserialize;

use crate::program;

/// A crate and the crates that it knows. It may also use what those know, since their types are in its hands anyway.
const KNOWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("book", &[]),
    ("photo", &[]),
    ("record", &["book", "domain"]),
    ("protocol", &["book"]),
    ("store", &["record", "protocol", "book", "domain"]),
    ("sync", &["protocol", "store"]),
    ("report", &["domain"]),
    ("app", &["store", "sync", "photo", "report", "record", "domain"]),
    ("patrolbook", &["app"]),
    ("devhost", &["app"]),
    ("server-core", &["protocol", "record", "book", "domain"]),
    ("server-storage", &["server-core"]),
    ("server", &["server-storage", "server-core", "report"]),
    ("tests", &["app", "devhost", "server"]),
    ("xtask", &[]),
];

/// Libraries that only some crates may use: the beginning of the name, who may, and why.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("tauri", &["patrolbook"], "only the shell knows the shell"),
    ("axum", &["server", "devhost"], "HTTP stays at the edge"),
    ("rusqlite", &["store", "server-storage", "report"], "SQL stays in the stores"),
    ("anyhow", &["server", "devhost", "tests", "xtask"], "a library says what failed in a type of its own"),
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
    let metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let workspace: Workspace = serde_json::from_str(&program::output(program::command("cargo").args(metadata))?)?;
    Ok(faults_in(&workspace))
}

fn faults_in(workspace: &Workspace) -> Vec<String> {
    let ours: BTreeSet<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    let mut faults = Vec::new();
    for package in &workspace.packages {
        let name = package.name.as_str();
        if !KNOWS.iter().any(|(known, _)| *known == name) {
            faults.push(format!("{name}: a new crate; put it into the table of ARCHITECTURE.md and xtask's edges.rs"));
            continue;
        }
        let may_know = reach(name);
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

/// What a crate knows, directly or through another.
fn reach(name: &str) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for known in KNOWS.iter().filter(|(one, _)| *one == next).flat_map(|(_, knows)| *knows) {
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

    #[track_caller]
    fn check(name: &str, uses: &[(&str, Option<&str>)], expected: &[&str]) {
        let dependency =
            |(name, kind): &(&str, Option<&str>)| Dependency { name: (*name).into(), kind: kind.map(Into::into) };
        let mut packages = vec![Package { name: name.into(), dependencies: uses.iter().map(dependency).collect() }];
        packages.extend(
            KNOWS
                .iter()
                .filter(|(one, _)| *one != name)
                .map(|(one, _)| Package { name: (*one).into(), dependencies: vec![] }),
        );
        assert_eq!(faults_in(&Workspace { packages }), expected);
    }

    #[test]
    fn a_crate_may_use_what_its_friends_know_and_nothing_above_itself() {
        check("sync", &[("store", None), ("record", None)], &[]);
        check("record", &[("store", None)], &["record must not know store"]);
        check("server-core", &[("store", None)], &["server-core must not know store"]);
    }

    #[test]
    fn a_library_stays_where_it_belongs() {
        check(
            "app",
            &[("tauri-build", Some("build"))],
            &["app must not use tauri-build: only the shell knows the shell"],
        );
        check("book", &[("tokio", None)], &["book must not use tokio: it is pure"]);
        check("patrolbook", &[("tauri", None)], &[]);
    }

    #[test]
    fn a_crates_own_tests_may_use_anything() {
        check("app", &[("server", Some("dev")), ("anyhow", Some("dev"))], &[]);
    }

    #[test]
    fn a_crate_that_is_not_in_the_table_is_a_fault() {
        check("extra", &[], &["extra: a new crate; put it into the table of ARCHITECTURE.md and xtask's edges.rs"]);
    }
}

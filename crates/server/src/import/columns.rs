//! Which column answers which question: by its head, or as the map says.

use anyhow::{bail, ensure};
use domain::catalogue::{Field, FieldType, Kind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a file's columns mean, beyond what their heads say. A TOML file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Map {
    /// Head of a column to what it answers: a question's id, one of the names below, or nothing to leave it out.
    #[serde(default)]
    pub(crate) columns: BTreeMap<String, String>,
    /// What is the same for every row: a question's id (or a name below) to what would stand in its cell.
    #[serde(default)]
    pub(crate) always: BTreeMap<String, String>,
    /// For a question with choices: words of the file to a choice's id.
    #[serde(default)]
    pub(crate) choices: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a cell answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A question, by its place in the kind.
    Field(usize),
    /// The date of a time whose clock time stands in another column.
    Date(usize),
    /// That clock time.
    Clock(usize),
    /// The council's own reference of before.
    Reference,
    /// The name of the place.
    PlaceName,
    /// A grid reference, or latitude and longitude in one cell.
    Position,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// The last step that was taken, by its id or the words on its button.
    Step,
    /// How it ended.
    Outcome,
    /// Nothing.
    LeftOut,
}

/// The names beside the questions' ids.
const NAMES: [(&str, Target); 8] = [
    ("reference", Target::Reference),
    ("place", Target::PlaceName),
    ("place.name", Target::PlaceName),
    ("place.position", Target::Position),
    ("place.latitude", Target::Latitude),
    ("place.longitude", Target::Longitude),
    ("step", Target::Step),
    ("outcome", Target::Outcome),
];

/// The columns of a file in order, each with its head.
pub(super) struct Columns<'a> {
    kind: &'a Kind,
    pub(super) all: Vec<(String, Target)>,
}

impl<'a> Columns<'a> {
    /// Works the heads out.
    pub(super) fn of(heads: &csv::StringRecord, kind: &'a Kind, map: &'a Map) -> anyhow::Result<Self> {
        if let Some(at) = heads.iter().position(str::is_empty) {
            bail!("column {} has no head", at + 1);
        }
        for head in map.columns.keys() {
            ensure!(
                heads.iter().any(|one| one == head),
                "the map names the column \"{head}\", which the file does not have"
            );
        }
        let unknown: Vec<String> = heads
            .iter()
            .filter(|head| !map.columns.contains_key(*head) && by_head(kind, head).is_none())
            .map(quoted)
            .collect();
        ensure!(
            unknown.is_empty(),
            "these columns answer no question of {}: {}. Say in a map (--map) which each answers, or leave it out with \"\"; \
             --columns lists what there is",
            quoted(&kind.name),
            unknown.join(", ")
        );
        let mut all: Vec<(String, Target)> = Vec::new();
        for head in heads {
            let target = match map.columns.get(head) {
                Some(nothing) if nothing.is_empty() => Target::LeftOut,
                Some(name) => named(kind, name)?,
                None => by_head(kind, head).unwrap_or(Target::LeftOut),
            };
            let twice = all.iter().find(|(_, other)| *other == target && !matches!(target, Target::LeftOut));
            if let Some((other, _)) = twice {
                bail!("the columns \"{other}\" and \"{head}\" answer the same question; leave one out in the map");
            }
            all.push((head.to_owned(), target));
        }
        Ok(Self { kind, all })
    }

    /// Each column that is read, with what it answers.
    pub(super) fn said(&self) -> Vec<(String, String)> {
        let read = self.all.iter().filter(|(_, target)| !matches!(target, Target::LeftOut));
        read.map(|(head, target)| (head.clone(), words(self.kind, *target))).collect()
    }

    /// Those that are not.
    pub(super) fn left_out(&self) -> Vec<String> {
        let left = self.all.iter().filter(|(_, target)| matches!(target, Target::LeftOut));
        left.map(|(head, _)| head.clone()).collect()
    }
}

/// What a name in a map means.
pub(super) fn named(kind: &Kind, name: &str) -> anyhow::Result<Target> {
    let (id, part) = name.split_once('.').map_or((name, None), |(id, part)| (id, Some(part)));
    if let Some((_, target)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Ok(*target);
    }
    let at = kind.fields.iter().position(|field| field.id == id && takes(field));
    let time = at.and_then(|at| kind.fields.get(at)).is_some_and(|field| field.field_type == FieldType::Datetime);
    match (at, part) {
        (Some(at), None) => Ok(Target::Field(at)),
        (Some(at), Some("date")) if time => Ok(Target::Date(at)),
        (Some(at), Some("time")) if time => Ok(Target::Clock(at)),
        _ => {
            bail!(
                "\"{name}\" is nothing that a cell can answer of {}; --columns lists what there is",
                quoted(&kind.name)
            )
        }
    }
}

/// What a head means by itself: an id, or the words of a question.
fn by_head(kind: &Kind, head: &str) -> Option<Target> {
    let same = |words: &str| words.trim_end_matches('?').eq_ignore_ascii_case(head.trim_end_matches('?'));
    let said = |field: &Field| same(&field.label) || field.short.as_deref().is_some_and(same);
    let by_words = || kind.fields.iter().position(|field| takes(field) && said(field)).map(Target::Field);
    named(kind, &head.to_lowercase()).ok().or_else(by_words)
}

fn quoted(word: impl AsRef<str>) -> String {
    format!("\"{}\"", word.as_ref())
}

/// Whether a cell can answer the question: what is worked out, or refers to other records, it cannot.
pub(crate) fn takes(field: &Field) -> bool {
    use FieldType::{Place, Record, Records, Rows};
    !field.is_worked_out() && !matches!(field.field_type, Record | Records | Rows | Place)
}

fn words(kind: &Kind, target: Target) -> String {
    let noun = |at: usize| kind.fields.get(at).map_or("", |field| field.noun()).to_owned();
    match target {
        Target::Field(at) => noun(at),
        Target::Date(at) => format!("{} (date)", noun(at)),
        Target::Clock(at) => format!("{} (time of day)", noun(at)),
        Target::Reference => "Reference".into(),
        Target::PlaceName => "Place".into(),
        Target::Position => "Place (position)".into(),
        Target::Latitude => "Place (latitude)".into(),
        Target::Longitude => "Place (longitude)".into(),
        Target::Step => "What happened next".into(),
        Target::Outcome => "Outcome".into(),
        Target::LeftOut => String::new(),
    }
}

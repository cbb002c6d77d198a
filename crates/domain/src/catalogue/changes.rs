//! What a newer catalogue changes, and what it may not: records were written by the older one, and must go on meaning what
//! they meant. An id that was ever published stays, of the same type and rule; what is no longer wanted is retired.

use super::area_changes::{ORDERS, WARDS, areas};
use super::definition::{Choice, Field, Kind, Stage};
use super::photos::PhotoRules;
use super::{Catalogue, Mistake};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind; `wards`, `task_forces` or `order_areas` for an area.
    pub kind: String,
    /// The question, state or step, and the choice of it, or the area, if it is about one: the ids.
    pub about: Vec<String>,
    /// In words, beginning with a small letter.
    pub says: String,
    /// Whether it may not be.
    pub refused: bool,
}

/// The properties of a question that say what its answers mean.
const MEANING: [(&str, &str); 5] = [
    ("type", "its type"),
    ("merge", "what the answers of several people come to"),
    ("of", "what it refers to"),
    ("unit", "its unit"),
    ("partners", "whether its choices are the partners"),
];
/// The file of what kinds share.
const SHARED: &str = "common.toml";
/// What is compared piece by piece.
const IN_PARTS: [&str; 10] =
    ["id", "choices", "columns", "fields", "states", "steps", "clocks", "figures", "sealed_figures", "retired"];

/// Everything that `new` changes against `old`; `today` says which orders are in force.
pub fn changes(old: &Catalogue, new: &Catalogue, today: NaiveDate) -> Vec<Change> {
    let mut found = Found { kind: String::new(), changes: Vec::new() };
    for kind in old.kinds() {
        found.kind.clone_from(&kind.id);
        match new.kind(&kind.id) {
            Some(newer) => found.kind(kind, newer),
            None => found.refused(&[], "is gone: what was recorded needs it. Keep its file and write `retired = true`"),
        }
    }
    for kind in new.kinds().iter().filter(|kind| old.kind(&kind.id).is_none()) {
        found.kind.clone_from(&kind.id);
        found.told(&[], format!("is new: \"{}\"", kind.name));
    }
    if old.plan() != new.plan() {
        found.of("report");
        found.told(&[], "is written otherwise than before");
    }
    areas(&mut found, old.areas(), new.areas(), today);
    found.changes
}

/// Where in `files` that a change refuses stands: file, line and why; of what is gone, where it stood in the files `before`. What
/// kinds share is said once.
pub fn refusals(changes: &[Change], files: &[(&str, &str)], before: &[(&str, &str)]) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    for change in changes.iter().filter(|change| change.refused) {
        let mistake = change.mistake(files, before);
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    }
    mistakes
}

impl Change {
    fn mistake(&self, files: &[(&str, &str)], before: &[(&str, &str)]) -> Mistake {
        let (ending, key) =
            if [WARDS, ORDERS].contains(&self.kind.as_str()) { ("geojson", "") } else { ("toml", "id = ") };
        let own = format!("{}.{ending}", self.kind);
        // The kind's own file goes first: it may ask a shared question in its own way.
        let line = |files: &[(&str, &str)], id: &str| {
            [own.as_str(), SHARED].into_iter().find_map(|file| {
                let (_, text) = files.iter().find(|(name, _)| *name == file)?;
                let at = text.lines().position(|line| line.contains(&format!("{key}\"{id}\"")))?;
                Some((file.to_owned(), at + 1))
            })
        };
        // The last id that a file has: of a choice that is gone, its question.
        let ids = || self.about.iter().rev();
        let stood = || ids().find_map(|id| line(before, id)).filter(|(file, _)| file == SHARED);
        let found = ids().find_map(|id| line(files, id)).or_else(|| Some((stood()?.0, 1)));
        let (file, line) = found.unwrap_or_else(|| (own.clone(), 1));
        let about = self.about.iter().map(|id| format!("\"{id}\" ")).collect::<String>();
        let subject = if about.is_empty() { "the kind ".to_owned() } else { about };
        Mistake { file, line, reason: format!("{subject}{}", self.says) }
    }
}

/// The differences found so far, and of what the next ones are.
pub(super) struct Found {
    kind: String,
    changes: Vec<Change>,
}

impl Found {
    pub(super) fn of(&mut self, kind: &str) {
        kind.clone_into(&mut self.kind);
    }

    fn add(&mut self, about: &[&str], says: impl Into<String>, refused: bool) {
        let about = about.iter().map(|id| (*id).to_owned()).collect();
        self.changes.push(Change { kind: self.kind.clone(), about, says: says.into(), refused });
    }

    pub(super) fn told(&mut self, about: &[&str], says: impl Into<String>) {
        self.add(about, says, false);
    }

    pub(super) fn refused(&mut self, about: &[&str], says: impl Into<String>) {
        self.add(about, says, true);
    }

    fn kind(&mut self, old: &Kind, new: &Kind) {
        if old.finding != new.finding {
            self.refused(&[], "counts as a finding otherwise than before: that is another kind, with an id of its own");
        }
        if old.restricted != new.restricted {
            self.refused(&[], "is sealed otherwise than before: that is another kind, with an id of its own");
        }
        self.retired(&[], old.retired, new.retired, "recorded");
        self.fields(&[], &old.fields, &new.fields);
        self.slots(&old.photos, &new.photos);
        self.parts("states", "state", old, new);
        self.parts("steps", "step", old, new);
        self.parts("clocks", "time limit", old, new);
        self.parts("figures", "figure", old, new);
        self.parts("sealed_figures", "figure", old, new);
        self.rest(&[], &map(old), &map(new), &["finding", "restricted"]);
    }

    fn fields(&mut self, within: &[&str], old: &[Field], new: &[Field]) {
        for field in old {
            let about = [within, &[field.id.as_str()]].concat();
            match new.iter().find(|newer| newer.id == field.id) {
                Some(newer) => self.field(&about, field, newer),
                None => self
                    .refused(&about, "is gone: answers to it were kept. Keep the question and write `retired = true`"),
            }
        }
        for field in new.iter().filter(|field| !old.iter().any(|older| older.id == field.id)) {
            let about = [within, &[field.id.as_str()]].concat();
            self.told(&about, format!("is asked as well: \"{}\"", field.label));
        }
    }

    fn field(&mut self, about: &[&str], old: &Field, new: &Field) {
        let (was, is) = (map(old), map(new));
        for (property, words) in MEANING {
            if was.get(property) != is.get(property) {
                self.refused(about, format!("changes {words}: that is another question, with an id of its own"));
            }
        }
        if old.is_worked_out() != new.is_worked_out() {
            self.refused(
                about,
                "is worked out in one and typed in the other: that is another question, with an id of its own",
            );
        }
        if (old.stage == Stage::Close) != (new.stage == Stage::Close) {
            self.refused(
                about,
                "moves to or from `stage = \"close\"`: records that were approved would go back to their leaders. Retire it, \
                 and ask another question, with an id of its own",
            );
        }
        self.retired(about, old.retired, new.retired, "asked");
        self.choices(about, &old.choices, &new.choices);
        self.fields(about, &old.columns, &new.columns);
        self.rest(about, &was, &is, &MEANING.map(|(property, _)| property));
    }

    fn choices(&mut self, within: &[&str], old: &[Choice], new: &[Choice]) {
        for choice in old {
            let about = [within, &[choice.id.as_str()]].concat();
            match new.iter().find(|newer| newer.id == choice.id) {
                Some(newer) => {
                    self.retired(&about, choice.retired, newer.retired, "offered");
                    self.rest(&about, &map(choice), &map(newer), &[]);
                }
                None => self.refused(&about, "is gone: it was chosen. Keep the choice and write `retired = true`"),
            }
        }
        for choice in new.iter().filter(|choice| !old.iter().any(|older| older.id == choice.id)) {
            let about = [within, &[choice.id.as_str()]].concat();
            self.told(&about, format!("can be chosen as well: \"{}\"", choice.label));
        }
    }

    /// Views that are wanted by name. Photos name theirs by its id; those of before by its words.
    fn slots(&mut self, old: &PhotoRules, new: &PhotoRules) {
        for slot in &old.slots {
            match new.slots.iter().find(|newer| newer.id == slot.id) {
                None => self.refused(&[&slot.id], "is gone: photos were taken for it. Keep the view under this id"),
                Some(newer) if !newer.is_called(&slot.label) => self.refused(
                    &[&slot.id],
                    format!(
                        "is called otherwise: photos may be kept by \"{0}\". Keep that: `aliases = [\"{0}\"]`",
                        slot.label
                    ),
                ),
                Some(_) => {}
            }
        }
    }

    /// States, steps and time limits, by their ids.
    fn parts(&mut self, list: &str, noun: &str, old: &Kind, new: &Kind) {
        let of = |kind: &Kind| match map(kind).remove(list) {
            Some(Value::Array(parts)) => parts,
            _ => Vec::new(),
        };
        let id = |part: &Value| part.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (was, is) = (of(old), of(new));
        for part in &was {
            let about = id(part);
            match is.iter().find(|newer| id(newer) == about) {
                Some(Value::Object(newer)) => {
                    if let Value::Object(older) = part {
                        self.rest(&[&about], older, newer, &[]);
                    }
                }
                // Time limits are worked out anew each time, and nothing names one.
                _ if list == "clocks" => self.told(&[&about], "is no time limit any more"),
                _ if list.ends_with("figures") => self.refused(
                    &[&about],
                    "is gone: it was printed, and must be found again. Keep the figure and write `when = \"false\"`",
                ),
                _ => self.refused(
                    &[&about],
                    format!("is gone: the {noun} stands in what was recorded. Keep it, and let no step lead to it or write `when = \"false\"`"),
                ),
            }
        }
        for part in is.iter().filter(|part| !was.iter().any(|older| id(older) == id(part))) {
            self.told(&[&id(part)], format!("is a new {noun}"));
        }
    }

    fn retired(&mut self, about: &[&str], old: bool, new: bool, verb: &str) {
        match (old, new) {
            (false, true) => self.told(about, format!("is {verb} no more")),
            (true, false) => self.told(about, format!("is {verb} again")),
            _ => {}
        }
    }

    /// What else differs, by the names of the properties.
    pub(super) fn rest(&mut self, about: &[&str], old: &Map<String, Value>, new: &Map<String, Value>, judged: &[&str]) {
        let mut names: Vec<_> = old.keys().chain(new.keys()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !IN_PARTS.contains(name) && !judged.contains(name) && old.get(*name) != new.get(*name));
        for name in names {
            let (was, is) = (said(old, name), said(new, name));
            self.told(about, format!("changes `{name}`: {was} before, {is} now"));
        }
    }
}

/// Everything that is said of something, by property.
pub(super) fn map(something: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(something) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// A property in a few words.
fn said(map: &Map<String, Value>, name: &str) -> String {
    const LONGEST: usize = 80;
    let text = match map.get(name) {
        None | Some(Value::Null) => return "nothing".to_owned(),
        Some(Value::String(text)) => format!("\"{text}\""),
        Some(value) => value.to_string(),
    };
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

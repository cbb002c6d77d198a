//! What the answers of several people to one question come to, by the rule that the catalogue declares.
//!
//! Each rule is a pure function of a question's standing writes (see [`book::merge`]), so it depends on the set of entries
//! alone; each rule's law stands above it. A rule has two sides: what stands is read by [`Record::answer`], and a new
//! answer becomes [`Step`]s by [`Record::steps`], whose choice of what to replace is what makes the rule hold.

mod notes;
mod set;
mod sticky;
mod tally;
#[cfg(test)]
mod tests;

use crate::fields::{HELD, KIND, OFFICE_REFERENCE};
use crate::state::Record;
use book::{EntryHash, Field as Held, GrantId, StandingWrite};
use domain::catalogue::{Field, Kind, Merge};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Who answers.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// All grants of that person.
    pub grants: &'a BTreeSet<GrantId>,
    /// Whether that person may settle what others disagree on.
    pub settles: bool,
    /// Tells rows that are written now from rows that others write at the same time.
    pub mark: u32,
}

/// What somebody who answers had before them.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The answer, null if there was none.
    pub value: &'a Value,
    /// The writes that stood, by field or row.
    pub heads: &'a BTreeMap<String, Vec<EntryHash>>,
}

/// One write that an answer comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The field or row.
    pub field: String,
    /// What is written.
    pub value: Value,
    /// The writes that it replaces.
    pub replaces: Vec<EntryHash>,
    /// What a write must say that takes this one back.
    pub before: Value,
}

impl Record {
    /// What a question of the record's kind holds; null if nothing.
    pub fn answer(&self, field: &Field) -> Value {
        let standing = self.standing_of(&field.id);
        match field.merge {
            Merge::Register | Merge::Workflow => standing.first().map(|write| write.value.clone()).unwrap_or_default(),
            Merge::Tally => tally::answer(standing),
            Merge::Set => set::answer(self.rows_of(&field.id).flat_map(|(_, row)| row.standing())),
            Merge::Notes => notes::answer(standing),
            Merge::Sticky => sticky::answer(standing),
        }
    }

    /// What one person's form says of a question: of notes, only what that person wrote.
    pub fn answer_of(&self, field: &Field, author: &Author<'_>) -> Value {
        match field.merge {
            Merge::Notes => notes::own(self.standing_of(&field.id), author).0,
            _ => self.answer(field),
        }
    }

    /// All values to show, cleared ones left out: the questions of `kind` by their rules, everything else as written.
    pub fn values(&self, kind: Option<&Kind>) -> BTreeMap<String, Value> {
        let mut values: BTreeMap<String, Value> =
            self.fields.keys().filter_map(|name| Some((name.clone(), self.value(name)?.clone()))).collect();
        for field in kind.iter().flat_map(|kind| &kind.fields).filter(|field| field.merge != Merge::Register) {
            if field.merge == Merge::Set {
                values.retain(|name, _| rule_of(kind, name) != Merge::Set);
            }
            match self.answer(field) {
                Value::Null => values.remove(&field.id),
                answer => values.insert(field.id.clone(), answer),
            };
        }
        values
    }

    /// The fields of which different answers stand side by side until a leader settles them.
    pub fn two_versions(&self, kind: Option<&Kind>) -> Vec<&str> {
        let apart = self.fields.iter().filter(|(name, held)| {
            held.two_versions()
                && rule_of(kind, name).is_settled()
                && ![OFFICE_REFERENCE, HELD].contains(&name.as_str())
        });
        apart.map(|(name, _)| name.as_str()).collect()
    }

    /// The writes that an answer by `author`, who had `seen` before them, comes to. None if it changes nothing.
    pub fn steps(&self, field: &Field, answer: &Value, seen: &Seen<'_>, author: &Author<'_>) -> Vec<Step> {
        let standing = self.standing_of(&field.id);
        let saw = |replaces: Vec<EntryHash>| {
            let before = self.answer(field);
            let step = Step { field: field.id.clone(), value: answer.clone(), replaces, before };
            Vec::from_iter((step.before != *answer).then_some(step))
        };
        let heads = seen.heads.get(&field.id).cloned().unwrap_or_default();
        match field.merge {
            Merge::Tally => tally::steps(&field.id, answer, seen.value),
            Merge::Set => set::steps(self, field, answer, seen, author),
            Merge::Notes => notes::steps(&field.id, standing, answer, author),
            Merge::Sticky => saw(sticky::replaced(standing, heads, answer, author)),
            Merge::Register | Merge::Workflow => saw(replaced(self.fields.get(&field.id), heads, author)),
        }
    }

    fn standing_of(&self, field: &str) -> &[StandingWrite<Value>] {
        self.fields.get(field).map(Held::standing).unwrap_or_default()
    }

    /// The rows of a set or of a repeated group, also those that were taken away.
    pub fn rows_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = (&'a String, &'a Held<Value>)> {
        let rows = self.fields.range(format!("{field}/")..);
        rows.take_while(move |(name, _)| name.strip_prefix(field).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// What a new answer to a register replaces: what its author saw. Of two versions a warden replaces none but their own;
/// a leader settles them.
fn replaced(held: Option<&Held<Value>>, heads: Vec<EntryHash>, author: &Author<'_>) -> Vec<EntryHash> {
    match held {
        Some(held) if held.two_versions() && !author.settles => {
            let own = held.standing().iter().filter(|write| author.grants.contains(&write.author));
            own.map(|write| write.entry).filter(|entry| heads.contains(entry)).collect()
        }
        _ => heads,
    }
}

/// The rule of a field, or of the rows that it is one of. Of what the kind does not ask, nothing is known: a register.
fn rule_of(kind: Option<&Kind>, name: &str) -> Merge {
    let (base, is_row) = name.split_once('/').map_or((name, false), |(base, _)| (base, true));
    let rule = kind.and_then(|kind| kind.field(base)).map(|field| field.merge).unwrap_or_default();
    if is_row == (rule == Merge::Set) && name != KIND { rule } else { Merge::Register }
}

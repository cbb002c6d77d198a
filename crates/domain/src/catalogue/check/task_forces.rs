//! The wards of task forces: each named once, of wards that there are.

use super::Step::{Item, Key};
use super::fields::is_name;
use super::{Mistake, Source};
use crate::catalogue::areas::{Areas, TaskForce};
use serde::Deserialize;

/// How the file is called.
pub(super) const FILE: &str = "task_forces.toml";
/// Longest id and longest name, in characters; a record keeps the id where it keeps the code of a ward.
const LONGEST_ID: usize = 20;
const LONGEST_NAME: usize = 80;
const MOST: usize = 100;

/// What it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    task_force: Vec<TaskForce>,
}

/// Adds the task forces to `areas`, which have their wards.
pub(super) fn check(source: &Source<'_>, file: File, areas: &mut Areas, mistakes: &mut Vec<Mistake>) {
    let forces = file.task_force;
    if forces.len() > MOST {
        mistakes.push(source.mistake(&[Key("task_force")], format!("there are more than {MOST} task forces")));
    }
    for (at, force) in forces.iter().enumerate() {
        let mut refuse = |path: &[super::Step<'_>], reason: String| {
            let path = [&[Key("task_force"), Item(at)], path].concat();
            mistakes.push(source.mistake(&path, reason));
        };
        if !is_name(&force.id) || force.id.len() > LONGEST_ID {
            let reason = format!("\"{}\" is no id: small letters, digits and _, {LONGEST_ID} at most", force.id);
            refuse(&[Key("id")], reason);
        }
        if areas.ward(&force.id).is_some() || forces.iter().take(at).any(|other| other.id == force.id) {
            refuse(&[Key("id")], format!("there is another area \"{}\"", force.id));
        }
        if force.name.trim().is_empty() || force.name.chars().count() > LONGEST_NAME {
            refuse(&[Key("name")], format!("a task force has a name of {LONGEST_NAME} characters at most"));
        }
        if force.wards.is_empty() {
            refuse(&[Key("wards")], "name the codes of its wards".to_owned());
        }
        for (place, code) in force.wards.iter().enumerate() {
            if areas.ward(code).is_none() {
                refuse(&[Key("wards"), Item(place)], format!("wards.geojson has no ward \"{code}\""));
            } else if force.wards.iter().take(place).any(|other| other == code) {
                refuse(&[Key("wards"), Item(place)], format!("\"{code}\" is named twice"));
            }
        }
        if let Some((first, last)) = force.from.zip(force.until).filter(|(first, last)| last < first) {
            refuse(&[Key("until")], format!("`until` {last} is before `from` {first}"));
        }
    }
    areas.task_forces.extend(forces);
    areas.task_forces.sort_by(|one, other| one.name.cmp(&other.name));
}

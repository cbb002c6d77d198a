//! The retention classes, and that kinds name classes which there are.

use super::super::definition::Kind;
use super::super::retention::RetentionClass;
use super::Step::{Item, Key};
use super::{Mistake, Source, Step};

/// The longest, in months: a hundred years.
const MOST_MONTHS: u32 = 1_200;

/// Checks the classes of `common.toml`.
pub(super) fn check_classes(source: &Source<'_>, classes: &[RetentionClass], mistakes: &mut Vec<Mistake>) {
    for (at, class) in classes.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("retention"), Item(at), Key(key)], reason));
        if classes.iter().take(at).any(|other| other.id == class.id) {
            refuse("id", format!("the retention class \"{}\" exists already", class.id));
        }
        if class.months == 0 || class.months > MOST_MONTHS {
            refuse("months", format!("months is 1 to {MOST_MONTHS}"));
        }
    }
}

/// Checks the class of a kind, and those that its answers put a record into. Of a catalogue that says of no class how long it is,
/// only the names are known.
pub(super) fn check(kind: &Kind, classes: &[RetentionClass], refuse: &mut impl FnMut(&[Step<'_>], String)) {
    let months = |id: &str| classes.iter().find(|class| class.id == id).map(|class| class.months);
    let numbered = |id: &str| {
        let number = id.strip_prefix('R').and_then(|number| number.parse::<u8>().ok());
        number.is_some_and(|number| (1..=12).contains(&number))
    };
    let unknown = |id: &str| match classes.is_empty() {
        true => (!numbered(id)).then(|| format!("\"{id}\" is not a retention class (R1 to R12)")),
        false => months(id).is_none().then(|| format!("common.toml has no retention class \"{id}\"")),
    };
    if let Some(reason) = unknown(&kind.retention) {
        refuse(&[Key("retention")], reason);
    }
    for (at, kept) in kind.retention_when.iter().enumerate() {
        let path = [Key("retention_when"), Item(at), Key("class")];
        if let Some(reason) = unknown(&kept.class) {
            refuse(&path, reason);
        } else if months(&kept.class) < months(&kind.retention) {
            refuse(
                &path,
                format!("\"{}\" is shorter than the class of the kind: an answer keeps it longer", kept.class),
            );
        }
    }
}

/// Puts the classes of answers in order, so that of several the longest holds.
pub(super) fn longest_first(kind: &mut Kind, classes: &[RetentionClass]) {
    let months = |id: &str| classes.iter().find(|class| class.id == id).map(|class| class.months);
    kind.retention_when.sort_by_key(|kept| std::cmp::Reverse(months(&kept.class)));
}

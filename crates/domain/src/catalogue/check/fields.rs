//! Each question of a catalogue file by itself: names, choices, bounds, and what fits which type.

use super::Step::{Item, Key};
use super::{Mistake, Source, Step};
use crate::catalogue::condition::{PHOTO_COUNT, TEXTS};
use crate::catalogue::definition::{Choice, Field, FieldType, Required, Stage};
use crate::catalogue::held::ROWS;
use crate::catalogue::rates;
use crate::catalogue::value::bounds;
use crate::catalogue::{ENVELOPE, ENVELOPE_SETS};

const LONGEST_NAME: usize = 40;
const LONGEST_PATTERN: usize = 200;
const MOST_CHOICES: usize = 100;
/// Numbers that stay whole in every language on the way.
const LARGEST_NUMBER: f64 = 1e9;
/// Words that expressions use for themselves.
const TAKEN: [&str; 6] = ["true", "false", "null", "in", "as", "now"];

/// Lower-case letters, digits and underscores, starting with a letter.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= LONGEST_NAME
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Checks the questions under the key `list` of a file.
pub(super) fn check(source: &Source<'_>, list: &str, fields: &[Field], mistakes: &mut Vec<Mistake>) {
    check_list(source, &[Key(list)], fields, mistakes);
}

fn check_list(source: &Source<'_>, list: &[Step<'_>], fields: &[Field], mistakes: &mut Vec<Mistake>) {
    for (at, field) in fields.iter().enumerate() {
        let start: Vec<Step<'_>> = list.iter().copied().chain([Item(at)]).collect();
        let mut refuse = |keys: &[Step<'_>], reason: String| {
            let path: Vec<Step<'_>> = start.iter().chain(keys).copied().collect();
            mistakes.push(source.mistake(&path, reason));
        };
        if fields.iter().take(at).any(|other| other.id == field.id) {
            refuse(&[Key("id")], format!("the field \"{}\" exists already", field.id));
        }
        check_field(field, list.len() > 1, &mut refuse);
        let objection = field.counts_as.as_ref().and_then(|rule| match list.len() > 1 {
            true => Some("a column counts as nothing else".to_owned()),
            false => rule.objection(field, fields),
        });
        if let Some(objection) = objection {
            refuse(&[Key("counts_as")], objection);
        }
        if field.field_type == FieldType::Rows {
            let columns: Vec<Step<'_>> = start.iter().copied().chain([Key("column")]).collect();
            check_list(source, &columns, &field.columns, mistakes);
        }
    }
}

fn check_field(field: &Field, is_column: bool, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    let taken = |names: &[&str]| names.contains(&field.id.as_str());
    if !is_name(&field.id) {
        refuse(&[Key("id")], format!("\"{}\" is not a name of lower-case letters, digits and _", field.id));
    }
    if taken(&ENVELOPE) || taken(&ENVELOPE_SETS) || taken(&[PHOTO_COUNT, TEXTS]) || taken(&TAKEN) {
        refuse(&[Key("id")], format!("\"{}\" is a name that Patrolbook uses itself", field.id));
    }
    if field.label.trim().is_empty() {
        refuse(&[Key("label")], "the label is empty".to_owned());
    }
    check_choices(field, refuse);
    check_limits(field, refuse);
    check_required(field, refuse);
    if let Some(objection) = field.merge.objection(field, is_column) {
        refuse(&[Key("merge")], objection.to_owned());
    }
    let conditions = [&field.required_when, &field.shown_when, &field.because, &field.computed, &field.rated_on];
    if is_column && (field.field_type == FieldType::Rows || conditions.iter().any(|c| c.is_some())) {
        refuse(&[Key("id")], "a column cannot have rows or conditions of its own".to_owned());
    }
    if (field.field_type == FieldType::Rows) == field.columns.is_empty() {
        refuse(&[Key("type")], "columns go with the type rows, and rows need columns".to_owned());
    }
    if matches!(field.field_type, FieldType::Record | FieldType::Records) != field.of.is_some() {
        refuse(&[Key("type")], "\"of\" goes with the types record and records, and they need it".to_owned());
    }
    if field.field_type != FieldType::Rows && !field.row_rules.is_empty() {
        refuse(&[Key("row_rule")], "rules of a row go with the type rows".to_owned());
    }
    if field.team && field.field_type != FieldType::Person {
        refuse(&[Key("team")], "team goes with the type person".to_owned());
    }
    if field.leader && is_column {
        refuse(&[Key("leader")], "the rows as a whole are a leader's, not a column".to_owned());
    }
    if field.columns.iter().any(|column| column.id == ROWS) {
        refuse(&[Key("column")], format!("\"{ROWS}\" says how many rows there are: name the column otherwise"));
    }
}

fn check_choices(field: &Field, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    let chosen = matches!(field.field_type, FieldType::Choice | FieldType::Multi);
    if chosen && field.choices.is_empty() {
        refuse(&[Key("type")], "there are no choices".to_owned());
    }
    if !chosen && !field.choices.is_empty() {
        refuse(&[Key("choices")], "choices go with the types choice and multi".to_owned());
    }
    if field.choices.len() > MOST_CHOICES {
        refuse(&[Key("choices")], format!("more than {MOST_CHOICES} choices"));
    }
    if field.field_type != FieldType::Text && !field.suggestions.is_empty() {
        refuse(&[Key("suggestions")], "suggestions go with the type text".to_owned());
    }
    for (at, choice) in field.choices.iter().enumerate() {
        let path = [Key("choices"), Item(at), Key("id")];
        if !is_name(&choice.id) {
            refuse(&path, format!("\"{}\" is not a name of lower-case letters, digits and _", choice.id));
        }
        if field.choices.iter().take(at).any(|other| other.id == choice.id) {
            refuse(&path, format!("the choice \"{}\" exists already", choice.id));
        }
        let hex = |colour: &str| {
            colour.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        if choice.from.zip(choice.until).is_some_and(|(from, until)| until < from) {
            refuse(&path, format!("\"{}\" ends before it begins", choice.id));
        }
        if choice.aliases.iter().any(|alias| alias.trim().is_empty()) {
            refuse(&path, format!("an alias of \"{}\" is empty", choice.id));
        }
        if choice.swatch.as_deref().is_some_and(|colour| !hex(colour)) {
            refuse(&path, "a swatch is written #rrggbb".to_owned());
        }
    }
}

/// Checks the partners, which are the choices of every question about one.
pub(super) fn check_partners(source: &Source<'_>, partners: &[Choice], mistakes: &mut Vec<Mistake>) {
    for (at, partner) in partners.iter().enumerate() {
        let mut refuse = |reason| mistakes.push(source.mistake(&[Key("partners"), Item(at)], reason));
        if partner.from.zip(partner.until).is_some_and(|(from, until)| until < from) {
            refuse(format!("\"{}\" ends before it begins", partner.id));
        }
        let named = |name: &str, other: &Choice| other.names().any(|one| one.eq_ignore_ascii_case(name));
        let others = partners.iter().take(at);
        if let Some(name) = partner.names().find(|name| others.clone().any(|other| named(name, other))) {
            refuse(format!("another partner is called \"{name}\" too"));
        }
    }
}

fn check_limits(field: &Field, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    use FieldType::{Count, Date, Datetime, Decimal, Int, Longtext, Money, People, Person, Rows, Text, Texts};
    let number = matches!(field.field_type, Count | Int | Decimal | Money);
    if !number && (field.min.is_some() || field.max.is_some()) {
        refuse(&[Key("min")], "min and max go with numbers".to_owned());
    }
    let (min, max) = bounds(field);
    if min > max {
        refuse(&[Key("min")], format!("min {min} is above max {max}"));
    }
    if !(-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&min) || !(-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&max) {
        refuse(&[Key("max")], format!("min and max must lie between -{LARGEST_NUMBER} and {LARGEST_NUMBER}"));
    }
    if field.field_type == Money && field.computed.is_some() {
        refuse(&[Key("computed")], "money is typed, or goes by rates".to_owned());
    }
    if field.rated_on.is_some() == field.rates.is_empty() {
        refuse(&[Key("rated_on")], "rates go with \"rated_on\", which says on which day, and it needs them".to_owned());
    }
    if field.rated_on.is_some() && (field.field_type != Money || field.computed.is_some()) {
        refuse(&[Key("rated_on")], "rates are of money, and nothing else works it out".to_owned());
    }
    if let Some(objection) = rates::objection(field) {
        refuse(&[Key("rates")], objection.to_owned());
    }
    if field.field_type == Count && min < 0.0 {
        refuse(&[Key("min")], "a count starts at 0".to_owned());
    }
    let sized = matches!(field.field_type, Text | Longtext | Person | People | Texts | Rows);
    if field.max_length.is_some_and(|most| most == 0 || most > 10_000 || !sized) {
        refuse(&[Key("max_length")], "max_length is 1 to 10000 and goes with texts and lists".to_owned());
    }
    if let Some(pattern) = &field.pattern {
        let reads = pattern.len() <= LONGEST_PATTERN && regex::Regex::new(pattern).is_ok();
        if field.field_type != Text || !reads {
            refuse(&[Key("pattern")], "the pattern cannot be read, or the type is not text".to_owned());
        }
    }
    if field.future && !matches!(field.field_type, Date | Datetime) {
        refuse(&[Key("future")], "future goes with dates and times".to_owned());
    }
}

fn check_required(field: &Field, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    let too_early = match field.required {
        Required::Never => false,
        Required::Now => field.stage > Stage::Now,
        Required::Finish => field.stage > Stage::Finish,
        Required::Close => false,
    };
    if too_early {
        refuse(&[Key("required")], "it is required before it is asked".to_owned());
    }
    let required = field.required != Required::Never;
    if field.required_when.is_some() && !required {
        refuse(&[Key("required_when")], "required_when needs required = now, finish or close".to_owned());
    }
    if required && field.missing.as_deref().is_none_or(|missing| missing.trim().is_empty()) {
        refuse(&[Key("required")], "a required field needs the words for \"missing\"".to_owned());
    }
    if required && field.is_worked_out() {
        refuse(&[Key("computed")], "what is computed cannot be required".to_owned());
    }
}

//! The figures of a kind, each by itself, and the council's report, held to the figures that there are.

use super::Step::{Item, Key};
use super::clocks::has_days;
use super::{Mistake, Source};
use crate::catalogue::definition::{Field, FieldType, Kind};
use crate::catalogue::figure::{Figure, Plan, Tally};

/// The most figures of a page.
const MOST_ON_A_PAGE: usize = 12;
/// Longest paragraph, in characters.
const LONGEST: usize = 2_000;

/// The figures of a kind in the order of its file: in which list, and at which place of it.
pub(super) fn figures_of(kind: &Kind) -> impl Iterator<Item = (&'static str, usize, &Figure)> {
    let figures = kind.figures.iter().enumerate().map(|(at, figure)| ("figure", at, figure));
    figures.chain(kind.sealed_figures.iter().enumerate().map(|(at, figure)| ("sealed_figure", at, figure)))
}

/// Checks the figures of a kind that has all its questions. Names of figures are held against those of other kinds later.
pub(super) fn check(source: &Source<'_>, kind: &Kind, mistakes: &mut Vec<Mistake>) {
    for (list, at, figure) in figures_of(kind) {
        let mut refuse = |key, reason: String| mistakes.push(source.mistake(&[Key(list), Item(at), Key(key)], reason));
        let sealed = list == "sealed_figure";
        if kind.restricted && !sealed {
            refuse(
                "id",
                "what is sealed contributes to a [[sealed_figure]] only, which nobody else is told".to_owned(),
            );
        }
        if sealed && !kind.restricted {
            refuse("id", "a [[sealed_figure]] is of a kind that is sealed; write [[figure]]".to_owned());
        }
        if sealed && (figure.tally != Tally::Records || figure.within.is_some() || figure.people) {
            refuse("tally", "a [[sealed_figure]] counts records, and lies within no other".to_owned());
        }
        if !is_figure_name(&figure.id) {
            refuse("id", format!("\"{}\" is no name of a figure, such as LITTER.DRUG.ITEMS", figure.id));
        }
        for (key, words) in [("label", &figure.label), ("counts", &figure.counts)] {
            if words.trim().is_empty() {
                refuse(key, format!("the {key} is empty"));
            }
        }
        check_questions(kind, figure, &mut refuse);
    }
}

fn check_questions(kind: &Kind, figure: &Figure, refuse: &mut impl FnMut(&'static str, String)) {
    let mut asked = |key: &'static str, id: &Option<String>, what: &str, suits: fn(&Field) -> bool| {
        if let Some(id) = id
            && !kind.field(id).is_some_and(suits)
        {
            refuse(key, format!("\"{id}\" is no question for {what}"));
        }
    };
    let dated = |field: &Field| matches!(field.field_type, FieldType::Date | FieldType::Datetime);
    asked("day", &figure.day, "a date or time", dated);
    asked("until", &figure.until, "a date or time", dated);
    asked("key", &figure.key, "words or choices", |field| {
        use FieldType::{Choice, Multi, People, Person, Record, Text, Texts, Vrm};
        matches!(field.field_type, Choice | Multi | People | Person | Record | Text | Texts | Vrm)
    });
    asked("within", &figure.within.as_ref().map(|within| within.field.clone()), "a record", |field| {
        field.field_type == FieldType::Record
    });
    if let Some(days) = &figure.working_days {
        asked("working_days", &Some(days.from.clone()), "a date or time", dated);
        asked("working_days", &Some(days.to.clone()), "a date or time", dated);
        asked("working_days", &days.without, "rows with the dates from and until", has_days);
    }
    for by in &figure.by {
        asked("by", &Some(by.clone()), "choices, yes or no, or words that are worked out", |field| {
            use FieldType::{Bool, Choice, Multi, Text};
            matches!(field.field_type, Choice | Multi | Bool) || field.field_type == Text && field.computed.is_some()
        });
    }
    let goes = |tally: &[Tally]| tally.contains(&figure.tally);
    if figure.people && !figure.by.is_empty() {
        refuse("by", "it is about people: its parts would tell what it hides where they are few".to_owned());
    }
    if !figure.by.is_empty() && !goes(&[Tally::Records, Tally::Sum, Tally::OnADate]) {
        refuse("by", "by goes with the tallies records, sum and on_a_date: only they add up".to_owned());
    }
    if goes(&[Tally::Different, Tally::Names, Tally::Typed]) != figure.key.is_some() {
        refuse("key", "key goes with the tallies different, names and typed, and they with it".to_owned());
    }
    if figure.until.is_some() && !goes(&[Tally::OnADate, Tally::Typed]) {
        refuse("until", "until goes with the tallies on_a_date and typed".to_owned());
    }
    if goes(&[Tally::Typed]) && (figure.day.is_none() || figure.until.is_none() || figure.within.is_some()) {
        refuse(
            "day",
            "what is typed in has the day and until of its period, and lies within no other figure".to_owned(),
        );
    }
    if figure.value.is_some() && figure.working_days.is_some() {
        refuse("value", "a figure has a value or working days, not both".to_owned());
    }
    let how_long = figure.working_days.as_ref().is_some_and(|days| days.most.is_none());
    if goes(&[Tally::Sum, Tally::Median, Tally::Typed]) != (figure.value.is_some() || how_long) {
        refuse("value", "a value goes with the tallies sum, median and typed, and they with it".to_owned());
    }
}

/// Checks the names of all figures, and the report.
pub(super) fn check_plan(plan: Option<(&Source<'_>, &Plan)>, kinds: &[Kind], mistakes: &mut Vec<Mistake>) {
    let figures: Vec<&Figure> = kinds.iter().flat_map(|kind| &kind.figures).collect();
    let sealed: Vec<&Figure> = kinds.iter().flat_map(|kind| &kind.sealed_figures).collect();
    let counted = |id: &str| figures.iter().find(|figure| figure.id == id);
    for kind in kinds {
        let mut refuse = |reason| mistakes.push(Mistake { file: format!("{}.toml", kind.id), line: 1, reason });
        for figure in kind.figures.iter().chain(&kind.sealed_figures) {
            if figures.iter().chain(&sealed).filter(|other| other.id == figure.id).count() > 1 {
                refuse(format!("the figure \"{}\" exists twice", figure.id));
            }
            if let Some(within) = &figure.within
                && counted(&within.figure).is_none_or(|other| other.within.is_some())
            {
                refuse(format!(
                    "{} lies within {}, which is no figure that stands by itself",
                    figure.id, within.figure
                ));
            }
        }
    }
    let Some((source, plan)) = plan else { return };
    for (at, derived) in plan.figures.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("figure"), Item(at), Key(key)], reason));
        if !is_figure_name(&derived.id) || counted(&derived.id).is_some() {
            refuse("id", format!("\"{}\" is no new name of a figure", derived.id));
        }
        if derived.share.is_some() == derived.change.is_some() {
            refuse("id", "a figure that follows from others is a share or a change".to_owned());
        }
        for id in derived.share.iter().flatten().chain(&derived.change) {
            if counted(id).is_none_or(|figure| figure.tally == Tally::Names) {
                refuse("id", format!("there is no figure \"{id}\""));
            }
        }
    }
    let known = |id: &str| counted(id).is_some() || plan.derived(id).is_some();
    for (at, paragraph) in plan.paragraphs.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("paragraph"), Item(at), Key(key)], reason));
        if paragraph.text.chars().count() > LONGEST {
            refuse("text", format!("a paragraph has {LONGEST} characters at most"));
        }
        for name in named(&paragraph.text) {
            match name {
                Some(name) if known(name) || name == "year" => {}
                Some(name) => refuse("text", format!("there is no figure \"{name}\"")),
                None => refuse("text", "a bracket { is not closed".to_owned()),
            }
        }
    }
    for (list, ids) in [("table", &plan.table), ("page", &plan.page)] {
        for (at, id) in ids.iter().enumerate().filter(|(_, id)| !known(id)) {
            mistakes.push(source.mistake(&[Key(list), Item(at)], format!("there is no figure \"{id}\"")));
        }
    }
    if plan.page.len() > MOST_ON_A_PAGE {
        mistakes.push(source.mistake(&[Key("page")], format!("a page has room for {MOST_ON_A_PAGE} figures")));
    }
    if let Some(id) = plan.chart.as_ref().filter(|id| !known(id)) {
        mistakes.push(source.mistake(&[Key("chart")], format!("there is no figure \"{id}\"")));
    }
    for (at, published) in plan.published.iter().enumerate() {
        let mut refuse =
            |key, reason: String| mistakes.push(source.mistake(&[Key("published"), Item(at), Key(key)], reason));
        if !known(&published.figure) {
            refuse("figure", format!("there is no figure \"{}\"", published.figure));
        }
        if published.to < published.from {
            refuse("to", "a period ends before it begins".to_owned());
        }
    }
}

/// What a paragraph names in its brackets, without what stands after a colon; none for a bracket that is not closed.
fn named(text: &str) -> impl Iterator<Item = Option<&str>> {
    text.split('{').skip(1).map(|rest| {
        let (name, _) = rest.split_once('}')?;
        Some(name.strip_suffix(":before").unwrap_or(name))
    })
}

/// Capital letters, digits and underscores, with dots between.
fn is_figure_name(id: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    id.len() <= 60 && id.split('.').all(part)
}

//! Reads catalogue files and refuses what is wrong in them, with file and line.
//!
//! Three passes, each only when the one before found nothing: the text of each file (unknown keys and types), each
//! question by itself, then what names something else (expressions, records, rules), which are tried on a form with
//! nothing answered so that a wrong type shows here and not on patrol.

mod areas;
mod authority;
mod clocks;
mod course;
mod expressions;
mod fields;
mod figures;
mod fits;
mod hands;
mod lines;
mod retention;
mod task_forces;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use hands::{side_by_side, with_room};
use lines::Lines;
use serde::Deserialize;

use super::areas::Areas;
use super::clock::{Clock, OfficeHours};
use super::condition::Compiled;
use super::course::{State, Step as CourseStep};
use super::definition::{
    ANY_FINDING, Choice, DvlaCheck, Field, FieldType, Kind, Offer, PlaceNeed, Required, SENSITIVE, SameOne,
};
use super::figure::{Plan, Tally};
use super::retention::RetentionClass;

/// File with the version and the shared questions.
const COMMON: &str = "common.toml";
/// File with the council's report.
const REPORT: &str = "report.toml";
/// Longest catalogue file, in bytes.
const LONGEST_FILE: usize = 256 * 1024;
/// Most photos that a kind may allow.
const MOST_PHOTOS: u32 = 50;
/// How far back, and how far off, an earlier finding may be the same one.
const MOST_DAYS: u32 = 730;
const MOST_METRES: u32 = 500;

/// Something wrong in a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct Mistake {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// `common.toml`: the catalogue's version and the questions that kinds share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    version: u32,
    /// Asked before a kind's own questions.
    #[serde(default)]
    first: Vec<Field>,
    /// Asked after them.
    #[serde(default)]
    last: Vec<Field>,
    /// Whom a matter can be passed on to.
    #[serde(default)]
    partners: Vec<Choice>,
    /// The groups of the list of all kinds.
    #[serde(default)]
    groups: Vec<Choice>,
    /// What every kind with those questions offers beside it.
    #[serde(default, alias = "offer")]
    offers: Vec<Offer>,
    /// The states and steps of every kind that has some.
    #[serde(default, alias = "state")]
    states: Vec<State>,
    #[serde(default, alias = "step")]
    steps: Vec<CourseStep>,
    #[serde(default, alias = "clock")]
    clocks: Vec<Clock>,
    /// When people are at the office.
    #[serde(default)]
    office_hours: Option<OfficeHours>,
    /// How long records are kept, by class.
    #[serde(default)]
    retention: Vec<RetentionClass>,
}

/// Gives the questions about a partner the partners that there are.
fn name_partners(fields: &mut [Field], partners: &[Choice]) {
    for field in fields {
        if field.partners && field.choices.is_empty() {
            field.choices = partners.to_vec();
        }
        name_partners(&mut field.columns, partners);
    }
}

/// One file being checked.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
    /// Where everything stands; read when there is a mistake to name.
    lines: OnceLock<Option<Lines<'a>>>,
}

impl<'a> Source<'a> {
    fn lines(&self) -> Option<&Lines<'a>> {
        self.lines.get_or_init(|| Lines::read(self.text).ok()).as_ref()
    }

    fn index_of(&self, list: &str, id: &str) -> usize {
        self.lines().map_or(0, |lines| lines.index_of(list, id))
    }

    fn mistake(&self, path: &[Step<'_>], reason: impl Into<String>) -> Mistake {
        Mistake {
            file: self.name.to_owned(),
            line: self.lines().map_or(1, |lines| lines.line_of(path)),
            reason: reason.into(),
        }
    }
}

/// One step into a file: a key, or a place in a list.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// What reading gives: what kinds share, the kinds with their expressions compiled, the areas and the report.
pub(super) type Read = Result<(Shared, Vec<Kind>, Areas, Plan), Vec<Mistake>>;

/// What all kinds share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) version: u32,
    pub(super) groups: Vec<Choice>,
    pub(super) retention: Vec<RetentionClass>,
}

/// Reads all files.
pub(super) fn read_with_room(files: &[(&str, &str)], trial: Trial) -> Read {
    with_room(|| read(files, trial)).unwrap_or_else(|| Err(no_thread()))
}

/// What is said where the computer has no thread to read with.
fn no_thread() -> Vec<Mistake> {
    vec![Mistake { file: COMMON.to_owned(), line: 1, reason: "the files could not be read".to_owned() }]
}

/// Which expressions are tried while the files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trial {
    /// All: the files may be wrong.
    All,
    /// None: they were tried before.
    None,
}

impl Kind {
    /// Its expressions, read the first time that they are needed.
    pub(super) fn compiled(&self) -> &Compiled {
        self.compiled
            .get_or_init(|| with_room(|| expressions::compile(self, None, &mut Vec::new())).unwrap_or_default())
    }
}

fn read(files: &[(&str, &str)], trial: Trial) -> Read {
    let mut mistakes = Vec::new();
    let mut common: Option<(Source<'_>, Common)> = None;
    let mut kinds: Vec<(Source<'_>, Kind)> = Vec::new();
    let mut areas = Areas::default();
    let mut plan: Option<(Source<'_>, Plan)> = None;
    let read_kind = |(name, text)| {
        let mut mistakes = Vec::new();
        (read_file::<Kind>(name, text, &mut mistakes), mistakes)
    };
    let is_kind = |name: &str| ![COMMON, REPORT, task_forces::FILE].contains(&name) && !name.ends_with(areas::ENDING);
    let of_kinds = files.iter().copied().filter(|(name, _)| is_kind(name)).collect();
    let mut of_kinds = side_by_side(of_kinds, read_kind).ok_or_else(no_thread)?.into_iter();
    let mut forces: Option<(Source<'_>, task_forces::File)> = None;
    for &(name, text) in files {
        if name == COMMON {
            common = read_file(name, text, &mut mistakes);
        } else if name == REPORT {
            plan = read_file(name, text, &mut mistakes);
        } else if name == task_forces::FILE {
            forces = read_file(name, text, &mut mistakes);
        } else if name.ends_with(areas::ENDING) {
            areas::read(name, text, &mut areas, &mut mistakes);
        } else if let Some((kind, wrong)) = of_kinds.next() {
            kinds.extend(kind);
            mistakes.extend(wrong);
        }
    }
    let Some((common_source, mut common)) = common else {
        if mistakes.is_empty() {
            let reason = "the catalogue has no common.toml".to_owned();
            mistakes.push(Mistake { file: COMMON.to_owned(), line: 1, reason });
        }
        return Err(mistakes);
    };
    if let Some((source, file)) = forces {
        task_forces::check(&source, file, &mut areas, &mut mistakes);
    }
    none_so_far(&mut mistakes)?;

    let partners = common.partners.clone();
    for fields in [&mut common.first, &mut common.last].into_iter().chain(kinds.iter_mut().map(|(_, k)| &mut k.fields))
    {
        name_partners(fields, &partners);
    }
    fields::check(&common_source, "first", &common.first, &mut mistakes);
    fields::check(&common_source, "last", &common.last, &mut mistakes);
    clocks::check_common(&common_source, &common, &mut mistakes);
    retention::check_classes(&common_source, &common.retention, &mut mistakes);
    fields::check_partners(&common_source, &common.partners, &mut mistakes);
    for (source, kind) in &kinds {
        check_kind(source, kind, &common, &mut mistakes);
    }
    check_between(&kinds, &mut mistakes);
    none_so_far(&mut mistakes)?;

    let mut finished = Vec::with_capacity(kinds.len());
    let mut sources = Vec::with_capacity(kinds.len());
    let whole = side_by_side(kinds, |(source, kind)| {
        let whole = finish(&source, kind, (&common_source, &common), trial);
        (source, whole)
    });
    for (source, (kind, wrong)) in whole.ok_or_else(no_thread)? {
        sources.push(source);
        finished.push(kind);
        mistakes.extend(wrong);
    }
    // A mistake in a shared question shows once, not once for each kind.
    let mut seen = BTreeSet::new();
    mistakes.retain(|mistake| seen.insert(mistake.to_string()));
    if trial == Trial::All {
        fits::check(&sources, &finished, &mut mistakes);
    }
    figures::check_plan(plan.as_ref().map(|(source, plan)| (source, plan)), &finished, &mut mistakes);
    none_so_far(&mut mistakes)?;
    let plan = plan.map(|(_, plan)| plan).unwrap_or_default();
    let shared = Shared { version: common.version, groups: common.groups, retention: common.retention };
    Ok((shared, finished, areas, plan))
}

/// A kind with all that kinds share, and what is wrong with it as a whole.
fn finish<'a>(
    source: &Source<'a>,
    mut kind: Kind,
    (common_source, common): (&Source<'a>, &Common),
    trial: Trial,
) -> (Kind, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let own = kind.fields.len();
    let first = add_common(&mut kind, common);
    let places = expressions::Origins { kind: source, common: common_source, first, own };
    course::complete(&mut kind, &common.states, &common.steps);
    course::check(source, &kind, &mut mistakes);
    clocks::check(source, &kind, &mut mistakes);
    clocks::complete(&mut kind, &common.clocks);
    clocks::name_hours(source, &mut kind, common, &mut mistakes);
    retention::longest_first(&mut kind, &common.retention);
    figures::check(source, &kind, &mut mistakes);
    if trial == Trial::All {
        let compiled = expressions::compile(&kind, Some(&places), &mut mistakes);
        kind.compiled = compiled.into();
    }
    (kind, mistakes)
}

fn none_so_far(mistakes: &mut Vec<Mistake>) -> Result<(), Vec<Mistake>> {
    if mistakes.is_empty() { Ok(()) } else { Err(std::mem::take(mistakes)) }
}

fn read_file<'a, T: serde::de::DeserializeOwned>(
    name: &'a str,
    text: &'a str,
    mistakes: &mut Vec<Mistake>,
) -> Option<(Source<'a>, T)> {
    let mut refuse = |line, reason: String| mistakes.push(Mistake { file: name.to_owned(), line, reason });
    if text.len() > LONGEST_FILE {
        refuse(1, format!("the file is longer than {LONGEST_FILE} bytes"));
        return None;
    }
    match toml::from_str(text) {
        Ok(read) => Some((Source { name, text, lines: OnceLock::new() }, read)),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            refuse(lines::line_at(text, at), error.message().to_owned());
            None
        }
    }
}

fn check_kind(source: &Source<'_>, kind: &Kind, common: &Common, mistakes: &mut Vec<Mistake>) {
    use Step::Key;
    let mut refuse = |path: &[Step<'_>], reason: String| mistakes.push(source.mistake(path, reason));
    if !fields::is_name(&kind.id) || source.name != format!("{}.toml", kind.id) {
        refuse(&[Key("id")], format!("the file of the kind \"{}\" must be called {}.toml", kind.id, kind.id));
    }
    retention::check(kind, &common.retention, &mut refuse);
    if !["OFFICIAL", SENSITIVE].contains(&kind.marking.as_str()) {
        refuse(&[Key("marking")], format!("\"{}\" is not a marking (OFFICIAL, OFFICIAL-SENSITIVE)", kind.marking));
    }
    for (at, partner) in kind.partners.iter().enumerate() {
        if !common.partners.iter().any(|known| known.id == *partner) {
            refuse(&[Key("partners"), Step::Item(at)], format!("common.toml has no partner \"{partner}\""));
        }
    }
    if let Some(group) = kind.group.as_ref().filter(|group| !common.groups.iter().any(|known| known.id == **group)) {
        refuse(&[Key("group")], format!("common.toml has no group \"{group}\""));
    }
    let photos = &kind.photos;
    if photos.to_finish > photos.to_close || photos.to_close > photos.most || photos.most > MOST_PHOTOS {
        let reason = format!("photos need to_finish <= to_close <= most <= {MOST_PHOTOS}");
        refuse(&[Key("photos")], reason);
    }
    if photos.slots.len() > photos.most as usize {
        refuse(&[Key("photos"), Key("slots")], "more named photos than photos are allowed".to_owned());
    }
    for (at, slot) in photos.slots.iter().enumerate() {
        let path = [Key("photos"), Key("slots"), Step::Item(at), Key("id")];
        if !fields::is_name(&slot.id) {
            refuse(&path, format!("\"{}\" is not a name of lower-case letters, digits and _", slot.id));
        }
        let names = || [&slot.id, &slot.label].into_iter().chain(&slot.aliases);
        if photos.slots.iter().take(at).any(|other| names().any(|name| other.is_called(name))) {
            refuse(&path, format!("another photo is called \"{}\" or \"{}\" already", slot.id, slot.label));
        }
    }
    if kind.restricted {
        for (wrong, key, reason) in [
            (!kind.finding || kind.register, "restricted", "only a finding can be restricted, and no register"),
            (photos.most > 0, "photos", "a restricted kind takes no photos: they are not sealed"),
            (kind.marking != SENSITIVE, "marking", "a restricted kind is OFFICIAL-SENSITIVE"),
        ] {
            if wrong {
                refuse(&[Key(key)], reason.to_owned());
            }
        }
    }
    if kind.own_page && kind.finding {
        refuse(&[Key("own_page")], "what has a page of its own is no finding".to_owned());
    }
    if kind.logged && !kind.restricted {
        refuse(&[Key("logged")], "only looks at a restricted kind are logged".to_owned());
    }
    if kind.from_finding.is_some() && !kind.fields.iter().any(Field::links) {
        refuse(
            &[Key("from_finding")],
            "what is begun from a finding names it: it needs a question of = \"finding\"".to_owned(),
        );
    }
    if photos.pair().is_none() && (photos.before.is_some() || photos.after.is_some()) {
        refuse(&[Key("photos")], "before and after go together, and name slots".to_owned());
    }
    if let Some(same) = &kind.same_one {
        check_same_one(kind, same, &mut refuse);
    }
    if let Some(dvla) = &kind.dvla {
        check_dvla(kind, dvla, &mut refuse);
    }
    if kind.planned && !kind.event {
        refuse(&[Key("planned")], "only what is held can be planned: planned goes with event".to_owned());
    }
    fields::check(source, "field", &kind.fields, mistakes);
    for (at, left) in kind.without.iter().enumerate() {
        let steps = common.steps.iter().map(|step| &step.id).chain(common.clocks.iter().map(|clock| &clock.id));
        if !common.last.iter().map(|field| &field.id).chain(steps).any(|id| id == left) {
            mistakes.push(source.mistake(&[Key("without"), Step::Item(at)], format!("common.toml has no \"{left}\"")));
        }
    }
    if kind.common {
        let shared = common.first.iter().chain(&common.last).map(|field| field.id.as_str());
        let shared: Vec<&str> = shared.filter(|id| !kind.leaves_out(id)).collect();
        for (at, field) in kind.fields.iter().enumerate() {
            if shared.contains(&field.id.as_str()) {
                let path = [Key("field"), Step::Item(at), Key("id")];
                let reason = format!("\"{}\" is asked by common.toml already", field.id);
                mistakes.push(source.mistake(&path, reason));
            }
        }
    }
}

/// Checks when an earlier one may be the same. Its steps are known only once the kind has them all.
fn check_same_one(kind: &Kind, same: &SameOne, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    use Step::Key;
    let mut wrong = |key, reason: String| refuse(&[Key("same_one"), Key(key)], reason);
    if !kind.finding || kind.restricted {
        wrong("days", "only a finding that the whole team reads is seen again".to_owned());
    }
    if same.days == 0 || same.days > MOST_DAYS {
        wrong("days", format!("days is 1 to {MOST_DAYS}"));
    }
    if same.metres.is_none() && same.mark.is_none() {
        wrong("days", "the same one is known by metres, by its mark, or by both".to_owned());
    }
    if same.metres.is_some_and(|metres| metres == 0 || metres > MOST_METRES || kind.place == PlaceNeed::None) {
        wrong("metres", format!("metres is 1 to {MOST_METRES} and goes with a place"));
    }
    if let Some(mark) = &same.mark
        && !kind.field(mark).is_some_and(|field| field.field_type == FieldType::Vrm)
    {
        wrong("mark", format!("\"{mark}\" is no question of the type vrm"));
    }
}

/// Checks what the DVLA may be asked.
fn check_dvla(kind: &Kind, dvla: &DvlaCheck, refuse: &mut impl FnMut(&[Step<'_>], String)) {
    use Step::Key;
    let mut wrong = |key, reason: String| refuse(&[Key("dvla"), Key(key)], reason);
    let of_type =
        |id: &String, types: &[FieldType]| kind.field(id).is_some_and(|field| types.contains(&field.field_type));
    if !of_type(&dvla.mark, &[FieldType::Vrm]) || kind.restricted {
        wrong("mark", format!("\"{}\" is no question of the type vrm that the whole team reads", dvla.mark));
    }
    for (key, id) in [("make", &dvla.make), ("colour", &dvla.colour)] {
        if let Some(id) = id.as_ref().filter(|id| !of_type(id, &[FieldType::Text, FieldType::Choice])) {
            wrong(key, format!("\"{id}\" is no question of the type text or choice"));
        }
    }
    if dvla.purposes.is_empty() || dvla.purposes.iter().any(|purpose| !fields::is_name(&purpose.id)) {
        wrong("purposes", "the DVLA is asked for a lawful purpose, each with an id and a label".to_owned());
    }
}

/// Whether every answer of the one is an answer of the other.
fn alike(from: &Kind, to: &Kind, question: &str) -> bool {
    if question == "place" {
        return from.place != PlaceNeed::None && to.place != PlaceNeed::None;
    }
    let (Some(from), Some(to)) = (from.field(question), to.field(question)) else { return false };
    from.field_type == to.field_type && from.choices.iter().all(|choice| to.choice(&choice.id).is_some())
}

/// What one file says about another.
fn check_between(kinds: &[(Source<'_>, Kind)], mistakes: &mut Vec<Mistake>) {
    use Step::{Item, Key};
    for (at, (source, kind)) in kinds.iter().enumerate() {
        let earlier = kinds.get(..at).unwrap_or_default();
        if earlier.iter().any(|(_, other)| other.id == kind.id) {
            mistakes.push(source.mistake(&[Key("id")], format!("the kind \"{}\" exists already", kind.id)));
        }
        if earlier.iter().any(|(_, other)| other.tile == kind.tile) {
            mistakes.push(source.mistake(&[Key("tile")], format!("tile {} is taken already", kind.tile)));
        }
        for (item, offer) in kind.offers.iter().enumerate() {
            let mut wrong = |key, reason| mistakes.push(source.mistake(&[Key("offer"), Item(item), Key(key)], reason));
            let Some((_, other)) = kinds.iter().find(|(_, other)| other.id == offer.kind) else {
                wrong("kind", format!("there is no kind \"{}\"", offer.kind));
                continue;
            };
            for copied in offer.copies.iter().filter(|copied| !alike(kind, other, copied)) {
                wrong("copies", format!("\"{copied}\" is not asked alike by \"{}\" and \"{}\"", kind.id, other.id));
            }
        }
        authority::check(source, kind, kinds, mistakes);
        for (item, field) in kind.fields.iter().enumerate() {
            if let Some(of) =
                field.of.as_deref().filter(|of| *of != ANY_FINDING && !kinds.iter().any(|(_, other)| other.id == *of))
            {
                let path = [Key("field"), Item(item), Key("of")];
                mistakes.push(source.mistake(&path, format!("there is no kind \"{of}\"")));
            }
            if (field.same.is_some() || field.again.is_some()) && field.of.as_ref() != Some(&kind.id) {
                let path = [Key("field"), Item(item), Key("of")];
                mistakes.push(source.mistake(&path, "same and again go with a question for a record of the same kind"));
            }
            if let Some(same) = field.same.as_deref().filter(|same| !leads(kinds, kind, same)) {
                let path = [Key("field"), Item(item), Key("same")];
                let reason = format!("\"{same}\" does not lead from a record to a record");
                mistakes.push(source.mistake(&path, reason));
            }
            let figures = kinds.iter().filter(|(_, other)| Some(&other.id) == field.of.as_ref());
            let figures = figures.flat_map(|(_, other)| &other.figures);
            // What is typed in counts for one period alone.
            let mut figures = figures.filter(|figure| figure.tally != Tally::Typed);
            if let Some(figure) = field.counted_in.as_ref().filter(|id| !figures.any(|figure| figure.id == **id)) {
                let path = [Key("field"), Item(item), Key("counted_in")];
                mistakes.push(source.mistake(&path, format!("\"{figure}\" is no figure of that kind, or is typed in")));
            }
            if field.counted_in.is_some() && (field.field_type != FieldType::Record || field.same.is_some()) {
                let path = [Key("field"), Item(item), Key("counted_in")];
                mistakes
                    .push(source.mistake(&path, "counted_in goes with a question for one record, and not with same"));
            }
            if field.again.is_some_and(|again| again < 2) {
                let path = [Key("field"), Item(item), Key("again")];
                mistakes.push(source.mistake(&path, "again is 2 or more"));
            }
            if let Some(of) = field.of.as_deref().filter(|of| kinds.iter().any(|(_, k)| k.id == *of && k.restricted)) {
                let path = [Key("field"), Item(item), Key("of")];
                mistakes.push(source.mistake(&path, format!("\"{of}\" is restricted: nothing can refer to it")));
            }
        }
    }
}

/// Whether a path such as `meeting.panel` goes from a question for a record to one that its kind asks for a record.
fn leads(kinds: &[(Source<'_>, Kind)], kind: &Kind, path: &str) -> bool {
    let of = |kind: &Kind, id: &str| {
        let field = kind.field(id).filter(|field| field.field_type == FieldType::Record)?;
        kinds.iter().map(|(_, other)| other).position(|other| Some(&other.id) == field.of.as_ref())
    };
    let between = path.split_once('.').and_then(|(first, then)| Some((of(kind, first)?, then)));
    between.is_some_and(|(at, then)| kinds.get(at).is_some_and(|(_, between)| of(between, then).is_some()))
}

/// Puts the shared questions around a kind's own; answers how many stand before.
fn add_common(kind: &mut Kind, common: &Common) -> usize {
    let wanted = |field: &&Field| match field.id.as_str() {
        "occurred_at" => true,
        "place" => kind.place != PlaceNeed::None,
        id => kind.common && !kind.leaves_out(id),
    };
    let adapted = |field: &Field| {
        let mut field = field.clone();
        if field.id == "occurred_at" {
            field.label.clone_from(&kind.occurred_label);
            field.future = kind.planned;
        }
        if field.id == "place" && kind.place == PlaceNeed::Optional {
            field.required = Required::Never;
        }
        field
    };
    let mut all: Vec<Field> = common.first.iter().filter(wanted).map(adapted).collect();
    let first = all.len();
    let last: Vec<Field> = common.last.iter().filter(wanted).map(adapted).collect();
    all.append(&mut kind.fields);
    all.extend(last);
    for field in all.iter_mut().flat_map(|field| {
        let (of_rows, own) = (field.columns.iter_mut().filter(|column| column.partners), &mut field.choices);
        let own = field.partners.then_some(own);
        own.into_iter().chain(of_rows.map(|column| &mut column.choices))
    }) {
        kind.partners_first(field, |choice| &choice.id);
    }
    kind.fields = all;
    if kind.common {
        let others = |offer: &&Offer| offer.kind != kind.id;
        kind.offers.extend(common.offers.iter().filter(others).cloned().collect::<Vec<_>>());
    }
    first
}

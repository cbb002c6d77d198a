//! What a list shows of a record, and what it can be found by: worked out when entries are taken, kept beside the record.

use crate::again::{KnownBy, known_by};
use crate::erasure::{ERASURE, counted};
use crate::fields::*;
use crate::signs::{Sign, signs};
use crate::state::Record;
use book::{BookId, EntryHash, GrantId, RecordId};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use domain::catalogue::{Catalogue, Clock, CommonState, Fact, FieldType, Kind, Moment, Reading, Standing, Tally};
use domain::place::{Place, Position};
use domain::vrm;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How the matter of a record stands that was called off: closed, and not counted.
pub const CALLED_OFF: &str = "called_off";

/// A record in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The record's type; empty if it has none yet.
    pub kind: String,
    /// When it happened (a patrol: when it began), milliseconds since 1970; when it was first written if it does not say.
    pub occurred: i64,
    /// That moment's date in Europe/London.
    pub date: NaiveDate,
    /// The patrol that it was recorded on.
    pub patrol: Option<RecordId>,
    /// Where: a name, else the grid reference, else nothing. For a patrol: its area.
    pub place: String,
    /// Its position, if it has one.
    pub position: Option<Position>,
    /// The code of the ward in which that lies.
    pub ward: Option<String>,
    /// The ids of the order areas in which it lies, of those in force on its date.
    pub order_areas: Vec<String>,
    /// By what it is known again; by nothing if it does not count.
    pub known_by: KnownBy,
    /// The records that its answers name.
    pub refers: BTreeSet<RecordId>,
    /// "4 items, 1 sharp".
    pub summary: String,
    /// Short names of answers that are missing to finish.
    pub missing: Vec<String>,
    /// How many photos.
    pub photos: u32,
    /// Whether it was recorded by mistake.
    pub withdrawn: bool,
    /// Whether it is the same as another finding, and so is not counted.
    pub duplicate: bool,
    /// How its matter stands: `open`, `waiting`, `closed` or [`CALLED_OFF`]; none where nothing follows from it.
    pub standing: Option<String>,
    /// What of its matter is due first, of what wardens can do.
    pub due: Option<Due>,
    /// And of everything, also what only a leader can do.
    pub due_to_leader: Option<Due>,
    /// Whether a field stands in two versions.
    pub two_versions: bool,
    /// Questions without an answer.
    pub open_questions: u32,
    /// `approved`, `sent_back`, or none.
    pub review: Option<String>,
    /// Whether it was changed after it was approved.
    pub changed: bool,
    /// On a patrol: its status.
    pub status: Option<String>,
    /// The short reference.
    pub reference: String,
    /// The entry that began it, if it has arrived.
    pub first: Option<First>,
    /// What a leader should look at.
    pub signs: Vec<Sign>,
    /// What a reader of it sees, in one digest: see [`Record::seen`].
    pub seen: [u8; 32],
    /// What it contributes to figures; nothing if it does not count.
    pub facts: Vec<Fact>,
    /// The words by which it is found.
    pub words: String,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// Until when, milliseconds since 1970: from then on it has run out.
    pub at: i64,
    /// Which time limit of the kind.
    pub clock: String,
}

/// The page that began a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct First {
    /// The entry.
    pub entry: EntryHash,
    /// Its book.
    pub book: BookId,
    /// Its page.
    pub number: u64,
    /// Its clock.
    pub clock: book::Clock,
    /// Its wall time, milliseconds since 1970.
    pub wall: i64,
    /// Who wrote it.
    pub author: GrantId,
}

/// Works out the line of `record` under `catalogue`.
pub fn line(record: &Record, catalogue: &Catalogue) -> Line {
    let first = record.shown(KIND).map(|write| First {
        entry: write.entry,
        book: write.book,
        number: write.number,
        clock: write.clock,
        wall: write.wall,
        author: write.author,
    });
    let kind = record.kind().unwrap_or_default().to_owned();
    let definition = catalogue.kind(&kind);
    let values = record.values(definition);
    let happened = if kind == PATROL { STARTED_AT } else { OCCURRED_AT };
    let written = first.map_or(0, |first| first.wall);
    let occurred = record.text(happened).and_then(instant).map_or(written, |moment| moment.timestamp_millis());
    let photos = record.photos().len();
    let place = record.value(PLACE).and_then(|value| serde_json::from_value::<Place>(value.clone()).ok());
    let place_text = match &place {
        _ if kind == PATROL => record.text(AREA).unwrap_or_default().to_owned(),
        Some(place) => place.name().or(place.grid()).unwrap_or_default().to_owned(),
        None => String::new(),
    };
    let position = place.as_ref().and_then(Place::position);
    let date = local_date(occurred);
    let areas = catalogue.areas();
    let ward = position.and_then(|position| areas.ward_at(&position, date));
    let orders = position.iter().flat_map(|position| areas.orders_at(position, date));
    let order_areas = orders.map(|order| order.id.clone()).collect();
    let mut due = [None, None];
    let mut facts = Vec::new();
    let (summary, missing) = match definition {
        None => (String::new(), Vec::new()),
        Some(_) if record.is_gone() => ("Erased by law".to_owned(), Vec::new()),
        Some(definition) => {
            // As of its last page: what was answered later than it was found lay in no future when it was answered.
            let standing = record.fields.values().flat_map(|field| field.standing());
            let judged = standing.map(|write| write.wall).max().unwrap_or_default().max(occurred);
            let judged = DateTime::from_timestamp_millis(judged).unwrap_or_default();
            let state = record.state_of(definition).map_or("", |state| &state.id);
            let outcome = record.stood().and_then(|stood| stood.outcome).unwrap_or_default();
            let moment = Moment { now: judged };
            let stood: Vec<_> = record.stays(definition).into_iter().map(|stay| stay.state).collect();
            let (answer, contributed) =
                definition.answer_and_facts(&values, &moment, photos, [state, &outcome], &stood);
            facts = contributed;
            due = first_due(&record.readings(definition, &answer));
            // What the law took is not asked for again.
            let missing = answer.missing_to_finish.iter().filter(|one| !record.is_erased(&one.field));
            let nouns = missing.map(|one| {
                definition.field(&one.field).map_or_else(|| one.field.clone(), |field| field.noun().to_lowercase())
            });
            // A sum of which a part was erased is not a smaller sum.
            let lacking = record.lacks_numbers(definition);
            let sums = |fact: &Fact| {
                let figure = definition.figures.iter().find(|figure| figure.id == fact.figure);
                figure.is_some_and(|figure| matches!(figure.tally, Tally::Sum | Tally::Median | Tally::Typed))
            };
            facts.retain(|fact| !lacking || !sums(fact));
            (if lacking { "Erased by law in part".to_owned() } else { answer.summary }, nouns.collect())
        }
    };
    let standing = definition.and_then(|definition| record.standing(definition));
    let state = definition.and_then(|definition| record.state_of(definition)).map(|state| state.is);
    let called_off = standing == Some(Standing::Closed) && state == Some(CommonState::Withdrawn);
    // What is closed asks for nothing more, and what was brought in from before nobody can finish.
    let no_more = standing == Some(Standing::Closed) || record.value(BROUGHT_IN).is_some();
    let missing = if no_more { Vec::new() } else { missing };
    if kind == ERASURE {
        facts = counted(record);
    }
    for fact in facts.iter_mut().filter(|_| kind != ERASURE) {
        fact.ward = ward.map(|ward| ward.code.clone());
    }
    let [due, due_to_leader] = due;
    let withdrawn = record.withdrawn().is_some();
    let duplicate = definition.is_some() && record.is_duplicate();
    if withdrawn || duplicate || called_off {
        facts.clear();
    }
    let counts = !withdrawn && !duplicate && !called_off;
    let known_by = definition.filter(|_| counts).map(|kind| known_by(kind, &values)).unwrap_or_default();
    let reference = record.text(REFERENCE).unwrap_or_default().to_owned();
    let office_reference = record.office_reference().unwrap_or_default();
    let words = words(&values, definition, &[&place_text, &summary, &reference, office_reference]);
    Line {
        occurred,
        date,
        patrol: record.text(ON_PATROL).and_then(RecordId::parse),
        place: place_text,
        position,
        ward: ward.map(|ward| ward.code.clone()),
        order_areas,
        known_by,
        refers: refers(&values, definition).filter(|named| *named != record.id).collect(),
        summary,
        missing,
        photos: u32::try_from(photos).unwrap_or(u32::MAX),
        withdrawn,
        duplicate,
        standing: standing.map(|standing| if called_off { CALLED_OFF } else { standing.name() }.to_owned()),
        due,
        due_to_leader,
        two_versions: !record.two_versions(definition).is_empty(),
        open_questions: record.questions().iter().filter(|question| question.answered.is_none()).count() as u32,
        review: record.review().map(|review| review.outcome),
        changed: record.changed_since_approval(definition),
        status: (kind == PATROL).then(|| record.text(STATUS).unwrap_or("active").to_owned()),
        reference,
        first,
        signs: definition.map(|kind| signs(record, kind)).unwrap_or_default(),
        seen: record.seen(definition),
        facts,
        words,
        kind,
    }
}

/// What is due first: of what wardens can do, and of everything.
fn first_due(readings: &[(&Clock, Reading)]) -> [Option<Due>; 2] {
    let due = |(clock, reading): &(&Clock, Reading)| match reading {
        Reading::Due(due) => Some(Due { at: due.timestamp_millis(), clock: clock.id.clone() }),
        Reading::Paused(_) | Reading::Met { .. } => None,
    };
    [readings.iter().filter(|(clock, _)| !clock.leader).filter_map(due).min(), readings.iter().filter_map(due).min()]
}

/// The date in Europe/London of a moment in milliseconds since 1970: reports go by local date.
pub fn local_date(millis: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().with_timezone(&London).date_naive()
}

/// The moment at which a date begins in Europe/London, milliseconds since 1970.
pub fn begin_of(date: NaiveDate) -> i64 {
    domain::working_day::begin_of(date).timestamp_millis()
}

/// Reads an RFC 3339 moment.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&Utc))
}

/// The records that answers name, by the questions that ask for one or several.
fn refers<'a>(
    values: &'a BTreeMap<String, Value>,
    definition: Option<&'a Kind>,
) -> impl Iterator<Item = RecordId> + 'a {
    let asking = definition.into_iter().flat_map(|kind| &kind.fields);
    let asking = asking.filter(|field| matches!(field.field_type, FieldType::Record | FieldType::Records));
    asking
        .filter_map(|field| values.get(&field.id))
        .flat_map(|value| match value {
            Value::Array(several) => several.iter().collect(),
            one => vec![one],
        })
        .filter_map(Value::as_str)
        .filter_map(RecordId::parse)
}

/// Everything typed or chosen, as words: texts, and the labels of choices.
fn words(values: &BTreeMap<String, Value>, definition: Option<&Kind>, more: &[&str]) -> String {
    let mut words: Vec<String> = more.iter().map(|text| (*text).to_owned()).collect();
    words.extend(definition.map(|definition| definition.name.clone()));
    for (name, value) in values {
        if is_own(name) || [OCCURRED_AT, PLACE, STARTED_AT, ENDED_AT].contains(&name.as_str()) {
            continue;
        }
        let field = definition.and_then(|definition| definition.field(name));
        let label =
            |id: &str| field.and_then(|field| field.choice(id)).map_or(id.to_owned(), |choice| choice.label.clone());
        match value {
            // A mark is found as it was typed, without its space, and with it.
            Value::String(mark) if field.is_some_and(|field| field.field_type == FieldType::Vrm) => {
                words.extend([mark.clone(), vrm::normalise(mark), vrm::display(mark)]);
            }
            Value::String(text) => words.push(label(text)),
            Value::Array(items) => words.extend(items.iter().filter_map(Value::as_str).map(label)),
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_begins_at_midnight_in_london_also_in_summer_and_when_the_clocks_change() {
        for date in ["2025-01-31", "2025-03-30", "2025-07-01", "2025-10-26"] {
            let date: NaiveDate = date.parse().unwrap();
            let begins = begin_of(date);
            assert_eq!(local_date(begins), date, "its first moment");
            assert_eq!(local_date(begins - 1), date.pred_opt().unwrap(), "the moment before {date}");
        }
    }
}

//! A finding as it is exported: what every file has of it. As JSON it is a line of `findings.jsonl`, with answers as they are
//! stored; the other files have the same in words.

use super::to_millis;
use chrono::{DateTime, Utc};
use domain::catalogue::{Catalogue, Field, FieldType, Kind};
use domain::place::Place;
use record::{PhotoRow, Record, is_own};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use server_core::{Became, Recorded};
use std::collections::BTreeSet;

/// What became of a finding since the export before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    New,
    Changed,
    Erased,
    Gone,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: String,
    pub(super) change: Change,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<&'a str>,
    #[serde(flatten)]
    pub(super) said: Option<Said<'a>>,
}

/// What a finding says that is not erased and not gone.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    pub(super) team: &'a str,
    pub(super) council_reference: Option<&'a str>,
    #[serde(serialize_with = "moment")]
    pub(super) occurred_at: DateTime<Utc>,
    /// The local date of that, by which reports go.
    pub(super) date: String,
    #[serde(serialize_with = "moment")]
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) recorded_by: &'a str,
    pub(super) tablet: &'a str,
    pub(super) page: u64,
    pub(super) place: Option<String>,
    pub(super) grid_reference: Option<String>,
    pub(super) position: Option<At>,
    pub(super) ward: Option<Area<'a>>,
    pub(super) order_areas: Vec<Area<'a>>,
    pub(super) summary: &'a str,
    pub(super) photos: Vec<PhotoRow>,
    /// `approved`, `sent_back`, or none.
    pub(super) review: Option<&'a str>,
    pub(super) changed_since_approval: bool,
    pub(super) recorded_by_mistake: bool,
    pub(super) same_as_another: bool,
    pub(super) two_versions: bool,
    pub(super) state: Option<&'a str>,
    pub(super) standing: Option<&'a str>,
    pub(super) outcome: Option<String>,
    pub(super) answers: Map<String, Value>,
    /// The questions of which the answer was erased by law.
    pub(super) erased: BTreeSet<String>,
    #[serde(skip)]
    pub(super) state_label: Option<&'a str>,
    #[serde(skip)]
    pub(super) answers_in_words: String,
}

/// Where it is, in degrees and in metres of the National Grid.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct At {
    pub(super) lon: f64,
    pub(super) lat: f64,
    pub(super) accuracy_m: f64,
    pub(super) easting: Option<f64>,
    pub(super) northing: Option<f64>,
}

/// A ward or an order area.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Area<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
}

fn moment<S: Serializer>(moment: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&to_millis(*moment))
}

impl<'a> Row<'a> {
    pub(super) fn of(became: &'a Became<'_>, catalogue: &'a Catalogue) -> Self {
        let bare = |id: &book::RecordId, change| Row {
            id: id.0.to_string(),
            change,
            kind: None,
            kind_name: None,
            reference: None,
            said: None,
        };
        match became {
            Became::Gone(id) => bare(id, Change::Gone),
            Became::Erased { id, kind, reference } => Row {
                kind: Some(&kind.id),
                kind_name: Some(&kind.name),
                reference: Some(reference),
                ..bare(id, Change::Erased)
            },
            Became::Recorded(one) => Row {
                kind: Some(&one.kind.id),
                kind_name: Some(&one.kind.name),
                reference: Some(&one.line.reference),
                said: Some(said(one, catalogue)),
                ..bare(&one.record.id, if one.is_new { Change::New } else { Change::Changed })
            },
        }
    }
}

fn said<'a>(one: &'a Recorded<'_>, catalogue: &'a Catalogue) -> Said<'a> {
    let Recorded { record, kind, line, team, by, tablet, .. } = one;
    let areas = catalogue.areas();
    let place = record.value(record::PLACE).and_then(|place| serde_json::from_value::<Place>(place.clone()).ok());
    let position = line.position.map(|position| {
        let (easting, northing) = position.national_grid().unzip();
        let metres = |metres: f64| (metres * 100.0).round() / 100.0;
        At {
            lon: position.lon,
            lat: position.lat,
            accuracy_m: position.accuracy_m,
            easting: easting.map(metres),
            northing: northing.map(metres),
        }
    });
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    let state = record.state_of(kind);
    let text_of = |of: fn(&Place) -> Option<&str>| place.as_ref().and_then(of).map(str::to_owned);
    let (answers, answers_in_words) = answers(record, kind);
    Said {
        team,
        council_reference: record.office_reference(),
        occurred_at: at(line.occurred),
        date: line.date.to_string(),
        recorded_at: at(line.first.map_or(line.occurred, |first| first.wall)),
        recorded_by: by,
        tablet,
        page: line.first.map_or(0, |first| first.number),
        place: text_of(Place::name),
        grid_reference: text_of(Place::grid),
        position,
        ward: line
            .ward
            .as_deref()
            .and_then(|code| areas.ward(code))
            .map(|ward| Area { code: &ward.code, name: &ward.name }),
        order_areas: line
            .order_areas
            .iter()
            .filter_map(|id| areas.order(id))
            .map(|order| Area { code: &order.id, name: &order.title })
            .collect(),
        summary: &line.summary,
        photos: record.photos(),
        review: line.review.as_deref(),
        changed_since_approval: line.changed,
        recorded_by_mistake: line.withdrawn,
        same_as_another: line.duplicate,
        two_versions: line.two_versions,
        state: state.map(|state| state.id.as_str()),
        standing: line.standing.as_deref(),
        outcome: record.stood().and_then(|stood| stood.outcome),
        answers,
        erased: erased(record),
        state_label: state.map(|state| state.label.as_str()),
        answers_in_words,
    }
}

/// What was answered, by question: as it is stored, and in words.
fn answers(record: &Record, kind: &Kind) -> (Map<String, Value>, String) {
    let (mut answers, mut words) = (Map::new(), Vec::new());
    let asked = kind
        .fields
        .iter()
        .filter(|field| !is_own(&field.id) && ![record::OCCURRED_AT, record::PLACE].contains(&field.id.as_str()));
    for field in asked {
        let (answer, said) = answer(record, field);
        if answer.is_null() {
            continue;
        }
        // A record's id says nothing to people.
        if !said.is_empty() && !matches!(field.field_type, FieldType::Record | FieldType::Records) {
            words.push(format!("{}: {said}", field.noun()));
        }
        answers.insert(field.id.clone(), answer);
    }
    (answers, words.join("; "))
}

fn answer(record: &Record, field: &Field) -> (Value, String) {
    if field.field_type != FieldType::Rows {
        let answer = record.answer(field);
        let words = if answer.is_null() { String::new() } else { field.words(&answer) };
        return (answer, words);
    }
    let rows = record.rows_of(&field.id).filter_map(|(_, row)| Some(row.shown()?.value.clone()));
    let rows: Vec<Value> = rows.filter(|row| !row.is_null()).collect();
    let words: Vec<String> = rows.iter().map(|row| field.row_words(row)).collect();
    if rows.is_empty() { (Value::Null, String::new()) } else { (Value::Array(rows), words.join(", ")) }
}

fn erased(record: &Record) -> BTreeSet<String> {
    let names = record.fields.keys().map(|name| name.split('/').next().unwrap_or(name));
    names.filter(|name| record.is_erased(name)).map(str::to_owned).collect()
}

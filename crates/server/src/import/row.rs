//! One row as one record: its answers, its id, and what is wrong with it.

use super::RowError;
use super::cell;
use super::columns::{Columns, Map, Target, named};
use anyhow::ensure;
use book::RecordId;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::catalogue::{Kind, Moment, Outcome, PlaceNeed, Step};
use domain::place::{Method, Place, Position};
use rayon::prelude::*;
use record::Stood;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// How well a position of before is known, in metres, as nobody wrote it down.
const ACCURACY_M: f64 = 50.0;

/// So many rows are worth a thread.
const FEWEST_EACH: usize = 64;

/// A row that was read.
pub(super) struct Read {
    pub(super) id: RecordId,
    pub(super) fields: BTreeMap<String, Value>,
    pub(super) errors: Vec<RowError>,
    /// Whether it lacks an answer that finishing needs.
    pub(super) unfinished: bool,
}

/// What all rows share.
pub(super) struct Rows<'a> {
    kind: &'a Kind,
    map: &'a Map,
    columns: &'a Columns<'a>,
    /// What is the same for all, as cells.
    always: Vec<(&'a str, Target, &'a str)>,
    moment: Moment,
    /// The lines of the references so far, and how often the same row came.
    seen: HashMap<[u8; 16], u64>,
}

/// What of a row is put together from several cells.
#[derive(Default)]
struct Parts<'a> {
    dates: BTreeMap<usize, NaiveDate>,
    clocks: BTreeMap<usize, NaiveTime>,
    place: Option<&'a str>,
    position: Option<&'a str>,
    latitude: Option<&'a str>,
    longitude: Option<&'a str>,
    step: Option<&'a str>,
    outcome: Option<&'a str>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(kind: &'a Kind, map: &'a Map, columns: &'a Columns<'a>, now: i64) -> anyhow::Result<Self> {
        let mut always = Vec::new();
        for (name, cell) in &map.always {
            let target = named(kind, name)?;
            ensure!(
                columns.all.iter().all(|(_, other)| *other != target),
                "\"{name}\" is a column and in the map's `always`"
            );
            always.push((name.as_str(), target, cell.as_str()));
        }
        for (name, words) in &map.choices {
            let Target::Field(at) = named(kind, name)? else { anyhow::bail!("\"{name}\" has no choices") };
            let field = kind.fields.get(at);
            for id in words.values() {
                let known = field.is_some_and(|field| field.choice(id).is_some());
                ensure!(known, "\"{id}\" is no answer of \"{name}\", where the map names it");
            }
        }
        let moment = Moment { now: DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default() };
        Ok(Self { kind, map, columns, always, moment, seen: HashMap::new() })
    }

    /// Reads rows, each with the line on which it begins, on all processors; their ids follow from their order.
    pub(super) fn read(&mut self, rows: &[(u64, csv::StringRecord)]) -> Vec<Read> {
        let of = &*self;
        let mut read: Vec<Read> =
            rows.par_iter().with_min_len(FEWEST_EACH).map(|(line, row)| of.judge(*line, row)).collect();
        for ((line, row), read) in rows.iter().zip(&mut read) {
            match self.id(*line, &read.fields, row) {
                Ok(id) => read.id = id,
                Err(error) => read.errors.push(error),
            }
            read.fields.insert(record::KIND.into(), json!(self.kind.id));
        }
        read
    }

    /// What a row says and what is wrong with it, but for its id.
    fn judge(&self, line: u64, record: &csv::StringRecord) -> Read {
        let mut errors = Vec::new();
        let mut fields: BTreeMap<String, Value> = BTreeMap::new();
        let mut parts = Parts::default();
        let heads = self.columns.all.iter().zip(record).map(|((head, target), cell)| (head.as_str(), *target, cell));
        let cells: Vec<(&str, Target, &str)> = heads.chain(self.always.iter().copied()).collect();
        for (head, target, cell) in cells.iter().filter(|(_, _, cell)| !cell.is_empty()) {
            if let Err(reason) = self.cell(*target, cell, &mut fields, &mut parts) {
                let (column, value) = ((*head).to_owned(), (*cell).to_owned());
                errors.push(RowError { line, column, value, reason });
            }
        }
        let head_of =
            |target: Target| cells.iter().find(|(_, other, _)| *other == target).map(|(head, _, cell)| (*head, *cell));
        let mut wrong = |target: Option<(&str, &str)>, reason: String| {
            let (column, value) = target.unwrap_or_default();
            errors.push(RowError { line, column: column.to_owned(), value: value.to_owned(), reason });
        };
        for (at, day) in &parts.dates {
            match (self.kind.fields.get(*at), cell::at(*day, parts.clocks.get(at).copied())) {
                (Some(field), Ok(moment)) => {
                    let moment = moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                    fields.insert(field.id.clone(), json!(moment));
                }
                (_, Err(reason)) => wrong(head_of(Target::Clock(*at)), reason),
                (None, _) => {}
            }
        }
        match self.place(&parts) {
            Ok(place) => fields.extend(place.map(|place| (record::PLACE.to_owned(), json!(place)))),
            Err(reason) => {
                wrong(head_of(Target::Position).or(head_of(Target::Latitude)).or(head_of(Target::PlaceName)), reason)
            }
        }
        match self.stood(&parts) {
            Ok(stood) => fields.extend(stood.map(|stood| (record::STATE.to_owned(), json!(stood)))),
            Err(reason) => wrong(head_of(Target::Step).or(head_of(Target::Outcome)), reason),
        }
        let answer = self.kind.answer(&fields, &self.moment, 0);
        if errors.is_empty() {
            for judged in answer.fields.iter().filter_map(|judged| Some((&judged.id, judged.problem.as_ref()?))) {
                let at = self.kind.fields.iter().position(|field| field.id == *judged.0);
                let cell = at.and_then(|at| head_of(Target::Field(at)).or(head_of(Target::Date(at))));
                let (column, value) = cell.unwrap_or_default();
                let reason = judged.1.message.clone();
                errors.push(RowError { line, column: column.to_owned(), value: value.to_owned(), reason });
            }
        }
        if errors.is_empty() {
            // A problem stands among what is missing as well.
            errors.extend(answer.missing_now.iter().map(|missing| RowError {
                line,
                column: String::new(),
                value: String::new(),
                reason: missing.message.clone(),
            }));
        }
        let unfinished = !answer.missing_to_finish.is_empty();
        Read { id: RecordId(uuid::Uuid::nil()), fields, errors, unfinished }
    }

    /// Takes one cell.
    fn cell<'c>(
        &self,
        target: Target,
        cell: &'c str,
        fields: &mut BTreeMap<String, Value>,
        parts: &mut Parts<'c>,
    ) -> Result<(), String> {
        match target {
            Target::Field(at) => {
                let Some(field) = self.kind.fields.get(at) else { return Ok(()) };
                fields.insert(field.id.clone(), cell::read(field, self.map.choices.get(&field.id), cell)?);
            }
            Target::Date(at) => {
                parts.dates.insert(at, cell::date(cell)?);
            }
            Target::Clock(at) => {
                parts.clocks.insert(at, cell::clock_time(cell)?);
            }
            Target::Reference => {
                if cell.chars().count() > 60 {
                    return Err("a reference has 60 characters at most".into());
                }
                fields.insert(record::REFERENCE.into(), json!(cell));
            }
            Target::PlaceName => parts.place = Some(cell),
            Target::Position => parts.position = Some(cell),
            Target::Latitude => parts.latitude = Some(cell),
            Target::Longitude => parts.longitude = Some(cell),
            Target::Step => parts.step = Some(cell),
            Target::Outcome => parts.outcome = Some(cell),
            Target::LeftOut => {}
        }
        Ok(())
    }

    fn place(&self, parts: &Parts<'_>) -> Result<Option<Place>, String> {
        if self.kind.place == PlaceNeed::None {
            return Ok(None);
        }
        let degrees = |cell: &str| cell.parse::<f64>().map_err(|_| format!("\"{cell}\" is no number of degrees"));
        let at = match (parts.position, parts.latitude, parts.longitude) {
            (Some(position), None, None) => Some(Place::typed(position).map_err(|error| error.to_string())?),
            (None, Some(lat), Some(lon)) => {
                let position = Position { lat: degrees(lat)?, lon: degrees(lon)?, accuracy_m: ACCURACY_M };
                Some(Place::at(position, Method::TypedCoordinates, None).map_err(|error| error.to_string())?)
            }
            (None, None, None) => None,
            (Some(_), ..) => return Err("give a position once: as one cell, or as latitude and longitude".into()),
            _ => return Err("latitude and longitude go together".into()),
        };
        let place = match (at, parts.place) {
            (Some(at), Some(name)) => at.with_name(name),
            (None, Some(name)) => Place::named(name),
            (Some(at), None) => Ok(at),
            (None, None) => return Ok(None),
        };
        place.map(Some).map_err(|error| error.to_string())
    }

    /// Where its matter stands.
    fn stood(&self, parts: &Parts<'_>) -> Result<Option<Stood>, String> {
        let Some(said) = parts.step else {
            return match parts.outcome {
                Some(_) => Err("an outcome needs the step that led to it".into()),
                None => Ok(None),
            };
        };
        let is = |step: &&Step| step.id == said || step.label.eq_ignore_ascii_case(said);
        let Some(step) = self.kind.steps.iter().find(is) else {
            let known: Vec<&str> = self.kind.steps.iter().map(|step| step.id.as_str()).collect();
            return Err(format!("there is no such step; there are {}", known.join(", ")));
        };
        let is = |outcome: &&Outcome| {
            parts.outcome.is_some_and(|said| outcome.id() == said || outcome.label().eq_ignore_ascii_case(said))
        };
        let outcome = match (step.outcomes.as_slice(), parts.outcome) {
            ([only], None) => Some(*only),
            ([], None) => None,
            (several, _) => Some(*several.iter().find(is).ok_or_else(|| {
                let known: Vec<String> = several.iter().map(|outcome| outcome.id()).collect();
                format!("this step ends in one of: {}", known.join(", "))
            })?),
        };
        let reason = step.reason.then(|| "Brought in from before".to_owned());
        Ok(Some(Stood { step: step.id.clone(), to: step.to.clone(), outcome: outcome.map(Outcome::id), reason }))
    }

    /// The same row has the same id: by its reference, or by all that it says and how often that came before.
    fn id(
        &mut self,
        line: u64,
        fields: &BTreeMap<String, Value>,
        row: &csv::StringRecord,
    ) -> Result<RecordId, RowError> {
        let reference = fields.get(record::REFERENCE).and_then(Value::as_str);
        let mut hash = Sha256::new().chain_update(b"patrolbook/v1/import\0").chain_update(&self.kind.id);
        match reference {
            Some(reference) => hash.update([b"\0reference\0", reference.as_bytes()].concat()),
            None => row.iter().for_each(|cell| hash.update([b"\0", cell.as_bytes()].concat())),
        }
        let key = first_16(&hash.clone().finalize());
        let before = self.seen.get(&key).copied();
        let times = match (reference, before) {
            (Some(reference), Some(before)) => {
                return Err(RowError {
                    line,
                    column: "reference".into(),
                    value: reference.into(),
                    reason: format!("line {before} has this reference too"),
                });
            }
            (Some(_), None) => line,
            (None, before) => before.unwrap_or(0) + 1,
        };
        self.seen.insert(key, times);
        if reference.is_none() {
            hash.update(times.to_be_bytes());
        }
        let at = fields.get(record::OCCURRED_AT).and_then(Value::as_str);
        let at = at.and_then(|at| DateTime::parse_from_rfc3339(at).ok()).map_or(0, |at| at.timestamp_millis());
        let random = first_16(&hash.finalize());
        let random: [u8; 10] = std::array::from_fn(|at| random.get(at).copied().unwrap_or(0));
        Ok(RecordId(uuid::Builder::from_unix_timestamp_millis(u64::try_from(at).unwrap_or(0), &random).into_uuid()))
    }
}

fn first_16(bytes: &[u8]) -> [u8; 16] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(0))
}

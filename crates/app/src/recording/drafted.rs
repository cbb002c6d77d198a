//! What a draft comes to over the record that it changes, judged by the catalogue, and what a save of it still waits for.

use crate::App;
use crate::contract::{CallError, FormProblem};
use crate::recording::form::MOST_CHOICES;
use crate::recording::same_one::only_seen;
use crate::refusals::not_found;
use crate::words::{capital, local};
use book::RecordId;
use chrono::NaiveDate;
use domain::catalogue::{Field, FormAnswer, Kind, Moment};
use record::{Over, PhotoRow, Record};
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Draft, Filter, Found};

/// A draft with everything that its form is made of.
pub(crate) struct Drafted<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) record: Option<Record>,
    pub(crate) values: BTreeMap<String, Value>,
    pub(crate) photos: Vec<PhotoRow>,
    pub(crate) answer: FormAnswer,
    /// Those who are named where somebody else has to be.
    pub(crate) wrong_people: Vec<FormProblem>,
}

impl App {
    /// The draft over the record that it changes, judged as of now.
    pub(crate) fn drafted(&self, draft: &Draft) -> Result<Drafted<'_>, CallError> {
        let kind = self.store.catalogue().kind(&draft.kind).ok_or_else(|| not_found("kind"))?;
        let record = draft.record.map(|id| self.record(id)).transpose()?.flatten();
        if draft.record.is_some() && record.is_none() {
            return Err(not_found("finding"));
        }
        let mut values = record.as_ref().map(|record| record.values(Some(kind))).unwrap_or_default();
        values.extend(draft.opened.clone());
        values.extend(draft.answers.clone());
        let mut photos = record.as_ref().map(Record::photos).unwrap_or_default();
        photos.retain(|row| !draft.answers.contains_key(&format!("{}{}", record::PHOTO, row.sha256)));
        photos.extend(draft.photos.iter().map(|photo| photo.row.clone()));
        let answer = kind.answer(&values, &Moment { now: local(self.now()).to_utc() }, photos.len());
        let wrong_people = self.wrong_people(draft, kind)?;
        Ok(Drafted { kind, record, values, photos, answer, wrong_people })
    }

    /// What a save of this draft still waits for.
    pub(crate) fn missing(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<Vec<FormProblem>, CallError> {
        if let Some(step) = drafted.step(draft) {
            let waits = drafted.missing_for_step(draft, step).into_iter();
            let mut waits: Vec<_> = waits.map(|one| FormProblem { field: one.field, message: one.message }).collect();
            let stopped = self.not_authorised(drafted, step)?;
            waits.extend(stopped.filter(|one| !waits.iter().any(|other| other.field == one.field)));
            waits.extend(self.of_another(draft, drafted)?);
            return Ok(waits);
        }
        // That something was seen again waits for nothing.
        if only_seen(draft) {
            return Ok(Vec::new());
        }
        let waits = match draft.stage.as_str() {
            "finish" => &drafted.answer.missing_to_finish,
            _ => &drafted.answer.missing_now,
        };
        let wrong = drafted.answer.fields.iter().filter(|_| draft.stage == "correct").filter_map(|field| {
            let problem = field.problem.as_ref()?;
            Some(FormProblem { field: field.id.clone(), message: problem.message.clone() })
        });
        let mut missing: Vec<_> =
            waits.iter().map(|one| FormProblem { field: one.field.clone(), message: one.message.clone() }).collect();
        missing.extend(wrong);
        missing.extend(self.loosened(drafted));
        missing.extend(self.no_longer_authorised(draft, drafted)?);
        missing.extend(self.of_another(draft, drafted)?);
        missing.extend(drafted.wrong_people.iter().cloned());
        missing.dedup();
        for one in contradictions(draft, &drafted.answer) {
            if !missing.contains(&one) {
                missing.push(one);
            }
        }
        Ok(missing)
    }

    /// Of a question that only some records of its kind answer, those, newest first: with the same end of a path as these answers,
    /// or counted in a figure. None where any does.
    pub(super) fn of_some(
        &self,
        kind: &str,
        field: &Field,
        values: &BTreeMap<String, Value>,
    ) -> Result<Option<Vec<Found>>, CallError> {
        let Some(kind) = self.store.catalogue().kind(kind) else { return Ok(None) };
        if let Some(path) = &field.same {
            let text = |field: &str| values.get(field).and_then(Value::as_str).map(Into::into);
            return Ok(Some(self.with_the_same(kind, path, text)?.unwrap_or_default()));
        }
        let figure = field.counted_in.as_ref().and_then(|id| kind.figures.iter().find(|figure| figure.id == *id));
        let Some(figure) = figure else { return Ok(None) };
        let over = Over::of(figure, NaiveDate::default(), local(self.now()).date_naive(), None);
        let counted = Filter { figure: Some(over), ..Filter::default() };
        Ok(Some(self.store.find(&counted, MOST_CHOICES)?))
    }

    /// Answers that name another record than those of which one is asked: an issue of another panel, a warning that was never served.
    fn of_another(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<Vec<FormProblem>, CallError> {
        let mut problems = Vec::new();
        for field in &drafted.kind.fields {
            let named = drafted.values.get(&field.id).and_then(Value::as_str).and_then(RecordId::parse);
            let Some((of, named)) = field.of.as_ref().zip(named) else { continue };
            // What was named before, and nobody touches now, stays.
            let begins = field.same.as_ref().and_then(|path| path.split_once('.')).map_or("", |(first, _)| first);
            if !draft.answers.contains_key(&field.id) && !draft.answers.contains_key(begins) {
                continue;
            }
            // The list that is offered ends somewhere.
            let is_one = match &field.counted_in {
                Some(figure) => self.store.counts_in(figure, named)?,
                None => match self.of_some(of, field, &drafted.values)? {
                    Some(among) => among.iter().any(|one| one.id == named),
                    None => continue,
                },
            };
            let itself = drafted.record.as_ref().map(|record| record.id);
            if Some(named) == itself || !is_one {
                let message = format!("{}: choose one of those that are offered", capital(field.noun()));
                problems.push(FormProblem { field: field.id.clone(), message });
            }
        }
        let unfit = self.not_fitting(draft, drafted)?.into_iter();
        let unfit: Vec<_> = unfit.filter(|one| !problems.iter().any(|other| other.field == one.field)).collect();
        problems.extend(unfit);
        Ok(problems)
    }
}

/// What a correction answers against a rule, whatever stage the rule is for. What is merely open may stay open.
fn contradictions<'a>(draft: &'a Draft, answer: &'a FormAnswer) -> impl Iterator<Item = FormProblem> + 'a {
    let answers = move |field: &str| draft.answers.get(field).is_some_and(|value| !value.is_null());
    let broken = answer.missing_to_close.iter().filter(move |one| draft.stage == "correct" && answers(&one.field));
    broken.map(|one| FormProblem { field: one.field.clone(), message: one.message.clone() })
}

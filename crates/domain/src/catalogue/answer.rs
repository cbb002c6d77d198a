//! What a half-filled form still needs: the one place where forms are judged, on the tablet and at the council office.
//!
//! Fields are worked through in order, so a condition sees only what was asked before it. A hidden field counts as
//! unanswered here, but its value is left alone. The three lists of what is missing contain each other: whatever is
//! missing to save now is missing to finish and to close too.

use std::collections::{BTreeMap, HashMap};

use cel::Value as CelValue;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::condition::{Condition, FieldConditions, PHOTO_COUNT, Scope, TEXTS};
use super::definition::{Field, FieldType, Kind, Required, SENSITIVE, Stage};
use super::held::Held;
use super::value::{self, Problem, ProblemCode, problem};
use super::{PHOTOS, is_envelope, rows};
use crate::vrm;

/// What an answer is judged against beside itself.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The device's now: nothing can have happened later.
    pub now: DateTime<Utc>,
}

/// How one question stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FieldAnswer {
    /// The question.
    pub id: String,
    /// Whether it is asked.
    pub shown: bool,
    /// Up to which stage it may stay unanswered, as things stand.
    pub required: Required,
    /// The value as stored; for a computed one, as worked out; for rows, an object of the rows by their ids. Null when
    /// unanswered.
    pub value: Value,
    /// The answer in words.
    pub text: String,
    /// Why it is asked, to follow "Asked because" ("2 sharps were removed").
    pub because: Option<String>,
    /// Advice that never blocks ("Reads as a mark from 2007").
    pub advice: Option<String>,
    /// What is wrong with the answer.
    pub problem: Option<Problem>,
}

/// Something that is still to be answered or put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Missing {
    /// Question that the message stands at; `photos` for the photos.
    pub field: String,
    /// How it is said.
    pub message: String,
}

/// How a whole form stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct FormAnswer {
    /// Each question in order.
    pub fields: Vec<FieldAnswer>,
    /// The one line shown in lists.
    pub summary: String,
    /// What the first save waits for.
    pub missing_now: Vec<Missing>,
    /// What finishing waits for (with `missing_now`).
    pub missing_to_finish: Vec<Missing>,
    /// What closing waits for (with `missing_to_finish`).
    pub missing_to_close: Vec<Missing>,
    /// The steps that the answers allow, by their ids; whether they follow on its state is another matter.
    pub steps: Vec<String>,
    /// The step that the answers say was taken with them; whether it can be is another matter.
    pub at_once: Option<String>,
    /// The time limits that there are by the answers, by their ids.
    pub clocks: Vec<String>,
    /// The power that an officer needs for the steps of the kind's `authority`; none if anybody may take them.
    pub power: Option<String>,
    /// What is offered to be recorded beside it, by its place among the kind's offers.
    pub offers: Vec<usize>,
    /// Its handling marking.
    pub marking: String,
    /// Its retention class.
    pub retention: String,
    /// Values that this version of the kind does not know; they are kept as they are.
    pub unknown: Vec<String>,
}

/// A question with its answer while the form is being worked through.
struct Worked<'a> {
    field: &'a Field,
    conditions: &'a FieldConditions,
    held: Held,
    answer: FieldAnswer,
}

impl Kind {
    /// Judges a record's values, with so many photos. Never panics and never alters a value.
    pub fn answer(&self, values: &BTreeMap<String, Value>, moment: &Moment, photos: usize) -> FormAnswer {
        self.judge(values, moment, photos).0
    }

    /// The handling marking of answers. Of most kinds it does not depend on them.
    pub fn marking_of(&self, values: &BTreeMap<String, Value>, moment: &Moment, photos: usize) -> String {
        match self.compiled().sensitive {
            None => self.marking.clone(),
            Some(_) => self.answer(values, moment, photos).marking,
        }
    }

    /// The same, with what expressions see of it.
    pub(super) fn judge(
        &self,
        values: &BTreeMap<String, Value>,
        moment: &Moment,
        photos: usize,
    ) -> (FormAnswer, Scope) {
        let compiled = self.compiled();
        let mut scope = Scope::new();
        let photo_count = i64::try_from(photos).unwrap_or(i64::MAX);
        let named = |name: &str| compiled.named.contains(name);
        scope.set(PHOTO_COUNT, CelValue::Int(photo_count));
        scope.set(TEXTS, CelValue::from(HashMap::<String, String>::new()));
        for field in self.fields.iter().filter(|field| named(&field.id)) {
            scope.set(&field.id, Held::Unanswered.for_conditions(field));
        }
        let mut worked = Vec::with_capacity(self.fields.len());
        for (field, conditions) in self.fields.iter().zip(&compiled.fields) {
            let (held, answer) = work_one(field, conditions, values, moment, &scope);
            if named(&field.id) {
                scope.set(&field.id, held.for_conditions(field));
            }
            worked.push(Worked { field, conditions, held, answer });
        }
        if named(TEXTS) {
            let texts: HashMap<String, String> =
                worked.iter().map(|w| (w.field.id.clone(), w.answer.text.clone())).collect();
            scope.set(TEXTS, CelValue::from(texts));
        }

        let mut to_do = ToDo::default();
        for question in &mut worked {
            require(question, &scope, &mut to_do);
        }
        self.check_rules(&worked, &scope, &mut to_do);
        self.check_photos(photo_count, &mut to_do);
        let summary = compiled.summary.as_ref().and_then(|summary| summary.words(&scope).ok());
        let (missing_now, missing_to_finish, missing_to_close) = to_do.lists();
        let answer = FormAnswer {
            fields: worked.into_iter().map(|w| w.answer).collect(),
            summary: summary.filter(|summary| !summary.is_empty()).unwrap_or_else(|| self.name.clone()),
            missing_now,
            missing_to_finish,
            missing_to_close,
            steps: (self.steps.iter().zip(&compiled.steps))
                .filter(|(_, when)| holds(when, &scope))
                .map(|(step, _)| step.id.clone())
                .collect(),
            at_once: (self.steps.iter().zip(&compiled.at_once))
                .find(|(_, said)| said.as_ref().is_some_and(|said| said.holds(&scope) == Ok(true)))
                .map(|(step, _)| step.id.clone()),
            clocks: (self.clocks.iter().zip(&compiled.clocks))
                .filter(|(_, when)| holds(when, &scope))
                .map(|(clock, _)| clock.id.clone())
                .collect(),
            power: (self.authority.iter().flat_map(|authority| &authority.needs).zip(&compiled.needs))
                .find(|(_, when)| when.holds(&scope) == Ok(true))
                .map(|(need, _)| need.power.clone()),
            offers: (compiled.offers.iter().enumerate())
                .filter_map(|(at, when)| (when.holds(&scope) == Ok(true)).then_some(at))
                .collect(),
            marking: match compiled.sensitive.as_ref().is_some_and(|when| when.holds(&scope) == Ok(true)) {
                true => SENSITIVE.to_owned(),
                false => self.marking.clone(),
            },
            retention: (self.retention_when.iter().zip(&compiled.kept_longer))
                .find(|(_, when)| when.holds(&scope) == Ok(true))
                .map_or(&self.retention, |(kept, _)| &kept.class)
                .clone(),
            unknown: values.keys().filter(|key| !self.knows(key)).cloned().collect(),
        };
        (answer, scope)
    }

    fn check_rules(&self, worked: &[Worked<'_>], scope: &Scope, to_do: &mut ToDo) {
        for (rule, holds) in self.rules.iter().zip(&self.compiled().rules) {
            let shown = worked.iter().any(|w| w.field.id == rule.field && w.answer.shown);
            if shown && holds.holds(scope) != Ok(true) {
                to_do.add(rule.stage, &rule.field, rule.message.clone());
            }
        }
    }

    fn check_photos(&self, photos: i64, to_do: &mut ToDo) {
        let rules = &self.photos;
        for (stage, fewest) in [(Stage::Finish, rules.to_finish), (Stage::Close, rules.to_close)] {
            let fewest = i64::from(fewest);
            if photos < fewest && !to_do.has(PHOTOS) {
                let lacking = fewest - photos;
                let message = match (lacking, photos) {
                    (1, 0) => "Take a photo".to_owned(),
                    (1, _) => "Take 1 more photo".to_owned(),
                    (_, 0) => format!("Take {lacking} photos"),
                    _ => format!("Take {lacking} more photos"),
                };
                to_do.add(stage, PHOTOS, message);
            }
        }
        if photos > i64::from(rules.most) {
            to_do.add(Stage::Now, PHOTOS, format!("Keep {} photos or fewer", rules.most));
        }
    }

    fn knows(&self, key: &str) -> bool {
        is_envelope(key)
            || match key.split_once('/') {
                Some((rows, _)) => self.field(rows).is_some_and(|field| field.field_type == FieldType::Rows),
                None => self.field(key).is_some(),
            }
    }
}

/// Whether a condition holds, if there is one.
fn holds(when: &Option<Condition>, scope: &Scope) -> bool {
    when.as_ref().is_none_or(|when| when.holds(scope) == Ok(true))
}

/// Works out one question but for what it requires, which may depend on later ones.
fn work_one(
    field: &Field,
    conditions: &FieldConditions,
    values: &BTreeMap<String, Value>,
    moment: &Moment,
    scope: &Scope,
) -> (Held, FieldAnswer) {
    // A condition that cannot be worked out hides nothing.
    let shown = conditions.shown_when.as_ref().is_none_or(|condition| condition.holds(scope).unwrap_or(true));
    let stored = values.get(&field.id).unwrap_or(&Value::Null);
    let outcome = match (&conditions.computed, &conditions.rated) {
        (Some(computed), _) => computed
            .evaluate(scope)
            .ok()
            .and_then(|result| from_condition(&result))
            .map(|worked_out| (value::read(field, &worked_out, moment.now), worked_out))
            .unwrap_or_else(|| (Err(not_worked_out(field)), Value::Null)),
        (None, Some(rated)) => {
            let pence = Value::from(rated.pence(field, scope));
            (value::read(field, &pence, moment.now), pence)
        }
        _ if field.field_type == FieldType::Rows => {
            (rows::read(field, &conditions.row_rules, values, moment.now), rows::collect(field, values))
        }
        _ => (value::read(field, stored, moment.now), stored.clone()),
    };
    let (result, value) = outcome;
    let (held, problem) = match result {
        Ok(held) if shown => (held, None),
        Err(problem) if shown && field.field_type == FieldType::Rows => {
            (rows::beyond_limits(field, values), Some(problem))
        }
        Err(problem) if shown => (value::beyond_limits(field, &value), Some(problem)),
        _ => (Held::Unanswered, None),
    };
    let advice = match (&held, field.field_type) {
        (Held::Text(mark), FieldType::Vrm) => Some(vrm::reading(mark)),
        (Held::Place(place), _) if place.is_outside_uk() => Some("This is outside the United Kingdom".to_owned()),
        _ => None,
    };
    let text = held.words(field);
    let answer = FieldAnswer {
        id: field.id.clone(),
        shown,
        required: Required::Never,
        value,
        text,
        because: None,
        advice,
        problem,
    };
    (held, answer)
}

/// Settles what a question requires, and notes what is missing or wrong.
fn require(question: &mut Worked<'_>, scope: &Scope, to_do: &mut ToDo) {
    let Worked { field, conditions, held, answer } = question;
    if !answer.shown {
        return;
    }
    answer.because =
        conditions.because.as_ref().and_then(|because| because.words(scope).ok()).filter(|b| !b.is_empty());
    if let Some(said) =
        conditions.advice.as_ref().and_then(|advice| advice.words(scope).ok()).filter(|said| !said.is_empty())
    {
        answer.advice = Some(said);
    }
    // A condition that cannot be worked out requires nothing.
    let applies = conditions.required_when.as_ref().is_none_or(|condition| condition.holds(scope).unwrap_or(false));
    answer.required = if applies { field.required } else { Required::Never };
    if let Some(problem) = &answer.problem {
        to_do.add(field.stage, &field.id, problem.message.clone());
    } else if !held.is_answered() {
        let message = || field.missing.clone().unwrap_or_else(|| format!("Answer: {}", field.label));
        match answer.required {
            Required::Never => {}
            Required::Now => to_do.add(Stage::Now, &field.id, message()),
            Required::Finish => to_do.add(Stage::Finish, &field.id, message()),
            Required::Close => to_do.add(Stage::Close, &field.id, message()),
        }
    }
}

fn not_worked_out(field: &Field) -> Problem {
    problem(ProblemCode::NotWorkedOut, format!("{} cannot be worked out from these answers", field.noun()))
}

/// The JSON of what an expression gave; none for what a field cannot hold.
fn from_condition(result: &CelValue) -> Option<Value> {
    match result {
        CelValue::Null => Some(Value::Null),
        CelValue::Bool(answer) => Some(Value::from(*answer)),
        CelValue::Int(number) => Some(Value::from(*number)),
        CelValue::UInt(number) => Some(Value::from(*number)),
        CelValue::Float(number) => serde_json::Number::from_f64(*number).map(Value::Number),
        CelValue::String(text) => Some(Value::from(text.as_str())),
        _ => None,
    }
}

/// What is to be done, with the stage that waits for it.
#[derive(Default)]
struct ToDo(Vec<(Stage, Missing)>);

impl ToDo {
    fn add(&mut self, stage: Stage, field: &str, message: String) {
        self.0.push((stage, Missing { field: field.to_owned(), message }));
    }

    fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(_, missing)| missing.field == field)
    }

    fn lists(&self) -> (Vec<Missing>, Vec<Missing>, Vec<Missing>) {
        let up_to = |last| self.0.iter().filter(|(stage, _)| *stage <= last).map(|(_, m)| m.clone()).collect();
        (up_to(Stage::Now), up_to(Stage::Finish), up_to(Stage::Close))
    }
}

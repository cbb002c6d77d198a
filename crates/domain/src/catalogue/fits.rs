//! Whether a record that a question names is one that it is after, by the answers of both: a warning whose time is over, a complaint
//! that counts.
//!
//! Both records may change after the one named the other, so nothing is worked out from it that is kept: it is asked when an answer
//! is given, and when a page is shown.

use std::collections::HashMap;

use cel::Value as CelValue;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answer::FormAnswer;
use super::condition::{Condition, ConditionError, Scope};
use super::definition::{Field, FieldType, Kind};
use super::held::Held;
use super::value;

/// What an expression calls the record that names the other.
pub(super) const ASKING: &str = "asking";

/// Which records fit a question for records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Fits {
    /// CEL over the answers of the record that is named, and as `asking.<question>` over those of the one that names it.
    pub when: String,
    /// Of a `record`: why one that does not fit is refused.
    #[serde(default)]
    pub otherwise: Option<String>,
    /// Of `records`, which are all taken: what is said of how many fit, before "2 of 3".
    #[serde(default)]
    pub said: Option<String>,
}

impl Fits {
    /// Whether it reads this question of the record that names the other.
    pub fn reads(&self, question: &str) -> bool {
        let begins = format!("{ASKING}.");
        let in_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        let named = self.when.split(&begins).skip(1).map(|rest| rest.split(|sign| !in_name(sign)).next());
        named.flatten().any(|name| name == question)
    }

    /// Tries it on two records with nothing answered, and on two with `sample` for each answer.
    pub(super) fn tried(
        &self,
        [named, asking]: [&Kind; 2],
        sample: impl Fn(&Field) -> Held,
    ) -> Result<(), ConditionError> {
        let known = in_sight(named).map(|field| field.id.as_str()).chain([ASKING]).collect();
        let condition = Condition::parse(&self.when, &known)?;
        for answer in [&(|_: &Field| Held::Unanswered) as &dyn Fn(&Field) -> Held, &sample] {
            let [named, asking] = [named, asking].map(|kind| {
                in_sight(kind).map(|field| (field.id.clone(), answer(field).for_conditions(field))).collect()
            });
            condition.holds(&scope(&named, asking))?;
        }
        Ok(())
    }
}

impl Kind {
    /// Whether a record with the answers `named` fits this kind's question `field`, where the others are answered so. What cannot
    /// be told does not fit.
    pub fn fits(&self, field: &str, answer: &FormAnswer, named: (&Kind, &FormAnswer)) -> bool {
        let of_field = self.fields.iter().zip(&self.compiled().fields).find(|(asked, _)| asked.id == field);
        let condition = of_field.and_then(|(_, conditions)| conditions.fits.as_ref());
        condition.is_some_and(|when| when.holds(&scope(&seen(named), seen((self, answer)))) == Ok(true))
    }
}

/// What is wrong with a question's key; none if nothing is.
pub(super) fn objection(field: &Field) -> Option<&'static str> {
    let fits = field.fits.as_ref()?;
    let said = |words: &Option<String>| words.as_ref().is_some_and(|words| !words.trim().is_empty());
    match field.field_type {
        FieldType::Record if said(&fits.otherwise) && fits.said.is_none() => None,
        FieldType::Records if said(&fits.said) && fits.otherwise.is_none() => None,
        _ => {
            Some("of a record \"otherwise\" says why one is refused, of records \"said\" what is said of how many fit")
        }
    }
}

/// The questions that it sees: rows stand in no answer by themselves.
fn in_sight(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields.iter().filter(|field| field.field_type != FieldType::Rows)
}

type Answers = HashMap<String, CelValue>;

fn scope(named: &Answers, asking: Answers) -> Scope {
    let mut scope = Scope::new();
    for (question, answer) in named {
        scope.set(question, answer.clone());
    }
    scope.set(ASKING, CelValue::from(asking));
    scope
}

/// The answers that are asked for and given, as expressions see them.
fn seen((kind, answer): (&Kind, &FormAnswer)) -> Answers {
    let held = |field: &Field| {
        let judged = answer.fields.iter().find(|judged| judged.id == field.id && judged.shown);
        judged.and_then(|judged| value::read(field, &judged.value, DateTime::<Utc>::MAX_UTC).ok())
    };
    let seen = |field: &Field| (field.id.clone(), held(field).unwrap_or(Held::Unanswered).for_conditions(field));
    in_sight(kind).map(seen).collect()
}

//! The expressions of a kind: read, held against the fields that exist, and tried twice: on a form with nothing answered
//! and on one with everything answered.

use std::collections::{BTreeSet, HashMap};

use cel::Value as CelValue;
use chrono::DateTime;

use super::Step::{Item, Key};
use super::{Mistake, Source, Step};
use crate::catalogue::condition::{Compiled, Condition, ConditionError, FieldConditions, PHOTO_COUNT, Scope, TEXTS};
use crate::catalogue::definition::{Field, FieldType, Kind};
use crate::catalogue::figure::{SEEN, STOOD};
use crate::catalogue::held::{self, Held};
use crate::catalogue::rates::Rated;

/// Which file each field of an assembled kind comes from: `first` shared ones, `own` of the kind, then shared again.
pub(super) struct Origins<'s, 'a> {
    pub(super) kind: &'s Source<'a>,
    pub(super) common: &'s Source<'a>,
    pub(super) first: usize,
    pub(super) own: usize,
}

impl Origins<'_, '_> {
    /// The mistake at a key of the field with this place in the kind.
    fn mistake(&self, kind: &Kind, at: usize, key: &str, reason: String) -> Mistake {
        let own = self.first..self.first + self.own;
        if own.contains(&at) {
            return self.kind.mistake(&[Key("field"), Item(at - self.first), Key(key)], reason);
        }
        let list = if at < self.first { "first" } else { "last" };
        let id = kind.fields.get(at).map_or("", |field| field.id.as_str());
        self.common.mistake(&[Key(list), Item(self.common.index_of(list, id)), Key(key)], reason)
    }
}

/// What an expression has to give.
#[derive(Clone, Copy)]
enum Wanted {
    YesOrNo,
    Words,
    /// A date or time, or nothing.
    Day,
    Value,
}

/// Compiles every expression of an assembled kind. With `origins` each is tried, and what is wrong is said; without, the kind was
/// tried before.
pub(super) fn compile(kind: &Kind, origins: Option<&Origins<'_, '_>>, mistakes: &mut Vec<Mistake>) -> Compiled {
    let forms = match origins {
        Some(_) => vec![form(&kind.fields, |_| Held::Unanswered), form(&kind.fields, sample)],
        None => Vec::new(),
    };
    let mut wrong = |say: &dyn Fn(&Origins<'_, '_>) -> Mistake| mistakes.extend(origins.map(say));
    let all: BTreeSet<&str> = kind.fields.iter().map(|field| field.id.as_str()).chain([PHOTO_COUNT, TEXTS]).collect();
    let mut earlier = BTreeSet::from([PHOTO_COUNT]);
    let mut compiled = Compiled::default();
    for (at, field) in kind.fields.iter().enumerate() {
        let mut read = |key: &str, source: &Option<String>, known: &BTreeSet<&str>, wanted| {
            let outcome = tried(source.as_deref()?, known, wanted, &forms);
            outcome.map_err(|error| wrong(&|origins| origins.mistake(kind, at, key, error.to_string()))).ok()
        };
        compiled.fields.push(FieldConditions {
            shown_when: read("shown_when", &field.shown_when, &earlier, Wanted::YesOrNo),
            required_when: read("required_when", &field.required_when, &all, Wanted::YesOrNo),
            because: read("because", &field.because, &all, Wanted::Words),
            advice: read("advice", &field.advice, &all, Wanted::Words),
            computed: read("computed", &field.computed, &earlier, Wanted::Value),
            rated: read("rated_on", &field.rated_on, &earlier, Wanted::Day).map(|on| Rated { on, applies: Vec::new() }),
            // What it names is another kind's, and checked once all kinds are read.
            fits: field.fits.as_ref().and_then(|fits| Condition::of_any(&fits.when).ok()),
            row_rules: Vec::new(),
        });
        for rates in &field.rates {
            let applies: Result<Vec<_>, _> =
                rates.amounts.iter().map(|amount| tried(&amount.when, &earlier, Wanted::YesOrNo, &forms)).collect();
            match (applies, compiled.fields.last_mut().and_then(|of| of.rated.as_mut())) {
                (Ok(applies), Some(rated)) => rated.applies.push(applies),
                (Err(error), _) => {
                    let reason = format!("the rates from {}: {error}", rates.from);
                    wrong(&|origins| origins.mistake(kind, at, "rates", reason.clone()));
                }
                (Ok(_), None) => {}
            }
        }
        for (rule_at, rule) in field.row_rules.iter().enumerate() {
            let columns: BTreeSet<&str> = field.columns.iter().map(|column| column.id.as_str()).collect();
            let forms = match origins {
                Some(_) => vec![row(&field.columns, |_| Held::Unanswered), row(&field.columns, sample)],
                None => Vec::new(),
            };
            match (tried(&rule.holds, &columns, Wanted::YesOrNo, &forms), compiled.fields.last_mut()) {
                (Ok(condition), Some(of)) => of.row_rules.push(condition),
                (Err(error), _) => {
                    let reason = format!("rule {} of a row: {error}", rule_at + 1);
                    wrong(&|origins| origins.mistake(kind, at, "row_rule", reason.clone()));
                }
                (Ok(_), None) => {}
            }
        }
        earlier.insert(field.id.as_str());
    }
    for (at, rule) in kind.rules.iter().enumerate() {
        let mut refuse = |key, reason: String| {
            wrong(&|origins| origins.kind.mistake(&[Key("rule"), Item(at), Key(key)], reason.clone()));
        };
        if kind.field(&rule.field).is_none() {
            refuse("field", format!("there is no field \"{}\"", rule.field));
        }
        match tried(&rule.holds, &all, Wanted::YesOrNo, &forms) {
            Ok(condition) => compiled.rules.push(condition),
            Err(error) => refuse("holds", error.to_string()),
        }
    }
    for offer in &kind.offers {
        match tried(&offer.when, &all, Wanted::YesOrNo, &forms) {
            Ok(condition) => compiled.offers.push(condition),
            Err(error) => wrong(&|origins| origins.kind.mistake(&[Key("offer")], error.to_string())),
        }
    }
    for (at, need) in kind.authority.iter().flat_map(|authority| authority.needs.iter().enumerate()) {
        match tried(&need.when, &all, Wanted::YesOrNo, &forms) {
            Ok(condition) => compiled.needs.push(condition),
            Err(error) => wrong(&|origins| {
                origins.kind.mistake(&[Key("authority"), Key("needs"), Item(at), Key("when")], error.to_string())
            }),
        }
    }
    for step in &kind.steps {
        for (source, conditions) in [(&step.when, &mut compiled.steps), (&step.at_once, &mut compiled.at_once)] {
            match source.as_ref().map(|source| tried(source, &all, Wanted::YesOrNo, &forms)).transpose() {
                Ok(condition) => conditions.push(condition),
                Err(error) => {
                    wrong(&|origins| origins.kind.mistake(&[Key("step")], format!("{}: {error}", step.id)));
                }
            }
        }
    }
    for clock in &kind.clocks {
        let condition = clock.when.as_ref().map(|when| tried(when, &all, Wanted::YesOrNo, &forms)).transpose();
        match condition {
            Ok(condition) => compiled.clocks.push(condition),
            Err(error) => wrong(&|origins| {
                let at = Item(origins.kind.index_of("clock", &clock.id));
                origins.kind.mistake(&[Key("clock"), at, Key("when")], error.to_string())
            }),
        }
    }
    let figures: BTreeSet<&str> = all.iter().copied().chain(SEEN).collect();
    for (list, at, figure) in super::figures::figures_of(kind) {
        let mut read = |key, source: &Option<String>, wanted| {
            let outcome = tried(source.as_deref()?, &figures, wanted, &forms);
            let path = [Key(list), Item(at), Key(key)];
            outcome.map_err(|error| wrong(&|origins| origins.kind.mistake(&path, error.to_string()))).ok()
        };
        let when = read("when", &figure.when, Wanted::YesOrNo);
        compiled.figures.push([when, read("value", &figure.value, Wanted::Value)]);
    }
    for (at, kept) in kind.retention_when.iter().enumerate() {
        match tried(&kept.when, &all, Wanted::YesOrNo, &forms) {
            Ok(condition) => compiled.kept_longer.push(condition),
            Err(error) => wrong(&|origins| {
                origins.kind.mistake(&[Key("retention_when"), Item(at), Key("when")], error.to_string())
            }),
        }
    }
    match kind.sensitive_when.as_deref().map(|when| tried(when, &all, Wanted::YesOrNo, &forms)).transpose() {
        Ok(condition) => compiled.sensitive = condition,
        Err(error) => wrong(&|origins| origins.kind.mistake(&[Step::Key("sensitive_when")], error.to_string())),
    }
    match tried(&kind.summary, &all, Wanted::Words, &forms) {
        Ok(summary) => compiled.summary = Some(summary),
        Err(error) => wrong(&|origins| origins.kind.mistake(&[Step::Key("summary")], error.to_string())),
    }
    compiled.with_names()
}

/// Reads an expression and tries it on each form.
fn tried(source: &str, known: &BTreeSet<&str>, wanted: Wanted, forms: &[Scope]) -> Result<Condition, ConditionError> {
    let condition = Condition::parse(source, known)?;
    for form in forms {
        match wanted {
            Wanted::YesOrNo => condition.holds(form).map(drop)?,
            Wanted::Words => condition.words(form).map(drop)?,
            Wanted::Day => condition.day(form).map(drop)?,
            Wanted::Value => condition.evaluate(form).map(drop)?,
        }
    }
    Ok(condition)
}

/// A form with an answer to each question.
fn form(fields: &[Field], answer: impl Fn(&Field) -> Held) -> Scope {
    let mut scope = Scope::new();
    scope.set(PHOTO_COUNT, CelValue::Int(0));
    let answers: Vec<(&Field, Held)> = fields.iter().map(|field| (field, answer(field))).collect();
    let texts: HashMap<String, String> =
        answers.iter().map(|(field, held)| (field.id.clone(), held.words(field))).collect();
    scope.set(TEXTS, CelValue::from(texts));
    for (field, held) in &answers {
        scope.set(&field.id, held.for_conditions(field));
    }
    for name in SEEN {
        scope.set(name, if name == STOOD { CelValue::from(Vec::<String>::new()) } else { CelValue::from("") });
    }
    scope
}

/// A row with an answer in each column.
fn row(columns: &[Field], answer: impl Fn(&Field) -> Held) -> Scope {
    let mut scope = Scope::new();
    for column in columns {
        scope.set(&column.id, answer(column).for_conditions(column));
    }
    scope
}

/// An answer of the right type. A computed value is worked out when the form is, not here.
pub(super) fn sample(field: &Field) -> Held {
    use FieldType::{
        Bool, Choice, Count, Date, Datetime, Decimal, Int, Longtext, Money, Multi, People, Person, Place, Record,
        Records, Rows, Text, Texts, Vrm,
    };
    let first = || field.choices.first().map(|choice| choice.id.clone());
    match field.field_type {
        _ if field.is_worked_out() => Held::Unanswered,
        Count | Int | Money => Held::Whole(1),
        Decimal => Held::Decimal(1.5),
        Bool => Held::Bool(true),
        Choice => first().map_or(Held::Unanswered, Held::Text),
        Multi => Held::Multi(first().into_iter().collect()),
        Date => Held::Date(DateTime::UNIX_EPOCH.date_naive()),
        Datetime => Held::Moment(DateTime::UNIX_EPOCH),
        People | Texts | Records => Held::People(vec!["A".to_owned()]),
        Rows => Held::Rows(held::Rows { words: vec!["A".to_owned()], ..held::Rows::default() }),
        Text | Longtext | Vrm | Record | Person | Place => Held::Text("A".to_owned()),
    }
}

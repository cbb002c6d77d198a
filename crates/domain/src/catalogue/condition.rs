//! CEL, kept small: the conditions, sums and summaries of a catalogue file.
//!
//! Bounded by construction: a length limit, a nesting limit, and no loops or regular expressions (only the operators
//! and functions listed here are let in), so one evaluation costs no more than the text is long. Nothing panics: what
//! cannot be worked out is an error, which the caller turns into words.
//!
//! Beside the fields an expression sees `photos` (how many) and, but in `shown_when`, `computed` and rates, `text` (each answer
//! in words: `text.colour`). Our functions: `num(x)` (unanswered is 0), `answered(x)`, `plural(n, one, many)`,
//! `join(list)` and `words(list)` (leaving out what is empty; comma or space between), `lower(s)`, `minutes(from, to)`, `hours(from, to)`,
//! `days(from, to)`, `months(from, to)` (calendar months, a begun one counted whole), `hour(time)` (of the day, in London) and
//! `recognised(mark)` (whether a registration mark is made up as British ones are).

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use cel::common::ast::operators;
use cel::objects::Key;
use cel::parser::Expression;
use cel::{Context, Env, ExecutionError, Value};
use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate, NaiveDateTime, Timelike as _};

use super::held::ROWS;
use super::rates::Rated;
use super::value::ZONE;
use crate::vrm;

/// Longest expression, in bytes.
const LONGEST: usize = 1_000;
/// Deepest nesting of brackets. The parser goes as deep as the text does, so it must not start on a deeper one.
const DEEPEST: usize = 12;
/// Most operator signs: a chain of them is as deep as it is long, for the parser and at every evaluation.
const MOST_SIGNS: usize = 30;
/// How many photos there are: every expression sees it.
pub(super) const PHOTO_COUNT: &str = "photos";
/// Each answer in words: only expressions that are worked out after all answers are read see it.
pub(super) const TEXTS: &str = "text";

const FUNCTIONS: [&str; 29] = [
    operators::CONDITIONAL,
    operators::LOGICAL_AND,
    operators::LOGICAL_OR,
    operators::LOGICAL_NOT,
    operators::SUBSTRACT,
    operators::ADD,
    operators::MULTIPLY,
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::GREATER_EQUALS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::LESS,
    operators::NEGATE,
    operators::IN,
    "size",
    "string",
    "num",
    "answered",
    "plural",
    "join",
    "words",
    "lower",
    "minutes",
    "hours",
    "days",
    "months",
    "hour",
    "recognised",
];

static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::default().with_stdlib()));

/// Why an expression is refused or has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// Longer than the limit.
    #[error("the expression is longer than {LONGEST} characters")]
    TooLong,
    /// Nested or chained more than the limits.
    #[error("the expression has more than {DEEPEST} brackets in each other or {MOST_SIGNS} operators")]
    TooDeep,
    /// Not CEL.
    #[error("the expression cannot be read: {0}")]
    Syntax(String),
    /// Names something that is not a field (or not one asked earlier).
    #[error("the expression names \"{0}\", which is not a field that is asked before")]
    UnknownName(String),
    /// Calls a function that the catalogue does not allow.
    #[error("the expression calls \"{0}\", which a catalogue may not use")]
    UnknownFunction(String),
    /// Failed while being worked out.
    #[error("the expression cannot be worked out: {0}")]
    Evaluation(String),
    /// Gave a value of another type than is wanted here.
    #[error("the expression gives {got}, not {wanted}")]
    WrongType {
        /// Type that came out.
        got: String,
        /// Type that is wanted.
        wanted: &'static str,
    },
}

/// One expression, read and checked.
#[derive(Debug)]
pub(super) struct Condition {
    expression: Expression,
    /// What it names.
    names: BTreeSet<String>,
}

impl Condition {
    /// Reads an expression that may name only `known`.
    pub(super) fn parse(source: &str, known: &BTreeSet<&str>) -> Result<Self, ConditionError> {
        let condition = Self::of_any(source)?;
        match condition.names.iter().find(|name| !known.contains(name.as_str())) {
            Some(name) => Err(ConditionError::UnknownName(name.clone())),
            None => Ok(condition),
        }
    }

    /// Reads an expression over whatever it names.
    pub(super) fn of_any(source: &str) -> Result<Self, ConditionError> {
        if source.len() > LONGEST {
            return Err(ConditionError::TooLong);
        }
        if is_too_deep(source) {
            return Err(ConditionError::TooDeep);
        }
        let expression =
            ENV.parser().parse(source).map_err(|error| ConditionError::Syntax(one_line(&error.to_string())))?;
        let references = expression.references();
        if let Some(name) = references.functions().into_iter().find(|name| !FUNCTIONS.contains(name)) {
            return Err(ConditionError::UnknownFunction(name.to_owned()));
        }
        let names = references.variables().into_iter().map(str::to_owned).collect();
        Ok(Self { expression, names })
    }

    /// Works the expression out.
    pub(super) fn evaluate(&self, scope: &Scope) -> Result<Value, ConditionError> {
        Value::resolve(&self.expression, &scope.0)
            .map_err(|error| ConditionError::Evaluation(one_line(&error.to_string())))
    }

    /// Works out an expression that gives yes or no.
    pub(super) fn holds(&self, scope: &Scope) -> Result<bool, ConditionError> {
        match self.evaluate(scope)? {
            Value::Bool(answer) => Ok(answer),
            other => Err(ConditionError::WrongType { got: other.type_of().to_string(), wanted: "yes or no" }),
        }
    }

    /// Works out an expression that gives a date or time: its day; none if it gives nothing.
    pub(super) fn day(&self, scope: &Scope) -> Result<Option<NaiveDate>, ConditionError> {
        match self.evaluate(scope)? {
            Value::Timestamp(time) => Ok(Some(local(&time).date())),
            Value::Null => Ok(None),
            other => Err(ConditionError::WrongType { got: other.type_of().to_string(), wanted: "a date or time" }),
        }
    }

    /// Works out an expression that gives words.
    pub(super) fn words(&self, scope: &Scope) -> Result<String, ConditionError> {
        match self.evaluate(scope)? {
            Value::String(words) => Ok(words.to_string()),
            other => Err(ConditionError::WrongType { got: other.type_of().to_string(), wanted: "text" }),
        }
    }
}

/// The expressions of a kind, beside its fields and rules in the same order.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) fields: Vec<FieldConditions>,
    pub(super) rules: Vec<Condition>,
    pub(super) offers: Vec<Condition>,
    pub(super) needs: Vec<Condition>,
    /// When each step can be taken; none: always.
    pub(super) steps: Vec<Option<Condition>>,
    /// When each step was taken with the answers; none: never by them.
    pub(super) at_once: Vec<Option<Condition>>,
    /// When there is each time limit; none: always.
    pub(super) clocks: Vec<Option<Condition>>,
    /// When a record contributes to each figure, and how much; none: always, 1.
    pub(super) figures: Vec<[Option<Condition>; 2]>,
    pub(super) summary: Option<Condition>,
    /// When its marking is a higher one.
    pub(super) sensitive: Option<Condition>,
    /// When it is kept longer.
    pub(super) kept_longer: Vec<Condition>,
    /// Every name that one of them uses: nothing else needs a value.
    pub(super) named: BTreeSet<String>,
}

impl Compiled {
    /// The same, knowing what all its expressions name.
    pub(super) fn with_names(mut self) -> Self {
        let of_field = |field: &FieldConditions| {
            let all = [&field.shown_when, &field.required_when, &field.because, &field.computed, &field.advice];
            let rated = field.rated.iter().flat_map(Rated::conditions);
            all.into_iter().flatten().chain(rated).flat_map(|condition| condition.names.clone()).collect::<Vec<_>>()
        };
        let mut named: BTreeSet<String> = self.fields.iter().flat_map(of_field).collect();
        named.extend(
            self.rules
                .iter()
                .chain(&self.offers)
                .chain(&self.needs)
                .chain(&self.kept_longer)
                .chain(self.steps.iter().chain(&self.at_once).chain(&self.clocks).flatten())
                .chain(self.figures.iter().flatten().flatten())
                .chain(&self.summary)
                .chain(&self.sensitive)
                .flat_map(|condition| condition.names.clone()),
        );
        self.named = named;
        self
    }
}

/// The expressions of one field.
#[derive(Debug, Default)]
pub(super) struct FieldConditions {
    pub(super) shown_when: Option<Condition>,
    pub(super) required_when: Option<Condition>,
    pub(super) because: Option<Condition>,
    pub(super) computed: Option<Condition>,
    pub(super) rated: Option<Rated>,
    pub(super) advice: Option<Condition>,
    /// Over the answers of the record that it names; none where it takes all alike.
    pub(super) fits: Option<Condition>,
    pub(super) row_rules: Vec<Condition>,
}

/// The values that expressions see.
pub(super) struct Scope(Context<'static, 'static>);

impl Scope {
    /// A scope with our functions and nothing answered.
    pub(super) fn new() -> Self {
        let mut context = Context::with_env(Arc::clone(&ENV));
        // This fails only if CEL itself comes to have a function of one of these names. Then ours is left out, and the
        // trial of each expression at loading says which file needs it.
        let _ = add_functions(&mut context);
        Self(context)
    }

    /// Gives a name its value.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.0.add_variable_from_value(name, value);
    }
}

fn add_functions(context: &mut Context<'static, 'static>) -> Result<(), cel::DeclarationError> {
    context.add_function("num", |value: Value| match value {
        Value::Null => Value::Int(0),
        other => other,
    })?;
    context.add_function("answered", |value: Value| is_answered(&value))?;
    context.add_function("plural", |count: i64, one: Arc<String>, many: Arc<String>| {
        format!("{} {}", super::held::thousands(count), if count == 1 { one } else { many })
    })?;
    context.add_function("join", |parts: Arc<Vec<Value>>| join(&parts, ", "))?;
    context.add_function("words", |parts: Arc<Vec<Value>>| join(&parts, " "))?;
    context.add_function("lower", |text: Arc<String>| text.to_lowercase())?;
    context.add_function("minutes", |from: Value, to: Value| -> Result<Value, ExecutionError> {
        Ok(match (from, to) {
            (Value::Timestamp(from), Value::Timestamp(to)) => Value::Int(to.signed_duration_since(from).num_minutes()),
            _ => Value::Null,
        })
    })?;
    context.add_function("hours", |from: Value, to: Value| -> Result<Value, ExecutionError> {
        Ok(match (from, to) {
            (Value::Timestamp(from), Value::Timestamp(to)) => Value::Int(to.signed_duration_since(from).num_hours()),
            _ => Value::Null,
        })
    })?;
    context.add_function("days", |from: Value, to: Value| -> Result<Value, ExecutionError> {
        Ok(match (from, to) {
            (Value::Timestamp(from), Value::Timestamp(to)) => {
                Value::Int(local(&to).date().signed_duration_since(local(&from).date()).num_days())
            }
            _ => Value::Null,
        })
    })?;
    context.add_function("months", |from: Value, to: Value| match (from, to) {
        (Value::Timestamp(from), Value::Timestamp(to)) => months(local(&from).date(), local(&to).date()).into(),
        _ => Value::Null,
    })?;
    context.add_function("recognised", |mark: Value| match mark {
        Value::String(mark) => vrm::style(&mark) != vrm::Style::Unrecognised,
        _ => true,
    })?;
    context.add_function("hour", |time: Value| match time {
        Value::Timestamp(time) => Value::Int(i64::from(local(&time).hour())),
        _ => Value::Null,
    })
}

/// As the clock on the wall shows it. A date is held as its midnight in Greenwich, which is the same day in London.
fn local(time: &DateTime<FixedOffset>) -> NaiveDateTime {
    time.with_timezone(&ZONE).naive_local()
}

/// Calendar months from a day to a later one, a begun month counted whole; below 0 if it is an earlier one. A month from
/// 31 January ends on the last of February.
fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months(to, from);
    }
    let named = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    let ends = u32::try_from(named).ok().and_then(|months| from.checked_add_months(Months::new(months)));
    named + i64::from(ends.is_some_and(|ends| ends < to))
}

fn is_answered(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::List(list) => !list.is_empty(),
        // Rows of a repeated group.
        Value::Map(seen) => seen.get(&Key::from(ROWS)) != Some(&Value::Int(0)),
        _ => true,
    }
}

fn join(parts: &[Value], between: &str) -> String {
    let texts: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Value::String(text) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join(between)
}

/// Whether a text nests or chains too much. What stands in quotes is counted too, which only makes the limit stricter.
fn is_too_deep(source: &str) -> bool {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest > DEEPEST || source.bytes().filter(|byte| b"+-*/%<>=!&|?.".contains(byte)).count() > MOST_SIGNS
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

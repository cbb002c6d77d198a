//! Figures of other services, typed in: those of a period, and what is not recorded of it.

use super::over::period_view;
use crate::App;
use crate::contract::{CallError, FiguresRequest, Named, TypeFigure, TypedFigures, TypedRow};
use crate::refusals::{invalid, not_found};
use crate::words::local;
use domain::catalogue::{Choice, Kind};
use domain::roles::Action as Right;
use record::Record;
use report::{Amount, Measured, Period};
use serde_json::{Value, json};
use std::cmp::Reverse;
use store::{Filter, Found};

/// The kind, and its questions.
const TYPED: &str = "typed_figure";
const MEASURE: &str = "measure";
const NAME: &str = "name";
const AMOUNT: &str = "amount";
const UNIT: &str = "unit";
const SOURCE: &str = "source";
const FROM: &str = "period_from";
const TO: &str = "period_to";
const BY: &str = "entered_by";
/// The choice of a figure that the catalogue has no name for.
const OTHER: &str = "other";
/// Entries that are looked at.
const LOOKED_AT: u32 = 2_000;

/// An entry of the register.
struct Entry {
    found: Found,
    record: Record,
}

impl Entry {
    fn text(&self, field: &str) -> &str {
        self.record.text(field).unwrap_or_default()
    }

    /// Whether it is the same figure: by its choice, and of another by its name.
    fn is(&self, measure: &str, name: &str) -> bool {
        self.text(MEASURE) == measure && (measure != OTHER || self.text(NAME).eq_ignore_ascii_case(name))
    }
}

impl App {
    pub(crate) fn list_typed(&self, request: &FiguresRequest) -> Result<TypedFigures, CallError> {
        self.allowed(Right::SeeFigures)?;
        let period = self.asked(request)?.period;
        let kind = self.store.catalogue().kind(TYPED).ok_or_else(|| not_found("register"))?;
        let entries = self.typed_of(&period)?;
        let mut rows: Vec<TypedRow> = Vec::new();
        for choice in choices(kind).filter(|choice| choice.id != OTHER) {
            let entry = entries.iter().find(|entry| entry.is(&choice.id, ""));
            // What counts no more is not asked for; what was typed in of it stays.
            if entry.is_some() || choice.is_there(period.to) {
                rows.push(self.typed_row(&choice.id, &choice.label, entry));
            }
        }
        for entry in entries.iter().filter(|entry| entry.text(MEASURE) == OTHER) {
            if !rows.iter().any(|row| row.measure == OTHER && row.name.eq_ignore_ascii_case(entry.text(NAME))) {
                rows.push(self.typed_row(OTHER, entry.text(NAME), Some(entry)));
            }
        }
        let there = choices(kind).filter(|choice| choice.is_there(period.to));
        let measures = there.map(|choice| Named { id: choice.id.clone(), name: choice.label.clone() });
        Ok(TypedFigures { period: period_view(&period), rows, measures: measures.collect() })
    }

    pub(crate) fn type_in(&self, request: &TypeFigure) -> Result<TypedFigures, CallError> {
        let session = self.allowed(Right::KeepRegister)?;
        let period = self.asked(&request.over)?.period;
        let kind = self.store.catalogue().kind(TYPED).ok_or_else(|| not_found("register"))?;
        let known = choices(kind).any(|choice| choice.id == request.measure && choice.is_there(period.to));
        let measure = Some(&request.measure).filter(|_| known);
        let measure = measure.ok_or_else(|| invalid(MEASURE, "Select which figure it is"))?;
        let name = request.name.as_deref().map(str::trim).unwrap_or_default();
        if measure == OTHER && name.is_empty() {
            return Err(invalid(NAME, "Enter what it is called"));
        }
        let amount = number(&request.amount)
            .ok_or_else(|| invalid(AMOUNT, "Enter how much it is, as a number, like 11,500 or 63.5"))?;
        let source = request.source.trim();
        if source.is_empty() {
            return Err(invalid(SOURCE, "Enter from whom it is"));
        }
        let mut answers = vec![
            (MEASURE, json!(measure)),
            (AMOUNT, amount),
            (SOURCE, json!(source)),
            (FROM, json!(period.from.to_string())),
            (TO, json!(period.to.to_string())),
            (BY, json!(session.person.name)),
        ];
        if measure == OTHER {
            let unit = request.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
            answers.extend([(NAME, json!(name)), (UNIT, json!(unit))]);
        }
        // What was entered before is corrected: its page stays, and is struck.
        match self.typed_of(&period)?.into_iter().find(|entry| entry.is(measure, name)) {
            Some(entry) => self.fill_in(&entry.found.id.to_string(), "correct", answers)?,
            None => self.fill_in_new(TYPED, answers)?,
        };
        self.list_typed(&request.over)
    }

    /// The entries of exactly this period; of several for one figure the last that was begun comes first.
    fn typed_of(&self, period: &Period) -> Result<Vec<Entry>, CallError> {
        let filter = Filter { kind: Some(TYPED.into()), ..Filter::default() };
        let mut entries = Vec::new();
        for found in self.store.find(&filter, LOOKED_AT)?.into_iter().filter(Found::counts) {
            let Some(record) = self.store.record(found.id)? else { continue };
            let entry = Entry { found, record };
            if entry.text(FROM) == period.from.to_string() && entry.text(TO) == period.to.to_string() {
                entries.push(entry);
            }
        }
        entries.sort_by_key(|entry| Reverse(entry.found.id));
        Ok(entries)
    }

    fn typed_row(&self, measure: &str, name: &str, entry: Option<&Entry>) -> TypedRow {
        let Some(entry) = entry else {
            return TypedRow {
                measure: measure.to_owned(),
                name: name.to_owned(),
                said: Amount::NotRecorded.in_table(),
                ..TypedRow::default()
            };
        };
        let catalogue = self.store.catalogue();
        let amount = entry.record.value(AMOUNT).cloned().unwrap_or_default();
        let words = catalogue.kind(TYPED).and_then(|kind| kind.field(AMOUNT)).map(|field| field.words(&amount));
        let fact = record::line(&entry.record, catalogue).facts.into_iter().next();
        let figure = fact.and_then(|fact| Some((catalogue.figure(&fact.figure)?.1, fact.value)));
        TypedRow {
            measure: measure.to_owned(),
            name: name.to_owned(),
            said: match figure {
                Some((figure, value)) => Amount::Number(value, Measured::of(figure)).in_table(),
                None => [words.unwrap_or_default().as_str(), entry.text(UNIT)].join(" ").trim().to_owned(),
            },
            figure: figure.map(|(figure, _)| figure.id.clone()),
            amount: Some(plain(&amount)),
            unit: entry.record.text(UNIT).map(str::to_owned),
            source: Some(entry.text(SOURCE).to_owned()),
            entered: Some(format!(
                "Entered by {} from {}, {}",
                entry.text(BY),
                entry.text(SOURCE),
                local(entry.found.occurred).format("%-d %B %Y")
            )),
            record: Some(entry.found.id.to_string()),
        }
    }
}

fn choices(kind: &Kind) -> impl Iterator<Item = &Choice> {
    kind.field(MEASURE).into_iter().flat_map(|field| &field.choices)
}

/// "11,500", "£240,000" or "63.5" as a number.
fn number(typed: &str) -> Option<Value> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace() && !",£%".contains(*letter)).collect();
    let number = digits.parse::<f64>().ok().filter(|number| number.is_finite())?;
    serde_json::Number::from_f64(number).map(Value::Number)
}

/// A number as it was typed.
fn plain(amount: &Value) -> String {
    match amount.as_f64() {
        Some(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Some(number) => number.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{number, plain};

    #[test]
    fn a_number_is_read_as_people_type_it() {
        for (typed, kept) in [("11,500", "11500"), (" £240,000 ", "240000"), ("63.5 %", "63.5"), ("0", "0")] {
            assert_eq!(number(typed).map(|number| plain(&number)).as_deref(), Some(kept), "{typed}");
        }
        for wrong in ["", "a lot", "12 or so", "NaN", "inf", "--1"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}

//! The call is held: begun, attended, ended. Its end notes how far each book was held, so that the next call has whatever
//! arrived after, however long ago it occurred.

use super::day::Call;
use super::{CALL, CALL_DATE, CHAIR, ENDED_AT, PRESENT};
use crate::App;
use crate::app::Session;
use crate::contract::{AttendCall, CallError, CallView, ErrorCode};
use crate::recording::rfc3339;
use crate::refusals::{invalid, refuse};
use book::{BookId, Line};
use domain::roles::Action as Right;
use record::{Record, Seen};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Action, Change, StoreError};

/// What a call keeps of how far each book was held: the page by the book. It is no answer of anybody.
pub(crate) use record::HELD;
/// By so much of its name a book is known there.
const DIGITS: usize = 16;
/// Books that are noted.
const MOST: usize = 2_000;

impl App {
    pub(crate) fn begin_call(&self) -> Result<CallView, CallError> {
        let session = self.allowed(Right::HoldCall)?;
        let call = self.call_of_today()?;
        let changes = match &call.record {
            None => self.begun(&session, &call)?,
            Some(held) if !call.under_way() => vec![Change::new(held.id, ENDED_AT, Value::Null)],
            Some(_) => return Err(refuse(ErrorCode::Invalid, "The call of that day is under way already.")),
        };
        self.write_of_call(&session, changes)
    }

    pub(crate) fn mark_attendance(&self, request: &AttendCall) -> Result<CallView, CallError> {
        let session = self.allowed(Right::HoldCall)?;
        let call = self.call_of_today()?;
        let field = self.store.catalogue().kind(CALL).and_then(|kind| kind.field(PRESENT));
        let field = field.filter(|field| field.choice(&request.partner).is_some());
        let field = field.ok_or_else(|| invalid("partner", "Select one of the partners"))?;
        let blank = Record::new(call.id);
        let record = call.record.as_ref().unwrap_or(&blank);
        let held = record.answer(field);
        let mut present: Vec<Value> = held.as_array().cloned().unwrap_or_default();
        present.retain(|one| one.as_str() != Some(&request.partner));
        if request.present {
            present.push(request.partner.as_str().into());
        }
        let heads: BTreeMap<_, _> = record.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect();
        let answer = if present.is_empty() { Value::Null } else { present.into() };
        let answering = self.answering()?;
        let steps = record.steps(field, &answer, &Seen { value: &held, heads: &heads }, &answering.author());
        let mut changes = if call.record.is_none() { self.begun(&session, &call)? } else { Vec::new() };
        changes.extend(steps.into_iter().map(|step| Change {
            record: call.id,
            field: step.field,
            value: step.value,
            saw: Some(step.replaces),
        }));
        self.write_of_call(&session, changes)
    }

    pub(crate) fn finish_call(&self) -> Result<CallView, CallError> {
        let session = self.allowed(Right::HoldCall)?;
        let call = self.call_of_today()?;
        if !call.under_way() {
            return Err(refuse(ErrorCode::Invalid, "No call is under way. Start it first."));
        }
        let books: BTreeMap<_, _> = team_books_held(self)?.into_iter().take(MOST).collect();
        let changes =
            vec![Change::new(call.id, ENDED_AT, rfc3339(self.now())), Change::new(call.id, HELD, json!(books))];
        self.write_of_call(&session, changes)
    }

    /// The lines of the team's books that this tablet holds.
    pub(super) fn team_books(&self) -> Result<Vec<Line>, CallError> {
        let scope = self.store.enrolment()?.ok_or(StoreError::NoBook)?.scope;
        Ok(self.store.lines(scope)?)
    }

    fn begun(&self, session: &Session, call: &Call) -> Result<Vec<Change>, CallError> {
        let mut changes = vec![
            Change::new(call.id, record::KIND, CALL),
            Change::new(call.id, record::OCCURRED_AT, rfc3339(self.now())),
            Change::new(call.id, CALL_DATE, call.day.to_string()),
            Change::new(call.id, CHAIR, session.person.name.as_str()),
        ];
        if self.store.record(call.id)?.is_some_and(|record| record.withdrawn().is_some()) {
            changes.push(Change::new(call.id, record::WITHDRAWN, Value::Null));
        }
        Ok(changes)
    }

    fn write_of_call(&self, session: &Session, changes: Vec<Change>) -> Result<CallView, CallError> {
        if !changes.is_empty() {
            self.store.write(Action { author: session.person.grant, changes, completes: None }, self.now())?;
            self.changed("call");
        }
        self.call_page()
    }
}

/// What a call keeps of how far each book was held.
pub(super) fn books_of(kept: Option<&Value>) -> BTreeMap<String, u64> {
    kept.and_then(|kept| serde_json::from_value(kept.clone()).ok()).unwrap_or_default()
}

/// By which a line of a book is known there.
pub(super) fn name_of(line: &Line) -> String {
    book_name(line.line)
}

/// The same of a line's id.
pub(crate) fn book_name(line: BookId) -> String {
    let mut name = hex::encode(line.0);
    name.truncate(DIGITS);
    name
}

/// How far this tablet holds each of the team's books, by these names.
pub(crate) fn team_books_held(app: &App) -> Result<BTreeMap<String, u64>, CallError> {
    Ok(app.team_books()?.into_iter().map(|line| (name_of(&line), line.tip.number)).collect())
}

//! What only a leader says in a record: to whom a task is given, who covers for whom. Anyone else says it in what they begin
//! themselves, and of nobody but themselves.

use crate::App;
use crate::contract::{CallError, ErrorCode, FormProblem};
use crate::recording::drafted::Drafted;
use crate::refusals::refuse;
use domain::catalogue::{Field, FieldType, Kind};
use domain::roles::{Action as Right, may};
use record::Record;
use serde_json::Value;
use store::Draft;

impl App {
    /// Whether the person at the tablet says what only a leader says: a leader does, and who began the record.
    pub(crate) fn says_given(&self, record: Option<&Record>) -> Result<bool, CallError> {
        let Some(session) = self.session() else { return Ok(false) };
        if record.is_some_and(|record| self.may_name(record.kind().unwrap_or_default()).is_err()) {
            return Ok(false);
        }
        if may(session.role, Right::GiveTasks) {
            return Ok(true);
        }
        match record.and_then(|record| record.shown(record::KIND)) {
            Some(begun) => self.is_by(begun.author, session.person.user),
            None => Ok(record.is_none()),
        }
    }

    /// Refuses who may not do something to a record of which parts are a leader's to say.
    pub(crate) fn may_say(&self, kind: Option<&Kind>, record: Option<&Record>) -> Result<(), CallError> {
        if kind.is_some_and(Kind::is_given) && !self.says_given(record)? {
            return Err(only_a_leader());
        }
        if kind.is_some_and(|kind| kind.register) {
            self.allowed(Right::KeepRegister)?;
        }
        Ok(())
    }

    /// Refuses a change of what only a leader says.
    pub(super) fn refuse_said(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<(), CallError> {
        let record = drafted.record.as_ref();
        if drafted.kind.register {
            self.allowed(Right::KeepRegister)?;
        }
        let changed = |field: &&Field| {
            let held = record.map(|record| record.answer(field)).unwrap_or_default();
            draft.answers.get(&field.id).is_some_and(|answer| *answer != held)
        };
        let said =
            drafted.kind.fields.iter().filter(|field| drafted.kind.is_leaders(field)).any(|field| changed(&field));
        if said && !self.says_given(record)? { Err(only_a_leader()) } else { Ok(()) }
    }

    /// Who a `person` is that must be somebody of the team, or nobody but the person at the tablet.
    pub(super) fn people_for(&self, field: &Field) -> Result<Option<Vec<String>>, CallError> {
        let Some(session) = self.session().filter(|_| field.field_type == FieldType::Person) else { return Ok(None) };
        if field.leader && !may(session.role, Right::GiveTasks) {
            return Ok(Some(vec![session.person.name]));
        }
        if field.team { self.team().map(Some) } else { Ok(None) }
    }

    /// Those named in a draft who are not among them.
    pub(super) fn wrong_people(&self, draft: &Draft, kind: &Kind) -> Result<Vec<FormProblem>, CallError> {
        let mut wrong = Vec::new();
        for field in kind.fields.iter().filter(|field| field.team || field.leader) {
            let Some(named) = draft.answers.get(&field.id).and_then(Value::as_str) else { continue };
            let Some(people) = self.people_for(field)? else { continue };
            if !people.iter().any(|name| name == named) {
                let message = match people.as_slice() {
                    [only] if field.leader => {
                        format!("Only a team leader can choose somebody else. Select yourself: {only}")
                    }
                    _ => "Select somebody of your team".to_owned(),
                };
                wrong.push(FormProblem { field: field.id.clone(), message });
            }
        }
        Ok(wrong)
    }
}

fn only_a_leader() -> CallError {
    refuse(ErrorCode::NotAllowed, "Only a team leader can change this. Ask yours, or add a note.")
}

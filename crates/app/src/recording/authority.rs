//! Whether the officer who is named may do what a step does: the register of authorisations says so, for the day of it.

use crate::App;
use crate::contract::{CallError, FormProblem};
use crate::recording::drafted::Drafted;
use crate::words::local;
use chrono::NaiveDate;
use domain::catalogue::{Authorisation, Kind, Step};
use record::Record;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Draft, Filter};

/// Entries of the register that are looked at, the newest.
const LOOKED_AT: u32 = 1000;

impl App {
    /// Why the officer who is named cannot take a step; none if they may, or no power is needed.
    pub(crate) fn not_authorised(&self, drafted: &Drafted<'_>, step: &Step) -> Result<Option<FormProblem>, CallError> {
        match &drafted.kind.authority {
            Some(authority) if authority.steps.contains(&step.id) => self.draft_lacks_authority(drafted, authority),
            _ => Ok(None),
        }
    }

    /// Why what was done lacks an officer who was authorised for it, as two tablets' answers come to it together; none if it
    /// does not. Where no day says otherwise, it is the day on which it was done.
    pub(crate) fn stands_without_authority(&self, record: &Record, kind: &Kind) -> Result<Option<String>, CallError> {
        let Some(authority) = &kind.authority else { return Ok(None) };
        let Some(done) = record.stays(kind).into_iter().find(|stay| authority.guards(kind, &stay.state)) else {
            return Ok(None);
        };
        let Some(power) = self.judged(record, Some(kind)).power else { return Ok(None) };
        let day = record::local_date(done.since.timestamp_millis());
        let lacks = self.lacks_authority(authority, &record.values(Some(kind)), &power, day)?;
        Ok(lacks.map(|problem| problem.message))
    }

    /// Why a correction would leave what was authorised without an officer who is: of the officer, of the day, or of what says
    /// which power is needed.
    pub(crate) fn no_longer_authorised(
        &self,
        draft: &Draft,
        drafted: &Drafted<'_>,
    ) -> Result<Option<FormProblem>, CallError> {
        let Drafted { kind, record: Some(record), .. } = drafted else { return Ok(None) };
        let Some(authority) = kind.authority.as_ref().filter(|_| !draft.answers.is_empty()) else { return Ok(None) };
        if !record.stays(kind).iter().any(|stay| authority.guards(kind, &stay.state)) {
            return Ok(None);
        }
        let said = |values: &BTreeMap<String, Value>| {
            let asked = [Some(&authority.officer), authority.on.as_ref()];
            asked.map(|id| id.and_then(|id| values.get(id)).cloned())
        };
        let was = self.judged(record, Some(kind));
        if was.power == drafted.answer.power && said(&record.values(Some(kind))) == said(&drafted.values) {
            return Ok(None);
        }
        self.draft_lacks_authority(drafted, authority)
    }

    fn draft_lacks_authority(
        &self,
        drafted: &Drafted<'_>,
        authority: &Authorisation,
    ) -> Result<Option<FormProblem>, CallError> {
        let Some(power) = &drafted.answer.power else { return Ok(None) };
        self.lacks_authority(authority, &drafted.values, power, local(self.now()).date_naive())
    }

    /// Why nobody who is authorised is named in `values`; `today` is the day where they say none.
    fn lacks_authority(
        &self,
        authority: &Authorisation,
        values: &BTreeMap<String, Value>,
        power: &str,
        today: NaiveDate,
    ) -> Result<Option<FormProblem>, CallError> {
        let problem = |message| Ok(Some(FormProblem { field: authority.officer.clone(), message }));
        let Some(officer) = values.get(&authority.officer).and_then(Value::as_str) else {
            return problem("Enter the officer, who must be authorised for it".to_owned());
        };
        let register = self.store.catalogue().kind(&authority.register);
        let on = authority.on.as_ref().and_then(|on| values.get(on)).and_then(Value::as_str).and_then(day);
        let on = on.unwrap_or(today);
        let entries = Filter { kind: Some(authority.register.clone()), ..Filter::default() };
        for found in self.store.find(&entries, LOOKED_AT)?.into_iter().filter(|found| !found.withdrawn) {
            let entry = self.store.record(found.id)?.map(|entry| entry.values(register));
            if entry.is_some_and(|entry| authorises(&entry, officer, power, on)) {
                return Ok(None);
            }
        }
        let label = register.and_then(|kind| kind.field("powers")?.choice(power)).map(|choice| choice.label.clone());
        problem(format!(
            "On {} {officer} is not authorised for this: {}. Choose an officer who is, or have the leader enter the \
             authorisation in the register (More, Authorisations)",
            on.format("%-d %B %Y"),
            label.unwrap_or_else(|| power.to_owned())
        ))
    }
}

/// The day in London of a date or a moment.
fn day(text: &str) -> Option<NaiveDate> {
    let moment = || record::instant(text).map(|at| record::local_date(at.timestamp_millis()));
    text.parse().ok().or_else(moment)
}

/// Whether an entry of the register lets `officer` use `power` on a day.
fn authorises(entry: &BTreeMap<String, Value>, officer: &str, power: &str, on: NaiveDate) -> bool {
    let text = |field: &str| entry.get(field).and_then(Value::as_str);
    let date = |field: &str| text(field).map(|text| text.parse::<NaiveDate>().ok());
    let same = |name: &str| name.trim().to_lowercase() == officer.trim().to_lowercase();
    let powers = entry.get("powers").and_then(Value::as_array);
    text("officer").is_some_and(same)
        && powers.is_some_and(|powers| powers.iter().any(|one| one == power))
        && date("valid_from").flatten().is_some_and(|from| from <= on)
        && date("valid_until").is_none_or(|until| until.is_some_and(|until| on <= until))
        && date("revoked_on").is_none_or(|revoked| revoked.is_some_and(|revoked| on < revoked))
}

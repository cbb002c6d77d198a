//! Whether the officer who is named may do what a step does: the register of authorisations says so, for today.

use crate::App;
use crate::contract::{CallError, FormProblem};
use crate::recording::form::Drafted;
use crate::words::local;
use domain::catalogue::Step;
use serde_json::Value;
use std::collections::BTreeMap;
use store::Filter;

/// Entries of the register that are looked at, the newest.
const LOOKED_AT: u32 = 1000;

impl App {
    /// Why the officer who is named cannot take a step; none if they may, or no power is needed.
    pub(crate) fn not_authorised(&self, drafted: &Drafted<'_>, step: &Step) -> Result<Option<FormProblem>, CallError> {
        let authority = drafted.kind.authority.as_ref().filter(|authority| authority.steps.contains(&step.id));
        let (Some(authority), Some(power)) = (authority, &drafted.answer.power) else { return Ok(None) };
        let register = self.store.catalogue().kind(&authority.register);
        let Some(officer) = drafted.values.get(&authority.officer).and_then(Value::as_str) else { return Ok(None) };
        let entries = Filter { kind: Some(authority.register.clone()), ..Filter::default() };
        let today = local(self.now()).date_naive().to_string();
        for found in self.store.find(&entries, LOOKED_AT)?.into_iter().filter(|found| !found.withdrawn) {
            let entry = self.store.record(found.id)?.map(|entry| entry.values(register));
            if entry.is_some_and(|entry| authorises(&entry, officer, power, &today)) {
                return Ok(None);
            }
        }
        let label = register.and_then(|kind| kind.field("powers")?.choice(power)).map(|choice| choice.label.clone());
        let what = label.unwrap_or_else(|| power.clone());
        Ok(Some(FormProblem {
            field: authority.officer.clone(),
            message: format!(
                "{officer} is not authorised today for this: {what}. Choose an officer who is, or have the leader enter the \
                 authorisation in the register (More, Authorisations)"
            ),
        }))
    }
}

/// Whether an entry of the register lets `officer` use `power` on a day. Dates are kept as they sort.
fn authorises(entry: &BTreeMap<String, Value>, officer: &str, power: &str, today: &str) -> bool {
    let text = |field: &str| entry.get(field).and_then(Value::as_str);
    let same = |name: &str| name.trim().to_lowercase() == officer.trim().to_lowercase();
    let powers = entry.get("powers").and_then(Value::as_array);
    text("officer").is_some_and(same)
        && powers.is_some_and(|powers| powers.iter().any(|one| one == power))
        && text("valid_from").is_some_and(|from| from <= today)
        && text("valid_until").is_none_or(|until| today <= until)
        && text("revoked_on").is_none_or(|revoked| today < revoked)
}

//! "Recorded by mistake", and taking that back. Nothing is ever removed.

use crate::App;
use crate::contract::{CallError, FindingView, Withdraw};
use crate::refusals::{invalid, not_found};
use crate::restricted::Acting;
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::{Value, json};
use store::Change;

impl App {
    pub(crate) fn withdraw_finding(&self, request: Withdraw) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::WithdrawFinding, RecordId::parse(&request.id))?;
        self.may_withdraw(&request.id)?;
        let reason = request.reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            return Err(invalid("reason", "Enter why it was recorded by mistake, in 500 characters or less"));
        }
        self.change_finding(&request.id, &acting, record::WITHDRAWN, json!({ "reason": reason }))
    }

    pub(crate) fn restore_finding(&self, id: &str) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::WithdrawFinding, RecordId::parse(id))?;
        self.may_withdraw(id)?;
        self.change_finding(id, &acting, record::WITHDRAWN, Value::Null)
    }

    /// What a leader gave only a leader takes back.
    fn may_withdraw(&self, id: &str) -> Result<(), CallError> {
        let record = RecordId::parse(id).map(|id| self.record(id)).transpose()?.flatten();
        let kind = record.as_ref().and_then(|record| self.store.catalogue().kind(record.kind()?));
        self.may_say(kind, record.as_ref())
    }

    /// Writes one field of a finding as one page.
    pub(crate) fn change_finding(
        &self,
        id: &str,
        acting: &Acting,
        field: &str,
        value: Value,
    ) -> Result<FindingView, CallError> {
        let record = RecordId::parse(id).ok_or_else(|| not_found("finding"))?;
        let found = self.found(record)?.filter(|found| found.kind != record::PATROL && !found.kind.is_empty());
        found.ok_or_else(|| not_found("finding"))?;
        let changes = vec![Change::new(record, field, value)];
        self.write_as(acting, changes)?;
        self.changed("finding");
        self.show_finding(id)
    }
}

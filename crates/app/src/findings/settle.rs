//! A leader settles two versions by choosing one; the choice replaces both.

use crate::App;
use crate::contract::{CallError, FindingView, Settle};
use crate::refusals::not_found;
use book::{EntryHash, RecordId};
use domain::roles::Action as Right;

impl App {
    pub(crate) fn settle_versions(&self, request: Settle) -> Result<FindingView, CallError> {
        let session = self.allowed(Right::SettleVersions)?;
        let record = RecordId::parse(&request.id).map(|id| self.store.record(id)).transpose()?.flatten();
        let record = record.ok_or_else(|| not_found("finding"))?;
        let chosen = EntryHash::from_hex(&request.entry);
        let standing = record.fields.get(&request.field).map(|field| field.standing()).unwrap_or_default();
        let right = standing.iter().find(|write| Some(write.entry) == chosen).ok_or_else(|| not_found("version"))?;
        self.change_finding(&request.id, session.person.grant, &request.field, right.value.clone())
    }
}

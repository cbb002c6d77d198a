//! A leader settles two versions by choosing one; the choice replaces those that the leader saw. (A third is written with
//! the form that corrects a finding.)

use crate::App;
use crate::contract::{CallError, FindingView, Settle};
use crate::refusals::not_found;
use book::{EntryHash, RecordId};
use domain::roles::Action as Right;
use store::Change;

impl App {
    pub(crate) fn settle_versions(&self, request: Settle) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::SettleVersions, RecordId::parse(&request.id))?;
        let record = self.record_named(&request.id)?;
        let chosen = EntryHash::from_hex(&request.entry);
        let seen: Vec<_> = request.versions.iter().filter_map(|entry| EntryHash::from_hex(entry)).collect();
        let standing = record.fields.get(&request.field).map(|field| field.standing()).unwrap_or_default();
        let right = standing.iter().find(|write| Some(write.entry) == chosen).ok_or_else(|| not_found("version"))?;
        // A version that came in since the page was drawn stays: nobody has looked at it.
        let saw =
            standing.iter().map(|write| write.entry).filter(|entry| *entry == right.entry || seen.contains(entry));
        let change = Change {
            record: record.id,
            field: request.field.clone(),
            value: right.value.clone(),
            saw: Some(saw.collect()),
        };
        self.write_as(&acting, vec![change])?;
        self.changed("finding");
        self.show_finding(&request.id)
    }
}

//! Who answers a form, and what it said when it was opened: by this an answer becomes what it adds or takes away.

use crate::App;
use crate::contract::CallError;
use book::{GrantId, RecordId};
use domain::catalogue::{Kind, Merge};
use domain::roles::{Action as Right, Role, may};
use record::{Author, Record};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The person at the tablet, as the merge of answers knows them.
pub(crate) struct Answering {
    grants: BTreeSet<GrantId>,
    settles: bool,
    mark: u32,
}

impl Answering {
    pub(crate) fn author(&self) -> Author<'_> {
        Author { grants: &self.grants, settles: self.settles, mark: self.mark }
    }
}

impl App {
    /// Who answers now. On a locked tablet nobody in particular: they have written nothing before.
    pub(crate) fn answering(&self) -> Result<Answering, CallError> {
        self.answering_on(None)
    }

    /// Who answers about a record.
    pub(crate) fn answering_on(&self, record: Option<RecordId>) -> Result<Answering, CallError> {
        // The end of such an id is chance.
        let mark = Uuid::now_v7().as_u128() as u32;
        let Some(session) = self.session() else {
            return Ok(Answering { grants: BTreeSet::new(), settles: false, mark });
        };
        let held = self.store.grants()?.into_iter().map(|held| held.grant);
        let grants = held.filter(|grant| grant.user == session.person.user).map(|grant| grant.id()).collect();
        let restricted = record.map(|id| self.store.is_restricted(id)).transpose()?.unwrap_or(false);
        let role = if restricted { Role::Safeguarding } else { session.role };
        Ok(Answering { grants, settles: may(role, Right::SettleVersions), mark })
    }
}

/// What a form says of a saved record, of the questions where an answer means what it adds to that.
pub(crate) fn opened(record: &Record, kind: &Kind, author: &Author<'_>) -> BTreeMap<String, Value> {
    let adding = kind.fields.iter().filter(|field| matches!(field.merge, Merge::Tally | Merge::Set | Merge::Notes));
    adding.map(|field| (field.id.clone(), record.answer_of(field, author))).collect()
}

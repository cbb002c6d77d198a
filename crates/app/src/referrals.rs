//! Referrals of findings to partners: those that wait, what is due first on top, and what came of the others.

use crate::App;
use crate::contract::{CallError, ReferralLine, Referrals};
use book::RecordId;
use serde_json::Value;
use store::{Filter, Found, StateFilter};

/// The kind.
const KIND: &str = "referral";
/// Referrals that wait, and that ended, which are listed.
const WAIT: u32 = 300;
const ENDED: u32 = 50;

impl App {
    pub(crate) fn list_referrals(&self) -> Result<Referrals, CallError> {
        self.unlocked()?;
        let of = |state| Filter { kind: Some(KIND.into()), state: Some(state), ..Filter::default() };
        let mut waiting = self.store.find(&of(StateFilter::Open), WAIT)?;
        waiting.extend(self.store.find(&of(StateFilter::Waiting), WAIT)?);
        waiting.sort_by_key(|found| (found.due.as_ref().map_or(i64::MAX, |due| due.at), found.occurred));
        let mut ended = self.store.find(&of(StateFilter::Closed), ENDED)?;
        ended.retain(|found| !found.withdrawn);
        Ok(Referrals { waiting: self.referral_lines(&waiting)?, ended: self.referral_lines(&ended)? })
    }

    fn referral_lines(&self, found: &[Found]) -> Result<Vec<ReferralLine>, CallError> {
        let kind = self.store.catalogue().kind(KIND);
        let lines = self.finding_lines(found)?.into_iter().zip(found);
        lines
            .map(|(line, found)| {
                let record = self.store.record(found.id)?;
                let state = record.as_ref().zip(kind).and_then(|(record, kind)| record.state_of(kind));
                let about = kind.and_then(|kind| kind.field(record::RELATED_TO)).zip(record.as_ref());
                let about = about.map(|(field, record)| record.answer(field)).unwrap_or_default();
                let about =
                    about.as_array().into_iter().flatten().filter_map(Value::as_str).filter_map(RecordId::parse);
                let about = about.map(|id| self.store.found(id)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
                let about = about.map(|found| self.linked_name(&found)).collect::<Result<Vec<_>, _>>()?;
                Ok(ReferralLine {
                    line,
                    about: about.join("; "),
                    state: state.map(|state| state.label.clone()).unwrap_or_default(),
                })
            })
            .collect()
    }
}

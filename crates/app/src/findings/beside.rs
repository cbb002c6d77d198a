//! What stands beside a finding: what is offered to be recorded with it, and what says that it belongs to it.

use crate::App;
use crate::contract::{CallError, FindingLine, OfferView};
use book::RecordId;
use domain::catalogue::{FormAnswer, Kind, Offer};
use domain::roles::{Action, may};
use record::Record;
use store::Filter;

/// Findings that are shown as belonging to another.
const MOST: u32 = 20;

impl App {
    /// The kinds that are offered, as far as the person at the tablet may record them; none of which one belongs to it.
    pub(crate) fn offers(
        &self,
        record: &Record,
        kind: Option<&Kind>,
        answer: &FormAnswer,
        linked: &[FindingLine],
    ) -> Result<Vec<OfferView>, CallError> {
        let Some(kind) = kind.filter(|kind| !kind.offers.is_empty() && record.withdrawn().is_none()) else {
            return Ok(Vec::new());
        };
        let role = self.unlocked()?.role;
        let view = |offer: &Offer| {
            if linked.iter().any(|line| line.kind == offer.kind) {
                return None;
            }
            let offered = self.store.catalogue().kind(&offer.kind)?;
            let right = if offered.restricted { Action::RecordRestricted } else { Action::RecordFinding };
            may(role, right).then(|| OfferView {
                kind: offered.id.clone(),
                name: offered.name.clone(),
                icon: offered.icon.clone(),
                because: offer.because.clone(),
            })
        };
        Ok(answer.offers.iter().filter_map(|at| kind.offers.get(*at)).filter_map(view).collect())
    }

    /// The findings that name this one, newest first.
    pub(crate) fn linked(&self, id: RecordId) -> Result<Vec<FindingLine>, CallError> {
        let naming = Filter { refers_to: Some(id), ..Filter::default() };
        let mut found = self.store.find(&naming, MOST)?;
        found.retain(|one| !one.withdrawn);
        self.finding_lines(&found)
    }
}

//! What stands beside a finding: what is offered to be recorded with it, and what says that it belongs to it.

use crate::App;
use crate::contract::{BeginView, CallError, FindingLine, OfferView};
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

    /// The kinds that the person at the tablet can begin from a finding. What the team reads names nothing restricted.
    pub(crate) fn begins(
        &self,
        record: &Record,
        kind: Option<&Kind>,
        restricted: bool,
    ) -> Result<Vec<BeginView>, CallError> {
        if record.withdrawn().is_some() || !kind.is_some_and(|kind| kind.finding && kind.from_finding.is_none()) {
            return Ok(Vec::new());
        }
        let role = self.unlocked()?.role;
        let seals = self.store.restricted_part()?.is_some() && may(role, Action::RecordRestricted);
        let takes = |kind: &&Kind| !kind.retired && if kind.restricted { seals } else { !restricted };
        let begun = self.store.catalogue().kinds().iter().filter(takes);
        let view = |kind: &Kind| {
            Some(BeginView { kind: kind.id.clone(), label: kind.from_finding.clone()?, icon: kind.icon.clone() })
        };
        Ok(begun.filter_map(view).filter(|_| may(role, Action::RecordFinding)).collect())
    }

    /// What names this one, newest first: findings, what was begun from it, and of an entry of a register its meetings.
    pub(crate) fn linked(&self, id: RecordId, kind: Option<&Kind>) -> Result<Vec<FindingLine>, CallError> {
        let restricted = self.reads_restricted()?.is_some();
        let naming = Filter { refers_to: Some(id), restricted, ..Filter::default() };
        let mut found = self.store.find(&naming, MOST)?;
        let names = |other: &Kind| other.fields.iter().any(|field| field.of.as_deref() == kind.map(|kind| &*kind.id));
        let beside = |other: &&Kind| match other.from_finding {
            Some(_) => kind.is_some_and(|kind| kind.finding),
            None => !other.own_page && kind.is_some_and(|kind| kind.register) && names(other),
        };
        for other in self.store.catalogue().kinds().iter().filter(|other| !other.finding).filter(beside) {
            found.extend(self.store.find(&Filter { kind: Some(other.id.clone()), ..naming.clone() }, MOST)?);
        }
        found.retain(|one| !one.withdrawn);
        found.sort_by_key(|one| std::cmp::Reverse(one.cursor));
        found.truncate(MOST as usize);
        self.finding_lines(&found)
    }
}

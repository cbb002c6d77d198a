//! The registers, which leaders keep: what anybody else writes to an entry of one waits for a check. The rule is
//! `domain::catalogue::Kind::is_kept_by`, as on the tablet.

use crate::centre::{Centre, lock};
use crate::storage::{Fault, HeldGrant, Writing};
use crate::take::Lines;
use book::{Entry, Page, RecordId, ScopeId};
use domain::roles::Role;
use record::Edition;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The kinds that are kept by leaders alone, and the edition that says so, if one was published.
pub(crate) type Kept = (Option<Edition>, Arc<BTreeSet<String>>);

/// The registers, while pages are taken.
pub(crate) struct Registers<'a> {
    centre: &'a Centre,
    staged: &'a Lines,
    known: Option<Known>,
}

/// The kinds, and the entries that leaders begin in these pages.
struct Known {
    kinds: Arc<BTreeSet<String>>,
    begun: BTreeSet<(ScopeId, RecordId)>,
}

impl<'a> Registers<'a> {
    /// Of a catalogue that is read only if somebody who keeps none wrote something among these pages.
    pub(crate) fn new(centre: &'a Centre, staged: &'a Lines) -> Self {
        Self { centre, staged, known: None }
    }

    /// Whether an entry writes to a register that is not its author's to keep. Whoever is asked there may answer.
    pub(crate) fn keep_out(
        &mut self,
        writing: &dyn Writing,
        scope: ScopeId,
        entry: &Entry,
        grant: Option<&HeldGrant>,
    ) -> Result<bool, Fault> {
        if role(scope, grant).is_none_or(|role| role == Role::Leader) {
            return Ok(false);
        }
        let Known { kinds, begun } = match &self.known {
            Some(known) => known,
            None => {
                let kinds = self.centre.kept_by_leaders(writing)?;
                let begun = begun(writing, self.staged, &kinds)?;
                self.known.insert(Known { kinds, begun })
            }
        };
        if kind_of(entry).any(|(_, kind)| kinds.contains(&kind)) {
            return Ok(true);
        }
        for (record, write) in entry.header.writes() {
            if write.field.starts_with(record::ANSWER) {
                continue;
            }
            let held = writing.record(scope, record)?;
            let kind = held.as_ref().and_then(|held| held.kind());
            if begun.contains(&(scope, record)) || kind.is_some_and(|kind| kinds.contains(kind)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Centre {
    /// The kinds that wardens do not keep, by the catalogue in use; read anew when another is published.
    fn kept_by_leaders(&self, writing: &dyn Writing) -> Result<Arc<BTreeSet<String>>, Fault> {
        let edition = writing.edition()?;
        let mut kept = lock(&self.kept);
        if let Some((_, kinds)) = kept.as_ref().filter(|(by, _)| *by == edition) {
            return Ok(Arc::clone(kinds));
        }
        let catalogue = Self::catalogue_of(edition.as_ref())?;
        let kinds = catalogue.kinds().iter().filter(|kind| !kind.is_kept_by(Role::Warden));
        let kinds = Arc::new(kinds.map(|kind| kind.id.clone()).collect());
        *kept = Some((edition, Arc::clone(&kinds)));
        Ok(kinds)
    }
}

/// In which role a grant lets its person write in the team that it is for.
fn role(scope: ScopeId, grant: Option<&HeldGrant>) -> Option<Role> {
    let grant = &grant?.signed.grant;
    (grant.scope == scope).then(|| Role::granted(&grant.role)).flatten()
}

/// The entries of registers that leaders began in these pages: the books come in no order.
fn begun(
    writing: &dyn Writing,
    staged: &Lines,
    kinds: &BTreeSet<String>,
) -> Result<BTreeSet<(ScopeId, RecordId)>, Fault> {
    let mut begun = BTreeSet::new();
    for one in staged.values() {
        let scope = one.chain.opening.scope;
        for entry in one.pages.iter().filter_map(Page::entry) {
            let mut new = kind_of(entry).filter(|(_, kind)| kinds.contains(kind)).peekable();
            if new.peek().is_some() && role(scope, writing.grant(entry.header.author)?.as_ref()) == Some(Role::Leader) {
                begun.extend(new.map(|(record, _)| (scope, record)));
            }
        }
    }
    Ok(begun)
}

/// The kinds that an entry says of records.
fn kind_of(entry: &Entry) -> impl Iterator<Item = (RecordId, String)> {
    let said = entry.values().filter(|(_, write, _)| write.field == record::KIND);
    said.filter_map(|(record, _, value)| Some((record, serde_json::from_slice(value).ok()?)))
}

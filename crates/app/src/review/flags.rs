//! What a leader should look at, by rule.

use crate::App;
use crate::contract::{CallError, Flag};
use crate::words::plural;
use book::ClockQuality;
use domain::catalogue::{Merge, PlaceNeed};
use domain::place::ROUGH_M;
use store::Found;

impl App {
    /// The flags of one finding.
    pub(crate) fn flags(&self, found: &Found) -> Result<Vec<Flag>, CallError> {
        let mut flags = Vec::new();
        let mut flag = |rule: &str, text: String| flags.push(Flag { rule: rule.into(), text });
        if found.withdrawn {
            return Ok(flags);
        }
        let kind = self.store.catalogue().kind(&found.kind);
        if kind.is_some_and(|kind| kind.place == PlaceNeed::Required) {
            match found.accuracy_m {
                None => flag("place", "No position".into()),
                Some(metres) if metres > ROUGH_M => flag("place", format!("Place good to {metres:.0} m")),
                Some(_) => {}
            }
        }
        let record = self.store.record(found.id)?;
        if record.as_ref().and_then(|record| record.text("count_method")) == Some("estimated") {
            flag("estimate", "Count estimated".into());
        }
        let needed = kind.map_or(0, |kind| kind.photos.to_finish);
        if found.photos < needed {
            flag("photos", plural((needed - found.photos).into(), "photo missing", "photos missing"));
        }
        let first = record.as_ref().and_then(|record| record.shown(record::KIND).cloned());
        let first = first.map(|write| self.store.entry_of(write.entry)).transpose()?.flatten();
        if first.is_some_and(|entry| entry.header.quality == ClockQuality::Doubtful) {
            flag("clock", "Tablet's clock was wrong".into());
        }
        if !found.missing.is_empty() {
            flag("not_finished", "Not finished".into());
        }
        let apart = record.as_ref().map(|record| record.two_versions(kind)).unwrap_or_default();
        let is_outcome =
            |name: &&&str| kind.and_then(|kind| kind.field(name)).is_some_and(|field| field.merge == Merge::Workflow);
        let outcomes = apart.iter().filter(is_outcome).count();
        if outcomes > 0 {
            flag("two_outcomes", "Two outcomes".into());
        }
        if apart.len() > outcomes {
            flag("two_versions", "Two versions".into());
        }
        if found.changed {
            flag("changed", "Changed since approval".into());
        }
        Ok(flags)
    }
}
